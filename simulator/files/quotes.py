"""Where a quote was opened that was never closed: the parser sees the mistake only at the next quote."""

from __future__ import annotations

import re
from collections.abc import Iterator

_NEXT = re.compile(r"""(?:^|(?<=[\s\[{,]))["']|(?:^|(?<=\s))\#[^\n]*""", re.MULTILINE)
"""A quote where a text can begin, or a comment."""
_STARTS = re.compile(r"(?:^|[:,\[{]|(?<=[\s])-|^-)[ \t]*$", re.MULTILINE)
"""What stands before the beginning of a text on its line."""
_CLOSING = {'"': re.compile(r'(?:\\.|[^"\\])*"', re.DOTALL), "'": re.compile(r"(?:''|[^'])*'", re.DOTALL)}
_AFTER = re.compile(r"[ \t]*(?:[,\]}:]|#|$)", re.MULTILINE)
"""What may follow a text that was closed."""


def never_closed(text: str, index: int) -> int | None:
    """Where the quote stands that runs into the one at which the parser gave up, near `index`; None if there is none.

    A text over several lines is closed by a quote that ends it; a quote that was forgotten runs into one that begins
    another, and what follows there cannot follow a text.
    """
    for start, end in _quoted(text):
        if start > index:
            break
        if end is None or (_line(text, end) >= _line(text, index) - 1 and not _AFTER.match(text, end)):
            return start
    return None


def _quoted(text: str) -> Iterator[tuple[int, int | None]]:
    """Where each quoted text begins and where the next quote ends it."""
    at = 0
    while (found := _NEXT.search(text, at)) is not None:
        at = found.end()
        quote = found[0]
        if quote in _CLOSING and _STARTS.search(text[text.rfind("\n", 0, found.start()) + 1 : found.start()]):
            closed = _CLOSING[quote].match(text, at)
            yield found.start(), closed.end() if closed else None
            at = closed.end() if closed else at


def _line(text: str, index: int) -> int:
    return text.count("\n", 0, index)
