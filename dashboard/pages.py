"""The script that Streamlit runs for every visit: which pages there are, and what all of them carry."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

VIEWS = Path(__file__).resolve().parent / "views"
STATIC = Path(__file__).resolve().parent / "static"


def tokens() -> str:
    """The tokens as they hold for the whole page: Streamlit chooses light or dark, and marks its pages with neither."""
    css = (STATIC / "tokens.css").read_text(encoding="utf-8")
    return css.replace('[data-theme="dark"] {', ":root {", 1) if st.context.theme.type == "dark" else css


st.set_page_config(
    page_title="‖ Hotwash", page_icon=str(STATIC / "held.svg"), layout="wide", initial_sidebar_state="collapsed"
)  # fmt: skip
pages = [
    st.Page(VIEWS / "start.py", title="Hotwash", default=True),
    st.Page(VIEWS / "plan.py", title="Plan", url_path="plan"),
    st.Page(VIEWS / "run.py", title="Run", url_path="run"),
    st.Page(VIEWS / "seat.py", title="Seat", url_path="seat"),
    st.Page(VIEWS / "evaluate.py", title="Evaluate", url_path="evaluate"),
    st.Page(VIEWS / "hotwash.py", title="Hot wash", url_path="hotwash"),
    st.Page(VIEWS / "drills.py", title="Drills", url_path="drills"),
    st.Page(VIEWS / "drill.py", title="Drill", url_path="drill"),
    st.Page(VIEWS / "report.py", title="Write the report", url_path="report"),
    st.Page(VIEWS / "debrief.py", title="Debrief", url_path="debrief"),
    st.Page(VIEWS / "over_time.py", title="Over time", url_path="over-time"),
]
chosen = st.navigation(pages, position="hidden")
st.html(f"<style>{tokens()}</style>")
st.html(STATIC / "pages.css")
chosen.run()
