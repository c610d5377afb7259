"""The visitor of a scenario: comes to a door by script, asks or walks in, and is met by whoever is there.

Like the threat the visitor is scenery: no place of anybody decides where the visitor goes. What people do decides
whether: who has been let in walks to where the script says, who has not leaves when the script's time is over.
A lobby between an unlocked outer door and a locked inner one is a vestibule: the visitor asks at the inner door.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Literal

from simulator.engine.play import Play
from simulator.engine.securing import leads
from simulator.engine.streams import quantity, u
from simulator.engine.stroll import Stroll
from simulator.engine.tasks import done_ms, place_of
from simulator.engine.world import CHOICES, OPENINGS, SIGHT, Mover
from simulator.errors import Refused
from simulator.model.actions import Act
from simulator.model.distributions import Numeric
from simulator.model.events import Row
from simulator.model.hazard import Visitor as Script
from simulator.model.response import Step

VISITOR = "visitor"
"""What the visitor is called in actions and in the log."""
ASKS, OPEN_DOOR, HELD_DOOR, LET_IN = "asks to come in", "walks in", "walks in as somebody leaves", "is let in"
BADGE, NO_BADGE = "has a badge", "has no badge"
GAVE_UP, SHOWN_OUT, TURNED_AWAY = "was not let in", "was shown out", "refused"
State = Literal["not yet", "at the door", "walking", "with staff", "gone"]
MOVES = ("entered", "out", "party_split")


class Visitor:
    """One visit. `at` is the step in front of which the visitor asks; `noticed`: somebody inside has taken note."""

    def __init__(self, play: Play, script: Script):
        self.play, self.world, self.script = play, play.world, script
        self.numbers, self.seed = play.scenario.arrivals, play.world.seed
        compiled = self.world.compiled
        door = compiled.passage_names.index(compiled.plan.resolve(script.enters))
        speed_m_s = max(quantity(self.numbers.visitor_speed_m_s, self.seed, "visitor speed", VISITOR), 0.1)
        self.stroll = Stroll(self.world, door, speed_m_s, self._look_later, self._at_a_door)
        self.at = self.stroll.step
        self.to = compiled.plan.resolve(script.to) if script.to is not None else None
        self.ends_ms = script.at_ms + round(quantity(script.lasts, self.seed, "visitor lasts", VISITOR) * 1000)
        self.state: State = "not yet"
        self.badge, self.accompanied, self.noticed = script.badge, False, False
        self._doors = 0
        self._looked: set[str] = set()
        self._looks_ms = -1
        self.world.at(script.at_ms, OPENINGS, self._comes)

    # ---- at a door ---------------------------------------------------------------------------------------------------

    def _comes(self) -> None:
        """At the entry: through where it is open, by chance, or where a vestibule is behind it; else they ask."""
        for kind in ("opened", "unlocked"):
            self.world.listen(kind, self._door_opens)
        for kind in MOVES:
            self.world.listen(kind, self._somebody_moved)
        walks_in = u(self.seed, "visitor walks in", VISITOR) < self.numbers.walks_in
        if self.stroll.holds(self.at):
            self._at_a_door(self.at)
        elif not self._goes_into_vestibule():
            if walks_in:
                self._enter(OPEN_DOOR, None, VISITOR, self.to)
            else:
                self._ask()

    def _goes_into_vestibule(self) -> bool:
        """Through the entry, where it leads into a lobby whose next door on the way holds: to ask there."""
        if self.to is None or self.stroll.segment is not None:
            return False
        following, _ = self.stroll.onward(self.to)
        behind = self.world.compiled.building.segments[self.world.compiled.goes_to[self.at]]
        if behind.kind != "lobby" or following < 0 or not self.stroll.holds(following):
            return False
        self.state = "walking"
        self.stroll.go_through(self.at, self.to)
        return True

    def _at_a_door(self, step: int) -> None:
        """In front of a door that holds; by chance somebody who comes out just then holds it for them."""
        self.at, number = step, self._doors
        self._doors += 1
        held = u(self.seed, "door held for a visitor", VISITOR, number) < self.numbers.let_in_by_others
        if not held or self.world.doors.blocked[step >> 1] or step in self.world.doors.barred:
            self._ask()
        elif not self._goes_into_vestibule():
            self._enter(HELD_DOOR, None, VISITOR, self.to)

    def _ask(self) -> None:
        self.state = "at the door"
        self.world.emit("visitor_at_door", VISITOR, VISITOR, self._opening(), None, ASKS)
        self.world.at(self.ends_ms, OPENINGS, self._gives_up)

    def _door_opens(self, row: Row) -> None:
        if self.state == "at the door" and row[3] == self._opening():
            self.world.at(self.world.now, OPENINGS, partial(self._goes_through, row[4], row[2]))

    def _goes_through(self, by: str | None, cause: str | None) -> None:
        if self.state == "at the door" and not self.stroll.holds(self.at):
            self._enter(LET_IN, by, cause, self.to)

    def _enter(self, how: str, by: str | None, cause: str | None, to: str | None) -> None:
        """Through the door, and on to where they want to go."""
        self.state = "walking"
        self.world.emit("visitor_at_door", cause, VISITOR, self._opening(), by, how)
        self.stroll.go_through(self.at, to)

    def _gives_up(self) -> None:
        if self.state == "at the door":
            self._leaves(None, GAVE_UP, VISITOR)

    def _leaves(self, by: str | None, outcome: str, cause: str | None) -> None:
        self.state = "gone"
        self.stroll.leave()
        self.world.emit("visitor_left", cause, VISITOR, self._opening(), by, outcome)

    def _opening(self) -> str:
        return self.world.compiled.passage_names[self.at >> 1]

    # ---- met by staff ------------------------------------------------------------------------------------------------

    def _somebody_moved(self, row: Row) -> None:
        here = self.stroll.segment
        if here is not None and row[1] == "entered" and row[4] == self.world.compiled.names[here]:
            self._look_later()

    def _look_later(self) -> None:
        if self._looks_ms != self.world.now:
            self._looks_ms = self.world.now
            self.world.at(self.world.now, SIGHT, self._look)

    def _look(self) -> None:
        """Each member of staff who shares a place with the visitor sees them once, and may ask."""
        self._looks_ms = -1
        if self.state != "walking":
            return
        for mover in [one for one in self.world.movers if one.segment == self.stroll.segment and leads(one)]:
            if mover.party.name not in self._looked:
                self._looked.add(mover.party.name)
                self.world.emit("seen", VISITOR, mover.name, VISITOR, self._place())
                self._may_ask(mover)

    def _may_ask(self, mover: Mover) -> None:
        key = mover.party.keys[mover.first]
        if u(self.seed, "asks a visitor", key) >= self.numbers.asks_visitor:
            return
        takes = quantity(self.numbers.asks_visitor_s, self.seed, "time to ask a visitor", key)
        self.world.at(self.world.now + round(takes * 1000), CHOICES, partial(self._asked_by, mover.party.name))

    def _is_in_order(self) -> bool:
        return self.badge or self.accompanied

    def _asked_by(self, who: str) -> None:
        if self.state == "walking" and not self._is_in_order():
            self.world.emit("recognised", VISITOR, who, VISITOR, self._place())
            self._challenged(who, VISITOR)

    def _challenged(self, who: str, cause: str | None) -> None:
        """Somebody asks who they are: without a badge they stay with whoever asked, and are shown out in the end."""
        at = self._opening() if self.state == "at the door" else None
        self.noticed = True
        self.world.emit("challenged", cause, VISITOR, at, who, BADGE if self.badge else NO_BADGE)
        if self.state == "walking" and not self.badge:
            self.state = "with staff"
            self.stroll.stop()
            shown_out = quantity(self.numbers.escort_s, self.seed, "shown out", VISITOR)
            t_ms = max(self.ends_ms, self.world.now + round(shown_out * 1000))
            self.world.at(t_ms, OPENINGS, partial(self._shown_out, who))

    def _shown_out(self, who: str) -> None:
        if self.state == "with staff":
            self._leaves(who, SHOWN_OUT, VISITOR)

    def _place(self) -> str:
        segment = self.stroll.segment
        return self.world.compiled.names[self.world.compiled.came_from[self.at] if segment is None else segment]

    # ---- what people do about the visitor ----------------------------------------------------------------------------

    def meet(self, act: Act, role: str, cause: str) -> int:
        """Check the ID, ask, give a badge, escort or refuse. Raises Refused where the visitor is not there to meet."""
        self._is_there(act, role)
        numbers = self.numbers
        takes: dict[str, Numeric] = {
            "check_id": numbers.check_id_s, "challenge": numbers.challenge_s, "badge": numbers.badge_s,
            "escort": numbers.escort_s, "refuse": numbers.refuse_s,
        }  # fmt: skip
        to = place_of(self.play, act.to[0]) if act.action == "escort" and act.to else None
        t_ms = done_ms(self.play, act, role, takes[act.action], cause)
        deeds: dict[str, Callable[[str, str], None]] = {
            "check_id": self._checked, "challenge": self._challenged, "badge": self._badged,
            "escort": partial(self._escorted, to), "refuse": partial(self._leaves_for, TURNED_AWAY),
        }  # fmt: skip
        self.world.at(t_ms, OPENINGS, partial(self._if_here, deeds[act.action], role, cause))
        return t_ms

    def _is_there(self, act: Act, role: str) -> None:
        """A player may look for a visitor; the plan alone begins with whoever is at a door, or has been noticed."""
        if self.state in ("not yet", "gone"):
            raise Refused(f"the visitor {'has not come yet' if self.state == 'not yet' else 'has gone'}")
        unseen = self.state == "walking" and not self.noticed and role not in self._looked
        if isinstance(act, Step) and unseen and not self._is_in_order():
            raise Refused("nobody who could do it has noticed the visitor")

    def _if_here(self, deed: Callable[[str, str], None], role: str, cause: str) -> None:
        if self.state != "gone":
            self.noticed = True
            deed(role, cause)

    def _checked(self, role: str, cause: str) -> None:
        """At the door that is all; inside it is a challenge too."""
        self.play.knowledge.learn(role, VISITOR, self.script.wants, VISITOR, "in_person", cause)
        if self.state == "walking":
            self._challenged(role, cause)

    def _badged(self, role: str, cause: str) -> None:
        """Signed in: the visitor may go to where they want to go."""
        self.badge = True
        self._goes_on(role, cause, self.to)

    def _escorted(self, to: str | None, role: str, cause: str) -> None:
        """With somebody at their side; into the open air that is the way out."""
        goal = to or self.to
        if goal is not None and self.world.compiled.spaces[goal].open_air:
            self._leaves(role, SHOWN_OUT, cause)
            return
        self.accompanied = True
        self._goes_on(role, cause, goal)
        if goal is not None:
            self._walks_along(role, goal, cause)

    def _walks_along(self, role: str, goal: str, cause: str) -> None:
        mover = self.play.orders.person(role)
        if mover is not None and not mover.outside:
            mover.goal, mover.within = self.play.people.steps_into(goal), True
            self.play.people.send([mover], "escorts a visitor", cause)

    def _goes_on(self, role: str, cause: str, to: str | None) -> None:
        self.stroll.let_through = True
        if self.state == "at the door":
            self._enter(LET_IN, role, cause, to)
        else:
            self.state = "walking"
            if to is not None:
                self.stroll.go(to)

    def _leaves_for(self, outcome: str, role: str, cause: str) -> None:
        self._leaves(role, outcome, cause)
