"""Room in the spaces that a plan names as shelters: who has a place where, and the strip of a hall they go to.

A place is kept for whoever sets out, so that nobody finds a shelter full. People who shelter in a hall spread along it:
each column goes to the nearest strip in which its share of the hall's places is not taken.
"""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from simulator.engine.evacuation import Evacuation
from simulator.engine.world import Mover, World
from simulator.rules.routes import FAR_MM


class Place(NamedTuple):
    """Places that are kept for people in a shelter, in one of its strips once they know which."""

    space: str
    n: int
    segment: int = -1


class Way(NamedTuple):
    """The way to a shelter: the steps into it, whether it leads through the building only, and how far it is."""

    space: str
    goal: frozenset[int]
    within: bool
    far_mm: int


class Shelters:
    """Who has a place in which shelter."""

    def __init__(self, world: World, people: Evacuation):
        self.world, self.people = world, people
        self.places: dict[str, Place] = {}
        self.taken: Counter[str] = Counter()
        self.in_strip: Counter[int] = Counter()
        self._into: dict[int, frozenset[int]] = {}

    # ---- places ------------------------------------------------------------------------------------------------------

    def take(self, mover: Mover, space: str) -> None:
        """Keep places in a shelter for a mover, whether or not there is room."""
        self.leave(mover)
        self.places[mover.name] = Place(space, mover.n)
        self.taken[space] += mover.n

    def leave(self, mover: Mover) -> None:
        """A mover goes somewhere else: its places are free again."""
        self._share(mover)
        place = self.places.pop(mover.name, None)
        if place is not None:
            self.taken[place.space] -= place.n
            if place.segment >= 0:
                self.in_strip[place.segment] -= place.n

    def of(self, mover: Mover) -> str | None:
        """The shelter in which a mover has its place."""
        self._share(mover)
        place = self.places.get(mover.name)
        return place.space if place is not None else None

    def segment(self, mover: Mover) -> int:
        """The strip that is kept for a mover; -1 where none is yet."""
        place = self.places.get(mover.name)
        return place.segment if place is not None else -1

    def _share(self, mover: Mover) -> None:
        """A column takes over its part of what is kept for the party that it was split from."""
        whole = self.places.get(mover.party.name)
        if whole is not None and mover.name != mover.party.name and whole.n >= mover.n:
            self.places[mover.party.name] = whole._replace(n=whole.n - mover.n)
            self.places[mover.name] = whole._replace(n=mover.n)

    # ---- ways --------------------------------------------------------------------------------------------------------

    def nearest(self, mover: Mover, hazard: str) -> Way | None:
        """The shortest way to a shelter with room, by what a mover knows: indoors where it can, else across the open.

        From outdoors every way counts.
        """
        compiled = self.world.compiled
        outdoors = compiled.open_air[mover.segment]
        for within in (False,) if outdoors else (True, False):
            shut = mover.known | compiled.exits if within else mover.known
            best: Way | None = None
            for name, space in compiled.spaces.items():
                if space.shelter.get(hazard, 0) - self.taken[name] < mover.n:
                    continue
                goal = self.people.steps_into(name)
                far_mm = self._far_mm(mover, goal, shut)
                if far_mm < (FAR_MM if best is None else best.far_mm):
                    best = Way(name, goal, within, far_mm)
            if best is not None:
                return best
        return None

    def _far_mm(self, mover: Mover, goal: frozenset[int], shut: frozenset[int]) -> int:
        table = self.world.compiled.routes.table(goal, shut)
        step, near = self.people.walking.best_step(mover, table)
        return near + table.left_mm[step] if step >= 0 else FAR_MM

    # ---- along a hall ------------------------------------------------------------------------------------------------

    def is_spread(self, space: str) -> bool:
        """Whether a shelter has strips that people spread over."""
        return len(self.world.compiled.building.of_space[space]) > 1

    def strip(self, mover: Mover, hazard: str) -> int:
        """The segment of its shelter that a mover goes to, kept for it: the nearest with room, else the emptiest."""
        place = self.places[mover.name]
        if place.segment >= 0:
            self.in_strip[place.segment] -= place.n
        segments = self.world.compiled.building.of_space[place.space]
        most = self._most(place.space, hazard)
        free = [one for one in segments if self.in_strip[one] + mover.n <= most[one]]
        found = self._nearest_of(mover, free)
        if found < 0:
            reached = [one for one in segments if self._to(mover, one) < FAR_MM] or [*segments]
            found = min(reached, key=lambda one: ((self.in_strip[one] + mover.n) / most[one], one))
        self.places[mover.name] = place._replace(segment=found)
        self.in_strip[found] += mover.n
        return found

    def _most(self, space: str, hazard: str) -> dict[int, float]:
        """Each strip's part of a shelter's places, by its area."""
        building, places = self.world.compiled.building, self.world.compiled.spaces[space].shelter.get(hazard, 1)
        area_m2 = {one: building.segments[one].area_m2 for one in building.of_space[space]}
        whole_m2 = sum(area_m2.values())
        return {one: max(1, places) * part / whole_m2 for one, part in area_m2.items()}

    def _nearest_of(self, mover: Mover, segments: list[int]) -> int:
        if mover.segment in segments:
            return mover.segment
        far = [(self._to(mover, one), one) for one in segments]
        near_mm, found = min(far, default=(FAR_MM, -1))
        return found if near_mm < FAR_MM else -1

    def _to(self, mover: Mover, segment: int) -> int:
        if segment == mover.segment:
            return 0
        compiled = self.world.compiled
        shut = mover.known | compiled.exits if mover.within else mover.known
        return self._far_mm(mover, self.steps_into(segment), shut)

    def steps_into(self, segment: int) -> frozenset[int]:
        """Every step that enters a segment."""
        if segment not in self._into:
            goes_to = self.world.compiled.goes_to
            self._into[segment] = frozenset(step for step, to in enumerate(goes_to) if to == segment)
        return self._into[segment]
