"""The whole debrief of a run as plain data: every part, from one subject."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from simulator.analysis.debrief.aims import aims
from simulator.analysis.debrief.benchmarks import benchmarks
from simulator.analysis.debrief.facts import known
from simulator.analysis.debrief.heat import heat
from simulator.analysis.debrief.lanes import lanes
from simulator.analysis.debrief.lost import lost
from simulator.analysis.debrief.moments.candidate import Candidate
from simulator.analysis.debrief.moments.choosing import moments
from simulator.analysis.debrief.planned import plan_play, planned
from simulator.analysis.debrief.subject import Subject, plain
from simulator.analysis.told_incident import has_person
from simulator.analysis.who import party_words, unit_words
from simulator.analysis.words import EXERCISE, sentence

WORDS = {"severe_weather": "storm", "hazmat": "release", "medical": "emergency", "missing_child": "search"}
"""What some hazards are called, where the key read as words would not do."""


def debrief(
    subject: Subject,
    *,
    observed: Mapping[str, Mapping[str, Any]] | None = None,
    more: Iterable[Candidate] = (),
) -> dict[str, Any]:
    """Everything that follows from the run: `observed` as for `aims`, `more` as for `moments`."""
    run, plan = subject.whole, planned(subject)
    return {
        "title": run.scenario.title, "school": run.plan.school.name, "version": run.seed,
        "label": run.plan.school.sensitivity, "stamp": EXERCISE, "engine": run.engine, "digest": run.digest,
        "starts_clock_ms": run.scenario.when.clock_ms, "ends_ms": run.until_ms, "order": run.order,
        "moments": moments(subject, plan, more), "lanes": lanes(subject, plan), "lost": lost(subject, plan),
        "benchmarks": benchmarks(), "facts": known(subject), "parties": parties(subject), "units": units(subject),
        "heat": heat(subject), "plan_play": plan_play(subject, plan), "objectives": aims(subject, observed),
        "metrics": subject.measured, "hazard": hazard(subject),
    }  # fmt: skip


def hazard(subject: Subject) -> dict[str, Any]:
    """What people were exposed to, in words (`the severe weather`), and whether it is a person."""
    words = subject.run.scenario.hazard.replace("_", " ")
    return {"words": f"the {WORDS.get(subject.run.scenario.hazard, words)}", "person": has_person(subject.run)}


def parties(subject: Subject) -> list[dict[str, str]]:
    """Whoever can be asked why: roles first, then classes and groups; single pupils of a crowd are left out."""
    run = subject.run
    roles = [one for one in run.people if one.party in run.scenario.roles]
    others = [
        one for one in run.people if one.party not in run.scenario.roles and (one.count > 1 or one.kind != "pupils")
    ]
    found = {one.party: plain(sentence(party_words(run, one))) for one in (*roles, *others)}
    return [{"id": name, "label": label} for name, label in found.items()]


def units(subject: Subject) -> list[dict[str, str]]:
    """The units that were sent or came."""
    rows = [row for row in subject.rows("dispatched", "arrived") if row[3] in subject.run.scenario.agencies]
    names = dict.fromkeys(row[4] for row in rows)
    return [{"id": name, "label": plain(sentence(unit_words(subject.run, name)))} for name in names]
