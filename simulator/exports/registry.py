"""Every document that Hotwash makes: its name, what it is, for whom, from when on, and who makes it.

A plain table: pages, the debrief and the command line read it. What makes a document is imported when it is made.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Literal

from simulator.errors import NotFound, Refused
from simulator.exports.papers.subject import Subject
from simulator.exports.papers.wish import Edition, Wish

Kind = Literal["docx", "pdf", "xlsx"]
For = Literal["players", "facilitator", "controllers", "evaluators", "everyone"]
Needs = Literal["draft", "exercise", "finished"]
PAPERS = "simulator.exports.papers"


@dataclass(frozen=True, slots=True)
class Document:
    """One document. `name` is also its option and its file's name; `made_by` is `module:function`.

    `needs`: a draft is enough, an exercise, or one that has ended. `editions`: those that there are of it.
    """

    name: str
    title: str
    kind: Kind
    for_whom: For
    needs: Needs
    made_by: str
    what: str
    editions: tuple[Edition, ...] = ("confidential",)

    @property
    def file(self) -> str:
        """What its file is called in a folder of all documents."""
        return f"{self.name}.{self.kind}"


BOTH: tuple[Edition, ...] = ("confidential", "public")
DOCUMENTS: tuple[Document, ...] = (
    Document("sitman", "Situation manual", "docx", "players", "draft", f"{PAPERS}.sitman:sitman",
             "agenda, scope, objectives, rules, the parts with their questions", BOTH),
    Document("runsheet", "Facilitator's run sheet", "pdf", "facilitator", "draft", f"{PAPERS}.runsheet:run_sheet",
             "the whole exercise on paper, for when everything electric has failed"),
    Document("msel", "Master scenario events list", "xlsx", "controllers", "draft", f"{PAPERS}.others:events_list",
             "every message as a row, to edit in a spreadsheet and read back"),
    Document("handbook", "Controllers' and evaluators' handbook", "pdf", "controllers", "draft",
             f"{PAPERS}.handbook:handbook", "what is drawn, expected and said by the plan; a page for each objective"),
    Document("eeg", "Exercise evaluation guides", "docx", "evaluators", "draft", f"{PAPERS}.others:guides",
             "a guide for each objective: to fill in; once play has ended, filled from the log"),
    Document("rolecards", "Role cards", "pdf", "players", "draft", f"{PAPERS}.cards:role_cards",
             "where you are, what you see, radio, phone, keys; two on a sheet"),
    Document("tents", "Table tents", "pdf", "everyone", "draft", f"{PAPERS}.cards:table_tents",
             "one for each role, to fold"),
    Document("slips", "Message slips", "pdf", "facilitator", "draft", f"{PAPERS}.cards:message_slips",
             "one for each message, to hand over; four on a sheet"),
    Document("callform", "911 call form", "pdf", "controllers", "draft", f"{PAPERS}.forms:call_form",
             "what the caller said, for whoever plays the call-taker"),
    Document("statements", "Blank statements", "pdf", "everyone", "draft", f"{PAPERS}.forms:statements",
             "a holding statement and a message to families, with blanks"),
    Document("scribelog", "Scribe's log", "pdf", "facilitator", "draft", f"{PAPERS}.forms:scribe_log",
             "decisions with room time and story time, by hand"),
    Document("signin", "Sign-in", "pdf", "everyone", "draft", f"{PAPERS}.forms:sign_in",
             "who took part; the only paper with names"),
    Document("maps", "Numbered maps", "pdf", "everyone", "draft", f"{PAPERS}.maps:numbered_maps",
             "the floor plan in numbered copies, to be returned"),
    Document("board", "Situation board", "pdf", "everyone", "draft", f"{PAPERS}.maps:situation_board",
             "what is known, kept by hand on the wall; A3 or 11 x 17"),
    Document("washcard", "3 + 3 hot-wash card", "pdf", "everyone", "draft", f"{PAPERS}.forms:wash_cards",
             "three that worked, three that got in the way, one thing to do", BOTH),
    Document("feedback", "Participant feedback form", "pdf", "everyone", "draft", f"{PAPERS}.forms:feedback_form",
             "ratings, strengths, gaps, what should be done, by whom, how soon", BOTH),
    Document("aar", "After-action report and improvement plan", "docx", "everyone", "exercise",
             f"{PAPERS}.others:report", "objectives with evidence and figures, improvement plan, timeline", BOTH),
    Document("improvement", "Improvement plan", "xlsx", "everyone", "exercise", f"{PAPERS}.others:improvement_plan",
             "the corrective actions as a table, to edit and read back"),
)  # fmt: skip


def document(name: str) -> Document:
    """The document of that name. Raises NotFound with all the names."""
    found = next((one for one in DOCUMENTS if one.name == name), None)
    if found is None:
        raise NotFound(f"there is no document {name}; there are: {', '.join(one.name for one in DOCUMENTS)}")
    return found


def ready(subject: Subject) -> tuple[Document, ...]:
    """The documents that can be made of it now."""
    return tuple(one for one in DOCUMENTS if why_not(one, subject) is None)


def why_not(one: Document, subject: Subject) -> str | None:
    """Why a document cannot be made of this yet, in a sentence; None where it can."""
    if one.needs == "draft":
        return None
    if subject.exercise is None:
        return (
            f"{one.title} needs an exercise that was played, and this is a scenario; "
            f"name an exercise of `hotwash exercise list`"
        )
    if one.needs == "finished" and not subject.ended:
        return f"{one.title} needs an exercise that has ended; end this one at the desk first"
    return None


def refusal(one: Document, subject: Subject, wish: Wish) -> str | None:
    """Why a document cannot be made of this in the edition that is wished for; None where it can."""
    if (reason := why_not(one, subject)) is not None:
        return reason
    if wish.edition not in one.editions:
        return f"{one.title} has no public edition: it holds what is not for the public"
    return None


def make(one: Document, subject: Subject, wish: Wish) -> bytes:
    """The document's bytes. Raises Refused in words where it cannot be made, or not in this edition."""
    if (reason := refusal(one, subject, wish)) is not None:
        raise Refused(reason)
    module, _, function = one.made_by.partition(":")
    made: Callable[[Subject, Wish], bytes] = getattr(import_module(module), function)
    return made(subject, wish)
