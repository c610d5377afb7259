"""What if one decision had come at another time, or not at all: both courses, and many versions of both.

Framed as NOT THE EXERCISE; nothing is written. Both arms play with the same luck, version by version, and both keep
what the room set; measures that a ruling has changed are left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from simulator.analysis.asked import asked
from simulator.analysis.debrief.lost import LINKS
from simulator.analysis.debrief.subject import plain
from simulator.analysis.who import role_title
from simulator.analysis.words import counted, lasting, sentence
from simulator.debriefing.again import FEW, MANY, arm_of, measured
from simulator.debriefing.debrief import Debrief, Matter
from simulator.engine.run import run
from simulator.errors import Refused
from simulator.model.decisions import Decision
from simulator.sweeps.again import Again, Number, play_again
from simulator.sweeps.arms import Arm
from simulator.sweeps.chosen import with_decisions
from simulator.sweeps.paired import Difference, compared
from simulator.sweeps.pool import Progress
from simulator.sweeps.whatif import MOST_REFUSED
from simulator.sweeps.words import measure, sized

NOT_THE_EXERCISE = "NOT THE EXERCISE"
RUNS = 200
COURSE = "Each run is one possible course. The exercise is as it was."
SAME_MS = 500
ALSO = ("secured", "evacuated", "exposed", "time_to_secured_50_s", "first_patient_contact_s", "ccp_s",
        "accountability_s", "messages_lost", "expected_met")  # fmt: skip
"""Measures that are told beside the steps of the chain."""
LABELS = {link.id: link.label for link in LINKS}


@dataclass(frozen=True)
class WhatIf:
    """A comparison as data for the page, with each measure's paired difference by name."""

    data: dict[str, Any]
    differences: Mapping[str, Difference] = field(repr=False)

    @property
    def reliable(self) -> bool:
        """Whether few enough decisions were refused in both arms."""
        return self.data["warning"] is None


def what_if(
    debrief: Debrief,
    seq: int,
    *,
    move_to_ms: int | None = None,
    drop: bool = False,
    runs: int = RUNS,
    jobs: int | None = None,
    progress: Progress | None = None,
) -> WhatIf:
    """The decision of an entry (`seq`) moved to another time (ms), or left out; over `runs` versions of this draw.

    Raises Refused in a sentence for what is no role's decision, and where nothing would be changed.
    """
    matter = debrief.matter
    matter.must_be_simulated()
    decision = _decision(matter, seq)
    if drop == (move_to_ms is not None):
        raise Refused("say either when the decision would have come, or that it is left out")
    if move_to_ms is not None and not 0 <= move_to_ms < matter.until_ms:
        raise Refused(
            f"a time from {matter.subject.said(0)} to {matter.subject.said(matter.until_ms - 1)} was expected"
        )
    base = arm_of(matter)
    move = {decision.id: move_to_ms / 1000} if move_to_ms is not None else {}
    other = with_decisions(base, move, (decision.id,) if drop else (), ())
    arms = play_again(
        [base, other], range(1, runs + 1), measured, until_ms=matter.until_ms, jobs=jobs, progress=progress
    )
    one, two = (_this(matter, arm) for arm in (base, other))
    left_out = _ruled(matter, one)
    differences = {
        name: compared(name, _values(arms[0], name), _values(arms[1], name))
        for name in (*LABELS, *ALSO) if name not in left_out
    }  # fmt: skip
    return WhatIf(_as_data(matter, decision, move_to_ms, arms, (one, two), differences, left_out), differences)


def _values(arm: Sequence[Again], name: str) -> list[Number]:
    return [one.measures[name] for one in arm]


def _decision(matter: Matter, seq: int) -> Decision:
    name = next((name for name, one in matter.subject.recorded.items() if one.seq == seq), None)
    found = next((one for one in matter.decisions if one.id == name), None)
    if found is None:
        raise Refused("choose a decision of the log that counts")
    if found.action == "record":
        raise Refused("that sentence was recorded and the model did not act on it; nothing would be different")
    return found


def _this(matter: Matter, arm: Arm) -> dict[str, Number]:
    """This version's own course under an arm."""
    until_s = matter.until_ms / 1000
    seed = matter.subject.whole.seed
    return measured(run(arm.bundle, seed, arm.decisions, until_s, set_values=arm.set_values, seats=arm.seats))


def _ruled(matter: Matter, base: Mapping[str, Number]) -> list[str]:
    """The measures that what the room set has changed: no comparison says anything of them."""
    rulings = {name for name, one in matter.subject.recorded.items() if one.by == "set_by_room"}
    if not rulings:
        return []
    without = tuple(one for one in matter.decisions if one.id not in rulings)
    other = _this(matter, replace(arm_of(matter), decisions=without))
    return [name for name, value in base.items() if other[name] != value]


# ---- in words --------------------------------------------------------------------------------------------------------


def _as_data(
    matter: Matter, decision: Decision, move_to_ms: int | None, arms: Sequence[Sequence[Again]],
    this: tuple[Mapping[str, Number], Mapping[str, Number]], differences: Mapping[str, Difference],
    left_out: Sequence[str],
) -> dict[str, Any]:  # fmt: skip
    rows = [_row(matter, name, arms, this, one) for name, one in differences.items() if _is_told(one, this, name)]
    changed = [row for row in rows if row["verdict"] in ("less", "more")]
    runs = len(arms[0])
    return {
        "stamp": NOT_THE_EXERCISE, "title": _if(matter, decision, move_to_ms), "runs": runs, "rows": rows,
        "sentences": [
            *([row["sentence"] for row in changed] or ["Nothing that is measured can be told apart."]),
            *_open(rows), *_left_out(left_out),
            f"Compared over {counted(runs, 'version')} of this exercise, each played both ways with the same luck.",
            COURSE,
        ],
        "warning": _warning(matter, arms), "left_out": list(left_out), "seq": _seq(matter, decision),
        "move_to_ms": move_to_ms, "drop": move_to_ms is None,
    }  # fmt: skip


def _seq(matter: Matter, decision: Decision) -> int | None:
    return matter.subject.recorded[decision.id].seq


def _if(matter: Matter, decision: Decision, move_to_ms: int | None) -> str:
    """`What if the Principal had done this at 10:43:10 rather than 10:44:20: announces lockdown?`"""
    subject = matter.subject
    who = sentence(role_title(subject.run, decision.role))
    what = f"{who} {asked(subject.run, decision)}"
    at = subject.said(decision.at_ms or 0)
    if move_to_ms is None:
        return plain(f"If this had not been done at {at}: {what}")
    return plain(f"If this had been done at {subject.said(move_to_ms)}, not at {at}: {what}")


def _is_told(one: Difference, this: tuple[Mapping[str, Number], Mapping[str, Number]], name: str) -> bool:
    return bool(one.differ) or this[0][name] != this[1][name] or one.missing_base != one.missing_changed


def _row(
    matter: Matter, name: str, arms: Sequence[Sequence[Again]],
    this: tuple[Mapping[str, Number], Mapping[str, Number]], one: Difference,
) -> dict[str, Any]:  # fmt: skip
    both = [
        after - before
        for before, after in zip(_values(arms[0], name), _values(arms[1], name), strict=True)
        if before is not None and after is not None
    ]
    low, high = _ends(sorted(both))
    is_time = name in LABELS or name.endswith("_s")
    label = LABELS.get(name) or sentence(measure(name))
    words = _in_words(one, low, high, is_time, name)
    base, changed = (_shown(matter, value, is_time) for value in (this[0][name], this[1][name]))
    return {
        "id": name, "label": label, "base": base, "changed": changed, "verdict": one.verdict, "words": words,
        "sentence": f"{label}: {words}.", "low": low, "high": high, "pairs": one.pairs, "of": len(arms[0]),
        "mean": None if one.difference is None else round(one.difference.mean, 3),
    }  # fmt: skip


def _ends(values: Sequence[float]) -> tuple[float | None, float | None]:
    if not values:
        return None, None
    low, high = (values[min(len(values) - 1, int(share * len(values)))] for share in (FEW, MANY))
    return low, high


def _shown(matter: Matter, value: Number, is_time: bool) -> str | None:
    if value is None:
        return None
    return matter.subject.said(round(value)) if is_time else f"{value:g}"


def _in_words(one: Difference, low: float | None, high: float | None, is_time: bool, name: str) -> str:
    """`2 minutes 10 to 3 minutes sooner in 8 of 10 versions`; `cannot tell apart`."""
    rare = _came_about(one)
    if low is None or high is None or one.difference is None:
        return rare or "nothing to compare"
    if one.verdict == "cannot tell apart":
        return f"cannot tell apart{f'; {rare}' if rare else ''}"
    between = _between(low, high, is_time, name)
    mean = _size(abs(one.difference.mean), is_time, name)
    way = _way(one.difference.mean, is_time)
    return f"{between} in 8 of 10 versions, {mean} {way} on average{f'; {rare}' if rare else ''}"


def _between(low: float, high: float, is_time: bool, name: str) -> str:
    """Both ends of a range, each with its way where they differ."""
    if _size(abs(low), is_time, name) == _size(abs(high), is_time, name) and (low < 0) == (high < 0):
        return f"{_size(abs(high), is_time, name)} {_way(high, is_time)}"
    if low >= 0 or high <= 0:
        least, most = sorted((abs(low), abs(high)))
        way = _way(low if abs(low) > abs(high) else high, is_time)
        return f"{_size(least, is_time, name)} to {_size(most, is_time, name)} {way}"
    return f"{_size(-low, is_time, name)} {_way(low, is_time)} to {_size(high, is_time, name)} {_way(high, is_time)}"


def _size(value: float, is_time: bool, name: str) -> str:
    return lasting(round(value)) if is_time else sized(name, round(value, 1))


def _way(value: float, is_time: bool) -> str:
    if is_time:
        return "sooner" if value < 0 else "later"
    return "fewer" if value < 0 else "more"


def _came_about(one: Difference) -> str:
    """Where it does not come about in every version: in how many it does, both ways."""
    of = one.pairs + one.missing_base + one.missing_changed
    if not of or not (one.missing_base or one.missing_changed) or one.missing_base == one.missing_changed:
        return ""
    return (
        f"it fails to come about in {one.missing_base} versions as played and in {one.missing_changed} with the change"
    )


def _open(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    same = [row["label"] for row in rows if row["verdict"] == "cannot tell apart"]
    return [f"{one}: cannot tell apart." for one in same[:4]]


def _left_out(names: Sequence[str]) -> list[str]:
    told = [LABELS[name] for name in names if name in LABELS]
    return [f"Left out, because the room set what it rests on: {', '.join(told)}."] if told else []


def _warning(matter: Matter, arms: Sequence[Sequence[Again]]) -> str | None:
    """That too many decisions were refused in an arm for it to say much."""
    made = sum(not one.id.startswith("kept-") for one in matter.decisions)
    shares = [sum(one.refused for one in arm) / max(1, made * len(arm)) for arm in arms]
    if max(shares) <= MOST_REFUSED:
        return None
    return (
        f"Not reliable: {shares[0]:.0%} of the decisions as played and {shares[1]:.0%} with the change could not be "
        "carried out; the comparison says more about that than about the change."
    )
