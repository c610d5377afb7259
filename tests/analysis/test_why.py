"""Why a party did what it did, in sentences: known answers, and that tracing changes nothing."""

from __future__ import annotations

from simulator.analysis.why import why
from simulator.engine.run import run
from tests.engine.buildings import bundle_of, group, room_between
from tests.engine.test_choosing import PRINCIPAL, said
from tests.engine.threatened import ABSENT, people, threatened
from tests.engine.threatened import play as play_threat

SEES = {"t": "H/1"}


def reason(trained: str, at_s: float = 20, **more: object) -> str:
    one = people("t", "H", at=[45, 1.5], trained=trained, **more)
    return why(play_threat(threatened(None, one, **ABSENT), sights=SEES, trace=("t",)), "t", at_s)


def test_hiding_is_told_with_what_was_believed_and_both_margins() -> None:
    assert reason("lockdown") == (
        "At 0:16 a member of staff from H went to hide in room R2: they had seen 6 seconds before that the armed "
        "person was in H; it was what the training asks for. Getting to room R2 and locking, with lights and places "
        "out of sight, takes 18 seconds, 8 seconds to spare before the person could be on that way; getting out by "
        "exit XE takes 15 seconds, 24 seconds to spare."
    )


def test_running_is_told_with_the_reason() -> None:
    assert reason("options").startswith(
        "At 0:16 a member of staff from H left by exit XE: they had seen 6 seconds before"
    )
    assert "that way out was clear for long enough" in reason("options")


def test_before_the_first_choice_there_is_none_to_tell() -> None:
    assert reason("options", at_s=12) == "By 0:12 a member of staff from H had made no choice."


def test_a_class_is_told_with_its_teacher_and_its_columns_as_part_of_it() -> None:
    groups = [people("p", "R2", 6, "pupils", at=[42, 7]), people("t", "R2", at=[42, 7])]
    played = play_threat(threatened(None, *groups, **ABSENT), sights=SEES, trace=("p",))
    told = why(played, "p", 20)
    assert told.startswith("At 0:16 the class of room R2 stayed in room R2 and turned to its doors")
    assert "they went by what a member of staff from room R2 chose" in told


def test_an_order_is_named_as_the_reason_by_whoever_knows_of_nobody() -> None:
    bundle = threatened(None, people("t", "R2"), **ABSENT, **PRINCIPAL)
    told = why(play_threat(bundle, said(), trace=("t",)), "t", 60)
    assert told == (
        "At 0:20 a member of staff from room R2 stayed in room R2 and turned to its doors: they knew of no place where "
        "the armed person was; it was what the order asked for. Locking, with lights and places out of sight, takes "
        "17 seconds."
    )


def test_parties_that_only_leave_are_told_with_the_ways_that_they_knew() -> None:
    bundle = bundle_of(room_between(), [group("g", "R", 1, at=[8, 4])])
    assert why(run(bundle, 1, trace=("g",)), "g", 60) == (
        "At 0:00 a pupil from room R in room R made for exit X1: exit X1 was 2 m away; exit X2 8 m."
    )
    shut = bundle_of(room_between(), [group("g", "R", 1, at=[8, 4])], setup=[{"block": "X1"}, {"block": "X2"}])
    assert why(run(shut, 1, trace=("g",)), "g", 60).endswith(
        "knew of no way: exit X2 and exit X1 were known to be shut."
    )


def test_a_trace_changes_no_event() -> None:
    bundle = threatened(None, people("t", "H", at=[45, 1.5]), people("v", "R1", kind="visitors"), **ABSENT)
    plain, traced = (play_threat(bundle, sights=SEES, trace=trace) for trace in ((), ("t", "v")))
    assert plain.rows == traced.rows
    assert not plain.choices
    assert traced.choices
