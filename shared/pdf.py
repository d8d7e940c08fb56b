"""PDF documents of ours: plain A4 pages, equal bytes for equal facts, and letters that the built-in fonts have."""

import unicodedata
from datetime import datetime

from fpdf import FPDF
from fpdf.enums import Align, XPos, YPos

MARGIN_MM = 20.0


class Document(FPDF):
    """A4, with the page's number at its foot where there are several."""

    def __init__(self, title: str, made_at: datetime, *, margin_mm: float = MARGIN_MM, foot: str | None = None) -> None:
        """`foot` stands before the number of each page; without one there is no foot. `made_at` is a fact of the content, not of the printing."""
        super().__init__(format="A4")
        self._foot = foot
        self._widths: dict[tuple[str, str, float, str], float] = {}
        self.set_creation_date(made_at)
        self.set_title(printable(title))
        self.set_margin(margin_mm)
        self.add_page()

    def footer(self) -> None:
        if self._foot is None:
            return
        self.set_y(-12)
        self.set_font("Helvetica", size=8)
        self.cell(0, 5, printable(f"{self._foot} - page {self.page_no()} of {{nb}}"), align=Align.R)

    def line_of(self, text: str, *, size: float = 11, style: str = "", height_mm: float | None = None) -> None:
        """A paragraph of its own."""
        self.set_font("Helvetica", style=style, size=size)
        self.multi_cell(0, height_mm or size * 0.55, printable(text), new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def wrapped(self, text: str, width_mm: float) -> list[str]:
        """The text's lines in the font of now. For long tables: `multi_cell` measures each line anew for every letter of it."""
        lines, line, used = [], "", 0.0
        space = self._width(" ")
        for word in printable(text).split():
            while (wide := sum(map(self._width, word))) > width_mm:  # a word without a place to break
                part = next(n for n in range(len(word), 0, -1) if n == 1 or sum(map(self._width, word[:n])) <= width_mm)
                lines += [*([line] if line else []), word[:part]]
                line, used, word = "", 0.0, word[part:]
            if line and used + space + wide > width_mm:
                lines.append(line)
                line, used = "", 0.0
            line, used = (f"{line} {word}", used + space + wide) if line else (word, wide)
        return [*lines, line] if line else lines

    def _width(self, letter: str) -> float:
        key = (self.font_family, self.font_style, self.font_size_pt, letter)
        if key not in self._widths:
            self._widths[key] = self.get_string_width(letter)
        return self._widths[key]

    def content(self) -> bytes:
        return bytes(self.output())


def printable(text: str) -> str:
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
