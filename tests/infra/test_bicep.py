"""What a compiler would refuse: syntax, unknown names, missing modules, parameters and outputs. Deploying cannot be tried from here."""

import json
import re

import pytest

from tests.infra.bicep_file import BUILT_IN, INFRA, BicepFile, all_files, parse, read, text_of, walk

FILES = all_files()
MAIN = read(INFRA / "main.bicep")
by_file = pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.path.relative_to(INFRA)))


def syntax_errors(file: BicepFile) -> list[int]:
    return [node.start_point.row + 1 for node in walk(file.root) if node.type == "ERROR" or node.is_missing]


def unknown_names(file: BicepFile) -> set[str]:
    return file.references() - file.declared - BUILT_IN


def unknown_children(file: BicepFile) -> list[str]:
    """`a::b` where resource a has no nested resource b."""
    return [
        text_of(node)
        for node in walk(file.root)
        if node.type == "resource_expression"
        and (child := node.child_by_field_name("resource")) is not None
        and text_of(child) not in file.children_of(text_of(node).split("::")[0])
    ]


def wrong_module_calls(file: BicepFile) -> list[str]:
    found = []
    for name, module in file.modules.items():
        path = file.module_path(name)
        if not path.is_file():
            found.append(f"{name}: {path.name} does not exist")
            continue
        target, params = read(path), file.body(module).get("params", {})
        assert isinstance(params, dict)
        found += [f"{name}: {one} is not passed" for one in sorted(target.required_parameters() - set(params))]
        found += [f"{name}: there is no parameter {one}" for one in sorted(set(params) - set(target.parameters))]
    for module_name, output in re.findall(r"\b(\w+)\.outputs\.(\w+)", text_of(file.root)):
        if module_name not in file.modules or output not in read(file.module_path(module_name)).outputs:
            found.append(f"{module_name}.outputs.{output} does not exist")
    return found


def test_the_design_has_its_modules() -> None:
    assert {path.path.stem for path in FILES} >= {
        "main", "api", "data", "rooms", "storage", "secrets", "monitoring", "rbac", "edge", "network", "durable", "identities"
    }  # fmt: skip


@by_file
def test_it_parses(file: BicepFile) -> None:
    assert syntax_errors(file) == []


@by_file
def test_every_name_is_declared(file: BicepFile) -> None:
    assert unknown_names(file) == set()
    assert unknown_children(file) == []


@by_file
def test_every_parameter_and_variable_is_used(file: BicepFile) -> None:
    assert (set(file.parameters) | set(file.variables)) - file.references() == set()


@by_file
def test_modules_exist_and_get_exactly_their_parameters(file: BicepFile) -> None:
    assert wrong_module_calls(file) == []


@by_file
def test_api_versions_are_pinned_and_final(file: BicepFile) -> None:
    types = [text_of(node.named_children[1]).strip("'") for node in file.resources.values()]
    for name in types:
        if "/" in name and "Microsoft." in name:
            assert re.fullmatch(r"Microsoft\.[A-Za-z]+(/[A-Za-z]+)+@\d{4}-\d{2}-\d{2}", name), name


@by_file
def test_secret_parameters_are_marked_secure(file: BicepFile) -> None:
    source = text_of(file.root)
    for name in file.parameters:
        if re.search(r"(secret|token|password|key)$", name, re.I):
            assert re.search(rf"@secure\(\)\n(@[^\n]*\n)*param {name} ", source), name


def test_no_module_is_forgotten() -> None:
    used = {MAIN.module_path(name).name for name in MAIN.modules}
    assert used == {file.path.name for file in FILES} - {"main.bicep"}


def test_the_parameters_file_names_parameters_and_misses_none() -> None:
    given = set(json.loads((INFRA / "main.parameters.json").read_text())["parameters"])
    assert MAIN.required_parameters() <= given <= set(MAIN.parameters)


def test_every_abbreviation_exists() -> None:
    known = json.loads((INFRA / "abbreviations.json").read_text())
    assert set(re.findall(r"\{abbreviations\.(\w+)", text_of(MAIN.root))) <= set(known)


def test_every_role_assignment_is_in_rbac_and_says_who_needs_it() -> None:
    for file in FILES:
        lines = text_of(file.root).splitlines()
        for number, line in enumerate(lines):
            if "Microsoft.Authorization/roleAssignments@" in line:
                assert file.path.name == "rbac.bicep"
                assert re.match(r"// [A-Z][^:]+: \w+", lines[number - 1]), line


def test_breaches_would_be_found() -> None:
    assert syntax_errors(parse(b"param a string =\nvar b = { c: \n"))
    assert unknown_names(parse(b"var a = b\nvar c = '${d.e}'\nvar f = [for g in []: g]")) == {"b", "d"}
    assert unknown_children(
        parse(b"resource a 'x@1' = {\n  resource b 'y' = {}\n}\nvar c = a::d.id\nvar e = a::b.id")
    ) == ["a::d"]
    broken = parse(
        b"module network 'app/network.bicep' = {\n  name: 'n'\n  params: {\n    location: 'x'\n    nmae: 'y'\n  }\n}\n"
        b"module lost 'app/lost.bicep' = {\n  name: 'l'\n}\nvar z = network.outputs.nothing\n"
    )
    assert wrong_module_calls(broken) == [
        "network: name is not passed",
        "network: tags is not passed",
        "network: there is no parameter nmae",
        "lost: lost.bicep does not exist",
        "network.outputs.nothing does not exist",
    ]
