"""Playing many versions: one after another, on the cores of this machine, or on a Dask cluster. The results are alike.

The arms travel once to each worker; after that a task is two numbers. What little there is to do is done at once:
starting workers costs about a second.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import signal
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from functools import partial
from typing import Any, Literal

from simulator import __version__
from simulator.errors import Refused
from simulator.sweeps.arms import Arm, Outcome, arm_digest
from simulator.sweeps.tasks import Player, T, Task, begin, keep, play, play_kept

Backend = Literal["loky", "dask"]
Progress = Callable[[int, int, float], None]
"""Is told how many versions are played, of how many, and in about how many seconds the rest will be."""
SMALL_S = 1.0
"""Work below this is done without workers."""
TRIED = 2
"""So many versions are played here first, and say how long one takes: the first also compiles the building."""
CHUNK_S = 0.25
MOST_IN_CHUNK = 50
AHEAD = 2
"""So many chunks lie with each worker, so that none waits for the next."""
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS"), "1")


def play_all(
    arms: Sequence[Arm],
    tasks: Sequence[Task],
    *,
    jobs: int | None = None,
    backend: Backend = "loky",
    scheduler: str | None = None,
    progress: Progress | None = None,
) -> Iterator[Outcome]:
    """Play all tasks and give the outcomes as they come, in any order.

    `jobs` workers, by default as many as there are cores; `scheduler` is the address of a Dask scheduler.
    Raises Refused for a backend that is not there, or where a worker was ended by somebody.
    """
    return each(play, arms, tasks, jobs=jobs, backend=backend, scheduler=scheduler, progress=progress)


def each(
    player: Player[T],
    arms: Sequence[Arm],
    tasks: Sequence[Task],
    *,
    jobs: int | None = None,
    backend: Backend = "loky",
    scheduler: str | None = None,
    progress: Progress | None = None,
) -> Iterator[T]:
    """What a player makes of all tasks, as it comes, in any order; the rest as for `play_all`."""
    begun = time.monotonic()
    for done, outcome in enumerate(_played(player, arms, tasks, _workers(jobs), backend, scheduler), 1):
        if progress is not None:
            progress(done, len(tasks), (time.monotonic() - begun) / done * (len(tasks) - done))
        yield outcome


def _workers(jobs: int | None) -> int:
    if jobs is not None and jobs < 1:
        raise Refused(f"expected at least 1 job, found {jobs}")
    return jobs or os.cpu_count() or 1


def _played(
    player: Player[T], arms: Sequence[Arm], tasks: Sequence[Task], jobs: int, backend: Backend, scheduler: str | None
) -> Iterator[T]:
    if backend == "dask":
        yield from _through_dask(player, arms, tasks, jobs, scheduler)
        return
    if scheduler is not None:
        raise Refused("a scheduler goes with the backend dask")
    each_s = 0.0
    for task in tasks[:TRIED]:
        begun = time.monotonic()
        yield player(arms, *task)
        each_s = time.monotonic() - begun
    rest = tasks[TRIED:]
    if jobs == 1 or each_s * len(rest) < SMALL_S:
        yield from (player(arms, *task) for task in rest)
    else:
        yield from _through_loky(player, arms, rest, jobs, each_s)


def _through_loky(
    player: Player[T], arms: Sequence[Arm], tasks: Sequence[Task], jobs: int, each_s: float
) -> Iterator[T]:
    """This process plays too: it begins at once, while the workers are still being started."""
    from joblib.externals.loky.process_executor import BrokenProcessPool

    size = max(1, min(MOST_IN_CHUNK, int(CHUNK_S / max(each_s, 1e-6)), -(-len(tasks) // jobs)))
    try:
        yield from _beside_workers(player, arms, deque(tasks), jobs - 1, size)
    except BrokenProcessPool:
        raise Refused(
            "a worker was ended from outside, perhaps because memory ran out; try again with fewer --jobs"
        ) from None


def _beside_workers(player: Player[T], arms: Sequence[Arm], tasks: deque[Task], workers: int, size: int) -> Iterator[T]:
    """Workers take a chunk of tasks at a time from the front, this process one from the back."""
    kept, first = _packed(arms), [_chunk(tasks, size) for _ in range(AHEAD * workers)]
    there = partial(play_kept, player, kept[0])
    with ThreadPoolExecutor(1) as starter:
        started = starter.submit(_started, kept, workers, there, first)
        while tasks and not started.done():
            yield player(arms, *tasks.pop())
    pool, away = started.result()
    while away:
        done, away = wait(away, timeout=0 if tasks else None, return_when="FIRST_COMPLETED")
        for outcomes in done:
            yield from outcomes.result()
            if tasks:
                away.add(pool.submit(there, _chunk(tasks, size)))
        if tasks:
            yield player(arms, *tasks.pop())


def _chunk(tasks: deque[Task], size: int) -> list[Task]:
    return [tasks.popleft() for _ in range(min(size, len(tasks)))]


def _started(
    kept: tuple[str, bytes, str], workers: int, there: Callable[[list[Task]], list[T]], first: Iterable[list[Task]]
) -> tuple[Executor, set[Future[list[T]]]]:
    """Workers with their first chunks. It lasts until they have loaded: what they get waits in a pipe till then."""
    from joblib.externals.loky import get_reusable_executor

    with _starting():
        pool = get_reusable_executor(workers, initializer=begin, initargs=kept, env=ONE_THREAD)
        return pool, {pool.submit(there, tasks) for tasks in first}


def _through_dask(
    player: Player[T], arms: Sequence[Arm], tasks: Sequence[Task], jobs: int, scheduler: str | None
) -> Iterator[T]:
    import joblib

    kept = _packed(arms)
    with _client(jobs, scheduler) as client:
        client.register_plugin(_keeper(kept), name=f"hotwash-{kept[0][:16]}")
        with joblib.parallel_config("dask", client=client, wait_for_workers_timeout=30):
            yield from _unordered(
                partial(play_kept, player, kept[0]), tasks, max(1, min(MOST_IN_CHUNK // 5, len(tasks) // (4 * jobs)))
            )


def _unordered(there: Callable[[Sequence[Task]], list[T]], tasks: Sequence[Task], size: int) -> Iterator[T]:
    """The outcomes as they come, a chunk of tasks at a time."""
    import joblib

    pool, call = joblib.Parallel(return_as="generator_unordered", batch_size=1), joblib.delayed(there)
    with _starting():
        found = pool(call(tasks[at : at + size]) for at in range(0, len(tasks), size))
    for outcomes in found:
        yield from outcomes


@contextmanager
def _starting() -> Iterator[None]:
    """Workers that are started here hear Ctrl-C only once they have loaded (`begin`): before, they would end in a
    traceback. A stop meanwhile waits until they are started."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _packed(arms: Sequence[Arm]) -> tuple[str, bytes, str]:
    """What `keep` is given: arms that share a scenario share it in the packet too."""
    digest = hashlib.sha256("".join(arm_digest(arm) for arm in arms).encode()).hexdigest()
    return digest, pickle.dumps(tuple(arms)), __version__


def _keeper(kept: tuple[str, bytes, str]) -> Any:
    """A Dask plugin that hands the arms to every worker, to those that are started later too."""

    class Keeper(_distributed().WorkerPlugin):  # type: ignore[misc]
        def setup(self, worker: Any) -> None:
            keep(*kept)

    return Keeper()


def _distributed() -> Any:
    try:
        import distributed
    except ImportError:
        raise Refused('the backend dask needs the extra "dask": pip install "hotwash[dask]"') from None
    return distributed


@contextmanager
def _client(jobs: int, scheduler: str | None) -> Iterator[Any]:
    """A client of the scheduler at this address, or of a cluster of this machine's own, which nobody else can reach."""
    dask = _distributed()
    if scheduler is None:
        with (
            dask.LocalCluster(jobs, threads_per_worker=1, host="127.0.0.1", dashboard_address=None) as cluster,
            dask.Client(cluster, set_as_default=False) as client,
        ):
            yield client
        return
    try:
        client = dask.Client(scheduler, timeout=10, set_as_default=False)
    except (OSError, ValueError) as error:
        raise Refused(f"no Dask scheduler answers at {scheduler}: {error}") from None
    with client:
        yield client
