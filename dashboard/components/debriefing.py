"""What the debrief page shall be about: the exercise or run in the address, or one that is chosen here."""

from __future__ import annotations

import re
from datetime import datetime

import streamlit as st

from dashboard.components.visitor import is_at_this_machine, only_facilitators, strip
from dashboard.web.debrief_subjects import RunMeant, exercise_look, run_look
from dashboard.web.house import PREFIX, the_house
from simulator.errors import SimulatorError

VALUE = re.compile(r"\s*([^=]+?)\s*=\s*(.*?)\s*")
VERSIONS = 1_000_000
SHOWN = 20


def look_of_address() -> str | None:
    """The key of what the address asks for; None where it asks for nothing, or for what cannot be opened here."""
    query = st.query_params
    try:
        if (seat := query.get("seat")) and (placed := the_house().placed(seat)) and placed.seat.kind == "facilitator":
            return exercise_look(the_house(), placed.exercise.stream, seat)
        if not {"exercise", "scenario"} & set(query) or not _may():
            return None
        if name := query.get("exercise"):
            return exercise_look(the_house(), PREFIX + name, None)
        with st.spinner("The run is being played"):
            return run_look(the_house(), _run_in_address(), {"back": "/debrief"})
    except (SimulatorError, ValueError) as error:
        strip()
        for line in str(error).splitlines():
            st.warning(line)
    return None


def _may() -> bool:
    """Whether this is the facilitator, without asking: the chooser asks, where nothing can be opened yet."""
    return is_at_this_machine() or bool(st.session_state.get("facilitator"))


def _run_in_address() -> RunMeant:
    query = st.query_params
    version = query.get("version", "1")
    if not version.isascii() or not version.isdigit() or not 0 < int(version) < VERSIONS:
        raise ValueError("An exercise version is a whole number from 1.")
    values = tuple(_value(text) for text in query.get_all("set"))
    return RunMeant(query["scenario"], int(version), query.get("decisions"), values, "card" in query)


def _value(text: str) -> tuple[str, str]:
    found = VALUE.fullmatch(text)
    if found is None:
        raise ValueError(f"{text[:80]}: expected NAME = VALUE, as on the card.")
    return found[1], found[2]


def chooser() -> None:
    """For the facilitator: an exercise of this computer, or a run of a scenario."""
    if "exercise" not in st.query_params and "scenario" not in st.query_params:
        strip()
    with st.container(key="start"):
        st.title("Debrief")
        if not only_facilitators():
            return
        _exercises()
        left, right = st.columns(2)
        with left:
            _single_run()
        with right:
            _card()


def _exercises() -> None:
    st.subheader("An exercise that was played")
    found = sorted(the_house().live.listed(), key=lambda one: -one.created_wall_ms)
    if not found:
        st.caption("There is none yet.")
    for one in found[:SHOWN]:
        made = datetime.fromtimestamp(one.created_wall_ms / 1000).strftime("%Y-%m-%d %H:%M")
        with st.container(horizontal=True, vertical_alignment="center"):
            if st.button("Debrief it", key=f"debrief-{one.stream}"):
                _go(exercise=one.stream.removeprefix(PREFIX))
            st.text(f"{one.title} · {made} · {'finished' if one.is_over else 'running'}")


def _single_run() -> None:
    shipped = the_house().live.scenarios()
    st.subheader("A single run")
    with st.form("run"):
        name = st.selectbox("Scenario", list(shipped), format_func=lambda one: shipped[one])
        own = st.text_input("or a scenario file of your own", placeholder="C:\\exercises\\our-school.yaml")
        version = st.number_input("Exercise version", min_value=1, max_value=VERSIONS, value=1, step=1)
        decisions = st.text_input("Decisions file, if there is one", placeholder="C:\\exercises\\our-decisions.yaml")
        st.caption("Without decisions the response plan plays every role.")
        if st.form_submit_button("Play it and debrief"):
            more = {"decisions": decisions.strip()} if decisions.strip() else {}
            _go(scenario=own.strip() or name, version=str(int(version)), **more)


def _card() -> None:
    shipped = the_house().live.scenarios()
    st.subheader("A drill card")
    with st.form("card"):
        name = st.selectbox("Scenario", list(shipped), format_func=lambda one: shipped[one], key="card-scenario")
        own = st.text_input("or a scenario file of your own", key="card-own")
        version = st.number_input("The card’s version", min_value=1, max_value=VERSIONS, value=1, step=1)
        values = st.text_area("What is different on the card, one a line", placeholder="blocked_door = X2")
        if st.form_submit_button("Play the card and debrief"):
            lines = [line.strip() for line in values.splitlines() if line.strip()]
            _go(scenario=own.strip() or name, version=str(int(version)), set=lines, card="yes")


def _go(**query: str | list[str]) -> None:
    """The address says all: a refresh comes back to the same debrief."""
    st.query_params.clear()
    st.query_params.from_dict(query)
    st.rerun()
