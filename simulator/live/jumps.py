"""A jump: scenario time goes on at once, and every open step of a role that people play gets an answer.

Done as planned: it is recorded as assumed from the plan, at the plan's time. Not done: nothing. Ask: the jump ends
there, and the room is asked. A played role never idles by accident.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from simulator.analysis.asked import asked
from simulator.analysis.seen import expectations
from simulator.engine.streams import quantity
from simulator.errors import Refused
from simulator.live.deciding import checked, decision_draft
from simulator.live.messages import kept_by_hand
from simulator.live.moving import NO_STEP, held
from simulator.live.outcome import Changed, Outcome
from simulator.live.situation import Args, Desk, mapping, whole
from simulator.live.steps import expected_words
from simulator.live.words import message_name, title_of
from simulator.model.actions import FIELDS, plain
from simulator.model.decisions import Decision
from simulator.model.events import Row
from simulator.model.exercise import Draft
from simulator.model.response import Step
from simulator.model.run import Run
from simulator.rules.answers import same_deed
from simulator.rules.occurrences import kinds_of, matches

ANSWERS = ("done", "not_done", "ask")
IN_TIME_MS = 1_000
"""What a message expects counts as done so long before its deadline, where nobody says when."""


@dataclass(frozen=True, slots=True)
class OpenStep:
    """What the plan or a message asks of a played role: when it would be done (ms), or, where it is `overdue`, now."""

    key: str
    role: str
    t_ms: int
    words: str
    fields: dict[str, Any]
    overdue: bool = False

    def as_json(self, desk: Desk) -> dict[str, Any]:
        """As a page lays it out."""
        return {
            "step": self.key, "role": self.role, "title": title_of(desk.scenario, self.role), "t_ms": self.t_ms,
            "said": desk.said(self.t_ms), "words": self.words, "overdue": self.overdue,
        }  # fmt: skip


# ---- what is open ----------------------------------------------------------------------------------------------------


def open_steps(desk: Desk, to_ms: int) -> list[OpenStep]:
    """The steps of played roles that have no answer yet, up to an instant: those that are overdue first."""
    steps = {step.id: step for step in _steps_in_force(desk)}
    handed = _played_by_plan(desk)
    coming = list(_coming(desk, handed, steps, to_ms))
    begun = [one for one in _begun(desk, steps, to_ms) if one.key not in {other.key for other in coming}]
    planned = (*begun, *coming)
    expected = (one for one in _expected(desk, handed, to_ms) if not any(_is_in(one, other) for other in planned))
    found = (*planned, *expected)
    answered = _answered(desk)
    return sorted((one for one in found if one.key not in answered), key=lambda one: (one.t_ms, one.key))


def _played_roles(desk: Desk) -> list[str]:
    return [role for role, seat in desk.core.roles.items() if seat == "played"]


def _played_by_plan(desk: Desk) -> Run:
    """The same decisions, and from now on every played role acts by the plan."""
    at_s = desk.decision_ms() / 1000
    leaving = [
        Decision.model_validate({"id": f"jump-{role}", "at": at_s, "role": role, "action": "leave_seat"})
        for role in _played_roles(desk)
    ]
    return desk.core.played.run((*desk.core.decisions, *leaving))


def _coming(desk: Desk, handed: Run, steps: dict[str, Step], to_ms: int) -> Iterator[OpenStep]:
    """What the plan would have played roles do until then, unless somebody has done it or is about to."""
    played, seen = set(_played_roles(desk)), set[str]()
    decided = [row for row in desk.run.rows if row[1] == "done" and row[6] == "decision"]
    for row in handed.rows:
        if row[1] != "done" or not desk.now_ms < row[0] <= to_ms or row[6] != "plan" or row[3] not in played:
            continue
        step = steps.get(str(row[2]).partition("/")[0])
        key = f"{row[2]}:{row[3]}"
        if step is None or key in seen or any(same_deed(step, one, desk.run.plan) for one in decided):
            continue
        seen.add(key)
        words = f"{title_of(desk.scenario, row[3])} {asked(handed, step)}"
        yield OpenStep(key, row[3], row[0], words, _fields(desk, step, row))


def _begun(desk: Desk, steps: dict[str, Step], to_ms: int) -> Iterator[OpenStep]:
    """Steps whose signal has come already, for a played role, and that nobody has done; some are overdue."""
    run, rows = desk.run, desk.core.upto(desk.now_ms).rows
    played, done = set(_played_roles(desk)), [row for row in run.rows if row[1] == "done"]
    for step in steps.values():
        kinds = kinds_of(step.on)
        signal = next((row for row in rows if row[1] in kinds and matches(step.on, row, run.plan)), None)
        role = step.role if signal is None or step.role != "first_to_know" else str(signal[3])
        if signal is None or role not in played or step.if_ is not None:
            continue
        planned_ms = signal[0] + round(quantity(step.actual, run.seed, "step", step.id) * 1000)
        if planned_ms <= to_ms and not any(same_deed(step, row, run.plan) for row in done):
            words = f"{title_of(desk.scenario, role)} {asked(run, step)}"
            t_ms, late = max(planned_ms, desk.decision_ms()), planned_ms <= desk.now_ms
            yield OpenStep(f"{step.id}:{role}", role, t_ms, words, _fields(desk, step, None), late)


def _expected(desk: Desk, handed: Run, to_ms: int) -> Iterator[OpenStep]:
    """What messages expect of played roles by then, where the plan would not have done it either."""
    wanted, played = expectations(handed), set(_played_roles(desk))
    for row in handed.rows:
        if row[1] == "expect_missed" and desk.now_ms < row[0] <= to_ms and row[4] in played:
            one, _ = wanted[row[3]]
            t_ms = max(desk.decision_ms(), row[0] - IN_TIME_MS)
            fields = {"action": one.action, **plain(one)}
            yield OpenStep(f"expect:{row[3]}", row[4], t_ms, expected_words(handed, row[3]), fields)


def _is_in(one: OpenStep, other: OpenStep) -> bool:
    """Whether the other step, done, does what this one asks for."""
    return one.role == other.role and all(other.fields.get(name) == value for name, value in one.fields.items())


def _steps_in_force(desk: Desk) -> Iterator[Step]:
    """The steps of the annexes in force, as this scenario changes them."""
    response, scenario = desk.core.bundle.response, desk.scenario
    changes = {change.step: change for change in scenario.plan_changes}
    for hazard in dict.fromkeys((scenario.hazard, *scenario.also)):
        if response is not None and hazard in response.hazards:
            for step in response.hazards[hazard].steps:
                yield changes[step.id].applied(step) if step.id in changes else step


def _fields(desk: Desk, step: Step, row: Row | None) -> dict[str, Any]:
    """The act as a decision: as the log would have it, else as the plan says it."""
    given = dict(row[5]) if row is not None else plain(step)
    allowed = (*FIELDS[step.action], "via")
    return {"action": step.action, **{name: value for name, value in given.items() if name in allowed}}


def _answered(desk: Desk) -> set[str]:
    """The steps that an earlier jump had an answer for."""
    jumped = (entry.payload.get("answers", {}) for entry in desk.core.entries if entry.kind == "clock")
    return {key for answers in jumped for key, answer in answers.items() if answer != "ask"}


# ---- jumping ---------------------------------------------------------------------------------------------------------


def preview(desk: Desk, args: Args) -> Outcome:
    """Where the jump goes, what goes out on the way, and the steps that need an answer."""
    to_ms = _to_ms(desk, args)
    steps = open_steps(desk, to_ms)
    lines = [f"The jump goes to {desk.said(to_ms)}.", *_on_the_way(desk, to_ms)]
    data = {"to_ms": to_ms, "lines": lines, "steps": [one.as_json(desk) for one in steps]}
    asks = f" {len(steps)} open step{'s' if len(steps) != 1 else ''} to answer." if steps else ""
    return Outcome((), " ".join(lines) + asks, data)


def jump(desk: Desk, args: Args) -> Outcome:
    """Go there, if every open step has an answer; or as far as the first one that the room is to be asked about."""
    to_ms = _to_ms(desk, args)
    answers = mapping(args, "steps") if args.get("steps") is not None else {}
    steps = open_steps(desk, to_ms)
    if missing := [one for one in steps if answers.get(one.key) not in ANSWERS]:
        words = f"say of each open step whether it is done, not done, or to be asked: {missing[0].words}"
        raise Changed(words, preview(desk, args).data)
    ask = next((one for one in steps if answers[one.key] == "ask"), None)
    if ask is not None and ask.overdue:
        raise Refused(f"ask the room first: {ask.words}")
    end_ms = to_ms if ask is None else ask.t_ms
    before = [one for one in steps if one.t_ms <= end_ms and one is not ask and answers[one.key] != "ask"]
    clock = held(desk, end_ms, "jump")
    clock.payload["answers"] = {one.key: answers[one.key] for one in before}
    say = f"{desk.said(end_ms)}. Held."
    if ask is not None:
        say = f"{desk.said(end_ms)}. Held to ask the room: {ask.words}"
    done = (one for one in before if answers[one.key] == "done")
    return Outcome((*(_assumed(desk, one, number) for number, one in enumerate(done)), clock), say)


def _to_ms(desk: Desk, args: Args) -> int:
    if desk.standing.state == "moving":
        raise Refused("the clock is moving; hold it first")
    if not desk.standing.started:
        raise Refused("the exercise begins with its first step")
    horizon_ms = desk.scenario.horizon_ms
    if desk.now_ms >= horizon_ms:
        raise Refused(NO_STEP)
    to_ms = whole(args, "to_ms", 0, 2**53)
    if not desk.now_ms < to_ms <= horizon_ms:
        raise Refused(f"a jump goes forward, to {desk.said(horizon_ms)} at most")
    return to_ms


def _assumed(desk: Desk, step: OpenStep, number: int) -> Draft:
    """The entry of a step that is taken as done by the plan; it counts once the jump that names it is written."""
    t_ms = max(step.t_ms, desk.decision_ms())
    fields = {"id": desk.decision_id(number), "at": t_ms / 1000, "role": step.role, **step.fields, "takes": 0}
    try:
        decision = checked(desk, fields)
    except Refused:  # the plan's own words for places; what it says stands in the log, and nothing follows
        decision = {**{name: fields[name] for name in ("id", "at", "role")}, "action": "record", "says": step.words}
    return decision_draft(desk, decision, step.words, "assumed", max(0, desk.now_ms))


def _on_the_way(desk: Desk, to_ms: int) -> list[str]:
    """What happens between now and then that a next step would have stopped at."""
    run, found = desk.run, list[tuple[int, str]]()
    for row in run.rows:
        if desk.now_ms < row[0] <= to_ms and row[1] == "inject_released":
            found.append((row[0], f"{message_name(run, row[3])} goes out."))
        elif desk.now_ms < row[0] <= to_ms and row[1] == "expect_missed":
            found.append((row[0], f"the deadline “{expected_words(run, row[3])}” passes."))
    kept = kept_by_hand(run.rows, desk.now_ms)
    waits = [(t_ms, name) for t_ms, name in run.due if desk.now_ms < t_ms <= to_ms and name not in kept]
    found += [(t_ms, f"{message_name(run, name)} is due and waits for you.") for t_ms, name in waits]
    return [f"{desk.said(t_ms)}: {words}" for t_ms, words in sorted(found, key=lambda one: one[0])]
