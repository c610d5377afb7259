"""Every number of a debrief, worked out once more from events.jsonl, without Hotwash's own folds.

    python docs/recompute.py events.jsonl debrief.json SCENARIO

prints what does not agree, and ends with 1 if anything does not. events.jsonl is the log of the run (a line an event),
debrief.json a debrief's data, SCENARIO the scenario's file or name. Hotwash itself only reads the scenario's files here
(which spaces are open air, which door has which lock) and tells what can be seen from where; all counting is below, in
plain loops. docs/debrief.md says of each number what it is and which function here works it out.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from simulator import session
from simulator.model.building import ELECTRIC_LOCKS, LOCKS_BY_ITSELF
from simulator.rules.sight import sights_of

HALLS = {"corridor", "lobby", "stairs", "elevator", "concourse"}
ORDERS = {"hold", "secure", "lockdown", "evacuate", "shelter", "stay"}
QUIET = {"silent", "silenced", "off"}
OVER = {"entered", "out", "rerouted", "waiting", "party_split", "started"}


class Log:
    """The events with their instants in ms, and the facts of the building that counting needs."""

    def __init__(self, text: str, bundle: Any, until_ms: int, scenario: Any = None):
        self.text, self.until, self.plan = text, until_ms, bundle.plan
        self.scenario = scenario or bundle.scenario
        self.events = [json.loads(line) for line in text.splitlines()]
        for event in self.events:
            event["t"] = round(event["t_s"] * 1000)
        self.spaces = self.plan.spaces()
        self.sky = {name for name, space in self.spaces.items() if space.open_air}
        self.parts: dict[str, tuple[str, int, int]] = {}  # a column of a party: the party, its first member, how many
        self.steps = [step for step in self._steps() if step[0] < until_ms]
        self.people = {person for _, person, before, _, _, _ in self.steps if before is None}

    def of(self, *kinds: str) -> list[dict[str, Any]]:
        return [event for event in self.events if event["event"] in kinds]

    def first(self, kind: str, **wanted: Any) -> int | None:
        """When the first event of a kind came, with these fields."""
        times = (e["t"] for e in self.of(kind) if all(e.get(name) == value for name, value in wanted.items()))
        return next(times, None)

    def _steps(self) -> list[tuple[int, str, str | None, str, str | None, bool]]:
        """(instant, person, from, into, through, out of the building): each person's own step, in order.

        Member i of a party passes at t + i * every_ms; what a later line of the log has overtaken is left out.
        """
        found = []
        for order, e in enumerate(self.events):
            if e["event"] == "party_split":
                root, first, _ = self.parts.get(e["party"], (e["party"], 1, 0))
                for name, start, count in e["into"]:
                    self.parts[name] = root, first + start - 1, count
            elif e["event"] in ("entered", "out"):
                root, first, n = self.parts.setdefault(e["party"], (e["party"], 1, e["n"]))
                self.parts[e["party"]] = root, first, max(n, e["n"])
                for i in range(e["n"]):
                    way = e["space"], e["through"], e["event"] == "out"
                    found.append((e["t"] + i * e["every_ms"], order, f"{root}/{first + i}", *way))
        last: dict[str, tuple[int, str]] = {}
        steps = []
        for t, order, person, space, through, out in sorted(found, key=lambda one: one[:2]):
            before = last.get(person)
            if before is None or before[0] <= order:
                last[person] = order, space
                steps.append((t, person, before[1] if before else None, space, through, out))
        return steps

    def members(self, party: str) -> list[str]:
        root, first, size = self.parts.get(party, (party, 1, 0))
        return [f"{root}/{i}" for i in range(first, first + size)]

    def where(self, t: int) -> dict[str, str]:
        """The space of everybody at an instant."""
        return {person: space_of(into) for at, person, _, into, _, _ in self.steps if at <= t}

    def order(self, name: str | None) -> dict[str, Any] | None:
        """The first announcement of an order that somebody could hear (None: of any)."""
        for e in self.of("announced"):
            heard = "pa" not in e["via"] or set(e["zones"]) - set(e["zones_dead"])
            if e["what"] in ORDERS and heard and name in (None, e["what"]):
                return e
        return None


def space_of(segment: str) -> str:
    return segment.partition("/")[0]


# ---- doors that hold, orders carried out -----------------------------------------------------------------------------


def lockdown_since(log: Log) -> int | None:
    told = [e["t"] for e in log.of("learned") if e["fact"] == "order" and e["value"] == "lockdown"]
    said = log.order("lockdown")
    return min([*told[:1], *([said["t"]] if said else [])], default=None)


def secured(log: Log) -> tuple[int, dict[int, int | None]]:
    """Persons behind doors that hold at the end, and when 50, 90 and 100 % of those inside at the order were."""
    since = lockdown_since(log)
    base = sum(space not in log.sky for space in log.where(since).values()) if since is not None else 0
    changes: list[tuple[int, Any]] = [(step[0], step) for step in log.steps]
    doors = [(e["t"], e) for e in log.of("secured", "unsecured")]
    here: Counter[str] = Counter()
    closed: set[str] = set()
    reached: dict[int, int | None] = {50: None, 90: None, 100: None}
    inside = 0
    for t, what in sorted(changes + doors, key=lambda one: one[0]) if doors else ():
        if isinstance(what, dict):
            (closed.add if what["event"] == "secured" else closed.discard)(what["space"])
        else:
            if what[2] is not None:
                here[space_of(what[2])] -= 1
            here[space_of(what[3])] += 1
        inside = sum(here[space] for space in closed)
        for share in reached:
            if reached[share] is None and base and inside * 100 >= base * share:
                reached[share] = t
    return inside, reached


def stands(log: Log, order: str) -> tuple[int, int] | None:
    """Since when an order could be heard and somebody had it, and until when it stood."""
    gives = []
    for e in log.events:
        if e["event"] == "announced" and e["what"] in ORDERS:
            if "pa" not in e["via"] or set(e["zones"]) - set(e["zones_dead"]):
                gives.append((e["t"], e["what"], True))
        elif e["event"] == "learned" and e["fact"] == "order":
            gives.append((e["t"], e["value"], False))
    since = next((t for t, what, _ in gives if what == order), None)
    heard = any(e["fact"] == "order" and e["value"] == order for e in log.of("learned"))
    if since is None or not heard:
        return None
    return since, next((t for t, what, said in gives if said and t > since and what not in (order, "stay")), log.until)


def done(log: Log, order: str) -> int | None:
    """When nothing that an order asks for was left to do."""
    stood = stands(log, order)
    if stood is None:
        return None
    heard = {
        p for e in log.of("learned") if e["fact"] == "order" and e["value"] == order for p in log.members(e["who"])
    }
    hazards = {log.scenario.hazard, *(e.get("hazard") for e in log.of("done") if e.get("what") == ["shelter"])}
    shelters = {name for name, space in log.spaces.items() if hazards & space.shelter.keys()}
    left: dict[str, bool] = {}
    changes: list[tuple[int, str, bool]] = list(loose_doors(log)) if order == "secure" else []
    for t, person, _, into, _, _ in log.steps:
        space = space_of(into)
        kind = log.spaces[space].kind if space in log.spaces else "stairs"
        if order != "shelter" or person in heard:
            to_do = {"hold": kind in HALLS, "secure": space in log.sky, "shelter": space not in shelters}[order]
            changes.append((t, f"person {person}", to_do))
    free = stood[0]
    instants: dict[int, list[tuple[str, bool]]] = defaultdict(list)
    for t, name, to_do in changes:
        instants[t].append((name, to_do))
    for t in sorted(instants):
        if not any(left.values()) and free < t:
            break
        left.update(instants[t])
        free = max(t, stood[0])
    return free if not any(left.values()) and free <= stood[1] else None


def loose_doors(log: Log) -> list[tuple[int, str, bool]]:
    """Outside doors, and whether each would let somebody in without a key, whenever that changes."""
    vehicles = {name for name, space in log.spaces.items() if space.kind == "vehicle"}
    doors = {d.id: d for d in log.plan.openings if log.plan.leads_outdoors(d) and not vehicles & set(d.between)}
    roles = set(log.scenario.roles)
    parties = {log.parts[name][0] for name in log.parts} - roles
    locked = {name: door.state == "locked" for name, door in doors.items()}
    held = {name: door.state in ("propped", "open") for name, door in doors.items()}
    shut, alarm = dict.fromkeys(doors, False), False
    barred = dict.fromkeys(doors, False)
    found = []

    def tell(t: int) -> None:
        for name, door in doors.items():
            lock = log.plan.lock_of(door)
            by_itself = door.type == "door" and lock in LOCKS_BY_ITSELF and not held[name]
            freed = alarm and lock in ELECTRIC_LOCKS and log.plan.defaults.door.released_by_alarm
            holds = shut[name] or barred[name] or ((locked[name] or by_itself) and not freed)
            found.append((t, f"door {name}", not holds))

    tell(0)
    for e in log.of("alarm", "locked", "unlocked", "opened", "closed", "blocked", "barricaded"):
        if e["event"] == "alarm":
            alarm = e["state"] not in QUIET
        elif e["event"] == "barricaded":
            if e["why"] in doors:
                barred[e["why"]] = True
        elif (name := e["opening"]) in doors:
            match e["event"]:
                case "locked":
                    locked[name], held[name] = True, False
                case "unlocked":
                    locked[name], barred[name] = False, False
                    held[name] = held[name] or e["by"] in parties
                case "closed":
                    held[name] = False
                case "blocked":
                    shut[name] = True
                case _ if shut[name]:
                    shut[name] = False
                case _:
                    locked[name], held[name], barred[name] = False, True, False
        else:
            continue
        tell(e["t"])
    return found


# ---- heat: exposure, waiting, unheard --------------------------------------------------------------------------------


def unsheltered(log: Log) -> list[tuple[int, str, str, bool]]:
    """Severe weather reaches who is in no shelter; a release outdoors who is where the air still comes in."""
    found = []
    for hazard in ("severe_weather", "hazmat"):
        closed: set[str] = set()
        since = None
        spells = []
        for e in log.of("hazard_closed", "hazard_opened", "hazard_ended"):
            if e["hazard"] != hazard:
                continue
            before = bool(closed)
            if e["event"] == "hazard_closed":
                closed.add(e["space"])
            else:
                closed = set() if e["space"] is None else closed - {e["space"]}
            if closed and not before:
                since = e["t"]
            elif before and not closed and since is not None:
                spells.append((since, e["t"]))
        if closed and since is not None:
            spells.append((since, log.until))
        for start, end in spells:
            for space, (low, high) in unsafe_within(log, hazard, start, end):
                if high > low:
                    found += [(low, hazard, space, True), (high, hazard, space, False)]
    return found


def unsafe_within(log: Log, hazard: str, start: int, end: int) -> list[tuple[str, tuple[int, int]]]:
    if hazard == "severe_weather":
        named = {name for name, space in log.spaces.items() if hazard in space.shelter}
        indoors = [name for name in log.spaces if name not in log.sky] + [link.id for link in log.plan.links]
        return [(name, (start, end)) for name in indoors if named and name not in named]
    found = []
    for name, space in log.spaces.items():
        if name in log.sky or space.air is None:
            continue
        running: int | None = 0
        for e in log.of("air"):
            if e["unit"] == space.air and e["state"] == "running" and running is None:
                running = e["t"]
            elif e["unit"] == space.air and e["state"] == "shut" and running is not None:
                found.append((name, (max(running, start), min(e["t"], end))))
                running = None
        if running is not None:
            found.append((name, (max(running, start), end)))
    return found


def exposure(log: Log) -> tuple[set[str], dict[str, int]]:
    """Who was exposed, and person-ms of it by space: in a closed space, or where the person of a script is or sees."""
    held = {door.id for door in log.plan.openings if door.state in ("propped", "open")}
    roles, blocked, secure, away = set(log.scenario.roles), set[str](), set[str](), set[str]()
    parties = {root for root, _, _ in log.parts.values()} | set(log.parts)
    closed: set[tuple[str, str]] = set()
    threat: str | None = None
    view: dict[str, list[frozenset[str]]] = {}
    here: dict[str, set[str]] = defaultdict(set)
    exposed: set[str] = set()
    by_space: dict[str, int] = defaultdict(int)

    def reaches(segment: str) -> bool:
        space = space_of(segment)
        if space in away:
            return False
        if segment == threat or any(name in (space, segment) for _, name in closed):
            return True
        return space not in secure and any(held >= needs for needs in view.get(segment, ()))

    kinds = (
        "threat_entered", "threat_moved", "threat_ended", "hazard_closed", "hazard_opened", "hazard_ended", "opened",
        "closed", "locked", "unlocked", "blocked", "secured", "unsecured", "departed", "learned",
    )  # fmt: skip
    told = [(e["t"], e["event"], e) for e in log.of(*kinds)]
    told += [
        (t, "hazard_closed" if on else "hazard_opened", {"hazard": hazard, "space": space})
        for t, hazard, space, on in unsheltered(log)
    ]
    changes = sorted([*told, *((step[0], "step", step) for step in log.steps)], key=lambda one: one[0])
    if not any(kind in ("threat_entered", "hazard_closed") for _, kind, _ in changes):
        return exposed, by_space
    last, hot = 0, set[str]()
    for t, kind, e in [*changes, (log.until, "end", {})]:
        for segment in hot if t > last else ():
            exposed |= here[segment]
            if here[segment]:
                by_space[space_of(segment)] += len(here[segment]) * (t - last)
        last = max(last, t)
        match kind:
            case "step":
                _, person, before, into, _, _ = e
                if before is not None:
                    here[before].discard(person)
                here[into].add(person)
                hot = (hot | {into}) if reaches(into) else hot - {into}
                continue
            case "threat_entered" | "threat_moved":
                threat, view = e["space"], {}
                for line in sights_of(log.plan).of(threat):
                    view.setdefault(line.to, []).append(frozenset(line.needs))
            case "threat_ended":
                threat, view = None, {}
            case "secured":
                secure.add(e["space"])
            case "unsecured":
                secure.discard(e["space"])
            case "hazard_closed":
                closed.add((e["hazard"], e["space"]))
            case "hazard_opened" | "hazard_ended":
                closed = {one for one in closed if one[0] != e["hazard"] or e["space"] not in (None, one[1])}
            case "departed":
                away.add(vehicle(log, e["vehicle"]))
            case "learned":
                if e["value"] == "back" and e["fact"].startswith("vehicle/"):
                    away.discard(vehicle(log, e["fact"].removeprefix("vehicle/")))
            case "blocked":
                blocked.add(e["opening"])
            case "opened" if e["opening"] in blocked:
                blocked.discard(e["opening"])
            case "opened":
                held.add(e["opening"])
            case "unlocked":
                if e["by"] in parties - roles:
                    held.add(e["opening"])
            case "closed" | "locked":
                held.discard(e["opening"])
        if kind != "learned":
            hot = {segment for segment in here if reaches(segment)}
    return exposed, by_space


def vehicle(log: Log, name: str) -> str:
    """The space of the plan that a vehicle is."""
    wanted = log.plan.uses.get(name, name)
    for one, space in log.spaces.items():
        if space.kind in ("vehicle", "stand") and (one == wanted or (space.label or "").casefold() == name.casefold()):
            return one
    return ""


def waiting(log: Log) -> dict[str, int]:
    """Person-ms in queues, by the space where they stood; a queue that kept nobody for `queue_shown_s` is left out."""
    shown = log.scenario.movement.queue_shown_s * 1000
    standing: dict[str, tuple[int, str]] = {}
    spacing: dict[str, int] = defaultdict(int)
    found: dict[str, int] = defaultdict(int)

    def leave(party: str, t: int, every: int) -> None:
        since, space = standing.pop(party, (t, ""))
        size = log.parts.get(party, (party, 1, 0))[2]
        waits = [max(0, min(t + i * every, log.until) - (since + i * spacing[party])) for i in range(size)]
        if space and max(waits, default=0) >= shown:
            found[space] += sum(waits)

    for e in log.events:
        kind = e["event"]
        if kind in OVER:
            leave(e["party"], e["t"], e["every_ms"] if kind in ("entered", "out") else 0)
        if kind in ("entered", "out"):
            spacing[e["party"]] = e["every_ms"]
        if kind == "waiting" and e["why"] == "queue" and e["at"] is not None:
            standing[e["party"]] = e["t"], space_of(e["space"])
    for party in list(standing):
        leave(party, log.until, 0)
    return dict(found)


def unheard(log: Log, said: dict[str, Any] | None) -> dict[str, int]:
    """Persons inside who did not have the order when it had been spoken."""
    if said is None:
        return {}
    had: dict[str, str] = {}
    for e in log.of("learned"):
        if e["fact"] == "order" and e["t"] <= said["t"]:
            had |= dict.fromkeys(log.members(e["who"]), e["value"])
    inside = {person: space for person, space in log.where(said["t"]).items() if space not in log.sky}
    return dict(Counter(space for person, space in inside.items() if had.get(person) != said["what"]))


# ---- measures --------------------------------------------------------------------------------------------------------


def measures(log: Log, plan_order: str | None) -> dict[str, Any]:
    """Every measure, in seconds from 00:00 or as a number, as `metrics` of the debrief has them."""
    inside_ends, reached = secured(log)
    exposed, by_space = exposure(log)
    ends: dict[str, str] = {person: space_of(into) for _, person, _, into, _, _ in log.steps}
    out = {person for person, space in ends.items() if space in log.sky}
    left = {one[1]: one for one in log.steps if one[5] and one[1] in out}
    last_out = [one[0] for one in log.steps if one[5]]
    exits: dict[str, dict[str, Any]] = {}
    for t, _, _, _, through, _ in left.values():
        if through is not None:
            one = exits.setdefault(through, {"people": 0, "last_s": 0.0})
            exits[through] = {"people": one["people"] + 1, "last_s": max(one["last_s"], t / 1000)}
    alarm = next((e["t"] for e in log.of("alarm") if e["state"] not in QUIET), None)
    said = log.order(None)
    first = [said["t"]] if said else []
    first += [alarm] if alarm is not None and plan_order in (None, "evacuate") else []
    calls = [e["t"] for e in log.of("call_placed") if e["from"] != "public" or e["says"]]
    met, missed = len(log.of("expect_met")), len(log.of("expect_missed"))
    channels = log.scenario.comms.radio or log.scenario.comms.psaps.centres or log.scenario.comms.alerts
    found = {
        "people": len(log.people), "evacuated": len(out), "secured": inside_ends, "exposed": len(exposed),
        "exposure_s": sum(by_space.values()) / 1000, "time_to_recognition_s": s(log.first("recognised")),
        "time_to_order_s": s(min(first, default=None)), "time_to_911_s": s(min(calls, default=None)),
        **{f"time_to_secured_{share}_s": s(t) for share, t in reached.items()},
        "hold_complete_s": s(done(log, "hold")), "secure_complete_s": s(done(log, "secure")),
        "shelter_complete_s": s(done(log, "shelter")), "search_complete_s": s(search_done(log)),
        "air_shut_s": s(air_shut(log)),
        "clear_time_s": s(max(last_out, default=None)) if len(out) == len(ends) else None,
        "first_officer_on_site_s": s(log.first("arrived", agency="police")),
        "police_entry_s": s(log.first("police_entered")), "threat_ended_s": s(log.first("threat_ended")),
        "unified_command_s": s(log.first("unified_command")), "rtf_ready_s": s(log.first("rtf_formed")),
        "first_patient_contact_s": s(log.first("patient_reached")), "ccp_s": s(log.first("ccp_opened")),
        "building_cleared_s": s(log.first("building_cleared")), "accountability_s": s(counted(log)),
        "reunification_s": s(reunited(log)),
        "messages_sent": len(log.of("sent", "announced") if channels else log.of("inject_released")),
        "messages_lost": sum(e["from"] != "public" for e in log.of("lost")),
        "expected_met": met, "expected_total": met + missed, "exits": dict(sorted(exits.items())),
    }  # fmt: skip
    about = {"reunification": "reunification_s", "missing_child": "search_complete_s"}.get(log.scenario.hazard)
    named = about or ENDS.get(protocol(log, plan_order) or "")
    return {**found, "completion_s": found[named] if named else None}


ENDS = {"hold": "hold_complete_s", "secure": "secure_complete_s", "shelter": "shelter_complete_s",
        "lockdown": "time_to_secured_100_s", "evacuate": "clear_time_s"}  # fmt: skip


def s(t: int | None) -> float | None:
    return None if t is None else t / 1000


def protocol(log: Log, plan_order: str | None) -> str | None:
    """The order that the run is about: the plan's for the hazard, else the last that was given, or the alarm's."""
    if plan_order is not None:
        return plan_order
    given = [e["what"] for e in log.of("announced") if e["what"] in ORDERS - {"stay"}]
    alarm = any(e["state"] not in QUIET for e in log.of("alarm"))
    return given[-1] if given else "evacuate" if alarm else None


def search_done(log: Log) -> int | None:
    missed, found = len(log.of("unaccounted")), [e["t"] for e in log.of("found")]
    if missed:
        return found[missed - 1] if len(found) >= missed else None
    return max((e["t"] for e in log.of("done") if e["action"] == "search"), default=None)


def air_shut(log: Log) -> int | None:
    units, shut = {space.air for space in log.spaces.values()} - {None}, set[str]()
    for e in log.of("air"):
        shut = shut | {e["unit"]} if e["state"] == "shut" else shut - {e["unit"]}
        if units <= shut:
            return int(e["t"])
    return None


def counted(log: Log) -> int | None:
    missing = set(log.people)
    for e in log.of("accounted"):
        missing -= set(log.members(e["who"]))
        if not missing:
            return int(e["t"])
    return None


def reunited(log: Log) -> int | None:
    came = {e["family"] for e in log.of("family_arrived")}
    through: dict[str, int] = {}
    for e in log.of("handed_over", "hand_over_refused"):
        if e["event"] == "handed_over" or e["family"] not in through:
            through[e["family"]] = e["t"]
    wanted = log.scenario.reunification.families.count if log.scenario.reunification else 0
    return max(through.values()) if came and len(came) >= wanted and came <= set(through) else None


def chain(log: Log, found: dict[str, Any], plan_order: str | None) -> dict[str, int | None]:
    """The steps of lost time, in ms."""
    order = log.order(plan_order) or log.order(None)
    alarm = next((e["t"] for e in log.of("alarm") if e["state"] not in QUIET), None)
    given = [order["t"]] if order else []
    given += [alarm] if alarm is not None and plan_order in (None, "evacuate") else []
    known = {*log.scenario.agencies, *log.scenario.roles}
    arrived = (e["t"] for e in log.of("arrived") if e["agency"] in log.scenario.agencies or e["unit"] in known)
    about = protocol(log, plan_order)
    ends = "time_to_secured_90_s" if about == "lockdown" else ENDS.get(about or "")
    return {
        "recognition": ms(found["time_to_recognition_s"]), "order": min(given, default=None),
        "secured": ms(found[ends]) if ends else None, "call_911": ms(found["time_to_911_s"]),
        "dispatch": log.first("dispatched"), "arrival": next(arrived, None), "entry": ms(found["police_entry_s"]),
        "command": log.first("command"), "rtf": ms(found["rtf_ready_s"]), "cleared": ms(found["building_cleared_s"]),
        "reunified": ms(found["reunification_s"]),
    }  # fmt: skip


def ms(seconds: float | None) -> int | None:
    return None if seconds is None else round(seconds * 1000)


# ---- comparing -------------------------------------------------------------------------------------------------------


def compare(text: str, data: dict[str, Any], bundle: Any, scenario: Any = None) -> tuple[list[str], int]:
    """What of a debrief does not agree with its log, in sentences; and how many numbers were compared."""
    log = Log(text, bundle, data["ends_ms"], scenario)
    wrong: list[str] = []
    number = 0

    def same(what: str, told: Any, found: Any) -> None:
        nonlocal number
        number += 1
        if told != found and not (isinstance(told, float | int) and isinstance(found, float | int)
                                  and abs(told - found) < 1e-6):  # fmt: skip
            wrong.append(f"{what}: the debrief has {told}, the log gives {found}")

    same("digest", data["digest"], hashlib.sha256(text.encode()).hexdigest())
    found = measures(log, data["order"])
    for name, told in data["metrics"].items():
        same(f"metrics.{name}", told, found[name])
    times = chain(log, found, data["order"])
    for link in data["lost"]:
        same(f"lost.{link['id']}", link["t_ms"], times[link["id"]])
        if link["t_ms"] is not None and link["plan_ms"] is not None:
            same(f"lost.{link['id']}.beyond", link["beyond_ms"], max(0, times[link["id"]] - link["plan_ms"]))
        if link["t_ms"] is not None and link["after"] is not None:
            same(f"lost.{link['id']}.took", link["took_ms"], times[link["id"]] - times[link["after"]])
    heats = {
        "exposure": {space: ms_ / 1000 for space, ms_ in exposure(log)[1].items()},
        "waiting": {space: ms_ / 1000 for space, ms_ in waiting(log).items()},
        "unheard": unheard(log, log.order(data["order"]) or log.order(None)),
    }
    for kind, spaces in heats.items():
        for space in {*spaces, *data["heat"][kind]}:
            same(f"heat.{kind}.{space}", data["heat"][kind].get(space, 0), spaces.get(space, 0))
    instants = {e["t"] for e in log.events} | {one[0] for one in log.steps} | {0, log.until}
    for step in data["plan_play"]:
        if step["signal_ms"] is not None:
            same(f"plan_play.{step['step']}.signal", step["signal_ms"] in instants, True)
            same(f"plan_play.{step['step']}.plan", step["plan_ms"], step["signal_ms"] + step["meant_ms"])
        if step["play_ms"] is not None:
            same(f"plan_play.{step['step']}.play", step["play_ms"] in instants, True)
    for fact in data["facts"]:
        if fact["id"].startswith("order:"):
            word = fact["id"].removeprefix("order:")
            who = {e["who"] for e in log.of("learned") if (e["fact"], e["value"]) == ("order", word)}
            same(f"facts.{fact['id']}.heard", sum(one["n"] for one in fact["spread"]), len(who))
            said = next(e for e in log.of("announced") if e["what"] == word)
            same(
                f"facts.{fact['id']}.not_heard", sum(one["n"] for one in fact["lost"]), sum(unheard(log, said).values())
            )
    for where, item in numbered(data, ""):
        same(f"{where}.t_ms", item["t_ms"], log.events[item["event_no"] - 1]["t"])
        same(f"{where}.said", item["said"], clock(data, item["t_ms"]))
    told = instants | {step[name] for step in data["plan_play"] for name in ("plan_ms", "signal_ms") if step[name]}
    clocks = {clock(data, t) for t in told}
    for moment in data["moments"]:
        for said in re.findall(r"\b\d\d:\d\d:\d\d\b", moment["text"]):
            same(f"moments.{moment['n']}: {said} is an instant of the log", said in clocks, True)
        for line in moment["marks"]["events"]:
            same(f"moments.{moment['n']}: line {line}", 1 <= line <= len(log.events), True)
    return wrong, number


def numbered(data: Any, where: str) -> list[tuple[str, dict[str, Any]]]:
    """Everything in the debrief that names a line of the log for its time."""
    found = []
    if isinstance(data, dict):
        if data.get("event_no") is not None and "t_ms" in data and "said" in data:
            found.append((where, data))
        for name, value in data.items():
            found += numbered(value, f"{where}.{name}".lstrip("."))
    elif isinstance(data, list):
        for place, value in enumerate(data):
            found += numbered(value, f"{where}[{place}]")
    return found


def clock(data: dict[str, Any], t: int) -> str:
    """An instant as the room says it."""
    total = round((data["starts_clock_ms"] + t) / 1000) % 86_400
    return f"{total // 3600:02d}:{total // 60 % 60:02d}:{total % 60:02d}"


def main(events: str, debrief: str, scenario: str) -> int:
    """Compare one debrief with its log."""
    text, data = Path(events).read_text(encoding="utf-8"), json.loads(Path(debrief).read_text(encoding="utf-8"))
    bundle = session.load_scenario(scenario)
    drawn = session.run(bundle, data["version"], until=0.001, seats={}).scenario  # its variables as they were drawn
    wrong, number = compare(text, data, bundle, drawn)
    print("\n".join(wrong) or f"All {number} numbers agree with the log.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:4]))
