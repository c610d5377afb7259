"""Events as tables."""

from __future__ import annotations

import subprocess
import sys

import pytest

from simulator.analysis.tables import events_table
from tests.analysis.factory import a_drill


def test_one_row_for_each_event() -> None:
    run = a_drill()
    table = events_table(run.rows)
    assert len(table) == len(run.rows)
    assert list(table.columns[:3]) == ["t_s", "event", "cause"]
    assert table[table.event == "alarm"].t_s.tolist() == [10.0]
    assert table[table.event == "alarm"].party.isna().all()


def test_one_kind_has_its_own_fields_only() -> None:
    table = events_table(a_drill().rows, "out")
    assert list(table.columns) == ["t_s", "event", "cause", "party", "space", "through", "n", "every_ms"]
    assert table.n.tolist() == [1, 5, 3, 4]
    assert events_table([], "out").empty


def test_an_unknown_kind_is_an_error() -> None:
    with pytest.raises(KeyError):
        events_table(a_drill().rows, "nothing")


def test_measures_need_no_pandas_and_no_matplotlib() -> None:
    code = (
        "import sys, simulator.analysis.metrics, simulator.analysis.summary, simulator.analysis.tables;"
        "assert not {'pandas', 'matplotlib', 'simpy'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
