"""Words of the formats that this version does not play yet, so that they are not called unknown; and "did you mean"."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Literal

from simulator.model.scenario import LATER_KEYS

Kind = Literal["plan", "scenario", "decisions"]
"""The kinds of file that this version reads."""

NOT_YET = "is part of the format but this version does not play it yet"

_WHEN = ("after", "delay", "when", "unless", "if", "expect", "by")
_ACTION_FIELDS = (
    "after", "delay", "via", "zones", "hazard", "strategy", "plain", "says", "spaces", "unit", "alarm", "vehicle",
    "visitor", "from", "psap", "point", "about", "channel", "join", "by", "audience", "place", "with", "zone",
    "agency", "units", "task", "police", "ems", "patient", "greeters", "checkers", "reunifiers", "inject", "set",
    "sets",
)  # fmt: skip
_LATER_FIELDS: dict[str, tuple[str, ...]] = {
    "Scenario": LATER_KEYS,
    "Inject": _WHEN,
    "Role": ("agency", "back", "radio", "phone", "off_site"),
    "Measure": ("expects", "time_of", "never", "from", "where", "after"),
}
_EFFECT_FIELDS = ("if", "over", "spread", "via", "place", "count", "fact", "from", "says", "by")

LATER_ACTIONS: tuple[str, ...] = (
    "announce", "correct_announcement", "barricade", "stay", "account", "admit", "assist", "search", "clear",
    "shut_air", "restore_air", "reset_alarm", "hold_vehicle", "recall", "unload", "check_id", "check_custody",
    "challenge", "badge", "escort", "refuse", "hand_over", "call_911", "transfer_call", "press_panic", "tell", "ask",
    "broadcast", "relay", "send_alert", "establish_command", "transfer_command", "unify_command", "stage",
    "set_perimeter", "open_ccp", "set_zone", "dispatch", "assign", "form_rtf", "send_rtf", "send_help", "transport",
    "release_rooms", "open_reunification", "release_inject", "hold_inject", "skip_inject", "shift_injects",
    "edit_inject", "add_inject", "take_seat", "leave_seat", "rule", "record",
)  # fmt: skip

LATER_PLACES: frozenset[str] = frozenset({
    "own_room", "own_class", "nearest_room", "nearest_pupils", "nearest_shelter", "zones_not_reached", "exterior",
    "alarm_source", "outdoor_groups", "spectators", "indoors", "off_site",
})  # fmt: skip

METRICS: tuple[str, ...] = (
    "people", "evacuated", "secured", "exposed", "exposure_s", "time_to_recognition_s", "time_to_order_s",
    "time_to_911_s", "time_to_secured_50_s", "time_to_secured_90_s", "time_to_secured_100_s", "clear_time_s",
    "first_officer_on_site_s", "police_entry_s", "threat_ended_s", "unified_command_s", "rtf_ready_s",
    "first_patient_contact_s", "ccp_s", "building_cleared_s", "accountability_s", "reunification_s", "messages_sent",
    "messages_lost", "expected_met", "expected_total",
)  # fmt: skip


def later_fields(noun: type) -> tuple[str, ...]:
    """The keys that the format gives to a noun and this version does not play."""
    if noun.__module__.endswith(".decisions"):
        return _ACTION_FIELDS
    if noun.__module__.endswith(".inject") and noun.__name__ != "Inject":
        return _EFFECT_FIELDS
    return _LATER_FIELDS.get(noun.__name__, ())


def did_you_mean(word: str, options: Iterable[str], nearness: float = 0.6) -> str:
    """`; did you mean X?`, or nothing where no option is near."""
    by_lower = {option.lower(): option for option in options}
    near = difflib.get_close_matches(word.lower()[:80], by_lower, n=1, cutoff=nearness)
    return f"; did you mean {by_lower[near[0]]}?" if near else ""


def listed(options: Iterable[str], most: int = 30) -> str:
    """Options in one line: `a, b, c`."""
    names = list(options)
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")
