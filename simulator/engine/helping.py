"""People who cannot leave alone: the nearest free member of staff comes, and the two walk together to the rally point.

In a class, whoever leads it sees to it that classmates help; here are the ones who stand by themselves. Helper and
helped keep their names in the log, but go the same way at the slower one's pace. A helper who has brought one person
out goes back for the next as long as anybody waits.
"""

from __future__ import annotations

from collections.abc import Callable

from simulator.engine.walking import FULL, QUEUED, STANDING, THERE, WALKING, Walking
from simulator.engine.world import CHOICES, Mover, World
from simulator.rules.routes import FAR_MM, distance_to

HELPLESS, HELPING = "waits for help", "walks up to somebody"
_ABLE = frozenset({STANDING, WALKING, QUEUED, FULL, THERE})


class Helping:
    """Who waits for help and who is on the way to whom."""

    def __init__(self, world: World, walking: Walking, set_off: Callable[[Mover, str, str | None], None]):
        self._world, self._walking, self._set_off = world, walking, set_off
        self._waiting: list[Mover] = []
        self._fetching: dict[Mover, Mover] = {}
        self._partner: dict[Mover, Mover] = {}
        self._own_speeds: dict[Mover, tuple[float, float]] = {}
        self._goals: dict[Mover, frozenset[int]] = {}

    def ask(self, mover: Mover, helper: Mover | None = None) -> None:
        """A person who cannot leave alone knows that it is time to; `helper` comes where it can, else who is near."""
        mover.state = HELPLESS
        self._world.emit("waiting", mover.cause, mover.name, self._walking.place(mover), "needs help", None)
        if helper is not None and self._can_help(helper):
            self._fetch(helper, mover)
            return
        self._waiting.append(mover)
        self._assign()

    def is_fetching(self, mover: Mover) -> bool:
        """Whether the mover is on its way to somebody who waits."""
        return mover in self._fetching

    def was_sent_elsewhere(self, mover: Mover) -> bool:
        """Whether somebody on the way to help has been given another goal meanwhile."""
        return mover in self._fetching and mover.goal is not self._goals.get(mover)

    def give_up(self, helper: Mover) -> None:
        """The helper does not get to whoever waits: somebody else must come."""
        helped = self._fetching.pop(helper)
        helper.goal = None
        if helped.state == HELPLESS:
            self._waiting.append(helped)

    def look_again(self) -> None:
        """Somebody else may be free for whoever waits; not to be asked where a helper has just found no way there."""
        self._world.at(self._world.now, CHOICES, self._assign)

    def met(self, helper: Mover) -> None:
        """The helper is in the room: it walks up to who waits, and then they go as one."""
        helped, world = self._fetching[helper], self._world
        if helped.state != HELPLESS or helped.segment != helper.segment:
            self.give_up(helper)
            self._walking.decide(helper)
            self.look_again()
            return
        walk = world.compiled.building.walk_mm[helper.segment]
        near_mm = min((distance_to(helped.anchors, door, walk) + far for door, far in helper.anchors), default=0)
        if helper.anchors == helped.anchors:
            near_mm = 0
        helper.gen += 1
        helper.state = HELPING
        gen = helper.gen

        def together() -> None:
            if helper.gen == gen and self._fetching.get(helper) is helped:
                self._leave_together(helper, helped)

        world.at(world.now + round(near_mm / helper.speed_m_s), CHOICES, together)

    def _leave_together(self, helper: Mover, helped: Mover) -> None:
        del self._fetching[helper]
        if helped.state != HELPLESS or helped.segment != helper.segment:
            helper.goal = None
            self._walking.decide(helper)
            return
        for mover in (helper, helped):
            self._part(mover)
        self._partner[helper], self._partner[helped] = helped, helper
        self._own_speeds[helper] = helper.speed_m_s, helper.stair_speed_m_s
        helper.speed_m_s = helped.speed_m_s = min(helper.speed_m_s, helped.speed_m_s)
        helper.stair_speed_m_s = helped.stair_speed_m_s = min(helper.stair_speed_m_s, helped.stair_speed_m_s)
        helper.goal, helper.within, helper.exit, helper.outside = helped.goal, helped.within, helped.exit, False
        helper.anchors = helped.anchors
        helped.has_keys = helper.has_keys = helper.has_keys or helped.has_keys
        helped.known = helper.known = self._world.believed_without_keys | (helper.known & helped.known)
        helper.state = helped.state = STANDING
        self._set_off(helped, f"helped by {helper.name}", helped.cause)
        self._set_off(helper, f"helps {helped.name}", helped.cause)

    def _part(self, mover: Mover) -> None:
        """Somebody who has turned to something else on the way is no longer one of a pair."""
        partner = self._partner.pop(mover, None)
        if partner is None:
            return
        del self._partner[partner]
        for one in (mover, partner):
            if one in self._own_speeds:
                one.speed_m_s, one.stair_speed_m_s = self._own_speeds.pop(one)

    def out(self, mover: Mover) -> None:
        """Somebody is out of the building: once both of a pair are, its helper can go back for the next who waits."""
        partner = self._partner.get(mover)
        if partner is None:
            if self._waiting:
                self._assign()
            return
        if not partner.outside or not self._waiting:
            return
        helper = mover if mover in self._own_speeds else partner
        helper.speed_m_s, helper.stair_speed_m_s = self._own_speeds.pop(helper)
        del self._partner[mover], self._partner[partner]
        self._assign()

    def partner(self, mover: Mover) -> Mover | None:
        """Who walks with a mover as one of a pair."""
        return self._partner.get(mover)

    def there(self, mover: Mover) -> None:
        """Somebody is where they were going indoors: once both of a pair are, its helper is free for the next."""
        partner = self._partner.get(mover)
        if partner is not None:
            if partner.goal is not None:
                return
            self._part(mover)
        if self._waiting:
            self.look_again()

    def _assign(self) -> None:
        for helped in list(self._waiting):
            helper = self._nearest(helped)
            if helper is not None:
                self._waiting.remove(helped)
                self._fetch(helper, helped)

    def _fetch(self, helper: Mover, helped: Mover) -> None:
        self._fetching[helper] = helped
        world = self._world
        helper.known -= world.believed_without_keys - world.believed_at_start(helper)
        helper.cause = helped.cause
        if helper.segment == helped.segment:
            self._walking.stop(helper)
            self.met(helper)
            return
        helper.goal = self._goals[helper] = self._into(helped.segment)
        why = f"goes to help {helped.name}"
        self._world.emit("started", helped.cause, helper.name, self._walking.place(helper), why)
        self._walking.decide(helper)

    def _nearest(self, helped: Mover) -> Mover | None:
        """Of those who can help the one with the shortest way there, by what each of them can open."""
        routes, into = self._world.compiled.routes, self._into(helped.segment)
        best, best_mm = None, FAR_MM
        for mover in self._world.movers:
            if not self._can_help(mover):
                continue
            far = 0
            if mover.segment != helped.segment:
                table = routes.table(into, self._world.believed_at_start(mover))
                step, near = self._walking.best_step(mover, table)
                far = near + table.left_mm[step] if step >= 0 else FAR_MM
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
