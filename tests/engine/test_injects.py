"""Known answers of triggers, guards and expectations."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.engine.run import run
from simulator.model.decisions import Decision
from simulator.model.run import Run
from tests.engine.buildings import bundle_of, group, hall, play, room_between, rows

FAR_AWAY = [group("g", "R", 1, delay={"fixed": 1_700})]


def decided(**fields: Any) -> Decision:
    return Decision.model_validate({"id": "N1", "role": "facilitator"} | fields)


def acted(at: float, **fields: Any) -> Decision:
    return decided(at=at, action="record", says="something", **fields)


def messages(*injects: dict[str, Any], decisions: Any = (), **more: Any) -> Run:
    """A run in which nothing happens but these messages and decisions."""
    more = {"roles": {"principal": {"in": "R"}, "secretary": {"in": "R"}}, "hazard": "intruder"} | more
    return play(room_between(), FAR_AWAY, injects=list(injects), decisions=decisions, **more)


def released(played: Run) -> dict[str, int]:
    return {row[3]: row[0] for row in rows(played, "inject_released")}


def closed(played: Run) -> dict[str, tuple[int, str]]:
    return {row[3]: (row[0], row[4]) for row in rows(played, "inject_closed")}


END = 3_600_000 - 1


def test_a_time_and_a_time_of_day() -> None:
    when = {"clock": "10:42"}
    played = messages({"id": "A", "at": "01:30"}, {"id": "B", "at_clock": "10:45"}, when=when)
    assert released(played) == {"A": 90_000, "B": 180_000}
    assert not closed(played)


def test_what_never_comes_is_not_reached_at_the_horizon() -> None:
    injects = [
        {"id": "A", "at": "2:00:00"}, {"id": "B", "at_clock": "09:00"}, {"id": "C", "after": {"event": "alarm"}},
        {"id": "D", "when": "state.zones_dead > 5"}, {"id": "E", "unless": {"expect": "E9"}},
    ]  # fmt: skip
    played = messages(*injects)
    assert closed(played) == dict.fromkeys("ABCDE", (END, "not_reached"))
    assert [row[1] for row in played.rows[-5:]] == ["inject_closed"] * 5


def test_not_reached_is_said_by_a_whole_run_only() -> None:
    bundle = bundle_of(room_between(), FAR_AWAY, injects=[{"id": "A", "when": "false"}])
    whole, short = run(bundle, 1), run(bundle, 1, until=3_599.999)
    assert closed(whole) == {"A": (END, "not_reached")}
    assert short.rows == tuple(row for row in whole.rows if row[0] < END)


def test_after_the_release_of_another_message() -> None:
    played = messages({"id": "B", "after": {"inject": "A"}, "delay": 20}, {"id": "A", "at": 10})
    assert released(played) == {"A": 10_000, "B": 30_000}


def test_after_the_first_event_that_fits_its_filters() -> None:
    doors = [
        {"id": f"D{n}", "at": n, "effect": [{verb: door}]}
        for n, verb, door in ((5, "block", "X2"), (9, "block", "X1"), (12, "block", "X1"), (14, "prop", "X1"))
    ]
    played = messages(*doors, {"id": "A", "after": {"event": "blocked", "opening": "X1"}, "delay": 1})
    assert released(played)["A"] == 10_000


def test_after_an_action_that_was_done_not_one_that_was_refused() -> None:
    refused = decided(id="N0", at=5, role="principal", action="press_panic")
    done = acted(8, role="principal")
    other = acted(6, role="secretary", id="N2")
    injects = [
        {"id": "A", "after": {"action": "record", "role": "principal"}, "delay": 2},
        {"id": "B", "after": {"action": "press_panic"}},
    ]
    played = messages(*injects, decisions=[refused, other, done])
    assert released(played) == {"A": 10_000}
    assert closed(played) == {"B": (END, "not_reached")}


def test_after_an_event_at_once_comes_at_the_same_instant() -> None:
    played = messages({"id": "A", "after": {"event": "inject_released"}}, {"id": "B", "at": 7})
    assert released(played) == {"A": 7_000, "B": 7_000}


def test_effects_are_nobodys_action_and_setup_is_no_event() -> None:
    injects = [
        {"id": "A", "at": 5, "effect": [{"close": "X2"}]}, {"id": "B", "after": {"action": "close"}},
        {"id": "C", "after": {"event": "blocked"}},
    ]  # fmt: skip
    assert released(messages(*injects, setup=[{"block": "X1"}])) == {"A": 5_000}


def test_after_a_group_has_left_a_space_named_by_its_use() -> None:
    plan = type(room_between()).model_validate(room_between().model_dump(by_alias=True) | {"uses": {"lawn": "EAST"}})
    inject = {"id": "A", "after": {"event": "out", "space": "@lawn", "party": "g"}}
    played = play(plan, [group("g", "R", 30, exit="X1")], injects=[inject])
    assert released(played)["A"] == rows(played, "out")[0][0]


def test_a_hall_is_all_its_strips() -> None:
    inject = {"id": "A", "after": {"event": "entered", "space": "C"}}
    played = play(hall(), [group("g", "C", 1, at=[0, 1])], injects=[inject])
    first = next(row for row in rows(played, "entered") if row[5] is not None)
    assert "/" in first[4]
    assert released(played) == {"A": first[0]}


def test_a_condition_fires_at_the_first_instant_at_which_it_is_true() -> None:
    """Five walk out as one column: each member counts when it passes, between the events."""
    inject = {"id": "A", "when": 'state.space["R"].people <= 2'}
    played = play(room_between(), [group("g", "R", 5, exit="X1")], injects=[inject])
    (out,) = rows(played, "out")
    assert released(played) == {"A": out[0] + 2 * out[7]}


def test_a_condition_on_density_and_on_a_space_being_entered() -> None:
    inject = {"id": "A", "when": 'state.space["EAST"].density > 0.0'}
    played = play(room_between(), [group("g", "R", 5, exit="X1")], injects=[inject])
    assert released(played) == {"A": rows(played, "out")[0][0]}


def test_a_condition_that_is_true_from_the_start_fires_at_the_start() -> None:
    variables = {"half": {"chance": 1.0}}
    assert released(messages({"id": "A", "when": "draw.half"}, variables=variables)) == {"A": 0}
    assert closed(messages({"id": "A", "when": "!draw.half"}, variables=variables)) == {"A": (END, "not_reached")}


def with_speakers() -> Any:
    plan = room_between().model_dump(by_alias=True)
    plan["levels"]["1"]["spaces"]["R"]["pa"] = "zone-A"
    return type(room_between()).model_validate(plan)


def test_conditions_on_orders_and_loudspeakers() -> None:
    injects = [
        {"id": "A", "when": "state.zones_dead > 0"}, {"id": "B", "when": "state.order == 'secure'"},
        {"id": "C", "when": 'state.order_in["zone-A"] == "secure"'},
        {"id": "D", "at": 30, "effect": {"fail": "pa.zone-A"}},
        {"id": "E", "at": 60, "effect": {"restore": "pa.zone-A"}},
        {"id": "F", "when": "state.order == 'hold'"},  # said where every loudspeaker is dead: no order
    ]  # fmt: skip
    decisions = [
        decided(id=f"N{at}", at=at, role="principal", action="announce", what=what)
        for at, what in ((40, "hold"), (100, "secure"))
    ]
    conduct = {"announce_s": {"fixed": 2}, "sentence_s": {"fixed": 4}}
    more = {"roles": {"principal": {"in": "R"}}, "hazard": "intruder", "conduct": conduct}
    played = play(with_speakers(), FAR_AWAY, injects=injects, decisions=decisions, **more)
    assert released(played) == {"D": 30_000, "A": 30_000, "E": 60_000, "B": 106_000, "C": 106_000}
    assert closed(played) == {"F": (END, "not_reached")}


def test_a_guard_is_judged_once_at_release() -> None:
    variables = {"half": {"chance": 1.0}}
    injects = [
        {"id": "A", "at": 10, "if": "!draw.half"}, {"id": "B", "at": 10, "if": "draw.half"},
        {"id": "C", "at": 10, "if": 'state.space["R"].people > 99'},
    ]  # fmt: skip
    played = messages(*injects, variables=variables)
    assert released(played) == {"B": 10_000}
    assert closed(played) == {"A": (10_000, "guard_false"), "C": (10_000, "guard_false")}


def test_an_effects_own_guard() -> None:
    effect = [{"block": "X1", "if": "draw.half"}, {"block": "X2", "if": "!draw.half"}]
    played = messages({"id": "A", "at": 5, "effect": effect}, setup=effect, variables={"half": {"chance": 1.0}})
    assert [(row[2], row[3]) for row in rows(played, "blocked")] == [("setup", "X1"), ("A", "X1")]


# ---- expectations and what is absent ---------------------------------------------------------------------------------

ASKS = {"id": "A", "at": 10, "expect": [{"id": "E1", "role": "principal", "action": "record", "within": 15}]}
UNLESS = {"id": "B", "unless": {"expect": "E1"}}


@pytest.mark.parametrize(
    ("at", "role", "met"),
    [(10.001, "principal", True), (25, "principal", True), (25.001, "principal", False),
     (12, "secretary", False)],
)  # fmt: skip
def test_an_expectation_is_met_from_its_release_until_its_deadline(at: float, role: str, met: bool) -> None:
    played = messages(ASKS, UNLESS, decisions=[acted(at, role=role)])
    if met:
        t_ms = round(at * 1000)
        assert [row[:6] for row in rows(played, "expect_met")] == [
            (t_ms, "expect_met", "N1", "E1", role, (t_ms - 10_000) / 1000)
        ]
        assert closed(played) == {"B": (t_ms, "not_needed")}
        assert not rows(played, "expect_missed")
    else:
        assert rows(played, "expect_missed") == [(25_000, "expect_missed", "A", "E1", "principal", 15.0)]
        assert released(played) == {"A": 10_000, "B": 25_000}


def test_what_is_done_at_the_very_deadline_is_in_time() -> None:
    late = decided(role="principal", after={"inject": "P"}, delay=5, action="record", says="in time")
    played = messages(ASKS, UNLESS, {"id": "P", "at": 20}, decisions=[late])
    assert rows(played, "expect_met")[0][0] == 25_000
    assert closed(played) == {"B": (25_000, "not_needed")}


def test_a_refused_decision_counts_as_absent() -> None:
    refused = acted(12, role="janitor")
    assert "B" in released(messages(ASKS, UNLESS, decisions=[refused]))


def test_every_field_that_is_given_must_fit() -> None:
    expect = [
        {"id": "E1", "action": "close", "what": ["X1"], "within": 60},
        {"id": "E2", "action": "close", "what": ["X1", "X2"], "within": 60},
        {"id": "E3", "action": "close", "within": 60},
        {"id": "E4", "action": "close", "what": "P", "within": 60},
    ]
    played = messages(
        {"id": "A", "at": 0, "expect": expect}, decisions=[decided(at=5, action="close", what=["X2", "X1"])]
    )
    assert [row[3] for row in rows(played, "expect_met")] == ["E1", "E2", "E3"]
    assert [row[3] for row in rows(played, "expect_missed")] == ["E4"]


def test_an_expectation_is_met_once() -> None:
    played = messages({**ASKS, "at": 0}, decisions=[acted(2, role="principal"), acted(3, role="principal", id="N2")])
    assert [row[0] for row in rows(played, "expect_met")] == [2_000]


def test_expectations_of_a_message_that_was_not_released_are_not_tested() -> None:
    played = messages({**ASKS, "if": "false"}, UNLESS, decisions=[acted(12, role="principal")])
    assert not rows(played, "expect_met", "expect_missed")
    assert closed(played) == {"A": (10_000, "guard_false"), "B": (10_000, "not_needed")}


@pytest.mark.parametrize(("at", "needed"), [(29, False), (30, False), (30.001, True)])
def test_unless_something_is_done_by_its_deadline(at: float, needed: bool) -> None:
    played = messages({"id": "A", "unless": {"action": "record", "by": 30}}, decisions=[acted(at)])
    assert released(played) == ({"A": 30_000} if needed else {})
    assert closed(played) == ({} if needed else {"A": (round(at * 1000), "not_needed")})


def test_unless_an_event_has_happened() -> None:
    effect = [{"id": "D", "at": 9, "effect": [{"lock": "X1"}]}]
    absent = messages({"id": "A", "unless": {"event": "locked", "by": 8}}, *effect)
    there = messages({"id": "A", "unless": {"event": "locked", "by": 9}}, *effect)
    assert released(absent)["A"] == 8_000
    assert closed(there) == {"A": (9_000, "not_needed")}


def test_a_decision_can_follow_an_event() -> None:
    follows = decided(after={"inject": "A"}, delay=3, action="close", what="X1")
    played = messages({"id": "A", "at": 4}, decisions=[follows])
    assert rows(played, "closed")[0][0] == 7_000


def test_conditions_cost_nothing_once_they_are_settled() -> None:
    inject = {"id": "A", "when": 'state.space["C"].people < 30'}
    played = play(hall(), [group("g", "C", 30)], injects=[inject])
    assert released(played)["A"] == rows(played, "out")[0][0]
