"""What-ifs: known answers, what may be changed, and that pairing is worth it."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pytest

from simulator.errors import NotFound, Refused
from simulator.model.bundle import Bundle
from simulator.model.decisions import Decision
from simulator.sweeps.paired import compared, interval
from simulator.sweeps.plain import what_if_as_json
from simulator.sweeps.whatif import Refusals, WhatIf, what_if
from simulator.sweeps.words import difference_in_words, what_if_in_words
from tests.sweeps.rooms import evacuation, order_at, threatened


def test_an_alarm_that_comes_later_makes_everybody_later_by_as_much() -> None:
    found = what_if(evacuation(), 20, {"starts": "50"}, set_values={"starts": "40", "door": "X1"}, jobs=1).metrics[
        "time_to_order_s"
    ]
    assert (found.base, found.changed) == (40, 50)
    assert found.difference is not None and (found.difference.low, found.difference.high) == (10, 10)
    assert (found.share_worse, found.share_better, found.verdict) == (1.0, 0.0, "more")


def test_an_arm_that_is_no_different_differs_in_nothing() -> None:
    found = what_if(evacuation(), 5, {"plan.X1.works": "yes"}, jobs=1)
    for one in found.metrics.values():
        assert one.differ == 0
        assert one.verdict in ("cannot tell apart", "nothing to compare")


def test_a_step_of_the_plan_takes_another_time_whatever_the_scenario_says() -> None:
    changes = [{"step": "L1", "actual": {"fixed": 55}, "done": "1"}]
    for more in ({}, {"plan_changes": changes}):
        found = what_if(threatened(**more), 4, {"response.L1.actual": "10"}, jobs=1).metrics["time_to_order_s"]
        late = [one.draw["late"] for one in what_if(threatened(), 4, {"late": "1"}, jobs=1).outcomes[:4]]
        assert found.changed is not None and found.changed == pytest.approx(sum(late) / 4 + 10 + 6, abs=6.1)
        assert found.base is None or found.base > found.changed


def test_features_of_the_building() -> None:
    shut = what_if(evacuation(), 4, {"plan.X1.works": "no"}, set_values={"door": "X2"}, jobs=1).metrics["evacuated"]
    assert (shut.base, shut.changed) == (20, 0)
    dead = what_if(threatened(), 4, {"plan.zone-A.works": "no"}, jobs=1).metrics["secured"]
    assert dead.base is not None and dead.changed is not None and dead.base > dead.changed
    itself = what_if(threatened(), 8, {"plan.classrooms.lock": "automatic"}, jobs=1).metrics["exposure_s"]
    assert itself.verdict == "less"


def test_decisions_moved_dropped_and_added() -> None:
    early = what_if(threatened(), 4, decisions=[order_at(40)], move={"D1": 10}, set_values={"heard": "yes"}, jobs=1)
    told = early.metrics["time_to_order_s"].difference
    assert told is not None and told.mean == pytest.approx(-30)
    assert early.changes == ("decision D1 is made at 00:10",)
    without = what_if(threatened(), 4, decisions=[order_at(40)], drop=["D1"], set_values={"heard": "yes"}, jobs=1)
    assert without.metrics["time_to_order_s"].missing_changed == 4
    more = what_if(threatened(), 4, decisions=[order_at(40)], add=[order_at(10, "D2")], jobs=1)
    assert more.changed_refusals.decisions == 8 and more.base_refusals.decisions == 4


def crowded() -> Bundle:
    """As many pupils, and as long a threat, as each version draws: most of what differs is not the order."""
    tree = threatened().tree
    groups = [one | {"count": "${size}"} if one["kind"] == "pupils" else one for one in tree["occupancy"]["groups"]]
    lasts = {"lognormal": {"median": 90, "sigma": 1.0, "clip": [20, 240]}}
    return threatened(
        variables=tree["variables"] | {"size": {"integer": [2, 60]}},
        occupancy={"groups": groups},
        threat=tree["threat"] | {"lasts": lasts},
    )


def test_pairing_makes_the_interval_of_an_order_30_s_earlier_at_most_half_as_wide() -> None:
    found = what_if(crowded(), 80, decisions=[order_at(70)], move={"D1": 40}, set_values={"heard": "yes"}, jobs=1)
    paired = found.metrics["exposure_s"].difference
    first, second = ([one.metrics["exposure_s"] for one in found.outcomes if one.arm == arm] for arm in (0, 1))
    apart = [interval([float(value or 0) for value in values]) for values in (first, second)]
    assert paired is not None and apart[0] is not None and apart[1] is not None
    unpaired = math.hypot(*(one.high - one.low for one in apart if one is not None))
    assert paired.high - paired.low <= unpaired / 2


# ---- what is refused ------------------------------------------------------------------------------------------------


def test_what_a_script_s_person_does_cannot_be_changed() -> None:
    with pytest.raises(Refused, match=r"entry cannot be changed.*never what such a person does"):
        what_if(threatened(), 2, {"entry": "XE"})


@pytest.mark.parametrize("action", ["rule", "skip_inject"])
def test_the_facilitator_s_own_changes_are_not_compared(action: str) -> None:
    fields: dict[str, Any] = {
        "rule": {"sets": {"opening": {"XE": "blocked"}}, "says": "so"},
        "skip_inject": {"inject": "I1"},
    }
    one = Decision.model_validate({"id": "F1", "role": "principal", "action": action, "at": 5, **fields[action]})
    with pytest.raises(Refused, match="left out of comparisons"):
        what_if(threatened(), 2, add=[one])
    with pytest.raises(Refused, match="left out of comparisons"):
        what_if(threatened(), 2, decisions=[one], drop=["F1"])


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({"stars": "10"}, NotFound, "no variable called stars; it has: starts, door; did you mean starts"),
        ({"starts": "90"}, Refused, "starts can be from 5 to 60; not 90"),
        ({"plan.X9.lock": "automatic"}, NotFound, "no door, room, stair or zone called X9"),
        ({"plan.X1.look": "automatic"}, NotFound, "these can be changed: lock, .*did you mean lock"),
        ({"plan.X1.lock": "super"}, Refused, r"plan.X1.lock=super: expected one of none"),
        ({"plan.R.exit": "X7"}, Refused, r"plan.R.exit=X7: "),
        ({"plan.X1": "shut"}, Refused, r"expected plan.ID.FIELD=VALUE"),
        ({"plan.X1.works": "perhaps"}, Refused, "yes or no, not perhaps"),
        ({"response.L1.actual": "10"}, Refused, "names no response plan"),
    ],
)
def test_changes_that_make_no_sense_are_told_in_words(change: dict[str, str], error: Any, words: str) -> None:
    with pytest.raises(error, match=words):
        what_if(evacuation(), 2, change, jobs=1)


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({"response.L2.actual": "10"}, NotFound, "no step L2; for this scenario it has: L1"),
        ({"response.L1.on": "x"}, NotFound, "these can be changed: actual"),
        ({"response.L1.actual": "soon"}, Refused, r"response.L1.actual=soon: "),
        ({"response.L1.done": "3"}, Refused, r"response.L1.done=3: "),
        ({"response.L1.role": "nobody"}, Refused, r"response.L1.role=nobody: "),
    ],
)
def test_changes_of_steps_that_make_no_sense(change: dict[str, str], error: Any, words: str) -> None:
    with pytest.raises(error, match=words):
        what_if(threatened(), 2, change, jobs=1)


def test_decisions_that_are_not_there_and_no_change_at_all() -> None:
    with pytest.raises(NotFound, match="there is no decision D2; there are: D1"):
        what_if(threatened(), 2, decisions=[order_at(40)], drop=["D2"])
    with pytest.raises(Refused, match="the added decisions: "):
        what_if(threatened(), 2, decisions=[order_at(40)], add=[order_at(50)])
    with pytest.raises(Refused, match="nothing is changed"):
        what_if(evacuation(), 2)
    with pytest.raises(Refused, match="at least 2 runs"):
        what_if(evacuation(), 1, {"starts": "10"})


# ---- in words -------------------------------------------------------------------------------------------------------


def test_the_words_say_what_it_is_and_what_it_is_not() -> None:
    words = what_if_in_words(what_if(threatened(), 30, {"response.L1.actual": "5"}, jobs=1))
    assert words.startswith("**THIS IS AN EXERCISE**") and words.rstrip().endswith("**THIS IS AN EXERCISE**")
    assert "one possible course" in words and "prediction" not in words
    assert "public example" in words
    assert "less on average (95 % interval from" in words
    assert "entry" not in words


def test_an_interval_across_zero_cannot_tell_arms_apart_and_says_how_many_runs_would() -> None:
    found = what_if(threatened(), 12, {"late": "10"}, jobs=1)
    assert found.metrics["exposure_s"].verdict == "cannot tell apart"
    words = what_if_in_words(found)
    assert "Cannot tell apart:" in words and "versions would be needed" in words


def test_many_refusals_make_it_unreliable() -> None:
    found = what_if(evacuation(), 4, {"starts": "10"}, jobs=1)
    refused = WhatIf(**{**vars(found), "changed_refusals": Refusals(refused=6, decisions=100)})
    assert found.reliable and not refused.reliable
    assert "**Unreliable:** 6 of 100 decisions could not be carried out with the change" in what_if_in_words(refused)
    few = WhatIf(**{**vars(found), "changed_refusals": Refusals(refused=5, decisions=100)})
    assert few.reliable and "5 of 100 decisions" in what_if_in_words(few)


def test_for_machines_it_is_laid_open() -> None:
    found = what_if_as_json(what_if(evacuation(), 4, {"starts": "10"}, jobs=1, precision=5))
    one = found["metrics"]["clear_time_s"]
    assert {"pairs", "mean", "low", "high", "share_better", "share_worse", "runs_needed", "verdict"} <= set(one)
    assert found["notice"].startswith("THIS IS AN EXERCISE") and found["precision"] == 5


def test_counts_are_counts_and_both_levels_are_told() -> None:
    base = [10.0, 20.0, 30.0, None, 50.0, 60.0]
    other = [9.0, 19.0, 33.0, 40.0, 48.0, None]
    words = difference_in_words(compared("clear_time_s", base, other))
    assert "28 seconds as it is, 27 seconds with the change" in words
    assert "better in 3 of the 4 versions that have it both ways, worse in 1" in words
    assert "of 100" not in words
    plain = difference_in_words(compared("messages_sent", [1, 1, 2], [1, 2, 2]))
    assert "less in 0 of 3 versions, more in 1" in plain


def test_a_precision_that_is_asked_for_is_answered_for_every_measure_that_moves() -> None:
    found = what_if(threatened(), 12, {"response.L1.actual": "5"}, jobs=1, precision=2)
    told = [line for line in what_if_in_words(found).splitlines() if line.startswith("- ") and "on average" in line]
    assert told and all("either way it takes about" in line for line in told)
    assert not any("either way" in line for line in what_if_in_words(replace(found, precision=None)).splitlines())


def test_many_added_decisions_are_counted_and_the_question_is_whole() -> None:
    many = [order_at(50 + place, f"A{place}") for place in range(40)]
    words = what_if_in_words(what_if(threatened(), 2, decisions=[order_at(40)], add=many, jobs=1))
    assert "What if 40 decisions are made as well (A0 to A39)? Compared" in words
