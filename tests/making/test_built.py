"""A draft's files: what was typed is in the scenario's text and nothing else, and what is wrong has its sentence."""

from __future__ import annotations

import difflib

import pytest

from simulator.errors import NotFound, Refused
from simulator.session.making import built, lines_of, minutes_of, own_file, plans, scenarios, search, seats_of
from simulator.session.making.measures import measured_by
from simulator.session.making.scenarios import own_text
from simulator.session.making.times import ms_of
from simulator.shipped import shipped

BASE = {"scenario": "shipped:maple-ridge-intruder", "minutes": 90}
LACKING = {**BASE, "plan": "own"}


def changed_lines(values: dict) -> list[str]:
    found = built(values)
    old, new = (one.texts["scenario"].splitlines() for one in (found.author, found.bundle))
    return [
        line
        for line in difflib.unified_diff(old, new, lineterm="", n=0)
        if line[:1] in "+-" and line[:3] not in ("---", "+++")
    ]


def without_uses(*names: str) -> dict[str, str]:
    """The shipped plan of the elementary school, which has not named some of its places."""
    text = (shipped("floorplans") / "maple-ridge.yaml").read_text(encoding="utf-8")
    for name, target in (("gym", "GYM"), ("rally", "RALLY"), ("side_entrance", "X9")):
        if name in names:
            text = text.replace(f" {name}: {target},", "", 1)
    return {"name": "ours.yaml", "text": text}


def test_nothing_typed_is_the_authors_own_text() -> None:
    found = built(BASE)
    assert found.bundle is not None and found.may_open and found.wrong == {} and found.uses == ()
    assert found.texts["scenario"] == (shipped("scenarios") / "maple-ridge-intruder.yaml").read_text(encoding="utf-8")


def test_a_change_changes_its_own_lines_only() -> None:
    assert changed_lines({**BASE, "title": "Ours: a stranger", "message.I6.at": "+02:00"}) == [
        "-title: Armed person past the front office while half the PA is dead",
        '+title: "Ours: a stranger"',
        '-    at: "01:20"',
        '+    at: "02:00"',
    ]


def test_what_people_type_is_text_whatever_it_looks_like() -> None:
    words = 'Say: "no" # {not} *a* <script> ${entry\n- next: line'
    found = built({**BASE, "message.I7.text": words.replace("${", "$ {")})
    inject = next(one for one in found.bundle.scenario.injects if one.id == "I7")
    assert inject.text == words.replace("${", "$ {")


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("message.I6.at", "soon", "expected a time such as"),
        ("message.I6.at", "10:41:00", "before the scenario begins"),
        ("message.I6.at", "14:00:00", "the scenario ends at"),
        ("message.I6.to", ["nobody"], "there is no role nobody"),
        ("objective.O1.within", "a while", "expected seconds"),
        ("scenario_clock", "25:00", "expected a time of day"),
        ("message.I6.text", "Go to ${nowhere}", "nowhere"),
        ("title", "x" * 5_000, "longer than 4,000"),
    ],
)
def test_a_wrong_value_has_its_sentence_and_the_authors_words_stand(field: str, value: object, says: str) -> None:
    found = built({**BASE, "room": "gym", field: value, "message.I7.synopsis": "A rumour"})
    assert says in found.wrong[field], found.wrong
    assert found.bundle is not None and found.problems == ()
    synopsis = next(one for one in found.bundle.scenario.injects if one.id == "I7").synopsis
    assert synopsis == "A rumour", "what is right beside it stands"


def test_exactly_the_places_that_the_plan_lacks_are_asked_for() -> None:
    found = built({**LACKING, "own_plan": without_uses("gym", "side_entrance")})
    assert {use.name for use in found.uses} == {"gym", "side_entrance"} == set(found.unnamed)
    assert not found.may_open and found.bundle is not None


def test_what_is_offered_for_a_place_fits_it() -> None:
    found = built({**LACKING, "own_plan": without_uses("gym", "side_entrance")})
    options = {use.name: dict(use.options) for use in found.uses}
    assert "GYM" in options["gym"] and not any(name.startswith("X") for name in options["gym"])
    assert "X9" in options["side_entrance"] and "GYM" not in options["side_entrance"]
    assert next(iter(options["gym"])) == "GYM", "what is called so stands first"


def test_a_place_that_was_named_is_in_the_stored_plan_and_the_plan_itself_stays() -> None:
    own = without_uses("gym")
    found = built({**LACKING, "own_plan": own, "use.gym": "GYM"})
    assert found.may_open and found.bundle.plan.uses["gym"] == "GYM"
    assert "gym: GYM" in found.texts["plan"] and " gym: GYM," not in own["text"]


def test_a_place_that_is_not_on_the_plan_has_a_sentence() -> None:
    found = built({**LACKING, "own_plan": without_uses("gym"), "use.gym": "NOWHERE"})
    assert "nothing called NOWHERE" in found.wrong["use.gym"] and not found.may_open


def test_no_scenario_and_a_plan_that_does_not_fit_are_sentences() -> None:
    assert built({}).problems == ("choose a scenario first",)
    assert any("zone" in line for line in built({**BASE, "plan": "shipped:lantern-cinema"}).problems)


def test_a_message_of_ones_own_is_one_of_the_list_in_its_place_by_time() -> None:
    values = {**BASE, "messages_added": ["N1"], "message.N1.text": "The bus is late.", "message.N1.at": "10:44:05",
              "message.N1.to": ["principal"], "message.N1.core": "core"}  # fmt: skip
    found = built(values)
    lines = lines_of(found.bundle, values)
    assert [one.t_ms for one in lines] == sorted(one.t_ms for one in lines)
    mine = next(one for one in lines if one.id == "N1")
    assert (mine.said, mine.text, mine.sort, mine.to, mine.added) == (
        "10:44:05", "The bus is late.", "core", ("principal",), True,
    )  # fmt: skip


def test_what_was_left_out_stays_in_the_list() -> None:
    values = {**BASE, "message.I6.left_out": True}
    lines = lines_of(built(values).bundle, values)
    assert next(one for one in lines if one.id == "I6").left_out
    assert len(lines) == len(lines_of(built(BASE).bundle, BASE))


def test_core_and_spare_follow_the_minutes() -> None:
    ninety, short = minutes_of(built(BASE).bundle, BASE), {**BASE, "minutes": 45}
    assert (ninety.opening, ninety.play, ninety.hot_wash, ninety.most_core) == (10, 60, 20, 5)
    less = minutes_of(built(short).bundle, short)
    assert less.core < ninety.core and less.most_core == 3
    assert less.opening + less.play + less.hot_wash == 45
    spare = {**BASE, "message.I1.core": "spare"}
    assert minutes_of(built(spare).bundle, spare).core == ninety.core - 1


def test_questions_are_changed_left_out_and_added() -> None:
    values = {**BASE, "question.M2.0.text": "Who is at the door?", "question.M2.1.left_out": True,
              "question.M2.added": ["Q1"], "question.M2.Q1.text": "And then?"}  # fmt: skip
    module = next(one for one in built(values).bundle.scenario.modules if one.id == "M2")
    author = next(one for one in built(values).author.scenario.modules if one.id == "M2")
    assert [one.text for one in module.questions] == ["Who is at the door?", author.questions[2].text, "And then?"]


def test_a_role_that_the_author_left_to_the_plan_can_be_played() -> None:
    values = {**BASE, "seat.dean": "played", "seat.medic": "absent", "people.dean": "2 people"}
    found = built(values)
    seats = {one.role: one for one in seats_of(found.bundle, found.author, values)}
    assert found.bundle.scenario.roles["dean"].played
    assert (seats["dean"].state, seats["dean"].people, seats["medic"].state) == ("played", "2 people", "absent")
    assert seats["principal"].state == "played" and seats["custodian"].state == "by_plan"


def test_every_scenario_of_the_library_is_a_draft_as_it_is_and_says_how_it_is_measured() -> None:
    for one in scenarios():
        found = built({"scenario": f"shipped:{one.name}"})
        assert found.may_open, (one.name, found.problems)
        for objective in found.author.scenario.objectives:
            assert len(measured_by(found.author, objective)) > 10


def test_times_are_typed_as_the_room_says_them() -> None:
    scenario = built(BASE).bundle.scenario
    assert ms_of("10:44:30", scenario) == ms_of("+02:30", scenario) == ms_of("2:30", scenario) == 150_000
    for wrong in ("", "2.30", "10:61:00", "-1:00", "1e3", "10:44:30 am"):
        with pytest.raises(Refused):
            ms_of(wrong, scenario)


@pytest.mark.parametrize(
    ("words", "finds"),
    [
        ("ridge intruder", ["maple-ridge-intruder"]), ("front office", ["maple-ridge-intruder"]),
        ("MAPLE-RIDGE-INTR", ["maple-ridge-intruder"]), ("mri", []), ("intrudr", []),
    ],
)  # fmt: skip
def test_the_search_knows_titles_and_file_names_and_guesses_nothing(words: str, finds: list[str]) -> None:
    assert [one.name for one in search(scenarios(), words)] == finds


def test_the_plans_are_listed_by_school() -> None:
    assert "Maple Ridge Elementary" in next(one.title for one in plans() if one.name == "maple-ridge")


def test_a_file_of_ones_own_is_kept_as_its_text(tmp_path) -> None:
    path = tmp_path / "ours.yaml"
    path.write_text(without_uses()["text"], encoding="utf-8")
    own = own_file(f'"{path}"')
    assert own["kind"] == "plan" and own["name"] == "ours.yaml"
    path.unlink()
    assert built({**BASE, "plan": "own", "own_plan": own}).may_open, "the draft needs the file no more"


def test_a_file_that_is_none_of_ours_is_refused_in_words(tmp_path) -> None:
    with pytest.raises(NotFound, match="there is no file"):
        own_file(str(tmp_path / "nothing.yaml"))
    with pytest.raises(Refused, match="ends in"):
        own_file(str(tmp_path / "a.docx"))
    with pytest.raises(Exception, match="format"):
        own_text("a.yaml", b"hello: there\n")
