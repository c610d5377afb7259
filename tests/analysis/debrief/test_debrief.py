"""The debrief's folds on an incident whose every answer is known."""

from __future__ import annotations

from itertools import pairwise

import pytest

from simulator.analysis.debrief.aims import state_words
from simulator.analysis.debrief.benchmarks import benchmarks
from simulator.analysis.debrief.data import debrief
from simulator.analysis.debrief.facts import known
from simulator.analysis.debrief.heat import heat
from simulator.analysis.debrief.lanes import lanes
from simulator.analysis.debrief.lost import lost, lost_ms
from simulator.analysis.debrief.moments.candidate import Candidate, Play
from simulator.analysis.debrief.moments.choosing import candidates, chosen
from simulator.analysis.debrief.planned import _state, plan_play, planned
from simulator.analysis.debrief.reach import in_part, is_deed, reaches
from simulator.analysis.debrief.subject import Recorded, plain
from simulator.analysis.words import elapsed
from tests.analysis.debrief.debriefed import RESPONSE, incident


def rules(*more, **about) -> dict[str, Candidate]:
    subject = incident(*more, **about)
    return {one.rule: one for one in reversed(candidates(Play(subject, planned(subject))))}


def test_the_chain_is_dated_and_held_against_the_plan_by_its_own_signals() -> None:
    subject = incident()
    links = {one["id"]: one for one in lost(subject, planned(subject))}
    assert lost_ms(subject) == {
        "recognition": 5_000, "order": 65_000, "secured": None, "call_911": 90_000, "dispatch": 100_000,
        "arrival": 200_000, "entry": None, "command": None, "rtf": None, "cleared": None, "reunified": None,
    }  # fmt: skip
    assert (links["order"]["plan_ms"], links["order"]["beyond_ms"]) == (15_000, 50_000)
    assert (links["call_911"]["plan_ms"], links["call_911"]["beyond_ms"]) == (35_000, 55_000)
    assert links["secured"]["plan_ms"] == 80_000 and links["secured"]["state"] == "not_seen"
    assert links["order"]["since"] == "1 minute after it was understood" and links["order"]["said"] == "10:43:05"
    assert links["command"]["plan_ms"] == 260_000 and links["command"]["state"] == "not_seen"
    assert links["reunified"]["state"] == "not_tested" and links["rtf"]["state"] == "not_tested"


def test_a_time_is_stated_assumed_set_by_the_room_or_simulated() -> None:
    subject = incident()
    links = {one["id"]: one["provenance"] for one in lost(subject, planned(subject))}
    assert (links["order"], links["call_911"], links["dispatch"]) == ("stated", "assumed", "simulated")
    ruled = incident(recorded={"D2": Recorded("set_by_room", 5, "")})
    assert {one["id"]: one["provenance"] for one in lost(ruled, planned(ruled))}["arrival"] == "set_by_room"


def test_lines_are_numbered_as_in_events_jsonl_and_what_was_kept_back_is_left_out() -> None:
    subject = incident()
    assert len(subject.run.rows) == len(subject.whole.rows) - 1
    order = {one["id"]: one for one in lost(subject, planned(subject))}["order"]
    assert subject.whole.rows[order["event_no"] - 1][1] == "announced"


def test_plan_against_play() -> None:
    subject = incident((250_000, "done", "D3", "secretary", "establish_command", {}, "decision"))
    found = {one["step"]: one for one in plan_play(subject, planned(subject))}
    assert (found["L1"]["plan_ms"], found["L1"]["play_ms"], found["L1"]["state"]) == (15_000, 65_000, "seen")
    assert found["L2"]["beyond_ms"] == 55_000 and found["L2"]["state"] == "seen"
    assert found["L3"]["state"] == "not_seen" and found["L3"]["words"] == "The teachers lock the room they were in"
    assert found["L4"]["signal_ms"] == 90_000 and found["L4"]["state"] == "not_seen"  # its signal was a decision
    assert found["L5"]["state"] == "differently" and found["L5"]["beyond_ms"] == 0


def test_a_play_that_ends_before_the_plans_time_tests_nothing() -> None:
    subject = incident(until_ms=62_000)
    found = {one["step"]: one["state"] for one in plan_play(subject, planned(subject))}
    assert found["L1"] == found["L2"] == "not_seen" and found["L3"] == found["L5"] == "not_tested"


def test_lanes_hold_each_discipline_in_order_of_time() -> None:
    subject = incident()
    found = {one["discipline"]: one["items"] for one in lanes(subject, planned(subject))}
    assert list(found) == ["school", "dispatch", "law", "fire_ems", "families"]
    decisions = [(one["t_ms"], one["plan_ms"], one["seq"]) for one in found["school"] if one["sort"] == "decision"]
    assert decisions == [(60_000, 15_000, 4), (90_000, 35_000, 5)]
    assert [one["t_ms"] for one in found["law"]] == [200_000] and [one["t_ms"] for one in found["fire_ems"]] == [
        200_000
    ]
    for items in found.values():
        assert all(one["t_ms"] <= other["t_ms"] for one, other in pairwise(items))


def test_an_order_spreads_and_what_it_did_not_reach_is_said() -> None:
    order = known(incident())[0]
    assert order["id"] == "order:lockdown" and sum(one["n"] for one in order["spread"]) == 2
    assert [(one["t_ms"], one["spaces"], one["via"], one["n"]) for one in order["spread"]] == [
        (65_000, ["101", "102"], "over the loudspeakers", 2),
    ]  # fmt: skip
    gym = next(one for one in order["lost"] if one["space"] == "GYM")
    assert gym["n"] == 10 and gym["words"] == "It did not reach 10 people in Gym: no loudspeaker there."


def test_heat_by_space() -> None:
    found = heat(incident((100_000, "waiting", None, "class-101", "101", "queue", "D101")))
    assert found["unheard"]["GYM"] == 10 and found["waiting"] == {"101": 20 * 500.0}


def test_facts_that_did_not_arrive() -> None:
    subject = incident(
        (6_000, "learned", None, "secretary", "door", "X1", None, "message"),
        (210_000, "lost", "D4", "door", "secretary", "police", "radio.school", 0.0, "the channel was busy"),
    )
    fact = next(one for one in known(subject) if one["id"] == "door")
    assert fact["lost"][0]["words"] == "The secretary could not pass on the door: the channel was busy."
    assert fact["spread"][0]["who"] == "The secretary" and "the police desk" in fact["never"]


# ---- moments ---------------------------------------------------------------------------------------------------------


def test_the_order_and_the_call_against_the_plan() -> None:
    found = rules()
    assert found["late_order"].title == "1 minute from recognising it to the order"
    assert found["late_order"].text.endswith("The plan means 10 seconds.") and found["late_order"].provenance == (
        "simulated", "stated",
    )  # fmt: skip
    assert found["late_call"].from_ms == 5_000 and found["late_call"].to_ms == 90_000
    assert found["call_lacked"].title == "The call did not say by which door"
    assert found["unheard"].spaces[0] == "GYM" and "By the end nobody had told them" in found["unheard"].text
    assert found["late_command"].title == "No command had been named by the end"
    assert found["no_shared_command"].units == ("police-1", "ems-1")
    assert "quick_order" not in found and "no_order" not in found


@pytest.mark.parametrize(
    ("row", "rule", "words"),
    [
        ((70_000, "threat_stopped", "armed_assailant", "C1", "D101", "locked"), "door_held", "held against the armed"),
        ((250_000, "unified_command", "D3", "police", "ems", "OUT"), "shared_command", "50 seconds after that"),
        ((260_000, "command", "D3", "police-1", None, "OUT"), "no_shared_command", "had not shared"),
        ((70_000, "lost", "D4", "keys", "principal", "police", "radio.school", 0.0, "the channel was busy"),
         "lost_message", "the channel was busy. By the end nobody else had learned it."),
        ((150_000, "call_answered", "D2", "911", "secretary", None, ("what",), 60.0), "call_waited", "answered"),
        ((300_000, "family_arrived", "I3", "f1", "greeter", 0.0), "families_first", "no text to families"),
    ],
)  # fmt: skip
def test_one_row_brings_its_moment(row, rule: str, words: str) -> None:
    found = rules(row)
    assert rule in found and words in found[rule].text
    if rule not in ("no_shared_command",):
        assert rule not in rules()


def test_rooms_that_were_cleared_twice() -> None:
    rows = [(300_000 + n, "room_cleared", None, room, "police-1") for n, room in enumerate(("101", "102", "101"))]
    found = rules(*rows)["cleared_twice"]
    assert found.spaces == ("101",) and "cleared more than once" in found.text


def a_candidate(rule: str, weight: float, *, at: int = 0, lane: str = "school", well: bool = False) -> Candidate:
    return Candidate(rule, lane, weight, at, at, rule, f"{rule}. Yes.", ("simulated",), went_well=well)  # type: ignore[arg-type]


def test_five_are_chosen_of_different_kinds_with_one_that_went_well_in_order_of_time() -> None:
    found = [a_candidate(f"r{n}", 90 - n, at=10 - n) for n in range(8)] + [a_candidate("well", 31, at=99, well=True)]
    taken = chosen(sorted(found, key=lambda one: -one.weight))
    assert [one.rule for one in taken] == ["r3", "r2", "r1", "r0", "well"]
    mixed = [a_candidate(f"s{n}", 90 - n) for n in range(6)] + [a_candidate("law", 40, lane="law")]
    assert "law" in {one.rule for one in chosen(mixed)} and len(chosen(mixed)) == 5
    alike = [a_candidate("late_order", 80), a_candidate("other_word", 79), a_candidate("slight", 3)]
    assert [one.rule for one in chosen(alike)] == ["late_order"]


def test_everything_is_plain_and_benchmarks_have_source_and_confidence() -> None:
    data = debrief(incident())
    assert {"moments", "lanes", "lost", "facts", "heat", "plan_play", "objectives", "metrics"} <= data.keys()
    assert all(one["source"] and one["confidence"] in ("low", "medium", "high") for one in benchmarks())
    assert plain(r"a \[b\] \* c") == "a [b] * c"


def told(t_ms: int, who: str, *to: str):
    return (t_ms, "done", "D8", who, "tell", {"to": list(to), "about": ["keys"]}, "decision")


def test_an_act_counts_as_a_step_only_where_it_reached_somebody_who_was_meant() -> None:
    step = (
        RESPONSE.hazards["armed_assailant"]
        .steps[0]
        .model_copy(update={"action": "tell", "what": None, "to": ("class-101", "class-102")})
    )
    subject = incident()
    assert is_deed(subject, step, told(70_000, "secretary", "class-101", "staff-GYM"))
    assert in_part(subject, step, told(70_000, "secretary", "class-101"))
    assert not is_deed(subject, step, told(70_000, "secretary", "staff-GYM"))
    assert not reaches(subject, ("class-101",), told(70_000, "principal", "staff-GYM"))
    assert reaches(subject, ("class-101",), told(70_000, "principal", "all"))


def test_a_count_that_began_is_in_the_lanes() -> None:
    subject = incident((300_000, "accounted", None, "class-101", "principal", "all present", "OUT"))
    words = [item["words"] for lane in lanes(subject, planned(subject)) for item in lane["items"]]
    assert "Counting began: the first count came in." in words
    counting = subject.plan_steps[2].model_copy(update={"action": "account", "what": None})
    assert _state(subject, counting, 100_000, None, None) == "differently"


def test_an_aim_on_a_measure_is_reached_or_not_and_never_seen_differently() -> None:
    assert state_words({"expect": None, "state": "not_seen"}) == "not reached"
    assert state_words({"expect": None, "state": "seen"}) == "reached"
    assert state_words({"expect": "E1", "state": "differently"}) == "seen differently"


def test_a_duration_beside_two_clock_times_is_what_lies_between_them() -> None:
    assert elapsed(253_400) == "4 minutes 13" and elapsed(313_600, 60_400) == "4 minutes 14"
    assert elapsed(120_000) == "2 minutes" and elapsed(59_000) == "59 seconds"


def test_steps_that_do_not_belong_to_the_exercise_say_so() -> None:
    here = {one["id"]: one["here"] for one in lost(incident(), {})}
    assert here["call_911"] and not here["rtf"] and not here["reunified"]
