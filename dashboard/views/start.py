"""Where everybody begins: the guided sample, one of one's own, one that is there already, or a scenario as it is."""

import streamlit as st

from dashboard.components.making import begin_the_sample, open_another, start_from_a_scenario
from dashboard.components.making_drafts import list_drafts
from dashboard.components.opened import show_opened
from dashboard.components.visitor import joining, only_facilitators, strip

strip()
with st.container(key="start"):
    st.title("Hotwash")
    st.markdown(
        "A facilitator, a school and its police, fire, EMS and dispatch play an emergency through at one table. "
        "This program keeps the time, works out one possible course, and records what was said. "
        "Nothing leaves this computer, and it is always an exercise."
    )
    if only_facilitators():
        if "exercise" in st.query_params:
            show_opened()
            st.stop()
        begin_the_sample()
        list_drafts()
        open_another()
        start_from_a_scenario()
        st.page_link("views/debrief.py", label="Debrief an exercise, a single run or a drill card")
        st.page_link("views/report.py", label="Write the report of an exercise")
        st.page_link("views/drills.py", label="Drills: versions, decks, packs, and a drill that plays by itself")
        st.page_link("views/over_time.py", label="Over time: a school's exercises beside each other")
    joining()
