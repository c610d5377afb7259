"""A disturbance: in a space, then in the next by the script's own list, whatever anybody does.

No door closes for it. Who shares its space sees it, recognises it after a while, and is exposed for as long.
"""

from __future__ import annotations

from functools import partial

from simulator.engine.play import Play
from simulator.engine.streams import quantity
from simulator.engine.tasks import front_office
from simulator.engine.world import CHOICES, OPENINGS, SIGHT, Mover
from simulator.model.events import Row
from simulator.model.hazard import Disturbance as Script

WHAT = "disturbance"
MOVES = ("entered", "out", "party_split")


class Disturbance:
    """One disturbance by its script. `space` is where it is; None before and after."""

    def __init__(self, play: Play, script: Script):
        self.play, self.world = play, play.world
        resolve = self.world.compiled.plan.resolve
        self.spaces = [resolve(reference) for reference in (script.in_, *script.moves)]
        lasts_ms = round(quantity(script.lasts, self.world.seed, "disturbance lasts", WHAT) * 1000)
        self.starts_ms = [script.at_ms + lasts_ms * k // len(self.spaces) for k in range(len(self.spaces) + 1)]
        self.space: str | None = None
        self.exposed: dict[str, tuple[int, str]] = {}
        self.seen: set[tuple[str, str]] = set()
        self.recognised: set[str] = set()
        self._looks_ms = -1
        for k, t_ms in enumerate(self.starts_ms):
            self.world.at(t_ms, OPENINGS, partial(self._goes_to, k))

    def _goes_to(self, k: int) -> None:
        """Into its k-th space; after the last one it is over."""
        if self.space is not None:
            self.world.emit("hazard_opened", WHAT, WHAT, self.space)
        self.space = self.spaces[k] if k < len(self.spaces) else None
        if self.space is not None:
            self.world.emit("hazard_closed", WHAT, WHAT, self.space)
        else:
            self.world.emit("hazard_ended", WHAT, WHAT, self.spaces[-1])
        if k in (0, len(self.spaces)):
            for kind in MOVES:
                (self.world.unlisten if k else self.world.listen)(kind, self._moved)
        self._look_later()

    def _moved(self, row: Row) -> None:
        if row[1] == "party_split" or row[3] in self.exposed or self._is_here(row[4]):
            self._look_later()

    def _is_here(self, segment: str) -> bool:
        building = self.world.compiled.building
        return building.segments[building.by_name[segment]].space == self.space

    def _look_later(self) -> None:
        if self._looks_ms != self.world.now:
            self._looks_ms = self.world.now
            self.world.at(self.world.now, SIGHT, self._look)

    def _look(self) -> None:
        """Who shares its space now, and who no longer does."""
        self._looks_ms = -1
        here = {mover.name: mover for mover in self.play.orders.within([self.space] if self.space else [])}
        for name in [name for name, (_, space) in self.exposed.items() if name not in here or space != self.space]:
            since_ms, space = self.exposed.pop(name)
            self.world.emit("exposure_ended", WHAT, name, space, (self.world.now - since_ms) / 1000)
        for name, mover in here.items():
            if name not in self.exposed:
                assert self.space is not None
                self.exposed[name] = self.world.now, self.space
                self.world.emit("exposed", WHAT, name, self.space, 0.0)
                self._see(mover, self.space)

    def _see(self, mover: Mover, space: str) -> None:
        if (mover.party.name, space) in self.seen:
            return
        self.seen.add((mover.party.name, space))
        self.world.emit("seen", WHAT, mover.name, WHAT, space)
        self.play.knowledge.learn(mover.party.name, f"{WHAT}_where", space, None, "seen", WHAT)
        if mover.party.name not in self.recognised:
            self.recognised.add(mover.party.name)
            told, key = self.play.scenario.perception.recognise_s, mover.party.keys[mover.first]
            half_ms = round(quantity(told, self.world.seed, "recognise", key) * 1000) // 2  # with their own eyes
            recognise = partial(self._recognise, mover.party.name, space)
            self.world.at(self.world.now + half_ms, CHOICES, recognise)

    def _recognise(self, who: str, space: str) -> None:
        """With their own eyes, in the same place; who has no role of their own tells the front office."""
        self.world.emit("recognised", WHAT, who, WHAT, space)
        if who not in self.play.scenario.roles:
            takes = quantity(self.play.scenario.perception.report_s, self.world.seed, "report", who)
            report = partial(self._reported, who, space)
            self.world.at(self.world.now + round(takes * 1000), CHOICES, report)

    def _reported(self, source: str, space: str) -> None:
        office = front_office(self.play)
        if office is not None and office.party.name not in self.recognised:
            who = office.party.name
            self.recognised.add(who)
            self.play.knowledge.learn(who, f"{WHAT}_where", space, source, "phone", WHAT)
            self.world.emit("recognised", WHAT, who, WHAT, self.play.people.walking.place(office))
