"""The papers before and during an exercise: what stands on each page, and what never does."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import cache

import docx
import pytest

from simulator.errors import Refused
from simulator.exports.papers.maps import bare
from simulator.exports.papers.subject import of_draft, of_exercise
from simulator.exports.papers.wish import Wish
from simulator.exports.registry import DOCUMENTS, document, make, ready
from simulator.session import shipped_files
from tests.exports.papers_room import CANARIES, MARKUP, heads, marked, pages, scenario, words
from tests.live.room import Room

PDFS = [one.name for one in DOCUMENTS if one.kind == "pdf"]
FOR_PLAYERS = ["sitman", "rolecards", "tents", "statements", "signin", "board", "washcard", "feedback", "maps"]
FOLDED = " ".join(MARKUP.split())


@cache
def made(name: str) -> bytes:
    return make(document(name), marked(), Wish(copies=2))


def said(name: str) -> str:
    return words(made(name)) if document(name).kind == "docx" else " ".join(pages(made(name)))


@pytest.mark.parametrize("name", PDFS)
def test_each_page_is_stamped_labelled_and_numbered(name: str) -> None:
    found = pages(made(name))
    for number, page in enumerate(found, 1):
        assert "THIS IS AN EXERCISE" in page
        assert f"restricted · page {number} of {len(found)}" in page
        assert "version 7" in page or name in ("rolecards", "tents")  # on the cards themselves; a tent is a name


def test_a_version_stands_on_each_card_that_is_cut_off() -> None:
    assert said("rolecards").count("version 7 · restricted") == len(marked().played) == 5
    assert said("slips").count("version 7 · restricted") == 14


@pytest.mark.parametrize("name", ["sitman", "eeg"])
def test_each_section_of_a_word_file_is_stamped_and_labelled(name: str) -> None:
    for line in heads(made(name)):
        assert "THIS IS AN EXERCISE" in line and "restricted" in line and "version 7" in line and " of " in line


def test_the_pages_are_as_many_as_they_are() -> None:
    counts = {name: len(pages(made(name))) for name in PDFS}
    assert counts == {
        "runsheet": 7, "handbook": 10, "rolecards": 3, "tents": 5, "slips": 4, "callform": 1, "statements": 2,
        "scribelog": 2, "signin": 1, "board": 1, "washcard": 1, "feedback": 1, "maps": 2,
    }  # fmt: skip


@pytest.mark.parametrize("name", FOR_PLAYERS)
def test_players_read_nothing_of_what_is_expected_or_still_to_come(name: str) -> None:
    text = said(name)
    for canary in ("CANARY", *CANARIES, "Only if", "The plan says", "Expected:"):
        assert canary not in text
    flat = " ".join(text.split())
    for message in marked().messages:
        assert not [one.words for one in message.wanted if one.words in flat]
        assert not [one for one in message.plan_says if one in flat]


def test_those_who_run_it_read_all_of_it() -> None:
    for name in ("runsheet", "handbook"):
        text = said(name)
        for canary in ("CANARY-CONTINGENCY", "CANARY-LATER", "CANARY-NOTES"):
            assert canary in text
        assert "NEVER FOR PLAYERS" in text
    slips = " ".join(pages(made("slips")))
    assert "CANARY-LATER" in slips and "CANARY-CONTINGENCY" in slips and "CANARY-NOTES" not in slips


def test_a_slip_says_the_hour_only_where_the_clock_brings_it() -> None:
    page = pages(made("slips"))[0]
    assert "In the story: 10:42:00" in page  # message 1, at 00:00
    assert "In the story: ____ : ____ : ____" in page  # message 4 comes when the room has ordered a lockdown


@pytest.mark.parametrize("name", ["sitman", "runsheet", "handbook", "rolecards", "tents", "slips", "eeg"])
def test_what_people_typed_stays_text(name: str) -> None:
    text = " ".join(said(name).split())
    assert "<b>x</b>" in text
    if name not in ("rolecards", "tents", "slips"):
        assert FOLDED in text
    assert "\\<" not in text


def test_a_map_shows_no_lock_no_state_no_loudspeaker_and_no_camera() -> None:
    plan = scenario("maple-ridge-intruder").plan
    assert any(one.lock not in (None, "none") for one in plan.openings) and any(
        one.kind == "camera" for one in plan.points
    )
    shown = bare(plan)
    assert {one.lock for one in shown.openings} == {"none"} and {one.state for one in shown.openings} == {"closed"}
    assert not any(space.pa for space in shown.spaces().values())
    assert not any(one.kind in ("camera", "panic-button") for one in shown.points)
    assert shown.spaces().keys() == plan.spaces().keys() and len(shown.openings) == len(plan.openings)


def test_the_figure_has_a_caption_with_the_version_and_words_for_who_cannot_see_it() -> None:
    read = docx.Document(io.BytesIO(made("sitman")))
    about = [one for one in read.element.body.iter() if one.tag.endswith("}docPr")]
    assert len(about) == 1 and "Floor plan of Maple Ridge" in about[0].get("descr")
    assert "Figure 1. " in words(made("sitman")) and "Exercise version 7." in words(made("sitman"))


def test_the_public_edition_has_no_plan_and_no_message() -> None:
    public = make(document("sitman"), marked(), Wish("public"))
    read = docx.Document(io.BytesIO(public))
    assert not [one for one in read.element.body.iter() if one.tag.endswith("}docPr")]
    assert "You see a person" in words(made("sitman")) and "You see a person" not in words(public)
    assert "public edition, made from a restricted exercise" in heads(public)[0]
    with pytest.raises(Refused, match="has no public edition"):
        make(document("runsheet"), marked(), Wish("public"))


def test_the_agenda_is_that_of_the_chosen_minutes() -> None:
    for minutes, items in ((45, 3), (90, 4), (180, 5)):
        agenda = replace(marked(), settings={**marked().settings, "minutes": minutes}).agenda
        assert len(agenda) == items
        assert (agenda[0].from_min, agenda[-1].to_min) == (0, minutes)
    assert replace(marked(), settings={"minutes": 60}).agenda == ()


def test_roles_know_where_they_are_and_who_is_with_them() -> None:
    roles = {one.id: one for one in marked().roles}
    assert roles["principal"].where == "Main Hall." and roles["principal"].sees[0].startswith(
        "With you: 5 pupils and 1 "
    )
    assert roles["sergeant"].where == "On duty with the police, not in the building."
    assert roles["sergeant"].discipline == "Law enforcement" and roles["sergeant"].keys.startswith("None")
    assert roles["secretary"].phone == "Office line."
    bus = {one.id: one for one in of_draft(scenario("cedar-hollow-storm")).roles}["transport"]
    assert bus.keys == "None at hand while you are away."


def test_an_exercise_prints_what_went_out_and_what_was_written_since() -> None:
    room = Room()
    room.next(2)
    subject = of_exercise(room.ex)
    assert [one.n for one in subject.messages if one.out_ms == 0] == [1]
    assert "In the story 10:42:00" in " ".join(pages(make(document("runsheet"), subject, Wish())))
    assert {"aar", "improvement"} <= {one.name for one in ready(subject)}
    assert not {"aar", "improvement"} & {one.name for one in ready(marked())}


@pytest.mark.parametrize("name", ["cedar-hollow-hold-secure", "lantern-cinema-evacuation"])
def test_a_scenario_with_little_in_it_has_its_papers_too(name: str) -> None:
    complete(name, {"sitman", "maps", "board", "msel", "eeg"})


@pytest.mark.full
@pytest.mark.parametrize("name", list(shipped_files()["scenarios"]))
def test_every_shipped_scenario_has_all_its_papers(name: str) -> None:
    complete(name, set())


def complete(name: str, without: set[str]) -> None:
    subject = of_draft(scenario(name), {"seed": 3, "minutes": 45})
    for one in ready(subject):
        if one.name not in without:
            data = make(one, subject, Wish(copies=1))
            found = pages(data) if one.kind == "pdf" else heads(data) if one.kind == "docx" else ["THIS IS AN EXERCISE"]
            assert found and all("THIS IS AN EXERCISE" in page for page in found)
