"""What the server asks of the core, by shape: `dashboard.web.core` answers in earnest, a fake in tests."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol


class Seat(Protocol):
    """One place in an exercise: what kind, and for a participant which role."""

    @property
    def kind(self) -> str: ...
    @property
    def role(self) -> str | None: ...


class Answer(Protocol):
    """What became of an act: the entry that it left, or why it was refused, what to say, and what a preview shows."""

    @property
    def entry(self) -> Any: ...
    @property
    def refused(self) -> str | None: ...
    @property
    def say(self) -> str: ...
    @property
    def data(self) -> Mapping[str, Any]: ...


class Exercise(Protocol):
    """An exercise that is open."""

    @property
    def stream(self) -> str: ...

    def act(
        self, seat: Any, name: str, args: dict[str, Any], key: str, basis_seq: int | None, wall_ms: int
    ) -> Answer: ...

    def view(self, seat: Any, wall_ms: int) -> dict[str, Any]: ...

    def next_change_wall_ms(self, wall_ms: int) -> int | None: ...

    def seat(self, token: str) -> Seat:
        """The seat of a token. Raises Refused where nobody sits there."""

    def sit(
        self, kind: Any, key: str, wall_ms: int, *, role: str | None = None, name: str | None = None
    ) -> tuple[str, Seat]:
        """Take a seat, without asking for a code: its secret token, and the seat."""


@dataclass(frozen=True, slots=True)
class Listed:
    """An exercise as the start page names it."""

    stream: str
    title: str
    created_wall_ms: int
    is_over: bool
    rehearsal: bool = False


@dataclass(frozen=True, slots=True)
class Joined:
    """A seat that was taken: its ticket, which its browser keeps to itself, and its kind."""

    ticket: str
    kind: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A right code that leaves the role open: those that may be taken, as {role, title, discipline}."""

    roles: tuple[Mapping[str, Any], ...]


class Live(Protocol):
    """How exercises are found, made and entered."""

    def scenarios(self) -> Mapping[str, str]:
        """The shipped scenarios: name and title."""

    def listed(self) -> tuple[Listed, ...]: ...

    def open(self, stream: str) -> Exercise: ...

    def create(self, scenario: str, settings: Mapping[str, Any], wall_ms: int) -> Exercise:
        """Set up an exercise of a shipped scenario or a file. Raises SimulatorError in words."""

    def drafts(self) -> Any:
        """The drafts of *Make mine*, as `simulator.session.making.Drafts` has them."""

    def open_draft(self, draft: Any, wall_ms: int, *, rehearsal: bool = False) -> Exercise:
        """Set up the exercise of a draft, or a dry run of it. Raises SimulatorError in words."""

    def fork(self, stream: str, wall_ms: int) -> Exercise:
        """A copy of an exercise that another engine began, to go on with this one."""

    def codes(self, stream: str) -> Mapping[str, str]:
        """The code of each kind of seat: participant, evaluator, observer, projector."""

    def opened_by(self, code: str) -> tuple[str, str] | None:
        """The stream and the kind of seat that a code opens; None where it opens none."""

    def roles(self, exercise: Any) -> tuple[Mapping[str, Any], ...]:
        """The roles that may be taken, as {role, title, discipline}."""

    def fixed(self, exercise: Any, seat: Any) -> dict[str, Any]:
        """What a seat's page needs once: the plan's lines, and what it can choose to do."""

    def on_commit(self, call: Callable[[str], None]) -> None: ...
