"""The bell: another period begins, and classes go to where it has them. Who is under an order to stay, stays."""

from __future__ import annotations

from functools import partial

from simulator.engine.occupants import CLASSROOMS, SHARED
from simulator.engine.play import Play
from simulator.engine.streams import quantity, u
from simulator.engine.walking import STANDING, THERE
from simulator.engine.world import CHOICES, Mover
from simulator.model.inject import PeriodEffect

BELL = "bell"
"""Why people set off on it."""
STAY_FOR = frozenset({"lockdown", "hold", "shelter", "evacuate"})
"""Orders under which the bell moves nobody. Under secure, classes go on inside."""
GOES_HOME = ("dismissal", "after_school")


class Bells:
    """Classes and their periods. `rung` counts the bells of a run: each has draws of its own."""

    def __init__(self, play: Play):
        self.play, self.world, self.people = play, play.world, play.people
        self.spaces = self.world.compiled.spaces
        self.rung = 0

    def ring(self, effect: PeriodEffect, cause: str) -> None:
        """The bell of a period: each class, and each pupil alone, sets off after a moment of their own."""
        self.rung += 1
        self.play.sheltering.retrying.listen()
        pupils = self._pupils()
        goals = self._goals(effect.period, pupils)
        steps = {space: self.people.steps_into(space) for space in dict.fromkeys(goals.values())}
        for mover in pupils:
            to = goals.get(mover.party.home)
            if to is None and effect.period not in GOES_HOME:
                continue
            key = mover.party.keys[mover.first]
            takes = quantity(self.play.scenario.arrivals.bell_s, self.world.seed, "bell", key, self.rung)
            go = partial(self._go, mover, mover.gen, to, steps[to] if to is not None else None, cause)
            self.world.at(self.world.now + round(takes * 1000), CHOICES, go)

    def _pupils(self) -> list[Mover]:
        """Pupils with a classroom of their own who stand indoors and are under no order to stay."""
        return [
            mover for mover in self.world.movers
            if mover.party.kind == "pupils" and mover.party.home in self.spaces
            and self.spaces[mover.party.home].kind in CLASSROOMS and self._is_free(mover)
        ]  # fmt: skip

    def _is_free(self, mover: Mover) -> bool:
        belief = self.play.sheltering.going_by(mover)
        return mover.state in (STANDING, THERE) and (belief is None or belief.order not in STAY_FOR)

    # ---- where to ----------------------------------------------------------------------------------------------------

    def _goals(self, period: str, pupils: list[Mover]) -> dict[str, str]:
        """By home room, the space that a class goes to; a period that nobody changes rooms for has its own rooms."""
        rooms = self._rooms(pupils)
        match period:
            case "dismissal" | "after_school":
                return {}
            case "passing":
                return dict(zip(rooms, [*rooms[1:], *rooms[:1]], strict=True))
            case "lunch" | "assembly":
                return self._shared(rooms, pupils, SHARED[period])
            case _:
                return {room: room for room in rooms}

    def _rooms(self, pupils: list[Mover]) -> list[str]:
        """The home rooms in an order drawn anew for each bell, each room's place by its own number."""
        rooms = dict.fromkeys(mover.party.home for mover in pupils)
        return sorted(rooms, key=lambda room: (u(self.world.seed, "bell", room, self.rung), room))

    def _shared(self, rooms: list[str], pupils: list[Mover], kinds: tuple[str, ...]) -> dict[str, str]:
        """As many whole classes as a cafeteria or auditorium takes; the others stay in their rooms."""
        sizes: dict[str, int] = {}
        for mover in pupils:
            sizes[mover.party.home] = sizes.get(mover.party.home, 0) + mover.n
        goals, waiting = {}, list(rooms)
        for kind in kinds:
            for space, room in self.spaces.items():
                left = room.cap or 0 if room.kind == kind else 0
                while waiting and sizes[waiting[0]] <= left:
                    left -= sizes[waiting[0]]
                    goals[waiting.pop(0)] = space
        return goals

    # ---- setting off -------------------------------------------------------------------------------------------------

    def _go(self, mover: Mover, gen: int, to: str | None, steps: frozenset[int] | None, cause: str) -> None:
        """A class sets off, unless something else has been decided since the bell, or it is there already."""
        if mover.gen != gen or not self._is_free(mover) or self.play.orders.space(mover) == to:
            return
        if to is None:
            if self.world.compiled.open_air[mover.segment]:
                return
            self._go_home(mover)
        else:
            mover.goal, mover.within = steps, not self.spaces[to].open_air
        self.people.send([mover], BELL, cause)

    def _go_home(self, mover: Mover) -> None:
        """Out by the way they always take, and on to where cars and buses stand, where the plan has such a place."""
        mover.goal, mover.within = None, False
        stands = [name for name, space in self.spaces.items() if space.kind == "parking"]
        if stands:
            self.people.sent_to[mover.party.name] = stands[-1]
