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
    # What it should draw, and within how long.
    expect:
      - {id: E1, role: principal, action: direct, within: "01:00"}
  - id: I3
    unless: {expect: E1}             # comes only if that was not done in time; other triggers: at_clock, after, when
    if: "draw.blocked == 'X1'"       # and only if this is true
    to: [principal]
    via: in_person
    text: "A class stands at ${blocked} and asks where to go."
"""

_DECISIONS = """\
# Decisions: what people chose, and when. Order in the file is the order at one instant.
format: hotwash.decisions/1
# scenario: scenario.yaml          # from this file's folder; then every name is looked up there
seats: {principal: taken}          # taken: only this file decides for the role. by_plan: it acts by itself.
decisions:
  # Version 1 of the new scenario blocks exit X2 at 01:00: whoever is in the hall is sent to X1. Where a version blocks
  # X1 instead (--set blocked=X1), send them to X2.
  - {id: N1, at: "01:05", role: principal, action: direct, who: {in: HALL}, through: X1}
  # Doing takes time: this begins at 01:20, and it is done, and counts, when the room has been told.
  - {id: N2, at: "01:20", role: principal, action: tell, what: evacuate, to: ["102"], via: in_person}
  - {id: N3, at: "02:00", role: principal, action: record, says: "The principal asks who counts the visitors."}
"""

_RESPONSE = """\
# A response plan: who does what on which signal. Times are seconds, "MM:SS" or "H:MM:SS".
format: hotwash.response/1
title: Emergency operations plan of My School (invented)
edition: {year: 2026-27, adopted: 2026-07-20, reviewed_with: [My Police, My Fire], sensitivity: restricted}

# backup: who acts, at twice the time meant, when this person is away or has not acted.
roles:
  principal: {title: Principal, backup: [dean, secretary]}
  dean: {title: Dean}
  secretary: {title: Secretary}
  custodian: {title: Custodian}

# The exact words of each order; other words are the wrong word.
words:
  hold: In your room or area. Clear the halls.
  secure: Get inside. Lock outside doors.
  lockdown: "Locks, lights, out of sight."
  evacuate: To a location.
  shelter: Hazard and safety strategy.
  stay: Stay in lockdown. The alarm is being checked.

policies:
  police_entry: solo                   # or {team_of: 2}
  rtf: {police: 2, ems: 2, needs: [unified_command, ccp_opened]}
  # staging: {police: FRONT, fire: FRONT, ems: FRONT}    # places of the floor plan
  alarm_in_lockdown: stay_until_told   # or evacuate, or class_decides
  release_of_lockdown: in_person       # or pa
  lone_pupils_let_in: yes

# One annex for each hazard. A step begins on: an event, an order or another step; its delays count from there.
# meant is the measure, actual is drawn, done is the chance that the step is done at all.
# Role classes: first_to_know each_teacher each_staff nearest_staff first_officer.
hazards:
  armed_assailant:
    order: lockdown
    steps:
      - id: L1
        on: {event: recognised, as: armed_assailant}
        role: first_to_know
        action: announce
        what: lockdown
        via: [pa, radio]
        meant: 10
        actual: {lognormal: {median: 20, sigma: 0.6}}
        done: 0.95
      - id: L2
        on: {event: recognised, as: armed_assailant}
        role: secretary
        action: call_911
        from: office_line
        says: [what, where, door]
        meant: 30
        actual: {uniform: [15, 60]}
        done: 0.95
      - id: L3
        on: {order: lockdown}
        role: each_teacher
        action: lock
        what: own_room                 # a place of the plan, or a word such as own_room or nearest_room
        meant: 15
        actual: {lognormal: {median: 12, sigma: 0.7}}
        done: 0.97
      - id: L4
        on: {order: lockdown}
        role: each_staff
        action: move
        who: nearest_pupils
        to: nearest_room
        meant: 20
        actual: {lognormal: {median: 15, sigma: 0.6}}
        done: 0.9
      - id: L5
        on: {step: L1}
        if: "state.zones_dead > 0"     # a condition, tried by `hotwash check`
        role: custodian
        action: tell
        what: lockdown
        to: zones_not_reached
        via: in_person
        meant: 45
        actual: {lognormal: {median: 70, sigma: 0.5}}
        done: 0.6
      - id: L6
        on: {event: arrived, agency: police}
        role: principal
        action: tell
        to: first_officer
        about: [threat_where, doors, keys]
        via: [in_person, phone]
        meant: 60
        actual: {lognormal: {median: 120, sigma: 0.6}}
        done: 0.8
      - id: L7
        on: {event: threat_ended}
        role: each_teacher
        action: account
        who: own_class
        meant: "05:00"
        actual: {triangular: [120, 420, 900]}
        done: 0.95
  fire:
    order: evacuate
    steps:
      - id: F1
        on: {event: alarm, alarm: fire}
        if: "state.order != 'lockdown'"
        role: each_teacher
        action: move
        who: own_class
        to: "@rally"                   # the common name of a place, from the floor plan's uses
        meant: 20
        actual: {lognormal: {median: 30, sigma: 0.6}}
        done: 0.99
"""

_RULES = """\
# Rows that hotwash deck --rules checks a planned drill against, beside those that come with Hotwash.
# A pack is not printed where a row refuses, unless somebody signs for it.
format: hotwash.rules/1
title: Our district (invented)

rows:
  - id: R1
    check: Families are told of a lockdown drill
    # jurisdiction: TX                 # the row holds in full there; elsewhere it warns
    when: {operations: yes}            # which drills it is about: here those in which people act
    needs: {notice_days: 7}            # what must then be so: yes, no, or at least a number
    broken: refuse                     # what follows where it is not so: refuse or warn
    unsaid: warn                       # what follows where nobody has said
    why: Families who know of a drill can prepare their children for it.
    source: District drill policy, section 4 (invented)
    right: "Tell families a week ahead, then say notice_on."
    # checked_on: 2026-08-14           # when somebody last read the source's current text
    confidence: medium
"""

_SKELETONS: dict[Kind, str] = {
    "plan": _PLAN, "scenario": _SCENARIO, "decisions": _DECISIONS, "response": _RESPONSE, "rules": _RULES,
}  # fmt: skip


def skeleton(kind: Kind) -> str:
    """A commented file of a kind. The scenario's plan is the plan's skeleton, saved beside it as plan.yaml."""
    if kind == "drill":
        from simulator.files.drilled import drill_skeleton
        from simulator.model.drill import Drill

        return drill_skeleton(Drill(hazard="fire"))
    return _SKELETONS[kind]
