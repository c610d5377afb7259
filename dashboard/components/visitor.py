"""Who looks at a Streamlit page: somebody at this very machine, somebody who typed the passcode, or anybody."""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboard.web.guard import LOOPBACK_NAMES, host_name
from dashboard.web.house import the_house
from simulator.errors import Refused

_LET_IN = "facilitator"


def address() -> str:
    """The address of whoever looks, for slowing guesses down."""
    return st.context.ip_address or "127.0.0.1"


def is_at_this_machine() -> bool:
    """Streamlit gives no address for loopback; the name it was reached by has to be loopback's, too."""
    return st.context.ip_address is None and host_name(st.context.headers.get("Host", "")) in LOOPBACK_NAMES


def only_facilitators() -> bool:
    """Whether this is the facilitator; others are asked for the passcode, and see nothing else."""
    if is_at_this_machine() or st.session_state.get(_LET_IN):
        return True
    with st.expander("I am the facilitator"), st.form("passcode", border=False):
        typed = st.text_input("Passcode, as typed where Hotwash was started", type="password")
        if st.form_submit_button("Open"):
            try:
                st.session_state[_LET_IN] = the_house().let_in(typed, address())
            except Refused as refused:
                st.warning(str(refused))
            else:
                if st.session_state[_LET_IN]:
                    st.rerun()
                st.warning("That is not the passcode.")
    return False


def joining() -> None:
    """For everybody who was given a code."""
    st.subheader("I was given a code")
    doors = {"/seat": "Take part", "/evaluate": "Evaluate", "/projector": "Projector", "/observer": "Observe"}
    st.html(f'<p class="hw-doors">{"".join(f"""<a href="{path}">{name}</a>""" for path, name in doors.items())}</p>')


def strip(about: str = "Hotwash", beside: str = "") -> None:
    """The top edge of every page that has no clock of its own: what it is about, and what is said at its end."""
    end = f'<span class="r">{escape(beside)}</span>' if beside else ""
    st.html(f'<div class="hw-strip"><b>THIS IS AN EXERCISE</b><span>{escape(about)}</span>{end}</div>')
