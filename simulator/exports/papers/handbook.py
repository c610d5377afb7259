"""The controllers' and evaluators' handbook: what is drawn, what is expected and when, and who does what about it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from simulator.analysis.words import one_line, sentence
from simulator.engine.draw import resolved
from simulator.exports import paper as on
from simulator.exports.drill_pages import fields
from simulator.exports.paper import Flowable, Part, Story
from simulator.exports.papers.runsheet import REAL, agenda, course, players, subtitle, support
from simulator.exports.papers.subject import Subject
from simulator.exports.papers.telling import Told, due_words, plan_steps, step_in_words, to_whom
from simulator.exports.papers.wish import Wish, label_of, page_of
from simulator.model.scenario import Objective
from simulator.sweeps.spelling import spoken
from simulator.sweeps.spelling import title as variable_title

KIND = "Handbook, never for players"
ONLY = "For controllers and evaluators only. Never hand it to players, and take every copy back."
CONTROLLERS = (
    "Begin and end every contact with “This is an exercise”.",
    "Hand over a message at its time or when the facilitator says so, and no other; write down when.",
    "Play the other end of a call or a radio only with what the message says, or what the player has been told.",
    "Answer questions about the rules. Do not coach, hint, or say whether something was right.",
    "Stop at once, with “Stop. This is real.”, if anything real happens or anybody is in distress.",
)  # fmt: skip
EVALUATORS = (
    "Write what you saw or heard, with the time in the story and your place. Words that were said are the best note.",
    "Say of each step: seen, seen differently, or not seen. A step whose message did not come is not tested.",
    "Conditions, not faults; roles, not names.",
    "Do not speak to players during play. Ask what you did not understand in the hot wash.",
    "You alone rate, after play: P without challenges, S some challenges, M major challenges, U unable.",
)  # fmt: skip
CYCLE = (
    "Before: read this, walk the rooms, agree who hands over what.",
    "During: your own place and your own objectives.",
    "After: hot wash at once, notes handed in the same day.",
)
YOURS = ("Facilitator", "Your part (role)", "Where you stand", "How to reach the facilitator")


def handbook(subject: Subject, wish: Wish) -> bytes:
    """The handbook as a PDF."""
    width = on.inner_width(wish.paper)
    page = page_of(subject, KIND)
    pages = (_cover, _version, _messages, _plan)
    parts = [Part(page, partial(one, subject, width), one_page=one is _cover) for one in pages]
    parts += [Part(page, partial(_objective, subject, one, width), one_page=True) for one in subject.objectives]
    return on.pdf(parts, title=f"{subject.title}: handbook", label=label_of(subject, wish), paper=wish.paper)


def _cover(subject: Subject, width: float) -> Story:
    return [
        on.title("Controllers' and evaluators' handbook"), on.text(subject.title, 13, font=on.BOLD),
        on.text(subtitle(subject), 10.5, grey=True), on.gap(4),
        on.framed([on.text(ONLY, 12, font=on.BOLD, after=4), on.text(REAL, 10, after=0)], width),
        on.heading("If you control"), on.boxes(CONTROLLERS, width, 9.5),
        on.heading("If you evaluate"), on.boxes(EVALUATORS, width, 9.5),
        on.heading("When"), on.boxes(CYCLE, width, 9.5), *agenda(subject, width), *support(subject, width),
        on.gap(6), fields(YOURS, width),
    ]  # fmt: skip


def _version(subject: Subject, width: float) -> Story:
    """What this version draws, who is where, and the course by the plan."""
    draw = resolved(subject.bundle, subject.version, subject.settings.get("set_values") or {})[1]
    rule = [("LINEBELOW", (0, 0), (-1, -1), 0.5, on.LINE)]
    rows = [
        [on.text(variable_title(name), 9.5, font=on.BOLD, after=0),
         on.text(spoken(subject.bundle, name, value), 9.5, after=0)]
        for name, value in draw.items()
    ]  # fmt: skip
    story: Story = [on.title(f"What version {subject.version} brings")]
    if rows:
        story += [on.text("Drawn for this version; the same number always draws it.", 10.5, grey=True),
                  on.grid(rows, [width * 0.35, width * 0.65], rule, 3)]  # fmt: skip
    story += [on.heading("Who is where at the start"), players(subject, width)]
    return [*story, *course(subject, width)]


def _messages(subject: Subject, width: float) -> Story:
    head = [on.text(words, 8.5, font=on.BOLD, after=0)
            for words in ("No.", "When", "To, how, by whom", "Message, and what it should draw")]  # fmt: skip
    rows = [head, *_rows(subject)]
    story: Story = [on.title("Messages, and what they should draw")]
    if len(rows) == 1:
        return [*story, on.text("This scenario has no messages: the facilitator says what happens.", 10)]
    times = "“About” is one possible course, in which everybody acts by the plan."
    story.append(on.text(times, 10.5, grey=True))
    return [*story, on.split_grid(rows, [26, 84, 118, width - 228])]


def _rows(subject: Subject) -> Iterator[list[Flowable]]:
    for one in (*subject.coming, *subject.only_if, *subject.spare):
        sort = {"core": "", "spare": "Spare. ", "only_if_needed": "Only if needed. "}[one.sort]
        yield [
            on.text(str(one.n), 9, font=on.BOLD, after=0), on.text(sentence(one.when), 8.5, after=0),
            on.text(f"{sort}{sentence(to_whom(one))}. {one.controller}.", 8.5, after=0),
            _said(one),
        ]  # fmt: skip


def _said(one: Told) -> list[Flowable]:
    said = [on.text(f"“{one.text}”", 9.5, font=on.SERIF, after=2)] if one.text else []
    wanted = [
        on.text(
            f"{due_words(line)}{f' ({line.objective})' if line.objective else ''}.", 8.5, after=1, lead_in="Expected:"
        )
        for line in one.wanted
    ]
    return [*said, *wanted, *([on.text(one.notes, 8.5, after=0, lead_in="Note:")] if one.notes else [])]


def _plan(subject: Subject, width: float) -> Story:
    """What the response plan says, step by step."""
    response = subject.bundle.response
    story: Story = [on.title("What the plan says")]
    steps = [step_in_words(subject.bundle, subject.by_plan, one) for one in plan_steps(subject.bundle)]
    if response is None or not steps:
        return [*story, on.text("The scenario names no response plan with steps for this hazard.", 10)]
    story.append(on.text(one_line(response.title, 120), 10.5, grey=True))
    if response.words:
        rows = [[on.text(sentence(word), 9.5, font=on.BOLD, after=0), on.text(f"“{said}”", 10, font=on.SERIF, after=0)]
                for word, said in response.words.items()]  # fmt: skip
        rule = [("LINEBELOW", (0, 0), (-1, -1), 0.5, on.LINE)]
        story += [on.heading("The exact words"), on.grid(rows, [90, width - 90], rule, 2.5)]
    return [*story, on.heading("Steps"), on.boxes(steps, width, 9)]


def _objective(subject: Subject, one: Objective, width: float) -> Story:
    """One page for each objective: what to look for, and room for what was seen."""
    asked = [
        (line, message) for message in subject.messages for line in message.wanted
        if line.objective == one.id or (line.objective is None and one.id in message.objectives)
    ]  # fmt: skip
    story: Story = [
        on.title(f"Objective {one.id}"),
        on.text(one_line(one.text, 400), 12),
        on.text(one.capability or "", 10, grey=True),
        on.heading("Look for", "seen, seen differently, not seen, or not tested; with the time in the story"),
    ]
    rows = [[on.text(f"Message {message.n}", 9, font=on.BOLD, after=0),
             on.text(due_words(line), 9.5, after=0),
             on.text("seen   diff.   not   n.t.     ____ : ____", 8.5, after=0, grey=True)]
            for line, message in asked]  # fmt: skip
    rule = [("LINEBELOW", (0, 0), (-1, -1), 0.5, on.LINE)]
    if rows:
        story.append(on.grid(rows, [66, width - 66 - 186, 186], rule, 4))
    else:
        story.append(on.text("No message asks for a step of this objective: watch for it as it comes.", 10))
    story += [on.heading("What I saw and heard", "time, place, words"), *[on.blank("", width, 24) for _ in range(9)]]
    story += [on.heading("What helped, what got in the way"), *[on.blank("", width, 24) for _ in range(4)]]
    return [*story, on.gap(8), fields(("Rating after play: P / S / M / U", "Evaluator (role)", "Where I stood"), width)]
