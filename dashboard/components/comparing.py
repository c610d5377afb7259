"""The page *Over time*: what the session says of a school's exercises, and of a drill's results."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import streamlit as st

from dashboard.web.house import PREFIX, the_house
from simulator import session
from simulator.drills import learned_in_words
from simulator.errors import SimulatorError

SEEN = {"seen": "Seen", "differently": "Seen differently", "not_seen": "Not seen", "not_tested": "Not tested"}
RATINGS = (
    "P: performed without challenges · S: with some challenges · M: with major challenges · U: unable to be performed. "
    "People rate, never the program."
)
VERSIONS = 100


def schools() -> None:
    """Each school with finished exercises."""
    left_out: list[str] = []
    with st.spinner("Reading the exercises"):
        found = session.schools_over_time(_finished(left_out))
    if not found:
        st.markdown("No exercise has been finished on this computer yet. After the first, its debrief stands here.")
    for one in found:
        _school(one)
    for line in left_out:
        st.caption(line)


def _finished(left_out: list[str]) -> Iterator[tuple[str, Any]]:
    """Every finished exercise that this engine can read; why another one is left out is noted."""
    house = the_house()
    for one in house.live.listed():
        if one.is_over:
            try:
                yield one.stream, house.exercise(one.stream)
            except SimulatorError as error:
                left_out.append(f"{one.title}: {error}")


def _school(found: Mapping[str, Any]) -> None:
    st.subheader(found["school"])
    for line in found["cautions"]:
        st.caption(line)
    heads = [f"{one['on']} ({number})" for number, one in enumerate(found["exercises"], 1)]
    with st.container(horizontal=True):
        for number, one in enumerate(found["exercises"], 1):
            name = one["stream"].removeprefix(PREFIX)
            st.link_button(f"({number}) {one['title']}, version {one['version']}", f"/debrief?exercise={name}")
    if found["chain"]:
        st.markdown("**From recognising to reunited**, against the school's plan at the time")
        st.table({"": [row["label"] for row in found["chain"]]} | {
            head: [row["cells"][place]["words"] for row in found["chain"]] for place, head in enumerate(heads)
        })  # fmt: skip
        for row in found["chain"]:
            st.text(row["words"])
    st.markdown("**Expected actions**")
    st.table({"": list(SEEN.values())} | {
        head: [found["seen"][place][state] for state in SEEN] for place, head in enumerate(heads)
    })  # fmt: skip
    if any(cell for row in found["ratings"] for cell in row["cells"]):
        st.markdown("**Ratings**")
        st.table({"": [row["capability"] for row in found["ratings"]]} | {
            head: [" ".join(row["cells"][place]) or "not rated" for row in found["ratings"]]
            for place, head in enumerate(heads)
        })  # fmt: skip
        st.caption(RATINGS)


def drill_beside_the_simulation() -> None:
    """The times of a real drill, from a results file, beside simulated versions of the same drill."""
    st.subheader("A real drill beside the simulation")
    shipped = the_house().live.scenarios()
    with st.form("beside"):
        name = st.selectbox("Scenario", list(shipped), format_func=lambda one: shipped[one])
        own = st.text_input("or a scenario file of your own", key="beside-own")
        results = st.text_input("Results file (CSV)", placeholder="C:\\drills\\results.csv", key="beside-results")
        asked = st.form_submit_button("Compare")
    if not asked:
        return
    if not results.strip():
        st.warning("Name the results file first: the return form of a drill pack says what goes into it.")
        return
    try:
        with st.spinner(f"Playing {VERSIONS} versions"):
            learned = session.learn(session.load_scenario(own.strip() or name), results.strip(), runs=VERSIONS)
            lines = learned_in_words(learned)
    except SimulatorError as error:
        for line in str(error).splitlines():
            st.warning(line)
        return
    for line in lines:
        st.text(line)
