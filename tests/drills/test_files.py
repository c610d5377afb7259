"""Files about drills: drill, rows, results and earlier decks; each mistake a sentence with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator import session
from simulator.errors import InvalidFile, NotFound
from simulator.files.drilled import read_drill, read_drilled, read_results, read_rules
from simulator.model.drill import Result
from simulator.shipped import shipped


def wrote(folder: Path, text: str, name: str = "file.csv") -> str:
    (folder / name).write_text(text, encoding="utf-8")
    return str(folder / name)


def said(path: str, reads: object) -> list[str]:
    with pytest.raises(InvalidFile) as error:
        reads(path)  # type: ignore[operator]
    return [str(one).replace(path, "FILE") for one in error.value.problems]


def test_results_are_read_as_people_type_them(tmp_path: Path) -> None:
    text = "\ufeffDrill;Date;What;Where;Time;Note\ncard 1;;Lock;D101;0:22;\n\ncard 1;;total;;4:10;\n"
    text += ";;lock;D2;12,5;\n;;lock;D3;;\n"
    assert read_results(wrote(tmp_path, text)) == (
        Result(2, "card 1", "lock", "D101", 22.0),
        Result(4, "card 1", "total", None, 250.0),
        Result(5, "one drill", "lock", "D2", 12.5),
    )


def test_a_note_needs_no_time(tmp_path: Path) -> None:
    path = wrote(tmp_path, 'what,time,note\nnote,,"no keys, again"\n')
    assert read_results(path) == (Result(2, "one drill", "note", None, None, "no keys, again"),)


def test_each_mistake_in_results_has_its_place(tmp_path: Path) -> None:
    path = wrote(tmp_path, "what,where,time\nlok,D1,12\nlock,D1,soon\nlock,D1,0\n")
    assert said(path, read_results) == [
        "FILE:2:1: what: expected one of total, order, lock, leave, note, found lok",
        'FILE:3:3: time: expected seconds or "MM:SS", found soon',
        "FILE:4:3: time: expected a time above 0 and below 24 hours, found 0",
    ]
    assert said(wrote(tmp_path, "what,where,seconds\n"), read_results) == [
        "FILE:1:1: time: this column is missing; there are what, where, seconds"
    ]
    assert "did you mean where" in said(wrote(tmp_path, "what,wher,time\n"), read_results)[0]
    assert "is empty" in said(wrote(tmp_path, "\n"), read_results)[0]


def test_files_that_are_no_text_or_not_there_are_said(tmp_path: Path) -> None:
    (tmp_path / "sheet.csv").write_bytes(b"PK\x03\x04\x00\xff\xfe")
    assert "save it as CSV (UTF-8)" in said(str(tmp_path / "sheet.csv"), read_results)[0]
    with pytest.raises(NotFound, match="there is no file"):
        read_results(str(tmp_path / "none.csv"))


def test_what_was_drilled_is_read_from_a_decks_own_table(tmp_path: Path) -> None:
    path = wrote(tmp_path, "card,version,officer,patched\n1,31,away,true\n2,32,,false\n3,,,\n")
    assert read_drilled(path, ("officer", "patched")) == (
        [{"officer": "away", "patched": "true"}, {"patched": "false"}],
        32,
    )
    (wrong,) = said(path, lambda one: read_drilled(one, ("oficer", "patched")))
    assert wrong.startswith("FILE:1:3: officer: the scenario has no variable called officer; did you mean oficer")


def test_a_value_that_no_card_can_have_is_said_with_its_place(tmp_path: Path) -> None:
    bundle = session.load_scenario("maple-ridge-intruder")
    path = wrote(tmp_path, "officer,entry\nhome,@main_entrance\n")
    assert said(path, lambda one: session.deal(bundle, exclude=[one])) == [
        "FILE:2:1: officer: can be campus, lunch, away; not home"
    ]


def test_a_drill_file_is_checked_like_every_other(tmp_path: Path) -> None:
    good = "format: hotwash.drill/1\nhazard: fire\ntype: drill\nopt_out: yes\n"
    assert read_drill(wrote(tmp_path, good, "d.yaml")).opt_out is True
    wrong = said(wrote(tmp_path, good + "opt_ut: yes\neffects: [sirens]\n", "d.yaml"), read_drill)
    assert any(one.startswith("FILE:5:1: opt_ut") for one in wrong)
    assert any(one.startswith("FILE:6:") for one in wrong)
    assert "expected format: hotwash.drill/1" in said(wrote(tmp_path, "hazard: fire\n", "d.yaml"), read_drill)[0]
    late = good + "date: 2026-10-01\nnotice_on: 2026-10-02\n"
    assert "notice is given before the drill" in said(wrote(tmp_path, late, "d.yaml"), read_drill)[0]


def test_the_skeleton_of_a_drill_is_sound_and_as_the_scenario_says(tmp_path: Path) -> None:
    bundle = session.load_scenario("maple-ridge-fire-drill")
    path = session.write_drill_file(bundle, tmp_path / "d.yaml")
    drill = read_drill(str(path))
    assert (drill.hazard, drill.type, drill.pupils_present, drill.opt_out) == ("fire", "drill", True, None)
    filled = path.read_text("utf-8").replace("\n# ", "\n").replace("people talk", "# people talk")
    filled = "# a drill\n" + filled.partition("\n")[2].replace("Take the #", "# Take the #")
    assert read_drill(wrote(tmp_path, filled, "filled.yaml")).opt_out is True


def test_rows_of_rules_need_facts_that_exist(tmp_path: Path) -> None:
    row = "{id: X1, check: x, needs: {optout: yes}, why: x, source: x, right: x}"
    text = f"format: hotwash.rules/1\ntitle: x\nrows:\n  - {row}\n"
    assert "there is no fact 'optout'" in said(wrote(tmp_path, text, "r.yaml"), read_rules)[0]


def test_check_knows_drills_and_rules(tmp_path: Path) -> None:
    drill = wrote(tmp_path, "format: hotwash.drill/1\nhazard: fire\ntype: dril\n", "d.yaml")
    (problem,) = session.check(drill).errors
    assert (problem.line, problem.path) == (3, "type") and "did you mean drill" in problem.message
    guidance = session.check(str(shipped("jurisdictions") / "guidance.yaml"))
    assert (guidance.kind, guidance.errors, guidance.warnings) == ("rules", (), ())


def test_hours_that_a_spreadsheet_has_made_of_minutes_are_no_times(tmp_path: Path) -> None:
    path = wrote(tmp_path, "what,where,time\nlock,D1,2:00:00\ntotal,,20:00:00\nlock,D1,0:02:00\ntotal,,1:10:00\n")
    assert said(path, read_results) == [
        "FILE:2:3: time: 2:00:00 is 2 hours, which is no lock time; a spreadsheet makes hours of minutes: if 2:00 "
        "was measured, write 0:02:00",
        "FILE:3:3: time: 20:00:00 is 20 hours, which is no total time; a spreadsheet makes hours of minutes: if 20:00 "
        "was measured, write 0:20:00",
    ]


def test_a_date_is_a_date(tmp_path: Path) -> None:
    path = wrote(tmp_path, "date,what,time\n2026-10-06,total,60\n10/6/2026,total,60\nyesterday,total,60\n")
    assert said(path, read_results) == ["FILE:4:1: date: expected a date as 2026-10-06, found yesterday"]
