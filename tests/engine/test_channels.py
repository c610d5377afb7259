"""Radio: one speaker at a time, who hears, what is lost, patches and relays. Known answers, then properties."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.engine.channels import joined
from simulator.model.response import Response
from simulator.model.run import Run
from tests.engine.buildings import rows
from tests.engine.talking import COMMS, ROLES, decided, knows, talk

DOOR = knows("secretary", "door", "X")


def with_radio(**radio: Any) -> dict[str, Any]:
    """The comms with other talkgroups, or changed ones."""
    return COMMS | {"radio": COMMS["radio"] | radio}


def learned(run: Run, fact: str) -> dict[str, int]:
    """Who learned a fact on the way, and when first."""
    found: dict[str, int] = {}
    for row in rows(run, "learned"):
        if row[4] == fact and row[7] != "told":
            found.setdefault(row[3], row[0])
    return found


def says_door(at: float, role: str = "secretary", **fields: Any) -> Any:
    return decided(at, role, "broadcast", channel="school", about="door", **fields)


# ---- one speaker at a time -------------------------------------------------------------------------------------------


def test_the_second_of_two_messages_at_once_waits_exactly_the_airtime_of_the_first() -> None:
    run = talk(says_door(10), says_door(10, "principal"), injects=[DOOR])
    assert [(row[0], row[4], row[7]) for row in rows(run, "sent")] == [
        (10_000, "secretary", 0.0),
        (20_000, "principal", 10.0),
    ]
    assert [row[0] for row in rows(run, "done")] == [20_000, 30_000]


def test_two_speakers_at_a_time_where_the_channel_has_room_for_two() -> None:
    users = ["principal", "secretary", "officer"]
    run = talk(says_door(10), says_door(10, "principal"), comms=with_radio(school={"capacity": 2, "users": users}))
    assert [row[0] for row in rows(run, "sent")] == [10_000, 10_000]


def test_one_person_says_one_thing_at_a_time_on_two_channels() -> None:
    comms = with_radio(police={"users": ["police", "sergeant", "principal"]})
    second = decided(11, "principal", "broadcast", channel="police", what="hello")
    run = talk(says_door(10, "principal"), second, comms=comms)
    assert [row[0] for row in rows(run, "sent")] == [10_000, 20_000]


def test_whoever_finds_no_free_channel_in_time_gives_up_and_teaches_nobody() -> None:
    crowd = [decided(10 + n / 1000, "principal", "broadcast", channel="school", what="x", id=f"C{n}") for n in range(7)]
    run = talk(*crowd, says_door(10.5), injects=[DOOR])
    lost = rows(run, "lost")
    assert [(row[0], row[4], row[7], row[8]) for row in lost] == [(70_500, "secretary", 60.0, "channel busy for 60 s")]
    assert learned(run, "door") == {}


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 60), st.sampled_from(["principal", "secretary", "officer"])), max_size=8))
def test_no_two_are_ever_on_the_air_together(when: list[tuple[int, str]]) -> None:
    calls = [says_door(at, role, id=f"C{number}") for number, (at, role) in enumerate(when)]
    run = talk(*calls, horizon="04:00")
    times = sorted(row[0] for row in rows(run, "sent"))
    assert all(later - earlier >= 10_000 for earlier, later in itertools.pairwise(times))
    assert len(times) + len(rows(run, "lost")) == len(when)


# ---- who hears -------------------------------------------------------------------------------------------------------


def test_everybody_on_the_channel_learns_and_nobody_else() -> None:
    run = talk(says_door(10), injects=[DOOR])
    assert learned(run, "door") == {"principal": 20_000, "officer": 20_000}
    assert [row[5] for row in rows(run, "received")] == ["principal", "officer"]


def test_facts_keep_the_date_at_which_they_were_so() -> None:
    news = knows("principal", "door", "DB", at=5)
    run = talk(says_door(10), injects=[DOOR, news])  # the principal's news is from 00:05, the secretary's from 00:00
    assert learned(run, "door") == {"officer": 20_000}


def test_what_the_sender_does_not_know_is_not_said() -> None:
    run = talk(says_door(10))
    assert [row[3] for row in rows(run, "sent")] == ["door"] and learned(run, "door") == {}


def test_without_a_word_about_what_everything_is_said() -> None:
    run = talk(
        decided(10, "secretary", "broadcast", channel="school"), injects=[DOOR, knows("secretary", "what", "fire")]
    )
    assert {"door", "what"} <= {row[4] for row in rows(run, "learned") if row[3] == "officer"}


def test_whoever_is_away_without_a_radio_hears_nothing() -> None:
    away = {"in": "off_site"}
    roles = ROLES | {"dean": away, "officer": away | {"radio": "school"}}
    comms = with_radio(school={"users": ["principal", "secretary", "dean"]})
    run = talk(says_door(10), injects=[DOOR], roles=roles, comms=comms)
    assert list(learned(run, "door")) == ["principal", "officer"]


def test_who_is_not_on_a_channel_cannot_speak_on_it() -> None:
    run = talk(
        decided(10, "dean", "broadcast", channel="school"), decided(11, "principal", "broadcast", channel="fire"),
        decided(12, "facilitator", "broadcast", channel="school"),
    )  # fmt: skip
    assert [row[4] for row in rows(run, "refused")] == [
        "the dean has no radio on the channel school",
        "there is no radio channel called fire; there are: school, police",
        "the facilitator is not in the building: let a role say it, or set what follows by a ruling",
    ]
    assert rows(run, "sent", "learned") == []


def test_a_message_that_nobody_else_hears_is_lost() -> None:
    alone = with_radio(school={"users": ["secretary"]})
    run = talk(says_door(10), injects=[DOOR], comms=alone, roles={"secretary": {"in": "A"}}, agencies={})
    assert [(row[0], row[8]) for row in rows(run, "lost")] == [(20_000, "nobody else is on it")]


@pytest.mark.parametrize(("fails", "works", "at"), [(0, 30, 10_000), (15, 30, 20_000)])
def test_on_a_channel_that_is_down_a_message_teaches_nobody(fails: int, works: int, at: int) -> None:
    dead = {"id": "F", "at": fails, "effect": [{"fail": "radio.school", "for": works - fails}]}
    run = talk(says_door(10), says_door(40), injects=[DOOR, dead])
    assert [(row[0], row[8]) for row in rows(run, "lost")] == [(at, "the channel is down")]
    assert learned(run, "door") == {"principal": 50_000, "officer": 50_000}


# ---- orders on the radio ---------------------------------------------------------------------------------------------


def orders(run: Run) -> list[tuple[int, str, str]]:
    return [(row[0], row[3], row[7]) for row in rows(run, "learned") if row[4] == "order" and row[2] != "B"]


def test_an_order_on_the_radio_is_heard_by_those_who_carry_one() -> None:
    run = talk(decided(10, "principal", "announce", what="lockdown", via="radio"))
    assert orders(run)[:3] == [
        (24_000, "principal", "own_voice"), (24_000, "secretary", "radio"), (24_000, "officer", "radio"),
    ]  # fmt: skip
    assert [row[:2] + row[3:] for row in rows(run, "announced")] == [
        (24_000, "announced", "lockdown", "principal", ("radio",), (), ())
    ]


def test_over_pa_and_radio_it_is_said_twice() -> None:
    run = talk(decided(10, "principal", "announce", what="lockdown", via=["pa", "radio"]))
    heard = {who: (t_ms, via) for t_ms, who, via in orders(run)}
    assert heard["secretary"] == (20_000, "pa")
    assert heard["officer"] == (30_000, "radio")  # in room B, which has no loudspeaker


def test_who_has_no_radio_cannot_announce_by_it() -> None:
    run = talk(decided(10, "dean", "announce", what="lockdown", via="radio"))
    assert [row[4] for row in rows(run, "refused")] == ["the dean has no radio: use the PA, or tell people in person"]


def test_a_step_of_the_plan_may_announce_by_radio_and_is_done_when_it_is_said() -> None:
    step = {"id": "L1", "on": {"event": "blocked"}, "role": "officer", "action": "announce", "what": "lockdown",
            "via": ["pa", "radio"], "meant": 5, "actual": {"fixed": 7}}  # fmt: skip
    annex = {"armed_assailant": {"order": "lockdown", "steps": [step]}}
    plan = Response.model_validate({"format": "hotwash.response/1", "title": "Test", "hazards": annex})
    run = talk(injects=[{"id": "B", "at": 10, "effect": [{"block": "X"}]}], response=plan)
    assert [row[0] for row in rows(run, "done") if row[2] == "L1"] == [23_000]
    assert [(row[0], row[4]) for row in rows(run, "sent")] == [(23_000, "officer")]


# ---- patches and relays ----------------------------------------------------------------------------------------------


def test_channels_that_a_patch_joins_are_one() -> None:
    comms = COMMS | {"patches": [{"join": ["school", "police"]}]}
    run = talk(
        says_door(10), decided(12, "sergeant", "broadcast", channel="police", what="hello"), injects=[DOOR], comms=comms
    )
    assert learned(run, "door") == dict.fromkeys(["principal", "officer", "police", "sergeant", "city"], 20_000)
    assert rows(run, "sent")[1][7] == 8.0


def test_a_patch_that_does_not_work_joins_nothing() -> None:
    comms = COMMS | {"patches": [{"join": ["school", "police"], "works": False}]}
    run = talk(
        says_door(10), decided(12, "sergeant", "broadcast", channel="police", what="hello"), injects=[DOOR], comms=comms
    )
    assert list(learned(run, "door")) == ["principal", "officer"]
    assert [row[7] for row in rows(run, "sent")] == [0.0, 0.0]


def test_a_relay_repeats_what_it_heard_after_a_while() -> None:
    comms = with_radio(police={"users": ["police", "sergeant", "officer"]})
    relay = decided(5, "officer", "relay", join=["school", "police"])
    run = talk(relay, says_door(10), injects=[DOOR], comms=comms)
    assert learned(run, "door") == {"principal": 20_000, "officer": 20_000} | dict.fromkeys(
        ["police", "sergeant", "city"], 37_000
    )  # heard at 20 s, passed on in 7 s, spoken for 10 s
    assert [row[3:] for row in rows(run, "relayed")] == [("door", "school", "police", "officer")]
    assert {row[6] for row in rows(run, "learned") if row[3] == "sergeant"} == {"officer"}


def test_dispatch_relays_between_the_channels_of_its_agencies() -> None:
    radio = {"police": {"users": ["police", "sergeant"]}, "ems": {"users": ["ems"]}}
    both = COMMS | {"radio": radio, "psaps": {"county": {"dispatches": ["police", "ems"]}}}
    relay = decided(5, "sergeant", "relay", join=["police", "ems"], by="dispatch")
    says = decided(10, "sergeant", "broadcast", channel="police", about="door")
    roles = {"sergeant": ROLES["sergeant"]}
    run = talk(relay, says, injects=[knows("sergeant", "door", "X")], comms=both, roles=roles)
    assert learned(run, "door") == {"police": 20_000, "county": 20_000, "ems": 37_000}


def test_a_dispatcher_is_on_any_channel_from_the_console_and_knows_what_the_centre_knows() -> None:
    roles = ROLES | {"dispatcher": {"in": "off_site", "radio": "police"}}
    relay = decided(5, "dispatcher", "relay", join=["school", "police"])
    run = talk(relay, says_door(10), injects=[DOOR], roles=roles)
    assert learned(run, "door")["sergeant"] == 37_000 and rows(run, "refused") == []
    called = talk(decided(10, "secretary", "call_911"), injects=[DOOR], roles=roles)
    assert learned(called, "door")["dispatcher"] == learned(called, "door")["city"]


def test_only_who_is_on_both_channels_can_relay() -> None:
    run = talk(decided(5, "officer", "relay", join=["school", "police"]), says_door(10), injects=[DOOR])
    assert [row[4] for row in rows(run, "refused")] == ["the officer has no radio on the channel police"]
    assert list(learned(run, "door")) == ["principal", "officer"]


@given(st.lists(st.sets(st.sampled_from("abcde"), min_size=2, max_size=3), max_size=5))
def test_joined_channels_are_classes(patches: list[set[str]]) -> None:
    groups = joined("abcde", [tuple(sorted(patch)) for patch in patches])
    assert all(name in groups[name] and groups[other] == groups[name] for name in groups for other in groups[name])
    assert all(len({groups[name] for name in patch}) == 1 for patch in patches)
