"""What can be read and names what exists, and still cannot be meant: each with its line and sentence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from simulator.errors import InvalidFile, Refused
from simulator.files import check, load_scenario, refuse_impossible, source_of
from simulator.model import hazard

Mistake = Callable[..., list[str]]
INDOORS = "DGYM does not lead outdoors, but from GYM to C1; name a door that leads out of the building"
WINDOW = "W101 is a window, and nobody leaves by it here; name a door that leads out of the building"
OUTSIDE = "P1 joins OUT and RALLY, which are both outdoors already; name a door that leads out of the building"
HAZARDS = ", ".join(hazard.HAZARDS)
CURLY = "begins with a curly quote, as a word processor types it; use the straight one"
TOUCHED = "a # after a blank begins a comment: quote this text if it belongs to it"


@pytest.mark.parametrize(
    ("kind", "old", "new", "expected"),
    [
        ("scenario", "exit: X1", "exit: DGYM", f"23:69: occupancy.groups[0].exit: {INDOORS}"),
        ("scenario", "exit: X1", "came_by: W101", f"23:72: occupancy.groups[0].came_by: {WINDOW}"),
        ("scenario", "exit: X1", "exit: P1", f"23:69: occupancy.groups[0].exit: {OUTSIDE}"),
        ("scenario", "exit: X1", 'exit: "${exit}"', f"23:69: occupancy.groups[0].exit: with exit = DGYM: {INDOORS}"),
        ("scenario", "toward: X1", "toward: W101", f"38:112: injects[1].effect[3].toward: {WINDOW}"),
        ("decisions", "to: RALLY, through: X1", "to: RALLY, through: P1", f"8:87: decisions[2].through: {OUTSIDE}"),
        ("decisions", "{in: GYM}, through: X1", "{in: GYM}, through: DGYM", f"9:82: decisions[3].through: {INDOORS}"),
        ("decisions", 'what: "@main_entrance"', "what: [X1, P1]",
         "7:68: decisions[1].what[1]: P1 is a gap, and a gap has no leaf to close"),
        ("scenario", "{silence: fire}", "{close: P1}",
         "39:63: injects[2].effect.close: P1 is a gap, and a gap has no leaf to close"),
        ("scenario", "count: 20", "count: 1, at: [100, 5]",
         "23:51: occupancy.groups[0].at: is 90.5 m outside 101, which lies between [0, 0] and [9.5, 9]"),
        ("scenario", "count: 20", "count: 2000",
         "23:48: occupancy.groups[0].count: 2,000 people would be in 101, which has room for 235 standing close "
         "(86 m2 at 2.75 a square metre)"),
        ("scenario", "in_each: 2", "in_each: 600",
         "24:55: occupancy.groups[1].in_each: 600 people would be in 1E3, which has room for 235 standing close "
         "(86 m2 at 2.75 a square metre)"),
        ("scenario", "id: I2", "id: I1", "32:9: injects[1].id: there is an inject called I1 already"),
        ("scenario", "id: g2", "id: g1", "24:12: occupancy.groups[1].id: there is a group called g1 already"),
        ("scenario", "id: O2", "id: O1", "13:10: objectives[1].id: there is an objective called O1 already"),
        ("scenario", "hazard: fire", "hazard: lockdown",
         "4:9: hazard: `lockdown` is an order that people are given, not the hazard that it is given for; "
         f"this version plays {HAZARDS}"),
        ("scenario", "hazard: fire", "hazard: Shelter in place",
         "4:9: hazard: `Shelter in place` is an order that people are given, not the hazard that it is given for; "
         f"this version plays {HAZARDS}"),
        ("scenario", "hazard: fire", "hazard: hazmats",
         f'4:9: hazard: expected one of {HAZARDS}, found "hazmats"; did you mean hazmat?'),
        ("scenario", 'text: "Smoke."', "text: “Smoke.”", f"31:108: injects[0].text: {CURLY}"),
        ("scenario", "title: The alarm", "“title”: The alarm", f"29:14: modules[0].“title”: {CURLY}"),
        ("scenario", 'text: "Nobody gets through ${exit}."', "text: “Nobody: ${exit}.”",
         f"37:11: injects[1].text: {CURLY}"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_an_error_on_its_line(
    mistake: Mistake, kind: str, old: str, new: str, expected: str
) -> None:
    found = mistake(kind, old, new)
    assert f"{kind}.yaml:{expected}" in found, "\n".join(found)


@pytest.mark.parametrize(
    ("kind", "old", "new", "expected"),
    [
        ("scenario", "count: 20", "count: 250",
         "23:48: occupancy.groups[0].count: 250 people would be in 101, which has room for 235 standing close "
         "(86 m2 at 2.75 a square metre)"),
        ("scenario", "count: 20", "count: 20, speed: {fixed: 9}",
         "23:52: occupancy.groups[0].speed: people of g1 would walk 9 metres a second; 1.2 is usual, 3 is a run"),
        ("scenario", '"Fire in the gym: the front door is blocked"', "Drill #3 of the year", f"3:8: title: {TOUCHED}"),
        ("plan", "label: Ground floor", "label: Wing #2", f"11:12: levels.1.label: {TOUCHED}"),
    ],
)  # fmt: skip
def test_what_is_odd_is_a_warning_on_its_line(mistake: Mistake, kind: str, old: str, new: str, expected: str) -> None:
    assert mistake(kind, old, new) == []
    assert f"{kind}.yaml:{expected}" in mistake(kind, old, new, warnings=True)


@pytest.mark.parametrize("label", ["Ground floor   # the lower one", '"Wing #2"', "Wing#2", "'Wing' # two"])
def test_a_comment_that_is_set_off_and_a_quoted_text_are_no_warning(mistake: Mistake, label: str) -> None:
    assert mistake("plan", "label: Ground floor", f"label: {label}", warnings=True) == []


def test_a_person_may_stand_in_the_wall_and_a_room_may_be_full(mistake: Mistake) -> None:
    assert mistake("scenario", "count: 20", "count: 230, at: [9.9, 9.2]", warnings=True) == []
    assert mistake("scenario", "count: 20", "count: 230, at: [9.9, 9.2]") == []


def test_curly_quotes_inside_straight_ones_are_text(mistake: Mistake) -> None:
    assert mistake("scenario", '"Smoke."', '"“Smoke,” she says."') == []


def test_a_curly_quote_is_told_once(mistake: Mistake) -> None:
    found = mistake("scenario", 'text: "Smoke."', "text: “Smoke at ${exit}.”")
    assert found == [f"scenario.yaml:31:108: injects[0].text: {CURLY}"]


@pytest.mark.parametrize("coding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark_is_recognised(coding: str) -> None:
    with pytest.raises(InvalidFile, match="looks like UTF-16; save it as UTF-8"):
        source_of("format: hotwash.plan/1\n".encode(coding), "x.yaml")


def test_an_unknown_action_hides_nothing_else(mistake: Mistake) -> None:
    path = Path("decisions.yaml")
    found = mistake("decisions", "action: lock, what", "action: lok, what")
    text = path.read_text("utf-8").replace("who: g1", "who: g7").replace("id: N4", "id: N3")
    path.write_text(text.replace("at: 70, role: facilitator", "at: 70, role: dean"), "utf-8")
    assert len(found) == 1
    assert [str(one).split(": ")[1] for one in check(path).errors] == [
        "decisions[0].action", "decisions[2].who", "decisions[3].id", "decisions[3].role",
    ]  # fmt: skip


def test_a_missing_file_is_answered_with_a_name_only_where_one_is_near(mistake: Mistake) -> None:
    (found,) = mistake("scenario", "plan: plan.yaml", "plan: a.yaml")
    assert found == "scenario.yaml:5:7: plan: there is no file a.yaml"
    (found,) = mistake("scenario", "plan: plan.yaml", "plan: plans.yaml")
    assert found.endswith("there is no file plans.yaml; did you mean plan.yaml?")


@pytest.mark.parametrize(
    ("name", "value", "refusal"),
    [
        ("start", "0", None), ("start", "30", None), ("start", "soon", None), ("start", "inf", None),
        ("exit", "X9", None), ("nobody", "5", None), ("free", "500", None), ("whole", "2.5", None),
        ("start", "30.5", "start can be from 0 to 30; not 30.5"),
        ("start", "-1", "start can be from 0 to 30; not -1"),
        ("clipped", "91", "clipped can be from 30 to 90; not 91"),
        ("whole", "7", "whole can be whole numbers from 1 to 6; not 7"),
        ("always", "7", "always is always 5; not 7"),
    ],
)  # fmt: skip
def test_a_number_that_a_variable_never_is_is_refused(folder: Path, name: str, value: str, refusal: str | None) -> None:
    more = "  free: {normal: {mean: 60, sd: 10}}\n  clipped: {normal: {mean: 60, sd: 10, clip: [30, 90]}}\n"
    more += "  whole: {integer: [1, 6]}\n  always: {fixed: 5}\n"
    path = folder / "scenario.yaml"
    path.write_text(path.read_text("utf-8").replace("variables:\n", f"variables:\n{more}"), "utf-8")
    scenario = load_scenario(path).scenario
    if refusal is None:
        refuse_impossible(scenario, {name: value})
    else:
        with pytest.raises(Refused) as raised:
            refuse_impossible(scenario, {name: value})
        assert str(raised.value) == refusal
