"""The six steps of *Make mine*: where we are stands in the address, and any of them may be left at any time."""

from __future__ import annotations

from collections.abc import Collection

import streamlit as st

from dashboard.components.making_fields import keep
from simulator.session.making import Draft

STEPS = (
    "School and date", "Who is coming", "Messages", "Questions, objectives", "Dry run and packet", "Room check",
)  # fmt: skip


def show_steps(draft: Draft, unfinished: Collection[int]) -> int:
    """The six steps as buttons; one with an entry that needs another look has no tick."""
    given = st.query_params.get("step", "1")
    step = int(given) if given in ("1", "2", "3", "4", "5", "6") else 1
    visited = set(draft.values.get("visited") or ()) - set(unfinished)
    with st.container(horizontal=True, key="mk-steps", gap=None):
        for number, name in enumerate(STEPS, 1):
            here = "on" if number == step else "ok" if number in visited else "to"
            mark = "✓" if here == "ok" else str(number)
            with st.container(key=f"mk-step-{here}-{number}"):
                st.button(
                    f"{mark}  {name}",
                    key=f"mk-go-{number}",
                    type="tertiary",
                    on_click=go_to,
                    args=(draft, step, number),
                )
    return step


def go_to(draft: Draft, was: int, step: int) -> None:
    """Another step of the same draft; the one that is left counts as visited."""
    visited = [*(draft.values.get("visited") or ())]
    if was not in visited:
        keep(draft, {"visited": [*visited, was]})
    st.query_params["step"] = str(step)
