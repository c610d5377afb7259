"""Known answers of walking, doors, exits, decisions and help."""

from __future__ import annotations

import pytest

from simulator.engine.run import run
from simulator.model.building import Defaults, DoorDefaults, Plan
from simulator.model.decisions import Decision
from simulator.model.run import Run
from tests.engine.buildings import bundle_of, group, hall, last_out_s, people_out, plan_of, play, room_between, rows


def decision(**fields: object) -> Decision:
    return Decision.model_validate({"id": "N1", "role": "facilitator"} | fields)


def test_one_person_walks_forty_metres_at_their_own_speed() -> None:
    played = play(hall(), [group("g", "C", 1, at=[0, 1], speed={"fixed": 1.0})])
    assert last_out_s(played) == pytest.approx(40.0, abs=0.02)


def test_a_door_passes_its_peak_flow() -> None:
    played = play(room_between(), [group("g", "R", 11, each_alone=True, exit="X1")])
    times = [row[0] for row in rows(played, "out")]
    assert times[-1] - times[0] == 10 * round(1000 / (1.3 * 0.7))


def test_a_column_counts_each_member_when_it_passes() -> None:
    played = play(room_between(), [group("g", "R", 5, exit="X1")])
    (out,) = rows(played, "out")
    assert out[6:] == (5, round(1000 / (1.3 * 0.7)))


def test_a_large_party_splits_into_columns_of_five_with_all_its_members() -> None:
    played = play(room_between(), [group("g", "R", 12, exit="X1")])
    (split,) = rows(played, "party_split")
    assert split[4] == (("g.1", 1, 5), ("g.2", 6, 5), ("g.3", 11, 2))


def test_the_nearest_exit_is_taken_and_an_assigned_one_binds() -> None:
    near = play(room_between(), [group("g", "R", 1, at=[9, 4])])
    sent = play(room_between(), [group("g", "R", 1, at=[9, 4], exit="X2")])
    assert people_out(near) == {"X1": 1}
    assert people_out(sent) == {"X2": 1}


def test_least_congested_spreads_over_both_doors() -> None:
    people = [group("g", "R", 40, each_alone=True, at=[6, 4])]
    nearest = play(room_between(), people)
    spread = play(room_between(), None, occupancy={"groups": people, "exits": "least_congested"})
    assert people_out(nearest) == {"X1": 40}
    assert min(people_out(spread).values()) >= 15


def test_whoever_finds_an_exit_blocked_takes_the_other() -> None:
    played = play(room_between(), [group("g", "R", 1, at=[9, 4], exit="X1")], setup=[{"block": "X1"}])
    assert people_out(played) == {"X2": 1}
    assert rows(played, "rerouted")[0][3:] == ("g", "R", "found X1 shut", "X2")


def test_a_queue_sees_its_door_shut_and_goes_to_the_other() -> None:
    inject = {"id": "I1", "at": 15, "effect": [{"block": "X1"}]}
    played = play(room_between(), [group("g", "R", 30, each_alone=True, exit="X1")], injects=[inject])
    out = people_out(played)
    assert sum(out.values()) == 30
    assert out["X1"] < 30
    assert all(row[0] < 15_000 for row in rows(played, "out") if row[5] == "X1")


def test_without_a_way_out_people_wait_and_leave_when_one_opens() -> None:
    injects = [{"id": "I1", "at": "05:00", "effect": [{"unblock": "X2"}]}]
    setup = [{"block": ["X1", "X2"]}]
    played = play(room_between(), [group("g", "R", 6, each_alone=True)], setup=setup, injects=injects)
    assert {row[5] for row in rows(played, "waiting")} >= {"no way out"}
    assert people_out(played) == {"X2": 6}
    assert min(row[0] for row in rows(played, "out")) >= 300_000


def test_a_blocked_door_comes_free_again_after_its_time() -> None:
    setup = [{"block": ["X1", "X2"], "for": 60}]
    played = play(room_between(), [group("g", "R", 1)], setup=setup)
    assert [row[0] for row in rows(played, "opened")] == [60_000, 60_000]
    assert last_out_s(played) > 60


def test_a_lock_never_holds_against_leaving() -> None:
    played = play(room_between(state="locked", lock="inside"), [group("g", "R", 1, at=[9, 4])])
    assert people_out(played) == {"X1": 1}


def test_a_locked_room_is_entered_with_keys_only() -> None:
    spaces = {
        "A": {"kind": "office", "box": [0, 0, 8, 8]},
        "B": {"kind": "office", "box": [8, 0, 16, 8]},
        "OUT": {"kind": "outdoors", "box": [16, 0, 30, 8]},
        "BACK": {"kind": "outdoors", "box": [-20, 0, 0, 8]},
    }
    doors = [
        {"id": "D", "between": ["B", "A"], "at": [8, 4], "type": "door", "lock": "inside", "state": "locked"},
        {"id": "X1", "between": ["B", "OUT"], "at": [16, 4], "type": "door"},
        {"id": "X2", "between": ["A", "BACK"], "at": [0, 4], "type": "door"},
    ]
    plan = plan_of(spaces, doors)
    start = {"at": [7.5, 4], "exit": "X1"}
    assert people_out(play(plan, [group("g", "A", 1, **start)])) == {"X2": 1}
    assert people_out(play(plan, [group("g", "A", 1, keys=True, **start)])) == {"X1": 1}


def test_an_alarm_starts_whoever_hears_it_after_their_delay() -> None:
    people = [group("g", "R", 1, delay=None), group("own", "R", 1, delay={"fixed": 7})]
    for one in people:
        if one["delay"] is None:
            del one["delay"]
    movement = {"pupil_start_s": {"fixed": 10}}
    alarm = {"id": "I1", "at": 30, "effect": [{"alarm": "fire"}]}
    played = play(room_between(), people, movement=movement, injects=[alarm])
    assert {row[3]: row[0] for row in rows(played, "started")} == {"own": 7_000, "g": 40_000}


def test_an_evacuation_that_nothing_announces_has_its_alarm_at_the_start() -> None:
    played = play(room_between())
    assert rows(played, "alarm")[0][0] == 0
    assert sum(people_out(played).values()) == 20


def test_a_space_that_does_not_hear_the_alarm_stays() -> None:
    plan = room_between()
    deaf = plan.model_dump(by_alias=True)
    deaf["levels"]["1"]["spaces"]["R"]["alarm"] = False
    played = play(type(plan).model_validate(deaf))
    assert rows(played, "alarm")
    assert not rows(played, "started", "out")


def test_a_class_leaves_together_when_its_last_is_ready() -> None:
    movement = {"pupil_start_s": {"uniform": [0, 30]}, "adult_start_s": {"fixed": 1}}
    played = play(room_between(), movement=movement)
    assert len(rows(played, "started")) == 1
    assert 20_000 < rows(played, "started")[0][0] <= 30_000


def test_pupils_and_staff_in_a_classroom_leave_together() -> None:
    people = [group("p", "R", 5, delay={"fixed": 3}), group("t", "R", 1, kind="staff", delay={"fixed": 20})]
    played = play(room_between(), people)
    assert {row[0] for row in rows(played, "started")} == {20_000}


def test_a_class_is_counted_at_the_rally_point_when_its_last_member_is_there() -> None:
    played = play(room_between(), movement={"count_s": {"fixed": 50}})
    reached = [row for row in rows(played, "entered") if row[4] == "RALLY"]
    last = max(row[0] + row[7] * (row[6] - 1) for row in reached)
    (accounted,) = rows(played, "accounted")
    assert accounted[0] == last + 50_000
    assert accounted[3:] == ("class-R", "class-R/1", "all present", "RALLY")


def test_nobody_walks_back_through_the_building_to_the_rally_point() -> None:
    played = play(room_between(), [group("g", "R", 1, exit="X2")])
    assert people_out(played) == {"X2": 1}
    assert not rows(played, "reached")  # the west ground has no way to it but through the room


def test_someone_who_needs_help_waits_for_the_nearest_free_member_of_staff() -> None:
    people = [group("w", "R", 2, each_alone=True, mobility="assisted"), group("s", "R", 1, kind="staff", at=[1, 1])]
    people[0]["in"] = "R"
    played = play(hall(exits="both"), [
        group("w", "C", 2, each_alone=True, mobility="assisted"), group("s", "C", 1, kind="staff", at=[1, 1])
    ])  # fmt: skip
    assert [row[5] for row in rows(played, "waiting") if row[5] == "needs help"] == ["needs help"] * 2
    helps = [row[5] for row in rows(played, "started") if row[3] == "s"]
    assert helps[-2:] == ["goes to help w/2", "helps w/2"] or "helps w/2" in helps
    assert {row[3] for row in rows(played, "out")} == {"w/1", "w/2", "s"}


def test_helper_and_helped_go_the_same_way_at_the_slower_ones_pace() -> None:
    people = [
        group("w", "C", 1, at=[30, 1], mobility="assisted", speed={"fixed": 0.5}),
        group("s", "C", 1, kind="staff", at=[1, 1]),
    ]
    played = play(hall(exits="both"), people)
    met = next(row[0] for row in rows(played, "started") if row[5] == "helped by s")
    assert met / 1000 == pytest.approx(29 / 1.199, abs=0.1)
    out = {row[3]: (row[5], row[0]) for row in rows(played, "out")}
    assert out["w"][0] == out["s"][0] == "X1"
    assert abs(out["w"][1] - out["s"][1]) <= 1_100  # one after the other through the door
    assert out["w"][1] / 1000 == pytest.approx(met / 1000 + 20, abs=1.2)


def test_a_helper_with_keys_comes_back_in_through_a_locked_door() -> None:
    plan = room_between(lock="outside-key", state="locked").model_copy()
    openings = [one.model_copy(update={"lock": "outside-key", "state": "locked"}) for one in plan.openings[:2]]
    plan = plan.model_copy(update={"openings": (*openings, plan.openings[2])})
    people = [
        group("w", "R", 2, each_alone=True, mobility="assisted", delay={"uniform": [20, 60]}),
        group("s", "R", 1, kind="staff", keys=True),
    ]
    assert people_out(play(plan, people)) == {"X1": 5}  # alone at first, then back in twice, each time out with one


def test_nobody_to_help_means_waiting_and_saying_so() -> None:
    played = play(hall(), [group("w", "C", 1, mobility="assisted")])
    assert rows(played, "waiting")[0][5] == "needs help"
    assert not rows(played, "out")


def refusals(played: Run) -> list[str]:
    return [row[4] for row in rows(played, "refused")]


def test_decisions_run_before_everything_else_at_their_instant() -> None:
    moved = decision(action="direct", who="g", through="X2", at=0)
    played = play(room_between(), [group("g", "R", 1, at=[9, 4])], decisions=[moved])
    assert people_out(played) == {"X2": 1}
    assert rows(played, "done")[0][2:] == ("N1", "facilitator", "direct", {"who": "g", "through": "X2"}, "decision")


def test_a_class_can_be_sent_elsewhere() -> None:
    sent = decision(action="move", who={"in": "R"}, to="RALLY", through="X1", at=5)
    played = play(room_between(), [group("g", "R", 3, delay={"fixed": 900})], decisions=[sent])
    assert rows(played, "reached")[0][3:] == ("g", "RALLY")
    assert rows(played, "started")[0][0] == 5_000


def test_locking_takes_the_doors_own_time() -> None:
    plan = room_between(lock="outside-key")
    plan = type(plan).model_validate(
        plan.model_dump(by_alias=True) | {"defaults": {"door": {"time_to_lock": {"fixed": 4}}}}
    )
    played = play(plan, [group("g", "R", 1)], decisions=[decision(action="lock", what="X1", at=10)])
    assert rows(played, "locked")[0][0] == 14_000


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"action": "lock", "what": "X2"}, "door X2 has no lock"),
        ({"action": "lock", "what": "D9"}, "there is no door called D9"),
        ({"action": "move", "who": "nobody", "to": "RALLY"}, "there is no group called nobody"),
        ({"action": "move", "who": "g", "to": "MOON"}, "there is no place called MOON"),
        ({"action": "direct", "who": "g", "through": "P"}, "passage P does not lead outdoors"),
        ({"action": "close", "what": "X1", "role": "janitor"}, "nobody here has the role janitor"),
    ],
)
def test_what_cannot_be_carried_out_is_refused_with_the_reason(fields: dict[str, str], reason: str) -> None:
    played = play(room_between(), [group("g", "R", 1)], decisions=[decision(at=1, **fields)])
    assert refusals(played) == [reason]
    assert not rows(played, "done")


def fire(**more: object) -> dict[str, object]:
    return {"hazard": "fire", "fire": {"origin": "C", "alarm": "auto"} | more}


def test_fire_closes_its_space_and_whoever_stands_there_leaves() -> None:
    played = play(hall(), [group("g", "C", 1, delay={"fixed": 900})], **fire())
    assert rows(played, "hazard_closed")[0][3:] == ("fire", "C")
    assert rows(played, "started")[0][5] == "sees the fire"
    assert people_out(played) == {"X1": 1}


def test_nobody_enters_a_space_that_fire_has_closed() -> None:
    spaces = {
        "A": {"kind": "classroom", "box": [0, 0, 8, 8]},
        "B": {"kind": "classroom", "box": [8, 0, 16, 8]},
        "OUT": {"kind": "outdoors", "box": [16, 0, 30, 8]},
    }
    doors = [
        {"id": "D", "between": ["A", "B"], "at": [8, 4], "type": "door"},
        {"id": "X1", "between": ["B", "OUT"], "at": [16, 4], "type": "door"},
    ]
    scripted = {"hazard": "fire", "fire": {"origin": "B", "alarm": "none"}}
    played = play(plan_of(spaces, doors), [group("g", "A", 2)], **scripted)
    assert rows(played, "waiting")[-1][5] == "no way out"
    assert not rows(played, "out")


def test_the_laboratory_model_is_quicker_at_a_door() -> None:
    people = [group("g", "R", 40, each_alone=True, exit="X1")]
    slow, quick = play(room_between(), people), play(room_between(), people, movement={"model": "laboratory"})
    assert last_out_s(quick) < 0.7 * last_out_s(slow)


def test_a_full_segment_is_waited_for_and_never_stays_full() -> None:
    spaces = {
        "R": {"kind": "auditorium", "box": [0, 0, 20, 20]},
        "V": {"kind": "lobby", "box": [20, 8, 22, 10]},
        "OUT": {"kind": "outdoors", "box": [22, 0, 40, 20]},
    }
    doors = [
        {"id": "D", "between": ["R", "V"], "at": [20, 9], "type": "door", "clear": 1.8},
        {"id": "X1", "between": ["V", "OUT"], "at": [22, 9], "type": "door", "clear": 0.8},
    ]
    played = play(plan_of(spaces, doors), [group("g", "R", 60)])
    assert people_out(played) == {"X1": 60}
    inside = 0
    for row in rows(played, "entered", "out"):
        inside += row[6] if row[4] == "V" else -row[6] if row[1] == "out" else 0
        assert inside <= 11  # 2.75 per m2 on 4 m2


def test_two_streams_that_block_each_other_squeeze_past() -> None:
    spaces = {
        "A": {"kind": "lobby", "box": [0, 0, 2, 2]},
        "B": {"kind": "lobby", "box": [2, 0, 4, 2]},
        "EAST": {"kind": "outdoors", "box": [4, 0, 20, 2]},
        "WEST": {"kind": "outdoors", "box": [-20, 0, 0, 2]},
    }
    doors = [
        {"id": "D", "between": ["A", "B"], "at": [2, 1], "type": "door"},
        {"id": "X1", "between": ["B", "EAST"], "at": [4, 1], "type": "door"},
        {"id": "X2", "between": ["A", "WEST"], "at": [0, 1], "type": "door"},
    ]
    people = [
        group("a", "A", 11, each_alone=True, exit="X1"),
        group("b", "B", 11, each_alone=True, exit="X2"),
    ]
    assert people_out(play(plan_of(spaces, doors), people)) == {"X1": 11, "X2": 11}


def test_a_trace_tells_the_options_and_changes_no_event() -> None:
    bundle = bundle_of(room_between(), [group("g", "R", 1, at=[9, 4])], setup=[{"block": "X1"}])
    plain, traced = run(bundle, 1), run(bundle, 1, trace=["g"])
    assert plain.rows == traced.rows
    assert plain.choices == ()
    first, second = traced.choices
    assert (first.took, [option.exit for option in first.options]) == ("X1", ["X1", "X2"])
    assert [option.walk_m for option in first.options] == [1.0, 9.0]
    assert (second.took, [option.known_shut for option in second.options]) == ("X2", [True, False])


def vestibule() -> Plan:
    """A lobby and a vestibule; the door between has an electric lock, the street door X1 is the other way."""
    spaces = {
        "LOBBY": {"kind": "lobby", "box": [0, 0, 8, 8]},
        "VEST": {"kind": "lobby", "box": [8, 0, 12, 8]},
        "OUT": {"kind": "outdoors", "box": [12, 0, 30, 8]},
        "BACK": {"kind": "outdoors", "box": [-20, 0, 0, 8]},
    }
    doors = [
        {
            "id": "D",
            "between": ["LOBBY", "VEST"],
            "at": [8, 4],
            "type": "door",
            "lock": "access-control",
            "state": "locked",
        },
        {"id": "X1", "between": ["VEST", "OUT"], "at": [12, 4], "type": "door"},
        {"id": "X2", "between": ["LOBBY", "BACK"], "at": [0, 4], "type": "door"},
    ]
    return plan_of(spaces, doors)


def test_the_fire_alarm_releases_electric_locks() -> None:
    blocked = {"setup": [{"block": "X1"}], "injects": [{"id": "I1", "at": 60, "effect": [{"alarm": "fire"}]}]}
    played = play(vestibule(), [group("g", "VEST", 2)], **blocked)
    assert rows(played, "waiting")[0][5] == "no way out"
    assert rows(played, "unlocked")[0][:4] == (60_000, "unlocked", "I1", "D")
    assert people_out(played) == {"X2": 2}


def test_a_plan_can_say_that_the_alarm_releases_no_lock() -> None:
    plan = vestibule().model_copy(update={"defaults": Defaults(door=DoorDefaults(released_by_alarm=False))})
    played = play(plan, [group("g", "VEST", 2)], setup=[{"block": "X1"}, {"alarm": "fire"}])
    assert not rows(played, "unlocked", "out")


def test_people_can_be_started_toward_the_first_opening_of_a_plan() -> None:
    toward = {"id": "I1", "at": 5, "effect": [{"start": "g", "toward": "X1"}]}
    played = play(room_between(), [group("g", "R", 1, at=[1, 4], delay={"fixed": 900})], injects=[toward])
    assert people_out(played) == {"X1": 1}


def test_whoever_has_not_set_off_when_the_alarm_stops_stays() -> None:
    movement = {"pupil_start_s": {"fixed": 20}}
    people = [{"id": "g", "kind": "pupils", "in": "R", "count": 1}]
    alarm = {"id": "I1", "at": 0, "effect": [{"alarm": "fire"}]}
    silence = {"id": "I2", "at": 10, "effect": [{"silence": "fire"}]}
    again = {"id": "I3", "at": 60, "effect": [{"alarm": "fire"}]}
    assert not rows(play(room_between(), people, movement=movement, injects=[alarm, silence]), "started")
    later = play(room_between(), people, movement=movement, injects=[alarm, silence, again])
    assert [row[0] for row in rows(later, "started")] == [80_000]


def test_a_posted_way_out_binds_until_something_on_it_is_shut_and_an_assigned_one_until_it_is_itself() -> None:
    spaces = {
        "R": {"kind": "classroom", "box": [10, 0, 20, 8], "cap": 4, "exit": "X2"},
        "C": {"kind": "corridor", "box": [0, 8, 60, 11]},
        "EAST": {"kind": "outdoors", "box": [60, 0, 80, 20]},
        "WEST": {"kind": "outdoors", "box": [-20, 0, 0, 20]},
    }
    doors = [
        {"id": "D1", "between": ["R", "C"], "at": [19, 8], "type": "door"},
        {"id": "D2", "between": ["R", "C"], "at": [11, 8], "type": "door"},
        {"id": "X1", "between": ["C", "WEST"], "at": [0, 9.5], "type": "door"},
        {"id": "X2", "between": ["C", "EAST"], "at": [60, 9.5], "type": "door"},
    ]
    plan = plan_of(spaces, doors)
    assert people_out(play(plan, [group("g", "R", 1)])) == {"X2": 1}
    shut = {"setup": [{"block": "D1"}]}
    assert people_out(play(plan, [group("g", "R", 1)], **shut)) == {"X1": 1}
    assert people_out(play(plan, [group("g", "R", 1, exit="X2")], **shut)) == {"X2": 1}


def test_a_group_with_an_indoor_goal_walks_there_and_not_out() -> None:
    played = play(vestibule(), [group("g", "VEST", 1, keys=True, to="LOBBY")])
    assert rows(played, "reached")[0][3:] == ("g", "LOBBY")
    assert not rows(played, "out")


def test_whoever_is_locked_in_comes_along_with_somebody_who_has_keys() -> None:
    people = [group("g", "VEST", 1), group("s", "VEST", 1, kind="staff", keys=True, exit="X2", delay={"fixed": 90})]
    played = play(vestibule(), people, setup=[{"block": "X1"}])
    assert people_out(played) == {"X2": 2}
    assert "came along with somebody who has keys" in {row[5] for row in rows(played, "rerouted")}


def test_a_class_has_its_teachers_keys() -> None:
    plan = vestibule()
    space = plan.levels["1"].spaces["VEST"].model_copy(update={"kind": "classroom", "cap": 3})
    level = plan.levels["1"].model_copy(update={"spaces": plan.levels["1"].spaces | {"VEST": space}})
    plan = plan.model_copy(
        update={"levels": {"1": level}, "defaults": Defaults(door=DoorDefaults(released_by_alarm=False))}
    )
    assert people_out(play(plan, setup=[{"block": "X1"}])) == {"X2": 3}


def test_people_already_outside_are_not_told_to_leave() -> None:
    told = {"id": "I1", "at": 60, "effect": [{"start": "g", "toward": "X2"}]}
    played = play(room_between(), [group("g", "R", 1, exit="X1")], injects=[told])
    assert not rows(played, "rerouted")


def test_a_gap_has_no_leaf_to_close() -> None:
    played = play(room_between(), [group("g", "R", 1)], decisions=[decision(action="close", what="P", at=1)])
    assert refusals(played) == ["passage P is a gap, which has no leaf to close"]


def test_a_helper_who_is_sent_elsewhere_leaves_the_helping_to_another() -> None:
    people = [
        group("w", "C", 1, at=[38, 1], mobility="assisted"),
        group("near", "C", 1, kind="staff", at=[30, 1], delay={"fixed": 900}),
        group("far", "C", 1, kind="staff", at=[1, 1], delay={"fixed": 900}),
    ]
    sent = decision(action="move", who="near", to="WEST", at=2)
    played = play(hall(exits="both"), people, decisions=[sent])
    assert [row[3] for row in rows(played, "reached")] == ["near"]
    assert [row[5] for row in rows(played, "started") if row[3] == "w"] == ["helped by far"]


def test_whoever_waits_for_help_does_not_walk_alone_on_a_word() -> None:
    sent = decision(action="move", who="w", to="EAST", at=5)
    played = play(hall(exits="both"), [group("w", "C", 1, mobility="assisted")], decisions=[sent])
    assert not rows(played, "out")
