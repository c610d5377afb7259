"""What would change if one variable were fixed, over the same versions; and which of a school's levers matters."""

from __future__ import annotations

import re

import streamlit as st

from dashboard.components.drill_jobs import begun, in_runs, key_of
from simulator import session
from simulator.drills import Deck
from simulator.model.bundle import Bundle

RUNS = (30, 100, 200)
LEVER_RUNS = 20


def what_if_part(name: str, bundle: Bundle, deck: Deck) -> None:
    """One variable of the situation, fixed at another value: both courses over the same exercise versions."""
    st.markdown("**What if it were otherwise?** Every version is played twice, with the same luck.")
    factors = {one.name: one for one in deck.factors}
    query = st.query_params
    left, middle, right = st.columns(3)
    known = query.get("what", next(iter(factors)))
    names = list(factors)
    what = left.selectbox(
        "Variable", names, index=names.index(known) if known in names else 0, key="what-if",
        format_func=lambda one: factors[one].title,
    )  # fmt: skip
    values = {one.text: one.spoken for one in factors[what].levels}
    texts = list(values)
    at = texts.index(query["value"]) if query.get("value") in values else 0
    value = middle.selectbox("is always", texts, index=at, key=f"what-if-{what}", format_func=values.__getitem__)
    runs = right.selectbox("Exercise versions", RUNS, key="what-if-runs")
    query["what"], query["value"] = what, value
    job = begun(
        "asked", "Compare", key_of("what-if", bundle.texts, what, value, runs),
        lambda tell: session.what_if_in_words(
            session.what_if(bundle, runs, {what: value}, progress=in_runs(tell, "Comparing"))
        ),
    )  # fmt: skip
    if job is not None:
        with st.container(border=True, key="not-the-exercise"):
            st.markdown("**NOT THE EXERCISE**")
            st.markdown(_quieter(job.result))


def levers_part(name: str, bundle: Bundle) -> None:
    """The levers that a school, its district and its responders have, the greatest first."""
    st.markdown("**Which lever matters most?** Each at its better and its worse end, over the same versions.")
    job = begun(
        "levers", f"Compare the levers over {LEVER_RUNS} versions", key_of("levers", bundle.texts, LEVER_RUNS),
        lambda tell: session.levers_in_words(
            session.levers(bundle, LEVER_RUNS, progress=in_runs(tell, "Comparing the levers"))
        ),
    )  # fmt: skip
    if job is not None:
        with st.container(border=True):
            st.markdown(_quieter(job.result))


def _quieter(markdown: str) -> str:
    """The same with its title as a small one: the page has a title already."""
    return re.sub(r"^#{1,3} ", "#### ", markdown, flags=re.MULTILINE)
