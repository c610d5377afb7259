"""The pages of a discussion: what is read out and when, the questions, and what to listen for.

Nothing on them could be spoken over a loudspeaker or timed at a door: a discussion that is taken for a drill frightens.
"""

from __future__ import annotations

from simulator.drills import Sheet
from simulator.exports import paper as on
from simulator.exports.drill_pages import caring, choices, fields, messages, notes, overridden
from simulator.exports.paper import Paper, Story

TALK = "This is a discussion. People talk; nobody moves, no door is locked and nothing goes over the loudspeakers."


def talk_card(sheet: Sheet, paper: Paper) -> Story:
    """The situation and the messages, with the times at which they are read out."""
    width = on.inner_width(paper)
    story: Story = [on.title(sheet.title), on.text(f"{sheet.subtitle}. {sheet.when}.", 10.5, grey=True), on.gap(4)]
    story += [*overridden(sheet, width), on.framed([on.text(TALK, 11, font=on.BOLD, after=0)], width), on.gap(5)]
    story += [choices(sheet, width)]
    story += [on.text("What is different this time: for the facilitator only, not read aloud.", 8.5, grey=True)]
    story += [on.heading("Read out to begin with")]
    story += [on.text(f"“{words}”", 13, font=on.SERIF, after=5) for words in sheet.begins]
    if not sheet.begins:
        story.append(on.text("Say where everybody is and what hour it is; the first message comes below.", 10))
    story += [
        on.heading("Messages to read out", "in this order, at these times of the story; its clock in brackets"),
        messages(sheet.messages, width),
    ]
    return story + caring(sheet, width)


def talk_sheet(sheet: Sheet, paper: Paper) -> Story:
    """The questions of each module, what to listen for, and room for notes."""
    width = on.inner_width(paper)
    story: Story = [
        on.title("Questions, and what to listen for"),
        on.text(f"{sheet.title}. {sheet.when}.", 10.5, grey=True),
    ]
    story += [on.gap(4), fields(("Date, hour", "Facilitator (role)", "Who took part (roles)"), width)]
    for title, questions in sheet.questions:
        story += [on.heading(title), on.boxes(questions, width, 10)]
    if not sheet.questions:
        story += [on.heading("Questions"), on.boxes(sheet.look_for, width, 10)]
    if sheet.expected:
        story += [
            on.heading("Expected actions to listen for", "tick what was said"),
            on.boxes(sheet.expected, width, 10),
        ]
    return story + notes(width)
