"""The drafts of this computer: go on with one, copy it, put it away; and a new one."""

from __future__ import annotations

from datetime import datetime
from secrets import token_hex

import streamlit as st

from dashboard.components.making_fields import drafts, keep
from dashboard.web.house import the_house
from simulator.errors import SimulatorError
from simulator.session.making import Draft, scenarios

MOST = 20


def title_of(draft: Draft) -> str:
    """What a list calls it."""
    if title := draft.text("title"):
        return title
    chosen = draft.text("scenario").partition(":")[2]
    own = draft.values.get("own_scenario") or {}
    return next((one.title for one in scenarios() if one.name == chosen), str(own.get("name") or "An exercise of ours"))


def list_drafts(heading: str = "Make mine") -> None:
    """Every draft, those put away at the end, and the button for a new one."""
    st.subheader(heading)
    st.markdown(
        "An exercise for your own school: choose a plan and a scenario, say who comes, change words and times. "
        "Everything is kept as you type; leave at any time."
    )
    if st.button("Make a new one", key="draft-new", type="secondary"):
        begin({"minutes": 90})
    found = drafts().listed()
    kept = [one for one in found if not one.is_deleted]
    for one in kept[:MOST]:
        _line(one)
    away = [one for one in found if one.is_deleted]
    if away:
        with st.expander(f"Put away ({len(away)})"):
            for one in away[:MOST]:
                with st.container(horizontal=True, vertical_alignment="center"):
                    st.button("Take back", key=f"back-{one.name}", on_click=keep, args=(one, {"deleted": False}))
                    st.text(title_of(one))


def begin(values: dict[str, object]) -> None:
    """A new draft, and to its first step."""
    made = drafts().begin(values, f"new-{token_hex(12)}", the_house().now_ms())
    st.switch_page("views/plan.py", query_params={"draft": made.name, "step": "1"})


def _line(draft: Draft) -> None:
    changed = datetime.fromtimestamp(draft.saved_wall_ms / 1000).strftime("%Y-%m-%d %H:%M")
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button("Go on", key=f"go-{draft.name}", help=title_of(draft)):
            st.switch_page("views/plan.py", query_params={"draft": draft.name, "step": "1"})
        st.text(f"{title_of(draft)} · draft of {changed}", width="stretch")
        st.button("Copy", key=f"copy-{draft.name}", on_click=_copy, args=(draft,))
        st.button("Put away", key=f"away-{draft.name}", on_click=keep, args=(draft, {"deleted": True}))


def _copy(draft: Draft) -> None:
    try:
        drafts().copy(draft.stream, f"copy-{token_hex(12)}", the_house().now_ms(), f"{title_of(draft)} (copy)")
    except SimulatorError as error:
        st.session_state["making_said"] = str(error)
