"""Orders: who says them, over what, who hears them, and what each party therefore believes.

An announcement takes its time to begin and its airtime; it is heard, when the sentence ends, in every space whose
loudspeaker zone was announced to and works. What a party believes is its latest order, with when and from whom.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import get_args

from simulator.engine.evacuation import Evacuation
from simulator.engine.streams import quantity, u
from simulator.engine.world import OPENINGS, Mover, World
from simulator.errors import Refused
from simulator.model.actions import Act
from simulator.model.decisions import Decision
from simulator.model.distributions import Numeric
from simulator.model.response import ROLE_CLASSES, Order, Response, Step
from simulator.model.scenario import Scenario
from simulator.rules.answers import same_task
from simulator.rules.names import zone_of

WORDS: frozenset[str] = frozenset(get_args(Order))
LOUD = frozenset({"gymnasium", "cafeteria", "kitchen", "locker-room"})
NOT_REACHED = "zones_not_reached"
UNVISITED = frozenset({"storage", "mechanical", "elevator", "vehicle", "stand"})
"""Kinds of space that nobody walks to in order to tell people something."""


@dataclass(frozen=True, slots=True)
class Belief:
    """The order that a party goes by: since when, from whom and how; `cause` is the decision or step behind it."""

    order: str
    t_ms: int
    source: str | None
    via: str
    cause: str | None
    to: str | None = None
    through: str | None = None
    hazard: str | None = None

    def same(self, other: Belief | None) -> bool:
        """Whether another belief asks for the same."""
        mine = self.order, self.to, self.through, self.hazard
        return other is not None and mine == (other.order, other.to, other.through, other.hazard)


class Orders:
    """The public address system, people sent with a message, and everybody's latest order."""

    def __init__(self, world: World, people: Evacuation, scenario: Scenario, response: Response | None):
        self.world, self.people, self.scenario, self.response = world, people, scenario, response
        self.held: dict[str, Belief] = {}
        self.latest: str | None = None
        self.order_in: dict[str, str] = {}
        self.busy_until: dict[str, int] = {}
        self._steps: tuple[Step, ...] | None = None
        self.acts: list[Callable[[Mover, Belief], None]] = []
        self.by_radio: Callable[[Act, str, str], int] | None = None
        self.words = frozenset(response.words) if response is not None and response.words else WORDS
        zones = scenario.comms.pa.zones
        self.zones: dict[str, list[str]] = {}
        for name, space in world.compiled.spaces.items():
            if space.pa is not None:
                self.zones.setdefault(space.pa, []).append(name)
        self.dead = {self.zone(name) for name, one in zones.items() if not one.works}.intersection(self.zones)

    def zone(self, reference: str) -> str:
        """The speaker zone that a name means: of a space (`"@gym"`) its own."""
        return zone_of(reference, self.world.compiled.plan)

    # ---- beliefs -----------------------------------------------------------------------------------------------------

    def belief(self, mover: Mover) -> Belief | None:
        """The order that a mover goes by; a column goes by its party's until it hears another."""
        return self.held.get(mover.name) or self.held.get(mover.party.name)

    def learn(self, mover: Mover, belief: Belief) -> None:
        """A mover hears an order; the newest one wins, and the same once more changes nothing."""
        if belief.same(self.belief(mover)):
            return
        self.held[mover.name] = belief
        self.world.emit("learned", belief.cause, mover.name, "order", belief.order, belief.source, belief.via)
        for act in self.acts:
            act(mover, belief)

    def space(self, mover: Mover) -> str:
        """The space that a mover is in."""
        return self.world.compiled.building.segments[mover.segment].space

    def within(self, spaces: Iterable[str]) -> list[Mover]:
        """The movers in some spaces."""
        wanted = set(spaces)
        return [mover for mover in self.world.movers if self.space(mover) in wanted]

    def person(self, role: str | None) -> Mover | None:
        """The mover who is a role, where it is one."""
        found = self.people.matching(role, None) if role is not None else []
        return found[0] if found else None

    # ---- doing -------------------------------------------------------------------------------------------------------

    def start_ms(self, role: str, doing_ms: int) -> int:
        """When a role begins its next task of so long: now, or when its present one is done."""
        now = self.world.now
        begins = max(now, self.busy_until.get(role, 0))
        self.busy_until[role] = begins + doing_ms
        mover = self.person(role)
        if begins > now and mover is not None:
            self.world.emit(
                "waiting", None, mover.name, self.people.walking.place(mover), "busy with another task", None
            )
        return begins

    def takes_ms(self, act: Act, role: str, default: Numeric, cause: str) -> int:
        """How long doing it takes: as set, or the plan's matching step as it really goes, else the action's default."""
        if isinstance(act, Decision) and act.takes_ms is not None:
            return act.takes_ms
        step = act if isinstance(act, Step) else self.matching_step(act, role)
        if step is not None:
            return round(quantity(step.actual, self.world.seed, "step", step.id) * 1000)
        return round(quantity(default, self.world.seed, "doing", cause) * 1000)

    def matching_step(self, act: Act, role: str) -> Step | None:
        """The step that asks for just this: the role's own first, then one for anybody or for whom it is the backup."""
        plan = self.world.compiled.plan
        found = [one for one in self.steps() if same_task(one, act, plan) and self._is_asked(one.role, role)]
        return next((one for one in found if one.role == role), found[0] if found else None)

    def _is_asked(self, wanted: str, role: str) -> bool:
        entry = self.response.roles.get(wanted) if self.response is not None else None
        return wanted == role or wanted in ROLE_CLASSES or (entry is not None and role in entry.backup)

    def steps(self) -> tuple[Step, ...]:
        """The steps of the annexes in force (the hazard's, then `also`), with the scenario's own changes."""
        if self._steps is None:
            annexes = self.response.hazards if self.response is not None else {}
            changes = {change.step: change for change in self.scenario.plan_changes}
            inforce = dict.fromkeys((self.scenario.hazard, *self.scenario.also))
            steps = [step for hazard in inforce if hazard in annexes for step in annexes[hazard].steps]
            self._steps = tuple(changes[one.id].applied(one) if one.id in changes else one for one in steps)
        return self._steps

    # ---- the public address system -----------------------------------------------------------------------------------

    def announce(self, act: Act, role: str, cause: str) -> int:
        """Say an order over the public address system; returns when the sentence ends. Raises Refused in words."""
        via = act.via or ("pa",)
        if "pa" not in via and "radio" in via and self.by_radio is not None:
            return self.by_radio(act, role, cause)
        if "pa" not in via:
            raise Refused(f"an announcement by {via[0]} is not played yet; use the PA, or tell people in person")
        if not self.zones:
            raise Refused("the building has no loudspeakers")
        zones = self._zones(act.zones)
        conduct, seed = self.scenario.conduct, self.world.seed
        doing = self.takes_ms(act, role, conduct.announce_s, cause)
        doing += round(quantity(conduct.sentence_s, seed, "sentence", cause) * 1000)
        begins = self.start_ms(role, doing)
        self.world.at(begins + doing, OPENINGS, partial(self._announced, act, role, via, zones, cause))
        return begins + doing

    def _zones(self, asked: tuple[str, ...] | None) -> tuple[str, ...]:
        if asked is None or asked == ("all",):
            return tuple(self.zones)
        zones = tuple(dict.fromkeys(self.zone(one) for one in asked))
        for zone in zones:
            if zone not in self.zones:
                raise Refused(f"there is no loudspeaker zone called {zone}; there are: {', '.join(self.zones)}")
        return zones

    def _announced(self, act: Act, role: str, via: tuple[str, ...], zones: tuple[str, ...], cause: str) -> None:
        dead = tuple(zone for zone in zones if zone in self.dead)
        belief = self._belief(act, role, "pa", cause)
        self.world.emit("announced", cause, belief.order, role, via, zones, dead)
        if belief.order not in self.words:
            return
        if len(dead) < len(zones):  # where nobody could hear it, no order is in force
            self.latest = belief.order
        self.order_in |= {zone: belief.order for zone in zones if zone not in dead}
        spaces = [space for zone in zones if zone not in dead for space in self.zones[zone]]
        for mover in self.within(space for space in spaces if self._made_out(space, cause)):
            self.learn(mover, belief)
        if (speaker := self.person(role)) is not None:
            self.learn(speaker, self._belief(act, role, "own_voice", cause))

    def _made_out(self, space: str, cause: str) -> bool:
        """Whether a space understands an announcement; in a loud room it may not."""
        if self.world.compiled.spaces[space].kind not in LOUD:
            return True
        return u(self.world.seed, "order missed", f"{cause}/{space}") >= self.scenario.conduct.missed_when_loud

    def _belief(self, act: Act, role: str, via: str, cause: str) -> Belief:
        to = act.to[0] if act.action != "tell" and act.to else None
        what = act.what[0] if act.what else ""
        return Belief(what, self.world.now, role, via, cause, to, act.through, act.hazard)

    def switch(self, references: Iterable[str], works: bool) -> None:
        """Zones (`pa.ZONE`) go dead or work again."""
        for reference in references:
            zone = self.zone(reference.removeprefix("pa."))
            (self.dead.discard if works else self.dead.add)(zone)

    # ---- in person ---------------------------------------------------------------------------------------------------

    def tell(self, act: Act, role: str, cause: str) -> int:
        """Carry an order to people in person, room after room; returns when the first of them has it.

        Anything that is no order has no effect here.
        """
        if not act.what or act.what[0] not in self.words:
            return self.world.now
        doing = self.takes_ms(act, role, self.scenario.conduct.tell_s, cause)
        begins = self.start_ms(role, doing)
        self.world.at(begins + doing, OPENINGS, partial(self._round, act, role, cause))
        return begins + doing

    def _round(self, act: Act, role: str, cause: str) -> None:
        """At the first room: each further one takes a little longer."""
        now, each = self.world.now, self.scenario.conduct.tell_each_s
        for mover in (one for reference in act.to or () for one in self.people.matching(reference, None)):
            self.learn(mover, self._belief(act, role, "in_person", cause))
        late = 0
        for number, space in enumerate(dict.fromkeys(self.told_spaces(act.to or ()))):
            if number:
                late += round(quantity(each, self.world.seed, "telling", f"{cause}/{space}") * 1000)
            self.world.at(now + late, OPENINGS, partial(self._told, act, role, space, cause))
        self.busy_until[role] = max(self.busy_until.get(role, 0), now + late)

    def _told(self, act: Act, role: str, space: str, cause: str) -> None:
        for mover in self.within([space]):
            self.learn(mover, self._belief(act, role, "in_person", cause))

    def told_spaces(self, references: tuple[str, ...]) -> Iterator[str]:
        """The spaces that people are sent to when they tell others in person."""
        plan = self.world.compiled.plan
        for reference in references:
            if reference == NOT_REACHED:
                yield from self.not_reached()
            elif reference == "outdoor_groups":
                spaces = self.world.compiled.spaces.items()
                yield from (name for name, one in spaces if one.open_air and self.within([name]))
            elif reference in self.zones:
                yield from self.zones[reference]
            elif not reference.startswith("@") or reference[1:] in plan.uses:
                name = plan.resolve(reference)
                if name in self.world.compiled.spaces:
                    yield name

    def not_reached(self) -> Iterator[str]:
        """Rooms and halls without a loudspeaker that works."""
        for name, space in self.world.compiled.spaces.items():
            silent = space.pa is None or space.pa in self.dead
            if silent and not space.open_air and space.kind not in UNVISITED:
                yield name
