"""The page *Drills*, without a browser: scenario, deck, checks, pack and what matters; all of it in the address."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.web.core import Core
from dashboard.web.house import House, set_house, the_house
from dashboard.web.jobs import JOBS
from simulator import session
from simulator.exports.pack_files import PackFiles
from simulator.store import Store

PAGE = Path(__file__).resolve().parents[2] / "dashboard" / "views" / "drills.py"
GYM = "Door 4"
FIRE, LOCKDOWN = "maple-ridge-fire-drill", "maple-ridge-lockdown"


read = cache(session.load_scenario)


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    store = Store.open(tmp_path / "e.db")
    set_house(House(Core(store)))
    monkeypatch.setattr(JOBS, "_jobs", type(JOBS._jobs)())
    monkeypatch.setattr(session, "load_scenario", read)
    yield store
    store.close()


def page(**query: Any) -> AppTest:
    test = AppTest.from_file(str(PAGE), default_timeout=60)
    test.session_state["facilitator"] = True
    for name, value in query.items():
        test.query_params[name.replace("__", ".")] = value
    shown = test.run()
    assert not shown.exception
    return shown


def button(shown: AppTest, label: str) -> Any:
    return next(one for one in shown.button if one.label == label)


def said(shown: AppTest, name: str) -> str:
    """What the address says."""
    found = shown.query_params[name]
    return found if isinstance(found, str) else found[0]


def captions(shown: AppTest) -> str:
    return "\n".join(one.value for one in shown.caption)


def test_it_begins_with_a_scenario() -> None:
    shown = page()
    assert shown.title[0].value == "Drills" and "Choose one" in shown.selectbox[0].options[0]
    shown.selectbox(key="drill-scenario").set_value(FIRE).run()
    assert said(shown, "scenario") == FIRE and len(shown.table[0].value) == 9


def test_the_deck_of_the_address_is_the_deck_that_the_command_line_deals() -> None:
    shown = page(scenario=FIRE, version="30")
    table = shown.table[0].value
    dealt = session.deal(session.load_scenario(FIRE), version=30)
    assert list(table["Version"]) == [str(card.version) for card in dealt.cards]
    assert list(table["Blocked"]) == [card.levels[0][1].spoken for card in dealt.cards]


def test_a_value_that_is_fixed_stands_on_every_card_and_in_the_address() -> None:
    shown = page(scenario=FIRE)
    shown.selectbox(key="fix-blocked").set_value("@gym_door")
    button(shown, "Deal the cards").click().run()
    assert said(shown, "fix") == "blocked=@gym_door"
    assert set(shown.table[0].value["Blocked"]) == {GYM}
    again = page(scenario=FIRE, fix="blocked=@gym_door")  # F5
    assert again.selectbox(key="fix-blocked").value == "@gym_door" and set(again.table[0].value["Blocked"]) == {GYM}


def test_a_surprise_is_one_card_and_the_next_is_another() -> None:
    shown = page(scenario=FIRE)
    button(shown, "Surprise me").click().run()
    first = shown.table[0].value
    assert len(first) == 1 and said(shown, "surprise") == "1"
    button(shown, "Surprise me").click().run()
    assert list(shown.table[0].value["Version"]) == ["2"]


def test_a_file_that_is_not_there_gets_its_sentence() -> None:
    assert "there is no file nowhere" in page(scenario="nowhere").warning[0].value


def test_the_checks_refuse_with_source_and_what_would_help_and_nothing_is_printed_or_run() -> None:
    shown = page(scenario=LOCKDOWN, d__type="drill", d__pupils_present="yes", d__effects="gunfire_sounds")
    assert "refuse" in shown.error[0].value
    told = "\n".join(one.value for one in shown.text)
    assert "Refused." in told and "What would make it right:" in told and "confidence" in captions(shown)
    assert "Nothing is printed while the checks refuse it" in captions(shown)
    assert "The checks refuse it as it is planned" in captions(shown)
    assert button(shown, "Open it as a drill").disabled and all(one.label != "Make the pack" for one in shown.button)


def test_answers_go_into_the_address_and_a_wrong_date_is_named() -> None:
    shown = page(scenario=FIRE)
    shown.selectbox(key="check-announced").set_value("yes")
    shown.text_input(key="check-date").set_value("soon")
    button(shown, "Check it").click().run()
    assert said(shown, "d.announced") == "yes" and "Date (2026-10-06): " in shown.warning[0].value
    assert not shown.exception


def test_the_pack_is_made_in_the_background_and_found_again_after_a_reload(monkeypatch: pytest.MonkeyPatch) -> None:
    made = []

    def pack(*_: Any, **more: Any) -> PackFiles:
        made.append(more["paper"])
        more["progress"]("Playing card 1 of 9")
        return PackFiles(b"%PDF", b"PK")

    monkeypatch.setattr("dashboard.components.drill_pack.pack_files", pack)
    shown = page(scenario=FIRE)
    button(shown, "Make the pack").click().run()
    assert not shown.exception and made == ["letter"]
    assert [one.label for one in shown.get("download_button")] == ["The pack (PDF)", "Everything in one .zip"]
    again = page(scenario=FIRE, pack=said(shown, "pack"))
    assert again.get("download_button") and made == ["letter"]


def test_what_if_and_levers_are_told_in_sentences(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr(session, "what_if", lambda bundle, runs, change, **_: asked.append((runs, change)) or "found")
    monkeypatch.setattr(session, "what_if_in_words", lambda found: f"{found}: 10 s sooner in 8 of 10 versions.")
    monkeypatch.setattr(session, "levers", lambda bundle, runs, **_: "levers")
    monkeypatch.setattr(session, "levers_in_words", lambda found: f"{found}: locks come first.")
    shown = page(scenario=FIRE, what="found_at")
    button(shown, "Compare").click().run()
    button(shown, "Compare the levers over 20 versions").click().run()
    told = "\n".join(one.value for one in shown.markdown)
    assert "NOT THE EXERCISE" in told and "10 s sooner in 8 of 10 versions." in told and "locks come first." in told
    assert asked[0][0] == 30 and list(asked[0][1]) == ["found_at"]


def test_how_hard_the_cards_are_stands_beside_them(monkeypatch: pytest.MonkeyPatch) -> None:
    from simulator.drills import Ordinary

    monkeypatch.setattr(session, "compare_cards", lambda bundle, deck, runs, tell: {1: Ordinary(24, 24, 3)})
    shown = page(scenario=FIRE)
    button(shown, "How hard is each card?").click().run()
    assert shown.table[0].value["Beside the others"][0] == "Harder than the others"
    assert "a rough guide" in captions(shown)


def test_a_discussion_is_not_run_as_a_drill_and_a_drill_that_may_be_opens(store: Store) -> None:
    assert "planned as a discussion" in captions(page(scenario=FIRE, d__type="tabletop"))
    button(page(scenario=FIRE, d__type="drill"), "Open it as a drill").click().run()
    made = the_house().live.listed()[0]
    settings = store.header(made.stream).settings
    assert settings["mode"] == "drill" and settings["card"] == 1
    assert {one["what"] for one in settings["points"]} >= {"total", "leave"}
