"""Bytes to a tree: every scalar as typed, with its place; every limit in a sentence."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from simulator.errors import InvalidFile, NotFound
from simulator.files import check, read_source, source_of
from simulator.files.source import MAX_BYTES, MAX_DEPTH, MAX_NODES


def refusal(data: bytes | str) -> str:
    with pytest.raises(InvalidFile) as caught:
        source_of(data.encode() if isinstance(data, str) else data, "x.yaml")
    assert all(problem.file == "x.yaml" and problem.line >= 1 for problem in caught.value.problems)
    return str(caught.value)


@pytest.mark.parametrize("typed", ["1E3", "007", "NO", "10:05", "1.10", "0x1F", "yes", "2026-10-06", "true", "1_000"])
def test_scalars_stay_what_was_typed(typed: str) -> None:
    assert source_of(f"a: {typed}\nb: [{typed}]\n{typed}: c".encode(), "x").tree == {
        "a": typed,
        "b": [typed],
        typed: "c",
    }


@pytest.mark.parametrize(
    ("typed", "value"), [("null", None), ("~", None), ('"null"', "null"), ("'~'", "~"), ('""', "")]
)
def test_only_a_plain_null_is_nothing(typed: str, value: str | None) -> None:
    assert source_of(f"a: {typed}".encode(), "x").tree == {"a": value}


def test_positions_of_keys_and_values_count_from_one() -> None:
    source = source_of(b"a:\n  b: [x, {c: y}]\n", "x.yaml")
    assert str(source.problem(("a", "b", 1, "c"), "wrong")) == "x.yaml:2:14: a.b[1].c: wrong"
    assert str(source.problem(("a", "b", 1, "c"), "wrong", at_key=True)) == "x.yaml:2:11: a.b[1].c: wrong"
    assert str(source.problem(("a",), "wrong")) == "x.yaml:1:1: a: wrong"
    assert str(source.problem(("a", "b", 1, "d", "e"), "is missing")) == "x.yaml:2:10: a.b[1].d.e: is missing"
    assert str(source.problem(("z",), "is missing")) == "x.yaml:1:1: z: is missing"


def test_a_list_that_only_the_model_has_is_not_shown() -> None:
    source = source_of(b"effect: {block: D1}", "x.yaml")
    assert source.problem(("effect", 0, "block", 0), "wrong").path == "effect.block"


def test_aliases_stand_for_what_they_repeat() -> None:
    source = source_of(b"a: &x [1, 2]\nb: {c: *x}\n", "x.yaml")
    assert source.tree == {"a": ["1", "2"], "b": {"c": ["1", "2"]}}
    assert source.problem(("b", "c", 1), "wrong").line == 2


LAUGHS = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{','.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(12)
)
LADDER = "a: &a0 [[[[[[[[[[x]]]]]]]]]]\n" + "".join(f"b{n}: &a{n + 1} [[[[[[[[[[*a{n}]]]]]]]]]]\n" for n in range(9))

REFUSED = [
    (b"", "is empty"),
    (b" \n\t\n", "is empty"),
    (b"# only a comment\n", "is empty"),
    (b"a: b" + b" " * MAX_BYTES, "is larger than 2 MB"),
    (b"a: " + b"[" * (MAX_DEPTH + 1), f"nested more than {MAX_DEPTH} deep"),
    (b"".join(b" " * n + b"a:\n" for n in range(1500)), f"nested more than {MAX_DEPTH} deep"),
    (b"- " * 5000, f"nested more than {MAX_DEPTH} deep"),
    (LADDER.encode(), f"nested more than {MAX_DEPTH} deep"),
    (LAUGHS.encode(), f"more than {MAX_NODES:,} values"),
    (b"a: &a [*a]", "*a stands inside itself"),
    (b"a: *b", "nowhere called &b"),
    (b"a: 1\na: 2", "stands twice in the same place; the first is on line 1"),
    (b"[a]: 1", "a name was expected before the colon"),
    (b"? {a: b}\n: 1", "a name was expected before the colon"),
    (b"&x a: 1\n*x : 2", "an alias cannot be a name"),
    (b": 1", "a name is missing before this colon"),
    (b"<<: {a: b}", "merging with << is not used here"),
    (b"a: !!int 3", "tags (words that begin with !) are not used here"),
    (b"a: !x {b: c}", "tags (words that begin with !) are not used here"),
    (b"a: 1\n---\nb: 2", "a second document begins here"),
    (b"%YAML 1.1\n---\na: no", "another YAML than 1.2"),
    (b"\xff\xfea\x00:\x00", "UTF-16"),
    ("a: é".encode("latin-1"), "x.yaml:1:4: whole file: is not UTF-8 text"),
    (b"a: 1\nb: x\x00y", "x.yaml:2:5: whole file: holds a control character (0x00)"),
    (b'a: "\\0"', "a: this text holds a control character (0x00)"),
    (b'a: "\\U00110000"', "a: a backslash in double quotes; write it twice, or use single quotes"),
    (b'a: "\\uD800"', "a: a backslash in double quotes; write it twice, or use single quotes"),
    (b"a: [b, c:]", "a colon cannot stand here without a space after it"),
    (b"%FOO\n---\na: b", "cannot be read as YAML from here on"),
    (b"a: \tb\n\tc: d", "indent with spaces"),
    (b"just words", "is plain text"),
    (b"- a\n- b", "is a list"),
    (b"a:", "x.yaml:1:1: a: has no value: write one, or leave it out"),
    (b"{a: b, c d}", "x.yaml:1:8: c d: has no value: write one, or quote this text"),
    (b"a: 1\nb 2\nc: 3", 'expected "name: value"'),
]


@pytest.mark.parametrize(("data", "sentence"), REFUSED, ids=[sentence[:40] for _, sentence in REFUSED])
def test_what_is_refused(data: bytes, sentence: str) -> None:
    try:
        problems = source_of(data, "x.yaml").problems
    except InvalidFile as error:
        problems = error.problems
    assert any(sentence in str(problem) for problem in problems), problems


def test_a_byte_order_mark_of_utf_8_is_no_mistake() -> None:
    assert source_of(b"\xef\xbb\xbfa: b\r\nc: d\r\n", "x").tree == {"a": "b", "c": "d"}


def test_hundreds_of_problems_are_cut_short() -> None:
    assert "mend these first" in refusal("{" + ", ".join(f"k{n} x" for n in range(5000)) + "}")


def test_a_missing_file_and_a_folder_have_sentences(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="There is no file"):
        read_source(tmp_path / "none.yaml")
    with pytest.raises(NotFound):
        read_source("a\0b.yaml")
    with pytest.raises(NotFound):
        read_source(tmp_path / "none.yaml" / "below.yaml")
    with pytest.raises(InvalidFile, match="is a folder or a device"):
        read_source(tmp_path)
    with pytest.raises(InvalidFile, match="cannot be read"):
        read_source("x" * 5000)
    with pytest.raises(InvalidFile, match="is a folder or a device"):
        read_source(os.devnull)
    assert check(tmp_path).errors[0].message == "is a folder or a device, a file was expected"
