"""The quick reader against the full one: it says the same, or nothing."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.errors import InvalidFile
from simulator.files import source
from simulator.shipped import shipped

FILES = sorted(file for kind in ("floorplans", "scenarios") for file in shipped(kind).rglob("*.yaml"))
BITS = (" ", "  ", "\n", "\n  ", ":", ": ", "- ", "#", " #", ",", ", ", "{", "}", "[", "]", '"', "'", "a", "1", "|",
        ">", "&a ", "*a", "!t ", "?", "? ", "%", "@", "`", "~", "null", "\\", "---\n", "é", "-1", "<<: ")  # fmt: skip


def both(text: str) -> tuple[source.Source | None, source.Source | None]:
    try:
        careful = source._with_care(text, "f")
    except InvalidFile:
        careful = None
    return source._quickly(text, "f"), careful


def assert_same(quick: source.Source, careful: source.Source | None) -> None:
    assert careful is not None, "the full parser finds a mistake here"
    assert repr(quick.tree) == repr(careful.tree)
    assert (quick.values, quick.keys, quick.problems) == (careful.values, careful.keys, careful.problems)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_shipped_file_is_read_quickly_and_alike(file: Path) -> None:
    quick, careful = both(file.read_text("utf-8"))
    assert quick is not None
    assert_same(quick, careful)


@pytest.mark.parametrize(
    "text",
    [
        "a: |\n  x\n", "a: x\n  y\n", "a: 'it''s'\n", 'a: "\\n"\n', "a: &x 1\nb: *x\n", "a: !t 1\n", "a:\n", "a:\tb\n",
        "a: [1,\n  2]\n", "---\na: 1\n", "a: {b: }\n", "a: 1\na: 2\n", "a: b: c\n", "- a\n-\n", "a: @x\n",
        "a: 1\n b: 2\n",
    ],
)  # fmt: skip
def test_what_is_out_of_the_ordinary_is_left_to_the_full_parser(text: str) -> None:
    assert source._quickly(text, "f") is None


@pytest.mark.parametrize(
    "text",
    [
        "a: 1\nb:\n- x\n- {c: d}\nc: e\n", "a:\n  - b: 1\n    c: [1, [2], {}]\n  - - x\n", "a: 'x: #'   # why\n# end",
        "a: http://x.y/z#1\n", "a: x:y\n", "a: {b: -1, 'c d': []}\n", "a: b'c\n", '"a b": "#"\n', "\n\na: é #\n",
    ],
)  # fmt: skip
def test_what_it_reads_it_reads_alike(text: str) -> None:
    quick, careful = both(text)
    if quick is not None:
        assert_same(quick, careful)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(BITS), max_size=14).map("".join))
def test_it_reads_nothing_otherwise(end: str) -> None:
    for text in (
        end,
        "a: " + end,
        "a:\n  b: x\n  c:\n  - d\n" + end,
        "a: {b: " + end + "}\n",
        "a:\n- " + end + "\nb: 1\n",
    ):
        quick, careful = both(text)
        if quick is not None:
            assert_same(quick, careful)
