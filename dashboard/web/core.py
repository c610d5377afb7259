"""The real thing behind the server: a store, and the live exercises in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from dashboard.web.ports import Exercise, Listed
from simulator import live, session
from simulator.live.codes import kind_for
from simulator.live.views.fixed import fixed
from simulator.live.views.record import discipline_of_role
from simulator.live.words import title_of
from simulator.session import making
from simulator.shipped import shipped
from simulator.store import Store

DISCIPLINES = {
    "school": "school", "dispatch": "dispatch", "law": "law enforcement", "fire": "fire and EMS",
    "families": "families and media",
}  # fmt: skip
WITH_MAP = frozenset({"facilitator", "evaluator", "observer", "projector"})
"""A plan is sensitive: no seat has it that is not shown it."""


class Core:
    """Answers `dashboard.web.ports.Live` from a store."""

    def __init__(self, store: Store, *, compares: bool = False) -> None:
        """`compares`: other courses of each exercise are worked out in the background, for the ranges on the desk."""
        self._store, self._compares = store, compares
        self._calls: list[Callable[[str], None]] = []

    def scenarios(self) -> Mapping[str, str]:
        """The shipped scenarios: name and title, in order of the titles."""
        found = {path.stem: _title(path) for path in shipped("scenarios").glob("*.yaml")}
        return dict(sorted(found.items(), key=lambda one: one[1]))

    def listed(self) -> tuple[Listed, ...]:
        """Every exercise of the store."""
        return tuple(
            Listed(
                one.stream,
                one.title,
                one.created_wall_ms,
                self._is_over(one.stream),
                bool(one.settings.get("rehearsal")),
            )
            for one in self._store.headers()
        )

    def _is_over(self, stream: str) -> bool:
        return any(entry.kind == "ended" for entry in self._store.entries(stream))

    def open(self, stream: str) -> Exercise:
        """An exercise by its stream. Raises NotFound, or Refused where another engine began it."""
        return self._compared(live.open(self._store, stream))

    def fork(self, stream: str, wall_ms: int) -> Exercise:
        """A copy of an exercise that another engine began, to go on with this one."""
        return self._compared(live.open(self._store, stream, fork=True, wall_ms=wall_ms))

    def create(self, scenario: str, settings: Mapping[str, Any], wall_ms: int) -> Exercise:
        """Set up an exercise of a shipped scenario or a file."""
        return self._compared(live.create(self._store, session.load_scenario(scenario), settings, wall_ms))

    def _compared(self, exercise: live.Exercise) -> live.Exercise:
        """The exercise; where ranges are worked out, all who hear of commits hear of them too."""
        if self._compares:
            exercise.compare(partial(self._tell, exercise.stream))
        return exercise

    def _tell(self, stream: str) -> None:
        for call in self._calls:
            call(stream)

    def drafts(self) -> making.Drafts:
        """The drafts of the store."""
        return making.Drafts(self._store)

    def open_draft(self, draft: making.Draft, wall_ms: int, *, rehearsal: bool = False) -> Exercise:
        """Set up the exercise of a draft."""
        return making.open_from(self._store, draft, wall_ms, rehearsal=rehearsal)

    def codes(self, stream: str) -> Mapping[str, str]:
        """The code of each kind of seat."""
        codes: Mapping[str, str] = self._store.header(stream).settings["codes"]
        return codes

    def opened_by(self, code: str) -> tuple[str, str] | None:
        """What a code opens: in the exercise made last, should two have drawn the same. All are compared."""
        found: tuple[str, str] | None = None
        for header in self._store.headers():
            kind = kind_for(header.settings, code)
            found = (header.stream, kind) if kind is not None else found
        return found

    def roles(self, exercise: Any) -> tuple[Mapping[str, Any], ...]:
        """The roles that are played."""
        core, scenario = exercise.core(), exercise.bundle.scenario
        return tuple(
            {"role": name, "title": title_of(scenario, name), "discipline": DISCIPLINES[discipline_of_role(name, role)]}
            for name, role in scenario.roles.items()
            if core.roles.get(name) == "played"
        )

    def fixed(self, exercise: Any, seat: Any) -> dict[str, Any]:
        """What a seat's page needs once: `plan`, its lines, where its views have a map; what it can choose to do."""
        found = fixed(exercise.bundle, seat)
        return {name: one for name, one in found.items() if name != "plan" or seat.kind in WITH_MAP}

    def on_commit(self, call: Callable[[str], None]) -> None:
        """Have `call` told of every commit."""
        self._calls.append(call)
        self._store.on_commit(call)


def _title(path: Path) -> str:
    """The title line of a shipped scenario; to read a dozen of them whole would keep the start page waiting."""
    lines = path.read_text(encoding="utf-8").splitlines()
    title = next((line.partition(":")[2].strip() for line in lines if line.startswith("title:")), path.stem)
    return title.strip("\"'")
