"""Step 6: the room, an hour before: each line is tried and then ticked, with who and when."""

from __future__ import annotations

from datetime import datetime
from html import escape
from typing import Any

import segno
import streamlit as st

from dashboard.components.making_fields import text, tick
from dashboard.web.house import the_house
from simulator.session.making import Built, Draft

PICTURE, PHONE, PRINT = "/live/check/projector", "/live/check/phone", "/live/check/test-page.pdf"
LATELY_MS = 4 * 3_600_000
"""Phones that have come within so long are counted."""


def show(draft: Draft, found: Built) -> None:
    """The whole step."""
    with st.container(border=True, key="mk-card-room"):
        st.html("<h2>Room check</h2><p>An hour before, in the room itself. Nothing here begins the exercise.</p>")
        text(draft, "ticks_by", "Who checks", example="your role or name", most=60)
        _line(draft, "projector", "Projector", "The projector is ready", "A second screen, not a copy. Then F11.",
              f'<a href="{PICTURE}" target="_blank" rel="noopener">Open the test picture</a>')  # fmt: skip
        _phones(draft)
        _line(draft, "printer", "Printer", "The printer is ready", "One page. No printer is fine, too.",
              f'<a href="{PRINT}" target="_blank" rel="noopener">Open the test page</a>')  # fmt: skip
        _line(draft, "sound", "Sound", "The sound is off", "None: Hotwash makes no sound, nor should the laptop.", "")
        now = datetime.fromtimestamp(the_house().now_ms() / 1000)
        _line(draft, "clock", "Clock of this laptop", "The clock is right", "It says the room’s time on every screen.",
              f"It says {now:%H:%M}, {now:%A} {now.day} {now:%B %Y}.")  # fmt: skip


def _line(draft: Draft, name: str, title: str, ready: str, words: str, act: str) -> None:
    with st.container(key=f"mk-check-{name}"):
        what, done = st.columns([3.4, 1.6], gap="small", vertical_alignment="center")
        with what:
            st.html(f"<p><b>{escape(title)}</b><br><small>{escape(words)}</small> {act}</p>")
        with done:
            _tick(draft, name, ready)


def _tick(draft: Draft, name: str, ready: str, against: str = "") -> None:
    """A line to be ticked; `against` is what speaks against the tick, and is said beside it."""
    tick(draft, name, ready)
    told = draft.values.get(f"tick.{name}")
    if isinstance(told, dict) and told.get("on"):
        st.caption(_when(told))
        if not told.get("who"):
            st.caption("Who checked it? Say so above, and tick it once more.")
        if against:
            st.html(f'<p class="mk-wrong" role="alert">{escape(against)}</p>')


def _when(told: dict[str, Any]) -> str:
    when = datetime.fromtimestamp(int(told["wall_ms"]) / 1000).strftime("%d %B, %H:%M")
    return f"{when}{', ' + told['who'] if told.get('who') else ''}"


def _phones(draft: Draft) -> None:
    house = the_house()
    link = f"{house.address}{PHONE}"
    came = sum(house.now_ms() - when < LATELY_MS for address, when in house.reached.items() if address)
    with st.container(key="mk-check-phones"):
        what, done = st.columns([3.4, 1.6], gap="small", vertical_alignment="center")
        with what:
            if house.lan:
                picture = segno.make(link, error="m").svg_data_uri(scale=4, border=2, light="white")
                words = f'<a href="{escape(link)}">{escape(link)}</a>'
                st.html(
                    "<p><b>Phones</b><br><small>Each scans this once. No phones at all is fine, too.</small> "
                    f"{words}</p>"
                    f'<img class="hw-qr" alt="QR code of the check for phones" src="{escape(picture)}">'
                )
            else:
                st.html(
                    "<p><b>Phones</b><br><small>Only this computer reaches Hotwash now. For phones, start it by: "
                    "hotwash serve --lan. No phones at all is fine, too.</small></p>"
                )
            with st.container(horizontal=True, vertical_alignment="center"):
                words = "No phone has" if not came else "1 phone has" if came == 1 else f"{came} phones have"
                st.text(f"{words} reached this computer so far")
                st.button("Look again", key="mk-phones-again")
        with done:
            none = "Ticked, but no phone has reached this computer so far." if not came else ""
            _tick(draft, "phones", "The phones are ready", none)
