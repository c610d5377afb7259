"""One exercise as one file, from one computer to another and back."""

import os
import shutil
import sqlite3
from contextlib import closing

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.errors import NotFound, Refused
from simulator.store import Store

ONE = "exercise:one"


@pytest.fixture
def other(opened, tmp_path):
    """The store of another laptop."""
    return opened(tmp_path / "other laptop.db")


@pytest.fixture
def played(store, note):
    """A store whose exercise has three entries."""
    for index in range(3):
        store.append(ONE, f"k{index}", note, wall_ms=1000 + index)
    return store


def test_an_exercise_travels_as_one_file_and_goes_on_there(played, other, named, note, tmp_path):
    played.create(named("exercise:another"))
    path = played.save(ONE, tmp_path / "storm day")
    assert path == tmp_path / "storm day.hotwash"
    told, said = [], []
    other.on_commit(told.append)
    assert other.take_in(path, said.append) == ONE
    assert other.header(ONE) == named(ONE) and other.entries(ONE) == played.entries(ONE)
    assert other.headers() == (named(ONE),) and told == [ONE]
    assert said == ["Señales – storm day was taken in, with 3 entries."]
    assert other.append(ONE, "k2", note) == played.entries(ONE)[2]
    assert other.append(ONE, "k3", note).seq == 4


def test_a_saved_file_is_one_file_that_is_only_read(played, other, tmp_path):
    folder = tmp_path / "stick"
    folder.mkdir()
    path = played.save(ONE, folder / "one.hotwash")
    before = path.read_bytes()
    path.chmod(0o444)
    other.take_in(path)
    assert os.listdir(folder) == ["one.hotwash"] and path.read_bytes() == before


def test_the_same_file_twice_changes_nothing(played, other, tmp_path):
    path, said = played.save(ONE, tmp_path / "one"), []
    other.take_in(path)
    other.take_in(path, said.append)
    assert said == ["Señales – storm day was here already, the same to the last entry."]
    assert other.entries(ONE) == played.entries(ONE)


def test_the_longer_one_is_kept_where_one_goes_on_from_the_other(played, other, note, tmp_path):
    other.take_in(played.save(ONE, tmp_path / "short"))
    played.append(ONE, "k3", note)
    played.append(ONE, "k4", note)
    said = []
    other.take_in(played.save(ONE, tmp_path / "long"), said.append)
    assert other.entries(ONE) == played.entries(ONE)
    other.take_in(tmp_path / "short.hotwash", said.append)
    assert other.entries(ONE) == played.entries(ONE)
    assert said == [
        "Señales – storm day was here already; the file goes on from it, and 2 entries more were taken in.",
        "Señales – storm day was here already and has gone on since the file: what is here was kept.",
    ]


def test_two_that_went_on_differently_are_refused(played, other, note, tmp_path):
    other.take_in(played.save(ONE, tmp_path / "base"))
    other.append(ONE, "here", note)
    here = other.entries(ONE)
    played.append(ONE, "there", note)
    played.append(ONE, "there too", note)
    with pytest.raises(Refused, match=r"same 3 entries, then 1 here and 2 in the file\. Nothing was changed"):
        other.take_in(played.save(ONE, tmp_path / "there"))
    assert other.entries(ONE) == here


def test_another_exercise_of_the_same_name_is_refused(played, other, named, tmp_path):
    other.create(named(ONE, texts={"scenario": "title: Fire\n"}))
    with pytest.raises(Refused, match="another exercise"):
        other.take_in(played.save(ONE, tmp_path / "one"))
    assert other.entries(ONE) == ()


def test_a_save_replaces_only_an_older_save_of_the_same(played, other, named, note, tmp_path):
    path = played.save(ONE, tmp_path / "one")
    played.append(ONE, "k3", note)
    assert played.save(ONE, path) == path
    other.take_in(path)
    assert len(other.entries(ONE)) == 4
    played.append(ONE, "mine", note)
    newer = played.save(ONE, path).read_bytes()
    with pytest.raises(Refused, match="went on differently"):
        other.save(ONE, path)  # would lose what the file has more
    text = tmp_path / "plan.hotwash"
    text.write_text("not ours")
    with pytest.raises(Refused, match="no saved exercise"):
        played.save(ONE, text)
    assert path.read_bytes() == newer and text.read_text() == "not ours"
    with pytest.raises(NotFound, match="does not exist"):
        played.save(ONE, tmp_path / "nowhere" / "one")
    with pytest.raises(NotFound, match="exercise:two"):
        played.save("exercise:two", tmp_path / "two")


def test_a_save_that_fails_leaves_the_old_file_and_no_other(played, note, tmp_path, monkeypatch):
    folder = tmp_path / "stick"
    folder.mkdir()
    path = played.save(ONE, folder / "one")
    before = path.read_bytes()
    played.append(ONE, "k3", note)

    def full(source, target):
        target.write(b"half of")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copyfileobj", full)
    with pytest.raises(Refused, match="No space left"):
        played.save(ONE, path)
    assert os.listdir(folder) == ["one.hotwash"] and path.read_bytes() == before


def edited(path, *statements):
    """A saved file that somebody changed by hand."""
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()
    return path


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("DELETE FROM entry WHERE seq = 2", "entries are missing"),
        ("UPDATE entry SET kind = 'gossip' WHERE seq = 2", "gossip"),
        ("UPDATE entry SET payload = '{' WHERE seq = 2", "damaged"),
        ("UPDATE entry SET payload = '[1]' WHERE seq = 2", "damaged"),
        ("UPDATE entry SET t_ms = 'noon' WHERE seq = 2", "whole number"),
        ("UPDATE entry SET seat = x'00ff' WHERE seq = 2", "damaged"),
        ("UPDATE entry SET seq = 'two' WHERE seq = 2", "damaged"),
        ("UPDATE stream SET texts = '7'", "damaged"),
        ("UPDATE stream SET stream = 'exercise:<b>'", "no name"),
        ("DELETE FROM stream", "holds 0 exercises"),
        (
            "INSERT INTO stream SELECT 'exercise:two', title, engine, 1, texts, settings FROM stream",
            "holds 2 exercises",
        ),
        ("UPDATE hotwash_version SET version_num = '0999'", "newer version"),
        ("DROP TABLE entry", "lacks tables"),
        ("PRAGMA journal_mode = WAL", "in use"),
    ],
)
def test_a_file_that_was_changed_by_hand_is_refused_in_a_sentence(played, other, tmp_path, statement, sentence):
    path = edited(played.save(ONE, tmp_path / "one"), statement)
    with pytest.raises(Refused, match=sentence):
        other.take_in(path)
    assert other.headers() == ()


def test_what_is_not_a_saved_exercise_is_refused_in_a_sentence(played, other, tmp_path):
    with pytest.raises(NotFound, match="no file"):
        other.take_in(tmp_path / "nothing.hotwash")
    with pytest.raises(Refused, match="cannot be read"):
        other.take_in(tmp_path)
    for content in (b"", b"title: Storm\n", b"SQLite format 3\0" + b"\1" * 4080):
        (tmp_path / "it.hotwash").write_bytes(content)
        with pytest.raises(Refused):
            other.take_in(tmp_path / "it.hotwash")
    whole = played.save(ONE, tmp_path / "one").read_bytes()
    for length in range(4096, len(whole), 4096):
        (tmp_path / "it.hotwash").write_bytes(whole[:length])
        with pytest.raises(Refused):
            other.take_in(tmp_path / "it.hotwash")
    assert other.headers() == ()


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(shared=st.integers(0, 3), here=st.integers(0, 2), there=st.integers(0, 2))
def test_taking_in_never_loses_an_entry(tmp_path_factory, note, named, shared, here, there):
    folder = tmp_path_factory.mktemp("two")
    stores = [Store.open(folder / "a.db"), Store.open(folder / "b.db")]
    for store, own, name in ((stores[0], here, "a"), (stores[1], there, "b")):
        store.create(named(ONE))
        for index in range(shared):
            store.append(ONE, f"shared {index}", note, wall_ms=index)
        for index in range(own):
            store.append(ONE, f"{name} {index}", note)
    before = [store.entries(ONE) for store in stores]
    path = stores[1].save(ONE, folder / "b")
    if here and there:
        with pytest.raises(Refused):
            stores[0].take_in(path)
        assert stores[0].entries(ONE) == before[0]
    else:
        stores[0].take_in(path)
        assert stores[0].entries(ONE) == max(before, key=len)
    for store in stores:
        store.close()
