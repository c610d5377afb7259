"""The door of a live page: the seat of the address, or a form that asks for a code, then for role and name."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from dashboard.components.visitor import address, is_at_this_machine, strip
from dashboard.web.house import the_house, url_of
from dashboard.web.ports import Joined
from simulator.errors import Refused

GONE = "The place in this address is no longer open. Ask the facilitator for a new code."
NO_CODE = "Type the code first. It stands on the facilitator's screen."
_TITLES = {"participant": "Take part", "evaluator": "Evaluate", "facilitator": "The facilitator's desk"}


def seat_or_door(kind: str) -> str | None:
    """The ticket in the address where it is of this kind of seat; else the door is shown."""
    found = _seated()
    if found is not None and found[0] == kind:
        return found[1]
    strip()
    with st.container(key="door"):
        st.title(_TITLES[kind])
        if found is not None:
            st.link_button("This place has another page: open it", url_of(*found), type="primary")
        else:
            if "seat" in st.query_params:
                st.warning(GONE)
            _desk_door() if kind == "facilitator" else _code_door()
    return None


def any_seat_or_door() -> tuple[str, str] | None:
    """Kind and ticket of the address, whatever it is; else the door is shown."""
    found = _seated()
    if found is None:
        seat_or_door("participant")
    return found


def _seated() -> tuple[str, str] | None:
    ticket = st.query_params.get("seat", "")
    placed = the_house().placed(ticket) if ticket else None
    return (placed.seat.kind, ticket) if placed is not None else None


def _desk_door() -> None:
    here = is_at_this_machine()
    st.markdown("Open an exercise on the start page first." if here else "The start page asks for the passcode.")
    st.page_link("views/start.py", label="To the start page")


def _code_door() -> None:
    if roles := st.session_state.get("door_roles"):
        _role_door(roles)
        return
    with st.form("code", border=False):
        code = st.text_input("Your code", value=st.query_params.get("code", ""), max_chars=40)
        name = st.text_input("Your name, if you like: only the facilitator sees it", max_chars=60)
        if st.form_submit_button("Go on", type="primary"):
            st.session_state["door_code"], st.session_state["door_name"] = code.strip(), name
            if code.strip():
                _try(None)
            else:
                st.warning(NO_CODE)


def _role_door(roles: tuple[Mapping[str, str], ...]) -> None:
    st.markdown("**Which role do you play?**")
    for one in roles:
        label = f"{one['title']} · {one['discipline']}" if one.get("discipline") else one["title"]
        if st.button(label, key=f"role-{one['role']}", width="stretch"):
            _try(one["role"])
    if st.button("Another code", type="tertiary"):
        del st.session_state["door_roles"]
        st.rerun()


def _try(role: str | None) -> None:
    """Take the seat of the code that was typed; a participant's code alone leads to the roles."""
    code, name = st.session_state["door_code"], st.session_state["door_name"] or None
    try:
        found = the_house().join(code, role, name, address())
    except Refused as refused:
        st.warning(str(refused))
        return
    if isinstance(found, Joined):
        _sit(found)
    else:
        st.session_state["door_roles"] = found.roles
        st.rerun()


def _sit(joined: Joined) -> None:
    st.session_state.pop("door_roles", None)
    pages = {"participant": "views/seat.py", "evaluator": "views/evaluate.py", "facilitator": "views/run.py"}
    if joined.kind in pages:
        st.switch_page(pages[joined.kind], query_params={"seat": joined.ticket})
    st.link_button("Open this screen", url_of(joined.kind, joined.ticket), type="primary")
