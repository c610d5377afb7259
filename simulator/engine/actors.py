"""Who does a step of the response plan: the role itself, its backup, the nearest member of staff, the first officer."""

from __future__ import annotations

from simulator.engine.play import Play
from simulator.engine.walking import STANDING, THERE
from simulator.engine.ways import walk_mm
from simulator.engine.world import Mover
from simulator.model.response import Step
from simulator.rules.routes import FAR_MM

FIRST_OFFICER, NEAREST_STAFF = "first_officer", "nearest_staff"
TOLD_OF = ("what", "order")
"""Facts by which somebody knows that there is something to do."""


class Actors:
    """The people of one run, as the plan asks for them."""

    def __init__(self, play: Play):
        self.play, self.orders, self.world = play, play.orders, play.world

    # ---- whether -----------------------------------------------------------------------------------------------------

    def is_here(self, role: str | None) -> bool:
        """Whether a role is on the site, or acts from where it is: who comes with an agency does."""
        roles = self.orders.scenario.roles
        if role not in roles:
            return self.orders.person(role) is not None or self._is_unit(role)
        by_radio = roles[role].agency in self.orders.scenario.agencies and roles[role].back is None
        return role not in self.play.away or by_radio

    def _is_unit(self, name: str | None) -> bool:
        agencies = self.play.agencies
        return agencies is not None and name in agencies.units

    def is_exposed(self, role: str | None) -> bool:
        """Whether somebody is before the eyes of the armed person, and looks after themselves first."""
        noticing, person = self.play.noticing, self.orders.person(role)
        return noticing is not None and person is not None and person.name in noticing.exposed

    def is_busy_until(self, role: str, t_ms: int) -> bool:
        """Whether what somebody is doing lasts beyond an instant."""
        return self.orders.busy_until.get(role, 0) > t_ms

    def knows(self, role: str | None) -> bool:
        """Whether a role knows that there is something to do, or an order is out."""
        if role is None or self.orders.latest is not None:
            return True
        person = self.orders.person(role)
        told = any(self.play.knowledge.of(role, fact) is not None for fact in TOLD_OF)
        return told or (person is not None and self.orders.belief(person) is not None)

    # ---- who ---------------------------------------------------------------------------------------------------------

    def backups(self, role: str | None) -> list[str]:
        """Who steps in for a role, in the plan's order, as far as the scenario has them."""
        response = self.orders.response
        entry = response.roles.get(role) if response is not None and role is not None else None
        return [name for name in (entry.backup if entry is not None else ()) if name in self.orders.scenario.roles]

    def doer(self, role: str) -> str:
        """The role itself where it is here, else the first of its backups who is."""
        return next((one for one in (role, *self.backups(role)) if self.is_here(one)), role)

    def of_class(self, step: Step, space: str | None) -> str | None:
        """Who a role class means now; None where that is nobody yet."""
        return self.first_officer() if step.role == FIRST_OFFICER else self.nearest_staff(step, space)

    def first_officer(self) -> str | None:
        """The first police unit on the scene; None where there is none, or a player commands the police."""
        agencies = self.play.agencies
        here = agencies.on_scene(police=True) if agencies is not None else []
        here.sort(key=lambda unit: (unit.arrives_ms or 0, unit.name))
        if not here or agencies is None or agencies.doctrine.waits_for_player(here[0].agency):
            return None
        return here[0].name

    def nearest_staff(self, step: Step, space: str | None) -> str | None:
        """Whoever of the staff has the shortest way to the place of a step, else to where its signal was.

        Who leads a class, is exposed, away, or played by a person is not asked.
        """
        place = self._place_of(step) or space
        best: tuple[int, str] | None = None
        for mover in self.world.movers:
            if not self._is_free(mover):
                continue
            near = place is None or self.orders.space(mover) == place
            far_mm = 0 if near else walk_mm(self.world, mover, place or "")
            if far_mm < FAR_MM and (best is None or (far_mm, mover.name) < best):
                best = far_mm, mover.name
        return best[1] if best is not None else None

    def _is_free(self, mover: Mover) -> bool:
        alone = mover.party.kind == "staff" and mover.n == 1 and mover.party.together is None
        asked = mover.name not in self.play.seats and mover.name not in self.play.away
        return alone and asked and mover.state in (STANDING, THERE) and not self.is_exposed(mover.name)

    def _place_of(self, step: Step) -> str | None:
        """The space that a step names first."""
        compiled = self.world.compiled
        for reference in (step.place, *(step.spaces or ()), *(step.to or ()), *(step.what or ()), step.point):
            try:
                name = compiled.plan.resolve(reference) if reference is not None else ""
            except KeyError:
                continue
            if name in compiled.spaces:
                return name
            sides = [one.between for one in compiled.plan.openings if one.id == name]
            holds = [point.in_ for point in compiled.plan.points if point.id == name and point.in_ is not None]
            if found := [*(side for pair in sides for side in pair), *holds]:
                return found[0]
        return None


def has_to_hear(step: Step, classes: tuple[str, ...]) -> bool:
    """Whether a step begins when somebody recognises a hazard, and is for a role that has to learn of it first."""
    return step.on.event == "recognised" and step.role not in classes
