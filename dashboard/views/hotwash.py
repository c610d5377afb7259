"""The hot wash, right after the exercise: a participant's, an evaluator's or the facilitator's own page shows it."""

from dashboard.components.door import any_seat_or_door
from dashboard.components.live import live_page

if found := any_seat_or_door():
    kind, ticket = found
    live_page({"facilitator": "desk", "evaluator": "evaluator"}.get(kind, "phone"), ticket)  # type: ignore[arg-type]
