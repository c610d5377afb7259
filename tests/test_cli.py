"""The command line: what it prints, what it writes, how it ends."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from simulator import __version__, cli, console, session
from simulator.verification import Result

SHIPPED = session.shipped_files()
DRILL = "maple-ridge-fire-drill"
ESCAPE = "\x1b"
MARKED_UP = """\
format: hotwash.scenario/1
title: "[red]x[/red] <script>alert(1)</script> :smile: [link=http://example.org]y[/link]"
hazard: evacuation
plan: plan.yaml
occupancy: {groups: [{id: g, kind: pupils, in: "101", count: 3}]}
objectives: [{id: O1, text: "[bold]all[/bold] <b>out</b>", measure: {judged: yes}}]
injects: [{id: I1, at: 0, text: "[blink]now[/blink] <i>go</i>", synopsis: "[u]now[/u]", effect: {alarm: fire}}]
"""


class Said(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str


Tell = Callable[..., Said]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, made the current one."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def hotwash(folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Tell:
    """`hotwash ARGUMENTS` in an empty folder, in this process."""

    def told(*arguments: object) -> Said:
        monkeypatch.setattr(sys, "argv", ["hotwash", *map(str, arguments)])
        capsys.readouterr()
        code: Any = 0
        try:
            cli.main()
        except SystemExit as end:
            code = end.code or 0
        return Said(code, *capsys.readouterr())

    return told


@pytest.fixture
def drill(hotwash: Tell) -> Path:
    """The file that `hotwash new scenario` writes: quick to play."""
    hotwash("new", "scenario", "-o", "drill.yaml")
    return Path("drill.yaml")


def in_process(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """`hotwash ARGUMENTS` as a process of its own."""
    program = "from simulator.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", program, *arguments],
        env=os.environ | environment | {"PYTHONPATH": str(Path(cli.__file__).parents[1])},
        capture_output=True, text=True, encoding="utf-8", timeout=60,
    )  # fmt: skip


# ---- demo and run ---------------------------------------------------------------------------------------------------


def test_the_demo_needs_nothing_and_leaves_a_folder_with_everything(hotwash: Tell, folder: Path) -> None:
    said = hotwash("demo")
    assert said.code == 0
    assert said.out.startswith("**THIS IS AN EXERCISE**")
    assert "Maple Ridge Elementary (invented)" in said.out
    assert "Log, measures and figures are in hotwash-demo." in said.out
    written = {path.relative_to(folder / "hotwash-demo").as_posix() for path in (folder / "hotwash-demo").rglob("*.*")}
    assert {"events.jsonl", "metrics.json", "summary.md", "figures/evacuation-curve.png"} <= written
    assert (folder / "hotwash-demo/summary.md").read_text("utf-8") in said.out


def test_a_second_demo_takes_another_folder(
    hotwash: Tell, folder: Path, monkeypatch: pytest.MonkeyPatch, drill: Path
) -> None:
    monkeypatch.setattr(session, "DEMO_SCENARIO", str(drill))
    (folder / "hotwash-demo").mkdir()
    (folder / "hotwash-demo/mine.txt").write_text("mine")
    assert "hotwash-demo-2" in hotwash("demo").out
    assert [path.name for path in (folder / "hotwash-demo").iterdir()] == ["mine.txt"]


def test_json_has_exactly_what_is_promised(hotwash: Tell, drill: Path) -> None:
    said = hotwash("run", drill, "--seed", 5, "--json")
    found = json.loads(said.out)
    assert said.code == 0
    assert list(found) == ["scenario", "seed", "draw", "metrics", "digest", "engine"]
    assert (found["scenario"], found["seed"], found["engine"]) == ("Fire drill with one exit blocked", 5, __version__)
    assert found["draw"].keys() == {"blocked"}
    assert len(found["digest"]) == 64
    assert found == session.measured(session.run(session.load_scenario(str(drill)), 5))


def test_a_shipped_scenario_is_found_by_its_name_in_any_folder(hotwash: Tell) -> None:
    bare, with_suffix = (hotwash("run", name, "--until", 1, "--json") for name in (DRILL, f"scenarios/{DRILL}.yaml"))
    assert bare.code == 0
    assert bare.out == with_suffix.out


def test_set_fixes_a_variable(hotwash: Tell, drill: Path) -> None:
    for exit_ in ("X1", "X2"):
        assert json.loads(hotwash("run", drill, "--set", f"blocked={exit_}", "--json").out)["draw"] == {
            "blocked": exit_
        }


@pytest.mark.parametrize(
    ("setting", "sentence"),
    [
        ("blocked=X9", "blocked can be X1, X2; not X9"),
        ("blokced=X1", "the scenario has no variable called blokced; it has: blocked"),
        ("blocked", "expected NAME=VALUE, found 'blocked'"),
        ("=X1", "expected NAME=VALUE, found '=X1'"),
    ],
)
def test_a_bad_setting_is_a_mistake_in_the_call(hotwash: Tell, drill: Path, setting: str, sentence: str) -> None:
    said = hotwash("run", drill, "--set", setting)
    assert (said.code, said.out) == (2, "")
    assert sentence in said.err


@pytest.mark.parametrize("value", ["inf", "nan", "1e999", "3.5", "x", ""])
def test_a_number_that_is_none_is_a_mistake_in_the_call(hotwash: Tell, value: str) -> None:
    said = hotwash("run", DRILL, "--set", f"found_at={value}")
    assert (said.code, said.err.strip()) == (2, f"found_at is a whole number, not {value}".strip())


@pytest.mark.parametrize("value", ["-3", "41", "99"])
def test_a_number_that_a_variable_never_is_is_a_mistake_in_the_call(hotwash: Tell, value: str) -> None:
    said = hotwash("run", DRILL, "--set", f"found_at={value}")
    assert (said.code, said.out) == (2, "")
    assert said.err == f"found_at can be whole numbers from 0 to 40; not {value}\n"


def test_a_variable_without_limits_takes_any_number_that_the_scenario_can_bear(hotwash: Tell, drill: Path) -> None:
    text = drill.read_text("utf-8").replace("variables:\n", "variables:\n  late: {normal: {mean: 60, sd: 10}}\n")
    drill.write_text(text.replace('at: "01:00"', 'at: "${late}"'), "utf-8")
    assert hotwash("run", drill, "--set", "late=500", "--json").code == 0
    said = hotwash("run", drill, "--set", "late=-3", "--set", "blocked=X2")
    assert said.code == 3
    assert "late = -3.0, blocked = X2: expected a time between 0 and 24 hours" in said.err


def test_a_variable_is_set_once(hotwash: Tell, drill: Path) -> None:
    said = hotwash("run", drill, "--set", "blocked=X1", "--set", "blocked=X2")
    assert (said.code, said.out) == (2, "")
    assert "blocked is given twice, X1 and X2" in " ".join(said.err.replace("│", " ").split())


def test_decisions_change_what_follows(hotwash: Tell, drill: Path) -> None:
    plain = json.loads(hotwash("run", drill, "--json").out)
    hotwash("new", "decisions", "-o", "choices.yaml")
    assert hotwash("check", "choices.yaml").code == 0
    played = json.loads(hotwash("run", drill, "--decisions", "choices.yaml", "--json").out)
    assert played["digest"] != plain["digest"]
    assert played["draw"] == plain["draw"]


def test_wrong_decisions_are_named_with_their_line(hotwash: Tell, drill: Path) -> None:
    lines = "format: hotwash.decisions/1\ndecisions:\n"
    Path("choices.yaml").write_text(lines + "  - {id: N1, at: 10, role: pricipal, action: lock, what: X1}\n")
    said = hotwash("run", drill, "--decisions", "choices.yaml")
    assert said.code == 3
    assert "choices.yaml:3:28: decisions[0].role: there is no role pricipal; did you mean principal?" in said.err
    missing = hotwash("run", drill, "--decisions", "none.yaml")
    assert (missing.code, missing.err) == (2, "there is no file none.yaml\n")


def test_until_stops_early_and_says_so(hotwash: Tell, drill: Path) -> None:
    spoken = hotwash("run", drill, "--until", "00:45")
    assert "The run was stopped at 0:45" in spoken.out
    early, full = (json.loads(hotwash("run", drill, *until, "--json").out) for until in (("--until", 45), ()))
    assert early["metrics"]["evacuated"] < full["metrics"]["evacuated"]


@pytest.mark.parametrize("until", ["9:99", "soon", "", "inf", "nan", "1e12", "-5"])
def test_a_time_that_is_none_is_a_mistake_in_the_call(hotwash: Tell, drill: Path, until: str) -> None:
    said = hotwash("run", drill, f"--until={until}")
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("expected ")


def test_results_never_overwrite_a_persons_file(hotwash: Tell, folder: Path, drill: Path) -> None:
    out = folder / "results"
    out.mkdir()
    (out / "summary.md").write_text("my own notes")
    assert hotwash("run", drill, "--out", out).code == 0
    assert (out / "summary (kept 1).md").read_text() == "my own notes"
    (out / "metrics.json").write_text("changed by hand")
    assert hotwash("run", drill, "--seed", 2, "--out", out).code == 0
    assert (out / "metrics (kept 1).json").read_text() == "changed by hand"
    assert json.loads((out / "metrics.json").read_text("utf-8"))["seed"] == 2
    assert (out / "summary (kept 1).md").read_text() == "my own notes"


def test_a_file_in_the_results_place_is_left_alone(hotwash: Tell, folder: Path, drill: Path) -> None:
    (folder / "results").write_text("mine")
    said = hotwash("run", drill, "--out", "results")
    assert (said.code, said.err) == (2, "results is a file; the results need a folder\n")
    assert (folder / "results").read_text() == "mine"


def test_an_unknown_name_is_answered_with_the_shipped_ones(hotwash: Tell) -> None:
    said = hotwash("run", "mapel-ridge")
    assert (said.code, said.out) == (2, "")
    assert said.err == f"there is no file mapel-ridge; shipped with Hotwash are: {', '.join(SHIPPED['scenarios'])}\n"


# ---- check and new --------------------------------------------------------------------------------------------------


def test_sound_files_are_said_to_be(hotwash: Tell) -> None:
    said = hotwash("check", DRILL, "lantern-cinema", "district-variant")
    assert said.out.splitlines() == [
        f"{DRILL}: a sound scenario.", "lantern-cinema: a sound floor plan.", "district-variant: a sound response plan."
    ]  # fmt: skip
    assert (said.code, said.err) == (0, "")


def test_a_response_plan_is_told_which_of_its_steps_cannot_be_played(hotwash: Tell) -> None:
    hotwash("new", "response", "-o", "eop.yaml")
    assert hotwash("check", "eop.yaml").out == "eop.yaml: a sound response plan.\n"
    locks, shuts = "action: lock\n        what: own_room", "action: shut_air\n        unit: air-A"
    Path("eop.yaml").write_text(Path("eop.yaml").read_text("utf-8").replace(locks, shuts), "utf-8")
    said = hotwash("check", "eop.yaml")
    assert said.code == 0
    warning, sound = said.out.splitlines()
    assert "is not played yet: this version has no shut_air by each_teacher" in warning
    assert sound == "eop.yaml: a sound response plan."


def test_a_mistake_in_a_response_plan_is_told_there(hotwash: Tell) -> None:
    wrong = session.skeleton("response").replace("role: custodian", "role: custodain")
    Path("eop.yaml").write_text(wrong, "utf-8")
    said = hotwash("check", "eop.yaml", "--json")
    assert said.code == 3
    (problem,) = json.loads(said.out)[0]["errors"]
    assert "eop.yaml:75:15: hazards.armed_assailant.steps[4].role: there is no role custodain" in problem


def test_every_mistake_is_told_with_its_place(hotwash: Tell, drill: Path) -> None:
    wrong = drill.read_text("utf-8").replace("horizon:", "horizont:").replace("fill: 0.9", "fill: much")
    drill.write_text(wrong, "utf-8")
    said = hotwash("check", drill, "plan.yaml")
    assert said.code == 3
    first, second, sound = said.out.splitlines()
    assert first.startswith("drill.yaml:8:1: horizont: ")
    assert "did you mean horizon?" in first
    assert second.startswith("drill.yaml:18:19: occupancy.fill: ")
    assert sound == "plan.yaml: a sound floor plan."
    assert hotwash("run", drill) == Said(3, "", f"{first}\n{second}\n")


def test_a_plan_that_nobody_can_leave_is_no_ground_for_a_run(hotwash: Tell, drill: Path) -> None:
    plan = Path("plan.yaml").read_text("utf-8")
    Path("plan.yaml").write_text(plan.replace("at: [5, 9]", "at: [5, 4]"), "utf-8")
    said = hotwash("run", drill)
    assert said.code == 3
    assert said.err.startswith("plan.yaml:")
    assert hotwash("check", drill).out.splitlines() == said.err.splitlines()


def test_warnings_are_told_and_do_not_fail(hotwash: Tell, drill: Path) -> None:
    drill.write_text(drill.read_text("utf-8").replace("variables:\n", "variables:\n  unused: {chance: 0.5}\n"), "utf-8")
    said = hotwash("check", drill)
    assert said.code == 0
    assert said.out.splitlines()[0].endswith("no part of the scenario uses this variable (a warning)")


def test_check_as_json(hotwash: Tell, drill: Path) -> None:
    drill.write_text(drill.read_text("utf-8").replace("horizon:", "horizont:"), "utf-8")
    said = hotwash("check", drill, "plan.yaml", "--json")
    scenario, plan = json.loads(said.out)
    assert said.code == 3
    assert scenario.keys() == {"path", "kind", "errors", "warnings"}
    assert scenario["errors"][0].startswith("drill.yaml:8:1: ")
    assert plan == {"path": "plan.yaml", "kind": "plan", "errors": [], "warnings": []}


def test_a_missing_file_does_not_keep_the_others_from_their_verdict(hotwash: Tell, drill: Path) -> None:
    said = hotwash("check", "nope", drill, "neither.yaml")
    assert (said.code, said.out) == (2, "drill.yaml: a sound scenario.\n")
    assert [line.partition(";")[0] for line in said.err.splitlines()] == [
        "there is no file nope", "there is no file neither.yaml"
    ]  # fmt: skip
    nope, sound = json.loads(hotwash("check", "nope", drill, "--json").out)
    assert (nope["kind"], nope["errors"][0].partition(";")[0]) == (None, "there is no file nope")
    assert (sound["kind"], sound["errors"]) == ("scenario", [])
    drill.write_text("format: hotwash.scenario/1\n", "utf-8")
    assert hotwash("check", "nope", drill).code == 3


def test_checking_plans_is_about_plans(hotwash: Tell, drill: Path) -> None:
    said = hotwash("plan", "check", "nope.yaml")
    assert said.err == f"there is no file nope.yaml; shipped with Hotwash are: {', '.join(SHIPPED['floorplans'])}\n"
    said = hotwash("plan", "check", drill, "plan.yaml")
    assert said.code == 3
    assert said.out.splitlines() == [
        "drill.yaml:1:1: format: a floor plan was expected, and this is none; "
        "`hotwash check` takes files of every kind",
        "plan.yaml: a sound floor plan.",
    ]


def test_explain_lists_the_messages_in_order_of_time(hotwash: Tell, drill: Path) -> None:
    said = hotwash("check", drill, "--explain")
    assert "THIS IS AN EXERCISE" in said.out
    assert [line[2:7] for line in said.out.splitlines() if line[2:4].isdigit()] == ["00:00", "01:00"]
    assert "  not before 02:00 I3" in said.out
    assert "I2 to principal, by radio: Smoke is seen outside X1." in said.out
    assert "-> X1 is blocked: nobody passes" in said.out
    assert "differs from version to version with: blocked" in said.out


def test_explain_says_what_brings_a_message_whether_it_comes_and_what_it_should_draw(
    hotwash: Tell, drill: Path
) -> None:
    drill.write_text(
        drill.read_text("utf-8")
        + "  - {id: I4, after: {inject: I2}, delay: 30, text: On they go.}\n"
        + '  - {id: I5, at: "04:00", if: "draw.blocked == \'X2\'", text: Later.}\n',
        "utf-8",
    )
    lines = [line.strip() for line in hotwash("check", drill, "--explain").out.splitlines()]
    timed = {at: line.removeprefix("not before ") for at, line in enumerate(lines)}
    about = {line.split()[1].rstrip(":"): at for at, line in timed.items() if line[:2].isdigit()}
    assert lines[about["I1"] + 1 : about["I2"]] == ["-> the fire alarm sounds"]
    assert lines[about["I2"] + 2] == "expected: E1: the principal has directed people, within 1 minute"
    assert lines[about["I4"]].startswith("not before 01:30 ")
    assert lines[about["I5"]].startswith("04:00 ")
    assert lines[about["I4"] + 1] == "(comes 30 seconds after message I2)"
    assert lines[about["I3"] + 1] == (
        "(not in every run: if the principal has not directed people within 1 minute of I2 (E1), "
        "only if draw.blocked == 'X1')"
    )
    assert lines[about["I5"] + 1] == "(not in every run: at 04:00, only if draw.blocked == 'X2')"


def test_explain_says_what_comes_before_and_what_never_comes(hotwash: Tell) -> None:
    setup = hotwash("check", DRILL, "--explain").out
    assert "  start  setup\n         -> Door 9 (X9) is blocked" in setup
    assert "A delivery stands in front of Door 9." in setup
    name = "late.yaml"
    Path(name).write_text(session.skeleton("scenario").replace('at: "01:00"', 'at: "59:00"'), "utf-8")
    Path("plan.yaml").write_text(session.skeleton("plan"), "utf-8")
    explained = hotwash("check", name, "--explain").out
    never = "I2 comes at or after the horizon, when the exercise is over; it is never released"
    assert f"{never} (a warning)" in explained
    assert f"         ({never})" in explained


@pytest.mark.parametrize("kind", cli.KINDS)
def test_what_new_writes_is_sound_and_is_what_it_prints(hotwash: Tell, kind: str) -> None:
    said = hotwash("new", kind, "-o", "mine.yaml")
    assert said.code == 0
    assert "mine.yaml is written" in said.out
    assert ("plan.yaml is written" in said.out) == (kind == "scenario")
    assert hotwash("check", "mine.yaml").out == f"mine.yaml: a sound {cli.KINDS[kind]}.\n"
    assert hotwash("new", kind).out == Path("mine.yaml").read_text("utf-8")


def test_new_replaces_nothing(hotwash: Tell, folder: Path) -> None:
    (folder / "plan.yaml").write_text("mine")
    (folder / "mine.yaml").write_text("mine")
    said = hotwash("new", "scenario", "-o", "mine.yaml")
    assert (said.code, said.err) == (2, "mine.yaml is there already; name another file\n")
    assert hotwash("new", "scenario", "-o", "other.yaml").code == 0
    assert {path.read_text() for path in (folder / "plan.yaml", folder / "mine.yaml")} == {"mine"}


def test_a_new_scenario_plays(hotwash: Tell, drill: Path) -> None:
    said = hotwash("run", drill)
    assert said.code == 0
    assert "The building was empty after" in said.out


# ---- plans ----------------------------------------------------------------------------------------------------------


def test_a_plan_is_made_checked_and_drawn(hotwash: Tell, folder: Path) -> None:
    made = hotwash("plan", "make", "--kind", "elementary", "--people", 120, "--seed", 2, "-o", "school.yaml")
    assert (made.code, made.err) == (0, "")
    assert "hotwash plan draw school.yaml -o school.png" in made.out
    assert hotwash("plan", "check", "school.yaml").code == 0
    assert hotwash("plan", "draw", "school.yaml", "-o", "school.svg").out == "school.svg is drawn.\n"
    assert "THIS IS AN EXERCISE" in (folder / "school.svg").read_text("utf-8")
    again = hotwash("plan", "make", "--kind", "elementary", "--people", 120, "-o", "school.yaml")
    assert (again.code, again.err) == (2, "school.yaml is there already; name another file\n")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("plan", "make", "--kind", "castle", "--people", 120, "-o", "a.yaml"), "elementary, middle or high"),
        (("plan", "make", "--kind", "high", "--people", 99, "-o", "a.yaml"), "greater than or equal to 100"),
        (("plan", "draw", "maple-ridge", "-o", "a.txt"), "drawn as .png or .svg"),
        (("plan", "draw", "nowhere", "-o", "a.png"), "shipped with Hotwash are: " + ", ".join(SHIPPED["floorplans"])),
        (("check",), "Missing argument"),
        (("frobnicate",), "No such command"),
        (("run", DRILL, "--seed", "-1"), "greater than or equal to 0"),
        (("run", DRILL, "--seed", "many"), "valid integer"),
        (("new", "castle"), "'castle' is not one of"),
    ],
)
def test_a_call_that_is_not_understood_ends_with_2(hotwash: Tell, arguments: tuple[Any, ...], sentence: str) -> None:
    said = hotwash(*arguments)
    assert (said.code, said.out) == (2, "")
    assert sentence in " ".join(said.err.replace("│", " ").split())
    assert not any(Path().iterdir())


def test_a_scenario_is_no_plan_and_a_plan_no_scenario(hotwash: Tell, drill: Path) -> None:
    drawn = hotwash("plan", "draw", drill, "-o", "a.png")
    assert (drawn.code, "this is a scenario, a floor plan was expected" in drawn.err) == (3, True)
    played = hotwash("run", "plan.yaml")
    assert (played.code, "this is a floor plan, a scenario was expected" in played.err) == (3, True)


# ---- verify ---------------------------------------------------------------------------------------------------------


def verdicts(*got: float) -> Callable[..., list[Result]]:
    return lambda progress=None: [
        Result(
            f"CASE-{n}", "people leave [red]now[/red]", 40.0, one, "±0.5 s", "ok" if abs(one - 40) <= 0.5 else "miss"
        )
        for n, one in enumerate(got, 1)
    ]


def test_verify_tells_expected_got_and_verdict(hotwash: Tell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "verify", verdicts(39.9, 40.0))
    said = hotwash("verify")
    assert said.code == 0
    assert (
        "ok       CASE-1                         40       39.9  ±0.5 s\n         people leave [red]now[/red]"
        in said.out
    )
    assert said.out.endswith("2 of 2 cases are within their tolerance.\n")


def test_verify_fails_on_a_miss(hotwash: Tell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "verify", verdicts(39.9, 47.123))
    assert hotwash("verify").code == 1
    said = hotwash("verify", "--json")
    assert said.code == 1
    assert [one["verdict"] for one in json.loads(said.out)] == ["ok", "miss"]
    assert {tuple(one) for one in json.loads(said.out)} == {("id", "what", "expected", "got", "tolerance", "verdict")}


# ---- what people typed, and who reads -------------------------------------------------------------------------------


def test_typed_markup_stays_text(hotwash: Tell) -> None:
    Path("plan.yaml").write_text(session.skeleton("plan"), "utf-8")
    Path("marked.yaml").write_text(MARKED_UP, "utf-8")
    shown = hotwash("check", "marked.yaml", "--explain").out
    assert "I1: [blink]now[/blink] <i>go</i>" in shown
    assert json.loads(hotwash("run", "marked.yaml", "--json").out)["scenario"].startswith("[red]x[/red] <script>")
    markdown = hotwash("run", "marked.yaml").out
    assert "<script>" not in markdown.replace("\\<", "")
    assert r"\[red\]x\[/red\] \<script\>alert(1)\</script\> :smile:" in markdown


def test_typed_markup_stays_text_on_a_terminal(hotwash: Tell, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("plan.yaml").write_text(session.skeleton("plan"), "utf-8")
    Path("marked.yaml").write_text(MARKED_UP, "utf-8")
    monkeypatch.setattr(console.out, "_force_terminal", True)
    monkeypatch.setattr(console.out, "_color_system", None)
    monkeypatch.setattr(console.out, "_width", 200)
    said = hotwash("run", "marked.yaml").out
    assert "[red]x[/red] <script>alert(1)</script> :smile: [link=http://example.org]y[/link]" in " ".join(said.split())
    assert max(map(len, said.splitlines())) <= console.WIDEST
    assert f"{ESCAPE}[31m" not in said


def test_markup_in_a_broken_file_stays_text(hotwash: Tell) -> None:
    Path("[red]x.yaml").write_text("format: '[bold]y[/bold]'\n", "utf-8")
    for command in ("run", "check"):
        said = hotwash(command, "[red]x.yaml")
        assert said.code == 3
        assert (said.out + said.err).startswith("[red]x.yaml:1:9: format: ")


def test_a_pipe_gets_plain_unwrapped_text(folder: Path) -> None:
    done = in_process("run", DRILL, "--until", "10", TERM="xterm-256color", COLUMNS="40")
    assert (done.returncode, done.stderr) == (0, "")
    assert ESCAPE not in done.stdout
    assert max(map(len, done.stdout.splitlines())) > 80
    assert not any(line.endswith(" ") for line in done.stdout.splitlines())


@pytest.mark.skipif(os.name == "nt", reason="a closed pipe is no BrokenPipeError on Windows")
@pytest.mark.parametrize("arguments", [("new", "plan"), ("check", DRILL, "--explain")])
def test_whoever_reads_may_stop_reading(arguments: tuple[str, ...], folder: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    program = "from simulator.cli import main; main()"
    environment = os.environ | {"PYTHONPATH": str(Path(cli.__file__).parents[1])}
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        env=environment, stdout=write, stderr=subprocess.PIPE, text=True, timeout=60,
    )  # fmt: skip
    os.close(write)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_reader_without_other_letters_still_gets_an_answer(hotwash: Tell, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("plan.yaml").write_text(session.skeleton("plan"), "utf-8")
    text = session.skeleton("scenario").replace("Fire drill", "Übung mit Ёлка")
    Path("drill.yaml").write_text(text, "utf-8")
    answers = []
    for arguments in (("--json",), ()):
        with monkeypatch.context() as patched:
            screen = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
            patched.setattr(sys, "stdout", screen)
            assert hotwash("run", "drill.yaml", "--until", "1", *arguments).code == 0
        screen.seek(0)
        answers.append(screen.read())
    assert json.loads(answers[0])["scenario"].startswith("Übung mit Ёлка")
    assert "# ?bung mit ????" in answers[1]


def test_a_process_ends_with_3_for_an_invalid_file_and_shows_no_traceback(folder: Path) -> None:
    Path("noise.yaml").write_bytes(bytes(range(256)))
    done = in_process("run", "noise.yaml")
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith("noise.yaml:")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "command", [(), ("demo",), ("run",), ("check",), ("new",), ("verify",), ("plan",), ("version",)]
)
def test_every_command_explains_itself(hotwash: Tell, command: tuple[str, ...]) -> None:
    said = hotwash(*command, "--help")
    assert said.code == 0
    assert "Usage: hotwash" in said.out


def test_version(hotwash: Tell) -> None:
    assert hotwash("version") == Said(0, f"{__version__}\n", "")
