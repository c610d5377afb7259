"""The word that somebody may have meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def did_you_mean(word: str, options: Iterable[str], nearness: float = 0.6) -> str:
    """`; did you mean X?`, or nothing where no option is near."""
    by_lower = {option.lower(): option for option in options}
    near = difflib.get_close_matches(word.lower()[:80], by_lower, n=1, cutoff=nearness)
    return f"; did you mean {by_lower[near[0]]}?" if near else ""


def listed(options: Iterable[str], most: int = 30) -> str:
    """Options in one line: `a, b, c`."""
    names = list(options)
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")
