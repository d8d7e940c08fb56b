"""The app as Azure's worker meets it: importing it does nothing, and every function and route has one owner."""

import ast
import subprocess
import sys
from collections import Counter
from pathlib import Path

from shared.http.operation import OPERATIONS
from tests.factories.app_functions import app_functions

ROOT = Path(__file__).resolve().parents[2]

# Imports the app inside a running loop, as the worker does, and says on standard output what it did besides importing.
IMPORT_AND_WATCH = """
import asyncio, os, sys
root = os.getcwd() + os.sep
seen = []

def watch(event, arguments):
    if event.startswith("socket.") or event in ("subprocess.Popen", "os.posix_spawn", "os.fork", "sqlite3.connect"):
        seen.append(event)
    elif event == "open" and isinstance(arguments[0], str) and arguments[0].startswith(root):
        path = arguments[0].removeprefix(root)
        if not path.startswith(".venv") and ".py" not in path:
            seen.append("open " + path)

async def main():
    sys.path.insert(0, root)
    sys.addaudithook(watch)
    PROVOKE
    import function_app
    assert function_app.app.get_functions()

asyncio.run(main())
print("\\n".join(seen))
"""


def what_importing_does(provoke: str = "pass") -> str:
    """`provoke` is a statement that runs where the app is imported."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", IMPORT_AND_WATCH.replace("PROVOKE", provoke)],
        cwd=ROOT,
        env={},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_the_app_imports_in_an_empty_environment_without_io() -> None:
    assert what_importing_does() == ""


def test_a_socket_or_a_file_opened_while_importing_would_be_seen() -> None:
    assert what_importing_does("import socket; socket.socket().close()") == "socket.__new__"
    assert what_importing_does("open('host.json').close()") == ""  # relative: not the app's own way to read a file
    assert what_importing_does("open(root + 'host.json').close()") == "open host.json"


def test_function_names_are_unique_over_the_app() -> None:
    names = Counter(str(function.get_function_name()).lower() for function in app_functions())
    assert names
    assert [name for name, count in names.items() if count > 1] == []


def test_every_route_belongs_to_one_operation() -> None:
    routes = Counter((operation.method, operation.path) for operation in OPERATIONS)
    assert routes
    assert [route for route, count in routes.items() if count > 1] == []


def test_function_app_only_imports_and_registers() -> None:
    tree = ast.parse((ROOT / "function_app.py").read_text())
    for statement in tree.body[1:]:  # after the docstring
        is_registration = isinstance(statement, ast.Expr) and ast.unparse(statement).startswith(
            "app.register_functions("
        )
        is_app = isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == "app"
        assert isinstance(statement, ast.Import | ast.ImportFrom) or is_registration or is_app, ast.unparse(statement)


def test_only_the_settings_read_the_environment() -> None:
    # these two are the deploy's own tools: the owner's address is not a setting of the app
    allowed = {ROOT / "shared/settings.py", ROOT / "shared/db/migrate.py", ROOT / "shared/db/invariants.py"}
    readers = [
        file.relative_to(ROOT)
        for folder in ("functions", "shared")
        for file in sorted((ROOT / folder).rglob("*.py"))
        if file not in allowed and reads_environment(file.read_text())
    ]
    assert readers == []


def reads_environment(source: str) -> bool:
    return any(
        (
            isinstance(node, ast.Attribute | ast.Name)
            and ast.unparse(node) in {"os.environ", "environ", "os.getenv", "BaseSettings"}
        )
        for node in ast.walk(ast.parse(source))
    )


def test_reading_the_environment_would_be_seen() -> None:
    assert reads_environment("import os\nx = os.environ['X']")
    assert reads_environment("import os\nx = os.getenv('X')")
    assert not reads_environment("# os.environ")
