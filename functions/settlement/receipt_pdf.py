"""A receipt as PDF. Equal facts make equal bytes, so that an upload may be repeated."""

import unicodedata
from zoneinfo import ZoneInfo

from fpdf import FPDF
from fpdf.enums import Align, XPos, YPos

from functions.settlement.models import ReceiptFacts, ReceiptLine
from functions.settlement.rules import deductible_cents
from shared.money import format_money_exact

LOT_MM, AMOUNT_MM = 22.0, 40.0
MAX_DESCRIPTION = 90


def render_receipt(facts: ReceiptFacts) -> bytes:
    pdf = FPDF(format="A4")
    pdf.set_creation_date(facts.paid_at)
    pdf.set_title(_printable(f"Receipt {facts.number}"))
    pdf.set_margin(20)
    pdf.add_page()
    _line(pdf, facts.charity, size=18, style="B")
    _line(pdf, facts.event, size=12)
    pdf.ln(6)
    day = facts.paid_at.astimezone(ZoneInfo(facts.timezone)).strftime("%d %B %Y")
    for text in (
        f"Receipt {facts.number}",
        f"Date: {day}",
        f"Received from: {facts.payer}",
        f"Paid by card: {facts.card}",
    ):
        _line(pdf, text)
    pdf.ln(4)
    for line in facts.lines:
        _row(pdf, line, facts)
    pdf.ln(2)
    _amounts(pdf, "Total paid", facts.amount_cents, facts.currency, style="B")
    pdf.ln(6)
    for text in _closing_words(facts):
        pdf.set_font("Helvetica", size=11)
        pdf.multi_cell(0, 6, _printable(text), new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    return bytes(pdf.output())


def _line(pdf: FPDF, text: str, *, size: int = 11, style: str = "") -> None:
    pdf.set_font("Helvetica", style=style, size=size)
    pdf.multi_cell(0, size * 0.55, _printable(text), new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def _row(pdf: FPDF, line: ReceiptLine, facts: ReceiptFacts) -> None:
    pdf.set_font("Helvetica", size=11)
    pdf.cell(LOT_MM, 7, _printable(line.lot))
    pdf.cell(pdf.epw - LOT_MM - AMOUNT_MM, 7, _printable(line.description[:MAX_DESCRIPTION]))
    pdf.cell(
        AMOUNT_MM,
        7,
        format_money_exact(line.amount_cents, facts.currency),
        align=Align.R,
        new_x=XPos.LMARGIN,
        new_y=YPos.NEXT,
    )
    if facts.regime == "us_501c3" and line.value_cents is not None:
        pdf.set_font("Helvetica", style="I", size=9)
        value = format_money_exact(line.value_cents, facts.currency)
        pdf.cell(LOT_MM, 5, "")
        pdf.cell(0, 5, f"Estimated fair market value: {value}", new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def _amounts(pdf: FPDF, label: str, cents: int, currency: str, *, style: str = "") -> None:
    pdf.set_font("Helvetica", style=style, size=11)
    pdf.cell(pdf.epw - AMOUNT_MM, 7, label)
    pdf.cell(AMOUNT_MM, 7, format_money_exact(cents, currency), align=Align.R, new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def _closing_words(facts: ReceiptFacts) -> list[str]:
    """Tax words only where the event's profile allows them; a wrong one is worse than none."""
    parts = [deductible_cents(facts.regime, line.amount_cents, line.value_cents) for line in facts.lines]
    known = [part for part in parts if part is not None]
    if not known:
        return ["Thank you."]
    above = format_money_exact(sum(known), facts.currency)
    return [
        f"The amount paid above the estimated fair market value of what you received is {above}; it may be deductible.",
        "Thank you.",
    ]


def _printable(text: str) -> str:
    """The built-in fonts know Latin-1: other letters lose their accents, and what has no plain letter becomes a question mark."""
    return "".join(_printable_letter(letter) for letter in text)


def _printable_letter(letter: str) -> str:
    if ord(letter) < 256:
        return letter
    plain = "".join(part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part))
    plain = plain.translate(_PLAIN)
    return plain.encode("latin-1", "replace").decode("latin-1")


_PLAIN = str.maketrans(
    {
        "\u2018": "'",
        "\u2019": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u2013": "-",
        "\u2014": "-",
        "\u0142": "l",
        "\u0141": "L",
    }
)
