"""Sight from one segment at a time: a part of what all segments together find, whatever was asked before."""

from __future__ import annotations

from hypothesis import given, settings

from simulator.model.building import Plan
from simulator.rules.segments import segments_of
from simulator.rules.sight import SightLine, Sights, sight, sights_of
from tests.engine.random_plans import plans
from tests.rules.test_itinerary import school


def test_a_hall_sees_its_strips_and_its_rooms_through_their_doors() -> None:
    lines = sights_of(school()).of("H/1")
    assert SightLine("H/2", ()) in lines and SightLine("H/3", ()) in lines
    assert SightLine("A", ("DA",)) in lines
    assert "C" not in {line.to for line in lines}


def test_the_same_plan_is_worked_out_once() -> None:
    plan = school()
    assert sights_of(plan) is sights_of(plan)
    assert sights_of(plan) is not sights_of(school())


@given(plans())
@settings(max_examples=8, deadline=None)
def test_one_at_a_time_finds_the_same_in_any_order_and_nothing_more_than_all_together(plan: Plan) -> None:
    segments = segments_of(plan)[0]
    together, names = sight(plan, segments), [segment.name for segment in segments]
    there = Sights(plan, segments)
    found = {name: there.of(name) for name in names}
    back = Sights(plan, segments)
    assert {name: back.of(name) for name in reversed(names)} == {name: found[name] for name in reversed(names)}
    for name in names:
        seen = {line.to for line in found[name]}
        assert seen <= {line.to for line in together[name]}
    mutual = {name: targets(found[name]) | {one for one in names if name in targets(found[one])} for name in names}
    assert mutual == {name: targets(together[name]) for name in names}


def targets(lines: tuple[SightLine, ...]) -> set[str]:
    return {line.to for line in lines}
