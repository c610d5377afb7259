"""The measures of one run, by the names that files and commands use; times in seconds from 00:00, null if it never was.

What did not come about, or is no part of the scenario, is null, or 0 where it is a number of people or messages.
`completion_s` is the completion of the protocol that the run is about: halls clear for a hold, outside doors held and
everybody in for secure, everybody who heard it in a shelter, everybody behind doors that hold, the building empty; in
a search everybody found, in a reunification the last family through.
"""

from __future__ import annotations

from typing import Any

from simulator.analysis.comms_measures import comms_metrics
from simulator.analysis.completion import complete_ms, measure_of
from simulator.analysis.exposure import exposure
from simulator.analysis.hazards import hazard_metrics
from simulator.analysis.reunion import reunification_s
from simulator.analysis.securing import order_ms, secured_times
from simulator.analysis.state import Passing, open_air, passings, queues, ranges, roster, space_of
from simulator.model.events import Row
from simulator.model.run import Run

SILENT = frozenset({"silent", "silenced", "off"})
"""States of an alarm that does not sound."""


def seconds(t_ms: int | None) -> float | None:
    """Milliseconds as seconds, to the millisecond."""
    return None if t_ms is None else round(t_ms / 1000, 3)


def metrics(run: Run) -> dict[str, Any]:
    """Every measure of a run."""
    steps = [step for step in passings(run.rows) if step.t_ms < run.until_ms]
    exposed, exposure_ms = exposure(run, steps)
    secured, secured_ms = secured_times(run, steps)
    met, missed = (sum(row[1] == kind for row in run.rows) for kind in ("expect_met", "expect_missed"))
    firsts, words = first_times(run), comms_metrics(run)
    found = {
        "people": sum(member.count for member in run.people),
        "evacuated": len(evacuated(run, steps)),
        "secured": secured,
        "exposed": exposed,
        "exposure_s": seconds(exposure_ms),
        "time_to_recognition_s": firsts["time_to_recognition_s"],
        "time_to_order_s": seconds(first_order_ms(run)),
        "time_to_911_s": words["time_to_911_s"],
        "time_to_secured_50_s": seconds(secured_ms[50]),
        "time_to_secured_90_s": seconds(secured_ms[90]),
        "time_to_secured_100_s": seconds(secured_ms[100]),
        "hold_complete_s": seconds(complete_ms(run, steps, "hold")),
        "secure_complete_s": seconds(complete_ms(run, steps, "secure")),
        "shelter_complete_s": seconds(complete_ms(run, steps, "shelter")),
        **hazard_metrics(run),
        "clear_time_s": seconds(clear_ms(run, steps)),
        "completion_s": None,
        "first_officer_on_site_s": firsts["first_officer_on_site_s"],
        "police_entry_s": firsts["police_entry_s"],
        "threat_ended_s": firsts["threat_ended_s"],
        "unified_command_s": firsts["unified_command_s"],
        "rtf_ready_s": firsts["rtf_ready_s"],
        "first_patient_contact_s": firsts["first_patient_contact_s"],
        "ccp_s": firsts["ccp_s"],
        "building_cleared_s": firsts["building_cleared_s"],
        "accountability_s": seconds(accounted_ms(run)),
        "reunification_s": reunification_s(run),
        "messages_sent": words["messages_sent"],
        "messages_lost": words["messages_lost"],
        "expected_met": met,
        "expected_total": met + missed,
        "exits": exits(run, steps),
    }
    protocol = measure_of(run)
    return found | {"completion_s": found[protocol] if protocol is not None else None}


FIRSTS: dict[str, tuple[str, str | None]] = {
    "time_to_recognition_s": ("recognised", None),
    "first_officer_on_site_s": ("arrived", "police"), "police_entry_s": ("police_entered", None),
    "threat_ended_s": ("threat_ended", None), "unified_command_s": ("unified_command", None),
    "rtf_ready_s": ("rtf_formed", None), "first_patient_contact_s": ("patient_reached", None),
    "ccp_s": ("ccp_opened", None), "building_cleared_s": ("building_cleared", None),
}  # fmt: skip
"""The measures that are the time of the first event of a kind, of one agency where one is named."""


def first_times(run: Run) -> dict[str, float | None]:
    """When the first event of each kind came that is a measure of its own."""
    kinds = {kind for kind, _ in FIRSTS.values()}
    rows = [row for row in run.rows if row[1] in kinds]
    return {name: seconds(_first(rows, *wanted)) for name, wanted in FIRSTS.items()}


def _first(rows: list[Row], kind: str, agency: str | None) -> int | None:
    return next((row[0] for row in rows if row[1] == kind and (agency is None or row[3] == agency)), None)


def at_end(steps: list[Passing]) -> dict[str, str]:
    """The segment of each person after the last step."""
    return {step.person: step.to for step in steps}


def indoors(run: Run, steps: list[Passing]) -> dict[str, str]:
    """Who is inside at the run's end, and in which segment."""
    sky = open_air(run.plan)
    return {person: segment for person, segment in at_end(steps).items() if space_of(segment) not in sky}


def evacuated(run: Run, steps: list[Passing]) -> set[str]:
    """Persons under the open sky at the run's end, those who were there from the beginning among them."""
    return at_end(steps).keys() - indoors(run, steps).keys()


def last_ways_out(run: Run, steps: list[Passing]) -> dict[str, Passing]:
    """How each person who is outside at the run's end came out for the last time; who never passed an exit is left out.

    A helper who goes back in leaves twice, and counts once: where and when they left for good.
    """
    inside = indoors(run, steps)
    return {step.person: step for step in steps if step.clear and step.person not in inside}


def clear_ms(run: Run, steps: list[Passing]) -> int | None:
    """When the last person passed an exit; None while anybody is inside, or where nobody had to leave."""
    if indoors(run, steps):
        return None
    return max((step.t_ms for step in steps if step.clear), default=None)


def first_order_ms(run: Run) -> int | None:
    """When people were first told what to do: any order that was announced, by whomever, or the alarm.

    An alarm tells people to leave: where the plan has another word than that for the hazard, it is no order.
    """
    alarmed = alarm_ms(run) if run.order in (None, "evacuate") else None
    return min((t_ms for t_ms in (order_ms(run), alarmed) if t_ms is not None), default=None)


def own_order_ms(run: Run) -> int | None:
    """When the order that the plan has for the hazard was announced; without a plan, the first order or the alarm."""
    if run.order is None:
        return first_order_ms(run)
    return order_ms(run, run.order)


def leave_ms(run: Run) -> int | None:
    """When people were first told to leave: the order `evacuate`, or the alarm."""
    return min((t_ms for t_ms in (order_ms(run, "evacuate"), alarm_ms(run)) if t_ms is not None), default=None)


def alarm_ms(run: Run) -> int | None:
    """When the alarm first sounded."""
    return next((row[0] for row in run.rows if row[1] == "alarm" and row[5] not in SILENT), None)


def accounted_ms(run: Run) -> int | None:
    """When everybody of the roster had been counted; None if somebody was not."""
    parties = ranges(run.people, run.rows)
    missing = set(roster(run.people))
    for row in run.rows:
        if row[1] == "accounted" and row[3] in parties:
            missing.difference_update(parties[row[3]].persons())
            if not missing:
                return int(row[0])
    return None


def accounted(run: Run) -> set[str]:
    """Everybody who was counted at a rally point."""
    parties = ranges(run.people, run.rows)
    rows = [row for row in run.rows if row[1] == "accounted" and row[3] in parties]
    return {person for row in rows for person in parties[row[3]].persons()}


def exits(run: Run, steps: list[Passing]) -> dict[str, dict[str, Any]]:
    """For each exit by which somebody left for good: how many, and when the last of them did.

    Everybody who is outside at the end is counted once, except those who were outside all along.
    """
    used: dict[str, dict[str, Any]] = {}
    for step in last_ways_out(run, steps).values():
        if step.through is not None:
            before = used.get(step.through, {"people": 0, "last_s": 0.0})
            last_s = max(before["last_s"], seconds(step.t_ms) or 0.0)
            used[step.through] = {"people": before["people"] + 1, "last_s": last_s}
    return dict(sorted(used.items()))


def waiting(run: Run) -> dict[str, float]:
    """Person-seconds of queueing at each opening, end of a stair or strip of a hall, most first."""
    total: dict[str, int] = {}
    for queue in queues(run):
        total[queue.at] = total.get(queue.at, 0) + queue.person_ms
    return {at: round(ms / 1000, 3) for at, ms in sorted(total.items(), key=lambda one: (-one[1], one[0]))}
