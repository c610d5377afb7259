"""Random messages of every trigger, and what a facilitator may do to them, for property tests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from simulator.model.bundle import Bundle
from simulator.model.decisions import Decision
from tests.engine.buildings import bundle_of
from tests.engine.random_plans import door_names

GUARDS = ["true", "false", 'state.space["C1"].people > 3', 'state.space["C1"].density < 0.5', "state.zones_dead > 0"]


@st.composite
def timelines(draw: st.DrawFn, bundle: Bundle) -> Bundle:
    """The same scenario with messages of every trigger, waiting for each other."""
    found: list[dict[str, Any]] = []
    for number in range(draw(st.integers(1, 5))):
        doors = st.sampled_from(door_names(bundle.plan))
        shape = draw(st.sampled_from(TRIGGERS))
        inject: dict[str, Any] = {"id": f"T{number}", **shape(draw, doors)}
        if draw(st.booleans()):
            action = draw(st.sampled_from(["lock", "close", "record"]))
            inject["expect"] = [{"id": f"E{number}", "action": action, "within": 30}]
        if draw(st.booleans()):
            inject["if"] = draw(st.sampled_from(GUARDS))
        if draw(st.booleans()):
            inject["effect"] = [{draw(st.sampled_from(["block", "prop", "lock"])): draw(doors)}]
        found.append(inject)
    tree = {key: value for key, value in bundle.tree.items() if key != "plan"}
    return bundle_of(bundle.plan, **{**tree, "injects": [*tree["injects"], *found]})


def _name(draw: st.DrawFn, letter: str) -> str:
    return f"{letter}{draw(st.integers(0, 4))}"


def _occurrence(draw: st.DrawFn, doors: st.SearchStrategy[str]) -> dict[str, Any]:
    events = [
        {"event": "blocked", "opening": draw(doors)}, {"event": "out"}, {"event": "entered", "space": "C1"},
        {"event": "inject_closed"}, {"event": "waiting"}, {"action": "record"}, {"inject": _name(draw, "T")},
    ]  # fmt: skip
    return draw(st.sampled_from(events))


TRIGGERS: list[Callable[[st.DrawFn, st.SearchStrategy[str]], dict[str, Any]]] = [
    lambda draw, doors: {"at": draw(st.integers(0, 240))},
    lambda draw, doors: {"after": _occurrence(draw, doors), "delay": draw(st.integers(0, 60))},
    lambda draw, doors: {"when": draw(st.sampled_from(GUARDS))},
    lambda draw, doors: {"unless": {"expect": _name(draw, "E")}},
    lambda draw, doors: {"unless": {"action": "record", "by": draw(st.integers(0, 200))}},
    lambda draw, doors: {"unless": {"event": "blocked", "by": draw(st.integers(0, 200))}},
]


def desk_decisions(bundle: Bundle) -> st.SearchStrategy[Decision]:
    """Timeline edits, rulings and records at random times, many of them about what is not there or over."""
    doors = st.sampled_from(door_names(bundle.plan))
    spaces = st.sampled_from([*bundle.plan.spaces()])
    names = st.sampled_from(["T0", "T1", "T2", "I0", "NEW"])
    group = st.sampled_from(["g0", "g1", *(f"class-{space}" for space in bundle.plan.spaces())])
    fields = st.sampled_from([
        {"at": 20}, {"at": 200}, {"when": GUARDS[2]}, {"after": {"event": "out"}, "delay": 5}, {"if": GUARDS[3]},
        {"unless": {"action": "record", "by": 90}}, {"delay": 20}, {"id": "X"}, {"text": "Other words"},
    ])  # fmt: skip
    states = st.sampled_from(["open", "closed", "locked", "unlocked", "blocked"])
    rulings = st.one_of(
        st.fixed_dictionaries({"opening": st.dictionaries(doors, states, min_size=1, max_size=2)}),
        st.fixed_dictionaries({"place": st.dictionaries(group, spaces, min_size=1, max_size=2)}),
    )
    shapes = st.one_of(
        st.fixed_dictionaries(
            {"action": st.sampled_from(["release_inject", "hold_inject", "skip_inject"]), "inject": names}
        ),
        st.fixed_dictionaries({"action": st.just("shift_injects"), "by": st.sampled_from(["30", "-01:00", "2:00:00"])}),
        st.fixed_dictionaries({"action": st.just("edit_inject"), "inject": names, "set": fields}),
        st.builds(
            lambda name, more: {"action": "add_inject", "inject": {"id": name, **more, "effect": {"block": "X1"}}},
            names, fields.filter(lambda one: "id" not in one),
        ),
        st.fixed_dictionaries({"action": st.just("rule"), "sets": rulings, "says": st.just("so")}),
        st.just({"action": "record", "says": "something"}),
    )  # fmt: skip
    return st.tuples(shapes, st.integers(0, 240)).map(
        lambda pair: Decision.model_validate({"id": "N", "role": "facilitator", "at": pair[1], **pair[0]})
    )
