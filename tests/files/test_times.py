"""Times that can be read and were hardly meant, words that are no order, and units that do not exist."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from simulator.files.orders import OTHER_HAZARDS, OTHER_ORDERS, instead_of_hazard, meant_hazard
from simulator.files.vocabulary import HAZARDS, ORDERS

Mistake = Callable[..., list[str]]


@pytest.mark.parametrize(
    ("kind", "old", "new", "expected"),
    [
        ("scenario", 'at: "10:00"', 'at: "2.00"',
         '39:18: injects[2].at: is 2 seconds; two minutes are "2:00"'),
        ("scenario", 'horizon: "30:00"', "horizon: 10.30",
         '7:10: horizon: is 10.3 seconds; 10 minutes 30 seconds are "10:30"'),
        ("scenario", 'delay: "00:20"', "delay: 1.00",
         '42:12: injects[3].delay: is 1 second; one minute is "1:00"'),
        ("decisions", 'at: "00:30"', "at: 0.30", '6:18: decisions[0].at: is 0.3 seconds; 30 seconds are "0:30"'),
        ("decisions", 'at: "00:30"', 'at: "30:00"',
         "6:18: decisions[0].at: comes at 30:00, and the exercise is over at 30:00; it is never carried out"),
        ("decisions", "what: evacuate, via: pa", "what: stay_put, via: pa",
         "17:65: decisions[11].what: stay_put is no order; people will not know what to do; did you mean hold?"),
        ("decisions", "what: evacuate, to: [teacher", "what: lockout, to: [teacher",
         "18:61: decisions[12].what: lockout is no order; people will not know what to do; did you mean secure?"),
        ("scenario", "action: direct, who: {in: GYM}, within", "action: announce, what: lockdwn, within",
         "45:64: injects[3].expect[0].what: lockdwn is no order; people will not know what to do; "
         "did you mean lockdown?"),
        ("scenario", "minutes: 25", "minutes: 46",
         "10:35: exercise.agendas.45: the lines add up to 46 minutes, and the session has 45"),
    ],
)  # fmt: skip
def test_what_is_hardly_meant_is_a_warning(mistake: Mistake, kind: str, old: str, new: str, expected: str) -> None:
    found = mistake(kind, old, new, warnings=True)
    assert f"{kind}.yaml:{expected}" in found, "\n".join(found)


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [
        ("scenario", "count: 20", "count: 20, speed: {fixed: 1.25}"),
        ("scenario", 'delay: "00:20"', "delay: 20.5"),
        ("scenario", 'delay: "00:20"', "delay: 12.75"),
        ("decisions", "what: evacuate, to: [teacher", "what: keys, to: [teacher"),
    ],
)
def test_numbers_that_are_no_times_and_facts_are_no_warning(mistake: Mistake, kind: str, old: str, new: str) -> None:
    assert mistake(kind, old, new, warnings=True) == []


def test_a_ruling_names_a_unit_that_exists(mistake: Mistake) -> None:
    mistake("scenario", "plan: plan.yaml", "plan: plan.yaml\nagencies: {ems: {units: 3}}")
    (found,) = mistake("decisions", "sets: {opening: {D101: locked}}", 'sets: {arrival: {ems-9: "17:00", ems-3: now}}')
    assert found == "decisions.yaml:15:73: decisions[9].sets.arrival.ems-9: there is no unit ems-9; did you mean ems-3?"


@pytest.mark.parametrize(
    ("word", "hazard"),
    [("active_shooter", "armed_assailant"), ("Tornado", "severe_weather"), ("gas leak", "hazmat"),
     ("lost-child", "missing_child"), ("fire", None), ("picnic", None)],
)  # fmt: skip
def test_other_names_of_hazards_are_understood(mistake: Mistake, word: str, hazard: str | None) -> None:
    assert meant_hazard(word) == hazard
    if hazard is not None:
        (found,) = mistake("scenario", "hazard: fire", f"hazard: {word}")
        assert found.endswith(f'found "{word}"; did you mean {hazard}?')


def test_another_name_of_an_order_is_named_with_the_order() -> None:
    assert instead_of_hazard("Lockout") == (
        "`Lockout` is an order that people are given (here `secure`), not the hazard that it is given for"
    )


def test_the_tables_lead_to_words_of_the_format_and_shadow_none() -> None:
    assert set(OTHER_HAZARDS.values()) <= set(HAZARDS)
    assert set(OTHER_ORDERS.values()) <= set(ORDERS)
    assert not set(OTHER_HAZARDS) & {*HAZARDS, *ORDERS, *OTHER_ORDERS}
