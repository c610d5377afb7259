"""What effects do to the building, its alarm and loudspeakers, and its people."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from simulator.engine import door_acts
from simulator.engine.called import where
from simulator.engine.evacuation import Evacuation
from simulator.engine.play import Play
from simulator.engine.world import OPENINGS, Mover, World
from simulator.errors import Refused
from simulator.model.inject import (
    AlarmEffect,
    Block,
    CloseEffect,
    Effect,
    Fail,
    LockEffect,
    Move,
    Prop,
    Restore,
    Silence,
    Start,
    Unblock,
    UnlockEffect,
    verb_of,
)  # fmt: skip
from simulator.model.noun import InSpace

OTHER_CHANNELS = ("radio.", "phone.", "psap.")
"""How the names of channels begin that are no loudspeaker zones."""
Acts = Callable[[World, Evacuation, int, str | None, str | None], None]


def apply(play: Play, effect: Effect, cause: str) -> None:
    """One effect, now, where its own condition is true."""
    if not play.facts.judge(effect.if_):
        return
    world, people = play.world, play.people
    match effect:
        case Fail():
            _on_zones(play, effect.fail, effect.for_ms, works=False)
        case Restore():
            _on_zones(play, effect.restore, effect.for_ms, works=True)
        case AlarmEffect():
            people.alarm(effect.source, cause)
            if effect.for_ms is not None:
                world.at(world.now + effect.for_ms, OPENINGS, partial(silence, world, cause))
        case Silence():
            silence(world, cause)
        case Move():
            movers = _movers(people, effect.move)
            for mover in movers:
                mover.goal = people.steps_into(effect.to)
            people.send(movers, "sent", cause)
        case Start():
            movers = [mover for mover in people.matching(effect.start, None) if not mover.outside]
            toward = people.exit_step(effect.toward)
            for mover in movers:
                mover.exit = mover.exit if toward is None else toward
            people.send(movers, "told to leave", cause)
        case Block() | Unblock() | LockEffect() | UnlockEffect() | Prop() | CloseEffect():
            references, act, back = _on_doors(effect)
            for reference in references:
                door = world.door(reference)
                act(world, people, door, cause, None)
                if effect.for_ms is not None:
                    world.at(world.now + effect.for_ms, OPENINGS, partial(back, world, people, door, cause, None))
        case _:
            if (works := play.effects.get(type(effect))) is not None:
                works(effect, cause)


def _on_doors(
    effect: Block | Unblock | LockEffect | UnlockEffect | Prop | CloseEffect,
) -> tuple[tuple[str, ...], Acts, Acts]:
    """The openings of an effect, what happens to them, and what undoes it."""
    match effect:
        case Block():
            return effect.block, door_acts.block, door_acts.unblock
        case Unblock():
            return effect.unblock, door_acts.unblock, door_acts.block
        case LockEffect():
            return effect.lock, door_acts.lock, door_acts.unlock
        case UnlockEffect():
            return effect.unlock, door_acts.unlock, door_acts.lock
        case Prop():
            return effect.prop, door_acts.prop, door_acts.close
        case CloseEffect():
            return effect.close, door_acts.close, door_acts.prop


def _on_zones(play: Play, references: tuple[str, ...], for_ms: int | None, works: bool) -> None:
    """Zones, channels, lines and centres go dead or work again; no event tells of it, nobody has noticed yet."""
    play.orders.switch([one for one in references if not one.startswith(OTHER_CHANNELS)], works)
    for part in (play.channels, play.calls):
        if part is not None:
            part.switch(references, works)
    play.whens.touch()
    if for_ms is not None:
        again = partial(_on_zones, play, references, None, not works)
        play.world.at(play.world.now + for_ms, OPENINGS, again)


def _movers(people: Evacuation, who: str | InSpace) -> list[Mover]:
    return people.matching(None, who.in_) if isinstance(who, InSpace) else people.matching(who, None)


def silence(world: World, cause: str | None) -> None:
    """The alarm stops; whoever set off goes on, and the locks that it released hold again."""
    world.emit("alarm", cause, "fire", None, "off")
    world.doors.alarm_on = False
    for door in world.doors.electric():
        world.doors.refresh(door)


# ---- effects that were typed during the exercise ---------------------------------------------------------------------


def check(play: Play, effect: Effect) -> None:
    """Raises Refused where an effect names something that is not there."""
    match effect:
        case Fail() | Restore():
            for reference in effect.fail if isinstance(effect, Fail) else effect.restore:
                if reference.startswith(OTHER_CHANNELS):
                    _the_channel(play, reference)
                elif play.orders.zone(reference.removeprefix("pa.")) not in play.orders.zones:
                    raise Refused(f"there is no loudspeaker zone called {reference}")
        case AlarmEffect() | Silence():
            pass
        case Move():
            the_movers(play, effect.move)
            the_steps_into(play, effect.to)
        case Start():
            the_movers(play, effect.start)
            if effect.toward is not None:
                the_exit(play, effect.toward)
        case Block() | Unblock() | LockEffect() | UnlockEffect() | Prop() | CloseEffect():
            for reference in _on_doors(effect)[0]:
                the_door(play, reference)
        case _:
            if type(effect) not in play.effects:
                raise Refused(f"this scenario has nothing that {verb_of(effect)} works on")


def _the_channel(play: Play, reference: str) -> None:
    kind, _, name = reference.partition(".")
    radio = play.channels.radio if play.channels is not None else {}
    centres = play.calls.centres if play.calls is not None else {}
    if (kind == "radio" and name not in radio) or (kind == "psap" and name not in centres):
        raise Refused(f"there is no {'radio channel' if kind == 'radio' else '911 centre'} called {name}")


def the_door(play: Play, reference: str, lockable: bool = False, leaf: bool = False) -> int:
    """The passage of an opening. Raises Refused where there is none, or none with a lock or a leaf to close."""
    try:
        door = play.world.door(reference)
    except (KeyError, ValueError):
        raise Refused(f"there is no door called {reference}") from None
    if lockable and not play.world.compiled.lockable[door]:
        raise Refused(f"{where(play.world.compiled.plan, reference)} has no lock")
    if leaf and play.world.compiled.building.passages[door].kind == "open":
        raise Refused(f"{where(play.world.compiled.plan, reference)} is a gap, which has no leaf to close")
    return door


def the_movers(play: Play, who: str | InSpace) -> list[Mover]:
    """Everybody of a group or in a space. Raises Refused where that is nobody."""
    try:
        movers = _movers(play.people, who)
    except KeyError:
        raise Refused("there is no such place") from None
    if not movers:
        raise Refused("nobody is there" if isinstance(who, InSpace) else f"there is no group called {who}")
    return movers


def the_steps_into(play: Play, reference: str) -> frozenset[int]:
    """Every step that enters a place. Raises Refused where there is no such place."""
    try:
        return play.people.steps_into(reference)
    except KeyError:
        raise Refused(f"there is no place called {reference}") from None


def the_exit(play: Play, reference: str) -> int:
    """The step of an opening that leads outdoors. Raises Refused where it does not."""
    the_door(play, reference)
    step = play.people.exit_step(reference)
    if step is None:
        raise Refused(f"{where(play.world.compiled.plan, reference)} does not lead outdoors")
    return step
