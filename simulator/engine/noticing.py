"""What people perceive of a threat: looked at only when something changes, and only while there is one.

A sign is seen along an open sight line, or heard along the ways of the building. The first one starts recognising,
which takes its time; a sound may first be taken for something harmless. Whoever has recognised it decides what to do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from simulator.engine.compiled import Compiled
from simulator.engine.knowledge import Knowledge
from simulator.engine.streams import quantity, u
from simulator.engine.threat import Threat
from simulator.engine.world import CHOICES, ENTRIES, SIGHT, Mover, World, by_number
from simulator.model.events import Row
from simulator.model.perception import Perception
from simulator.rules.sight import sights_of
from simulator.rules.sound import Sounds

if TYPE_CHECKING:
    from simulator.engine.play import Play

WHERE = "threat_where"
ARMED, UNARMED = "armed_assailant", "intruder"
"""What people take the person of `threat:` and of `intruder:` for once they understand."""
LOUD = frozenset({ARMED})
"""Hazards that alarm by their sounds; others are noticed by sight alone."""
HARMLESS = "something harmless"
MOVES = ("entered", "out", "party_split")
DOORS = ("opened", "closed", "locked", "unlocked", "blocked")
Ways = dict[int, tuple[tuple[int, ...], ...]]
"""By segment in sight: the doors that must stand open, one tuple for each way to see it."""

_SIGHT: WeakKeyDictionary[Compiled, dict[int, Ways]] = WeakKeyDictionary()
_SOUND: WeakKeyDictionary[Compiled, dict[float, Sounds]] = WeakKeyDictionary()


class Scene:
    """What a threat is given of a world: its clock and its log."""

    def __init__(self, world: World):
        self._world = world
        self.emit = world.emit

    @property
    def now(self) -> int:
        """Scenario time in milliseconds."""
        return self._world.now

    def at(self, t_ms: int, call: Callable[[], None]) -> None:
        """Call a function at an instant not before now."""
        self._world.at(t_ms, ENTRIES, call)


class Noticing:
    """Who sees, hears and recognises a threat, and who is exposed to it.

    `noticed` holds functions to call with each mover at the instant of its recognition, when choices are made.
    """

    def __init__(self, world: World, threat: Threat, knowledge: Knowledge, perception: Perception):
        self.world, self.threat, self.knowledge, self.perception = world, threat, knowledge, perception
        self.noticed: list[Callable[[Mover], None]] = []
        self.recognised: set[str] = set()
        self.exposed: dict[str, tuple[int, str]] = {}
        self._pending: dict[str, int] = {}
        self._told: set[tuple[str, int]] = set()
        self._news_ms: dict[str, int] = {}
        self._secured: set[str] = set()
        self._movers: dict[str, Mover] = {}
        self._named: dict[str, list[Mover]] = {}
        self._indexed = 0
        self._view: Ways = {}
        self._watched: set[str] = set()
        self._look_ms = -1
        self._to_look_at: dict[str, None] | None = None
        threat.moved.append(self._threat_moved)
        for kind in ("secured", "unsecured"):
            world.listen(kind, self._room_changed)

    # ---- what has changed --------------------------------------------------------------------------------------------

    def _threat_moved(self, old: int | None, new: int | None) -> None:
        if old is None or new is None:
            change = self.world.listen if old is None else self.world.unlisten
            for kind in MOVES:
                change(kind, self._mover_moved)
            for kind in DOORS:
                change(kind, self._door_changed)
        if old is None:
            self.world.at(self.world.now, SIGHT, self._sound)
        self._view = {} if new is None else seen_from(self.world.compiled, new)
        names = self.world.compiled.passage_names
        self._watched = {names[door] for ways in self._view.values() for way in ways for door in way}
        self._look_later(None)

    def _door_changed(self, row: Row) -> None:
        if row[3] in self._watched:
            self._look_later(None)

    def _room_changed(self, row: Row) -> None:
        (self._secured.add if row[1] == "secured" else self._secured.discard)(row[3])
        if self._view:
            self._look_later(None)

    def _mover_moved(self, row: Row) -> None:
        if row[1] == "party_split":
            self._look_later(None)
        elif row[3] in self.exposed or self.world.compiled.building.by_name[row[4]] in self._view:
            self._look_later(row[3])

    def _look_later(self, name: str | None) -> None:
        """Look at one mover, or at everybody (None), once all that happens at this instant has happened."""
        if self._look_ms != self.world.now:
            self._look_ms, self._to_look_at = self.world.now, {}
            self.world.at(self.world.now, SIGHT, self._look)
        if name is None:
            self._to_look_at = None
        elif self._to_look_at is not None:
            self._to_look_at[name] = None

    # ---- seeing ------------------------------------------------------------------------------------------------------

    def _look(self) -> None:
        names, self._look_ms = self._to_look_at, -1
        movers = self._in_sight_or_exposed() if names is None else self._called(names)
        segments = {mover.segment for mover in movers if mover.segment in self._view}
        seen = {segment for segment in segments if self._is_open(segment)}
        for mover in movers:
            in_sight = mover.segment in seen
            if in_sight or mover.name in self.exposed:
                self._expose(mover, in_sight)
            if in_sight:
                self._see(mover)
        if names is None:
            self._end_exposures({mover.name for mover in movers})

    def _in_sight_or_exposed(self) -> list[Mover]:
        """Everybody for whom a look can change something."""
        exposed = [mover for mover in self._called(self.exposed) if mover in self.world.here[mover.segment]]
        return sorted({*self.world.within(self._view), *exposed}, key=by_number)

    def _called(self, names: Iterable[str]) -> list[Mover]:
        """The movers of some names; whoever has just split up is looked at as its parts."""
        if any(name not in self._movers for name in names):
            self._movers = {mover.name: mover for mover in self.world.movers}
        return [self._movers[name] for name in names if name in self._movers]

    def _is_open(self, segment: int) -> bool:
        """Whether the threat and a segment in its view see each other now."""
        held_open = self.world.doors.held_open
        return any(all(held_open[door] for door in way) for way in self._view[segment])

    def _see(self, mover: Mover) -> None:
        where = self.threat.where()
        if where is None or self._was_told(mover, where):
            return
        self._told.add((mover.name, where))
        self._news_ms[mover.name] = self.world.now
        self._learn(mover, "seen", self.world.compiled.names[where])
        self._sign(mover, by_eye=True, here=mover.segment == where)

    def _was_told(self, mover: Mover, where: int) -> bool:
        return (mover.name, where) in self._told or (mover.party.name, where) in self._told

    def _learn(self, mover: Mover, via: str, place: str) -> None:
        where = self.threat.where()
        assert where is not None
        space = self.world.compiled.building.segments[where].space
        self.world.emit(via, self.threat.what, mover.name, self.threat.what, place)
        self.knowledge.learn(mover.name, WHERE, space, None, via, self.threat.what, self.world.now)

    def sees(self, mover: Mover) -> bool:
        """Whether a mover has the threat before its eyes now."""
        return mover.segment in self._view and self._is_open(mover.segment)

    # ---- hearing -----------------------------------------------------------------------------------------------------

    def _sound(self) -> None:
        """An alarming sound where the threat is, as long as it is indoors; then again after a while."""
        where = self.threat.where()
        if where is None or self.threat.what not in LOUD:
            return
        if not self.world.compiled.open_air[where]:
            loss_db = self._losses(where)
            for mover in self.world.movers:
                if mover.segment in loss_db and self._is_news(mover):
                    self._news_ms[mover.name] = self.world.now
                    self._learn(mover, "heard", self.world.compiled.building.segments[where].space)
                    self._sign(mover, by_eye=False, here=False)
        again_ms = round(self.perception.sign_every_s * 1000)
        self.world.at(self.world.now + again_ms, SIGHT, self._sound)

    def _losses(self, where: int) -> dict[int, float]:
        """By segment in which the sound is heard, with the doors as they stand: how much of it is lost."""
        told = self.perception
        budget_db = told.sign_level_db - told.ambient_db - told.over_ambient_db
        held_open = self.world.doors.held_open
        found = {}
        for sound in sounds_in(self.world.compiled, told.turn_db).of(where, budget_db):
            loss_db = sound.loss_db + told.closed_door_db * sum(not held_open[door] for door in sound.doors)
            if loss_db <= budget_db:
                found[sound.to] = loss_db
        return found

    def _is_news(self, mover: Mover) -> bool:
        last_ms = max(self._news_ms.get(name, -1) for name in (mover.name, mover.party.name))
        return last_ms < 0 or self.world.now - last_ms >= self.perception.hear_again_s * 1000

    # ---- recognising -------------------------------------------------------------------------------------------------

    def knows(self, mover: Mover) -> bool:
        """Whether a mover has recognised the threat, itself or as part of its party."""
        return mover.name in self.recognised or mover.party.name in self.recognised

    def _sign(self, mover: Mover, by_eye: bool, here: bool) -> None:
        """A sign reaches a mover: the first one starts recognising, a plainer one may bring it forward."""
        if self.knows(mover):
            return
        key, now, told = mover.party.keys[mover.first], self.world.now, self.perception
        takes = [round(quantity(told.recognise_s, self.world.seed, "recognise", key, k) * 1000) for k in (0, 1)]
        wrong = not by_eye and u(self.world.seed, "misread", key) < told.misread
        first_ms = now + (takes[0] // 2 if here else takes[0])
        due_ms = first_ms + takes[1] if wrong else first_ms
        if self._pending.get(mover.name, due_ms + 1) <= due_ms:
            return
        self._pending[mover.name] = due_ms
        if wrong:
            self.world.at(first_ms, CHOICES, partial(self._misread, mover.name, due_ms))
        self.world.at(due_ms, CHOICES, partial(self._recognise, mover.name, due_ms))

    def _people(self, name: str) -> list[Mover]:
        """Who a name stands for now: the mover, or the columns that its party has become."""
        if self._indexed != len(self.world.movers):  # who splits up is more movers than before
            self._indexed, self._named = len(self.world.movers), {}
            for mover in self.world.movers:
                for one in dict.fromkeys((mover.name, mover.party.name)):
                    self._named.setdefault(one, []).append(mover)
        return [mover for mover in self._named.get(name, ()) if not self.knows(mover)]

    def _misread(self, name: str, due_ms: int) -> None:
        people = self._people(name)
        if self._pending.get(name) == due_ms and people:
            self.world.emit("misread", self.threat.what, name, HARMLESS, self._place(people[0]))

    def _recognise(self, name: str, due_ms: int) -> None:
        people = self._people(name)
        if self._pending.get(name) != due_ms or not people:
            return
        self.recognised.add(name)
        self.world.emit("recognised", self.threat.what, name, self.threat.what, self._place(people[0]))
        for mover in people:
            for call in self.noticed:
                call(mover)

    def _place(self, mover: Mover) -> str:
        return self.world.compiled.names[mover.segment]

    # ---- exposure ----------------------------------------------------------------------------------------------------

    def _expose(self, mover: Mover, in_sight: bool) -> None:
        """Whether a mover is in an unsecured place that the threat shares or sees; the log says when that changes."""
        space = self.world.compiled.building.segments[mover.segment].space
        exposed = in_sight and (mover.segment == self.threat.where() or space not in self._secured)
        if exposed and mover.name not in self.exposed:
            place = self._place(mover)
            self.exposed[mover.name] = self.world.now, place
            self.world.emit("exposed", self.threat.what, mover.name, place, 0.0)
        elif not exposed:
            self._end_exposure(mover.name)

    def _end_exposures(self, still: set[str]) -> None:
        for name in [name for name in self.exposed if name not in still]:
            self._end_exposure(name)

    def _end_exposure(self, name: str) -> None:
        if name in self.exposed:
            since_ms, place = self.exposed.pop(name)
            self.world.emit("exposure_ended", self.threat.what, name, place, (self.world.now - since_ms) / 1000)


def seen_from(compiled: Compiled, segment: int) -> Ways:
    """What is in sight of a segment, itself included; worked out once for each segment of a plan."""
    kept = _SIGHT.setdefault(compiled, {})
    if segment not in kept:
        index = {name: number for number, name in enumerate(compiled.passage_names)}
        found: dict[int, list[tuple[int, ...]]] = {segment: [()]}
        for line in sights_of(compiled.plan, compiled.building.segments).of(compiled.names[segment]):
            needs = tuple(index[opening] for opening in line.needs)
            found.setdefault(compiled.building.by_name[line.to], []).append(needs)
        kept[segment] = {to: tuple(ways) for to, ways in found.items()}
    return kept[segment]


def sounds_in(compiled: Compiled, turn_db: float) -> Sounds:
    """Where sounds are heard in a plan with every door open; kept with the plan."""
    kept = _SOUND.setdefault(compiled, {})
    if turn_db not in kept:
        kept[turn_db] = Sounds(compiled.building, turn_db)
    return kept[turn_db]


def begin(play: Play) -> None:
    """The scenario's threat or intruder, where it has one: its walk is put on the clock, and people notice it."""
    world, scenario = play.world, play.scenario
    script, what = (scenario.threat, ARMED) if scenario.threat is not None else (scenario.intruder, UNARMED)
    if script is None:
        return
    play.threat = Threat(
        Scene(world), world.compiled, world.doors, script,
        what=what, seed=world.seed, tries_ms=round(scenario.perception.tries_s * 1000),
    )  # fmt: skip
    play.noticing = Noticing(world, play.threat, play.knowledge, scenario.perception)
    play.threat.begin()
