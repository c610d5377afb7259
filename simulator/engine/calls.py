"""911 centres: calls that wait for a free call-taker, are answered, and lead to a dispatch.

A centre sends the agencies that it dispatches; for others the call is transferred. What was said, and no more, is what
the centre knows: every fact with the date at which the caller learned it. Calls to a centre that is down ring over to
another one, or wait until it works again.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial

from simulator.engine.channels import Channels
from simulator.engine.knowledge import Known
from simulator.engine.play import Play
from simulator.engine.world import OPENINGS
from simulator.model.comms import Psap

VIA_911 = "911"
CALL = "a 911 call"
PUBLIC = "public"
"""Who calls without being a role."""
HUNG_UP = "nobody had answered"
ONLY_CENTRE = "911"
"""The centre of a scenario that describes none."""

ABOUT_ONESELF = ("set", "returns")
"""How somebody has `where` of their own coming and going: nothing to say to 911."""

Dispatches = Callable[[str, dict[str, str], str | None], None]
"""Called with an agency, what the centre knows, and the cause, once for each agency."""


@dataclass(slots=True)
class Call:
    """One call: who says what, and how long each part of it takes; `been_at` are the centres that passed it on.

    `facts` are given where the caller is no role.
    """

    caller: str
    says: tuple[str, ...]
    cause: str | None
    placed_ms: int
    answer_ms: int
    process_ms: int
    talk_ms: int
    incident: bool = True
    facts: dict[str, Known] | None = None
    been_at: tuple[str, ...] = ()


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
        self.latest: dict[str, tuple[str, Call]] = {}
        self._passed_on: set[str] = set()

    def new_call(self, caller: str, says: tuple[str, ...], cause: str | None) -> Call:
        """A call from now on, with the times of its caller's next one."""
        readiness, drawn = self.play.scenario.readiness, self.channels.drawn_ms
        return Call(
            caller, says, cause, self.world.now, drawn(readiness.answer_s, "answer", caller),
            drawn(readiness.process_s, "process", caller), drawn(readiness.talk_s, "talk", caller),
        )  # fmt: skip

    # ---- the queue ---------------------------------------------------------------------------------------------------

    def place(self, centre: Centre, call: Call) -> None:
        """A call rings at a centre."""
        self.world.emit("call_placed", call.cause, centre.name, call.caller, None, call.says, 0.0)
        self._queue(centre, call)

    def _queue(self, centre: Centre, call: Call) -> None:
        if not centre.works and (other := self._other(centre)) is not None:
            self.transfer(centre, other, call, call.cause, pick_up=True)
            return
        centre.waiting.append(call)
        self._next(centre)
        if call.caller == PUBLIC and any(one is call for one in centre.waiting):
            gives_up_ms = call.placed_ms + round(self.play.scenario.readiness.gives_up_911_s * 1000)
            self.world.at(max(gives_up_ms, self.world.now), OPENINGS, partial(self._gives_up, centre, call))

    def _gives_up(self, centre: Centre, call: Call) -> None:
        """Whoever of the public still waits hangs up; a role waits on."""
        left = deque(one for one in centre.waiting if one is not call)
        if len(left) < len(centre.waiting):
            centre.waiting = left
            waited = (self.world.now - call.placed_ms) / 1000
            self.world.emit("lost", call.cause, CALL, call.caller, centre.name, VIA_911, waited, HUNG_UP)

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
            self.latest[call.caller] = centre.name, call
            if call.caller in self.play.scenario.roles:
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
        for role in self.play.scenario.roles:
            if self.channels.at_console(role, centre.name):
                self.knowledge.tell(centre.name, role, news, "console", call.cause)
        mine = [agency for agency in centre.psap.dispatches if agency in self.play.scenario.agencies]
        first = [agency for agency in mine if agency not in self.sent]
        known = {fact: one.value for fact, one in self.knowledge.facts(centre.name).items()}
        for agency in first:
            self.knowledge.tell(centre.name, agency, tuple(known), "dispatch", call.cause)
            self.send(agency, known, call.cause)
        self._update(centre, [agency for agency in mine if agency not in first], news, call.cause)
        for other in self._to_pass_on_to(centre, call, bool(mine)):
            self.transfer(centre, other, call, call.cause)

    def _said(self, call: Call) -> dict[str, Known]:
        """What a caller can say of what it wants to say; `where` is the space, if known, else the school.

        With it goes any place inside that the caller knows of.
        """
        now = self.world.now
        says = ("what", "where") if any(" " in word for word in call.says) else call.says
        places = [fact for fact in self.knowledge.facts(call.caller) if fact.endswith("_where")]
        words = tuple(dict.fromkeys([*says, *(places if "where" in says else [])]))
        said: dict[str, Known] = {}
        for fact in words:
            known = self._place(call.caller, places) if fact == "where" else None
            known = known or self.channels.held(call.caller, (fact,)).get(fact)
            if fact == "where" and known is not None and known.via in ABOUT_ONESELF:
                known = None
            if known is None and fact in ("what", "where"):
                known = Known(self.plain(fact), now, now, None, VIA_911)
            if known is not None:
                said[fact] = known
        return said

    def _place(self, caller: str, places: list[str]) -> Known | None:
        """The freshest place inside that a caller knows of."""
        known = [one for fact in places if (one := self.knowledge.of(caller, fact)) is not None]
        return max(known, key=lambda one: one.as_of_ms, default=None)

    def plain(self, fact: str) -> str:
        """What anybody who calls about the incident can say: what it is, and which school."""
        scenario, plan = self.play.scenario, self.play.bundle.plan
        return scenario.hazard if fact == "what" else plan.school.name

    def send(self, agency: str, known: dict[str, str], cause: str | None) -> None:
        """An agency is sent, with what is known."""
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

    def _to_pass_on_to(self, centre: Centre, call: Call, dispatches: bool) -> list[Centre]:
        """The centres that send agencies which this one does not: once, or every call where it sends nobody."""
        agencies = self.play.scenario.agencies
        found = []
        for other in self.centres.values():
            theirs = [one for one in other.psap.dispatches if one in agencies and one not in centre.psap.dispatches]
            known = other.name in (*call.been_at, centre.name) or not theirs
            if not known and not (dispatches and (other.name in self._passed_on or self.sent.issuperset(theirs))):
                found.append(other)
        self._passed_on |= {other.name for other in found}
        return found

    def transfer(self, here: Centre, to: Centre, call: Call, cause: str | None, *, pick_up: bool = False) -> int:
        """A call goes to another centre, where it waits like any other; returns when it rings there."""
        takes = self.channels.drawn_ms(self.psaps.transfer, "transfer", call.caller)
        self.world.at(self.world.now + takes, OPENINGS, partial(self._came_over, here, to, call, takes, cause, pick_up))
        return self.world.now + takes

    def _came_over(self, here: Centre, to: Centre, call: Call, takes: int, cause: str | None, pick_up: bool) -> None:
        """`pick_up`: nobody had answered it yet, so that it has waited since it was placed."""
        self.world.emit("transferred", cause, here.name, call.caller, to.name, call.says, takes / 1000)
        again = self.new_call(call.caller, call.says, cause)
        again.facts, again.incident = call.facts, call.incident
        again.been_at = (*call.been_at, here.name)
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
