"""The facilitator's desk: what is now, what comes next, the messages, what is expected, and what was recorded."""

from __future__ import annotations

from typing import Any

from simulator.analysis.words import one_line
from simulator.live.log import hands_of, parked_of
from simulator.live.state import State
from simulator.live.steps import NextStep, wanted_of
from simulator.live.views.ask import shown
from simulator.live.views.asking import question_for
from simulator.live.views.deeds import deed_of, state_of, who_of
from simulator.live.views.drill import drill_part
from simulator.live.views.expected import expected
from simulator.live.views.guided import guided
from simulator.live.views.now import now, running_long
from simulator.live.views.plan import standing
from simulator.live.views.ranges import range_of
from simulator.live.views.record import discipline_of_role, played_roles
from simulator.live.views.shared import head
from simulator.live.views.wash import washed
from simulator.live.words import said, title_of, titles_of
from simulator.model.events import Row
from simulator.model.inject import Inject

MOST_ENTRIES = 40
WITHOUT_ENTRY = frozenset({"release_inject", "hold_inject", "skip_inject"})
HOT_WASH_MINUTES = {45: 12, 90: 20, 180: 30}
OPENING_MINUTES = {45: 5, 90: 10, 180: 15}
"""For the welcome, the rules and the content note, before the exercise begins (an assumption)."""


def desk(state: State) -> dict[str, Any]:
    """Everything that a facilitator works with; what lies ahead is in `next` and `messages` only."""
    step = state.next
    return {
        **head(state, "desk"),
        **drill_part(state),
        "room": _room(state),
        "hint": running_long(state),
        "guided": guided(state),
        "projector": {"says": _projected(state), "blank": state.shown["what"] == "blank", "show": shown(state)},
        "seats": _seats(state),
        "now": now(state),
        "next": {**step.as_json(), "range": _range(state, step)} if step is not None else None,
        "messages": _messages(state),
        "expected": expected(state),
        "record": _record(state),
        "entries": _entries(state),
        "hands": _hands(state),
        "parked": [{"seq": one.seq, "text": one.payload["text"]} for one in parked_of(state.entries)],
        "hot_wash": washed(state),
        "map": {**standing(state), "person": _person(state)},
        "objectives": [{"id": one.id, "text": one.text} for one in state.scenario.objectives],
        "modules": [{"id": one.id, "title": one.title, "t_ms": one.from_ms} for one in state.scenario.modules],
        "horizon_ms": state.scenario.horizon_ms,
    }  # fmt: skip


def _room(state: State) -> dict[str, Any]:
    minutes = int(state.settings.get("minutes", 90))
    return {
        "started_wall_ms": state.core.clock.began_wall_ms, "minutes": minutes,
        "hot_wash_minutes": state.settings.get("hot_wash_minutes") or HOT_WASH_MINUTES.get(minutes, 20),
        "opening_minutes": state.settings.get("opening_minutes") or OPENING_MINUTES.get(minutes, 10),
    }  # fmt: skip


def _projected(state: State) -> str:
    show = shown(state)
    match show["what"]:
        case "question":
            return show.get("label") or "Question"
        case "message":
            return "A message"
        case "facts":
            return "What the room was told"
        case "map":
            return "Map"
        case "blank":
            return "Blank"
        case _:
            return "Title"


def _seats(state: State) -> dict[str, Any]:
    """Who plays what, and who has joined; seats for a role may be shared."""
    here = [seat for seat in state.seats.values() if seat.here]
    listed = []
    for name, role in state.scenario.roles.items():
        names = [seat.name or "" for seat in here if seat.kind == "participant" and seat.role == name]
        listed.append({
            "role": name, "title": title_of(state.scenario, name), "discipline": discipline_of_role(name, role),
            "state": state.roles.get(name, "by_plan"), "joined": bool(names),
            "names": [one_line(one, 40) for one in names if one],
        })  # fmt: skip
    played = [one for one in listed if one["state"] == "played"]
    others = {kind: sum(seat.kind == kind for seat in here) for kind in ("evaluator", "observer", "projector")}
    return {
        "joined": sum(one["joined"] for one in played), "of": len(played), "says": _who_is_here(played),
        "list": listed, **others,
    }  # fmt: skip


def _who_is_here(played: list[dict[str, Any]]) -> str:
    """Who of those that people play has a phone here, and who is missing; without phones all speak at the table."""
    missing = [one["title"] for one in played if not one["joined"]]
    if not played:
        return "every role acts by the plan"
    if len(missing) == len(played):
        return "no role has joined by phone"
    if not missing:
        return f"all {len(played)} roles are here"
    return f"{len(played) - len(missing)} of {len(played)} roles here, missing: {', '.join(missing)}"


def _range(state: State, step: NextStep) -> str:
    """How the time of a step spreads where it is a message that something simulated brings."""
    first = step.items[0]
    return range_of(state, f"message {first.id}") if first.sort == "message" else ""


def _messages(state: State) -> list[dict[str, Any]]:
    """Every message in the order of time, those that nobody knows the time of at the end."""
    out = [row for row in state.rows if row[1] == "inject_released"]
    table = out[-1][3] if out else None
    found = [
        {
            **one.as_json(), "when": _when(state, one.t_ms, one.sort, one.state), "on_table": one.id == table,
            "to": titles_of(state.scenario, one.inject.to).replace("the ", ""),
            "under_way": _under_way(state, one.inject) if one.state == "due" else "",
            "ask": question_for(state, one.inject) if one.state == "due" else "",
            "range": range_of(state, f"message {one.id}") if one.state == "waiting" else "",
        }
        for one in state.messages
    ]  # fmt: skip
    return sorted(found, key=lambda one: (not _is_timed(one), one["t_ms"] if _is_timed(one) else 0, one["n"]))


def _is_timed(one: dict[str, Any]) -> bool:
    """Whether a time stands beside a message, rather than words such as `if needed`."""
    return bool(one["when"][:1].isdigit())


def _under_way(state: State, inject: Inject) -> str:
    """What was recorded already and is still being done, where a message is due because it has not been done."""
    wanted = wanted_of(state.run).get(inject.unless.expect or "") if inject.unless is not None else None
    if wanted is None:
        return ""
    for record in reversed(state.records):
        if record.decision["action"] == wanted.action and state_of(state, record)["state"] == "doing":
            did = f"{who_of(state, record)} {deed_of(state, record)}"
            return f"Under way since {said(state.scenario, record.at_ms)}: {did}."
    return ""


def _when(state: State, t_ms: int | None, sort: str, how: str) -> str:
    """When a message goes, or went, out, as the list says it."""
    if t_ms is not None and not (how == "waiting" and sort == "only_if_needed"):
        return said(state.scenario, t_ms)
    return "if needed" if sort == "only_if_needed" else "not due"


def _record(state: State) -> dict[str, Any]:
    roles = list(played_roles(state.scenario)) + [
        name for name, role in state.scenario.roles.items() if not role.played
    ]
    who = [
        {
            "role": name, "title": title_of(state.scenario, name),
            "discipline": discipline_of_role(name, state.scenario.roles[name]),
            "by_plan": state.roles.get(name) != "played",
        }
        for name in roles
    ]  # fmt: skip
    return {
        "who": who,
        "first": _addressee(state, roles),
    }


def _addressee(state: State, roles: list[str]) -> str | None:
    """Whoever the latest message went to."""
    for row in reversed(state.rows):
        if row[1] == "inject_released" and row[4] and row[4][0] in roles:
            return str(row[4][0])
    return roles[0] if roles else None


def _entries(state: State) -> list[dict[str, Any]]:
    """What was recorded, the newest first; moving messages about stands in their list, not here."""
    found = []
    for record in reversed(state.records):
        if record.decision["action"] in WITHOUT_ENTRY or not record.counts:
            continue
        role = str(record.decision["role"])
        found.append({
            "seq": record.seq, "said": said(state.scenario, record.at_ms), "at_ms": record.at_ms,
            "who": who_of(state, record),
            "discipline": discipline_of_role(role, state.scenario.roles.get(role)), "words": deed_of(state, record),
            "provenance": record.by, **state_of(state, record),
        })  # fmt: skip
        if len(found) == MOST_ENTRIES:
            break
    return found


def _hands(state: State) -> list[dict[str, Any]]:
    found = []
    for entry in hands_of(state.entries):
        seat = state.seats.get(entry.payload.get("seat") or entry.seat)
        role = (seat.role if seat is not None else None) or ""
        found.append({
            "seat": entry.seat, "seq": entry.seq,
            "title": title_of(state.scenario, role) if role else "A participant",
            "discipline": discipline_of_role(role, state.scenario.roles.get(role)),
            "text": entry.payload.get("text", ""),
        })  # fmt: skip
    return found


def _person(state: State) -> list[str]:
    """Where the person in question is; behind a private toggle of the facilitator's page, and nowhere else."""
    latest: Row | None = None
    for row in state.rows:
        if row[1] in ("threat_entered", "threat_moved", "threat_ended"):
            latest = row
    return [] if latest is None or latest[1] == "threat_ended" else [latest[3]]
