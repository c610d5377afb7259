"""A scenario's injects in the order of time, with what each says and does, in plain words."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.model.bundle import Bundle
from simulator.model.draw import at, names_at
from simulator.model.inject import (
    AlarmEffect,
    Block,
    CloseEffect,
    Effect,
    Inject,
    InSpace,
    LockEffect,
    Move,
    Prop,
    Silence,
    Start,
    Unblock,
    UnlockEffect,
)


@dataclass(frozen=True)
class Explained:
    """One inject: when it comes (milliseconds of scenario time), to whom, its words and its effects.

    `depends_on` names the variables that it uses, which are shown at their first values;
    `note` says why it can never happen, where that is so. What is in force before 00:00 is called `setup`.
    """

    t_ms: int
    id: str
    to: tuple[str, ...]
    via: str | None
    text: str | None
    effects: tuple[str, ...]
    depends_on: tuple[str, ...] = ()
    note: str | None = None


def explain(bundle: Bundle) -> tuple[Explained, ...]:
    """Every inject of a scenario in the order of time, `setup` first."""
    scenario = bundle.scenario
    setup = tuple(in_words(effect, bundle) for effect in scenario.setup)
    first = (Explained(0, "setup", (), None, None, setup, _variables(bundle, "setup")),) if setup else ()
    injects = [_explained(bundle, index, inject) for index, inject in enumerate(scenario.injects)]
    return (*first, *sorted(injects, key=lambda one: one.t_ms))


def _explained(bundle: Bundle, index: int, inject: Inject) -> Explained:
    scenario, note = bundle.scenario, None
    t_ms = inject.at_ms if inject.at_ms is not None else (inject.at_clock_ms or 0) - scenario.when.clock_ms
    if t_ms >= scenario.horizon_ms:
        note = "never released: the exercise is over by then"
    elif t_ms < 0:
        note = "never released: the scenario begins later"
    effects = tuple(in_words(effect, bundle) for effect in inject.effect)
    depends_on = _variables(bundle, "injects", index)
    return Explained(t_ms, inject.id, inject.to, inject.via, inject.text or inject.synopsis, effects, depends_on, note)


def _variables(bundle: Bundle, *path: str | int) -> tuple[str, ...]:
    slots = [slot for slot in bundle.slots if slot[: len(path)] == path]
    return tuple(dict.fromkeys(name for slot in slots for name in names_at(at(bundle.tree, slot))))


def in_words(effect: Effect, bundle: Bundle) -> str:
    """What an effect does: `Office door (DOFF) is locked, for 60 s`."""

    def things(references: tuple[str, ...]) -> str:
        names = [_called(bundle, reference) for reference in references]
        return ", ".join(names) + (" is" if len(names) == 1 else " are")

    match effect:
        case Block(block=openings):
            words = f"{things(openings)} blocked: nobody passes"
        case Unblock(unblock=openings):
            words = f"{things(openings)} free again"
        case LockEffect(lock=openings):
            words = f"{things(openings)} locked"
        case UnlockEffect(unlock=openings):
            words = f"{things(openings)} unlocked"
        case Prop(prop=openings):
            words = f"{things(openings)} propped open"
        case CloseEffect(close=openings):
            words = f"{things(openings)} shut"
        case AlarmEffect(source=source):
            words = "the fire alarm sounds" + (f", from {_called(bundle, source)}" if source else "")
        case Silence():
            return "the fire alarm stops"
        case Move(move=who, to=to):
            return f"{_people(bundle, who)} go to {_called(bundle, to)}"
        case Start(start=who, toward=toward):
            return f"{_people(bundle, who)} set off" + (f" toward {_called(bundle, toward)}" if toward else "")
    return words + (f", for {effect.for_ms / 1000:g} s" if effect.for_ms is not None else "")


def _people(bundle: Bundle, who: str | InSpace) -> str:
    return f"all people in {_called(bundle, who.in_)}" if isinstance(who, InSpace) else f"the people of {who}"


def _called(bundle: Bundle, reference: str) -> str:
    name = bundle.plan.resolve(reference)
    label = bundle.plan.label_of(name)
    return name if label == name else f"{label} ({name})"
