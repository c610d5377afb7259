"""What a drill practices, in tables: what is timed, looked for and sampled, by protocol, and by whose building it is.

A protocol is an order's word, or `earthquake`, `reunification` and `visitor`, which are more than one word. A scenario
may have two of them, one after the other.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, get_args

from simulator.analysis.completion import protocol
from simulator.model.response import Order
from simulator.model.run import Run

Setting = Literal["lessons", "after hours", "venue"]
"""In which hours and whose building: lessons, a school outside of them, or a public place without pupils."""
VENUES = frozenset({"cinema", "arena", "mall", "venue"})
OF_HAZARD: dict[str, tuple[str, ...]] = {
    "reunification": ("reunification",), "visitor": ("visitor",), "earthquake": ("earthquake", "evacuate"),
}  # fmt: skip
"""Hazards whose drill is not that of an order alone."""
TITLES = {
    "evacuate": "Evacuation", "earthquake": "Earthquake", "reunification": "Reunification", "visitor": "Visitor",
}  # fmt: skip


def setting_of(played: Run) -> Setting:
    """Whose hours these are."""
    if played.plan.school.kind in VENUES:
        return "venue"
    return "after hours" if played.scenario.when.period == "after_school" else "lessons"


def protocols_of(played: Run) -> tuple[str, ...]:
    """What is practiced, in its order: by the hazard, by the orders that the messages should draw, or by the run's."""
    scenario = played.scenario
    if scenario.hazard in OF_HAZARD:
        return OF_HAZARD[scenario.hazard]
    sent = {row[3] for row in played.rows if row[1] == "inject_released"}
    asked = [
        word
        for inject in scenario.injects
        for wanted in inject.expect
        if inject.id in sent and inject.kind == "expected_action" and wanted.action == "announce"
        for word in (wanted.what or ())
        if word in get_args(Order) and word != "stay"
    ]
    order = played.order or protocol(played)
    return tuple(dict.fromkeys(asked)) or ((order,) if order is not None else ())


ORDER_TIME = "From recognising to the first word of the order"
EXACT_WORDS = "The exact words, said twice, heard in every room"
IN_THE_WAY = "What stood in the way: keys, doors, loudspeakers"
TO_TIME: dict[str, tuple[str, ...]] = {
    "lockdown": (ORDER_TIME, "Last sampled door locked", "All clear given, in person"),
    "secure": (ORDER_TIME, "Everybody inside, outside doors held", "All clear given"),
    "hold": (ORDER_TIME, "Halls clear", "Hold released"),
    "evacuate": ("From the alarm or order to the first room leaving", "Last person out", "Everybody counted"),
    "shelter": (ORDER_TIME, "Everybody in a shelter space", "All clear given"),
    "earthquake": ("From the word to everybody down and covered", "Shaking over, said so"),
    "reunification": (
        "From the first family to the first open station", "Longest wait in the line, halfway through",
        "Last child handed over",
    ),
    "visitor": ("From the question to a second member of staff", "ID and custody looked up", "Answer given"),
    "": ("From the start to the first action", "Everything done"),
}  # fmt: skip
DONE = {
    "lockdown": "the last sampled door is locked", "secure": "everybody is inside and the outside doors hold",
    "hold": "the halls are clear", "evacuate": "the last person is out", "shelter": "everybody is in a shelter",
    "earthquake": "everybody is down and covered", "reunification": "the last child is handed over",
    "visitor": "the answer is given",
}  # fmt: skip
"""When the total time ends, so that it means one thing."""
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
    "earthquake": (
        "Drop, cover, and hold on, at once, where people are",
        "Nobody runs out while it would shake",
        "People who cannot get down protect head and neck",
        "Who says that it is over, and what is looked at before anybody leaves",
    ),
    "reunification": (
        "Greeters, checkers and reunifiers stand where the plan has them, with lists",
        "One line, one door, and somebody who says how long it takes",
        "Each card is read, each ID seen, each child handed to an adult who is on the card",
        "A quarrel is taken out of the line, and by whom",
        "Waiting children are out of sight of the line, with somebody they know",
    ),
    "visitor": (
        "The visitor is spoken to before a door is opened",
        "A second member of staff comes, and how they are called",
        "ID and custody papers are looked up, not guessed",
        "The child stays in class; the office does not say where",
        "Who calls the police, and at which point",
    ),
    "": ("Who acted first, and on what information", "Who was told, by whom, and how", "What stood in the way"),
}
ELSEWHERE: dict[tuple[str, Setting], tuple[str, ...]] = {
    ("hold", "after hours"): (
        "The exact words, said twice, heard in the hall and outdoors",
        "People stay where they are; halls, stairs and restrooms are clear",
        "Visitors are told what it means, and by whom",
        "Nobody starts another protocol by mistake",
    ),
    ("secure", "after hours"): (
        EXACT_WORDS, "Everybody outdoors is brought in, and by which door", "Each outside door shut and holding",
        "Visitors are told what it means, and by whom",
    ),
    ("evacuate", "venue"): (
        "The alarm or the words reach every hall",
        "Staff point to exits that people did not come by",
        "Whoever needs help has it, and from whom",
        "People go on walking once they are outdoors",
        "Where people had to wait",
    ),
    ("lockdown", "venue"): (
        "The words are heard in every hall", "People in halls and foyers are taken into a room",
        "Doors shut and held, lights off, quiet", IN_THE_WAY,
    ),
    ("hold", "venue"): ("The words are heard in every hall", "People stay in their seats", "Foyers and stairs clear"),
}  # fmt: skip
TIMED_ELSEWHERE: dict[tuple[str, Setting], tuple[str, ...]] = {
    ("evacuate", "venue"): (
        "From the alarm or order to the first people leaving", "Last person out", "Staff counted; halls looked through",
    ),
}  # fmt: skip
AT_A_DOOR = {
    "lockdown": "locked, lights off, out of sight", "secure": "shut and holding", "hold": "shut, hall clear",
    "evacuate": "the last of the room sets off", "shelter": "everybody of the room in the shelter",
    "earthquake": "everybody down and covered",
}  # fmt: skip
"""What is timed at a sampled door; a protocol without an entry samples none."""


def to_time(names: tuple[str, ...], where: Setting) -> tuple[str, ...]:
    """What is timed, each with its protocol where there are several."""
    return _each(names, lambda name: TIMED_ELSEWHERE.get((name, where)) or TO_TIME[name])


def look_for(names: tuple[str, ...], where: Setting) -> tuple[str, ...]:
    """What is looked for, each once."""
    found = [ELSEWHERE.get((name, where)) or LOOK_FOR[name] for name in names or ("",)]
    return tuple(dict.fromkeys(words for one in found for words in one))


def _each(names: tuple[str, ...], words_of: Callable[[str], tuple[str, ...]]) -> tuple[str, ...]:
    if len(names) < 2:
        return tuple(words_of(names[0] if names else ""))
    return tuple(f"{title_of(name)}: {words[:1].lower()}{words[1:]}" for name in names for words in words_of(name))


def title_of(name: str) -> str:
    """What a protocol is called at the start of a line."""
    return TITLES.get(name, name.capitalize())
