"""What one drill's papers say: the situation, the words to announce, what to time and look for, and the care taken.

A discussion has no announcement and no door times: its papers are messages to read out, questions, and what to listen
for. Plain data; `exports/` puts it on paper. What a trainer may not choose is on no list of choices; it is heard of
only where the scenario's own messages speak of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from simulator.analysis.expected import wanted_in_words
from simulator.analysis.seen import expectations
from simulator.analysis.words import clock, door, listed, one_line, place
from simulator.drills.announcing import Said, announcements
from simulator.drills.cards import Card
from simulator.drills.controlling import Deed, Message, deeds_of, messages_of
from simulator.drills.ordinary import Ordinary
from simulator.drills.protocols import (
    AT_A_DOOR,
    DONE,
    look_for,
    protocols_of,
    setting_of,
    title_of,
    to_time,
)
from simulator.engine.run import run
from simulator.engine.streams import u
from simulator.model.building import Opening
from simulator.model.bundle import Bundle
from simulator.model.drill import DISCUSSION, Drill
from simulator.model.run import Run

DOORS = 5
"""How many doors an observer's team samples."""
MOST_EXPECTED = 7
INDOORS = frozenset({"classroom", "office", "library", "gymnasium", "cafeteria", "auditorium", "portable", "seating"})


@dataclass(frozen=True, slots=True)
class Spot:
    """A door or room that is timed: its id for the results file, what people call it, and what is timed there."""

    id: str
    name: str
    what: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """The content of one drill's papers.

    `discussion`: people talk, so that nothing is announced or timed. `questions` are the modules' with their titles.
    `total` says when the total time ends. `override` is by whom and why a refused drill is printed, empty for others.
    """

    card: Card
    cards: int
    title: str
    school: str
    subtitle: str
    sensitivity: str
    when: str
    discussion: bool
    choices: tuple[tuple[str, str], ...]
    begins: tuple[str, ...]
    messages: tuple[Message, ...]
    deeds: tuple[Deed, ...]
    questions: tuple[tuple[str, tuple[str, ...]], ...]
    protocols: tuple[str, ...]
    announce: tuple[Said, ...]
    times: tuple[str, ...]
    total: str
    spots: tuple[Spot, ...]
    look_for: tuple[str, ...]
    expected: tuple[str, ...]
    care: tuple[str, ...]
    open_points: tuple[str, ...]
    ordinary: Ordinary | None
    drawn_note: str | None
    override: str = ""

    @property
    def order(self) -> str | None:
        """The first thing that is practiced."""
        return self.protocols[0] if self.protocols else None


def sheet_of(
    bundle: Bundle, card: Card, cards: int, drill: Drill, drawn: tuple[str, ...], ordinary: Ordinary | None,
    override: str = "",
) -> Sheet:  # fmt: skip
    """A card played once by its version, and what the papers say of it."""
    played = run(bundle, card.version, set_values=card.settings, seats={})
    names, where = protocols_of(played), setting_of(played)
    discussion = drill.type in DISCUSSION
    messages = messages_of(played, bundle)
    care, open_points = discussion_care(drill) if discussion else care_of(drill)
    note = bundle.scenario.exercise.content_note
    deeds = deeds_of(bundle, played, card)
    return Sheet(
        card=card, cards=cards, title=bundle.scenario.title, school=bundle.plan.school.name,
        subtitle=_subtitle(played, drill, names), sensitivity=sensitivity_of(bundle), when=_when(played),
        discussion=discussion, choices=tuple((one.name, one.value) for one in deeds), begins=tuple(_begins(messages)),
        messages=messages, deeds=deeds, questions=tuple(_questions(played)), protocols=names,
        announce=() if discussion else announcements(played, bundle, names), times=to_time(names, where),
        total=DONE.get(names[-1] if names else "", "everything is done"),
        spots=() if discussion else tuple(_spots(played, names)), look_for=look_for(names, where),
        expected=tuple(_expected(played)), care=(*care, *content_of(drill, note)), open_points=open_points,
        ordinary=ordinary, drawn_note=DRAWN if drawn else None, override=override,
    )  # fmt: skip


DRAWN = "What the threat, visitor or disturbance does is drawn by the version; nobody chooses it."


def sensitivity_of(bundle: Bundle) -> str:
    """The label that goes on every page: restricted where either plan is."""
    labels = [bundle.plan.school.sensitivity, *([bundle.response.edition.sensitivity] if bundle.response else [])]
    return "restricted" if "restricted" in labels else "public-example"


# ---- the situation ---------------------------------------------------------------------------------------------------


def _subtitle(played: Run, drill: Drill, names: tuple[str, ...]) -> str:
    what = drill.type if drill.type in DISCUSSION else "drill"
    titles = [title_of(name) for name in names]
    kind = f"{', then '.join([titles[0], *map(str.lower, titles[1:])])} {what}" if titles else what.capitalize()
    venue = setting_of(played) == "venue"
    present = "" if venue else ", pupils present" if drill.pupils_present else ", no pupils present"
    told = {True: ", announced", False: ", not announced", None: ""}[drill.announced]
    return f"{kind} at {played.plan.school.name}{present}{told}"


def _when(played: Run) -> str:
    hour = clock(played.scenario, 0, seconds=False)
    if setting_of(played) == "venue":
        return hour
    return f"{played.scenario.when.period.replace('_', ' ').capitalize()}, {hour}"


def _begins(messages: tuple[Message, ...]) -> Iterator[str]:
    """What may be read aloud to begin with: what is known at 00:00 and is no surprise of this card."""
    yield from (one.text for one in messages if one.at_start and not one.surprise)


def _questions(played: Run) -> Iterator[tuple[str, tuple[str, ...]]]:
    for module in played.scenario.modules:
        yield one_line(module.title, 80), tuple(one_line(one.text, 300) for one in module.questions)


# ---- what is timed and looked for ------------------------------------------------------------------------------------


def _spots(played: Run, names: tuple[str, ...]) -> list[Spot]:
    """Five doors that this version samples: outside doors for secure, else doors of rooms with people in them."""
    order = next((name for name in reversed(names) if name in AT_A_DOOR), None)
    if order is None:
        return []
    plan = played.plan
    doors = [one for one in plan.openings if one.type == "door" and _sampled(played, one, order)]
    chosen = sorted(doors, key=lambda one: u(played.seed, "observed door", one.id))[:DOORS]
    spoken = {one.id: door(plan, one) if order == "secure" else place(plan, one.between[0]) for one in chosen}
    return [
        Spot(one.id, spoken[one.id][:1].upper() + spoken[one.id][1:], AT_A_DOOR[order])
        for one in doors
        if one in chosen
    ]


def _sampled(played: Run, opening: Opening, order: str | None) -> bool:
    if order == "secure":
        return played.plan.leads_outdoors(opening)
    space = played.plan.spaces().get(opening.between[0])
    used = {member.home or member.space for member in played.people}
    first = next(one for one in played.plan.openings if one.type == "door" and one.between[0] == opening.between[0])
    return space is not None and space.kind in INDOORS and opening.between[0] in used and first is opening


def _expected(played: Run) -> Iterator[str]:
    """What the messages of this version should draw, in the order in which they go out."""
    sent = [row[3] for row in played.rows if row[1] == "inject_released"]
    wanted = [(sent.index(name), one) for one, name in expectations(played).values() if name in sent]
    for _, one in sorted(wanted, key=lambda pair: pair[0])[:MOST_EXPECTED]:
        yield wanted_in_words(played, one)


# ---- care ------------------------------------------------------------------------------------------------------------


def care_of(drill: Drill) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Trauma-informed notes that hold for a planned drill, and what nobody has said yet."""
    said = {
        "Pupils, families and staff are told beforehand.": drill.announced,
        "Anyone may sit out, without a reason.": drill.opt_out,
        "Accommodations are planned.": drill.accommodations,
        "Dispatch, police and fire know the date and hour.": drill.responders_told,
        "A few calm minutes and support come after.": drill.debrief,
    }
    care = [words for words, answer in said.items() if answer]
    if drill.mental_health_contact:
        care.insert(0, f"Support before, during and after: {drill.mental_health_contact.strip()}.")
    if not drill.effects:
        care.append("No role-players, no props, no staged sounds, no acted injuries.")
    care.append("Whoever is in distress leaves the drill with somebody; the drill can be stopped by anyone.")
    care.append("End with: “That was practice. You did what we asked.”")
    not_yet = [words for words, answer in said.items() if not answer]
    if not drill.mental_health_contact:
        not_yet.insert(0, "Support before, during and after: who, and where?")
    return tuple(care), tuple(not_yet)


def content_of(drill: Drill, note: str | None) -> Iterator[str]:
    """What will be seen and heard: the drill's own effects where there are any; else what the scenario says."""
    if drill.effects:
        yield f"Content: used on purpose are {listed(one.replace('_', ' ') for one in drill.effects)}."
    elif note:
        yield f"Content: {note}"


def discussion_care(drill: Drill) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The notes of a discussion: nobody acts, and nobody has to stay."""
    care = [
        "Nobody acts, moves or announces anything: this is a talk.",
        "Whoever needs to may step out, without a reason.",
    ]
    if drill.mental_health_contact:
        care.insert(0, f"Support before, during and after: {drill.mental_health_contact.strip()}.")
    care.append("Conditions, not faults; roles, not names.")
    return tuple(care), () if drill.mental_health_contact else ("Support afterwards: who, and where?",)
