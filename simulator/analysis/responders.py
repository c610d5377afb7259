"""When responders were where: the measures of dispatch, entry, command, rescue and clearing. Seconds from 00:00."""

from __future__ import annotations

from simulator.analysis.metrics import seconds
from simulator.model.events import Row
from simulator.model.run import Run
from simulator.rules.responders import is_police

FIRSTS = {
    "police_entry_s": "police_entered", "threat_ended_s": "threat_ended", "unified_command_s": "unified_command",
    "rtf_ready_s": "rtf_formed", "first_patient_contact_s": "patient_reached", "ccp_s": "ccp_opened",
    "building_cleared_s": "building_cleared",
}  # fmt: skip
"""Each measure is the time of the first event of its kind."""


def responder_metrics(run: Run) -> dict[str, float | None]:
    """The measures of responders by name, in seconds from 00:00; None for what did not happen."""
    firsts: dict[str, int] = {}
    for row in run.rows:
        firsts.setdefault(row[1], row[0])
    found = {name: seconds(firsts.get(kind)) for name, kind in FIRSTS.items()}
    return {"first_officer_on_site_s": seconds(first_officer_ms(run)), **found}


def first_officer_ms(run: Run) -> int | None:
    """When the first officer was on the site: of any police, or of the school and back from elsewhere."""
    return next((row[0] for row in run.rows if row[1] == "arrived" and is_officers(run, row)), None)


def is_officers(run: Run, arrived: Row) -> bool:
    """Whether who arrived is a unit of officers: by its agency, or a role of the school."""
    return is_police(arrived[3]) or (arrived[3] == "school" and arrived[4] in run.scenario.roles)
