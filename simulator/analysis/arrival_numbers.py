"""Which parameters of `arrivals:` mattered in a run, so that assumptions can be said wherever results are shown."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.model.run import Run

OF_ACTS = {
    "check_id": "check_id_s", "challenge": "challenge_s", "badge": "badge_s", "escort": "escort_s",
    "refuse": "refuse_s", "open_reunification": "open_s", "check_custody": "custody_s", "hand_over": "hand_over_s",
    "hold_vehicle": "hold_vehicle_s", "recall": "return_s", "unload": "unload_s",
}  # fmt: skip
"""What each action takes where no step of the plan says."""


def arrival_numbers(run: Run) -> Iterator[str]:
    """The names of the parameters that a run used."""
    kinds = {row[1] for row in run.rows}
    if "visitor_at_door" in kinds:
        yield from ("walks_in", "let_in_by_others", "visitor_speed_m_s", "asks_visitor", "asks_visitor_s")
    if any(row[1] == "started" and row[5] == "bell" for row in run.rows):
        yield "bell_s"
    if any(row[1] == "learned" and row[7] == "rumour" for row in run.rows):
        yield "rumour_s"
    decided = {row[4] for row in run.rows if row[1] == "done"}
    yield from (number for action, number in OF_ACTS.items() if action in decided)
