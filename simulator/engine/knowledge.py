"""Who knows what, since when and from whom: dated facts that can be wrong.

A knower is a party (or a column of it), a role, a unit, an agency or a centre, by its name in the log. The freshest
news of a fact wins: `as_of_ms` is when it was so, not when it was heard.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from simulator.engine.world import World


@dataclass(frozen=True, slots=True)
class Known:
    """One fact as somebody has it: what it says, as of when, heard when, from whom and how."""

    value: str
    as_of_ms: int
    heard_ms: int
    source: str | None
    via: str


Hears = Callable[[str, str, Known, str | None], None]
"""Called with who, the fact, what is known now, and the cause."""


class Knowledge:
    """Everybody's facts. Who is told the same again, or older news, learns nothing."""

    def __init__(self, world: World):
        self.world = world
        self.held: dict[tuple[str, str], Known] = {}
        self.hears: list[Hears] = []

    def of(self, who: str, fact: str) -> Known | None:
        """What somebody knows of a fact; None where that is nothing."""
        return self.held.get((who, fact))

    def facts(self, who: str) -> dict[str, Known]:
        """Everything that somebody knows, in the order of learning."""
        return {fact: known for (name, fact), known in self.held.items() if name == who}

    def learn(
        self, who: str, fact: str, value: str, source: str | None, via: str, cause: str | None,
        as_of_ms: int | None = None,
    ) -> bool:  # fmt: skip
        """Somebody gets to know something; whether it was news to them."""
        now = self.world.now
        as_of = now if as_of_ms is None else as_of_ms
        old = self.of(who, fact)
        if old is not None and (old.as_of_ms > as_of or old.value == value):
            if old.value == value and as_of > old.as_of_ms:
                self.held[who, fact] = Known(value, as_of, now, source, via)  # the same, confirmed
            return False
        known = self.held[who, fact] = Known(value, as_of, now, source, via)
        self.world.emit("learned", cause, who, fact, value, source, via)
        for hear in self.hears:
            hear(who, fact, known, cause)
        return True

    def tell(self, source: str, who: str, facts: tuple[str, ...], via: str, cause: str | None) -> tuple[str, ...]:
        """Pass on what the source knows of some facts, with their own dates; returns those that it knew."""
        passed = []
        for fact in facts:
            known = self.of(source, fact)
            if known is not None:
                self.learn(who, fact, known.value, source, via, cause, known.as_of_ms)
                passed.append(fact)
        return tuple(passed)
