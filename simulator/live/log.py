"""The log, read: pure folds over entries. What they give follows from the entries alone, in their order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from json import dumps, loads
from typing import Any, Literal

from simulator.model.decisions import Decision
from simulator.model.exercise import Entry

Provenance = Literal["stated", "assumed", "set_by_room"]
RecordState = Literal["", "withdrawn", "corrected"]


@dataclass(frozen=True, slots=True)
class Record:
    """One recorded decision as it counts now: `seq` its entry, `state` what a correction did to it, `why` its reason.

    `decision` is as in a decisions file.
    """

    seq: int
    wall_ms: int
    t_ms: int
    seat: str
    decision: Mapping[str, Any]
    words: str
    by: Provenance
    state: RecordState = ""
    why: str = ""
    counts: bool = True

    @property
    def at_ms(self) -> int:
        """When it was done, in scenario time."""
        return round(float(self.decision["at"]) * 1000)


def records_of(entries: Iterable[Entry]) -> tuple[Record, ...]:
    """Every decision that was recorded, oldest first, as later corrections have left it.

    One that was assumed is there from the jump on that names it.
    """
    found: dict[int, Record] = {}
    for entry in entries:
        match entry.kind:
            case "decision":
                found[entry.seq] = _record(entry)
            case "correction" if entry.payload["of"] in found:
                found[entry.payload["of"]] = _corrected(found[entry.payload["of"]], entry.payload)
            case "clock":
                for seq in entry.payload.get("assumed", ()):
                    found[seq] = replace(found[seq], counts=True)
    return tuple(one for one in found.values() if one.counts)


def _record(entry: Entry) -> Record:
    said = entry.payload
    by: Provenance = said.get("by", "stated")
    return Record(
        entry.seq, entry.wall_ms, entry.t_ms, entry.seat, said["decision"], said.get("words", ""), by,
        counts=by != "assumed",
    )  # fmt: skip


def _corrected(record: Record, said: Mapping[str, Any]) -> Record:
    why = said.get("why") or ""
    match said["change"]:
        case "withdraw":
            return replace(record, state="withdrawn", why=why)
        case "replace":
            new = {"at": record.decision["at"], **said["decision"], "id": record.decision["id"]}
            return replace(record, decision=new, state="corrected", why=why)
        case _:
            return replace(record, decision={**record.decision, "at": said["at_ms"] / 1000}, state="corrected", why=why)


def decisions_of(entries: Iterable[Entry], upto_seq: int | None = None) -> tuple[Decision, ...]:
    """What people chose, as far as the log had it at a position: the corrections up to there applied, none after it."""
    known = entries if upto_seq is None else [entry for entry in entries if entry.seq <= upto_seq]
    return decided(records_of(known))


def decided(records: Iterable[Record]) -> tuple[Decision, ...]:
    """The decisions of records that were not taken back, in the order of the log."""
    return tuple(decision_of(one.decision) for one in records if one.state != "withdrawn")


def decision_of(fields: Mapping[str, Any]) -> Decision:
    """A decision from its fields as a file spells them."""
    return _decision(dumps(fields, sort_keys=True))


@lru_cache(4096)
def _decision(text: str) -> Decision:
    return Decision.model_validate(loads(text))


# ---- everything else -------------------------------------------------------------------------------------------------

NOTHING_SHOWN: Mapping[str, Any] = {"what": "title"}


def shown_of(entries: Iterable[Entry]) -> Mapping[str, Any]:
    """What the shared screens show; before anything was shown, the exercise's title."""
    return next((entry.payload for entry in reversed(tuple(entries)) if entry.kind == "shown"), NOTHING_SHOWN)


def shown_before_blank(entries: Iterable[Entry]) -> Mapping[str, Any]:
    """What was shown last that was not blank."""
    seen = (entry.payload for entry in reversed(tuple(entries)) if entry.kind == "shown")
    return next((one for one in seen if one["what"] != "blank"), NOTHING_SHOWN)


def hands_of(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The hands that are up, each by the entry that raised it, the longest first."""
    up: dict[str, Entry] = {}
    for entry in entries:
        if entry.kind == "hand":
            seat = entry.payload.get("seat") or entry.seat
            up.pop(seat, None)
            if entry.payload["up"]:
                up[seat] = entry
    return tuple(up.values())


def parked_of(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """What is parked and not done with yet; `{"of": seq, "done": true}` takes one out."""
    found: dict[int, Entry] = {}
    for entry in entries:
        if entry.kind == "parked":
            if entry.payload.get("done"):
                found.pop(entry.payload.get("of", -1), None)
            else:
                found[entry.seq] = entry
    return tuple(found.values())


OF_THE_GUIDE = "guided"
"""What a note of the guided sample is about: it ticks a step off, and nobody said it."""


def notes_of(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The notes that people wrote, oldest first; what the guided sample ticks off is none."""
    return tuple(one for one in of_kind(entries, "note") if one.payload.get("about") != OF_THE_GUIDE)


def steps_of(entries: Iterable[Entry]) -> dict[str, Entry]:
    """What evaluators saw of each expected action: the latest entry by the expectation's id."""
    return {entry.payload["expect"]: entry for entry in entries if entry.kind == "step"}


def ratings_of(entries: Iterable[Entry]) -> dict[tuple[str, str], Entry]:
    """The latest rating of each objective by each seat."""
    return {(entry.payload["objective"], entry.seat): entry for entry in entries if entry.kind == "rating"}


def hot_wash_of(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """What was said in the hot wash, in order; an entry with `of` takes the place of that one."""
    found: dict[int, Entry] = {}
    for entry in entries:
        if entry.kind == "hot_wash":
            found[entry.payload.get("of", entry.seq)] = entry
    return tuple(found.values())


def of_kind(entries: Iterable[Entry], kind: str) -> tuple[Entry, ...]:
    """The entries of one kind, in order."""
    return tuple(entry for entry in entries if entry.kind == kind)


def stopped_of(entries: Iterable[Entry]) -> bool:
    """Whether a real emergency has stopped the exercise."""
    return next((bool(e.payload["on"]) for e in reversed(tuple(entries)) if e.kind == "stopped"), False)


def ended_of(entries: Iterable[Entry]) -> Entry | None:
    """The entry that ended play, with the frozen measures; None while it goes on."""
    return next((entry for entry in entries if entry.kind == "ended"), None)


def by_plan_of(records: Iterable[Record], seats: Mapping[str, str]) -> dict[str, str]:
    """Who plays each role now: `played`, `by_plan` or `absent`, as set up and as handed over since."""
    found = dict(seats)
    for one in records:
        if one.state != "withdrawn":
            match one.decision["action"]:
                case "leave_seat":
                    found[one.decision["role"]] = "by_plan"
                case "take_seat":
                    found[one.decision["role"]] = "played"
    return found
