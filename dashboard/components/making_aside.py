"""The right column of *Make mine*: what the choices cost in minutes, and what is open before the day."""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboard.components.making_fields import segments
from dashboard.components.making_opening import open_it, rehearse, rehearsed
from dashboard.components.making_steps import go_to
from simulator.session.making import MINUTES, Built, Draft, how_ordinary, minutes_of, seats_of, still_open
from simulator.session.making.opened import day_of, version_of

_DONE = '<span class="mk-ring on" role="img" aria-label="done">✓</span>'
_OPEN = '<span class="mk-ring" role="img" aria-label="open"></span>'


def aside(draft: Draft, found: Built, step: int, steps: tuple[str, ...]) -> None:
    """Both cards, and the buttons under them."""
    if found.bundle is not None:
        with st.container(border=True, key="mk-minutes"):
            _minutes(draft, found)
    with st.container(border=True, key="mk-before"):
        _before(draft, found)
        _buttons(draft, found, step, steps)


def _minutes(draft: Draft, found: Built) -> None:
    assert found.bundle is not None and found.author is not None
    cost = minutes_of(found.bundle, draft.values)
    st.html(f"<h2>Your {cost.whole} minutes</h2>{_bar(cost.opening, cost.play, cost.hot_wash)}")
    segments(draft, "minutes", "Minutes in the room", {one: f"{one} min" for one in MINUTES}, cost.whole, wide=True)
    seats = seats_of(found.bundle, found.author, draft.values)
    rows = {
        "Core messages": f"{cost.core} of at most {cost.most_core}",
        "Spare messages": f"{cost.spare}, and {cost.if_needed} if needed" if cost.if_needed else str(cost.spare),
        "Left out": str(cost.left_out),
        "Seats played": f"{sum(one.state == 'played' for one in seats)} of {len(seats)}",
    }  # fmt: skip
    shown = {name: value for name, value in rows.items() if name != "Left out" or cost.left_out}
    over = '<p class="mk-note">That is more than there is time for: make some of them spare.</p>'
    st.html(_pairs(shown) + (over if cost.core > cost.most_core else ""))
    _ordinary(draft, found)


def _bar(opening: int, play: int, hot_wash: int) -> str:
    words = f"{opening} minutes opening, {play} play, {hot_wash} hot wash"
    whole = opening + play + hot_wash
    return (
        f'<div class="mk-bar" role="img" aria-label="{words}">'
        f'<div style="width:{100 * opening / whole:.1f}%">{opening}</div>'
        f'<div class="play" style="width:{100 * play / whole:.1f}%">{play} play</div>'
        f'<div class="wash" style="width:{100 * hot_wash / whole:.1f}%"><span>{hot_wash}</span></div></div>'
        '<div class="mk-ends" aria-hidden="true"><span>opening</span><span>hot wash</span></div>'
    )


def _pairs(rows: dict[str, str]) -> str:
    inner = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in rows.items())
    return f'<dl class="mk-pairs">{inner}</dl>'


def _ordinary(draft: Draft, found: Built) -> None:
    """Only while it is being worked out does this line look again by itself."""
    assert found.bundle is not None
    bundle, version = found.bundle, version_of(draft.values)
    known = how_ordinary(bundle, version)

    def line() -> None:
        one = how_ordinary(bundle, version)
        more = f'<details class="mk-more"><summary>What is compared</summary><p>{escape(one.how)}</p></details>'
        st.html(_pairs({f"This version ({version})": one.short}) + more)
        if one.is_known and not known.is_known:
            st.rerun()

    if known.is_known:
        line()
    else:
        st.fragment(line, run_every=2.0)()


def _before(draft: Draft, found: Built) -> None:
    items = still_open(draft, found, rehearsed=rehearsed(draft))
    lines = "".join(f"<li>{_DONE if one.done else _OPEN} {escape(one.words)}</li>" for one in items)
    st.html(f'<h2>Before {escape(day_of(draft))}</h2><ul class="mk-open">{lines}</ul>')


def _buttons(draft: Draft, found: Built, step: int, steps: tuple[str, ...]) -> None:
    last = step == len(steps)
    with st.container(horizontal=True, key="mk-buttons"):
        if not last:
            name = steps[step]
            st.button(
                f"Next: {name[:1].lower()}{name[1:]}", type="primary", key="mk-next", on_click=go_to,
                args=(draft, step, step + 1),
            )  # fmt: skip
        else:
            open_it(draft, found, primary=True)
        if step != 5:
            rehearse(draft, found, key="mk-dry-run")
    st.html(
        '<p class="mk-note">You can start without finishing: what is open stays as the scenario’s author wrote it.</p>'
        if not found.unnamed else
        '<p class="mk-note">The places have to be named before it can be opened; all else can stay open.</p>'
    )  # fmt: skip
    if not last:
        open_it(draft, found, primary=False)
