"""A participant's page, on a phone or a laptop."""

from dashboard.components.door import seat_or_door
from dashboard.components.live import live_page

if ticket := seat_or_door("participant"):
    live_page("phone", ticket)
