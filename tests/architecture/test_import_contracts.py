"""The contracts hold (lint-imports), see every noun, and would see a breach."""

import subprocess
import sys
from pathlib import Path

from grimp import ImportGraph
from importlinter.api import read_configuration

from tests.architecture.import_contracts import foreign_store_imports, impure_rule_imports

ROOT = Path(__file__).resolve().parents[2]
NOUNS = sorted(folder for folder in (ROOT / "functions").iterdir() if any(folder.glob("*.py")))


def graph_with(*imports: tuple[str, str]) -> ImportGraph:
    graph = ImportGraph()
    for importer, imported in imports:
        graph.add_import(importer=importer, imported=imported)
    return graph


def test_every_contract_is_kept() -> None:
    # in a process of its own: the linter silences every logger that it finds, and later tests listen to ours
    command = [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command; lint_imports_command()",
        "--no-cache",
    ]
    linted = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert linted.returncode == 0, linted.stdout + linted.stderr
    assert len(read_configuration(str(ROOT / "pyproject.toml"))["contracts_options"]) == 6


def test_every_noun_is_a_package_else_the_linter_would_not_see_it() -> None:
    assert NOUNS
    assert [folder.name for folder in NOUNS if not (folder / "__init__.py").is_file()] == []


def test_the_store_of_another_noun_is_a_breach() -> None:
    graph = graph_with(
        ("functions.bids.service", "functions.items.store"), ("functions.items.service", "functions.items.store")
    )
    assert foreign_store_imports(graph) == [("functions.bids.service", "functions.items.store")]


def test_a_rule_that_waits_or_knows_a_vendor_or_another_noun_is_a_breach() -> None:
    graph = graph_with(
        ("functions.bids.rules", "asyncio"),
        ("functions.bids.rules", "asyncpg"),
        ("functions.bids.rules", "functions.items.models"),
        ("functions.bids.rules", "dataclasses"),
        ("functions.bids.rules", "datetime"),
        ("functions.bids.rules", "shared.errors"),
        ("functions.bids.rules", "functions.bids.models"),
    )
    assert [imported for _, imported in impure_rule_imports(graph)] == ["asyncio", "asyncpg", "functions.items.models"]
