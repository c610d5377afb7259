"""The hot wash, right after the exercise: the facilitator's or a scribe's page; every other seat has it on its own."""

import streamlit as st

from dashboard.components.door import any_seat_or_door
from dashboard.components.live import Module, live_page
from dashboard.web.house import url_of

PAGES: dict[str, Module] = {"facilitator": "hotwash", "evaluator": "evaluator", "participant": "phone"}

if found := any_seat_or_door():
    kind, ticket = found
    if kind in PAGES:
        live_page(PAGES[kind], ticket)
    else:
        st.link_button("This place has another page: open it", url_of(kind, ticket), type="primary")
