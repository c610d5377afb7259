"""The facilitator's run sheet: the whole exercise on paper, for when everything electric has failed."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from simulator.analysis.words import clock, offset, sentence
from simulator.exports import paper as on
from simulator.exports.drill_pages import fields
from simulator.exports.paper import Flowable, Part, Story
from simulator.exports.papers.subject import Subject, Talk
from simulator.exports.papers.telling import Told, Wanted, due_words, to_whom
from simulator.exports.papers.wish import Wish, label_of, page_of

KIND = "Run sheet, never for players"
NUMBER, ACTUAL = 34.0, 122.0
HOW = (
    "The story's time stands still while people talk. You alone move it: read the next message, write down both times.",
    "Times with “about” are those of one possible course, in which everybody acts by the plan. What the room does "
    "comes first: bring a message sooner or later, or leave it out.",
    "Ask the question before you read on. Silence is fine; thirty seconds of it are.",
    "Tick what was said or done. What was not seen is not a fault: write down what stood in the way.",
    "A message under “Only if” comes only when its action was not seen. The last pages have what else may be used.",
    "Whoever has the scribe's log writes every decision with its time; it can be typed in afterwards.",
)  # fmt: skip
REAL = (
    "If anything real happens, say: “Stop. This is real.” Then say what to do. The exercise is over until you open it "
    "again."
)
CLOSING = (
    "The exercise ends here. Thank you. What you have heard was made up, and it can stay with people all the same: "
    "look after each other, and take the time you need."
)
WASH = (
    "School or venue: what worked, what got in the way?", "Dispatch: what reached you, what did not?",
    "Law enforcement: what did you lack on arrival?", "Fire and EMS: what held you up?",
    "Families and media: what could they know, and when?", "One thing that each will do by a date: what, who, by when?",
)  # fmt: skip


def run_sheet(subject: Subject, wish: Wish) -> bytes:
    """The run sheet as a PDF."""
    page = page_of(subject, KIND)
    width = on.inner_width(wish.paper)
    parts = [Part(page, partial(_first, subject, width), one_page=True)]
    parts.append(Part(page, partial(_second, subject, width), one_page=True))
    parts += [Part(page, partial(_part, subject, talk, n, width), True) for n, talk in enumerate(subject.talks, 1)]
    if subject.only_if or subject.spare:
        parts.append(Part(page, partial(_rest, subject, width)))
    parts.append(Part(page, partial(_last, subject, width), one_page=True))
    return on.pdf(parts, title=f"{subject.title}: run sheet", label=label_of(subject, wish), paper=wish.paper)


def _first(subject: Subject, width: float) -> Story:
    story: Story = [
        on.title(subject.title),
        on.text(subtitle(subject), 10.5, grey=True),
        on.gap(4), on.framed([on.text(REAL, 11, font=on.BOLD, after=0)], width),
        on.heading("How to run it from paper"), on.boxes(HOW, width, 9.5),
        on.heading("Read aloud to begin with"),
        on.text(f"“{subject.opening}”", 12.5, font=on.SERIF, lead=1.4),
        *support(subject, width), *agenda(subject, width),
    ]  # fmt: skip
    return story


def _second(subject: Subject, width: float) -> Story:
    return [on.title("Who plays what, and one possible course"), players(subject, width), *course(subject, width)]


def subtitle(subject: Subject) -> str:
    """Of what type, where, how long, and the story's hour."""
    about = f"{sentence(subject.type)} at {subject.school}. {subject.minutes} minutes."
    return f"{about} In the story it begins: {subject.when}."


def support(subject: Subject, width: float) -> Story:
    """The quiet room and whom to talk to; lines to write on where nobody has said it."""
    room, person = (str(subject.settings.get(name) or "") for name in ("quiet_room", "support_person"))
    story: Story = [on.heading("Care"), on.text(subject.support, 10)]
    told = [f"Quiet room: {room}." if room else "", f"Support person: {person}." if person else ""]
    story += [on.text(" ".join(filter(None, told)), 10)] if any(told) else []
    blank = [name for name, said in (("Quiet room", room), ("Support person", person)) if not said]
    return [*story, *([fields(blank, width)] if blank else [])]


def agenda(subject: Subject, width: float) -> Story:
    """The agenda with the minutes of the session, and room for the time of day."""
    lines = subject.agenda or ()
    if not lines:
        return [on.heading("Agenda"), on.text("The scenario has no agenda for this length.", 10)]
    head = [on.text(words, 9, font=on.BOLD, after=0) for words in ("Minute", "What", "Planned", "Began at")]
    rows = [
        [on.text(f"{one.from_min} to {one.to_min}", 9.5, after=0), on.text(one.item, 9.5, after=0),
         on.text(f"{one.to_min - one.from_min} min", 9.5, after=0), on.text("____ : ____", 9.5, after=0, grey=True)]
        for one in lines
    ]  # fmt: skip
    widths = [70, width - 70 - 60 - 80, 60, 80]
    rule = ("LINEBELOW", (0, 0), (-1, -1), 0.5, on.LINE)
    return [on.together([on.heading(f"Agenda, {subject.minutes} minutes"), on.grid([head, *rows], widths, [rule], 3)])]


def players(subject: Subject, width: float) -> Flowable:
    words = {"played": "people play it", "by_plan": "acts by the plan: you speak for it", "absent": "not present"}
    rows = [
        [on.text(one.title, 9.5, font=on.BOLD, after=0),
         on.text(f"{one.discipline}, {words.get(one.seat, one.seat)}. {one.where}", 9.5, after=0)]
        for one in subject.roles
    ]  # fmt: skip
    if not rows:
        return on.text("The scenario names no roles: everybody speaks for their own work.", 9.5)
    return on.grid(rows, [width * 0.3, width * 0.7], [("LINEBELOW", (0, 0), (-1, -1), 0.5, on.LINE)], 2.5)


# ---- the parts -------------------------------------------------------------------------------------------------------


def _part(subject: Subject, talk: Talk, number: int, width: float) -> Story:
    story: Story = [
        on.title(f"{number}. {talk.title}"),
        on.text(f"From {talk.said} in the story ({offset(talk.from_ms)}).", 10.5, grey=True),
    ]
    if talk.questions:
        story += [on.heading("Questions", "ask one, then probe with the others"), questions(talk, width)]
    story.append(on.heading("Messages", "read aloud what stands in serif"))
    if not talk.messages:
        story.append(on.text("This part has no message of its own: say what happens in your own words.", 10))
    for one in talk.messages:
        story.append(on.together(list(message(subject, one, width))))
    return [*story, on.together([on.heading("Notes"), *[on.blank("", width, 24) for _ in range(2)]])]


def questions(talk: Talk, width: float) -> Flowable:
    """The questions of a part, with the group that each belongs to."""
    return on.boxes([f"{text} ({group})" if group else text for group, text in talk.questions], width, 10.5)


def message(subject: Subject, one: Told, width: float) -> Iterator[Flowable]:
    """A message with everything that the facilitator needs of it."""
    yield head(one, subject, width)
    inside: Story = [on.text(f"“{one.text}”", 12.5, font=on.SERIF, lead=1.38, after=4)] if one.text else []
    if one.wanted:
        inside.append(on.boxes([_wanted(subject, wanted) for wanted in one.wanted], width - NUMBER, 9.5))
    inside += [on.text(line, 9, lead_in="The plan says:") for line in one.plan_says]
    if one.notes:
        inside.append(on.text(one.notes, 9, lead_in="For you:"))
    yield from on.indented([*inside, on.gap(7)], NUMBER)


def head(one: Told, subject: Subject, width: float) -> Flowable:
    """Number, time, addressee, and the boxes for the actual times."""
    out = clock(subject.scenario, one.out_ms) if one.out_ms is not None else ""
    to = f"To {to_whom(one)}"
    spare = f" Spare in {subject.minutes} minutes." if one.sort == "spare" else ""
    guarded = " Its condition does not hold in this version." if one.guarded_out else ""
    middle = [
        on.text(sentence(one.when), 10.5, font=on.BOLD, after=1),
        on.text(f"{to}. {one.title}.{spare}{guarded}", 9, after=0, grey=True),
    ]
    times = [
        on.text("Went out, room   ____ : ____", 8.5, after=3, grey=True),
        on.text(f"In the story   {out or '____ : ____'}", 8.5, after=0, grey=not out),
    ]
    lines = [
        ("LINEABOVE", (0, 0), (-1, 0), 1.0, on.INK), ("BOX", (0, 0), (0, 0), 1.4, on.INK),
        ("ALIGN", (0, 0), (0, 0), "CENTER"), ("LEFTPADDING", (0, 0), (0, 0), 7), ("LEFTPADDING", (1, 0), (1, 0), 8),
    ]  # fmt: skip
    number = on.text(str(one.n), 14, font=on.BOLD, after=0)
    return on.grid([[number, middle, times]], [NUMBER, width - NUMBER - ACTUAL, ACTUAL], lines, 5)


def _wanted(subject: Subject, wanted: Wanted) -> str:
    then = subject.only_if_after(wanted.id)
    return f"{due_words(wanted)}.{f' If not: message {then.n}, below under “Only if”.' if then else ''}"


def _rest(subject: Subject, width: float) -> Story:
    story: Story = []
    if subject.only_if:
        story += [on.title("Only if something was not seen"),
                  on.text("Ask the room first. Then bring the message, or leave it.", 10.5, grey=True)]  # fmt: skip
        for one in subject.only_if:
            story.append(on.together(list(message(subject, one, width))))
    if subject.spare:
        story += [on.title("What this version does not bring by itself"),
                  on.text("Bring it where it fits what the room has done, or leave it.", 10.5, grey=True)]  # fmt: skip
        for one in subject.spare:
            story.append(on.together(list(message(subject, one, width))))
    return story


# ---- the end ---------------------------------------------------------------------------------------------------------


def _last(subject: Subject, width: float) -> Story:
    story: Story = [
        on.title("Hot wash, and the end"),
        on.text("At once after play, by discipline. Conditions, not faults; roles, not names.", 10.5, grey=True),
    ]
    for line in WASH:
        story.append(on.together([on.heading(line), on.blank("", width, 22), on.blank("", width, 24)]))
    story += [
        on.heading("Read aloud to end with"),
        on.text(f"“{CLOSING}”", 12.5, font=on.SERIF),
        *support(subject, width),
    ]
    return story


def course(subject: Subject, width: float) -> Story:
    """What this version brings when everybody acts by the plan: to answer “what happens then?” without a computer."""
    story: Story = [
        on.heading("One possible course", "what this version brings if everybody acts by the plan; simulated")
    ]
    rows = [[on.text(when, 8.5, after=0), on.text(words, 8.5, after=0)] for when, words in subject.course]
    if not rows:
        return []
    return [*story, on.grid(rows, [96, width - 96], [("LINEBELOW", (0, 0), (-1, -1), 0.4, on.LINE)], 2)]
