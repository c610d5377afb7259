"""Why a party or a unit did what it did: a party's run is played again with its choices kept."""

from __future__ import annotations

from dataclasses import replace

from simulator.analysis.debrief.data import parties
from simulator.analysis.debrief.subject import Subject, plain
from simulator.analysis.parties import party_meant
from simulator.analysis.told_responders import told_responders
from simulator.analysis.why import why as told
from simulator.analysis.words import listed, one_line
from simulator.debriefing.debrief import Debrief
from simulator.engine.run import run
from simulator.errors import NotFound

UNIT_ROWS = ("dispatched", "staged", "arrived", "police_entered", "rtf_formed", "rtf_entered", "command",
             "unified_command", "patient_reached", "patient_moved", "room_cleared", "room_released")  # fmt: skip
LAST = 8
"""So many of a unit's latest acts are told."""
MOST = 4
"""So many names are offered where nobody has the one that was asked for."""


def why(debrief: Debrief, party: str, t_ms: int) -> list[str]:
    """The latest choice of a party at or before an instant with its options and margins; of a unit, what it did last.

    Raises NotFound where nobody has that name, Refused where nothing was simulated.
    """
    matter = debrief.matter
    matter.must_be_simulated()
    if _is_unit(matter.subject, party):
        return _unit(matter.subject, party, t_ms)
    played = matter.subject.whole
    meant = _party(matter.subject, party)
    until_s = min(matter.until_ms, t_ms + 1) / 1000
    traced = played if meant is None else run(
        matter.bundle, played.seed, matter.decisions, until_s, (meant,), set_values=matter.set_values,
        seats=matter.seats,
    )  # fmt: skip
    return [plain(told(traced, party, t_ms / 1000, matter.subject.said))]


def _party(subject: Subject, party: str) -> str | None:
    """The party that is meant; where nobody is, whom one can ask about, as the page calls them."""
    try:
        return party_meant(subject.whole, party).party
    except NotFound:
        labels = [one["label"] for one in parties(subject)]
        like = [label for label in labels if party.strip().casefold() in label.casefold()] or labels
        raise NotFound(
            f"nobody here is called “{one_line(party, 60)}”; choose from the list, such as "
            f"{listed(f'“{label}”' for label in like[:MOST])}"
        ) from None


def _is_unit(subject: Subject, name: str) -> bool:
    known = subject.run.scenario.agencies
    return name not in subject.run.scenario.roles and (name.rpartition("-")[0] in known or name.startswith("rtf-"))


def _unit(subject: Subject, name: str, t_ms: int) -> list[str]:
    """What a unit did up to an instant, the latest last."""
    rows = [row for row in subject.run.rows if row[1] in UNIT_ROWS and row[0] <= t_ms and name in row[3:]]
    found = []
    for row in rows[-LAST:]:
        moments = told_responders(replace(subject.run, rows=(row,)))
        found += [f"{subject.said(row[0])}: {plain(one.words)}" for one in moments[:1]]
    return found or [f"By {subject.said(t_ms)} nothing of this unit is in the log."]
