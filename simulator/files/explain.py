"""A scenario's injects in the order of time, with what each says and does, in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from simulator.files.chains import Soonest, soonest
from simulator.files.conditions import guards_in, settled
from simulator.files.paths import one_line
from simulator.files.told_effects import effect_words
from simulator.files.vocabulary import listed
from simulator.files.words import clock, expected_in_words, span, trigger_in_words
from simulator.model.bundle import Bundle
from simulator.model.draw import at, names_at
from simulator.model.inject import (
    AlarmEffect,
    Block,
    CloseEffect,
    Effect,
    Fail,
    Inject,
    LockEffect,
    Move,
    Prop,
    Restore,
    Silence,
    Start,
    Unblock,
    UnlockEffect,
)
from simulator.model.noun import InSpace
from simulator.rules.guards import guard_of


@dataclass(frozen=True)
class Explained:
    """One inject: when it comes at the soonest (milliseconds of scenario time), to whom, its words and its effects.

    `exact` is whether `t_ms` is its time, as `at` and `at_clock` say; others come when what they wait for does.
    `trigger` says what brings it, `sure` whether it comes in every version unless somebody holds it back, `expects`
    the actions that it should draw. `depends_on` names the variables that it uses, which are shown at their first
    values; `note` says why it can never happen, where that is so. What is in force before 00:00 is called `setup`.
    """

    t_ms: int
    id: str
    to: tuple[str, ...]
    via: str | None
    text: str | None
    effects: tuple[str, ...]
    depends_on: tuple[str, ...] = ()
    note: str | None = None
    trigger: str = "before 00:00"
    sure: bool = True
    expects: tuple[str, ...] = ()
    exact: bool = True

    @property
    def when(self) -> str:
        """When it comes, in words: `start`, `01:10`, or `not before 01:10`."""
        if self.id == "setup":
            return "start"
        return clock(self.t_ms) if self.exact else f"not before {clock(self.t_ms)}"


def explain(bundle: Bundle) -> tuple[Explained, ...]:
    """Every inject of a scenario in the order in which it can come at the soonest, `setup` first."""
    scenario = bundle.scenario
    setup = tuple(in_words(effect, bundle) for effect in scenario.setup)
    first = (Explained(0, "setup", (), None, None, setup, _variables(bundle, "setup")),) if setup else ()
    draws = {name: tuple(variable.extremes()) for name, variable in scenario.variables.items()}
    found = soonest(scenario, settled(scenario, draws))
    sure = _sure(scenario.injects, found)
    injects = [_explained(bundle, index, found[inject.id], sure) for index, inject in enumerate(scenario.injects)]
    return (*first, *sorted(injects, key=lambda one: one.t_ms))


def _sure(injects: tuple[Inject, ...], found: Mapping[str, Soonest]) -> set[str]:
    """The injects that come whatever is drawn and whatever people do."""
    sure: set[str] = set()
    by_id = {inject.id: inject for inject in injects}
    for name in found:  # what is waited for stands first
        inject = by_id[name]
        timed = inject.at_ms is not None or inject.at_clock_ms is not None
        follows = inject.after is not None and inject.after.inject in sure
        if isinstance(found[name], int) and inject.if_ is None and (timed or follows):
            sure.add(name)
    return sure


def _explained(bundle: Bundle, index: int, when: Soonest, sure: set[str]) -> Explained:
    inject = bundle.scenario.injects[index]
    own_ms = inject.at_ms if inject.at_ms is not None else bundle.scenario.horizon_ms
    return Explained(
        t_ms=when if isinstance(when, int) else own_ms,
        id=inject.id,
        to=inject.to,
        via=inject.via,
        text=inject.text or inject.synopsis,
        effects=tuple(in_words(effect, bundle) for effect in inject.effect),
        depends_on=_depends_on(bundle, index),
        note=None if isinstance(when, int) else when.message,
        trigger=trigger_in_words(inject, bundle),
        sure=inject.id in sure,
        expects=tuple(expected_in_words(one, bundle) for one in inject.expect),
        exact=inject.at_ms is not None or inject.at_clock_ms is not None,
    )


def _depends_on(bundle: Bundle, index: int) -> tuple[str, ...]:
    """The variables in the slots of an inject and in its guards."""
    guards = [text for path, text in guards_in(bundle.scenario) if path[:2] == ("injects", index)]
    read = [name for text in guards for name in guard_of(text).draws()]
    return tuple(dict.fromkeys((*_variables(bundle, "injects", index), *read)))


def _variables(bundle: Bundle, *path: str | int) -> tuple[str, ...]:
    slots = [slot for slot in bundle.slots if slot[: len(path)] == path]
    return tuple(dict.fromkeys(name for slot in slots for name in names_at(at(bundle.tree, slot))))


def in_words(effect: Effect, bundle: Bundle) -> str:
    """What an effect does: `Office door (DOFF) is locked, for 1 minute`."""

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
            words = "the fire alarm stops"
        case Fail(fail=zones):
            words = f"{listed(zones)} goes dead"
        case Restore(restore=zones):
            words = f"{listed(zones)} works again"
        case Move(move=who, to=to):
            words = f"{_people(bundle, who)} go to {_called(bundle, to)}"
        case Start(start=who, toward=toward):
            words = f"{_people(bundle, who)} set off" + (f" toward {_called(bundle, toward)}" if toward else "")
        case _:
            words = effect_words(effect, partial(_called, bundle))
    for_ms: int | None = getattr(effect, "for_ms", None)
    words += f", for {span(for_ms)}" if for_ms is not None else ""
    return words + (f", only if {one_line(effect.if_, 200)}" if effect.if_ is not None else "")


def _people(bundle: Bundle, who: str | InSpace) -> str:
    return f"all people in {_called(bundle, who.in_)}" if isinstance(who, InSpace) else f"the people of {who}"


def _called(bundle: Bundle, reference: str) -> str:
    name = bundle.plan.resolve(reference)
    label = bundle.plan.label_of(name)
    return name if label == name else f"{label} ({name})"
