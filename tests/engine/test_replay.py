"""A response replayed from its logged stage delays: variables are set, decisions are timed, and the times come out.

The delays of the first test are those that a public record gives from its first 911 call (dispatch 27 s, a second
police agency told 119 s, first officer there 201 s, the end 264 s, police inside 548 s); building and people are
invented.
"""

from __future__ import annotations

import pytest

from simulator.engine.run import run
from simulator.files import bundle_of
from simulator.model.bundle import Bundle
from simulator.model.run import Run
from tests.engine.buildings import rows
from tests.engine.test_responders import decided

PLAN = """
format: hotwash.plan/1
school: {name: Replay School (invented), kind: other, sensitivity: public-example}
uses: {main_entrance: X}
levels:
  "1":
    spaces:
      H: {kind: corridor, box: [0, 0, 30, 3], segment: 10}
      A: {kind: classroom, box: [0, 3, 10, 11], cap: 20}
      B: {kind: classroom, box: [20, 3, 30, 11], cap: 20}
      OFFICE: {kind: office, box: [10, 3, 20, 11], cap: 2}
      OUT: {kind: outdoors, box: [-30, -10, 0, 11]}
      RALLY: {kind: assembly, box: [-50, -10, -30, 11]}
openings:
  - {id: DA, between: [A, H], at: [5, 3], type: door, lock: inside}
  - {id: DB, between: [B, H], at: [25, 3], type: door, lock: inside}
  - {id: DO, between: [OFFICE, H], at: [15, 3], type: door, lock: inside}
  - {id: X, between: [H, OUT], at: [0, 1.5], type: door}
  - {id: P, between: [OUT, RALLY], at: [-30, 0], type: open, clear: 10}
"""
STAGES = ("answered", "processed", "on_site", "second_on_site", "ems_on_site", "inside", "over")
SCENARIO = f"""
format: hotwash.scenario/1
title: A response replayed
hazard: armed_assailant
plan: replay.plan.yaml
horizon: "60:00"
variables: {{{", ".join(f"{name}: {{uniform: [1, 900]}}" for name in STAGES)}}}
readiness:
  dial_s: {{fixed: 0}}
  answer_s: {{fixed: "${{answered}}"}}
  process_s: {{fixed: "${{processed}}"}}
  entry_s: {{fixed: "${{inside}}"}}
threat: {{enters: X, pattern: stationary, lasts: {{fixed: "${{over}}"}}}}
comms: {{psaps: {{county: {{call_takers: 2, dispatches: [police, ems]}}}}}}
agencies:
  police: {{units: 3, arrival: {{fixed: "${{on_site}}"}}}}
  state: {{units: 2, arrival: {{fixed: "${{second_on_site}}"}}}}
  ems: {{units: 2, arrival: {{fixed: "${{ems_on_site}}"}}}}
roles:
  secretary: {{in: OFFICE, phone: mobile}}
  sergeant: {{agency: police, in: off_site, played: yes}}
  medic: {{agency: ems, in: off_site, played: yes}}
  dispatcher: {{in: off_site}}
patients: [{{id: PT1, in: A, triage: red}}]
occupancy: {{groups: [{{id: visitor, kind: visitors, in: OUT, count: 1}}]}}
"""
LOGGED = {
    "answered": 4, "processed": 23, "on_site": 201 - 27, "second_on_site": 60, "ems_on_site": 300, "over": 264,
    "inside": 548 - 201,
}  # fmt: skip


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    return bundle_of({"scenario": SCENARIO, "plan": PLAN})


def replayed(bundle: Bundle, seed: int, *more: object) -> Run:
    decisions = [
        decided(id="D1", at=0, role="secretary", action="call_911", says=["what", "where"]),
        decided(id="D2", at=119, role="dispatcher", action="dispatch", agency="state"),
        *more,
    ]  # fmt: skip
    return run(bundle, seed, decisions, set_values={name: str(value) for name, value in LOGGED.items()})


def first_s(played: Run, kind: str, agency: str | None = None) -> float:
    return next(row[0] / 1000 for row in rows(played, kind) if agency in (None, row[3]))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_stage_times_come_out_to_the_second_whatever_the_seed(bundle: Bundle, seed: int) -> None:
    played = replayed(bundle, seed)
    assert {
        "call": first_s(played, "call_placed"), "answer": first_s(played, "call_answered"),
        "dispatch": first_s(played, "dispatched"), "second agency": first_s(played, "dispatched", "state"),
        "on site": first_s(played, "arrived", "police"), "second on site": first_s(played, "arrived", "state"),
        "over": first_s(played, "threat_ended"), "inside": first_s(played, "police_entered", "police-1"),
    } == {
        "call": 0, "answer": 4, "dispatch": 27, "second agency": 119, "on site": 201, "second on site": 179,
        "over": 264, "inside": 548,
    }  # fmt: skip


def test_what_was_decided_is_replayed_at_its_logged_time(bundle: Bundle) -> None:
    """Decisions take effect at once where what they take is set to nothing: the log's own times stand."""
    at_once = {name: {"fixed": 0} for name in ("command_s", "briefing_s", "ccp_s", "gear_s", "link_up_s", "load_s")}
    tree = bundle.tree | {"readiness": bundle.tree["readiness"] | at_once}
    quick = Bundle(tree, bundle.scenario, bundle.plan, bundle.slots, bundle.texts)
    played = replayed(
        quick, 1,
        decided(id="D7", at=210, action="assign", unit="state", task="rescue task force"),
        decided(id="D3", at=430, action="establish_command", place="OUT"),
        decided(id="D4", at=505, action="unify_command", place="OUT", **{"with": "ems"}),
        decided(id="D5", at=760, role="medic", action="open_ccp", place="H"),
        decided(id="D6", at=815, action="form_rtf"),
    )  # fmt: skip
    assert [first_s(played, kind) for kind in ("command", "unified_command", "ccp_opened", "rtf_formed")] == [
        430, 505, 760, 815,
    ]  # fmt: skip
