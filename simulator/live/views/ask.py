"""What stands on the shared screens, as plain data: one question, what the room was told, a map, or a message."""

from __future__ import annotations

from typing import Any

from simulator.analysis.messages import messages
from simulator.live.log import of_kind
from simulator.live.state import State


def shown(state: State) -> dict[str, Any]:
    """What the facilitator shows. A question, facts and the map stand together; a message or the title stands alone.

    `what` is the latest of them, or `blank`, which hides the rest until something is shown again. A message is its
    words that went out, never its notes.
    """
    found: dict[str, Any] = {"what": "title"}
    for entry in of_kind(state.entries, "shown"):
        said = entry.payload
        match said["what"]:
            case "question":
                found = _with(found, said, question=said["question"], label=said.get("label"))
            case "facts":
                found = _with(found, said, facts=list(said["facts"]))
            case "map":
                found = _with(found, said, map={"level": said.get("level"), "not_heard": said.get("not_heard", False)})
            case "message":
                inject = messages(state.run).get(said["inject"])
                found = {"what": "message", "message": inject.text or "" if inject is not None else ""}
            case "blank":
                found = {**found, "what": "blank"}
            case other:
                found = {"what": other}
    return found


def _with(found: dict[str, Any], said: dict[str, Any], **parts: Any) -> dict[str, Any]:
    alone = "message" in found
    return {**({} if alone else found), "what": said["what"], **parts}


def question_shown(state: State) -> str | None:
    """The question that the facilitator has put to the room, while it is shown."""
    show = shown(state)
    return None if show["what"] == "blank" else show.get("question")
