"""Orders: who hears them, what people do on them, and who gets behind a door that holds when. Known answers."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter

from simulator import session
from simulator.analysis.metrics import metrics
from simulator.analysis.objectives import results
from simulator.analysis.summary import summary
from simulator.engine.run import run
from simulator.model.building import Plan
from simulator.model.bundle import Bundle
from simulator.model.decisions import Decision
from simulator.model.response import Response
from simulator.model.run import Run
from tests.engine.buildings import bundle_of, plan_of, rows

_DECISION: TypeAdapter[Decision] = TypeAdapter(Decision)
EXACT = {
    "announce_s": {"fixed": 4}, "sentence_s": {"fixed": 6}, "lock_start_s": {"fixed": 12},
    "lock_inside_s": {"fixed": 5}, "lock_outside_s": {"fixed": 35}, "lock_by_itself_s": {"fixed": 1},
    "barricade_s": {"fixed": 60}, "barricade_holds": 1, "go_s": {"fixed": 3},
    "knock_s": {"fixed": 8}, "missed_when_loud": 0, "tell_s": {"fixed": 30},
    "tell_each_s": {"fixed": 10},
}  # fmt: skip
HEARD_MS = 20_000
"""Decided at 00:10, said after 4 s, a sentence of 6 s."""


def school(lock_a: str = "inside", lock_b: str = "inside", pa_b: str | None = "zone-B", **door_a: Any) -> Plan:
    """A hall of 30 m with rooms A (west) and B (east) above it, and the outdoors at its west end."""
    spaces = {
        "H": {"kind": "corridor", "box": [0, 0, 30, 3], "pa": "zone-A", "segment": 30},
        "A": {"kind": "classroom", "box": [0, 3, 10, 11], "cap": 20, "pa": "zone-A"},
        "B": {"kind": "classroom", "box": [20, 3, 30, 11], "cap": 20, "pa": pa_b},
        "OUT": {"kind": "outdoors", "box": [-30, -10, 0, 11]},
        "RALLY": {"kind": "assembly", "box": [-40, -10, -30, 11]},
    }
    doors = [
        {"id": "DA", "between": ["A", "H"], "at": [5, 3], "type": "door", "lock": lock_a, **door_a},
        {"id": "DB", "between": ["B", "H"], "at": [25, 3], "type": "door", "lock": lock_b},
        {"id": "X", "between": ["H", "OUT"], "at": [0, 1.5], "type": "door", "lock": "outside-key"},
        {"id": "P", "between": ["OUT", "RALLY"], "at": [-30, 0], "type": "open", "clear": 10},
    ]
    return plan_of(spaces, doors)


def pupils(id: str, space: str, count: int, **more: Any) -> dict[str, Any]:
    return {"id": id, "kind": "pupils", "in": space, "count": count} | more


def teacher(id: str, space: str, **more: Any) -> dict[str, Any]:
    return {"id": id, "kind": "staff", "in": space, "count": 1} | more


def response(**more: Any) -> Response:
    tree = {"format": "hotwash.response/1", "title": "Test", "hazards": {"armed_assailant": {"order": "lockdown"}}}
    return Response.model_validate(tree | more)


def decided(**fields: Any) -> Decision:
    return _DECISION.validate_python({"id": "N1", "at": 10, "role": "principal", "action": "announce"} | fields)


def play(
    plan: Plan, groups: list[Any], *decisions: Decision, plan_of_school: Response | None = None, **more: Any
) -> Run:
    tree: dict[str, Any] = {
        "hazard": "armed_assailant", "conduct": EXACT, "horizon": "10:00",
        "roles": {"principal": {"in": "OUT", "keys": True}},
    }  # fmt: skip
    bundle = bundle_of(plan, groups, **(tree | more))
    bundle = Bundle(bundle.tree, bundle.scenario, plan, (), {}, plan_of_school)
    return run(bundle, 1, decisions)


LOCKDOWN = decided(what="lockdown")


def secured(played: Run) -> dict[str, int]:
    """When each room was first secured, in ms."""
    found: dict[str, int] = {}
    for row in rows(played, "secured"):
        found.setdefault(row[3], row[0])
    return found


# ---- hearing ----------------------------------------------------------------------------------------------------


def test_a_class_hears_the_order_when_the_sentence_ends_and_locks_its_door() -> None:
    played = play(school(), [pupils("a", "A", 10), teacher("t", "A")], LOCKDOWN)
    assert rows(played, "announced") == [
        (HEARD_MS, "announced", "N1", "lockdown", "principal", ("pa",), ("zone-A", "zone-B"), ())
    ]
    assert [row[3] for row in rows(played, "learned")] == ["a", "t", "principal"]
    assert secured(played) == {"A": HEARD_MS + 12_000 + 5_000}
    measured = metrics(played)
    assert (measured["secured"], measured["time_to_order_s"]) == (11, 20.0)
    assert [measured[f"time_to_secured_{share}_s"] for share in (50, 90, 100)] == [37.0, 37.0, 37.0]


def test_a_dead_zone_and_a_room_without_speaker_hear_nothing() -> None:
    groups = [teacher("t", "A"), teacher("s", "B")]
    dead = play(school(), groups, LOCKDOWN, comms={"pa": {"zone-B": {"works": False}}})
    silent = play(school(pa_b=None), groups, LOCKDOWN)
    assert rows(dead, "announced")[0][6:] == (("zone-A", "zone-B"), ("zone-B",))
    for played in (dead, silent):
        assert list(secured(played)) == ["A"]
        assert "s" not in [row[3] for row in rows(played, "learned")]
        assert metrics(played)["time_to_secured_90_s"] is None


def test_a_room_that_heard_nothing_locks_once_it_is_told_in_person() -> None:
    told = decided(id="N2", at=40, action="tell", what="lockdown", to="zones_not_reached", via="in_person")
    played = play(school(pa_b=None), [teacher("t", "A"), teacher("s", "B")], LOCKDOWN, told)
    assert secured(played)["B"] == 40_000 + 30_000 + 12_000 + 5_000
    assert [row[4:] for row in rows(played, "learned") if row[3] == "s"] == [
        ("order", "lockdown", "principal", "in_person")
    ]


def test_each_further_room_is_told_a_little_later() -> None:
    told = decided(action="tell", what="lockdown", to=["A", "B"], via="in_person")
    played = play(school(), [teacher("t", "A"), teacher("s", "B")], told)
    assert [(row[0], row[3]) for row in rows(played, "learned")] == [(40_000, "t"), (50_000, "s")]


def test_one_person_does_one_task_at_a_time() -> None:
    second = decided(id="N2", at=11, what="hold")
    played = play(school(), [teacher("t", "A")], LOCKDOWN, second)
    assert [row[0] for row in rows(played, "announced")] == [20_000, 30_000]
    assert [row[5] for row in rows(played, "waiting")] == ["busy with another task"]


def test_the_wrong_word_does_what_it_means_and_an_unknown_word_nothing() -> None:
    groups = [teacher("t", "A"), pupils("lone", "H", 1)]
    hold = play(school(), groups, decided(what="hold"))
    assert not secured(hold)
    assert [row[4] for row in rows(hold, "reached")] == ["A"]
    unknown = play(school(), groups, decided(what="code red"))
    assert [row[3] for row in rows(unknown, "announced")] == ["code red"]
    assert not rows(unknown, "learned", "started", "secured")
    assert "Nobody acted on these words" in summary(unknown, metrics(unknown))


def test_only_the_plans_own_words_are_understood() -> None:
    own = response(words={"hold": "Stay.", "secure": "Get inside."})
    assert not rows(play(school(), [teacher("t", "A")], LOCKDOWN, plan_of_school=own), "learned")


def test_the_right_word_corrects_the_wrong_one() -> None:
    right = decided(id="N2", at=40, action="correct_announcement", what="lockdown")
    played = play(school(), [teacher("t", "A")], decided(what="hold"), right)
    assert secured(played) == {"A": 50_000 + 17_000}


# ---- locking ----------------------------------------------------------------------------------------------------


def test_a_key_is_needed_where_the_lock_wants_one_and_the_class_barricades_without() -> None:
    with_key = play(school("outside-key"), [teacher("t", "A", keys=True)], LOCKDOWN)
    assert secured(with_key) == {"A": HEARD_MS + 12_000 + 35_000}
    without = play(school("outside-key"), [teacher("t", "A")], LOCKDOWN)
    assert rows(without, "barricaded")[0][3:] == ("A", "t", "DA")
    assert rows(without, "secured") == [(HEARD_MS + 72_000, "secured", "N1", "A", "t", "barricaded")]


def test_a_door_without_a_lock_is_barricaded_or_the_room_stays_open() -> None:
    assert secured(play(school("none"), [teacher("t", "A")], LOCKDOWN)) == {"A": HEARD_MS + 72_000}
    failing = play(school("none"), [teacher("t", "A")], LOCKDOWN, conduct=EXACT | {"barricade_holds": 0})
    assert rows(failing, "unsecured")[0][3:] == ("A", "t", "DA cannot be held shut")
    assert metrics(failing)["secured"] == 0


def test_an_automatic_lock_holds_at_once_and_a_propped_door_is_pulled_shut() -> None:
    assert secured(play(school("automatic"), [teacher("t", "A")], LOCKDOWN)) == {"A": HEARD_MS + 12_000}
    propped = play(school("automatic", state="propped"), [teacher("t", "A")], LOCKDOWN)
    assert secured(propped) == {"A": HEARD_MS + 13_000}


def test_the_doors_own_time_to_lock_counts() -> None:
    slow = school(time_to_lock={"fixed": 9})
    assert secured(play(slow, [teacher("t", "A")], LOCKDOWN)) == {"A": HEARD_MS + 21_000}


def test_the_plans_step_gives_the_delay_and_the_chance() -> None:
    step = {
        "id": "L3", "on": {"order": "lockdown"}, "role": "each_teacher", "action": "lock", "what": "own_room",
        "meant": 15, "actual": {"fixed": 40}, "done": 1,
    }  # fmt: skip
    annex = {"order": "lockdown", "steps": [step]}
    plan = response(hazards={"armed_assailant": annex})
    assert secured(play(school(), [teacher("t", "A")], LOCKDOWN, plan_of_school=plan)) == {"A": HEARD_MS + 45_000}
    never = response(hazards={"armed_assailant": annex | {"steps": [step | {"done": 0}]}})
    assert not secured(play(school(), [teacher("t", "A")], LOCKDOWN, plan_of_school=never))
    changed = {"plan_changes": [{"step": "L3", "actual": {"fixed": 7}}]}
    assert secured(play(school(), [teacher("t", "A")], LOCKDOWN, plan_of_school=plan, **changed)) == {"A": 32_000}


# ---- lone pupils ------------------------------------------------------------------------------------------------

LONE = pupils("lone", "H", 1, at=[25, 1.5], speed={"fixed": 1.0})
"""One and a half metres from room B's door."""


def test_a_lone_pupil_walks_into_the_nearest_room_before_it_is_locked() -> None:
    played = play(school(), [teacher("s", "B"), LONE], LOCKDOWN)
    assert [row[:1] + row[3:6] for row in rows(played, "entered") if row[3] == "lone"][1:] == [
        (HEARD_MS + 3_000 + 1_500, "lone", "B", "DB")
    ]
    assert secured(played) == {"B": HEARD_MS + 17_000}
    assert metrics(played)["secured"] == 2


def locked_before(let_in: bool) -> Run:
    """Room B is locked before the lone pupil is there; A has nobody in it."""
    plan = response(policies={"lone_pupils_let_in": let_in})
    quick = EXACT | {"lock_start_s": {"fixed": 0}, "lock_inside_s": {"fixed": 1}}
    return play(school(), [teacher("s", "B"), LONE], LOCKDOWN, plan_of_school=plan, conduct=quick)


def test_a_locked_room_lets_a_lone_pupil_in_after_a_knock_and_is_unsecured_meanwhile() -> None:
    played = locked_before(True)
    knocked = HEARD_MS + 4_500
    assert [row[0] for row in rows(played, "waiting")] == [knocked]
    seen = [(row[0], row[1]) for row in rows(played, "secured", "unsecured") if row[3] == "B"]
    opened = knocked + 8_000
    assert seen == [(21_000, "secured"), (opened, "unsecured"), (opened + 3_000 + 1_000, "secured")]
    assert played.places["lone/1"] == "B"
    assert metrics(played)["secured"] == 2


def test_where_nobody_is_let_in_the_lone_pupil_goes_on_to_the_next_room_and_locks_it() -> None:
    played = locked_before(False)
    assert not rows(played, "waiting", "unsecured")
    assert played.places["lone/1"] == "A"
    assert set(secured(played)) == {"A", "B"}


def test_who_comes_into_a_room_tells_those_who_have_not_heard() -> None:
    played = play(school(pa_b=None), [teacher("s", "B"), LONE], LOCKDOWN)
    came = HEARD_MS + 4_500
    assert [row[0] for row in rows(played, "learned") if row[3] == "s"] == [came]
    assert metrics(played)["secured"] == 2


def test_a_loud_room_may_not_make_it_out_and_the_summary_says_so() -> None:
    tree = school().model_dump(by_alias=True, exclude_none=True)
    tree["levels"]["1"]["spaces"]["B"]["kind"] = "gymnasium"
    plan = Plan.model_validate(tree)
    deaf = play(plan, [teacher("s", "B"), pupils("p", "B", 9)], LOCKDOWN, conduct=EXACT | {"missed_when_loud": 1})
    assert "s" not in [row[3] for row in rows(deaf, "learned")]
    assert "It did not reach 10 people in B: it was too loud there to make it out." in summary(deaf, metrics(deaf))


def test_people_outdoors_walk_away_to_the_rally_point() -> None:
    played = play(school(), [teacher("s", "B")], LOCKDOWN)  # the principal is outdoors and has spoken
    assert played.places["principal/1"] == "RALLY"


# ---- the other orders -------------------------------------------------------------------------------------------


def test_an_order_to_evacuate_goes_by_its_exit_and_place() -> None:
    tree = school().model_dump(by_alias=True, exclude_none=True)
    tree["levels"]["1"]["spaces"] |= {
        "EAST": {"kind": "outdoors", "box": [30, -10, 60, 11]},
        "MEET": {"kind": "assembly", "box": [60, -10, 70, 11]},
        "NEAR": {"kind": "assembly", "box": [30, 11, 60, 20]},
    }
    tree["openings"] = [
        *tree["openings"],
        {"id": "Y", "between": ["H", "EAST"], "at": [30, 1.5], "type": "door"},
        {"id": "P2", "between": ["EAST", "MEET"], "at": [60, 0], "type": "open", "clear": 10},
        {"id": "P3", "between": ["EAST", "NEAR"], "at": [32, 11], "type": "open", "clear": 4},
    ]
    more = {"hazard": "bomb_threat", "movement": {"pupil_start_s": {"fixed": 5}, "adult_start_s": {"fixed": 5}}}
    said = decided(what="evacuate", to="MEET", through="Y")
    played = play(Plan.model_validate(tree), [pupils("a", "A", 3)], said, **more)
    assert [row[0] for row in rows(played, "started") if row[3] == "a"] == [HEARD_MS + 5_000]
    assert {row[5] for row in rows(played, "out")} == {"Y"}
    assert played.places["a/1"] == "MEET"


def test_secure_brings_people_in_and_locks_the_outside_door() -> None:
    more = {"hazard": "intruder", "roles": {"principal": {"in": "A", "keys": True}}}
    outside = pupils("out", "OUT", 1)
    told = decided(id="N2", at=30, action="tell", what="secure", to="OUT")
    played = play(school(), [outside], decided(what="secure"), told, **more)
    assert rows(played, "locked")[0][3] == "X"
    assert played.places["out/1"] in ("A", "B")
    assert not secured(played)


def test_shelter_goes_where_the_plan_names_a_shelter_with_room() -> None:
    plan = school()
    tree = plan.model_dump(by_alias=True, exclude_none=True)
    tree["levels"]["1"]["spaces"]["B"]["shelter"] = {"severe_weather": 3}
    plan = type(plan).model_validate(tree)
    groups = [pupils("in", "A", 3), pupils("late", "A", 3)]
    played = play(plan, groups, decided(what="shelter"), hazard="severe_weather")
    assert [played.places[f"{who}/1"] for who in ("in", "late")] == ["B", "A"]


def test_a_fire_alarm_in_lockdown_follows_the_policy() -> None:
    alarm = {"injects": [{"id": "I1", "at": 120, "effect": [{"alarm": "fire"}]}]}
    for policy, out in (("stay_until_told", 0), ("evacuate", 1)):
        plan = response(policies={"alarm_in_lockdown": policy})
        played = play(school(), [teacher("t", "A")], LOCKDOWN, plan_of_school=plan, **alarm)
        assert len([row for row in rows(played, "out") if row[3] == "t"]) == out
        assert len(rows(played, "unsecured")) == out


# ---- the response plan ------------------------------------------------------------------------------------------

ANNOUNCE = {
    "id": "L1", "on": {"event": "recognised", "as": "armed_assailant"}, "role": "first_to_know", "action": "announce",
    "what": "lockdown", "via": ["pa", "radio"], "meant": 10, "actual": {"fixed": 14},
}  # fmt: skip
TELL = {
    "id": "L5", "on": {"step": "L1"}, "if": "state.zones_dead > 0", "role": "custodian", "action": "tell",
    "what": "lockdown", "to": "zones_not_reached", "meant": 45, "actual": {"fixed": 50},
}  # fmt: skip
SEEN = {
    "id": "I1", "at": 0, "to": ["secretary"],
    "expect": [{"id": "E1", "role": "secretary", "action": "announce", "what": "lockdown", "within": 60}],
}  # fmt: skip


def by_the_plan(**secretary: Any) -> Run:
    plan = response(
        roles={"secretary": {"title": "S"}, "custodian": {"title": "C", "backup": ["dean"]}, "dean": {"title": "D"}},
        hazards={"armed_assailant": {"order": "lockdown", "steps": [ANNOUNCE, TELL]}},
    )
    roles = {"secretary": {"in": "A"} | secretary, "dean": {"in": "A"}}
    dead = {"pa": {"zone-B": {"works": False}}}
    return play(school(), [teacher("s", "B")], plan_of_school=plan, roles=roles, injects=[SEEN], comms=dead)


def test_the_plan_plays_its_steps_in_turn_and_the_backup_waits_twice_the_meant_time() -> None:
    played = by_the_plan()
    assert rows(played, "recognised") == [(0, "recognised", "I1", "secretary", "armed_assailant", "A")]
    done = [(row[0], row[2], row[3], row[4], row[-1]) for row in rows(played, "done")]
    assert done == [(20_000, "L1", "secretary", "announce", "plan"), (160_000, "L5", "dean", "tell", "plan")]
    assert secured(played) == {"A": 37_000, "B": 160_000 + 17_000}


def test_a_played_role_waits_for_decisions() -> None:
    assert not rows(by_the_plan(played=True), "announced", "done")


@pytest.mark.parametrize(
    ("seats", "acts"),
    [(None, False), ({}, True), ({"all": "taken"}, False), ({"principal": "by_plan", "all": "taken"}, True)],
)
def test_a_played_role_that_nobody_has_taken_acts_by_the_plan(seats: dict[str, str] | None, acts: bool) -> None:
    bundle = session.load_scenario("cedar-hollow-hold-secure")
    assert any(row[1] == "announced" for row in run(bundle, 3, seats=seats).rows) is acts


def maple(*decisions: dict[str, Any], seed: int = 1, alarm_at: int | None = None) -> Run:
    """The shipped lockdown, its principal played, with an alarm in it where one is asked for."""
    bundle = session.load_scenario("maple-ridge-lockdown")
    chosen = [_DECISION.validate_python({"role": "principal"} | one) for one in decisions]
    if alarm_at is not None:
        alarm = {"id": "FIRE", "effect": [{"alarm": "fire"}]}
        added = {"id": "N0", "at": alarm_at, "role": "facilitator", "action": "add_inject", "inject": alarm}
        chosen.append(_DECISION.validate_python(added))
    return run(bundle, seed, chosen)


SAYS_LOCKDOWN = {"id": "N1", "at": 5, "action": "announce", "what": "lockdown"}


def test_locks_that_the_fire_alarm_released_are_not_locked_over_and_over() -> None:
    assert len(rows(maple(SAYS_LOCKDOWN, alarm_at=120), "locked")) < 150


def test_an_announcement_is_done_when_it_has_been_spoken() -> None:
    played = maple(SAYS_LOCKDOWN)
    spoken = next(row[0] for row in rows(played, "announced") if row[2] == "N1")
    assert [row[0] for row in rows(played, "done") if row[2] == "N1"] == [spoken]


def test_the_desk_gives_no_orders_in_the_building() -> None:
    played = maple(SAYS_LOCKDOWN | {"role": "facilitator"})
    assert "is not in the building" in rows(played, "refused")[0][4]
    assert not [row for row in rows(played, "announced") if row[2] == "N1"]


def test_a_lockdown_that_is_released_in_person_is_not_ended_over_the_pa() -> None:
    evacuate = {"id": "N2", "at": 400, "action": "announce", "what": "evacuate"}
    before, after = maple(SAYS_LOCKDOWN), maple(SAYS_LOCKDOWN, evacuate)
    secured = metrics(before)["secured"]
    assert secured > 300
    assert metrics(after)["secured"] == secured


def test_an_objective_on_the_plans_own_word_is_not_met_by_another_though_that_is_an_order_too() -> None:
    wrong = {"id": "N1", "at": 5, "action": "announce", "what": "hold"}
    right = {"id": "N2", "at": 300, "action": "correct_announcement", "what": "lockdown"}
    bundle = session.load_scenario("maple-ridge-lockdown")
    chosen = [_DECISION.validate_python({"role": "principal"} | one) for one in (wrong, right)]
    played = run(bundle, 1, chosen, set_values={"word": "code-red"})
    measured = metrics(played)
    assert measured["time_to_order_s"] < 60
    own = next(one for one in results(played, measured) if one.id == "O1")
    assert (own.verdict, "5 minutes" in own.reason) == ("not met", True)


def test_an_order_in_force_is_done_already_however_long_ago_unless_another_word_followed() -> None:
    expect = [{"id": "E1", "role": "principal", "action": "announce", "what": "lockdown", "within": 30}]
    asks = {"injects": [{"id": "I1", "at": 400, "expect": expect}]}
    other = decided(id="N2", at=100, what="hold")
    assert rows(play(school(), [pupils("a", "A", 10)], LOCKDOWN, **asks), "expect_met")
    assert rows(play(school(), [pupils("a", "A", 10)], LOCKDOWN, other, **asks), "expect_missed")
