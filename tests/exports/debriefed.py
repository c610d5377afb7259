"""A debrief by hand, as `debriefing` gives it: small, with a known answer for each part of the report."""

from __future__ import annotations

from typing import Any

from simulator.exports.aar.content import Asked, Content
from simulator.live.written import Comment, Finding, Judgement, Phase, Written

START_MS = 38_520_000


def evidence(t_ms: int, said: str, words: str, provenance: str) -> dict[str, Any]:
    return {"t_ms": t_ms, "said": said, "words": words, "provenance": provenance, "event_no": 1}


def step(expect: str, words: str, state: str, *found: dict[str, Any], notes: Any = ()) -> dict[str, Any]:
    return {"expect": expect, "words": words, "state": state, "evidence": list(found), "notes": list(notes)}


def link(name: str, label: str, t_ms: int | None, plan_ms: int | None, state: str = "seen") -> dict[str, Any]:
    late = t_ms - plan_ms if t_ms is not None and plan_ms is not None and t_ms > plan_ms else None
    said = f"10:{42 + t_ms // 60_000}:{t_ms // 1000 % 60:02d}" if t_ms is not None else None
    return {
        "id": name, "label": label, "t_ms": t_ms, "said": said, "plan_ms": plan_ms, "beyond_ms": late,
        "provenance": "stated" if name == "order" else "simulated", "state": state, "from": "recognition",
    }  # fmt: skip


def item(t_ms: int, said: str, sort: str, words: str, provenance: str = "simulated") -> dict[str, Any]:
    return {
        "t_ms": t_ms, "said": said, "sort": sort, "words": words, "provenance": provenance, "plan_ms": None,
        "seq": None, "event_no": 1,
    }  # fmt: skip


def debrief(**more: Any) -> dict[str, Any]:
    return {
        "title": "A stranger at the door", "school": "Maple Ridge Elementary", "version": 7, "label": "restricted",
        "stamp": "THIS IS AN EXERCISE", "kind": "exercise", "played": {"on": "2026-11-24", "minutes": 90},
        "course": "as_corrected", "corrections": 1, "starts_clock_ms": START_MS, "ends_ms": 900_000, "finished": True,
        "engine": "0.5.0",
        "moments": [
            {"n": 1, "from_ms": 15_000, "to_ms": 50_000, "said": "10:42:50", "title": "The order came after 50 seconds",
             "text": "The order came 50 seconds after the first report; the plan says 15.", "provenance": ["stated"],
             "rule": "late_order", "marks": []},
            {"n": 2, "from_ms": 60_000, "to_ms": 120_000, "said": "10:44:00", "title": "The upper hall did not hear",
             "text": "The order stopped at the stairs. The upper speakers were out.", "provenance": ["simulated"],
             "rule": "not_heard", "marks": []},
        ],
        "lanes": [
            {"discipline": "school", "label": "School", "items": [
                item(0, "10:42:00", "message", "Message 1, to the secretary: a man stands in the lobby."),
                item(50_000, "10:42:50", "decision", "Secretary announces: lockdown.", "stated"),
                item(61_000, "10:43:01", "event", "The door D12 of the science room was locked."),
                item(90_000, "10:43:30", "missed", "Upper floor told: not seen by 10:43:30."),
                item(95_000, "10:43:35", "event", "Principal asks for the list of classes.")]},
            {"discipline": "dispatch", "label": "Dispatch", "items": [
                item(130_000, "10:44:10", "event", "Dispatch answers the call.")]},
            {"discipline": "law", "label": "Law enforcement", "items": [
                item(400_000, "10:48:40", "event", "The first officer is on site.", "set_by_room")]},
            {"discipline": "fire_ems", "label": "Fire and EMS", "items": []},
            {"discipline": "families", "label": "Families and media", "items": []},
        ],
        "lost": [
            link("recognition", "Recognition", 15_000, None), link("order", "Order given", 50_000, 30_000),
            link("secured", "Everybody inside secured", 180_000, 120_000),
            link("call_911", "911 call", 125_000, 60_000),
            link("arrival", "First officer on site", 400_000, None),
            link("command", "Command named", None, 420_000, "not_seen"),
            link("reunified", "Families reunified", None, None, "not_tested"),
        ],
        "benchmarks": [], "facts": [], "parties": [], "units": [],
        "heat": {"exposure": {"LOB": 312.5}, "waiting": {}, "unheard": {}},
        "plan_play": [{"step": "L1", "words": "Secretary announces lockdown", "plan_ms": 30_000, "play_ms": 50_000,
                       "state": "seen", "provenance": "stated"}],
        "objectives": [
            {"id": "O1", "text": "Every occupied room is secured within 60 s of the order.", "capability":
             "Operational Coordination", "steps": [
                 step("E1", "Secretary announces lockdown", "seen",
                      evidence(50_000, "10:42:50", "Announced over the PA.", "stated"),
                      notes=[{"said": "10:42:55", "text": "Said twice, clearly."}])],
             "rating": None, "judgement": None, "proposed": "The step was seen, 20 seconds beyond the plan."},
            {"id": "O2", "text": "A 911 call with place and door within 90 s.",
             "capability": "Operational Communications",
             "steps": [step("E2", "Secretary calls 911", "not_tested")], "rating": None, "judgement": None,
             "proposed": ""},
        ],
        "rulings": [{"said": "10:48:40", "who": "Sergeant", "words": "First officer on site", "why": "snow"}],
        "free": [{"said": "10:45:00", "words": "Principal asks who holds the roster"}],
        "parked": [{"text": "Who has a key to the roof?"}],
        "hot_wash": [
            {"discipline": "school", "sort": "strength", "text": "The wording was clear.", "owner": "", "due": ""},
            {"discipline": "dispatch", "sort": "improve", "text": "Two callers, no address.",
             "owner": "Dispatch center", "due": "March"}],
        "feedback": [{"answers": {"It was worth my time": "5", "One thing to change": "Shorter"}},
                     {"answers": {"It was worth my time": "4", "One thing to change": "More on families"}}],
        "attendance": [{"role": "secretary", "title": "Secretary", "discipline": "school", "n": 1},
                       {"role": "sergeant", "title": "Sergeant", "discipline": "law", "n": 2}],
        "metrics": {}, "digest": "0", **more,
    }  # fmt: skip


def written(**more: Any) -> Written:
    findings = (
        Finding("F1", "strength", "The order was in plain words.", objective="O1", discipline="school"),
        Finding("F2", "improve", "The upper floor did not hear the order.", objective="O1",
                capability="Operational Communications"),
        Finding("F3", "action", "Mend the upper speakers and test them monthly.", issue="F2",
                capability="Operational Communications", element="Equipment", owner="Maple Ridge Elementary",
                contact="Facilities lead", start="2026-12-01", due="2027-02-01", priority="H", retest="2027-03-15"),
    )  # fmt: skip
    fields: dict[str, Any] = {
        "judgements": {"O1": Judgement("O1", "Rooms were quick once the order was heard.", "S", "facilitator-0", 9)},
        "ratings": {"O2": ("S", "M")}, "findings": findings, "numbered": 3, "sections": {},
        "comments": (Comment("C1", "County dispatch", "The call came in at 10:44:05.", "O2", ""),),
        "phases": (Phase("draft", 1_795_000_000_000, ""), Phase("agency_comments", 1_795_100_000_000, "Sent out.")),
    }  # fmt: skip
    return Written(**fields | more)


QUESTIONS = (
    Asked("M1.1", "Initial response", "command", "Who is in charge until the police come?", True),
    Asked("M1.2", "Initial response", "family and media", "Who tells the families, and when?", False),
)


def content(**more: Any) -> Content:
    fields: dict[str, Any] = {
        "data": debrief(), "written": written(), "questions": QUESTIONS, "statuses": {"F3": "open"},
        "about": {"scope": "From the first report to the last family.", "hazard": "intruder",
                  "type": "Tabletop exercise", "sponsor": "Maple Ridge (invented)"},
    }  # fmt: skip
    return Content(**fields | more)
