"""Drill mode: a card becomes an exercise that plays by itself, with the times that its observers take."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import streamlit as st

from dashboard.web.house import PREFIX, the_house
from simulator.drills import Card
from simulator.errors import SimulatorError
from simulator.exports.pack_files import points_of
from simulator.model.drill import DISCUSSION

if TYPE_CHECKING:
    from dashboard.components.drilling import Asked


def start_part(asked: Asked) -> None:
    """Choose a card, and open it: messages go out by themselves, also those that are only if needed."""
    st.subheader("Run a card")
    why_not = _why_not(asked)
    cards = {card.number: card for card in asked.deck.cards}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        number = st.selectbox("Card", list(cards), key="drill-card", width=160)
        opened = st.button("Open it as a drill", key="drill-open", disabled=why_not is not None)
        query = urlencode([
            ("scenario", asked.name), ("version", cards[number].version), ("card", "1"),
            *(("set", f"{name}={value}") for name, value in cards[number].settings.items()),
        ])  # fmt: skip
        st.link_button("See what the model makes of it", f"/debrief?{query}")
    if why_not is not None:
        st.caption(why_not)
    st.caption(
        "In a drill the story plays by itself at the speed that you choose; observers take times on their phones."
    )
    if opened:
        _open(asked, cards[number])


def _why_not(asked: Asked) -> str | None:
    """Why no drill is opened, in a sentence; None where it can be."""
    if asked.drill.type in DISCUSSION:
        return "This is planned as a discussion. Say above which kind of drill it is, and it is checked as one."
    if asked.verdict.answer == "refuse":
        return "The checks refuse it as it is planned; see above what would make it right."
    return None


def _open(asked: Asked, card: Card) -> None:
    try:
        with st.spinner("Setting it up"):
            points = points_of(asked.bundle, card, asked.drill, asked.deck.drawn)
            made = the_house().create(asked.name, {
                "mode": "drill", "seed": card.version, "set_values": card.settings, "card": card.number,
                "points": [asdict(one) for one in points],
            })  # fmt: skip
            ticket = the_house().facilitate(made.stream)
    except SimulatorError as error:
        for line in str(error).splitlines():
            st.warning(line)
        return
    st.query_params["exercise"] = made.stream.removeprefix(PREFIX)
    st.switch_page("views/drill.py", query_params={"seat": ticket})
