"""The scenario's messages: what each waits for, its release, and the one state in which it ends.

A message ends released, not needed, with a false guard, skipped, or not reached. One that is kept back waits for the
facilitator's release or skip, whatever happens; a release by the facilitator goes out whatever its `if` says. A time of
day before the scenario begins never comes. An unless-message is not needed as soon as the thing it asks for has
happened, or when the message that expects the thing has ended without being released.
"""

from __future__ import annotations

from functools import partial

from simulator.engine import effects
from simulator.engine.expectations import Expectations
from simulator.engine.play import Play
from simulator.engine.triggers import await_first, found
from simulator.engine.whens import LOOKS
from simulator.engine.world import OPENINGS
from simulator.model.actions import Expectation, Occurrence
from simulator.model.decisions import NEVER_DUE, Decision
from simulator.model.events import Row
from simulator.model.inject import Inject, Unless
from simulator.rules.answers import fits
from simulator.rules.guards import guard_of


class Message:
    """One inject and how far it is; `due_ms` is the time of its `at`, or the deadline of its `unless`.

    `armed` counts how often its trigger was set: what an earlier trigger has put on the clock is void.
    """

    __slots__ = ("armed", "due_ms", "end_wait", "ended_ms", "inject", "kept_back", "state")

    def __init__(self, inject: Inject):
        self.inject = inject
        self.state = "waiting"
        self.kept_back = False
        self.armed = 0
        self.due_ms: int | None = None
        self.ended_ms: int | None = None
        self.end_wait = _nothing


def _nothing() -> None:
    return None


class Messages:
    """Every message of a run. What is in the log already when it is made counts as the state before 00:00.

    `never_due` are the decisions whose time has not come, `seats_left` the roles that nobody plays any more. Of
    messages that are kept back, `due` are those whose time has come, `spared` those not needed, with when that was.
    """

    def __init__(self, play: Play):
        self.play, self.world = play, play.world
        self.expectations = Expectations(play.world, play.scenario.conduct.done_before_s, play.absent)
        self.start = len(play.world.log)
        self.never_due: dict[str, Decision] = {}
        self.seats_left: set[str] = set()
        self.due: list[tuple[int, str]] = []
        self.spared: list[tuple[int, str]] = []
        self.all = {inject.id: Message(inject) for inject in play.scenario.injects}
        self._hears_expectations = False
        for message in self.all.values():
            self.arm(message)

    # ---- triggers ----------------------------------------------------------------------------------------------------

    def arm(self, message: Message) -> None:
        """Wait for a message's trigger, from the beginning or, where it was changed meanwhile, from now on."""
        message.end_wait()
        message.armed += 1
        message.end_wait, message.due_ms = _nothing, None
        inject = message.inject
        if inject.at_ms is not None:
            self._at(message, inject.at_ms)
        elif inject.at_clock_ms is not None:
            t_ms = inject.at_clock_ms - self.play.scenario.when.clock_ms
            if t_ms >= 0:
                self._at(message, t_ms)
        elif inject.after is not None:
            self._after(message, inject.after, inject.delay_ms or 0)
        elif inject.when is not None:
            self.play.whens.wait(inject.id, guard_of(inject.when), partial(self._fire, message, message.armed))
            message.end_wait = partial(self.play.whens.drop, inject.id)
        elif inject.unless is not None:
            self._unless(message, inject.unless)

    def _at(self, message: Message, t_ms: int) -> None:
        message.due_ms = t_ms
        self.world.at(t_ms, OPENINGS, partial(self._due, message, message.armed))

    def _after(self, message: Message, wanted: Occurrence, delay_ms: int) -> None:
        fire = partial(self._fire, message, message.armed)
        row = found(self.world, wanted, self.start)
        if row is not None:
            self.world.at(row[0] + delay_ms, OPENINGS, fire)
            return

        def happened() -> None:
            self.world.at(self.world.now + delay_ms, OPENINGS, fire)

        message.end_wait = await_first(self.world, wanted, happened)

    def _unless(self, message: Message, unless: Unless) -> None:
        if unless.expect is not None:
            self._unless_met(message, unless.expect)
            return
        assert unless.by_ms is not None
        row = found(self.world, unless.occurrence(), self.start)
        not_needed = partial(self._not_needed, message, message.armed)
        if row is not None and row[0] <= unless.by_ms:
            self.world.at(self.world.now, OPENINGS, not_needed)
            return
        if unless.by_ms < self.world.now:
            self._at(message, unless.by_ms)
            return
        message.due_ms = unless.by_ms
        self.world.at(unless.by_ms, LOOKS, partial(self._due, message, message.armed))
        message.end_wait = await_first(self.world, unless.occurrence(), not_needed)

    def _unless_met(self, message: Message, expect: str) -> None:
        if not self._hears_expectations:
            self._hears_expectations = True
            for kind in ("expect_met", "expect_missed"):
                self.world.listen(kind, self._expectation_ended)
        ended = self.expectations.ended.get(expect)
        if ended == "expect_missed":
            self.world.at(self.world.now, OPENINGS, partial(self._fire, message, message.armed))
        elif ended == "expect_met" or self._will_not_be_tested(expect):
            self.world.at(self.world.now, OPENINGS, partial(self._not_needed, message, message.armed))

    def _will_not_be_tested(self, expect: str) -> bool:
        return any(
            one.state not in ("waiting", "released") and any(wanted.id == expect for wanted in one.inject.expect)
            for one in self.all.values()
        )

    def _expectation_ended(self, row: Row) -> None:
        for message in self._unless_expect(row[3]):
            call = self._fire if row[1] == "expect_missed" else self._not_needed
            self.world.at(self.world.now, OPENINGS, partial(call, message, message.armed))

    def _unless_expect(self, expect: str) -> list[Message]:
        waiting = [one for one in self.all.values() if one.state == "waiting" and one.inject.unless is not None]
        return [one for one in waiting if one.inject.unless is not None and one.inject.unless.expect == expect]

    # ---- firing ------------------------------------------------------------------------------------------------------

    def _due(self, message: Message, armed: int) -> None:
        # a time that was moved later has another call on the clock
        if message.due_ms is not None and self.world.now >= message.due_ms:
            self._fire(message, armed)

    def _fire(self, message: Message, armed: int) -> None:
        if message.armed != armed or message.state != "waiting":
            return
        if message.kept_back:
            if self.play.facts.judge(message.inject.if_):
                self.due.append((self.world.now, message.inject.id))
            return
        if self.play.facts.judge(message.inject.if_):
            self.release(message, message.inject.id)
        else:
            self.close(message, "guard_false", message.inject.id)

    def _not_needed(self, message: Message, armed: int) -> None:
        if message.armed != armed or message.state != "waiting":
            return
        if message.kept_back:
            message.armed += 1  # its time does not come any more
            self.spared.append((self.world.now, message.inject.id))
            return
        self.close(message, "not_needed", message.inject.id)

    def release(self, message: Message, cause: str) -> None:
        """The message goes out now, and its effects work."""
        inject = message.inject
        self._end(message, "released")
        self.world.emit("inject_released", cause, inject.id, inject.to, inject.via)
        self.expectations.begin(inject)
        for wanted in inject.expect:
            if wanted.role in self.play.absent:
                call = partial(self._nobody_could, wanted, len(self.world.log))
                self.world.at(self.world.now + wanted.within_ms, LOOKS, call)
        for effect in inject.effect:
            effects.apply(self.play, effect, inject.id)

    def _nobody_could(self, wanted: Expectation, since: int) -> None:
        """What an absent role should have done is not tested; what is only needed if it is not done, still is."""
        plan, by_anybody = self.world.compiled.plan, wanted.model_copy(update={"role": None})
        rows = [row for row in self.world.log[since:] if row[1] == "done"]
        call = self._not_needed if any(fits(by_anybody, row, plan, self.world.log) for row in rows) else self._fire
        for message in self._unless_expect(wanted.id):
            self.world.at(self.world.now, OPENINGS, partial(call, message, message.armed))

    def close(self, message: Message, state: str, cause: str) -> None:
        """The message will not go out; what only it would have expected is not tested, nor needed."""
        self._end(message, state)
        self.world.emit("inject_closed", cause, message.inject.id, state)
        for wanted in message.inject.expect:
            for other in self._unless_expect(wanted.id):
                self.world.at(self.world.now, OPENINGS, partial(self._not_needed, other, other.armed))

    def _end(self, message: Message, state: str) -> None:
        message.end_wait()
        message.end_wait = _nothing
        message.state, message.ended_ms = state, self.world.now

    # ---- the whole timeline ------------------------------------------------------------------------------------------

    def shift(self, by_ms: int) -> None:
        """Move every `at`, `by` and deadline that has not passed; what comes to lie in the past is now."""
        now = self.world.now
        for message in self.all.values():
            if message.state == "waiting" and message.due_ms is not None:
                message.due_ms = max(now, message.due_ms + by_ms)
                order = OPENINGS if message.inject.unless is None else LOOKS
                self.world.at(message.due_ms, order, partial(self._due, message, message.armed))
        self.expectations.shift(by_ms)

    def finish(self) -> None:
        """The horizon: whatever still waits was not reached. The last rows of a whole run, and only of one."""
        for name, decision in self.never_due.items():
            self.world.emit("refused", name, name, f"{NEVER_DUE}: {self._what_did_not_come(decision)}")
        for message in self.all.values():
            if message.state == "waiting":
                message.state = "not_reached"
                self.world.emit("inject_closed", message.inject.id, message.inject.id, "not_reached")

    def _what_did_not_come(self, decision: Decision) -> str:
        """Why a decision was not due before the end."""
        if decision.after is None:
            return "its time came after the end"
        if found(self.world, decision.after, 0) is not None:
            return "the end came before its delay was over"
        return _did_not_come(decision.after)


def _did_not_come(wanted: Occurrence) -> str:
    """What was waited for and did not come, in words: `message I2 did not go out`, `this did not happen: arrived`."""
    more = ", ".join(value.removeprefix("@").replace("_", " ") for value in wanted.filters().values())
    of = f" ({more})" if more else ""
    match wanted:
        case Occurrence(inject=str(name)):
            return f"message {name} did not go out"
        case Occurrence(order=str(name)):
            return f"the order {name} was not given"
        case Occurrence(step=str(name)):
            return f"step {name} of the plan was not done"
        case Occurrence(action=str(name)):
            return f"nobody did this: {name.replace('_', ' ')}{of}"
        case _:
            return f"this did not happen: {(wanted.event or '').replace('_', ' ')}{of}"
