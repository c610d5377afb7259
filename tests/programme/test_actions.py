"""Corrective actions on a school's stream: opened from findings, never closed by themselves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator.errors import NotFound, Refused
from simulator.programme import change_status, open_action, programme_stream, read_actions
from simulator.store import Store

SCHOOL = "Maple Ridge Elementary (invented)"
FIELDS = {"id": "F3", "text": "Mend the speakers.", "owner": "District", "due": "2027-02-01", "out": False}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store.open(tmp_path / "programme.db")
    yield made
    made.close()


def opened(store: Store, exercise: str = "exercise:t", **more: object) -> bool:
    return open_action(store, SCHOOL, exercise, {**FIELDS, **more}, 1_800_000_000_000)


def test_a_school_has_a_stream_that_any_name_gives() -> None:
    assert programme_stream(SCHOOL) == "programme:maple-ridge-elementary-invented"
    assert programme_stream("***") == "programme:school" and programme_stream("Ä" * 300).startswith("programme:ä")
    assert len(programme_stream("a b " * 99)) <= 110


def test_nothing_is_there_before_the_first(store: Store) -> None:
    assert read_actions(store, SCHOOL) == () and store.headers() == ()


def test_the_same_finding_opens_one_action_and_another_exercise_another(store: Store) -> None:
    assert opened(store) and not opened(store)
    assert opened(store, "exercise:u")
    found = read_actions(store, SCHOOL)
    assert [(one.id, one.source, one.status) for one in found] == [
        ("A1", ("exercise:t", "F3"), "open"), ("A2", ("exercise:u", "F3"), "open"),
    ]  # fmt: skip
    assert found[0].fields == FIELDS


def test_words_that_go_back_to_earlier_ones_are_a_change_too(store: Store) -> None:
    for words in ("One.", "Two.", "One."):
        assert opened(store, text=words)
    assert read_actions(store, SCHOOL)[0].fields["text"] == "One."


def test_an_action_closes_only_with_words_of_a_person(store: Store) -> None:
    opened(store)
    change_status(store, SCHOOL, "A1", "done", "", 5)
    with pytest.raises(Refused, match="what the retest showed"):
        change_status(store, SCHOOL, "A1", "closed", " ", 6)
    change_status(store, SCHOOL, "A1", "closed", "All speakers heard in March.", 7)
    opened(store, text="New words.")
    (one,) = read_actions(store, SCHOOL)
    assert one.status == "closed" and [status for _, status, _ in one.history] == ["open", "done", "closed"]


def test_what_is_not_there_is_said(store: Store) -> None:
    with pytest.raises(NotFound, match="no corrective action A9"):
        change_status(store, SCHOOL, "A9", "done", "", 5)
    with pytest.raises(Refused, match="open, under way"):
        change_status(store, SCHOOL, "A1", "finished", "", 5)
