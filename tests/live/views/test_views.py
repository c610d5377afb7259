"""What each seat may see: its own, and nothing of the future."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest

from simulator import load_scenario
from simulator.live.views.fixed import fixed
from simulator.live.words import title_of
from simulator.model.run import Run
from tests.live.views.table import EVALUATOR, FACILITATOR, OBSERVER, PROJECTOR, Room, phone_of

INTRUDER, STORM = "maple-ridge-intruder.yaml", "cedar-hollow-storm.yaml"
OTHERS = (EVALUATOR, OBSERVER, PROJECTOR)
REPLACED = (
    "sim time", "paused", "inject ", "seed", "prediction", "p80", "insignificant", "override", "failed", "0 %",
    "weakness", "shooter", "casualties",
)  # fmt: skip


@pytest.fixture(scope="module")
def intruder() -> Room:
    return Room(INTRUDER, seed=7).steps(6)


@pytest.fixture(scope="module")
def storm() -> Room:
    return Room(STORM, seed=7).steps(5)


def words_in(value: Any) -> list[str]:
    """Every text of a view, but the names of its keys."""
    match value:
        case dict():
            return [word for one in value.values() for word in words_in(one)]
        case list():
            return [word for one in value for word in words_in(one)]
        case str():
            return [value]
        case _:
            return []


def test_a_phone_gets_the_messages_to_its_role_and_no_others(intruder: Room) -> None:
    table = {one["id"]: one for one in intruder.view()["messages"] if one["state"] == "released"}
    injects = {one.id: one for one in intruder.exercise.bundle.scenario.injects}
    for role in ("principal", "secretary", "sergeant"):
        got = {one["id"] for one in intruder.view(phone_of(role))["messages"]}
        assert got == {name for name in table if role in injects[name].to}
    assert {one["id"] for one in intruder.view(phone_of("sergeant"))["messages"]} == {"I7"}


def canaried(scenario: str) -> Room:
    """An exercise in which every message says CANARY and its number; so do its notes and its title."""
    bundle = load_scenario(scenario)
    marked = ("text", "notes", "synopsis")
    for number, inject in enumerate(bundle.tree["injects"]):
        inject |= dict.fromkeys(marked, f"CANARY-{number}-")
    slots = tuple(slot for slot in bundle.slots if not (slot[0] == "injects" and slot[-1] in marked))
    return Room(replace(bundle, slots=slots), seed=7)


@pytest.mark.parametrize("scenario", [INTRUDER, STORM])
def test_nothing_that_is_still_to_come_is_in_any_view_but_the_desks_list(scenario: str) -> None:
    room = canaried(scenario)
    played = [name for name, role in room.exercise.bundle.scenario.roles.items() if role.played]
    for _ in range(7):
        room.steps()
        state = {one["text"]: one["state"] for one in room.view()["messages"]}
        out = {text for text, how in state.items() if how == "released"}
        assert len(out) < len(state)
        for seat in (*map(phone_of, played), *OTHERS):
            found = set(re.findall(r"CANARY-\d+-", json.dumps(room.view(seat))))
            assert found <= out
        desk = room.view()
        ahead = {name: desk.pop(name) for name in ("messages", "next")}
        assert set(re.findall(r"CANARY-\d+-", json.dumps(desk))) <= out
        assert ahead


def test_shared_screens_hold_no_place_of_anybody_and_no_refusal(intruder: Room) -> None:
    intruder.does("decide", role="principal", action="lock", fields={"what": ["X1", "nowhere"]})
    for what in ({"what": "map"}, {"what": "title"}, {"what": "question", "question": "Who calls?"}):
        assert intruder.does("show", **what).refused is None
        for seat in (PROJECTOR, OBSERVER):
            view = intruder.view(seat)
            assert set(view) == {"kind", "stamp", "seq", "exercise", "clock", "said", "show", "map", "situation"}
            assert set(view["map"] or {}) <= {"level", "not_heard"}
    assert "people" in intruder.view()["map"]


def test_a_shared_screens_time_is_rounded_to_ten_seconds(storm: Room) -> None:
    assert storm.view(PROJECTOR)["said"].endswith("0")
    assert storm.view(PROJECTOR)["said"][:-1] == storm_said(storm)[:-1]


def storm_said(room: Room) -> str:
    t_ms = room.view()["clock"]["t_ms"]
    seconds = (room.view()["clock"]["starts_clock_ms"] + t_ms) // 1000
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def test_only_the_facilitators_seat_is_given_what_lies_ahead(storm: Room) -> None:
    for seat in (phone_of("principal"), *OTHERS):
        state = storm.exercise.state(seat, storm.wall_ms)
        assert isinstance(state.run, Run) and all(row[0] <= state.now_ms for row in state.rows)
        with pytest.raises(PermissionError):
            _ = state.ahead
        with pytest.raises(PermissionError):
            _ = state.messages


def test_views_say_no_word_that_the_room_should_not_hear(intruder: Room, storm: Room) -> None:
    for room in (intruder, storm):
        for seat in (FACILITATOR, phone_of("principal"), *OTHERS):
            for text in words_in(room.view(seat)):
                assert not [word for word in REPLACED if word in text.lower()], text


def test_a_view_is_the_same_data_whenever_the_log_and_the_time_are(storm: Room) -> None:
    seq = storm.view()["seq"]
    before = {seat.kind: storm.view(seat) for seat in (FACILITATOR, phone_of("principal"), *OTHERS)}
    storm.does("note", text="A note changes nothing that was shown")
    storm.wall_ms -= 10_000
    for seat in (FACILITATOR, phone_of("principal"), *OTHERS):
        assert json.dumps(storm.view(seat, seq)) == json.dumps(before[seat.kind])


def test_views_are_small_enough_for_a_phone(storm: Room) -> None:
    big = Room("north-fork-passing-bell.yaml", seed=3).steps(4)
    for seat in (FACILITATOR, phone_of("principal"), *OTHERS):
        assert len(json.dumps(big.view(seat))) < 60_000
    assert len(json.dumps(storm.view(phone_of("principal")))) < 10_000


def test_a_decision_stands_on_the_phone_and_at_the_desk_with_what_became_of_it() -> None:
    room = Room(STORM, seed=7).steps(2)
    principal = phone_of("principal")
    assert (
        room.does("decide", principal, action="announce", fields={"what": "shelter"}, words="Everybody in").refused
        is None
    )
    own = room.view(principal)["own"][0]
    assert own["words"] == "announces shelter (Everybody in)" and own["state"] == "doing"
    room.steps(2)
    own, entry = room.view(principal)["own"][0], room.view()["entries"][0]
    assert own["state"] == entry["state"] == "done" and entry["who"] == "Principal"
    expected = {one["id"]: one for one in room.view()["expected"]}
    assert expected["E1"]["state"] == "met"


def test_free_words_are_recorded_and_stay_text() -> None:
    room = Room(STORM, seed=7).steps(2)
    words = "<script>alert(1)</script> I would ask the drivers"
    assert room.does("decide", phone_of("dean"), action="record", says=words).say.startswith(
        "Recorded; the facilitator"
    )
    assert words in room.view()["entries"][0]["words"]
    assert room.view(phone_of("principal"))["own"] == []


def test_the_desk_offers_what_is_only_needed_if_nobody_acts() -> None:
    room = Room(STORM, seed=7).steps(5)
    messages = {one["id"]: one for one in room.view()["messages"]}
    assert messages["I3"]["state"] == "due"
    assert room.does("release", inject="I3").refused is None
    assert room.view()["now"]["inject"] == "I3"
    assert "The sky is green" in json.dumps(room.view()["messages"])
    assert room.view(phone_of("secretary"))["messages"][0]["id"] == "I3"


def test_what_stays_the_same_has_the_plan_and_each_roles_own_actions(storm: Room) -> None:
    bundle = storm.exercise.bundle
    desk = fixed(bundle, FACILITATOR)
    assert set(desk["what"]) == set(bundle.scenario.roles)
    spaces = {one["id"] for level in desk["plan"]["levels"] for one in level["spaces"]}
    assert spaces == set(bundle.plan.spaces())
    openings = [one["id"] for level in desk["plan"]["levels"] for one in level["openings"]]
    assert sorted(openings) == sorted(one.id for one in bundle.plan.openings)
    own = fixed(bundle, phone_of("principal"))
    assert [one["action"] for one in own["actions"]] == [one["action"] for one in desk["what"]["principal"]]
    assert set(fixed(bundle, PROJECTOR)) == {"plan"}


def test_every_form_is_an_action_that_the_engine_knows(storm: Room) -> None:
    from simulator.live.views.forms import FORMS
    from simulator.model.actions import FIELDS, NEEDED

    for forms in FORMS.values():
        for form in forms:
            names = {one.name for one in form.fields}
            assert names <= set(FIELDS[form.action])
            assert set(NEEDED.get(form.action, ())) <= {one.name for one in form.fields if one.needed} | {"says"}


def test_roles_go_by_their_titles(storm: Room) -> None:
    scenario = storm.exercise.bundle.scenario
    titles = {one["role"]: one["title"] for one in storm.view()["record"]["who"]}
    assert titles == {name: title_of(scenario, name) for name in scenario.roles}


def test_a_map_has_what_was_not_heard_only_where_the_facilitator_says_so() -> None:
    room = Room(INTRUDER, seed=7).steps(2)
    room.does("decide", role="principal", action="announce", fields={"what": "lockdown"})
    room.steps(2)
    not_heard = room.view()["map"]["not_heard"]
    assert not_heard
    room.does("show", what="map", level="2")
    assert room.view(PROJECTOR)["map"] == {"level": "2", "not_heard": []}
    room.does("show", what="map", not_heard=True)
    assert room.view(OBSERVER)["map"] == {"level": None, "not_heard": not_heard}


def test_no_seat_but_the_desk_is_given_which_doors_are_locked(intruder: Room) -> None:
    def states(seat: Any) -> set[Any]:
        drawn = fixed(intruder.exercise.bundle, seat)["plan"]
        return {one["state"] for level in drawn["levels"] for one in level["openings"]}

    assert "locked" in states(FACILITATOR)
    assert states(PROJECTOR) == states(OBSERVER) == {None}


def test_the_hot_wash_is_at_the_desk_whole_and_on_a_phone_its_own() -> None:
    room = Room(STORM, seed=7).steps(2)
    principal, dean = phone_of("principal"), phone_of("dean")
    line = {"discipline": "school", "sort": "improve", "text": "The radio did not reach the gym"}
    assert room.does("hot_wash", principal, **line).refused is None
    room.does("hot_wash", dean, discipline="school", sort="strength", text="Doors were shut at once")
    seq = room.view()["hot_wash"][0]["seq"]
    room.does("hot_wash", seq=seq, owner="Facilities", due="2027-01-15", **line)
    desk = room.view()["hot_wash"]
    assert [(one["sort"], one["owner"], one["due"]) for one in desk] == [
        ("improve", "Facilities", "2027-01-15"), ("strength", "", ""),
    ]  # fmt: skip
    assert desk[0]["seq"] == seq
    (own,) = room.view(principal)["wash"]
    assert own == desk[0] and room.view(dean)["wash"] == desk[1:]
    room.does("hot_wash", seq=seq, out=True, **line)
    assert [one["out"] for one in room.view()["hot_wash"]] == [True, False]
    assert room.does("hot_wash", dean, seq=seq, **line).refused is not None


def test_notes_are_seen_by_whoever_wrote_them() -> None:
    room = Room(STORM, seed=7).steps(2)
    room.does("note", phone_of("principal"), text="Ask about the gym")
    assert [one["text"] for one in room.view(phone_of("principal"))["notes"]] == ["Ask about the gym"]
    assert room.view(phone_of("dean"))["notes"] == room.view(EVALUATOR)["notes"] == []


def test_a_phone_asks_by_the_plain_verb(storm: Room) -> None:
    from simulator.live.views.forms import FORMS
    from simulator.live.views.phone import asked

    own = {one["label"].split(" ")[0] for one in fixed(storm.exercise.bundle, phone_of("principal"))["actions"]}
    assert {"Announce", "Search", "Close", "Hold"} <= own
    verbs = {asked(form.label).split(" ")[0] for forms in FORMS.values() for form in forms}
    assert verbs <= set(VERBS.split())


VERBS = """
Announce Tell Radio Ask Send Lock Move Correct Count Search Unlock Close Press Silence Shut Hold Take Join Stage Set
Clear Form Release Hand Open Relay Meet Alert Dispatch Call Connect Let Transfer Log Record Start Bring Have Give Pass
"""


def test_messages_of_one_step_lie_on_the_table_together() -> None:
    room = Room(STORM, seed=1).steps(2)
    assert room.does("decide", role="principal", action="announce", fields={"what": "shelter"}).refused is None
    for _ in range(8):
        room.steps()
        out = [one for one in room.view()["messages"] if one["state"] == "released"]
        latest = max(one["t_ms"] for one in out)
        together = [one for one in out if latest - one["t_ms"] <= 250]
        say = room.view()["now"]["say"]
        assert all(one["text"] in say for one in together)
        if len(together) > 1:
            return
    raise AssertionError("no two messages came with one step")


def test_an_offer_says_what_was_recorded_and_is_not_done_yet() -> None:
    room = Room(INTRUDER, seed=1).steps(1)
    assert room.does("decide", role="secretary", action="announce", fields={"what": "lockdown"}).refused is None
    room.steps(1)
    due = [one for one in room.view()["messages"] if one["state"] == "due"]
    assert [one["under_way"] for one in due] == ["Under way since 10:42:00: Secretary announces lockdown."]


def test_the_content_note_is_read_before_anything_else(storm: Room) -> None:
    note = storm.exercise.bundle.scenario.exercise.content_note
    assert note is not None and note in Room(STORM).view()["now"]["say"]


def test_messages_are_listed_in_the_order_of_time(storm: Room) -> None:
    """As one reads them down the page; those that have no time yet come last."""
    listed = storm.view()["messages"]
    timed = [one["t_ms"] for one in listed if one["when"][0].isdigit()]
    assert timed == sorted(timed) and len(timed) > 3
    assert [one["when"][0].isdigit() for one in listed] == sorted(
        (one["when"][0].isdigit() for one in listed), reverse=True
    )


def test_a_deadline_that_the_doing_cannot_meet_is_said_before_it_is_recorded() -> None:
    """Version 1: the announcement takes 47 s, the message allows 45 s."""
    room = Room(INTRUDER, seed=1).steps(1)
    fields = {"role": "secretary", "action": "announce", "fields": {"what": "lockdown"}}
    say = room.preview("decide", **fields).say
    assert "Doing it takes 47 seconds; message 1 allows 45 seconds: the deadline passes before it is done." in say
    call = {"role": "secretary", "action": "call_911", "fields": {"says": ["what", "where", "door"]}}
    assert "deadline" not in room.preview("decide", **call).say.partition("Next")[0]
    recorded = room.does("decide", **fields).say
    assert recorded.startswith("Recorded for the Secretary.") and "message 1 allows 45 seconds" in recorded
    now = {one["id"]: one for one in room.view()["expected"]}
    assert now["E1"]["said"] == "being done until 10:42:47, due 10:42:45"
    late = {one["id"]: one for one in room.steps(1).view()["expected"]}
    assert (late["E1"]["state"], late["E1"]["said"]) == ("late", "being done until 10:42:47, was due 10:42:45")


def test_the_question_goes_with_the_message_on_the_table() -> None:
    """Of the part's questions the one that fits; one that stands on the wall since then stays; none is asked twice."""
    room = Room(INTRUDER, seed=1).steps(1)
    first = room.view()["now"]["ask"]
    assert first.startswith("Who may order a lockdown here")
    room.does("show", what="question", question=first)
    assert room.view()["now"]["ask"] == first
    room.does("decide", role="secretary", action="announce", fields={"what": "lockdown"})
    while room.view()["now"]["inject"] != "I3":
        room.steps(1)
    now = room.view()["now"]
    assert now["ask"].startswith("Who notices that a hall has not heard")
    assert now["ask"] not in now["probes"] and first in now["probes"]


def test_an_offer_has_a_question_of_its_own_that_tells_nothing() -> None:
    room = Room(INTRUDER, seed=1).steps(2)
    due = next(one for one in room.view()["messages"] if one["state"] == "due")
    assert due["ask"] == "It is 10:42:45. What has the secretary done about this by now?"
    assert "lockdown" not in due["ask"]


def test_who_is_missing_is_said_by_role() -> None:
    room = Room(STORM)
    says = lambda: room.view()["seats"]["says"]  # noqa: E731
    assert says() == "no role has joined by phone"
    for n, role in enumerate(("principal", "dean", "secretary", "transport")):
        room.exercise.sit("participant", f"sit-{n}", room.wall_ms, role=role)
        if n == 1:
            assert says() == "2 of 4 roles here, missing: Secretary, Bus dispatcher"
    assert says() == "all 4 roles are here"


def test_what_a_message_expects_can_be_chosen_whatever_the_discipline(storm: Room) -> None:
    """The dean is to unload buses, which no list of a school's actions has: its form comes from the list of actions."""
    own = {one["action"]: one for one in fixed(storm.exercise.bundle, phone_of("dean"))["actions"]}
    assert own["unload"]["first"] and own["unload"]["label"] == "Unload a vehicle"
    assert [one["name"] for one in own["unload"]["fields"]] == ["vehicle", "to"]
    assert own["unload"]["fields"][0]["options"]
    assert not own["unlock"]["first"]


def test_a_form_names_no_field_that_the_action_lacks() -> None:
    from simulator.live.views.forms import Field, Form

    with pytest.raises(ValueError, match="lock has no field zones"):
        Form("lock", "Locks", (Field("zones", "Where"),))
    assert Form("lock", "Locks", (Field("what", "Door"),)).needs(Field("what", "Door"))


def test_a_dispatcher_has_a_form_of_what_callers_said() -> None:
    room = Room(INTRUDER, seed=1).steps(1)
    form = room.view(phone_of("dispatcher"))["call"]
    assert form == {"calls": 0, "latest": None, "said": [], "not_said": []}
    call = {"role": "secretary", "action": "call_911", "fields": {"says": ["what"], "from": "office_line"}}
    assert room.does("decide", **call).refused is None
    form = room.steps(4).view(phone_of("dispatcher"))["call"]
    assert form["calls"] > 0 and "what was happening" in [one["fact"] for one in form["said"]]
    assert "the door" in form["not_said"]
    assert room.view(phone_of("principal"))["call"] is None


def test_what_is_read_back_is_the_sentence_alone() -> None:
    """A participant sees how it will read, and nothing of what would follow."""
    room = Room(INTRUDER, seed=1).steps(1)
    mine = {"action": "announce", "fields": {"what": "lockdown"}, "words": "Lockdown, <b>now</b>"}
    seen = room.exercise.act(phone_of("principal"), "read_back", mine, "rb-1", None, room.wall_ms)
    words = "It will read: Principal announces lockdown, “Lockdown, <b>now</b>”. It counts from when you say it."
    assert seen.say == words
    assert seen.data == {} and seen.entry is None
    lacking = room.exercise.act(phone_of("principal"), "read_back", {"action": "announce"}, "rb-2", None, room.wall_ms)
    assert lacking.refused == "Say what as well."
    other = {**mine, "role": "sergeant"}
    refused = room.exercise.act(phone_of("principal"), "read_back", other, "rb-3", None, room.wall_ms).refused
    assert refused == "This seat decides for its own role only."
