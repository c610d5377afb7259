"""What people do on the order they have heard: lock in, clear the halls, come in, leave, shelter, or stay.

Who leads a class, staff, and pupils in a room act where they are; whoever is alone in a hall, a restroom, a gym or a
cafeteria goes to the nearest room that lets them in.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial

from simulator.engine.entrances import Entrances
from simulator.engine.evacuation import Evacuation
from simulator.engine.helping import HELPLESS
from simulator.engine.orders import Belief, Orders
from simulator.engine.outside_doors import OutsideDoors
from simulator.engine.retrying import Retrying
from simulator.engine.securing import HALLS, SLACK_MS, Securing, leads
from simulator.engine.shelters import Shelters
from simulator.engine.streams import quantity, u
from simulator.engine.walking import ADMITTED, FULL, QUEUED, STANDING, THERE, WALKING
from simulator.engine.world import CHOICES, OPENINGS, Mover, World
from simulator.model.response import Policies, Step
from simulator.rules.played import is_lock_step

ROOMS = frozenset({"classroom", "portable", "office", "library", "kitchen"})
"""Kinds of room that people who are alone go to."""
NOT_TO_STAY = HALLS | {"restroom", "locker-room"}
BIG = frozenset({"gymnasium", "cafeteria", "auditorium", "seating", "stage"})
"""Rooms that only a class with somebody who leads it locks itself into."""

UNDER_WAY = frozenset({WALKING, QUEUED, FULL, ADMITTED})
STAYS = "stays"
"""Why people stand who have left a queue and stay where they are."""


class Sheltering:
    """Everybody's answer to orders."""

    def __init__(self, world: World, people: Evacuation, orders: Orders):
        self.world, self.people, self.orders = world, people, orders
        self.conduct = orders.scenario.conduct
        self.policies = orders.response.policies if orders.response is not None else Policies()
        self.knocks: dict[str, int] = {}
        self.shelters = Shelters(world, people)
        self.entrances = Entrances(world, people.walking)
        self.retrying = Retrying(self)
        self.admitted: set[str] = set()  # people for whom somebody said that doors be opened
        self.outside_doors = OutsideDoors(self)
        self.intents: dict[str, Belief] = {}
        self.on_duty: set[str] = set()  # officers in the building: orders for the school are not for them
        self._refuges: frozenset[int] | None = None
        self.unsheltered: Callable[[Mover, Belief], None] = _stays_there
        orders.acts.append(self.act)
        people.heeds, people.settled, people.walking.knock = self.heeds, self.settled, self.knock
        people.sets_off = self.sets_off

    @cached_property
    def securing(self) -> Securing:
        """The rooms that people secure; made when first asked for: most fire drills never do."""
        return Securing(self.world, self.people, self.conduct)

    def going_by(self, mover: Mover) -> Belief | None:
        """What a mover acts on: its own choice where it has made one, else the order that it has heard."""
        own = self.intents.get(mover.name) or self.intents.get(mover.party.name)
        return own or (self.orders.belief(mover) if mover.name not in self.on_duty else None)

    # ---- an order is heard -------------------------------------------------------------------------------------------

    def act(self, mover: Mover, belief: Belief) -> None:
        """A mover has heard another order than it had."""
        if mover.name in self.on_duty or self.waits_for_release(mover, belief):
            return
        self.shelters.leave(mover)
        if mover.state == HELPLESS:
            self._awaits_help(mover, belief)
            return
        match belief.order:
            case "lockdown":
                self._lockdown(mover, belief)
            case "hold":
                self._hold(mover, belief)
            case "secure":
                self._secure(mover, belief)
            case "evacuate":
                self._evacuate(mover, belief)
            case "shelter":
                self._shelter(mover, belief)
            case _:
                return

    def waits_for_release(self, mover: Mover, belief: Belief) -> bool:
        """Behind a locked door, where the plan releases rooms in person, another word over the PA is not followed."""
        if self.orders.response is None or self.policies.release_of_lockdown != "in_person" or belief.via != "pa":
            return False
        room = self.securing.rooms.get(self.orders.space(mover)) if belief.order != "lockdown" else None
        return room is not None and room.state == "secured"

    def _in_the_open(self, mover: Mover) -> bool:
        return self.world.compiled.open_air[mover.segment]

    def stop(self, mover: Mover) -> bool:
        """Whatever the mover was about is off; it stands where it is. Returns whether it stood at a door for that."""
        queued = mover.state in (QUEUED, FULL, ADMITTED)
        if self.people.helping.is_fetching(mover):
            self.people.helping.give_up(mover)
            self.people.helping.look_again()
        if mover in self.world.stranded:
            self.world.stranded.remove(mover)
        self.people.walking.stop(mover)
        self.people.pending.discard(mover.name)
        mover.goal, mover.outside, mover.within = None, self._in_the_open(mover), False
        self.outside_doors.give_up(mover)
        return queued

    def stop_here(self, mover: Mover, cause: str | None) -> None:
        """Stop, and stay."""
        if self.stop(mover):
            self.stays_put(mover, cause)

    def stays_put(self, mover: Mover, cause: str | None) -> None:
        """Whoever stood in a queue stays: the log tells it, for the queue is over for them."""
        self.world.emit("waiting", cause, mover.name, self.people.walking.place(mover), STAYS, None)

    def _drawn(self, name: str, mover: Mover) -> int:
        """One of the conduct's times for a mover, in ms."""
        return round(quantity(getattr(self.conduct, name), self.world.seed, name, mover.party.keys[mover.first]) * 1000)

    def go(
        self, mover: Mover, belief: Belief, goal: frozenset[int], delay_ms: int, why: str, within: bool = True
    ) -> None:  # fmt: skip
        """Walk to a place after a while, unless something else is decided meanwhile; from indoors `within` doors."""
        gen = mover.gen
        self.retrying.listen()

        def leave() -> None:
            if mover.gen == gen and mover.state == STANDING and mover in self.world.here[mover.segment]:
                outdoors = self._in_the_open(mover)
                mover.goal, mover.within = goal or None, within and not outdoors
                mover.outside = outdoors and not goal
                self.people.start(mover, why, belief.cause)

        self.world.at(self.world.now + delay_ms, CHOICES, leave)

    def refuges(self) -> frozenset[int]:
        """Every step from indoors into a room that people can lock themselves into."""
        if self._refuges is None:
            compiled = self.world.compiled
            rooms = [
                name for name, space in compiled.spaces.items()
                if space.kind in ROOMS and self.securing.securable(name)
            ]  # fmt: skip
            steps = frozenset().union(*(self.people.steps_into(room) for room in rooms))
            self._refuges = frozenset(step for step in steps if not compiled.open_air[compiled.came_from[step]])
        return self._refuges

    # ---- lockdown ----------------------------------------------------------------------------------------------------

    def _lockdown(self, mover: Mover, belief: Belief) -> None:
        queued, space = self.stop(mover), self.orders.space(mover)
        if mover.outside:
            if self.world.compiled.building.segments[mover.segment].kind != "assembly":
                self.go(mover, belief, frozenset(), self._drawn("go_s", mover), "lockdown")
        elif self.stays(mover, space):
            if queued:
                self.stays_put(mover, belief.cause)
            self.lock_in(mover, space, belief)
        else:
            self.go(mover, belief, self.refuges(), self._drawn("go_s", mover), "lockdown")

    def stays(self, mover: Mover, space: str) -> bool:
        """Whether these people lock themselves in where they are."""
        kind = self.world.compiled.spaces[space].kind if space in self.world.compiled.spaces else "stairs"
        if kind in NOT_TO_STAY or not self.securing.securable(space):
            return False
        return kind not in BIG or any(_led(one) for one in self.securing.inside(space))

    def lock_in(self, mover: Mover, space: str, belief: Belief) -> None:
        """Who leads turns to the doors; pupils and visitors do where nobody of staff is there."""
        inside = self.securing.inside(space)
        if not leads(mover) and any(leads(one) for one in inside):
            return
        step = self.lock_step()
        seed, key = self.world.seed, space
        if step is not None:
            if u(seed, "step done", f"{step.id}/{key}") >= step.done:
                self.world.emit("unsecured", belief.cause, space, mover.name, "nobody turned to the doors")
                return
            takes = quantity(step.actual, seed, "step", f"{step.id}/{key}")
        else:
            takes = quantity(self.conduct.lock_start_s, seed, "lock start", key)
        self.securing.begin(space, mover, belief.cause, self.world.now + round(takes * 1000))

    def lock_step(self) -> Step | None:
        """The response plan's step for locking one's own room."""
        return next((step for step in self.orders.steps() if is_lock_step(step)), None)

    # ---- hold and secure ---------------------------------------------------------------------------------------------

    def _hold(self, mover: Mover, belief: Belief) -> None:
        """Clear the halls; whoever is in a room stays in it."""
        self._end_lockdown(mover)
        queued, space = self.stop(mover), self.orders.space(mover)
        kind = self.world.compiled.spaces[space].kind if space in self.world.compiled.spaces else "stairs"
        if not mover.outside and kind in HALLS:
            self.go(mover, belief, self.refuges(), self._drawn("go_s", mover), "hold")
        elif queued:
            self.stays_put(mover, belief.cause)

    def _secure(self, mover: Mover, belief: Belief) -> None:
        """Whoever is outdoors comes in; staff lock the outside doors; classes go on."""
        self._end_lockdown(mover)
        if self._in_the_open(mover):
            self.stop(mover)
            mover.known = mover.known - self.entrances.knocked
            self.go(mover, belief, self.entrances.goal(mover), self._drawn("go_s", mover), "secure")
        elif mover.state == STANDING and mover.party.kind == "staff" and mover.n == 1 and mover.party.together is None:
            self.outside_doors.next(mover, belief, self._drawn("go_s", mover))

    # ---- evacuate and shelter ----------------------------------------------------------------------------------------

    def _evacuate(self, mover: Mover, belief: Belief) -> None:
        """Like the alarm, with the exit and the place that were named."""
        self._end_lockdown(mover)
        people = self.people
        walking_out = mover.state not in (STANDING, THERE) and mover.goal is None
        if not walking_out:
            self.stop(mover)
        if belief.through is not None:
            mover.exit = people.exit_step(belief.through)
        if belief.to is not None:
            people.sent_to[mover.party.name] = belief.to
        if walking_out:
            people.send([mover], "told to leave", belief.cause)
        elif not mover.outside:
            people.start_later(mover, self.world.now + people.start_ms[mover.party.name], "evacuate", belief.cause)
        elif belief.to is not None:
            self.go(mover, belief, people.steps_into(belief.to), self._drawn("go_s", mover), "evacuate")

    def hazard(self, belief: Belief) -> str:
        """What an order to shelter is about."""
        return belief.hazard or self.orders.scenario.hazard

    def _shelter(self, mover: Mover, belief: Belief) -> None:
        """To the nearest space with room left that the plan names as a shelter from this hazard."""
        self._end_lockdown(mover)
        under_way = mover.state in UNDER_WAY
        queued = self.stop(mover)
        here = self.orders.space(mover)
        spaces = self.world.compiled.spaces
        if here in spaces and self.hazard(belief) in spaces[here].shelter:
            self._shelter_here(mover, belief, here, under_way)
        elif not self.to_shelter(mover, belief):
            if queued and not self._in_the_open(mover):
                self.stays_put(mover, belief.cause)
            self.unsheltered(mover, belief)

    def to_shelter(self, mover: Mover, belief: Belief) -> bool:
        """Set out for the nearest shelter with room, if there is one that the mover knows a way to."""
        way = self.shelters.nearest(mover, self.hazard(belief))
        if way is None:
            return False
        self.shelters.take(mover, way.space)
        self.go(mover, belief, way.goal, self._drawn("go_s", mover), "shelter", way.within)
        return True

    def _shelter_here(self, mover: Mover, belief: Belief, space: str, under_way: bool) -> None:
        """In a shelter already: in a hall, on to a strip with room."""
        self.shelters.take(mover, space)
        stays = not self.shelters.is_spread(space) or mover.needs_help
        if stays or (mover.n <= self.world.movement.column and self._strip(mover, belief) == mover.segment):
            if under_way:
                self.world.emit("reached", belief.cause, mover.name, space)
            return
        self.go(mover, belief, self.people.steps_into(space), self._drawn("go_s", mover), "shelter")

    def _strip(self, mover: Mover, belief: Belief) -> int:
        return self.shelters.strip(mover, self.hazard(belief))

    def sets_off(self, mover: Mover) -> None:
        """A column sets off: in a hall that is its shelter it goes to a strip of its own."""
        belief, space = self.going_by(mover), self.shelters.of(mover)
        partner = self.people.helping.partner(mover)
        if partner is not None and self.shelters.of(partner) is not None and space is None:
            mover.goal = partner.goal
        elif belief is None or space is None or belief.order != "shelter" or not self.shelters.is_spread(space):
            pass
        elif mover.goal == self.people.steps_into(space):
            segment = self._strip(mover, belief)
            if segment == mover.segment:
                self.people.arrived(mover)
                return
            mover.goal = self.shelters.steps_into(segment)
        self.people.walking.decide(mover)

    def _awaits_help(self, mover: Mover, belief: Belief) -> None:
        """Another order for somebody who waits for help: whoever comes goes with them where it says."""
        match belief.order:
            case "evacuate":
                mover.goal, mover.within = None, False
            case "lockdown" | "hold":
                mover.goal, mover.within = self.refuges(), True
            case "shelter" if (way := self.shelters.nearest(mover, self.hazard(belief))) is not None:
                self.shelters.take(mover, way.space)
                mover.goal, mover.within = way.goal, way.within
            case _:
                pass

    def _end_lockdown(self, mover: Mover) -> None:
        """Another order has come: the room of whoever hears it is not secured any more."""
        self.securing.release(self.orders.space(mover))

    # ---- arriving, knocking, alarms ----------------------------------------------------------------------------------

    def settled(self, mover: Mover) -> None:
        """Somebody is where they were going: they tell those there, and do what is left to do."""
        if not mover.outside:
            self.people.helping.there(mover)
        belief = self.going_by(mover)
        if belief is None:
            return
        space = self.orders.space(mover)
        if belief.order == "shelter" and not mover.outside:
            self._spread(mover, belief, space)
        elif belief.order == "lockdown" and not mover.outside:
            told = Belief("lockdown", self.world.now, mover.name, "in_person", belief.cause)
            self.world.at(self.world.now, CHOICES, partial(self.joined, mover, space, told))
        elif belief.order == "secure":
            if self.outside_doors.reached(mover):
                return
            if space in self.world.compiled.spaces and self.world.compiled.spaces[space].kind in HALLS:
                self.go(mover, belief, self.refuges(), 0, "secure")

    def _spread(self, mover: Mover, belief: Belief, space: str) -> None:
        """Whoever was sent into a hall that is a shelter goes on to a strip with room."""
        spaces = self.world.compiled.spaces
        if space not in spaces or self.hazard(belief) not in spaces[space].shelter:
            return
        if self.shelters.of(mover) != space or self.shelters.segment(mover) != mover.segment:
            self._shelter_here(mover, belief, space, under_way=False)

    def joined(self, mover: Mover, space: str, told: Belief) -> None:
        """In a room for lockdown: whoever is there and does not know is told; the doors are locked."""
        if self.orders.space(mover) != space:
            return
        for other in self.securing.inside(space):
            held = self.orders.belief(other)
            if held is None or held.order not in ("lockdown", "stay"):
                self.orders.learn(other, told)
        if self.stays(mover, space):
            self.securing.begin(space, mover, told.cause, self.world.now)

    def knock(self, mover: Mover, step: int) -> bool:
        """Whether somebody inside opens a door that was found locked; they do after a while."""
        belief = self.going_by(mover)
        compiled, door = self.world.compiled, step >> 1
        space = compiled.building.segments[compiled.goes_to[step]].space
        if mover.goal is None or (step not in mover.goal and step not in self.entrances.knocked):
            return False
        if mover.name not in self.admitted and (belief is None or not self._opens(belief, space, step)):
            return False
        if self.world.doors.blocked[door] or compiled.goes_to[step] in self.world.doors.closed_segments:
            return False
        self.people.walking.stop(mover)
        name = compiled.passage_names[door]
        cause = belief.cause if belief is not None else mover.cause
        self.world.emit("waiting", cause, mover.name, self.people.walking.place(mover), "knocks", name)
        key = f"{mover.party.keys[mover.first]}/{name}"
        k = self.knocks.get(key, 0)
        self.knocks[key] = k + 1
        takes = round(quantity(self.conduct.knock_s, self.world.seed, "knock", key, k) * 1000)
        opened = partial(self._opened, mover, mover.gen, space, step)
        self.world.at(self.world.now + takes, OPENINGS, opened)
        return True

    def _opens(self, belief: Belief, space: str, step: int) -> bool:
        """Whether somebody is there to open, and would."""
        if belief.order in ("secure", "shelter") and step in self.entrances.knocked:
            return True
        room = self.securing.rooms.get(space)
        if room is not None and room.state in ("locking", "secured") and not self.policies.lone_pupils_let_in:
            return False
        return any(leads(one) for one in self.securing.inside(space))

    def _opened(self, mover: Mover, gen: int, space: str, step: int) -> None:
        if mover.gen != gen:
            return
        if self.world.is_shut(mover, step):
            why = f"opened for {mover.name}"
            self.securing.open_up(space, step >> 1, mover.name, why, self.world.now + SLACK_MS)
        mover.known = mover.known - {step}
        self.people.walking.decide(mover)

    def heeds(self, mover: Mover) -> bool:
        """Whether people leave for a fire alarm: in lockdown the plan's policy says."""
        belief = self.going_by(mover)
        if belief is None or belief.order not in ("lockdown", "stay"):
            return mover.name not in self.on_duty
        match self.policies.alarm_in_lockdown:
            case "stay_until_told":
                return False
            case "class_decides":
                space = self.orders.space(mover)
                if u(self.world.seed, "leaves on alarm", space) >= self.conduct.leaves_on_alarm:
                    return False
            case _:
                pass
        self._end_lockdown(mover)
        self.stop(mover)
        self.orders.held[mover.name] = Belief("evacuate", self.world.now, None, "alarm", None)
        self.intents.pop(mover.name, None)
        return True


def _stays_there(mover: Mover, belief: Belief) -> None:
    return None


def _led(mover: Mover) -> bool:
    """Whether these people are a class with somebody who leads it."""
    return mover.party.leaders > 0 or mover.party.together is not None
