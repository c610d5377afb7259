"""The facilitator's desk: messages released, kept back, skipped, moved, changed and written during the exercise."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from simulator.engine import effects
from simulator.engine.injects import Message, Messages
from simulator.engine.play import Play
from simulator.errors import Refused
from simulator.model.actions import ACTIONS, Occurrence
from simulator.model.decisions import Decision
from simulator.model.events import KINDS
from simulator.model.inject import TRIGGERS, Inject
from simulator.model.noun import seconds_from
from simulator.rules.guards import guard_of

ENDED = {
    "released": "was released", "skipped": "was skipped", "not_needed": "was not needed",
    "guard_false": "did not apply",
}  # fmt: skip
TRIGGER_FIELDS = ("at_ms", "at_clock_ms", "after", "when", "unless", "delay_ms")


def release_inject(messages: Messages, decision: Decision) -> None:
    """A message goes out now, whatever it waits for and whatever its `if` says."""
    messages.release(waiting(messages, decision.inject), decision.id)


def hold_inject(messages: Messages, decision: Decision) -> None:
    """A message is kept back: it goes out only when it is released."""
    message = waiting(messages, decision.inject)
    if message.kept_back:
        raise Refused(f"message {message.inject.id} is kept back already")
    message.kept_back = True


def skip_inject(messages: Messages, decision: Decision) -> None:
    """A message will not go out."""
    messages.close(waiting(messages, decision.inject), "skipped", decision.id)


def shift_injects(messages: Messages, decision: Decision) -> None:
    """Every time and deadline that has not passed moves by so much, earlier where a minus stands before it."""
    messages.shift(_shift_ms(decision.by or ""))


def _shift_ms(text: str) -> int:
    text = text.strip()
    try:
        seconds = seconds_from(text.lstrip("+-"))
    except ValueError as error:
        raise Refused(str(error)) from None
    if not 0 <= seconds <= 86_400:
        raise Refused(f"messages can be moved by up to 24 hours, not by {text}")
    return round(seconds * 1000) * (-1 if text.startswith("-") else 1)


def waiting(messages: Messages, name: object) -> Message:
    """A message that has not ended. Raises Refused where it has, or where there is none of that name."""
    message = messages.all.get(name) if isinstance(name, str) else None
    if message is None:
        raise Refused(f"there is no message called {name}" if isinstance(name, str) else "say which message")
    if message.state != "waiting":
        raise Refused(f"message {name} {ENDED.get(message.state, 'has ended')} at {_said(message.ended_ms or 0)}")
    return message


def _said(t_ms: int) -> str:
    minutes, seconds = divmod(t_ms // 1000, 60)
    return f"{minutes:02d}:{seconds:02d}"


# ---- changing and writing messages -----------------------------------------------------------------------------------


def edit_inject(messages: Messages, decision: Decision) -> None:
    """Some fields of a message that has not gone out; a new trigger counts from now, and one in the past is now."""
    message = waiting(messages, decision.inject)
    changed = _edited(message.inject, decision.set or {})
    _check(messages, changed)
    retimed = any(getattr(changed, name) != getattr(message.inject, name) for name in TRIGGER_FIELDS)
    message.inject = changed
    if retimed:
        messages.arm(message)


def _edited(inject: Inject, fields: dict[str, Any]) -> Inject:
    if "id" in fields:
        raise Refused("a message keeps its name")
    given = {name for name in TRIGGERS if fields.get(name) is not None}
    # what the rest of the fields needs to be a whole message; it is not taken over
    stand_in: dict[str, Any] = {} if given else {"after": {"event": "done"}} if inject.after else {"at": 0}
    new = _inject({**fields, "id": inject.id, **stand_in})
    names = {name: field.alias or name for name, field in Inject.model_fields.items()}
    update = {name: getattr(new, name) for name, alias in names.items() if alias in fields}
    if given:
        update |= {name: getattr(new, name) for name in TRIGGER_FIELDS}
    elif any(name in fields for name in TRIGGERS):
        raise Refused("a message keeps a trigger; skip it, or keep it back")
    return inject.model_copy(update=update)


def add_inject(messages: Messages, decision: Decision) -> None:
    """A message written during the exercise; without a trigger it goes out now."""
    fields = decision.inject
    if not isinstance(fields, dict):
        raise Refused("write the message: its id, to, via and text")
    if not any(name in fields for name in TRIGGERS):
        fields = {**fields, "at": messages.world.now / 1000}
    inject = _inject(fields)
    if inject.id in messages.all:
        raise Refused(f"there is a message called {inject.id} already")
    _check(messages, inject)
    messages.all[inject.id] = message = Message(inject)
    messages.arm(message)


def _inject(fields: dict[str, Any]) -> Inject:
    try:
        return Inject.model_validate(fields)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(step) for step in first["loc"])
        said = first["msg"].removeprefix("Value error, ")
        raise Refused(f"the message cannot be used: {where + ': ' if where else ''}{said}") from None


def _check(messages: Messages, inject: Inject) -> None:
    """Raises Refused where a message names something that is not there."""
    play = messages.play
    for text in (inject.if_, inject.when, *(effect.if_ for effect in inject.effect)):
        if text is not None:
            _check_guard(play, text)
    for effect in inject.effect:
        effects.check(play, effect)
    others = [one.inject for one in messages.all.values() if one.inject.id != inject.id]
    expected = {wanted.id for other in others for wanted in other.expect}
    if twice := [wanted.id for wanted in inject.expect if wanted.id in expected]:
        raise Refused(f"another message expects something called {twice[0]} already")
    if inject.unless is not None and inject.unless.expect is not None and inject.unless.expect not in expected:
        raise Refused(f"no other message expects something called {inject.unless.expect}")
    wanted = inject.after or (inject.unless.occurrence() if inject.unless and not inject.unless.expect else None)
    if wanted is not None:
        _check_occurrence(wanted, {other.id for other in others})


def _check_guard(play: Play, text: str) -> None:
    try:
        guard = guard_of(text)
        guard.holds(play.facts.known(guard))
    except ValueError as error:
        raise Refused(f"the condition {text!r} {error}") from None
    except KeyError as error:
        raise Refused(f"there is no place called {error.args[0]}") from None


def _check_occurrence(wanted: Occurrence, messages: set[str]) -> None:
    if wanted.event is not None and wanted.event not in KINDS:
        raise Refused(f"there is no event called {wanted.event}")
    if wanted.action is not None and wanted.action not in ACTIONS:
        raise Refused(f"there is no action called {wanted.action}")
    if wanted.inject is not None and wanted.inject not in messages:
        raise Refused(f"there is no other message called {wanted.inject}")
