"""The response plan plays the roles that nobody plays: its steps begin on their signals and take their actual times.

A role that a person plays waits for decisions, and nobody steps in for that person. A role that is off the site,
exposed, busy for longer, or that does not do the step (its chance fails) has it done by its backup, who begins twice
the meant time after the signal; if that one does not do it either, the next after as long again. A backup whose seat
is taken is not replaced: the facilitator is told. Where somebody recognises a hazard, a step for a named role begins
when that role knows of it, or when an order is announced; at the latest twice the meant time after: by then word has
come.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from simulator.engine import door_acts
from simulator.engine.actors import FIRST_OFFICER, TOLD_OF, Actors, has_to_hear
from simulator.engine.play import Play
from simulator.engine.said import done_fields
from simulator.engine.streams import quantity, u
from simulator.engine.triggers import kinds_of, matches
from simulator.engine.world import CHOICES, OPENINGS
from simulator.errors import Refused
from simulator.model.events import Row, values_of
from simulator.model.response import ROLE_CLASSES, Step
from simulator.rules.answers import same_deed
from simulator.rules.played import played

ALERTING = frozenset({"announce", "call_911"})
"""What a message expects that tells somebody of the hazard (the convention of the format: messages carry no facts)."""
WAITS = frozenset({"clear", "form_rtf"})
"""Steps that wait where the officers or medics whom they need are not there or not free yet."""
SCENE = ("arrived", "unified_command", "ccp_opened", "threat_ended", "rtf_formed", "building_cleared")
"""Events at which a step that waits is tried again."""
NOBODY_THERE = frozenset({"outdoor_groups", "spectators"})
"""Words for people of whom there may be none: then there is nothing to tell."""


@dataclass(slots=True)
class Task:
    """A step whose signal has come: when, at which row of the log, where, for whom, and who may step in, in turn."""

    step: Step
    at_ms: int
    row: int
    space: str | None
    role: str | None
    left: list[str]
    waits: bool = False
    over: bool = False


class Plan:
    """The steps of the annexes in force, as far as they are played.

    `seats` are the roles that a person plays at this instant: they wait for decisions.
    """

    def __init__(self, play: Play):
        self.play, self.orders, self.seats = play, play.orders, play.seats
        self.world, self.people = play.world, play.people
        self.actors = Actors(play)
        self.begun: dict[str, Task] = {}
        self.unaware: dict[str, tuple[Step, Row]] = {}
        self.saying: set[str] = set()
        self.stuck: list[tuple[Task, str | None]] = []
        tasks = [step for step in self.orders.steps() if played(step) == "task"]
        for step in tasks:
            for kind in kinds_of(step.on):
                self.world.listen(kind, partial(self._happened, step))
        if tasks:
            self.world.listen("inject_released", self._told)
            self.world.listen("announced", self._announced)
        if any(has_to_hear(step, ROLE_CLASSES) for step in tasks):
            for kind in ("recognised", "learned", "announced"):
                self.world.listen(kind, self._heard)

    # ---- signals -----------------------------------------------------------------------------------------------------

    def _told(self, row: Row) -> None:
        """A message that should draw an order or a call lets everybody who gets it recognise the hazard."""
        scenario = self.orders.scenario
        inject = next((one for one in scenario.injects if one.id == row[3]), None)
        asked = [one for one in inject.expect if one.action in ALERTING] if inject is not None else []
        if not asked:
            return
        wanted = (asked[0].role,) if asked[0].role is not None else ()
        for who in dict.fromkeys((*wanted, *row[4])):
            if (mover := self.orders.person(who)) is not None:
                place = self.people.walking.place(mover)
                self.world.at(self.world.now, CHOICES, partial(self._recognises, who, place, row[3]))

    def _recognises(self, who: str, place: str, cause: str) -> None:
        hazard = self.orders.scenario.hazard
        self.world.emit("recognised", cause, who, hazard, place)
        self.play.knowledge.learn(who, "what", hazard, None, "message", cause)

    def _happened(self, step: Step, row: Row) -> None:
        first = row[3] if row[1] in ("recognised", "learned") else None
        if step.role == "first_to_know" and first not in (None, *self.orders.scenario.roles):
            return  # who has no role of their own tells the front office
        if not matches(step.on, row, self.world.compiled.plan):
            return
        if step.id in self.begun:
            self._one_more_knows(self.begun[step.id], first)
        elif has_to_hear(step, ROLE_CLASSES) and not self._is_aware(step, row):
            if step.id not in self.unaware:
                self.unaware[step.id] = step, row
                self.world.at(self.world.now + 2 * step.meant_ms, CHOICES, partial(self._word_has_come, step.id))
        else:
            self._begin(step, row, first)

    def _one_more_knows(self, task: Task, first: str | None) -> None:
        """Whoever recognises it later may do what the first to know does not."""
        if task.step.role == "first_to_know" and first not in (None, task.role, *task.left) and not task.over:
            task.left.append(first or "")
            self._later(task)

    def _is_aware(self, step: Step, row: Row) -> bool:
        who = self.actors.doer(step.role)
        return row[3] == who or self.actors.knows(who)

    def _word_has_come(self, step: str) -> None:
        """Twice the meant time after somebody has recognised it, word has come to whoever the step is for."""
        if step in self.unaware:
            self._begin(*self.unaware.pop(step), None)

    def _heard(self, row: Row) -> None:
        """Somebody has learned something, or an order is out: steps begin whose people know of it now."""
        if not self.unaware:
            return
        order = row[1] == "announced" and row[3] in self.orders.words and (not row[6] or set(row[6]) - set(row[7]))
        for step, signal in list(self.unaware.values()):
            own = row[1] != "announced" and row[3] == self.actors.doer(step.role)
            if order or (own and (row[1] == "recognised" or row[4] in TOLD_OF)):
                del self.unaware[step.id]
                self._begin(step, signal, None)

    def _announced(self, row: Row) -> None:
        """A sentence has ended: where it was a step of the plan (a decision may have the same id), that is done."""
        step = next((one for one in self.orders.steps() if one.id == row[2]), None)
        if step is not None and step.id in self.saying:
            self.saying.discard(step.id)
            self._done(step, row[4])

    # ---- whose turn it is --------------------------------------------------------------------------------------------

    def _begin(self, step: Step, row: Row, first: str | None) -> None:
        """A step's signal has come."""
        place = values_of(row).get("space")
        space = place.partition("/")[0] if isinstance(place, str) else None
        role = first if step.role == "first_to_know" else step.role
        task = Task(step, self.world.now, len(self.world.log), space, role, self.actors.backups(role))
        self.begun[step.id] = task
        self.world.at(self.world.now, CHOICES, partial(self._own_turn, task))

    def _own_turn(self, task: Task) -> None:
        """The role itself does it, where it can and does; else its backup's turn comes."""
        step, actors, role = task.step, self.actors, task.role
        by_class = step.role in ROLE_CLASSES and step.role != "first_to_know"
        if by_class:
            role = task.role = actors.of_class(step, task.space)
            if role is None and step.role == FIRST_OFFICER:
                self._wait(task, None)
                return
        if role in self.seats:
            task.over = True
            return
        limit_ms = task.at_ms + 2 * step.meant_ms
        if role is not None and actors.is_here(role) and (by_class or role in self.orders.scenario.roles):
            if actors.is_exposed(role) or (task.left and actors.is_busy_until(role, limit_ms)):
                task.left.append(role)
            elif self._does(task, role, step.id):
                return
        self._later(task)

    def _later(self, task: Task) -> None:
        """The next one's turn comes twice the meant time after the signal, or after the last turn."""
        if task.left and not task.waits and not task.over:
            task.waits = True
            due_ms = max(task.at_ms + 2 * task.step.meant_ms, self.world.now)
            self.world.at(due_ms, CHOICES, partial(self._backups_turn, task))

    def _backups_turn(self, task: Task) -> None:
        """The first of those left who can does it, unless it has been done meanwhile."""
        task.waits, plan = False, self.world.compiled.plan
        if task.over or any(same_deed(task.step, row, plan) for row in self.world.log[task.row :]):
            task.over = True
            return
        while task.left:
            name = task.left.pop(0)
            if not self.actors.is_here(name) or self.actors.is_exposed(name):
                continue
            if name in self.seats:
                self._tell_facilitator(task, name)
                return
            if self._does(task, name, task.step.id if name == task.role else f"{task.step.id}/{name}"):
                return
            task.at_ms = self.world.now
            self._later(task)
            return

    def _tell_facilitator(self, task: Task, name: str) -> None:
        """Whoever plays the backup decides: nobody acts for that person."""
        task.over = True
        role = (task.role or task.step.role).replace("_", " ")
        words = f"the {role} has not done it, and the backup, the {name.replace('_', ' ')}, is played by a person"
        self.world.emit("refused", task.step.id, task.step.id, words)

    # ---- doing -------------------------------------------------------------------------------------------------------

    def _does(self, task: Task, role: str, key: str) -> bool:
        """Somebody does the step, or not (False); where its condition does not hold, nobody does."""
        if not self.play.facts.judge(task.step.if_):
            task.over = True
            return True
        if u(self.world.seed, "step done", key) >= task.step.done:
            return False
        task.over = True
        self._act(task, role)
        return True

    def _act(self, task: Task, role: str) -> None:
        step, seed = task.step, self.world.seed
        if self._nobody_to_tell(step):
            self._done(step, role)
            return
        if step.action == "clear" and self._nobody_can_clear():
            self._wait(task, role)
            return
        try:
            match step.action:
                case "announce":
                    self.orders.announce(step, role, step.id)
                    self.saying.add(step.id)
                    return  # done when the sentence has ended
                case action if action in self.play.acts:
                    done_ms = self.play.acts[action](step, role, step.id) or self.world.now
                case _:
                    takes = round(quantity(step.actual, seed, "step", step.id) * 1000)
                    done_ms = self.orders.start_ms(role, takes) + takes
            self.world.at(done_ms, OPENINGS, partial(self._finish, step, role))
        except Refused as reason:
            if step.action in WAITS:
                self._wait(task, role)
            else:
                self.world.emit("refused", step.id, step.id, str(reason))

    def _nobody_to_tell(self, step: Step) -> bool:
        """Whether a step tells people outdoors, or spectators, and there are none: then it is nothing."""
        to = step.to or ()
        if step.action != "tell" or not to or not NOBODY_THERE.issuperset(to):
            return False
        return not any([*self.orders.told_spaces((one,)), *self.people.matching(one, None)] for one in to)

    def _nobody_can_clear(self) -> bool:
        threat, agencies = self.play.threat, self.play.agencies
        officers = agencies.on_scene(police=True) if agencies is not None else []
        return not officers or (threat is not None and not threat.over)

    def _wait(self, task: Task, role: str | None) -> None:
        """What is needed is not there yet: the step is tried again whenever the scene changes."""
        if not self.stuck:
            for kind in SCENE:
                self.world.listen(kind, self._scene_changed)
        self.stuck.append((task, role))

    def _scene_changed(self, row: Row) -> None:
        self.world.at(row[0], CHOICES, partial(self._try_again, row[1]))

    def _try_again(self, kind: str) -> None:
        stuck, self.stuck = self.stuck, []
        if stuck:
            for event in SCENE:
                self.world.unlisten(event, self._scene_changed)
        for task, role in stuck:
            if kind == "rtf_formed" and task.step.action == "form_rtf":
                continue  # formed by somebody else
            if role is None:
                self._own_turn(task)
            else:
                self._act(task, role)

    def _finish(self, step: Step, role: str) -> None:
        acts = {"lock": door_acts.lock, "unlock": door_acts.unlock, "close": door_acts.close}
        if step.action in acts:
            for door in [self.world.door(reference) for reference in step.what or ()]:
                if step.action == "close" or self.world.compiled.lockable[door]:
                    acts[step.action](self.world, self.people, door, step.id, role)
        self._done(step, role)

    def _done(self, step: Step, role: str) -> None:
        self.world.emit("done", step.id, role, step.action, done_fields(self.play, step, role), "plan")
