"""An exercise that is open: the desk, and for every other kind of seat its code, link and QR code."""

from __future__ import annotations

from html import escape

import segno
import streamlit as st

from dashboard.web.house import PAGES, PREFIX, the_house
from simulator.errors import Refused, SimulatorError

_KINDS = {
    "participant": ("Participants", "on their phones"),
    "evaluator": ("Evaluators", "on a phone or tablet"),
    "projector": ("Projector", "in a second window, then F11"),
    "observer": ("Observers", "see what the projector shows"),
}


def show_opened() -> None:
    """The codes of the exercise in the address."""
    house = the_house()
    stream = PREFIX + st.query_params["exercise"]
    try:
        house.exercise(stream)
    except SimulatorError as error:
        _cannot_open(stream, error)
        return
    title = next((one.title for one in house.live.listed() if one.stream == stream), "")
    st.subheader("The exercise is open")
    st.text(title)
    if st.button("Open the desk", type="primary"):
        st.switch_page("views/run.py", query_params={"seat": house.facilitate(stream)})
    if st.button("Debrief"):
        st.switch_page("views/debrief.py", query_params={"exercise": st.query_params["exercise"]})
    if st.button("Write the report"):
        st.switch_page("views/report.py", query_params={"exercise": st.query_params["exercise"]})
    if not house.lan:
        st.caption(
            "Only this computer reaches it now, so there is no QR code: for phones in the room, "
            "start Hotwash by: hotwash serve --lan"
        )
    codes = house.live.codes(stream)
    for kind, column in zip(_KINDS, st.columns(len(_KINDS)), strict=True):
        with column:
            _show_code(kind, codes.get(kind, ""), house.address)
    _ways_back()


def _ways_back() -> None:
    """Back to the draft that it was made from, or to the start."""
    with st.container(horizontal=True):
        draft = st.query_params.get("draft")
        if draft and st.button("Back to Make mine", key="back-to-draft"):
            st.switch_page("views/plan.py", query_params={"draft": draft, "step": "5"})
        st.button("To all exercises", on_click=st.query_params.clear)


def _cannot_open(stream: str, error: SimulatorError) -> None:
    """An exercise that another version of Hotwash began is played on as a copy; the old one stays as it is."""
    st.warning(str(error))
    if isinstance(error, Refused) and st.button("Go on with a copy, in this version"):
        st.query_params["exercise"] = the_house().fork(stream).stream.removeprefix(PREFIX)
        st.rerun()
    st.button("To all exercises", on_click=st.query_params.clear)


def _show_code(kind: str, code: str, address: str) -> None:
    title, where = _KINDS[kind]
    link = f"{address}{PAGES[kind]}?code={code}"
    st.markdown(f"**{title}**  \n{where}")
    st.html(
        f'<div class="hw-code">{escape(code)}</div>{_picture(title, link) if the_house().lan else ""}'
        f'<div class="hw-link"><a href="{escape(link)}" target="_blank" rel="noopener">{escape(link)}</a></div>'
    )


def _picture(title: str, link: str) -> str:
    """The QR code of a link that a phone can open."""
    picture = segno.make(link, error="m").svg_data_uri(scale=4, border=2, light="white")
    return f'<img class="hw-qr" alt="QR code of the link for {escape(title)}" src="{escape(picture)}">'
