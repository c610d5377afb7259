"""A Word document of real styles: headings, captions with numbers, tables whose heading repeats, stamps on each page.

Typed words go in as text and never as markup. Nothing depends on a colour: a grey print keeps everything.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Inches, Pt, RGBColor
from docx.text.paragraph import Paragraph

STAMP = "THIS IS AN EXERCISE"
INK = RGBColor(0x15, 0x21, 0x2B)
GREY = RGBColor(0x43, 0x50, 0x5A)
SHADE = "E7E4DA"
PORTRAIT_IN, LANDSCAPE_IN = 6.5, 9.6
FONT = "Calibri"
HEADINGS = {"Title": 26, "Heading 1": 17, "Heading 2": 13.5, "Heading 3": 11.5}
STYLES = (("Cell", 10, 2, 2), ("Cell small", 8, 1.5, 1.5), ("Quiet", 9.5, 0, 6), ("Gap", 4, 0, 4))
"""Our own styles: name, size in points, space before and after."""
MOST_TOGETHER = 14
"""Rows up to which a table is kept on one page."""
Cells = Sequence[str]


@dataclass(frozen=True, slots=True)
class Stamps:
    """What stands on each page: the label of the plan, whose exercise it is, its version, and what this paper is."""

    label: str
    whose: str
    version: str
    paper: str


class Word:
    """A document that grows from top to bottom."""

    def __init__(self, title: str, stamps: Stamps, on: dt.datetime | None = None):
        self.doc: Document = docx.Document()
        self._numbers = {"Figure": 0, "Table": 0}
        self.width_in = PORTRAIT_IN
        self._is_new_page = False
        _styles(self.doc)
        _about(self.doc, title, stamps, on)
        section = self.doc.sections[0]
        section.page_width, section.page_height = Inches(8.5), Inches(11)
        for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
            setattr(section, side, Inches(1))
        _stamped(section, stamps)

    # ---- words -------------------------------------------------------------------------------------------------------

    def title(self, words: str) -> None:
        """The document's title."""
        self.doc.add_paragraph(printable(words), style="Title")

    def heading(self, words: str, level: int = 1) -> None:
        """A heading of level 1, 2 or 3."""
        self._begun(self.doc.add_heading(printable(words), level))

    def text(self, words: str, style: str | None = None, *, italic: bool = False, bold: bool = False) -> Paragraph:
        """Words as paragraphs, one for each line break; the last one is returned."""
        lines = [line for line in printable(words).split("\n") if line.strip()] or [""]
        for line in lines:
            made = self.doc.add_paragraph(style=style)
            run = made.add_run(line)
            run.italic, run.bold = italic or None, bold or None
        return made

    def note(self, words: str) -> None:
        """A quiet line: where numbers are from, or what is not there."""
        self.text(words, "Quiet")

    def line(self) -> None:
        """A line to write on, as wide as the page."""
        made = self.doc.add_paragraph()
        made.paragraph_format.space_before = Pt(8)
        _ruled(made)

    def bullets(self, lines: Iterable[str]) -> None:
        """A list; nothing where there are no lines."""
        for line in lines:
            self.doc.add_paragraph(" ".join(printable(line).split()), style="List Bullet")

    def labelled(self, label: str, words: str) -> None:
        """`Label: words`, the label in bold."""
        first, *rest = printable(words).split("\n") or [""]
        made = self.doc.add_paragraph()
        made.add_run(f"{label}: ").bold = True
        made.add_run(first)
        for line in rest:
            if line.strip():
                self.doc.add_paragraph(line)

    # ---- tables ------------------------------------------------------------------------------------------------------

    def table(
        self, head: Cells, rows: Sequence[Cells], widths: Sequence[float], caption: str = "", *, small: bool = False
    ) -> Any:
        """A table with a heading row that repeats on every page; `widths` are shares of the page's width."""
        if caption:
            self._caption("Table", caption, keep=True)
        made = self.doc.add_table(rows=1, cols=len(head), style="Table Grid")
        made.alignment, made.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        total = sum(widths)
        inches = [Inches(self.width_in * one / total) for one in widths]
        _heading_row(made.rows[0], head, "Cell small" if small else "Cell")
        for cells in rows:
            row = made.add_row()
            _whole(row)
            for cell, words in zip(row.cells, cells, strict=True):
                _fill(cell, words, "Cell small" if small else "Cell")
        _set_widths(made, inches)
        if len(rows) <= MOST_TOGETHER:
            _together(made)
        self.doc.add_paragraph(style="Gap")
        return made

    def pairs(self, rows: Iterable[tuple[str, str]]) -> None:
        """Two columns without a heading row: what, and its words."""
        made = self.doc.add_table(rows=0, cols=2, style="Table Grid")
        made.alignment, made.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        for label, words in rows:
            row = made.add_row()
            _whole(row)
            _fill(row.cells[0], label, "Cell", bold=True)
            _shade(row.cells[0])
            _fill(row.cells[1], words, "Cell")
        _set_widths(made, [Inches(self.width_in * 0.27), Inches(self.width_in * 0.73)])
        self.doc.add_paragraph(style="Gap")

    # ---- figures -----------------------------------------------------------------------------------------------------

    def figure(self, png: bytes, caption: str, alt: str, width_in: float | None = None) -> None:
        """A picture with its words for who cannot see it, and a numbered caption under it."""
        made = self.doc.add_picture(BytesIO(png), width=Inches(width_in or self.width_in))
        about = made._inline.docPr
        about.set("descr", printable(alt))
        about.set("title", printable(caption)[:120])
        holder = self.doc.paragraphs[-1]
        holder.paragraph_format.keep_with_next = True
        holder.alignment = WD_ALIGN_PARAGRAPH.CENTER
        self._caption("Figure", caption)

    def _caption(self, kind: str, words: str, *, keep: bool = False) -> None:
        self._numbers[kind] += 1
        made = self.doc.add_paragraph(style="Caption")
        made.paragraph_format.keep_with_next = keep
        made.add_run(f"{kind} ")
        _field(made, f"SEQ {kind} \\* ARABIC", str(self._numbers[kind]))
        made.add_run(f". {printable(words)}")

    # ---- pages -------------------------------------------------------------------------------------------------------

    def new_page(self) -> None:
        """The heading that comes next begins on a new page.

        A property of the heading: a paragraph with a break in it would itself go over a full page, and leave it blank.
        """
        self._is_new_page = True

    def _begun(self, heading: Paragraph) -> None:
        if self._is_new_page:
            heading.paragraph_format.page_break_before = True
            self._is_new_page = False

    def turn(self, *, landscape: bool) -> None:
        """What follows stands on pages turned the other way."""
        section = self.doc.add_section(WD_SECTION.NEW_PAGE)
        long, short = Inches(11), Inches(8.5)
        section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = (long, short) if landscape else (short, long)
        section.left_margin = section.right_margin = Inches(0.7 if landscape else 1)
        self.width_in = LANDSCAPE_IN if landscape else PORTRAIT_IN

    def as_bytes(self) -> bytes:
        """The document as a file's bytes."""
        held = BytesIO()
        self.doc.save(held)
        return held.getvalue()


def printable(words: str) -> str:
    """Words that an XML file can hold; others are left out."""
    return "".join(char for char in str(words) if char in "\n\t" or (char.isprintable() and ord(char) < 0x110000))


# ---- the parts of a document -----------------------------------------------------------------------------------------


def _styles(doc: Document) -> None:
    """The template's own styles in ink, and four of ours that have names of their own."""
    normal = doc.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(11)
    normal.paragraph_format.space_after = Pt(6)
    for name, size in HEADINGS.items():
        style = doc.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(size), INK
        style.font.bold = True
        for fonts in style.element.iter(qn("w:rFonts")):
            for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
                fonts.attrib.pop(qn(f"w:{theme}"), None)
        style.paragraph_format.keep_with_next = True
    caption = doc.styles["Caption"]
    caption.font.size, caption.font.color.rgb, caption.font.bold = Pt(9.5), INK, True
    caption.paragraph_format.space_before = Pt(4)
    for name, size, before, after in STYLES:
        style = doc.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style, style.font.size = normal, Pt(size)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    doc.styles["Quiet"].font.color.rgb = GREY
    doc.styles["Quiet"].font.italic = True


def _about(doc: Document, title: str, stamps: Stamps, on: dt.datetime | None) -> None:
    about = doc.core_properties
    about.title, about.author, about.language = printable(title)[:255], "Hotwash", "en-US"
    about.subject = f"{STAMP}. {stamps.paper}"[:255]
    about.keywords, about.category = printable(stamps.label)[:255], "exercise"
    about.comments = printable(f"{STAMP} · {stamps.whose} · {stamps.version}")[:255]
    if on is not None:
        about.created = about.modified = on


def _stamped(section: Any, stamps: Stamps) -> None:
    """The stamp, the label and the version at the top of each page; whose paper it is and page X of Y at the foot."""
    head = section.header.paragraphs[0]
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    head.add_run(STAMP).bold = True
    head.add_run(printable(f"   ·   {stamps.label}   ·   {stamps.version}"))
    _ruled(head)
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    foot.add_run(printable(f"{stamps.whose}   ·   {stamps.paper}   ·   page "))
    _field(foot, "PAGE", "1")
    foot.add_run(" of ")
    _field(foot, "NUMPAGES", "1")
    for runs, size in ((head.runs, 9), (foot.runs, 8)):
        for run in runs:
            run.font.size = Pt(size)


def _ruled(paragraph: Paragraph) -> None:
    borders, line = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "3"), ("color", "15212B")):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    settings = paragraph._p.get_or_add_pPr()
    settings.insert_element_before(
        borders, "w:spacing", "w:ind", "w:jc", "w:rPr", "w:sectPr"
    )  # the order of the schema


def _field(paragraph: Paragraph, code: str, shown: str) -> None:
    """A field that Word keeps up to date: a page's number, or a caption's."""
    for kind, words in (("begin", None), (None, code), ("separate", None), ("shown", shown), ("end", None)):
        run = paragraph.add_run()
        if kind == "shown":
            run.text = words or ""
            continue
        part = OxmlElement("w:instrText" if kind is None else "w:fldChar")
        if kind is None:
            part.set(qn("xml:space"), "preserve")
            part.text = f" {words} "
        else:
            part.set(qn("w:fldCharType"), kind)
        run._r.append(part)


def _heading_row(row: Any, head: Cells, style: str) -> None:
    for cell, words in zip(row.cells, head, strict=True):
        _fill(cell, words, style, bold=True)
        _shade(cell)
    _whole(row)
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _set_widths(table: Any, widths: Sequence[Any]) -> None:
    """Word reads the cells' widths, LibreOffice the columns'."""
    for column, wide in zip(table.columns, widths, strict=True):
        column.width = wide
    for row in table.rows:
        for cell, wide in zip(row.cells, widths, strict=True):
            cell.width = wide


def _together(table: Any) -> None:
    """A short table stands on one page."""
    for row in table.rows[:-1]:
        for cell in row.cells:
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.keep_with_next = True


def _whole(row: Any) -> None:
    """A row is not torn between two pages."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _shade(cell: Any) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", SHADE)):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)


def _fill(cell: Any, words: str, style: str, *, bold: bool = False) -> None:
    """Words into a cell. The style is set by its id: to look it up by name takes longer than all the rest."""
    first, *rest = printable(words).split("\n")
    paragraph = cell.paragraphs[0]
    paragraph._p.style = style.replace(" ", "")
    paragraph.add_run(first).bold = bold or None
    for line in rest:
        cell.add_paragraph(line)._p.style = style.replace(" ", "")
