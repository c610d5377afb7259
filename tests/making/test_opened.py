"""From a draft to an exercise: held, with what was chosen; a dry run is marked and never counted."""

from __future__ import annotations

import time

import pytest

from simulator import live
from simulator.errors import Refused
from simulator.session.making import Drafts, built, how_ordinary, open_from, settings_of, still_open
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
