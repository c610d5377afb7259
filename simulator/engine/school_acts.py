"""What staff do for people in the building: stay, help along, let in, barricade, silence the alarm."""

from __future__ import annotations

from functools import partial

from simulator.engine import effects, notices
from simulator.engine.called import where
from simulator.engine.helping import HELPING, HELPLESS
from simulator.engine.illness import help_patient
from simulator.engine.orders import Belief
from simulator.engine.play import Play
from simulator.engine.securing import HALLS, SLACK_MS, leads
from simulator.engine.walking import STANDING, THERE
from simulator.engine.ways import indoors_mm, walk_mm
from simulator.engine.world import OPENINGS, Mover
from simulator.errors import Refused
from simulator.model.actions import Act
from simulator.model.agencies import patients_of
from simulator.model.noun import InSpace
from simulator.model.response import Step
from simulator.rules.routes import FAR_MM

SHELTER = "nearest_shelter"


def prepare(play: Play) -> None:
    """Register the actions."""
    play.acts |= {
        "stay": partial(stay, play), "assist": partial(assist, play), "admit": partial(admit, play),
        "barricade": partial(barricade, play), "reset_alarm": partial(reset_alarm, play),
    }  # fmt: skip


# ---- whom ------------------------------------------------------------------------------------------------------------


def movers_of(play: Play, who: str | InSpace | None, role: str) -> list[Mover]:
    """The people that an action is about: a group, a space, a word of the plan; without one, who is where the role is.

    Raises Refused where that is nobody.
    """
    found = _of_word(play, who, role)
    if found is None:
        assert who is not None
        return effects.the_movers(play, who)
    if not found:
        raise Refused("nobody is there")
    return found


def _of_word(play: Play, who: str | InSpace | None, role: str) -> list[Mover] | None:
    air, movers = play.world.compiled.open_air, play.world.movers
    match who:
        case None | "own_class" | "own_room":
            notices.on_site(play, role)
            here = notices.space_of(play, role)
            return [mover for mover in movers if play.orders.space(mover) == here and mover.name != role]
        case "nearest_pupils":
            return _nearest(play, [one for one in movers if one.party.kind == "pupils" and not air[one.segment]], role)
        case "indoors":
            return [mover for mover in movers if not air[mover.segment]]
        case "exterior" | "outdoor_groups":
            return [mover for mover in movers if air[mover.segment]]
        case "spectators":
            return [mover for mover in movers if mover.party.kind == "visitors"]
        case _:
            return None


def _nearest(play: Play, movers: list[Mover], role: str) -> list[Mover]:
    """Those of some people who are in the place that is nearest to a role."""
    notices.on_site(play, role)
    person = play.orders.person(role)
    spaces = sorted({play.orders.space(mover) for mover in movers})
    if person is None or not spaces:
        return movers
    near = min(spaces, key=lambda space: (walk_mm(play.world, person, space), space))
    return [mover for mover in movers if play.orders.space(mover) == near]


def the_space(play: Play, reference: str) -> str:
    """A space by a reference. Raises Refused where there is none of that name."""
    plan = play.world.compiled.plan
    try:
        name = plan.resolve(reference)
    except KeyError:
        name = reference
    if name not in play.world.compiled.spaces:
        raise Refused(f"there is no place called {reference}")
    return name


def _begin(play: Play, act: Act, role: str, default: str, cause: str) -> int:
    """Somebody sets about a thing that takes one of the conduct's times; returns when it is done."""
    notices.on_site(play, role)
    takes_ms = play.orders.takes_ms(act, role, getattr(play.scenario.conduct, default), cause)
    return play.orders.start_ms(role, takes_ms) + takes_ms


# ---- stay ------------------------------------------------------------------------------------------------------------


def stay(play: Play, act: Act, role: str, cause: str) -> int:
    """People are told to stay where they are, and do; the fire alarm does not move them."""
    movers_of(play, act.who, role)
    done_ms = _begin(play, act, role, "tell_s", cause)
    play.world.at(done_ms, OPENINGS, partial(_stay, play, act, role, cause))
    return done_ms


def _stay(play: Play, act: Act, role: str, cause: str) -> None:
    via = act.via[0] if act.via else "in_person"
    belief = Belief("stay", play.world.now, role, via, cause)
    for mover in _still_there(play, act, role):
        if mover.state not in (HELPLESS, HELPING, THERE):
            play.sheltering.stop_here(mover, cause)
        play.orders.learn(mover, belief)


def _still_there(play: Play, act: Act, role: str) -> list[Mover]:
    try:
        return movers_of(play, act.who, role)
    except Refused:
        return []


# ---- helping along ---------------------------------------------------------------------------------------------------


def assist(play: Play, act: Act, role: str, cause: str) -> int:
    """Somebody helps people along who cannot walk alone; without `who`, a patient."""
    notices.on_site(play, role)
    if act.who is None and patients_of(play.scenario):
        return help_patient(play, act, role, cause)
    if not isinstance(act, Step) and not _in_need(play, act, role):
        raise Refused("nobody there needs help to walk")
    if act.to is not None and act.to != (SHELTER,):
        the_space(play, act.to[0])
    if act.to is None and play.orders.latest != "evacuate" and not play.world.doors.alarm_on:
        raise Refused("say where they should be helped to")
    done_ms = _begin(play, act, role, "go_s", cause)
    play.world.at(done_ms, OPENINGS, partial(_help, play, act, role, cause))
    return done_ms


def _in_need(play: Play, act: Act, role: str) -> list[Mover]:
    """Those who need help to walk and still wait for it, or have not asked yet; `nearest_pupils` are then any."""
    air = play.world.compiled.open_air
    movers = play.world.movers if act.who == "nearest_pupils" else _still_there(play, act, role)
    return [mover for mover in movers if mover.needs_help and mover.state in (STANDING, HELPLESS)
            and not air[mover.segment]]  # fmt: skip


def _help(play: Play, act: Act, role: str, cause: str) -> None:
    """Whoever needs it asks for help now; the role comes to the nearest of them, others to the rest."""
    helper = play.orders.person(role)
    movers = _in_need(play, act, role)
    if helper is not None:
        movers.sort(key=lambda one: (walk_mm(play.world, helper, play.orders.space(one)), one.name))
    for mover in movers:
        if act.to == (SHELTER,):
            play.orders.learn(mover, Belief("shelter", play.world.now, role, "in_person", cause))
            continue
        _aim(play, mover, act.to[0] if act.to else None)
        if mover.state == STANDING:
            play.people.helping.ask(mover, helper)


def _aim(play: Play, mover: Mover, to: str | None) -> None:
    """Where somebody who is helped goes: out and on to open ground, or to a room."""
    if to is None:
        return
    space = the_space(play, to)
    if play.world.compiled.spaces[space].open_air:
        play.people.sent_to[mover.party.name] = space
    else:
        mover.goal = play.people.steps_into(space)
        mover.within = indoors_mm(play.world, mover, space) < FAR_MM


# ---- letting in ------------------------------------------------------------------------------------------------------


def admit(play: Play, act: Act, role: str, cause: str) -> int:
    """A door is opened for people in the halls, they come in, and it is locked again behind them."""
    notices.on_site(play, role)
    space = the_space(play, act.to[0]) if act.to else notices.space_of(play, role)
    if not _to_let_in(play, act, role, space):
        raise Refused("nobody is there to be let in")
    done_ms = _begin(play, act, role, "knock_s", cause)
    play.world.at(done_ms, OPENINGS, partial(_let_in, play, act, role, space, cause))
    return done_ms


def _to_let_in(play: Play, act: Act, role: str, space: str) -> list[Mover]:
    """Who is let in: whoever is named, else those who are alone in the halls next to the room."""
    if act.who is not None:
        return [one for one in movers_of(play, act.who, role) if play.orders.space(one) != space]
    securing, spaces = play.sheltering.securing, play.world.compiled.spaces
    beside = {side for door in securing.doors_of.get(space, ()) for side in securing.sides[door]} - {space}
    halls = {side for side in beside if side not in spaces or spaces[side].kind in HALLS}
    return [mover for mover in play.orders.within(halls) if not leads(mover) and mover.state not in (HELPLESS, HELPING)]


def _let_in(play: Play, act: Act, role: str, space: str, cause: str) -> None:
    world, securing = play.world, play.sheltering.securing
    try:
        movers = _to_let_in(play, act, role, space)
    except Refused:
        return
    goal = play.people.steps_into(space)
    for mover in movers:
        mover.known = mover.known - goal - play.sheltering.entrances.knocked
        play.sheltering.admitted.add(mover.name)
        mover.goal, mover.within = goal, indoors_mm(world, mover, space) < FAR_MM
    far = [(walk_mm(world, mover, space), mover) for mover in movers]
    walks = [round(mm / mover.speed_m_s) for mm, mover in far if mm < FAR_MM]
    locked = sorted({step >> 1 for step in goal if world.shut[step] and step not in world.compiled.never})
    for door in locked[:1]:
        until_ms = world.now + max(walks, default=0) + SLACK_MS
        securing.open_up(space, door, role, "people are let in", until_ms)
    play.people.send(movers, "let in", cause)


# ---- barricades and the alarm ----------------------------------------------------------------------------------------


def barricade(play: Play, act: Act, role: str, cause: str) -> int:
    """Those inside hold their doors shut: locked where they can be, barricaded where not. Raises Refused in words."""
    notices.on_site(play, role)
    rooms = [_room(play, reference) for reference in act.what or ()]
    begins = play.orders.start_ms(role, 0)
    for space, by in rooms:
        play.world.at(begins, OPENINGS, partial(play.sheltering.securing.begin, space, by, cause, begins))
    return begins


def _room(play: Play, reference: str) -> tuple[str, Mover]:
    """A room, or the room behind a door, and who of those in it begins."""
    securing = play.sheltering.securing
    space = _behind(play, reference)
    inside = securing.inside(space)
    if not inside:
        raise Refused(f"nobody is in {where(play.world.compiled.plan, space)} to hold the door")
    return space, next((mover for mover in inside if leads(mover)), inside[0])


def _behind(play: Play, reference: str) -> str:
    compiled, securing = play.world.compiled, play.sheltering.securing
    try:
        name = compiled.plan.resolve(reference)
    except KeyError:
        name = reference
    if name in securing.number:
        sides = securing.sides[securing.number[name]]
        return next((side for side in sides if side not in securing.public), sides[0])
    return the_space(play, reference)


def reset_alarm(play: Play, act: Act, role: str, cause: str) -> int:
    """Somebody goes to the panel and silences the alarm; the locks that it released hold again."""
    if not play.world.doors.alarm_on:
        raise Refused("no alarm is sounding")
    done_ms = _begin(play, act, role, "reset_alarm_s", cause)
    play.world.at(done_ms, OPENINGS, partial(_silenced, play, cause))
    return done_ms


def _silenced(play: Play, cause: str) -> None:
    if play.world.doors.alarm_on:
        effects.silence(play.world, cause)
