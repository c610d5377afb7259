"""Where time was lost: the chain of an incident, each link against the response plan, counted from what it follows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from simulator.analysis.completion import complete_ms, protocol
from simulator.analysis.debrief.planned import Planned
from simulator.analysis.debrief.subject import Subject
from simulator.analysis.metrics import leave_ms
from simulator.analysis.reunion import reunification_s
from simulator.analysis.told_incident import has_person
from simulator.analysis.words import elapsed
from simulator.model.events import Row
from simulator.rules.responders import is_police


class Link(NamedTuple):
    """A step of the chain: its name, what it is called, the step it is counted from, the plan's actions for it."""

    id: str
    label: str
    after: str | None
    actions: tuple[str, ...] = ()


LINKS = (
    Link("recognition", "Recognised", None),
    Link("order", "Order", "recognition", ("announce",)),
    Link("secured", "Secured", "order"),
    Link("call_911", "911 call", "recognition", ("call_911", "press_panic")),
    Link("dispatch", "Dispatched", "call_911"),
    Link("arrival", "On site", "dispatch"),
    Link("entry", "Officers inside", "arrival"),
    Link("command", "Command", "arrival", ("establish_command",)),
    Link("rtf", "Rescue task force", "dispatch", ("form_rtf",)),
    Link("cleared", "Building cleared", "entry"),
    Link("reunified", "Reunified", "cleared"),
)
ENDS: dict[str, tuple[str, tuple[str, str]]] = {
    "lockdown": ("Secured (9 in 10)", ("lock", "each")), "shelter": ("In shelter", ("move", "each")),
    "evacuate": ("Building empty", ("move", "each")), "hold": ("Halls clear", ("", "")),
    "secure": ("Everybody in, doors held", ("lock", "")),
}  # fmt: skip
"""By protocol: what its completion is called, and the plan's step for it (action, and whether every room does it)."""
NAMES = {
    "recognition": "it was understood", "order": "the order", "call_911": "the call", "dispatch": "units were sent",
    "arrival": "the first unit was there", "entry": "officers went in", "cleared": "the building was cleared",
}  # fmt: skip


class Came(NamedTuple):
    """When a link came about, and the row that says so (None: a measure over many rows)."""

    t_ms: int
    row: Row | None = None


def lost(subject: Subject, plan: Mapping[str, Planned]) -> list[dict[str, Any]]:
    """The links of the chain in order: time, the plan's, what is beyond it, and what it is counted from."""
    came = dict(_came(subject))
    return [_link(subject, link, came, plan) for link in LINKS]


def lost_ms(subject: Subject) -> dict[str, int | None]:
    """The time of each link alone (ms), None where it did not come about: for ranges over many runs."""
    came = dict(_came(subject))
    return {link.id: came[link.id].t_ms if link.id in came else None for link in LINKS}


def _link(subject: Subject, link: Link, came: Mapping[str, Came], plan: Mapping[str, Planned]) -> dict[str, Any]:
    one, after = came.get(link.id), _after(link, came)
    plan_ms = None if link.id == "recognition" else _plan_ms(subject, link, plan)
    beyond = None if one is None or plan_ms is None else max(0, one.t_ms - plan_ms)
    took = None if one is None or after is None else one.t_ms - came[after].t_ms
    return {
        "id": link.id, "label": _label(subject, link), "t_ms": None if one is None else one.t_ms,
        "said": None if one is None else subject.said(one.t_ms), "plan_ms": plan_ms,
        "plan_said": None if plan_ms is None else subject.said(plan_ms), "beyond_ms": beyond,
        "provenance": None if one is None else subject.provenance(one.row), "state": _state(subject, link, one, came),
        "here": one is not None or plan_ms is not None or _belongs(subject, link),
        "after": after, "took_ms": took, "since": _since(took, after), "from": subject.said(0), "from_ms": 0,
        "event_no": None if one is None else subject.number_of(one.row),
    }  # fmt: skip


def _since(took_ms: int | None, after: str | None) -> str:
    """`1 minute 4 after it was understood`; nothing where what it is counted from never came."""
    if took_ms is None or after is None:
        return ""
    if round(took_ms / 1000) == 0:
        return f"at once, with {NAMES[after]}" if after in ("order", "call_911") else f"as soon as {NAMES[after]}"
    return f"{elapsed(abs(took_ms))} {'after' if took_ms > 0 else 'before'} {NAMES[after]}"


def _after(link: Link, came: Mapping[str, Came]) -> str | None:
    return link.after if link.after in came else None


def _label(subject: Subject, link: Link) -> str:
    if link.id != "secured":
        return link.label
    return ENDS.get(protocol(subject.run) or "", ("Secured", ("", "")))[0]


# ---- when ------------------------------------------------------------------------------------------------------------


def _came(subject: Subject) -> Iterator[tuple[str, Came]]:
    firsts = {
        "recognition": subject.first("recognised"), "order": _order(subject), "call_911": _call(subject),
        "dispatch": subject.first("dispatched"), "arrival": _arrival(subject), "entry": subject.first("police_entered"),
        "command": subject.first("command"), "rtf": subject.first("rtf_formed"),
        "cleared": subject.first("building_cleared"),
    }  # fmt: skip
    for name, row in firsts.items():
        if row is not None:
            yield name, Came(row[0], row)
    if (done_ms := _done_ms(subject)) is not None:
        yield "secured", Came(done_ms)
    if (over_s := reunification_s(subject.run)) is not None:
        yield "reunified", Came(round(over_s * 1000))


def _order(subject: Subject) -> Row | None:
    """The order; where people leave by the alarm, that is what tells them."""
    row = subject.order_row
    alarm = next((one for one in subject.rows("alarm") if one[5] not in ("silent", "silenced", "off")), None)
    if subject.run.order not in (None, "evacuate") or alarm is None:
        return row
    return alarm if row is None or alarm[0] < row[0] else row


def _call(subject: Subject) -> Row | None:
    calls = (row for row in subject.rows("call_placed") if row[4] != "public" or row[6])
    return next(calls, None)


def _arrival(subject: Subject) -> Row | None:
    """The first unit of an agency, or an officer of the school who was away, on the site."""
    run = subject.run
    known = (row for row in subject.rows("arrived") if row[3] in run.scenario.agencies or row[4] in run.scenario.roles)
    return next(known, None)


def _done_ms(subject: Subject) -> int | None:
    """When what the run's protocol asks for was done: for a lockdown, by nine in ten."""
    match protocol(subject.run):
        case "lockdown":
            value = subject.measured["time_to_secured_90_s"]
        case "evacuate":
            value = subject.measured["clear_time_s"]
        case "shelter" | "hold" | "secure" as order:
            return complete_ms(subject.run, subject.steps, order)
        case _:
            return None
    return None if value is None else round(value * 1000)


# ---- the plan's ------------------------------------------------------------------------------------------------------


def _plan_ms(subject: Subject, link: Link, plan: Mapping[str, Planned]) -> int | None:
    """The earliest that a step of the plan means this link, by the signals of this play."""
    meant = [one.plan_ms for one in plan.values() if one.plan_ms is not None and _is_of(subject, link, one)]
    return min(meant, default=None)


def _is_of(subject: Subject, link: Link, one: Planned) -> bool:
    step = one.step
    if link.id == "secured":
        action, each = ENDS.get(protocol(subject.run) or "", ("", ("", "")))[1]
        return step.action == action and step.role.startswith(each or "")
    if link.id == "order":
        own = subject.run.order in (None, *(step.what or ()))
        return step.action == "announce" and own and step.if_ is None
    return step.action in link.actions and step.if_ is None


def _state(subject: Subject, link: Link, one: Came | None, came: Mapping[str, Came]) -> str:
    if one is not None:
        return "seen"
    if not subject.run.people:
        return "not_tested"  # discussion only: nothing was simulated
    return "not_seen" if _matters(subject, link, came) else "not_tested"


def _matters(subject: Subject, link: Link, came: Mapping[str, Came]) -> bool:
    """Whether a link that did not come about belongs to this run, and had come to its turn."""
    if link.after is not None and link.after not in came and link.id not in ("order", "call_911"):
        return False
    return _belongs(subject, link)


def _belongs(subject: Subject, link: Link) -> bool:
    """Whether a step of the chain is part of this exercise at all."""
    scenario = subject.run.scenario
    match link.id:
        case "dispatch" | "arrival" | "command" | "call_911":
            return bool(scenario.agencies)
        case "entry" | "cleared":
            return has_person(subject.run) and any(is_police(name) for name in scenario.agencies)
        case "rtf":
            return bool(scenario.patients) and has_person(subject.run)
        case "reunified":
            return scenario.reunification is not None
        case "order":
            return subject.run.order is not None or leave_ms(subject.run) is not None
        case _:
            return True
