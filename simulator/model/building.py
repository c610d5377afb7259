"""A floor plan: `hotwash.plan/1`. Metres; x to plan east, y to plan north."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from simulator.model.distributions import Numeric, Triangular
from simulator.model.noun import Id, Noun, Reference, Text

SpaceKind = Literal[
    "classroom", "corridor", "lobby", "office", "cafeteria", "kitchen", "gymnasium", "auditorium", "library",
    "restroom", "locker-room", "stairs", "elevator", "mechanical", "storage", "portable", "outdoors", "field",
    "parking", "vehicle", "stand", "assembly", "reunification", "seating", "concourse", "stage",
]  # fmt: skip
OPEN_AIR: frozenset[str] = frozenset({"outdoors", "field", "parking", "assembly"})
"""Kinds of space under the open sky: past an opening into one of them a person is *clear*."""

SchoolKind = Literal["elementary", "middle", "high", "other", "cinema", "arena", "mall", "venue"]
Sensitivity = Literal["public-example", "restricted"]
Lock = Literal["none", "inside", "outside-key", "automatic", "access-control", "fob"]
OpeningState = Literal["closed", "open", "locked", "propped"]
LOCKS_BY_ITSELF: frozenset[Lock] = frozenset({"automatic", "access-control", "fob"})
"""Locks that hold whenever the door is shut."""
ELECTRIC_LOCKS: frozenset[Lock] = frozenset({"access-control", "fob"})
"""Locks that a fire alarm releases where the plan does not say otherwise."""
PointKind = Literal[
    "camera", "panic-button", "pa-microphone", "aed", "trauma-kit", "key-box", "fire-pull", "fire-panel",
    "hvac-switch", "utility", "weather-radio",
]  # fmt: skip

Metres = Annotated[float, Field(ge=-10_000, le=10_000)]
Size = Annotated[float, Field(gt=0, le=1_000)]
Place = tuple[Metres, Metres]
Box = tuple[Metres, Metres, Metres, Metres]
Ring = Annotated[tuple[Place, ...], Field(min_length=3, max_length=2_000)]


class School(Noun):
    """Whose building it is, and how careful one must be with its plan."""

    name: Text
    kind: SchoolKind
    sensitivity: Sensitivity = "restricted"


class Verified(Noun):
    """Who checked the plan against the building, when and how."""

    by: Text
    on: dt.date
    method: Text


class Grid(Noun):
    """The reference grid that responders use to name a place on the map."""

    cell_m: float = Field(gt=0, le=200)
    columns: Text = "A-"
    rows: Text = "1-"


class Site(Noun):
    """How the plan lies on the ground."""

    true_north_deg: float = Field(default=0.0, ge=-360, le=360)
    grid: Grid | None = None


class DoorDefaults(Noun):
    """What a door is where it does not say otherwise.

    `released_by_alarm`: the fire alarm unlocks electric locks, as the building code asks of doors on a way out.
    """

    clear_m: Size = Field(default=0.81, alias="clear")
    lock: Lock = "none"
    time_to_lock: Numeric = Triangular(triangular=(2.0, 4.0, 8.0))
    released_by_alarm: bool = True


class Defaults(Noun):
    """Values for whatever an opening leaves out."""

    door: DoorDefaults = DoorDefaults()


class Space(Noun):
    """A room, a hall or a piece of ground. `cap` is who is there by plan, not the code's occupant load."""

    kind: SpaceKind
    box: Box | None = None
    polygon: Ring | None = None
    holes: tuple[Ring, ...] = ()
    cap: int | None = Field(default=None, ge=0, le=100_000)
    label: Text | None = None
    hallway: Text | None = None
    segment_m: Size | None = Field(default=None, alias="segment")
    pa: Id | None = None
    alarm: bool = True
    air: Id | None = None
    shelter: dict[str, int] = {}
    exit: Reference | None = None
    refuge: bool = False
    hardened_corner: bool = False
    provenance: Text | None = Field(default=None, alias="from")

    @model_validator(mode="after")
    def _one_outline(self) -> Space:
        if (self.box is None) == (self.polygon is None):
            raise ValueError("give either box: [x1, y1, x2, y2] or polygon: a list of points")
        if self.box is not None and (self.box[0] >= self.box[2] or self.box[1] >= self.box[3]):
            raise ValueError("box must be [x1, y1, x2, y2] with x1 < x2 and y1 < y2")
        if self.box is not None and self.holes:
            raise ValueError("holes go with polygon, not with box")
        return self

    @property
    def ring(self) -> tuple[Place, ...]:
        """The outline's corners, in the order given (a box counter-clockwise from its lower left)."""
        if self.polygon is not None:
            return self.polygon
        assert self.box is not None
        x1, y1, x2, y2 = self.box
        return ((x1, y1), (x2, y1), (x2, y2), (x1, y2))

    @property
    def open_air(self) -> bool:
        """Whether a person in it counts as out of the building."""
        return self.kind in OPEN_AIR


class Level(Noun):
    """One storey: its floor's height and its spaces by id."""

    floor_z_m: Metres = Field(default=0.0, alias="floor_z")
    label: Text | None = None
    spaces: dict[Id, Space]


class Opening(Noun):
    """A door, window or gap. A lock holds against whoever comes from the second space of `between`."""

    id: Id
    between: tuple[Id, Id]
    at: Place
    type: Literal["door", "open", "window"]
    clear_m: Size | None = Field(default=None, alias="clear")
    leaves: int = Field(default=1, ge=1, le=8)
    lock: Lock | None = None
    state: OpeningState = "closed"
    time_to_lock: Numeric | None = None
    self_closing: bool = False
    glass: Literal["none", "narrow", "half", "full"] | None = None
    label: Text | None = None
    exterior_no: int | None = Field(default=None, ge=0, le=999)
    class_: Literal["primary", "secondary", "service"] | None = Field(default=None, alias="class")
    sill_m: float | None = Field(default=None, alias="sill", ge=0, le=20)
    egress: bool = False
    provenance: Text | None = Field(default=None, alias="from")

    @model_validator(mode="after")
    def _two_spaces(self) -> Opening:
        if self.between[0] == self.between[1]:
            raise ValueError("between must name two different spaces")
        if self.type != "door" and self.clear_m is None:
            raise ValueError("clear: the clear width in metres is needed for a window or an open passage")
        return self


class Point(Noun):
    """A thing fixed to the building: a camera, a panic button, an AED."""

    id: Id
    kind: PointKind
    on: Id
    at: Place | None = None
    in_: Id | None = Field(default=None, alias="in")
    facing_deg: float | None = Field(default=None, ge=-360, le=360)
    view_deg: float | None = Field(default=None, gt=0, le=360)
    label: Text | None = None

    @model_validator(mode="after")
    def _somewhere(self) -> Point:
        if self.at is None and self.in_ is None:
            raise ValueError("say where it is: at: [x, y] or in: a space")
        return self


class Link(Noun):
    """A stair, ramp or lift between spaces of neighbouring levels. `length` is along the slope, landings included."""

    id: Id
    spaces: tuple[Id, Id]
    type: Literal["stair", "ramp", "lift"]
    clear_m: Size = Field(alias="clear")
    length_m: Size = Field(alias="length")
    rise_m: Size | None = Field(default=None, alias="rise")
    riser_mm: float | None = Field(default=None, gt=50, lt=400)
    tread_mm: float | None = Field(default=None, gt=100, lt=1_000)
    label: Text | None = None

    @model_validator(mode="after")
    def _steps(self) -> Link:
        if self.type == "stair" and (self.riser_mm is None or self.tread_mm is None):
            raise ValueError("a stair needs riser_mm and tread_mm: they set the walking speed")
        if self.spaces[0] == self.spaces[1]:
            raise ValueError("spaces must name two different spaces")
        return self


class Plan(Noun):
    """A whole floor plan."""

    format: Literal["hotwash.plan/1"]
    school: School
    verified: Verified | None = None
    site: Site = Site()
    uses: dict[Id, Id] = {}
    defaults: Defaults = Defaults()
    levels: dict[Id, Level] = Field(min_length=1)
    openings: tuple[Opening, ...] = ()
    points: tuple[Point, ...] = ()
    links: tuple[Link, ...] = ()

    def __copy__(self) -> Self:
        """A copy without what was looked up before: a changed copy has other spaces and labels."""
        copied = super().__copy__()
        for name in ("_spaces", "_levels", "_labels"):
            copied.__dict__.pop(name, None)
        return copied

    @cached_property
    def _spaces(self) -> dict[str, Space]:
        return {name: space for level in self.levels.values() for name, space in level.spaces.items()}

    @cached_property
    def _levels(self) -> dict[str, str]:
        return {name: level_id for level_id, level in self.levels.items() for name in level.spaces}

    @cached_property
    def _labels(self) -> dict[str, str | None]:
        things: tuple[Opening | Link | Point, ...] = (*self.points, *self.links, *self.openings)
        labels = {thing.id: thing.label for thing in things}  # the first of a name counts, and spaces before all
        return labels | {name: space.label for name, space in self._spaces.items()}

    def spaces(self) -> dict[str, Space]:
        """Every space of every level by id, in the order of the file; one dict for all who ask, not to be changed."""
        return self._spaces

    def level_of(self) -> dict[str, str]:
        """The level that each space lies on."""
        return self._levels

    def clear_of(self, opening: Opening) -> float:
        """The clear width of an opening in metres, its own or the plan's default."""
        return opening.clear_m if opening.clear_m is not None else self.defaults.door.clear_m

    def lock_of(self, opening: Opening) -> Lock:
        """The kind of lock on an opening, its own or the plan's default; only doors have one."""
        if opening.type != "door":
            return opening.lock or "none"
        return opening.lock if opening.lock is not None else self.defaults.door.lock

    def holds_from_second(self, opening: Opening) -> bool:
        """Whether a door, as it stands in the plan, holds against whoever comes from its second space without a key."""
        if opening.type != "door" or opening.state in ("open", "propped"):
            return False
        return opening.state == "locked" or self.lock_of(opening) in LOCKS_BY_ITSELF

    def leads_outdoors(self, opening: Opening) -> bool:
        """Whether people get out of the building by an opening: a door or gap between a built space and open air."""
        open_air = [name in spaces and spaces[name].open_air for spaces in (self.spaces(),) for name in opening.between]
        return opening.type != "window" and open_air[0] != open_air[1]

    def resolve(self, reference: str) -> str:
        """The id that a reference names: itself, or what `uses` gives for `@name`; KeyError where it gives none."""
        return self.uses[reference[1:]] if reference.startswith("@") else reference

    def label_of(self, name: str) -> str:
        """What people call the thing with this id or `@use`; the id itself where it has no label."""
        name = self.uses.get(name[1:], name) if name.startswith("@") else name
        return self._labels.get(name) or name
