"""DESIGN's promises 1-4 over random buildings, crowds, closures, decisions and seeds."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from simulator.analysis.state import fold
from simulator.engine.compiled import compiled
from simulator.engine.doors import Doors
from simulator.engine.occupants import roster
from simulator.engine.run import run
from simulator.engine.traits import traits_of
from simulator.model.bundle import Bundle
from simulator.model.decisions import Decision
from simulator.model.run import Run
from tests.engine.buildings import bundle_of
from tests.engine.random_plans import changes, crowds, door_names, plans
from tests.engine.random_timelines import desk_decisions, timelines

SLOW = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@st.composite
def bundles(draw: st.DrawFn) -> Bundle:
    plan = draw(plans())
    more: dict[str, Any] = {"occupancy": draw(crowds(plan)), "injects": draw(changes(plan)), "horizon": "4:00:00"}
    more["when"] = {"period": draw(st.sampled_from(["class", "passing", "lunch", "assembly"]))}
    if draw(st.booleans()):
        closing = st.fixed_dictionaries({"space": st.sampled_from([*plan.spaces()]), "at": st.integers(0, 200)})
        spreads = [one for one in draw(st.lists(closing, max_size=2)) if not plan.spaces()[one["space"]].open_air]
        more |= {"hazard": "fire", "fire": {"origin": draw(st.sampled_from(["C1", "R1S0"])), "spreads": spreads}}
    return bundle_of(plan, **more)


def any_decisions(bundle: Bundle) -> st.SearchStrategy[Decision]:
    return st.one_of(decisions_for(bundle), desk_decisions(bundle))


def decisions_for(bundle: Bundle) -> st.SearchStrategy[Decision]:
    doors = st.sampled_from(door_names(bundle.plan))
    who = st.sampled_from([{"in": space} for space in bundle.plan.spaces()])
    times = st.integers(0, 240)
    shapes = st.one_of(
        st.fixed_dictionaries({"action": st.sampled_from(["lock", "unlock", "close"]), "what": doors}),
        st.fixed_dictionaries({"action": st.just("move"), "who": who, "to": st.sampled_from([*bundle.plan.spaces()])}),
        st.fixed_dictionaries({"action": st.just("direct"), "who": who, "through": doors}),
    )
    return st.tuples(shapes, times).map(
        lambda pair: Decision.model_validate({"id": "N", "role": "facilitator", "at": pair[1], **pair[0]})
    )


def three_counts_agree(played: Run) -> None:
    people = sum(member.count for member in played.people)
    state = fold(played.rows, played.until_ms - 1)
    counted = {segment: n for segment, n in state.counts.items() if n}
    placed: dict[str, int] = {}
    for segment in played.places.values():
        placed[segment] = placed.get(segment, 0) + 1
    assert dict(played.counts) == counted == placed
    assert len(played.places) == sum(counted.values()) == people
    assert dict(state.places) == played.places


@given(st.data())
@SLOW
def test_everybody_is_in_exactly_one_place_at_every_instant(data: st.DataObject) -> None:
    bundle = data.draw(timelines(data.draw(bundles())))
    chosen = data.draw(st.lists(any_decisions(bundle), max_size=3))
    seed = data.draw(st.integers(0, 1_000))
    for until in data.draw(st.lists(st.integers(1, 400_000), min_size=2, max_size=4)):
        three_counts_agree(run(bundle, seed, chosen, until / 1000))


@given(st.data())
@SLOW
def test_nobody_waits_for_ever_where_a_way_out_exists(data: st.DataObject) -> None:
    bundle = data.draw(bundles())
    played = run(bundle, data.draw(st.integers(0, 1_000)))
    plan = compiled(bundle.plan, bundle.scenario.movement)
    doors = final_doors(played)
    shut = doors.shut_to(False)
    table = plan.routes.table(plan.exits, shut)
    helpless = {row[3] for row in played.rows if row[1] == "waiting" and row[5] == "needs help"}
    for party, _, _, segment in played.standing:
        index = plan.building.by_name[segment]
        if plan.open_air[index] or party in helpless:
            continue
        ways = [step for step in plan.building.steps_out(index) if step not in shut and table.left_mm[step] < 1 << 50]
        note(f"{party} in {segment} at the end")
        assert not ways


def final_doors(played: Run) -> Doors:
    """The doors as the log leaves them."""
    plan = compiled(played.plan, played.scenario.movement)
    doors = Doors(plan)
    for row in played.rows:
        match row[1]:
            case "hazard_closed":
                doors.closed_segments.update(plan.building.of_space[row[4]])
            case "blocked" | "opened" | "locked" | "unlocked" | "closed":
                _change(doors, plan.passage_names.index(row[3]), row[1])
    for door in range(len(plan.passage_names)):
        doors.refresh(door)
    return doors


def _change(doors: Doors, door: int, kind: str) -> None:
    if kind == "blocked":
        doors.blocked[door] = True
    elif kind == "opened":  # freed or propped: the log says one word for both
        doors.blocked[door] = False
    elif kind in ("locked", "unlocked"):
        doors.locked[door] = kind == "locked"


@given(st.data())
@SLOW
def test_the_past_does_not_change(data: st.DataObject) -> None:
    bundle = data.draw(timelines(data.draw(bundles())))
    seed = data.draw(st.integers(0, 1_000))
    before = data.draw(st.lists(any_decisions(bundle), max_size=3))
    more = data.draw(st.lists(any_decisions(bundle), min_size=1, max_size=4))
    first = min(decision.at_ms for decision in more if decision.at_ms is not None)
    assert _before(run(bundle, seed, before), first) == _before(run(bundle, seed, [*before, *more]), first)


def _before(played: Run, t_ms: int) -> list[tuple[Any, ...]]:
    return [row for row in played.rows if row[0] < t_ms]


@given(st.data())
@SLOW
def test_a_shorter_run_is_the_beginning_of_a_longer_one(data: st.DataObject) -> None:
    bundle = data.draw(timelines(data.draw(bundles())))
    chosen = data.draw(st.lists(any_decisions(bundle), max_size=3))
    a, b = sorted(data.draw(st.tuples(st.integers(1, 400), st.one_of(st.integers(1, 400), st.just(14_400)))))
    short, long = run(bundle, 3, chosen, until=a), run(bundle, 3, chosen, until=b)
    assert list(short.rows) == [row for row in long.rows if row[0] < a * 1000]


@given(st.data())
@SLOW
def test_a_message_ends_in_exactly_one_state(data: st.DataObject) -> None:
    bundle = data.draw(timelines(data.draw(bundles())))
    chosen = data.draw(st.lists(any_decisions(bundle), max_size=4))
    played = run(bundle, 5, chosen)
    ended = [row[3] for row in played.rows if row[1] in ("inject_released", "inject_closed")]
    added = {row[5]["inject"]["id"] for row in played.rows if row[1] == "done" and row[4] == "add_inject"}
    assert sorted(ended) == sorted({*(inject.id for inject in bundle.scenario.injects), *added})
    tested = [row[3] for row in played.rows if row[1] in ("expect_met", "expect_missed")]
    assert len(tested) == len(set(tested))


@given(st.data(), st.integers(0, 1_000))
@SLOW
def test_one_more_person_or_door_leaves_the_others_draws_untouched(data: st.DataObject, seed: int) -> None:
    bundle = data.draw(bundles())
    tree = {key: value for key, value in bundle.tree.items() if key != "plan"}
    groups = [*tree["occupancy"].get("groups", ()), {"id": "more", "kind": "staff", "in": "C1", "count": 2}]
    tree["occupancy"] = tree["occupancy"] | {"groups": groups}
    plan_tree = bundle.plan.model_dump(by_alias=True)
    plan_tree["openings"] = [
        *plan_tree["openings"],
        {"id": "NEW", "between": ["C1", "EAST"], "at": [4, 10.5], "type": "door"},
    ]
    more = bundle_of(type(bundle.plan).model_validate(plan_tree), **tree)
    before, after = _traits(bundle, seed), _traits(more, seed)
    assert {key: after[key] for key in before} == before


def _traits(bundle: Bundle, seed: int) -> dict[str, Any]:
    plan = compiled(bundle.plan, bundle.scenario.movement)
    parties = roster(plan, bundle.scenario, seed)
    found = {}
    for party, traits in zip(parties, traits_of(parties, bundle.scenario.movement, seed), strict=True):
        found[f"{party.name} waits"] = traits.delay_ms
        for key, speed, mobility in zip(party.keys, traits.speed_m_s, traits.mobility, strict=True):
            found[key] = speed, mobility
    return found
