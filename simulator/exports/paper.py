"""Printed pages as Hotwash has them: black on white, the exercise strip on top, label and page number at the foot.

Fonts are the DejaVu families that come with matplotlib; what people typed is text, never markup.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal
from xml.sax.saxutils import escape

import matplotlib
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A3, A4, ELEVENSEVENTEEN, LETTER, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    BaseDocTemplate,
    Frame,
    Image,
    Indenter,
    KeepInFrame,
    KeepTogether,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
)
from reportlab.platypus import Flowable as Leaf

from simulator.analysis.words import EXERCISE

Paper = Literal["letter", "a4", "letter-wide", "a4-wide", "tabloid-wide", "a3-wide"]
SIZES = {
    "letter": LETTER, "a4": A4, "letter-wide": landscape(LETTER), "a4-wide": landscape(A4),
    "tabloid-wide": landscape(ELEVENSEVENTEEN), "a3-wide": landscape(A3),
}  # fmt: skip
MARGIN = 14 * mm
NOT_ROOM = 17 * mm
"""What strip and foot take of a page's height."""
INK, INK_2, LINE = HexColor("#000000"), HexColor("#333333"), HexColor("#999999")
SANS, BOLD, SERIF, SERIF_BOLD = "HotwashSans", "HotwashSans-Bold", "HotwashSerif", "HotwashSerif-Bold"
_FILES = {SANS: "DejaVuSans", BOLD: "DejaVuSans-Bold", SERIF: "DejaVuSerif", SERIF_BOLD: "DejaVuSerif-Bold"}
Flowable = Any
"""Something that stands on a page; the library ships no types."""
Story = list[Flowable]


@dataclass(frozen=True, slots=True)
class Page:
    """What stands around one kind of page: its kind in the strip, what it is about, and a line at the foot."""

    kind: str
    about: str
    foot: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """Pages that belong together: what stands around them, and a function that makes what stands on them.

    `one_page`: what is a little too long for a page is made smaller; what is much too long goes on overleaf.
    """

    page: Page
    content: Callable[[], Story]
    one_page: bool = False


@lru_cache(maxsize=1)
def _fonts() -> None:
    folder = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    for name, file in _FILES.items():
        pdfmetrics.registerFont(TTFont(name, str(folder / f"{file}.ttf")))
    pdfmetrics.registerFontFamily(SANS, normal=SANS, bold=BOLD, italic=SANS, boldItalic=BOLD)
    pdfmetrics.registerFontFamily(SERIF, normal=SERIF, bold=SERIF_BOLD, italic=SERIF, boldItalic=SERIF_BOLD)


def pdf(parts: Sequence[Part], *, title: str, label: str, paper: Paper = "letter") -> bytes:
    """The pages as a PDF, the same bytes for the same content; built twice, since a page says how many there are."""
    _fonts()
    parts = [_on_one_page(part, label, paper) if part.one_page else part for part in parts]
    total = _built(parts, title, label, paper, None)[1]
    return _built(parts, title, label, paper, total)[0]


TIGHTEST = 1.25
"""How much longer than a page something may be and still be made to fit."""


def _on_one_page(part: Part, label: str, paper: Paper) -> Part:
    """The part made smaller where it is a little too long for its page."""
    if _built([part], "", label, paper, None)[1] == 1 or _built([part], "", label, paper, None, TIGHTEST)[1] > 1:
        return part
    width, height = SIZES[paper]
    room = width - 2 * MARGIN, height - 2 * MARGIN - NOT_ROOM
    return Part(part.page, lambda: [fitted(part.content(), *room)])


def _built(
    parts: Sequence[Part], title: str, label: str, paper: Paper, total: int | None, longer: float = 1.0
) -> tuple[bytes, int]:
    """The pages and how many they are; `longer` tries how it would be on longer paper."""
    out = io.BytesIO()
    width, height = SIZES[paper][0], SIZES[paper][1] * longer
    document = BaseDocTemplate(
        out, pagesize=(width, height), invariant=1, title=f"{EXERCISE}: {title}", author="Hotwash", subject=label
    )
    room = Frame(MARGIN, MARGIN + 6 * mm, width - 2 * MARGIN, height - 2 * MARGIN - NOT_ROOM, 0, 0, 0, 0)
    document.addPageTemplates(
        [PageTemplate(str(n), [room], onPage=_around(part.page, label, total)) for n, part in enumerate(parts)]
    )
    story: Story = []
    for number, part in enumerate(parts):
        story += [NextPageTemplate(str(number)), PageBreak()] if number else []
        story += part.content()
    document.build(story)
    return out.getvalue(), document.page


def _around(page: Page, label: str, total: int | None) -> Callable[[Any, Any], None]:
    """What is drawn on each page before its content: strip and foot."""

    def draw(canvas: Any, document: Any) -> None:
        width, height = document.pagesize
        top = height - MARGIN
        canvas.saveState()
        canvas.setLineWidth(1.4)
        canvas.rect(MARGIN, top - 8 * mm, width - 2 * MARGIN, 8 * mm)
        canvas.setFont(BOLD, 9.5)
        canvas.drawString(MARGIN + 3 * mm, top - 5.3 * mm, f"{EXERCISE}: {page.kind.upper()}", charSpace=0.9)
        canvas.setFont(SANS, 9)
        canvas.drawRightString(width - MARGIN - 3 * mm, top - 5.3 * mm, page.about)
        canvas.setFont(SANS, 8)
        canvas.setFillColor(INK_2)
        canvas.drawString(MARGIN, MARGIN, page.foot)
        of = f" of {total}" if total is not None else ""
        canvas.drawRightString(width - MARGIN, MARGIN, f"{label} · page {document.page}{of}")
        canvas.restoreState()

    return draw


# ---- what stands on a page -------------------------------------------------------------------------------------------


@lru_cache(maxsize=64)
def _style(font: str, size: float, lead: float, before: float, after: float, grey: bool) -> Any:
    return ParagraphStyle(
        f"{font}-{size}-{lead}-{before}-{after}-{grey}", fontName=font, fontSize=size, leading=size * lead,
        spaceBefore=before, spaceAfter=after, textColor=INK_2 if grey else INK,
    )  # fmt: skip


def text(
    words: str, size: float = 10, *, font: str = SANS, lead: float = 1.35, before: float = 0, after: float = 3,
    grey: bool = False, lead_in: str = "",
) -> Flowable:  # fmt: skip
    """A paragraph of typed words; `lead_in` stands before them in bold."""
    strong = f'<font name="{SERIF_BOLD if font.startswith(SERIF) else BOLD}">{safe(lead_in)}</font> ' if lead_in else ""
    return Paragraph(strong + safe(words), _style(font, size, lead, before, after, grey))


def safe(words: str) -> str:
    """Typed words with nothing in them that could be markup; line breaks stay."""
    shown = "".join(one if one.isprintable() or one == "\n" else " " for one in words)
    return escape(shown).replace("\n", "<br/>")


def heading(words: str, beside: str = "") -> Flowable:
    """A small heading, with quieter words beside it."""
    soft = f'  <font name="{SANS}" color="#333333">{safe(beside)}</font>' if beside else ""
    return Paragraph(safe(words) + soft, _style(BOLD, 10, 1.3, 10, 3, False))


def title(words: str) -> Flowable:
    """The page's title; smaller where it is long."""
    return text(words, 19 if len(words) <= 48 else 15, font=BOLD, lead=1.18, before=4, after=3)


def gap(points: float) -> Flowable:
    """Empty space."""
    return Spacer(1, points)


def inner_width(paper: Paper) -> float:
    """How wide the content is, in points."""
    return float(SIZES[paper][0] - 2 * MARGIN)


def inner_height(paper: Paper) -> float:
    """How high the content of a page is, in points."""
    return float(SIZES[paper][1] - 2 * MARGIN - NOT_ROOM)


def together(parts: Story) -> Flowable:
    """What stands on one page where it fits on one."""
    return KeepTogether(parts)


def indented(parts: Story, left: float) -> Story:
    """Flowables further to the right."""
    return [Indenter(left=left), *parts, Indenter(left=-left)]


def fitted(parts: Story, width: float, height: float) -> Flowable:
    """Flowables made smaller where they are too large for a space of this size."""
    loose = [inner for one in parts for inner in (one._content if isinstance(one, KeepTogether) else [one])]
    return KeepInFrame(width, height, loose, mode="shrink", hAlign="LEFT")


def picture(png: bytes, width: float, height: float) -> Flowable:
    """A picture as large as fits."""
    made = Image(io.BytesIO(png))
    share = min(width / made.imageWidth, height / made.imageHeight)
    made.drawWidth, made.drawHeight, made.hAlign = made.imageWidth * share, made.imageHeight * share, "LEFT"
    return made


def turned(part: Flowable, width: float, height: float) -> Flowable:
    """A flowable upside down, for the other side of a folded sheet."""
    return _UpsideDown(part, width, height)


class _UpsideDown(Leaf):  # type: ignore[misc]
    def __init__(self, part: Flowable, width: float, height: float):
        super().__init__()
        self.part, self.width, self.height = part, width, height
        self.inner = (width, height)

    def wrap(self, *_: float) -> tuple[float, float]:
        self.inner = self.part.wrapOn(self.canv, self.width, self.height)
        return self.width, self.height

    def draw(self) -> None:
        self.canv.rotate(180)
        self.part.drawOn(self.canv, -self.width, -self.inner[1])


def grid(
    rows: Sequence[Sequence[Any]], widths: Sequence[float], lines: Iterable[tuple[Any, ...]] = (), pad: float = 4,
    heights: Sequence[float] | None = None,
) -> Flowable:  # fmt: skip
    """A table of flowables with the given lines; its rows are as high as they need, or as `heights` says."""
    around = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 6), ("TOPPADDING", (0, 0), (-1, -1), pad),
        ("BOTTOMPADDING", (0, 0), (-1, -1), pad),
    ]  # fmt: skip
    high = list(heights) if heights is not None else None
    return Table([list(row) for row in rows], list(widths), high, style=[*around, *lines], hAlign="LEFT")


def split_grid(rows: Sequence[Sequence[Any]], widths: Sequence[float], pad: float = 3) -> Flowable:
    """A ruled table over several pages: its first row stands on each, and a row that is too long goes on overleaf."""
    style = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 6),
        ("TOPPADDING", (0, 0), (-1, -1), pad), ("BOTTOMPADDING", (0, 0), (-1, -1), pad),
        ("LINEBELOW", (0, 0), (-1, -1), 0.5, LINE), ("LINEBELOW", (0, 0), (-1, 0), 1.0, INK),
    ]  # fmt: skip
    return Table([list(row) for row in rows], list(widths), style=style, hAlign="LEFT", repeatRows=1, splitInRow=1)


def framed(inside: Story, width: float) -> Flowable:
    """Words in a strong frame."""
    style = [("BOX", (0, 0), (-1, -1), 1.6, INK), ("LEFTPADDING", (0, 0), (-1, -1), 10),
             ("RIGHTPADDING", (0, 0), (-1, -1), 10), ("TOPPADDING", (0, 0), (-1, -1), 8),
             ("BOTTOMPADDING", (0, 0), (-1, -1), 10)]  # fmt: skip
    return Table([[inside]], colWidths=[width], style=style, hAlign="LEFT")


def timed(names: Sequence[str], width: float) -> Flowable:
    """Lines to write a time on."""
    rows = [[text(name, 9.5, after=0), text("____ : ____", 9.5, after=0, grey=True)] for name in names]
    return grid(rows, [width - 62, 62], [("LINEBELOW", (0, 0), (-1, -1), 0.5, LINE)], 3.2)


def boxes(words: Sequence[str], width: float, size: float = 9.5, columns: int = 1) -> Flowable:
    """Lines with a box to tick, in one column or more."""
    square = Table([[""]], colWidths=[8], rowHeights=[8], style=[("BOX", (0, 0), (-1, -1), 1, INK)])
    each = width / columns
    cells = [[square, text(one, size, after=0)] for one in words]
    cells += [["", ""]] * (-len(cells) % columns)
    rows = [[one for cell in cells[at : at + columns] for one in cell] for at in range(0, len(cells), columns)]
    return grid(
        rows, [16, each - 16] * columns, [("TOPPADDING", (at, 0), (at, -1), 5) for at in range(0, 2 * columns, 2)], 2.5
    )


def blank(label: str, width: float, height: float = 24) -> Flowable:
    """A line to write on, with a small word at its start."""
    style = [("LINEBELOW", (0, 0), (-1, -1), 0.7, INK), ("LEFTPADDING", (0, 0), (-1, -1), 0),
             ("VALIGN", (0, 0), (-1, -1), "BOTTOM"), ("BOTTOMPADDING", (0, 0), (-1, -1), 3)]  # fmt: skip
    inside = text(label, 9, after=0, grey=True) if label else ""
    return Table([[inside]], colWidths=[width], rowHeights=[height], style=style, hAlign="LEFT")
