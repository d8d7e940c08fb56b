"""What the evening came to, held against the catalogue, the provider's books and the invariants."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from onebox.gala.evening import Evening
from onebox.seed.catalogue import CatalogueLot


@dataclass(frozen=True, slots=True)
class Checked:
    line: dict[str, Any]
    problems: list[str]


def percentile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else float("nan")


def latencies_ms(evening: Evening) -> tuple[list[float], int]:
    """From each accepted bid to the slowest of the screens, and how many bids some screen never saw."""
    seen = [(bid, evening.sightings.slowest(bid.item_id, bid.version, evening.screens)) for bid in evening.placed]
    return [(at - bid.sent_at) * 1000 for bid, at in seen if at is not None], sum(at is None for _, at in seen)


def check(
    evening: Evening,
    lots: Sequence[CatalogueLot],
    books_cents: int,
    texts: int,
    broken: dict[str, list[str]],
    bids_in_database: int,
) -> Checked:
    """The last line of `make gala`, and everything that is not as it must be."""
    sold = {item["lot"]: item["hammer_cents"] for item in evening.items if item["status"] == "sold"}
    silent = sum(sold.get(lot.lot, 0) for lot in lots if lot.section == "silent")
    live = sum(sold.get(lot.lot, 0) for lot in lots if lot.section == "live")
    charged = sum(invoice["paid_cents"] for invoice in evening.invoices)
    times, unseen = latencies_ms(evening)
    wrong = [lot for lot in lots if (lot.winning_cents or None) != sold.get(lot.lot)]
    problems = [
        *(f"lot {lot.lot}: recorded {lot.winning_cents}, sold for {sold.get(lot.lot)}" for lot in wrong),
        *evening.unplanned,
        *(f"invariant {name}: {rows}" for name, rows in broken.items()),
    ]
    expectations = {
        "the silent total equals the file's": silent
        == sum(lot.winning_cents or 0 for lot in lots if lot.section == "silent"),
        "the live total equals the file's": live
        == sum(lot.winning_cents or 0 for lot in lots if lot.section == "live"),
        "what was charged equals what was sold": charged == silent + live,
        "what was charged equals the provider's books": charged == books_cents,
        "every bill has a receipt": evening.receipts == len(evening.invoices) > 0,
        "every accepted bid is a row, and no other": len(evening.placed) == bids_in_database,
        "every screen saw every bid": unseen == 0 and bool(times),
        "no screen was lost": evening.screens_lost == 0,
    }
    problems += [f"not so: {text}" for text, holds in expectations.items() if not holds]
    line = {
        "items": len(evening.items),
        "bids": len(evening.placed),
        "refused": sum(evening.refused.values()),
        "silent_total_cents": silent,
        "live_total_cents": live,
        "charged_cents": charged,
        "books_cents": books_cents,
        "receipts": evening.receipts,
        "texts": texts,
        "extensions": sum(item["extension_count"] for item in evening.items),
        "screens": evening.screens,
        "p50_ms": round(statistics.median(times), 1) if times else None,
        "p99_ms": round(percentile(times, 0.99), 1) if times else None,
        "ok": not problems,
    }
    return Checked(line, problems)
