"""The report's middle: each objective with its steps, evidence and judgement; what was found; what was discussed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from simulator.analysis.words import elapsed
from simulator.exports.aar.content import (
    DISCIPLINES,
    FROM,
    NOT_DISCUSSED,
    NOT_RATED,
    RATINGS,
    STATES,
    Content,
    discipline_of,
    discipline_words,
)
from simulator.exports.word import Word
from simulator.live.written import Finding

SEMICOLON = "; "
Json = Mapping[str, Any]
SORTS = {"strength": "Strength", "improve": "Area to improve"}


def objectives(word: Word, content: Content) -> None:
    """Analysis by objective: rating and judgement, the steps, their evidence, the evaluators' notes, what was found."""
    word.heading("Analysis by objective")
    if not content.data["objectives"]:
        word.text("The scenario names no objectives.")
    for one in content.data["objectives"]:
        _objective(word, content, one)


def _objective(word: Word, content: Content, one: Json) -> None:
    written, name = content.written, one["id"]
    word.heading(f"{name}  {one['text']}", 2)
    word.labelled("Core capability", one.get("capability") or "Not stated")
    rating = written.rating_of(name) or one.get("rating")
    word.labelled("Rating", RATINGS.get(str(rating), _unsettled(content, name)))
    judged = written.judgements.get(name)
    words = (judged.text if judged else "") or one.get("judgement") or ""
    word.labelled("Judgement", words.strip() or "Not yet written.")
    for given in one.get("ratings", []):
        if given.get("text"):
            word.labelled(f"An evaluator rated {given['rating']}", given["text"])
    if one.get("proposed"):
        word.labelled("The log suggests", one["proposed"])
    _steps(word, one)
    _evidence(word, one)
    _notes(word, one)
    for sort, head in SORTS.items():
        for finding in written.of_sort(sort):
            if finding.objective == name:
                word.labelled(f"{head} {finding.id}", finding.text)


def _unsettled(content: Content, name: str) -> str:
    given = content.written.ratings.get(name, ())
    return f"{NOT_RATED}; the evaluators gave {', '.join(given)}" if given else NOT_RATED


def _steps(word: Word, one: Json) -> None:
    rows = [(step["words"], came_as(step), how(step)) for step in one["steps"]]
    if rows:
        word.table(("Step that was looked for", "Came as", "How"), rows, (4, 1.8, 4), f"Steps of {one['id']}")
    else:
        word.note("No step of the log stands for this objective; what is said of it is people's.")


def came_as(step: Json) -> str:
    """How a step came out: of an action seen, of a measure reached."""
    return str(step.get("came") or STATES[step["state"]])


def how(step: Json) -> str:
    """How a step came, by the log; where an evaluator saw it otherwise, that the log has it so."""
    log = step.get("from_log")
    seen = f"An evaluator saw this; the log has it as {STATES[log]}. " if log and log != step["state"] else ""
    return f"{seen}{step.get('how') or ''}".strip()


def provenance(one: Json) -> str:
    """Where a time is from, in a word."""
    found = str(one.get("provenance") or "simulated")
    return FROM.get(found, found.replace("_", " "))


def _evidence(word: Word, one: Json) -> None:
    rows = [
        (found["said"], found["words"], provenance(found))
        for step in one["steps"]
        for found in step.get("evidence", [])
    ]
    if rows:
        word.table(("Time", "Evidence", "From"), rows, (1.4, 6, 2), f"Evidence for {one['id']}")


def _notes(word: Word, one: Json) -> None:
    noted = [*(note for step in one["steps"] for note in step.get("notes", [])), *one.get("notes", [])]
    rows = [(note["said"], note["text"]) for note in noted if note.get("text")]
    if rows:
        word.table(("Time", "Evaluators' note"), rows, (1.4, 8), f"What evaluators noted at {one['id']}")


# ---- figures ---------------------------------------------------------------------------------------------------------


def figures(word: Word, content: Content) -> None:
    """Lost time, the lanes, and where people were at the moments that were chosen; each with its table in words."""
    if not content.pictures:
        return
    word.heading("Where time went")
    for one in content.pictures:
        word.figure(one.png, one.caption, one.alt, 6.3)
        if one.name == "lost-time":
            _lost(word, content)
    for number, one in enumerate(content.pictures, 1):  # after the maps, each of which takes most of a page
        if one.table:
            head, *rows = one.table
            word.table(head, rows, (4, 1), f"The most people of figure {number}, up to {len(rows)} places", small=True)


def _lost(word: Word, content: Content) -> None:
    rows = []
    for one in content.data["lost"]:
        plan = content.clock(one.get("plan_ms"))
        beyond = elapsed(one["t_ms"], one["plan_ms"]) if (one.get("beyond_ms") or 0) > 0 else ""
        there = one.get("t_ms") is not None
        came = one["said"] if there else STATES.get(one.get("state", ""), "not seen")
        rows.append((one["label"], came, provenance(one) if there else "", one.get("since") or "", plan, beyond))
    head = ("Step", "Came at", "From", "Counted", "Plan has it at", "Beyond the plan")
    word.table(head, rows, (2.4, 1.6, 1.7, 2.6, 1.6, 1.6), "Lost time in numbers", small=True)


# ---- findings --------------------------------------------------------------------------------------------------------


def findings(word: Word, content: Content) -> None:
    """Strengths, then areas to improve, each with its number, objective and discipline."""
    for sort, head, empty in (
        ("strength", "Strengths", "No strength is written down yet."),
        ("improve", "Areas to improve", "No area to improve is written down yet."),
    ):
        word.heading(head)
        found = content.written.of_sort(sort)
        if not found:
            word.text(empty)
        for one in found:
            word.labelled(f"{one.id}{_about(one)}", one.text)


def _about(one: Finding) -> str:
    parts = [one.objective, one.capability, discipline_words(one.discipline)]
    known = [part for part in parts if part]
    return f" ({', '.join(known)})" if known else ""


# ---- what people said ------------------------------------------------------------------------------------------------


def discussion(word: Word, content: Content) -> None:
    """Every question of the exercise with what was written down of it; what nobody discussed says so."""
    word.heading("Discussion")
    if not content.questions:
        word.text(f"The scenario has no questions for discussion. {NOT_DISCUSSED}.")
        return
    parts = dict.fromkeys(one.part for one in content.questions)
    for part in parts:
        word.heading(part, 2)
        rows = [(one.group, one.text, content.answer(one)) for one in content.questions if one.part == part]
        word.table(("About", "Question", "What was said"), rows, (2, 4, 4))


def hot_wash(word: Word, content: Content) -> None:
    """The hot wash by discipline: what went well, what to improve; a discipline that said nothing is named too."""
    word.heading("Hot wash by discipline")
    said = [(discipline_of(one["discipline"]), one) for one in content.data.get("hot_wash", []) if not one.get("out")]
    names = [*DISCIPLINES, *dict.fromkeys(name for name, _ in said if name not in DISCIPLINES)]
    for name in names:
        own = [one for which, one in said if which == name]
        word.heading(DISCIPLINES.get(name, name), 2)
        if not own:
            word.text(f"{NOT_DISCUSSED}.", italic=True)
            continue
        word.bullets(_washed(one) for one in own)


def _washed(one: Json) -> str:
    sort = "Strength" if one["sort"] == "strength" else "To improve"
    more = [f"{label} {one[name]}" for name, label in (("owner", "owner"), ("due", "due")) if one.get(name)]
    return f"{sort}: {one['text']}{f' ({SEMICOLON.join(more)})' if more else ''}"


def feedback(word: Word, content: Content) -> None:
    """The feedback forms: how many, the marks from 1 to 5, and every answer in words."""
    word.heading("Participant feedback")
    forms = [_answers(one) for one in content.data.get("feedback", [])]
    if not forms:
        word.text("No feedback form was filled in.")
        return
    word.text(f"{len(forms)} {'form' if len(forms) == 1 else 'forms'}.")
    marks = [(question, given) for question, given in _by_question(forms) if all(one in "12345" for one in given)]
    if marks:
        rows = [(question, str(len(given)), f"{sum(map(int, given)) / len(given):.1f}") for question, given in marks]
        word.table(("Question, 1 to 5", "Answers", "Mean"), rows, (6, 1.5, 1.5), "Marks that participants gave")
    for question, given in _by_question(forms):
        if not all(one in "12345" for one in given):
            word.heading(question, 3)
            word.bullets(given)


def _answers(one: Json) -> Json:
    found = one.get("answers")
    return found if isinstance(found, Mapping) else one


def _by_question(forms: Iterable[Json]) -> list[tuple[str, list[str]]]:
    found: dict[str, list[str]] = {}
    for form in forms:
        for question, answer in form.items():
            if str(answer).strip():
                found.setdefault(str(question), []).append(str(answer).strip())
    return list(found.items())


def rulings(word: Word, content: Content) -> None:
    """What the room set, what was recorded and not acted on, what was parked, and what the model cannot say."""
    data = content.data
    word.heading("Set by the room, recorded only, and parked")
    for head, name, empty in (
        ("Set by the room", "rulings", "Nothing was set by the room."),
        (
            "Recorded; the facilitator decided what followed",
            "free",
            "Nothing was recorded that the model did not act on.",
        ),
        ("Parked for later", "parked", "Nothing was parked."),
    ):
        word.heading(head, 2)
        lines = [line_of(one) for one in data.get(name, [])]
        if lines:
            word.bullets(lines)
        else:
            word.text(empty)


def line_of(one: Any) -> str:
    """A recorded thing as a line, with its time where it has one."""
    if not isinstance(one, Mapping):
        return str(one)
    words = one.get("words") or one.get("text") or ""
    who = f"{one['who']}: " if one.get("who") else ""
    why = (
        f" (because: {one['why']})"
        if one.get("why") and one["why"].strip(" .").casefold() not in words.casefold()
        else ""
    )
    return f"{one['said']}  {who}{words}{why}" if one.get("said") else f"{who}{words}{why}"


def limits(word: Word, content: Content) -> None:
    """How much the simulated times are worth."""
    word.heading("What these times are worth")
    word.text(
        f"Simulated times are one possible course, exercise version {content.data['version']}. "
        "Another version, with other details of the same kind, goes differently. Differences of a few seconds mean "
        "nothing. What the room stated and what evaluators observed is what people said and saw; what is assumed from "
        "the plan was not tested. What was set by the room is left out of comparisons. The model knows the building, "
        "walking, doors, messages and units; it does not know people's ease, fear or skill, and it judges nobody."
    )
