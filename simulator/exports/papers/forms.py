"""Forms that are filled in by hand: the call, statements, the scribe's log, sign-in, hot-wash cards, feedback."""

from __future__ import annotations

from functools import partial

from simulator.analysis.words import EXERCISE
from simulator.exports import paper as on
from simulator.exports.drill_pages import fields
from simulator.exports.paper import Flowable, Part, Story
from simulator.exports.papers.subject import Subject
from simulator.exports.papers.wish import Wish, label_of, page_of

LOG_ROWS, SIGN_ROWS, COPIES = 22, 20, 2
SPOKEN = (f"“{EXERCISE.capitalize()}. This is an exercise call from", "for the exercise only.”")
CALL = (
    ("What is happening", 2), ("Where: building, floor, room", 2), ("By which door can units come in", 1),
    ("Who calls, by role, and from which line", 1), ("Is anybody hurt: how many, how badly, where", 2),
    ("Who is in danger now, and where are they", 2), ("What has been ordered there", 1),
    ("Who meets the units, and where", 1), ("What the caller did not know", 2),
)  # fmt: skip
HELD, TOLD = "Holding statement", "Message to families"
HOLDING = (
    "At (time) today there was (what, in one sentence) at",
    "The plan was followed: (hold, secure, lockdown, evacuate, shelter).",
    "(Agencies) are on site.", "Students, staff and visitors are (what is known for certain, and nothing else).",
    "Please do not come here. Families are told directly at (how).", "The next statement is at (time).",
)  # fmt: skip
FAMILY = (
    "This message is about", "What we know: (only what is confirmed).", "Your child is (with staff, at which place).",
    "What we ask of you: (stay where you are; where and when to come; which ID to bring).",
    "We write again at (time), also if nothing is new.", "Support for you and your child: (who, where, number).",
)  # fmt: skip
NOT_SENT = "Fill in, read aloud, have it approved. It is not sent: this is an exercise."
ALONE = "Five minutes, alone, before anybody speaks. Conditions, not faults; roles, not names."
UNNAMED = "No name is needed. Roles, not names; conditions, not faults."
WASH = ("Worked, keep it", "Got in the way, change it")
RATED = (
    "The scenario could happen here.", "My role was clear.", "I knew what the plan says.",
    "The messages that I needed reached me.", "The questions led somewhere.", "The pace was right.",
    "I could step out or speak up when I wanted to.", "I know what my part of the improvements is.",
)  # fmt: skip


def _pdf(subject: Subject, wish: Wish, kind: str, *pages: tuple[str, partial[Story]]) -> bytes:
    parts = [Part(page_of(subject, name), made, one_page=True) for name, made in pages]
    return on.pdf(parts, title=f"{subject.players_title}: {kind}", label=label_of(subject, wish), paper=wish.paper)


def call_form(subject: Subject, wish: Wish) -> bytes:
    """What whoever plays the 911 center writes down of a call."""
    width = on.inner_width(wish.paper)
    return _pdf(subject, wish, "call form", ("Call form", partial(_call, subject, width)))


def _call(subject: Subject, width: float) -> Story:
    opening = f"{SPOKEN[0]} {subject.school}, {SPOKEN[1]}"
    story: Story = [
        on.title("911: what the caller said"),
        on.text("For whoever plays the call-taker. No real center is called; no real line is used.", 10.5, grey=True),
        on.gap(4), on.framed([on.text(opening, 12, font=on.SERIF, after=0)], width), on.gap(4),
        fields(("Call came at (story)", "Answered at", "Ended at", "Call number"), width),
    ]  # fmt: skip
    for label, lines in CALL:
        story += [on.text(label, 10, font=on.BOLD, before=5, after=0), *[on.blank("", width, 18) for _ in range(lines)]]
    story += [on.text("Sent", 10, font=on.BOLD, before=6, after=0), *_units(width)]
    return story


def _units(width: float) -> Story:
    return [fields(("Unit", "Sent at (story)", "Told what", "On site at"), width) for _ in range(3)]


def statements(subject: Subject, wish: Wish) -> bytes:
    """A holding statement and a message to families, with blanks: prepared words for a bad hour."""
    width = on.inner_width(wish.paper)
    return _pdf(
        subject, wish, "statements",
        (HELD, partial(_statement, subject, width, HELD, "to the media, within the first hour", HOLDING)),
        (TOLD, partial(_statement, subject, width, TOLD, "by text, e-mail and phone", FAMILY)),
    )  # fmt: skip


def _statement(subject: Subject, width: float, name: str, beside: str, lines: tuple[str, ...]) -> Story:
    first, *rest = lines
    story: Story = [
        on.title(name),
        on.text(f"Blank, {beside}. {NOT_SENT}", 10.5, grey=True),
        on.gap(4), on.framed([on.text(f"{EXERCISE}. NOT FOR PUBLICATION.", 11, font=on.BOLD, after=0)], width),
    ]  # fmt: skip
    for words in (f"{first} {subject.school}.", *rest):
        story += [
            on.text(words, 12.5, font=on.SERIF, before=8, after=0),
            on.blank("", width, 26),
            on.blank("", width, 24),
        ]
    story += [on.gap(10), fields(("Written by (role)", "Approved by (role)", "Time in the story"), width)]
    return story


def scribe_log(subject: Subject, wish: Wish) -> bytes:
    """What was said and decided, with both times; two sheets, copied as needed."""
    width = on.inner_width(wish.paper)
    heads = ("Room time", "Story time", "Who (role)", "What was decided, said or asked", "Seen? (no.)")
    made = partial(_table, "Scribe's log", LOG_NOTE, heads, (62, 66, 92, 0, 66), LOG_ROWS, width)
    return _pdf(subject, wish, "scribe's log", *[("Scribe's log", made)] * COPIES)


LOG_NOTE = "Every decision in the words in which it was said. Roles, not names. It can be typed in afterwards."


def sign_in(subject: Subject, wish: Wish) -> bytes:
    """Who took part; the only paper with names, kept by the school."""
    width = on.inner_width(wish.paper)
    heads = ("Name", "Agency or school", "Role in the exercise", "Signature", "In", "Out")
    note = "The only paper with names. The host keeps it; it goes into no report."
    made = partial(_table, "Sign-in", note, heads, (0, 110, 110, 100, 40, 40), SIGN_ROWS, width)
    return _pdf(subject, wish, "sign-in", ("Sign-in", made))


def _table(
    name: str, note: str, heads: tuple[str, ...], widths: tuple[float, ...], rows: int, width: float
) -> Story:  # fmt: skip
    left = width - sum(widths)
    cells: list[list[Flowable]] = [[on.text(head, 9, font=on.BOLD, after=0) for head in heads]]
    cells += [[on.gap(16) for _ in heads] for _ in range(rows)]
    lines = [("GRID", (0, 0), (-1, -1), 0.6, on.LINE), ("LEFTPADDING", (0, 0), (-1, -1), 4)]
    table = on.grid(cells, [one or left for one in widths], lines, 4)
    return [on.title(name), on.text(note, 10.5, grey=True), on.gap(6), table]


# ---- afterwards ------------------------------------------------------------------------------------------------------


def wash_cards(subject: Subject, wish: Wish) -> bytes:
    """3 + 3: three things that worked, three that got in the way, and one thing that I will do."""
    width = on.inner_width(wish.paper)
    return _pdf(subject, wish, "hot-wash card", ("Hot-wash card", partial(_wash, subject, width)))


def _wash(subject: Subject, width: float) -> Story:
    story: Story = [
        on.title("Three and three"),
        on.text(ALONE, 10.5, grey=True),
        on.gap(4), _tick(("School", "Dispatch", "Law enforcement", "Fire and EMS", "Families and media"), width),
    ]  # fmt: skip
    for heading in WASH:
        story.append(on.heading(heading))
        for number in (1, 2, 3):
            story += [on.blank(str(number), width, 26), on.blank("", width, 24)]
    story += [on.heading("One thing that I will do"), fields(("What", "With whom (role)", "By when"), width)]
    return [*story, on.text(subject.support, 9.5, before=12, grey=True)]


def _tick(words: tuple[str, ...], width: float) -> Flowable:
    return on.boxes(words, width, 9.5, columns=len(words))


def feedback_form(subject: Subject, wish: Wish) -> bytes:
    """The participants' feedback: ratings, strengths, gaps, and what should be done, by whom and how soon."""
    width = on.inner_width(wish.paper)
    return _pdf(subject, wish, "participant feedback", ("Participant feedback", partial(_feedback, subject, width)))


def _feedback(subject: Subject, width: float) -> Story:
    heads = [on.text(words, 9, font=on.BOLD, after=0) for words in ("", "No 1", "2", "3", "4", "5 Yes")]
    rows = [[on.text(words, 9.5, after=0), *[on.text("○", 11, after=0) for _ in range(5)]] for words in RATED]
    rule = [("LINEBELOW", (0, 0), (-1, -1), 0.5, on.LINE)]
    story: Story = [
        on.title("What you take away"), on.text(UNNAMED, 10.5, grey=True),
        on.gap(4), fields(("Your agency or school", "Your role in the exercise", "Date"), width), on.gap(6),
        on.grid([heads, *rows], [width - 5 * 42, *[42] * 5], rule, 2.5),
    ]  # fmt: skip
    for label in ("Strengths: what should stay as it is", "Gaps: what got in the way"):
        story += [on.heading(label), *[on.blank("", width, 23) for _ in range(2)]]
    story += [on.heading("What should be done", "and how soon: H high, M medium, L low")]
    story += [fields(("What", "Who (role)", "By when", "H   M   L"), width) for _ in range(3)]
    story += [on.heading("About the exercise itself: what should be different next time"), on.blank("", width, 23)]
    return [*story, on.text(f"How are you after this? {subject.support}", 9.5, before=12)]
