"""Guards: what they say, what is wrong with them, and that no text can hurt."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.rules.guard_names import MAX_DEPTH
from simulator.rules.guards import MAX_LENGTH, always, guard_of, problems

DRAWS = {"pa": (True, False), "entry": ("X1", "DGYM"), "minutes": (0.0, 30.0), "odd-name": ("a", "b")}
SPACES = ("C1", "101", "@gym")
ZONES = ("zone-A", "zone-B")
FACTS = {
    "draw": {"pa": True, "entry": "X1", "minutes": 7.5, "odd-name": "a"},
    "state": {
        "order": "lockdown", "order_in": {"zone-A": "lockdown", "zone-B": ""}, "zones_dead": 1, "departed": 0,
        "space": {"C1": {"people": 12, "density": 0.8}, "101": {"people": 0, "density": 0.0}},
    },
}  # fmt: skip


def wrong(text: str) -> list[str]:
    return problems(text, DRAWS, SPACES, ZONES)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("draw.pa", True),
        ("!draw.pa", False),
        ("draw.entry == 'X1' && draw.minutes > 7", True),
        ("draw.entry in ['DGYM']", False),
        ("draw['odd-name'] == \"a\"", True),
        ("state.order == 'lockdown'", True),
        ("state.order == '' || state.zones_dead > 0", True),
        ("state.order_in['zone-B'] == 'lockdown'", False),
        ("state.space['C1'].people > 10 && state.space['C1'].density < 1", True),
        ("state.space['101'].people * 2 > 0", False),
        ("draw.pa ? state.departed == 0 : state.departed > 9", True),
        ("draw.entry.startsWith('X') && size(draw.entry) == 2", True),
    ],
)
def test_a_sound_guard_holds_or_not(text: str, answer: bool) -> None:
    assert wrong(text) == []
    assert guard_of(text).holds(FACTS) is answer


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "is empty"),
        ("draw.entr == 'X1'", "there is no variable entr; did you mean entry?"),
        ("draw.zzz", "there is no variable zzz; add it under variables"),
        ("entry == 'X1'", "there is no name entry; did you mean draw.entry?"),
        ("zones_dead > 0", "there is no name zones_dead; did you mean state.zones_dead?"),
        ("sate.order == ''", "there is no name sate; did you mean state?"),
        ("draw.entry == X1", "there is no name X1; names begin with draw. or state., and words stand in quotes"),
        ("draw.entry == 'X2'", "draw.entry is never X2; it can be X1, DGYM"),
        ("draw.entry == 'DGIM'", "draw.entry is never DGIM; did you mean DGYM?"),
        ("'X2' != draw.entry", "draw.entry is never X2"),
        ("draw.entry in ['X1', 'X3']", "draw.entry is never X3"),
        ("draw.entry == 1", "draw.entry is a word; write it in quotes"),
        ("draw.pa == 'yes'", "draw.pa is true or false; write draw.pa or !draw.pa"),
        ("draw.minutes == '7'", "draw.minutes is a number; compare it with one, without quotes"),
        ("state.order == 'lock'", "state.order is never lock"),
        ("state.ordr == ''", "there is no state.ordr; did you mean order?"),
        ("state.space['gym'].people > 1", "the plan has no space gym; did you mean @gym?"),
        ("state.space.C1.people > 1", "with the name in quotes"),
        ("state.space['C1'].crowd > 1", 'write state.space["C1"].people or .density'),
        ("state.order_in['zone-D'] == ''", "the plan has no speaker zone zone-D; did you mean zone-"),
        ("state.zones_dead", "is a number, not true or false; compare it with something"),
        ("draw.entry", "is text, not true or false"),
        ("draw.minutes > 1 && draw.entry", "puts together what does not go together"),
        ("draw.minutes + 1 > 3", "or a drawn number and 2 for 2.0 (with draw.minutes = 0)"),
        ("10 / state.departed > 1", "divides by zero (with state.departed = 0)"),
        ("draw.pa and state.departed > 1", "write && for and"),
        ("draw.pa & draw.pa", "write && for and"),
        ("draw.entry = 'X1'", "write == to compare"),
        ("(draw.pa", "has 1 ( and 0 )"),
        ("draw.pa &&", "ends too early"),
        ("draw.pa draw.pa", 'cannot be read from "draw.pa" on'),
        ("draw.entry == 'X1", "a quotation mark that was opened is not closed"),
        ("draw.entry == '${entry}'", "a guard names a variable as draw.NAME, without ${ }"),
        ("[1, 2].all(x, x > 0)", ".all has no meaning here"),
        ("draw.entry.matches('(a+)+')", ".matches has no meaning here"),
        ("timestamp('2026')", "there is no function timestamp"),
        ("draw.pa // why", "a guard holds no comments"),
        ("draw.entry == r'X1'", "cannot be read"),
        ("x" * (MAX_LENGTH + 1), f"is longer than {MAX_LENGTH} characters"),
        ("(" * 40 + "draw.pa" + ")" * 40, f"its brackets are nested more than {MAX_DEPTH} deep"),
    ],
)
def test_a_mistake_has_its_sentence(text: str, sentence: str) -> None:
    (found,) = wrong(text)
    assert sentence in found


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("draw.pa && !draw.pa", False),
        ("draw.entry == 'X1' && draw.entry == 'DGYM'", False),
        ("draw.minutes > 31", False),
        ("draw.minutes > 10 && draw.minutes < 20", None),
        ("state.zones_dead > 2 && state.zones_dead < 4", None),
        ("state.zones_dead >= 0", True),
        ("state.space['C1'].density > 9.0", False),
        ("draw.minutes * 2.0 > 100.0", None),
        ("state.order != 'hold'", None),
        ("false", False),
    ],
)
def test_what_never_changes(text: str, answer: bool | None) -> None:
    assert wrong(text) == []
    assert always(text, DRAWS) is answer


def test_a_fault_behind_another_condition_is_found() -> None:
    assert wrong("draw.pa && state.order == 'secure' && draw.entry > 2") != []


def test_what_a_guard_reads() -> None:
    guard = guard_of("draw.pa && state.space['@gym'].people > 3 && state.order_in['zone-B'] == '' && draw.pa")
    assert guard.draws() == ("pa",)
    assert guard.spaces() == ("@gym",)
    assert guard.zones() == ("zone-B",)
    assert guard_of(guard.text) is guard


def test_facts_that_lack_a_name_are_a_sentence() -> None:
    with pytest.raises(ValueError, match="reads pa, which is not known"):
        guard_of("draw.pa").holds({"draw": {}})


def test_many_variables_are_tried_in_a_moment() -> None:
    draws = {f"v{number}": tuple("abcdefghij") for number in range(20)}
    text = " && ".join(f"draw.v{number} == 'a'" for number in range(19))
    start = time.process_time()
    assert problems(text, draws, (), ()) == []
    assert always(text, draws) is None
    (found,) = problems(f"draw.v0 == 'j' ? draw.v1 > 2 : ({text})", draws, (), ())
    assert "puts together what does not go together (with" in found.replace(_FOR_EXAMPLE, "")
    assert time.process_time() - start < 2


_FOR_EXAMPLE = ", such as text and a number, or a drawn number and 2 for 2.0"

PIECES = st.sampled_from(
    ("draw", "state", ".pa", ".entry", ".order", "['C1']", "&&", "||", "!", "==", "(", ")", "[", "]", "'", '"', "''",
     "1", "2.5", "9" * 30, "in", "true", ".space", ".people", "+", "/", "-", "?", ":", ".", ",", " ", "\n", "size",
     "map", "{", "}", "\\", "\x00", "é", "\u2028", "$"),
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=30).map("".join) | st.text(max_size=60))
def test_any_text_is_a_guard_or_a_sentence(text: str) -> None:
    found = wrong(text)
    assert all(one and "\n" not in one for one in found)
    if not found:
        assert isinstance(always(text, DRAWS), bool | None)
        assert guard_of(text).text == text
    else:
        assert len(found) == 1
