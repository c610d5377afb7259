"""The numbers behind a run that no source backs, as far as they mattered in it: said wherever results are shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

from simulator.analysis.arrival_numbers import arrival_numbers
from simulator.model.arrivals import Arrivals
from simulator.model.conduct import Conduct
from simulator.model.distributions import Exponential, Fixed, Lognormal, Normal, Numeric, Triangular, Uniform
from simulator.model.movement import Movement
from simulator.model.people import Group
from simulator.model.perception import Perception
from simulator.model.readiness import Readiness
from simulator.model.run import Run
from simulator.rules import behaviour
from simulator.rules.responders import is_police

Parameters = Movement | Conduct | Perception | Readiness | Arrivals


def assumptions(run: Run) -> tuple[str, ...]:
    """A sentence for each parameter that is an assumption and mattered."""
    return tuple(_said(name, noun) for name, noun in _mattered(run))


MOST_SINGLE = 20
"""So many assumptions are listed one by one; more are told by subject."""


def assumptions_by_subject(run: Run) -> tuple[str, ...]:
    """The same by subject where there are many: `Calls and radio: a call-taker is busy with one call: ...; ...`."""
    said = _mattered(run)
    if len(said) <= MOST_SINGLE:
        return assumptions(run)
    groups: dict[str, list[str]] = {}
    for name, noun in said:
        groups.setdefault(_subject(name, noun), []).append(_said(name, noun))
    return tuple(f"**{subject}:** {'; '.join(words)}" for subject, words in groups.items())


def _mattered(run: Run) -> list[tuple[str, Parameters]]:
    """The parameters that are assumptions and mattered, in the order in which the model has them."""
    used = {*_starts(run), *_walking(run), *_others(run), *_on_orders(run), *_on_hazards(run)}
    used |= {*_on_signs(run), *_on_calls(run), *arrival_numbers(run)}
    scenario = run.scenario
    nouns: tuple[Parameters, ...] = (
        scenario.movement, scenario.conduct, scenario.perception, scenario.readiness, scenario.arrivals,
    )  # fmt: skip
    return [(name, noun) for noun in nouns for name in type(noun).model_fields if name in used and _assumed(noun, name)]


AT_HAND = frozenset({"search_room_s", "shut_air_s", "reset_alarm_s", "in_wind", "in_rain", "in_ice", "in_dark"})
CALLS = frozenset({
    "answer_s", "process_s", "talk_s", "dial_s", "panic_s", "write_s", "airtime_s", "gives_up_s", "gives_up_911_s",
    "phone_s", "relay_s", "camera_s",
})  # fmt: skip
UNITS = frozenset({
    "police_turnout_s", "police_travel_s", "fire_turnout_s", "fire_travel_s", "entry_s", "walk_m_s", "search_m_s",
    "contact_s", "command_s", "briefing_s", "staging_s",
})  # fmt: skip


def _subject(name: str, noun: Parameters) -> str:
    """What a parameter is about, as the heading of its line."""
    match noun:
        case Movement():
            return "Walking and setting off"
        case Conduct():
            return "Searching, ventilation and weather" if name in AT_HAND else "Orders and locks"
        case Perception():
            return "Noticing and choosing"
        case Arrivals():
            return "Visitors, families and vehicles"
        case _:
            if name in CALLS:
                return "Calls, radio and phone"
            return "Units on their way, and command" if name in UNITS else "Patients and rooms"


def _on_orders(run: Run) -> Iterator[str]:
    """The numbers of orders and of what people did on them."""
    kinds = {row[1] for row in run.rows}
    orders = {row[5] for row in run.rows if row[1] == "learned"}
    if "announced" in kinds:
        yield from ("announce_s", "sentence_s", "missed_when_loud")
    if any(row[1] == "learned" and row[7] == "in_person" for row in run.rows):
        yield from ("tell_s", "tell_each_s")
    if any(row[1] == "expect_met" and not row[5] for row in run.rows):
        yield "done_before_s"
    if orders:
        yield "go_s"
    if "lockdown" in orders:
        yield from ("lock_start_s", "lock_inside_s", "lock_by_itself_s", "barricade_s", "barricade_holds")
    if any(row[1] == "waiting" and row[5] == "knocks" for row in run.rows):
        yield "knock_s"


DECIDED = {
    "search": "search_room_s", "shut_air": "shut_air_s", "restore_air": "shut_air_s", "reset_alarm": "reset_alarm_s",
}  # fmt: skip
"""What an act takes that the response plan does not time."""


def _on_hazards(run: Run) -> Iterator[str]:
    """The numbers of what was done about a hazard by decisions, and of the weather."""
    decided = [row[4] for row in run.rows if row[1] == "done" and row[6] == "decision"]
    yield from (DECIDED[action] for action in decided if action in DECIDED)
    yield from (f"in_{row[3]}" for row in run.rows if row[1] == "weather")


BY_SIGN: dict[str, tuple[str, ...]] = {
    "heard": ("sign_level_db", "ambient_db", "closed_door_db", "turn_db", "sign_every_s", "hear_again_s"),
    "misread": ("misread",),
    "chose": ("react_s", "redecide_s", "comfortable_s", "believed_m_s", "eyes_s"),
    "threat_stopped": ("tries_s",),
}  # fmt: skip
"""Parameters of perception and choice by the kind of row that shows that they were used."""
BY_REASON = {behaviour.AS_OTHERS: "imitate_s", behaviour.UNHEEDED.why: "complies", behaviour.AS_ORDERED: "complies",
             behaviour.LAST_RESORT: "contact_m"}  # fmt: skip
"""Parameters of perception by the reason of a choice."""


def _on_signs(run: Run) -> Iterator[str]:
    """The numbers of noticing an armed person, or an intruder, and of choosing what to do."""
    kinds = {row[1] for row in run.rows}
    if "threat_entered" not in kinds:
        return
    for kind, names in BY_SIGN.items():
        if kind in kinds:
            yield from names
    if any(row[1] == "recognised" and row[2] not in run.scenario.roles for row in run.rows):
        yield "recognise_s"
    yield from (BY_REASON[row[7]] for row in run.rows if row[1] == "chose" and row[7] in BY_REASON)
    if any(row[1] == "learned" and row[7] == "phone" for row in run.rows):
        yield "report_s"


BY_CALL: dict[str, tuple[str, ...]] = {
    "call_placed": ("dial_s", "talk_s"),
    "police_entered": ("entry_s", "walk_m_s", "search_m_s"),
    "command": ("command_s",), "unified_command": ("briefing_s",), "staged": ("staging_s",),
    "rtf_formed": ("gear_s", "link_up_s"), "patient_moved": ("assess_s", "carry_m_s", "load_s", "hospital_s"),
    "ccp_opened": ("ccp_s",), "room_cleared": ("clear_room_s",), "room_released": ("release_room_s",),
}  # fmt: skip
"""Parameters of calls and responders by the kind of row that shows that they were used."""


def _on_calls(run: Run) -> Iterator[str]:
    """The numbers of calls, the radio and responders."""
    kinds = {row[1] for row in run.rows}
    for kind, names in BY_CALL.items():
        if kind in kinds:
            yield from names
    arrived = {row[3] for row in run.rows if row[1] == "arrived"} & run.scenario.agencies.keys()
    if any(is_police(agency) for agency in arrived):
        yield from ("police_turnout_s", "police_travel_s")
    if any(not is_police(agency) for agency in arrived):
        yield "fire_travel_s"
    channels = {row[6].partition(".")[0] for row in run.rows if row[1] in ("sent", "received", "lost")}
    if "radio" in channels:
        yield from ("airtime_s", "gives_up_s")
    if "phone" in channels:
        yield "phone_s"
    if "911" in channels:
        yield "gives_up_911_s"
    if any(row[1] == "done" and row[4] == "press_panic" for row in run.rows):
        yield "panic_s"
    if any(row[1] == "threat_ended" and row[5] == "stopped by officers" for row in run.rows):
        yield "contact_s"
    if "relayed" in kinds:
        yield "relay_s"


def _starts(run: Run) -> Iterator[str]:
    kinds = {member.kind for member in run.people}
    filled = run.scenario.occupancy.fill is not None
    groups = [group for group in run.scenario.occupancy.groups if group.delay is None]
    if any(row[1] == "alarm" for row in run.rows):
        if kinds & {"pupils"} and filled:
            yield "pupil_start_s"
        if kinds & {"pupils", "staff"} and (filled or run.scenario.roles):
            yield "adult_start_s"
        yield from (_start_of(group) for group in groups)


def _start_of(group: Group) -> str:
    match group.kind:
        case "visitors" | "spectators":
            return "visitor_start_s"
        case "staff":
            return "adult_start_s"
        case "pupils":
            return "young_start_s" if group.band == "preschool" else "pupil_start_s"


def _walking(run: Run) -> Iterator[str]:
    for group in run.scenario.occupancy.groups:
        if group.speed is None:
            yield from (f"{how}_speed_m_s" for how, share in group.mobility.items() if share and how != "independent")
    if run.scenario.movement.model == "laboratory":
        yield "laboratory_flow_per_s_m"


def _others(run: Run) -> Iterator[str]:
    if any(row[1] == "accounted" for row in run.rows):
        yield "count_s"
    if run.scenario.fire is not None and run.scenario.fire.alarm != "none":
        yield f"alarm_{run.scenario.fire.alarm}_s"


def _extra(noun: Parameters, name: str) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", type(noun).model_fields[name].json_schema_extra)


def _assumed(noun: Parameters, name: str) -> bool:
    return bool(_extra(noun, name)["assumption"])


def _said(name: str, noun: Parameters) -> str:
    value = getattr(noun, name)
    given = _extra(noun, name)["unit"]
    unit = {"-": "", "s": " s", "share": ""}.get(given, f" {given}")
    amount = f"{value:g}{unit}" if isinstance(value, int | float) else spread(value, unit)
    whose = " (as this scenario sets it)" if name in noun.model_fields_set else ""
    return f"{type(noun).model_fields[name].description}: {amount}{whose}"


def spread(drawn: Numeric, unit: str) -> str:
    """A distribution in words: `between 5 and 40 s, most often about 15`."""
    match drawn:
        case Fixed(fixed=value):
            return f"always {value:g}{unit}"
        case Uniform(uniform=(low, high)):
            return f"between {low:g} and {high:g}{unit}"
        case Triangular(triangular=(low, likely, high)):
            return f"between {low:g} and {high:g}{unit}, most often about {likely:g}"
        case Lognormal(lognormal=shape):
            return f"half of the time under {shape.median:g}{unit}, now and then much more"
        case Normal(normal=bell):
            return f"about {bell.mean:g}{unit}, two times in three within {bell.sd:g} of it"
        case Exponential(exponential=decay):
            return f"{decay.mean:g}{unit} on average, now and then much more"
