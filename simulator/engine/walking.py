"""Walking through the building: one event for each segment, doors in closed form.

A column takes its slot at a door on reaching it and reads the density of the next segment on crossing. Whoever finds
a door shut learns it and decides again; a full segment is waited for in order, and squeezed into when nothing moves.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from heapq import heappush

from simulator.engine.world import ENTRIES, Call, Mover, World
from simulator.model.run import Choice, Option
from simulator.rules.routes import FAR_MM, Anchors, Doors, Table, doors_near, nearest_door
from simulator.rules.walking import last_member_spacing

STANDING, WALKING, QUEUED, FULL, ADMITTED = "standing", "walking", "queued", "full", "admitted"
STRANDED, THERE, SPLIT = "stranded", "there", "split"


def _nobody_opens(mover: Mover, step: int) -> bool:
    return False


def _goes_on(mover: Mover) -> None:
    return None


class Walking:
    """The movers' side of a world.

    `chosen(mover)` gives the route table it wants now, None where it knows no way; `arrived(mover)` is called when its
    head is at the end of that way; `knock(mover, step)` tells whether somebody will open a door that was found shut;
    `found_shut(mover)` is called when nobody does and it has chosen another way.
    The compiled lists are held here once more: looking them up is most of the work.
    """

    def __init__(self, world: World, chosen: Callable[[Mover], Table | None], arrived: Callable[[Mover], None]):
        self.world, self.chosen, self.arrived = world, chosen, arrived
        self.env, self.log, self.shut = world.env, world.log, world.shut
        self.listeners = world.listeners
        self.names, self.passage_names = world.compiled.names, world.compiled.passage_names
        self.came_from, self.goes_to = world.compiled.came_from, world.compiled.goes_to
        self.service_ms, self.most = world.compiled.service_ms, world.compiled.most
        self.speed_m_s, self.is_stair = world.compiled.speed_m_s, world.compiled.is_stair
        self.exit_steps = world.compiled.exits | world.compiled.windows
        self.knock: Callable[[Mover, int], bool] = _nobody_opens
        self.found_shut: Callable[[Mover], None] = _goes_on
        self._reach = (self.reach,)
        self._clock, self._number = world.env._queue, world.env._eid  # the busiest call goes straight to the clock
        self._watched: set[int] = set()
        self._asked: tuple[int, Anchors, Doors] = (-1, (), [])
        self.squeeze_ms = round(world.movement.squeeze_s * 1000)
        self.shown_ms = round(world.movement.queue_shown_s * 1000)
        self.free_ms, self.busy_ms, self.queue = world.free_ms, world.busy_ms, world.queue
        self.held, self.left_ms, self.full_queue = world.held, world.left_ms, world.full_queue
        self.here, self.settled, self.ramps = world.here, world.settled, world.ramps

    def later(self, mover: Mover, delay_ms: int, call: Callable[[Call], None]) -> None:
        """Call `call(event)` for the mover after a delay, unless it decides again before."""
        self.env.schedule(Call(mover, (call,)), ENTRIES, delay_ms)

    # ---- choosing the next door --------------------------------------------------------------------------------------

    def decide(self, mover: Mover, why: str | None = None) -> None:
        """Choose a way from where the mover is; `why` is logged when the way is another than before."""
        world = self.world
        self.stop(mover)
        table = self.chosen(mover)
        step, far = self.best_step(mover, table) if table is not None else (-1, FAR_MM)
        if mover.party.name in world.traced:
            self.note(mover, self.goal(table, step) if table is not None and step >= 0 else None)
        if step < 0:
            self.strand(mover)
            return
        assert table is not None
        mover.table, mover.state = table, WALKING
        if why is not None:
            world.emit("rerouted", mover.cause, mover.name, self.place(mover), why, self.goal(table, step))
        self.walk(mover, step, far)

    def note(self, mover: Mover, took: str | None) -> None:
        """Keep what a traced party chose, with every exit it could have chosen; nothing else is changed by it."""
        compiled = self.world.compiled
        options = []
        for step in sorted(compiled.exits):
            table = compiled.routes.table(compiled.to_exit[step], compiled.never)
            first, near = self.best_step(mover, table)
            if first >= 0:
                far_m = (near + table.left_mm[first]) / 1000
                options.append(Option(compiled.passage_names[step >> 1], far_m, step in mover.known))
        options.sort(key=lambda option: (option.walk_m, option.exit))
        self.world.choices.append(Choice(self.env._now, mover.name, self.place(mover), took, tuple(options)))

    def best_step(self, mover: Mover, table: Table) -> tuple[int, int]:
        """The step out of the mover's segment with the shortest whole way, and the walk to it in mm."""
        return nearest_door(self.doors_near(mover), table)

    def doors_near(self, mover: Mover) -> Doors:
        """Every step out of the mover's segment and the walk to it in mm; kept while the same place is asked for."""
        segment, anchors = mover.segment, mover.anchors
        if segment != self._asked[0] or anchors is not self._asked[1]:
            self._asked = segment, anchors, doors_near(self.world.compiled.building, segment, anchors)
        return self._asked[2]

    def goal(self, table: Table, step: int) -> str:
        """The name of the exit or place at the end of a way."""
        following = table.next_step
        while following[step] >= 0:
            step = following[step]
        compiled = self.world.compiled
        if step in self.exit_steps:
            return compiled.passage_names[step >> 1]
        return compiled.building.segments[compiled.goes_to[step]].space

    def place(self, mover: Mover) -> str:
        """The name of the mover's segment."""
        return self.world.compiled.names[mover.segment]

    def walk(self, mover: Mover, step: int, leg_mm: int) -> None:
        """Set off to the door of a step in the present segment."""
        now = self.env._now
        segment = mover.segment
        people = self.world.count(segment, now) if len(self.speed_m_s[segment]) > 1 else 0
        self._set_off(mover, step, leg_mm, segment, people, now)

    def _set_off(self, mover: Mover, step: int, leg_mm: int, segment: int, people: int, now: int) -> None:
        speeds = self.speed_m_s[segment]
        speed = mover.stair_speed_m_s if self.is_stair[segment] else mover.speed_m_s
        allowed = speeds[people] if people < len(speeds) else speeds[-1]
        if allowed < speed:
            speed = allowed
        mover.next_step, mover.leg_mm, mover.leg_from_ms = step, leg_mm, now
        mover.leg_ms = leg_ms = int(leg_mm / speed + 0.5)
        entry = (now + leg_ms, ENTRIES, next(self._number), Call(mover, self._reach))
        heappush(self._clock, entry)  # type: ignore[misc]

    # ---- at a door ---------------------------------------------------------------------------------------------------

    def reach(self, event: Call) -> None:
        """The head of the mover is at its next door."""
        mover = event.mover
        if mover.gen != event.gen:
            return
        step = mover.next_step
        if self.shut[step] and self.world.is_shut(mover, step):
            if not self.knock(mover, step):
                self.learn(mover, step)
            return
        now, door = self.env._now, step >> 1
        free, busy = self.free_ms[door], self.busy_ms[door]
        if busy > free:
            free = busy
        mover.arrived_ms = now
        if free <= now:
            self.free_ms[door] = now + mover.n * self.service_ms[step]
            self.cross(mover, step, now)
            return
        self.free_ms[door] = free + mover.n * self.service_ms[step]
        mover.state, mover.queued_at = QUEUED, door
        self.queue[door].append(mover)
        if free - now >= self.shown_ms:
            name = self.passage_names[door]
            self.world.emit("waiting", None, mover.name, self.place(mover), "queue", name)
        self.later(mover, free - now, self.slot)

    def slot(self, event: Call) -> None:
        """The mover's turn at the door has come."""
        mover = event.mover
        if mover.gen != event.gen:
            return
        now, door = self.env._now, mover.next_step >> 1
        if self.busy_ms[door] > now:
            self.later(mover, self.busy_ms[door] - now, self.slot)
            return
        self.queue[door].remove(mover)
        mover.queued_at = -1
        self.cross(mover, mover.next_step, now)

    def learn(self, mover: Mover, step: int) -> None:
        """A door turned out to be shut: remember it and decide again."""
        world = self.world
        door = step >> 1
        both = world.doors.blocked[door]
        mover.known = mover.known | ({step, step ^ 1} if both else {step})
        mover.leg_from_ms, mover.leg_ms = self.env._now, 0
        if mover.party.posted:
            mover.exit = None  # a posted way out binds only as long as the way there is open
        self.decide(mover, f"found {world.compiled.passage_names[door]} shut")
        self.found_shut(mover)

    # ---- into the next segment ---------------------------------------------------------------------------------------

    def cross(self, mover: Mover, step: int, now: int, admitted: bool = False) -> None:
        """Pass the door: leave one segment, read the next one's density, enter it and walk on."""
        world, held, n = self.world, self.held, mover.n
        u, v, door = self.came_from[step], self.goes_to[step], step >> 1
        if not admitted:
            if self.full_queue[v] or (held[v] and held[v] + n > self.most[v]):
                self.wait_for_room(mover, step, v)
                return
            held[v] += n
        held[u] -= n
        self.left_ms[u] = now
        service = self.service_ms[step]
        people = self.settled[v]
        if self.ramps[v] and len(self.speed_m_s[v]) > 1:
            people = world.count(v, now)
        every = 0
        if n == 1:
            self.settled[u] -= 1
            self.settled[v] += 1
        else:
            every = service  # nobody comes nearer than the door lets them through, and most came no wider
            if mover.every_ms > service:
                every = last_member_spacing(service, mover.every_ms, now - mover.arrived_ms, n)
            self.ramps[u].append((now, every, n, -1, mover, v))
            self.ramps[v].append((now, every, n, 1, mover, u))
        if now + n * service > self.busy_ms[door]:
            self.busy_ms[door] = now + n * service
        self.here[u].discard(mover)
        self.here[v].add(mover)
        mover.segment, mover.step, mover.every_ms, mover.state = v, step, every, WALKING
        mover.anchors = ((door, 0),)
        kind = "out" if step in self.exit_steps else "entered"
        row = (now, kind, None, mover.name, self.names[v], self.passage_names[door], n, every)
        self.log.append(row)
        if kind in self.listeners:
            for hear in self.listeners[kind]:
                hear(row)
        if self.full_queue[u]:
            self.admit(u)
        if world.stranded and mover.has_keys and self.shut[step]:
            self.hold_open(u)
        table = mover.table
        assert table is not None
        following = table.next_step[step]
        if following >= 0:
            self._set_off(mover, following, table.leg_mm[step], v, people, now)
            return
        mover.gen += 1
        mover.state = THERE
        self.arrived(mover)

    def go_on(self, mover: Mover, table: Table) -> None:
        """From the door just passed, walk on toward other targets; stay where no way leads there."""
        following, leg_mm = table.next_step[mover.step], table.leg_mm[mover.step]
        if following < 0:
            following, leg_mm = self.best_step(mover, table)
        if following >= 0:
            mover.table, mover.state = table, WALKING
            self.walk(mover, following, leg_mm)

    # ---- full segments -----------------------------------------------------------------------------------------------

    def wait_for_room(self, mover: Mover, step: int, segment: int) -> None:
        """Stand at the door until the segment behind it has room, in order of coming."""
        mover.state, mover.queued_at = FULL, step >> 1
        self.queue[step >> 1].append(mover)
        self.full_queue[segment].append((mover, mover.gen, step))
        self._watch(segment)

    def _watch(self, segment: int) -> None:
        """One clock for each segment that is waited for, until nobody waits."""
        if segment not in self._watched:
            self._watched.add(segment)
            self.world.at(self.env._now + self.squeeze_ms, ENTRIES, partial(self._look, segment))

    def _look(self, segment: int) -> None:
        """Nobody waits for ever: where a full segment has not moved at all, the first in line squeezes in."""
        self._watched.discard(segment)
        if self.env._now - self.left_ms[segment] >= self.squeeze_ms:
            self.admit(segment, force=True)
        if self.full_queue[segment]:
            self._watch(segment)

    def admit(self, segment: int, force: bool = False) -> None:
        """Let in whoever waits for room in a segment, first come first served, at their doors' pace."""
        world = self.world
        queue = world.full_queue[segment]
        now = self.env._now
        while queue:
            mover, gen, step = queue[0]
            if mover.gen != gen:
                queue.popleft()
                continue
            held = world.held[segment]
            if held and held + mover.n > world.compiled.most[segment] and not force:
                return
            force = False
            queue.popleft()
            world.held[segment] += mover.n
            door = step >> 1
            wait = max(world.busy_ms[door] - now, 0)
            world.busy_ms[door] = now + wait + mover.n * self.service_ms[step]
            mover.state = ADMITTED
            self.later(mover, wait, self.enter_admitted)

    def enter_admitted(self, event: Call) -> None:
        """The mover that was let in passes its door."""
        mover = event.mover
        if mover.gen != event.gen:
            return
        world = self.world
        door = mover.next_step >> 1
        world.queue[door].remove(mover)
        mover.queued_at = -1
        self.cross(mover, mover.next_step, self.env._now, admitted=True)

    # ---- stopping and standing ---------------------------------------------------------------------------------------

    def stop(self, mover: Mover) -> None:
        """Whatever the mover was about is off: its place is kept as distances to doors, its slot is given up."""
        world = self.world
        mover.gen += 1
        if mover.state == ADMITTED:
            world.held[world.compiled.goes_to[mover.next_step]] -= mover.n
        if mover.queued_at >= 0:
            self.leave_queue(mover)
        if mover.state in (WALKING, QUEUED, FULL, ADMITTED):
            mover.anchors = self.anchors_now(mover)
        mover.state = STANDING

    def anchors_now(self, mover: Mover) -> Anchors:
        """The mover's place: the fraction of its leg that it has walked."""
        done = self.env._now - mover.leg_from_ms
        walked = mover.leg_mm if done >= mover.leg_ms else mover.leg_mm * done // mover.leg_ms
        ahead = (mover.next_step >> 1, mover.leg_mm - walked)
        if walked == mover.leg_mm:
            return (ahead,)
        return (ahead, *((p, far + walked) for p, far in mover.anchors if p != ahead[0]))

    def leave_queue(self, mover: Mover) -> None:
        """Those behind in the door's queue get earlier slots."""
        queue = self.world.queue[mover.queued_at]
        behind = queue[queue.index(mover) + 1 :]
        queue.remove(mover)
        if mover.state == QUEUED:
            self.close_up(mover.queued_at, behind)
        mover.queued_at = -1

    def close_up(self, door: int, moving_up: list[Mover]) -> None:
        """Give a door's slots anew, in order; only those in `moving_up` get another than they had."""
        world = self.world
        now = self.env._now
        free = max(now, world.busy_ms[door])
        for mover in world.queue[door]:
            if mover.state != QUEUED:
                continue
            if mover in moving_up:
                mover.gen += 1
                self.later(mover, free - now, self.slot)
            free += mover.n * self.service_ms[mover.next_step]
        world.free_ms[door] = free

    def strand(self, mover: Mover) -> None:
        """No way is left that the mover knows of: look again at what it believes shut, else wait."""
        world = self.world
        never = world.compiled.never
        still = never | {step for step in mover.known - never if world.is_shut(mover, step)}
        if still != mover.known:
            mover.known = frozenset(still)
            self.decide(mover, "tried again")
            return
        if mover.goal is not None and not mover.within and world.doors.alarm_on:
            mover.goal = None  # sent to a place that cannot be reached, while everybody should leave
            self.decide(mover, "could not get there, and leaves")
            return
        mover.state = STRANDED
        world.stranded.append(mover)
        world.emit("waiting", mover.cause, mover.name, self.place(mover), "no way out", None)

    def door_opened(self) -> None:
        """A way has opened: whoever stands without one tries again."""
        world = self.world
        waiting, world.stranded = world.stranded, []
        for mover in waiting:
            if mover.state == STRANDED:
                self.decide(mover, "a way has opened")

    def hold_open(self, segment: int) -> None:
        """Somebody with keys goes through a locked door: whoever stands there without a way out comes along."""
        for mover in [one for one in self.world.stranded if one.segment == segment]:
            self.world.stranded.remove(mover)
            mover.has_keys = True
            mover.known = self.world.believed_at_start(mover)
            self.decide(mover, "came along with somebody who has keys")

    def door_shut(self, door: int) -> None:
        """A door has shut: whoever queues for it sees it and decides again; the others close up."""
        world = self.world
        found = [one for one in world.queue[door] if world.is_shut(one, one.next_step)]
        if not found:
            return
        for mover in found:
            if mover.state == ADMITTED:
                world.held[world.compiled.goes_to[mover.next_step]] -= mover.n
            mover.gen += 1
            mover.state, mover.queued_at = WALKING, -1
            mover.leg_from_ms, mover.leg_ms = self.env._now, 0
            world.queue[door].remove(mover)
        self.close_up(door, world.queue[door])
        for mover in found:
            if not self.knock(mover, mover.next_step):
                self.learn(mover, mover.next_step)
