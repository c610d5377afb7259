"""The page *Drills*: which scenario, what is fixed, the deck that follows, the checks. It is all in the address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from dashboard.components.drill_checks import checks
from dashboard.components.drill_matters import levers_part, what_if_part
from dashboard.components.drill_pack import ordinary_of, pack_part
from dashboard.components.drill_start import start_part
from dashboard.web.house import the_house
from simulator import session
from simulator.drills import Deck, Verdict, coverage_in_words, gate
from simulator.errors import SimulatorError
from simulator.model.bundle import Bundle
from simulator.model.drill import Drill, Rule

AS_DEALT = ""
MOST_CARDS = 40
COVERS = {"pairs": "Every pair of values on some card", "triples": "Every triple of values", "number": "So many cards"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for, and what follows from it."""

    name: str
    bundle: Bundle
    deck: Deck
    drill: Drill
    rows: tuple[Rule, ...]
    verdict: Verdict


def drills_page() -> None:
    """The whole page, from top to bottom; what is wrong is said where it was typed."""
    name = _scenario()
    if not name:
        return
    try:
        bundle = session.load_scenario(name)
        dealt = _deck(bundle)
    except SimulatorError as error:
        for line in str(error).splitlines():
            st.warning(line)
        return
    st.subheader("The checks")
    drill = checks(bundle)
    if drill is None:
        return
    rows = session.drill_rules()
    asked = Asked(name, bundle, dealt, drill, rows, gate(drill, rows))
    pack_part(asked)
    start_part(asked)
    st.subheader("What matters here")
    what_if_part(name, bundle, dealt)
    levers_part(name, bundle)


def _scenario() -> str:
    """The scenario of the address, or the one that is chosen."""
    shipped = the_house().live.scenarios()
    query = st.query_params
    names = ["", *shipped]
    known = query.get("scenario", "")
    own = known if known not in shipped else ""
    left, right = st.columns(2)
    chosen = left.selectbox(
        "Scenario", names, index=names.index(known) if known in names else 0, key="drill-scenario",
        format_func=lambda one: shipped.get(one, "Choose one"),
    )  # fmt: skip
    typed = right.text_input("or a scenario file of your own", value=own, key="drill-own").strip()
    name = typed or chosen
    if name != known:
        query.clear()
        if name:
            query["scenario"] = name
    if not name:
        st.caption("A scenario has variables: each version draws them anew, so that no two drills are alike.")
    return name


# ---- the deck --------------------------------------------------------------------------------------------------------


def _deck(bundle: Bundle) -> Deck:
    """The deck that the address asks for, with the form that changes it."""
    st.subheader("What is different from drill to drill")
    every = session.deal(bundle)
    _form(every)
    fixed = dict(one.split("=", 1) for one in st.query_params.get_all("fix") if "=" in one)
    barred = [
        f"{factor.name}={level.text}"
        for factor in every.factors if factor.name in fixed
        for level in factor.levels if level.text != fixed[factor.name]
    ]  # fmt: skip
    covers = st.query_params.get("cover", "pairs")
    number = _whole("cards", 6, MOST_CARDS) if covers == "number" else None
    surprise = "surprise" in st.query_params
    dealt = session.deal(
        bundle, strength=3 if covers == "triples" else 2, cards=None if surprise else number, without=barred,
        version=_whole("version", 1, 1_000_000), surprise=surprise,
    )  # fmt: skip
    _shown(bundle, dealt)
    return dealt


def _form(every: Deck) -> None:
    """What is fixed, how many cards, from which version on."""
    query = st.query_params
    fixed = dict(one.split("=", 1) for one in query.get_all("fix") if "=" in one)
    with st.form("deck"):
        chosen = _fixing(every, fixed)
        left, middle, right = st.columns(3)
        covers = left.selectbox(
            "How many cards", list(COVERS), index=list(COVERS).index(query.get("cover", "pairs"))
            if query.get("cover", "pairs") in COVERS else 0, format_func=COVERS.__getitem__,
        )  # fmt: skip
        cards = middle.number_input("So many, where you say so", 1, MOST_CARDS, _whole("cards", 6, MOST_CARDS))
        version = right.number_input("First exercise version", 1, 1_000_000, _whole("version", 1, 1_000_000))
        with st.container(horizontal=True):
            deals = st.form_submit_button("Deal the cards", type="primary")
            surprises = st.form_submit_button("Surprise me", help="One card, as unlike the last as can be.")
    if deals or surprises:
        query["fix"] = [f"{name}={value}" for name, value in chosen.items() if value != AS_DEALT]
        query["cover"], query["cards"] = covers, str(cards)
        same_version = int(version) == _whole("version", 1, 1_000_000)
        query["version"] = str(int(version) + (surprises and same_version and "surprise" in query))
        if surprises:
            query["surprise"] = "1"
        elif "surprise" in query:
            del query["surprise"]
        st.rerun()


def _fixing(every: Deck, fixed: dict[str, str]) -> dict[str, str]:
    """A choice for each variable: as the cards deal it, or always one value."""
    found = {}
    columns = st.columns(3)
    for place, factor in enumerate(every.factors):
        said = {AS_DEALT: "differs from card to card"} | {one.text: f"always {one.spoken}" for one in factor.levels}
        options = list(said)
        at = options.index(fixed[factor.name]) if fixed.get(factor.name) in options else 0
        found[factor.name] = columns[place % 3].selectbox(
            factor.title, options, index=at, format_func=said.__getitem__, key=f"fix-{factor.name}"
        )
    if every.drawn:
        st.caption(f"Drawn by the version alone, and never chosen: {', '.join(every.drawn)}.")
    return found


def _whole(name: str, default: int, most: int) -> int:
    text = st.query_params.get(name, "")
    return min(most, max(1, int(text))) if text.isascii() and text.isdigit() else default


def _shown(bundle: Bundle, dealt: Deck) -> None:
    """The cards as a table; how hard each is, once that was compared."""
    st.text(coverage_in_words(dealt))
    hard = ordinary_of(bundle, dealt)
    rows: dict[str, list[Any]] = {
        "Card": [str(card.number) for card in dealt.cards], "Version": [str(card.version) for card in dealt.cards],
    }  # fmt: skip
    for at, factor in enumerate(dealt.factors):
        rows[factor.title] = [card.levels[at][1].spoken for card in dealt.cards]
    if hard:
        rows["Beside the others"] = [
            f"{hard[one.number].short} others" if one.number in hard else "" for one in dealt.cards
        ]
    st.table(rows)
    if hard:
        st.caption(f"{next(iter(hard.values())).how.capitalize()}.")
    for kept_out in dealt.cannot:
        st.caption(f"On no card, since it is kept out: {kept_out}.")
