"""What an act comes to before it is written: entries to append, or only something to show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from simulator.errors import Refused
from simulator.model.exercise import Draft


@dataclass(frozen=True, slots=True)
class Outcome:
    """The entries of an act (none of a preview, or where nothing was to do), what to say, and what pages lay out.

    Of several, the last is the one that makes the others count: it is told their numbers.
    """

    drafts: tuple[Draft, ...]
    say: str
    data: Mapping[str, Any] = field(default_factory=dict)


class Changed(Refused):
    """Something else would happen than what was shown; `data` is what would happen now."""

    def __init__(self, words: str, data: Mapping[str, Any]):
        super().__init__(words)
        self.data = data
