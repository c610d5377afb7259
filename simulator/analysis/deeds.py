"""What one person did, in a sentence: `The Principal locked Main entrance.`"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from simulator.analysis.who import everybody_of, role_title, some
from simulator.analysis.words import lasting, listed, place, sentence, typed
from simulator.model.events import Row
from simulator.model.noun import seconds_from
from simulator.model.run import Run

DID = {
    "lock": "locked", "unlock": "unlocked", "close": "shut", "barricade": "barricaded", "stay": "told to stay:",
    "take_seat": "took the seat", "leave_seat": "left the seat", "account": "counted", "assist": "helped",
    "search": "searched", "clear": "cleared", "admit": "let in", "call_911": "called 911", "ask": "asked",
}  # fmt: skip
WITH_MESSAGE = {
    "add_inject": "added message {}", "edit_inject": "changed message {}", "hold_inject": "kept message {} back",
    "skip_inject": "skipped message {}", "release_inject": "released message {}",
}  # fmt: skip
SET_TO = {"open": "open", "closed": "shut", "locked": "locked", "unlocked": "unlocked", "blocked": "blocked"}
NOT_REACHED = "zones_not_reached"


def deed(run: Run, row: Row) -> str:
    """The sentence of one `done` row."""
    role, action, fields = sentence(role_title(run, row[3])), row[4], row[5]
    match action:
        case "move":
            return f"{role} sent {everybody_of(run, _who(fields))} to {_listed(run, fields['to'])}."
        case "direct":
            return f"{role} told {everybody_of(run, _who(fields))} to use {_listed(run, fields['through'])}."
        case "tell":
            what = fields.get("what") or fields.get("about")
            return f"{role} told {_listed(run, fields['to'])}" + (f": {_words(what)}." if what else " about it.")
        case "announce" | "correct_announcement":
            return f"{role} went to announce {_words(fields.get('what') or fields.get('says') or 'it')}."
        case "record":
            return _stopped(f"{role} said: {_words(fields['says'])}")
        case "rule":
            return _ruling(run, fields)
        case "shift_injects":
            return f"{role} {_shifted(str(fields['by']))}."
        case _ if action in WITH_MESSAGE:
            return f"{role} {WITH_MESSAGE[action].format(message_of(fields))}."
        case _:
            did = DID.get(action, f"did this: {action.replace('_', ' ')}")
            things = [name_of(run, name) for name in _things(fields)]
            return f"{role} {did} {some(things)}." if things else f"{role} {did}."


def message_of(fields: Mapping[str, Any]) -> str:
    """The name of the message that an act of the desk is about."""
    inject = fields["inject"]
    return typed(str(inject.get("id", "")) if isinstance(inject, Mapping) else str(inject), 60)


def name_of(run: Run, reference: str) -> str:
    """What people call a role, a place, a loudspeaker zone or a group; the words themselves where it is none."""
    if reference == NOT_REACHED:
        return "the places without a loudspeaker that works"
    if reference in run.scenario.roles:
        return role_title(run, reference)
    try:
        return typed(place(run.plan, run.plan.resolve(reference)).replace("_", " "))
    except KeyError:
        if any(space.pa == reference for space in run.plan.spaces().values()):
            return f"the places of loudspeaker zone {typed(reference, 60)}"
        known = reference.removeprefix("@") in {member.party for member in run.people}
        group = any(group.id == reference for group in run.scenario.occupancy.groups)
        return everybody_of(run, reference.removeprefix("@")) if known or group else typed(reference, 60)


def _ruling(run: Run, fields: Mapping[str, Any]) -> str:
    said = [
        _set(run, kind, str(name), str(value))
        for kind, targets in fields["sets"].items()
        for name, value in (targets if isinstance(targets, Mapping) else {kind: targets}).items()
    ]
    return f"Set by the room: {some(said)} ({_words(fields['says']).removesuffix('.')})."


def _set(run: Run, kind: str, name: str, value: str) -> str:
    """One thing that a ruling has set."""
    match kind:
        case "opening":
            return f"{name_of(run, name)} {SET_TO.get(value, typed(value, 60))}"
        case "place":
            return f"{everybody_of(run, name)} in {name_of(run, value)}"
        case "arrival":
            return f"{name_of(run, name)} arrives {value if value == 'now' else f'at {typed(value, 60)}'}"
        case "message":
            return f"message {typed(name, 60)} {typed(value.replace('_', ' '), 60)}"
        case _:
            return _words(value).removesuffix(".")


def _shifted(by: str) -> str:
    by, earlier = by.strip(), by.strip().startswith("-")
    try:
        words = lasting(round(seconds_from(by.lstrip("+-")) * 1000))
    except ValueError:
        return f"moved all messages by {typed(by, 60)}"
    return f"moved all messages {f'forward by {words}, to earlier times' if earlier else f'by {words}'}"


def _words(value: Any) -> str:
    return typed("; ".join(map(str, value)) if isinstance(value, list | tuple) else str(value))


def _stopped(words: str) -> str:
    return words if words.endswith((".", "!", "?", "…")) else words + "."


def _who(fields: Mapping[str, Any]) -> str:
    who = fields["who"]
    return str(who["in"]) if isinstance(who, dict) else str(who)


def _listed(run: Run, names: Any) -> str:
    return listed(name_of(run, name) for name in ([names] if isinstance(names, str) else names))


def _things(fields: Mapping[str, Any]) -> Iterator[str]:
    """What an act was about: the words, people and places in its fields."""
    for name in ("what", "who", "spaces", "to", "through", "says"):
        value = fields.get(name, ())
        for one in value if isinstance(value, list | tuple) else (value,):
            yield str(one["in"]) if isinstance(one, dict) else str(one)
