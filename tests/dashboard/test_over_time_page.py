"""The page *Over time*, without a browser: a school's exercises, and a drill's results beside the simulation."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.web.core import Core
from dashboard.web.house import House, set_house
from simulator.store import Store
from tests.live.room import Room

PAGE = Path(__file__).resolve().parents[2] / "dashboard" / "views" / "over_time.py"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(tmp_path / "e.db")
    set_house(House(Core(store)))
    yield store
    store.close()


def page() -> AppTest:
    test = AppTest.from_file(str(PAGE), default_timeout=60)
    test.session_state["facilitator"] = True
    return test.run()


def played(store: Store, name: str) -> None:
    room = Room(store=store, id=name)
    room.next(2)
    room.lockdown()
    room.next(2)
    room.done("end")


def test_before_the_first_exercise_it_says_what_will_stand_here(store: Store) -> None:
    assert any("No exercise has been finished" in one.value for one in page().markdown)


def test_two_exercises_of_a_school_stand_beside_each_other(store: Store) -> None:
    played(store, "one")
    played(store, "two")
    Room(store=store, id="unfinished")
    shown = page()
    assert not shown.exception
    assert shown.subheader[0].value == "Maple Ridge Elementary (invented)"
    chain = shown.table[0].value
    assert len(chain.columns) == 3
    order = chain[chain[""] == "Order"].iloc[0]
    assert order.iloc[1] == order.iloc[2]
    assert "beyond the plan" in order.iloc[1] or "within the plan" in order.iloc[1]


def test_a_drills_results_need_a_file_and_a_wrong_one_gets_its_sentence(store: Store, tmp_path: Path) -> None:
    shown = page()
    shown.button[0].click().run()
    assert "Name the results file first" in shown.warning[0].value
    shown.text_input(key="beside-results").set_value(str(tmp_path / "none.csv"))
    shown.button[0].click().run()
    assert not shown.exception
    assert "none.csv" in shown.warning[0].value


def test_a_drills_results_stand_beside_simulated_versions(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboard.components.comparing.VERSIONS", 3)
    results = tmp_path / "results.csv"
    results.write_text("drill,date,what,where,time,note\n1,2026-10-06,total,,3:05,\n", encoding="utf-8")
    shown = page()
    shown.selectbox[0].set_value("maple-ridge-fire-drill")
    shown.text_input(key="beside-results").set_value(str(results))
    shown.button[0].click().run()
    assert not shown.exception
    assert any("185 s in the middle" in one.value and "3 versions" in one.value for one in shown.text)
