"""What would stand in the log, read back before it is said: its words alone, and nothing of what would follow."""

from __future__ import annotations

from simulator.analysis.asked import asked
from simulator.analysis.words import one_line
from simulator.live.deciding import decide
from simulator.live.log import decision_of
from simulator.live.outcome import Outcome
from simulator.live.previews import unsaid
from simulator.live.situation import Args, Desk
from simulator.live.words import sentence_of, title_of


def read_back(desk: Desk, args: Args) -> Outcome:
    """The sentence that would be recorded, and from when it counts. Raises Refused where something is missing."""
    payload = decide(desk, args).drafts[0].payload
    fields, words = payload["decision"], payload["words"]
    who = title_of(desk.scenario, fields["role"])
    if fields["action"] == "record":
        says = fields["says"]
        deed = f"{who}: “{one_line(says if isinstance(says, str) else ' '.join(says), 200)}”"
    else:
        deed = f"{who} {asked(desk.core.upto(desk.now_ms), decision_of(fields))}"
        deed += f", “{one_line(words, 120)}”" if words else ""
    whole = sentence_of(deed)
    stop = "." if whole.endswith("”") and whole[-2] not in ".?!" else ""
    missing = "".join(f" {one}" for one in unsaid(fields))
    return Outcome((), f"It will read: {whole}{stop} It counts from when you say it.{missing}")
