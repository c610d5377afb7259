"""Responders of one run, put together: agencies, units inside, command, patients and rescue, clearing, counting."""

from __future__ import annotations

from functools import partial

from simulator.engine.accounting import Accounting, account
from simulator.engine.agencies import Agencies
from simulator.engine.clearing import Clearing
from simulator.engine.command import Command
from simulator.engine.first_aid import FirstAid
from simulator.engine.patients import Patients
from simulator.engine.play import Play
from simulator.engine.rescue import Rescue
from simulator.engine.school_officer import Officer
from simulator.engine.units import Inside
from simulator.rules.responders import is_officer


def prepare(play: Play) -> None:
    """Register actions and effects; a scenario without agencies has no units, and nothing of this listens."""
    play.acts["account"] = partial(account, play)
    play.agencies = agencies = Agencies(play)
    inside = Inside(agencies)
    command = Command(agencies)
    patients = Patients(agencies, command)
    rescue = Rescue(agencies, inside, command, patients)
    FirstAid(rescue)
    Clearing(agencies, inside, command)
    agencies.begins += [inside.begin, patients.begin, rescue.begin, lambda: _officers(play, inside)]


def begin(play: Play) -> None:
    """Officers of the school go toward the threat, classes count themselves, and calls may send units."""
    Accounting(play)
    if play.agencies is not None:
        play.agencies.begin()


def _officers(play: Play, inside: Inside) -> None:
    """An officer who is in the building does not lock in: orders for the school are not for them."""
    if play.threat is None:
        return
    for name, role in play.scenario.roles.items():
        if is_officer(name, role.agency) and not role.off_site and play.orders.person(name) is not None:
            Officer(inside, name)
