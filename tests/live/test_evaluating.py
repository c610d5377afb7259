"""Judgements, findings and the report: what people write is in the log, in every wording, and nothing rates itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.live.carrying import carry_actions
from simulator.live.written import written_of
from simulator.programme import change_status, read_actions
from simulator.store import Store
from tests.live.room import Room, scenario


@pytest.fixture(scope="module")
def played() -> Room:
    """A storm exercise that has ended; tests add to its log and look only at what they added."""
    room = Room(scenario("cedar-hollow-storm"))
    room.next()
    room.done("end")
    return room


def written(room: Room):
    return written_of(room.ex.core().entries)


def test_nothing_is_rated_until_a_person_rates(played: Room) -> None:
    assert written(played).rating_of("O1") is None
    played.done("judge", objective="O1", text="Ordered late.", rating="S")
    assert (written(played).rating_of("O1"), written(played).judgements["O1"].text) == ("S", "Ordered late.")
    played.done("judge", objective="O1", text="Shelter was ordered after the bell.")
    assert written(played).rating_of("O1") == "S"
    played.done("judge", objective="O1", rating="")
    assert written(played).rating_of("O1") is None
    assert written(played).judgements["O1"].text == "Shelter was ordered after the bell."


def test_a_rating_waits_for_the_end_of_play() -> None:
    room = Room()
    assert room.act("judge", objective="O1", text="So far good.", rating="P").refused
    assert room.act("judge", objective="O1", text="So far good.").refused is None


def test_every_wording_stays_in_the_log(played: Room) -> None:
    for words in ("First words.", "Second words."):
        played.done("judge", objective="O2", text=words)
    texts = [one.payload["text"] for one in played.ex.core().entries if one.payload.get("objective") == "O2"]
    assert texts == ["First words.", "Second words."] and written(played).judgements["O2"].text == "Second words."


def test_a_rating_that_evaluators_agree_on_counts_and_one_they_do_not_does_not(played: Room) -> None:
    one, two = played.sit("evaluator")[0], played.sit("evaluator")[0]
    played.done("rate", one, objective="O3", rating="M")
    assert written(played).rating_of("O3") == "M"
    played.done("rate", two, objective="O3", rating="S")
    assert written(played).rating_of("O3") is None and sorted(written(played).ratings["O3"]) == ["M", "S"]
    played.done("judge", objective="O3", text="", rating="S")
    assert written(played).rating_of("O3") == "S"


def test_a_change_of_a_finding_leaves_what_was_not_sent(played: Room) -> None:
    name = played.done("find", sort="improve", text="One wing did not hear.", objective="O4").data["id"]
    played.done("find", id=name, text="One wing did not hear the order.")
    found = written(played).finding(name)
    assert found is not None
    assert (found.sort, found.text, found.objective) == ("improve", "One wing did not hear the order.", "O4")


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ({"sort": "strength"}, "write a few words first"),
        ({"sort": "praise", "text": "Good."}, "sort is one of: strength, improve, action"),
        ({"sort": "action", "text": "Mend it.", "due": "March"}, "written like 2027-03-15"),
        ({"sort": "action", "text": "Mend it.", "priority": "urgent"}, "priority is one of"),
        ({"sort": "action", "text": "Mend it.", "issue": "F999"}, "there is no area to improve F999"),
        ({"id": "F999", "text": "Else."}, "there is no finding F999"),
    ],
)
def test_a_bad_finding_is_refused_in_words(played: Room, args: dict[str, str], words: str) -> None:
    before = len(played.ex.core().entries)
    assert words.casefold() in (played.act("find", **args).refused or "").casefold()
    assert len(played.ex.core().entries) == before


def test_of_many_findings_all_are_written_or_none(played: Room) -> None:
    before = len(played.ex.core().entries)
    good, bad = {"sort": "strength", "text": "Calm."}, {"sort": "action", "text": "Mend.", "due": "soon"}
    assert played.act("find_many", found=[good, bad]).refused
    assert len(played.ex.core().entries) == before
    names = played.done("find_many", found=[good, {**good, "text": "Quick."}]).data["ids"]
    assert len(set(names)) == 2 and len(played.ex.core().entries) == before + 1
    assert [written(played).finding(name).text for name in names] == ["Calm.", "Quick."]


def test_the_report_goes_its_way_and_a_final_one_keeps_its_words() -> None:
    room = Room()
    assert room.act("report", phase="draft").refused
    room.done("end")
    assert written(room).phase == "draft"
    room.done("report", section="summary", text="In short.")
    room.done("report", comment="The call was at 10:44.", agency="County dispatch")
    room.done("report", id="C1", comment="The call was at 10:44.", agency="County dispatch", answer="Corrected.")
    for phase in ("agency_comments", "meeting", "final"):
        room.done("report", phase=phase)
    assert [one.phase for one in written(room).phases] == ["agency_comments", "meeting", "final"]
    assert [one.answer for one in written(room).comments] == ["Corrected."]
    assert "final" in (room.act("report", section="summary", text="Otherwise.").refused or "")
    room.done("report", phase="meeting")
    room.done("report", section="summary", text="Otherwise.")
    assert written(room).sections["summary"] == "Otherwise."


def test_an_evaluator_judges_and_finds_and_does_not_move_the_report(played: Room) -> None:
    token, _ = played.sit("evaluator")
    played.done("find", token, sort="strength", text="Calm voices.")
    played.done("judge", token, objective="O5", text="The halls were clear.")
    assert played.act("report", token, phase="final").refused == "This seat cannot do that."


def test_who_plays_does_not_judge(played: Room) -> None:
    token, _ = played.sit("participant", role="principal")
    for name in ("judge", "find", "find_many", "report"):
        assert played.act(name, token, objective="O1", text="I was good.").refused == "This seat cannot do that."


def test_actions_are_opened_on_the_programme_once_and_follow_their_words(tmp_path: Path) -> None:
    room = Room(scenario("cedar-hollow-storm"), Store.open(tmp_path / "e.db"))
    room.done("end")
    issue = room.done("find", sort="improve", text="One wing did not hear.").data["id"]
    name = room.done("find", sort="action", text="Mend the speakers.", issue=issue, priority="H").data["id"]
    school = room.ex.bundle.plan.school.name
    assert carry_actions(room.ex, room.wall_ms) == 1 and carry_actions(room.ex, room.wall_ms) == 0
    (action,) = read_actions(room.store, school)
    assert (action.id, action.source, action.status) == ("A1", (room.ex.stream, name), "open")
    change_status(room.store, school, "A1", "done", "", room.wall_ms)
    room.done("find", id=name, text="Replace the speakers.")
    assert carry_actions(room.ex, room.wall_ms) == 1
    (action,) = read_actions(room.store, school)
    assert (action.fields["text"], action.status) == ("Replace the speakers.", "done")
