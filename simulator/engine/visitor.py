"""The visitor of a scenario: comes to a door by script, asks or walks in, and is met by whoever is there.

Like the threat the visitor is scenery: no place of anybody decides where the visitor goes. What people do decides
whether: who has been let in walks to where the script says, who has not leaves when the script's time is over.
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

VISITOR = "visitor"
"""What the visitor is called in actions and in the log."""
ASKS, OPEN_DOOR, HELD_DOOR, LET_IN = "asks to come in", "walks in", "walks in as somebody leaves", "is let in"
CHECKED, ASKED, BADGED, ESCORTED, TURNED_AWAY = "ID checked", "asked", "badge given", "escorted", "refused"
GAVE_UP, SHOWN_OUT = "was not let in", "was shown out"
State = Literal["not yet", "at the door", "walking", "with staff", "gone"]
MOVES = ("entered", "out", "party_split")


class Visitor:
    """One visit. `badge`: has one; `asked`: somebody has asked who they are."""

    def __init__(self, play: Play, script: Script):
        self.play, self.world, self.script = play, play.world, script
        self.numbers, self.seed = play.scenario.arrivals, play.world.seed
        compiled = self.world.compiled
        self.door = compiled.passage_names.index(compiled.plan.resolve(script.enters))
        self.opening = compiled.passage_names[self.door]
        speed_m_s = max(quantity(self.numbers.visitor_speed_m_s, self.seed, "visitor speed", VISITOR), 0.1)
        self.stroll = Stroll(self.world, self.door, speed_m_s, self._moved)
        self.to = compiled.plan.resolve(script.to) if script.to is not None else None
        self.ends_ms = script.at_ms + round(quantity(script.lasts, self.seed, "visitor lasts", VISITOR) * 1000)
        self.state: State = "not yet"
        self.badge = script.badge
        self.accompanied = False
        self._looked: set[str] = set()
        self._looks_ms = -1
        self.world.at(script.at_ms, OPENINGS, self._comes)

    # ---- at the door -------------------------------------------------------------------------------------------------

    def _comes(self) -> None:
        """At the door: through it where it stands open or somebody holds it, by chance; else the visitor asks."""
        if (how := self._way_in()) is not None:
            self._enter(how, None, VISITOR)
            return
        self.state = "at the door"
        self.world.emit("visitor_at_door", VISITOR, VISITOR, self.opening, None, ASKS)
        self.world.at(self.ends_ms, OPENINGS, self._gives_up)
        for kind in ("opened", "unlocked"):
            self.world.listen(kind, self._door_opens)

    def _way_in(self) -> str | None:
        """Two chances, each with a number of its own whatever the other is."""
        if self.stroll.holds(self.stroll.step):
            held = u(self.seed, "door held for a visitor", VISITOR) < self.numbers.let_in_by_others
            return HELD_DOOR if held and not self.world.doors.blocked[self.door] else None
        return OPEN_DOOR if u(self.seed, "visitor walks in", VISITOR) < self.numbers.walks_in else None

    def _door_opens(self, row: Row) -> None:
        if row[3] == self.opening and self.state == "at the door":
            self.world.at(self.world.now, OPENINGS, partial(self._goes_through, row[4], row[2]))

    def _goes_through(self, by: str | None, cause: str | None) -> None:
        if self.state == "at the door" and not self.stroll.holds(self.stroll.step):
            self._enter(LET_IN, by, cause)

    def _enter(self, how: str, by: str | None, cause: str | None, to: str | None = None) -> None:
        """The visitor comes in, and walks to where they want to go."""
        self.state = "walking"
        self.world.emit("visitor_at_door", cause, VISITOR, self.opening, by, how)
        for kind in MOVES:
            self.world.listen(kind, self._somebody_moved)
        self.stroll.come_in(to or self.to)

    def _gives_up(self) -> None:
        if self.state == "at the door":
            self._leaves(None, GAVE_UP, VISITOR)

    def _leaves(self, by: str | None, outcome: str, cause: str | None) -> None:
        self.state = "gone"
        self.stroll.leave()
        self.world.emit("visitor_left", cause, VISITOR, self.opening, by, outcome)
        for kind in MOVES:
            if self._somebody_moved in self.world.listeners.get(kind, ()):
                self.world.unlisten(kind, self._somebody_moved)

    # ---- met by staff ------------------------------------------------------------------------------------------------

    def _moved(self) -> None:
        self._look_later()

    def _somebody_moved(self, row: Row) -> None:
        if self.stroll.segment is not None and row[1] == "entered":
            if row[4] == self.world.compiled.names[self.stroll.segment]:
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
            if mover.party.name in self._looked:
                continue
            self._looked.add(mover.party.name)
            self.world.emit("seen", VISITOR, mover.name, VISITOR, self._place())
            self._may_ask(mover)

    def _may_ask(self, mover: Mover) -> None:
        key = mover.party.keys[mover.first]
        if self.badge or self.accompanied or u(self.seed, "asks a visitor", key) >= self.numbers.asks_visitor:
            return
        takes = quantity(self.numbers.asks_visitor_s, self.seed, "time to ask a visitor", key)
        self.world.at(self.world.now + round(takes * 1000), CHOICES, partial(self._asked_by, mover.party.name))

    def _asked_by(self, who: str) -> None:
        if self.state == "walking" and not self.badge and not self.accompanied:
            self.world.emit("recognised", VISITOR, who, VISITOR, self._place())
            self._challenged(who, ASKED, VISITOR)

    def _challenged(self, who: str, outcome: str, cause: str | None) -> None:
        """Somebody speaks to the visitor: one who walks stops and stays with them, and is shown out in the end."""
        self.world.emit("challenged", cause, VISITOR, self._at(), who, outcome)
        if self.state == "walking" and not self.badge:
            self.state = "with staff"
            self.stroll.stop()
            shown_out = quantity(self.numbers.escort_s, self.seed, "shown out", VISITOR)
            t_ms = max(self.ends_ms, self.world.now + round(shown_out * 1000))
            self.world.at(t_ms, OPENINGS, partial(self._shown_out, who))

    def _shown_out(self, who: str) -> None:
        if self.state == "with staff":
            self._leaves(who, SHOWN_OUT, VISITOR)

    def _at(self) -> str | None:
        """The door, while the visitor stands there; inside there is none."""
        return self.opening if self.state == "at the door" else None

    def _place(self) -> str:
        segment = self.stroll.segment
        outside = self.world.compiled.came_from[self.stroll.step]
        return self.world.compiled.names[outside if segment is None else segment]

    # ---- what people do about the visitor ----------------------------------------------------------------------------

    def meet(self, act: Act, role: str, cause: str) -> int:
        """Check the ID, ask, give a badge, escort or refuse. Raises Refused where the visitor is not there to meet."""
        self._is_here()
        numbers = self.numbers
        takes: dict[str, Numeric] = {
            "check_id": numbers.check_id_s, "challenge": numbers.challenge_s, "badge": numbers.badge_s,
            "escort": numbers.escort_s, "refuse": numbers.refuse_s,
        }  # fmt: skip
        to = place_of(self.play, act.to[0]) if act.action == "escort" and act.to else None
        t_ms = done_ms(self.play, act, role, takes[act.action], cause)
        deeds: dict[str, Callable[[str, str], None]] = {
            "check_id": partial(self._spoken_to, CHECKED), "challenge": partial(self._spoken_to, ASKED),
            "badge": self._badged, "escort": partial(self._escorted, to), "refuse": self._refused,
        }  # fmt: skip
        self.world.at(t_ms, OPENINGS, partial(self._if_here, deeds[act.action], role, cause))
        return t_ms

    def _is_here(self) -> None:
        if self.state in ("not yet", "gone"):
            raise Refused(f"the visitor {'has not come yet' if self.state == 'not yet' else 'has gone'}")

    def _if_here(self, deed: Callable[[str, str], None], role: str, cause: str) -> None:
        if self.state != "gone":
            deed(role, cause)

    def _spoken_to(self, outcome: str, role: str, cause: str) -> None:
        self._challenged(role, outcome, cause)
        self.play.knowledge.learn(role, "visitor", self.script.wants, VISITOR, "in_person", cause)

    def _badged(self, role: str, cause: str) -> None:
        """Signed in: the visitor may go to where they want to go."""
        self.badge = True
        self.world.emit("challenged", cause, VISITOR, self._at(), role, BADGED)
        self._goes_on(role, cause, self.to)

    def _escorted(self, to: str | None, role: str, cause: str) -> None:
        """With somebody at their side; into the open air that is the way out."""
        self.accompanied = True
        self.world.emit("challenged", cause, VISITOR, self._at(), role, ESCORTED)
        goal = to or self.to
        if goal is None:
            return
        if self.world.compiled.spaces[goal].open_air:
            self._leaves(role, SHOWN_OUT, cause)
            return
        self._goes_on(role, cause, goal)
        self._walks_along(role, goal, cause)

    def _walks_along(self, role: str, goal: str, cause: str) -> None:
        mover = self.play.orders.person(role)
        if mover is not None and not mover.outside:
            mover.goal, mover.within = self.play.people.steps_into(goal), True
            self.play.people.send([mover], "escorts a visitor", cause)

    def _goes_on(self, role: str, cause: str, to: str | None) -> None:
        if self.state == "at the door":
            self._enter(LET_IN, role, cause, to)
        elif to is not None:
            self.state = "walking"
            self.stroll.go(to)

    def _refused(self, role: str, cause: str) -> None:
        self.world.emit("challenged", cause, VISITOR, self._at(), role, TURNED_AWAY)
        self._leaves(role, TURNED_AWAY, cause)
