"""A participant's phone: who and where they are, what reached them, what they know, and what they did."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from simulator.analysis.knowledge import CALLED, NOT_TOLD, VIA, value_words
from simulator.analysis.messages import messages
from simulator.analysis.words import one_line, place
from simulator.live.state import State
from simulator.live.views.ask import question_shown
from simulator.live.views.deeds import deed_of, state_of
from simulator.live.views.record import actions_of, discipline_of_role
from simulator.live.views.shared import head
from simulator.live.views.wash import notes, own_wash
from simulator.live.words import said, title_of, via_of
from simulator.model.bundle import Bundle
from simulator.model.scenario import OFF_SITE, Role

MOST_MESSAGES, MOST_FACTS, MOST_OWN = 30, 20, 20


def phone(state: State) -> dict[str, Any]:
    """What one role may know now; nothing of other roles, and nothing that lies ahead."""
    name = state.seat.role or ""
    role = state.scenario.roles.get(name)
    return {
        **head(state, "phone"),
        "role": {
            "id": name, "title": title_of(state.scenario, name), "discipline": discipline_of_role(name, role),
            "card": list(_card(state, role)), "by_plan": state.roles.get(name) != "played",
        },
        "seat_name": state.seat.name,
        "messages": _messages(state, name),
        "question": question_shown(state),
        "knows": _knows(state, name),
        "call": _call(state, discipline_of_role(name, role)),
        "own": _own(state, name),
        "hand": _hand(state),
        "notes": notes(state),
        "wash": own_wash(state),
        "after": {"hot_wash": state.core.ended is not None},
    }  # fmt: skip


def own_actions(bundle: Bundle, role: str) -> list[dict[str, Any]]:
    """What a role can choose to do, as somebody is asked who plays it: `Announce`, where the desk has `Announces`."""
    return [{**one, "label": asked(one["label"])} for one in actions_of(bundle, role)]


def asked(label: str) -> str:
    """A form's verb without its ending: `Searches` becomes `Search`."""
    verb, *rest = label.split(" ")
    short = verb.removesuffix("es") if verb.endswith(("ches", "shes", "sses")) else verb.removesuffix("s")
    return " ".join((short, *rest))


def _card(state: State, role: Role | None) -> Iterator[str]:
    """Where this role is at the start, and what it can be reached by."""
    if role is None:
        return
    if role.in_ == OFF_SITE:
        yield "You are not at the school when this begins."
    else:
        yield f"You are here when this begins: {place(state.bundle.plan, _placed(state, role.in_))}."
    if role.radio is not None:
        yield f"Your radio is on the channel {one_line(role.radio.replace('_', ' '), 40)}."
    if role.phone is not None:
        yield f"Your phone: {one_line(role.phone.replace('_', ' '), 40)}."
    if role.in_ != OFF_SITE:
        yield "You have keys." if role.keys else "You have no keys."
    yield "What you know is what reaches you here. Say what you would do, in your own words if you like."


def _placed(state: State, reference: str) -> str:
    return state.bundle.plan.uses.get(reference[1:], reference) if reference.startswith("@") else reference


def _messages(state: State, name: str) -> list[dict[str, Any]]:
    """The messages that went out to this role, the newest first; one to nobody in particular is for everyone."""
    told = messages(state.run)
    found = []
    for row in state.rows:
        if row[1] == "inject_released" and (not row[4] or name in row[4]):
            inject = told[row[3]]
            found.append(
                {"said": said(state.scenario, row[0]), "via": via_of(inject), "text": inject.text or "", "id": row[3]}
            )
    numbered = [{**one, "n": number} for number, one in enumerate(found, 1)]
    return numbered[::-1][:MOST_MESSAGES]


def _knows(state: State, name: str) -> list[dict[str, str]]:
    """The facts that reached this role, the newest first."""
    found = [
        {
            "fact": CALLED.get(row[4], row[4].replace("_", " ")),
            "value": value_words(state.run, row[4], row[5]),
            "said": said(state.scenario, row[0]),
            "from": title_of(state.scenario, row[6]) if row[6] in state.scenario.roles else "",
            "via": VIA.get(row[7], "").replace("their own", "your own"),
        }
        for row in state.rows
        if row[1] == "learned" and row[3] == name and row[4] not in NOT_TOLD
    ]  # fmt: skip
    return found[::-1][:MOST_FACTS]


ON_A_CALL = ("what", "where", "door", "threat_where", "patients")
"""What a call-taker asks, in this order."""


def _call(state: State, discipline: str) -> dict[str, Any] | None:
    """The call form of a dispatcher: what callers have said to the centre, and what nobody has said yet."""
    centres = set(state.scenario.comms.psaps.centres) if discipline == "dispatch" else set()
    answered = [row for row in state.rows if row[1] == "call_answered" and row[3] in centres]
    if not centres:
        return None
    said_to = {row[4]: row for row in state.rows if row[1] == "learned" and row[3] in centres}
    return {
        "calls": len(answered),
        "latest": said(state.scenario, answered[-1][0]) if answered else None,
        "said": [
            {
                "fact": CALLED.get(fact, fact), "value": value_words(state.run, fact, said_to[fact][5]),
                "said": said(state.scenario, said_to[fact][0]),
            }
            for fact in ON_A_CALL if fact in said_to
        ],
        "not_said": [CALLED.get(fact, fact) for fact in ON_A_CALL if fact not in said_to] if answered else [],
    }  # fmt: skip


def _own(state: State, name: str) -> list[dict[str, Any]]:
    """What this role did, the newest first, with what became of it; a refusal is told here and at the desk only."""
    own = [one for one in state.records if one.decision["role"] == name and one.counts]
    return [
        {"said": said(state.scenario, one.at_ms), "words": deed_of(state, one), **state_of(state, one), "seq": one.seq}
        for one in own[::-1][:MOST_OWN]
    ]


def _hand(state: State) -> bool:
    """Whether this seat's hand is up."""
    mine = [entry for entry in state.entries if entry.kind == "hand" and entry.seat == state.seat.id]
    return bool(mine) and bool(mine[-1].payload["up"])
