"""The facilitator's desk."""

from dashboard.components.door import seat_or_door
from dashboard.components.live import live_page

if ticket := seat_or_door("facilitator"):
    live_page("desk", ticket)
