"""Messages kept back tell when their time came, or that they are not needed; and a doing time that somebody set."""

from __future__ import annotations

from typing import Any

import pytest

from simulator import session
from simulator.engine.run import run
from simulator.model.bundle import Bundle
from simulator.model.decisions import Decision
from simulator.model.run import Run


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    return session.load_scenario("maple-ridge-intruder")


def decided(at: float, role: str, action: str, **fields: Any) -> Decision:
    return Decision.model_validate({"id": f"N{at:g}{action[:3]}", "at": at, "role": role, "action": action, **fields})


def played(bundle: Bundle, *decisions: Decision, until: float = 200) -> Run:
    return run(bundle, 1, decisions, until)


def kept(name: str, at: float = 0) -> Decision:
    return decided(at, "facilitator", "hold_inject", inject=name)


ORDER = decided(5, "secretary", "announce", what="lockdown", via="pa", takes=2)


def test_a_message_that_is_kept_back_is_due_when_its_time_comes(bundle: Bundle) -> None:
    found = played(bundle, kept("I2"), kept("I6", 1))
    assert found.due == ((45_000, "I2"), (80_000, "I6")) and found.spared == ()
    assert not [row for row in found.rows if row[1] == "inject_released" and row[3] in ("I2", "I6")]
    assert played(bundle).due == ()


@pytest.mark.parametrize(("officer", "due"), [("campus", ()), ("lunch", ((50_000, "I5"),))])
def test_it_is_not_due_where_its_condition_is_false(bundle: Bundle, officer: str, due: tuple[Any, ...]) -> None:
    assert run(bundle, 1, [kept("I5")], 200, set_values={"officer": officer}).due == due


def test_it_is_spared_where_the_thing_was_done(bundle: Bundle) -> None:
    found = played(bundle, kept("I2"), ORDER)
    met = next(row for row in found.rows if row[1] == "expect_met" and row[3] == "E1")
    assert found.due == () and found.spared == ((met[0], "I2"),)


def test_one_with_a_deadline_of_its_own_is_due_only_without_the_act(bundle: Bundle) -> None:
    storm = session.load_scenario("cedar-hollow-storm")
    told = decided(60, "coordinator", "send_alert", audience="families")
    late, done = run(storm, 1, [kept("I14")], 1_600), run(storm, 1, [kept("I14"), told], 1_600)
    assert late.due == ((1_560_000, "I14"),)
    sent = next(row[0] for row in done.rows if row[1] == "done" and row[4] == "send_alert")
    assert done.due == () and done.spared == ((sent, "I14"),)


def test_skipped_ones_are_never_due(bundle: Bundle) -> None:
    skip = decided(3, "facilitator", "skip_inject", inject="I2")
    assert played(bundle, kept("I2"), skip).due == ()


@pytest.mark.parametrize(
    ("action", "fields", "kind"),
    [
        ("lock", {"what": "@main_entrance"}, "locked"),
        ("close", {"what": "@main_entrance"}, "closed"),
        ("unlock", {"what": "@main_entrance"}, "unlocked"),
    ],
)
def test_doors_take_as_long_as_was_set(bundle: Bundle, action: str, fields: dict[str, Any], kind: str) -> None:
    found = played(bundle, decided(10, "secretary", action, **fields, takes=7))
    acts = [row[:2] for row in found.rows if row[2] == f"N10{action[:3]}"]
    assert {t_ms for t_ms, _ in acts} == {17_000} and (17_000, "done") in acts and (17_000, kind) in acts


def test_calls_take_as_long_as_was_set(bundle: Bundle) -> None:
    found = played(bundle, decided(10, "secretary", "call_911", says=["what"], takes=33))
    assert [row[0] for row in found.rows if row[1] == "done" and row[4] == "call_911"] == [43_000]


def test_searches_take_as_long_as_was_set(bundle: Bundle) -> None:
    found = played(bundle, decided(10, "principal", "search", spaces=["@gym", "@library"], takes=60))
    assert [row[0] for row in found.rows if row[1] == "done" and row[4] == "search"] == [70_000]


def test_an_order_takes_as_long_as_was_set_and_then_its_sentence(bundle: Bundle) -> None:
    first, second = (
        next(row[0] for row in played(bundle, ORDER.model_copy(update={"takes_ms": ms})).rows if row[1] == "announced")
        for ms in (2_000, 9_000)
    )
    assert second - first == 7_000 and first >= 7_000
