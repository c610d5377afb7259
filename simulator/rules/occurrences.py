"""Whether a row of the log is what somebody waits for, or what an objective asks about."""

from __future__ import annotations

from typing import Any

from simulator.model.actions import Occurrence
from simulator.model.building import Plan
from simulator.model.events import Row, values_of


def kinds_of(wanted: Occurrence) -> tuple[str, ...]:
    """The kinds of event by which an occurrence shows. An order shows when it is announced, or told in person."""
    if wanted.event is not None:
        return (wanted.event,)
    if wanted.order is not None:
        return ("announced", "learned")
    return ("inject_released",) if wanted.inject is not None else ("done",)


def matches(wanted: Occurrence, row: Row, plan: Plan) -> bool:
    """Whether an event is what is waited for; its kind is one of `kinds_of`."""
    given = values_of(row)
    if wanted.inject is not None and given["inject"] != wanted.inject:
        return False
    if wanted.action is not None and given["action"] != wanted.action:
        return False
    if wanted.step is not None and (row[2], given["source"]) != (wanted.step, "plan"):
        return False
    if wanted.order is not None and wanted.order != _order(row[1], given):
        return False
    return all(_fits(name, value, given.get(name), plan) for name, value in wanted.filters().items())


def _order(kind: str, given: dict[str, Any]) -> str | None:
    """The order that an event shows; words that every loudspeaker was too dead to say are none."""
    if kind == "announced":
        return given["what"] if set(given["zones"]) - set(given["zones_dead"]) else None
    return given["value"] if given["fact"] == "order" else None


def _fits(name: str, wanted: str, given: object, plan: Plan) -> bool:
    """Whether one field is as wanted: a space for its strips, a group for its parties, one word of several."""
    if isinstance(given, tuple | list):
        return any(_fits(name, wanted, one, plan) for one in given)
    if not isinstance(given, str):
        return False
    wanted, given = named(wanted, plan), named(given, plan)
    if name == "space":
        given = given.partition("/")[0]
    return wanted == given or (name == "party" and given.startswith((f"{wanted}.", f"{wanted}/")))


def named(reference: str, plan: Plan) -> str:
    """The id that a reference names; the reference itself where the plan gives it no meaning."""
    return plan.uses.get(reference[1:], reference) if reference.startswith("@") else reference
