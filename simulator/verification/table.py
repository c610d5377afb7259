"""The published cases, the conservation of people and the quickest-flow bound, as a table.

Sources: IMO MSC.1/Circ.1533 annex 3 (IMO-1, IMO-4); RiMEA guideline (RiMEA-1 to -10); SFPE Handbook, hydraulic model
(SFPE-stair, SFPE-9, PLATOON); NIST Technical Note 1822 (NIST-4.1). What is expected of the others is arithmetic.
"""

from __future__ import annotations

from math import inf
from statistics import fmean

from simulator.verification import measures as m
from simulator.verification.case import Case
from simulator.verification.conservation import disagreements
from simulator.verification.directions import DIRECTIONS
from simulator.verification.erlang import QUEUE
from simulator.verification.rtf import RESCUE

CLASS_SEEDS = range(1, 101)
"""100 runs of 40 classes: the standard error of the mean start is 1.11 / sqrt(4000) = 0.018 s, a fifth of its
tolerance; that of the standard deviation is about 0.03 s."""
INSTANTS: dict[str, tuple[int, float]] = {
    "conserve": (24, 300), "nist-4.1": (8, 160), "rimea-10": (4, 30), "platoon": (4, 32), "imo-4": (4, 115),
    "sfpe-9": (1, 600), "high-school": (4, 200),
}  # fmt: skip
"""For each scenario how many random instants, and within how many seconds from 00:00."""

MOVEMENT: tuple[Case, ...] = (
    Case("IMO-1", "One person at 1.0 m/s walks 40 m of corridor",
         lambda p: m.clear_s(p.run("imo-1")), 40.0, 0.5, 0.5),
    Case("RiMEA-1", "One person at 1.33 m/s walks 40 m of corridor: 26 to 34 s",
         lambda p: m.clear_s(p.run("rimea-1")), 30.0, 4.0, 4.0),
    Case("RiMEA-2", "One person climbs 10 m of stair at 0.5 m/s over its 8 m run",
         lambda p: m.stair_s(p.run("rimea-2")), 16.0, 0.8, 0.8),
    Case("RiMEA-3", "One person goes down 10 m of stair at 0.65 m/s over its 8 m run",
         lambda p: m.stair_s(p.run("rimea-3")), 12.3, 0.615, 0.615),
    Case("SFPE-stair", "One person goes down 10 m of stair, riser 180 mm, tread 280 mm",
         lambda p: m.stair_s(p.run("sfpe-stair")), 10.84, 0.25, 0.25),
    Case("IMO-4", "100 people leave by a 1 m exit: first to last person out, 99 / 0.931",
         lambda p: m.out_span_s(p.run("imo-4")), 106.3, 1.0, 1.0),
    Case("IMO-4 flow", "The same: mean flow through the exit",
         lambda p: m.mean_flow_per_s(p.run("imo-4")), 1.33, inf, 0.0, "person/s"),
    Case("IMO-4 + 30", "The same with everybody 30 s later: how much later the last person is out",
         lambda p: m.clear_s(p.run("imo-4-30")) - m.clear_s(p.run("imo-4")), 30.0, 0.0, 0.0),
    Case("IMO-4 + 120", "The same with everybody 120 s later: how much later the last person is out",
         lambda p: m.clear_s(p.run("imo-4-120")) - m.clear_s(p.run("imo-4")), 120.0, 0.0, 0.0),
    Case("RiMEA-5", "Ten people with delays of 10, 20 ... 100 s: how many set off at their delay",
         lambda p: m.started_at_their_delay(p.run("rimea-5")), 10, 0, 0, "people"),
    Case("RiMEA-9", "1000 people leave a hall evenly by four doors of 1 m: time until all are out",
         lambda p: m.clear_s(p.run("rimea-9-four")), 274.5, 2.0, 2.0),
    Case("RiMEA-9 two", "The same by two doors",
         lambda p: m.clear_s(p.run("rimea-9-two")), 548.9, 2.0, 2.0),
    Case("RiMEA-9 ratio", "Two doors against four",
         lambda p: m.clear_s(p.run("rimea-9-two")) / m.clear_s(p.run("rimea-9-four")), 2.0, 0.05, 0.05, "times"),
    Case("RiMEA-10", "23 people in twelve rooms: how many use the main exit, which is assigned to eight rooms",
         lambda p: m.people_by(p.run("rimea-10"), 0), 15, 0, 0, "people"),
    Case("RiMEA-10 side", "The same: how many use the side exit, which is assigned to four rooms",
         lambda p: m.people_by(p.run("rimea-10"), 1), 8, 0, 0, "people"),
    Case("NIST-4.1", "The exit that 100 people chose is blocked under way: how many get out without passing it then",
         lambda p: m.out_by_open_ways(p.run("nist-4.1")), 100, 0, 0, "people"),
    Case("NIST-4.1 rerouted", "The same: how many of those still inside got out without choosing another way",
         lambda p: m.not_rerouted(p.run("nist-4.1")), 0, 0, 0, "people"),
    Case("SFPE-9", "Nine storeys, 300 people on each of floors 2 to 9, two stairs of 1.12 m: time until all are out",
         lambda p: m.clear_s(p.run("sfpe-9")), 1524.0, 15.24, 45.72),
    Case("PLATOON", "200 people at 2 per m2 walk 20 m: time until all are through",
         lambda p: m.clear_s(p.run("platoon")), 30.5, 0.6, 0.6),
    Case("CLASS-START", "Classes of 25 with delays of 0 to 30 s leave when the last pupil is ready: mean start",
         lambda p: fmean(m.class_starts_s(p.bundle("class-start"), CLASS_SEEDS)), 28.85, 0.1, 0.1),
    Case("CLASS-START sd", "The same: standard deviation",
         lambda p: m.deviation(m.class_starts_s(p.bundle("class-start"), CLASS_SEEDS)), 1.11, 0.1, 0.1),
    Case("CONSERVE", "Instants, drawn at random in runs of seven scenarios, at which the three counts of people differ",
         lambda p: sum(disagreements(p.bundle(name), *often) for name, often in INSTANTS.items()), 0, 0, 0, "instants"),
)  # fmt: skip


def _bound(name: str, scenario: str, above: float = inf) -> Case:
    """The clearing time of a scenario against the least that is possible."""
    return Case(
        f"QUICKEST-FLOW {name}", "Clearing time as a multiple of the quickest flow, which nothing can beat",
        lambda p: m.clear_s(p.run(scenario)) / p.quickest_s(scenario), 1.0, 0.0, above, "times",
    )  # fmt: skip


BOUNDS: tuple[Case, ...] = (
    Case("QUICKEST-FLOW", "High school, 1,500 people, ordinary exits: clearing time as a multiple of the quickest flow",
         lambda p: m.clear_s(p.run("high-school")) / p.quickest_s("high-school"), 1.0, 0.0, 0.15, "times"),
    *(_bound(name, scenario) for name, scenario in (
        ("IMO-1", "imo-1"), ("IMO-4", "imo-4"), ("RiMEA-9", "rimea-9-four"), ("RiMEA-9 two", "rimea-9-two"),
        ("RiMEA-10", "rimea-10"), ("NIST-4.1", "nist-4.1"), ("SFPE-9", "sfpe-9"), ("PLATOON", "platoon"),
    )),
)  # fmt: skip

CASES: tuple[Case, ...] = (*MOVEMENT, *BOUNDS, *QUEUE, *RESCUE, *DIRECTIONS)
