"""The report put together: its parts in order, in the edition that is wanted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from simulator import debriefing
from simulator.analysis.words import SENSITIVITY, one_line
from simulator.exports.aar import analysis, back, front
from simulator.exports.aar.content import Asked, Content, Edition, Picture
from simulator.exports.aar.figures import lanes, lost_time
from simulator.exports.aar.maps import maps
from simulator.exports.aar.public import public
from simulator.exports.word import Stamps, Word
from simulator.live.exercise import Exercise
from simulator.live.log import of_kind
from simulator.live.written import PHASES, written_of
from simulator.model.run import Run
from simulator.programme import STATUSES, read_actions


def document(content: Content) -> bytes:
    """The report as a docx file's bytes."""
    data = content.data
    stamps = Stamps(
        str(data["label"]), one_line(str(data["school"]), 44), f"exercise version {data['version']}",
        f"AAR/IP, {content.edition} edition, {PHASES[content.written.phase]}",
    )  # fmt: skip
    word = Word(f"After-Action Report and Improvement Plan: {data['title']}", stamps, content.made)
    parts = (
        front.cover, front.overview, front.summary, analysis.objectives, analysis.figures, analysis.limits,
        analysis.findings, analysis.discussion, analysis.hot_wash, analysis.feedback, analysis.rulings,
        back.improvement_plan, back.timeline, back.plan_and_play, back.took_part, back.comments,
    )  # fmt: skip
    for part in parts:
        part(word, content)
    return word.as_bytes()


def of_exercise(
    exercise: Exercise,
    edition: Edition = "confidential",
    *,
    course: debriefing.Course = "as_corrected",
    made: dt.datetime | None = None,
) -> bytes:
    """The report of an exercise, from its log alone. `made` is the day that its cover names."""
    return document(content_of(exercise, edition, course=course, made=made))


def content_of(
    exercise: Exercise, edition: Edition, *, course: debriefing.Course = "as_corrected",
    made: dt.datetime | None = None, figures: bool = True,
) -> Content:  # fmt: skip
    """Everything that the report of an exercise prints; of the public edition only what may be public."""
    core = exercise.core()
    debrief = debriefing.of_exercise(exercise, course)
    label = debrief.data["label"]
    data = debrief.data | {"label": SENSITIVITY.get(label, label)}
    content = Content(
        data,
        written_of(core.entries),
        _about(exercise),
        asked(exercise),
        statuses(exercise),
        edition=edition,
        made=made,
    )
    if edition == "public":
        content = public(content, _names(exercise), _places(exercise), label)
    return replace(content, pictures=_pictures(debrief.matter.subject.run, content)) if figures else content


def _pictures(run: Run, content: Content) -> tuple[Picture, ...]:
    found = [lost_time(content), lanes(content)]
    known = tuple(one for one in found if one is not None)
    return known if content.is_public else (*known, *maps(run, content.data))


def _about(exercise: Exercise) -> Mapping[str, str]:
    scenario = exercise.core().played.scenario
    notes = scenario.exercise
    kind = {"tabletop": "Tabletop exercise (discussion-based)"}.get(str(notes.type), str(notes.type or "").capitalize())
    return {
        "type": kind, "scope": notes.scope or "", "sponsor": notes.sponsor or "",
        "hazard": ", ".join(one.replace("_", " ") for one in (scenario.hazard, *scenario.also)),
    }  # fmt: skip


def asked(exercise: Exercise) -> tuple[Asked, ...]:
    """The scenario's questions for discussion, with whether the room's screen showed them."""
    core = exercise.core()
    shown = {entry.payload.get("question") for entry in of_kind(core.entries, "shown")}
    return tuple(
        Asked(f"{part.id}.{n}", part.title, one.group, one.text, one.text in shown)
        for part in core.played.scenario.modules
        for n, one in enumerate(part.questions, 1)
    )


def statuses(exercise: Exercise) -> dict[str, str]:
    """How far the school's programme has each action of this exercise, by its finding."""
    actions = read_actions(exercise.store, exercise.bundle.plan.school.name)
    return {one.source[1]: STATUSES[one.status] for one in actions if one.source[0] == exercise.stream}


def _names(exercise: Exercise) -> list[str]:
    """The names that people typed when they took a seat, whole and by their parts."""
    whole = [seat.name for seat in exercise.core().seats.values() if seat.name]
    return [*whole, *(part for one in whole for part in one.split() if len(part) > 2)]


def _places(exercise: Exercise) -> list[str]:
    plan = exercise.bundle.plan
    labels: list[Any] = [plan.label_of(name) for name in plan.spaces()]
    return [*(str(one) for one in labels), *(one.label for one in plan.openings if one.label)]
