"""How an expected action came out: seen, seen differently, not seen, or not tested; and how, in words."""

from __future__ import annotations

from typing import Literal, NamedTuple

from simulator.analysis.asked import lacked
from simulator.analysis.messages import messages
from simulator.analysis.who import role_title
from simulator.analysis.words import elapsed, lasting, typed
from simulator.model.actions import Expectation, plain
from simulator.model.events import Row
from simulator.model.run import Run
from simulator.rules.answers import SPOKEN, fits, missing, reached_nobody, undoes

Step = Literal["seen", "seen differently", "not seen", "not tested"]


class Seen(NamedTuple):
    """A step's verdict and, in words that follow it, how it was."""

    step: Step
    how: str
    act: Row | None = None
    """The act that was done otherwise (seen differently): its time is when it was done."""

    @property
    def words(self) -> str:
        """`seen after 12 seconds`."""
        return f"{self.step}{self.how}"


def expectations(run: Run) -> dict[str, tuple[Expectation, str]]:
    """Every expectation of a run by name, with the message that asks for it."""
    return {one.id: (one, name) for name, inject in messages(run).items() for one in inject.expect}


def how_it_came(run: Run, wanted: Expectation, message: str) -> Seen:
    """What came of one expectation."""
    release = next((row for row in run.rows if row[1] == "inject_released" and row[3] == message), None)
    if release is None:
        return Seen("not tested", f": its message {typed(message, 60)} did not go out")
    ended = next((row for row in run.rows if row[1] in ("expect_met", "expect_missed") and row[3] == wanted.id), None)
    if ended is None:
        return Seen("not tested", ": still open at the end")
    if ended[1] == "expect_met":
        return Seen("seen", _met(run, wanted, ended))
    after = round(ended[5] * 1000)
    moved = f"; the time was up after {lasting(after)}" if after != wanted.within_ms else ""
    other = _otherwise(run, wanted, release, ended)
    return Seen("seen differently", f": {other[0]}{moved}", other[1]) if other else Seen("not seen", moved)


def _met(run: Run, wanted: Expectation, met: Row) -> str:
    by = f" by {role_title(run, met[4])}" if wanted.role is None and met[4] else ""
    acts = (row[0] for row in reversed(run.rows) if row[1] == "done" and row[2] == met[2] and row[0] <= met[0])
    before_ms = met[0] - next(acts, met[0])
    if before_ms and not met[5]:
        return f"{by}: already done {lasting(before_ms)} before the message"
    return f"{by} after {elapsed(met[0], met[0] - round(met[5] * 1000))}"


# ---- otherwise than was expected -------------------------------------------------------------------------------------


def _otherwise(run: Run, wanted: Expectation, release: Row, missed: Row) -> tuple[str, Row] | None:
    """How it was done after all, and by which act: too late, by somebody else, in another way; None: it was not."""
    acts = [row for row in run.rows if row[1] == "done" and row[4] == wanted.action and row[0] > release[0]]
    late = next((row for row in acts if row[0] >= missed[0] and fits(wanted, row, run.plan, run.rows)), None)
    if late is not None:
        return _late(late[0], release[0], wanted.within_ms), late
    in_time = [row for row in acts if row[0] <= missed[0] and not _undone(run, row, acts)]
    anybody = wanted.model_copy(update={"role": None})
    by_other = next((row for row in in_time if fits(anybody, row, run.plan, run.rows)), None)
    if by_other is not None:
        return f"done, but by {role_title(run, by_other[3])}", by_other
    own = [row for row in in_time if wanted.role in (None, row[3])]
    unheard = next((row for row in own if not missing(wanted, row, run.plan, run.rows)), None)
    if unheard is not None and reached_nobody(unheard, run.plan, run.rows):
        return "done, but it reached nobody", unheard
    return next(((words, row) for row in own if (words := _in_another_way(wanted, row, run)) is not None), None)


def _late(done_ms: int, released_ms: int, within_ms: int) -> str:
    """How late it came: `just too late` where the time is said like the limit."""
    if elapsed(done_ms, released_ms) == elapsed(within_ms):
        return f"done, but just too late, a little over {lasting(within_ms)} after the message"
    return f"done, but after {elapsed(done_ms, released_ms)}"


def _undone(run: Run, act: Row, acts: list[Row]) -> bool:
    return any(undoes(later, act, run.plan) for later in acts if later[0] > act[0])


def _in_another_way(wanted: Expectation, act: Row, run: Run) -> str | None:
    """What an act lacks of what was wanted; None where it has nothing of it and says no other word."""
    lacking = missing(wanted, act, run.plan, run.rows)
    if wanted.action in SPOKEN and "what" in lacking:
        return f"the word was “{typed(', '.join(act[5].get('what', [])), 60)}”"
    asked = {name: value if isinstance(value, list) else [value] for name, value in plain(wanted).items()}
    if lacking == asked:
        return None
    words = [lacked(run, wanted.action, name, lost) for name, lost in lacking.items()]
    return f"done, but without {' or '.join(words)}"
