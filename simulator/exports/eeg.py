"""Exercise Evaluation Guides as a Word document: for evaluators to fill in, or filled from an exercise's log.

One guide for each objective: core capability, target, critical tasks, observation, rating. A person rates.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from simulator.analysis.words import SENSITIVITY, sentence
from simulator.exports.aar.analysis import came_as, how
from simulator.exports.aar.content import NOT_RATED, RATINGS, STATES, Content
from simulator.exports.word import STAMP, Stamps, Word
from simulator.live.exercise import Exercise
from simulator.live.written import Written
from simulator.model.run import Run

Json = Mapping[str, Any]
LINES = 5
"""Lines to write on, where nothing was observed yet."""
BOXES = "     ".join(f"☐ {name}" for name in RATINGS)


def blank(
    by_plan: Run, *, title: str | None = None, label: str | None = None, made: dt.datetime | None = None
) -> bytes:
    """Guides to fill in, for a version of a scenario: `by_plan` is its run when everybody acts by the plan."""
    objectives = [
        {"id": one.id, "text": one.text, "capability": one.capability, "steps": _tasks(by_plan, one.id)}
        for one in by_plan.scenario.objectives
    ]  # fmt: skip
    school = by_plan.plan.school
    about = (title or by_plan.scenario.title, school.name, label or SENSITIVITY[school.sensitivity], by_plan.seed)
    return _guides(objectives, None, about, made)


def _tasks(run: Run, objective: str) -> list[dict[str, Any]]:
    """The critical tasks of an objective: the expected actions that name it."""
    from simulator.analysis.expected import wanted_in_words
    from simulator.analysis.seen import expectations
    from simulator.exports.papers.telling import unmarked

    found = [one for one, _ in expectations(run).values()]
    named = next((one.measure.expects or () for one in run.scenario.objectives if one.id == objective), ())
    return [
        {"words": sentence(unmarked(wanted_in_words(run, one))), "state": None}
        for one in found if one.objective == objective or one.id in named
    ]  # fmt: skip


def of_exercise(exercise: Exercise, edition: str = "confidential", *, made: dt.datetime | None = None) -> bytes:
    """Guides filled from an exercise: what the log has, what evaluators noted, what a person judged and rated."""
    from simulator.exports.aar.document import content_of

    return filled(content_of(exercise, "public" if edition == "public" else "confidential", made=made, figures=False))


def filled(content: Content) -> bytes:
    """Guides filled from a report's content."""
    data = content.data
    about = (str(data["title"]), str(data["school"]), str(data["label"]), int(data["version"]))
    return _guides(data["objectives"], content.written, about, content.made)


def _guides(
    objectives: Sequence[Json], written: Written | None, about: tuple[str, str, str, int], made: dt.datetime | None
) -> bytes:
    title, school, label, version = about
    paper = "Exercise Evaluation Guide" + ("" if written else ", to be filled in")
    word = Word(
        f"Exercise Evaluation Guides: {title}", Stamps(label, school, f"exercise version {version}", paper), made
    )
    for number, one in enumerate(objectives):
        if number:
            word.new_page()
        _guide(word, one, written, title)
    if not objectives:
        word.text("The scenario names no objectives.")
    return word.as_bytes()


def _guide(word: Word, one: Json, written: Written | None, title: str) -> None:
    if not word.doc.paragraphs:
        word.title("Exercise Evaluation Guide")
        word.text(f"{STAMP}. {title}", "Subtitle")
    word.heading(f"{one['id']}  {one['text']}")
    word.pairs(
        [
            ("Core capability", one.get("capability") or "Not stated"),
            ("Capability target", one["text"]),
            ("Evaluator", "" if written is None else "see the log"),
        ]
    )
    rows = [_task(step, written is None) for step in one["steps"]]
    head = ("Critical task", "Came as", "Observation")
    if rows:
        word.table(head, rows, (3.6, 2.4, 4.4), f"Critical tasks of {one['id']}")
    else:
        word.note("No expected action stands for this objective: write down what you see.")
    _observed(word, one, written)
    _rated(word, one["id"], written)


def _choices(step: Json) -> Iterable[str]:
    """What may be ticked: an aim on a measure is reached or not."""
    return STATES.values() if step.get("expect", "") is not None else ("reached", "not reached", "not tested")


def _task(step: Json, empty: bool) -> tuple[str, str, str]:
    if empty:
        return step["words"], "\n".join(f"☐ {name}" for name in _choices(step)), ""
    notes = [note["text"] for note in step.get("notes", []) if note.get("text")]
    return step["words"], came_as(step), "\n".join([line for line in (how(step), *notes) if line])


def _observed(word: Word, one: Json, written: Written | None) -> None:
    word.heading("Observation", 2)
    if written is None:
        word.note("What was done, by which role, at what time? Conditions, not a person's fault.")
        for _ in range(LINES):
            word.line()
        return
    judged = written.judgements.get(one["id"])
    word.text(judged.text if judged and judged.text else "Not yet written.")


def _rated(word: Word, name: str, written: Written | None) -> None:
    word.heading("Rating", 2)
    rating = written.rating_of(name) if written is not None else None
    if written is None:
        word.text(BOXES)
    else:
        word.text(RATINGS.get(str(rating), NOT_RATED.capitalize() + "."))
    word.note("; ".join(RATINGS.values()) + ". Only a person rates.")
