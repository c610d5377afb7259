"""Promises 2 and 4 over random buildings, crowds, orders, channels and times."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from simulator.analysis.metrics import metrics
from simulator.analysis.securing import secured_curve
from simulator.analysis.state import passings
from simulator.analysis.summary import summary
from simulator.engine.orders import WORDS
from simulator.engine.run import run
from simulator.model.bundle import Bundle
from simulator.model.decisions import Decision
from simulator.model.response import Response
from simulator.session import load_scenario
from tests.engine.buildings import bundle_of
from tests.engine.random_plans import plans
from tests.engine.test_promises import three_counts_agree

_DECISION: TypeAdapter[Decision] = TypeAdapter(Decision)
SLOW = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
STEP = {
    "id": "L3", "on": {"order": "lockdown"}, "role": "each_teacher", "action": "lock", "what": "own_room",
    "meant": 15, "actual": {"lognormal": {"median": 12, "sigma": 0.7}}, "done": 0.9,
}  # fmt: skip


@st.composite
def cases(draw: st.DrawFn) -> Bundle:
    """A school with locks, loudspeakers and people of all kinds, and a response plan."""
    tree = draw(plans()).model_dump(by_alias=True, exclude_none=True)
    locks = st.sampled_from(["none", "inside", "outside-key", "automatic", "access-control"])
    for opening in tree["openings"]:
        if opening["type"] == "door":
            opening["lock"] = draw(locks)
    for level in tree["levels"].values():
        for space in level["spaces"].values():
            space["pa"] = draw(st.sampled_from([None, "north", "south"]))
            space["shelter"] = draw(st.sampled_from([{}, {"severe_weather": 12}]))
    spaces = [name for level in tree["levels"].values() for name in level["spaces"]]
    group = st.fixed_dictionaries({
        "kind": st.sampled_from(["pupils", "staff", "visitors"]), "in": st.sampled_from(spaces),
        "count": st.integers(1, 12), "each_alone": st.booleans(), "keys": st.booleans(),
        "mobility": st.sampled_from([{}, {"assisted": 0.3}]),
    })  # fmt: skip
    groups = [{"id": f"g{number}", **one} for number, one in enumerate(draw(st.lists(group, min_size=1, max_size=6)))]
    policies = {
        "lone_pupils_let_in": draw(st.booleans()),
        "alarm_in_lockdown": draw(st.sampled_from(["stay_until_told", "evacuate", "class_decides"])),
    }
    response = {
        "format": "hotwash.response/1", "title": "Test", "policies": policies,
        "hazards": {"severe_weather": {"steps": [STEP] if draw(st.booleans()) else []}},
    }  # fmt: skip
    alarm = {"id": "A", "at": draw(st.integers(0, 300)), "effect": [{"alarm": "fire"}]}
    fails = {"id": "F", "at": draw(st.integers(0, 300)), "effect": [{"fail": "pa.north", "for": "01:00"}]}
    bundle = bundle_of(
        type(draw(plans())).model_validate(tree), groups, hazard="severe_weather", horizon="1:00:00",
        roles={"head": {"in": spaces[0]}}, injects=draw(st.sampled_from([[], [fails], [alarm, fails]])),
    )  # fmt: skip
    return Bundle(bundle.tree, bundle.scenario, bundle.plan, (), {}, Response.model_validate(response))


def orders_for(bundle: Bundle) -> st.SearchStrategy[Decision]:
    spaces = st.sampled_from([*bundle.plan.spaces()])
    words = st.sampled_from([*sorted(WORDS), "code red"])
    doors = st.sampled_from([one.id for one in bundle.plan.openings if one.type == "door"])
    shapes = st.one_of(
        st.fixed_dictionaries({"action": st.just("announce"), "what": words}),
        st.fixed_dictionaries({"action": st.just("tell"), "what": words, "to": spaces}),
        st.fixed_dictionaries({"action": st.just("tell"), "what": words, "to": st.just("zones_not_reached")}),
        st.fixed_dictionaries({"action": st.sampled_from(["lock", "unlock", "close"]), "what": doors}),
        st.fixed_dictionaries({"action": st.just("move"), "who": st.builds(lambda s: {"in": s}, spaces), "to": spaces}),
    )
    return st.tuples(shapes, st.integers(0, 300), st.integers(0, 999_999)).map(
        lambda one: _DECISION.validate_python({"id": f"N{one[2]}", "role": "head", "at": one[1], **one[0]})
    )


@given(st.data())
@SLOW
def test_orders_lose_nobody_and_the_fold_of_secured_rooms_agrees(data: st.DataObject) -> None:
    bundle = data.draw(cases())
    chosen = data.draw(st.lists(orders_for(bundle), min_size=1, max_size=5))
    seed = data.draw(st.integers(0, 1_000))
    for until in data.draw(st.lists(st.integers(1, 900_000), min_size=2, max_size=3)):
        played = run(bundle, seed, chosen, until / 1000)
        three_counts_agree(played)
        steps = [step for step in passings(played.rows) if step.t_ms < played.until_ms]
        curve = secured_curve(played, steps)
        closed = {row[3] for row in played.rows if row[1] == "secured"}
        for row in played.rows:
            if row[1] in ("secured", "unsecured"):
                (closed.add if row[1] == "secured" else closed.discard)(row[3])
        inside = sum(segment.partition("/")[0] in closed for segment in played.places.values())
        assert curve[-1].people == inside
        assert all(0 <= one.people <= metrics(played)["people"] for one in curve)
        assert summary(played, metrics(played))


@given(st.data())
@SLOW
def test_a_later_order_leaves_earlier_events_as_they_were(data: st.DataObject) -> None:
    bundle = data.draw(cases())
    before = data.draw(st.lists(orders_for(bundle), max_size=2))
    more = data.draw(st.lists(orders_for(bundle), min_size=1, max_size=3))
    first = min(decision.at_ms or 0 for decision in more)
    assert _before(run(bundle, 7, before).rows, first) == _before(run(bundle, 7, [*before, *more]).rows, first)


@given(st.data())
@SLOW
def test_a_shorter_run_is_the_beginning_of_a_longer_one(data: st.DataObject) -> None:
    bundle = data.draw(cases())
    chosen = data.draw(st.lists(orders_for(bundle), min_size=1, max_size=4))
    a, b = sorted(data.draw(st.tuples(st.integers(1, 600), st.integers(1, 600))))
    short, long = run(bundle, 3, chosen, a), run(bundle, 3, chosen, b)
    assert list(short.rows) == _before(long.rows, a * 1000)


def _before(rows: tuple[Any, ...], t_ms: int) -> list[Any]:
    return [row for row in rows if row[0] < t_ms]


@pytest.mark.parametrize("name", ["maple-ridge-lockdown", "cedar-hollow-hold-secure"])
def test_the_shipped_exercises_hold_at_many_seeds(name: str) -> None:
    bundle = load_scenario(f"{name}.yaml")
    for seed in range(6):
        told = {"id": "T", "role": "principal", "at": 60 + 30 * seed, "action": "tell", "what": "lockdown"}
        said = {"id": "S", "role": "principal", "at": 200, "action": "announce", "what": sorted(WORDS)[seed]}
        chosen = [_DECISION.validate_python(one) for one in (told | {"to": "zones_not_reached"}, said)]
        for until in (150, 420, 1_200):
            three_counts_agree(run(bundle, seed, chosen, until))
