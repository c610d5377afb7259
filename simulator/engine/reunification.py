"""Handing pupils back to their families: greeter, checker, reunifier, with a queue at each.

A station has nobody until the site opens, so that whoever comes earlier waits in its line. A reunifier sets off only
for a pupil who can be fetched: the family of any other stands aside until then. Who stands at the stations is a number,
nobody of the roster. A pupil who has been handed over is with the family from then on; in the counts of places the
pupil stays where that was.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from functools import partial
from itertools import count

from simulator.engine.families import Family, Pupil, Release, family_of, pupils
from simulator.engine.play import Play
from simulator.engine.streams import quantity
from simulator.engine.world import CHOICES, ENTRIES
from simulator.model.agencies import Families, Reunification, Stations
from simulator.model.distributions import Numeric
from simulator.model.events import Row

GREETER, CHECKER, REUNIFIER = "greeter", "checker", "reunifier"
ASIDE = "pupil"
"""Where a family stands whose pupil cannot be fetched yet."""
FRONT_DOOR = "front door"
"""Where families come to that come before the site is open."""
CHANGES = ("accounted", "room_released", "found", "reached", "learned")
"""Events after which a pupil may be free to be fetched."""
NOT_LISTED = "the list has no pupil for them"
DISPUTED = "the card and the list disagree about who may fetch the pupil"


@dataclass(slots=True)
class Station:
    """How many of its people are free, and who waits for one of them, since when (ms)."""

    free: int = 0
    line: deque[tuple[Family, int]] = field(default_factory=deque)


class Reunion:
    """One site and the families who come to it. `site` is None until it opens."""

    def __init__(self, play: Play, terms: Reunification):
        self.play, self.world, self.terms = play, play.world, terms
        self.site: str | None = None
        self.staff = {GREETER: 0, CHECKER: 0, REUNIFIER: 0}
        self.stations = {station: Station() for station in self.staff}
        self.takes: dict[str, Numeric] = {GREETER: terms.greeter, CHECKER: terms.checker, REUNIFIER: terms.reunifier}
        self.families: dict[str, Family] = {}
        self.handed_over: dict[str, str] = {}
        self.release = Release(play)
        self.waiting: dict[str, Family] = {}
        self._queue = pupils(self.world, self.world.seed)
        self._numbers = count(1)
        self._looks_ms = -1
        self._listens = False

    # ---- families come -----------------------------------------------------------------------------------------------

    def expect(self, families: Families) -> None:
        """The families of the scenario: the first at its time, each other one its own time after that."""
        seed = self.world.seed
        for number in range(families.count):
            family = self._next(families.disputes)
            later = quantity(families.then, seed, "family comes after", family.key) if number else 0.0
            family.comes_ms = families.first_ms + round(max(later, 0.0) * 1000)
            self._send(family, None)

    def arrive(self, how_many: int, over_ms: int, place: str | None) -> None:
        """So many more families come, spread over a while from now."""
        for number in range(how_many):
            family = self._next(self.terms.families.disputes)
            family.comes_ms = self.world.now + over_ms * number // how_many
            self._send(family, place)

    def _next(self, disputes: float) -> Family:
        pupil = self._queue.pop(0) if self._queue else None
        number = next(self._numbers) if pupil is None else 0
        family = family_of(pupil, number, self.world.seed, disputes, self.world.now)
        self.families[family.name] = family
        return family

    def _send(self, family: Family, place: str | None) -> None:
        self.world.at(family.comes_ms, CHOICES, lambda: self._begin(family, place))

    # ---- one family --------------------------------------------------------------------------------------------------

    def _begin(self, family: Family, place: str | None) -> None:
        """A family's way from station to station begins."""
        family.arrived = True
        self.world.emit("family_arrived", None, family.name, place or (GREETER if self.site else FRONT_DOOR), 0.0)
        self._come(family, GREETER)

    def _onward(self, family: Family, station: str) -> None:
        """Where a family goes from a station."""
        pupil = family.pupil
        if family.through:
            return
        if station == GREETER:
            self._come(family, CHECKER)
        elif pupil is None or family.disputed:
            self.turn_away(family, NOT_LISTED if pupil is None else DISPUTED, None)
        elif station == CHECKER:
            self._wait_for(family, pupil)
        else:
            self._end(family, pupil)

    def _end(self, family: Family, pupil: Pupil) -> None:
        """At the end of the stations: a pupil whom somebody else has fetched meanwhile is not there."""
        if pupil.name in self.handed_over:
            self.turn_away(family, f"the pupil has gone with {self.handed_over[pupil.name]}", None)
        else:
            self.give(family, pupil, None, None)

    def _come(self, family: Family, station: str) -> None:
        """Wait for somebody at a station, first come first served."""
        at = self.stations[station]
        if at.free and not at.line:
            at.free -= 1
            self._serve(family, station, 0.0)
        else:
            at.line.append((family, self.world.now))
            self.world.emit("queued", None, family.name, station, 0.0)

    def _serve(self, family: Family, station: str, wait_s: float) -> None:
        takes = quantity(self.takes[station], self.world.seed, f"at the {station}", family.key)
        done_ms = self.world.now + max(round(takes * 1000), 0)
        self.world.at(done_ms, ENTRIES, lambda: self._served(family, station, wait_s))

    def _served(self, family: Family, station: str, wait_s: float) -> None:
        self.world.emit("served", None, family.name, station, wait_s)
        self._free(station, 1)
        self._onward(family, station)

    def _free(self, station: str, people: int) -> None:
        """So many people of a station are free, for whoever has not left its line meanwhile."""
        at = self.stations[station]
        at.free += people
        while at.free and at.line:
            family, came_ms = at.line.popleft()
            if not family.through:
                at.free -= 1
                self._serve(family, station, (self.world.now - came_ms) / 1000)

    def _wait_for(self, family: Family, pupil: Pupil) -> None:
        """On to the reunifier, or aside until the pupil can be fetched."""
        if self.release.ready([pupil], self.site):
            self._come(family, REUNIFIER)
            return
        if not self._listens:
            self._listens = True
            for kind in CHANGES:
                self.world.listen(kind, self._changed)
        self.world.emit("queued", None, family.name, ASIDE, 0.0)
        self.waiting[family.name] = family

    def _fetch(self, family: Family) -> None:
        if not family.through:
            self._come(family, REUNIFIER)

    def _changed(self, row: Row) -> None:
        if self._looks_ms != self.world.now and (row[1] != "learned" or row[4] == "order"):
            self._looks_ms = self.world.now
            self.world.at(self.world.now, CHOICES, self._look)

    def _look(self) -> None:
        """Whose pupil can be fetched now, or who no longer waits for one."""
        self._looks_ms = -1
        asked = [family.pupil for family in self.waiting.values() if family.pupil is not None]
        ready = set(self.release.ready(asked, self.site))
        for name, family in list(self.waiting.items()):
            if family.through or family.pupil in ready:
                del self.waiting[name]
                self.world.at(self.world.now, ENTRIES, partial(self._fetch, family))
        if not self.waiting and self._listens:
            self._listens = False
            for kind in CHANGES:
                self.world.unlisten(kind, self._changed)

    # ---- the end of a visit ------------------------------------------------------------------------------------------

    def give(self, family: Family, pupil: Pupil, reason: str | None, cause: str | None) -> None:
        """The pupil goes with the family."""
        family.through = True
        self.handed_over[pupil.name] = family.name
        self.world.emit("handed_over", cause, pupil.name, family.name, reason)
        self._let_go(family)

    def turn_away(self, family: Family, reason: str, cause: str | None) -> None:
        """The pupil stays with the school, and the family is told why."""
        family.through = True
        who = family.pupil.name if family.pupil is not None else "nobody"
        self.world.emit("hand_over_refused", cause, who, family.name, reason)
        self._let_go(family)

    def _let_go(self, family: Family) -> None:
        if family.name in self.waiting:
            self.world.at(self.world.now, CHOICES, self._look)

    # ---- opening -----------------------------------------------------------------------------------------------------

    def adds(self, stations: Stations) -> dict[str, int]:
        """How many people more that is than there are at each station; stations with none more left out."""
        wanted = {GREETER: stations.greeters, CHECKER: stations.checkers, REUNIFIER: stations.reunifiers}
        return {name: people - self.staff[name] for name, people in wanted.items() if people > self.staff[name]}

    def open(self, site: str, stations: Stations, cause: str) -> None:
        """The stations take families from now on; opened again, people are added to them."""
        if self.site is None:
            self.site = site
            self.world.emit("reunification_opened", cause, site)
        for station, more in self.adds(stations).items():
            self.staff[station] += more
            self._free(station, more)
        self.world.at(self.world.now, CHOICES, self._look)
