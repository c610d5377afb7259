"""What the effects on people, agencies and words do, in words."""

from __future__ import annotations

from collections.abc import Callable

from simulator.files.paths import one_line
from simulator.model import inject as e
from simulator.model.inject import Effect
from simulator.rules.near import listed

Called = Callable[[str], str]
"""What people call a place."""


def effect_words(effect: Effect, called: Called) -> str:
    """One of the effects that do not work on doors, alarms, loudspeakers or walking people: `40 families come`."""
    match effect:
        case e.Arrive(arrive=who, count=count, place=place):
            words = f"{count} of {who} come" if count > 1 else f"{who} come"
            return words + _at(called, place, " to ")
        case e.Depart(depart=vehicle, to=to):
            return f"the vehicle {vehicle} leaves" + (f" for {one_line(to)}" if to else "")
        case e.PeriodEffect(period=period):
            return f"the bell rings: {period.replace('_', ' ')}"
        case e.Rumour(rumour=text, fact=fact, place=place, spread=spread):
            words = f"a rumour ({fact}: {_said(called, text)}) reaches {spread:.0%} of the people"
            return words + _at(called, place, " in ")
        case e.TellEffect(tell=who, fact=fact, value=value):
            return f"{who.replace('_', ' ')} gets to know {fact.replace('_', ' ')}" + (
                f": {_said(called, value)}" if value else ""
            )
        case e.PublicCalls(public_calls=count):
            return f"{count} other people call 911"
        case _:
            return _outside(effect, called)


def _outside(effect: Effect, called: Called) -> str:
    match effect:
        case e.DelayUnit(delay_unit=unit, by_ms=by_ms):
            return f"{unit} comes {by_ms / 60_000:g} min later"
        case e.UnaccountedEffect(unaccounted=kind, count=count, truly_in=place):
            words = f"{count} {'pupils' if kind == 'pupil' else 'staff'} cannot be found"
            return words + _at(called, place, ", in truth in ")
        case e.Warn(warn=hazard):
            return f"a warning of {hazard.replace('_', ' ')} comes"
        case e.WeatherEffect(weather=kind):
            return f"the weather brings {listed((kind,))}"
        case e.ShutAirEffect(shut_air=unit):
            return f"the ventilation {unit} stops"
        case e.SetRole(set_role=role, in_=place):
            return f"the {role.replace('_', ' ')} is now " + ("off site" if place == "off_site" else called(place))
        case _:
            return "something happens"


def _said(called: Called, value: str) -> str:
    """What somebody is told: the name of a place that it refers to, else the words as they were typed."""
    if not value.startswith("@"):
        return one_line(value)
    try:
        return called(value)
    except KeyError:
        return one_line(value)


def _at(called: Called, place: str | None, word: str) -> str:
    return "" if place is None else word + called(place)
