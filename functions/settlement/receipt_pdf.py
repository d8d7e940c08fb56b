"""A receipt as PDF. Equal facts make equal bytes, so that an upload may be repeated."""

from zoneinfo import ZoneInfo

from fpdf import FPDF
from fpdf.enums import Align, XPos, YPos

from functions.settlement.models import ReceiptFacts, ReceiptLine
from functions.settlement.rules import deductible_cents
from shared.money import format_money_exact
from shared.pdf import Document, printable

LOT_MM, AMOUNT_MM = 22.0, 40.0
MAX_DESCRIPTION = 90


def render_receipt(facts: ReceiptFacts) -> bytes:
    pdf = Document(f"Receipt {facts.number}", facts.paid_at)
    pdf.line_of(facts.charity, size=18, style="B")
    pdf.line_of(facts.event, size=12)
    pdf.ln(6)
    day = facts.paid_at.astimezone(ZoneInfo(facts.timezone)).strftime("%d %B %Y")
    for text in (
        f"Receipt {facts.number}",
        f"Date: {day}",
        f"Received from: {facts.payer}",
        f"Paid by card: {facts.card}",
    ):
        pdf.line_of(text)
    pdf.ln(4)
    for line in facts.lines:
        _row(pdf, line, facts)
    pdf.ln(2)
    _amounts(pdf, "Total paid", facts.amount_cents, facts.currency, style="B")
    pdf.ln(6)
    for text in _closing_words(facts):
        pdf.line_of(text, height_mm=6)
    return pdf.content()


def _row(pdf: FPDF, line: ReceiptLine, facts: ReceiptFacts) -> None:
    pdf.set_font("Helvetica", size=11)
    pdf.cell(LOT_MM, 7, printable(line.lot))
    pdf.cell(pdf.epw - LOT_MM - AMOUNT_MM, 7, printable(line.description[:MAX_DESCRIPTION]))
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
