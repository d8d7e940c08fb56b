"""The record of an item as PDF: equal facts make equal bytes, and every page has its number."""

from datetime import UTC, datetime

from functions.bids.dispute_schemas import ItemRecord, RecordEntry, RecordTerms
from shared.pdf import Document, printable

TIME_MM, SEQ_MM = 50.0, 12.0
LINE_MM, GAP_MM = 4.2, 1.5
NEVER = datetime(2000, 1, 1, tzinfo=UTC)
"""The date of a record without an entry."""

AMOUNTS = {
    "shown": "Secret amounts are shown: the item has closed, and the reader is the owner.",
    "open": "Secret amounts are hidden while the item has not closed.",
    "role": "Secret amounts are hidden: only the owner may see them.",
    "own_side": "Secret amounts are hidden: the reader or their household bid at this event.",
}


def render_record(record: ItemRecord) -> bytes:
    made_at = max((entry.at for entry in record.entries), default=NEVER)
    pdf = Document(f"Record of {record.lot}", made_at, margin_mm=15, foot=f"{record.event}: record of {record.lot}")
    pdf.line_of(record.event, size=10)
    pdf.line_of(f"Record of {record.lot}: {record.title}", size=15, style="B")
    pdf.ln(2)
    pdf.line_of(record.why, size=11, style="B")
    pdf.line_of(
        f"{AMOUNTS[record.amounts]} Times are the server's, in UTC and at the event ({record.timezone}).", size=8
    )
    if not record.is_complete:
        pdf.line_of(f"Only the first {len(record.entries)} entries are here.", size=9, style="B")
    pdf.ln(3)
    for entry in record.entries:
        _entry(pdf, entry)
    _people(pdf, record)
    _terms(pdf, record.terms)
    return pdf.content()


def _entry(pdf: Document, entry: RecordEntry) -> None:
    """Step, times and sentence side by side, never on two pages."""
    width = pdf.epw - SEQ_MM - TIME_MM
    utc = f"{entry.at.astimezone(UTC):%Y-%m-%d %H:%M:%S}.{entry.at.microsecond // 1000:03} UTC"
    pdf.set_font("Helvetica", size=7)
    small = pdf.wrapped(" ".join(filter(None, (_terms_of(entry), _device_of(entry)))), width)
    pdf.set_font("Helvetica", size=9)
    sentence = pdf.wrapped(entry.sentence, width)
    height = max(2, len(sentence) + len(small)) * LINE_MM + GAP_MM
    if pdf.will_page_break(height):
        pdf.add_page()
    top = pdf.get_y() + LINE_MM
    pdf.set_font("Helvetica", size=8)
    pdf.text(pdf.l_margin, top, "" if entry.seq is None else str(entry.seq))
    pdf.text(pdf.l_margin + SEQ_MM, top, utc)
    pdf.text(pdf.l_margin + SEQ_MM, top + LINE_MM, printable(entry.local_time))
    for lines, size, below in ((sentence, 9, 0), (small, 7, len(sentence))):
        pdf.set_font("Helvetica", size=size)
        for n, line in enumerate(lines):
            pdf.text(pdf.l_margin + SEQ_MM + TIME_MM, top + (below + n) * LINE_MM, line)
    pdf.set_y(top - LINE_MM + height)


def _device_of(entry: RecordEntry) -> str:
    return f"Device: {entry.device}." if entry.device else ""


def _terms_of(entry: RecordEntry) -> str:
    return f"Terms of the item: version {entry.terms_version}." if entry.terms_version and entry.source == "bid" else ""


def _people(pdf: Document, record: ItemRecord) -> None:
    pdf.ln(3)
    pdf.line_of("Who bid", size=11, style="B")
    for one in record.bidders:
        when = (
            f"agreed to the auction rules {one.rules_accepted_at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
            if one.rules_accepted_at
            else "no agreement to the auction rules on record"
        )
        pdf.line_of(f"Paddle {one.paddle_number}: {one.name}; {when}", size=9)
    if not record.bidders:
        pdf.line_of("Nobody.", size=9)


def _terms(pdf: Document, terms: list[RecordTerms]) -> None:
    pdf.ln(3)
    pdf.line_of("What bidders were shown about the item", size=11, style="B")
    for one in terms:
        until = f"until {one.until.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC" if one.until else "still shown"
        parts = [one.restrictions or "no restrictions"]
        if one.expires_on:
            parts.append(f"expires {one.expires_on}")
        if one.age_min:
            parts.append(f"from {one.age_min} years of age")
        pdf.line_of(f"Version {one.version} ({until}): {'; '.join(parts)}", size=9)
