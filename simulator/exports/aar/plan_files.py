"""The improvement plan as an Excel sheet, and its rows read back from Word or Excel."""

from __future__ import annotations

import datetime as dt
import warnings
from io import BytesIO
from typing import Any

from simulator.errors import Refused
from simulator.exports.aar.plan_table import COLUMNS, FIELDS, HEAD, Change, Row, differences, plan_rows
from simulator.exports.word import STAMP, printable
from simulator.live.written import ELEMENTS, PRIORITIES, Written

SHEET, PUBLIC = "Improvement plan", "public edition"
LARGEST_BYTES, MOST_ROWS = 30_000_000, 2_000
WIDE = {"id": 7, "text": 44, "issue": 40, "capability": 22, "owner": 22, "contact": 20, "element": 16}


def as_xlsx(written: Written, label: str, whose: str) -> bytes:
    """The improvement plan as a spreadsheet: stamped, the heading in view, choices in lists, ready to print wide."""
    import xlsxwriter

    held = BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True})
    sheet = book.add_worksheet(SHEET)
    rows = plan_rows(written)
    head = book.add_format({"bold": True, "text_wrap": True, "border": 1, "bg_color": "#E7E4DA", "valign": "top"})
    cell = book.add_format({"text_wrap": True, "border": 1, "valign": "top", "num_format": "@"})
    for n, (name, words) in enumerate(COLUMNS.items()):
        sheet.set_column(n, n, WIDE.get(name, 13))
        sheet.write_string(0, n, words, head)
    for r, row in enumerate([*rows, *[("",) * len(HEAD)] * 5], 1):
        sheet.set_row(r, _height(row))
        for n, words in enumerate(row):
            sheet.write_string(r, n, printable(words), cell) if words else sheet.write_blank(r, n, None, cell)
    sheet.set_row(0, 45)
    last = len(rows) + 200
    for name, choices in (("element", ELEMENTS), ("priority", PRIORITIES)):
        n = FIELDS.index(name)
        sheet.data_validation(1, n, last, n, {"validate": "list", "source": list(choices), "ignore_blank": True})
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_header(f'&C&"Calibri,Bold"{STAMP} · {_plain(label)}'[:250])
    sheet.set_footer(f"&L{_plain(whose)}&RPage &P of &N"[:250])
    book.set_properties({"title": SHEET, "subject": STAMP, "author": "Hotwash", "comments": label})
    book.close()
    return held.getvalue()


def _height(row: Row) -> float:
    """A row's height in points: LibreOffice does not find it by itself."""
    lines = [-(-len(words) * 1.15 // WIDE.get(name, 13)) for name, words in zip(FIELDS, row, strict=True)]
    return 15.0 * max(1.0, *lines)


def _plain(words: str) -> str:
    """Words for a sheet's header, in which & begins a code."""
    return printable(words).replace("&", "and")[:100]


def read_back(name: str, data: bytes, written: Written) -> tuple[Change, ...]:
    """The differences of a Word or Excel file with what is written down; nothing is taken over yet.

    `name` is the file's own name. Raises Refused in sentences that name the table or sheet, row and column.
    """
    if len(data) > LARGEST_BYTES:
        raise Refused(f"{name} is larger than {LARGEST_BYTES // 1_000_000} MB")
    match name.casefold().rpartition(".")[2]:
        case "docx":
            where, rows = _docx_rows(name, data)
        case "xlsx":
            where, rows = _xlsx_rows(name, data)
        case _:
            raise Refused(f"{name}: expected a Word file (.docx) or an Excel file (.xlsx)")
    return differences(rows, written, where)


def _docx_rows(name: str, data: bytes) -> tuple[str, list[Row]]:
    import docx

    try:
        document = docx.Document(BytesIO(data))
        about = document.core_properties.subject or ""
        tables = [[tuple(cell.text for cell in row.cells) for row in one.rows] for one in document.tables]
    except Exception as cause:
        raise Refused(f"{name} cannot be read as a Word file: it is damaged, or another kind of file") from cause
    if PUBLIC in about:
        raise Refused(f"{name} is the public edition, which leaves words out; read the confidential one back")
    for number, rows in enumerate(tables, 1):
        if rows and rows[0] and " ".join(rows[0][0].split()) == HEAD[0] and len(rows[0]) >= len(HEAD) - 1 > 8:
            even = [tuple(row) for row in rows[: MOST_ROWS + 1]]
            return f"{name}, table {number}", [_of_width(row, number, n, name) for n, row in enumerate(even, 1)]
    raise Refused(f"{name} has no improvement plan: no table begins with the columns {HEAD[0]} and {HEAD[1]}")


def _of_width(row: Row, table: int, number: int, name: str) -> Row:
    """A row as wide as the heading; the heading itself is looked at later."""
    if number > 1 and len(row) != len(HEAD):
        raise Refused(
            f"{name}, table {table}, row {number}: {len(row)} cells instead of {len(HEAD)}; undo merged cells"
        )
    return row


def _xlsx_rows(name: str, data: bytes) -> tuple[str, list[Row]]:
    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and extensions that are not read
            # not the values that were worked out last: a formula may have none, and would vanish without a word
            book = openpyxl.load_workbook(BytesIO(data), read_only=False, data_only=False)
    except Exception as cause:
        raise Refused(f"{name} cannot be read as an Excel file: it is damaged, or another kind of file") from cause
    sheet = book[SHEET] if SHEET in book.sheetnames else book.worksheets[0] if book.worksheets else None
    if sheet is None:
        raise Refused(f"{name} has no sheet")
    where = f"{name}, sheet {sheet.title}"
    cells = [*sheet.iter_rows(max_row=min(sheet.max_row, MOST_ROWS), max_col=len(HEAD))]
    if wrong := [f"{where}, cell {cell.coordinate}: {words}" for row in cells for cell in row if (words := _bad(cell))]:
        raise Refused("\n".join(wrong))
    return where, [tuple(_cell(cell.value) for cell in row) for row in cells]


def _bad(cell: Any) -> str:
    """Why a cell has no words of its own; nothing where it has."""
    match cell.data_type:
        case "f":
            return "it holds a formula; type the words or the date that it stands for"
        case "e":
            return f"it holds the error {str(cell.value)[:20]}; type what it should say"
        case _:
            return ""


def _cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case dt.datetime():
            return value.date().isoformat()
        case dt.date():
            return value.isoformat()
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return str(value)
