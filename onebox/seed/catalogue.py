"""Reading a catalogue: ours, or a file in the format of a real gala's results."""

import csv
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Literal

DEMO_CATALOGUE = Path(__file__).with_name("demo_catalogue.csv")


@dataclass(frozen=True, slots=True)
class LotTerms:
    """How a lot is sold where that is not the usual silent or live way; a file of results names none of it."""

    kind: Literal["single", "multi", "fixed", "sealed", "donation"] = "single"
    quantity: int = 1
    per_guest_limit: int | None = None
    is_uniform_price: bool = False
    reserve_cents: int | None = None
    buy_now_cents: int | None = None
    force_multiples: bool = False
    bands: tuple[tuple[int, int], ...] = ()
    """(from this price, this step); empty: the lot's one step."""
    restrictions: str = ""
    expires_on: date | None = None
    age_min: int | None = None
    delivery: Literal["hand", "certificate", "email", "ship", "donor"] = "hand"


@dataclass(frozen=True, slots=True)
class CatalogueLot:
    """One lot and how it went: `bidders` and `winning_cents` are what the real room (or our story) recorded."""

    lot: str
    section: Literal["silent", "live"]
    category: str
    title: str
    starting_cents: int
    step_cents: int
    bidders: int
    winning_cents: int | None
    won_at: datetime | None
    description: str
    donor_name: str
    value_cents: int | None
    terms: LotTerms = LotTerms()


def read_catalogue(path: Path = DEMO_CATALOGUE) -> list[CatalogueLot]:
    """Raises ValueError naming the line when a row cannot be read."""
    with path.open(newline="", encoding="utf-8") as file:
        return [_lot(row, line) for line, row in enumerate(csv.DictReader(file), start=2)]


def _lot(row: dict[str, str], line: int) -> CatalogueLot:
    try:
        return CatalogueLot(
            lot=row["lot"],
            section="live" if row["section"] == "live" else "silent",
            category=row["category"],
            title=row["title"],
            starting_cents=int(row["starting_bid_cents"]),
            step_cents=int(row["increment_cents"]),
            bidders=int(row["bids"] or 0),
            winning_cents=int(row["winning_bid_cents"] or 0) or None,
            won_at=datetime.fromisoformat(row["winning_bid_at"]) if row.get("winning_bid_at") else None,
            description=row.get("description", ""),
            donor_name=row.get("donor_name", ""),
            value_cents=int(row["value_cents"]) if row.get("value_cents") else None,
        )
    except (KeyError, ValueError) as error:
        raise ValueError(f"line {line} of the catalogue: {error}") from error
