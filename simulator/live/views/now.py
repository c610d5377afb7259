"""What is on the table: the words to read aloud, one question, what may be asked besides, and what the plan says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from simulator.analysis.asked import asked
from simulator.analysis.messages import messages
from simulator.analysis.words import lasting, sentence
from simulator.live.log import of_kind
from simulator.live.state import State
from simulator.live.steps import TOGETHER_MS
from simulator.live.views.ask import question_shown
from simulator.live.views.asking import module_of, ranked
from simulator.live.views.shared import CONTENT
from simulator.live.words import message_name, title_of, titles_of, via_of
from simulator.model.events import Row
from simulator.model.inject import Inject
from simulator.model.response import Step
from simulator.model.scenario import Module
from simulator.rules.answers import same_task

MOST_PROBES, MOST_STEPS = 4, 2


def now(state: State) -> dict[str, Any]:
    """The latest message that went out, with the questions of the part that it belongs to."""
    out = _on_the_table(state)
    told = messages(state.run)
    injects = [told[row[3]] for row in out]
    module = module_of(state, injects)
    ask, probes = _questions(state, module, injects, out[-1][0] if out else None)
    common = {
        "ask": ask, "probes": probes, "module": module.title if module is not None else None,
        "minutes_on_question": _minutes_on(state), "planned": _planned(state, module),
        "questions": [one.text for one in module.questions] if module is not None else [],
    }  # fmt: skip
    if not out:
        return {
            "inject": None, "heading": "Before it begins" if not state.standing.started else "Nothing on the table yet",
            "say": _opening(state), "plan_says": [], "notes": "", **common,
        }  # fmt: skip
    steps = dict.fromkeys(line for one in injects for line in _plan_says(state, one))
    return {
        "inject": injects[-1].id,
        "heading": "; ".join(_heading(state, one, row[4]) for one, row in zip(injects, out, strict=True)),
        "say": "\n\n".join(one.text or "" for one in injects),
        "plan_says": list(steps),
        "notes": " ".join(one.notes for one in injects if one.notes),
        **common,
    }  # fmt: skip


def _on_the_table(state: State) -> list[Row]:
    """The messages that went out last; those that came with one step lie on the table together."""
    out = [row for row in state.rows if row[1] == "inject_released"]
    return [row for row in out if out[-1][0] - row[0] <= TOGETHER_MS]


def _heading(state: State, inject: Inject, to: tuple[str, ...]) -> str:
    how = f", {via_of(inject)}" if inject.via else ""
    return sentence(f"{message_name(state.run, inject.id)}, to {titles_of(state.scenario, to)}{how}")


def _opening(state: State) -> str:
    """What is said before the first message: whom this is for, that it is an exercise, that nobody is judged."""
    scope = state.scenario.exercise.scope
    about = f" It covers this: {scope}" if scope else ""
    note = state.scenario.exercise.content_note or CONTENT
    return (
        f"This is an exercise. Nobody outside this room is affected.{about} We look at conditions and plans, "
        f"not at persons.\n\n{note}\n\nWhoever needs to may step out at any time, and need not say why."
        f"{_whom_to_turn_to(state)}"
    )


def _whom_to_turn_to(state: State) -> str:
    """The support person and the quiet room, where they were entered."""
    person, room = state.settings.get("support_person"), state.settings.get("quiet_room")
    found = [f"{label}: {one}." for label, one in (("Support person", person), ("Quiet room", room)) if one]
    return f" {' '.join(found)}" if found else ""


def _questions(
    state: State, module: Module | None, injects: list[Inject], since_ms: int | None
) -> tuple[str | None, list[str]]:
    """The question that stands on the wall since these messages came, else the one that fits them best and was not
    shown yet; the others as probes, in the author's order."""
    if module is None or not module.questions:
        return None, []
    texts = [one.text for one in ranked(module, injects)]
    shown = [one for one in of_kind(state.entries, "shown") if one.payload["what"] == "question"]
    current = question_shown(state)
    stands = current in texts and (since_ms is None or shown[-1].t_ms >= since_ms)
    past = [one.payload["question"] for one in shown]
    ask = current if stands else next((one for one in texts if one not in past), texts[0])
    return ask, [one.text for one in module.questions if one.text != ask][:MOST_PROBES]


def _plan_says(state: State, inject: Inject) -> Iterator[str]:
    """The steps of the response plan that answer what a message asks for; else what its roles do by the plan,
    of that kind of action where there is any."""
    steps = list(_steps(state))
    found = [one for one in steps for wanted in inject.expect if _answers(state, one, wanted)]
    own = [one for one in steps if one.role in inject.to]
    alike = [one for one in own if any(one.action == wanted.action for wanted in inject.expect)]
    for step in dict.fromkeys(found or (alike or own)[:MOST_STEPS]):
        who, backup = title_of(state.scenario, step.role), _backup(state, step)
        yield f"{who} {asked(state.run, step)}, within {lasting(step.meant_ms)}.{backup}"


def _steps(state: State) -> Iterable[Step]:
    response = state.bundle.response
    annexes = response.hazards if response is not None else {}
    inforce = dict.fromkeys((state.scenario.hazard, *state.scenario.also))
    return (step for hazard in inforce if hazard in annexes for step in annexes[hazard].steps)


def _answers(state: State, step: Step, wanted: Any) -> bool:
    return step.action == wanted.action and same_task(step, wanted, state.bundle.plan)


def _backup(state: State, step: Step) -> str:
    response = state.bundle.response
    entry = response.roles.get(step.role) if response is not None else None
    names = [title_of(state.scenario, one) for one in entry.backup] if entry is not None else []
    return f" Backup: {', then '.join(names)}." if names else ""


# ---- minutes ---------------------------------------------------------------------------------------------------------


def _minutes_on(state: State) -> int | None:
    """Minutes of room time since the question on the screens was put; None while none is."""
    put = [one for one in of_kind(state.entries, "shown") if one.payload["what"] == "question"]
    if not put or question_shown(state) is None:
        return None
    gone_ms: int = max(0, state.wall_ms - put[-1].wall_ms)
    return gone_ms // 60_000


def _planned(state: State, module: Module | None) -> int | None:
    """Minutes that the agenda has for a question of this part."""
    if module is None or not module.questions:
        return None
    minutes_of_all = str(state.settings["minutes"])
    agenda = next((items for name, items in state.scenario.exercise.agendas.items() if name == minutes_of_all), ())
    minutes: int | None = next((one.minutes for one in agenda if one.item == module.title), None)
    if minutes is None:
        return None
    return max(1, minutes // len(module.questions))


def running_long(state: State) -> str | None:
    """A quiet line for the facilitator alone, once a question takes half as long again as was planned for it."""
    told = messages(state.run)
    module = module_of(state, [told[row[3]] for row in _on_the_table(state)])
    minutes, planned = _minutes_on(state), _planned(state, module)
    if minutes is None or planned is None or minutes < planned * 1.5:
        return None
    return f"{minutes} minutes on this question, {planned} were planned: keep going, park it, or shorten."
