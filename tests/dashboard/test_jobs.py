"""Work in the background: done once for each question, told of, and refused in words."""

from __future__ import annotations

import threading

from dashboard.web.jobs import KEPT, Jobs, Tells
from simulator.errors import Refused

SOON_S = 5


def test_one_question_is_worked_out_once_and_told_of() -> None:
    jobs, go, times = Jobs(), threading.Event(), []

    def work(tell: Tells) -> int:
        times.append(1)
        tell("half way")
        go.wait(SOON_S)
        return 42

    job = jobs.start("a", work)
    assert jobs.start("a", work) is job and not job.done
    go.set()
    assert job.wait(SOON_S) and job.result == 42 and job.said == "half way" and len(times) == 1
    assert jobs.get("a") is job and jobs.get("b") is None


def test_a_refusal_is_kept_in_words() -> None:
    def work(_: Tells) -> None:
        raise Refused("not so")

    job = Jobs().start("a", work)
    assert job.wait(SOON_S) and job.refused == "not so" and job.result is None


def test_old_answers_go_and_what_runs_stays() -> None:
    jobs, go = Jobs(), threading.Event()
    running = jobs.start("running", lambda _: go.wait(SOON_S))
    for number in range(KEPT + 5):
        jobs.start(str(number), lambda _: None).wait(SOON_S)
    jobs.start("last", lambda _: None)
    assert jobs.get("running") is running and jobs.get("0") is None and jobs.get(str(KEPT + 4)) is not None
    go.set()
