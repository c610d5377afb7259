"""A drill that plays by itself: whoever leads it starts and holds it, observers take times on their phones."""

from dashboard.components.door import any_seat_or_door
from dashboard.components.drill_results import drill_or_other_page

if found := any_seat_or_door():
    drill_or_other_page(*found)
