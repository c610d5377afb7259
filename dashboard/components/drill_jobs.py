"""A job on a page: begun by a button, waited for with its progress, and there again after F5."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

import streamlit as st

from dashboard.web.jobs import JOBS, Job, Tells

LOOKED_AT_EVERY_S = 0.4


def key_of(*parts: Any) -> str:
    """The name of a job: everything that its result follows from."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()


def begun(name: str, label: str, key: str, work: Callable[[Tells], Any], *, primary: bool = False) -> Job | None:
    """The finished job of a key; before it was asked for, a button. The address keeps, by `name`, that it was."""
    asked = st.query_params.get(name) == key[:16]
    if not asked and JOBS.get(key) is None:
        if not st.button(label, key=f"job-{name}", type="primary" if primary else "secondary"):
            return None
        JOBS.start(key, work)
        st.query_params[name] = key[:16]
        st.rerun()  # without the button
    job = JOBS.start(key, work)
    if not job.done:
        with st.status(job.said or "It begins", state="running") as shown:
            while not job.wait(LOOKED_AT_EVERY_S):
                shown.update(label=job.said or "It goes on")
            shown.update(label="Done", state="complete")
    if job.refused is not None:
        for line in job.refused.splitlines():
            st.warning(line)
        return None
    return job


def in_runs(tell: Tells, what: str) -> Callable[[int, int, float], None]:
    """Progress of runs, in words."""
    return lambda done, of, left_s: tell(f"{what}: run {done} of {of}, about {left_s:.0f} s to go")
