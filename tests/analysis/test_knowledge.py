"""Who knew what, when and from whom, and what is said of calls and messages. Known answers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from simulator.analysis.comms_measures import comms_metrics
from simulator.analysis.evidence import Knew, first_had, had_word
from simulator.analysis.knowledge import facts, gap, knowledge_table, not_told, who_knew, who_knew_what
from simulator.analysis.told_comms import told_comms
from simulator.model.events import Row
from simulator.model.run import Run
from tests.analysis.factory import a_run
from tests.engine.talking import COMMS, ROLES, decided, knows, talk

ONE = {"psaps": {"county": {"call_takers": 1, "dispatches": ["police", "ems"]}}}
DOOR = knows("secretary", "door", "X")


@pytest.fixture(scope="module")
def run() -> Run:
    """The secretary knows the door, calls by the office line, and radios it to the school at 01:30."""
    call = decided(10, "secretary", "call_911", says=["what", "where", "door"])
    radio = decided(90, "secretary", "broadcast", channel="school", about="door")
    return talk(call, radio, injects=[DOOR])


def test_who_knew_a_fact_when_and_from_whom(run: Run) -> None:
    assert who_knew(run, "door") == [
        Knew(0, "secretary", "X", None, "told"),
        Knew(39_000, "city", "X", "secretary", "911"), Knew(39_000, "police", "X", "city", "dispatch"),
        Knew(78_000, "county", "X", "secretary", "911"), Knew(78_000, "ems", "X", "county", "dispatch"),
        Knew(100_000, "principal", "X", "secretary", "radio"), Knew(100_000, "officer", "X", "secretary", "radio"),
    ]  # fmt: skip
    assert facts(run) == ("door", "what", "where")


def test_who_never_learned_it(run: Run) -> None:
    assert not_told(run, "door") == ("dean",)  # the sergeant has what the police have


def test_how_long_it_took_from_one_to_the_other(run: Run) -> None:
    assert gap(run, "door", "secretary", "principal") == 100.0
    assert gap(run, "door", "secretary", "dean") is None


def test_the_table_has_a_line_for_each_piece_of_news(run: Run) -> None:
    table = knowledge_table(run)
    assert {"fact": "door", "t_s": 39.0, "who": "city", "value": "X", "from": "secretary", "via": "911"} in table
    assert len(table) == sum(row[1] == "learned" and row[4] != "order" for row in run.rows)


def test_in_words_that_can_be_read_aloud(run: Run) -> None:
    line = next(line for line in who_knew_what(run) if line.startswith("- The door"))
    assert line.startswith(
        "- The door (exit X): the secretary had it at 10:00:00, from a message of the exercise; the 911 centre city "
        "learned it at 10:00:39, from the secretary in a 911 call; the police desk learned it at 10:00:39, from the "
        "911 centre city with the dispatch; "
    )
    assert "the principal and the officer learned it at 10:01:40, from the secretary by radio." in line
    what = next(line for line in who_knew_what(run) if line.startswith("- What was happening"))
    assert what.endswith("The principal never learned it.")


def test_what_nobody_passed_on_is_not_worth_a_line() -> None:
    assert who_knew_what(talk(injects=[DOOR])) == []


def test_calls_and_messages_in_sentences(run: Run) -> None:
    """The deed tells that 911 was called; a soon answer and radio traffic that came through are worth no word."""
    assert [(moment.t_ms, moment.words) for moment in told_comms(run)] == [
        (54_000, "The 911 centre city passed the call of the secretary on to the 911 centre county."),
    ]


def test_a_call_that_no_act_tells_of_and_a_text_are_told_once() -> None:
    rows: list[Row] = [
        (1000, "call_placed", None, "county", "officer", None, ("what",), 0.0),
        (5000, "received", None, "Stay away", "principal", "families", "text", 0.0, "9 of 10 got it"),
        (6000, "received", None, "Stay away", "principal", "families", "text", 0.0, "10 of 10 got it"),
        (7000, "received", None, "door", "officer", "dean", "radio.school", 0.0, None),
    ]
    plain = talk(comms=ONE)
    assert [moment.words for moment in told_comms(replace(plain, rows=tuple(rows)))] == [
        "The 911 call of the officer rang at the 911 centre.", "The text “Stay away”: 10 of 10 got it.",
    ]  # fmt: skip


def test_what_was_lost_and_why() -> None:
    dead = {"id": "F", "at": 0, "effect": [{"fail": "radio.school"}]}
    run = talk(decided(10, "secretary", "broadcast", channel="school", about="door"), injects=[DOOR, dead])
    assert [moment.words for moment in told_comms(run)] == [
        "The secretary could not pass on the door on the radio channel school: the channel is down."
    ]


def test_a_relay_and_a_long_wait() -> None:
    comms = COMMS | {"radio": COMMS["radio"] | {"police": {"users": ["police", "sergeant", "officer"]}}}
    relay = decided(5, "officer", "relay", join=["school", "police"])
    run = talk(
        relay, decided(10, "secretary", "broadcast", channel="school", about="door"), comms=comms, injects=[DOOR]
    )
    assert "The officer passed the door on from the radio channel school to police." in [
        m.words for m in told_comms(run)
    ]
    busy = talk(decided(9, "dean", "call_911"), decided(10, "secretary", "call_911"), comms=ONE)
    assert told_comms(busy)[-1].words == (
        "The 911 centre answered the secretary after 1 minute 7: every call-taker had been busy."
    )


def test_many_calls_are_one_sentence() -> None:
    crowd = {"id": "PC", "at": 0, "effect": [{"public_calls": 3, "over": 0}]}
    words = [moment.words for moment in told_comms(talk(comms=ONE, injects=[crowd]))]
    assert words == [
        "3 calls by the public came to the 911 centre within 0 seconds; the longest wait was 2 minutes 10."
    ]


@pytest.mark.parametrize(
    ("comms", "expected"),
    [
        (COMMS, {"time_to_911_s": 15.0, "messages_sent": 2, "messages_lost": 0}),  # on the radio and over the PA
        ({}, {"time_to_911_s": 15.0, "messages_sent": 2, "messages_lost": 0}),  # two messages of the exercise
    ],
)
def test_the_measures(comms: dict[str, Any], expected: dict[str, Any]) -> None:
    crowd = {"id": "PC", "at": 0, "effect": [{"public_calls": 3, "over": 5}]}
    radio = decided(60, "secretary", "broadcast", channel="school", about="door")
    spoken = decided(70, "principal", "announce", what="lockdown")
    run = talk(decided(10, "secretary", "call_911"), radio, spoken, comms=comms, injects=[DOOR, crowd])
    assert comms_metrics(run) == expected


def test_words_name_roles_and_never_a_group_by_its_id() -> None:
    told = decided(10, "principal", "tell", to="class", about="door", via="in_person")
    run = talk(told, injects=[knows("principal", "door", "X")], roles=ROLES)
    assert {one.who for one in who_knew(run, "door")} == {"principal", "class"}
    assert who_knew_what(run) == []  # a class is no one who acts on it


# ---- nobody learns what they had acted on ----------------------------------------------------------------------------


def test_whoever_understood_or_acted_or_told_had_it_no_later_than_that() -> None:
    rows: list[Row] = [
        (1_000, "recognised", "fire", "dean", "fire", "101"),
        (2_000, "done", "N1", "principal", "announce", {"what": ["evacuate"]}, "decision"),
        (3_000, "learned", "N2", "police", "threat_where", "GYM", "police-3", "seen"),
        (4_000, "learned", "I1", "principal", "what", "fire", None, "message"),
        (5_000, "learned", "I1", "dean", "what", "fire", None, "message"),
        (6_000, "learned", "N3", "police-3", "threat_where", "OUT", "principal", "in_person"),
    ]
    roles = {"principal": {"in": "101", "title": "Principal"}, "dean": {"in": "102", "title": "Dean"}}
    run = a_run(rows, {"class-101": ("101", 8)}, roles=roles)
    assert [(one.t_ms, one.who, one.via) for one in first_had(run, "what")] == [
        (1_000, "dean", "understood"), (2_000, "principal", "acted"),
    ]  # fmt: skip
    assert [(one.t_ms, one.who) for one in first_had(run, "threat_where")] == [(3_000, "police-3"), (3_000, "police")]


def test_whoever_got_a_message_had_some_word_and_is_not_said_never_to_have_learned_it() -> None:
    sent: Row = (1_000, "inject_released", "I1", "I1", ("dean",), "in_person")
    assert had_word(a_run([sent], {"class-101": ("101", 8)})) == {"dean"}
