"""Two import contracts of our own, which `lint-imports` runs beside the built-in ones (see [tool.importlinter] in pyproject.toml)."""

import sys

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, output

# A rule decides; it neither asks the time, nor waits, nor talks to anything.
IMPURE = frozenset(
    {
        "asyncio",
        "concurrent",
        "http",
        "io",
        "logging",
        "os",
        "pathlib",
        "random",
        "secrets",
        "shutil",
        "signal",
        "socket",
        "sqlite3",
        "ssl",
        "subprocess",
        "tempfile",
        "threading",
        "time",
        "urllib",
    }
)
PURE = frozenset(sys.stdlib_module_names) - IMPURE
RULES_MAY_IMPORT = frozenset({"shared.errors", "shared.money"})

type Violation = tuple[str, str]
"""Importer and imported module."""


def noun_of(module: str) -> str | None:
    """`bids` for functions.bids and everything in it."""
    parts = module.split(".")
    return parts[1] if parts[0] == "functions" and len(parts) > 1 else None


def foreign_store_imports(graph: ImportGraph) -> list[Violation]:
    stores = [module for module in graph.modules if noun_of(module) and module.split(".")[2:3] == ["store"]]
    return sorted(
        (importer, store)
        for store in stores
        for importer in graph.find_modules_that_directly_import(store)
        if noun_of(importer) != noun_of(store)
    )


def impure_rule_imports(graph: ImportGraph) -> list[Violation]:
    rules = [module for module in graph.modules if noun_of(module) and module.split(".")[2:3] == ["rules"]]
    return sorted(
        (rule, imported)
        for rule in rules
        for imported in graph.find_modules_directly_imported_by(rule)
        if imported.split(".")[0] not in PURE
        and imported not in RULES_MAY_IMPORT
        and imported != f"functions.{noun_of(rule)}.models"
    )


class _DirectImports(Contract):
    """A contract that is a list of forbidden direct imports."""

    @staticmethod
    def find(graph: ImportGraph) -> list[Violation]:
        raise NotImplementedError

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        violations = self.find(graph)
        return ContractCheck(kept=not violations, metadata={"violations": violations})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for importer, imported in check.metadata["violations"]:
            output.print_error(f"{importer} imports {imported}")


class OwnStoreContract(_DirectImports):
    """A noun's store is imported by the noun itself only."""

    find = staticmethod(foreign_store_imports)


class PureRulesContract(_DirectImports):
    """rules.py imports the standard library's pure part, shared.errors, shared.money and its noun's models.py."""

    find = staticmethod(impure_rule_imports)
