"""Commented files to begin from; each passes `hotwash check` as it stands."""

from __future__ import annotations

from simulator.files.vocabulary import Kind

_PLAN = """\
# A floor plan. Lengths are metres: x to plan east, y to plan north.
# A box is [x1, y1, x2, y2]: its west, south, east and north sides.
format: hotwash.plan/1
school: {name: My School (invented), kind: elementary, sensitivity: restricted}   # or public-example
# verified: {by: facilities lead, on: 2026-08-14, method: walk-through}
site: {true_north_deg: 0}          # degrees from plan north to true north, clockwise

# The common names of places. Library scenarios say "@gym" and run on every plan that has one.
uses: {main_entrance: X1, office: OFFICE, rally: RALLY}

# What a door is where it does not say otherwise: its clear width, and its lock.
defaults: {door: {clear: 0.81, lock: inside}}

levels:
  "1":
    floor_z: 0                     # height of the floor
    spaces:
      # cap is how many people are there by plan. Ids that look like numbers are quoted.
      HALL:   {kind: corridor, box: [0, 9, 30, 12], label: Main hall, pa: zone-A}
      "101":  {kind: classroom, box: [0, 0, 10, 9], cap: 24, pa: zone-A}
      "102":  {kind: classroom, box: [10, 0, 20, 9], cap: 24, pa: zone-A}
      OFFICE: {kind: office, box: [20, 0, 30, 9], cap: 4, pa: zone-A}
      "103":  {kind: classroom, box: [0, 12, 15, 18], cap: 24, pa: zone-A}
      "104":  {kind: classroom, box: [15, 12, 30, 18], cap: 24, pa: zone-A}
      FRONT:  {kind: outdoors, box: [-20, 0, 0, 30], label: Front lawn}
      SIDE:   {kind: outdoors, box: [0, 18, 30, 30], label: Path behind the school}
      BACK:   {kind: outdoors, box: [30, 0, 50, 30], label: Playground}
      RALLY:  {kind: assembly, box: [-50, 0, -20, 30], label: Rally point}

# Doors, windows and gaps. `at` is the middle of the opening, on the wall between its two spaces.
# A lock holds against whoever comes from the second space.
openings:
  - {id: D101, between: ["101", HALL], at: [5, 9], type: door}
  - {id: D102, between: ["102", HALL], at: [15, 9], type: door}
  - {id: DOFF, between: [OFFICE, HALL], at: [25, 9], type: door, label: Office door}
  - {id: D103, between: ["103", HALL], at: [7, 12], type: door}
  - {id: D104, between: ["104", HALL], at: [22, 12], type: door}
  - {id: X1, between: [HALL, FRONT], at: [0, 10.5], type: door, clear: 1.62, leaves: 2, class: primary, exterior_no: 1}
  - {id: X2, between: [HALL, BACK], at: [30, 10.5], type: door, clear: 0.91, class: secondary, exterior_no: 2}
  # Open ground is joined by gaps, so that people who are out can walk to the rally point.
  - {id: P1, between: [FRONT, RALLY], at: [-20, 15], type: open, clear: 10}
  - {id: P2, between: [SIDE, FRONT], at: [0, 24], type: open, clear: 5}
  - {id: P3, between: [BACK, SIDE], at: [30, 24], type: open, clear: 5}

# Cameras, panic buttons and the like: at: [x, y] or in: a space.
points:
  - {id: MIC1, kind: pa-microphone, on: "1", in: OFFICE}

# Stairs, ramps and lifts between levels:
# links:
#   - {id: ST1, spaces: [STAIR1, STAIR2], type: stair, clear: 1.5, length: 8, rise: 3.6, riser_mm: 178, tread_mm: 279}
"""

_SCENARIO = """\
# A scenario. Times are seconds, "MM:SS" or "H:MM:SS"; they count from 00:00, when the scenario begins.
# Text that holds a comma, a colon or # is quoted.
format: hotwash.scenario/1
title: Fire drill with one exit blocked
hazard: evacuation                 # or fire, with fire: {origin: a space}
plan: plan.yaml                    # from this file's folder
when: {date: 2026-10-06, clock: "10:00", period: class}
horizon: "20:00"                   # when the exercise is over

objectives:
  - {id: O1, text: Everybody is out within five minutes., measure: {metric: clear_time_s, within: "5:00"}}

# What differs from run to run. "${blocked}" stands for the value, always in quotes.
variables:
  blocked: {choice: {X1: 2, X2: 1}}     # X1 twice as often as X2

# Who is there: a share of each room's cap. Explicit groups are possible too.
occupancy: {fill: 0.9}

# One extra person each. `played: yes` marks a role that a person may take.
roles:
  principal: {in: OFFICE, title: Principal, played: yes}

# The messages, and what each does to the building.
injects:
  - id: I1
    at: "00:00"
    to: [principal]
    via: in_person
    synopsis: The drill begins
    text: "The fire alarm sounds in the whole building."
    effect: [{alarm: fire}]
  - id: I2
    at: "01:00"
    to: [principal]
    via: radio
    synopsis: An exit is blocked
    text: "Smoke is seen outside ${blocked}. Nobody can leave there."
    effect: [{block: "${blocked}"}]
"""

_DECISIONS = """\
# Decisions: what people chose, and when. Order in the file is the order at one instant.
format: hotwash.decisions/1
# scenario: scenario.yaml          # from this file's folder; then every name is looked up there
seats: {principal: taken}          # taken: only this file decides for the role. by_plan: it acts by itself.
decisions:
  - {id: N1, at: "01:15", role: principal, action: direct, who: {in: HALL}, through: X2}
"""

_SKELETONS: dict[Kind, str] = {"plan": _PLAN, "scenario": _SCENARIO, "decisions": _DECISIONS}


def skeleton(kind: Kind) -> str:
    """A commented file of a kind. The scenario's plan is the plan's skeleton, saved beside it as plan.yaml."""
    return _SKELETONS[kind]
