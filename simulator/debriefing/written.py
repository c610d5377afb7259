"""What people wrote beside the play: rulings, sentences the model did not act on, notes, the hot wash, ratings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from simulator.analysis.asked import asked
from simulator.analysis.debrief.subject import Subject, plain
from simulator.analysis.deeds import deed
from simulator.analysis.disciplines import of_role
from simulator.analysis.words import sentence
from simulator.live.log import Record, decision_of, hot_wash_of, notes_of, of_kind, parked_of, ratings_of
from simulator.live.state import Core
from simulator.live.words import said, title_of
from simulator.live.written import written_of
from simulator.rules.played import OF_THE_DESK


def beside(core: Core, subject: Subject, objectives: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Everything that people wrote, and the objectives with their ratings, judgements and evaluators' notes."""
    return {
        "rulings": list(_rulings(core, subject)), "free": list(_free(core)), "notes": _notes(core),
        "parked": [{"seq": one.seq, "text": one.payload["text"]} for one in parked_of(core.entries)],
        "hot_wash": list(_hot_wash(core)), "feedback": list(_feedback(core)), "attendance": attendance(core),
        "objectives": [_objective(core, one) for one in objectives],
        "corrected": [_correction(core, entry) for entry in of_kind(core.entries, "correction")],
    }  # fmt: skip


def _line(core: Core, record: Record) -> dict[str, Any]:
    return {"seq": record.seq, "t_ms": record.at_ms, "said": said(core.played.scenario, record.at_ms)}


def _rulings(core: Core, subject: Subject) -> Iterator[dict[str, Any]]:
    """What the room set, in words, with who said so and why."""
    rows = {row[2]: row for row in subject.rows("done") if row[4] == "rule"}
    for one in core.records:
        if one.by == "set_by_room" and one.state != "withdrawn":
            row = rows.get(str(one.decision["id"]))
            says = _text(one.decision.get("says"))
            words = plain(deed(subject.run, row)) if row is not None else f"Set by the room: {says}"
            yield {**_line(core, one), "words": words, "who": str(one.decision.get("who", "")), "why": says}


def _free(core: Core) -> Iterator[dict[str, Any]]:
    """Sentences that were recorded and that the model did not act on."""
    scenario = core.played.scenario
    for one in core.records:
        if one.decision["action"] == "record" and one.state != "withdrawn":
            role = str(one.decision["role"])
            known = scenario.roles.get(role)
            yield {
                **_line(core, one), "who": title_of(scenario, role) if known is not None else "Facilitator",
                "discipline": of_role(role, known), "words": _text(one.decision.get("says")), "provenance": one.by,
            }  # fmt: skip


def said_in_lanes(core: Core, subject: Subject, lanes: Sequence[dict[str, Any]]) -> None:
    """Of a discussion, in which nothing follows from a decision: what roles said they do, in their lanes."""
    by_lane = {lane["discipline"]: lane["items"] for lane in lanes}
    for one in core.records:
        role, action = str(one.decision["role"]), one.decision["action"]
        known = core.played.scenario.roles.get(role)
        if one.state == "withdrawn" or action in OF_THE_DESK or known is None or one.at_ms >= subject.run.until_ms:
            continue
        words = f"{title_of(core.played.scenario, role)} {plain(asked(subject.run, decision_of(one.decision)))}"
        by_lane[of_role(role, known)].append({
            **_line(core, one), "sort": "decision", "words": sentence(words), "provenance": one.by, "plan_ms": None,
            "event_no": None, "movable": False,
        })  # fmt: skip
    for items in by_lane.values():
        items.sort(key=lambda item: item["t_ms"])


def taken_back(core: Core, lanes: Sequence[dict[str, Any]]) -> None:
    """Of the course as shown: decisions that were taken back say so, and when, and cannot be moved."""
    withdrawn = {
        entry.payload["of"]: said(core.played.scenario, entry.t_ms)
        for entry in of_kind(core.entries, "correction") if entry.payload["change"] == "withdraw"
    }  # fmt: skip
    for item in (item for lane in lanes for item in lane["items"] if item["seq"] in withdrawn):
        at = withdrawn[item["seq"]]
        item |= {"words": f"{item['words']} (taken back at {at})", "taken_back": at, "movable": False}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else " ".join(str(one) for one in value or ())


def _correction(core: Core, entry: Any) -> dict[str, Any]:
    """One correction: which entry it names, what it did, and why."""
    payload = entry.payload
    return {"seq": entry.seq, "of": payload["of"], "change": payload["change"], "why": payload.get("why", ""),
            "t_ms": entry.t_ms, "said": said(core.played.scenario, entry.t_ms)}  # fmt: skip


def _hot_wash(core: Core) -> Iterator[dict[str, Any]]:
    for entry in hot_wash_of(core.entries):
        line = entry.payload
        yield {
            "seq": line.get("of", entry.seq), "discipline": line["discipline"], "sort": line["sort"],
            "text": line["text"], "owner": line.get("owner", ""), "due": line.get("due", ""),
            "out": bool(line.get("out")),
        }  # fmt: skip


def _feedback(core: Core) -> Iterator[dict[str, Any]]:
    """What the forms said, without who sent them."""
    for entry in of_kind(core.entries, "feedback"):
        answers = entry.payload.get("answers", entry.payload)
        yield {"answers": dict(answers)}


def attendance(core: Core) -> list[dict[str, Any]]:
    """How many sat down for each role, and how many evaluators and observers there were; no names."""
    scenario = core.played.scenario
    counts: dict[tuple[str, str | None], int] = {}
    for seat in core.seats.values():
        if seat.kind != "projector":
            counts[seat.kind, seat.role] = counts.get((seat.kind, seat.role), 0) + 1
    found = []
    for (kind, role), number in counts.items():
        known = scenario.roles.get(role) if role is not None else None
        found.append({
            "role": role or kind, "title": title_of(scenario, role) if role else kind.capitalize(), "kind": kind,
            "discipline": of_role(role, known) if role is not None else None, "n": number,
        })  # fmt: skip
    return sorted(found, key=lambda one: (one["discipline"] is None, list(scenario.roles).index(one["role"])
                                          if one["role"] in scenario.roles else 0, one["kind"]))  # fmt: skip


# ---- evaluators ------------------------------------------------------------------------------------------------------


def _notes(core: Core) -> list[dict[str, Any]]:
    """Notes of evaluators and of the facilitator, with what they are about where they say so."""
    found = []
    for entry in notes_of(core.entries):
        seat = core.seats.get(entry.seat)
        kind = seat.kind if seat is not None else "facilitator"
        if kind in ("evaluator", "facilitator"):
            found.append({
                "seq": entry.seq, "t_ms": max(0, entry.t_ms), "said": said(core.played.scenario, entry.t_ms),
                "text": entry.payload["text"], "about": entry.payload.get("about"), "by": kind,
                "provenance": "observed",
            })  # fmt: skip
    return found


def _objective(core: Core, aim: Mapping[str, Any]) -> dict[str, Any]:
    """An objective with what people made of it; notes that name one of its steps stand with that step."""
    notes, written = _notes(core), written_of(core.entries)
    steps = [
        {**step, "notes": [*step["notes"], *(one for one in notes if one["about"] and one["about"] == step["expect"])]}
        for step in aim["steps"]
    ]
    judgement = written.judgements.get(aim["id"])
    ratings = [
        {"rating": entry.payload["rating"], "text": entry.payload.get("text", ""), "seq": entry.seq}
        for (name, _), entry in ratings_of(core.entries).items() if name == aim["id"]
    ]  # fmt: skip
    return {
        **aim, "steps": steps, "ratings": ratings, "rating": written.rating_of(aim["id"]),
        "judgement": judgement.text if judgement is not None else None,
        "notes": [one for one in notes if one["about"] == aim["id"]],
    }  # fmt: skip
