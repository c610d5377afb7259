"""The table of a sweep in a file: written as results come, found again after a stop, in order once it is whole.

`.csv` and `.jsonl` grow line by line; a line that was torn by a stop is played again. `.parquet` cannot grow: until it
is whole its rows are in a `.jsonl` beside it. At the top stands what the table is of: a comment line of a CSV, the
first line of JSON lines, the metadata of Parquet. A table of another scenario is never added to.
"""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from simulator.analysis.words import EXERCISE
from simulator.errors import NotFound, Refused
from simulator.sweeps.arms import Plain

Row = tuple[Plain, ...]
Header = Mapping[str, Any]
SUFFIXES = (".csv", ".jsonl", ".parquet")
CELL, SEED = "cell", "seed"
WHOSE = ("scenario_digest", "engine", "settings", "vary", "decisions_digest")
"""What must be alike for a table to go on."""
_KEY = b"hotwash"


@dataclass(frozen=True)
class Table:
    """What a sweep found: one row for each cell and exercise version, in that order; `columns` names the values."""

    header: Header
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def column(self, name: str) -> tuple[Plain, ...]:
        """The values of one column, row by row."""
        place = self.columns.index(name)
        return tuple(row[place] for row in self.rows)

    def csv(self) -> str:
        """The whole table as CSV."""
        return _csv_head(self.header, self.columns) + "".join(map(_csv_line, self.rows))


class File:
    """The file that a sweep's rows go to. `found` are the rows that it holds already, by cell and seed."""

    def __init__(self, path: Path, header: Header):
        if path.suffix not in SUFFIXES:
            raise Refused(f"{path}: a table of results ends in .csv, .jsonl or .parquet")
        if path.suffix == ".parquet":
            _arrow()  # better refused now than after the last run
        self.path, self.header = path, header
        self._lock = _locked(path)
        try:
            self._begin_from(path)
        except BaseException:
            self._free()
            raise

    def _begin_from(self, path: Path) -> None:
        self.columns: tuple[str, ...] = ()
        self.growing = path.with_name(path.name + ".jsonl") if path.suffix == ".parquet" else path
        self.found: dict[tuple[int, int], Row] = {}
        self._open: IO[str] | None = None
        for one in dict.fromkeys((path, self.growing)):
            self._take(one)

    def _take(self, path: Path) -> None:
        """Take over the rows of a file of an earlier sweep, if there is one and it is of this sweep."""
        if not path.exists() or path.stat().st_size == 0:
            return
        try:
            header, columns, rows = _READ[path.suffix](path)
        except (ValueError, KeyError, IndexError, UnicodeDecodeError):
            why = _resaved(path)
            raise Refused(f"{path} is there already and is no table of a sweep{why}; name another file") from None
        _refuse_other(path, header, self.header)
        self.columns = columns
        places = columns.index(CELL), columns.index(SEED)
        self.found |= {(int(row[places[0]]), int(row[places[1]])): row for row in rows}  # type: ignore[arg-type]

    def __enter__(self) -> File:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: object, trace: TracebackType | None) -> None:
        if self._open is not None:
            self._open.close()
        self._free()

    def _free(self) -> None:
        """Let others write the file."""
        if self._lock is not None:
            with suppress(OSError):
                Path(self._lock.name).unlink(missing_ok=True)
            self._lock.close()
            self._lock = None

    def add(self, columns: tuple[str, ...], row: Row) -> None:
        """Write one more row; it is in the file when this returns."""
        if self._open is None:
            self.columns = columns
            self._begin()
        assert self._open is not None
        self._open.write(_jsonl_line(row) if self.growing.suffix == ".jsonl" else _csv_line(row))
        self._open.flush()

    def _begin(self) -> None:
        """Write what was found once more, without a torn line, and go on behind it."""
        _replace(self.growing, self._text(self.found.values()))
        self._open = self.growing.open("a", encoding="utf-8", newline="\n")

    def _text(self, rows: Any) -> str:
        if self.growing.suffix == ".jsonl":
            return _jsonl_head(self.header, self.columns) + "".join(map(_jsonl_line, rows))
        return _csv_head(self.header, self.columns) + "".join(map(_csv_line, rows))

    def finish(self, columns: tuple[str, ...], rows: Sequence[Row]) -> None:
        """Write the whole table in order."""
        if self._open is not None:
            self._open.close()
            self._open = None
        self.columns = columns
        if self.path.suffix == ".parquet":
            _write_parquet(self.path, self.header, columns, rows)
            self.growing.unlink(missing_ok=True)
        else:
            _replace(self.path, self._text(rows))


def _locked(path: Path) -> IO[str] | None:
    """A lock beside the file, gone with the process that holds it. Raises Refused where another sweep has it."""
    try:
        import fcntl
    except ImportError:  # Windows: two sweeps into one file are not noticed there
        return None
    beside = path.with_name(f".{path.name}.lock")
    try:
        beside.parent.mkdir(parents=True, exist_ok=True)
        lock = beside.open("a", encoding="utf-8")
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        raise Refused(f"another sweep is writing {path} just now; wait for it, or name another file") from None
    except OSError as error:
        raise Refused(f"{path} cannot be written: {error.strerror or error}") from None
    return lock


def _resaved(path: Path) -> str:
    """What has probably become of a sweep's CSV, where its first lines still tell."""
    with suppress(OSError, UnicodeDecodeError):
        first = path.read_text(encoding="utf-8-sig").partition("\n")[0]
        if path.suffix == ".csv" and EXERCISE in first:
            return " any more: a spreadsheet has saved it in another shape (keep its copy under another name)"
    return ""


def _refuse_other(path: Path, header: Header, wanted: Header) -> None:
    words = {
        "scenario_digest": "of another scenario, floor plan or response plan, or of an older state of these files",
        "engine": f"made by Hotwash {header.get('engine')}, this is {wanted['engine']}",
        "settings": "of other fixed values",
        "vary": "of other varied values",
        "decisions_digest": "of other decisions or seats",
    }
    for name in WHOSE:
        if header.get(name) != wanted[name]:
            raise Refused(f"{path} is there already and is {words[name]}; name another file")


def _replace(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    beside = path.with_name(path.name + ".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
    except OSError as error:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise Refused(f"{path} cannot be written: {error.strerror or error}") from None


# ---- CSV ------------------------------------------------------------------------------------------------------------


def _csv_head(header: Header, columns: Sequence[str]) -> str:
    return f"# {header['notice']}\n# {json.dumps(header, sort_keys=True)}\n{_csv_line(columns)}"


def _csv_line(values: Sequence[Plain]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(["" if one is None else _spelled(one) for one in values])
    return line.getvalue()


def _spelled(value: Plain) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return repr(value) if isinstance(value, float) else str(value)


def _read_csv(path: Path) -> tuple[Header, tuple[str, ...], list[Row]]:
    lines = _whole_lines(path)
    header = json.loads(lines[1].removeprefix("# "))
    names, *rows = list(csv.reader(lines[2:]))
    texts = {f"draw.{name}" for name in header["texts"]}
    return (
        header,
        tuple(names),
        [tuple(_value(text, name in texts) for name, text in zip(names, row, strict=True)) for row in rows],
    )


def _value(text: str, as_text: bool) -> Plain:
    if as_text:
        return text
    if text in ("", "yes", "no"):
        return {"": None, "yes": True, "no": False}[text]
    return int(text) if text.lstrip("-").isdigit() else float(text)


def _whole_lines(path: Path) -> list[str]:
    """The lines of a file, without a last one that was torn off before its end."""
    lines = path.read_text(encoding="utf-8").split("\n")
    return lines[:-1]


# ---- JSON lines -----------------------------------------------------------------------------------------------------


def _jsonl_head(header: Header, columns: Sequence[str]) -> str:
    return json.dumps({"header": header, "columns": list(columns)}, sort_keys=True) + "\n"


def _jsonl_line(values: Sequence[Plain]) -> str:
    return json.dumps(list(values)) + "\n"


def _read_jsonl(path: Path) -> tuple[Header, tuple[str, ...], list[Row]]:
    top, *lines = _whole_lines(path)
    head = json.loads(top)
    return head["header"], tuple(head["columns"]), [tuple(json.loads(line)) for line in lines]


# ---- Parquet --------------------------------------------------------------------------------------------------------


def _arrow() -> Any:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise NotFound('a .parquet file needs the extra "parquet": pip install "hotwash[parquet]"') from None
    return pyarrow


def _write_parquet(path: Path, header: Header, columns: Sequence[str], rows: Sequence[Row]) -> None:
    arrow = _arrow()
    values = {name: [row[place] for row in rows] for place, name in enumerate(columns)}
    table = arrow.table({name: arrow.array(_alike(one)) for name, one in values.items()})
    table = table.replace_schema_metadata({_KEY: json.dumps(header, sort_keys=True).encode()})
    beside = path.with_name(path.name + ".new")
    arrow.parquet.write_table(table, beside)
    os.replace(beside, path)


def _alike(values: list[Plain]) -> list[Plain]:
    """Whole and broken numbers in one column as broken ones: Parquet has one type to a column."""
    mixed = any(isinstance(one, float) for one in values)
    return [float(one) if mixed and one is not None and not isinstance(one, str) else one for one in values]


def _read_parquet(path: Path) -> tuple[Header, tuple[str, ...], list[Row]]:
    arrow = _arrow()
    try:
        table = arrow.parquet.read_table(path)
    except arrow.ArrowInvalid as error:
        raise ValueError(str(error)) from None
    columns = tuple(table.column_names)
    rows = list(zip(*(table.column(name).to_pylist() for name in columns), strict=True))
    return json.loads(table.schema.metadata[_KEY]), columns, rows


_READ: dict[str, Callable[[Path], tuple[Header, tuple[str, ...], list[Row]]]] = {
    ".csv": _read_csv, ".jsonl": _read_jsonl, ".parquet": _read_parquet,
}  # fmt: skip
