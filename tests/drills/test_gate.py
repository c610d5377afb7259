"""The gate: what each shipped row refuses and warns of, and what it says of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from simulator import session
from simulator.drills import gate, in_words
from simulator.model.drill import Drill, Rule
from tests.drills.planned import drill

ROWS = session.drill_rules()


def found(**changes: Any) -> dict[str, str]:
    return {one.rule: one.answer for one in gate(drill(**changes), ROWS).findings if one.elsewhere is None}


def test_a_drill_that_meets_every_row_passes() -> None:
    assert found() == {}
    assert gate(drill(jurisdiction="NY"), ROWS).answer == "ok"


@pytest.mark.parametrize(
    ("changes", "rule", "answer"),
    [
        ({"discussed_before": False}, "G1", "refuse"),
        ({"discussed_before": None}, "G1", "warn"),
        ({"options_based": True, "lockdown_before": False}, "G2", "refuse"),
        ({"grades": None}, "G3", "warn"),
        ({"matched_to_grade": False}, "G3", "refuse"),
        ({"effects": ["alarm_sound"], "effects_told": False}, "G4", "refuse"),
        ({"effects": ["alarm_sound"]}, "G4", "refuse"),
        ({"effects": ["role_players"], "effects_told": True}, "G5", "refuse"),
        ({"effects": ["gunfire_sounds"], "effects_told": True}, "G5", "refuse"),
        ({"announced": False}, "G6", "refuse"),
        ({"announced": None}, "G6", "refuse"),
        ({"responders_told": None}, "G7", "warn"),
        ({"mental_health_contact": None}, "G8", "refuse"),
        ({"mental_health_contact": "  "}, "G8", "refuse"),
        ({"opt_out": False}, "G9", "refuse"),
        ({"accommodations": None}, "G10", "warn"),
        ({"debrief": False}, "G11", "refuse"),
        ({"feedback_tracked": False}, "G12", "warn"),
        ({"notice_says": ["date"]}, "G13", "refuse"),
        ({"notice_on": dt.date(2026, 10, 7)}, "TX1", "refuse"),
        ({"jurisdiction": "NY", "notice_on": dt.date(2026, 10, 14)}, "NY1", "refuse"),
        ({"jurisdiction": "NY", "earlier": [{"date": dt.date(2026, 9, 22)}]}, "NY2", "warn"),
    ],
)
def test_each_row_answers_where_it_is_not_met(changes: dict[str, Any], rule: str, answer: str) -> None:
    assert found(**changes) == {rule: answer}


def test_notice_of_exactly_the_days_asked_for_is_enough() -> None:
    assert found(jurisdiction="NY", notice_on=dt.date(2026, 10, 13)) == {}


def test_a_discussion_without_pupils_needs_none_of_it() -> None:
    assert found(type="tabletop", pupils_present=False, announced=None, opt_out=None, notice_on=None) == {}


def test_role_players_are_refused_only_where_pupils_are_present() -> None:
    assert found(pupils_present=False, effects=["role_players"], effects_told=True) == {}


def test_a_lockdown_drill_for_an_intruder_is_no_active_threat_exercise_unless_violence_is_acted() -> None:
    plain = {"hazard": "intruder", "notice_on": None, "announced": None, "opt_out": None, "mental_health_contact": None}
    assert found(**plain) == {"G14": "warn", "G15": "warn"}
    acted = found(**plain, pupils_present=False, effects=["role_players"], effects_told=True)
    assert {name for name, answer in acted.items() if answer == "refuse"} == {"G6", "G8", "G9"}


def test_a_fire_drill_needs_no_opt_out_but_is_matched_to_the_grade() -> None:
    assert found(hazard="fire", opt_out=False, matched_to_grade=None) == {"G3": "warn"}


def test_a_rule_of_another_state_only_warns_and_says_so() -> None:
    verdict = gate(drill(jurisdiction="KY", notice_on=None), ROWS)
    assert verdict.answer == "warn"
    assert {one.rule: one.elsewhere for one in verdict.findings} == {"TX1": "TX", "NY1": "NY"}
    assert "It is a rule of TX; where you are it may not be." in " ".join(in_words(verdict))


def test_the_verdict_says_why_by_which_source_what_would_help_and_that_nobody_has_vouched() -> None:
    verdict = gate(drill(opt_out=False, feedback_tracked=False), ROWS)
    assert verdict.answer == "refuse"
    assert [one.answer for one in verdict.findings] == ["refuse", "warn"]
    assert [one.rule for one in verdict.refused] == ["G9"]
    words = in_words(verdict)[1]
    for part in ("Refused. A way to sit it out: not as it is planned now.", "What would make it right: Offer",
                 "opt_out: yes", "NASP/NASRO guidance; IL", "confidence medium", "not yet checked",
                 "row G9"):  # fmt: skip
        assert part in words


def test_every_shipped_row_waits_for_a_person_to_vouch_for_it() -> None:
    assert all(row.checked_on is None and row.source and row.right for row in ROWS)
    assert len(ROWS) >= 15


def test_a_row_that_asks_about_nothing_known_is_no_row() -> None:
    with pytest.raises(ValueError, match="there is no fact 'role_player'"):
        Rule(id="X", check="x", needs={"role_player": False}, why="x", source="x", right="x")


EFFECTS = ["role_players", "gunfire_sounds", "simulated_injury"]


@pytest.mark.parametrize("kind", ["seminar", "workshop", "tabletop", "game"])
def test_naming_it_a_discussion_takes_no_check_of_effects_away(kind: str) -> None:
    unsafe: dict[str, Any] = {"type": kind, "effects": EFFECTS, "announced": False, "opt_out": False}
    refused = {name for name, answer in found(**unsafe, responders_told=False).items() if answer == "refuse"}
    assert refused >= {"G4", "G5", "G16", "G17"}
    assert {"G4", "G16"} <= found(**unsafe, pupils_present=False).keys()
    assert found(type=kind, effects=["gunfire_sounds"], pupils_present=False, effects_told=True) == {"G16": "refuse"}


@pytest.mark.parametrize(("typed", "meant"), [("Texas", "TX"), ("tx", "TX"), ("New-York", "NY"), ("US-TX", "TX")])
def test_a_state_spelled_otherwise_is_refused_with_the_letters_that_are_meant(typed: str, meant: str) -> None:
    verdict = gate(drill(jurisdiction=typed), ROWS)
    assert verdict.answer == "refuse"
    assert (
        f"The jurisdiction {typed} is known" in in_words(verdict)[1]
        and f"Say jurisdiction: {meant}." in in_words(verdict)[1]
    )


def test_letters_of_no_state_are_refused_unless_rows_of_ones_own_name_them() -> None:
    assert gate(drill(jurisdiction="ZZ"), ROWS).answer == "refuse"
    own = Rule(id="Z1", check="x", jurisdiction="ZZ", needs={"opt_out": True}, why="x", source="x", right="x")
    assert gate(drill(jurisdiction="ZZ"), [*ROWS, own]).answer == "ok"


def test_what_a_drill_file_leaves_to_us_is_said() -> None:
    verdict = gate(Drill(hazard="fire"), ROWS)
    assert (verdict.answer, verdict.findings[0].rule) == ("warn", "said")
    assert "taken as a tabletop, and one without pupils" in in_words(verdict)[1]
