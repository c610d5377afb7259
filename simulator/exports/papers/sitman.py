"""The SitMan: what players get before they play, as Word, in our layout or the district's own."""

from __future__ import annotations

from typing import Any

from simulator.exports.papers.manual import PUBLIC_TEXT, manual
from simulator.exports.papers.maps import CAPTION, map_png, map_words
from simulator.exports.papers.subject import Subject
from simulator.exports.papers.template import filled
from simulator.exports.papers.wish import Wish
from simulator.exports.word import Stamps, Word

NAME = "Situation manual for players"
SAID_FONT = "Georgia"
BEFORE = (
    "This manual is for everybody who takes part. It says what the exercise is about, how we talk, and what we ask. It "
    "does not say what happens next: do not read a part before the facilitator begins it."
)


def sitman(subject: Subject, wish: Wish) -> bytes:
    """The SitMan as a docx. Raises Refused in words where the district's template cannot be filled."""
    values = manual(subject, wish)
    if wish.template is not None:
        return filled(wish.template, values, NAME)
    stamps = Stamps(values["label"], values["school"], f"version {values['version']}", NAME)
    word = Word(values["title"], stamps)
    _cover(word, values)
    _overview(word, values)
    _talking(word, values)
    _building(word, subject, wish)
    for module in values["modules"]:
        _module(word, module)
    _care(word, values)
    return word.as_bytes()


def _cover(word: Word, values: dict[str, Any]) -> None:
    word.text(values["stamp"], bold=True)
    word.title(values["title"])
    word.text(f"{NAME}. {values['school']}.", bold=True)
    word.pairs([
        ("Type", f"{values['type'].capitalize()}, {values['minutes']} minutes"),
        ("In the story", values["story_begins"]),
        ("Held by", values["sponsor"]), ("Handle as", values["label"]), ("Exercise version", str(values["version"])),
    ])  # fmt: skip
    word.text(BEFORE)
    word.heading("Before you read on")
    word.text(values["content_note"])
    word.text(values["support"])
    word.pairs([("Quiet room", values["quiet_room"]), ("Support person", values["support_person"])])
    word.heading("Agenda")
    rows = [(f"{one['start']} to {one['end']}", one["item"], f"{one['minutes']} min") for one in values["agenda"]]
    if rows:
        word.table(("Minute", "What", "Time"), rows, (1, 4, 1))
    else:
        word.text(f"There is no agenda for {values['minutes']} minutes; the facilitator says how the time is used.")


def _overview(word: Word, values: dict[str, Any]) -> None:
    word.new_page()
    word.heading("The exercise")
    word.pairs([
        ("What it is about", values["hazards"]), ("Scope", values["scope"]),
        ("What it trains", values["trains"] or "Not said."),
        ("Plan in force", values["plan_title"] or "None is named."),
        ("Core capabilities", values["capabilities"] or "None is named."),
    ])  # fmt: skip
    word.heading("Objectives", 2)
    rows = [(one["id"], one["text"], one["capability"]) for one in values["objectives"]]
    if rows:
        word.table(("", "Objective", "Core capability"), rows, (0.5, 4, 2))
    else:
        word.text("The scenario names no objectives.")
    word.heading("Who takes part", 2)
    roles = [(one["title"], one["discipline"]) for one in values["players"]]
    if roles:
        word.table(("Role", "Of"), roles, (3, 2))
    else:
        word.text("Everybody speaks for their own work.")


def _talking(word: Word, values: dict[str, Any]) -> None:
    word.new_page()
    word.heading("How we talk")
    word.bullets(one["text"] for one in values["guidelines"])
    word.heading("What we assume", 2)
    word.bullets(one["text"] for one in values["assumptions"])


def _building(word: Word, subject: Subject, wish: Wish) -> None:
    word.heading("The building")
    if wish.edition == "public":
        word.text(f"Floor plan: {PUBLIC_TEXT.lower()}")
        return
    plan = subject.bundle.plan
    word.figure(
        map_png(plan), f"{subject.school}: {CAPTION}. Exercise version {subject.version}.", map_words(plan), 6.3
    )


def _module(word: Word, module: dict[str, Any]) -> None:
    word.new_page()
    word.heading(f"Part {module['number']}: {module['title']}")
    word.note(f"From {module['clock']} in the story. Do not read on before the facilitator begins this part.")
    made = [word.text(line) for line in module["text"].split("\n")]
    for paragraph in made:
        for run in paragraph.runs:
            run.font.name = SAID_FONT
    word.heading("Questions", 2)
    for one in module["questions"]:
        word.bullets([one["text"]])
    if not module["questions"]:
        word.text("What do you do, what do you say, and to whom? What would you need to know?")
    word.heading("Notes", 2)
    word.table(("What we decided, and what we lack",), [("\n" * 16,)], (1,))


def _care(word: Word, values: dict[str, Any]) -> None:
    word.new_page()
    word.heading("Afterwards")
    word.text("What you heard was made up, and it can stay with people all the same. Look after each other.")
    word.text(values["support"])
    word.heading("Contacts", 2)
    rows = [("Facilitator", "", ""), ("Support person", values["support_person"], ""),
            ("Quiet room", values["quiet_room"], ""),
            ("Safety: who can stop the exercise", "everybody", "say “Stop. This is real.”"),
            ("Employee support line", "", ""), ("Crisis line (988 in the United States)", "", "988")]  # fmt: skip
    word.table(("What", "Who or where", "How to reach"), rows, (2.2, 2, 2))
    word.text("Hand this manual back if its label asks for it.")
