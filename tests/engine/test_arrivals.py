"""Disturbances, bells, vehicles, rumours, roles that come and go: known answers and what must hold."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.analysis.metrics import metrics
from simulator.verification.conservation import agrees
from tests.engine.arriving import bundle, decided, play, pupils, school, staff
from tests.engine.buildings import rows


def at(t_s: float, *effects: Any, id: str = "I1") -> dict[str, Any]:
    """A message that goes out at a time, with its effects."""
    return {"id": id, "at": t_s, "text": "So it is.", "effect": list(effects)}


CLASSES = [pupils("a", "A", 5), staff("ta", "A"), pupils("b", "B", 8), staff("tb", "B")]
BELL = {"bell_s": {"fixed": 10}}


# ---- disturbances ----------------------------------------------------------------------------------------------------


def test_a_disturbance_moves_by_equal_shares_of_its_time() -> None:
    played = play(CLASSES, disturbance={"in": "A", "at": 60, "lasts": {"fixed": 120}, "moves": ["CAFE", "B"]})
    told = [(row[0] / 1000, row[1], row[4]) for row in rows(played, "hazard_closed", "hazard_opened", "hazard_ended")]
    assert told == [
        (60, "hazard_closed", "A"), (100, "hazard_opened", "A"), (100, "hazard_closed", "CAFE"),
        (140, "hazard_opened", "CAFE"), (140, "hazard_closed", "B"), (180, "hazard_opened", "B"),
        (180, "hazard_ended", "B"),
    ]  # fmt: skip
    assert {(row[3], row[5]) for row in rows(played, "seen")} == {("a", "A"), ("ta", "A"), ("b", "B"), ("tb", "B")}
    # 6 people in A and 9 in B, 40 s each
    assert metrics(played)["exposure_s"] == 40 * (6 + 9)
    ended = [(row[3], row[5]) for row in rows(played, "exposure_ended")]
    assert ended == [("a", 40.0), ("ta", 40.0), ("b", 40.0), ("tb", 40.0)]


def test_the_front_office_hears_of_it_from_whoever_is_there() -> None:
    numbers = {"recognise_s": {"fixed": 8}, "report_s": {"fixed": 30}}
    played = play(CLASSES, disturbance={"in": "A", "at": 60}, perception=numbers)
    assert [(row[0] / 1000, row[3]) for row in rows(played, "recognised")] == [(64, "a"), (64, "ta"), (94, "secretary")]


def test_a_role_that_is_there_needs_no_report() -> None:
    roles = {"secretary": {"in": "H"}, "nurse": {"in": "A"}}
    played = play(None, disturbance={"in": "A", "at": 60}, perception={"recognise_s": {"fixed": 8}}, roles=roles)
    assert [row[3] for row in rows(played, "recognised")] == ["nurse"]


def test_no_door_closes_for_a_disturbance() -> None:
    played = play([pupils("a", "A", 5, delay={"fixed": 70})], disturbance={"in": "A", "at": 60, "lasts": {"fixed": 20}})
    assert len(rows(played, "out")) == 1


# ---- bells -----------------------------------------------------------------------------------------------------------


def _ends(played: Any) -> dict[str, str]:
    return {party: segment for party, _, _, segment in played.standing}


def test_classes_change_rooms_go_to_lunch_and_go_home() -> None:
    changed = play(CLASSES, injects=[at(60, {"period": "passing"})], arrivals=BELL)
    assert next((row[0], row[3], row[5]) for row in rows(changed, "started")) == (70_000, "a", "bell")
    assert (_ends(changed)["a"], _ends(changed)["b"]) == ("B", "A")
    lunch = play(CLASSES, injects=[at(60, {"period": "lunch"})], arrivals=BELL)
    in_cafe = [name for name, space in _ends(lunch).items() if space == "CAFE"]
    assert in_cafe in (["a"], ["b"])  # twelve places: one class or the other
    home = play(CLASSES, injects=[at(60, {"period": "dismissal"})], arrivals=BELL)
    assert sum(row[6] for row in rows(home, "out")) == 13
    back = play(
        CLASSES, injects=[at(60, {"period": "passing"}), at(300, {"period": "class"}, id="I2")], arrivals=BELL
    )  # fmt: skip
    assert (_ends(back)["a"], _ends(back)["b"]) == ("A", "B")


def test_who_is_out_already_at_the_end_of_the_day_stays_there() -> None:
    bells = [at(300, {"period": "dismissal"}, id="I2")]
    played = play([pupils("a", "A", 5)], injects=[at(60, {"alarm": "fire"}), *bells], arrivals=BELL)
    assert not [row for row in rows(played, "started") if row[5] == "bell"]


def test_a_party_that_turns_round_in_the_open_is_in_one_place() -> None:
    """Its head comes back through a wide gap before its last member is through: this once went round for ever."""
    group, there = [pupils("a", "A", 5)], decided(10, "move", who="a", to="RALLY")
    came_ms = next(row[0] for row in play(group, there).rows if row[1] == "reached")
    back = decided((came_ms + 200) / 1000, "move", who="a", to="OUT")
    for after_ms in range(100, 9_000, 300):
        assert agrees(play(group, there, back, until=(came_ms + after_ms) / 1000))


def test_the_bell_moves_nobody_in_a_lockdown() -> None:
    played = play(
        CLASSES, decided(5, "announce", what="lockdown"), injects=[at(300, {"period": "passing"})], arrivals=BELL
    )
    assert (_ends(played)["a"], _ends(played)["b"]) == ("A", "B")
    assert not [row for row in rows(played, "started") if row[5] == "bell"]


def test_who_was_sent_elsewhere_since_the_bell_does_not_go_by_it() -> None:
    late = {"bell_s": {"fixed": 100}}
    played = play(
        CLASSES, decided(70, "move", who="a", to="CAFE"), injects=[at(60, {"period": "passing"})], arrivals=late
    )
    assert (_ends(played)["a"], _ends(played)["b"]) == ("CAFE", "A")


# ---- vehicles --------------------------------------------------------------------------------------------------------

RIDERS = [pupils("r", "BUS", 7), staff("t", "H")]
DRIVERS = {"hold_vehicle_s": {"fixed": 20}, "return_s": {"fixed": 300}, "unload_s": {"fixed": 10}}


def test_a_bus_leaves_with_whoever_is_in_it() -> None:
    played = play(RIDERS, injects=[at(60, {"depart": "bus-7"})])
    assert [row[2:] for row in rows(played, "departed")] == [("I1", "bus-7", 7)]
    assert rows(played, "blocked")[0][3] == "DBUS"
    group = play([pupils("van", "OUT", 4)], decided(30, "unload", vehicle="van", to="CAFE"),
                 injects=[at(300, {"depart": "van"})], arrivals=DRIVERS)  # fmt: skip
    assert rows(group, "departed")[0][3:] == ("van", 4)
    assert {space for party, _, _, space in group.standing if party == "van"} == {"CAFE"}
    unknown = play(RIDERS, injects=[at(60, {"depart": "van"})])
    assert rows(unknown, "departed")[0][3:] == ("van", 0)


def test_a_bus_that_is_held_stays() -> None:
    hold = decided(30, "hold_vehicle", vehicle="bus-7")
    played = play(RIDERS, hold, injects=[at(60, {"depart": "bus-7"})], arrivals=DRIVERS)
    assert not rows(played, "departed")
    late = play(RIDERS, decided(90, "hold_vehicle", vehicle="bus-7"), injects=[at(60, {"depart": "bus-7"})])
    assert "has left: recall it" in rows(late, "refused")[0][4]


def test_a_bus_is_called_back_and_unloaded() -> None:
    acts = decided(90, "recall", vehicle="bus-7"), decided(500, "unload", vehicle="bus-7", to="CAFE")
    played = play(RIDERS, *acts, injects=[at(60, {"depart": "bus-7"})], arrivals=DRIVERS)
    assert rows(played, "opened")[0][0] == 410_000
    assert {space for party, _, _, space in played.standing if party == "r"} == {"CAFE"}
    soon = play(RIDERS, decided(90, "unload", vehicle="bus-7"), injects=[at(60, {"depart": "bus-7"})])
    assert "has left: recall it" in rows(soon, "refused")[0][4]


def test_a_guard_counts_who_has_left() -> None:
    injects = [at(60, {"depart": "bus-7"}), {"id": "I2", "when": "state.departed >= 7", "text": "Gone."}]
    assert [row[0] for row in rows(play(RIDERS, injects=injects), "inject_released")] == [60_000, 60_000]


# ---- words -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("spread", "place", "who"), [(1, "A", {"a", "ta"}), (0, "A", set()), (1, None, None)])
def test_a_rumour_reaches_its_share(spread: float, place: str | None, who: set[str] | None) -> None:
    rumour = {"rumour": "CAFE", "spread": spread} | ({"place": place} if place else {})
    played = play(CLASSES, injects=[at(60, rumour)], arrivals={"rumour_s": {"fixed": 30}})
    learned = rows(played, "learned")
    assert {row[3] for row in learned} == ({"a", "ta", "b", "tb", "secretary"} if who is None else who)
    assert all(row[0] == 90_000 and row[4:] == ("threat_where", "CAFE", None, "rumour") for row in learned)


@pytest.mark.parametrize(
    ("fact", "said", "value"),
    [
        ("threat_where", "Somebody is in the small  gym!", "CAFE"), ("threat_where", "It is over.", "It is over."),
        ("what", "the small gym", "the small gym"), ("where", "@gym", "CAFE"), ("threat_where", "A", "A"),
    ],
)  # fmt: skip
def test_a_place_that_is_spoken_of_is_known_by_its_id(fact: str, said: str, value: str) -> None:
    plan = school().model_copy(update={"uses": {"small_gym": "CAFE", "gym": "CAFE", "front": "X"}})
    played = play(CLASSES, plan=plan, injects=[at(60, {"rumour": said, "fact": fact, "spread": 1, "place": "A"})])
    assert {row[5] for row in rows(played, "learned")} == {value}


def test_a_message_tells_a_role_or_a_group() -> None:
    roles = {"secretary": {"in": "H"}, "sergeant": {"in": "off_site"}}
    told = at(60, {"tell": "sergeant", "fact": "what"}, {"tell": "a", "fact": "door", "value": "DC"})
    played = play(CLASSES, injects=[told], roles=roles)
    assert [row[3:6] for row in rows(played, "learned")] == [("sergeant", "what", "told"), ("a", "door", "DC")]
    nobody = play(CLASSES, injects=[at(60, {"tell": "nobody", "fact": "what"})])
    assert rows(nobody, "refused")[0][4] == "there is nobody called nobody"


# ---- roles, families, media ------------------------------------------------------------------------------------------


def test_a_role_is_set_elsewhere_or_off_the_site() -> None:
    roles = {"secretary": {"in": "H"}, "nurse": {"in": "CAFE", "back": {"fixed": 600}}}
    played = play(
        CLASSES, decided(120, "check_id", role="nurse", visitor="plumber"),
        decided(700, "check_id", role="nurse", visitor="plumber"),
        setup=[{"set_role": "nurse", "in": "off_site"}], injects=[at(60, {"set_role": "secretary", "in": "B"})],
        roles=roles,
    )  # fmt: skip
    assert rows(played, "refused")[0][3:] == ("N120", "the nurse is not on the site")
    assert [row[2] for row in rows(played, "done")] == ["N700"]
    where = [(row[0], row[3], row[5]) for row in rows(played, "learned") if row[4] == "where"]
    assert where == [(0, "nurse", "off_site"), (60_000, "secretary", "B"), (600_000, "nurse", "on_site")]
    assert _ends(played)["secretary"] == "B"
    assert _ends(played)["nurse"] == "CAFE"
    assert agrees(played)


def test_media_and_a_group_of_the_roster_come() -> None:
    groups = [*CLASSES, pupils("late", "RALLY", 2, each_alone=True)]
    come = at(60, {"arrive": "media", "count": 2, "place": "OUT", "over": 60}, {"arrive": "late", "place": "OUT"})
    played = play(groups, injects=[come])
    assert [row[0:1] + row[3:] for row in rows(played, "arrived")] == [
        (60_000, "media", "media-1", "OUT"), (90_000, "media", "media-2", "OUT"),
    ]  # fmt: skip
    assert _ends(played)["late/1"] == "OUT"
    assert agrees(played)


def test_a_group_comes_to_a_place() -> None:
    played = play(CLASSES, injects=[at(60, {"arrive": "a"})])
    assert rows(played, "refused")[0][4] == "say where a come to: place"


def test_families_may_be_sent_by_a_message() -> None:
    played = play(CLASSES, injects=[at(60, {"arrive": "families", "count": 3, "over": 90, "place": "OUT"})])
    assert [(row[0], row[4]) for row in rows(played, "family_arrived")] == [
        (60_000, "OUT"), (90_000, "OUT"), (120_000, "OUT")
    ]  # fmt: skip


# ---- for every run ---------------------------------------------------------------------------------------------------

EFFECTS: list[dict[str, Any]] = [
    {"period": "passing"}, {"period": "lunch"}, {"period": "class"}, {"period": "dismissal"}, {"period": "assembly"},
    {"depart": "bus-7"}, {"set_role": "secretary", "in": "off_site"}, {"set_role": "secretary", "in": "CAFE"},
    {"arrive": "families", "count": 4}, {"arrive": "late", "place": "OUT"}, {"alarm": "fire"},
    {"rumour": "CAFE", "spread": 0.5},
]  # fmt: skip


@settings(max_examples=30, deadline=None)
@given(
    effects=st.lists(st.tuples(st.integers(0, 900), st.sampled_from(EFFECTS)), max_size=6),
    acts=st.lists(
        st.tuples(st.integers(0, 900), st.sampled_from(["hold_vehicle", "recall", "unload"])),
        max_size=3, unique_by=lambda one: one[0],
    ),
    seed=st.integers(0, 10_000), until=st.integers(1, 1200),
)  # fmt: skip
def test_nobody_vanishes_and_the_past_stays(
    effects: list[tuple[int, dict[str, Any]]], acts: list[tuple[int, str]], seed: int, until: int
) -> None:
    groups = [*CLASSES, *RIDERS, pupils("late", "RALLY", 2, each_alone=True)]
    injects = [at(t_s, effect, id=f"I{number}") for number, (t_s, effect) in enumerate(effects)]
    decisions = [decided(t_s, action, vehicle="bus-7") for t_s, action in acts]
    more = {"injects": injects, "horizon": "20:00", "disturbance": {"in": "A", "at": 100, "moves": ["H"]}}
    played = play(groups, *decisions, seed=seed, **more)
    assert agrees(played)
    early = play(groups, *decisions, seed=seed, until=until, **more)
    assert early.rows == tuple(row for row in played.rows if row[0] < until * 1000)
    assert agrees(early)


def test_a_scenario_without_any_of_it_has_the_log_that_it_had() -> None:
    """Nothing of this is made, heard or drawn where a scenario does not ask for it."""
    plain, again = play(CLASSES), play(CLASSES, arrivals=BELL)
    assert plain.digest == again.digest
    assert {row[1] for row in plain.rows} == {"entered"}
    assert bundle(CLASSES).scenario.reunification is None
