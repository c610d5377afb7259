"""A visitor: asks, walks in, is met, is let in or not; hand-worked walks and what must hold for every run."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.analysis.reunion import reunion_metrics
from simulator.model.building import Plan
from simulator.model.response import Response
from simulator.model.run import Run
from simulator.verification.conservation import agrees
from tests.engine.arriving import decided, play, pupils, school, staff
from tests.engine.buildings import plan_of, rows

EXACT: dict[str, Any] = {
    "walks_in": 0, "let_in_by_others": 0, "asks_visitor": 0, "visitor_speed_m_s": {"fixed": 1},
    "check_id_s": {"fixed": 40}, "challenge_s": {"fixed": 10}, "badge_s": {"fixed": 30}, "escort_s": {"fixed": 20},
    "refuse_s": {"fixed": 15}, "asks_visitor_s": {"fixed": 5},
}  # fmt: skip
AT_THE_DOOR = {"enters": "X", "at": 10, "to": "A", "lasts": {"fixed": 300}}
LOCKED = school(state="locked")
VISIT = ("visitor_at_door", "challenged", "visitor_left")


def visit(*decisions: Any, groups: list[Any] | None = None, script: Any = None, **numbers: Any) -> Run:
    more = {"plan": LOCKED, "visitor": AT_THE_DOOR | (script or {}), "arrivals": EXACT | numbers}
    return play(groups, *decisions, **more)


def story(played: Run) -> list[tuple[float, str, str | None]]:
    """When, by whom, and how: each row of the visit."""
    return [(row[0] / 1000, row[6], row[5]) for row in rows(played, *VISIT)]


def test_a_visitor_whom_nobody_meets_leaves() -> None:
    assert story(visit()) == [(10, "asks to come in", None), (310, "was not let in", None)]
    assert reunion_metrics(visit())["visitor_asked_s"] is None


def test_checked_and_signed_in_the_visitor_goes_where_they_want() -> None:
    played = visit(decided(20, "check_id"), decided(100, "badge", visitor="visitor"), groups=[staff("t", "A")])
    assert story(played) == [(10, "asks to come in", None), (130, "is let in", "secretary")]
    assert [(row[0], row[3], row[4]) for row in rows(played, "learned")] == [(60_000, "secretary", "visitor")]
    # from door X (0, 1.5) to door DA (5, 3) it is 5.22 m, at 1 m/s
    assert [(row[0], row[3]) for row in rows(played, "seen")] == [(130_000, "secretary"), (135_220, "t")]
    assert reunion_metrics(played)["visitor_asked_s"] == 50


def test_refused_the_visitor_leaves() -> None:
    played = visit(decided(20, "refuse", who="visitor"))
    assert story(played)[1:] == [(35, "refused", "secretary")]
    assert reunion_metrics(played)["visitor_asked_s"] == 25


def test_who_opens_the_door_lets_the_visitor_in() -> None:
    played = visit(decided(60, "unlock", what="X"))
    assert story(played)[1] == (60, "is let in", "secretary")


@pytest.mark.parametrize("chance", [0, 1])
def test_a_propped_door_is_walked_through_by_chance(chance: int) -> None:
    played = play(None, plan=school(state="propped"), visitor=AT_THE_DOOR, arrivals=EXACT | {"walks_in": chance})
    assert story(played)[0][1] == ("walks in" if chance else "asks to come in")
    assert reunion_metrics(played)["visitor_walked_in"] == bool(chance)


@pytest.mark.parametrize("state", ["locked", "closed"])
def test_somebody_may_hold_a_locked_door(state: str) -> None:
    played = play(None, plan=school(state=state), visitor=AT_THE_DOOR, arrivals=EXACT | {"let_in_by_others": 1})
    assert story(played)[0][1] == ("walks in as somebody leaves" if state == "locked" else "asks to come in")


def test_staff_who_come_upon_a_visitor_without_a_badge_ask_and_show_them_out() -> None:
    inside = {"let_in_by_others": 1, "asks_visitor": 1}
    played = visit(groups=[staff("t", "A")], **inside)
    assert story(played) == [
        (10, "walks in as somebody leaves", None), (15, "has no badge", "secretary"),
        (310, "was shown out", "secretary"),
    ]  # fmt: skip
    assert [(row[0], row[3], row[4]) for row in rows(played, "recognised")] == [(15_000, "secretary", "visitor")]
    assert [row[3] for row in rows(played, "seen")] == ["secretary"]  # a step before the room, the walk has ended
    badged = visit(groups=[staff("t", "A")], script={"badge": True}, **inside)
    assert story(badged) == [(10, "walks in as somebody leaves", None)]


def test_a_challenged_visitor_may_be_signed_in_after_all() -> None:
    played = visit(decided(30, "badge"), groups=[staff("t", "A")], let_in_by_others=1, asks_visitor=1)
    assert [outcome for _, outcome, _ in story(played)] == ["walks in as somebody leaves", "has no badge"]
    assert [row[4] for row in rows(played, "done")] == ["badge"]
    assert [(row[0], row[3]) for row in rows(played, "seen")][-1] == (65_220, "t")  # on from the door, at 60 s


def vestibule(inner: str = "locked") -> Plan:
    """The small school with a vestibule of 4 m before its hall: door X from outside, door V to the hall."""
    spaces = {
        "H": {"kind": "corridor", "box": [0, 0, 30, 3], "segment": 30},
        "A": {"kind": "classroom", "box": [0, 3, 10, 11], "cap": 20},
        "VEST": {"kind": "lobby", "box": [-4, 0, 0, 3]},
        "OUT": {"kind": "outdoors", "box": [-30, -10, -4, 11]},
    }
    doors = [
        {"id": "V", "between": ["H", "VEST"], "at": [0, 1.5], "type": "door", "lock": "access-control", "state": inner},
        {"id": "X", "between": ["VEST", "OUT"], "at": [-4, 1.5], "type": "door"},
        {"id": "DA", "between": ["A", "H"], "at": [5, 3], "type": "door"},
    ]
    return plan_of(spaces, doors)


def test_in_a_vestibule_the_visitor_asks_at_the_inner_door() -> None:
    played = play([staff("t", "A")], decided(60, "badge"), plan=vestibule(), visitor=AT_THE_DOOR, arrivals=EXACT)
    assert [(row[0], row[4], row[6]) for row in rows(played, "visitor_at_door")] == [
        (14_000, "V", "asks to come in"), (90_000, "V", "is let in"),
    ]  # fmt: skip
    held = play(
        [staff("t", "A")],
        plan=vestibule(),
        visitor=AT_THE_DOOR,
        arrivals=EXACT | {"let_in_by_others": 1},
        setup=[{"lock": "X"}],
    )
    assert [(row[4], row[6]) for row in rows(held, "visitor_at_door")] == [("V", "walks in as somebody leaves")]
    open_ = play([staff("t", "A")], plan=vestibule("propped"), visitor=AT_THE_DOOR, arrivals=EXACT | {"walks_in": 1})
    assert [(row[0], row[4], row[6]) for row in rows(open_, "visitor_at_door")] == [(10_000, "X", "walks in")]


def test_the_plan_alone_meets_only_whom_somebody_has_noticed() -> None:
    steps = [
        {"id": "V1", "on": {"event": "visitor_at_door"}, "role": "secretary", "action": "check_id", "meant": 60,
         "actual": {"fixed": 40}},
    ]  # fmt: skip
    tree = {"format": "hotwash.response/1", "title": "Test", "hazards": {"visitor": {"steps": steps}}}
    plan = Response.model_validate(tree)
    roles = {"secretary": {"in": "B"}}
    asks = play(None, plan=LOCKED, visitor=AT_THE_DOOR, arrivals=EXACT, roles=roles, response=plan)
    assert [(row[0], row[4]) for row in rows(asks, "done")] == [(50_000, "check_id")]
    walked_in = EXACT | {"let_in_by_others": 1}
    slips = play(None, plan=LOCKED, visitor=AT_THE_DOOR, arrivals=walked_in, roles=roles, response=plan)
    assert [row[4] for row in rows(slips, "refused")] == ["nobody who could do it has noticed the visitor"]


def test_doors_inside_are_opened_for_whoever_is_signed_in() -> None:
    inside = [decided(5, "lock", what="DA"), decided(100, "badge")]
    let_in = visit(*inside, groups=[staff("t", "A")])
    assert [row[3] for row in rows(let_in, "seen")] == ["secretary", "t"]
    alone = visit(inside[0], groups=[staff("t", "A")], let_in_by_others=0, script={"at": 60, "enters": "X"})
    assert rows(alone, "visitor_at_door")[0][4] == "X"
    slipped = play([staff("t", "A")], inside[0], plan=school(state="propped"), visitor=AT_THE_DOOR | {"at": 60},
                   arrivals=EXACT | {"walks_in": 1})  # fmt: skip
    assert [(row[4], row[6]) for row in rows(slipped, "visitor_at_door")] == [
        ("X", "walks in"), ("DA", "asks to come in"),
    ]  # fmt: skip


def test_an_escort_walks_along() -> None:
    played = visit(decided(30, "escort", to="B"))
    assert [(row[3], row[4]) for row in rows(played, "reached")] == [("secretary", "B")]
    assert agrees(played)
    out = visit(decided(30, "escort", to="OUT"))
    assert story(out)[-1] == (50, "was shown out", "secretary")


@pytest.mark.parametrize(
    ("decision", "why"),
    [
        (decided(5, "check_id"), "the visitor has not come yet"),
        (decided(400, "challenge", visitor="visitor"), "the visitor has gone"),
        (decided(60, "escort", to="NOWHERE"), "there is no place called NOWHERE"),
        (decided(60, "badge", role="nurse"), "the nurse is not on the site"),
        (decided(60, "badge", role="facilitator"), "the facilitator is not in the building"),
    ],
)
def test_what_cannot_be_done_is_refused_in_words(decision: Any, why: str) -> None:
    roles = {"secretary": {"in": "H"}, "nurse": {"in": "off_site"}}
    played = play(None, decision, plan=LOCKED, visitor=AT_THE_DOOR, arrivals=EXACT, roles=roles)
    assert why in rows(played, "refused")[0][4]


def test_somebody_whom_only_the_messages_know_takes_time_and_nothing_else() -> None:
    played = play(None, decided(60, "check_id", visitor="plumber"), arrivals=EXACT)
    assert [(row[0], row[4]) for row in rows(played, "done")] == [(100_000, "check_id")]
    assert not rows(played, *VISIT)


def test_where_people_are_does_not_change_where_the_visitor_goes() -> None:
    """Nobody asks: the instants at which the visitor is in a room are the same with one person there or with thirty."""
    crowds = ([staff("t", "A")], [staff("t", "A"), pupils("a", "A", 20), pupils("h", "H", 30, each_alone=True)])
    seen = [
        rows(visit(groups=crowd, let_in_by_others=1, script={"to": "A"}), "seen") for crowd in crowds
    ]  # fmt: skip
    assert [[row[0] for row in one if row[3] == "t"] for one in seen] == [[15_220], [15_220]]


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 10_000), state=st.sampled_from(["locked", "closed", "propped"]),
    acts=st.lists(
        st.tuples(st.integers(0, 900), st.sampled_from(["check_id", "challenge", "badge", "escort", "refuse"])),
        max_size=5, unique_by=lambda one: one[0],
    ),
    until=st.integers(1, 1200),
)  # fmt: skip
def test_a_visit_ends_at_most_once_and_the_past_stays(
    seed: int, state: str, acts: list[tuple[int, str]], until: int
) -> None:
    decisions = [decided(at, action) for at, action in acts]
    groups = [staff("t", "A"), pupils("a", "A", 5)]
    more = {"plan": school(state=state), "visitor": AT_THE_DOOR, "horizon": "20:00"}
    played = play(groups, *decisions, seed=seed, **more)
    assert len(rows(played, "visitor_left")) <= 1
    last = [row for row in played.rows if row[1] in VISIT]
    assert all(row[1] != "visitor_left" for row in last[:-1])
    early = play(groups, *decisions, seed=seed, until=until, **more)
    assert early.rows == tuple(row for row in played.rows if row[0] < until * 1000)
    assert agrees(played)
