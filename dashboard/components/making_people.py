"""Step 2: who is coming and who plays what; and the places that the plan has not named."""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboard.components.making_fields import choice, segments, text, yes_no
from simulator.session.making import Built, Draft, Use, seats_of

STATES = {"played": "Played", "by_plan": "By the plan", "absent": "Not present"}
SHAPES = {"school": "■", "dispatch": "◆", "law": "▲", "fire": "✚", "families": "●"}
WORDS = {
    "school": "school", "dispatch": "dispatch", "law": "law enforcement", "fire": "fire and EMS",
    "families": "families and media",
}  # fmt: skip
NUMBERS = ("No place", "One place", "Two places", "Three places", "Four places", "Five places", "Six places")


def show(draft: Draft, found: Built) -> None:
    """The whole step."""
    with st.container(border=True, key="mk-card-people"):
        st.html(
            "<h2>Who is coming, and who plays what</h2>"
            "<p>A role nobody plays acts as the response plan says; one that is not present does nothing, and its "
            "backups act. You can change this during play.</p>"
        )
        if found.bundle is None or found.author is None:
            st.markdown("Choose a scenario first: it says which roles there are.")
            return
        for seat in seats_of(found.bundle, found.author, draft.values):
            _row(draft, seat.role, seat.title, seat.discipline, seat.state)
        yes_no(
            draft, "discussion_only", "Discussion only",
            hint="The model is switched off: nothing simulated is shown. Messages, decisions, notes and the hot wash "
            "work as ever; what follows from a decision is for the room to say.",
        )  # fmt: skip
    if found.uses:
        _uses(draft, found.uses, found)


def _row(draft: Draft, role: str, title: str, discipline: str, state: str) -> None:
    with st.container(key=f"mk-row-{role}"):
        name, people, plays = st.columns([2.1, 2.6, 2.8], gap="small", vertical_alignment="center")
        with name:
            shape = f'<span class="mk-shape {discipline}" aria-hidden="true">{SHAPES[discipline]}</span>'
            st.html(f'<span class="mk-role" title="{WORDS[discipline]}">{shape} {escape(title)}</span>')
        with people:
            text(draft, f"people.{role}", f"{title}: who comes, how many", hidden=True, most=120,
                 example="nobody comes for this role" if state != "played" else "1 person")  # fmt: skip
        with plays:
            segments(draft, f"seat.{role}", f"{title}: who plays it", STATES, state)


def _uses(draft: Draft, uses: tuple[Use, ...], found: Built) -> None:
    many = NUMBERS[len(uses)] if len(uses) < len(NUMBERS) else f"{len(uses)} places"
    with st.container(border=True, key="mk-card-uses"):
        words = "this scenario needs" if len(uses) != 1 else "that this scenario needs"
        st.html(
            f"<h2>{many} {words} and your plan has not named</h2>"
            "<p>It only takes naming them; the plan itself stays as it is.</p>"
        )
        for pair in (uses[i : i + 2] for i in range(0, len(uses), 2)):
            for use, column in zip(pair, st.columns(2, gap="small"), strict=False):
                with column:
                    name = f"use.{use.name}"
                    choice(draft, name, f"{use.title[:1].upper()}{use.title[1:]} is", dict(use.options),
                           draft.text(name) or None, empty="Choose from the list", wrong=found.wrong)  # fmt: skip
