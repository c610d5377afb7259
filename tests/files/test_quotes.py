"""A quote that was never closed is named on the line where it opens."""

from __future__ import annotations

import re

import pytest

from simulator.errors import InvalidFile
from simulator.files import skeleton, source_of
from simulator.files.quotes import never_closed

SCENARIO = skeleton("scenario")
CLOSING = [
    found.end() - 1
    for found in re.finditer(r'"[^"\n]*"', SCENARIO)
    if "#" not in SCENARIO[SCENARIO.rfind("\n", 0, found.start()) + 1 : found.start()]
]


def said(text: str) -> str:
    with pytest.raises(InvalidFile) as raised:
        source_of(text.encode(), "x.yaml")
    return str(raised.value.problems[-1])


@pytest.mark.parametrize("number", range(len(CLOSING)))
def test_a_closing_quote_that_is_missing_is_told_on_its_line(number: int) -> None:
    at = CLOSING[number]
    text = SCENARIO[:at] + SCENARIO[at + 1 :]
    line = SCENARIO.count("\n", 0, at) + 1
    found = said(text)
    assert found.startswith(f"x.yaml:{line}:"), found
    assert "does not close" in found or "is not closed" in found


def test_a_text_over_several_lines_is_no_open_quote() -> None:
    text = 'a: "one\n  two"\nb: [1, 2\nc: "x"\n'
    assert never_closed(text, text.index("c:")) is None
    assert "expected , or ]" in said(text)


@pytest.mark.parametrize("text", ["a: it's\nb: c: d\n", 'a: 5" wide\nb: c: d\n', 'a: x # "so\nb: c: d\n'])
def test_a_quote_inside_a_word_or_a_comment_opens_nothing(text: str) -> None:
    assert "a second colon" in said(text)
