"""A drill's page, and the times of its observers as a file for `hotwash learn`."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboard.components.live import live_page
from dashboard.web.house import the_house, url_of
from simulator.live.drilling import is_drill, results_csv

ON_IT = ("facilitator", "evaluator")


def is_a_drill(ticket: str) -> bool:
    """Whether the seat of this ticket is one of a drill."""
    exercise = _exercise(ticket)
    return hasattr(exercise, "header") and is_drill(exercise.header.settings)


def _exercise(ticket: str) -> Any:
    placed = the_house().placed(ticket)
    return placed.exercise if placed is not None else None


def drill_or_other_page(kind: str, ticket: str) -> None:
    """The drill for whoever leads or observes it; everybody else has a page of their own."""
    if kind not in ON_IT or not is_a_drill(ticket):
        st.link_button("This place has another page: open it", url_of(kind, ticket), type="primary")
        return
    live_page("drill", ticket)
    if kind == "facilitator":
        with st.container(key="drill-results"):
            st.download_button(
                "The times as a results file (.csv)", lambda: _results(ticket), "drill-results.csv", "text/csv",
                on_click="ignore",
            )  # fmt: skip
            st.caption("For “A real drill beside the simulation” on the page Over time, and for hotwash learn.")


def _results(ticket: str) -> str:
    """The times that have been taken by now."""
    exercise = _exercise(ticket)
    settings, card = exercise.header.settings, exercise.header.settings.get("card")
    return results_csv(f"card {card}" if card else exercise.header.title, settings, exercise.core().entries)
