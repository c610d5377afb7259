"""The same school over time: its exercises beside each other, and a real drill beside the simulation."""

import streamlit as st

from dashboard.components.comparing import drill_beside_the_simulation, schools
from dashboard.components.visitor import only_facilitators, strip

strip()
with st.container(key="over-time"):
    st.title("Over time")
    if only_facilitators():
        schools()
        drill_beside_the_simulation()
