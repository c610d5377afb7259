"""The workbook: found, opened with care, and its cells as text. What is no text is named by its cell."""

from __future__ import annotations

import datetime as dt
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from simulator.errors import InvalidFile, NotFound, Problem
from simulator.importers.msel.times import time_text
from simulator.model.msel import BY_KEY, COLUMNS, HOW_SHEET, MADE_FROM, SHEET, CellProblem, ReadRow, ReadSheet

MAX_BYTES, MAX_UNPACKED = 5_000_000, 60_000_000
MAX_ROWS, MAX_COLUMNS = 2_000, 60
HEADERS_WITHIN = 12
"""The row of titles is looked for in the first rows."""
_BY_TITLE = {" ".join(one.title.lower().split()): one.key for one in COLUMNS}


def read_msel(path: str | os.PathLike[str]) -> ReadSheet:
    """The list in a workbook, with the cells that are broken. Raises NotFound, or InvalidFile where there is none."""
    name = os.fspath(path)
    book = _opened(name)
    try:
        sheet = next((one for one in book.worksheets if one.title.strip().lower() == SHEET.lower()), None)
        made_from = _made_from(book)
        for one in [sheet] if sheet is not None else book.worksheets:
            if (found := _titles(one)) is not None:
                return _read(name, one, *found, made_from)
    finally:
        book.close()
    wanted = f"a sheet with the titles {', '.join(one.title for one in COLUMNS[:4])} ... in one of its first rows"
    raise _whole(name, f"no list of messages was found; expected {wanted}")


def _whole(name: str, message: str) -> InvalidFile:
    return InvalidFile([CellProblem(name, 0, 0, "", message)])


def _opened(name: str) -> Any:
    from openpyxl import load_workbook

    path = Path(name)
    if not path.exists():
        raise NotFound(f"There is no file {name!r}.")
    if path.suffix.lower() != ".xlsx":
        raise _whole(name, "a workbook that ends in .xlsx was expected; save the list as Excel workbook (.xlsx)")
    try:
        if (
            path.stat().st_size > MAX_BYTES
            or sum(one.file_size for one in zipfile.ZipFile(name).infolist()) > MAX_UNPACKED
        ):
            raise _whole(name, f"is larger than {MAX_BYTES // 1_000_000} MB, the most that is read")
        return load_workbook(name, data_only=False, keep_links=False)
    except InvalidFile:
        raise
    except Exception:  # the library raises whatever it stumbles over, and no file may end in a traceback
        raise _whole(
            name, "cannot be read as a workbook; open it in a spreadsheet and save it again as .xlsx"
        ) from None


def _made_from(book: Any) -> str | None:
    """What the second sheet says the workbook was made from."""
    for sheet in book.worksheets:
        if sheet.title == HOW_SHEET:
            for row in sheet.iter_rows(max_row=60, max_col=2, values_only=True):
                if row[0] == MADE_FROM and row[1:]:
                    return str(row[1] or "") or None
    return None


def _titles(sheet: Any) -> tuple[int, dict[str, int], list[str]] | None:
    """The row of titles, the column number of each, and titles that are none of ours."""
    for number, row in enumerate(sheet.iter_rows(max_row=HEADERS_WITHIN, max_col=MAX_COLUMNS, values_only=True), 1):
        words = [" ".join(str(one).lower().split()) if one is not None else "" for one in row]
        known = {_BY_TITLE[word]: at for at, word in reversed([*enumerate(words, 1)]) if word in _BY_TITLE}
        if len(known) >= 4 and "id" in known:
            return number, known, [str(row[at]) for at, word in enumerate(words) if word and word not in _BY_TITLE]
    return None


def _read(
    name: str, sheet: Any, titles_at: int, columns: dict[str, int], others: list[str], made: str | None
) -> ReadSheet:
    from openpyxl.utils import get_column_letter

    letters = {key: get_column_letter(at) for key, at in columns.items()}
    problems: list[Problem] = []
    rows = []
    for cells in sheet.iter_rows(min_row=titles_at + 1, max_row=titles_at + MAX_ROWS + 1, max_col=MAX_COLUMNS):
        by_key = {key: cells[at - 1] for key, at in columns.items() if at <= len(cells)}
        if all(_blank(one) for one in by_key.values()):
            continue
        number = cells[0].row
        texts = {}
        for key, cell in by_key.items():
            try:
                texts[key] = _text(cell, key) if BY_KEY[key].edited or key == "trigger" else ""
            except ValueError as error:
                place = f"{name}, sheet {sheet.title}, cell {letters[key]}{number}"
                problems.append(CellProblem(place, number, 0, BY_KEY[key].title, str(error)))
        if any(texts.values()) or len(texts) < len(by_key):
            timed = {key for key, cell in by_key.items() if key in texts and not isinstance(cell.value, str | None)}
            rows.append(ReadRow(number, texts, frozenset(timed)))
    if len(rows) > MAX_ROWS:
        problems.append(CellProblem(f"{name}, sheet {sheet.title}", 0, 0, "", f"holds more than {MAX_ROWS:,} messages"))
    remarks = tuple(_remarks(columns, others))
    return ReadSheet(name, sheet.title, letters, tuple(rows), made, remarks, tuple(problems))


def _remarks(columns: dict[str, int], others: list[str]) -> Iterator[str]:
    missing = [one.title for one in COLUMNS if one.edited and one.key not in columns]
    if missing:
        yield f"The workbook has no column {', '.join(f'“{one}”' for one in missing)}: what it held stays as it is."
    if others:
        yield f"Not read, as they are columns of somebody's own: {', '.join(f'“{one[:40]}”' for one in others)}."


def _blank(cell: Any) -> bool:
    return cell.value is None or (isinstance(cell.value, str) and not cell.value.strip())


def _text(cell: Any, key: str) -> str:
    """The text of a cell. Raises ValueError in words: what was found, and what was expected."""
    column = BY_KEY[key]
    wanted = f"expected {column.wanted}" if column.wanted else "expected text"
    value = cell.value
    if cell.data_type == "f" or not isinstance(value, str | int | float | dt.date | dt.time | dt.timedelta | None):
        raise ValueError(f"holds a formula, which is not worked out here; {wanted}, typed")
    if cell.data_type == "e":
        raise ValueError(f"holds the error {value}; {wanted}")
    if value is None or isinstance(value, str):
        return _unescaped(value or "")
    if column.holds != "text":
        return _time(cell, column.holds, wanted)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return f"{value:.15g}"
    raise ValueError(
        f"holds a date or a time ({value}), not text; {wanted} (format the cell as text and type it again)"
    )


def _time(cell: Any, holds: Any, wanted: str) -> str:
    found = time_text(cell.value, cell.number_format or "", holds)
    if found is None:
        raise ValueError(f"holds {cell.value}; {wanted}")
    return found


def _unescaped(text: str) -> str:
    from openpyxl.utils.escape import unescape

    return str(unescape(text)) if "_x" in text else text
