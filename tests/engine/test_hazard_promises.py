"""Promises 2 and 4 with every hazard: nobody is lost, nobody waits for ever, a later act leaves the past as it was."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from simulator.analysis.exposure import exposures
from simulator.analysis.hazards import hazard_exposure, hazard_metrics
from simulator.analysis.metrics import metrics
from simulator.analysis.state import passings
from simulator.analysis.told_hazards import told_hazards
from simulator.engine.run import run
from simulator.files.load import load_response
from simulator.model.bundle import Bundle
from simulator.model.decisions import Decision
from simulator.model.response import Response
from simulator.model.run import Run
from simulator.model.scenario import Scenario
from simulator.session import load_plan
from simulator.shipped import shipped as folder_of
from tests.engine.buildings import bundle_of
from tests.engine.random_plans import plans
from tests.engine.test_promises import three_counts_agree

_DECISION: TypeAdapter[Decision] = TypeAdapter(Decision)
SLOW = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
SCRIPTS: dict[str, Any] = {
    "severe_weather": {"weather": {"warned": 30, "arrives": "06:00", "lasts": {"fixed": 600}}},
    "hazmat": {"hazmat": {"known": 10, "arrives": "05:00", "lasts": {"uniform": [600, 900]}, "upwind_of": "@parking"}},
    "earthquake": {"earthquake": {"at": 60, "lasts": {"uniform": [10, 40]}, "closes": ["@library", "@main_entrance"]}},
    "bomb_threat": {"bomb_threat": {"at": 20, "received_by": "secretary", "about": "@gym"}},
    "medical": {"medical": {"in": "@gym", "at": 15}},
    "missing_child": {"missing_child": {"last_seen": "@classroom", "at": 10, "truly_in": "@gym"}},
}


def shipped(hazard: str, plan: str, response: str = "standard") -> Bundle:
    """A hazard on a shipped plan, with people in the halls, on the field, and one who needs help."""
    building = load_plan(f"{plan}.yaml")
    groups = [
        {"id": "pe", "kind": "pupils", "in": "@field", "count": 20},
        {"id": "pet", "kind": "staff", "in": "@field", "count": 1},
        {"id": "errands", "kind": "pupils", "in": "@main_hall", "count": 4, "each_alone": True},
        {"id": "chair", "kind": "pupils", "in": "@library", "count": 1, "mobility": {"assisted": 1}},
    ]  # fmt: skip
    places = {"principal": "@main_hall", "secretary": "@office", "nurse": "@nurse", "dean": "@library",
              "custodian": "@mechanical"}  # fmt: skip
    more = {"roles": {role: {"in": place} for role, place in places.items()}, "horizon": "60:00", "hazard": hazard}
    bundle = bundle_of(building, None, occupancy={"fill": 0.9, "groups": groups}, **(more | SCRIPTS[hazard]))
    return Bundle(bundle.tree, bundle.scenario, building, (), {}, _response(response))


def _response(name: str) -> Response:
    return load_response(folder_of("scenarios") / "response" / f"{name}.yaml")


def nobody_waits(played: Run) -> list[Any]:
    """Whoever queues or takes cover at the end. Without a way out, or help, people may still stand."""
    last: dict[str, Any] = {}
    for row in played.rows:
        if row[1] in ("started", "rerouted", "waiting", "entered", "out", "reached", "party_split"):
            last[row[3]] = row
    return [row for row in last.values() if row[1] == "waiting" and row[5] in ("queue", "takes cover")]


@pytest.mark.parametrize("hazard", sorted(SCRIPTS))
@pytest.mark.parametrize("plan", ["maple-ridge", "cedar-hollow"])
def test_a_hazard_on_a_shipped_plan_loses_nobody_and_nobody_waits_for_ever(hazard: str, plan: str) -> None:
    bundle = shipped(hazard, plan, "standard" if plan == "maple-ridge" else "district-variant")
    for seed in (1, 2, 3):
        for until in (100, 420, 900):
            three_counts_agree(run(bundle, seed, until=until))
        played = run(bundle, seed)
        three_counts_agree(played)
        assert nobody_waits(played) == []
        assert told_hazards(played)
        assert metrics(played)["time_to_recognition_s"] is not None


def test_what_the_plan_says_is_done_about_each_hazard() -> None:
    def done(hazard: str) -> set[str]:
        rows = [row for seed in range(4) for row in run(shipped(hazard, "maple-ridge"), seed).rows]
        return {row[4] for row in rows if row[1] == "done"}

    assert {"announce", "shut_air", "close"} <= done("hazmat")
    assert {"announce", "search"} <= done("missing_child")
    assert {"assist", "announce"} <= done("medical")


# ---- any building, any act -------------------------------------------------------------------------------------------


@st.composite
def cases(draw: st.DrawFn) -> Bundle:
    """A random school with one or more hazards."""
    tree = draw(plans()).model_dump(by_alias=True, exclude_none=True)
    for level in tree["levels"].values():
        for space in level["spaces"].values():
            space["shelter"] = draw(st.sampled_from([{}, {"severe_weather": 12, "hazmat": 8}]))
            if draw(st.booleans()):
                space["air"] = draw(st.sampled_from(["one", "two"]))
    spaces = [name for level in tree["levels"].values() for name in level["spaces"]]
    doors = [one["id"] for one in tree["openings"]]
    place, at = st.sampled_from(spaces), st.integers(0, 200)
    scripts: dict[str, Any] = {
        "weather": {"warned": draw(at), "arrives": draw(at), "lasts": {"fixed": 120}},
        "hazmat": {"known": draw(at), "arrives": draw(at), "lasts": {"fixed": 90}, "upwind_of": draw(place)},
        "earthquake": {"at": draw(at), "lasts": {"fixed": 25},
                       "closes": draw(st.lists(st.sampled_from([*spaces, *doors]), max_size=2))},
        "medical": {"in": draw(place), "at": draw(at)},
        "missing_child": {"last_seen": draw(place), "truly_in": draw(place), "at": draw(at)},
    }  # fmt: skip
    kept = draw(st.lists(st.sampled_from(sorted(scripts)), min_size=1, max_size=3, unique=True))
    group = st.fixed_dictionaries({
        "kind": st.sampled_from(["pupils", "staff", "visitors"]), "in": place, "count": st.integers(1, 12),
        "each_alone": st.booleans(), "mobility": st.sampled_from([{}, {"assisted": 0.3}]),
    })  # fmt: skip
    groups = [{"id": f"g{number}", **one} for number, one in enumerate(draw(st.lists(group, min_size=1, max_size=5)))]
    effects = draw(st.lists(st.sampled_from([
        {"weather": "ice"}, {"weather": "wind"}, {"warn": "hazmat"}, {"shut_air": "one", "for": 40},
        {"unaccounted": "pupil"}, {"alarm": "fire"},
    ]), max_size=3))  # fmt: skip
    inject = {"id": "I1", "at": draw(at), "to": [], "text": "x", "effect": effects}
    return bundle_of(
        type(draw(plans())).model_validate(tree), groups, hazard="severe_weather", horizon="40:00",
        roles={"head": {"in": spaces[0]}}, injects=[inject], **{name: scripts[name] for name in kept},
    )  # fmt: skip


def acts_for(bundle: Bundle) -> st.SearchStrategy[Decision]:
    place = st.sampled_from([*bundle.plan.spaces()])
    who = st.one_of(st.builds(lambda space: {"in": space}, place), st.sampled_from(["indoors", "g0", "nobody"]))
    words = st.sampled_from(["indoors", "own_room", "nearest_room"])
    searched = st.lists(st.one_of(place, words), min_size=1, max_size=2)
    orders = st.sampled_from(["shelter", "evacuate", "hold"])
    shapes = st.one_of(
        st.fixed_dictionaries({"action": st.just("search"), "spaces": searched}),
        st.fixed_dictionaries({"action": st.just("stay"), "who": who}),
        st.fixed_dictionaries({"action": st.sampled_from(["assist", "admit"]), "who": who, "to": place}),
        st.fixed_dictionaries({"action": st.just("assist")}),
        st.fixed_dictionaries({"action": st.just("barricade"), "what": place}),
        st.fixed_dictionaries({"action": st.sampled_from(["shut_air", "restore_air", "reset_alarm"])}),
        st.fixed_dictionaries({"action": st.just("announce"), "what": orders}),
        st.fixed_dictionaries({"action": st.just("tell"), "what": st.just("shelter"), "to": place}),
    )  # fmt: skip
    return st.tuples(shapes, st.integers(0, 250), st.integers(0, 999_999)).map(
        lambda one: _DECISION.validate_python({"id": f"N{one[2]}", "role": "head", "at": one[1], **one[0]})
    )


@given(st.data())
@SLOW
def test_hazards_and_acts_lose_nobody_and_both_folds_of_exposure_agree(data: st.DataObject) -> None:
    bundle = data.draw(cases())
    chosen = data.draw(st.lists(acts_for(bundle), max_size=4))
    for until in data.draw(st.lists(st.integers(1, 900_000), min_size=1, max_size=2)):
        played = run(bundle, 3, chosen, until / 1000)
        three_counts_agree(played)
        steps = [step for step in passings(played.rows) if step.t_ms < played.until_ms]
        people, person_ms = hazard_exposure(played, steps)
        both = exposures(played, steps)
        assert (both.people, both.person_ms) == (people, person_ms)
        assert hazard_metrics(played).keys() == {"search_complete_s", "air_shut_s"}
        assert all(moment.words.strip() for moment in told_hazards(played))


@given(st.data())
@SLOW
def test_nobody_waits_for_ever(data: st.DataObject) -> None:
    bundle = data.draw(cases())
    played = run(bundle, 5, data.draw(st.lists(acts_for(bundle), max_size=3)))
    assert nobody_waits(played) == []


@given(st.data())
@SLOW
def test_a_later_act_leaves_earlier_events_as_they_were(data: st.DataObject) -> None:
    bundle = data.draw(cases())
    before = data.draw(st.lists(acts_for(bundle), max_size=2))
    more = data.draw(st.lists(acts_for(bundle), min_size=1, max_size=2))
    first = min(decision.at_ms or 0 for decision in more)
    plain, changed = run(bundle, 7, before).rows, run(bundle, 7, [*before, *more]).rows
    assert [row for row in plain if row[0] < first] == [row for row in changed if row[0] < first]


def test_scenarios_without_these_hazards_have_none_of_their_events() -> None:
    bundle = shipped("bomb_threat", "maple-ridge")
    tree = {name: value for name, value in bundle.tree.items() if name != "bomb_threat"}
    calm = Bundle(tree, Scenario.model_validate(tree), bundle.plan, (), {}, bundle.response)
    assert {row[1] for row in run(calm, 1).rows} == {"entered"}
