"""Exercises and runs to debrief, each played once."""

from __future__ import annotations

from functools import cache
from typing import Any

from simulator import debriefing, session
from simulator.debriefing import Debrief
from tests.live.room import Room, scenario, small


@cache
def run_of(name: str) -> Debrief:
    """The debrief of a shipped scenario's version 1, as the plan alone plays it."""
    bundle = scenario(name)
    return debriefing.of_run(session.run(bundle, 1, seats={}), bundle, seats={})


def play(room: Room) -> Room:
    """The intruder at the small school: calls, an order, a ruling, a free sentence, and what evaluators write."""
    room.sit("participant", "principal")
    room.sit("participant", "sergeant")
    evaluator = room.sit("evaluator")[1]
    room.next(2)
    room.decide("secretary", "call_911", says=["what", "where"])
    room.next()
    room.lockdown()
    room.done("rule", sets={"opening": {"@gym_door": "locked"}}, says="It is chained at this hour.", who="Custodian")
    room.decide("principal", "record", says="I walk to the gym.")
    room.next(3)
    room.done("seen", evaluator, expect="E1", seen="differently", text="By the dean.", at_ms=50_000)
    room.done("note", evaluator, text="Calm voices.", about="O1")
    room.decide("principal", "tell", to=["@gym"], what=["lockdown"], via=["in_person"])
    room.next(4)
    room.done("park", text="Who has keys?")
    return room


def after(room: Room) -> Room:
    """The end of play, and what is written then."""
    evaluator = next(seat for seat in room.ex.core().seats.values() if seat.kind == "evaluator")
    room.done("end")
    room.done("rate", evaluator, objective="O1", rating="S", text="Once it was heard.")
    room.done("hot_wash", evaluator, discipline="school", sort="improve", text="A radio in the gym")
    room.done("feedback", evaluator, answers={"Worth my time": "5"})
    return room


@cache
def exercise() -> Room:
    """One that was played to its end and never corrected."""
    return after(play(Room(small())))


@cache
def corrected() -> Room:
    """One of whose decisions one was dated earlier during play, and one taken back."""
    room = play(Room(small()))
    lockdown, free = (record_of(room, action) for action in ("announce", "record"))
    room.done("date", seq=lockdown.seq, at_ms=20_000, why="It was said at once.")
    room.done("withdraw", seq=free.seq, why="Nobody meant it.")
    return after(room)


def record_of(room: Room, action: str) -> Any:
    """The first recorded decision of an action."""
    return next(one for one in room.ex.core().records if one.decision["action"] == action)
