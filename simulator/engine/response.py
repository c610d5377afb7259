"""The response plan plays the roles that nobody plays: its steps begin on their signals and take their actual times.

A role that a person plays waits for decisions. Where a role of the plan is nobody here, its backup acts once twice the
meant time is over. Each step is done once, or not at all where its chance fails.
"""

from __future__ import annotations

from functools import partial

from simulator.engine import door_acts
from simulator.engine.play import Play
from simulator.engine.streams import quantity, u
from simulator.engine.triggers import kinds_of, matches
from simulator.engine.world import CHOICES, OPENINGS
from simulator.errors import Refused
from simulator.model.actions import plain
from simulator.model.events import Row
from simulator.model.response import Step
from simulator.rules.played import played

ALERTING = frozenset({"announce", "call_911"})
"""What a message expects that tells somebody of the hazard (the convention of the format: messages carry no facts)."""


class Plan:
    """The steps of the annex for the scenario's hazard, as far as they are played.

    `seats` are the roles that a person plays at this instant: they wait for decisions.
    """

    def __init__(self, play: Play):
        self.play, self.orders, self.seats = play, play.orders, play.seats
        self.world, self.people = play.world, play.people
        self.begun: set[str] = set()
        self.saying: set[str] = set()
        tasks = [step for step in self.orders.steps() if played(step) == "task"]
        for step in tasks:
            for kind in kinds_of(step.on):
                self.world.listen(kind, partial(self._happened, step))
        if tasks:
            self.world.listen("inject_released", self._told)
            self.world.listen("announced", self._announced)

    # ---- signals -----------------------------------------------------------------------------------------------------

    def _told(self, row: Row) -> None:
        """A message that should draw an order or a call lets whoever gets it recognise the hazard."""
        scenario = self.orders.scenario
        inject = next((one for one in scenario.injects if one.id == row[3]), None)
        asked = [one for one in inject.expect if one.action in ALERTING] if inject is not None else []
        if not asked:
            return
        who = asked[0].role or (row[4][0] if row[4] else None)
        mover = self.orders.person(who)
        if who is not None and mover is not None:
            place = self.people.walking.place(mover)
            self.world.at(self.world.now, CHOICES, partial(self._recognises, who, place, row[3]))

    def _recognises(self, who: str, place: str, cause: str) -> None:
        hazard = self.orders.scenario.hazard
        self.world.emit("recognised", cause, who, hazard, place)
        self.play.knowledge.learn(who, "what", hazard, None, "message", cause)

    def _happened(self, step: Step, row: Row) -> None:
        first = row[3] if row[1] in ("recognised", "learned") else None
        if step.role == "first_to_know" and first not in (None, *self.orders.scenario.roles):
            return  # who has no role of their own tells the front office
        if step.id not in self.begun and matches(step.on, row, self.world.compiled.plan):
            self._begin(step, first)

    def _announced(self, row: Row) -> None:
        """A sentence has ended: where it was a step of the plan (a decision may have the same id), that is done."""
        step = next((one for one in self.orders.steps() if one.id == row[2]), None)
        if step is not None and step.id in self.saying:
            self.saying.discard(step.id)
            self._done(step, row[4])

    # ---- doing -------------------------------------------------------------------------------------------------------

    def _begin(self, step: Step, first: str | None) -> None:
        """A step's signal has come: the one who does it begins, the backup only after twice the meant time."""
        self.begun.add(step.id)
        who = self._who(step, first)
        if who is not None:
            role, wait_ms = who
            self.world.at(self.world.now + wait_ms, CHOICES, partial(self._act, step, role))

    def _who(self, step: Step, first: str | None) -> tuple[str, int] | None:
        """The role that does a step, and how long it waits; None where that is for a player, or nobody is there."""
        roles = self.orders.scenario.roles
        wanted = first if step.role == "first_to_know" else step.role
        if wanted in roles and (wanted not in self.play.away or self._by_radio(wanted)):
            return None if wanted in self.seats else (wanted, 0)
        response = self.orders.response
        entry = response.roles.get(wanted) if response is not None and wanted is not None else None
        here = [name for name in (entry.backup if entry else ()) if name in roles and name not in self.play.away]
        backup = here[0] if here else None
        return None if backup is None or backup in self.seats else (backup, 2 * step.meant_ms)

    def _by_radio(self, role: str) -> bool:
        """Whether somebody who is not on the site acts from there: who comes with an agency does."""
        entry = self.orders.scenario.roles[role]
        return entry.agency in self.orders.scenario.agencies and entry.back is None

    def _act(self, step: Step, role: str) -> None:
        seed = self.world.seed
        if not self.play.facts.judge(step.if_):
            return
        if u(seed, "step done", step.id) >= step.done:
            return
        try:
            match step.action:
                case "announce":
                    self.orders.announce(step, role, step.id)
                    self.saying.add(step.id)
                    return  # done when the sentence has ended
                case action if action in self.play.acts:
                    done_ms = self.play.acts[action](step, role, step.id) or self.world.now
                case _:
                    takes = round(quantity(step.actual, seed, "step", step.id) * 1000)
                    done_ms = self.orders.start_ms(role, takes) + takes
            self.world.at(done_ms, OPENINGS, partial(self._finish, step, role))
        except Refused as reason:
            self.world.emit("refused", step.id, step.id, str(reason))

    def _finish(self, step: Step, role: str) -> None:
        acts = {"lock": door_acts.lock, "unlock": door_acts.unlock, "close": door_acts.close}
        if step.action in acts:
            for door in [self.world.door(reference) for reference in step.what or ()]:
                if step.action == "close" or self.world.compiled.lockable[door]:
                    acts[step.action](self.world, self.people, door, step.id, role)
        self._done(step, role)

    def _done(self, step: Step, role: str) -> None:
        self.world.emit("done", step.id, role, step.action, plain(step), "plan")
