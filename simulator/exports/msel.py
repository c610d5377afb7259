"""The MSEL as a workbook that a trainer can sort, print, edit, and give back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

from simulator.errors import Refused
from simulator.model.msel import COLUMNS, HOW_SHEET, MADE_FROM, SHEET, Column, MselSheet

EXERCISE = "THIS IS AN EXERCISE"
TITLES_AT = 2
"""The row of titles, counted from 0; above it stand the strip and what the list is of."""
SPARE_ROWS = 60
"""So many empty rows are ready for new messages: as text, and with the words to choose from."""
INK, ACCENT, SUNKEN, LINE, TOLD = "#15212B", "#1F4E6E", "#EAE6DA", "#B8B2A2", "#F6F4EE"
_PAPERS = {"letter": 1, "legal": 5, "a4": 9, "a3": 8, "tabloid": 3}
Paper = Literal["letter", "legal", "a4", "a3", "tabloid"]
LINE_POINTS = 14.0
"""The height of a line."""
LONGEST = 32_000
"""Characters in a cell: a spreadsheet holds few more."""
FENCED = frozenset({"kind", "core"})
"""Columns in which a spreadsheet says at once that a word is none of the list's."""
WRAPS = {"text": 1.15}
"""How much wider a letter is than those by which a column's width is counted."""
LABELS = {"public-example": "Public example (invented)", "restricted": "Restricted: keep this workbook closed"}


def write_msel(path: str | Path, sheet: MselSheet, paper: Paper = "legal") -> Path:
    """Write the list as a workbook. Raises Refused rather than replace a file, or where it cannot be written."""
    out = Path(path)
    if out.suffix.lower() != ".xlsx":
        raise Refused(f"{out}: a MSEL is an .xlsx; name it {out.with_suffix('.xlsx').name}")
    if out.exists():
        raise Refused(f"{out} is there already; name another file")
    data = msel_bytes(sheet, paper)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with out.open("xb") as file:
            file.write(data)
    except OSError as error:
        raise Refused(f"{out} cannot be written: {error.strerror or error}") from None
    return out


def msel_bytes(sheet: MselSheet, paper: Paper = "legal") -> bytes:
    """The workbook as bytes, the same for the same list."""
    import datetime as dt
    import io

    from xlsxwriter import Workbook

    data = io.BytesIO()
    book = Workbook(data, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
                           "strings_to_numbers": False})  # fmt: skip
    book.set_properties({
        "title": f"{EXERCISE}: MSEL, {sheet.title}"[:250], "subject": "Master scenario events list",
        "comments": label_of(sheet), "created": dt.datetime(2000, 1, 1),
    })  # fmt: skip
    _list(book, book.add_worksheet(SHEET), sheet, paper)
    _how(book, book.add_worksheet(HOW_SHEET), sheet)
    book.close()
    return data.getvalue()


def label_of(sheet: MselSheet) -> str:
    """What is said of the plan's sensitivity and, of a played exercise, of its version."""
    version = f" · exercise version {sheet.version}" if sheet.version is not None else ""
    return f"{LABELS.get(sheet.label, sheet.label)}{version}"


# ---- the list --------------------------------------------------------------------------------------------------------


def _list(book: Any, page: Any, sheet: MselSheet, paper: Paper) -> None:
    looks = {column.key: book.add_format(_look(column)) for column in COLUMNS}
    _top(book, page, sheet)
    _titles(book, page, looks)
    for number, row in enumerate(sheet.rows, TITLES_AT + 1):
        for at, column in enumerate(COLUMNS):
            text = row.cells.get(column.key, "")[:LONGEST]
            write = page.write_string if text else page.write_blank
            write(number, at, text or None, looks[column.key])
        page.set_row(number, _height(row.cells))
    _spare(page, looks, TITLES_AT + 1 + len(sheet.rows))
    _choices(page, sheet)
    _page_setup(page, sheet, paper)


def _spare(page: Any, looks: Mapping[str, Any], first: int) -> None:
    """Empty rows whose cells are text: what is typed there stays as it is typed, 06:30 too."""
    for number in range(first, first + SPARE_ROWS):
        for at, column in enumerate(COLUMNS):
            page.write_blank(number, at, None, looks[column.key])


def _top(book: Any, page: Any, sheet: MselSheet) -> None:
    """The strip, and what the list is of."""
    strip = book.add_format({"bold": True, "font_color": "#FFFFFF", "bg_color": INK, "font_size": 12})
    about = book.add_format({"font_color": INK, "font_size": 10, "valign": "vcenter", "bold": True})
    for at in range(len(COLUMNS)):
        page.write_blank(0, at, None, strip)
        page.write_blank(1, at, None, about)
    page.write_string(0, 0, EXERCISE, strip)
    page.write_string(1, 0, f"MSEL · {sheet.title} · {sheet.school} · {label_of(sheet)}", about)
    page.set_row(0, 20)
    page.set_row(1, 18)


def _titles(book: Any, page: Any, looks: Mapping[str, Any]) -> None:
    look = {"bold": True, "text_wrap": True, "border": 1, "border_color": LINE, "valign": "vcenter"}
    read = book.add_format({**look, "font_color": "#FFFFFF", "bg_color": ACCENT})
    told = book.add_format({**look, "font_color": INK, "bg_color": SUNKEN})
    page.set_row(TITLES_AT, 32)
    for at, column in enumerate(COLUMNS):
        page.set_column(at, at, column.width, looks[column.key], {"level": 1} if column.exact else {})
        page.write_string(TITLES_AT, at, column.title, told if column.exact or not column.edited else read)


def _look(column: Column) -> dict[str, Any]:
    look = {"text_wrap": True, "valign": "top", "num_format": "@", "border": 1, "border_color": LINE, "font_size": 10,
            "font_color": INK}  # fmt: skip
    if not column.edited or column.exact:
        look |= {"bg_color": TOLD, "font_color": "#40505C"}
    if column.exact:
        look |= {"font_name": "Consolas", "font_size": 9}
    if column.key in ("number", "id", "at", "clock", "actual"):
        look |= {"align": "left"}
    if column.key == "text":
        look |= {"font_name": "Georgia", "font_size": 11}
    return look


def _height(cells: Any) -> float:
    """A row's height: as many lines as its fullest cell that is printed wraps to."""
    lines = [
        sum(
            1 + int(len(line) * WRAPS.get(column.key, 1.0) / column.width)
            for line in cells.get(column.key, "").split("\n")
        )
        for column in COLUMNS
        if column.printed
    ]
    return min(400.0, LINE_POINTS * max(1, *lines) + 3)


def _choices(page: Any, sheet: MselSheet) -> None:
    """Words to choose from, as help and not as a fence: what else is typed is said when the list is read back."""
    last = TITLES_AT + len(sheet.rows) + SPARE_ROWS
    for at, column in enumerate(COLUMNS):
        if column.edited and column.holds != "text":
            page.data_validation(TITLES_AT + 1, at, last, at, {
                "validate": "any", "input_title": column.title, "input_message": f"{column.wanted}."[:250],
            })  # fmt: skip
            continue
        words = sheet.choices.get(column.key, ())
        if not words or len(",".join(words)) > 250 or any("," in one for one in words):
            continue
        page.data_validation(TITLES_AT + 1, at, last, at, {
            "validate": "list", "source": list(words), "ignore_blank": True, "show_error": column.key in FENCED,
            "error_type": "information", "error_title": column.title[:32],
            "error_message": f"Expected: {column.wanted}.",
        })  # fmt: skip


def _page_setup(page: Any, sheet: MselSheet, paper: Paper) -> None:
    printed = [at for at, column in enumerate(COLUMNS) if column.printed]
    page.freeze_panes(TITLES_AT + 1, 2)
    page.autofilter(TITLES_AT, 0, TITLES_AT + max(1, len(sheet.rows)), len(COLUMNS) - 1)
    page.set_landscape()
    page.set_paper(_PAPERS[paper])
    page.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
    page.fit_to_pages(1, 0)
    page.repeat_rows(TITLES_AT)
    page.print_area(0, 0, TITLES_AT + len(sheet.rows), printed[-1])
    page.set_header(f"&L&B{EXERCISE}&C{_for_header(sheet.title)}&R{_for_header(label_of(sheet))}")
    page.set_footer(f"&L{_for_header(sheet.school)}&CMaster scenario events list&RPage &P of &N")
    page.set_zoom(90)


def _for_header(text: str) -> str:
    return " ".join(text.replace("&", "&&").split())[:70]


# ---- how to edit -----------------------------------------------------------------------------------------------------


def _how(book: Any, page: Any, sheet: MselSheet) -> None:
    page.set_column(0, 0, 26, book.add_format({"text_wrap": True, "valign": "top"}))
    page.set_column(1, 1, 92, book.add_format({"text_wrap": True, "valign": "top"}))
    looks = {
        "strip": book.add_format({"bold": True, "font_color": "#FFFFFF", "bg_color": INK, "font_size": 12}),
        "head": book.add_format({"bold": True, "font_color": ACCENT, "font_size": 13, "valign": "top"}),
        "name": book.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
        "": book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"}),
    }
    page.write_blank(0, 1, None, looks["strip"])
    page.write_string(0, 0, EXERCISE, looks["strip"])
    for number, (name, words, look) in enumerate(_guide(sheet), 2):
        page.write_string(number, 0, name, looks[look])
        page.write_string(number, 1, words, looks[""])
        page.set_row(number, 19 if look == "head" else LINE_POINTS * (1 + len(words) // 95) + 2)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.set_header(f"&L&B{EXERCISE}&R{_for_header(label_of(sheet))}")
    page.set_footer(f"&L{_for_header(sheet.title)}&RPage &P of &N")


_GUIDE: tuple[tuple[str, str], ...] = (
    ("Change a message", "Type over its cells in the sheet MSEL. Grey columns are written by the program; what is "
     "typed there is not read."),
    ("Add a message", "Use an empty row, or insert one where it belongs. Leave “ID” empty; give at least a time and "
     "the words."),
    ("Take a message out", "Delete its row. It is named before anything is changed, and taken out when you say so."),
    ("Keep the ID", "It says which message a row is. A row with another ID is another message."),
    ("Times", "“Scenario time” counts from the start, in minutes and seconds: 02:30, or 1:05:00 with hours. “Clock” is "
     "the time of day. Change one of the two; the other follows."),
    ("Whose time", "“Scenario time” and “Clock” are the scenario file's. “In this version” is when the message comes "
     "in the exercise's own version if everybody acts by the plan (simulated); “Actual time” is when it went out."),
    ("${...}", "A part of a text that differs from version to version. Leave it as it is, or take it out whole."),
    ("No formulas", "Type words and times. A formula is refused, and its cell is named."),
    ("Give it back", "hotwash msel SCENARIO --take THIS-FILE.xlsx shows every difference and changes nothing. With "
     "--write the scenario file is changed; what it said before is kept beside it."),
)  # fmt: skip


def _guide(sheet: MselSheet) -> Iterator[tuple[str, str, str]]:
    yield "How to edit this list", "", "head"
    yield from ((name, words, "name") for name, words in _GUIDE)
    yield "", "", ""
    yield "Columns", "", "head"
    for column in COLUMNS:
        words = f"{column.wanted[:1].upper()}{column.wanted[1:]}." if column.edited else "Written by the program."
        yield column.title, words, "name"
    yield "", "", ""
    yield "Scenario", sheet.title, "name"
    yield MADE_FROM, sheet.made_from, "name"
