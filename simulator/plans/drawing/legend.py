"""How to read it: only what occurs in this plan, each with its mark, its name and a few words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from shapely.geometry import LineString, box

from simulator.model.building import Opening, Plan
from simulator.plans.drawing.colours import (
    FAMILY,
    FILL,
    HATCH,
    INK,
    INK_2,
    LINE_STRONG,
    PAPER,
    POINT_LETTER,
    POINT_WORD,
    SURFACE,
)  # fmt: skip
from simulator.plans.drawing.doors import Bolt, DoorState, Look, bolt_of, draw_opening, look_of
from simulator.plans.drawing.fixtures import zone_name
from simulator.plans.drawing.geometry import Gap
from simulator.plans.drawing.labels import around
from simulator.plans.drawing.marks import number_disc, people_badge, point_square, value_tag, zone_tag
from simulator.plans.drawing.pen import XY, Sheet, area, shortened, stroke, strokes, width_px, wrapped, write
from simulator.plans.drawing.rooms import silent_spaces

MARK_PX = 50.0
HEADING_PX, NAME_PX, NOTE_PX = 15.0, 12.0, 10.5

Mark = Callable[[Sheet, XY], None]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the legend: how to draw its mark at a place, its name, and a note."""

    mark: Mark
    name: str
    note: str = ""


def entries_of(
    plan: Plan, *, people: bool = False, doors: Mapping[str, DoorState] | None = None, heat: bool = False
) -> list[Entry]:
    """The legend of a plan's drawing, in the order in which it is read."""
    found = [*_door_entries(plan, doors or {})]
    if not heat:
        found += [*_speaker_entries(plan), *_space_entries(plan), *_point_entries(plan)]
    else:
        found += _heat_entries()
    if people:
        found += list(_people_entries())
    return found


def _heat_entries() -> Iterator[Entry]:
    yield Entry(
        lambda sheet, at: value_tag(sheet, around(at, 34, 17), "900", 10.5), "worst places", "the number itself"
    )
    yield Entry(_swatch("classroom"), "white", "nothing here")


def _door_entries(plan: Plan, doors: Mapping[str, DoorState]) -> Iterator[Entry]:
    where = plan.level_of()
    shown = [one for one in plan.openings if where.get(one.between[0]) == where.get(one.between[1])]
    looks = {look_of(one, doors.get(one.id)) for one in shown}
    bolts = {bolt_of(plan, one) for one in shown if look_of(one, doors.get(one.id)) == "closed"}
    for look, name, note in _LOOKS:
        if look == "closed":
            yield from (Entry(_door("closed", bolt), name, note) for bolt, name, note in _BOLTS if bolt in bolts)
        elif look in looks:
            yield Entry(_door(look), name, note)
    if any(one.exterior_no is not None for one in plan.openings):
        number = _first_number(plan.openings)
        yield Entry(lambda sheet, at: number_disc(sheet, at, number, 11), "exterior door", "its number, as on the wall")


_LOOKS: tuple[tuple[Look, str, str], ...] = (
    ("open", "open", "the leaf stands off the wall"),
    ("closed", "", ""),
    ("locked", "locked", "a solid bar over the gap"),
    ("propped", "propped open", "leaf and wedge"),
    ("blocked", "blocked", "a cross in the gap"),
    ("window", "window", "two thin lines"),
    ("passage", "open passage", "a gap without a door"),
)
_BOLTS: tuple[tuple[Bolt, str, str], ...] = (
    ("none", "closed, cannot be locked", "a thin line between jambs"),
    ("key", "closed, can be locked", "by hand or key: a dot on the line"),
    ("card", "closed, locks by itself", "or by card: a ring on the line"),
)


def _first_number(openings: tuple[Opening, ...]) -> str:
    return str(min(one.exterior_no for one in openings if one.exterior_no is not None))


def _door(look: Look, bolt: Bolt = "none") -> Mark:
    def mark(sheet: Sheet, at: XY) -> None:
        drop = 8.0 if look in ("open", "propped") else 0.0
        gap = Gap((at[0], at[1] + drop), (1.0, 0.0), (0.0, -1.0), 10.0, 48.0)
        draw_opening(sheet, gap, look, bolt=bolt, ground=PAPER)
        for side in (-1, 1):
            stroke(sheet, [gap.at(side * 10, 0), gap.at(side * 23, 0)], INK_2, 2, z=8)

    return mark


def _speaker_entries(plan: Plan) -> Iterator[Entry]:
    spaces = plan.spaces()
    zones = list(dict.fromkeys(space.pa for space in spaces.values() if space.pa))
    if not zones:
        return
    names = ", ".join(zone_name(zone) for zone in zones)
    px = 11.0 if width_px(zone_name(zones[0]), 11, bold=True) < 26 else 9.0
    first = shortened(zone_name(zones[0]), px, 30, bold=True)
    title = f"speakers, zone {names}" if len(zones) == 1 else f"speakers, zones {names}"
    yield Entry(lambda sheet, at: zone_tag(sheet, at, first, px), title, "who hears an announcement together")
    if silent_spaces(spaces):
        yield Entry(_hatched, "no speaker", "an announcement is not heard here")


def _hatched(sheet: Sheet, at: XY) -> None:
    x1, y1, x2, y2 = around(at, 46, 24)
    frame = box(x1, y1, x2, y2)
    area(sheet, frame, fill=SURFACE, edge=INK_2, px=1.5, z=7)
    slanted = [LineString([(x1 + step, y1), (x1 + step + 24, y2)]).intersection(frame) for step in range(-18, 46, 13)]
    strokes(sheet, [list(line.coords) for line in slanted if line.length], HATCH, 1.3, z=7.5)


_FAMILIES = (
    ("classroom", "classroom", ""),
    ("hall", "hall", "corridor, lobby, concourse"),
    ("office", "office", ""),
    ("gathering", "room for many", "gym, cafeteria, library, seats"),
    ("service", "service room", "kitchen, toilets, storage, plant"),
    ("stairs", "stairs", "with the level they lead to"),
    ("lift", "lift", "not used in an emergency"),
    ("outdoors", "open ground", ""),
    ("assembly", "rally area", "an arrow where it lies farther off"),
)


def _space_entries(plan: Plan) -> Iterator[Entry]:
    present = {FAMILY[space.kind] for space in plan.spaces().values()}
    for family, name, note in _FAMILIES:
        if family in present:
            yield Entry(_swatch(family), name, note)


def _swatch(family: str) -> Mark:
    def mark(sheet: Sheet, at: XY) -> None:
        x1, y1, x2, y2 = around(at, 46, 20)
        frame = box(x1, y1, x2, y2)
        if family in ("outdoors", "assembly"):
            colour, px = (INK_2, 1.6) if family == "assembly" else (LINE_STRONG, 1.3)
            area(sheet, frame, edge=colour, px=px, z=7, dash=(6, 4))
            return
        area(sheet, frame, fill=FILL[family], edge=INK_2, px=1.5, z=7)
        if family == "stairs":
            treads = [[(x1 + step, y1 + 3), (x1 + step, y2 - 3)] for step in range(7, 46, 7)]
            strokes(sheet, treads, LINE_STRONG, 1.2, z=7.5)
        elif family == "lift":
            strokes(sheet, [[(x1, y1), (x2, y2)], [(x1, y2), (x2, y1)]], LINE_STRONG, 1.2, z=7.5)

    return mark


def _point_entries(plan: Plan) -> Iterator[Entry]:
    for kind in sorted({point.kind for point in plan.points}, key=lambda kind: POINT_LETTER[kind]):
        yield Entry(_letter(POINT_LETTER[kind]), POINT_WORD[kind])


def _letter(letter: str) -> Mark:
    return lambda sheet, at: point_square(sheet, at, letter, 16)


def _people_entries() -> Iterator[Entry]:
    yield Entry(lambda sheet, at: people_badge(sheet, at, "24", 12, locked=False), "people in the space", "round")
    locked = "square and filled: every way in is locked"
    yield Entry(lambda sheet, at: people_badge(sheet, at, "24", 12, locked=True), "behind a locked door", locked)


def entry_height(entry: Entry, width_px: float) -> float:
    """How high an entry stands in a column of that width."""
    room = width_px - MARK_PX - 12
    lines = len(wrapped(entry.name, NAME_PX, room, bold=True)) * 15
    return max(30.0, lines + len(wrapped(entry.note, NOTE_PX, room)) * 14 + 9)


def columns_of(entries: list[Entry], count: int, width_px: float) -> list[list[Entry]]:
    """The entries in so many columns of about equal height, in order."""
    total = sum(entry_height(entry, width_px) for entry in entries)
    columns: list[list[Entry]] = [[]]
    used = 0.0
    for entry in entries:
        height = entry_height(entry, width_px)
        if used + height / 2 > total / count * len(columns) and len(columns) < count:
            columns.append([])
        columns[-1].append(entry)
        used += height
    return columns


def legend_height(entries: list[Entry], count: int, width_px: float) -> float:
    """How high the legend stands in so many columns, its heading included."""
    columns = columns_of(entries, count, width_px)
    return 30 + max(sum(entry_height(entry, width_px) for entry in column) for column in columns)


def draw_legend(sheet: Sheet, entries: list[Entry], left: float, top: float, count: int, width_px: float) -> None:
    """The legend on an Axes of pixels, from its upper left corner."""
    write(sheet, (left, top - 10), "How to read it", HEADING_PX, bold=True, align="left", z=9, gid="legend")
    for number, column in enumerate(columns_of(entries, count, width_px)):
        y = top - 30
        for entry in column:
            height = entry_height(entry, width_px)
            _draw_entry(sheet, entry, left + number * width_px, y - height / 2, width_px)
            y -= height


def _draw_entry(sheet: Sheet, entry: Entry, left: float, middle: float, width_px: float) -> None:
    entry.mark(sheet, (left + MARK_PX / 2, middle))
    room = width_px - MARK_PX - 12
    rows = [(text, NAME_PX, True, INK, 15.0) for text in wrapped(entry.name, NAME_PX, room, bold=True)]
    rows += [(text, NOTE_PX, False, INK_2, 14.0) for text in wrapped(entry.note, NOTE_PX, room)]
    y = middle + sum(row[4] for row in rows) / 2
    for text, px, bold, colour, step in rows:
        write(sheet, (left + MARK_PX + 12, y - step / 2), text, px, bold=bold, colour=colour, align="left", z=9)
        y -= step
