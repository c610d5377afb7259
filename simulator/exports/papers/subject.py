"""What the papers of one exercise are made from: a draft (a scenario and settings), or an exercise that is kept.

Times of messages are those of one possible course, in which everybody acts by the plan; the papers say so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from simulator.analysis.timeline import timeline
from simulator.analysis.who import HAZARD_WORDS
from simulator.analysis.words import clock, listed, offset, one_line, sentence
from simulator.drills.sheet import sensitivity_of
from simulator.engine.run import run
from simulator.exports.papers.roles import SCHOOLS, RoleCard, role_cards
from simulator.exports.papers.telling import Told, told_messages, unmarked
from simulator.live.exercise import Exercise
from simulator.live.views.shared import CONTENT, SUPPORT
from simulator.model.bundle import Bundle
from simulator.model.run import Run
from simulator.model.scenario import Module, Objective, Scenario

MINUTES = 90
PERIODS = {
    "arrival": "as school begins", "class": "during class", "passing": "between classes", "lunch": "at lunch",
    "assembly": "during an assembly", "dismissal": "as school ends", "after_school": "after school",
}  # fmt: skip
WELCOME = "Welcome, rules of the talk, content note"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the agenda: from which minute to which, and what."""

    from_min: int
    to_min: int
    item: str


@dataclass(frozen=True, slots=True)
class Talk:
    """One part of the exercise: its questions, and the messages that belong to it in the order in which they come."""

    title: str
    from_ms: int
    said: str
    questions: tuple[tuple[str, str], ...]
    messages: tuple[Told, ...]


@dataclass(frozen=True)
class Subject:
    """Everything that the papers say. `by_plan`: the version's course when everybody acts by the plan.

    `exercise` is None for a draft.
    """

    bundle: Bundle
    by_plan: Run = field(repr=False)
    settings: Mapping[str, Any]
    title: str
    label: str
    messages: tuple[Told, ...]
    exercise: Exercise | None = field(default=None, repr=False)

    @property
    def scenario(self) -> Scenario:
        """The scenario as this version has it."""
        return self.by_plan.scenario

    @property
    def school(self) -> str:
        """Whose school it is."""
        return one_line(self.bundle.plan.school.name, 100)

    @property
    def version(self) -> int:
        """The exercise version."""
        return int(self.settings.get("seed") or 0)

    @property
    def about(self) -> str:
        """What it is about in a few words: `A fire`, `A storm and a power cut`."""
        hazards = (self.scenario.hazard, *self.scenario.also)
        return sentence(listed(HAZARD_WORDS.get(one, one.replace("_", " ")) for one in hazards))

    @property
    def players_title(self) -> str:
        """A title that tells of nothing to come: the exercise's own, or hazard and school instead of the scenario's."""
        own = self.title != one_line(self.bundle.scenario.title, 120)
        return self.title if own else f"{self.about}: {self.school}"

    @property
    def minutes(self) -> int:
        """How long the session is."""
        return int(self.settings.get("minutes") or MINUTES)

    @property
    def type(self) -> str:
        """Tabletop, drill, seminar ..."""
        return "drill" if self.settings.get("mode") == "drill" else self.scenario.exercise.type

    @property
    def when(self) -> str:
        """The story's hour and day: `10:42, during class, October 6, 2026`; a venue has no periods."""
        when = self.scenario.when
        day = f"{when.date:%B} {when.date.day}, {when.date.year}" if when.date is not None else ""
        period = PERIODS[when.period] if self.bundle.plan.school.kind in SCHOOLS else ""
        return ", ".join(filter(None, (clock(self.scenario, 0, seconds=False), period, day)))

    @property
    def content_note(self) -> str:
        """What the exercise describes, and that everybody may step out."""
        return self.scenario.exercise.content_note or CONTENT

    @property
    def support(self) -> str:
        """What is said of support."""
        return str(self.settings.get("support") or SUPPORT)

    @property
    def ended(self) -> bool:
        """Whether it is an exercise whose play is over."""
        return self.exercise is not None and self.exercise.core().ended is not None

    @property
    def opening(self) -> str:
        """What is said before the first message."""
        scope = self.scenario.exercise.scope
        about = f" It covers this: {scope.strip()}" if scope else ""
        return (
            f"This is an exercise. Nobody outside this room is affected.{about} We look at conditions and plans, not "
            f"at persons.\n\n{self.content_note}\n\nWhoever needs to may step out at any time, and need not say why."
        )

    @cached_property
    def roles(self) -> tuple[RoleCard, ...]:
        """Every role with what it knows at the start."""
        return role_cards(self.bundle, self.by_plan, dict(self.settings.get("seats") or {}))

    @property
    def played(self) -> tuple[RoleCard, ...]:
        """The roles that people play; all of them where the scenario names none."""
        return tuple(one for one in self.roles if one.seat == "played") or self.roles

    @cached_property
    def agenda(self) -> tuple[Line, ...]:
        """The agenda for the chosen minutes; what it leaves over is the welcome, and stands first."""
        items = next((one for name, one in self.scenario.exercise.agendas.items() if name == str(self.minutes)), ())
        if not items:
            return ()
        left = self.minutes - sum(one.minutes for one in items)
        rows = [(WELCOME, left)] * (left > 0) + [(one_line(one.item, 120), one.minutes) for one in items]
        ends = [sum(minutes for _, minutes in rows[: at + 1]) for at in range(len(rows))]
        return tuple(Line(end - row[1], end, row[0]) for row, end in zip(rows, ends, strict=True))

    @cached_property
    def talks(self) -> tuple[Talk, ...]:
        """The parts of the exercise; one without a name where the scenario has none."""
        modules = self.scenario.modules
        if not modules:
            return (Talk("The exercise", 0, clock(self.scenario, 0), (), self.coming),)
        return tuple(_talk(self, one) for one in modules)

    @property
    def coming(self) -> tuple[Told, ...]:
        """The messages that come when everybody acts by the plan, in that order."""
        found = [one for one in self.messages if one.t_ms is not None]
        return tuple(sorted(found, key=lambda one: (one.t_ms or 0, one.n)))

    @property
    def only_if(self) -> tuple[Told, ...]:
        """The messages that are only if something was not seen."""
        return tuple(one for one in self.messages if one.sort == "only_if_needed")

    @property
    def spare(self) -> tuple[Told, ...]:
        """The messages that this version's course does not bring by itself."""
        return tuple(one for one in self.messages if one.t_ms is None and one.sort != "only_if_needed")

    @property
    def objectives(self) -> tuple[Objective, ...]:
        """What the exercise wants to see."""
        return self.scenario.objectives

    def only_if_after(self, wanted: str) -> Told | None:
        """The message that follows where an expected action was not seen."""
        return next((one for one in self.only_if if one.hangs_on == wanted), None)

    @property
    def capabilities(self) -> tuple[str, ...]:
        """The core capabilities, each once."""
        return tuple(dict.fromkeys(one.capability for one in self.objectives if one.capability))

    @cached_property
    def course(self) -> tuple[tuple[str, str], ...]:
        """The version's course when everybody acts by the plan: time and sentence, without the messages."""
        return tuple(_course(self.by_plan))


def _course(by_plan: Run) -> Iterator[tuple[str, str]]:
    for one in timeline(by_plan, messages_too=False):
        if one.weight > 0:
            yield f"{offset(one.t_ms)} ({clock(by_plan.scenario, one.t_ms)})", unmarked(one.words)


def _talk(subject: Subject, module: Module) -> Talk:
    return Talk(
        one_line(module.title, 100), module.from_ms, clock(subject.scenario, module.from_ms),
        tuple((one_line(one.group, 60), one_line(one.text, 500)) for one in module.questions),
        tuple(one for one in subject.coming if module_of(subject.scenario, one) == module.id),
    )  # fmt: skip


def module_of(scenario: Scenario, message: Told) -> str | None:
    """The part that a message belongs to: its own, else the one that has begun by its time."""
    if any(one.id == message.module for one in scenario.modules):
        return message.module
    begun = [one.id for one in scenario.modules if one.from_ms <= (message.t_ms or 0)]
    first = next((one.id for one in scenario.modules), None)
    return begun[-1] if begun else first


# ---- where it comes from ---------------------------------------------------------------------------------------------


def of_draft(bundle: Bundle, settings: Mapping[str, Any] | None = None) -> Subject:
    """The papers' content before anybody plays.

    `settings` as `live.create` takes them: seed, set_values, minutes, seats, title, mode, sensitivity, support,
    quiet_room, support_person. Raises InvalidFile where this version cannot be played.
    """
    kept = {"seed": 1, "set_values": {}, "minutes": MINUTES, "mode": "tabletop", **(settings or {})}
    kept["seats"] = _seats(bundle, kept)
    by_plan = run(bundle, int(kept["seed"]), set_values=kept["set_values"], seats={})
    told = told_messages(bundle, by_plan, by_plan, -1, int(kept["minutes"]))
    return Subject(bundle, by_plan, kept, _title(kept, bundle), _label(kept, bundle), told)


def of_exercise(exercise: Exercise) -> Subject:
    """The papers' content of an exercise that is kept: with the messages that were written since and what went out."""
    settings, core = exercise.header.settings, exercise.core()
    by_plan = run(exercise.bundle, int(settings["seed"]), set_values=settings["set_values"], seats={})
    upto_ms = core.entries[-1].t_ms if core.entries else -1
    told = told_messages(exercise.bundle, by_plan, core.run, upto_ms, int(settings["minutes"]))
    label, title = _label(settings, exercise.bundle), one_line(exercise.header.title, 120)
    return Subject(exercise.bundle, by_plan, settings, title, label, told, exercise)


def _seats(bundle: Bundle, settings: Mapping[str, Any]) -> dict[str, str]:
    given = dict(settings.get("seats") or {})
    return {
        name: str(given.get(name, "played" if role.played else "by_plan"))
        for name, role in bundle.scenario.roles.items()
    }


def _title(settings: Mapping[str, Any], bundle: Bundle) -> str:
    return one_line(str(settings.get("title") or bundle.scenario.title), 120)


def _label(settings: Mapping[str, Any], bundle: Bundle) -> str:
    """The label of whatever is most careful: the plan, the response plan, the exercise."""
    labels = (str(settings.get("sensitivity") or ""), sensitivity_of(bundle))
    return next((one for one in labels if one not in ("", "public-example")), "public-example")
