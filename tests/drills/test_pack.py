"""The pack to print: what is on its pages, what lies beside it, and that nothing is written for a refused drill."""

from __future__ import annotations

import csv
import re
import zlib
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from simulator import drills, session
from simulator.cli import app
from simulator.drills.announcing import announcement
from simulator.drills.sheet import Sheet, care_of, content_of, sensitivity_of, sheet_of
from simulator.errors import Refused
from simulator.exports import deck as exported
from simulator.exports import paper
from simulator.exports.deck import Override, write_pack
from simulator.model.drill import Drill
from tests.drills.planned import drill

ROWS = session.drill_rules()
SCENARIO = session.found("maple-ridge-intruder", "scenario")
BUNDLE = session.load_scenario("maple-ridge-intruder")
DEALT = drills.deal(BUNDLE, cards=1)


@pytest.fixture
def words(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every word that goes on paper: fonts in a PDF hold glyphs, so they are heard as they are set."""
    heard: list[str] = []
    real = paper.safe

    def safe(text: str) -> str:
        heard.append(text)
        return real(text)

    monkeypatch.setattr(paper, "safe", safe)
    return heard


def write(folder: Path, planned: Drill, **more: Any) -> list[Path]:
    return write_pack(folder / "pack.pdf", BUNDLE, SCENARIO, DEALT, planned, ROWS, **more)


def test_a_pack_has_its_pages_and_its_files(tmp_path: Path, words: list[str]) -> None:
    files = write(tmp_path, drill())
    assert [one.name for one in files] == [
        "pack.pdf", "pack.csv", "pack-card-01.yaml", "pack-floorplan.yaml", "pack-response.yaml", "pack-results.csv",
    ]  # fmt: skip
    data = files[0].read_bytes()
    assert data.startswith(b"%PDF")
    assert len(re.findall(rb"/Type /Page\b", data)) == 6
    on_paper = "\n".join(words)
    for part in ("The checks have nothing to say", "Read aloud to the staff team", "Three notes",
                 "“This is a drill. Lockdown. Locks, lights, out of sight. This is a drill.”",
                 "The Secretary announces lockdown", "Support before, during and after: the counselor, in the library.",
                 "Five sampled doors", "Return to the office today"):  # fmt: skip
        assert part in on_paper
    assert "Not said yet" not in on_paper


def test_the_same_deck_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = tmp_path / "a", tmp_path / "b"
    assert write(first, drill())[0].read_bytes() == write(second, drill())[0].read_bytes()


def test_nothing_is_written_for_a_refused_drill(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="opt_out: yes"):
        write(tmp_path, drill(opt_out=False))
    with pytest.raises(Refused):
        write(tmp_path, drill(opt_out=False), override=Override("safety director", " "))
    assert list(tmp_path.iterdir()) == []


def test_an_override_is_printed_with_role_and_reason(tmp_path: Path, words: list[str]) -> None:
    write(tmp_path, drill(opt_out=False), override=Override("safety director", "asked for by the board"))
    assert sum("Printed all the same by safety director: asked for by the board" in one for one in words) >= 3
    assert any("Refused. A way to sit it out" in one for one in words)


def test_an_override_that_was_not_needed_is_not_printed(tmp_path: Path, words: list[str]) -> None:
    write(tmp_path, drill(), override=Override("safety director", "just in case"))
    assert not any("just in case" in one for one in words)


def test_no_file_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "pack-card-01.yaml").write_text("mine", encoding="utf-8")
    with pytest.raises(Refused, match=r"pack-card-01\.yaml is there already"):
        write(tmp_path, drill())
    assert [one.name for one in tmp_path.iterdir()] == ["pack-card-01.yaml"]


def test_the_file_beside_the_pack_plays_the_card_and_the_table_excludes_it(tmp_path: Path) -> None:
    write(tmp_path, drill())
    (card,) = DEALT.cards
    again = session.load_scenario(str(tmp_path / "pack-card-01.yaml"))
    played = session.run(BUNDLE, card.version, until=120, set_values=card.settings, seats={})
    assert session.run(again, card.version, until=120, seats={}).digest == played.digest
    more = session.deal(BUNDLE, exclude=[str(tmp_path / "pack.csv")])
    assert card.settings not in [one.settings for one in more.cards]
    assert more.cards[0].version == card.version + 1


def test_a_table_has_no_cell_that_a_spreadsheet_takes_for_a_formula() -> None:
    fire = session.load_scenario("maple-ridge-fire-drill")
    dealt = drills.deal(fire)
    rows = list(csv.DictReader(exported.deck_csv(dealt).splitlines()))
    assert {row["blocked"] for row in rows} == {"Door 9", "Door 1", "Door 4"}
    with pytest.raises(Refused, match="no card is left"):
        drills.deal(fire, drilled=rows)


def test_what_only_the_version_draws_is_in_no_table(tmp_path: Path) -> None:
    write(tmp_path, drill())
    assert "entry" not in (tmp_path / "pack.csv").read_text("utf-8")
    choices = sheet_of(BUNDLE, DEALT.cards[0], 1, drill(), DEALT.drawn, None).choices
    assert "Entry" not in dict(choices)


def test_the_form_for_results_can_be_read_once_it_is_filled_in(tmp_path: Path) -> None:
    write(tmp_path, drill())
    form = tmp_path / "pack-results.csv"
    assert session.learn(BUNDLE, str(form)).changes == ()
    rows = [{**row, "time": "0:30"} for row in csv.DictReader(form.read_text("utf-8").splitlines())]
    with form.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    learned = session.learn(BUNDLE, str(form))
    assert {one.name: one.times for one in learned.changes} == {"L1": 1, "L3": 5}


def test_every_page_has_strip_label_and_number(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[list[str]] = []
    parts = [paper.Part(paper.Page("Drill card", "card 1", "foot"), lambda: [paper.text("x " * 3000)])]
    around = paper._around

    def listening(page: paper.Page, label: str, total: int | None) -> Any:
        def draw(canvas: Any, document: Any) -> None:
            said: list[str] = []
            for name in ("drawString", "drawRightString"):
                real = getattr(canvas, name)
                monkeypatch.setattr(
                    canvas, name, lambda x, y, text, real=real, **more: said.append(text) or real(x, y, text, **more)
                )
            around(page, label, total)(canvas, document)
            drawn.append(said)

        return draw

    monkeypatch.setattr(paper, "_around", listening)
    paper.pdf(parts, title="t", label="restricted")
    pages = drawn[len(drawn) // 2 :]
    assert len(pages) >= 2
    for number, said in enumerate(pages, 1):
        assert "THIS IS AN EXERCISE: DRILL CARD" in said
        assert f"restricted · page {number} of {len(pages)}" in said


def test_what_people_typed_is_never_markup() -> None:
    assert paper.safe("<b>R&D</b>\x07\nx") == "&lt;b&gt;R&amp;D&lt;/b&gt; <br/>x"
    made = paper.pdf([paper.Part(paper.Page("k", "a"), lambda: [paper.text("<para><img src='x'/> <a", lead_in="<i>")])],
                     title="<t>", label="l")  # fmt: skip
    assert made.startswith(b"%PDF") and zlib.crc32(made)


def test_the_label_is_restricted_where_either_plan_is() -> None:
    assert sensitivity_of(BUNDLE) == "public-example"
    closed = BUNDLE.plan.model_copy(
        update={"school": BUNDLE.plan.school.model_copy(update={"sensitivity": "restricted"})}
    )
    from dataclasses import replace

    assert sensitivity_of(replace(BUNDLE, plan=closed)) == "restricted"


def test_announcement_words_are_the_response_plans() -> None:
    assert (
        announcement(BUNDLE, "hold") == "This is a drill. Hold. In your room or area. Clear the halls. This is a drill."
    )


def test_care_says_what_holds_and_asks_for_what_nobody_has_said() -> None:
    care, open_ = care_of(drill(opt_out=None))
    assert "Anyone may sit out, without a reason." in open_
    assert "No role-players, no props, no staged sounds, no acted injuries." in care
    assert not any("sounds" in one for one in care_of(drill(effects=["alarm_sound"]))[0])
    assert [*content_of(drill(effects=["alarm_sound", "lights"]), "No sounds are used.")] == [
        "Content: used on purpose are alarm sound and lights."
    ]
    assert [*content_of(drill(), "No sounds are used.")] == ["Content: No sounds are used."]


def test_the_command_refuses_prints_the_verdict_and_overrides(tmp_path: Path) -> None:
    runner, out = CliRunner(), tmp_path / "p.pdf"
    planned = tmp_path / "d.yaml"
    planned.write_text("format: hotwash.drill/1\nhazard: armed_assailant\ntype: drill\npupils_present: yes\n", "utf-8")
    call = ["deck", "maple-ridge-intruder", "--drill", str(planned), "-o", str(out), "--cards", "1", "--compare", "0"]
    refused = runner.invoke(app, call)
    assert isinstance(refused.exception, Refused)
    assert "Refused. A way to sit it out: nobody has said." in refused.output
    assert not out.exists()
    done = runner.invoke(app, [*call, "--override", "safety director", "planned with the families"])
    assert done.exit_code == 0, done.output
    assert "THIS IS AN EXERCISE" in done.output and "Refused." in done.output
    assert out.exists()


def test_a_drill_file_about_another_hazard_does_not_get_past_the_gate(tmp_path: Path) -> None:
    (tmp_path / "d.yaml").write_text("format: hotwash.drill/1\nhazard: fire\n", "utf-8")
    with pytest.raises(Refused, match="plans a drill for fire, the scenario is about armed_assailant"):
        session.planned_drill(BUNDLE, str(tmp_path / "d.yaml"))


def test_the_only_way_to_the_pages_asks_the_gate(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked: list[str] = []
    real = exported.gate
    monkeypatch.setattr(exported, "gate", lambda planned, rows: asked.append(planned.hazard) or real(planned, rows))
    write(tmp_path, drill())
    assert asked == ["armed_assailant"]


def test_an_override_needs_role_and_reason_and_may_not_contradict_the_drill_file(tmp_path: Path) -> None:
    for who, why, said in (("", "", "the role and the reason is empty"), ("chief", " ", "the reason is empty")):
        with pytest.raises(Refused, match=said):
            write(tmp_path, drill(opt_out=False), override=Override(who, why))
    with pytest.raises(Refused, match="is planned with pupils present"):
        write(tmp_path, drill(opt_out=False), override=Override("safety director", "Staff only"))
    assert not list(tmp_path.iterdir())


def test_a_pack_is_a_pdf(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"a pack is a \.pdf; name it deck\.pdf"):
        write_pack(tmp_path / "deck.docx", BUNDLE, SCENARIO, DEALT, drill(), ROWS)


@pytest.mark.parametrize("kind", ["seminar", "workshop", "tabletop", "game"])
def test_a_discussion_has_nothing_that_could_be_announced_or_timed(kind: str, tmp_path: Path, words: list[str]) -> None:
    files = write(tmp_path, drill(type=kind, pupils_present=False))
    on_paper = "\n".join(words)
    for never in ("This is a drill", "twice", "sampled door", "Return to the office", "hotwash learn", "Say exactly"):
        assert never not in on_paper
    for part in ("This is a discussion.", "Messages to read out", "Expected actions to listen for", "1:20 (10:43:20)"):
        assert part in on_paper
    questions = [one.text for module in BUNDLE.scenario.modules for one in module.questions]
    assert questions and all(one in on_paper for one in questions)
    assert not any(one.name.endswith("-results.csv") for one in files)


def sheet(name: str, **settings: str) -> Sheet:
    """The papers of a scenario's first card, or of the one with some values."""
    bundle = session.load_scenario(name)
    cards = drills.deal(bundle, cards=100).cards
    card = next(one for one in cards if settings.items() <= one.settings.items())
    kind = {"hazard": bundle.scenario.hazard, "pupils_present": bundle.scenario.audience.pupils_present}
    return sheet_of(bundle, card, 1, drill(**kind), (), None)


@pytest.mark.parametrize("name", session.shipped_files()["scenarios"])
def test_no_announcement_has_words_that_only_stand_for_others(name: str) -> None:
    for said in sheet(name).announce:
        assert said.words.startswith("This is a drill.") and said.words.endswith("This is a drill.")
        for never in ("To a location", "strategy", "place named", "shelter named", "Hazard"):
            assert never not in said.words


@pytest.mark.parametrize(
    ("name", "protocols", "words"),
    [
        ("cedar-hollow-storm", ("shelter",), "For severe weather."),
        ("maple-ridge-chemical", ("shelter",), "For a chemical outdoors."),
        ("cedar-hollow-bomb-threat", ("evacuate",), "To Rally North."),
        ("north-fork-earthquake", ("earthquake", "evacuate"), "Drop, cover, and hold on."),
        ("cedar-hollow-hold-secure", ("hold", "secure"), "Halls are cleared."),
        ("lantern-cinema-evacuation", ("evacuate",), "Leave by the nearest exit."),
        ("north-fork-reunification", ("reunification",), None),
        ("maple-ridge-visitor", ("visitor",), None),
    ],
)
def test_the_protocol_follows_the_hazard_and_the_messages(name: str, protocols: tuple[str, ...], words: str) -> None:
    found = sheet(name)
    assert found.protocols == protocols
    assert (words in found.announce[0].words) if words else (found.announce == ())
    assert found.times and found.look_for


def test_what_is_timed_and_looked_for_fits_the_place_and_the_hour() -> None:
    assert any("wait in the line" in one for one in sheet("north-fork-reunification").times)
    assert sheet("north-fork-reunification").spots == ()
    assert not any("Lessons" in one for one in sheet("north-fork-game-night").look_for)
    cinema = sheet("lantern-cinema-evacuation")
    said = "\n".join((cinema.subtitle, cinema.when, *cinema.look_for, *cinema.times))
    assert not any(word in said.lower() for word in ("pupil", "school", "class"))
    both = sheet("cedar-hollow-hold-secure")
    assert any(one.startswith("Hold: ") for one in both.times) and any(one.startswith("Secure: ") for one in both.times)


def test_a_wrong_word_is_the_first_that_is_said_and_the_right_one_follows() -> None:
    found = sheet("maple-ridge-lockdown", word="code-red")
    assert [one.on_purpose for one in found.announce] == [True, False]
    assert found.announce[0].words == "This is a drill. Code red. This is a drill."
    assert "Lockdown. Locks, lights, out of sight." in found.announce[1].words
    assert any("code red" in one.text or "code-red" in one.text for one in found.messages)
    assert [one.on_purpose for one in sheet("maple-ridge-lockdown", word="lockdown").announce] == [False]


def test_a_surprise_is_for_controllers_and_says_how_it_is_shown_safely() -> None:
    found = sheet("maple-ridge-fire-drill", blocked="@side_entrance")
    assert found.choices[0] == ("Blocked", "Door 9")
    assert not any("Door 9" in one or "delivery" in one for one in found.begins)
    (blocked, found_at) = found.deeds
    assert "Nothing is really blocked, chained or locked" in " ".join(blocked.does)
    assert found_at.does == (f"Message I2 is handed over at {found_at.value}.",)
    assert [one.id for one in found.messages] == ["I1", "I2", "I3"]
    assert found.messages[2].when == "6:00 (10:48:00)"


def test_the_return_form_asks_for_every_time_of_the_card(tmp_path: Path, words: list[str]) -> None:
    write(tmp_path, drill())
    form = words[words.index("Return to the office today") :]
    found = sheet_of(BUNDLE, DEALT.cards[0], 1, drill(), (), None)
    for one in found.times[1:]:
        assert one in form
    assert any(one.startswith("total: from the start until the last sampled door is locked") for one in form)


def test_a_pack_s_folder_can_go_anywhere(tmp_path: Path) -> None:
    write(tmp_path / "here", drill())
    (tmp_path / "here").rename(tmp_path / "there")
    again = session.load_scenario(str(tmp_path / "there" / "pack-card-01.yaml"))
    assert (again.tree["plan"], again.tree["response"]) == ("pack-floorplan.yaml", "pack-response.yaml")
