"""An evaluator's page."""

from dashboard.components.door import seat_or_door
from dashboard.components.live import live_page

if ticket := seat_or_door("evaluator"):
    live_page("evaluator", ticket)
