"""Who comes, goes and is told: the actions and effects of visitors, families, vehicles, bells, rumours and roles."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from simulator.engine import presence, rumours
from simulator.engine.disturbance import Disturbance
from simulator.engine.periods import Bells
from simulator.engine.play import Play, Works
from simulator.engine.reunion_acts import Desk
from simulator.engine.rulings import put_all
from simulator.engine.tasks import done_ms, place_of
from simulator.engine.vehicles import Vehicles
from simulator.engine.visitor import VISITOR, Visitor
from simulator.engine.world import OPENINGS, Mover
from simulator.errors import Refused
from simulator.model.actions import Act
from simulator.model.distributions import Numeric
from simulator.model.inject import Arrive, Depart, PeriodEffect, Rumour, SetRole, TellEffect
from simulator.model.noun import InSpace

FAMILIES, MEDIA = "families", "media"


def prepare(play: Play) -> None:
    """Everything that actions and effects can ask for."""
    visits = Visits(play)
    desk, vehicles, bells = visits.desk, Vehicles(play), Bells(play)
    for action in visits.takes:
        play.acts[action] = visits.meet
    play.acts |= {
        "refuse": visits.refuse, "check_custody": desk.check_custody, "hand_over": desk.hand_over,
        "open_reunification": desk.open, "hold_vehicle": vehicles.hold, "recall": vehicles.recall,
        "unload": vehicles.unload,
    }  # fmt: skip
    effects: dict[type, Works] = {
        Arrive: visits.arrive, Depart: vehicles.depart, PeriodEffect: bells.ring,
        Rumour: partial(rumours.spread, play), TellEffect: partial(rumours.tell, play),
        SetRole: partial(presence.set_role, play),
    }  # fmt: skip
    play.effects |= {noun: partial(_or_say_why, play, works) for noun, works in effects.items()}
    if play.scenario.reunification is not None:
        desk.reunion.expect(play.scenario.reunification.families)


def _or_say_why(play: Play, works: Works, effect: Any, cause: str) -> None:
    """An effect that names something that is not there does nothing, and the log says why."""
    try:
        works(effect, cause)
    except Refused as reason:
        play.world.emit("refused", cause, cause, str(reason))


def begin(play: Play) -> None:
    """The scripts of those who come whatever anybody does, and the roles that come back."""
    if play.scenario.disturbance is not None:
        Disturbance(play, play.scenario.disturbance)
    presence.returns(play)


class Visits:
    """Who is met at a door: the visitor of the script, a family, or somebody whom only the messages know."""

    def __init__(self, play: Play):
        self.play, self.world = play, play.world
        self.desk = Desk(play)
        script, numbers = play.scenario.visitor, play.scenario.arrivals
        self.visitor = Visitor(play, script) if script is not None else None
        self._units_come = play.effects.get(Arrive)
        self.takes: dict[str, Numeric] = {
            "check_id": numbers.check_id_s, "challenge": numbers.challenge_s, "badge": numbers.badge_s,
            "escort": numbers.escort_s,
        }  # fmt: skip

    def meet(self, act: Act, role: str, cause: str) -> int:
        """Check an ID, ask, give a badge, escort: the visitor of the script where none is named."""
        if self.visitor is not None and act.visitor in (None, VISITOR):
            return self.visitor.meet(act, role, cause)
        if act.visitor is None:
            raise Refused("say which visitor")
        return done_ms(self.play, act, role, self.takes[act.action], cause)

    def refuse(self, act: Act, role: str, cause: str) -> int:
        """Say no to the visitor, to a family, or to anybody else."""
        who = None if isinstance(act.who, InSpace) else act.who
        family = self.desk.knows(who)
        if family is not None:
            return self.desk.refuse(family, act, role, cause)
        if self.visitor is not None and who in (None, VISITOR):
            return self.visitor.meet(act, role, cause)
        return done_ms(self.play, act, role, self.play.scenario.arrivals.refuse_s, cause)

    # ---- arriving ----------------------------------------------------------------------------------------------------

    def arrive(self, effect: Arrive, cause: str) -> None:
        """Families, the media, an agency or a group of the roster come, spread over a while."""
        place = place_of(self.play, effect.place) if effect.place is not None else None
        if effect.arrive == FAMILIES:
            self.desk.reunion.arrive(effect.count, effect.over_ms, place)
        elif effect.arrive in self.play.scenario.agencies:
            if self._units_come is None:
                raise Refused(f"{effect.arrive} has no units here")
            self._units_come(effect, cause)
        elif movers := self.play.people.matching(effect.arrive, None):
            self._group(effect, movers, place, cause)
        else:
            names = [f"{effect.arrive}-{number}" for number in range(1, effect.count + 1)]
            self._spread(
                effect.over_ms,
                [partial(self.world.emit, "arrived", cause, effect.arrive, name, place) for name in names],
            )

    def _group(self, effect: Arrive, movers: list[Mover], place: str | None, cause: str) -> None:
        """People of the roster who have stood somewhere outside the story: from now on they are at a place of it."""
        if place is None:
            raise Refused(f"say where {effect.arrive} come to: place")
        segment = self.world.compiled.building.of_space[place][0]
        self._spread(effect.over_ms, [partial(put_all, self.play, [mover], segment, cause) for mover in movers])

    def _spread(self, over_ms: int, calls: Sequence[Callable[[], None]]) -> None:
        for number, call in enumerate(calls):
            self.world.at(self.world.now + over_ms * number // len(calls), OPENINGS, call)
