"""Words that people write where a hazard is expected: orders, and other names for the hazards."""

from __future__ import annotations

ORDERS: frozenset[str] = frozenset({
    "lockdown", "secure", "hold", "shelter", "shelter_in_place", "evacuate", "reverse_evacuation",
})  # fmt: skip
OTHER_ORDERS: dict[str, str] = {
    "lockout": "secure", "lock_out": "secure", "soft_lockdown": "secure", "secured_perimeter": "secure",
    "hard_lockdown": "lockdown", "stay_put": "hold", "hold_in_place": "hold",
}  # fmt: skip
"""What people also call the orders, and the order that each of them is."""
OTHER_HAZARDS: dict[str, str] = {
    "active_shooter": "armed_assailant", "shooter": "armed_assailant", "active_assailant": "armed_assailant",
    "active_attacker": "armed_assailant", "armed_intruder": "armed_assailant", "armed_person": "armed_assailant",
    "active_threat": "armed_assailant", "attack": "armed_assailant",
    "trespasser": "intruder", "unauthorized_person": "intruder", "stranger": "intruder",
    "unwanted_visitor": "visitor", "angry_parent": "visitor", "custody_dispute": "visitor", "parent": "visitor",
    "fight": "disturbance", "riot": "disturbance", "protest": "disturbance",
    "tornado": "severe_weather", "storm": "severe_weather", "hurricane": "severe_weather",
    "thunderstorm": "severe_weather", "weather": "severe_weather", "hail": "severe_weather", "snow": "severe_weather",
    "quake": "earthquake", "gas_leak": "hazmat", "gas": "hazmat", "chemical": "hazmat", "chemical_spill": "hazmat",
    "chemical_release": "hazmat", "spill": "hazmat", "hazardous_material": "hazmat",
    "bomb": "bomb_threat", "suspicious_package": "bomb_threat", "medical_emergency": "medical",
    "cardiac_arrest": "medical", "injury": "medical", "overdose": "medical", "seizure": "medical",
    "lost_child": "missing_child", "missing_student": "missing_child", "missing_pupil": "missing_child",
    "missing_person": "missing_child", "abduction": "missing_child", "kidnapping": "missing_child",
    "family_reunification": "reunification", "parent_pickup": "reunification",
    "fire_drill": "fire", "arson": "fire", "fire_alarm": "fire",
    "evacuation_drill": "evacuation", "drill": "evacuation",
}  # fmt: skip
"""What people also call the hazards, and the word of the format for each."""


def instead_of_hazard(word: str) -> str | None:
    """What to say about an order given as the hazard; None where the word is none."""
    plain = _plain(word)
    order = plain if plain in ORDERS else OTHER_ORDERS.get(plain)
    if order is None:
        return None
    also = f" (here `{order}`)" if plain in OTHER_ORDERS else ""
    return f"`{word}` is an order that people are given{also}, not the hazard that it is given for"


def meant_hazard(word: str) -> str | None:
    """The hazard that another name stands for; None where the word is no such name."""
    return OTHER_HAZARDS.get(_plain(word))


def meant_order(word: str) -> str | None:
    """The order that another name stands for; None where the word is no such name."""
    return OTHER_ORDERS.get(_plain(word))


def _plain(word: str) -> str:
    return word.strip().lower().replace(" ", "_").replace("-", "_")
