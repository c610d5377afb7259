"""One exercise as one file: a small database of the same tables, which another computer takes in."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import takewhile
from pathlib import Path

from simulator.errors import NotFound, Refused
from simulator.model.exercise import Entry, Header
from simulator.store.database import open_file
from simulator.store.failures import damaged
from simulator.store.log import Log
from simulator.store.migrating import migrate
from simulator.store.tables import entry_row, header_row

SUFFIX = ".hotwash"
SQLITE = b"SQLite format 3\0"
WAL_AT, WAL = 18, 2  # the byte of a SQLite file that says how it is written to: 2 for a database in use
Saved = tuple[Header, tuple[Entry, ...]]


def write_file(header: Header, entries: tuple[Entry, ...], path: Path) -> Path:
    """Write an exercise beside `path` and move it there, so that there is a whole file or the old one, never half."""
    path = path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX)
    path = path.expanduser().absolute()
    if not path.parent.is_dir():
        raise NotFound(f"The folder {path.parent} does not exist. Make it first, or name another one.")
    if path.exists():
        _refuse_to_lose(path, header, entries)
    with _folder() as folder:
        made = folder / "exercise"
        database = open_file(made)
        try:
            migrate(database)
            with database.writing() as log:
                log.add_header(header)
                log.add(entries)
        finally:
            database.close()
        _move(made, path)
    return path


def read_file(path: Path) -> Saved:
    """A saved exercise, checked; the file itself is only read. Raises `NotFound` and `Refused` with a sentence."""
    said = f"The file {path}"
    with _folder() as folder:
        copy = folder / "exercise"
        try:
            shutil.copyfile(path, copy)
        except FileNotFoundError:
            raise NotFound(f"There is no file {path}.") from None
        except OSError as error:
            raise Refused(f"{said} cannot be read: {error.strerror or error}.") from None
        _refuse_other_files(copy, said)
        database = open_file(copy, said)
        try:
            migrate(database)
            with database.reading() as log:
                headers = log.headers("")
                if len(headers) != 1:
                    raise Refused(f"{said} holds {len(headers)} exercises; a saved exercise is one. Save it again.")
                return _checked(headers[0], log.entries(headers[0].stream), said)
        finally:
            database.close()


def added(log: Log, header: Header, entries: tuple[Entry, ...]) -> tuple[tuple[Entry, ...], str]:
    """Which of a saved exercise's entries are new here, and a sentence that says so; begins its stream if it is new."""
    if not log.has(header.stream):
        log.add_header(header)
        return entries, f"{header.title} was taken in, with {_count(len(entries))}."
    log.lock(header.stream)
    here = log.entries(header.stream)
    if log.header(header.stream) != header:
        raise Refused(f"There is another exercise {header.stream!r} here, of other files. Nothing was changed.")
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(here, entries, strict=False)))
    if shared < min(len(here), len(entries)):
        raise Refused(
            f"{header.title} went on differently here and in the file: both have the same {_count(shared)}, then "
            f"{len(here) - shared} here and {len(entries) - shared} in the file. Nothing was changed."
        )
    if len(entries) > len(here):
        sentence = (
            f"{header.title} was here already; the file goes on from it, and {_count(len(entries) - shared)} more"
        )
        return entries[shared:], f"{sentence} were taken in."
    if len(entries) == len(here):
        return (), f"{header.title} was here already, the same to the last entry."
    return (), f"{header.title} was here already and has gone on since the file: what is here was kept."


def _count(entries: int) -> str:
    return "1 entry" if entries == 1 else f"{entries} entries"


def _refuse_to_lose(path: Path, header: Header, entries: tuple[Entry, ...]) -> None:
    """Only an older save of the same exercise may be replaced."""
    try:
        old_header, old_entries = read_file(path)
    except (Refused, NotFound):
        raise Refused(f"{path} is there already and is no saved exercise. Choose another name.") from None
    if old_header != header or entries[: len(old_entries)] != old_entries:
        raise Refused(f"{path} holds another exercise, or one that went on differently. Choose another name.")


def _refuse_other_files(copy: Path, said: str) -> None:
    with copy.open("rb") as file:
        start = file.read(WAL_AT + 1)
    if not start.startswith(SQLITE):
        raise Refused(f"{said} is not a saved exercise.")
    if start[WAL_AT] == WAL:
        raise Refused(f"{said} is a database in use and not a saved exercise: make one with `hotwash exercise save`.")


def _checked(header: Header, entries: tuple[Entry, ...], said: str) -> Saved:
    """The file's words as they are, once it is sure that each is of its kind: SQLite itself does not see to it."""
    try:
        header_row(header)
        for entry in entries:
            entry_row(entry)
    except Refused as wrong:
        raise damaged(said, str(wrong)) from None
    if [entry.seq for entry in entries] != list(range(1, len(entries) + 1)):
        raise damaged(said, "entries are missing")
    if len({entry.key for entry in entries}) < len(entries):
        raise damaged(said, "an entry is in it twice")
    return header, entries


def _move(made: Path, path: Path) -> None:
    """Copy to a neighbour of `path`, see that it is on the disk, and rename it."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with made.open("rb") as source, part.open("wb") as target:
            shutil.copyfileobj(source, target)
            target.flush()
            os.fsync(target.fileno())
        part.replace(path)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise Refused(f"The file {path} could not be written: {error.strerror or error}.") from None


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="hotwash-") as name:
        yield Path(name)
