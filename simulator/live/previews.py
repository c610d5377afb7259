"""What a decision would bring, shown before it is recorded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simulator.analysis.seen import expectations
from simulator.analysis.words import lasting
from simulator.live.outcome import Outcome
from simulator.live.situation import Desk
from simulator.live.state import Core
from simulator.live.steps import expected_words, next_step
from simulator.live.words import message_name
from simulator.model.exercise import Draft, Entry
from simulator.model.run import Run
from simulator.rules.answers import fits


def entry_of(desk: Desk, draft: Draft, number: int = 1) -> Entry:
    """The entry that a draft would be."""
    return Entry(
        desk.core.header.stream, desk.core.seq + number, desk.wall_ms, draft.t_ms, draft.seat, draft.kind,
        draft.payload, "preview", draft.basis_seq,
    )  # fmt: skip


def with_drafts(desk: Desk, *drafts: Draft) -> Core:
    """What would be so once these were written."""
    return desk.with_entries(*(entry_of(desk, draft, number) for number, draft in enumerate(drafts, 1)))


def of_decision(desk: Desk, outcome: Outcome) -> Outcome:
    """When it takes effect, or why it could not be carried out; what it meets; and the next step then."""
    draft = outcome.drafts[0]
    core = with_drafts(desk, draft)
    name = draft.payload["decision"]["id"]
    lines, data = followed(core.run, name, draft.t_ms, desk)
    lines += unsaid(draft.payload["decision"])
    after = next_step(core.run, draft.t_ms)
    if after is not None:
        lines.append(f"Next then goes to {after.said}, {after.to}.")
    return Outcome((), " ".join(lines), {**data, "lines": lines})


def unsaid(decision: Mapping[str, Any]) -> list[str]:
    """A sentence where a call is recorded without anything of what it has to say, or people get off to nowhere."""
    if decision["action"] == "unload" and not decision.get("to"):
        return ["Nobody is told where to go: say where people who get off go to."]
    if decision["action"] != "call_911" or decision.get("says"):
        return []
    return ["Recorded without saying what, where or by which door: tick what was said."]


def followed(run: Run, name: str, t_ms: int, desk: Desk) -> tuple[list[str], dict[str, Any]]:
    """What a run says of one decision: refused, or when it is done, and what was expected that it meets."""
    reason = refusal(run, name, t_ms)
    if reason is not None:
        return [f"It cannot be carried out: {reason}."], {"refused": reason}
    done_ms = next((row[0] for row in run.rows if row[1] == "done" and row[2] == name), None)
    lines = [f"Takes effect at {desk.said(done_ms)}."] if done_ms is not None and done_ms > t_ms else []
    met = [row[3] for row in run.rows if row[1] == "expect_met" and row[2] == name]
    lines += [f"It is what was expected: {expected_words(run, one)}." for one in met]
    lines += too_late(run, name, t_ms, done_ms)
    return lines, {"t_ms": t_ms, "done_ms": done_ms, "met": met}


def refusal(run: Run, name: str, t_ms: int) -> str | None:
    """Why a decision could not be carried out at its instant; None where it could."""
    found = (row[4] for row in run.rows if row[0] == t_ms and row[1] == "refused" and row[3] == name)
    reason = next(found, None)
    return None if reason is None else str(reason).rstrip(".")


def too_late(run: Run, name: str, t_ms: int, done_ms: int | None) -> list[str]:
    """The deadlines that pass while it is being done, in words: the doing takes longer than is left, or was allowed."""
    done = next((row for row in run.rows if row[0] == done_ms and row[1] == "done" and row[2] == name), None)
    if done is None or done_ms is None or done_ms == t_ms:
        return []
    released = {row[3]: row[0] for row in run.rows if row[1] == "inject_released" and row[0] <= t_ms}
    found, takes = [], lasting(done_ms - t_ms)
    for wanted, message in expectations(run).values():
        due_ms = released.get(message, t_ms) + wanted.within_ms
        if message not in released or not t_ms <= due_ms < done_ms or not fits(wanted, done, run.plan, run.rows):
            continue
        allowed, left = lasting(wanted.within_ms), lasting(max(0, due_ms - t_ms))
        allows = f"{message_name(run, message)} allows {allowed}"
        rest = "" if left == allowed else f", and {left} of it are left"
        found.append(f"Doing it takes {takes}; {allows}{rest}: the deadline passes before it is done.")
    return found
