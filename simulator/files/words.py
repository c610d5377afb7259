"""Triggers and expected actions in words: `20 seconds after the fire alarm`, `if nobody has locked D101 by 02:00`."""

from __future__ import annotations

from collections.abc import Mapping

from simulator.files.paths import one_line
from simulator.files.vocabulary import listed
from simulator.model.actions import Act, Expectation, Occurrence
from simulator.model.bundle import Bundle
from simulator.model.inject import Inject, Unless
from simulator.model.noun import InSpace

_DONE: dict[str, str] = {
    "announce": "announced", "correct_announcement": "corrected the announcement:", "lock": "locked",
    "unlock": "unlocked", "close": "shut", "barricade": "barricaded", "move": "moved", "stay": "stayed with",
    "account": "accounted for", "direct": "directed", "admit": "let in", "assist": "helped", "search": "searched",
    "clear": "cleared", "shut_air": "shut the air of", "restore_air": "restored the air of",
    "reset_alarm": "reset the alarm", "hold_vehicle": "held", "recall": "called back", "unload": "unloaded",
    "check_id": "checked the ID of", "check_custody": "checked the custody papers of", "challenge": "challenged",
    "badge": "given a badge to", "escort": "escorted", "refuse": "refused", "hand_over": "handed over",
    "call_911": "called 911", "transfer_call": "transferred the call", "press_panic": "pressed the panic button",
    "tell": "told", "ask": "asked", "broadcast": "said by radio", "relay": "relayed", "send_alert": "sent an alert",
    "establish_command": "established command", "transfer_command": "handed command over",
    "unify_command": "formed a unified command", "stage": "staged", "set_perimeter": "set a perimeter",
    "open_ccp": "opened a casualty collection point", "set_zone": "set the zone of", "dispatch": "dispatched",
    "assign": "assigned", "form_rtf": "formed a rescue task force", "send_rtf": "sent in the rescue task force",
    "send_help": "sent help", "transport": "transported", "release_rooms": "released rooms",
    "open_reunification": "opened reunification", "release_inject": "released the message",
    "hold_inject": "held the message", "skip_inject": "skipped the message", "shift_injects": "shifted the messages",
    "edit_inject": "changed the message", "add_inject": "added a message", "take_seat": "taken the seat",
    "leave_seat": "left the seat", "rule": "made a ruling", "record": "noted",
}  # fmt: skip
_BEFORE = {"to": "to ", "through": "through ", "via": "by ", "says": "saying ", "from": "from ", "about": "about "}
_EVENTS = {
    "alarm": "the fire alarm", "announced": "an announcement", "recognised": "somebody recognises what happens",
    "inject_released": "a message's release", "out": "the first people get out", "entered": "people enter",
    "accounted": "a party is counted", "hazard_closed": "a space is closed by the hazard", "done": "an action",
    "seen": "somebody sees it", "heard": "somebody hears it", "misread": "somebody takes it for something else",
    "chose": "people choose what to do", "threat_entered": "the person comes in", "threat_moved": "the person goes on",
    "threat_stopped": "a door holds against the person", "threat_ended": "the incident is over",
    "call_placed": "a call to 911", "call_answered": "911 answers", "transferred": "a call is transferred",
    "call_received": "a call comes in", "warning_received": "a warning comes in", "sent": "a message is sent",
    "received": "a message arrives", "lost": "a message does not arrive", "relayed": "a message is passed on",
    "dispatched": "units are dispatched", "staged": "units are at staging", "arrived": "a unit arrives",
    "police_entered": "officers enter", "rtf_formed": "a rescue task force is together",
    "rtf_entered": "a rescue task force goes in", "command": "somebody takes command",
    "unified_command": "agencies command together", "patient_reached": "a patient has help",
    "patient_moved": "a patient is moved", "ccp_opened": "a casualty collection point is open",
    "room_cleared": "a room is cleared", "room_released": "a room is released",
    "building_cleared": "the building is cleared", "unaccounted": "somebody is missing", "found": "somebody is found",
    "visitor_at_door": "a visitor is at the door", "challenged": "a visitor is asked who they are",
    "visitor_left": "a visitor leaves", "reunification_opened": "the reunification site opens",
    "family_arrived": "a family comes", "handed_over": "a pupil is handed over",
    "hand_over_refused": "a hand-over is refused", "departed": "a vehicle leaves", "weather": "the weather changes",
    "wind_shifted": "the wind turns", "air": "a ventilation unit changes", "hazard_ended": "the hazard is over",
    "exposed": "people are exposed", "secured": "a room is secured", "learned": "somebody learns something",
}  # fmt: skip


def trigger_in_words(inject: Inject, bundle: Bundle) -> str:
    """When an inject comes, and its guard as it was typed."""
    words = _trigger(inject, bundle)
    return words + (f", only if {one_line(inject.if_, 200)}" if inject.if_ is not None else "")


def _trigger(inject: Inject, bundle: Bundle) -> str:
    if inject.at_ms is not None:
        return f"at {clock(inject.at_ms)}"
    if inject.at_clock_ms is not None:
        hours, minutes = divmod(inject.at_clock_ms // 60_000, 60)
        return f"at {hours:02d}:{minutes:02d} by the clock"
    if inject.after is not None:
        what = occurrence_in_words(inject.after, bundle)
        return f"{span(inject.delay_ms)} after {what}" if inject.delay_ms else f"right after {what}"
    if inject.unless is not None:
        return _unless(inject.unless, bundle)
    return f"as soon as {one_line(inject.when or '', 200)}"


def _unless(unless: Unless, bundle: Bundle) -> str:
    if unless.expect is not None:
        for inject in bundle.scenario.injects:
            for one in inject.expect:
                if one.id == unless.expect:
                    who = somebody(one.role, "nobody has", "{} has not")
                    return (
                        f"if {who} {act_in_words(one, bundle)} within {span(one.within_ms)} of {inject.id} ({one.id})"
                    )
    by = clock(unless.by_ms or 0)
    if unless.action is not None:
        what = f" {_called(bundle, unless.what)}" if unless.what is not None else ""
        return f"if {somebody(unless.role, 'nobody has', '{} has not')} {_DONE[unless.action]}{what} by {by}"
    return f"if {occurrence_in_words(unless.occurrence(), bundle)} has not come by {by}"


def occurrence_in_words(one: Occurrence, bundle: Bundle) -> str:
    """What a trigger waits for: `the fire alarm`, `message I1`, `the principal has locked D101`."""
    matched = [f"{name} {_called(bundle, value)}" for name, value in one.filters().items() if name != "role"]
    if one.inject is not None:
        return f"message {one.inject}"
    if one.action is not None:
        what = f" {_called(bundle, one.what)}" if one.what is not None else ""
        return f"{somebody(one.role, 'somebody has', '{} has')} {_DONE.get(one.action, one.action)}{what}"
    if one.order is not None:
        return f"the order {one.order}"
    if one.step is not None:
        return f"step {one.step}"
    name = one.event or ""
    if name == "alarm" and one.alarm == "fire":
        matched = []
    return _EVENTS.get(name, name.replace("_", " ")) + (f" ({listed(matched)})" if matched else "")


def somebody(role: str | None, nobody: str, named: str) -> str:
    """`nobody has`, or `the principal has not`."""
    return nobody if role is None else named.format("the " + role.replace("_", " "))


def act_in_words(act: Act, bundle: Bundle) -> str:
    """What was done: `locked Office door (DOFF)`."""
    given = act.given()
    people = ["people"] if act.action in ("move", "direct") and "who" not in given else []
    return " ".join([_DONE[act.action], *people, *_fields(given, bundle)])


def _fields(given: Mapping[str, object], bundle: Bundle) -> list[str]:
    return [_BEFORE.get(name, "") + _spoken(value, bundle) for name, value in given.items()]


def _spoken(value: object, bundle: Bundle) -> str:
    match value:
        case tuple():
            return ", ".join(_spoken(one, bundle) for one in value)
        case InSpace():
            return f"all people in {_called(bundle, value.in_)}"
        case dict():
            return one_line(str(value.get("id", listed(map(str, value)))))
        case _:
            return _called(bundle, str(value))


def expected_in_words(one: Expectation, bundle: Bundle) -> str:
    """`E1: the principal has announced lockdown, within 15 seconds`."""
    words = f"{somebody(one.role, 'somebody has', '{} has')} {act_in_words(one, bundle)}"
    return f"{one.id}: {words}, within {span(one.within_ms)}"


def _called(bundle: Bundle, reference: str) -> str:
    name = bundle.plan.resolve(reference)
    label = bundle.plan.label_of(name)
    return one_line(name if label == name else f"{label} ({name})")


def clock(t_ms: int) -> str:
    """A time of the scenario: `02:00`, `1:02:00`."""
    minutes, seconds = divmod(t_ms // 1000, 60)
    return f"{minutes:02d}:{seconds:02d}" if minutes < 60 else f"{minutes // 60}:{minutes % 60:02d}:{seconds:02d}"


def span(ms: int) -> str:
    """A length of time: `20 seconds`, `2 minutes`, `2 minutes 30 seconds`."""
    minutes, seconds = divmod(ms / 1000, 60)
    parts = [f"{minutes:g} minute{'s' * (minutes != 1)}"] if minutes else []
    if seconds or not parts:
        parts.append(f"{seconds:g} second{'s' * (seconds != 1)}")
    return " ".join(parts)
