"""The words that a drill begins with: the response plan's own, or from a table by order and hazard, with blanks.

A plan's words that only stand for others (`To a location.`, `Hazard and safety strategy.`) are never to be spoken.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from simulator.analysis.words import place
from simulator.drills.protocols import VENUES
from simulator.model.actions import Act
from simulator.model.bundle import Bundle
from simulator.model.response import Step
from simulator.model.run import Run

BLANK = "____________"
STANDS_FOR = re.compile(r"\b(location|named|strategy|hazard)\b|[<\[]", re.IGNORECASE)
"""A word of a plan that has to be replaced before anybody speaks it."""
SHELTER = {
    "severe_weather": "For severe weather. Go to your shelter, away from windows.",
    "hazmat": "For a chemical outdoors. Come inside. Shut doors and windows.",
    "earthquake": "For an earthquake. Drop, cover, and hold on.",
}
RALLIES = frozenset({"fire", "evacuation", "earthquake"})
"""Hazards in which one goes to the usual place; in others somebody has to say where it is safe."""
COVER = "Earthquake. Drop, cover, and hold on."
AFTERWARDS = frozenset({"earthquake"})


@dataclass(frozen=True, slots=True)
class Said:
    """One announcement: when it is made, its words, and whether a controller has to see to it that they are wrong."""

    when: str
    words: str
    on_purpose: bool = False

    @property
    def blanks(self) -> bool:
        """Whether something has to be filled in first."""
        return BLANK in self.words


def announcements(played: Run, bundle: Bundle, protocols: tuple[str, ...]) -> tuple[Said, ...]:
    """What is announced in a drill, in its order; nothing where the protocol is one of few words between few people."""
    found: list[Said] = []
    wrong = wrong_word(played, bundle, protocols)
    if wrong is not None:
        found.append(Said("First, the wrong word, which this card wants", announcement(bundle, wrong), True))
    for number, name in enumerate(protocols):
        if name in ("reunification", "visitor"):
            continue
        when = "To begin with" if number == 0 and wrong is None else "Then, when the situation asks for it"
        if wrong is not None and number == 0:
            when = "Then the right word, once somebody corrects it"
        if number and protocols[number - 1] in AFTERWARDS:
            when = "Then, when it is over"
        found.append(Said(when, announcement(bundle, name)))
    return tuple(found)


def wrong_word(played: Run, bundle: Bundle, protocols: tuple[str, ...]) -> str | None:
    """The word that this version has said in the place of the right one; None where it is the right one."""
    steps = {step.id: step for step in _steps(bundle)}
    for change in played.scenario.plan_changes:
        step = steps.get(change.step)
        if step is not None and step.action == "announce" and change.what and not {*change.what} & {*protocols, "stay"}:
            return str(change.what[0])
    return None


def _steps(bundle: Bundle) -> tuple[Step, ...]:
    annex = bundle.response.hazards.get(bundle.scenario.hazard) if bundle.response is not None else None
    return annex.steps if annex is not None else ()


def announcement(bundle: Bundle, order: str) -> str:
    """The words for an order, framed as a drill."""
    if order == "earthquake":
        return f"This is a drill. {COVER} This is a drill."
    name = order.replace("-", " ").replace("_", " ").capitalize()
    return " ".join(("This is a drill.", f"{name}.", *_words(bundle, order), "This is a drill."))


def _words(bundle: Bundle, order: str) -> tuple[str, ...]:
    own = bundle.response.words.get(order) if bundle.response is not None else None  # type: ignore[call-overload]
    if own and not STANDS_FOR.search(own):
        return (own.strip(),)
    if order == "shelter":
        return (SHELTER.get(bundle.scenario.hazard, f"For {BLANK}. {BLANK}."),)
    if order == "evacuate":
        return ("Leave by the nearest exit.",) if bundle.plan.school.kind in VENUES else (f"To {_where_to(bundle)}.",)
    return ()


def _where_to(bundle: Bundle) -> str:
    """The place that plan or messages name for an evacuation, or a blank."""
    scenario = bundle.scenario
    acts: list[Act] = [*_steps(bundle), *(one for inject in scenario.injects for one in inject.expect)]
    named = [one.to for one in acts if one.action == "announce" and "evacuate" in (one.what or ()) and one.to]
    first = named[0] if named else "@rally" if scenario.hazard in RALLIES else None
    target = first[0] if isinstance(first, tuple) else first
    if target is None:
        return BLANK
    try:
        known = bundle.plan.resolve(str(target))
    except KeyError:
        return BLANK
    return label if (label := place(bundle.plan, known)) != known else BLANK
