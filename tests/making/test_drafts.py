"""Drafts: every change is an entry, the latest of each field wins, and no window overwrites another in silence."""

from __future__ import annotations

import pytest

from simulator.errors import NotFound, Refused
from simulator.session.making import Drafts
from simulator.store import Store

WALL_MS = 1_800_000_000_000


@pytest.fixture
def path(tmp_path):
    return tmp_path / "e.db"


@pytest.fixture
def drafts(path):
    store = Store.open(path)
    yield Drafts(store)
    store.close()


def test_a_draft_is_read_again_after_the_server_was_ended(path) -> None:
    store = Store.open(path)
    made = Drafts(store).begin({"title": "Ours", "minutes": 45}, "begin", WALL_MS)
    Drafts(store).save(made.stream, {"room": "library"}, "a", "k1", made.seq, WALL_MS + 1)
    store.close()
    again = Drafts(Store.open(path)).read(made.stream)
    assert again.values == {"title": "Ours", "minutes": 45, "room": "library"}
    assert again.saved_wall_ms == WALL_MS + 1


def test_the_latest_value_of_each_field_wins(drafts) -> None:
    made = drafts.begin({"title": "One", "room": "gym"}, "begin", WALL_MS)
    drafts.save(made.stream, {"title": "Two"}, "a", "k1", 1, WALL_MS)
    assert drafts.read(made.stream).values == {"title": "Two", "room": "gym"}


def test_the_same_key_is_kept_once(drafts) -> None:
    made = drafts.begin({}, "begin", WALL_MS)
    first = drafts.save(made.stream, {"title": "One"}, "a", "k1", 1, WALL_MS)
    again = drafts.save(made.stream, {"title": "Two"}, "a", "k1", 1, WALL_MS)
    assert first.seq == again.seq == 2
    assert drafts.read(made.stream).values["title"] == "One"


def test_another_window_is_told_of_what_it_replaces_and_both_stay_in_the_log(drafts) -> None:
    made = drafts.begin({"title": "One"}, "begin", WALL_MS)
    drafts.save(made.stream, {"title": "Theirs", "room": "gym"}, "a", "k1", made.seq, WALL_MS)
    saved = drafts.save(made.stream, {"title": "Mine"}, "b", "k2", made.seq, WALL_MS)
    assert saved.instead_of == {"title": "Theirs"}
    draft = drafts.read(made.stream)
    assert draft.values["title"] == "Mine" and draft.values["room"] == "gym"
    assert draft.by["title"] == (3, "b") and draft.by["room"] == (2, "a")


def test_what_this_window_wrote_itself_or_had_seen_is_no_conflict(drafts) -> None:
    made = drafts.begin({"title": "One"}, "begin", WALL_MS)
    drafts.save(made.stream, {"title": "Two"}, "a", "k1", made.seq, WALL_MS)
    assert drafts.save(made.stream, {"title": "Three"}, "a", "k2", made.seq, WALL_MS).instead_of == {}
    assert drafts.save(made.stream, {"title": "Four"}, "b", "k3", 3, WALL_MS).instead_of == {}


def test_a_copy_has_the_choices_and_not_the_ticks(drafts) -> None:
    values = {
        "title": "One",
        "minutes": 45,
        "tick.printer": {"on": True},
        "rehearsal": "exercise:x",
        "packet": ["plan"],
    }
    made = drafts.begin(values, "begin", WALL_MS)
    copy = drafts.copy(made.stream, "copy", WALL_MS + 5, "One (copy)")
    assert copy.stream != made.stream
    assert copy.values == {"title": "One (copy)", "minutes": 45, "copy_of": made.stream}


def test_a_draft_that_was_put_away_can_be_taken_back(drafts) -> None:
    made = drafts.begin({"title": "One"}, "begin", WALL_MS)
    drafts.save(made.stream, {"deleted": True}, "a", "k1", 1, WALL_MS)
    assert drafts.read(made.stream).is_deleted
    drafts.save(made.stream, {"deleted": False}, "a", "k2", 2, WALL_MS)
    assert not drafts.read(made.stream).is_deleted and drafts.read(made.stream).values["title"] == "One"


def test_drafts_are_listed_the_latest_first_and_are_no_exercises(path) -> None:
    store = Store.open(path)
    drafts = Drafts(store)
    old = drafts.begin({"title": "Old"}, "b1", WALL_MS)
    new = drafts.begin({"title": "New"}, "b2", WALL_MS + 10)
    assert [one.stream for one in drafts.listed()] == [new.stream, old.stream]
    assert store.headers() == ()
    store.close()


def test_a_draft_that_is_not_there_and_a_text_without_end_are_refused(drafts) -> None:
    with pytest.raises(NotFound):
        drafts.read("draft:nobody")
    made = drafts.begin({}, "begin", WALL_MS)
    with pytest.raises(Refused, match="longer"):
        drafts.save(made.stream, {"title": "x" * 2_000_001}, "a", "k", 1, WALL_MS)
