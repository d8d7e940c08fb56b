"""docs/invariants.md names what is there: queries of the pack, constraints of the schema, tests of the suite."""

import re
from pathlib import Path

from shared.db.invariants import invariants

ROOT = Path(__file__).parents[2]
TABLE = (ROOT / "docs" / "invariants.md").read_text()
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in TABLE.splitlines() if line.startswith("| I")]


PROVEN = (*range(1, 21), 23, 25, 26)
"""Of bidding, and of the room."""


def test_each_invariant_of_bidding_and_of_the_room_has_its_row() -> None:
    assert [row[0] for row in ROWS] == [f"I{n}" for n in PROVEN]


def test_each_query_of_the_pack_is_in_the_row_of_its_number() -> None:
    in_pack = {name.split()[0] for name in invariants()}
    listed = {query for row in ROWS for query in re.findall(r"I\d+[a-z]?", row[3])}
    proven = {name for name in in_pack if int(re.sub(r"\D", "", name)) in PROVEN}
    assert listed == proven


def test_each_named_test_exists() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", TABLE)
    assert len(named) > 15
    missing = [f"{path}::{name}" for path, name in named if f"def {name}(" not in (ROOT / path).read_text()]
    assert missing == []


def test_each_named_constraint_exists() -> None:
    schema = (ROOT / "shared" / "db" / "schema.sql").read_text()
    named = {name for row in ROWS for name in re.findall(r"`((?:items|bids|awards)_\w+)`", row[2])}
    assert len(named) > 8
    assert {name for name in named if name not in schema} == set()
