"""The debrief's chooser: what is chosen stands in the address, and what cannot be opened is said in a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.web.core import Core
from dashboard.web.house import House, set_house
from simulator.store import Store


def page() -> None:
    import streamlit as st

    from dashboard.components.debriefing import chooser, look_of_address

    st.session_state["facilitator"] = True
    if key := look_of_address():
        st.text(f"key {key}")
    else:
        chooser()


@pytest.fixture
def house(tmp_path: Path) -> House:
    made = House(Core(Store.open(tmp_path / "e.db")))
    set_house(made)
    return made


def shown(**query: object) -> AppTest:
    test = AppTest.from_function(page, default_timeout=60)
    for name, value in query.items():
        test.query_params[name] = value
    test.run()
    assert not test.exception
    return test


def test_a_run_that_is_chosen_stands_in_the_address_and_is_played(house: House) -> None:
    test = shown()
    test.selectbox[0].set_value("maple-ridge-fire-drill")
    test.number_input[0].set_value(3)
    next(one for one in test.button if one.label == "Play it and debrief").click()
    test.run()
    assert test.query_params["scenario"] in ("maple-ridge-fire-drill", ["maple-ridge-fire-drill"])
    assert test.query_params["version"] in ("3", ["3"])
    look = house.looks.find(test.text[0].value.removeprefix("key "))
    assert look is not None and look.subject.debrief("as_shown")["version"] == 3


@pytest.mark.parametrize(
    ("query", "said"),
    [({"scenario": "no-such-file"}, "no-such-file"),
     ({"scenario": "maple-ridge-fire-drill", "version": "seven"}, "An exercise version is a whole number from 1."),
     ({"scenario": "maple-ridge-fire-drill", "set": "door"}, "expected NAME = VALUE"),
     ({"exercise": "not-there"}, "not-there")],
)  # fmt: skip
def test_what_cannot_be_opened_is_said_beside_the_chooser(house: House, query: dict[str, str], said: str) -> None:
    test = shown(**query)
    assert any(said in one.value for one in test.warning)
    assert any(one.label == "Play it and debrief" for one in test.button)
