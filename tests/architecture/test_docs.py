"""Links lead somewhere, files that the documents name exist, and every decision is listed."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [*sorted((ROOT / "docs").rglob("*.md")), ROOT / "README.md", ROOT / "CONTRIBUTING.md"]
NAMED_FILE = re.compile(r"`((?:functions|shared|infra|onebox|frontend|tests|bench)/[\w./-]+\.\w+)`")


def dead_links(document: Path, text: str) -> list[str]:
    links = [link.split("#")[0] for link in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in link]
    return [link for link in links if link and not (document.parent / link).exists()]


def missing_files(text: str) -> list[str]:
    return [name for name in NAMED_FILE.findall(text) if not (ROOT / name).exists()]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: str(document.relative_to(ROOT)))
def test_links_lead_somewhere_and_named_files_exist(document: Path) -> None:
    text = document.read_text()
    assert dead_links(document, text) == []
    assert missing_files(text) == []


def test_a_dead_link_or_a_missing_file_would_be_found() -> None:
    assert dead_links(ROOT / "README.md", "[a](docs/nothing.md) [b](https://example.org) [c](docs/errors.md#top)") == [
        "docs/nothing.md"
    ]
    assert missing_files("`functions/bids/nothing.py` and `functions/bids/http.py`") == ["functions/bids/nothing.py"]


def test_decisions_are_numbered_without_gaps_listed_and_of_one_shape() -> None:
    decisions = sorted((ROOT / "docs/decisions").glob("*.md"))
    assert [int(file.name[:4]) for file in decisions] == list(range(1, len(decisions) + 1))
    architecture = (ROOT / "docs/architecture.md").read_text()
    for file in decisions:
        text = file.read_text()
        assert f"decisions/{file.name}" in architecture, file.name
        assert re.findall(r"^## (.+)$", text, re.M) == ["Context", "Decision", "Consequences"], file.name
        assert text.startswith(f"# {file.name[:4]} "), file.name
        assert len(text.splitlines()) <= 60, f"{file.name}: one page"
