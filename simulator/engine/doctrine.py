"""What agencies do by themselves, and what they leave to players and to the response plan."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from simulator.engine.play import Does, Play
from simulator.engine.streams import quantity
from simulator.engine.world import CHOICES, OPENINGS
from simulator.errors import Refused
from simulator.model.actions import Act
from simulator.model.response import Step
from simulator.rules.responders import is_officer


class Doctrine:
    """Whether an action is the agencies' own to begin, and how a step of the plan takes its time."""

    def __init__(self, play: Play):
        self.play, self.world = play, play.world
        self._awaited: set[str] = set()
        self._overdue: set[str] = set()

    def agency_of(self, role: str) -> str | None:
        """Whose role or unit it is; None for a role of no agency."""
        entry = self.play.scenario.roles.get(role)
        unit = self.play.agencies.units.get(role) if self.play.agencies is not None else None
        return entry.agency if entry is not None else unit.agency if unit is not None else None

    def waits_for_player(self, *agencies: str | None) -> bool:
        """Whether a seat of one of these agencies is taken: what commanders decide then waits for decisions.

        The officer of a school commands nobody else's units.
        """
        seats = [role for role in self.play.seats if not is_officer(role, None)]
        return any(agency is not None and agency in agencies for agency in map(self.agency_of, seats))

    def may(self, action: str, agencies: Iterable[str | None], again: Callable[[], None]) -> bool:
        """Whether agencies do something by their own doctrine now.

        Not where a seat of theirs is taken. Where the response plan has somebody do it, only once that is overdue:
        after twice the meant time, or what it really takes, from when it could be done. Then `again` is called.
        """
        if self.waits_for_player(*agencies):
            return False
        step = self.planned(action)
        if step is None or action in self._overdue:
            return True
        if action not in self._awaited:
            self._awaited.add(action)
            takes_ms = round(quantity(step.actual, self.world.seed, "step", step.id) * 1000)
            due_ms = self.world.now + max(2 * step.meant_ms, takes_ms) + 1
            self.world.at(due_ms, CHOICES, partial(self._is_overdue, action, again))
        return False

    def _is_overdue(self, action: str, again: Callable[[], None]) -> None:
        self._overdue.add(action)
        again()

    def has_done(self, who: str | None, action: str, cause: str | None, **fields: Any) -> None:
        """What a role's person, whom nobody plays, has done by doctrine is done like a step of the plan.

        Nothing where a unit without a role did it.
        """
        if who in self.play.scenario.roles and who not in self.play.seats:
            given = {name: value for name, value in fields.items() if value is not None}
            self.world.emit("done", cause, who, action, given, "plan")

    def planned(self, action: str) -> Step | None:
        """The step of the response plan with this action that somebody of the scenario would do."""
        response, roles = self.play.bundle.response, self.play.scenario.roles
        for step in self.play.orders.steps():
            entry = response.roles.get(step.role) if response is not None else None
            if step.action == action and any(name in roles for name in (step.role, *(entry.backup if entry else ()))):
                return step
        return None

    def in_its_time(self, does: Does) -> Does:
        """An act that is quickly done: a decision at once, a step of the plan when its drawn time is over."""

        def act(one: Act, role: str, cause: str) -> int | None:
            if not isinstance(one, Step):
                return does(one, role, cause)
            takes_ms = self.play.orders.takes_ms(one, role, one.actual, cause)
            done_ms = self.play.orders.start_ms(role, takes_ms) + takes_ms
            self.world.at(done_ms, OPENINGS, partial(self._does, does, one, role, cause))
            return done_ms

        return act

    def _does(self, does: Does, act: Act, role: str, cause: str) -> None:
        try:
            does(act, role, cause)
        except Refused as reason:
            self.world.emit("refused", cause, cause, str(reason))
