"""The hazards other than fire and a person's: known answers on a small school."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.analysis.assumptions import assumptions
from simulator.analysis.hazards import hazard_exposure, hazard_metrics
from simulator.analysis.metrics import metrics
from simulator.analysis.state import passings
from simulator.analysis.told_hazards import told_hazards
from simulator.engine.run import run
from simulator.model.building import Plan
from simulator.model.bundle import Bundle
from simulator.model.decisions import Decision
from simulator.model.response import Response
from simulator.model.run import Run
from tests.engine.buildings import bundle_of, plan_of, rows
from tests.engine.test_orders import EXACT, decided, pupils, teacher

TIMES = EXACT | {
    "search_room_s": {"fixed": 40}, "shut_air_s": {"fixed": 100}, "reset_alarm_s": {"fixed": 30},
}  # fmt: skip


def school(lock_x: str = "none", shelter: str = "H") -> Plan:
    """A hall of 30 m with rooms A, B and a store S above it, one of them a shelter, and a field at its west end."""
    spaces: dict[str, dict[str, Any]] = {
        "H": {"kind": "corridor", "box": [0, 0, 30, 3], "pa": "zone-A", "segment": 30, "air": "one"},
        "A": {"kind": "classroom", "box": [0, 3, 10, 11], "pa": "zone-A", "air": "two"},
        "S": {"kind": "storage", "box": [10, 3, 20, 11]},
        "B": {"kind": "classroom", "box": [20, 3, 30, 11], "pa": "zone-A"},
        "OUT": {"kind": "field", "box": [-30, -10, 0, 11]},
        "RALLY": {"kind": "assembly", "box": [-40, -10, -30, 11]},
    }
    spaces[shelter]["shelter"] = {"severe_weather": 30, "hazmat": 30}
    doors = [
        {"id": "DA", "between": ["A", "H"], "at": [5, 3], "type": "door", "lock": "inside"},
        {"id": "DS", "between": ["S", "H"], "at": [15, 3], "type": "door"},
        {"id": "DB", "between": ["B", "H"], "at": [25, 3], "type": "door", "lock": "none"},
        {"id": "X", "between": ["H", "OUT"], "at": [0, 1.5], "type": "door", "lock": lock_x, "state": "closed"},
        {"id": "P", "between": ["OUT", "RALLY"], "at": [-30, 0], "type": "open", "clear": 10},
    ]
    points = [{"id": "R", "kind": "weather-radio", "on": "1", "in": "B"}]
    return plan_of(spaces, doors, points=points)


def play(
    hazard: str, *decisions: Decision, groups: list[Any] | None = None, plan: Plan | None = None,
    steps: list[Any] | None = None, **more: Any,
) -> Run:  # fmt: skip
    tree: dict[str, Any] = {
        "hazard": hazard, "conduct": TIMES, "horizon": "30:00",
        "roles": {"principal": {"in": "A"}, "secretary": {"in": "B"}},
    }  # fmt: skip
    bundle = bundle_of(plan or school(), groups or [pupils("a", "A", 5), teacher("t", "A")], **(tree | more))
    annex = {"order": "shelter", "steps": steps or []}
    response = Response.model_validate({"format": "hotwash.response/1", "title": "T", "hazards": {hazard: annex}})
    return run(Bundle(bundle.tree, bundle.scenario, bundle.plan, (), {}, response), 1, decisions)


def step(id: str, **fields: Any) -> dict[str, Any]:
    return {"id": id, "role": "principal", "meant": 10, "actual": {"fixed": 50}} | fields


def exposed(played: Run) -> tuple[int, float]:
    people, ms = hazard_exposure(played, [one for one in passings(played.rows) if one.t_ms < played.until_ms])
    return people, ms / 1000


def words(played: Run) -> str:
    return " ".join(moment.words for moment in told_hazards(played))


# ---- weather ---------------------------------------------------------------------------------------------------------

WEATHER = {"warned": 20, "arrives": 300, "lasts": {"fixed": 600}}
SHELTER_STEP = step(
    "W1", on={"event": "recognised", "as": "severe_weather"}, role="first_to_know", action="announce", what="shelter"
)


def test_a_warning_reaches_whoever_is_at_the_weather_radio_and_the_plan_begins() -> None:
    played = play("severe_weather", weather=WEATHER, steps=[SHELTER_STEP])
    assert rows(played, "warning_received") == [
        (20_000, "warning_received", "severe_weather", "the weather radio", "secretary", "severe_weather")
    ]
    assert [(row[0], row[3:5]) for row in rows(played, "recognised")] == [(20_000, ("secretary", "severe_weather"))]
    assert rows(played, "announced")[0][:5] == (76_000, "announced", "W1", "shelter", "secretary")
    assert [row[3] for row in rows(played, "weather")] == ["warned", "arrived", "ended"]


def test_without_a_radio_in_reach_the_first_role_that_is_there_is_warned() -> None:
    roles = {"principal": {"in": "off_site"}, "dean": {"in": "A"}, "secretary": {"in": "H"}}
    played = play("severe_weather", weather=WEATHER, roles=roles)
    assert [row[4] for row in rows(played, "warning_received")] == ["dean"]


def test_whoever_is_in_no_shelter_while_it_lasts_is_exposed() -> None:
    unordered = play("severe_weather", weather=WEATHER, groups=[pupils("a", "A", 5), pupils("h", "H", 2)])
    # five pupils and the principal in A, the secretary in B, for ten minutes; the hall is a shelter
    assert exposed(unordered) == (7, 7 * 600.0)
    assert exposed(play("severe_weather", weather=WEATHER, steps=[SHELTER_STEP])) == (0, 0.0)


def test_exposure_ends_when_the_last_one_is_in_the_shelter() -> None:
    late = decided(at=310, what="shelter", hazard="severe_weather", role="secretary")
    played = play("severe_weather", late, weather=WEATHER)
    into = [row[0] + row[7] * (row[6] - 1) for row in rows(played, "entered") if row[4] == "H"]
    each = [t_ms - 300_000 for row in rows(played, "entered") if row[4] == "H" for t_ms in
            (row[0] + row[7] * member for member in range(row[6]))]  # fmt: skip
    assert exposed(played) == (8, sum(each) / 1000)
    assert metrics(played)["shelter_complete_s"] == max(into) / 1000


@pytest.mark.parametrize(("lock", "shelter"), [("none", "H"), ("automatic", "H"), ("automatic", "B")])
def test_whoever_is_outdoors_and_is_told_comes_in_even_by_a_locked_door(lock: str, shelter: str) -> None:
    told = decided(at=30, action="tell", what="shelter", to=["OUT"], via="in_person")
    groups = [pupils("f", "OUT", 4), teacher("t", "A")]
    played = play("severe_weather", told, weather=WEATHER, groups=groups, plan=school(lock, shelter))
    inside = [row for row in rows(played, "entered") if row[3] == "f" and row[4] == "H"]
    assert sum(row[6] for row in inside) == 4
    assert inside[0][0] > 60_000
    assert {place for person, place in played.places.items() if person.startswith("f/")} == {shelter}


def test_the_weather_slows_people_outdoors_and_a_wind_has_a_bearing() -> None:
    def out_s(*effects: Any) -> float:
        walker = pupils("w", "OUT", 1, at=[-5, 0], delay={"fixed": 10}, speed={"fixed": 1.199})
        played = play("evacuation", groups=[walker], setup=list(effects))
        return float(rows(played, "reached")[0][0]) / 1000 - 10

    fine, windy, icy = out_s(), out_s({"weather": "wind"}), out_s({"weather": "ice"}, {"weather": "rain"})
    assert windy == pytest.approx(fine / 0.9, rel=1e-3)
    assert icy == pytest.approx(fine / 0.6, rel=1e-3)
    played = play("evacuation", setup=[{"weather": "wind"}])
    assert 0 <= rows(played, "wind_shifted")[0][3] < 360


def test_a_warning_by_a_message_reaches_somebody_too() -> None:
    inject = {"id": "I1", "at": 60, "to": ["principal"], "text": "x", "effect": [{"warn": "severe_weather"}]}
    played = play("severe_weather", injects=[inject])
    assert [(row[0], row[3]) for row in rows(played, "recognised")] == [(60_000, "secretary")]


# ---- hazmat ----------------------------------------------------------------------------------------------------------

RELEASE = {"known": 10, "arrives": 200, "lasts": {"fixed": 300}, "upwind_of": "RALLY"}


def test_indoors_the_release_exposes_wherever_the_air_is_not_shut() -> None:
    played = play("hazmat", hazmat=RELEASE)
    # six in A (unit two) for 300 s; the secretary in B, which has no unit
    assert exposed(played) == (7, 7 * 300.0)
    shut = decided(at=150, action="shut_air", role="principal")
    assert exposed(play("hazmat", shut, hazmat=RELEASE)) == (7, 7 * 50.0)
    early = decided(at=20, action="shut_air", unit="two")
    again = decided(at=250, id="N2", action="restore_air", unit="two")
    assert exposed(play("hazmat", early, again, hazmat=RELEASE)) == (7, 7 * 150.0)


def test_a_unit_that_there_is_not_is_refused_in_words() -> None:
    played = play("hazmat", decided(action="shut_air", unit="nine"), hazmat=RELEASE)
    assert rows(played, "refused")[0][4] == "there is no ventilation unit called nine; there are: one, two"


def test_the_call_tells_where_and_the_ground_it_closes_is_free_again() -> None:
    played = play("hazmat", hazmat=RELEASE | {"closes": ["OUT"]})
    assert rows(played, "call_received")[0][3:] == ("the fire department", "principal", "hazmat")
    assert ("principal", "where", "RALLY") in [row[3:6] for row in rows(played, "learned")]
    assert [(row[0], row[4]) for row in rows(played, "hazard_closed", "hazard_opened")] == [
        (200_000, "OUT"), (500_000, "OUT"),
    ]  # fmt: skip


def test_when_the_wind_shifts_no_open_ground_is_left() -> None:
    inject = {"id": "I1", "at": 300, "to": [], "text": "x", "effect": [{"weather": "wind"}]}
    played = play("hazmat", hazmat=RELEASE | {"closes": ["OUT"]}, injects=[inject])
    assert [(row[0], row[4]) for row in rows(played, "hazard_closed")] == [(200_000, "OUT"), (300_000, "RALLY")]


# ---- earthquake ------------------------------------------------------------------------------------------------------

QUAKE = {"at": 20, "lasts": {"fixed": 30}}


def test_whoever_walks_stops_and_goes_on_when_it_is_over() -> None:
    walker = pupils("w", "S", 1, delay={"fixed": 10}, speed={"fixed": 1.0})
    calm = play("earthquake", groups=[walker])
    shaken = play("earthquake", groups=[walker], earthquake=QUAKE)
    assert rows(shaken, "out")[0][0] == pytest.approx(rows(calm, "out")[0][0] + 30_000, abs=1)
    assert [row[5] for row in rows(shaken, "waiting")] == ["takes cover"]


def test_nobody_sets_off_while_the_ground_moves() -> None:
    walker = pupils("w", "S", 1, delay={"fixed": 25}, speed={"fixed": 1.0})
    played = play("earthquake", groups=[walker], earthquake=QUAKE)
    calm = play("earthquake", groups=[walker])
    assert rows(played, "out")[0][0] == rows(calm, "out")[0][0] + 25_000
    assert not [row for row in rows(played, "entered", "out") if 20_000 <= row[0] < 50_000]


def test_afterwards_everybody_knows_and_what_fell_is_shut() -> None:
    walker = pupils("w", "S", 1, delay={"fixed": 10}, speed={"fixed": 1.0})
    played = play("earthquake", groups=[walker], earthquake=QUAKE | {"closes": ["X", "B"]})
    assert [(row[0], row[3]) for row in rows(played, "recognised")] == [(50_000, "principal"), (50_000, "secretary")]
    assert [(row[0], row[3]) for row in rows(played, "blocked")] == [(50_000, "X")]
    assert [(row[0], row[4]) for row in rows(played, "hazard_closed")] == [(50_000, "B")]
    assert not rows(played, "out")
    assert rows(played, "waiting")[-1][5] == "no way out"


# ---- bomb threat, medical --------------------------------------------------------------------------------------------


def test_a_bomb_threat_is_known_to_the_one_who_took_the_call_and_the_place_it_speaks_of() -> None:
    played = play("bomb_threat", bomb_threat={"at": 15, "received_by": "secretary", "about": "S"})
    assert rows(played, "call_received")[0][3:] == ("an unknown caller", "secretary", "bomb_threat")
    assert [row[3:6] for row in rows(played, "learned")] == [
        ("secretary", "what", "bomb_threat"), ("secretary", "where", "S"),
    ]  # fmt: skip


def test_whoever_is_nearest_sees_who_is_ill_and_the_nurse_comes() -> None:
    roles = {"principal": {"in": "H"}, "nurse": {"in": "B"}}
    helps = step("M1", on={"event": "recognised", "as": "medical"}, role="nurse", action="assist")
    played = play(
        "medical", medical={"in": "A", "at": 15}, roles=roles, steps=[helps], perception={"report_s": {"fixed": 20}}
    )
    assert rows(played, "seen") == [(15_000, "seen", "medical", "t", "medical", "A")]
    assert [(row[0], row[3]) for row in rows(played, "recognised")] == [(35_000, "principal")]
    assert rows(played, "patient_reached") == [
        (105_000, "patient_reached", "M1", "PT-medical", "nurse", None, "A"),
    ]  # fmt: skip
    assert played.places["nurse/1"] == "A"


# ---- searching -------------------------------------------------------------------------------------------------------

MISSING = {"last_seen": "A", "at": 10, "truly_in": "S", "who": "A pupil of grade 2"}
OWN_ROOMS = step("C2", on={"event": "unaccounted"}, role="each_staff", action="search", spaces=["own_room"])


def test_a_child_is_found_when_the_place_where_it_is_has_been_searched() -> None:
    search = decided(at=30, action="search", spaces=["H", "S"], role="secretary")
    played = play("missing_child", search, missing_child=MISSING)
    assert rows(played, "unaccounted") == [
        (10_000, "unaccounted", "missing_child", "A pupil of grade 2", "t", "missing", "A")
    ]
    # from the middle of room B to its door 4 m, 40 s for the hall; from the hall's middle 1.5 m to the store, 40 s
    found = rows(played, "found")
    assert found[0][3:] == ("A pupil of grade 2", "secretary", "found", "S")
    assert found[0][0] == pytest.approx(30_000 + (4 / 1.199 + 40 + 1.5 / 1.199 + 40) * 1000, abs=900)
    assert hazard_metrics(played)["search_complete_s"] == found[0][0] / 1000
    assert [row[0] for row in rows(played, "done")] == [found[0][0]]


def test_everybody_looks_through_their_own_room() -> None:
    in_a = play("missing_child", missing_child=MISSING | {"truly_in": "A"}, steps=[OWN_ROOMS])
    assert [(row[0], row[6]) for row in rows(in_a, "found")] == [(60_000, "A")]
    assert [(row[0], row[3:5]) for row in rows(in_a, "done")] == [(60_000, ("each_staff", "search"))]
    in_store = play("missing_child", missing_child=MISSING, steps=[OWN_ROOMS])
    assert not rows(in_store, "found")
    assert hazard_metrics(in_store)["search_complete_s"] is None


def test_the_whole_building_is_searched_nearest_first() -> None:
    search = decided(at=30, action="search", spaces=["indoors"], role="principal")
    played = play("missing_child", search, missing_child=MISSING | {"truly_in": "B"})
    done = rows(played, "done")[0][0]
    assert rows(played, "found")[0][0] == done  # A, the hall, the store and, at the far end, B
    assert done > 30_000 + 4 * 40_000


def test_a_search_of_nowhere_is_refused_in_words() -> None:
    played = play("missing_child", decided(action="search", spaces=["Q"]), missing_child=MISSING)
    assert rows(played, "refused")[0][4] == "there is no place called Q"
    facilitator = play("missing_child", decided(action="search", spaces=["S"], role="facilitator"))
    assert "is not in the building" in rows(facilitator, "refused")[0][4]


def test_a_message_can_have_people_missing() -> None:
    effect = {"unaccounted": "pupil", "count": 2, "truly_in": "S"}
    inject = {"id": "I1", "at": 5, "to": [], "text": "x", "effect": [effect]}
    search = decided(at=30, action="search", spaces=["S"], role="secretary")
    played = play("missing_child", search, injects=[inject])
    assert [row[3] for row in rows(played, "unaccounted")] == ["A pupil", "A pupil (2)"]
    assert [row[3] for row in rows(played, "found")] == ["A pupil", "A pupil (2)"]
    assert "2 people were missed by a member of staff from room A, last seen in room A." in words(played)


# ---- what staff do ---------------------------------------------------------------------------------------------------


def test_whoever_is_told_to_stay_does_not_leave_for_an_alarm() -> None:
    inject = {"id": "I1", "at": 100, "to": [], "text": "x", "effect": [{"alarm": "fire"}]}
    stay = decided(at=10, action="stay", who="a")
    groups = [pupils("a", "B", 5), pupils("b", "S", 5)]
    played = play("evacuation", stay, groups=groups, injects=[inject])
    assert {row[3].partition(".")[0] for row in rows(played, "out")} == {"b", "principal", "secretary"}
    assert ("a", "order", "stay") in [row[3:6] for row in rows(played, "learned")]


def test_somebody_who_needs_help_is_brought_out_by_the_one_who_assists() -> None:
    groups = [pupils("w", "S", 1, mobility={"assisted": 1}), teacher("t", "S")]
    assist = decided(at=20, action="assist", who="w", to=["RALLY"], role="secretary")
    played = play("bomb_threat", assist, groups=groups)
    assert ("w", "S", "helped by secretary") in [row[3:6] for row in rows(played, "started")]
    assert [row[3] for row in rows(played, "out")] == ["w", "secretary"]


def test_nobody_who_needs_help_is_a_reason_to_refuse() -> None:
    played = play("evacuation", decided(at=20, action="assist", who="a", to=["RALLY"]))
    assert rows(played, "refused")[0][4] == "nobody there needs help to walk"


def test_lone_pupils_are_let_in_and_the_door_is_locked_again() -> None:
    groups = [pupils("a", "A", 5), teacher("t", "A"), pupils("lone", "H", 1, each_alone=True, trained="none")]
    lock = decided(at=10, id="N1", action="tell", what="lockdown", to=["A"])
    admit = decided(at=120, id="N2", action="admit", to=["A"], who="lone")
    played = play("armed_assailant", lock, admit, groups=groups)
    opened = [row for row in rows(played, "unsecured") if row[0] > 100_000]
    assert (opened[0][0], opened[0][3], opened[0][5]) == (128_000, "A", "people are let in")
    assert played.places["lone/1/1"] == "A"
    assert rows(played, "secured")[-1][0] > opened[0][0]


def test_a_door_without_a_lock_is_barricaded() -> None:
    barricade = decided(at=10, action="barricade", what=["B"], role="secretary")
    played = play("armed_assailant", barricade)
    assert [(row[0], row[3], row[5]) for row in rows(played, "barricaded")] == [(70_000, "B", "DB")]
    nobody = play("armed_assailant", decided(at=10, action="barricade", what=["S"], role="secretary"))
    assert rows(nobody, "refused")[0][4] == "nobody is in S to hold the door"


def test_the_alarm_is_silenced_at_the_panel() -> None:
    inject = {"id": "I1", "at": 10, "to": [], "text": "x", "effect": [{"alarm": "fire"}]}
    played = play(
        "fire",
        decided(at=60, action="reset_alarm", alarm="fire"),
        injects=[inject],
        fire={"origin": "S", "alarm": "none"},
    )
    assert [(row[0], row[5]) for row in rows(played, "alarm")] == [(10_000, "on"), (90_000, "off")]
    early = play("evacuation", decided(at=5, action="reset_alarm"), injects=[inject])
    assert rows(early, "refused")[0][4] == "no alarm is sounding"


# ---- sentences -------------------------------------------------------------------------------------------------------


def test_the_sentences_say_what_happened_without_names() -> None:
    assert "The warning of severe weather reached the secretary." in words(play("severe_weather", weather=WEATHER))
    release = words(play("hazmat", decided(at=20, action="shut_air"), hazmat=RELEASE))
    assert "The principal was told of a release outdoors by the fire department." in release
    assert "All ventilation was shut off." in release
    assert "The ground shook" in words(play("earthquake", earthquake=QUAKE))
    search = decided(at=30, action="search", spaces=["S"], role="secretary")
    told = words(play("missing_child", search, missing_child=MISSING))
    assert "A pupil of grade 2 was missed by a member of staff from room A, last seen in room A." in told
    assert "A pupil of grade 2 was found in S by the secretary." in told


# ---- sending people --------------------------------------------------------------------------------------------------


def test_a_step_of_the_plan_sends_the_nearest_pupils_when_its_time_is_over() -> None:
    sends = step(
        "M1", on={"event": "recognised", "as": "bomb_threat"}, action="move", who="nearest_pupils", to="@rally"
    )
    script = {"at": 10, "received_by": "secretary"}
    plan = school().model_copy(update={"uses": {"rally": "RALLY"}})
    groups = [pupils("near", "H", 1), pupils("far", "B", 1)]
    played = play("bomb_threat", groups=groups, plan=plan, steps=[sends], bomb_threat=script)
    # the principal has word at 00:30, twice the meant time after the secretary took the call
    assert [(row[0], row[3], row[5]) for row in rows(played, "started")] == [(80_000, "near", "sent")]
    assert played.places["near/1"] == "RALLY"
    assert [(row[0], row[4]) for row in rows(played, "done")] == [(80_000, "move")]


def test_a_decision_sends_people_at_once() -> None:
    played = play("bomb_threat", decided(at=10, action="move", who={"in": "B"}, to=["S"]), groups=[pupils("b", "B", 3)])
    assert [(row[0], row[3]) for row in rows(played, "started")] == [(10_000, "b"), (10_000, "secretary")]
    assert played.places["b/1"] == "S"


def test_people_outdoors_and_visitors_are_told_by_the_plans_words() -> None:
    groups = [pupils("f", "OUT", 2), {"id": "v", "kind": "visitors", "in": "S", "count": 2}]
    told = decided(at=10, action="tell", what="hold", to=["outdoor_groups"], via="in_person")
    more = decided(at=10, id="N2", role="secretary", action="tell", what="hold", to=["spectators"], via="in_person")
    played = play("disturbance", told, more, groups=groups)
    assert {row[3] for row in rows(played, "learned") if row[4] == "order"} == {"f", "v"}


def test_the_assumptions_behind_a_search_and_the_weather_are_named() -> None:
    search = decided(at=30, action="search", spaces=["S"], role="secretary")
    said = assumptions(play("missing_child", search, missing_child=MISSING, setup=[{"weather": "ice"}]))
    assert any("looking through one room, hall or piece of ground: always 40 s" in one for one in said)
    assert any("outdoors on ice: 0.6" in one for one in said)


def test_on_ice_units_take_longer() -> None:
    more: dict[str, Any] = {
        "agencies": {"ems": {"units": 1, "arrival": {"fixed": 300}}},
        "comms": {"psaps": {"county": {"dispatches": ["ems"]}}},
        "roles": {"principal": {"in": "A"}, "medic": {"in": "off_site", "agency": "ems"}},
    }
    sent = decided(at=10, role="medic", action="dispatch", agency="ems", units=1)

    def arrives_s(*effects: Any) -> float:
        played = play("medical", sent, setup=list(effects), **more)
        there, off = (rows(played, kind)[0][0] for kind in ("arrived", "dispatched"))
        return float(there - off) / 1000

    assert (arrives_s(), arrives_s({"weather": "ice"})) == (300.0, 500.0)


def test_officers_who_clear_a_room_find_whoever_is_in_it() -> None:
    more: dict[str, Any] = {
        "agencies": {"police": {"units": 2, "arrival": {"fixed": 60}}},
        "comms": {"psaps": {"county": {"dispatches": ["police"]}}},
        "roles": {"principal": {"in": "A"}, "sergeant": {"in": "off_site", "agency": "police"}},
    }
    sent = decided(at=10, role="sergeant", action="dispatch", agency="police", units=2)
    clear = decided(at=400, id="N2", role="sergeant", action="clear", spaces=["S"])
    played = play("missing_child", sent, clear, missing_child=MISSING, **more)
    cleared = [row for row in rows(played, "room_cleared") if row[3] == "S"]
    assert [(row[0], row[4]) for row in rows(played, "found")] == [(cleared[0][0], cleared[0][4])]
    assert "by police unit" in words(played)
