"""The commands over many runs: what they print, refuse and leave behind."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from simulator.cli import main

DRILL = "maple-ridge-fire-drill"


def hotwash(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *words: str) -> tuple[int, str, str]:
    """Exit code, output and errors of a command."""
    monkeypatch.setattr("sys.argv", ["hotwash", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    said = capsys.readouterr()
    return int(ended.value.code or 0), said.out, said.err


def test_a_sweep_is_told_and_kept(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "drills.csv"
    words = ("sweep", DRILL, "--runs", "3", "--vary", "blocked=@main_entrance,@side_entrance", "--out", str(path))
    code, out, _ = hotwash(capsys, monkeypatch, *words)
    assert code == 0
    assert out.startswith("**THIS IS AN EXERCISE**") and "Blocked: Door 9" in out
    assert len(path.read_text().splitlines()) == 3 + 6
    code, out, _ = hotwash(capsys, monkeypatch, *words, "--json")
    found = json.loads(out)
    assert code == 0 and len(found["results"]) == 6 and found["notice"].startswith("THIS IS AN EXERCISE")


def test_a_what_if_is_told(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    words = ("what-if", DRILL, "--runs", "4", "--set", "found_at=10", "--change", "blocked=@side_entrance")
    code, out, _ = hotwash(capsys, monkeypatch, *words)
    assert code == 0
    assert "What if “Blocked” is Door 9?" in out and "one possible course" in out
    code, out, _ = hotwash(capsys, monkeypatch, *words, "--json")
    assert code == 0 and json.loads(out)["metrics"]["clear_time_s"]["pairs"] == 4


SWEEP, WHAT_IF, LEVERS = ("sweep", "--vary"), ("what-if", "--change"), ("levers", "--also")


@pytest.mark.parametrize(
    ("scenario", "given", "commands"),
    [
        ("maple-ridge-intruder", "entry=@main_entrance", (SWEEP, WHAT_IF, LEVERS)),
        ("maple-ridge-visitor", "goes_in_by=@main_entrance", (WHAT_IF, LEVERS)),
        ("north-fork-game-night", "quarrel_moves=yes", (SWEEP,)),
    ],
)
def test_every_command_refuses_what_only_the_draw_decides(
    scenario: str,
    given: str,
    commands: tuple[tuple[str, str], ...],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    name = given.partition("=")[0]
    for command, option in commands:
        words = (command, scenario, "--runs", "2", option, name if option == "--also" else given)
        code, out, err = hotwash(capsys, monkeypatch, *words)
        assert (code, out) == (2, "")
        assert f"{name} cannot be" in err and "it reaches what the person of a script does" in err


def test_the_levers_of_a_drill_are_told_and_drawn(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "levers.png"
    code, out, _ = hotwash(capsys, monkeypatch, "levers", "maple-ridge-lockdown", "--runs", "3", "-o", str(path))
    assert code == 0
    assert "Which lever matters most for" in out and "\n1. " in out
    assert path.stat().st_size > 20_000


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("what-if", DRILL, "--runs", "2"), "nothing is changed"),
        (("what-if", DRILL, "--runs", "2", "--change", "blocked"), "expected NAME=VALUE"),
        (("what-if", DRILL, "--runs", "2", "--move", "D1=01:00"), "there is no decision D1"),
        (("sweep", DRILL, "--runs", "2", "--out", "table.doc"), "ends in .csv, .jsonl or .parquet"),
        (("sweep", DRILL, "--runs", "2", "--scheduler", "tcp://127.0.0.1:1"), "goes with the backend dask"),
        (("levers", "maple-ridge-lockdown", "--runs", "2", "--out", "levers.doc"), "levers is a .png"),
    ],
)
def test_a_wrong_call_is_told_in_words(
    words: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    code, _, err = hotwash(capsys, monkeypatch, *words)
    assert code == 2 and said in " ".join(err.replace("│", " ").split())


@pytest.mark.parametrize("words", [("what-if", DRILL, "--runs", "2", "--change", "found_at=10"),
                                   ("levers", "maple-ridge-lockdown", "--runs", "2"),
                                   ("sweep", DRILL, "--runs", "2"),
                                   ("deck", DRILL, "--compare", "1")])  # fmt: skip
def test_whoever_stops_it_gets_a_sentence(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("simulator.sweeps.pool._played", stopped)
    code, _, said = hotwash(capsys, monkeypatch, *words)
    assert code in (1, 130) and said.startswith("Stopped")


def test_progress_is_told_where_no_terminal_is(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("simulator.console.EVERY_S", 0.0)
    _, _, said = hotwash(capsys, monkeypatch, "sweep", DRILL, "--runs", "2", "--jobs", "1")
    assert "Playing: 2 of 2" in said


def test_a_scenario_that_is_not_there_is_told_which_was_meant(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, _, said = hotwash(capsys, monkeypatch, "sweep", "maple-ridge-lokdown", "--runs", "2")
    assert "did you mean maple-ridge-lockdown?" in " ".join(said.split())


def test_a_stopped_sweep_says_only_what_is_true(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("simulator.sweeps.pool._played", stopped)
    _, _, said = hotwash(capsys, monkeypatch, "sweep", DRILL, "--runs", "2", "--out", str(tmp_path / "t.parquet"))
    assert "No version was finished yet, so nothing is kept." in said
