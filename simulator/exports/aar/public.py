"""The public edition: what must not be in it is taken out before a page is written, so that no page can forget to.

Out come the names of people, points of contact, plans of the building, exposure and other measures, and every sentence
about locks, keys, cameras, codes, and which door or place is which. Whole rows go, and how many is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from simulator.exports.aar.content import Content
from simulator.live.written import Finding, Written

SENSITIVE = re.compile(
    r"\b(?:un)?lock(?:s|ed|ing|able|smith|box|set)?\b|\bkey(?:s|card|cards|pad|box)?\b|\bcamera\w*|\bcctv\b|"
    r"\b(?:door|exit|gate|window)s?\s+\w*\d|\b(?:exterior|outside|outer|side|back|front|rear|roof)\s+(?:door|gate)s?\b|"
    r"\bprop(?:s|ped)?\b|\bbarricad\w*|\bbadge\w*|\bcode\b|\bpasscode\w*|\bexpos\w*|\bzone[- ]\w+|\bsafe\s+room\w*|"
    r"\bcollection\s+point\b|\balarm\s+panel\w*|\bvestibule\w*|\bblind\s+spot\w*",
    re.IGNORECASE,
)
PUBLIC = "public edition"
WITHHELD = "Described in the confidential edition only."
NAME, SHORTEST_NAME = "a participant", 3
KEPT = (
    "title", "school", "version", "label", "stamp", "kind", "played", "course", "corrections", "starts_clock_ms",
    "ends_ms", "finished", "engine", "lost",
)  # fmt: skip
"""What a public report takes of a debrief as it is; the rest is looked through, or left out."""


def any_of(words: Iterable[str]) -> re.Pattern[str] | None:
    """A pattern for each of some words as a whole; None where there are none."""
    known = sorted(set(words), key=lambda one: (-len(one), one))
    joined = "|".join(re.escape(one) for one in known)
    return re.compile(rf"(?<!\w)(?:{joined})(?!\w)", re.IGNORECASE) if joined else None


def is_sensitive(words: str, places: re.Pattern[str] | None = None) -> bool:
    """Whether a sentence tells of locks, doors and the like, or names a place of the plan."""
    return bool(SENSITIVE.search(words) or (places is not None and places.search(words)))


def public(content: Content, names: Iterable[str], places: Iterable[str], label: str) -> Content:
    """The public edition of a content.

    `names` are those of people, `places` the labels of the plan's parts, `label` is the confidential edition's own.
    """
    people = any_of(one.strip() for one in names if len(one.strip()) >= SHORTEST_NAME)
    parts = any_of(one for one in places if len(one) > SHORTEST_NAME and one.casefold() not in COMMON)
    clean = _Clean(people, parts)
    data, left_out = clean.data(content.data)
    data["label"] = PUBLIC if label == "public-example" else f"{PUBLIC}, made from a {label} exercise"
    return replace(
        content,
        data=data,
        written=clean.written(content.written),
        about={name: clean.words(words) for name, words in content.about.items()},
        questions=tuple(
            replace(one, part=clean.names(one.part), text=clean.words(one.text)) for one in content.questions
        ),
        pictures=(),
        edition="public",
        left_out=left_out,
    )


COMMON = frozenset(
    {
        "art", "auditorium", "band room", "cafeteria", "commons", "entrance court", "field", "front lawn", "gym",
        "gymnasium", "hall", "kitchen", "library", "lobby", "main gym", "main hall", "main office", "music", "nurse",
        "office", "outside", "parking", "playground", "restroom", "restrooms", "school", "staff parking", "staff room",
        "stage", "street", "student parking",
    }
)  # fmt: skip
"""Places that every school has: that they exist tells nobody anything."""


class _Clean:
    """Takes out names, and sentences that may not be public."""

    def __init__(self, people: re.Pattern[str] | None, places: re.Pattern[str] | None):
        self._names, self._places = people, places

    def names(self, words: str) -> str:
        """Words without people's names."""
        return self._names.sub(NAME, words) if self._names is not None else words

    def bad(self, words: str) -> bool:
        """Whether words may not be public."""
        return is_sensitive(words, self._places)

    def words(self, words: str) -> str:
        """Words sentence by sentence; one that may not be public is replaced by a note, once."""
        found: list[str] = []
        for line in self.names(words).split("\n"):
            kept = [WITHHELD if self.bad(one) else one for one in re.split(r"(?<=[.!?;])\s+", line)]
            found.append(" ".join(one for n, one in enumerate(kept) if one != WITHHELD or WITHHELD not in kept[:n]))
        return "\n".join(found)

    # ---- the debrief -------------------------------------------------------------------------------------------------

    def data(self, data: Mapping[str, Any]) -> tuple[dict[str, Any], int]:
        """The debrief's public part, and how many rows were left out."""
        kept: dict[str, Any] = {name: data[name] for name in KEPT if name in data}
        kept["title"] = self.names(str(data["title"]))
        kept["moments"] = self._rows(data.get("moments", ()), ("title", "text"))
        kept["lanes"] = [{**one, "items": self._rows(one["items"], ("words",))} for one in data.get("lanes", ())]
        kept["objectives"] = [self._objective(one) for one in data.get("objectives", ())]
        kept["plan_play"] = self._rows(data.get("plan_play", ()), ("words",))
        kept["hot_wash"] = [
            {**one, "text": self.words(one["text"]), "owner": "", "from": ""} for one in data.get("hot_wash", ())
        ]
        kept["attendance"] = [
            {name: one.get(name) for name in ("role", "title", "discipline", "n")} for one in data.get("attendance", ())
        ]
        for name in ("rulings", "free", "parked"):
            kept[name] = [line for one in data.get(name, ()) if (line := self._line(one)) is not None]
        kept["feedback"] = [self._form(one) for one in data.get("feedback", ())]
        before = sum(len(one["items"]) for one in data.get("lanes", ()))
        return kept, before - sum(len(one["items"]) for one in kept["lanes"])

    def _rows(self, rows: Iterable[Mapping[str, Any]], fields: tuple[str, ...]) -> list[dict[str, Any]]:
        """The rows whose words may be public, without names."""
        fit = [one for one in rows if not any(self.bad(str(one.get(name, ""))) for name in fields)]
        return [{**one, **{name: self.names(str(one.get(name, ""))) for name in fields}} for one in fit]

    def _objective(self, one: Mapping[str, Any]) -> dict[str, Any]:
        steps = [
            {**step, "words": self.words(step["words"]), "evidence": self._rows(step.get("evidence", ()), ("words",)),
             "notes": []}
            for step in one["steps"]
        ]  # fmt: skip
        texts = {name: self.words(one[name]) for name in ("text", "judgement", "proposed") if one.get(name)}
        return {**one, **texts, "steps": steps, "notes": [], "ratings": []}

    def _line(self, one: Any) -> Any:
        if not isinstance(one, Mapping):
            return None if self.bad(str(one)) else self.names(str(one))
        words = {name: self.names(str(one[name])) for name in ("said", "words", "text", "why") if one.get(name)}
        return None if any(self.bad(line) for line in words.values()) else words

    def _form(self, one: Mapping[str, Any]) -> dict[str, Any]:
        found = one.get("answers")
        return {self.words(str(ask)): self.words(str(said)) for ask, said in (
            found if isinstance(found, Mapping) else one).items()}  # fmt: skip

    # ---- what people wrote -------------------------------------------------------------------------------------------

    def written(self, written: Written) -> Written:
        """What people wrote, without names and without what may not be public; nobody is a point of contact."""
        return replace(
            written,
            judgements={name: replace(one, text=self.words(one.text)) for name, one in written.judgements.items()},
            findings=tuple(self._finding(one) for one in written.findings),
            sections={name: self.words(words) for name, words in written.sections.items()},
            comments=tuple(
                replace(one, agency=self.names(one.agency), about=self.words(one.about), text=self.words(one.text),
                        answer=self.words(one.answer))
                for one in written.comments
            ),
            phases=tuple(replace(one, text=self.words(one.text)) for one in written.phases),
        )  # fmt: skip

    def _finding(self, one: Finding) -> Finding:
        return replace(one, text=self.words(one.text), owner=self.names(one.owner), contact="", source="")
