"""Corrections of the record: taken back, corrected, dated earlier. The one act that alters what followed.

What changes is shown before. A changed mind is no correction but a what-if, which writes nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

from simulator.analysis.metrics import metrics
from simulator.analysis.timeline import Moment, timeline
from simulator.analysis.words import lasting, sentence
from simulator.errors import Refused
from simulator.live.deciding import PLAYABLE, acted, checked, decision_draft
from simulator.live.outcome import Outcome
from simulator.live.previews import refusal, with_drafts
from simulator.live.situation import Args, Desk, mapping, one_of, text, whole
from simulator.live.words import numbers_of, stopped
from simulator.model.run import Run

MOST_LINES = 12
NOT_THE_EXERCISE = "NOT THE EXERCISE"


def _correction(desk: Desk, args: Args, payload: dict[str, Any], say: str) -> Outcome:
    if why := text(args, "why", needed=False, longest=600):
        payload["why"] = why
    return Outcome((desk.draft("correction", payload),), say)


def withdraw(desk: Desk, args: Args) -> Outcome:
    """A recorded decision was never made."""
    record = desk.record(args.get("seq"))
    if record.state == "withdrawn":
        raise Refused("that is taken back already")
    return _correction(desk, args, {"of": record.seq, "change": "withdraw"}, "Taken back.")


def replace_(desk: Desk, args: Args) -> Outcome:
    """A recorded decision was another one, at the same time."""
    record = desk.record(args.get("seq"))
    if record.decision["action"] not in PLAYABLE:
        raise Refused("only what somebody in a role did can be corrected; take this one back and do it anew")
    fields = acted(desk, {"role": record.decision["role"], **mapping(args, "decision")})
    decision = checked(desk, {"id": record.decision["id"], "at": record.decision["at"], **fields})
    return _correction(desk, args, {"of": record.seq, "change": "replace", "decision": decision}, "Corrected.")


def date(desk: Desk, args: Args) -> Outcome:
    """A recorded decision was made earlier than it was recorded."""
    record = desk.record(args.get("seq"))
    if record.state == "withdrawn":
        raise Refused("that is taken back; correct it first")
    at_ms = whole(args, "at_ms", 0, max(0, desk.now_ms))
    return _correction(desk, args, {"of": record.seq, "change": "date", "at_ms": at_ms}, "Dated.")


# ---- shown before ----------------------------------------------------------------------------------------------------


def shown(desk: Desk, outcome: Outcome) -> Outcome:
    """What a correction changes of what has been seen so far, in sentences."""
    changed = with_drafts(desk, *outcome.drafts)
    gone, come = differences(desk.core.upto(desk.now_ms), changed.upto(desk.now_ms))
    lines = [*_listed("No longer", gone, desk), *_listed("Instead", come, desk)]
    said = outcome.drafts[0].payload
    if said["change"] != "withdraw":
        record = next(one for one in changed.records if one.seq == said["of"])
        if (reason := refusal(changed.run, record.decision["id"], record.at_ms)) is not None:
            lines.append(f"It cannot be carried out: {reason}.")
    if not lines:
        lines = ["Nothing of what has happened so far changes."]
    step = changed.next_step(desk.now_ms)
    if step is not None and desk.standing.state == "held":
        lines.append(f"Next then goes to {step.said}, {step.to}.")
    return Outcome((), " ".join(lines), {"lines": lines, "gone": _plain(gone), "come": _plain(come)})


def differences(before: Run, after: Run) -> tuple[list[Moment], list[Moment]]:
    """The moments that only one of two runs has: those that are gone, and those that have come."""
    first, second = timeline(before), timeline(after)
    return _only_in(first, second), _only_in(second, first)


def _only_in(these: list[Moment], those: list[Moment]) -> list[Moment]:
    left = Counter((one.t_ms, one.words) for one in those)
    found = []
    for one in these:
        if left[one.t_ms, one.words]:
            left[one.t_ms, one.words] -= 1
        else:
            found.append(one)
    return found


def _listed(head: str, moments: Iterable[Moment], desk: Desk) -> list[str]:
    told = sorted(sorted(moments, key=lambda one: -one.weight)[:MOST_LINES], key=lambda one: one.t_ms)
    return [f"{head}, {desk.said(one.t_ms)}: {stopped(_numbered(one.words, desk))}" for one in told]


def _numbered(words: str, desk: Desk) -> str:
    """Messages by their number on the desk rather than by their name in the file."""
    numbers = numbers_of(desk.run)
    return re.sub(r"\b([Mm]essage) (\S+?)(?=[\s.:,]|$)", lambda m: f"{m[1]} {numbers.get(m[2], m[2])}", words)


def _plain(moments: Iterable[Moment]) -> list[dict[str, Any]]:
    return [{"t_ms": one.t_ms, "words": one.words} for one in moments]


# ---- what if ---------------------------------------------------------------------------------------------------------


def what_if(desk: Desk, args: Args) -> Outcome:
    """Another course, with one decision changed, left out, dated otherwise or added; to the end of the scenario.

    Nothing is written. `change` is withdraw, replace, date (with `seq`), or add (with `decision` and `at_ms`).
    """
    change = one_of(args, "change", ("withdraw", "replace", "date", "add"))
    if change == "add":
        at_ms = whole(args, "at_ms", 0, desk.scenario.horizon_ms - 1)
        fields = acted(desk, mapping(args, "decision"))
        decision = checked(desk, {"id": desk.decision_id(), "at": at_ms / 1000, **fields})
        draft = decision_draft(desk, decision, "", "stated", at_ms)
    else:
        draft = {"withdraw": withdraw, "replace": replace_, "date": _dated_anyhow}[change](desk, args).drafts[0]
    played, other = desk.run, with_drafts(desk, draft).run
    gone, come = differences(played, other)
    lines = [
        NOT_THE_EXERCISE, *times_compared(played, other), *_listed("Not in the other course", gone, desk),
        *_listed("In the other course", come, desk),
    ]  # fmt: skip
    if len(lines) == 1:
        lines.append("Nothing would be different.")
    lines.append("Each is one possible course. The exercise is as it was.")
    return Outcome((), "\n".join(lines), {"lines": lines})


def _dated_anyhow(desk: Desk, args: Args) -> Outcome:
    """In a what-if a decision may also come later."""
    record = desk.record(args.get("seq"))
    at_ms = whole(args, "at_ms", 0, desk.scenario.horizon_ms - 1)
    return _correction(desk, args, {"of": record.seq, "change": "date", "at_ms": at_ms}, "")


def times_compared(one: Run, other: Run) -> list[str]:
    """The main times of two courses where they differ, in sentences."""
    from simulator.sweeps.words import measure

    first, second, lines = metrics(one), metrics(other), []
    for name, value in first.items():
        if not name.endswith("_s") or name == "exposure_s" or value == second[name]:
            continue
        before, after = value, second[name]
        words = sentence(measure(name))
        if before is None:
            lines.append(f"{words}: {lasting(round(after * 1000))}; as played it does not come about.")
        elif after is None:
            lines.append(f"{words}: does not come about; as played, {lasting(round(before * 1000))}.")
        elif round(abs(after - before)) > 0:
            way = "later" if after > before else "sooner"
            lines.append(f"{words}: {lasting(round(abs(after - before) * 1000))} {way}.")
    return lines
