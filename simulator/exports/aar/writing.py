"""What the page *Write the report* asks: evidence and people's words, one act for each change, and the documents."""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from secrets import token_hex
from typing import Any

from simulator.analysis.words import SENSITIVITY, one_line
from simulator.errors import SimulatorError
from simulator.exports.aar.content import Asked, Content, Edition, discipline_words
from simulator.exports.aar.document import asked, content_of, document, statuses
from simulator.exports.aar.front import opening
from simulator.exports.aar.plan_files import as_xlsx, read_back
from simulator.exports.aar.plan_table import Change, doubted, taken_over
from simulator.live.carrying import carry_actions
from simulator.live.evaluating import doubts
from simulator.live.exercise import DESK_SEAT, Exercise
from simulator.live.log import hot_wash_of, notes_of, parked_of
from simulator.live.written import Written, written_of

OF_THE_REPORT = frozenset({"judgement", "finding", "report"})
"""Kinds of entries that change nothing of the evidence."""
NEEDED = {"owner": "responsible organization", "due": "completion date"}
"""What an action needs before somebody can do it."""
KEPT = 4
_evidence: OrderedDict[tuple[str, int], Mapping[str, Any]] = OrderedDict()


@dataclass(frozen=True, slots=True)
class Source:
    """Something that was said or noted and can be taken over as a finding: `name` is `entry 41`."""

    name: str
    what: str
    text: str
    fields: Mapping[str, str] = field(default_factory=dict)


class Writing:
    """The report of one exercise, as somebody writes it at the facilitator's desk."""

    def __init__(self, exercise: Exercise):
        self.exercise = exercise

    # ---- what there is -----------------------------------------------------------------------------------------------

    @property
    def written(self) -> Written:
        """What people have written so far."""
        return written_of(self.exercise.core().entries)

    @property
    def has_ended(self) -> bool:
        """Whether play is over: before, nothing is rated."""
        return self.exercise.core().ended is not None

    @property
    def evidence(self) -> Mapping[str, Any]:
        """The debrief's data; worked out anew only when something other than the report has been written."""
        entries = self.exercise.core().entries
        last = max((one.seq for one in entries if one.kind not in OF_THE_REPORT), default=0)
        key = (self.exercise.stream, last)
        if key not in _evidence:
            _evidence[key] = content_of(self.exercise, "confidential", figures=False).data
            while len(_evidence) > KEPT:
                _evidence.popitem(last=False)
        return _evidence[key]

    @property
    def questions(self) -> tuple[Asked, ...]:
        """The exercise's questions for discussion."""
        return asked(self.exercise)

    @property
    def statuses(self) -> Mapping[str, str]:
        """How far the school's programme has each action, by its finding."""
        return statuses(self.exercise)

    @property
    def capabilities(self) -> tuple[str, ...]:
        """The core capabilities that the exercise names."""
        found = (one.capability or "" for one in self.exercise.bundle.scenario.objectives)
        return tuple(one for one in dict.fromkeys(found) if one)

    @property
    def summary_draft(self) -> str:
        """A summary from the log, for a person to begin with: the opening and the moments."""
        data = self.evidence
        moments = [f"{one['said']}  {one['title'].rstrip('.')}. {one['text']}" for one in data["moments"]]
        return "\n".join([opening(Content(data, self.written)), *moments])

    @property
    def played_on(self) -> str:
        """The day of the exercise, as 2026-11-24; nothing where it is not known."""
        return str((self.evidence.get("played") or {}).get("on") or "")

    def still_open(self) -> tuple[str, ...]:
        """What a final report would leave open, a sentence for each. Nothing of it hinders anybody."""
        written = self.written
        unrated = [one["id"] for one in self.evidence["objectives"] if not written.rating_of(one["id"])]
        found = [f"{', '.join(unrated)}: not yet rated."] if unrated else []
        for one in written.of_sort("action"):
            lacks = [words for name, words in NEEDED.items() if not getattr(one, name)]
            found += [f"{one.id} has no {' and no '.join(lacks)}."] if lacks else []
            found += [f"{one.id}: {words}" for words in doubts(one, self.played_on)]
        waiting = [one.id for one in written.comments if not one.answer.strip()]
        return (*found, *([f"{', '.join(waiting)}: an agency's comment without an answer."] if waiting else []))

    def sources(self) -> tuple[Source, ...]:
        """What was said in the hot wash, noted and parked, and is in no finding yet."""
        entries = self.exercise.core().entries
        taken = {one.source for one in self.written.findings}
        seats = self.exercise.core().seats
        found = [_washed(entry) for entry in hot_wash_of(entries) if not entry.payload.get("out")]
        for entry in notes_of(entries):
            seat = seats.get(entry.seat)
            kind = "Evaluator's note" if seat is not None and seat.kind == "evaluator" else "Note"
            found.append(Source(f"entry {entry.seq}", kind, entry.payload["text"], {"sort": "improve"}))
        found += [
            Source(f"entry {entry.seq}", "Evaluator, at a step", entry.payload["text"], {"sort": "improve"})
            for entry in entries if entry.kind == "step" and entry.payload.get("text")
        ]  # fmt: skip
        found += [
            Source(f"entry {one.seq}", "Parked", one.payload["text"], {"sort": "improve"}) for one in parked_of(entries)
        ]
        return tuple(one for one in found if one.name not in taken)

    def settle(self, wall_ms: int) -> None:
        """Have every corrective action on the programme, should the computer have stopped before that.

        Another process may hold the database: then that one does it.
        """
        with suppress(SimulatorError):
            carry_actions(self.exercise, wall_ms)

    # ---- writing -----------------------------------------------------------------------------------------------------

    def act(self, name: str, wall_ms: int, **args: Any) -> str | None:
        """Write something: None when it is in the log, else why not, in a sentence.

        Corrective actions are on the school's programme as soon as they are written.
        """
        answer = self.exercise.act(DESK_SEAT, name, args, f"report-{token_hex(8)}", None, wall_ms)
        if answer.refused is None and name in ("find", "find_many"):
            carry_actions(self.exercise, wall_ms)
        return answer.refused

    def take_over(self, sources: Sequence[Source], wall_ms: int, sort: str | None = None) -> str | None:
        """Make findings of what was said: all in one entry; as `sort`, else as each says itself."""
        own = {"sort": sort} if sort else {}
        found = [{**one.fields, "text": one.text[:4_000], "source": one.name, **own} for one in sources]
        return self.act("find_many", wall_ms, found=found) if found else None

    def differences(self, name: str, data: bytes) -> tuple[Change, ...]:
        """What an edited Word or Excel file says otherwise. Raises Refused, naming each cell that cannot be read."""
        return read_back(one_line(name, 80), data, self.written)

    def doubted(self, changes: Sequence[Change]) -> list[str]:
        """What cannot be with the dates of these differences, in sentences."""
        return doubted(changes, self.written, self.played_on)

    def take_changes(self, changes: Sequence[Change], wall_ms: int, *, gone: bool = False) -> str | None:
        """Take differences over: all of them, in one entry; with `gone`, actions without a row come off the report."""
        found = taken_over(changes, gone=gone)
        return self.act("find_many", wall_ms, found=found) if found else None

    # ---- documents ---------------------------------------------------------------------------------------------------

    def report(self, edition: Edition, made: dt.datetime) -> bytes:
        """The report as docx."""
        return document(content_of(self.exercise, edition, made=made))

    def plan_sheet(self) -> bytes:
        """The improvement plan as xlsx."""
        school = self.exercise.bundle.plan.school
        label = self.exercise.header.settings.get("sensitivity") or school.sensitivity
        return as_xlsx(self.written, SENSITIVITY.get(label, label), school.name)

    def guides(self, made: dt.datetime) -> bytes:
        """The filled Exercise Evaluation Guides as docx."""
        from simulator.exports import eeg

        return eeg.of_exercise(self.exercise, made=made)

    def file_name(self, what: str, ending: str) -> str:
        """A file's name that says what it is and of which exercise."""
        return f"{self.exercise.stream.removeprefix('exercise:')}-{what}.{ending}"


def _washed(entry: Any) -> Source:
    said = entry.payload
    name = f"entry {said.get('of', entry.seq)}"
    fields = {"sort": said["sort"], "discipline": said["discipline"], "owner": said.get("owner", "")}
    return Source(name, f"Hot wash, {discipline_words(said['discipline'])}", said["text"], fields)
