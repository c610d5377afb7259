"""What people have written of an exercise so far: a fold of the log's judgements, findings and report entries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from simulator.live.log import ratings_of
from simulator.model.exercise import Entry

SORTS = ("strength", "improve", "action")
PRIORITIES = ("H", "M", "L")
ELEMENTS = ("Planning", "Organization", "Equipment", "Training", "Exercises")
"""Capability elements of an improvement plan (HSEEP)."""
PHASES: Mapping[str, str] = {
    "draft": "draft", "agency_comments": "out for agency comments", "meeting": "after-action meeting",
    "final": "final",
}  # fmt: skip
"""The report's way, each with its words on the cover."""
SECTIONS = ("summary", "overview", "next_steps")
"""The parts of the report that a person writes or rewrites as a whole."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a person made of an objective; `rating` is P, S, M, U, or None: not yet rated."""

    objective: str
    text: str
    rating: str | None
    seat: str
    seq: int


@dataclass(frozen=True, slots=True)
class Finding:
    """A strength, an area to improve, or a corrective action (dates as 2027-03-15; an empty text is not yet said).

    `issue` is the area to improve that an action mends; `source` says where it was taken over from (`entry 41`).
    """

    id: str
    sort: str
    text: str
    objective: str = ""
    capability: str = ""
    discipline: str = ""
    element: str = ""
    owner: str = ""
    contact: str = ""
    start: str = ""
    due: str = ""
    priority: str = ""
    retest: str = ""
    issue: str = ""
    source: str = ""
    out: bool = False

    def as_payload(self) -> dict[str, Any]:
        """As the log keeps it."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Comment:
    """What an agency said of the draft, and what was answered."""

    id: str
    agency: str
    text: str
    about: str
    answer: str


@dataclass(frozen=True, slots=True)
class Phase:
    """A step of the report's way; `wall_ms` is when (Unix ms)."""

    phase: str
    wall_ms: int
    text: str


@dataclass(frozen=True, slots=True)
class Written:
    """Everything that people wrote for the report, as it counts now. `numbered` findings were ever numbered."""

    judgements: Mapping[str, Judgement]
    ratings: Mapping[str, tuple[str, ...]]
    findings: tuple[Finding, ...]
    numbered: int
    sections: Mapping[str, str]
    comments: tuple[Comment, ...]
    phases: tuple[Phase, ...]

    @property
    def phase(self) -> str:
        """Where the report is; a draft until somebody says otherwise."""
        return self.phases[-1].phase if self.phases else "draft"

    def finding(self, name: str) -> Finding | None:
        """The finding of an id."""
        return next((one for one in self.findings if one.id == name), None)

    def of_sort(self, sort: str) -> tuple[Finding, ...]:
        """The findings of one sort that are in the report."""
        return tuple(one for one in self.findings if one.sort == sort and not one.out)

    def rating_of(self, objective: str) -> str | None:
        """The rating of an objective: the one that was settled on, else the one that all evaluators gave."""
        settled = self.judgements.get(objective)
        if settled is not None and settled.rating:
            return settled.rating
        given = self.ratings.get(objective, ())
        return given[0] if len(set(given)) == 1 else None


FIELDS = tuple(one.name for one in fields(Finding))


def written_of(entries: Iterable[Entry]) -> Written:
    """The fold: of each judgement, finding, section and comment the latest wording."""
    judged: dict[str, Judgement] = {}
    found: dict[str, Finding] = {}
    sections: dict[str, str] = {}
    comments: dict[str, Comment] = {}
    phases: list[Phase] = []
    known = tuple(entries)
    for entry in known:
        said = entry.payload
        match entry.kind:
            case "judgement":
                judged[said["objective"]] = _judgement(entry)
            case "finding":
                found |= {one["id"]: finding_in(one) for one in said["found"]}
            case "report" if "phase" in said:
                phases.append(Phase(said["phase"], entry.wall_ms, said.get("text", "")))
            case "report" if "section" in said:
                sections[said["section"]] = said["text"]
            case "report":
                comments[said["id"]] = _comment(said)
    return Written(
        judged, _given(known), tuple(found.values()), len(found), sections, tuple(comments.values()), tuple(phases)
    )


def finding_in(said: Mapping[str, Any]) -> Finding:
    """A finding as the log keeps it; fields that a later version may add are passed over."""
    return Finding(**{name: said[name] for name in FIELDS if name in said})


def _judgement(entry: Entry) -> Judgement:
    said = entry.payload
    return Judgement(said["objective"], said["text"], said.get("rating"), entry.seat, entry.seq)


def _comment(said: Mapping[str, Any]) -> Comment:
    return Comment(said["id"], said["agency"], said["comment"], said.get("about", ""), said.get("answer", ""))


def _given(entries: tuple[Entry, ...]) -> dict[str, tuple[str, ...]]:
    """The ratings that evaluators gave each objective on their own pages."""
    found: dict[str, list[str]] = {}
    for (objective, _), entry in ratings_of(entries).items():
        found.setdefault(objective, []).append(entry.payload["rating"])
    return {name: tuple(given) for name, given in found.items()}
