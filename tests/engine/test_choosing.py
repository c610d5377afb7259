"""Who chooses what about an armed person, when, and what follows from it. Known answers, then what holds always."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from simulator.analysis.state import passings
from simulator.engine.run import run
from simulator.model.building import Plan
from simulator.model.bundle import Bundle
from simulator.model.decisions import Decision
from simulator.model.run import Run
from simulator.model.scenario import Scenario
from tests.engine.buildings import rows
from tests.engine.test_margins import margins
from tests.engine.test_order_promises import cases, orders_for
from tests.engine.test_orders import ANNOUNCE
from tests.engine.test_promises import three_counts_agree
from tests.engine.threatened import ABSENT, chose, people, play, response, threatened
from tests.engine.wing import CONDUCT, PERCEPTION, ring, wing

_DECISION: TypeAdapter[Decision] = TypeAdapter(Decision)
SEEN_MS = 10_000
CHOSEN_MS = SEEN_MS + 4_000 + 2_000
"""Recognised after 4 s, acted on after 2 s."""


def said(what: str = "lockdown", at: int = 10, **fields: Any) -> Decision:
    """An announcement by the principal; it is heard 10 s after `at`."""
    return _DECISION.validate_python(
        {"id": "N1", "at": at, "role": "principal", "action": "announce", "what": what} | fields
    )


def changed(plan: Plan, opening: str, **fields: Any) -> Plan:
    """A plan with one opening changed."""
    tree = plan.model_dump(by_alias=True, exclude_none=True)
    next(one for one in tree["openings"] if one["id"] == opening).update(fields)
    return type(plan).model_validate(tree)


def with_threat(bundle: Bundle, data: st.DataObject) -> Bundle:
    """A random case with an armed person who comes in by some exit."""
    doors = [one.id for one in bundle.plan.openings if bundle.plan.leads_outdoors(one)]
    tree = bundle.tree | {
        "hazard": "armed_assailant",
        "horizon": "15:00",
        "threat": {
            "enters": data.draw(st.sampled_from(doors)), "at": data.draw(st.integers(0, 100)),
            "pattern": data.draw(st.sampled_from(["roam", "corridor", "stationary", "leave"])),
            "lasts": {"fixed": data.draw(st.integers(30, 300))},
        },
    }  # fmt: skip
    for group in tree["occupancy"]["groups"]:
        group["trained"] = data.draw(st.sampled_from([None, "none", "lockdown", "options"]))
        group["knows_plan"] = data.draw(st.booleans())
    return Bundle(tree, Scenario.model_validate(tree), bundle.plan, (), {}, bundle.response)


EAGER = {**PERCEPTION, "comfortable_s": 5}
ALARM = {"id": "A", "at": 20, "effect": [{"alarm": "fire"}]}
PRINCIPAL = {"roles": {"principal": {"in": "RALLY"}}}


def inside_secured(played: Run) -> dict[str, int]:
    return {row[3]: row[0] for row in rows(played, "secured")}


# ---- on recognising ----------------------------------------------------------------------------------------------


def test_staff_who_see_somebody_hide_in_the_nearest_room_with_lockdown_training() -> None:
    played = play(threatened(None, people("t", "H", at=[45, 1.5])))
    assert chose(played) == [(CHOSEN_MS, "t", "hide R2", "as trained")]
    row = rows(played, "chose")[0]
    assert row[5] == ("run XE", "hide R2", "stay")
    # run: 15 m against 54 m at 1.2 m/s; hide: 18.5 s against 39.354 m at 1.2 m/s
    assert row[6] == pytest.approx((30.0, 14.3, None), abs=0.02)
    assert inside_secured(played) == {"R2": CHOSEN_MS + 1_500 + 5_000}


def test_with_options_training_they_leave_where_the_way_out_is_clear() -> None:
    played = play(threatened(None, people("t", "H", at=[45, 1.5], trained="options")))
    assert chose(played)[0][2] == "run XE"
    assert [(row[0], row[5]) for row in rows(played, "out")] == [(CHOSEN_MS + 15_000, "XE")]


def test_a_class_chooses_as_its_teacher_does() -> None:
    groups = [people("p", "R1", 6, "pupils", at=[18, 7]), people("t", "R1", at=[18, 7])]
    for sees in ("p", "t"):
        played = play(threatened(None, *groups, **ABSENT), sights={sees: "H/1"})
        assert chose(played) == [
            (CHOSEN_MS, "p", "hide R1", "with t"),
            (CHOSEN_MS, "t", "hide R1", "as trained"),
        ]
        assert inside_secured(played) == {"R1": CHOSEN_MS + 17_000}


def test_a_class_that_leaves_does_so_together() -> None:
    groups = [people("p", "R2", 6, "pupils", at=[42, 7]), people("t", "R2", at=[42, 7], trained="options")]
    played = play(threatened(None, *groups, **ABSENT, perception=EAGER), sights={"t": "H/1"})
    assert {row[2] for row in chose(played)} == {"run XE"}
    assert {row[5] for row in rows(played, "out")} == {"XE"}
    assert sum(row[6] for row in rows(played, "out")) == 7


def test_the_log_has_the_way_that_was_taken_beside_the_best_of_each_kind() -> None:
    visitor = people("v", "H", kind="visitors", at=[55, 1.5], exit="XW")
    row = rows(play(threatened(None, visitor, **ABSENT), news=((12, "v", "RALLY", "phone"),)), "chose")[0]
    assert (row[4], row[5]) == ("run XW", ("run XW", "run XE", "hide R2", "stay"))


def test_without_training_people_leave_by_the_way_they_came() -> None:
    visitor = people("v", "H", kind="visitors", at=[45, 1.5], came_by="XE", knows_plan=False)
    assert chose(play(threatened(None, visitor)))[0][2:] == ("run XE", "left by the way they came")


def test_a_room_that_cannot_be_held_is_left_by_the_window() -> None:
    # a room with a gap instead of a door
    tree = wing().model_dump(by_alias=True, exclude_none=True)
    gap = next(one for one in tree["openings"] if one["id"] == "D1")
    gap |= {"type": "open", "clear": 1.0}
    gap.pop("lock")
    open_plan = type(wing()).model_validate(tree)
    at = {**PERCEPTION, "window_s": 1}
    played = play(threatened(open_plan, people("t", "R1", at=[15, 5]), perception=at))
    assert chose(played)[0][2:] == ("run W1", "no room could be secured in time")
    out = rows(played, "out")[0]
    assert (out[4], out[5]) == ("NORTH", "W1")
    assert played.places["t/1"] == "RALLY"


def test_a_way_out_of_a_window_takes_its_time_for_each_person() -> None:
    groups = [people("t", "R1", 2, at=[18, 10], trained="options")]
    played = play(threatened(None, *groups, **ABSENT, perception=EAGER), sights={"t": "H/10"})
    assert chose(played)[0][2] == "run W1"
    assert [(row[5], row[6], row[7]) for row in rows(played, "out")] == [("W1", 2, 5_000)]


def test_people_go_round_the_place_where_the_armed_person_is_thought_to_be() -> None:
    absent = {"threat": {**ABSENT["threat"], "enters": "X"}}
    bundle = threatened(ring(), people("t", "W", at=[-1.5, 5], trained="options"), **absent)
    played = play(bundle, news=((12, "t", "S", "phone"),))
    assert [row[4] for row in rows(played, "entered", "out")] == ["W", "N", "E", "OUT"]
    unaware = play(threatened(ring(), people("t", "W", at=[-1.5, 5]), **absent, injects=[ALARM]))
    assert [row[4] for row in rows(unaware, "entered", "out")] == ["W", "S", "E", "OUT"]


def test_a_door_found_shut_makes_people_choose_anew() -> None:
    bundle = threatened(None, people("t", "H", at=[50, 1.5], trained="options"), **ABSENT, setup=[{"block": "XE"}])
    played = play(bundle, news=((12, "t", "WEST", "phone"),))
    # away at 00:14, at the exit after 10 s, chosen anew after 2 s
    assert [(row[0], row[2]) for row in chose(played)] == [(14_000, "run XE"), (26_000, "hide R2")]
    assert "R2" in inside_secured(played)


def test_whoever_comes_to_hide_tells_those_who_are_there() -> None:
    played = play(threatened(None, people("t", "H", at=[45, 1.5]), people("s", "R2"), **ABSENT), sights={"t": "H/1"})
    told = [row for row in rows(played, "learned") if row[3] == "s"]
    assert [(row[4], row[6], row[7]) for row in told] == [("threat_where", "t", "in_person")]
    assert chose(played, "s")[0][2] == "hide R2"


def test_the_last_resort_is_to_hold_the_door_together() -> None:
    plan = changed(wing("none"), "W1", egress=False)
    played = play(threatened(plan, people("t", "R1", trained="options"), **ABSENT), sights={"t": "H/3"})
    assert chose(played)[0][2:] == ("defend R1", "every margin was gone")
    assert [(row[0], row[3], row[5]) for row in rows(played, "barricaded")] == [(CHOSEN_MS + 60_000, "R1", "D1")]


# ---- orders ------------------------------------------------------------------------------------------------------


def test_whoever_knows_of_nobody_does_what_was_ordered_by_the_same_means_as_ever() -> None:
    groups = [people("t", "R2"), people("lone", "H", kind="pupils", at=[20, 1.5])]
    played = play(threatened(None, *groups, **ABSENT, **PRINCIPAL), said())
    assert (20_000, "t", "hide R2", "as ordered") in chose(played)
    assert (20_000, "lone", "hide R1", "as ordered") in chose(played)
    assert inside_secured(played)["R2"] == 20_000 + 12_000 + 5_000


def test_an_order_is_not_followed_by_everybody() -> None:
    never = {**PERCEPTION, "complies": 0}
    played = play(threatened(None, people("t", "R2"), perception=never, **ABSENT, **PRINCIPAL), said())
    assert chose(played, "t") == [(20_000, "t", "stay", "did not follow the order")]
    assert not rows(played, "secured")


def test_the_wrong_word_is_followed_by_those_who_see_nothing_and_not_by_those_who_do() -> None:
    groups = [people("sees", "H", at=[45, 1.5], trained="options"), people("blind", "R1")]
    played = play(threatened(None, *groups, **PRINCIPAL), said("hold"))
    assert chose(played, "blind") == [(20_000, "blind", "stay", "as ordered")]
    assert [row[2] for row in chose(played, "sees")] == ["run XE"]


def test_an_evacuation_goes_by_the_exit_and_to_the_place_that_were_named() -> None:
    bundle = threatened(None, people("t", "H", at=[40, 1.5]), **ABSENT, **PRINCIPAL)
    told = ((12, "t", "NORTH", "phone"),)
    named = play(bundle, said("evacuate", through="XW", to="WEST"), news=told)
    assert chose(named)[-1][2:] == ("run XW", "as ordered")
    assert named.places["t/1"] == "WEST"


def test_own_eyes_outweigh_an_order_for_a_while_only() -> None:
    shut = changed(wing(), "W1", egress=False)
    bundle = threatened(shut, people("t", "R1"), **ABSENT, **PRINCIPAL)
    soon, late = (play(bundle, said("evacuate", at=at), sights={"t": "H/4"}) for at in (20, 80))
    assert [row[2] for row in chose(soon)] == ["hide R1"]
    assert [row[2][:3] for row in chose(late)] == ["hid", "run"]


def test_the_word_to_stay_does_not_stop_those_who_are_on_the_way_to_a_room() -> None:
    bundle = threatened(None, people("t", "H", at=[38, 1.5]), **ABSENT, **PRINCIPAL)
    played = play(bundle, said("stay"), news=((12, "t", "H/1", "phone"),))
    assert [row[2:] for row in chose(played)] == [("hide R2", "as trained"), ("stay", "as ordered")]
    assert "R2" in inside_secured(played)


def test_orders_alone_move_a_person_whom_somebody_plays() -> None:
    roles = {"roles": {"principal": {"in": "RALLY"}, "dean": {"in": "H", "played": True}}}
    played = play(threatened(None, people("t", "R2"), **roles), said())
    assert not chose(played, "dean")
    assert [row[3] for row in rows(played, "reached")] == ["dean"]


# ---- others ------------------------------------------------------------------------------------------------------


def test_whoever_has_no_training_does_as_those_beside_them() -> None:
    groups = [
        people("t", "R2", at=[42, 7], trained="options"), people("v", "R2", kind="visitors", at=[42, 7]),
        people("s", "R2", at=[42, 7]), people("far", "R1", kind="visitors"),
    ]  # fmt: skip
    played = play(threatened(None, *groups, **ABSENT), sights={"t": "H/1"})
    assert chose(played) == [
        (CHOSEN_MS, "t", "run XE", "the way out was clear for long enough"),
        (CHOSEN_MS + 3_000, "v", "run XE", "did as those beside them"),
    ]


def test_a_class_does_not_do_as_a_visitor_beside_it() -> None:
    groups = [people("p", "R2", 3, "pupils"), people("t", "R2"), people("v", "R2", kind="visitors", each_alone=True)]
    played = play(threatened(None, *groups, **ABSENT), news=((20, "v/1", "H/1", "rumour"),))
    assert [row[1] for row in chose(played)] == ["v/1"]


def test_a_rumour_moves_only_those_without_training() -> None:
    groups = [people("v", "R1", kind="visitors"), people("s", "R2")]
    told = tuple((20, who, "H/1", "rumour") for who in ("v", "s"))
    played = play(threatened(None, *groups, **ABSENT), news=told)
    assert chose(played) == [(22_000, "v", "hide R1", "hid where they were")]
    phoned = play(threatened(None, *groups, **ABSENT), news=((20, "s", "H/1", "phone"),))
    assert chose(phoned) == [(22_000, "s", "hide R2", "as trained")]


def test_a_rumour_is_no_reason_for_whoever_is_trained_beside_an_order_that_is_not_followed() -> None:
    never = {**PERCEPTION, "complies": 0}
    bundle = threatened(None, people("s", "R2"), **ABSENT, **PRINCIPAL, perception=never)
    played = play(bundle, said(), news=((15, "s", "H/1", "rumour"), (40, "s", "H/2", "rumour")))
    assert chose(played) == [(20_000, "s", "stay", "did not follow the order")]


def test_news_that_changes_little_changes_nothing_and_news_that_changes_much_is_acted_on_later() -> None:
    often = {**EAGER, "redecide_s": 1}
    bundle = threatened(None, people("t", "H", at=[36, 1.5], trained="options"), **ABSENT, perception=often)
    near = play(bundle, sights={"t": "H/1"}, news=((17, "t", "H/2", "phone"),))
    assert [row[2] for row in chose(near)] == ["run XE"]
    far = play(bundle, sights={"t": "H/1"}, news=((17, "t", "EAST", "phone"),))
    assert [(row[0], row[2]) for row in chose(far)] == [(CHOSEN_MS, "run XE"), (19_000, "run XW")]
    assert [row[5] for row in rows(far, "out")] == ["XW"]
    seldom = threatened(None, people("t", "H", at=[36, 1.5], trained="options"), **ABSENT, perception=EAGER)
    late = play(seldom, sights={"t": "H/1"}, news=((17, "t", "EAST", "phone"),))
    assert [row[0] for row in chose(late)] == [CHOSEN_MS, CHOSEN_MS + 10_000]


def test_staff_without_a_role_tell_the_front_office_which_then_understands_too() -> None:
    roles = {"roles": {"clerk": {"in": "R1"}, "dean": {"in": "R2"}}}
    plan = response(roles={"dean": {"title": "Dean"}})
    played = play(
        threatened(None, people("t", "H", at=[45, 1.5]), **ABSENT, **roles, plan_of_school=plan), sights={"t": "H/1"}
    )
    told = [row for row in rows(played, "learned") if row[7] == "phone"]
    assert [(row[0], row[3], row[6]) for row in told if row[4] == "what"] == [(34_000, "dean", "t")]
    assert [(row[0], row[3]) for row in rows(played, "recognised")] == [(38_000, "dean")]


def test_roles_do_not_report_and_reports_go_to_somebody_indoors() -> None:
    roles = {"roles": {"dean": {"in": "EAST"}, "clerk": {"in": "R1"}}}
    bundle = threatened(None, people("t", "H", at=[45, 1.5]), **ABSENT, **roles)
    told = [row[3] for row in rows(play(bundle, sights={"t": "H/1"}), "learned") if row[7] == "phone"]
    assert set(told) == {"clerk"}
    by_a_role = play(bundle, sights={"clerk": "H/1"}, until=500)
    assert not [row for row in rows(by_a_role, "learned") if row[7] == "phone"]


def test_whoever_recognised_it_from_a_message_does_not_recognise_it_again() -> None:
    asks = {"id": "E1", "role": "clerk", "action": "announce", "what": "lockdown", "within": 60}
    seen = {"injects": [{"id": "I1", "at": 0, "to": ["clerk"], "expect": [asks]}]}
    roles = {"roles": {"clerk": {"in": "R1"}}}
    plan = response(hazards={"armed_assailant": {"order": "lockdown", "steps": [ANNOUNCE | {"done": 0}]}})
    bundle = threatened(None, people("t", "H", at=[45, 1.5]), **ABSENT, **roles, **seen, plan_of_school=plan)
    played = play(bundle, sights={"t": "H/1"}, until=500)
    assert [(row[0], row[3]) for row in rows(played, "recognised")] == [(0, "clerk")]
    assert [row[0] for row in chose(played, "clerk")] == [36_000], "two seconds after the report by phone"


# ---- rooms that let nobody in -------------------------------------------------------------------------------------


def locked_out(let_in: bool, **more: Any) -> Run:
    """A pupil alone in the hall once every room is locked."""
    quick = {**CONDUCT, "lock_start_s": {"fixed": 0}, "lock_inside_s": {"fixed": 0}}
    groups = [people("a", "R1"), people("b", "R2"), people("lone", "H", kind="pupils", at=[30, 1.5])]
    plan = response(policies={"lone_pupils_let_in": let_in})
    return play(threatened(None, *groups, **ABSENT, **PRINCIPAL, conduct=quick, plan_of_school=plan, **more), said())


def test_a_lone_pupil_is_let_in_where_the_plan_says_so() -> None:
    assert locked_out(True).places["lone/1"] in ("R1", "R2")


def test_a_lone_pupil_whom_no_room_lets_in_leaves_the_building() -> None:
    played = locked_out(False)
    assert [row[5] for row in rows(played, "waiting") if row[3] == "lone"] == ["no way out"]
    assert chose(played, "lone")[-1][2] in ("run XE", "run XW")
    assert [row[3] for row in rows(played, "out")] == ["lone"]


def test_after_some_locked_rooms_a_lone_pupil_tries_no_more_of_them() -> None:
    played = {most: locked_out(False, perception={**PERCEPTION, "rooms_tried": most}) for most in (1, 2)}
    # the second room is locked too: only whoever tries it is left without a way
    assert [bool(rows(played[most], "waiting")) for most in (1, 2)] == [False, True]
    assert all([row[3] for row in rows(one, "out")] == ["lone"] for one in played.values())


def test_nobody_stands_for_ever_where_every_way_is_shut_and_then_opens() -> None:
    shut = {
        "setup": [{"block": "XE"}, {"block": "XW"}],
        "injects": [{"id": "I1", "at": 300, "effect": [{"unblock": "XE"}]}],
    }
    quick = {**CONDUCT, "lock_start_s": {"fixed": 0}, "lock_inside_s": {"fixed": 0}}
    groups = [people("a", "R1"), people("b", "R2"), people("lone", "H", kind="pupils", at=[30, 1.5])]
    plan = response(policies={"lone_pupils_let_in": False})
    played = play(threatened(None, *groups, **ABSENT, **PRINCIPAL, **shut, conduct=quick, plan_of_school=plan), said())
    assert [row[3] for row in rows(played, "out")] == ["lone"]


def test_people_who_need_help_hide_where_they_are_or_are_helped_to_a_room() -> None:
    assisted = {"kind": "visitors", "mobility": "assisted", "each_alone": True}
    groups = [people("w", "H", at=[30, 1.5], **assisted), people("s", "R2", trained="options")]
    played = play(threatened(None, *groups, **ABSENT), sights={"w/1": "H/1"})
    assert chose(played, "w/1")[0][2] == "hide R2"
    assert [row[5] for row in rows(played, "waiting")] == ["needs help"]
    assert played.places["w/1/1"] == "R2"


def test_whoever_turns_back_and_is_helped_by_another_is_no_longer_one_of_the_first_pair() -> None:
    lame: dict[str, Any] = {"kind": "visitors", "mobility": "assisted", "each_alone": True}
    groups = [people("w", "R1", **lame), people("a", "R1"), people("b", "R1"), people("v", "R2", 3, **lame)]
    found, movers = margins(*groups)
    w, _, _, *others = movers
    found.people.start(w, "told", None)
    found.world.env.play(1_000)
    found.sheltering.stop(w)
    found.people.start(w, "told again", None)
    found.world.env.play(2_000)
    for one in others:
        found.people.start(one, "told", None)
    found.world.env.play(900_000)
    helps = [row[5] for row in found.world.log if row[1] == "started" and row[5].startswith("helped by")]
    assert helps[:2] == ["helped by a", "helped by b"]
    assert set(helps[2:]) == {"helped by a", "helped by b"}, "both are free again"
    assert {mover.state for mover in movers} == {"there"}


# ---- whatever happens --------------------------------------------------------------------------------------------

SLOW = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@given(st.data())
@SLOW
def test_choices_lose_nobody_repeat_exactly_and_are_not_made_too_often(data: st.DataObject) -> None:
    bundle = with_threat(data.draw(cases()), data)
    chosen = data.draw(st.lists(orders_for(bundle), max_size=3))
    seed = data.draw(st.integers(0, 1_000))
    whole = run(bundle, seed, chosen)
    parties = tuple(member.party for member in whole.people)
    assert run(bundle, seed, chosen, trace=parties).rows == whole.rows
    last: dict[str, int] = {}
    for row in rows(whole, "chose"):
        by_order = row[7] in ("as ordered", "did not follow the order") or row[2] not in (None, "armed_assailant")
        assert by_order or row[0] - last.get(row[3], -10_000) >= 10_000
        assert row[4] in row[5]
        assert len(row[5]) == len(row[6])
        last[row[3]] = row[0]
    for until in data.draw(st.lists(st.integers(1, 900_000), min_size=1, max_size=2)):
        played = run(bundle, seed, chosen, until / 1000)
        three_counts_agree(played)
        assert list(played.rows) == [row for row in whole.rows if row[0] < until]
    assert sum(1 for _ in passings(whole.rows)) < 200_000
