"""Real auctions as a CSV file: one row per bid, an auction's rows together and in time order; read with every doubt said in one line."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from pathlib import Path

COLUMNS = ("auction", "item", "days", "opening_bid_cents", "bid_time_days", "bidder", "bid_cents", "sale_price_cents")
MOST_BYTES = 50_000_000
MOST_CENTS = 100_000_000_000
MOST_DAYS = 365.0


class BadFile(Exception):
    """The file cannot be replayed; the text says where and why."""


@dataclass(frozen=True, slots=True)
class RecordedBid:
    """Always a maximum; the winner's own is shown only as far as the sale price."""

    at_days: float
    bidder: str
    amount_cents: int


@dataclass(frozen=True, slots=True)
class RecordedAuction:
    name: str
    item: str
    days: float
    opening_cents: int
    sale_cents: int
    bids: Sequence[RecordedBid]


def read_auctions(path: Path) -> list[RecordedAuction]:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise BadFile(f"larger than {MOST_BYTES} bytes")
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise BadFile(error.strerror or "cannot be read") from error
    except UnicodeDecodeError as error:
        raise BadFile("not a text file in UTF-8") from error
    rows = list(_rows(text))
    if not rows:
        raise BadFile("holds no bid")
    auctions = [_auction(list(group)) for _, group in groupby(rows, key=lambda row: row.values["auction"])]
    names = [auction.name for auction in auctions]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise BadFile(f"the rows of auction {twice} are not together")
    return auctions


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    values: dict[str, str]

    def cents(self, column: str) -> int:
        value = self.values[column]
        if not value.isascii() or not value.isdigit() or not 0 < int(value) <= MOST_CENTS:
            raise BadFile(f"line {self.line}: {column} is not a number of cents from 1 to {MOST_CENTS}: {value[:40]!r}")
        return int(value)

    def days(self, column: str) -> float:
        try:
            value = float(self.values[column])
        except ValueError:
            value = -1.0
        if not 0 <= value <= MOST_DAYS:
            raise BadFile(
                f"line {self.line}: {column} is not a number of days from 0 to {MOST_DAYS:.0f}: {self.values[column][:40]!r}"
            )
        return value


def _rows(text: str) -> Iterator[_Row]:
    reader = csv.reader(text.splitlines(), strict=True)
    try:
        if tuple(next(reader, ())) != COLUMNS:
            raise BadFile(f"the first line must be: {','.join(COLUMNS)}")
        for fields in reader:
            if len(fields) != len(COLUMNS) or not all(fields):
                raise BadFile(f"line {reader.line_num}: {len(COLUMNS)} values are needed")
            yield _Row(reader.line_num, dict(zip(COLUMNS, fields, strict=True)))
    except csv.Error as error:
        raise BadFile(f"line {reader.line_num}: {error}") from error


def _auction(rows: list[_Row]) -> RecordedAuction:
    first = rows[0]
    for row in rows[1:]:
        for column in ("item", "days", "opening_bid_cents", "sale_price_cents"):
            if row.values[column] != first.values[column]:
                raise BadFile(f"line {row.line}: {column} differs from the auction's first row")
    bids = [RecordedBid(row.days("bid_time_days"), row.values["bidder"], row.cents("bid_cents")) for row in rows]
    for row, (before, after) in zip(rows[1:], pairwise(bids), strict=True):
        if after.at_days < before.at_days:
            raise BadFile(f"line {row.line}: an earlier bid follows a later one")
    return RecordedAuction(
        first.values["auction"], first.values["item"], first.days("days"),
        first.cents("opening_bid_cents"), first.cents("sale_price_cents"), bids,
    )  # fmt: skip
