"""Decisions as the room makes them: each is looked up in the scenario like one in a file, and takes effect now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simulator.errors import Refused
from simulator.files.decided import check_decision_references
from simulator.files.sentences import MISSING, Finding, validated
from simulator.live.discussing import FOLLOWS as FREE
from simulator.live.discussing import is_discussion
from simulator.live.log import Provenance
from simulator.live.messages import messages_at
from simulator.live.outcome import Outcome
from simulator.live.situation import Args, Desk, mapping, name_in, number, one_of, text
from simulator.live.words import message_name, title_of
from simulator.model.actions import ACTIONS, FIELDS
from simulator.model.decisions import Decisions
from simulator.model.exercise import Draft
from simulator.rules.played import OF_THE_DESK

PLAYABLE: tuple[str, ...] = tuple(name for name in ACTIONS if name not in OF_THE_DESK or name == "record")
"""The actions that somebody in a role can take; the others are the facilitator's own acts."""
LONGEST_DOING_S = 21_600
FACILITATOR = "facilitator"


def decide(desk: Desk, args: Args) -> Outcome:
    """Somebody in a role does something, or says what they do in a sentence of their own."""
    role = _role(desk, args)
    fields = acted(desk, {**args, "role": role})
    free = fields["action"] == "record" or is_discussion(desk.core.header.settings)
    say = FREE if free else "Recorded."
    if desk.seat.kind == "facilitator":  # who it was recorded for is read again before anything else is done
        say = say.replace("Recorded", f"Recorded for the {title_of(desk.scenario, fields['role'])}", 1)
    return _decided(desk, fields, text(args, "words", needed=False), "stated", say)


def _role(desk: Desk, args: Args) -> str:
    """Whoever decides: a participant for the own role only."""
    if desk.seat.kind != "participant":
        return name_in(args, "role")
    if desk.seat.role is None:
        raise Refused("nobody plays a role from this seat")
    if args.get("role") not in (None, desk.seat.role):
        raise Refused("this seat decides for its own role only")
    return desk.seat.role


def acted(desk: Desk, args: Args) -> dict[str, Any]:
    """An action by a role as a decisions file would spell it, without its id and time. Raises Refused in words."""
    action, role = args.get("action"), args.get("role")
    if action not in PLAYABLE:
        raise Refused("choose what is done, or say it in a sentence")
    if role not in desk.scenario.roles:
        raise Refused("nobody in this exercise has that role")
    given = mapping(args, "fields") if args.get("fields") is not None else {}
    if "says" in args and "says" in FIELDS[action]:
        given = {**given, "says": args["says"]}
    if action == "record":
        given = {**given, "says": text(given, "says")}
    takes_s = number(args, "takes_s", 0, LONGEST_DOING_S)
    if odd := next((name for name in given if name not in (*FIELDS[action], "via")), None):
        raise Refused(f"{action.replace('_', ' ')} has no field {str(odd)[:40]}")
    given = {name: value for name, value in given.items() if value not in (None, "", [])}
    return {"role": role, "action": action, **given} | ({} if takes_s is None else {"takes": takes_s})


def _decided(desk: Desk, fields: Mapping[str, Any], words: str, by: Provenance, say: str) -> Outcome:
    """The entry of a decision that takes effect now."""
    if not desk.standing.started:
        raise Refused("the exercise has not begun yet")
    t_ms = desk.decision_ms()
    if t_ms >= desk.scenario.horizon_ms:
        raise Refused("the scenario is over; write it down as a note")
    decision = checked(desk, {"id": desk.decision_id(), "at": t_ms / 1000, **fields})
    return Outcome((decision_draft(desk, decision, words, by, t_ms),), say)


def decision_draft(desk: Desk, decision: dict[str, Any], words: str, by: Provenance, t_ms: int) -> Draft:
    """The entry of a decision."""
    return desk.draft("decision", {"decision": decision, "words": words, "by": by}, t_ms)


def checked(desk: Desk, fields: dict[str, Any]) -> dict[str, Any]:
    """A decision that names only what there is. Raises Refused with what is wrong with it, fit for a facilitator."""
    written = [dict(one.decision) for one in desk.core.records if one.decision["action"] == "add_inject"]
    tree = {"format": "hotwash.decisions/1", "decisions": [*written, fields]}
    decisions, findings = validated(Decisions, tree)
    if decisions is not None:
        findings = check_decision_references(decisions, desk.scenario, desk.core.bundle.plan)
    own = [one for one in findings if one.path[:2] == ("decisions", len(written))]
    if own:
        raise Refused(_sentence(own[0]))
    return fields


def _sentence(finding: Finding) -> str:
    field = next((step.replace("_", " ") for step in finding.path[2:] if isinstance(step, str)), "")
    if finding.message.startswith(MISSING):
        return f"say {field} as well"
    return f"{field}: {finding.message}" if field else finding.message


# ---- the facilitator's own -------------------------------------------------------------------------------------------


def _of_the_desk(desk: Desk, fields: dict[str, Any], say: str, by: Provenance = "stated") -> Outcome:
    return _decided(desk, {"role": FACILITATOR, **fields}, "", by, say)


ENDED = {
    "released": "was released", "skipped": "was skipped", "not_needed": "was not needed",
    "guard_false": "did not apply", "not_reached": "was not reached",
}  # fmt: skip


def _waiting(desk: Desk, args: Args) -> str:
    """A message that has not ended yet. Raises Refused with what became of it, and when."""
    name = name_in(args, "inject")
    found = next((one for one in messages_at(desk.run, desk.decision_ms() - 1) if one.id == name), None)
    if found is None:
        raise Refused("there is no such message")
    ended = found.inject.kind != "contingency" or found.state != "not_needed"
    if found.state in ENDED and ended:
        raise Refused(f"message {found.n} {ENDED[found.state]} at {desk.said(found.t_ms or 0)}")
    return name


def release(desk: Desk, args: Args) -> Outcome:
    """A message goes out now."""
    name = _waiting(desk, args)
    say = f"{message_name(desk.run, name).capitalize()} is out."
    return _of_the_desk(desk, {"action": "release_inject", "inject": name}, say)


def keep_back(desk: Desk, args: Args) -> Outcome:
    """A message goes out only when it is released."""
    name = _waiting(desk, args)
    say = f"{message_name(desk.run, name).capitalize()} is kept back until you release it."
    return _of_the_desk(desk, {"action": "hold_inject", "inject": name}, say)


def skip(desk: Desk, args: Args) -> Outcome:
    """A message will not go out."""
    name = _waiting(desk, args)
    say = f"{message_name(desk.run, name).capitalize()} is skipped."
    return _of_the_desk(desk, {"action": "skip_inject", "inject": name}, say)


def shift(desk: Desk, args: Args) -> Outcome:
    """Every time and deadline that has not passed moves."""
    by_s = number(args, "by_s", -86_400, 86_400)
    if not by_s:
        raise Refused("say by how many seconds everything moves")
    way = "later" if by_s > 0 else "earlier"
    say = f"Everything to come is {abs(by_s):g} s {way}."
    return _of_the_desk(desk, {"action": "shift_injects", "by": f"{by_s:+g}"}, say)


def edit(desk: Desk, args: Args) -> Outcome:
    """Some fields of a message that has not gone out."""
    name = _waiting(desk, args)
    fields = {"action": "edit_inject", "inject": name, "set": mapping(args, "set")}
    return _of_the_desk(desk, fields, f"{message_name(desk.run, name).capitalize()} is changed.")


def add_message(desk: Desk, args: Args) -> Outcome:
    """A message written during the exercise, which goes out now."""
    number = 1 + sum(one.decision["action"] == "add_inject" for one in desk.core.records)
    taken = {inject.id for inject in desk.scenario.injects}
    name = next(f"AH{n}" for n in range(number, number + len(taken) + 1) if f"AH{n}" not in taken)
    to = args.get("to") or []
    message: dict[str, Any] = {
        "id": name, "kind": "ad_hoc", "text": text(args, "text"), "to": [to] if isinstance(to, str) else list(to),
    }  # fmt: skip
    if via := text(args, "via", needed=False, longest=60):
        message["via"] = via
    if (effect := args.get("effect")) is not None:
        message["effect"] = effect
    return _of_the_desk(desk, {"action": "add_inject", "inject": message}, "The message is out.")


def rule(desk: Desk, args: Args) -> Outcome:
    """The room finds a consequence unrealistic: something is so from now on, with who says it and why."""
    fields: dict[str, Any] = {"action": "rule", "sets": mapping(args, "sets"), "says": text(args, "says")}
    if who := text(args, "who", needed=False, longest=80):
        fields["who"] = who
    return _of_the_desk(desk, fields, "Set by the room.", "set_by_room")


def hand_to(desk: Desk, args: Args) -> Outcome:
    """A role acts by the plan from now on, or is played again."""
    role = name_in(args, "role")
    if role not in desk.scenario.roles:
        raise Refused("nobody in this exercise has that role")
    to_plan = one_of(args, "to", ("plan", "room")) == "plan"
    if (desk.core.roles.get(role) == "played") != to_plan:
        raise Refused(f"the {title_of(desk.scenario, role)} {'acts by the plan' if to_plan else 'is played'} already")
    say = f"The {title_of(desk.scenario, role)} {'acts by the plan' if to_plan else 'is played'} from now on."
    return _decided(desk, {"role": role, "action": "leave_seat" if to_plan else "take_seat"}, "", "stated", say)
