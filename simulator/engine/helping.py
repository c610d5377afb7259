"""People who cannot leave alone: the nearest free member of staff comes, and both walk at the slower one's pace.

In a class, whoever leads it sees to it that classmates help; here are the ones who stand by themselves. A helper who
has brought one person out goes back for the next as long as anybody waits.
"""

from __future__ import annotations

from collections.abc import Callable

from simulator.engine.walking import FULL, QUEUED, STANDING, THERE, WALKING, Walking
from simulator.engine.world import Mover, World
from simulator.rules.routes import FAR_MM

HELPLESS = "waits for help"
_ABLE = frozenset({STANDING, WALKING, QUEUED, FULL, THERE})


class Helping:
    """Who waits for help and who is on the way to whom."""

    def __init__(self, world: World, walking: Walking, set_off: Callable[[Mover, str, str | None], None]):
        self._world, self._walking, self._set_off = world, walking, set_off
        self._waiting: list[Mover] = []
        self._fetching: dict[Mover, Mover] = {}
        self._own_speeds: dict[Mover, tuple[float, float]] = {}

    def ask(self, mover: Mover) -> None:
        """A person who cannot leave alone has noticed that it is time to."""
        mover.state = HELPLESS
        self._world.emit("waiting", mover.cause, mover.name, self._walking.place(mover), "needs help", None)
        self._waiting.append(mover)
        self._assign()

    def is_fetching(self, mover: Mover) -> bool:
        """Whether the mover is on its way to somebody who waits."""
        return mover in self._fetching

    def give_up(self, helper: Mover) -> None:
        """The helper knows no way to whoever waits: somebody else must come."""
        self._waiting.append(self._fetching.pop(helper))
        helper.goal = None

    def met(self, helper: Mover) -> None:
        """Helper and helped are together and leave at the slower one's pace."""
        helped = self._fetching.pop(helper)
        self._own_speeds[helper] = helper.speed_m_s, helper.stair_speed_m_s
        helper.goal, helper.within, helper.outside = helped.goal, helped.within, False
        helper.speed_m_s = min(helper.speed_m_s, helped.speed_m_s)
        helper.stair_speed_m_s = min(helper.stair_speed_m_s, helped.stair_speed_m_s)
        helper.state = helped.state = STANDING
        helped.has_keys = helper.has_keys
        helped.known = helper.known
        self._set_off(helped, f"helped by {helper.name}", helped.cause)
        self._set_off(helper, f"helps {helped.name}", helped.cause)

    def free_again(self, mover: Mover) -> None:
        """Somebody is out of the building: a helper has hands free for the next who waits."""
        if mover in self._own_speeds:
            mover.speed_m_s, mover.stair_speed_m_s = self._own_speeds.pop(mover)
        if self._waiting:
            self._assign()

    def _assign(self) -> None:
        for helped in list(self._waiting):
            helper = self._nearest(helped)
            if helper is not None:
                self._waiting.remove(helped)
                self._fetch(helper, helped)

    def _fetch(self, helper: Mover, helped: Mover) -> None:
        self._fetching[helper] = helped
        helper.cause = helped.cause
        if helper.segment == helped.segment:
            self._walking.stop(helper)
            self.met(helper)
            return
        helper.goal = self._into(helped.segment)
        why = f"goes to help {helped.name}"
        self._world.emit("started", helped.cause, helper.name, self._walking.place(helper), why)
        self._walking.decide(helper)

    def _nearest(self, helped: Mover) -> Mover | None:
        table = self._world.compiled.routes.table(self._into(helped.segment), self._world.believed_at_start(helped))
        best, best_mm = None, FAR_MM
        for mover in self._world.movers:
            if not self._can_help(mover):
                continue
            step, near = (-1, 0) if mover.segment == helped.segment else self._walking.best_step(mover, table)
            if step < 0 and mover.segment != helped.segment:
                continue
            far = near + (table.left_mm[step] if step >= 0 else 0)
            if far < best_mm:
                best, best_mm = mover, far
        return best

    def _can_help(self, mover: Mover) -> bool:
        party = mover.party
        free = mover not in self._fetching and mover not in self._own_speeds and mover.goal is None
        alone = len(party.keys) == 1 and party.kind == "staff" and party.together is None
        return free and alone and mover.state in _ABLE and not mover.needs_help

    def _into(self, segment: int) -> frozenset[int]:
        compiled = self._world.compiled
        return frozenset(
            step for step, goes_to in enumerate(compiled.goes_to)
            if goes_to == segment and compiled.came_from[step] != segment
        )  # fmt: skip
