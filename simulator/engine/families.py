"""Which pupil each family comes for, and who may be handed over at an instant.

Families belong to pupils: a family's luck follows its pupil's key, so that one pupil more or less changes at most who
the last family is. Pupils are named as elsewhere, by party and number: `class-101/7`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from simulator.engine.occupants import Party
from simulator.engine.play import Play
from simulator.engine.streams import key_hashes, u, uniforms
from simulator.engine.walking import STANDING, THERE
from simulator.engine.world import Mover, World
from simulator.errors import Refused
from simulator.model.events import Row

KEPT_IN: frozenset[str] = frozenset({"lockdown", "hold", "shelter", "evacuate"})
"""Orders under which nobody is fetched out of a room."""
NEWS = ("accounted", "room_released", "unaccounted", "found")
"""Events that tell who may be fetched."""


@dataclass(frozen=True, slots=True)
class Pupil:
    """One pupil of the roster: the party, the number in it (from 1), and the draw key."""

    party: str
    number: int
    key: str

    @property
    def name(self) -> str:
        """As in the log."""
        return f"{self.party}/{self.number}"


@dataclass(slots=True)
class Family:
    """Who comes for a pupil (None: the list has none for them). `through`: with the pupil, or turned away."""

    name: str
    key: str
    pupil: Pupil | None
    disputed: bool
    comes_ms: int
    arrived: bool = False
    through: bool = False


def pupils(world: World, seed: int) -> list[Pupil]:
    """Every pupil of the roster, in the order in which families are drawn for them."""
    parties = {mover.party.name: mover.party for mover in world.movers if mover.party.kind == "pupils"}
    found = [pupil for party in parties.values() for pupil in _of_party(party)]
    order = uniforms(seed, "family comes", key_hashes([pupil.key for pupil in found])).tolist()
    return [pupil for _, _, pupil in sorted(zip(order, [one.key for one in found], found, strict=True), key=_rank)]


def _rank(one: tuple[float, str, Pupil]) -> tuple[float, str]:
    return one[:2]


def _of_party(party: Party) -> Iterator[Pupil]:
    """The members of a party who are pupils: who leads it is none."""
    for number, key in enumerate(party.keys, 1):
        if number > party.leaders:
            yield Pupil(party.name, number, key)


def pupil_called(world: World, who: str) -> Pupil:
    """The pupil that somebody names: by person, or by a party or group of one pupil. Raises Refused in words."""
    parties = {mover.party.name: mover.party for mover in world.movers}
    named = [one for one in parties.values() if who in (one.name, one.group)]
    found = [pupil for party in named if party.kind == "pupils" for pupil in _of_party(party)]
    if not named:
        party = parties.get(who.rpartition("/")[0])
        found = [pupil for pupil in _of_party(party) if pupil.name == who] if party is not None else []
    if not found:
        raise Refused(f"there is no pupil called {who}")
    if len(found) > 1:
        raise Refused(f"{who} is more than one pupil: name one of them, such as {found[0].name}")
    return found[0]


def family_of(pupil: Pupil | None, number: int, seed: int, disputes: float, comes_ms: int) -> Family:
    """The family of a pupil, or, where there are more families than pupils, the n-th for whom the list has none."""
    key = pupil.key if pupil is not None else f"family/{number}"
    name = f"family-{pupil.name.replace('/', '-')}" if pupil is not None else f"family-{number}"
    return Family(name, key, pupil, u(seed, "custody", key) < disputes, comes_ms)


class Release:
    """Which pupils can be fetched: counted where they were sent to, released in person, or in a room that is free."""

    def __init__(self, play: Play):
        self.play, self.world = play, play.world
        self.accounted: set[str] = set()
        self.released: set[str] = set()
        self.missing: set[str] = set()
        for row in self.world.log:
            if row[1] in NEWS:
                self._hear(row)
        for kind in NEWS:
            self.world.listen(kind, self._hear)

    def _hear(self, row: Row) -> None:
        match row[1]:
            case "accounted":
                self.accounted.add(row[3])
            case "room_released":
                self.released.add(row[3])
            case "unaccounted":
                self.missing.add(row[3])
            case _:
                self.missing.discard(row[3])

    def ready(self, asked: list[Pupil], site: str | None) -> list[Pupil]:
        """Those of some pupils who can be fetched now."""
        parties: dict[str, list[Mover]] = {pupil.party: [] for pupil in asked}
        for mover in self.world.movers:
            if mover.party.name in parties:
                parties[mover.party.name].append(mover)
        return [pupil for pupil in asked if self._is_ready(pupil, parties[pupil.party], site)]

    def _is_ready(self, pupil: Pupil, movers: list[Mover], site: str | None) -> bool:
        mover = next((one for one in movers if one.first < pupil.number <= one.first + one.n), None)
        if mover is None or mover.state not in (STANDING, THERE) or self.missing & {pupil.name, pupil.party}:
            return False
        space = self.play.orders.space(mover)
        if space == site or self._gathers(mover):
            return mover.party.name not in self.play.people.coming or mover.party.name in self.accounted
        belief = self.play.sheltering.going_by(mover)
        return space in self.released or belief is None or belief.order not in KEPT_IN

    def _gathers(self, mover: Mover) -> bool:
        """Whether people are counted where a mover is: at a rally point, or outside where the plan has none."""
        compiled = self.world.compiled
        kind = compiled.building.segments[mover.segment].kind
        return kind in ("assembly", "reunification") or (compiled.open_air[mover.segment] and not compiled.rally)
