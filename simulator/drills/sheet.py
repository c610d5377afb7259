"""What one drill's papers say: the situation, the words to announce, what to time and look for, and the care taken.

Plain data; `exports/deck.py` puts it on paper. What a trainer may not choose is on no list of choices; it is heard of
only where the scenario's own messages speak of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from simulator.analysis.completion import protocol
from simulator.analysis.expected import wanted_in_words
from simulator.analysis.seen import expectations
from simulator.analysis.who import role_title
from simulator.analysis.words import clock, door, offset, place
from simulator.drills.cards import Card
from simulator.drills.factors import Level
from simulator.drills.ordinary import Ordinary
from simulator.engine.run import run
from simulator.engine.streams import u
from simulator.model.building import Opening
from simulator.model.bundle import Bundle
from simulator.model.draw import at, names_at
from simulator.model.drill import DISCUSSION, Drill
from simulator.model.run import Run

DOORS = 5
"""How many doors an observer's team samples."""
MESSAGES = 2
"""How many of the first messages make the situation."""
MOST_EXPECTED = 7
INDOORS = frozenset({"classroom", "office", "library", "gymnasium", "cafeteria", "auditorium", "portable", "seating"})
TIMES = frozenset({"at", "delay", "by", "for", "within", "arrives", "warned", "lasts", "first"})
"""Keys of a scenario whose numbers are seconds."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A door or room that is timed: its id for the results file, what people call it, and what is timed there."""

    id: str
    name: str
    what: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """The content of one drill's papers."""

    card: Card
    cards: int
    title: str
    school: str
    subtitle: str
    sensitivity: str
    when: str
    choices: tuple[tuple[str, str], ...]
    situation: tuple[tuple[str, str], ...]
    order: str | None
    announce: str | None
    times: tuple[str, ...]
    spots: tuple[Spot, ...]
    look_for: tuple[str, ...]
    expected: tuple[str, ...]
    care: tuple[str, ...]
    open_points: tuple[str, ...]
    ordinary: Ordinary | None
    drawn_note: str | None


def sheet_of(
    bundle: Bundle, card: Card, cards: int, drill: Drill, drawn: tuple[str, ...], ordinary: Ordinary | None
) -> Sheet:
    """A card played once by its version, and what the papers say of it."""
    played = run(bundle, card.version, set_values=card.settings, seats={})
    order = played.order or protocol(played)
    care, open_points = care_of(drill)
    note = bundle.scenario.exercise.content_note
    return Sheet(
        card=card, cards=cards, title=bundle.scenario.title, school=bundle.plan.school.name,
        subtitle=_subtitle(played, drill, order), sensitivity=sensitivity_of(bundle), when=_when(played),
        choices=tuple((_name(name), _value(bundle, name, level)) for name, level in card.levels),
        situation=tuple(_situation(played)), order=order, announce=announcement(bundle, order),
        times=TO_TIME.get(order or "", TO_TIME[""]), spots=tuple(_spots(played, order)),
        look_for=LOOK_FOR.get(order or "", LOOK_FOR[""]), expected=tuple(_expected(played)),
        care=(*care, *((f"Content: {note}",) if note else ())), open_points=open_points, ordinary=ordinary,
        drawn_note=DRAWN if drawn else None,
    )  # fmt: skip


DRAWN = "What the threat, visitor or disturbance does is drawn by the version; nobody chooses it."


def sensitivity_of(bundle: Bundle) -> str:
    """The label that goes on every page: restricted where either plan is."""
    labels = [bundle.plan.school.sensitivity, *([bundle.response.edition.sensitivity] if bundle.response else [])]
    return "restricted" if "restricted" in labels else "public-example"


def announcement(bundle: Bundle, order: str | None) -> str | None:
    """The response plan's exact words for an order, framed as a drill; None where nothing is ordered."""
    if order is None:
        return None
    said = bundle.response.words.get(order) if bundle.response is not None else None  # type: ignore[call-overload]
    return " ".join(("This is a drill.", f"{order.capitalize()}.", *((said,) if said else ()), "This is a drill."))


# ---- the situation ---------------------------------------------------------------------------------------------------


NOUNS = {"evacuate": "Evacuation"}


def _subtitle(played: Run, drill: Drill, order: str | None) -> str:
    what = "discussion" if drill.type in DISCUSSION else "drill"
    kind = f"{NOUNS.get(order, order.capitalize())} {what}" if order is not None else what.capitalize()
    present = "pupils present" if drill.pupils_present else "no pupils present"
    told = {True: ", announced", False: ", not announced", None: ""}[drill.announced]
    return f"{kind} at {played.plan.school.name}, {present}{told}"


def _when(played: Run) -> str:
    when = played.scenario.when
    return f"{when.period.replace('_', ' ').capitalize()}, {clock(played.scenario, 0, seconds=False)}"


def _situation(played: Run) -> Iterator[tuple[str, str]]:
    """The first messages that go out in this version, but for those that follow on something left undone."""
    injects = {inject.id: inject for inject in played.scenario.injects}
    sent = [injects[row[3]] for row in played.rows if row[1] == "inject_released" and row[3] in injects]
    for inject in [one for one in sent if one.text and one.kind != "contingency"][:MESSAGES]:
        to = ", ".join(role_title(played, role) for role in inject.to)
        yield (f"To {to}" if to else "To everybody"), inject.text or ""


def _name(variable: str) -> str:
    return variable.replace("_", " ").replace("-", " ").capitalize()


def _value(bundle: Bundle, name: str, level: Level) -> str:
    """A value as people say it: yes or no, a place's label, a time where the scenario uses it as one."""
    if isinstance(level.value, bool):
        return "yes" if level.value else "no"
    if isinstance(level.value, float):
        timed = any(_uses(bundle, path, name) for path in bundle.slots if path[-1] in TIMES)
        number = offset(round(level.value * 1000)) if timed else f"{level.value:g}"
        return f"{number} ({level.name})" if level.name else number
    try:
        known = bundle.plan.resolve(level.value)
    except KeyError:
        return level.value
    return place(bundle.plan, known) if level.value.startswith("@") else bundle.plan.label_of(known).replace("_", " ")


def _uses(bundle: Bundle, path: tuple[str | int, ...], name: str) -> bool:
    return name in names_at(at(bundle.tree, path))


# ---- what is timed and looked for ------------------------------------------------------------------------------------

ORDER_TIME = "From recognising to the first word of the order"
EXACT_WORDS = "The exact words, said twice, heard in every room"
IN_THE_WAY = "What stood in the way: keys, doors, loudspeakers"
TO_TIME: dict[str, tuple[str, ...]] = {
    "lockdown": (ORDER_TIME, "Last sampled door locked", "All clear given, in person"),
    "secure": (ORDER_TIME, "Everybody inside, outside doors held", "All clear given"),
    "hold": (ORDER_TIME, "Halls clear", "Hold released"),
    "evacuate": ("From the alarm or order to the first room leaving", "Last person out", "Everybody counted"),
    "shelter": (ORDER_TIME, "Everybody in a shelter space", "All clear given"),
    "": ("From the start to the first action", "Everything done"),
}
LOOK_FOR: dict[str, tuple[str, ...]] = {
    "lockdown": (
        EXACT_WORDS,
        "Pupils in halls and restrooms are taken into the nearest room",
        "Doors locked, lights off, out of sight, quiet",
        "Rooms stay shut when somebody knocks",
        IN_THE_WAY,
    ),
    "secure": (
        EXACT_WORDS,
        "Everybody outdoors is brought in, and by which door",
        "Each outside door shut and holding",
        "Lessons go on inside",
        IN_THE_WAY,
    ),
    "hold": (
        EXACT_WORDS,
        "Halls, restrooms and stairs clear",
        "Lessons go on behind shut doors",
        "Nobody starts another protocol by mistake",
    ),
    "evacuate": (
        "The alarm or the words reach every room",
        "The way taken, and the next best way where one is shut",
        "Whoever needs help has it, and from whom",
        "Counts at the rally point, and who hears them",
        "Where people had to wait",
    ),
    "shelter": (
        "The exact words, with hazard and strategy, heard in every room",
        "Classes reach the shelter space that is theirs",
        "Everybody outdoors is brought in",
        "Counts in the shelter, and who hears them",
    ),
    "": ("Who acted first, and on what information", "Who was told, by whom, and how", "What stood in the way"),
}
AT_A_DOOR = {
    "lockdown": "locked, lights off, out of sight", "secure": "shut and holding", "hold": "shut, hall clear",
    "evacuate": "the last of the room sets off", "shelter": "everybody of the room in the shelter",
}  # fmt: skip


def _spots(played: Run, order: str | None) -> list[Spot]:
    """Five doors that this version samples: outside doors for secure, else doors of rooms with people in them."""
    plan = played.plan
    doors = [one for one in plan.openings if one.type == "door" and _sampled(played, one, order)]
    chosen = sorted(doors, key=lambda one: u(played.seed, "observed door", one.id))[:DOORS]
    what = AT_A_DOOR.get(order or "", "done here")
    names = {one.id: door(plan, one) if order == "secure" else place(plan, one.between[0]) for one in chosen}
    return [Spot(one.id, names[one.id][:1].upper() + names[one.id][1:], what) for one in doors if one in chosen]


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
    if drill.effects:
        care.append(f"Used on purpose: {', '.join(one.replace('_', ' ') for one in drill.effects)}.")
    else:
        care.append("No role-players, no props, no sounds, no acted injuries.")
    care.append("Whoever is in distress leaves the drill with somebody; the drill can be stopped by anyone.")
    care.append("End with: “That was practice. You did what we asked.”")
    not_yet = [words for words, answer in said.items() if not answer]
    if not drill.mental_health_contact:
        not_yet.insert(0, "Support before, during and after: who, and where?")
    return tuple(care), tuple(not_yet)
