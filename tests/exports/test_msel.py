"""The MSEL as a workbook: out, edited, and back, with every difference told and nothing half taken."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from simulator import session
from simulator.errors import InvalidFile, NotFound, Refused
from simulator.exports.msel import TITLES_AT, msel_bytes, write_msel
from simulator.files.msel import msel_sheet
from simulator.files.msel_taken import taken_from
from simulator.importers.msel import read_msel
from simulator.model.bundle import Bundle
from simulator.model.msel import COLUMNS, SHEET
from simulator.session.msel import msel_of, take_msel, write_taken
from simulator.shipped import shipped

NAMES = sorted(path.name for path in shipped("scenarios").glob("*.yaml"))
FEW = ("cedar-hollow-lunch-evacuation.yaml", "maple-ridge-lockdown.yaml", "north-fork-passing-alarm.yaml")
"""Some of them, for every day: messages on one line, picked times, blocks."""
INTRUDER = "maple-ridge-intruder"
Edits = Callable[["Book"], None]


class Book:
    """A workbook being edited by somebody."""

    def __init__(self, path: Path):
        self.path, self.book = path, openpyxl.load_workbook(path)
        self.page: Any = self.book[SHEET]
        self.columns = {one.value: one.column for one in self.page[TITLES_AT + 1]}

    def row(self, name: str) -> int:
        return next(row for row in range(TITLES_AT + 2, 200) if self.page.cell(row, self.columns["ID"]).value == name)

    def cell(self, row: int | str, title: str) -> Any:
        return self.page.cell(self.row(row) if isinstance(row, str) else row, self.columns[title])

    def put(self, row: int | str, title: str, value: object, shown_as: str | None = None) -> None:
        cell = self.cell(row, title)
        cell.value = value
        if shown_as is not None:
            cell.number_format = shown_as


def letter(title: str) -> str:
    return chr(ord("A") + [one.title for one in COLUMNS].index(title))


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A folder with a scenario of one's own, beside the plans that it names."""
    (tmp_path / "scenarios").mkdir()
    shutil.copytree(shipped("floorplans"), tmp_path / "floorplans")
    shutil.copytree(shipped("scenarios") / "response", tmp_path / "scenarios" / "response")
    own = tmp_path / "scenarios" / f"{INTRUDER}.yaml"
    shutil.copy(shipped("scenarios") / f"{INTRUDER}.yaml", own)
    return own


@cache
def read() -> Bundle:
    """The scenario that most tests edit."""
    return session.load_scenario(INTRUDER)


@cache
def written() -> bytes:
    """Its workbook."""
    return msel_bytes(msel_of(read()))


def edited(scenario: Path, edits: Edits) -> Path:
    path = scenario.parent / "list.xlsx"
    path.write_bytes(written())
    book = Book(path)
    edits(book)
    book.book.save(path)
    return path


def told(scenario: Path, edits: Edits) -> list[str]:
    return [one.words for one in taken_from(read(), read_msel(edited(scenario, edits))).differences]


@pytest.mark.parametrize("name", [pytest.param(one, marks=[] if one in FEW else [pytest.mark.full]) for one in NAMES])
def test_what_nobody_edited_comes_back_the_same(name: str, tmp_path: Path) -> None:
    bundle = session.load_scenario(name)
    taken = taken_from(bundle, read_msel(write_msel(tmp_path / "list.xlsx", msel_sheet(bundle))))
    assert not taken.differences and not taken.edits and not taken.remarks
    assert len(taken.rows) == len(bundle.scenario.injects)


def test_exactly_the_edits_come_back_and_the_rest_of_the_file_stays(mine: Path) -> None:
    def edits(book: Book) -> None:
        book.put("I3", "Message text", "Nobody upstairs\nhas heard: # odd")
        book.put("I5", "Scenario time", dt.time(1, 10), "h:mm")
        book.put("I7", "Clock", "10:45")
        book.put("I8", "To", "principal; Police supervisor, Dean")
        book.put("I10", "Core or spare", 45)
        book.put("I11", "Clock", dt.time(10, 54), "h:mm")
        cell = book.cell("I1", "Exact: expected responses")
        cell.value = cell.value.replace('"45"', "“01:00”")

    before = mine.read_text(encoding="utf-8")
    taken = take_msel(str(mine), edited(mine, edits))
    assert [one.row for one in taken.differences] == [4, 6, 8, 10, 11, 13, 14]
    path, kept = write_taken(taken)
    after = session.load_scenario(str(path)).scenario
    by_id = {one.id: one for one in after.injects}
    assert by_id["I3"].text == "Nobody upstairs\nhas heard: # odd"
    assert (by_id["I5"].at_ms, by_id["I5"].if_) == (70_000, "draw.officer != 'campus'")
    assert by_id["I7"].at_ms == 180_000 and by_id["I11"].at_clock_ms == (10 * 60 + 54) * 60_000
    assert by_id["I8"].to == ("principal", "sergeant", "dean") and by_id["I10"].core == "45"
    assert by_id["I1"].expect[0].within_ms == 60_000
    assert kept is not None and kept.read_text(encoding="utf-8") == before
    changed = set(before.splitlines()) - set(path.read_text(encoding="utf-8").splitlines())
    assert len(changed) == 6, changed  # `core: "90"` stands elsewhere too


def test_a_new_row_is_a_new_message_where_it_stands(mine: Path) -> None:
    def edits(book: Book) -> None:
        row = book.row("I9") + 1
        book.page.insert_rows(row)
        for title, value in (("Scenario time", "13:30"), ("To", "Principal"), ("Message text", "A new one."),
                             ("Objectives", "O4"), ("Kind", "Contextual")):  # fmt: skip
            book.put(row, title, value)

    taken = take_msel(str(mine), edited(mine, edits))
    assert [one.words for one in taken.differences] == ["I15 is a new message to principal, at 13:30: “A new one.”"]
    path, _ = write_taken(taken)
    ids = [one.id for one in session.load_scenario(str(path)).scenario.injects]
    assert ids[ids.index("I9") + 1] == "I15" and len(ids) == 15


def test_a_row_that_is_gone_is_said_and_only_goes_when_somebody_says_so(mine: Path) -> None:
    taken = take_msel(str(mine), edited(mine, lambda book: book.page.delete_rows(book.row("I6"))))
    assert [(one.row, one.words) for one in taken.differences] == [
        (None, "I6 (Everybody calls) has no row: it would be taken out.")
    ]
    before = mine.read_bytes()
    with pytest.raises(Refused, match="I6 would be taken out"):
        write_taken(taken)
    assert mine.read_bytes() == before
    write_taken(taken, delete=True)
    assert "I6" not in [one.id for one in session.load_scenario(str(mine)).scenario.injects]


def test_a_message_that_something_needs_is_named_beside_the_other_differences_and_cannot_go(mine: Path) -> None:
    def edits(book: Book) -> None:
        book.put("I3", "Evaluator notes", "Look at the gym.")
        book.page.delete_rows(book.row("I1"))
        book.page.delete_rows(book.row("I6"))

    before = mine.read_bytes()
    taken = take_msel(str(mine), edited(mine, edits))
    words = [one.words for one in taken.differences]
    assert len(words) == 3 and "Look at the gym." in words[0]
    assert words[1] == (
        "message 1 (I1) has no row, but it serves objective O2 (expectation E2): "
        "take it out of the objective first, or keep the row"
    )
    assert words[2].startswith("I6 ") and taken.gone == ("I1", "I6") and len(taken.needed) == 1
    with pytest.raises(Refused, match="would be taken out"):
        write_taken(taken)
    with pytest.raises(Refused, match="serves objective O2"):
        write_taken(taken, delete=True)
    assert mine.read_bytes() == before


def test_hours_that_a_spreadsheet_made_of_minutes_and_seconds_are_those_again(mine: Path) -> None:
    path = edited(mine, lambda book: book.put("I5", "Scenario time", dt.time(6, 30), "h:mm:ss"))
    taken = taken_from(read(), read_msel(path))
    assert taken.differences[0].words.endswith("now it comes at 06:30, if: draw.officer != 'campus'.")
    assert any("6:30:00, which is beyond the end, " in one and "read as 06:30" in one for one in taken.remarks)
    for value, words in (("6:30:00", "; write 06:30 as text for 6 minutes 30 seconds"), ("9:00:01", "beyond the end")):
        with pytest.raises(InvalidFile, match=f"{value} is beyond the end, .*{words}|{words}"):
            told(mine, lambda book, value=value: book.put("I5", "Scenario time", value))  # type: ignore[misc]
    with pytest.raises(InvalidFile, match="or before the start"):
        told(mine, lambda book: book.put("I5", "Clock", "09:00"))


def test_empty_rows_are_text_so_that_a_time_stays_as_it_is_typed(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(written())
    page = openpyxl.load_workbook(tmp_path / "a.xlsx")[SHEET]
    below = TITLES_AT + 2 + len(read().scenario.injects)
    assert {page.cell(row, at).number_format for row in (below, below + 40) for at in range(1, len(COLUMNS) + 1)} == {
        "@"
    }
    assert page.print_area.partition("!")[2].startswith("$A$1:$M$")
    assert [one.printed for one in COLUMNS] == sorted((one.printed for one in COLUMNS), reverse=True)


def test_broken_cells_are_all_named_and_nothing_is_taken(mine: Path) -> None:
    def edits(book: Book) -> None:
        book.put("I3", "Kind", "expected actoin")
        book.put("I5", "To", "=A1")
        book.put("I7", "Module", "M9")
        book.put("I8", "Scenario time", "soon")
        book.put("I9", "ID", "I10")
        book.put("I13", "Message text", dt.datetime(2026, 1, 1))
        book.put("I14", "Exact: expected responses", "{id: E15, role")

    with pytest.raises(InvalidFile) as raised:
        taken_from(read(), read_msel(edited(mine, edits)))
    lines = [str(one).partition("list.xlsx, sheet MSEL, cell ")[2] for one in raised.value.problems]
    assert [one.split(":")[0] for one in lines] == [
        f"{letter(title)}{row}"
        for title, row in (
            ("Kind", 6),
            ("To", 8),
            ("Module", 10),
            ("Scenario time", 11),
            ("ID", 13),
            ("Exact: expected responses", 15),
            ("Message text", 17),
        )
    ]
    assert "expected one of contextual" in lines[0] and "did you mean expected action?" in lines[0]
    assert "formula" in lines[1] and "expected one of M1, M2, M3" in lines[2] and "such as 02:30" in lines[3]
    assert "I10 stands in row 12 too" in lines[4]


def test_a_time_and_a_clock_that_disagree_are_a_broken_cell(mine: Path) -> None:
    def edits(book: Book) -> None:
        book.put("I5", "Scenario time", "01:10")
        book.put("I5", "Clock", "10:50")

    with pytest.raises(InvalidFile, match="cell D8: says another time than Scenario time, which is 01:10"):
        told(mine, edits)


def test_triggers_become_others(mine: Path) -> None:
    def edits(book: Book) -> None:
        book.put("I3", "Scenario time", "04:00")
        book.put("I5", "Scenario time", None)
        book.put("I5", "Clock", None)
        book.put("I5", "Exact: trigger", "after: {inject: I3}\ndelay: 20")

    assert [words.partition(": ")[2] for words in told(mine, edits)] == [
        "it came after: {event: announced, what: lockdown}, delay: 00:25, if: !draw.hall_heard, "
        "now it comes at 04:00, if: !draw.hall_heard.",
        "it came at 00:50, if: draw.officer != 'campus', now it comes after: {inject: I3}, delay: 20.",
    ]


def test_words_of_the_program_are_not_read_and_that_is_said(mine: Path) -> None:
    taken = taken_from(read(), read_msel(edited(mine, lambda book: book.put("I5", "Comes when", "later"))))
    assert not taken.differences and "cell F8" in taken.remarks[0]


def test_a_scenario_that_changed_since_is_said(mine: Path) -> None:
    path = edited(mine, lambda book: None)
    mine.write_text(mine.read_text(encoding="utf-8").replace("Listen for the exact word", "Hear"), encoding="utf-8")
    taken = take_msel(str(mine), path)
    assert "another text of the scenario" in taken.remarks[0] and len(taken.differences) == 1


def test_moved_missing_and_own_columns(mine: Path) -> None:
    def edits(book: Book) -> None:
        book.page.move_range("M3:M17", cols=20)
        book.put(TITLES_AT + 1, "Evaluator notes", "Our remarks")

    taken = taken_from(read(), read_msel(edited(mine, edits)))
    assert not taken.differences
    assert "no column “Evaluator notes”" in taken.remarks[0] and "“Our remarks”" in taken.remarks[1]


def test_what_came_with_the_program_stays_and_a_new_file_names_its_plans(mine: Path, tmp_path: Path) -> None:
    path = edited(mine, lambda book: book.put("I1", "From", "SimCell"))
    taken = take_msel(INTRUDER, path)
    with pytest.raises(Refused, match="came with Hotwash"):
        write_taken(taken)
    new, kept = write_taken(take_msel(str(mine), path), tmp_path / "deep" / "down" / "new.yaml")
    assert kept is None and session.load_scenario(str(new)).scenario.injects[0].from_ == "SimCell"
    with pytest.raises(Refused, match="is there already"):
        write_taken(taken, new)


def test_a_file_that_was_changed_meanwhile_is_not_written_over(mine: Path) -> None:
    taken = take_msel(str(mine), edited(mine, lambda book: book.put("I1", "From", "SimCell")))
    mine.write_text(mine.read_text(encoding="utf-8") + "# mine\n", encoding="utf-8")
    with pytest.raises(Refused, match="changed meanwhile"):
        write_taken(taken)
    assert mine.read_text(encoding="utf-8").endswith("# mine\n")


def test_what_is_no_workbook(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        read_msel(tmp_path / "none.xlsx")
    for name, data, words in (
        ("list.ods", b"x", "ends in .xlsx"), ("list.xlsx", b"PK\x03\x04 no", "save it again"),
    ):  # fmt: skip
        (tmp_path / name).write_bytes(data)
        with pytest.raises(InvalidFile, match=words):
            read_msel(tmp_path / name)
    book = openpyxl.Workbook()
    book.save(tmp_path / "other.xlsx")
    with pytest.raises(InvalidFile, match="no list of messages was found"):
        read_msel(tmp_path / "other.xlsx")


def test_the_workbook_is_the_same_each_time_and_says_what_it_is() -> None:
    assert written() == msel_bytes(msel_of(read()))


def test_what_a_trainer_finds_in_it(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(written())
    page = openpyxl.load_workbook(tmp_path / "a.xlsx")[SHEET]
    assert page["A1"].value == "THIS IS AN EXERCISE" and page.freeze_panes == "C4"
    assert [one.value for one in page[TITLES_AT + 1]] == [one.title for one in COLUMNS]
    assert page.page_setup.orientation == "landscape" and page.page_setup.fitToHeight == 0
    assert "THIS IS AN EXERCISE" in page.oddHeader.left.text and page.print_title_rows == "$3:$3"
    assert {str(one.type) for one in page.data_validations.dataValidation} == {"list", "None"}
    assert page["C4"].value == "00:00" and page["D4"].value == "10:42:00" and page["C4"].number_format == "@"
    assert "E1: The Secretary announces lockdown within 45 seconds\n" in page["K4"].value


def test_a_text_that_looks_like_a_formula_stays_text(mine: Path) -> None:
    mine.write_text(mine.read_text(encoding="utf-8").replace("controller: School controller", 'controller: "=1+1"', 1),
                    encoding="utf-8")  # fmt: skip
    path = write_msel(mine.parent / "list.xlsx", msel_of(session.load_scenario(str(mine))))
    assert not take_msel(str(mine), path).differences


@pytest.mark.full
def test_every_list_survives_a_spreadsheet_program(tmp_path: Path) -> None:
    def convert(kind: str, *files: Path) -> None:
        office = ["soffice", f"-env:UserInstallation=file://{tmp_path}/office", "--headless", "--convert-to", kind]
        subprocess.run([*office, "--outdir", str(tmp_path / kind), *map(str, files)], check=True, capture_output=True)

    bundles = {name: session.load_scenario(name) for name in NAMES}
    for name, bundle in bundles.items():
        path = write_msel(tmp_path / "out" / f"{Path(name).stem}.xlsx", msel_of(bundle))
        book = Book(path)
        first = bundle.scenario.injects[-1].id
        book.put(first, "Evaluator notes", "Seen? “Yes”, said: #1 & <2>\nand more")
        book.put(first, "From", "=not a formula")
        book.cell(first, "From").data_type = "s"
        book.book.save(path)
    convert("ods", *sorted((tmp_path / "out").iterdir()))
    convert("xlsx", *sorted((tmp_path / "ods").iterdir()))
    for name, bundle in bundles.items():
        taken = taken_from(bundle, read_msel(tmp_path / "xlsx" / f"{Path(name).stem}.xlsx"))
        assert len(taken.differences) == 2 and len(taken.edits) == 2 and not taken.remarks, (name, taken)
