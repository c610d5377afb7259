"""How hard the cards are, and the pack to print."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.components.drill_jobs import begun, key_of
from dashboard.web.jobs import JOBS
from simulator import session
from simulator.drills import Deck, Ordinary
from simulator.exports.deck import Override
from simulator.exports.pack_files import NAME, PackFiles, pack_files
from simulator.exports.paper import Paper
from simulator.model.bundle import Bundle

if TYPE_CHECKING:
    from dashboard.components.drilling import Asked

RUNS = 3
PAPERS = ("Letter", "A4")


def _cards(deck: Deck) -> list[object]:
    return [[card.version, card.settings] for card in deck.cards]


def _comparison(bundle: Bundle, deck: Deck) -> str:
    return key_of("ordinary", bundle.texts, _cards(deck), RUNS)


def ordinary_of(bundle: Bundle, deck: Deck) -> dict[int, Ordinary]:
    """How hard each card is beside the others, where that was worked out."""
    job = JOBS.get(_comparison(bundle, deck))
    return job.result if job is not None and job.done and job.result else {}


def pack_part(asked: Asked) -> None:
    """Compare the cards, and make the pack; a refused drill is only printed where somebody takes that on by name."""
    bundle, deck = asked.bundle, asked.deck
    st.subheader("The pack")
    before = ordinary_of(bundle, deck)
    compared = begun(
        "compared", "How hard is each card?", _comparison(bundle, deck),
        lambda tell: session.compare_cards(bundle, deck, RUNS, tell),
    )  # fmt: skip
    if compared is not None and compared.result and not before:
        st.rerun()
    sheet = st.segmented_control("Paper", PAPERS, default=PAPERS[0], key="drill-paper")
    paper: Paper = "a4" if sheet == "A4" else "letter"
    override = _override() if asked.verdict.answer == "refuse" else None
    if asked.verdict.answer == "refuse" and override is None:
        st.caption(
            "Nothing is printed while the checks refuse it. Plan it otherwise, or say who takes that on, and why."
        )
        return
    key = key_of("pack", bundle.texts, _cards(deck), asked.drill.model_dump_json(), str(override), paper, bool(before))
    made = begun(
        "pack", "Make the pack", key,
        lambda tell: pack_files(
            bundle, session.found(asked.name, "scenario"), deck, asked.drill, asked.rows, override=override,
            ordinary=before, paper=paper, progress=tell,
        ),
    )  # fmt: skip
    if made is not None:
        _downloads(made.result)


def _override() -> Override | None:
    left, right = st.columns(2)
    who = left.text_input("Printed all the same by (a role)", key="override-who", max_chars=100)
    why = right.text_input("and why; both are printed", key="override-why", max_chars=300)
    return Override(who, why) if who.strip() and why.strip() else None


def _downloads(pack: PackFiles) -> None:
    with st.container(horizontal=True):
        st.download_button("The pack (PDF)", pack.pdf, f"{NAME}.pdf", "application/pdf", type="primary")
        st.download_button("Everything in one .zip", pack.everything, f"{NAME}.zip", "application/zip")
    st.caption("In the .zip: the pack, the deck as a table, each card's scenario file, its plans, a form for results.")
