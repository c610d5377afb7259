"""Ways into an exercise: the guided sample, one that is there already, one from a scenario as it is."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import streamlit as st

from dashboard.web.house import PREFIX, the_house
from dashboard.web.ports import Listed
from simulator.errors import SimulatorError

SAMPLE = "cedar-hollow-storm"
MINUTES = (45, 90, 180)


def begin_the_sample() -> None:
    """A storm, not an attack: the first exercise that a newcomer leads."""
    with st.container(border=True, key="sample"):
        st.subheader("New here?")
        st.markdown(
            "A storm warning at an invented middle school, while the buses load. A quarter of an hour alone at this "
            "desk shows you all that you need (with people around the table it fills 45 minutes): read aloud, press "
            "*Do it*, record what the principal does, see what follows."
        )
        if st.button("Begin the guided sample", type="primary"):
            _create(SAMPLE, {"minutes": 45, "guided": True})


def open_another() -> None:
    """Exercises of this computer, the newest first; dry runs are told apart."""
    found = sorted(the_house().live.listed(), key=lambda one: -one.created_wall_ms)
    st.subheader("Open one that is running or finished")
    if not found:
        st.caption("There is none yet.")
    for one in found[:20]:
        made = datetime.fromtimestamp(one.created_wall_ms / 1000).strftime("%Y-%m-%d %H:%M")
        with st.container(horizontal=True, vertical_alignment="center"):
            if st.button("Open", key=f"open-{one.stream}"):
                _show(one.stream)
            st.text(f"{one.title} · {made} · {_state(one)}")


def _state(one: Listed) -> str:
    if one.rehearsal:
        return "a dry run, not counted"
    return "finished" if one.is_over else "running"


def start_from_a_scenario() -> None:
    """A shipped scenario as its author wrote it, or a file of one's own."""
    st.subheader("Start from a scenario as it is")
    shipped = the_house().live.scenarios()
    with st.form("scenario"):
        name = st.selectbox(
            "Scenario", list(shipped), format_func=lambda one: f"{shipped[one]} ({one})", filter_mode="contains",
            help="Type a part of the title or of the file name: it finds what has exactly these letters.",
        )  # fmt: skip
        own = st.text_input("or a scenario file of your own", placeholder="C:\\exercises\\our-school.yaml")
        minutes = st.segmented_control("Minutes in the room", MINUTES, default=90)
        seed = st.number_input("Exercise version", min_value=1, value=1, step=1, help="Another version, other details.")
        if st.form_submit_button("Open it, held"):
            _create(own.strip() or name, {"minutes": minutes or 90, "seed": int(seed)})


def _create(scenario: str, settings: dict[str, Any]) -> None:
    try:
        with st.spinner("Reading the scenario"):
            made = the_house().create(scenario, settings)
    except SimulatorError as error:
        for line in str(error).splitlines():
            st.warning(line)
        return
    _show(made.stream)


def _show(stream: str) -> None:
    st.query_params["exercise"] = stream.removeprefix(PREFIX)
    st.rerun()
