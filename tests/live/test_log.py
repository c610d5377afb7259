"""The folds over the log, each from a few entries."""

from __future__ import annotations

from typing import Any

from simulator.live.log import (
    by_plan_of,
    decisions_of,
    ended_of,
    hands_of,
    hot_wash_of,
    parked_of,
    ratings_of,
    records_of,
    shown_of,
    steps_of,
    stopped_of,
)
from simulator.live.seats import seats_of
from simulator.model.exercise import Entry, Kind


def log(*lines: tuple[Kind, dict[str, Any]], seat: str = "s") -> tuple[Entry, ...]:
    return tuple(
        Entry("exercise:t", seq, seq * 1_000, 0, payload.pop("_seat", seat), kind, payload, f"k{seq}", None)
        for seq, (kind, payload) in enumerate(lines, 1)
    )


def said(name: str, at: float, by: str = "stated", **more: Any) -> tuple[Kind, dict[str, Any]]:
    fields = {"id": name, "at": at, "role": "principal", "action": "record", "says": name, **more}
    return "decision", {"decision": fields, "words": name, "by": by}


def test_decisions_in_the_order_of_the_log_with_corrections_up_to_a_position() -> None:
    entries = log(
        said("D1", 1.5), said("D2", 2),
        ("correction", {"of": 1, "change": "date", "at_ms": 250}),
        ("correction", {"of": 2, "change": "replace", "decision": {"role": "dean", "action": "record", "says": "no"}}),
        ("correction", {"of": 1, "change": "withdraw"}),
    )  # fmt: skip
    assert [(one.id, one.at_ms) for one in decisions_of(entries, 2)] == [("D1", 1500), ("D2", 2000)]
    assert [(one.id, one.at_ms) for one in decisions_of(entries, 3)] == [("D1", 250), ("D2", 2000)]
    assert [(one.id, one.role, one.at_ms) for one in decisions_of(entries)] == [("D2", "dean", 2000)]
    assert [one.state for one in records_of(entries)] == ["withdrawn", "corrected"]


def test_what_was_assumed_counts_from_the_jump_that_names_it() -> None:
    entries = log(said("D1", 5, "assumed"), said("D2", 6, "assumed"), ("clock", {"state": "held", "assumed": [1]}))
    assert decisions_of(entries, 2) == ()
    assert [one.id for one in decisions_of(entries)] == ["D1"]


def test_hands_parking_and_screens() -> None:
    entries = log(
        ("hand", {"up": True, "_seat": "a"}), ("hand", {"up": True, "text": "?", "_seat": "b"}),
        ("hand", {"up": False, "seat": "a"}), ("parked", {"text": "keys"}), ("parked", {"text": "maps"}),
        ("parked", {"of": 4, "done": True}), ("shown", {"what": "map"}), ("stopped", {"on": True}), ("ended", {}),
    )  # fmt: skip
    assert [entry.seat for entry in hands_of(entries)] == ["b"]
    assert [entry.payload["text"] for entry in parked_of(entries)] == ["maps"]
    assert shown_of(entries)["what"] == "map" and shown_of(())["what"] == "title"
    assert stopped_of(entries) and not stopped_of(()) and ended_of(entries) == entries[-1]


def test_what_evaluators_wrote_is_the_latest() -> None:
    entries = log(
        ("step", {"expect": "E1", "seen": "seen"}), ("step", {"expect": "E1", "seen": "differently"}),
        ("rating", {"objective": "O1", "rating": "P"}), ("rating", {"objective": "O1", "rating": "S"}),
        ("hot_wash", {"text": "a"}), ("hot_wash", {"text": "b", "of": 5}),
    )  # fmt: skip
    assert steps_of(entries)["E1"].payload["seen"] == "differently"
    assert ratings_of(entries)["O1", "s"].payload["rating"] == "S"
    assert [entry.payload["text"] for entry in hot_wash_of(entries)] == ["b"]


def test_seats_and_roles() -> None:
    entries = log(
        ("seat", {"do": "join", "seat": "participant-1", "kind": "participant", "role": "dean", "token_hash": "x"}),
        ("seat", {"do": "hand_over", "seat": "participant-1", "role": "principal"}),
        ("seat", {"do": "leave", "seat": "participant-1"}),
        said("D1", 1, action="leave_seat"),
    )
    assert seats_of(entries[:1])["participant-1"].role == "dean"
    seat = seats_of(entries)["participant-1"]
    assert (seat.role, seat.here, seat.view) == ("principal", False, "phone")
    assert by_plan_of(records_of(entries), {"principal": "played", "dean": "absent"}) == {
        "principal": "by_plan", "dean": "absent",
    }  # fmt: skip
