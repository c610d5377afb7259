"""The players' manual as plain data: what the SitMan says, and what a district's own template may ask for.

Nothing in it is what players must not know: no expected action, no message that is still to come, no lock, no place of
anybody but in general. What the first part begins with is there; the rest comes by message.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from simulator.analysis.words import EXERCISE, listed, one_line
from simulator.exports.papers.subject import Subject, Talk
from simulator.exports.papers.wish import Wish, label_of

ASKED = {
    "notification": "Who has to know, who tells them, and how do you know that everybody was reached?",
    "protective action": "What do you do at once to protect people, and what do you need for it?",
    "communications": "What do you say, to whom, by which way, and what if that way fails?",
    "command": "Who decides, from where, and with whom?",
    "medical": "Who needs help, who gives it, and who sends for more?",
    "family and media": "What do families and the public hear, from whom, and when?",
    "reunification": "How does each child come back to the right person, and who sees to it?",
    "recovery": "What happens tomorrow, and who looks after whom?",
    "": "What do you do, what do you say, and to whom? What would you need to know?",
}
"""What players read of a group of questions: the author's own may say what is still to come; the facilitator asks them.
"""
AT_ONCE_MS = 1_000
"""What comes within this of a part's beginning is what the part begins with."""
LATER = (
    "What has happened by then follows from what the room has decided. The facilitator says it; "
    "messages bring the rest."
)
PUBLIC_TEXT = "Left out of the public edition."
OWN_WORDS = "The facilitator says what happens."
GUIDELINES = (
    "This is a talk about plans and conditions. Nobody is tested, rated or compared.",
    "Speak for your role as it is on the day, with the plan, people and equipment that you really have.",
    "Say what you do, what you say, and to whom: a message reaches only those who can hear it.",
    "There is more than one good answer. Say what you would need in order to decide.",
    "Roles, not names. What is said here is not passed on.",
    "Whoever needs to may step out at any time, and need not say why.",
)  # fmt: skip
ASSUMPTIONS = (
    "The story is possible, and made up. It is not a forecast.",
    "Times come from a model of this building and are one possible course.",
    "Scenario time stands still while the room talks; discussion is no measure of speed.",
    "No real call, announcement or alert is made. Whoever must speak on a real line begins with “This is an exercise”.",
    "If anything real happens, somebody says “Stop. This is real.”, and the exercise is over.",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Field:
    """One placeholder of a template: its name, and what it stands for. `each`: it is a list to repeat over."""

    name: str
    what: str
    each: tuple[tuple[str, str], ...] = ()


FIELDS = (
    Field("stamp", "THIS IS AN EXERCISE"),
    Field("title", "the exercise's title"),
    Field("school", "the school's name"),
    Field("type", "tabletop, drill, seminar ..."),
    Field("label", "how careful one must be with it: the plan's label"),
    Field("version", "the exercise version, a number"),
    Field("minutes", "how long the session is"),
    Field("story_begins", "the story's period, hour and day"),
    Field("scope", "what the exercise covers"),
    Field("sponsor", "who holds it"),
    Field("trains", "what it trains"),
    Field("hazards", "what it is about, in a few words"),
    Field("capabilities", "the core capabilities, in a list"),
    Field("content_note", "what it describes, and that anybody may step out"),
    Field("support", "what is said of support"),
    Field("support_person", "who that is; a line where nobody has said"),
    Field("quiet_room", "where that is; a line where nobody has said"),
    Field("plan_title", "the response plan's title"),
    Field("agenda", "the agenda", (("item", "what"), ("minutes", "for how long"), ("start", "from which minute"),
                                   ("end", "to which minute"))),
    Field("objectives", "the objectives", (("id", "O1"), ("text", "the objective"), ("capability", "its capability"))),
    Field("players", "the roles that people play", (("title", "the role"), ("discipline", "whose it is"))),
    Field("guidelines", "the rules of the talk", (("text", "one rule"),)),
    Field("assumptions", "what is assumed", (("text", "one assumption"),)),
    Field("modules", "the parts", (("number", "1, 2, 3"), ("title", "its title"), ("clock", "the story's time"),
                                   ("text", "what it begins with"),
                                   ("questions", "its questions, each with text and group"))),
)  # fmt: skip
"""Every placeholder that a template may use; docs/documents.md has the same table."""


def manual(subject: Subject, wish: Wish) -> dict[str, Any]:
    """The value of every placeholder, as text, number, or list of such."""
    notes, response = subject.scenario.exercise, subject.bundle.response
    return {
        "stamp": EXERCISE, "title": subject.players_title, "school": subject.school, "type": subject.type,
        "label": label_of(subject, wish), "version": subject.version, "minutes": subject.minutes,
        "story_begins": subject.when, "scope": (notes.scope or "").strip() or "The scenario names no scope.",
        "sponsor": one_line(notes.sponsor or subject.school, 200), "trains": (notes.trains or "").strip(),
        "hazards": subject.about, "capabilities": listed(subject.capabilities) if subject.capabilities else "",
        "content_note": subject.content_note, "support": subject.support,
        "support_person": _or_line(subject, wish, "support_person"),
        "quiet_room": _or_line(subject, wish, "quiet_room"),
        "plan_title": one_line(response.title, 200) if response is not None else "",
        "agenda": [{"item": one.item, "minutes": one.to_min - one.from_min, "start": one.from_min, "end": one.to_min}
                   for one in subject.agenda],
        "objectives": [{"id": one.id, "text": one_line(one.text, 500), "capability": one.capability or ""}
                       for one in subject.objectives],
        "players": [{"title": one.title, "discipline": one.discipline} for one in subject.played],
        "guidelines": [{"text": one} for one in GUIDELINES], "assumptions": [{"text": one} for one in ASSUMPTIONS],
        "modules": [_module(subject, wish, talk, number) for number, talk in enumerate(subject.talks, 1)],
    }  # fmt: skip


def _or_line(subject: Subject, wish: Wish, name: str) -> str:
    if wish.edition == "public":
        return PUBLIC_TEXT
    return str(subject.settings.get(name) or "").strip() or "_" * 24


def _module(subject: Subject, wish: Wish, talk: Talk, number: int) -> dict[str, Any]:
    return {
        "number": number, "title": talk.title, "clock": talk.said, "text": _text(subject, wish, talk, number),
        "questions": [{"text": ASKED[group], "group": group} for group in dict.fromkeys(map(_group, talk.questions))],
    }  # fmt: skip


def _group(question: tuple[str, str]) -> str:
    return question[0] if question[0] in ASKED else ""


def _text(subject: Subject, wish: Wish, talk: Talk, number: int) -> str:
    """What a part begins with: the first part its messages of 00:00, for later ones what nobody can know yet."""
    if wish.edition == "public":
        return PUBLIC_TEXT
    if number > 1:
        return LATER
    begins = f"At {subject.school}: {subject.when}."
    return "\n".join([begins, *(list(_first(talk)) or [OWN_WORDS])])


def _first(talk: Talk) -> Iterator[str]:
    """The messages with which the first part begins, whoever gets them: the facilitator reads them to the room."""
    for one in talk.messages:
        if one.exact and one.t_ms is not None and one.t_ms <= talk.from_ms + AT_ONCE_MS and one.text:
            yield one.text
