"""The guided sample: its steps tick themselves off from the log, and it can be left at any time."""

from __future__ import annotations

from typing import Any

from simulator.live.views.guided import STEPS
from tests.live.views.table import Room

STORM = "cedar-hollow-storm.yaml"


def step_of(room: Room) -> str | None:
    found: dict[str, Any] | None = room.view()["guided"]
    return found["step"] if found is not None else None


def test_each_step_is_ticked_off_by_doing_it_and_by_nothing_else() -> None:
    room = Room(STORM, guided=True)
    seen = [step_of(room)]

    def after(do: Any) -> None:
        do()
        seen.append(step_of(room))

    after(lambda: room.does("note", text="why"))  # a note of somebody's own ticks nothing off
    after(lambda: room.steps(1))
    after(lambda: room.steps(1))
    after(lambda: room.does("show", what="question", question="Who listens?"))
    after(lambda: room.does("decide", role="principal", action="announce", fields={"what": "shelter"}))
    after(lambda: room.steps(1))
    after(lambda: room.does("note", text="why", about="guided"))
    after(lambda: room.does("blank"))
    after(lambda: room.does("blank"))
    assert seen == ["begin", "begin", *(one.id for one in STEPS[1:]), "done"]
    assert room.view()["guided"]["done"] == len(STEPS)


def test_what_was_done_early_is_not_asked_for_again() -> None:
    room = Room(STORM, guided=True).steps(1)
    room.does("blank")
    room.does("blank")
    room.does("note", text="why", about="guided")
    room.steps(1)
    room.does("show", what="question", question="Who listens?")
    room.does("decide", role="principal", action="announce", fields={"what": "shelter"})
    assert step_of(room) == "follow"
    room.steps(1)
    assert step_of(room) == "done"


def test_it_is_left_for_good_and_others_never_see_it() -> None:
    room = Room(STORM, guided=True)
    room.does("note", text="left", about="guided")
    assert step_of(room) is None
    assert step_of(room.steps(2)) is None
    assert step_of(Room(STORM)) is None


def test_the_steps_follow_from_the_log_up_to_a_position() -> None:
    room = Room(STORM, guided=True)
    seq = room.view()["seq"]
    room.steps(2)
    assert room.view(seq=seq)["guided"]["step"] == "begin" and step_of(room) == "ask"
