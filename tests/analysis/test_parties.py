"""Whom a person means who asks `why`, and what is said of roles."""

from __future__ import annotations

import re

import pytest

from simulator import session
from simulator.analysis.parties import Meant, party_meant
from simulator.engine.run import run
from simulator.errors import NotFound
from simulator.model.decisions import Decision
from simulator.model.run import Run
from tests.engine.buildings import bundle_of, group, room_between

ROLES = {
    "principal": {"in": "R", "title": "School Principal", "played": True},
    "sergeant": {"in": "off_site", "title": "Patrol sergeant", "played": True},
}


def played(*decisions: Decision) -> Run:
    groups = [group("class_a", "R", 6), group("visitors", "R", 2, kind="visitors", each_alone=True)]
    return session.run(bundle_of(room_between(), groups, roles=ROLES), 1, decisions)


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("class_a", Meant("class_a")), ("Class A", Meant("class_a")), ("class_a.1", Meant("class_a.1")),
        ("R", Meant("class_a")), ("room r", Meant("class_a")), ("visitors", Meant("visitors/1")),
        ("VISITORS/2", Meant("visitors/2")), ("principal", Meant("principal", "principal")),
        ("The School Principal", Meant("principal", "principal")), ("patrol sergeant", Meant(None, "sergeant")),
    ],
)  # fmt: skip
def test_a_party_is_found_by_what_a_person_would_type(asked: str, meant: Meant) -> None:
    assert party_meant(played(), asked) == meant


def test_nobody_of_that_name_is_answered_with_the_nearest_and_with_all_patterns() -> None:
    with pytest.raises(NotFound) as raised:
        party_meant(played(), "visitorss")
    assert str(raised.value) == (
        "there is nobody called visitorss; did you mean visitors? You can ask about a group, or one of it as GROUP/1: "
        "class_a, visitors; a role: principal, sergeant."
    )


def test_of_a_taken_seat_what_was_decided_last_is_told() -> None:
    acts = [{"id": "N1", "at": 40, "role": "principal", "action": "record", "says": "Wait."},
            {"id": "N2", "at": 9, "role": "sergeant", "action": "record", "says": "On the way."}]  # fmt: skip
    found = played(*(Decision.model_validate(act) for act in acts))
    assert found.why("principal", 60).endswith("At 0:40 the School Principal said: Wait, as decided (N1).")
    assert "N1" not in found.why("principal", 39)
    assert found.why("sergeant", 60) == (
        "The Patrol sergeant is not in the building and has no way to choose; what they did last is told here. "
        "At 0:09 the Patrol sergeant said: On the way, as decided (N2)."
    )
    assert found.why("sergeant", 3).endswith("see what they did in the course of the run.")


def test_a_party_that_chose_nothing_is_told_with_the_order_that_reached_it() -> None:
    bundle = session.load_scenario("maple-ridge-lockdown")
    found = session.run(bundle, 1, until=90, set_values={"word": "lockdown"}, seats={})
    assert re.fullmatch(
        r"The class of Grade 1 \(104\) went by the order “lockdown”, which they heard at 0:\d\d; "
        r"at \d:\d\d Grade 1 \(104\) was secured\.",
        found.why("Room 104", 85),
    )
    assert (
        found.why("@gym", 85) == "By 1:25 22 pupils from Gym had not been reached by any order and had made no choice."
    )


def test_the_same_words_lead_to_the_same_answer() -> None:
    found = played()
    assert found.why("Room R", 60) == found.why("class_a", 60)
    assert run(bundle_of(room_between(), [group("class_a", "R", 6)]), 1).tells_why is None
