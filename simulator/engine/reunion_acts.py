"""What people do about a reunification: open it, look up who may fetch a pupil, hand one over, or say no."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from simulator.engine.families import Family, Pupil, pupil_called
from simulator.engine.play import Play
from simulator.engine.reunification import DISPUTED, Reunion
from simulator.engine.tasks import done_ms, place_of
from simulator.engine.world import OPENINGS
from simulator.errors import Refused
from simulator.model.actions import Act
from simulator.model.agencies import Reunification, Stations
from simulator.model.noun import InSpace

OTHER_CARD = "the card is for another pupil"
DECIDED = "decided in person"


class Desk:
    """The acts of a reunification. The reunion itself is made when something first needs it."""

    def __init__(self, play: Play):
        self.play, self.world, self.numbers = play, play.world, play.scenario.arrivals
        self._reunion: Reunion | None = None

    @property
    def reunion(self) -> Reunion:
        """The scenario's reunification; one with the usual times where the scenario has none."""
        if self._reunion is None:
            self._reunion = Reunion(self.play, self.play.scenario.reunification or Reunification(site="nowhere"))
        return self._reunion

    def knows(self, name: str | None) -> Family | None:
        """The family of some name, where one has been sent for; None for anybody else."""
        return self._reunion.families.get(name) if self._reunion is not None and name is not None else None

    # ---- acts --------------------------------------------------------------------------------------------------------

    def open(self, act: Act, role: str, cause: str) -> int:
        """Open the site, or put more people at its stations."""
        terms = self.play.scenario.reunification
        where = act.place or (terms.site if terms is not None else None)
        if where is None:
            raise Refused("say where families come to: place")
        site, before = place_of(self.play, where), self.reunion
        stations = self._stations(act, terms)
        if before.site is not None and not before.adds(stations):
            raise Refused("the reunification site is open already, with so many people at its stations")
        if before.site is not None and before.site != site:
            raise Refused(f"the reunification site is open already, at {before.site}")
        t_ms = done_ms(self.play, act, role, self.numbers.open_s, cause, by_phone=True)
        self.world.at(t_ms, OPENINGS, partial(before.open, site, stations, cause))
        return t_ms

    def _stations(self, act: Act, terms: Reunification | None) -> Stations:
        usual = terms.stations if terms is not None else Stations()
        given = {name: getattr(act, name) for name in ("greeters", "checkers", "reunifiers")}
        return usual.model_copy(update={name: number for name, number in given.items() if number is not None})

    def check_custody(self, act: Act, role: str, cause: str) -> int:
        """Look up who may fetch a pupil: whoever looks knows what the list says of that family."""
        t_ms = done_ms(self.play, act, role, self.numbers.custody_s, cause)
        family = self.knows(act.visitor)
        if family is not None:
            self.world.at(t_ms, OPENINGS, partial(self._looked_up, family, role, cause))
        return t_ms

    def _looked_up(self, family: Family, role: str, cause: str) -> None:
        says = "not listed" if family.pupil is None else "disputed" if family.disputed else "listed"
        self.play.knowledge.learn(role, f"custody/{family.name}", says, None, "the list", cause)

    def refuse(self, family: Family, act: Act, role: str, cause: str) -> int:
        """Say no to a family: its pupil stays with the school."""
        self._is_here(family)
        t_ms = done_ms(self.play, act, role, self.numbers.refuse_s, cause)
        why = ", ".join(act.what or ()) or "refused"
        self.world.at(t_ms, OPENINGS, self._unless_through(family, partial(self.reunion.turn_away, family, why, cause)))
        return t_ms

    def hand_over(self, act: Act, role: str, cause: str) -> int:
        """Hand a pupil to a family away from the stations; the card of another pupil's family is noticed."""
        if act.to is None or len(act.to) != 1:
            raise Refused("say to whom the pupil is handed over: one family")
        family = self._family(act.to[0])
        pupil = self._asked_for(act, family)
        if pupil.name in self.reunion.handed_over:
            raise Refused(f"{pupil.name} has been handed over already, to {self.reunion.handed_over[pupil.name]}")
        t_ms = done_ms(self.play, act, role, self.numbers.hand_over_s, cause)
        self.world.at(t_ms, OPENINGS, partial(self._hand_over, family, pupil, cause))
        return t_ms

    def _hand_over(self, family: Family, pupil: Pupil, cause: str) -> None:
        """The pupil goes with the family, unless the card says another or one of them has gone meanwhile."""
        gone = self.reunion.handed_over
        if pupil.name in gone:
            why = f"the pupil has gone with {gone[pupil.name]}"
        elif family.name in gone.values():
            why = "the family has gone with a pupil"
        elif family.pupil is not None and family.pupil != pupil:
            why = OTHER_CARD
        else:
            self.reunion.give(family, pupil, f"{DECIDED}: {DISPUTED}" if family.disputed else DECIDED, cause)
            return
        self.world.emit("hand_over_refused", cause, pupil.name, family.name, why)

    # ---- who is meant ------------------------------------------------------------------------------------------------

    def _family(self, name: str) -> Family:
        """A family that is here, or somebody whom only the messages know: they are taken to be here."""
        family = self.reunion.families.get(name)
        if family is None:
            family = self.reunion.families[name] = Family(name, name, None, False, self.world.now, arrived=True)
        self._is_here(family)
        return family

    def _is_here(self, family: Family) -> None:
        if not family.arrived:
            raise Refused(f"{family.name} is not here yet")
        if family.name in self.reunion.handed_over.values():
            raise Refused(f"{family.name} has left with a pupil")

    def _asked_for(self, act: Act, family: Family) -> Pupil:
        if act.who is None:
            if family.pupil is None:
                raise Refused("say which pupil is handed over: who")
            return family.pupil
        if isinstance(act.who, InSpace):
            raise Refused("one pupil is handed over at a time: name the pupil")
        return pupil_called(self.world, act.who)

    def _unless_through(self, family: Family, call: Callable[[], None]) -> Callable[[], None]:
        def go() -> None:
            if not family.through:
                call()

        return go
