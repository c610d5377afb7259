"""The floor plan on paper: without who is where, without locks and cameras; copies with numbers, and a wall board."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import lru_cache, partial

from simulator.exports import paper as on
from simulator.exports.drill_pages import fields
from simulator.exports.paper import Flowable, Part, Story
from simulator.exports.papers.subject import Subject
from simulator.exports.papers.wish import Wish, label_of, page_of
from simulator.model.building import Opening, Plan
from simulator.plans.draw import figure_of
from simulator.plans.drawing.legend import entries_of

NOT_SHOWN = frozenset({"camera", "panic-button"})
"""What a map that goes from hand to hand does not show."""
DPI = 150
CAPTION = "the building without people; locks, loudspeakers and cameras are left out"


def bare(plan: Plan) -> Plan:
    """The plan as everybody who works there knows it: no lock, no state of a door, no loudspeakers, no camera."""
    levels = {name: level.model_copy(update={"spaces": {one: space.model_copy(update={"pa": None})
              for one, space in level.spaces.items()}}) for name, level in plan.levels.items()}  # fmt: skip
    door = plan.defaults.door.model_copy(update={"lock": "none"})
    return plan.model_copy(
        update={
            "levels": levels,
            "openings": tuple(map(_closed, plan.openings)),
            "points": tuple(one for one in plan.points if one.kind not in NOT_SHOWN),
            "defaults": plan.defaults.model_copy(update={"door": door}),
        }
    )


def _closed(opening: Opening) -> Opening:
    return opening.model_copy(update={"state": "closed", "lock": "none"})


def map_png(plan: Plan) -> bytes:
    """The bare plan as a picture."""
    return _drawn(plan.model_dump_json(by_alias=True, exclude_defaults=True))


@lru_cache(maxsize=4)
def _drawn(text: str) -> bytes:
    plan = bare(Plan.model_validate_json(text))
    legend = [
        replace(one, name="door", note="locks are not shown") if one.name.startswith("closed") else one
        for one in entries_of(plan)
    ]
    out = io.BytesIO()
    figure_of(plan, legend=legend).savefig(out, format="png", dpi=DPI, metadata={"Software": "Hotwash"})
    return out.getvalue()


def map_words(plan: Plan) -> str:
    """The map for whoever cannot see it."""
    levels = [level.label or f"Level {name}" for name, level in plan.levels.items()]
    doors = sum(one.type == "door" and plan.leads_outdoors(one) for one in plan.openings)
    rooms = sum(not space.open_air for space in plan.spaces().values())
    return (
        f"Floor plan of {plan.school.name}: {', '.join(levels)}; {rooms} rooms and halls, {doors} doors to the outside."
    )


def numbered_maps(subject: Subject, wish: Wish) -> bytes:
    """The map in so many copies, each with its number and where it goes back to."""
    parts = [
        Part(page_of(subject, "Map, to be returned", f"copy {n} of {wish.copies}"), partial(_copy, subject, wish, n))
        for n in range(1, wish.copies + 1)
    ]
    return on.pdf(parts, title=f"{subject.players_title}: map", label=label_of(subject, wish), paper=wish.wide)


def _copy(subject: Subject, wish: Wish, number: int) -> Story:
    width, height = on.inner_width(wish.wide), on.inner_height(wish.wide)
    caption = f"Figure 1. {subject.school}: {CAPTION}. Exercise version {subject.version}."
    return [
        on.grid(
            [[on.text(f"Copy {number} of {wish.copies}", 15, font=on.BOLD, after=0),
              fields(("Handed to (role)", "Returned to the facilitator at"), width - 150)]],
            [150, width - 150], (), 0,
        ),
        on.gap(6), on.picture(map_png(subject.bundle.plan), width, height - 70), on.gap(4),
        on.text(caption, 9, grey=True, after=0),
    ]  # fmt: skip


# ---- the wall board --------------------------------------------------------------------------------------------------

BOARD = (
    (("Time in the story", 4), ("Order in force, and who has heard it", 6), ("Who commands, and where", 4)),
    (("911: who called, when, what was said", 4), ("Units: on the way, on site, staged", 5),
     ("Warm zone, RTF, casualty point", 5)),
    (("People: secured, out, not accounted for", 5), ("Families and media: what they were told", 5),
     ("Heard, not confirmed", 3)),
)  # fmt: skip
"""The board's fields by column, with the lines to write on in each."""


def situation_board(subject: Subject, wish: Wish) -> bytes:
    """A board for the wall: what is known, kept by hand."""
    page = page_of(subject, "Situation board", f"{subject.school} · version {subject.version}")
    room = on.inner_width(wish.wall), on.inner_height(wish.wall)
    parts = [Part(page, lambda: [on.fitted(_board(subject, wish), *room)])]
    return on.pdf(
        parts, title=f"{subject.players_title}: situation board", label=label_of(subject, wish), paper=wish.wall
    )


def _board(subject: Subject, wish: Wish) -> Story:
    width = on.inner_width(wish.wall)
    column = width / (len(BOARD) + 1)
    cells = [[_fields(fields_of, column - 18) for fields_of in BOARD] + [_side(subject, wish, column - 8)]]
    lines = [("LINEAFTER", (0, 0), (-2, 0), 0.6, on.LINE), ("RIGHTPADDING", (0, 0), (-1, -1), 10),
             ("LEFTPADDING", (1, 0), (-1, 0), 8)]  # fmt: skip
    return [
        on.title(subject.players_title),
        on.text("Only what the room has been told or has said. Write the time in front of each line.", 11, grey=True),
        on.gap(6), on.grid(cells, [column] * (len(BOARD) + 1), lines, 2),
    ]  # fmt: skip


def _fields(found: tuple[tuple[str, int], ...], width: float) -> Story:
    story: Story = []
    for name, lines in found:
        story += [on.text(name, 13, font=on.BOLD, before=6, after=0), *[on.blank("", width, 38) for _ in range(lines)]]
    return story


def _side(subject: Subject, wish: Wish, width: float) -> Story:
    """The map, and what is parked for later."""
    shown: list[Flowable] = [on.picture(map_png(subject.bundle.plan), width, 300)] if wish.edition != "public" else []
    caption = f"Figure 1. {subject.school}: {CAPTION}. Exercise version {subject.version}."
    return [
        on.text("Map", 13, font=on.BOLD, before=6, after=4), *shown, on.text(caption, 8.5, grey=True, before=3),
        *_fields((("Next: who does what, by when", 5), ("Parked for the hot wash", 4)), width),
    ]  # fmt: skip
