"""*Make mine*: a draft of an exercise, kept as a log of what was chosen, and made into an exercise that is opened held.

A draft holds choices and words only. What it comes to (files, settings, minutes, what is open) follows from them.
"""

from simulator.session.making.built import Built, built
from simulator.session.making.drafts import Draft, Drafts, Saved
from simulator.session.making.messages import Line, lines_of, next_name
from simulator.session.making.minutes import MINUTES, Minutes, minutes_of
from simulator.session.making.opened import Missing, open_from, settings_of, still_open
from simulator.session.making.ordinary import Ordinariness, how_ordinary
from simulator.session.making.roles import Seat, seats_of
from simulator.session.making.scenarios import Found, own_file, plans, scenarios, search
from simulator.session.making.uses import Use, places_for

__all__ = [
    "MINUTES", "Built", "Draft", "Drafts", "Found", "Line", "Minutes", "Missing", "Ordinariness", "Saved", "Seat",
    "Use", "built", "how_ordinary", "lines_of", "minutes_of", "next_name", "open_from", "own_file", "places_for",
    "plans", "scenarios", "search", "seats_of", "settings_of", "still_open",
]  # fmt: skip
