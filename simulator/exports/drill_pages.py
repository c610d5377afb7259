"""The pages of a drill that is held: the card, what controllers do, the words, an observer's sheet, the return form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from simulator.drills import Deed, Message, Said, Sheet
from simulator.exports import paper as on
from simulator.exports.paper import Flowable, Paper, Story

LEARNED = {"lockdown": "lock", "evacuate": "leave"}
"""What a sampled door's time is called in a results file, where anything can be learned of it."""


ALWAYS = (
    "Nothing is really blocked, chained, locked or switched off for a drill. A sign or a card says what counts. Stop "
    "at once, with “Stop. This is real.”, if anything real happens."
)
UNSPOKEN = (
    "This drill begins without an announcement over the loudspeakers. Write down beforehand what those who take part "
    "are told, beginning and ending with “This is a drill”:"
)
TYPED = (
    "Type the times that have a name in front into the results file of this pack; hotwash learn reads it. The others "
    "stay on paper."
)


class Line(NamedTuple):
    """One time that is asked for: what the results file calls it, where, and in words."""

    what: str
    where: str
    words: str


def lines_of(sheet: Sheet) -> Iterator[Line]:
    """Every time that the card asks for, those that the results file takes first."""
    yield Line("total", "", f"from the start until {sheet.total}; the all clear comes after")
    if sheet.announce:
        yield Line("order", "", "from recognising to the first word of the announcement")
    what = next((LEARNED[name] for name in sheet.protocols if name in LEARNED), "")
    yield from (Line(what, spot.id, f"{spot.name}, {spot.what}") for spot in sheet.spots)
    yield from (Line("", "", words) for words in sheet.times if not words.startswith("From recognising"))


def card_page(sheet: Sheet, paper: Paper) -> Story:
    """The drill in one page: what may be read aloud, the words, what is timed and looked for, and the care taken."""
    width = on.inner_width(paper)
    half = (width - 18) / 2
    story: Story = [on.title(sheet.title), on.text(f"{sheet.subtitle}. {sheet.when}.", 10.5, grey=True), on.gap(4)]
    story += [*overridden(sheet, width), choices(sheet, width)]
    story.append(on.text("What is different this time: for controllers only, not read aloud.", 8.5, grey=True))
    story.append(on.heading("Read aloud to the staff team", "before the drill, not to pupils"))
    story += [on.text(f"“{words}”", 13, font=on.SERIF, after=5) for words in sheet.begins]
    if not sheet.begins:
        story.append(on.text("Say in your own words what is practiced. What happens in it comes by message.", 10))
    for said in sheet.announce:
        story.append(on.heading(f"{said.when}: announce, twice", _aside(said)))
        story.append(on.framed([on.text(f"“{said.words}”", 13, font=on.SERIF_BOLD, after=0)], width))
    left = [on.heading("Time these", "minutes : seconds"), on.timed(sheet.times, half)]
    if sheet.spots:
        left += [on.text(f"{sheet.spots[0].what.capitalize()}:", 9.5, before=6, after=1)]
        left += [on.timed([spot.name for spot in sheet.spots], half)]
    right = [on.heading("Look for"), on.boxes(sheet.look_for, half)]
    story += [on.gap(7), on.grid([[left, right]], [half + 18, half], (), 0)]
    return story + caring(sheet, width)


def overridden(sheet: Sheet, width: float) -> Story:
    """By whom and why a refused drill is printed, on each of its cards."""
    if not sheet.override:
        return []
    return [on.framed([on.text(sheet.override, 9.5, font=on.BOLD, after=0)], width), on.gap(4)]


def caring(sheet: Sheet, width: float) -> Story:
    """The care taken, what is not said yet, and how hard the card is."""
    story: Story = [on.heading("Care"), on.text(" ".join(sheet.care), 9.5)]
    if sheet.open_points:
        story += [on.text("Not said yet; settle before the day:", 9.5, font=on.BOLD, before=3)]
        story.append(on.boxes(sheet.open_points, width, 9, columns=2))
    if sheet.ordinary:
        story.append(on.text(f"{sheet.ordinary.words}.", 8.5, before=3, grey=True))
    return story


def _aside(said: Said) -> str:
    if said.on_purpose:
        return "on purpose: tell staff beforehand that words are practiced"
    return "fill in the blanks first" if said.blanks else "exactly"


def choices(sheet: Sheet, width: float) -> Flowable:
    """What is different this time, four in a line."""
    cells = [[on.text(name, 8.5, after=1, grey=True), on.text(value, 10.5, font=on.BOLD, after=0)]
             for name, value in sheet.choices]  # fmt: skip
    columns = min(4, len(cells))
    cells += [[]] * (-len(cells) % columns)
    rows = [cells[at : at + columns] for at in range(0, len(cells), columns)]
    lines = [("LINEABOVE", (0, 0), (-1, 0), 1.6, on.INK), ("LINEBELOW", (0, 0), (-1, -1), 0.8, on.INK),
             ("LINEBEFORE", (1, 0), (-1, -1), 0.5, on.LINE), ("LEFTPADDING", (1, 0), (-1, -1), 7)]  # fmt: skip
    return on.grid(rows, [width / columns] * columns, lines, 5)


def controller_page(sheet: Sheet, paper: Paper) -> Story:
    """What controllers do with each value of the card, and which message goes to whom and when."""
    width = on.inner_width(paper)
    story: Story = [
        on.title("What controllers do"),
        on.text("For controllers only: whoever takes part hears of it when the message comes.", 10.5, grey=True),
        on.gap(4), *overridden(sheet, width), on.heading("What is different this time"), deeds(sheet.deeds, width),
        on.heading("Messages", "handed over at these times from the start; the clock in brackets is the story's"),
        messages(sheet.messages, width),
        on.heading("Always"),
        on.text(ALWAYS, 9.5),
    ]  # fmt: skip
    return story


def deeds(found: Sequence[Deed], width: float) -> Flowable:
    """Each value of the card with what it asks of the controllers."""
    rows = [[on.text(f"{one.name}: {one.value}", 9.5, font=on.BOLD, after=0), on.text(" ".join(one.does), 9.5, after=0)]
            for one in found]  # fmt: skip
    return on.grid(rows, [width * 0.27, width * 0.73], [("LINEBELOW", (0, 0), (-1, -1), 0.5, on.LINE)], 3.2)


def messages(found: Sequence[Message], width: float) -> Flowable:
    """Messages with their times, whom they go to, and who hands them over."""
    if not found:
        return on.text("This scenario has no messages: say what happens in your own words.", 9.5)
    head = [on.text(words, 9, font=on.BOLD, after=0) for words in ("When", "To whom, by whom", "Message")]
    rows = [
        [
            on.text(one.when, 9, after=0),
            on.text(f"{one.to[:1].upper()}{one.to[1:]} ({one.by})", 9, after=0),
            on.text(f"{one.id}: “{one.text}”", 9.5, font=on.SERIF, after=0),
        ]
        for one in found
    ]
    share = (0.15, 0.25, 0.6)
    return on.grid([head, *rows], [width * one for one in share], [("LINEBELOW", (0, 0), (-1, -1), 0.5, on.LINE)], 3)


def announcement(sheet: Sheet, paper: Paper) -> Story:
    """The words for whoever speaks to everybody."""
    width = on.inner_width(paper)
    story: Story = [
        on.title("For whoever speaks to everybody"),
        on.text(sheet.subtitle + ".", 10.5, grey=True),
        on.gap(8),
    ]
    size = 27 if len(sheet.announce) == 1 else 19
    for said in sheet.announce:
        fill = "fill in the blanks, then say exactly this, twice" if said.blanks else "say exactly this, twice, slowly"
        note = " The controller gives the sign for it; staff know that words are practiced." if said.on_purpose else ""
        story += [on.text(f"{said.when}: {fill}.{note}", 11.5, before=6, after=6)]
        story.append(on.framed([on.text(f"“{said.words}”", size, font=on.SERIF_BOLD, lead=1.35, after=3)], width))
    if not sheet.announce:
        story += [on.text(UNSPOKEN, 12, before=8)]
        story += [on.blank("", width, 34) for _ in range(4)]
    story += [on.heading("When it is over", "in person or by the way that your plan says")]
    over = "This was a drill. The drill is over. That was practice; you did what we asked."
    story += [on.framed([on.text(f"“{over}”", 17, font=on.SERIF, after=2)], width)]
    story += [
        on.heading("If something real happens"),
        on.text("Say “Stop. This is real.” and what to do. The drill is over.", 12),
    ]
    return story


def observer_page(sheet: Sheet, paper: Paper) -> Story:
    """What an observer ticks, times and notes."""
    width = on.inner_width(paper)
    story: Story = [on.title("What an observer saw"), on.text(f"{sheet.title}. {sheet.when}.", 10.5, grey=True)]
    story += [on.gap(4), fields(("Where I stood", "Date, hour", "Observer (role)"), width)]
    story += [on.heading("Expected", "tick what was seen; write the time beside it")]
    story.append(on.boxes([*sheet.expected, *sheet.look_for], width, 10))
    if sheet.spots:
        head = "Five sampled doors" if len(sheet.spots) == 5 else "Sampled doors"
        story += [on.heading(head, "minutes : seconds from the order or alarm")]
        story.append(on.timed([f"{spot.name} ({spot.id}): {spot.what}" for spot in sheet.spots], width))
    return story + notes(width)


def notes(width: float) -> Story:
    """Three notes."""
    story: Story = [on.heading("Three notes", "conditions, not faults; roles, not names")]
    for number in (1, 2, 3):
        story += [on.blank(f"{number}", width, 25), on.blank("", width, 22)]
    return story


def return_form(sheet: Sheet, paper: Paper) -> Story:
    """Every time that the card asks for, and what people found."""
    width = on.inner_width(paper)
    story: Story = [
        on.title("Return to the office today"),
        on.text("Roles, not names. Conditions, not faults.", 10.5, grey=True),
    ]
    story += [on.gap(8), fields(("Date, hour", "Filled in by (role)", "People who took part"), width)]
    story += [on.heading("Times", "what the results file calls it, then minutes : seconds")]
    story.append(on.timed([_named(one) for one in lines_of(sheet)], width))
    for label in ("What worked", "What got in the way", "What people said afterwards, and who needs support"):
        story += [on.heading(label), on.blank("", width, 22), on.blank("", width, 24)]
    story += [on.heading("Next"), fields(("What will be changed", "Who (role)", "By when"), width)]
    return [*story, on.text(TYPED, 9, before=10, grey=True)]


def _named(line: Line) -> str:
    name = ", ".join(part for part in (line.what, line.where) if part) if line.what else ""
    return f"{name}: {line.words}" if name else line.words


def fields(labels: Sequence[str], width: float) -> Flowable:
    """Lines to write on, side by side."""
    each = width / len(labels)
    return on.grid([[on.blank(one, each - 12, 26) for one in labels]], [each] * len(labels), (), 0)
