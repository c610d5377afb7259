"""The MSEL of an exercise: what became of each message, what was changed and written in play, and home again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from simulator.cli_exports import _events_of
from simulator.errors import Refused
from simulator.exports.msel import write_msel
from simulator.exports.papers.subject import of_exercise
from simulator.files.msel_taken import taken_from
from simulator.importers.msel import read_msel
from simulator.session.msel import msel_of_exercise
from tests.live.room import Room, small


@pytest.fixture(scope="module")
def played() -> Room:
    room = Room(title="Tuesday, with the county")
    room.next(2)
    room.done("edit", inject="I7", set={"text": "There is talk of a second person."})
    room.done("add_message", text="A parent asks: is it true?", to=["principal"], via="phone")
    room.done("skip", inject="I6")
    room.next(3)
    return room


def test_status_and_times_are_those_of_the_log(played: Room) -> None:
    sheet = msel_of_exercise(played.ex)
    rows = {row.id: row.cells for row in sheet.rows}
    states = played.messages()
    assert sheet.version == 2 and sheet.title == "Tuesday, with the county" and rows.keys() == states.keys()
    assert rows["I1"]["status"] == "released" and rows["I1"]["actual"] == "10:42:00\n(00:00)"
    assert rows["I1"]["course"] == "10:42:00\n(00:00)" and rows["I6"]["course"] != ""
    assert rows["I6"]["status"] == "skipped" and rows["I6"]["actual"] == ""
    assert rows["I13"]["status"] == "not released"
    assert rows["I7"]["text"] == "There is talk of a second person."
    assert [row.cells["number"] for row in sheet.rows] == [str(n) for n in range(1, len(sheet.rows) + 1)]


def test_what_was_changed_and_written_in_play_can_be_taken_home(played: Room, tmp_path: Path) -> None:
    path = write_msel(tmp_path / "played.xlsx", msel_of_exercise(played.ex))
    taken = taken_from(small(), read_msel(path))
    assert [(one.id, one.words.split(":")[0].split(" is a new")[0]) for one in taken.differences] == [
        ("I7", "I7 (A second person?)"), (taken.differences[1].id, taken.differences[1].id)
    ]  # fmt: skip
    assert "now “There is talk of a second person.”" in taken.differences[0].words
    assert "is a new message to principal" in taken.differences[1].words
    assert "“A parent asks: is it true?”" in taken.differences[1].words


def test_the_events_of_an_exercise_are_lines_that_anybody_can_count(played: Room, tmp_path: Path) -> None:
    lines = _events_of(of_exercise(played.ex), tmp_path / "events.jsonl").decode().splitlines()
    assert len(lines) > 50 and all(json.loads(one) for one in lines)
    with pytest.raises(Refused, match=r"name it events\.jsonl"):
        _events_of(of_exercise(played.ex), tmp_path / "events.txt")
