"""The report of an exercise that was really played: from the log alone, in both editions, and soon."""

from __future__ import annotations

import time
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from simulator.exports import aar, eeg
from simulator.model.bundle import Bundle
from simulator.store import Store
from tests.exports.test_aar import words_of
from tests.live.room import Room, scenario, small

NAME, CONTACT = "Jordan Canary", "Robin Canary"


def played(bundle: Bundle, folder: Path, steps: int) -> Room:
    """A played exercise with a person's name, a note, a hot wash, a rating and an action that names a lock."""
    room = Room(bundle, Store.open(folder / "e.db"))
    role = next(one for one, found in room.ex.bundle.scenario.roles.items() if found.played)
    room.ex.sit("participant", "join-1", room.wall_ms, role=role, name=NAME)
    room.next(steps)
    room.done("show", what="question", question=room.ex.bundle.scenario.modules[0].questions[0].text)
    room.done("note", text=f"{NAME} asked who has the key box.")
    room.done("end")
    room.done("hot_wash", discipline="fire", sort="improve", text=f"{NAME} had no map.", owner="Fire chief")
    room.done("judge", objective=room.ex.bundle.scenario.objectives[0].id, text=f"{NAME} was heard.", rating="S")
    room.done("find", sort="action", text="Change the lock of D4.", contact=CONTACT, owner="District")
    room.done("find", sort="strength", text="The words were plain.")
    return room


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Room:
    return played(small(), tmp_path_factory.mktemp("aar"), 3)


def test_the_report_has_what_the_log_has(room: Room) -> None:
    report = docx.Document(BytesIO(aar.of_exercise(room.ex)))
    words = words_of(report)
    assert all(one in words for one in (f"{NAME} was heard.", CONTACT, "Change the lock of D4.", f"{NAME} had no map."))
    assert "Put to the room; nothing was written down." in words and "Not discussed" in words
    assert "S: performed with some challenges" in words and "not yet rated" in words
    alts = [one.get("descr") for one in report.element.body.iter(qn("wp:docPr"))]
    assert any("The floor plan at" in one for one in alts)
    assert all(one.startswith("THIS IS AN EXERCISE") for one in alts)


def test_the_public_edition_names_nobody_and_shows_no_plan(room: Room) -> None:
    report = docx.Document(BytesIO(aar.of_exercise(room.ex, "public")))
    words = words_of(report)
    assert "Canary" not in words and "lock of" not in words and "D4" not in words and "key box" not in words
    assert "a participant was heard." in words and "The words were plain." in words
    alts = [one.get("descr") for one in report.element.body.iter(qn("wp:docPr"))]
    assert not any("floor plan" in one for one in alts)
    places = [label for name in room.ex.bundle.plan.spaces() if "(" in (label := room.ex.bundle.plan.label_of(name))]
    assert places and [one for one in places if one in words] == []


def test_guides_are_blank_before_and_filled_after(room: Room) -> None:
    empty = docx.Document(BytesIO(eeg.blank(room.ex.core().run)))
    filled = docx.Document(BytesIO(eeg.of_exercise(room.ex)))
    aims = [f"{one.id}  {one.text}" for one in room.ex.bundle.scenario.objectives]
    for document in (empty, filled):
        assert [one.text for one in document.paragraphs if one.style.name == "Heading 1"] == aims
        assert "THIS IS AN EXERCISE" in document.sections[0].header.paragraphs[0].text
    boxes = "☐ P     ☐ S     ☐ M     ☐ U"
    assert boxes in words_of(empty) and boxes not in words_of(filled)
    assert f"{NAME} was heard." in words_of(filled) and NAME not in words_of(empty)


@pytest.mark.full
@pytest.mark.parametrize("name", ["cedar-hollow-storm", "maple-ridge-intruder", "north-fork-game-night"])
def test_a_report_is_there_within_ten_seconds_of_the_end(name: str, tmp_path: Path) -> None:
    room = played(scenario(name), tmp_path, 12)
    began = time.process_time()  # of this process: others on the machine must not decide it
    assert len(aar.of_exercise(room.ex)) > 100_000
    assert time.process_time() - began < 10
