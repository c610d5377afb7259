"""An evaluator's page; of a drill, the stopwatches."""

from dashboard.components.door import seat_or_door
from dashboard.components.drill_results import drill_or_other_page, is_a_drill
from dashboard.components.live import live_page

if ticket := seat_or_door("evaluator"):
    if is_a_drill(ticket):
        drill_or_other_page("evaluator", ticket)
    else:
        live_page("evaluator", ticket)
