"""Who calls 911 and how: roles, panic buttons, and other people at the same time."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from simulator.engine.called import who
from simulator.engine.calls import CALL, PUBLIC, VIA_911, Call, Calls, Centre
from simulator.engine.channels import Channels
from simulator.engine.knowledge import Known
from simulator.engine.play import Play
from simulator.engine.speaking import NOT_SAID
from simulator.engine.streams import Floats, key_hashes, quantities, uniforms
from simulator.engine.world import OPENINGS
from simulator.errors import Refused
from simulator.model.actions import Act
from simulator.model.distributions import Numeric
from simulator.model.inject import PublicCalls

BUTTON, MOBILE = "panic_button", "mobile"


class Calling:
    """The acts of calling of one run."""

    def __init__(self, play: Play, channels: Channels, calls: Calls):
        self.play, self.channels, self.calls = play, channels, calls
        self.world, self.knowledge, self.orders = play.world, play.knowledge, play.orders
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
        routing = self.calls.psaps.routing
        name = asked or routing.get(line) or routing.get(MOBILE) or next(iter(self.calls.centres))
        if name not in self.calls.centres:
            raise Refused(f"there is no 911 centre called {name}; there are: {', '.join(self.calls.centres)}")
        return self.calls.centres[name]

    def _dialled(self, act: Act, role: str, line: str, cause: str) -> None:
        """It rings; where the line is dead, the caller takes a mobile phone."""
        if line in self.channels.dead_lines:
            to = self._centre(line, act.psap).name
            self.world.emit("lost", cause, CALL, role, to, f"phone.{line}", 0.0, "the line is dead")
            if line != MOBILE:
                takes = self.channels.drawn_ms(self.play.scenario.readiness.dial_s, "dialling again", role)
                begins = self.orders.start_ms(role, takes)
                self.world.at(begins + takes, OPENINGS, partial(self._dialled, act, role, MOBILE, cause))
            return
        self.calls.place(self._centre(line, act.psap), self.calls.new_call(role, act.says or self._all(role), cause))

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
        target = self.play.scenario.comms.panic or next(iter(self.calls.centres))
        now, school = self.world.now, self.play.bundle.plan.school.name
        facts = {"where": Known(school, now, now, None, BUTTON), "place": Known(space, now, now, None, BUTTON)}
        if target in self.calls.centres:
            call = self.calls.new_call(point, ("where", "place"), cause)
            call.facts = facts
            self.calls.place(self.calls.centres[target], call)
            return
        self.world.emit("received", cause, "panic button", point, target, BUTTON, 0.0, None)
        for fact, known in facts.items():
            self.knowledge.learn(target, fact, known.value, point, BUTTON, cause)
        if target in self.play.scenario.agencies:
            self.calls.send(target, {fact: known.value for fact, known in facts.items()}, cause)

    def transfer_call(self, act: Act, role: str, cause: str) -> int:
        """The role's latest call is passed on to another centre; returns when it rings there."""
        placed = self.calls.latest.get(role)
        if placed is None and role in self.play.away:  # a dispatcher: what another centre has answered, or this one
            placed = next((one for one in self.calls.latest.values() if one[0] not in (act.to or ())), None)
        if placed is None:
            raise Refused(f"{who(self.play.scenario, role)} has no 911 call that could be transferred")
        here, call = placed
        others = [name for name in self.calls.centres if name != here]
        to = act.to[0] if act.to else next(iter(others), None)
        if to not in others:
            raise Refused("there is no other 911 centre" if to is None else f"there is no 911 centre called {to}")
        return self.calls.transfer(self.calls.centres[here], self.calls.centres[to], call, cause)

    # ---- the public --------------------------------------------------------------------------------------------------

    def public_calls(self, effect: PublicCalls, cause: str) -> None:
        """So many other people call too, at instants drawn evenly; without `says` it is about something else."""
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
        self.calls.place(centre, call)
        self._await(centre, calls)

    def _reported(self, says: tuple[str, ...]) -> dict[str, Known]:
        """What the public says: `what` and `where` as they are, anything else as `fact=value`, right or wrong."""
        now, found = self.world.now, {}
        for word in says:
            fact, given, value = word.partition("=")
            if given or fact in ("what", "where"):
                value = value if given else self.calls.plain(fact)
                found[fact.strip()] = Known(value.strip(), now, now, None, VIA_911)
        return found


def _ms(seconds: Floats) -> list[int]:
    return [round(one * 1000) for one in seconds.tolist()]
