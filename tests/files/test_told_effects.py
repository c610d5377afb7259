"""Effects on people, agencies and words as `check --explain` says them."""

from __future__ import annotations

from simulator.files.told_effects import effect_words
from simulator.model.inject import Rumour, TellEffect

LABELS = {"@service_entrance": "Door 14 (X14)"}


def called(reference: str) -> str:
    return LABELS[reference]


def test_a_place_that_somebody_is_told_is_called_by_its_name() -> None:
    told = TellEffect.model_validate({"tell": "front_office", "fact": "threat_where", "value": "@service_entrance"})
    assert effect_words(told, called) == "front office gets to know threat where: Door 14 (X14)"
    unknown = told.model_copy(update={"value": "@nowhere"})
    assert effect_words(unknown, called) == "front office gets to know threat where: @nowhere"
    rumour = Rumour.model_validate({"rumour": "@service_entrance", "fact": "door", "spread": 0.5})
    assert effect_words(rumour, called) == "a rumour (door: Door 14 (X14)) reaches 50% of the people"
