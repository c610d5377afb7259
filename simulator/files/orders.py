"""Words for orders that people write where a hazard is expected."""

from __future__ import annotations

ORDERS: frozenset[str] = frozenset({
    "lockdown", "lockout", "secure", "hold", "shelter", "shelter_in_place", "evacuate", "reverse_evacuation",
})  # fmt: skip


def instead_of_hazard(word: str) -> str | None:
    """What to say about an order given as the hazard; None where the word is none."""
    plain = word.strip().lower().replace(" ", "_").replace("-", "_")
    if plain not in ORDERS:
        return None
    return f"`{word}` is an order that people are given, not the hazard that it is given for"
