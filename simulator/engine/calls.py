"""911 centres: calls that wait for a free call-taker, are answered, and lead to a dispatch.

A centre sends the agencies that it dispatches; for others the call is transferred. What was said, and no more, is what
the centre knows: every fact with the date at which the caller learned it. Calls to a centre that is down ring over to
another one, or wait until it works again.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial

from simulator.engine.channels import Channels
from simulator.engine.knowledge import Known
from simulator.engine.play import Play
from simulator.engine.streams import Floats, key_hashes, quantities, uniforms
from simulator.engine.world import OPENINGS
from simulator.errors import Refused
from simulator.model.actions import Act
from simulator.model.comms import Psap
from simulator.model.distributions import Numeric
from simulator.model.inject import PublicCalls

VIA_911, BUTTON, MOBILE = "911", "panic_button", "mobile"
ONLY_CENTRE = "911"
"""The centre of a scenario that describes none."""
PUBLIC = "public"
"""Who calls without being a role."""
NOT_SAID = frozenset({"order", "school_order"})

Dispatches = Callable[[str, dict[str, str], str | None], None]
"""Called with an agency, what the centre knows, and the cause, once for each agency."""


@dataclass(slots=True)
class Call:
    """One call: who says what, and how long each part of it takes. `facts` are given where the caller is no role."""

    caller: str
    says: tuple[str, ...]
    cause: str | None
    placed_ms: int
    answer_ms: int
    process_ms: int
    talk_ms: int
    incident: bool = True
    facts: dict[str, Known] | None = None


@dataclass(slots=True)
class Centre:
    """A 911 centre at this instant."""

    name: str
    psap: Psap
    works: bool
    free: int
    waiting: deque[Call] = field(default_factory=deque)


class Calls:
    """Every 911 centre of a run. `on_dispatch` are called when a centre sends an agency for the first time."""

    def __init__(self, play: Play, channels: Channels):
        self.play, self.channels, self.world = play, channels, play.world
        self.knowledge, self.orders = play.knowledge, play.orders
        self.on_dispatch: list[Dispatches] = []
        self.psaps = play.scenario.comms.psaps
        nouns = self.psaps.centres or {ONLY_CENTRE: Psap(dispatches=tuple(play.scenario.agencies))}
        self.centres = {name: Centre(name, psap, psap.works, psap.call_takers) for name, psap in nouns.items()}
        self.sent: set[str] = set()
        self._latest: dict[str, tuple[str, Call]] = {}
        self._passed_on: set[str] = set()
        self._crowds: dict[str, int] = {}

    # ---- acts --------------------------------------------------------------------------------------------------------

    def call_911(self, act: Act, role: str, cause: str) -> int:
        """Dial 911; returns when it rings. Raises Refused where there is no such centre."""
        line = act.from_ or self._line(role)
        self._centre(line, act.psap)
        takes = self.orders.takes_ms(act, role, self.play.scenario.readiness.dial_s, cause)
        rings = self.orders.start_ms(role, takes) + takes
        self.world.at(rings, OPENINGS, partial(self._dialled, act, role, line, cause))
        return rings

    def _line(self, role: str) -> str:
        found = self.play.scenario.roles.get(role)
        return found.phone if found is not None and found.phone is not None else MOBILE

    def _centre(self, line: str, asked: str | None) -> Centre:
        routing = self.psaps.routing
        name = asked or routing.get(line) or routing.get(MOBILE) or next(iter(self.centres))
        if name not in self.centres:
            raise Refused(f"there is no 911 centre called {name}; there are: {', '.join(self.centres)}")
        return self.centres[name]

    def _dialled(self, act: Act, role: str, line: str, cause: str) -> None:
        """It rings; where the line is dead, the caller takes a mobile phone."""
        if line in self.channels.dead_lines:
            to = self._centre(line, act.psap).name
            self.world.emit("lost", cause, "a 911 call", role, to, f"phone.{line}", 0.0, "the line is dead")
            if line != MOBILE:
                takes = self.channels.drawn_ms(self.play.scenario.readiness.dial_s, "dialling again", role)
                begins = self.orders.start_ms(role, takes)
                self.world.at(begins + takes, OPENINGS, partial(self._dialled, act, role, MOBILE, cause))
            return
        self.place(self._centre(line, act.psap), self._call(role, act.says or self._all(role), cause))

    def _call(self, caller: str, says: tuple[str, ...], cause: str | None) -> Call:
        readiness, drawn = self.play.scenario.readiness, self.channels.drawn_ms
        return Call(
            caller, says, cause, self.world.now, drawn(readiness.answer_s, "answer", caller),
            drawn(readiness.process_s, "process", caller), drawn(readiness.talk_s, "talk", caller),
        )  # fmt: skip

    def _all(self, caller: str) -> tuple[str, ...]:
        known = [fact for fact in self.knowledge.facts(caller) if fact not in NOT_SAID]
        return tuple(dict.fromkeys(["what", "where", *known]))

    def press_panic(self, act: Act, role: str, cause: str) -> int:
        """Press a panic button: it rings without a word, and tells only where it is. Raises Refused in words."""
        point, space = self._button(act.point)
        takes = self.orders.takes_ms(act, role, self.play.scenario.readiness.panic_s, cause)
        rings = self.orders.start_ms(role, takes) + takes
        self.world.at(rings, OPENINGS, partial(self._pressed, point, space, cause))
        return rings

    def _button(self, reference: str | None) -> tuple[str, str]:
        """A panic button's id, and the space that it is in."""
        plan = self.play.bundle.plan
        buttons = {point.id: point for point in plan.points if point.kind == "panic-button"}
        name = next(iter(buttons), None) if reference is None else plan.uses.get(reference.removeprefix("@"), reference)
        if name is None or name not in buttons:
            raise Refused("there is no such panic button" if buttons else "the building has no panic button")
        return name, buttons[name].in_ or name

    def _pressed(self, point: str, space: str, cause: str) -> None:
        target = self.play.scenario.comms.panic or next(iter(self.centres))
        now, school = self.world.now, self.play.bundle.plan.school.name
        facts = {"where": Known(school, now, now, None, BUTTON), "place": Known(space, now, now, None, BUTTON)}
        if target in self.centres:
            call = self._call(point, ("where", "place"), cause)
            call.facts = facts
            self.place(self.centres[target], call)
            return
        self.world.emit("received", cause, "panic button", point, target, BUTTON, 0.0, None)
        for fact, known in facts.items():
            self.knowledge.learn(target, fact, known.value, point, BUTTON, cause)
        if target in self.play.scenario.agencies:
            self._send(target, {fact: known.value for fact, known in facts.items()}, cause)

    def transfer_call(self, act: Act, role: str, cause: str) -> int:
        """The role's latest call is passed on to another centre; returns when it rings there."""
        if role not in self._latest:
            raise Refused(f"the {role.replace('_', ' ')} has no 911 call that could be transferred")
        here, call = self._latest[role]
        others = [name for name in self.centres if name != here]
        to = act.to[0] if act.to else next(iter(others), None)
        if to not in others:
            raise Refused("there is no other 911 centre" if to is None else f"there is no 911 centre called {to}")
        return self._transfer(self.centres[here], self.centres[to], call, cause)

    # ---- the public --------------------------------------------------------------------------------------------------

    def public_calls(self, effect: PublicCalls, cause: str) -> None:
        """So many other people call too, at instants drawn evenly over a time; without `says` it is of something else."""
        k = self._crowds.get(cause, 0)
        self._crowds[cause] = k + 1
        number, readiness = effect.public_calls, self.play.scenario.readiness
        keys = key_hashes([f"{cause}/{one}" for one in range(number)])

        def drawn(distribution: Numeric, purpose: str) -> list[int]:
            return _ms(quantities(distribution, uniforms(self.world.seed, purpose, keys, k)))

        start = self.world.now
        spread = uniforms(self.world.seed, "public call", keys, k)
        at = [start + int(share * effect.over_ms) for share in spread.tolist()]
        parts = zip(
            at, drawn(readiness.answer_s, "public answer"), drawn(readiness.process_s, "public process"),
            drawn(readiness.talk_s, "public talk"), strict=True,
        )  # fmt: skip
        facts = self._reported(effect.says) if effect.says else None
        calls = (
            Call(PUBLIC, effect.says, cause, at_ms, answer, process, talk, bool(effect.says), facts)
            for at_ms, answer, process, talk in sorted(parts)
        )
        self._await(self._centre(effect.from_, None), calls)

    def _await(self, centre: Centre, calls: Iterator[Call]) -> None:
        """The next of many calls, put on the clock when the one before it rings."""
        call = next(calls, None)
        if call is not None:
            self.world.at(call.placed_ms, OPENINGS, partial(self._of_many, centre, call, calls))

    def _of_many(self, centre: Centre, call: Call, calls: Iterator[Call]) -> None:
        self.place(centre, call)
        self._await(centre, calls)

    def _reported(self, says: tuple[str, ...]) -> dict[str, Known]:
        """What the public says: `what` and `where` as they are, anything else as `fact=value`, right or wrong."""
        now, found = self.world.now, {}
        for word in says:
            fact, given, value = word.partition("=")
            if given or fact in ("what", "where"):
                value = value if given else self._plain(fact)
                found[fact.strip()] = Known(value.strip(), now, now, None, VIA_911)
        return found

    def _plain(self, fact: str) -> str:
        scenario, plan = self.play.scenario, self.play.bundle.plan
        return scenario.hazard if fact == "what" else plan.school.name

    # ---- the queue ---------------------------------------------------------------------------------------------------

    def place(self, centre: Centre, call: Call) -> None:
        """A call rings at a centre."""
        self.world.emit("call_placed", call.cause, centre.name, call.caller, None, call.says, 0.0)
        self._queue(centre, call)

    def _queue(self, centre: Centre, call: Call) -> None:
        if not centre.works and (other := self._other(centre)) is not None:
            self._transfer(centre, other, call, call.cause, pick_up=True)
            return
        centre.waiting.append(call)
        self._next(centre)

    def _other(self, centre: Centre) -> Centre | None:
        return next((one for one in self.centres.values() if one.works and one is not centre), None)

    def _next(self, centre: Centre) -> None:
        """Free call-takers answer whoever has waited longest."""
        while centre.free and centre.works and centre.waiting:
            call = centre.waiting.popleft()
            centre.free -= 1
            if call.answer_ms:
                self.world.at(self.world.now + call.answer_ms, OPENINGS, partial(self._answered, centre, call))
            else:
                self._answered(centre, call)

    def _answered(self, centre: Centre, call: Call) -> None:
        world, now = self.world, self.world.now
        waited = (now - call.placed_ms) / 1000
        world.emit("call_answered", call.cause, centre.name, call.caller, None, call.says, waited)
        world.at(now + call.talk_ms, OPENINGS, partial(self._hung_up, centre))
        if call.incident:
            world.at(now + call.process_ms, OPENINGS, partial(self._processed, centre, call))
            if call.caller in self.play.scenario.roles:
                self._latest[call.caller] = centre.name, call
                until = self.orders.busy_until
                until[call.caller] = max(until.get(call.caller, 0), now + call.process_ms)

    def _hung_up(self, centre: Centre) -> None:
        centre.free += 1
        self._next(centre)

    # ---- what follows ------------------------------------------------------------------------------------------------

    def _processed(self, centre: Centre, call: Call) -> None:
        """The centre knows what was said; it sends its agencies, or passes the call or the news on."""
        if call.facts is None:
            call.facts = self._said(call)
        news = tuple(
            fact for fact, known in call.facts.items()
            if self.knowledge.learn(
                centre.name, fact, known.value, call.caller, VIA_911, call.cause, known.as_of_ms
            )
        )  # fmt: skip
        mine = [agency for agency in centre.psap.dispatches if agency in self.play.scenario.agencies]
        first = [agency for agency in mine if agency not in self.sent]
        known = {fact: one.value for fact, one in self.knowledge.facts(centre.name).items()}
        for agency in first:
            self.knowledge.tell(centre.name, agency, tuple(known), "dispatch", call.cause)
            self._send(agency, known, call.cause)
        self._update(centre, [agency for agency in mine if agency not in first], news, call.cause)
        for other in self._to_pass_on_to(centre, bool(mine)):
            self._transfer(centre, other, call, call.cause)

    def _said(self, call: Call) -> dict[str, Known]:
        """What a caller can say of what it wants to say; `where` is the school, and the freshest place if known."""
        now = self.world.now
        says = ("what", "where") if any(" " in word for word in call.says) else call.says
        words = tuple(dict.fromkeys([*says, *(["threat_where"] if "where" in says else [])]))
        said = self.channels.held(call.caller, words)
        for fact in ("what", "where"):
            if fact in words and fact not in said:
                said[fact] = Known(self._plain(fact), now, now, None, VIA_911)
        return said

    def _send(self, agency: str, known: dict[str, str], cause: str | None) -> None:
        self.sent.add(agency)
        for send in self.on_dispatch:
            send(agency, known, cause)

    def _update(self, centre: Centre, agencies: list[str], news: tuple[str, ...], cause: str | None) -> None:
        """News for agencies that are on their way: by radio where the centre is on their channel."""
        if not news:
            return
        on_air = set()
        for agency in agencies:
            channel = self.channels.shared(centre.name, agency)
            if channel is None:
                self.knowledge.tell(centre.name, agency, news, "dispatch", cause)
            elif channel not in on_air:
                on_air.add(channel)
                self.channels.broadcast(centre.name, channel, news, None, cause)

    def _to_pass_on_to(self, centre: Centre, dispatches: bool) -> list[Centre]:
        """The centres that send agencies which this one does not: once, or every call where it sends nobody."""
        found = []
        for agency in self.play.scenario.agencies:
            other = next((one for one in self.centres.values() if agency in one.psap.dispatches), None)
            wanted = other is not None and agency not in centre.psap.dispatches and other.name not in self._passed_on
            if other is not None and (wanted or (not dispatches and other is not centre)) and other not in found:
                found.append(other)
        self._passed_on |= {other.name for other in found}
        return found

    def _transfer(self, here: Centre, to: Centre, call: Call, cause: str | None, *, pick_up: bool = False) -> int:
        """A call goes to another centre, where it waits like any other; returns when it rings there."""
        takes = self.channels.drawn_ms(self.psaps.transfer, "transfer", call.caller)
        self.world.at(self.world.now + takes, OPENINGS, partial(self._came_over, here, to, call, takes, cause, pick_up))
        return self.world.now + takes

    def _came_over(self, here: Centre, to: Centre, call: Call, takes: int, cause: str | None, pick_up: bool) -> None:
        """`pick_up`: nobody had answered it yet, so that it has waited since it was placed."""
        self.world.emit("transferred", cause, here.name, call.caller, to.name, call.says, takes / 1000)
        again = self._call(call.caller, call.says, cause)
        again.facts, again.incident = call.facts, call.incident
        again.placed_ms = call.placed_ms if pick_up else self.world.now
        self._queue(to, again)

    # ---- what fails --------------------------------------------------------------------------------------------------

    def switch(self, references: Iterable[str], works: bool) -> None:
        """Centres (`psap.ID`) go down or work again; other names are left alone."""
        for reference in references:
            kind, _, name = reference.partition(".")
            if kind != "psap" or name not in self.centres:
                continue
            centre = self.centres[name]
            centre.works = works
            waiting = list(centre.waiting)
            centre.waiting.clear()
            for call in waiting:
                self._queue(centre, call)
            self._next(centre)


def _ms(seconds: Floats) -> list[int]:
    return [round(one * 1000) for one in seconds.tolist()]
