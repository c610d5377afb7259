"""The choice of at most five moments: what matters most, of different kinds and disciplines, one that went well."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from simulator.analysis.debrief.moments import calls, doors, orders, people, responders, steps
from simulator.analysis.debrief.moments.candidate import Candidate, Play, Rule
from simulator.analysis.debrief.planned import Planned
from simulator.analysis.debrief.subject import Subject

MOST = 5
LEAST = 30.0
"""Candidates below this weight are not worth twenty people's time."""
MOST_ALIKE = {"step_missed": 2}
"""How often a rule may come where there is room; others once."""
MOST_OF_ONE = {"school": 3}
"""How many moments one discipline may have; others two."""
RULES: tuple[Rule, ...] = (
    *orders.RULES, *calls.RULES, *responders.RULES, *doors.RULES, *people.RULES, *steps.RULES,
)  # fmt: skip
OF_ONE_KIND: Mapping[str, str] = {
    "late_order": "order", "quick_order": "order", "other_word": "order", "no_order": "order", "late_call": "call",
    "good_call": "call", "call_lacked": "call", "call_waited": "answer", "call_transferred": "answer",
    "families_first": "families", "families_untold": "families", "families_late": "families", "lost_text": "families",
    "shared_command": "command", "no_shared_command": "command", "late_command": "command", "not_in": "secure",
    "not_locked": "secure", "quick_help": "patient", "first_patient": "patient", "secured": "secured",
    "not_secured": "secured", "unheard": "unheard", "told_in_person": "unheard",
}  # fmt: skip
"""Rules that tell of the same thing: one of them is enough."""


def candidates(play: Play) -> list[Candidate]:
    """Everything that the rules propose, the weightiest first."""
    found = [one for rule in RULES for one in rule(play)]
    return sorted(found, key=lambda one: (-one.weight, one.from_ms, one.rule, one.title))


def chosen(found: Iterable[Candidate]) -> list[Candidate]:
    """At most five of them, in order of time: one that went well where there is one, and no two of a kind.

    First with few of each discipline; where that leaves room, it is filled with what matters most of the rest.
    """
    everything = list(found)
    ranked = [one for one in everything if one.weight >= LEAST]
    well = next((one for one in everything if one.went_well), None)
    taken: list[Candidate] = [well] if well is not None else []
    for mixed in (True, False):
        for one in ranked:
            if len(taken) < MOST and _adds(one, taken) and (not mixed or _mixes(one, taken)):
                taken.append(one)
    return sorted(taken, key=lambda one: (one.from_ms, one.to_ms, one.rule))


def _adds(one: Candidate, taken: list[Candidate]) -> bool:
    """Whether a moment tells of something that those taken do not."""
    same = sum(kind(one) == kind(other) for other in taken)
    if same >= MOST_ALIKE.get(one.rule, 1) or one.title in {other.title for other in taken}:
        return False
    return not one.went_well or sum(other.went_well for other in taken) < 2


def _mixes(one: Candidate, taken: list[Candidate]) -> bool:
    """Whether the disciplines stay mixed, and no rule comes twice."""
    if kind(one) in {kind(other) for other in taken}:
        return False
    return Counter(other.discipline for other in taken)[one.discipline] < MOST_OF_ONE.get(one.discipline, 2)


def kind(one: Candidate) -> str:
    """What a moment is about, whichever rule proposed it."""
    return OF_ONE_KIND.get(one.rule, one.rule)


def moments(subject: Subject, plan: Mapping[str, Planned], more: Iterable[Candidate] = ()) -> list[dict[str, Any]]:
    """The five moments as data; `more` are candidates that only the exercise's log knows of."""
    found = sorted([*candidates(Play(subject, plan)), *more], key=lambda one: (-one.weight, one.from_ms, one.rule))
    return [one.as_data(subject, number) for number, one in enumerate(chosen(found), 1)]
