"""A drill that plays by itself, and the times of its observers."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from simulator.files.drilled import read_results
from simulator.live import Seat
from simulator.live.drilling import in_clock, results_csv
from tests.live.room import Room

POINTS = [
    {"what": "total", "where": "", "words": "From the start until all is done"},
    {"what": "lock", "where": "D101", "words": "D101, locked"},
    {"what": "", "where": "", "words": "All clear given"},
]


def drill(**more: Any) -> Room:
    return Room(mode="drill", points=POINTS, card=2, **more)


def test_it_plays_by_itself_and_what_is_only_if_needed_goes_out_by_itself() -> None:
    room = drill()
    room.done("play", rate=20)
    began = room.wall_ms
    room.wait(6_000)
    assert room.clock == "moving" and room.now == 20 * (room.wall_ms - began)
    room.wait(24_000)
    assert room.clock == "held" and room.now == 600_000  # the scenario's end
    assert room.messages()["I2"] == "released"  # nobody announced: in a tabletop it waits for the facilitator


def test_a_decision_while_it_plays_holds_nothing() -> None:
    room = drill()
    room.done("play", rate=10)
    room.lockdown()
    room.wait(20_000)
    assert room.clock == "moving" and room.now > 150_000
    assert room.messages()["I2"] == "not_needed"


def test_another_speed_goes_on_from_where_it_is_and_hold_stands() -> None:
    room = drill()
    room.done("play", rate=10)
    room.wait(4_000)
    room.done("play", rate=1)
    slow = room.now
    room.wait(2_000)
    assert slow == 50_000 and room.now == 52_000
    room.done("hold")
    here = room.now
    room.wait(10_000)
    assert room.now == here and room.clock == "held"


def test_a_tabletop_is_led_step_by_step() -> None:
    refused = Room().act("play", rate=2).refused
    assert refused == "A tabletop is led from step to step; only a drill plays by itself."


def test_only_who_leads_starts_it_and_the_end_is_the_end() -> None:
    room = drill()
    token, _ = room.sit("evaluator")
    assert room.act("play", token, rate=1).refused == "This seat cannot do that."
    room.done("play", rate=20)
    room.wait(60_000)
    assert "over" in (room.act("play", rate=1).refused or "")


def test_times_are_observed_the_later_counts_and_a_slip_is_taken_back() -> None:
    room = drill()
    (first, _), (second, _) = room.sit("evaluator"), room.sit("evaluator")
    room.done("play", rate=1)
    assert room.done("observe", first, point=1, s=12.34).say == "Observed: 0:12.3."
    room.done("observe", first, point=1, s=14)
    room.done("observe", second, point=1, s=15.5, text="by the window")
    room.done("observe", first, point=2, s=185)
    room.done("observe", second, point=0, s=90)
    room.done("observe", second, point=0, out=True)
    seen = room.ex.view(room.ex.seat(first), room.wall_ms)["drill"]["points"]
    assert [(one["mine"], one["others"]) for one in seen] == [(None, []), ("0:14", ["0:15.5"]), ("3:05", [])]
    notes = [one.payload["text"] for one in room.ex.core().entries if one.kind == "note"]
    assert notes[0] == "D101, locked: 0:12.3" and len(notes) == 6  # nothing that was taken is lost


def test_the_results_file_is_one_that_learning_reads(tmp_path: Path) -> None:
    room = drill()
    token, _ = room.sit("evaluator")
    room.done("observe", token, point=0, s=95.5)
    room.done("observe", token, point=1, s=11, text='said "done", twice')
    room.done("observe", token, point=2, s=185)
    path = tmp_path / "results.csv"
    path.write_text(results_csv("card 2", room.ex.header.settings, room.ex.core().entries), encoding="utf-8")
    found = read_results(str(path))
    assert [(one.what, one.where, one.seconds) for one in found] == [
        ("total", None, 95.5), ("lock", "D101", 11.0), ("note", None, None)
    ]  # fmt: skip
    assert found[2].note == "All clear given: 3:05" and found[0].drill == "card 2"
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
    assert rows[1]["note"] == 'said "done", twice' and len(rows[0]["date"]) == 10


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ({"point": 3, "s": 1}, "point as a whole number"), ({"point": "1", "s": 1}, "point as a whole number"),
        ({"point": 1}, "how many seconds"), ({"point": 1, "s": -1}, "s as a number from 0"),
        ({"point": 1, "s": 1e9}, "s as a number from 0"),
    ],
)  # fmt: skip
def test_what_is_no_time_gets_a_sentence(args: dict[str, Any], words: str) -> None:
    room = drill()
    token, _ = room.sit("evaluator")
    assert words in (room.act("observe", token, **args).refused or "")


def test_a_tabletops_views_have_nothing_of_it_and_players_take_no_times() -> None:
    tabletop, room = Room(), drill()
    assert "drill" not in tabletop.ex.view(tabletop.desk, tabletop.wall_ms)
    assert "asks for no times" in (tabletop.act("observe", point=0, s=1).refused or "")
    assert room.act("observe", Seat("participant-1", "participant", "principal"), point=0, s=1).refused


def test_seconds_as_a_watch_shows_them() -> None:
    assert [in_clock(one) for one in (0, 9.96, 59.94, 59.96, 185, 3600)] == [
        "0:00", "0:10", "0:59.9", "1:00", "3:05", "60:00"
    ]  # fmt: skip
