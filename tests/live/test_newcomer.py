"""What a newcomer met at the desk with the storm: words of the plan, a bus that is held back, a ruling read back."""

from __future__ import annotations

import pytest

from simulator.live.log import notes_of
from simulator.live.views.deeds import deed_of
from simulator.live.views.forms import form_of
from tests.live.room import Room, scenario

STORM = "cedar-hollow-storm"


@pytest.mark.parametrize(
    ("role", "action", "fields"),
    [
        ("dean", "tell", {"to": ["outdoor_groups"], "what": ["shelter"], "via": ["in_person"]}),
        ("dean", "tell", {"to": ["zones_not_reached"], "what": ["shelter"]}),
        ("dean", "tell", {"to": ["spectators"], "what": ["shelter"]}),
        ("dean", "move", {"who": "outdoor_groups", "to": ["nearest_shelter"]}),
        ("dean", "move", {"who": "own_class", "to": ["nearest_room"]}),
        ("dean", "search", {"spaces": ["nearest_room"]}),
    ],
)
def test_a_person_may_use_the_words_that_a_plan_uses(role: str, action: str, fields: dict[str, object]) -> None:
    room = Room(scenario(STORM))
    room.next()
    room.done("decide", role=role, action=action, fields=fields)


def test_a_word_that_means_nothing_there_is_refused_in_words() -> None:
    room = Room(scenario(STORM))
    room.next()
    answer = room.act("decide", role="dean", action="move", fields={"who": "own_class", "to": ["own_room"]})
    assert answer.refused is not None and "word of response plans" in answer.refused
    offered = next(one for one in form_of("move").fields if one.name == "to").options
    assert offered is not None and "own_room" not in {one["value"] for one in offered(scenario(STORM))}


def test_groups_outdoors_are_reached_by_whoever_tells_them() -> None:
    room = Room(scenario(STORM))
    room.next()
    fields = {"to": ["outdoor_groups"], "what": ["shelter"], "via": ["in_person"]}
    room.done("decide", role="dean", action="tell", fields=fields)
    rows = room.ex.core().run.rows
    cause = next(row[2] for row in rows if row[1] == "done" and row[3:5] == ("dean", "tell"))
    assert any(row[1] == "learned" and row[2] == cause for row in rows)


@pytest.mark.parametrize("holds", [False, True])
def test_a_bus_that_is_held_back_does_not_pull_out(holds: bool) -> None:
    room = Room(scenario(STORM))
    room.next()
    if holds:
        room.done("decide", role="principal", action="hold_vehicle", fields={"vehicle": "bus_7"})
    rows = room.ex.core().run.rows
    out = {row[3] for row in rows if row[1] == "inject_released"}
    assert ({"I4", "I5"} & out) == (set() if holds else {"I4", "I5"})
    assert ("bus_7" in {row[3] for row in rows if row[1] == "departed"}) is not holds


def test_whoever_unloads_a_bus_says_where_to() -> None:
    form = form_of("unload")
    assert {one.name for one in form.fields if form.needs(one)} == {"vehicle", "to"}


def test_a_ruling_is_read_back_with_what_was_set_and_why() -> None:
    room = Room(scenario(STORM))
    room.next()
    room.done("rule", sets={"outcome": "Bus 3 waits at the gate"}, says="the driver knows the road", who="dean")
    state = room.state()
    words = deed_of(state, state.records[-1])
    assert "Bus 3 waits at the gate" in words and words.endswith("because: the driver knows the road")


def test_what_the_guide_ticks_off_is_no_note() -> None:
    room = Room(scenario(STORM))
    room.done("note", text="left", about="guided")
    room.done("note", text="The radio was quiet")
    assert [one.payload["text"] for one in notes_of(room.ex.core().entries)] == ["The radio was quiet"]
