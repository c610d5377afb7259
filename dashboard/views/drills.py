"""Drills: what varies, a deck of cards, the checks, the pack to print, what matters, and a drill that plays itself."""

import streamlit as st

from dashboard.components.drilling import drills_page
from dashboard.components.visitor import only_facilitators, strip

strip()
with st.container(key="drills"):
    st.title("Drills")
    if only_facilitators():
        drills_page()
