"""Typical mistakes, each with the exact line, path and sentence that a trainer sees."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

Mistake = Callable[..., list[str]]
DATA = Path(__file__).parent / "data"


def mistakes() -> Iterator[tuple[str, str, str, str, str]]:
    """The blocks of mistakes.txt: kind of file, old, new, where, sentence."""
    lines = [line for line in (DATA / "mistakes.txt").read_text("utf-8").splitlines() if line and line[0] != "#"]
    for change, expected in zip(lines[::2], lines[1::2], strict=True):
        kind, _, words = change.partition(": ")
        old, new = map(ast.literal_eval, words.split(" -> "))
        place = re.match(r"\d+:\d+: .+?: ", expected)
        assert place
        yield kind, old, new, f"{kind}.yaml:{place[0]}", expected[place.end() :]


@pytest.mark.parametrize(("kind", "old", "new", "where", "words"), list(mistakes()))
def test_a_mistake_has_its_sentence_on_its_line(
    mistake: Mistake, kind: str, old: str, new: str, where: str, words: str
) -> None:
    found = mistake(kind, old, new)
    assert any(line.startswith(where) and words in line for line in found), "\n".join(found)


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [
        ("plan", "{fixed: 3}", "{fixd: 3}"),
        ("plan", "{triangular: [2, 4, 9]}", "{triangualr: [2, 4, 9]}"),
        ("scenario", "{lock: D101}", "{lok: D101}"),
        ("scenario", "{in: GYM}", "[GYM]"),
        ("scenario", "{in: GYM}", "{inn: GYM}"),
        ("plan", "kind: office", "knid: office"),
        ("plan", "cap: 8", "cap: "),
        ("plan", "label: A Hall", "label: A, B Hall"),
        ("scenario", "exit: {choice", "exit: {choise"),
        ("decisions", "action: direct", "action: drect"),
        ("decisions", "who: {in: GYM}", "who: {in: [GYM]}"),
        ("decisions", "what: [D101, DGYM]", "waht: [D101, DGYM]"),
        ("decisions", "inject: I6", "inject: I 6"),
        ("decisions", "set: {text:", "set: {txet:"),
        ("scenario", "unless: {expect: E1}", "unless: {expct: E1}"),
        ("scenario", "draw.smoke &&", "draw.smok &&"),
        ("response", "{team_of: 2}", "{team_of: many}"),
        ("response", "police_entry: {team_of: 2}", "police_entry: sole"),
    ],
)
def test_one_misspelt_word_is_one_error(mistake: Mistake, kind: str, old: str, new: str) -> None:
    assert len(mistake(kind, old, new)) == 1


def test_every_problem_of_a_file_at_once_in_the_order_of_its_lines(mistake: Mistake) -> None:
    found = mistake("plan", "kind: elementary", "kind: elementry, colour: red")
    assert [line.split(": ")[1] for line in found] == ["school.kind", "school.colour"]


def test_a_scenario_and_its_plan_are_reported_together(mistake: Mistake) -> None:
    mistake("plan", "cap: 8", "cap: many")
    found = mistake("scenario", "horizon: ", "horizont: ")
    assert [line.split(":")[0] for line in found] == ["scenario.yaml", "plan.yaml"]
