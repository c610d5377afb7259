"""What somebody looks at on the debrief page, kept under a key that only their page knows.

The Streamlit page asks who it is and which run is meant, and lays the answer down here; the page's own requests then
come with the key. After a restart the keys are gone: the page is loaded again, and asked again.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from secrets import token_urlsafe
from typing import Any, Protocol, TypeVar

T = TypeVar("T")
MOST_LOOKS = 200
MOST_KEPT = 24
"""How many answers of one look are kept."""


class Subject(Protocol):
    """One exercise or one run, and what can be asked of it; `course` is `as_shown` or `as_corrected`."""

    @property
    def stamp(self) -> object:
        """Changes when the answers may have changed: an exercise's log has grown."""

    def debrief(self, course: str) -> dict[str, Any]: ...
    def ranges(self, course: str) -> dict[str, Any]: ...
    def warned(self, course: str) -> dict[str, Any]:
        """`heat` by kind and space, and where the `person` of the threat was last reported (t_ms, space)."""

    def why(self, course: str, party: str, t_ms: int) -> list[str]: ...
    def what_if(self, course: str, seq: int, move_to_ms: int | None) -> dict[str, Any]: ...
    def replay(self, course: str) -> bytes: ...
    def plan(self) -> dict[str, Any]: ...


@dataclass(eq=False)
class Look:
    """A subject with the links of its page, and the answers that were worked out already."""

    subject: Subject
    links: Mapping[str, str] = field(default_factory=dict)
    _kept: OrderedDict[tuple[object, ...], Any] = field(default_factory=OrderedDict)
    _locks: dict[str, threading.Lock] = field(default_factory=dict)

    def once(self, name: str, make: Callable[[], T], *more: object) -> T:
        """An answer, made when first asked for; of one kind one at a time, so that nothing is worked out twice."""
        key = (self.subject.stamp, name, *more)
        with self._locks.setdefault(name, threading.Lock()):
            found = self._kept.get(key)
            if found is None:
                found = self._kept[key] = make()
                while len(self._kept) > MOST_KEPT:
                    self._kept.popitem(last=False)
            made: T = found
            return made


@dataclass(eq=False)
class Looks:
    """Every look of this server, by key; the oldest go first."""

    ended: threading.Event = field(default_factory=threading.Event)
    """Set when the server goes down: whoever plays many versions then stops."""
    _by_key: OrderedDict[str, Look] = field(default_factory=OrderedDict)
    _keys: dict[object, str] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def lay_down(self, what: object, make: Callable[[], Subject], links: Mapping[str, str]) -> str:
        """The key of a look; the same `what` has the same look, with all that was worked out for it."""
        with self._lock:
            key = self._keys.get(what)
            if key is None or key not in self._by_key:
                key = token_urlsafe(24)
                self._keys[what], self._by_key[key] = key, Look(make(), links)
                while len(self._by_key) > MOST_LOOKS:
                    self._by_key.popitem(last=False)
            return key

    def find(self, key: str) -> Look | None:
        """The look of a key; None where there is none."""
        with self._lock:
            return self._by_key.get(key)
