"""From a draft to an exercise: held, with what was chosen; a dry run is marked and never counted."""

from __future__ import annotations

import re
import time

import pytest

from simulator import live
from simulator.errors import Refused
from simulator.session.making import Drafts, built, how_ordinary, minutes_of, open_from, settings_of, still_open
from simulator.session.making.course import told_lines
from simulator.session.making.looking import about_absent, entries, unfinished
from simulator.session.making.ordinary import LOST, compared
from simulator.store import Store

WALL_MS = 1_800_000_000_000
VALUES = {
    "scenario": "shipped:cedar-hollow-secure", "minutes": 45, "title": "Ours", "seed": 3, "date": "2026-10-06",
    "room": "library", "quiet_room": "105", "support_person": "the counselor",
}  # fmt: skip


@pytest.fixture
def store(tmp_path):
    made = Store.open(tmp_path / "e.db")
    yield made
    made.close()


def draft_of(store, **more):
    return Drafts(store).begin({**VALUES, **more}, "begin", WALL_MS)


def test_the_exercise_of_a_draft_is_held_and_has_its_settings(store) -> None:
    found = open_from(store, draft_of(store), WALL_MS)
    settings = found.header.settings
    assert found.header.title == "Ours" and settings["seed"] == 3 and settings["minutes"] == 45
    assert settings["quiet_room"] == "105" and settings["room"] == "library" and "rehearsal" not in settings
    assert found.standing(WALL_MS).state == "held"


def test_it_is_opened_again_from_the_log_alone_with_the_changed_words(store) -> None:
    first = built(VALUES).bundle.scenario.injects[0].id
    made = open_from(store, draft_of(store, **{f"message.{first}.text": "Our own words."}), WALL_MS)
    again = live.open(store, made.stream)
    assert again.bundle.scenario.injects[0].text == "Our own words."


def test_a_dry_run_is_marked_as_such(store) -> None:
    found = open_from(store, draft_of(store), WALL_MS, rehearsal=True)
    assert found.header.settings["rehearsal"] is True and found.header.title == "Dry run: Ours"


def test_who_is_there_what_is_left_out_and_discussion_go_into_the_settings(store) -> None:
    roles = list(built(VALUES).bundle.scenario.roles)
    first = built(VALUES).bundle.scenario.injects[0].id
    draft = draft_of(
        store, **{f"seat.{roles[0]}": "absent", f"message.{first}.left_out": True, "discussion_only": True}
    )
    settings = settings_of(draft)
    assert settings["seats"][roles[0]] == "absent" and settings["left_out"] == [first]
    assert settings["discussion_only"] is True
    open_from(store, draft, WALL_MS)


def test_what_cannot_be_played_is_refused_in_words(store) -> None:
    with pytest.raises(Refused, match="choose a scenario first"):
        open_from(store, draft_of(store, scenario=""), WALL_MS)


def test_what_is_open_before_the_day_is_told_with_its_step(store) -> None:
    draft = draft_of(store, title="x" * 5_000)
    items = {one.words: one for one in still_open(draft, built(draft.values), rehearsed=False)}
    assert items["Support person: the counselor"].done and items["Quiet room: 105"].done
    assert not items["Dry run, 10 minutes alone"].done and items["Dry run, 10 minutes alone"].step == 5
    assert items["One entry needs another look"].step == 1
    ticked = {**draft.values, "tick.content_note": {"on": True}, "packet": ["plan"], "title": "Ours"}
    draft = Drafts(store).begin(ticked, "again", WALL_MS)
    assert all(one.done for one in still_open(draft, built(draft.values), rehearsed=True))


def test_how_ordinary_is_worked_out_beside_the_page() -> None:
    bundle = built(VALUES).bundle
    begun = time.monotonic()
    first = how_ordinary(bundle, 3)
    assert time.monotonic() - begun < 0.2 and not first.is_known
    while not (found := how_ordinary(bundle, 3)).is_known and time.monotonic() - begun < 60:
        time.sleep(0.1)
    assert found.is_known and found != LOST
    assert found.short.startswith(("harder than", "as hard as", "easier than", "cannot tell"))
    assert "version" in found.how or found.short == "cannot tell"


def test_a_scenario_without_variables_says_that_it_cannot_tell() -> None:
    bundle = built({"scenario": "shipped:maple-ridge-fire-drill"}).bundle
    import dataclasses

    still = dataclasses.replace(bundle, scenario=bundle.scenario.model_copy(update={"variables": {}}), slots=())
    assert compared(still, 1).short == "cannot tell"


def test_a_step_with_an_entry_that_needs_another_look_is_not_finished() -> None:
    values = {**VALUES, "start": "13:30"}
    assert unfinished(built(values), values) == frozenset()
    n, timed = next((n, one) for n, one in enumerate(built(values).bundle.scenario.injects, 1) if one.at_ms is not None)
    wrong = {**values, "start": "half past one", f"message.{timed.id}.at": "soon"}
    assert unfinished(built(wrong), wrong) == {1, 3}
    assert entries(built(wrong)) == f"the time of message {n} and “Begins in the room at”"
    assert unfinished(built({**values, "date": ""}), {**values, "date": ""}) == {1}


def test_a_time_that_nobody_can_read_is_not_in_the_settings(store) -> None:
    assert settings_of(draft_of(store, start="1:30 pm"))["start"] == "1:30 pm"
    assert "start" not in settings_of(Drafts(store).begin({**VALUES, "start": "half past one"}, "again", WALL_MS))


def test_messages_of_a_role_that_is_not_present_are_told(store) -> None:
    scenario = built(VALUES).bundle.scenario
    role = scenario.injects[0].to[0]
    values = {**VALUES, f"seat.{role}": "absent"}
    lines = about_absent(built(values), values)
    assert lines and lines[0].startswith("Message") and "who is not present: send" in lines[0]
    assert about_absent(built(VALUES), VALUES) == ()
    out = {f"message.{one.id}.left_out": True for one in scenario.injects}
    assert about_absent(built(values), {**values, **out}) == ()


def test_the_minutes_of_the_desk_are_those_of_the_draft(store) -> None:
    draft = draft_of(store)
    cost = minutes_of(built(draft.values).bundle, draft.values)
    settings = settings_of(draft)
    assert settings["opening_minutes"] == cost.opening and settings["hot_wash_minutes"] == cost.hot_wash


def test_what_brings_a_message_is_told_without_ids_and_with_the_time_of_this_version() -> None:
    values = {"scenario": "shipped:cedar-hollow-bomb-threat", "minutes": 90}
    lines = told_lines(built(values).bundle, values, 1)
    assert [one.t_ms for one in lines] == sorted(one.t_ms for one in lines)
    said = [one for one in lines if not one.timed]
    assert any(one.said.startswith("about 1") for one in said)
    told = " ".join([*(one.trigger for one in said), *(word for one in lines for word in one.expects)])
    assert not re.search(r"\(what |\(agency |\bE\d|\bI\d|has not|at the soonest", told), told
