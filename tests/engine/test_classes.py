"""A class that is led goes to one place, in however many columns it walks, unless some of it are cut off."""

from collections import defaultdict

from simulator.engine.run import run
from simulator.verification.case import Played
from simulator.verification.directions import SCENARIO

VALUES = {"pa_b": "yes", "officer": "off_site", "arrival": "480", "recognises": "12"}


def test_classes_stay_together() -> None:
    """Without it one class in forty ended in two places; a part that is cut off still goes where a way is clear."""
    places: dict[tuple[int, str], set[str]] = defaultdict(set)
    for seed in range(1, 13):
        for party, _, _, segment in run(Played().bundle(SCENARIO), seed, set_values=VALUES).standing:
            if party.startswith("class"):
                places[seed, party].add(segment)
    parted = [key for key, found in places.items() if len(found) > 1]
    assert (3, "class-S5") not in parted
    assert len(parted) <= len(places) / 100, parted
