"""*Write the report*: each change of a field is in the log, refused words stay in their field, a table comes back."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.web.core import Core
from dashboard.web.house import House, set_house
from simulator.exports.aar.writing import Writing
from simulator.store import Store
from tests.live.room import Room, scenario


def page() -> None:
    from dashboard.components.reporting import write_the_report

    write_the_report()


@pytest.fixture
def room(tmp_path: Path) -> Room:
    """An exercise that has ended, with a line in its hot wash and an evaluator's note."""
    made = Room(scenario("cedar-hollow-storm"), Store.open(tmp_path / "e.db"))
    made.next(2)
    made.done("end")
    made.done("hot_wash", discipline="school", sort="improve", text="The gym did not hear.")
    made.done("note", made.sit("evaluator")[0], text="The radio was *busy* <b>.")
    set_house(House(Core(made.store), now_ms=lambda: made.wall_ms))
    return made


def shown(exercise: str = "t") -> AppTest:
    test = AppTest.from_function(page, default_timeout=60)
    test.query_params["exercise"] = exercise
    test.run()
    assert not test.exception
    return test


def writing(room: Room) -> Writing:
    room.ex.committed(room.ex.stream)
    return Writing(room.ex)


def field(found, label: str):
    return next(one for one in found if one.label == label)


def button(test: AppTest, label: str):
    return next(one for one in test.button if one.label.startswith(label))


def test_words_and_ratings_are_in_the_log_as_soon_as_a_field_is_left(room: Room) -> None:
    test = shown()
    field(test.text_area, "Judgement of O1").set_value("Shelter came late.").run()
    assert writing(room).written.judgements["O1"].text == "Shelter came late."
    next(one for one in test.button_group if "O1" in (one.key or "")).set_value("M").run()
    assert writing(room).written.rating_of("O1") == "M"
    assert writing(room).written.judgements["O1"].text == "Shelter came late."
    again = shown()
    assert field(again.text_area, "Judgement of O1").value == "Shelter came late."


def test_the_hot_wash_is_taken_over_with_one_press_and_once(room: Room) -> None:
    test = shown()
    button(test, "Take over all 1 lines").click().run()
    found = writing(room).written.of_sort("improve")
    assert [(one.text, one.discipline) for one in found] == [("The gym did not hear.", "school")]
    assert [one.what for one in writing(room).sources()] == ["Evaluator's note"]
    assert not any(one.label.startswith("Take over all") for one in test.button)


def test_a_refused_field_keeps_its_words_and_says_why(room: Room) -> None:
    mine = writing(room)
    mine.act("find", room.wall_ms, sort="action", text="Mend the speakers.")
    test = shown()
    field(test.text_input, "Completion date").set_value("soon").run()
    assert "no date" in test.warning[0].value
    assert field(test.text_input, "Completion date").value == "soon"
    assert writing(room).written.findings[0].due == ""
    field(test.text_input, "Completion date").set_value("2027-03-15").run()
    assert not test.warning and writing(room).written.findings[0].due == "2027-03-15"
    assert writing(room).statuses == {"F1": "open"}
    field(test.text_input, "Completion date").set_value("4/5/2027").run()
    assert field(test.text_input, "Completion date").value == "2027-04-05" and not test.warning
    field(test.text_input, "Retest date").set_value("2027-04-01").run()
    assert "is before the completion date (5 April 2027)" in test.warning[0].value
    assert writing(room).written.findings[0].retest == "2027-04-01"


def test_a_table_read_back_changes_everything_it_says_in_one_entry(room: Room) -> None:
    mine = writing(room)
    for words in ("Mend the speakers.", "Test them monthly."):
        mine.act("find", room.wall_ms, sort="action", text=words)
    book = openpyxl.load_workbook(BytesIO(mine.plan_sheet()))
    sheet = book.worksheets[0]
    sheet["F2"], sheet["F3"], sheet["D4"] = "District", "School", "A new one."
    held = BytesIO()
    book.save(held)
    before = len(room.ex.core().entries)
    changes = mine.differences("plan.xlsx", held.getvalue())
    assert mine.take_changes(changes, room.wall_ms) is None
    assert len(room.ex.core().entries) == before + 1
    assert [(one.text, one.owner) for one in writing(room).written.of_sort("action")] == [
        ("Mend the speakers.", "District"), ("Test them monthly.", "School"), ("A new one.", ""),
    ]  # fmt: skip


def test_the_phase_is_set_and_a_final_report_takes_no_words(room: Room) -> None:
    test = shown()
    test.radio[0].set_value("final").run()
    assert any("O1" in one.value and "not yet rated" in one.value for one in test.text)
    button(test, "Set to final all the same").click().run()
    assert writing(room).written.phase == "final"
    assert all(one.disabled for one in test.text_area if one.label.startswith("Judgement"))


def test_an_exercise_that_is_not_there_is_said(room: Room) -> None:
    assert "There is no exercise" in shown("nobody").warning[0].value
