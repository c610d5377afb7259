"""Help that somebody sends to a patient: a crew that is there, else whoever of the staff is near."""

from __future__ import annotations

from simulator.engine.called import where
from simulator.engine.patients import Case
from simulator.engine.rescue import Rescue
from simulator.engine.walking import STANDING, THERE
from simulator.engine.world import OPENINGS, Mover
from simulator.errors import Refused
from simulator.model.actions import Act
from simulator.model.events import Row


class FirstAid:
    """The action `send_help`."""

    def __init__(self, rescue: Rescue):
        self.rescue, self.play, self.world = rescue, rescue.play, rescue.world
        self.play.acts["send_help"] = rescue.agencies.doctrine.in_its_time(self.send)

    def send(self, act: Act, role: str, cause: str) -> None:
        place = self.rescue.command.space(act.to[0]) if act.to else None
        case = next((one for one in self.rescue.patients.left() if place in (None, one.place)), None)
        if case is None:
            raise Refused("nobody who needs help is known there")
        if self.play.threat is not None and not self.rescue.command.is_warm(case.place):
            place = where(self.play.world.compiled.plan, case.place)
            raise Refused(f"{place} is not safe yet: medics go there with officers, or once it is set warm")
        through = self.rescue.inside.step_in(act.through) if act.through is not None else None
        crew = next((one for one in self.rescue.agencies.on_scene(police=False) if one.state == "here"), None)
        if crew is not None:
            self.rescue.crew(crew, place, cause, through)
            return
        helper = self._nearest_staff(case)
        if helper is None:
            raise Refused("no medics are here, and nobody of the staff is free to go")
        self._send_staff(helper, case, cause)

    def _nearest_staff(self, case: Case) -> Mover | None:
        """A nurse first, else whoever of the staff is nearest and stands without a class."""
        world, people = self.world, self.play.people
        table = world.compiled.routes.table(people.steps_into(case.place), world.compiled.never)
        best: tuple[bool, int, str] | None = None
        found = None
        for mover in world.movers:
            alone = mover.party.kind == "staff" and mover.n == 1 and mover.party.together is None
            if not alone or mover.state not in (STANDING, THERE):
                continue
            here = self.play.orders.space(mover) == case.place
            step, near = (0, 0) if here else people.walking.best_step(mover, table)
            if step < 0:
                continue
            far = 0 if here else near + table.left_mm[step]
            rank = "nurse" not in mover.name, far, mover.name
            if best is None or rank < best:
                best, found = rank, mover
        return found

    def _send_staff(self, mover: Mover, case: Case, cause: str) -> None:
        """Somebody of the school goes, and is with the patient on coming into the room."""

        def there() -> None:
            self.world.emit("patient_reached", cause, case.patient.id, mover.name, None, case.place)

        if self.play.orders.space(mover) == case.place:
            there()
            return

        def comes(row: Row) -> None:
            if row[3] == mover.name and self.play.orders.space(mover) == case.place:
                self.world.unlisten("entered", comes)
                self.world.at(self.world.now, OPENINGS, there)

        self.world.listen("entered", comes)
        mover.goal, mover.within, mover.outside = self.play.people.steps_into(case.place), False, False
        self.play.people.send([mover], "goes to help", cause)
