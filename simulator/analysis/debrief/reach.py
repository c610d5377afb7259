"""Whether an act reached those who were meant: one judgement for the expected actions and for the plan's steps.

Words that another role spoke, or that went elsewhere, count as the act done otherwise only where they reached at least
one of the places or people that were meant. An expected action that names nobody means whom the plan's step means.
"""

from __future__ import annotations

from collections.abc import Sequence

from simulator.analysis.debrief.subject import Subject
from simulator.analysis.seen import Seen, how_it_came
from simulator.model.actions import Act, Expectation
from simulator.model.events import Row
from simulator.rules.answers import SAME, meant, missing
from simulator.rules.occurrences import named


def came(subject: Subject, wanted: Expectation, message: str) -> Seen:
    """What came of an expected action; an act that reached none of those meant is not that action."""
    seen = how_it_came(subject.run, wanted, message)
    if seen.act is None or reaches(subject, meant_by(subject, wanted), seen.act):
        return seen
    return Seen("not seen", "")


def meant_by(subject: Subject, wanted: Expectation) -> tuple[str, ...]:
    """Whom an expected action means: those it names, else those that the plan's step of that role and word names."""
    if wanted.to or wanted.action != "tell":
        return tuple(wanted.to or ())
    steps = (one for one in subject.plan_steps if (one.role, one.action) == (wanted.role, wanted.action))
    found = (one.to for one in steps if one.to and set(one.what or ()) == set(wanted.what or ()))
    return tuple(next(found, ()))


def reaches(subject: Subject, to: Sequence[str], act: Row) -> bool:
    """Whether an act of telling reached at least one of some places and people; any act where none are named."""
    if act[4] != "tell" or not to:
        return True
    told = tuple(act[5].get("to", ()))
    return "all" in told or bool(_covered(subject, to, act) & _covered(subject, told, act))


def is_deed(subject: Subject, step: Act, act: Row) -> bool:
    """Whether an act is the plan's step, whoever did it, at least for some of those whom the step means."""
    if act[4] != step.action:
        return False
    names = SAME[:1] if step.action in ("announce", "correct_announcement") else SAME
    lacking = set(missing(step, act, subject.run.plan, subject.run.rows)).intersection(names)
    return not lacking or (lacking == {"to"} and bool(step.to) and act[4] == "tell" and reaches(
        subject, tuple(step.to or ()), act))  # fmt: skip


def in_part(subject: Subject, step: Act, act: Row) -> bool:
    """Whether an act of telling reached some of those whom a step means, and not all."""
    return act[4] == "tell" and "to" in missing(step, act, subject.run.plan, subject.run.rows)


def _covered(subject: Subject, to: Sequence[str], act: Row) -> set[str]:
    """The names and the places of some people and groups, as they were when an act was done."""
    plan = subject.run.plan
    there = (*act[:5], {"to": list(to)}, *act[6:])
    return {named(one, plan) for one in to} | meant(there, plan, subject.run.rows)
