"""Edits of a file's text: the data changes as asked, and everything else stays as it was typed."""

from __future__ import annotations

import pytest

from simulator.errors import Refused
from simulator.files.editing import Add, Drop, Edit, Put, apply_edits
from simulator.files.source import source_of
from simulator.shipped import shipped

TEXT = """\
# what it is
title: Old   # the title
place: {a: 1, b: [x, y]}
list:
  - id: A          # the first
    text: >-
      two lines
      of text

  # about B
  - {id: B, n: 2}
  - id: C
    inner:
      - {id: X, w: 1}   # about X
      # before Y
      - {id: Y}
# the end
"""


def test_a_value_is_replaced_and_its_comment_stays() -> None:
    assert apply_edits(TEXT, [Put(("title",), "New: one")]) == TEXT.replace("Old ", '"New: one" ', 1)


def test_inside_braces_a_value_is_replaced_a_key_added_and_one_taken_out() -> None:
    new = apply_edits(TEXT, [Put(("list", "B", "n"), 3), Put(("list", "B", "m"), "z"), Drop(("place", "a"))])
    assert '- {id: B, n: "3", m: z}' in new and "place: {b: [x, y]}" in new
    assert new.count("#") == TEXT.count("#")


def test_a_block_of_text_becomes_another_and_the_empty_line_behind_it_stays() -> None:
    new = apply_edits(TEXT, [Put(("list", "A", "text"), "three\n\nlines: # no comment")])
    assert "    text: |-\n      three\n\n      lines: # no comment\n\n  # about B\n" in new


def test_a_list_written_anew_keeps_the_comments_that_stood_in_it() -> None:
    new = apply_edits(TEXT, [Put(("list", "C", "inner"), [{"id": "Z"}])])
    assert "    inner:\n      - {id: Z}   # about X\n    # before Y\n# the end\n" in new or (
        "- {id: Z}" in new and "# about X" in new and "# before Y" in new
    )


def test_entries_come_and_go_with_their_lines() -> None:
    new = apply_edits(TEXT, [Add(("list",), {"id": "M", "text": "a\nb"}, "B"), Drop(("list", "A"))])
    expected = TEXT.replace(
        "  - id: A          # the first\n    text: >-\n      two lines\n      of text\n", ""
    ).replace("  - {id: B, n: 2}\n", "  - {id: B, n: 2}\n  - id: M\n    text: |-\n      a\n      b\n")
    assert new == expected


def test_the_first_place_and_the_last() -> None:
    new = source_of(apply_edits(TEXT, [Add(("list",), {"id": "F"}, ""), Add(("list",), {"id": "L"})]).encode(), "f")
    assert [one["id"] for one in new.tree["list"]] == ["F", "A", "B", "C", "L"]


def test_the_last_entry_taken_out_leaves_an_empty_list_and_a_list_can_begin_again() -> None:
    emptied = apply_edits("a:\n  - id: A   # note\nb: 1\n", [Drop(("a", "A"))])
    assert source_of(emptied.encode(), "f").tree == {"a": [], "b": "1"} and "# note" in emptied
    assert source_of(apply_edits(emptied, [Add(("a",), {"id": "B"})]).encode(), "f").tree["a"] == [{"id": "B"}]


def test_a_key_goes_where_people_write_it() -> None:
    new = apply_edits("x:\n  id: 1\n  z: 2\n", [Put(("x", "m"), "3", ("id", "m", "z"))])
    assert new == 'x:\n  id: 1\n  m: "3"\n  z: 2\n'


def test_what_is_not_there_is_made_or_refused() -> None:
    assert source_of(apply_edits(TEXT, [Put(("new", "deep"), "x")]).encode(), "f").tree["new"] == {"deep": "x"}
    for edit in (Drop(("nothing",)), Drop(("list", "Q")), Put(("list", "Q", "x"), 1), Add(("list",), {}, "Q")):
        with pytest.raises(Refused):
            apply_edits(TEXT, [edit])


def test_line_breaks_of_windows_stay() -> None:
    new = apply_edits("a: 1\r\nb:\r\n  - id: A\r\n", [Add(("b",), {"id": "B", "t": "x"}), Put(("a",), "z")])
    assert new == "a: z\r\nb:\r\n  - id: A\r\n  - id: B\r\n    t: x\r\n"


def test_a_file_that_repeats_itself_is_left_alone() -> None:
    with pytest.raises(Refused, match="by hand"):
        apply_edits("a: &x {b: 1}\nc: *x\n", [Put(("a", "b"), 2)])


@pytest.mark.parametrize(
    "word", ["no", "1: 2", "- x", "${a}", '"', "'", "#", " x ", "é", "a\n b", "\t", "😀", "null", ""]
)
def test_words_come_back_as_they_were_typed(word: str) -> None:
    for path in (("title",), ("place", "a"), ("list", "A", "text"), ("list", "B", "n")):
        tree = source_of(apply_edits(TEXT, [Put(path, word)]).encode(), "f").tree
        for step in path:
            tree = tree[step] if isinstance(tree, dict) else next(one for one in tree if one["id"] == step)
        assert tree == word


@pytest.mark.parametrize(
    "name", ["cedar-hollow-secure.yaml", "maple-ridge-intruder.yaml", "north-fork-passing-alarm.yaml"]
)
def test_every_message_of_a_shipped_scenario_can_be_edited_in_place(name: str) -> None:
    text = (shipped("scenarios") / name).read_text(encoding="utf-8")
    ids = [one["id"] for one in source_of(text.encode(), name).tree["injects"]]
    edits: list[Edit] = [Put(("injects", one, "text"), f"New words of {one}: two\nlines") for one in ids]
    edits += [Put(("injects", one, "notes"), "Seen?") for one in ids]
    new = apply_edits(text, edits)
    assert new.count("#") == text.count("#")
    assert apply_edits(text, [Drop(("injects", one)) for one in ids[1:]]).count("- id: I") <= 1
