"""Sweeps on a real Dask cluster over loopback give what one process gives."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from typing import Any

import pytest

from simulator.errors import Refused
from simulator.sweeps.sweep import sweep
from tests.sweeps.rooms import evacuation

distributed = pytest.importorskip("distributed")


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    with distributed.LocalCluster(2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None) as found:
        yield found


def test_a_cluster_of_two_workers_gives_the_same_table(cluster: Any) -> None:
    table = sweep(evacuation(), 300, backend="dask", scheduler=cluster.scheduler_address)
    assert table.csv() == sweep(evacuation(), 300, jobs=1).csv()


@pytest.mark.full
def test_a_worker_that_is_killed_changes_nothing(cluster: Any) -> None:
    killed: list[int] = []

    def kills(done: int, total: int, left_s: float) -> None:
        if done >= 40 and not killed:
            with distributed.Client(cluster.scheduler_address, set_as_default=False) as client:
                killed.append(next(iter(client.run(os.getpid).values())))
            os.kill(killed[0], signal.SIGKILL)

    table = sweep(evacuation(), 400, backend="dask", scheduler=cluster.scheduler_address, progress=kills)
    assert killed
    assert table.csv() == sweep(evacuation(), 400, jobs=1).csv()


def test_an_address_where_nobody_answers_is_told_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Refused, match="no Dask scheduler answers at nowhere"):
        sweep(evacuation(), 2, backend="dask", scheduler="nowhere")
    with pytest.raises(Refused, match="goes with the backend dask"):
        sweep(evacuation(), 2, scheduler="tcp://127.0.0.1:1")


@pytest.mark.full
def test_ten_thousand_runs_are_the_same_everywhere(cluster: Any) -> None:
    serial = sweep(evacuation(), 10_000, jobs=1).csv()
    assert sweep(evacuation(), 10_000, jobs=2).csv() == serial
    assert sweep(evacuation(), 10_000, backend="dask", scheduler=cluster.scheduler_address).csv() == serial
