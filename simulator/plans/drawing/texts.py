"""The words and counts in the spaces of one storey."""

from __future__ import annotations

import shapely
from shapely.geometry import Polygon

from simulator.model.building import Space
from simulator.plans.drawing.colours import FAMILY, FILL, INK, INK_3, OUTSIDE, PAPER, SURFACE
from simulator.plans.drawing.geometry import footprint, sound
from simulator.plans.drawing.heat import ink_on
from simulator.plans.drawing.labels import Fitted, fit, place, sizes_from
from simulator.plans.drawing.marks import badge_size, people_badge, words
from simulator.plans.drawing.rooms import level_below
from simulator.plans.drawing.storey import Storey

BADGE_GAP_PX = 2.0
HALL_PX = 12.5


def draw_labels(storey: Storey, floor_colours: dict[str, str]) -> None:
    """The name of every indoor space, and under it how many people are in it."""
    order = sorted(storey.spaces, key=lambda name: (storey.shapes[name].area, name))  # small rooms have least choice
    for name in order:
        if storey.spaces[name].kind not in OUTSIDE:
            _label_room(storey, name, floor_colours.get(name, SURFACE))


def _label_room(storey: Storey, name: str, floor: str) -> None:
    space, sheet = storey.spaces[name], storey.sheet
    hall = FAMILY[space.kind] == "hall"
    side_px = storey.shapes[name].area ** 0.5 * sheet.px_per_unit
    size = min(HALL_PX, storey.type_px) if hall else max(storey.type_px, min(14.5, 0.12 * side_px))
    count = str(storey.people[name]) if storey.people.get(name) else ""
    badge_px = size * 0.86
    below = badge_size(count, badge_px)[1] + BADGE_GAP_PX if count else 0.0
    shape = sound(storey.shapes[name])
    texts, sizes = texts_of(storey, name), sizes_from(size)
    label = fit(sheet, shape, texts[:1], storey.taken, sizes=sizes, below_px=below)
    label = label or fit(sheet, shape, texts, storey.taken, sizes=sizes)
    if label is not None:
        colour = ink_on(floor) if floor != SURFACE else (INK_3 if hall else INK)
        words(sheet, label, colour=colour, ground=_ground(storey, space, floor), gid=f"label-{name}")
        storey.taken.append(label.bounds)
    if count:
        _count_people(storey, name, count, badge_px, label)


def _count_people(storey: Storey, name: str, count: str, px: float, label: Fitted | None) -> None:
    width, height = (storey.sheet.units(side) for side in badge_size(count, px))
    if label is None or not label.below_px:
        spot = place(sound(storey.shapes[name]), width, height, storey.taken)
        if spot is None:
            return
        storey.taken.append(spot)
        centre = ((spot[0] + spot[2]) / 2, (spot[1] + spot[3]) / 2)
    else:
        centre = (label.centre[0], label.bounds[1] + height / 2 + storey.sheet.units(1))
    people_badge(storey.sheet, centre, count, px, locked=behind_locks(storey, name), gid=f"people-{name}")


def behind_locks(storey: Storey, name: str) -> bool:
    """Whether every way into a space is a locked door."""
    ways = [one for one in storey.plan.openings if name in one.between and one.type != "window"]
    states = [storey.doors.get(one.id, one.state) for one in ways]
    return bool(ways) and all(one.type == "door" and state == "locked" for one, state in zip(ways, states, strict=True))


def texts_of(storey: Storey, name: str) -> list[str]:
    """What may stand in a space, the best first: the stairs that start here, the label, the id."""
    space = storey.spaces[name]
    own = [space.label, name] if space.label else [name]
    links = [one for one in storey.plan.links if name in one.spaces]
    if not links:
        return own
    where = storey.plan.level_of()
    ends = [(one, one.spaces[0] if one.spaces[1] == name else one.spaces[1]) for one in links]
    named = " ".join(f"{one.label or one.id} to {where.get(other, other)}" for one, other in ends)
    short = " ".join(one.label or one.id for one in links)
    return [named, short] if space.kind in ("stairs", "elevator") else [*own[:1], *own]


def _ground(storey: Storey, space: Space, floor: str) -> str | None:
    """What to paint under words: the floor's own colour where it is hatched or has treads."""
    if storey.heat is not None:
        return floor if space.kind in ("stairs", "elevator") else None
    if space.kind in ("stairs", "elevator"):
        return SURFACE
    return FILL[FAMILY[space.kind]] if not space.pa and any(one.pa for one in storey.plan.spaces().values()) else None


def draw_outdoor_labels(storey: Storey) -> None:
    """Names of open ground where there is room beside the building; rally areas stand out."""
    hidden = storey.ground.beyond
    clear = storey.walls.buffer(storey.sheet.units(6), join_style="mitre")
    order = sorted(storey.spaces, key=lambda name: (storey.spaces[name].kind != "assembly", name))
    for name in order:
        space = storey.spaces[name]
        if space.kind not in OUTSIDE or name in hidden:
            continue
        free = shapely.difference(storey.visible(name), clear)
        own = [space.label, name] if space.label else [name]
        part = max(_polygons(free), key=lambda one: (one.area, one.bounds), default=None)
        label = fit(storey.sheet, part, own, storey.taken, sizes=sizes_from(12.0, 9.0)) if part is not None else None
        if label is not None:
            storey.taken.append(label.bounds)
            colour = INK if space.kind == "assembly" else INK_3
            words(storey.sheet, label, colour=colour, ground=PAPER, gid=f"label-{name}", z=4.5)


def _polygons(geometry: shapely.Geometry) -> list[Polygon]:
    return [part for part in shapely.get_parts(geometry) if isinstance(part, Polygon) and part.area > 0]


def draw_below_label(storey: Storey) -> None:
    """What lies under the dashed outline of an upper storey, where there is room to say so."""
    below = level_below(storey)
    if below is None:
        return
    clear = storey.walls.buffer(storey.sheet.units(6), join_style="mitre")
    rest = shapely.difference(footprint(below), clear)
    for part in sorted(_polygons(rest), key=lambda one: (-one.area, one.bounds))[:3]:
        names = [
            space.label or name
            for name, space in below.spaces.items()
            if space.kind not in OUTSIDE and part.buffer(0.1).contains(sound_centre(below.spaces[name]))
        ]
        texts = [f"{names[0]}, below", "below"] if len(names) == 1 else ["below"]
        label = fit(storey.sheet, part, texts, storey.taken, sizes=[11.5, 10.0])
        if label is not None:
            storey.taken.append(label.bounds)
            words(storey.sheet, label, colour=INK_3, gid=None, z=4.5)


def sound_centre(space: Space) -> shapely.Geometry:
    """A point inside a space."""
    return shapely.Polygon(space.ring, space.holes).representative_point()
