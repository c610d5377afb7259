"""Words of the formats: what this version plays of them, so that the rest is not called unknown."""

from __future__ import annotations

from typing import Literal, get_args

from simulator.model import events
from simulator.model.actions import ACTIONS, Expectation
from simulator.model.decisions import Decision
from simulator.model.hazard import HAZARDS
from simulator.model.response import PLACE_WORDS, Order, Step
from simulator.rules.near import did_you_mean, listed

__all__ = ["HAZARDS", "did_you_mean", "listed"]

Kind = Literal["plan", "scenario", "decisions", "response", "drill", "rules"]
"""The kinds of file that this version reads."""

NOT_YET = "is part of the format but this version does not play it yet"

ORDERS: tuple[str, ...] = get_args(Order)
_LATER_FIELDS: dict[str, tuple[str, ...]] = {}
PLAYED: tuple[str, ...] = ACTIONS
"""The actions that this version carries out: all of the format."""

COMMON_FIELDS: dict[type, tuple[str, ...]] = {
    Decision: ("id", "at", "after", "delay", "role", "action"),
    Expectation: ("id", "role", "action", "within", "objective"),
    Step: ("id", "on", "if", "role", "action", "meant", "actual", "done"),
}
"""What an action has beside its own fields, by where it stands."""

PLAN_WORDS: frozenset[str] = frozenset({*PLACE_WORDS, "off_site"})
"""Words for places that only response plans use: a plan does not know the building."""

_EVENTS = """
inject_released: inject to via
inject_closed: inject state
expect_met expect_missed: expect role after_s
done: role action what source
refused: decision reason
seen heard: who what space
recognised misread: who as space
learned: who fact value from via
chose: party option options margins reason
started rerouted waiting: party space why
entered out: party space through n every_ms
party_split: party into
reached: party to
departed: vehicle people
locked unlocked opened closed blocked: opening class by
secured unsecured barricaded: space party why
announced: what by via zones zones_dead
sent received lost: message from to channel wait_s reason
relayed: fact from to by
call_placed call_answered transferred: psap from to says wait_s
call_received warning_received: from who hazard
threat_entered threat_moved threat_stopped threat_ended: space opening how
hazard_closed hazard_opened hazard_ended: hazard space
alarm: alarm source state
weather: state
wind_shifted: from_deg
air: unit state
exposed exposure_ended: party space seconds
visitor_at_door challenged visitor_left: visitor opening by outcome
dispatched staged arrived: agency unit place
police_entered rtf_formed rtf_entered: unit opening
command unified_command: who with place
patient_reached patient_moved ccp_opened: patient by to place
room_cleared room_released building_cleared: space by
accounted unaccounted found: who by result space
reunification_opened: place
family_arrived queued served: family station wait_s
handed_over hand_over_refused: who family reason
"""


def _events() -> dict[str, tuple[str, ...]]:
    """Every kind of event of the format with its fields, and those that the engine adds."""
    known: dict[str, tuple[str, ...]] = {}
    for line in _EVENTS.strip().splitlines():
        kinds, _, fields = line.partition(":")
        known |= {kind: tuple(fields.split()) for kind in kinds.split()}
    for kind, fields_of_kind in events.FIELDS.items():
        known[kind] = tuple(dict.fromkeys((*known.get(kind, ()), *fields_of_kind)))
    return known


EVENTS: dict[str, tuple[str, ...]] = _events()

METRICS: tuple[str, ...] = (
    "people", "evacuated", "secured", "exposed", "exposure_s", "time_to_recognition_s", "time_to_order_s",
    "time_to_911_s", "time_to_secured_50_s", "time_to_secured_90_s", "time_to_secured_100_s", "hold_complete_s",
    "secure_complete_s", "shelter_complete_s", "search_complete_s", "air_shut_s", "clear_time_s", "completion_s",
    "first_officer_on_site_s", "police_entry_s", "threat_ended_s", "unified_command_s", "rtf_ready_s",
    "first_patient_contact_s", "ccp_s", "building_cleared_s", "accountability_s", "reunification_s", "messages_sent",
    "messages_lost", "expected_met", "expected_total",
)  # fmt: skip

OVER_PEOPLE: tuple[str, ...] = (
    "people", "evacuated", "secured", "exposed", "exposure_s", "time_to_secured_50_s", "time_to_secured_90_s",
    "time_to_secured_100_s", "clear_time_s",
)  # fmt: skip
"""The metrics that an objective may count over the people of one part of the building (`where`)."""


def later_fields(noun: type) -> tuple[str, ...]:
    """The keys that the format gives to a noun and this version does not play."""
    return _LATER_FIELDS.get(noun.__name__, ())
