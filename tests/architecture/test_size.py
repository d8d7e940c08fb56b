"""No file over 400 lines and no function over 60, unless its head says in one sentence why it is longer."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MAX_FILE_LINES = 400
MAX_FUNCTION_LINES = 60
HEAD_LINES = 15
FILE_REASON = re.compile(r"Longer than 400 lines because \w+")
FUNCTION_REASON = re.compile(r"Longer than 60 lines because \w+")
SQL_FUNCTION = re.compile(
    r"^CREATE (?:OR REPLACE )?FUNCTION (\w+).*?^(?:END )?\$\$;|^DO \$\$.*?^END \$\$;", re.M | re.S
)
FOLDERS = ("functions", "shared", "onebox", "tests", "bench")


def sources() -> Iterator[Path]:
    yield ROOT / "function_app.py"
    for folder in FOLDERS:
        for file in sorted((ROOT / folder).rglob("*")):
            if file.suffix in {".py", ".sql"} and "node_modules" not in file.parts:
                yield file


def head(text: str) -> str:
    return "\n".join(text.splitlines()[:HEAD_LINES])


def python_functions(text: str) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None
            yield node.name, node.end_lineno - node.lineno + 1


def sql_functions(text: str) -> Iterator[tuple[str, int]]:
    for match in SQL_FUNCTION.finditer(text):
        yield match[1] or "DO", match[0].count("\n") + 1


def too_long(name: str, text: str) -> list[str]:
    found = []
    lines = len(text.splitlines())
    if lines > MAX_FILE_LINES and not FILE_REASON.search(head(text)):
        found.append(f"{name}: {lines} lines")
    functions = python_functions(text) if name.endswith(".py") else sql_functions(text)
    found += [
        f"{name}: {function} has {length} lines"
        for function, length in functions
        if length > MAX_FUNCTION_LINES and not FUNCTION_REASON.search(head(text))
    ]
    return found


def test_long_files_and_functions_say_why() -> None:
    files = list(sources())
    assert len(files) > 50
    assert [one for file in files for one in too_long(str(file.relative_to(ROOT)), file.read_text())] == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.py", "x = 1\n" * 401),
        ("a.py", "def f():\n" + "    x = 1\n" * 60),
        ("a.sql", "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$\n" + "SELECT 1;\n" * 60 + "$$;\n"),
    ],
)
def test_a_long_one_without_a_reason_is_found(name: str, text: str) -> None:
    assert len(too_long(name, text)) == 1
    comment = "# " if name.endswith(".py") else "-- "
    assert (
        too_long(name, f"{comment}Longer than 400 lines because x.\n{comment}Longer than 60 lines because y.\n" + text)
        == []
    )
