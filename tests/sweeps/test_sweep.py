"""Sweeps: the same table whatever plays it, files that go on after a stop, nothing of what a script's person does."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from simulator.analysis.metrics import metrics
from simulator.engine.run import run
from simulator.errors import NotFound, Refused
from simulator.sweeps import pool
from simulator.sweeps import sweep as module
from simulator.sweeps.arms import Arm, Outcome
from simulator.sweeps.pool import play_all
from simulator.sweeps.ranges import _line, sweep_in_words
from simulator.sweeps.sweep import _header, sweep
from simulator.sweeps.table import File
from simulator.sweeps.whatif import base_arm
from tests.sweeps.rooms import evacuation, order_at, threatened

RUNS = 300


@pytest.fixture(scope="module")
def serial() -> str:
    return sweep(evacuation(), RUNS, jobs=1).csv()


def test_a_row_is_what_the_run_itself_measures() -> None:
    table = sweep(evacuation(), 3, jobs=1)
    played = run(evacuation(), 2, seats={})
    row = dict(zip(table.columns, table.rows[1], strict=True))
    assert row["seed"] == 2
    assert {name: row[name] for name in ("evacuated", "clear_time_s", "people")} == {
        name: metrics(played)[name] for name in ("evacuated", "clear_time_s", "people")
    }
    assert row["draw.starts"] == played.draw["starts"]
    assert "exits" not in row


@pytest.mark.parametrize("jobs", [1, 2])
def test_workers_give_the_same_table(serial: str, jobs: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "SMALL_S", 0)
    begun: list[int] = []
    workers = pool._through_loky
    monkeypatch.setattr(pool, "_through_loky", lambda *given: begun.append(jobs) or workers(*given))
    assert sweep(evacuation(), RUNS, jobs=jobs).csv() == serial
    assert begun == ([] if jobs == 1 else [2])


def test_little_work_starts_no_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    def no(*_: object) -> Iterator[Outcome]:
        raise AssertionError("workers were started")

    monkeypatch.setattr(pool, "_through_loky", no)
    monkeypatch.setattr(pool, "SMALL_S", 60)
    assert len(sweep(evacuation(), 12, jobs=2).rows) == 12


def test_the_order_of_playing_is_not_the_order_of_the_table(monkeypatch: pytest.MonkeyPatch, serial: str) -> None:
    def backwards(arms: Sequence[Arm], tasks: Sequence[tuple[int, int]], **more: Any) -> Iterator[Outcome]:
        return play_all(arms, tasks[::-1], jobs=1)

    monkeypatch.setattr(module, "play_all", backwards)
    assert sweep(evacuation(), RUNS).csv() == serial


def test_cells_are_every_combination_and_share_their_luck() -> None:
    table = sweep(evacuation(), 4, vary={"door": ["X1", "X2"], "starts": ["10", "50"]}, jobs=1)
    assert [row[:2] for row in table.rows] == [(cell, seed) for cell in range(4) for seed in range(1, 5)]
    assert table.column("draw.door") == ("X1",) * 8 + ("X2",) * 8
    assert table.column("draw.starts")[:8] == (10.0,) * 4 + (50.0,) * 4
    told = sweep_in_words(table)
    assert "Door: " in told and "Starts: " in told and told.count("## ") == 4
    assert told.startswith("**THIS IS AN EXERCISE**") and "one possible course" in told


def test_progress_is_told_with_what_is_left() -> None:
    told: list[tuple[int, int, float]] = []
    sweep(evacuation(), 5, jobs=1, progress=lambda *one: told.append(one))
    assert [one[:2] for one in told] == [(done, 5) for done in range(1, 6)]
    assert told[0][2] > 0 and told[-1][2] == 0


# ---- what may not be varied or seen ---------------------------------------------------------------------------------


def test_what_reaches_a_script_cannot_be_varied() -> None:
    with pytest.raises(Refused, match="entry cannot be varied: it reaches what the person of a script does"):
        sweep(threatened(), 2, vary={"entry": ["XW", "XE"]})


@pytest.mark.parametrize("suffix", [".csv", ".jsonl"])
def test_no_output_holds_what_only_the_draw_decides(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"table{suffix}"
    table = sweep(threatened(), 3, set_values={"entry": "XE"}, out=path, jobs=1)
    assert "draw.entry" not in table.columns and "draw.late" in table.columns
    assert table.header["settings"] == {"entry": "(not shown)"}
    written = path.read_text().replace("EXERCISE", "")
    assert "XE" not in written and "XW" not in written
    with pytest.raises(Refused, match="other decisions or seats"):
        sweep(threatened(), 3, set_values={"entry": "XW"}, out=path, jobs=1)


def test_a_name_that_is_none_is_told_what_there_is() -> None:
    with pytest.raises(NotFound, match="no variable called dor; it has: starts, door; did you mean door"):
        sweep(evacuation(), 2, vary={"dor": ["X1"]})


@pytest.mark.parametrize(
    ("vary", "words"),
    [({"door": []}, "needs values"), ({"door": ["X1", "X1"]}, "each once"), ({"starts": ["90"]}, "from 5 to 60")],
)
def test_values_that_make_no_sense_are_refused(vary: dict[str, list[str]], words: str) -> None:
    with pytest.raises(Refused, match=words):
        sweep(evacuation(), 2, vary=vary)


def test_a_variable_is_fixed_or_varied() -> None:
    with pytest.raises(Refused, match="both fixed and varied"):
        sweep(evacuation(), 2, vary={"door": ["X1"]}, set_values={"door": "X2"})


# ---- files ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".parquet"])
def test_a_stopped_sweep_goes_on_and_gives_the_same_file(
    tmp_path: Path, suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if suffix == ".parquet":
        pytest.importorskip("pyarrow")
    whole, path = tmp_path / f"whole{suffix}", tmp_path / f"stopped{suffix}"
    table = sweep(evacuation(), 20, out=whole, jobs=1)
    played: list[int] = []

    def stops(done: int, total: int, left_s: float) -> None:
        if done == 8:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sweep(evacuation(), 20, out=path, jobs=1, progress=stops)
    again = sweep(evacuation(), 20, out=path, jobs=1, progress=lambda done, total, left_s: played.append(total))
    assert played[-1] == 20 - 7
    assert path.read_bytes() == whole.read_bytes()
    assert again.csv() == table.csv()
    assert [one.name for one in tmp_path.iterdir()] and len(list(tmp_path.iterdir())) == 2


def test_a_finished_sweep_plays_only_what_is_new(tmp_path: Path) -> None:
    path, played = tmp_path / "table.csv", []
    sweep(evacuation(), 5, out=path, jobs=1)
    more = sweep(evacuation(), 8, out=path, jobs=1, progress=lambda *one: played.append(one[1]))
    assert played == [3, 3, 3]
    assert more.csv() == sweep(evacuation(), 8, jobs=1).csv() == path.read_text()


def test_a_torn_line_is_played_again(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    sweep(evacuation(), 5, out=path, jobs=1)
    whole = path.read_text()
    path.write_text(whole[:-30])
    sweep(evacuation(), 5, out=path, jobs=1)
    assert path.read_text() == whole


def test_another_scenario_is_never_added_to_a_table(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    sweep(evacuation(), 2, out=path, jobs=1)
    before = path.read_bytes()
    with pytest.raises(Refused, match="is there already and is of another scenario"):
        sweep(evacuation(horizon="06:00"), 2, out=path, jobs=1)
    with pytest.raises(Refused, match="of other fixed values"):
        sweep(evacuation(), 2, out=path, jobs=1, set_values={"door": "X1"})
    with pytest.raises(Refused, match="of other varied values"):
        sweep(evacuation(), 2, out=path, jobs=1, vary={"door": ["X1", "X2"]})
    assert path.read_bytes() == before


@pytest.mark.parametrize("text", ["my notes\n", "a,b\n1,2\n", "{}\n{}\n", '{"header": 3}\n'])
@pytest.mark.parametrize("suffix", [".csv", ".jsonl"])
def test_a_file_that_is_no_table_is_left_alone(tmp_path: Path, text: str, suffix: str) -> None:
    path = tmp_path / f"mine{suffix}"
    path.write_text(text)
    with pytest.raises(Refused, match="no table of a sweep"):
        sweep(evacuation(), 2, out=path, jobs=1)
    assert path.read_text() == text


def test_the_ending_says_the_format(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"ends in \.csv, \.jsonl or \.parquet"):
        sweep(evacuation(), 2, out=tmp_path / "table.xlsx")


def test_decisions_are_counted_with_their_refusals() -> None:
    table = sweep(threatened(), 2, decisions=[order_at(20), order_at(21, "D2")], jobs=1)
    assert table.column("decisions") == (2, 2)
    assert set(table.column("refused")) == {0}


KILLED = """
    import sys
    from tests.sweeps.rooms import evacuation
    from simulator.sweeps.sweep import sweep
    def slowly(done, total, left_s):
        print(done, flush=True)
        import time
        time.sleep(0.02)
    if __name__ == "__main__":
        sweep(evacuation(), 60, out=sys.argv[1], jobs=1, progress=slowly)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="kills by signal")
def test_what_a_killed_program_had_finished_is_kept(tmp_path: Path) -> None:
    script, path = tmp_path / "killed.py", tmp_path / "table.jsonl"
    script.write_text(textwrap.dedent(KILLED))
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([os.getcwd(), os.environ.get("PYTHONPATH", "")])}
    with subprocess.Popen([sys.executable, str(script), str(path)], stdout=subprocess.PIPE, env=environment) as child:
        assert child.stdout is not None
        for line in child.stdout:
            if int(line) >= 15:
                break
        child.kill()
    finished = len(path.read_text().splitlines()) - 1
    assert 14 <= finished < 60
    left: list[int] = []
    sweep(evacuation(), 60, out=path, jobs=1, progress=lambda done, total, left_s: left.append(total))
    assert left[0] <= 60 - 14
    whole = tmp_path / "whole.jsonl"
    sweep(evacuation(), 60, out=whole, jobs=1)
    assert path.read_text() == whole.read_text()


def test_a_table_of_few_versions_claims_no_more_than_it_has() -> None:
    table = sweep(evacuation(), 4, jobs=1)
    told = sweep_in_words(table)
    assert "| measure | middle | least to greatest | came about in |" in told and "too few for more than" in told
    assert "8 of 10" not in told
    assert "| measure | middle | 8 of 10 versions |" in sweep_in_words(sweep(evacuation(), 10, jobs=1))
    assert _line("clear_time_s", [10.0, 20.0, None]) == (
        "| The time until the building was empty | 15 seconds | 10 seconds to 20 seconds | only 2 of 3 versions |"
    )


def test_two_sweeps_into_one_file_do_not_mix(tmp_path: Path) -> None:
    header = _header(base_arm(evacuation(), None, (), None), {})
    path = tmp_path / "t.csv"
    with File(path, header), pytest.raises(Refused, match="another sweep is writing"):
        File(path, header)
    with File(path, header):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_table_that_a_spreadsheet_saved_again_says_so(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    sweep(evacuation(), 2, jobs=1, out=path)
    path.write_text(path.read_text("utf-8").replace(",", ";"), "utf-8")
    with pytest.raises(Refused, match="a spreadsheet has saved it in another shape"):
        sweep(evacuation(), 2, jobs=1, out=path)
