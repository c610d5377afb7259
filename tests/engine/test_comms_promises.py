"""Promises of communication: a later act leaves the past alone, and nothing is taught by what was lost."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.model.run import Run
from tests.engine.buildings import rows
from tests.engine.talking import COMMS, decided, knows, talk

ACTS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("principal", "broadcast", {"channel": "school", "about": "door"}),
    ("secretary", "broadcast", {"channel": "school", "what": "lockdown"}),
    ("officer", "announce", {"what": "lockdown", "via": ["pa", "radio"]}),
    ("sergeant", "broadcast", {"channel": "police", "about": "door"}),
    ("officer", "relay", {"join": ["school", "police"]}),
    ("secretary", "call_911", {"from": "office", "says": ["what", "door"]}),
    ("dean", "call_911", {}),
    ("principal", "tell", {"to": "sergeant", "about": "door", "via": "phone"}),
    ("officer", "ask", {"to": "principal", "about": "door", "via": "radio"}),
    ("secretary", "press_panic", {}),
    ("principal", "send_alert", {"audience": "families", "says": "We are safe."}),
)
SHARED = COMMS | {"radio": COMMS["radio"] | {"police": {"users": ["police", "sergeant", "officer"]}}}
EVENTS = (
    knows("principal", "door", "X"), {"id": "F1", "at": 60, "effect": [{"fail": "radio.school", "for": 30}]},
    {"id": "F2", "at": 40, "effect": [{"fail": "psap.city", "for": 50}, {"fail": "phone.office", "for": 20}]},
    {"id": "PC", "at": 20, "effect": [{"public_calls": 6, "over": 30}]},
)  # fmt: skip
TIMED = st.lists(st.tuples(st.integers(0, 240), st.sampled_from(ACTS)), max_size=7)


def play(acts: list[tuple[int, Any]], seed: int = 1) -> Run:
    """Random acts at random instants, with the program's own times."""
    decisions = [decided(at, role, action, id=f"N{n}", **fields) for n, (at, (role, action, fields)) in enumerate(acts)]
    return talk(*decisions, comms=SHARED, injects=list(EVENTS), readiness={}, seed=seed, horizon="08:00")


@settings(max_examples=20, deadline=None)
@given(TIMED, st.integers(0, 300), st.sampled_from(ACTS))
def test_an_act_leaves_what_came_before_it_alone(acts: list[tuple[int, Any]], at: int, one: Any) -> None:
    before, after = play(acts), play([*acts, (at, one)])
    assert [row for row in before.rows if row[0] < at * 1000] == [row for row in after.rows if row[0] < at * 1000]


@settings(max_examples=20, deadline=None)
@given(TIMED, st.integers(1, 50))
def test_every_message_arrives_or_is_lost_and_what_is_lost_teaches_nobody(
    acts: list[tuple[int, Any]], seed: int
) -> None:
    run = play(acts, seed)
    spoken = [row for row in rows(run, "sent") if row[6].startswith("radio") and row[0] < run.until_ms - 60_000]
    ended = {(row[2], row[4]) for row in rows(run, "received", "lost") if row[6].startswith("radio")}
    assert {(row[2], row[4]) for row in spoken} <= ended
    heard = {(row[0], row[4], row[5]) for row in rows(run, "received") if row[6].startswith("radio")}
    learned = [row for row in rows(run, "learned") if row[7] == "radio"]
    assert all((row[0], row[6], row[3]) in heard for row in learned)


@settings(max_examples=10, deadline=None)
@given(TIMED, st.integers(1, 50))
def test_every_call_that_rings_is_answered_once_a_call_taker_is_free(acts: list[tuple[int, Any]], seed: int) -> None:
    run = play(acts, seed)
    answered = rows(run, "call_answered")
    busy: dict[str, list[int]] = {}
    for row in answered:
        busy.setdefault(row[3], []).append(row[0])
    assert all(row[7] >= 0 for row in answered)
    assert len(answered) <= len(rows(run, "call_placed", "transferred"))
    assert all(times == sorted(times) for times in busy.values())
