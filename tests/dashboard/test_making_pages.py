"""The pages of *Make mine* by Streamlit's own tester: each step shows, keeps and tells."""

from __future__ import annotations

from pathlib import Path

import pytest

import dashboard
from dashboard.web.core import Core
from dashboard.web.house import House, set_house
from simulator.session.making import ordinary
from simulator.store import Store

streamlit_testing = pytest.importorskip("streamlit.testing.v1")
PLAN = str(Path(dashboard.__file__).parent / "views" / "plan.py")
VALUES = {"scenario": "shipped:cedar-hollow-secure", "minutes": 90}


@pytest.fixture
def house(tmp_path, monkeypatch):
    monkeypatch.setattr(ordinary, "_asked_of_another", lambda asked: ordinary.NOTHING)
    store = Store.open(tmp_path / "e.db")
    made = House(Core(store), now_ms=lambda: 1_800_000_000_000)
    set_house(made)
    yield made
    store.close()


def draft_in(house: House, **more):
    return house.live.drafts().begin({**VALUES, **more}, "begin", 1_800_000_000_000)


def page(draft=None, step: int = 1, **query: str):
    shown = streamlit_testing.AppTest.from_file(PLAN, default_timeout=30)
    shown.session_state["facilitator"] = True
    if draft is not None:
        shown.query_params["draft"], shown.query_params["step"] = draft.name, str(step)
    shown.run()
    assert not shown.exception, [one.value for one in shown.exception]
    return shown


def of(kinds, label: str):
    return next(one for one in kinds if one.label == label)


def test_nobody_sees_a_draft_without_the_passcode(house) -> None:
    draft = draft_in(house, title="Secret of ours")
    shown = streamlit_testing.AppTest.from_file(PLAN, default_timeout=30)
    shown.query_params["draft"] = draft.name
    shown.run()
    assert not shown.text_input or shown.text_input[0].label.startswith("Passcode")
    assert "Secret of ours" not in str(shown)


@pytest.mark.parametrize("step", range(1, 7))
def test_each_step_shows_itself_with_and_without_a_scenario(house, step: int) -> None:
    page(draft_in(house), step)
    empty = house.live.drafts().begin({"minutes": 90}, f"empty-{step}", 1_800_000_000_000)
    page(empty, step)


def test_what_is_typed_is_in_the_log_and_comes_back(house) -> None:
    draft = draft_in(house)
    shown = page(draft, 1)
    of(shown.text_input, "Room").set_value("Library").run()
    assert house.live.drafts().read(draft.stream).values["room"] == "Library"
    assert of(page(draft, 1).text_input, "Room").value == "Library"


def test_who_plays_what_and_discussion_only_are_kept(house) -> None:
    draft = draft_in(house)
    shown = page(draft, 2)
    first = next(one for one in shown.button_group if one.label.endswith("who plays it"))
    first.set_value("absent").run()
    shown.toggle[0].set_value(True).run()
    values = house.live.drafts().read(draft.stream).values
    assert "absent" in values.values() and values["discussion_only"] is True


def test_a_message_that_is_left_out_stays_listed_and_can_be_taken_in_again(house) -> None:
    draft = draft_in(house)
    shown = page(draft, 3)
    before = len([one for one in shown.button if one.label == "Change"])
    next(one for one in shown.button if one.label == "Change").click().run()
    of(shown.button, "Leave it out").click().run()
    assert len([one for one in shown.button if one.label in ("Change", "Close")]) == before
    of(shown.button, "Take it in again").click().run()
    values = house.live.drafts().read(draft.stream).values
    assert [one for name, one in values.items() if name.endswith(".left_out")] == [False]


def test_a_wrong_value_stays_with_its_sentence_beside_it(house) -> None:
    draft = draft_in(house)
    shown = page(draft, 1)
    of(shown.text_input, "Scenario begins at").set_value("late").run()
    assert of(shown.text_input, "Scenario begins at").value == "late"
    assert of(page(draft, 1).text_input, "Scenario begins at").value == "late"
    assert "Expected a time of day as" in _html(shown) and "stays until then." in _html(shown)


def test_opening_with_entries_that_need_another_look_asks_once(house) -> None:
    draft = draft_in(house, start="half past one", visited=[1])
    shown = page(draft, 2)
    assert not any("✓" in one.label for one in shown.button)
    of(shown.button, "Open the exercise").click().run()
    assert any("1 entry needs another look" in one.value for one in shown.warning) and not house.live.listed()
    of(shown.button, "Look at them").click().run()
    assert shown.query_params["step"] in ("1", ["1"]) and not shown.warning


def test_a_tick_against_the_fact_is_told(house) -> None:
    shown = page(draft_in(house), 6)
    of(shown.checkbox, "The phones are ready").set_value(True).run()
    assert "Ticked, but no phone has reached" in _html(shown)
    assert any("Who checked it?" in one.value for one in shown.caption)


def test_what_another_window_changed_is_shown_and_told(house) -> None:
    draft = draft_in(house)
    shown = page(draft, 1)
    house.live.drafts().save(draft.stream, {"room": "Gym"}, "other", "k1", draft.seq, 1_800_000_000_000)
    of(shown.text_input, "Room").set_value("Library").run()
    assert any("Another window" in one.value for one in shown.warning)
    of(shown.button, "Take theirs").click().run()
    assert house.live.drafts().read(draft.stream).values["room"] == "Gym"
    assert of(shown.text_input, "Room").value == "Gym"


def test_a_dry_run_is_no_exercise_that_counts(house) -> None:
    draft = draft_in(house)
    made = house.open_draft(draft, rehearsal=True)
    listed = next(one for one in house.live.listed() if one.stream == made.stream)
    assert listed.rehearsal and listed.title.startswith("Dry run")
    assert not next(one for one in [house.live.listed()[0]]).is_over


def test_the_list_goes_on_copies_and_puts_away(house) -> None:
    draft = draft_in(house, title="Ours")
    shown = page()
    of(shown.button, "Copy").click().run()
    assert len(house.live.drafts().listed()) == 2
    next(one for one in shown.button if one.key == f"away-{draft.name}").click().run()
    assert house.live.drafts().read(draft.stream).is_deleted
    of(shown.button, "Take back").click().run()
    assert not house.live.drafts().read(draft.stream).is_deleted


def test_what_people_type_is_no_html(house) -> None:
    shown = page(draft_in(house, title="<script>alert(1)</script>", room="<b>x</b>"), 1)
    assert "<script>" not in _html(shown) and "<b>x</b>" not in _html(shown)


def _html(shown) -> str:
    return " ".join(str(one.proto.body) for one in shown.get("html"))
