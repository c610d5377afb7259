"""Public records of real incidents, as data: what, when, from what, by which source, and how sure that is.

They are never a measure of a school: the page keeps them closed until whoever leads the debrief opens them. A figure
without a source and a confidence does not stand here.
"""

from __future__ import annotations

from typing import Any, NamedTuple


class Benchmark(NamedTuple):
    """One figure: `t_s` from `since`, beside the step of the chain that it is about (None: none)."""

    incident: str
    step: str | None
    text: str
    t_s: int
    since: str
    source: str
    confidence: str


CALL, SHOT, INSIDE, SENT = "the first 911 call", "the first shot", "the person's entry", "the start"
TIMELINES = "WFSB and Hartford Courant timelines"
COVENANT = "AP, The Tennessean"
OXFORD = "coverage of the Guidepost report"
UVALDE = "Texas DPS log; coverage of the ALERRT and House reports"
VENDOR = "a vendor's report of one exercise"
BENCHMARKS = (
    Benchmark("Sandy Hook 2012", "dispatch", "Local broadcast to officers", 27, CALL, TIMELINES, "medium"),
    Benchmark("Sandy Hook 2012", "dispatch", "State police informed", 119, CALL, TIMELINES, "medium"),
    Benchmark("Sandy Hook 2012", "arrival", "First officer on site", 201, CALL, TIMELINES, "medium"),
    Benchmark("Sandy Hook 2012", None, "Last shot", 264, CALL, TIMELINES, "medium"),
    Benchmark("Sandy Hook 2012", "entry", "Police inside", 548, CALL, TIMELINES, "medium"),
    Benchmark("Parkland 2018", "call_911", "First 911 call, about", 60, SHOT, "Miami Herald, CBS", "medium"),
    Benchmark("Parkland 2018", "entry", "Officers inside, about", 660, SHOT, "Miami Herald, CBS", "medium"),
    Benchmark("Uvalde 2022", "entry", "First officers inside", 175, INSIDE, UVALDE, "high"),
    Benchmark("Uvalde 2022", None, "Final breach, about", 4620, INSIDE, UVALDE, "high"),
    Benchmark("Covenant 2023", "call_911", "Call, about", 120, INSIDE, COVENANT, "medium"),
    Benchmark("Covenant 2023", "arrival", "On site, about", 600, INSIDE, COVENANT, "medium"),
    Benchmark("Covenant 2023", None, "Ended, about", 840, INSIDE, COVENANT, "medium"),
    Benchmark("Oxford 2021", None, "Custody, about", 300, CALL, OXFORD, "medium"),
    Benchmark("Oxford 2021", "command", "Gap in command, about", 1500, CALL, OXFORD, "medium"),
    Benchmark("Oxford 2021", None, "Parents e-mailed", 1080, CALL, OXFORD, "medium"),
    Benchmark("Reunification of 240 people", "reunified", "With an app, under", 1200, SENT, VENDOR, "low"),
    Benchmark("Reunification of 240 people", "reunified", "On paper, nearly", 5400, SENT, VENDOR, "low"),
)


def benchmarks() -> list[dict[str, Any]]:
    """The records as data; `t_s` seconds from `since`."""
    return [one._asdict() for one in BENCHMARKS]
