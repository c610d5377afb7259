"""What one person did, in a sentence: `The Principal locked Main entrance.`"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simulator.analysis.who import PLAN_WORDS, everybody_of, role_title, some, the_agency, unit_words
from simulator.analysis.words import lasting, listed, place, sentence, typed
from simulator.model.events import Row
from simulator.model.noun import seconds_from
from simulator.model.run import Run
from simulator.rules.answers import reached_nobody

DID: dict[str, tuple[str, str, tuple[tuple[str, str], ...]]] = {
    "lock": ("locked", "a door", (("what", ""),)),
    "unlock": ("unlocked", "a door", (("what", ""),)),
    "close": ("shut", "a door", (("what", ""),)),
    "barricade": ("barricaded", "a door", (("what", ""),)),
    "stay": ("told", "everybody", (("who", ""),)),
    "account": ("counted", "everybody", (("who", ""),)),
    "admit": ("let in", "somebody", (("who", ""), ("to", "to"))),
    "assist": ("helped", "somebody", (("who", ""), ("to", "to"))),
    "search": ("searched", "the rooms", (("spaces", ""),)),
    "clear": ("had the rooms cleared", "", (("spaces", ":"),)),
    "shut_air": ("shut off", "the ventilation", (("unit", ""),)),
    "restore_air": ("switched on again", "the ventilation", (("unit", ""),)),
    "reset_alarm": ("silenced the alarm", "", ()),
    "hold_vehicle": ("held back", "a vehicle", (("vehicle", ""),)),
    "recall": ("called back", "a vehicle", (("vehicle", ""),)),
    "unload": ("emptied", "a vehicle", (("vehicle", ""), ("to", "into"))),
    "check_id": ("checked the ID of", "the visitor", (("visitor", ""), ("who", ""))),
    "check_custody": ("looked up who may fetch a pupil", "", (("visitor", "for"),)),
    "challenge": ("asked", "the visitor", (("visitor", ""),)),
    "badge": ("gave a badge to", "the visitor", (("visitor", ""),)),
    "escort": ("went along with", "the visitor", (("visitor", ""), ("to", "to"))),
    "refuse": ("did not let in", "somebody", (("who", ""), ("what", "for"))),
    "hand_over": ("handed over", "a pupil", (("who", ""), ("to", "to"))),
    "call_911": ("called 911", "", (("says", "and said"),)),
    "transfer_call": ("had the 911 call passed on", "", (("to", "to"),)),
    "press_panic": ("pressed the panic button", "", ()),
    "ask": ("asked", "somebody", (("to", ""), ("about", "about"))),
    "broadcast": ("spoke on the radio", "", (("channel", "on the channel"), ("what", "about"), ("about", "about"))),
    "relay": ("passed on what is said", "", (("join", "between"),)),
    "send_alert": ("sent a text", "", (("audience", "to"), ("says", ":"))),
    "establish_command": ("took command", "", (("place", "at"),)),
    "transfer_command": ("handed command", "to somebody", (("to", "to"),)),
    "unify_command": ("shared one command", "", (("with", "with"), ("place", "at"))),
    "stage": ("had units wait", "", (("place", "at"),)),
    "set_perimeter": ("set a perimeter", "", (("place", "at"),)),
    "open_ccp": ("had a casualty collection point opened", "", (("place", "at"),)),
    "set_zone": ("marked", "a zone", (("spaces", ""), ("zone", "as zone:"))),
    "dispatch": ("sent units", "", (("agency", "of"),)),
    "assign": ("gave a task", "to a unit", (("unit", "to"), ("task", ":"), ("to", "in"))),
    "form_rtf": ("had a rescue task force formed", "", ()),
    "send_rtf": ("sent a rescue task force in", "", (("to", "to"),)),
    "send_help": ("sent help", "", (("to", "to"), ("through", "by way of"))),
    "transport": ("sent", "a patient", (("patient", ""),)),
    "release_rooms": ("had rooms released", "", (("spaces", ":"), ("by", "by"))),
    "open_reunification": ("had the reunification site opened", "", (("place", "at"),)),
    "take_seat": ("took the seat", "", ()),
    "leave_seat": ("left the seat", "", ()),
}  # fmt: skip
"""By action: what was done, to what where no field says so, and the fields with the words before them, in order."""
QUOTED = {"send_alert": "says"}
"""The field of an action that is to be read out."""
FACTS = frozenset({"call_911", "ask", "broadcast"})
"""Actions whose fields hold facts rather than places."""
ENDS = {"stay": " to stay", "challenge": " who they were", "transport": " to hospital"}
"""What stands after everything else."""
WITH_MESSAGE = {
    "add_inject": "added message {}", "edit_inject": "changed message {}", "hold_inject": "kept message {} back",
    "skip_inject": "skipped message {}", "release_inject": "released message {}",
}  # fmt: skip
FACT = {
    "what": "what was happening", "where": "where it was", "door": "by which door",
    "threat_where": "where the person was",
    "doors": "which doors lead where", "keys": "where the keys are", "patients": "how the patients were",
}  # fmt: skip
"""Facts as one says them in a sentence."""
SET_TO = {"open": "open", "closed": "shut", "locked": "locked", "unlocked": "unlocked", "blocked": "blocked"}


def deed(run: Run, row: Row) -> str:
    """The sentence of one `done` row."""
    role, action, fields = sentence(role_title(run, row[3])), row[4], row[5]
    match action:
        case "move":
            return f"{role} sent {everybody_of(run, _who(fields))} to {_listed(run, fields['to'])}."
        case "direct":
            return f"{role} told {everybody_of(run, _who(fields))} to use {_listed(run, fields['through'])}."
        case "tell":
            nobody = "; nobody was there to hear it" if reached_nobody(row, run.plan, run.rows) else ""
            return f"{role} told {_listed(run, fields['to'])}{_told(fields)}{nobody}."
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
            return f"{role} {_did(run, action, fields)}."


def _did(run: Run, action: str, fields: Mapping[str, Any]) -> str:
    """What was done, in words: `took command at Staff parking`."""
    verb, thing, names = DID.get(action, (f"did this: {action.replace('_', ' ')}", "", ()))
    words = []
    for name, before in names:
        if (value := fields.get(name)) not in (None, [], ()):
            said = _spoken(run, action, name, value)
            words.append(f"{before} {said}".strip() if before != ":" else f": {said}")
    instead = any(fields.get(name) for name, before in names if not before or thing.startswith(f"{before} "))
    parts = (verb, *([thing] if thing and not instead else []), *words)
    return " ".join(parts).replace(" :", ":").removesuffix(".") + ENDS.get(action, "")


def _spoken(run: Run, action: str, name: str, value: Any) -> str:
    values = value if isinstance(value, list | tuple) else (value,)
    if QUOTED.get(action) == name:
        return f"“{_words(values).removesuffix('.')}”"
    if name in ("join", "channel"):
        return some(typed(str(one), 60) for one in values)
    if action in FACTS:
        return some(FACT.get(str(one)) or name_of(run, str(one)).replace("_", " ") for one in values)
    who = [str(one["in"]) if isinstance(one, dict) else str(one) for one in values]
    return some(everybody_of(run, one) if isinstance(had, dict) else name_of(run, one)
                for one, had in zip(who, values, strict=True))  # fmt: skip


def message_of(fields: Mapping[str, Any]) -> str:
    """The name of the message that an act of the desk is about."""
    inject = fields["inject"]
    return typed(str(inject.get("id", "")) if isinstance(inject, Mapping) else str(inject), 60)


def name_of(run: Run, reference: str) -> str:
    """What people call a role, a place, a loudspeaker zone or a group; the words themselves where it is none."""
    if reference in PLAN_WORDS:
        return PLAN_WORDS[reference]
    if reference in run.scenario.roles:
        return role_title(run, reference)
    if reference in run.scenario.agencies:
        return the_agency(reference)
    if reference.rpartition("-")[0] in run.scenario.agencies:
        return unit_words(run, reference)
    name = run.plan.uses.get(reference.removeprefix("@"), reference) if reference.startswith("@") else reference
    words = place(run.plan, name)
    if words != name or name in run.plan.spaces():
        return typed(words.replace("_", " "))
    if any(space.pa == reference for space in run.plan.spaces().values()):
        return f"the places of loudspeaker zone {typed(reference, 60)}"
    known = reference.removeprefix("@") in {member.party for member in run.people}
    group = any(group.id == reference for group in run.scenario.occupancy.groups)
    if known or group:
        return everybody_of(run, reference.removeprefix("@"))
    return typed(reference.removeprefix("@").replace("_", " "), 60)


def _ruling(run: Run, fields: Mapping[str, Any]) -> str:
    return f"Set by the room: {what_is_set(run, fields['sets'])} ({_words(fields['says']).removesuffix('.')})."


def what_is_set(run: Run, sets: Mapping[str, Any]) -> str:
    """What a ruling sets, in words."""
    said = [
        _set(run, kind, str(name), str(value))
        for kind, targets in sets.items()
        for name, value in (targets if isinstance(targets, Mapping) else {kind: targets}).items()
    ]
    return some(said)


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


def _told(fields: Mapping[str, Any]) -> str:
    """What somebody was told: an order in its own word, facts as people call them."""
    if what := fields.get("what"):
        return f": “{_words(what)}”"
    about = fields.get("about") or ()
    facts = [about] if isinstance(about, str) else list(about)
    return f" {listed(FACT.get(one, typed(one.replace('_', ' '), 60)) for one in facts)}" if facts else " about it"


def _words(value: Any) -> str:
    return typed("; ".join(map(str, value)) if isinstance(value, list | tuple) else str(value))


def _stopped(words: str) -> str:
    return words if words.endswith((".", "!", "?", "…")) else words + "."


def _who(fields: Mapping[str, Any]) -> str:
    who = fields["who"]
    return str(who["in"]) if isinstance(who, dict) else str(who)


def _listed(run: Run, names: Any) -> str:
    return listed(name_of(run, name) for name in ([names] if isinstance(names, str) else names))
