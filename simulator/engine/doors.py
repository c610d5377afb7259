"""Doors during a run: locked, propped, blocked; and spaces that a hazard has closed.

A lock holds against whoever comes from the opening's second space, and never against leaving: step 2d + 1 of door d.
"""

from __future__ import annotations

from simulator.engine.compiled import Compiled


class Doors:
    """`shut[step]` tells whether somebody without keys cannot make a step now."""

    def __init__(self, compiled: Compiled):
        self._compiled = compiled
        self.locked, self.held_open = list(compiled.locked), list(compiled.held_open)
        self.blocked = [False] * len(self.locked)
        self.alarm_on = False
        self.closed_segments: set[int] = set()
        self.barred: set[int] = set()
        self.shut = list(compiled.held)
        self.changes = 0
        """How often a door has been looked at anew: a way found before may be shut, or not the nearest now."""

    def shut_to(self, has_keys: bool) -> frozenset[int]:
        """The steps that cannot be made at this instant, windows and lifts among them."""
        shut = {step for step, now in enumerate(self.shut) if now and not (has_keys and not self.shut_to_keys(step))}
        return self._compiled.never | shut

    def shut_to_keys(self, step: int) -> bool:
        """Whether not even keys help: blocked, barricaded from within, or a space that a hazard has closed."""
        compiled = self._compiled
        closed = self.closed_segments
        if self.blocked[step >> 1] or step in self.barred:
            return True
        # whoever is inside a closed space may walk on within it, to get out
        return compiled.goes_to[step] in closed and not compiled.same_space[step]

    def holds(self, door: int) -> bool:
        """Whether a door holds against whoever comes from its second space."""
        if self.alarm_on and self._compiled.released_by_alarm[door]:
            return False
        return self.locked[door] or (self._compiled.locks_itself[door] and not self.held_open[door])

    def electric(self) -> list[int]:
        """The doors whose locks the fire alarm releases."""
        return [door for door, released in enumerate(self._compiled.released_by_alarm) if released]

    def refresh(self, door: int) -> bool:
        """Work out anew whether a door can be passed; True where it has become so in some direction."""
        self.changes += 1
        before = self.shut[2 * door], self.shut[2 * door + 1]
        self.shut[2 * door] = self.shut_to_keys(2 * door)
        self.shut[2 * door + 1] = self.shut_to_keys(2 * door + 1) or self.holds(door)
        return (before[0] and not self.shut[2 * door]) or (before[1] and not self.shut[2 * door + 1])
