"""A Bicep file as the tests look at it, read by a real parser (tree-sitter): declarations, references, and plain values."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import tree_sitter_bicep
from tree_sitter import Language, Node, Parser

INFRA = Path(__file__).resolve().parents[2] / "infra"
# Functions and namespaces that Bicep itself gives; what a file names beyond these it must declare.
BUILT_IN = frozenset({"subscription", "resourceGroup", "tenant", "az", "sys"})
DECLARATIONS = {
    "parameter_declaration": "parameters",
    "variable_declaration": "variables",
    "output_declaration": "outputs",
    "resource_declaration": "resources",
    "module_declaration": "modules",
}

type Value = bool | int | str | list[Value] | dict[str, Value] | Node
"""A literal, or the node of an expression."""


@cache
def _parser() -> Parser:
    return Parser(Language(tree_sitter_bicep.language()))


def text_of(node: Node) -> str:
    assert node.text is not None
    return node.text.decode()


def walk(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        yield from walk(child)


def value_of(node: Node) -> Value:
    """Objects, arrays and literals as Python has them; every other expression as its node."""
    match node.type:
        case "object":
            return {
                key_of(child): value_of(child.named_children[1])
                for child in node.named_children
                if child.type == "object_property" and len(child.named_children) == 2
            }
        case "array":
            return [value_of(child) for child in node.named_children if child.type != "comment"]
        case "string" if all(child.type in {"string_content", "escape_sequence"} for child in node.named_children):
            return text_of(node)[1:-1].replace("\\'", "'").replace("\\$", "$")
        case "number":
            return int(text_of(node))
        case "boolean":
            return text_of(node) == "true"
    return node


def key_of(prop: Node) -> str:
    return text_of(prop.named_children[0]).strip("'")


@dataclass
class BicepFile:
    path: Path
    root: Node
    parameters: dict[str, Node] = field(default_factory=dict)
    variables: dict[str, Node] = field(default_factory=dict)
    outputs: dict[str, Node] = field(default_factory=dict)
    resources: dict[str, Node] = field(default_factory=dict)
    modules: dict[str, Node] = field(default_factory=dict)

    @property
    def declared(self) -> set[str]:
        return set(self.parameters) | set(self.variables) | set(self.resources) | set(self.modules)

    def references(self) -> set[str]:
        """Every name that an expression starts from: `a` of `a`, `a.b` and `a::b`, but not keys, properties and types."""
        found = set()
        for node in walk(self.root):
            if node.type != "identifier" or node.parent is None:
                continue
            parent = node.parent
            is_name = parent.type in DECLARATIONS and parent.named_children[0] == node
            is_key = parent.type == "object_property" and parent.named_children[0] == node
            is_function = parent.type == "call_expression" and parent.named_children[0] == node
            is_loop_name = parent.type == "for_statement" and parent.child_by_field_name("initializer") == node
            is_child = parent.type == "resource_expression" and parent.child_by_field_name("resource") == node
            if not (is_name or is_key or is_function or is_loop_name or is_child):
                found.add(text_of(node))
        return found - self._loop_names()

    def _loop_names(self) -> set[str]:
        loops = (node.child_by_field_name("initializer") for node in walk(self.root) if node.type == "for_statement")
        return {text_of(node) for node in loops if node is not None}

    def module_path(self, name: str) -> Path:
        return self.path.parent / text_of(self.modules[name].named_children[1]).strip("'")

    def body(self, declaration: Node) -> dict[str, Value]:
        body = value_of(declaration.named_children[-1])
        assert isinstance(body, dict)
        return body

    def required_parameters(self) -> set[str]:
        """Name and type, and nothing after: no default."""
        return {name for name, node in self.parameters.items() if len(node.named_children) == 2}

    def default(self, parameter: str) -> Value:
        return value_of(self.parameters[parameter].named_children[2])

    def children_of(self, name: str) -> set[str]:
        """The names of the resources nested in resource `name`, at any depth."""
        nested = (node for node in walk(self.resources[name]) if node.type == "resource_declaration")
        return {text_of(node.named_children[0]) for node in nested} - {name}


def parse(source: bytes, path: Path = INFRA / "main.bicep") -> BicepFile:
    root = _parser().parse(source).root_node
    file = BicepFile(path, root)
    for node in walk(root):
        if node.type in DECLARATIONS:
            declared = getattr(file, DECLARATIONS[node.type])
            declared.setdefault(text_of(node.named_children[0]), node)
    return file


def read(path: Path) -> BicepFile:
    return parse(path.read_bytes(), path)


def all_files() -> list[BicepFile]:
    return [read(path) for path in sorted(INFRA.rglob("*.bicep"))]
