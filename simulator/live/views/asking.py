"""Which question belongs to which message: of those that the author wrote for a part, the one that fits it best.

A scenario's questions belong to a part, not to a message. What a message is about shows in its words, and in what it
expects somebody to do; of questions that fit as well as each other, the author's order decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from simulator.live.state import State
from simulator.live.steps import wanted_of
from simulator.live.words import said, title_of
from simulator.model.inject import Inject
from simulator.model.scenario import Module, Question

GROUPS: dict[str, tuple[str, ...]] = {
    "notification": ("announce", "correct_announcement", "call_911", "press_panic", "tell"),
    "communications": ("tell", "ask", "broadcast", "relay", "transfer_call", "recall"),
    "protective action": (
        "lock", "unlock", "close", "barricade", "move", "stay", "direct", "admit", "assist", "search", "clear",
        "shut_air", "restore_air", "reset_alarm", "hold_vehicle", "unload", "account", "challenge", "escort", "badge",
    ),
    "command": (
        "establish_command", "transfer_command", "unify_command", "stage", "set_perimeter", "open_ccp", "set_zone",
        "dispatch", "assign", "form_rtf", "send_rtf", "send_help", "transport", "release_rooms",
    ),
    "family and media": ("send_alert",),
    "reunification": ("open_reunification", "hand_over", "check_custody", "check_id"),
}  # fmt: skip
"""Which actions each group of questions is about."""
SHORTEST_WORD = 3
SMALL_WORDS = frozenset({
    "about", "all", "and", "any", "are", "but", "can", "did", "does", "for", "from", "had", "has", "have", "her", "his",
    "how", "its", "not", "now", "our", "out", "say", "says", "said", "she", "that", "the", "their", "them", "then",
    "there", "they", "this", "through", "was", "were", "what", "when", "where", "which", "who", "whom", "will", "with",
    "you", "your",
})  # fmt: skip
"""Words that stand in any question."""


def module_of(state: State, injects: Sequence[Inject]) -> Module | None:
    """The part that the messages on the table belong to; without any, the part that has begun."""
    named = next((one.module for one in reversed(injects) if one.module is not None), None)
    found = next((one for one in state.scenario.modules if one.id == named), None)
    begun = [one for one in state.scenario.modules if one.from_ms <= max(0, state.now_ms)]
    return found or (begun[-1] if begun else None)


def ranked(module: Module | None, injects: Sequence[Inject]) -> list[Question]:
    """The part's questions, those that fit the messages best first."""
    questions = list(module.questions) if module is not None else []
    words = _stems(" ".join(f"{one.synopsis or ''} {one.text or ''}" for one in injects))
    actions = {wanted.action for one in injects for wanted in one.expect}
    return sorted(questions, key=lambda one: -_fit(one, words, actions))


def _fit(question: Question, words: set[str], actions: Iterable[str]) -> int:
    about = GROUPS.get(question.group or "", ())
    return len(words & _stems(question.text)) + 2 * any(one in about for one in actions)


def _stems(text: str) -> set[str]:
    """The words of a text that say something, without the endings that `hall` and `halls` differ by."""
    words = (word for word in re.findall(r"[a-z0-9]+", text.lower()) if word not in SMALL_WORDS)
    return {re.sub(r"(ing|ed|es|s)$", "", word) for word in words if len(word) >= SHORTEST_WORD}


def question_for(state: State, inject: Inject) -> str:
    """What to ask before a message that is due: what somebody has done by now, without saying what is expected."""
    wanted = wanted_of(state.run).get(inject.unless.expect or "") if inject.unless is not None else None
    if inject.unless is None:
        found = ranked(module_of(state, [inject]), [inject])
        if found:
            return found[0].text
    who = f"the {title_of(state.scenario, wanted.role).lower()}" if wanted is not None and wanted.role else "anybody"
    return f"It is {said(state.scenario, state.now_ms)}. What has {who} done about this by now?"
