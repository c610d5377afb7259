"""Responders: dispatch, entry, search, command, rescue, clearing and release. Known answers with fixed times."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from simulator.analysis.responders import responder_metrics
from simulator.engine.run import run
from simulator.model.building import Plan
from simulator.model.bundle import Bundle
from simulator.model.decisions import Decision
from simulator.model.response import Response
from simulator.model.run import Run
from tests.engine.buildings import bundle_of, plan_of, rows

_DECISION: TypeAdapter[Decision] = TypeAdapter(Decision)
FIXED: dict[str, Any] = {
    "police_turnout_s": 10, "police_travel_s": 60, "fire_turnout_s": 30, "fire_travel_s": 90, "entry_s": 20,
    "contact_s": 10, "command_s": 15, "briefing_s": 40, "staging_s": 5, "gear_s": 60, "link_up_s": 30, "assess_s": 12,
    "ccp_s": 25, "load_s": 50, "hospital_s": 300, "clear_room_s": 8, "release_room_s": 6, "breach_s": 45,
    "unasked_s": 100,
}  # fmt: skip
READY = {name: {"fixed": value} for name, value in FIXED.items()} | {
    "walk_m_s": 1.0, "search_m_s": 1.0, "carry_m_s": 0.5,
}  # fmt: skip
STANDING = {"enters": "X", "pattern": "stationary", "lasts": {"fixed": 3000}}
"""Somebody who stays in the first strip of the hall."""
GONE = STANDING | {"lasts": {"fixed": 5}}
"""The same, over before anybody is called."""


def school(lock_x: str = "none", state_x: str = "closed", **more: Any) -> Plan:
    """A hall of 30 m in three strips with rooms A (west) and B (east) above it, the outdoors at its west end."""
    spaces = {
        "H": {"kind": "corridor", "box": [0, 0, 30, 3], "segment": 10},
        "A": {"kind": "classroom", "box": [0, 3, 10, 11], "cap": 20},
        "B": {"kind": "classroom", "box": [20, 3, 30, 11], "cap": 20},
        "OUT": {"kind": "outdoors", "box": [-30, -10, 0, 11]},
        "LOT": {"kind": "parking", "box": [-40, -10, -30, 11]},
        "RALLY": {"kind": "assembly", "box": [-50, -10, -40, 11]},
    }
    doors = [
        {"id": "DA", "between": ["A", "H"], "at": [5, 3], "type": "door", "lock": "inside"},
        {"id": "DB", "between": ["B", "H"], "at": [25, 3], "type": "door", "lock": "inside"},
        {"id": "X", "between": ["H", "OUT"], "at": [0, 1.5], "type": "door", "lock": lock_x, "state": state_x},
        {"id": "Y", "between": ["H", "OUT2"], "at": [30, 1.5], "type": "door"},
        {"id": "P", "between": ["OUT", "LOT"], "at": [-30, 0], "type": "open", "clear": 10},
        {"id": "Q", "between": ["LOT", "RALLY"], "at": [-40, 0], "type": "open", "clear": 10},
    ]
    spaces["OUT2"] = {"kind": "outdoors", "box": [30, -10, 60, 11]}
    return plan_of(spaces, doors, **({"uses": {"main_entrance": "X"}} | more))


def response(policies: dict[str, Any] | None = None, steps: Any = ()) -> Response:
    tree = {
        "format": "hotwash.response/1", "title": "Test", "policies": policies or {}, "roles": {},
        "hazards": {"armed_assailant": {"order": "lockdown", "steps": list(steps)}},
    }  # fmt: skip
    return Response.model_validate(tree)


def decided(**fields: Any) -> Decision:
    return _DECISION.validate_python({"id": "N1", "at": 10, "role": "sergeant", "action": "dispatch"} | fields)


SEND = decided(agency="police")
SEND_EMS = decided(id="N2", agency="ems")


def play(
    *decisions: Decision, plan: Plan | None = None, by: Response | None = None, seed: int = 1, seats: Any = None,
    **more: Any,
) -> Run:  # fmt: skip
    tree: dict[str, Any] = {
        "hazard": "armed_assailant", "horizon": "30:00", "readiness": READY,
        "roles": {"sergeant": {"agency": "police", "in": "off_site"}},
        "agencies": {"police": {"units": 2}, "ems": {"units": 2}}, "threat": STANDING,
    }  # fmt: skip
    bundle = bundle_of(plan or school(), [{"id": "g", "kind": "pupils", "in": "OUT", "count": 1}], **(tree | more))
    bundle = Bundle(bundle.tree, bundle.scenario, bundle.plan, (), {}, by)
    return run(bundle, seed, decisions, seats=seats or {"all": "by_plan"})


def times(played: Run, kind: str) -> list[float]:
    return [row[0] / 1000 for row in rows(played, kind)]


def refusals(played: Run) -> list[str]:
    return [row[4] for row in rows(played, "refused")]


# ---- dispatch and arrival --------------------------------------------------------------------------------------------


def test_units_arrive_after_turnout_and_travel_at_their_agencys_place() -> None:
    played = play(SEND, SEND_EMS, by=response({"staging": {"ems": "LOT"}}))
    assert [row[4:] for row in rows(played, "dispatched")] == [
        ("police-1", "OUT"), ("police-2", "OUT"), ("ems-1", "LOT"), ("ems-2", "LOT"),
    ]  # fmt: skip
    arrived = {row[4]: (row[0], row[5]) for row in rows(played, "arrived")}
    assert arrived == {
        "police-1": (80_000, "OUT"), "police-2": (80_000, "OUT"), "ems-1": (130_000, "LOT"), "ems-2": (130_000, "LOT"),
    }  # fmt: skip
    assert [(row[0], row[4]) for row in rows(played, "staged")] == [(135_000, "ems-1"), (135_000, "ems-2")]


def test_an_agencys_arrival_replaces_turnout_and_travel_and_counts_from_the_dispatch() -> None:
    played = play(SEND, agencies={"police": {"units": 1, "arrival": {"fixed": 33}}})
    assert times(played, "arrived") == [43.0]


def test_only_as_many_as_are_sent_come_and_others_can_be_sent_later() -> None:
    later = decided(id="N3", at=50, agency="police")
    again = decided(id="N4", at=60, agency="police")
    played = play(decided(agency="police", units=1), later, again)
    assert [(row[0], row[4]) for row in rows(played, "dispatched")] == [(10_000, "police-1"), (50_000, "police-2")]
    assert refusals(played) == ["every unit of the police has been sent"]


def test_units_that_nobody_sent_come_later_by_themselves() -> None:
    played = play(SEND, agencies={"police": {"units": 1, "comes_unasked": 1}})
    assert [row[4] for row in rows(played, "dispatched")] == ["police-1"]
    assert [(row[0], row[4]) for row in rows(played, "arrived")] == [(80_000, "police-1"), (180_000, "police-2")]


def test_a_delay_and_a_ruling_set_when_a_unit_is_there() -> None:
    injects = [{"id": "I1", "at": 20, "effect": [{"delay_unit": "police-1", "by": 100}]}]
    ruled = decided(
        id="R1", at=30, role="facilitator", action="rule", sets={"arrival": {"police-2": "00:40"}}, says="x"
    )
    late = decided(id="R2", at=100, role="facilitator", action="rule", sets={"arrival": {"police-2": "now"}}, says="x")
    played = play(SEND, ruled, late, injects=injects)
    assert [(row[0], row[4]) for row in rows(played, "arrived")] == [(40_000, "police-2"), (180_000, "police-1")]
    assert refusals(played) == ["police unit 2 has arrived already"]


def test_an_effect_brings_an_agencys_units_one_after_another() -> None:
    injects = [{"id": "I1", "at": 20, "effect": [{"arrive": "police", "count": 3, "over": 30, "place": "LOT"}]}]
    played = play(injects=injects)
    assert [(row[0], *row[4:]) for row in rows(played, "arrived")] == [
        (20_000, "police-1", "LOT"), (30_000, "police-2", "LOT"), (40_000, "police-3", "LOT"),
    ]  # fmt: skip


def test_a_scenario_without_agencies_has_no_trace_of_responders() -> None:
    played = play(agencies={}, threat=None, roles={})
    assert {row[1] for row in played.rows} == {"entered"}


# ---- going in, and meeting the threat --------------------------------------------------------------------------------


def test_an_officer_enters_alone_after_getting_ready_and_ends_the_threat_on_contact() -> None:
    played = play(SEND, agencies={"police": {"units": 1}})
    assert rows(played, "police_entered") == [(100_000, "police_entered", "N1", "police-1", "X")]
    assert [(row[0], row[5]) for row in rows(played, "threat_ended")] == [(110_000, "stopped by officers")]
    assert responder_metrics(played)["police_entry_s"] == 100.0


def test_a_team_waits_for_its_second_officer_and_nobody_waits_for_nobody() -> None:
    two = {"police": {"units": 2}}
    injects = [{"id": "I1", "at": 0, "effect": [{"delay_unit": "police-2", "by": 70}]}]
    team = response({"police_entry": {"team_of": 2}})
    assert times(play(SEND, by=team, agencies=two, injects=injects), "police_entered") == [170.0, 170.0]
    assert times(play(SEND, by=team, agencies={"police": {"units": 1}}), "police_entered") == [100.0]


def test_officers_use_the_door_that_was_reported() -> None:
    injects = [{"id": "I1", "at": 20, "effect": [{"tell": "sergeant", "fact": "door", "value": "Y"}]}]
    played = play(SEND, agencies={"police": {"units": 1}}, injects=injects)
    assert rows(played, "police_entered")[0][4] == "Y"


def test_a_locked_door_is_forced_unless_there_are_keys() -> None:
    one = {"police": {"units": 1}}
    locked = {"lock_x": "outside-key", "state_x": "locked"}
    box = school(**locked, points=[{"id": "K", "kind": "key-box", "on": "1", "in": "H"}])
    assert times(play(SEND, plan=school(**locked), agencies=one), "police_entered") == [145.0]
    assert times(play(SEND, plan=box, agencies=one), "police_entered") == [100.0]


def test_officers_walk_to_the_freshest_report_they_have() -> None:
    """X to DB: 10 m and 10 m along the hall, then 5.22 m to the door of B, where somebody stands."""
    threat = {"enters": "W", "pattern": "stationary", "lasts": {"fixed": 3000}}
    told = [{"id": "I1", "at": 20, "effect": [{"tell": "sergeant", "fact": "threat_where", "value": "B"}]}]
    played = play(SEND, plan=_with_window_in_b(), agencies={"police": {"units": 1}}, threat=threat, injects=told)
    walked_ms = 10_000 + 10_000 + 5_220
    assert rows(played, "threat_ended")[0][0] == 100_000 + walked_ms + 10_000


def test_without_a_report_the_nearest_places_are_searched_first() -> None:
    """A from X's strip: 5.22 m; back and on along the hall, then B."""
    threat = {"enters": "W", "pattern": "stationary", "lasts": {"fixed": 3000}}
    played = play(SEND, plan=_with_window_in_b(), agencies={"police": {"units": 1}}, threat=threat)
    to_a_ms, on_ms = 5_220, 5_220 + 10_000 + 5_220
    assert rows(played, "threat_ended")[0][0] == 100_000 + to_a_ms + on_ms + 10_000


def _with_window_in_b() -> Plan:
    """The school with a door of its own from room B to the ground behind."""
    plan = school()
    opening = {"id": "W", "between": ["B", "OUT3"], "at": [25, 11], "type": "door"}
    tree = plan.model_dump(by_alias=True, exclude_none=True)
    tree["levels"]["1"]["spaces"]["OUT3"] = {"kind": "outdoors", "box": [0, 11, 40, 30]}
    tree["openings"] = [*tree["openings"], opening]
    return Plan.model_validate(tree)


def test_an_officer_of_the_school_goes_to_what_he_hears_of_and_does_not_lock_in() -> None:
    roles = {"officer": {"agency": "police", "in": "B"}, "principal": {"in": "OUT"}}
    told = [{"id": "I1", "at": 20, "effect": [{"tell": "officer", "fact": "threat_where", "value": "H"}]}]
    played = play(roles=roles, injects=told, agencies={"police": {"units": 1}})
    assert any(row[3] == "officer" and row[5] == "goes toward the report" for row in rows(played, "started"))
    assert rows(played, "threat_ended")[0][5] == "stopped by officers"
    assert not rows(played, "dispatched")


def test_an_officer_who_comes_back_acts_as_a_unit() -> None:
    roles = {"officer": {"agency": "police", "in": "off_site", "back": {"fixed": 60}}}
    played = play(roles=roles, agencies={"police": {"units": 1}})
    assert [(row[0], *row[3:]) for row in rows(played, "arrived")] == [(60_000, "police", "officer", "OUT")]
    assert times(played, "police_entered") == [80.0]
    assert responder_metrics(played)["first_officer_on_site_s"] == 60.0


# ---- command ---------------------------------------------------------------------------------------------------------


def test_the_first_officer_takes_command_and_unifies_with_the_first_medics() -> None:
    played = play(SEND, SEND_EMS, roles={"principal": {"in": "OUT"}, "sergeant": {"in": "OUT"}})
    assert [row[:6] for row in rows(played, "command")] == [(95_000, "command", "N1", "police-1", None, "OUT")]
    assert [(row[0], *row[3:]) for row in rows(played, "unified_command")] == [(170_000, "police-1", "ems", "OUT")]


def test_a_supervisor_has_command_once_there() -> None:
    assert rows(play(SEND), "command")[0][3] == "sergeant"


def test_a_taken_seat_keeps_command_for_its_decisions() -> None:
    roles = {"sergeant": {"agency": "police", "in": "off_site", "played": True}}
    silent = play(SEND, SEND_EMS, roles=roles, seats={"all": "taken"})
    assert not rows(silent, "command", "unified_command", "rtf_formed")
    early = decided(id="N3", at=40, action="establish_command", place="OUT")
    takes = decided(id="N4", at=90, action="establish_command", place="LOT")
    shares = decided(id="N5", at=140, action="unify_command", **{"with": "ems"})
    played = play(SEND, SEND_EMS, early, takes, shares, roles=roles, seats={"all": "taken"})
    assert refusals(played) == ["no unit of the police is on the scene yet"]
    assert [(row[0], *row[3:]) for row in rows(played, "command")] == [(105_000, "sergeant", None, "LOT")]
    assert [(row[0], *row[3:]) for row in rows(played, "unified_command")] == [(180_000, "sergeant", "ems", "LOT")]


def test_unifying_needs_a_command_and_the_other_agency() -> None:
    roles = {"sergeant": {"agency": "police", "in": "off_site", "played": True}}
    first = decided(id="N3", at=85, action="unify_command", **{"with": "ems"})
    takes = decided(id="N4", at=86, action="establish_command")
    second = decided(id="N5", at=110, action="unify_command", **{"with": "ems"})
    played = play(SEND, SEND_EMS, first, takes, second, roles=roles, seats={"all": "taken"})
    assert refusals(played) == ["nobody has command yet: there is nothing to unify", "EMS is not on the scene yet"]


def test_command_can_be_handed_on() -> None:
    to = decided(id="N3", at=100, action="transfer_command", to="police-2")
    assert [(row[0], row[3]) for row in rows(play(SEND, to), "command")] == [
        (95_000, "sergeant"),
        (140_000, "police-2"),
    ]


def test_units_that_are_told_to_stage_do_not_go_in_until_they_are_assigned() -> None:
    stage = decided(id="N3", at=20, action="stage", place="LOT")
    held = play(SEND, stage)
    assert [(row[0], *row[4:]) for row in rows(held, "staged")] == [
        (85_000, "police-1", "LOT"),
        (85_000, "police-2", "LOT"),
    ]
    assert not rows(held, "police_entered", "threat_ended")
    sent = play(SEND, stage, decided(id="N4", at=200, action="assign", unit="police-1", task="search", to="H"))
    assert times(sent, "police_entered") == [200.0]
    assert times(sent, "threat_ended") == [210.0]


def test_a_step_of_the_plan_replaces_the_doctrine_and_an_undone_one_only_delays_it() -> None:
    step = {
        "id": "S1", "on": {"event": "arrived", "agency": "police"}, "role": "sergeant", "action": "establish_command",
        "place": "LOT", "meant": 50, "actual": {"fixed": 70},
    }  # fmt: skip
    done, undone = (play(SEND, by=response(steps=[step | {"done": share}])) for share in (1, 0))
    assert [(row[0], row[2], row[5]) for row in rows(done, "command")] == [(150_000, "S1", "LOT")]
    assert [(row[0], row[2], row[5]) for row in rows(undone, "command")] == [(80_000 + 100_001 + 15_000, "N1", "OUT")]


# ---- rescue ----------------------------------------------------------------------------------------------------------

PATIENT = {"id": "PT1", "in": "A", "triage": "yellow"}


def test_a_rescue_task_force_forms_enters_reaches_and_brings_out() -> None:
    """Unified at 170; gear 60, link up 30; A is 5.22 m from X and its middle 4 m from its door."""
    played = play(SEND, SEND_EMS, threat=GONE, patients=[PATIENT])
    assert [(row[0], row[3]) for row in rows(played, "rtf_formed")] == [(260_000, "rtf-1")]
    assert [(row[0], row[4]) for row in rows(played, "rtf_entered")] == [(260_000, "X")]
    reached_ms = 260_000 + 5_220 + 4_000
    assert [(row[0], *row[3:]) for row in rows(played, "patient_reached")] == [(reached_ms, "PT1", "rtf-1", None, "A")]
    assert [(row[0], row[6]) for row in rows(played, "ccp_opened")] == [(reached_ms + 25_000, "H")]
    # assessed after 12 s; for 13 s more there is nowhere to bring the patient; then 4 m at 0.5 m/s to the hall's door
    brought, aboard, there = rows(played, "patient_moved")
    assert (brought[0], *brought[3:]) == (reached_ms + 33_000, "PT1", "rtf-1", "H", "A")
    assert (aboard[0], aboard[4:]) == (brought[0] + 50_000, ("ems-1", "ems-1", "H"))
    assert (there[0], there[5]) == (aboard[0] + 300_000, "hospital")
    assert [row[4:6] for row in rows(played, "learned") if row[3] == "hospital"] == [("patient PT1", "yellow")]


def test_patients_are_reached_red_first() -> None:
    patients = [PATIENT, {"id": "PT2", "in": "B", "triage": "red"}, {"id": "PT3", "in": "H", "triage": "green"}]
    played = play(SEND, SEND_EMS, threat=GONE, patients=patients)
    assert [row[3] for row in rows(played, "patient_reached")] == ["PT2", "PT1", "PT3"]
    assert len({row[3] for row in rows(played, "patient_moved") if row[5] == "hospital"}) == 3


def test_a_rescue_task_force_waits_for_the_zone_to_be_warm() -> None:
    units = {"police": {"units": 3}, "ems": {"units": 2}}
    stays = decided(id="N9", at=11, action="stage", place="LOT")
    more = {"agencies": units, "patients": [PATIENT]}
    hot = play(SEND, stays, SEND_EMS, **more)
    assert rows(hot, "rtf_formed")
    assert not rows(hot, "rtf_entered", "patient_reached")
    warm = decided(id="N3", at=400, action="set_zone", spaces=["A", "H"], zone="warm")
    assert times(play(SEND, stays, SEND_EMS, warm, **more), "rtf_entered") == [400.0]


def test_what_the_policy_needs_comes_first() -> None:
    """One command, at 170, chooses a collection point, which takes 300 s here; the task force forms 90 s later."""
    needs = response({"rtf": {"needs": ["unified_command", "ccp_opened"]}})
    slow = READY | {"ccp_s": {"fixed": 300}}
    played = play(SEND, SEND_EMS, threat=GONE, patients=[PATIENT], readiness=slow, by=needs)
    assert [(row[0] / 1000, row[1]) for row in rows(played, "unified_command", "ccp_opened", "rtf_formed")] == [
        (170, "unified_command"), (470, "ccp_opened"), (560, "rtf_formed"),
    ]  # fmt: skip


def test_decisions_about_rescue_are_refused_in_words() -> None:
    roles = {"sergeant": {"agency": "police", "in": "off_site", "played": True}}
    asked = [
        decided(id="N3", at=85, action="form_rtf"), decided(id="N4", at=86, action="send_rtf"),
        decided(id="N5", at=87, action="transport", patient="PT1"),
        decided(id="N6", at=88, action="transport", patient="PT9"), decided(id="N7", at=89, action="send_help", to="A"),
        decided(id="N8", at=90, action="release_rooms"),
        decided(id="N9", at=91, action="assign", unit="ems-1", task="x"),
        decided(id="N10", at=92, action="clear", spaces="A"),
    ]  # fmt: skip
    played = play(SEND, SEND_EMS, *asked, roles=roles, patients=[PATIENT], seats={"all": "taken"})
    assert refusals(played) == [
        "there are not 2 officers and 2 medics here who are free",
        "no rescue task force is formed",
        "patient PT1 has not been brought to a collection point yet",
        "there is no patient called PT9",
        "room A is not safe yet: medics go there with officers, or once it is set warm",
        "no room is in lockdown",
        "EMS unit 1 is not on the scene yet",
        "the threat is not over: officers are looking for it",
    ]


def test_without_a_threat_a_crew_goes_in_at_once() -> None:
    played = play(SEND_EMS, threat=None, hazard="medical", patients=[PATIENT])
    assert [(row[0], row[4]) for row in rows(played, "patient_reached")] == [(130_000 + 5_220 + 4_000, "ems-1")]
    assert [row[5] for row in rows(played, "patient_moved")] == ["OUT", "ems-1", "hospital"]


def test_before_medics_are_there_whoever_of_the_staff_is_near_can_be_sent() -> None:
    roles = {"sergeant": {"in": "OUT"}, "nurse": {"in": "B"}}
    help_ = decided(id="N3", at=20, action="send_help", to="A")
    played = play(help_, threat=None, hazard="medical", roles=roles, patients=[PATIENT])
    assert [row[4] for row in rows(played, "patient_reached")] == ["nurse"]


# ---- clearing, release, counting -------------------------------------------------------------------------------------


def test_officers_clear_each_room_once_and_the_building_is_cleared_last() -> None:
    """From X: the hall at once (8 s), A 5.22 m on (8 s), then B: back, 10 m, and to its door (8 s)."""
    played = play(SEND, threat=GONE, agencies={"police": {"units": 1}})
    cleared = [(row[3], row[0]) for row in rows(played, "room_cleared")]
    hall = 100_000 + 8_000
    a = hall + 5_220 + 8_000
    b = a + 5_220 + 10_000 + 5_220 + 8_000
    assert cleared == [("H", hall), ("A", a), ("B", b)]
    assert [(row[0], row[1]) for row in rows(played, "building_cleared")] == [(b, "building_cleared")]


def test_two_agencies_without_one_command_clear_the_halls_twice() -> None:
    both = {"police": {"units": 1}, "sheriff": {"units": 1}}
    send = decided(id="N2", agency="sheriff")
    taken = {"sergeant": {"agency": "police", "in": "off_site", "played": True}}
    apart = play(SEND, send, threat=GONE, agencies=both, roles=taken, seats={"all": "taken"})
    assert sorted(row[3] for row in rows(apart, "room_cleared")) == ["A", "A", "B", "B", "H", "H"]
    shares = decided(id="N4", at=81, action="establish_command")
    unify = decided(id="N5", at=97, action="unify_command", **{"with": "sheriff"})
    quick = {"readiness": READY | {"briefing_s": {"fixed": 1}}}
    shared = play(SEND, send, shares, unify, threat=GONE, agencies=both, roles=taken, seats={"all": "taken"}, **quick)
    assert sorted(row[3] for row in rows(shared, "room_cleared")) == ["A", "B", "H"]
    assert len(rows(shared, "building_cleared")) == len(rows(apart, "building_cleared")) == 1


def test_rooms_in_lockdown_are_released_in_person_and_their_people_walk_out() -> None:
    plan = school(defaults={"door": {"lock": "inside"}})
    step = {
        "id": "L1", "on": {"event": "dispatched"}, "role": "teacher", "action": "tell", "what": "lockdown", "to": "B",
        "meant": 5, "actual": {"fixed": 5},
    }  # fmt: skip
    roles = {"sergeant": {"agency": "police", "in": "off_site"}, "teacher": {"in": "B"}}
    played = play(
        SEND, plan=plan, by=response(steps=[step]), threat=GONE, agencies={"police": {"units": 1}}, roles=roles
    )
    assert [row[3] for row in rows(played, "secured")][:1] == ["B"]
    cleared, released = times(played, "building_cleared")[0], rows(played, "room_released")
    assert [(row[3], row[4]) for row in released] == [("B", "police-1")]
    assert released[0][0] > cleared * 1000
    assert [row[3] for row in rows(played, "out")] == ["teacher"]


def test_a_step_has_every_class_counted_once_in_its_own_time() -> None:
    step = {
        "id": "L7", "on": {"event": "threat_ended"}, "role": "each_teacher", "action": "account", "who": "own_class",
        "meant": 60, "actual": {"fixed": 30},
    }  # fmt: skip
    groups = {
        "groups": [
            {"id": "p", "kind": "pupils", "in": "A", "count": 5},
            {"id": "t", "kind": "staff", "in": "A", "count": 1},
        ]
    }
    played = play(by=response(steps=[step]), threat=GONE, occupancy=groups)
    assert [(row[0], *row[3:]) for row in rows(played, "accounted")] == [(35_000, "p", "p/1", "all present", "A")]


# ---- properties ------------------------------------------------------------------------------------------------------


@settings(max_examples=15, deadline=None)
@given(
    seed=st.integers(0, 10_000), police=st.integers(1, 5), ems=st.integers(0, 3), unasked=st.integers(0, 2),
    team=st.sampled_from(["solo", {"team_of": 2}, {"team_of": 4}]), needs=st.sampled_from([[], ["ccp_opened"]]),
    lasts=st.integers(1, 900),
)  # fmt: skip
def test_nobody_waits_for_ever_and_the_order_of_stages_holds(
    seed: int, police: int, ems: int, unasked: int, team: Any, needs: list[str], lasts: int
) -> None:
    played = play(
        SEND, SEND_EMS, seed=seed, by=response({"police_entry": team, "rtf": {"needs": needs}}), readiness={},
        agencies={"police": {"units": police, "comes_unasked": unasked}, "ems": {"units": ems}},
        threat=STANDING | {"pattern": "roam", "lasts": {"fixed": lasts}}, horizon="6:00:00",
        patients=[PATIENT, {"id": "PT2", "in": "B", "triage": "red", "at": 30}],
    )  # fmt: skip
    first = {kind: rows(played, kind)[0][0] for kind in {row[1] for row in played.rows}}
    assert len(rows(played, "arrived")) == police + unasked + ems
    assert len({row[3] for row in rows(played, "police_entered")}) >= 1
    assert first["dispatched"] < first["arrived"] < first["police_entered"] < first["building_cleared"]
    assert max(first["threat_ended"], first["police_entered"]) < first["building_cleared"]
    if ems:
        stages = ["command", "unified_command", "rtf_formed", "rtf_entered", "patient_reached", "patient_moved"]
        assert [first[kind] for kind in stages] == sorted(first[kind] for kind in stages)
        assert first["rtf_entered"] >= first["threat_ended"]
        assert {row[3] for row in rows(played, "patient_moved") if row[5] == "hospital"} == {"PT1", "PT2"}


@pytest.mark.parametrize("kind", ["full", "empty"])
def test_responders_do_not_depend_on_who_is_in_the_building(kind: str) -> None:
    """Their log is the same with and without people, as long as nobody locks a door or sends them."""
    groups = {"groups": [{"id": "p", "kind": "pupils", "in": "B", "count": 1 if kind == "empty" else 20}]}
    ours = {"dispatched", "arrived", "police_entered", "command", "threat_ended"}
    played = play(SEND, SEND_EMS, occupancy=groups)
    plain = play(SEND, SEND_EMS)
    assert [row for row in played.rows if row[1] in ours] == [row for row in plain.rows if row[1] in ours]


ACTS = (
    {"action": "dispatch", "agency": "ems"}, {"action": "dispatch", "agency": "police", "units": 1},
    {"action": "establish_command"}, {"action": "transfer_command", "to": "police-1"}, {"action": "unify_command"},
    {"action": "stage", "place": "LOT"}, {"action": "set_perimeter", "place": "OUT"},
    {"action": "open_ccp", "place": "OUT"},
    {"action": "set_zone", "spaces": ["H", "A"], "zone": "warm"}, {"action": "set_zone", "spaces": "B", "zone": "hot"},
    {"action": "form_rtf"}, {"action": "form_rtf", "police": 0, "ems": 2}, {"action": "send_rtf", "to": "B"},
    {"action": "send_rtf"}, {"action": "send_help", "to": "A"}, {"action": "send_help", "through": "Y"},
    {"action": "transport", "patient": "PT1"}, {"action": "release_rooms"}, {"action": "release_rooms", "spaces": "B"},
    {"action": "clear", "spaces": "A"}, {"action": "clear", "spaces": "indoors"},
    {"action": "assign", "unit": "police", "task": "search", "to": "B"},
    {"action": "assign", "unit": "police-2", "task": "perimeter"},
    {"action": "assign", "unit": "police-1", "task": "clear rooms"},
    {"action": "assign", "unit": "ems-1", "task": "rescue task force"},
    {"action": "rule", "role": "facilitator", "sets": {"arrival": {"ems": "now"}}, "says": "x"},
)  # fmt: skip
"""One of each kind of decision about responders, with different fields."""


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    chosen=st.lists(st.tuples(st.sampled_from(range(len(ACTS))), st.integers(11, 900)), min_size=1, max_size=9),
    lasts=st.integers(1, 900),
)
def test_a_decision_changes_nothing_that_was_before_it(seed: int, chosen: list[tuple[int, int]], lasts: int) -> None:
    chosen.sort(key=lambda one: one[1])
    later = [decided(**({"id": f"R{number}", "at": at} | ACTS[which])) for number, (which, at) in enumerate(chosen)]
    more: dict[str, Any] = {
        "readiness": {}, "threat": STANDING | {"pattern": "roam", "lasts": {"fixed": lasts}},
        "patients": [PATIENT, {"id": "PT2", "in": "B", "triage": "red"}], "horizon": "60:00",
        "roles": {"sergeant": {"agency": "police", "in": "off_site"}, "nurse": {"in": "B"}, "officer": {"in": "A"}},
        "occupancy": {"groups": [{"id": "p", "kind": "pupils", "in": "A", "count": 5}]},
    }  # fmt: skip
    without, played = (play(SEND, *some, seed=seed, **more) for some in (later[:-1], later))
    t_ms = chosen[-1][1] * 1000
    assert [row for row in played.rows if row[0] < t_ms] == [row for row in without.rows if row[0] < t_ms]
    assert [row[0] for row in played.rows] == sorted(row[0] for row in played.rows)
    assert len({row[3] for row in rows(played, "threat_ended")}) == 1
    done = {row[2] for row in rows(played, "done", "refused")}
    assert done >= {one.id for one in later if one.action != "form_rtf"}
