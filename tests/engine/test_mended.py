"""Steps of a response plan whose own role does not do them, who else does, and buses: known answers."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter

from simulator import session
from simulator.engine.run import run
from simulator.model.bundle import Bundle
from simulator.model.decisions import Decision
from simulator.model.response import Response
from simulator.model.run import Run
from simulator.model.scenario import Scenario
from simulator.shipped import shipped
from tests.engine.buildings import bundle_of, rows
from tests.engine.talking import school

_DECISION: TypeAdapter[Decision] = TypeAdapter(Decision)
SEEN = {
    "id": "I1", "at": 10, "to": ["principal"],
    "expect": [{"id": "E1", "role": "principal", "action": "announce", "what": "lockdown", "within": 60}],
}  # fmt: skip
CALL = {
    "id": "S", "on": {"event": "inject_released"}, "role": "principal", "action": "tell", "what": "hold", "to": "H",
    "meant": 30, "actual": {"fixed": 5},
}  # fmt: skip
ROLES = {"principal": {"in": "A"}, "dean": {"in": "B"}, "secretary": {"in": "A"}}
CONDUCT = {"announce_s": {"fixed": 4}, "sentence_s": {"fixed": 6}, "missed_when_loud": 0, "tell_s": {"fixed": 30}}


def by_plan(
    *steps: dict[str, Any], decisions: tuple[Decision, ...] = (), seats: Any = None, hazard: str = "armed_assailant",
    seed: int = 1, **more: Any,
) -> Run:  # fmt: skip
    tree: dict[str, Any] = {
        "hazard": hazard, "horizon": "30:00", "roles": ROLES, "injects": [SEEN], "conduct": CONDUCT,
    }  # fmt: skip
    backup = {"principal": ["dean", "secretary"], "dean": [], "secretary": ["dean"], "sergeant": [], "captain": []}
    response = Response.model_validate({
        "format": "hotwash.response/1", "title": "Test",
        "roles": {name: {"title": name, "backup": list(names)} for name, names in backup.items()},
        "hazards": {hazard: {"order": "lockdown", "steps": list(steps)}},
    })  # fmt: skip
    bundle = bundle_of(school(), [{"id": "g", "kind": "pupils", "in": "B", "count": 5}], **(tree | more))
    return run(Bundle(bundle.tree, bundle.scenario, bundle.plan, (), {}, response), seed, decisions, seats=seats)


def decided(at: float, role: str, action: str, **fields: Any) -> Decision:
    return _DECISION.validate_python({"id": f"{role}-{at}", "at": at, "role": role, "action": action} | fields)


def done(played: Run) -> list[tuple[float, str, str]]:
    return [(row[0] / 1000, row[2], row[3]) for row in rows(played, "done")]


# ---- backups ---------------------------------------------------------------------------------------------------------


def test_a_role_that_does_its_step_needs_no_backup() -> None:
    assert done(by_plan(CALL)) == [(15, "S", "principal")]


def test_the_backup_acts_at_twice_the_meant_time_where_the_role_is_away() -> None:
    assert done(by_plan(CALL, roles=ROLES | {"principal": {"in": "off_site"}}, injects=[SEEN | {"to": []}])) == [
        (10 + 60 + 5, "S", "dean")
    ]


def test_where_nobodys_chance_holds_nobody_acts() -> None:
    assert not done(by_plan(CALL | {"done": 0}))


def test_the_backup_has_a_chance_of_its_own() -> None:
    played = [done(by_plan(CALL | {"done": 0.5}, seed=seed)) for seed in range(1, 16)]
    assert {tuple((t_s, who) for t_s, _, who in found) for found in played} == {
        ((15, "principal"),), ((75, "dean"),), ((135, "secretary"),), (),
    }  # fmt: skip


def test_the_backup_acts_where_the_role_is_busy_for_longer() -> None:
    long = CALL | {"id": "LONG", "actual": {"fixed": 500}}
    assert done(by_plan(long, CALL)) == [(75, "S", "dean"), (510, "LONG", "principal")]


def test_a_backup_that_a_person_plays_is_not_replaced_and_the_facilitator_is_told() -> None:
    roles = ROLES | {"principal": {"in": "off_site"}, "dean": {"in": "B", "played": True}}
    played = by_plan(CALL, roles=roles, injects=[SEEN | {"to": []}], seats={"all": "taken"})
    assert not done(played)
    assert [(row[0], row[2:4]) for row in rows(played, "refused")] == [(70_000, ("S", "S"))]


def test_nobody_steps_in_for_a_person_who_plays_the_role() -> None:
    roles = ROLES | {"principal": {"in": "A", "played": True}}
    assert not done(by_plan(CALL, roles=roles, seats={"all": "taken"}))


def test_what_has_been_done_meanwhile_is_not_done_again() -> None:
    tells = decided(20, "secretary", "tell", what="hold", to="H")
    played = by_plan(
        CALL, decisions=(tells,), roles=ROLES | {"principal": {"in": "off_site"}}, injects=[SEEN | {"to": []}]
    )
    assert [who for _, _, who in done(played)] == ["secretary"]


# ---- who knows -------------------------------------------------------------------------------------------------------

KNOWS = {
    "id": "C", "on": {"event": "recognised", "as": "armed_assailant"}, "role": "secretary", "action": "tell",
    "what": "hold", "to": "H", "meant": 30, "actual": {"fixed": 5},
}  # fmt: skip


def test_a_step_for_a_named_role_begins_when_that_role_knows() -> None:
    tell = {"id": "K", "at": 25, "effect": [{"tell": "secretary", "fact": "what", "value": "armed_assailant"}]}
    assert done(by_plan(KNOWS, injects=[SEEN, tell])) == [(30, "C", "secretary")]


def test_or_when_an_order_is_announced() -> None:
    says = decided(12, "dean", "announce", what="lockdown")
    assert (22 + 5, "C", "secretary") in done(by_plan(KNOWS, decisions=(says,)))


def test_and_at_the_latest_when_word_has_come() -> None:
    assert done(by_plan(KNOWS)) == [(10 + 60 + 5, "C", "secretary")]


# ---- whose step it is ------------------------------------------------------------------------------------------------


def test_a_decision_takes_the_time_of_a_step_only_where_it_is_the_same_task() -> None:
    facts = {
        "id": "L6", "on": {"event": "arrived"}, "role": "principal", "action": "tell", "to": "first_officer",
        "about": ["doors"], "meant": 60, "actual": {"fixed": 500},
    }  # fmt: skip
    knows = {"id": "K", "at": 0, "effect": [{"tell": "dean", "fact": "doors", "value": "X"}]}
    tells = decided(20, "dean", "tell", to="secretary", about="doors")
    played = by_plan(facts, decisions=(tells,), injects=[knows], seats={})
    assert done(played)[0][0] == 50


def test_telling_people_outdoors_is_nothing_where_there_are_none() -> None:
    nobody = CALL | {"to": "outdoor_groups"}
    played = by_plan(nobody)
    assert done(played) == [(10, "S", "principal")]
    assert not rows(played, "refused")


def test_the_nearest_member_of_staff_plays_a_step() -> None:
    step = CALL | {"role": "nearest_staff", "to": "H"}
    assert done(by_plan(step, roles=ROLES | {"secretary": {"in": "H"}})) == [(15, "S", "secretary")]
    assert done(by_plan(step))[0][2] == "principal", "the dean leads a class; of the two in A the first by name"


UNITS = {"police": {"units": 1, "arrival": {"fixed": 60}}, "ems": {"units": 1, "arrival": {"fixed": 30}}}


def test_the_first_officer_plays_a_step_once_there_is_one() -> None:
    step = {**CALL, "role": "first_officer", "action": "set_perimeter", "place": "OUT"}
    del step["what"], step["to"]
    come = {"id": "A", "at": 100, "effect": [{"arrive": "police", "count": 1}]}
    assert (105, "S", "police-1") in done(by_plan(step, agencies=UNITS, injects=[SEEN, come]))
    assert not done(by_plan(step, agencies=UNITS))


def test_clearing_waits_for_officers() -> None:
    step = {**CALL, "role": "principal", "action": "clear", "spaces": ["indoors"]}
    del step["what"], step["to"]
    come = {"id": "A", "at": 100, "effect": [{"arrive": "police", "count": 1}]}
    played = by_plan(step, agencies=UNITS, injects=[SEEN, come])
    assert not rows(played, "refused")
    assert (105, "S", "principal") in done(played)


def played_by(**agencies: str) -> dict[str, Any]:
    """Roles off the site that speak for an agency and that a person plays."""
    return {role: {"in": "off_site", "agency": agency, "played": True} for role, agency in agencies.items()}


def command(*order: str, hazard: str, roles: dict[str, Any], decisions: tuple[Decision, ...]) -> Run:
    units = {name: {"units": 1} for name in order}
    come = [{"id": name, "at": 10 * n, "effect": [{"arrive": name, "count": 1}]} for n, name in enumerate(order)]
    ready = {name: {"fixed": 5} for name in ("command_s", "briefing_s")}
    return by_plan(
        hazard=hazard, roles=roles, decisions=decisions, agencies=units, injects=come, readiness=ready,
        seats={"all": "taken"},
        fire={"origin": "A", "spreads": []} if hazard == "fire" else None,
    )  # fmt: skip


@pytest.mark.parametrize("other", ["ems", "police"])
def test_either_agency_may_be_named_when_command_is_unified(other: str) -> None:
    roles = played_by(medic="ems", sergeant="police")
    first = decided(20, "sergeant", "establish_command", place="OUT")
    unify = decided(40, "medic", "unify_command", **{"with": other})
    played = command("police", "ems", hazard="armed_assailant", roles=roles, decisions=(first, unify))
    assert not [row for row in rows(played, "refused") if row[2] == "medic-40"]
    assert [row[4] for row in rows(played, "unified_command")] == ["ems"]


def test_a_fire_captain_takes_command_over_from_medics() -> None:
    roles = played_by(captain="fire", medic="ems")
    steps = (
        decided(5, "medic", "establish_command", place="OUT"),
        decided(40, "captain", "establish_command", place="OUT"),
    )
    played = command("ems", "fire", hazard="fire", roles=roles, decisions=steps)
    assert [row[3] for row in rows(played, "command")][-1] == "captain"
    other = command("ems", "fire", hazard="armed_assailant", roles=roles, decisions=steps)
    assert "captain" not in [row[3] for row in rows(other, "command")]


# ---- counting --------------------------------------------------------------------------------------------------------


def test_teachers_count_the_groups_that_are_with_them() -> None:
    step = {
        "id": "AC", "on": {"event": "inject_released"}, "role": "each_teacher", "action": "account", "who": "own_class",
        "meant": 60, "actual": {"fixed": 20},
    }  # fmt: skip
    groups = {"groups": [{"id": "g", "kind": "pupils", "in": "H", "count": 5}]}
    counted = rows(by_plan(step, occupancy=groups, roles=ROLES | {"dean": {"in": "H"}}), "accounted")
    assert [(row[0], row[3], row[4], row[5]) for row in counted] == [(30_000, "g", "dean", "all present")]
    assert not rows(by_plan(step, occupancy=groups), "accounted")


# ---- buses -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["maple-ridge", "cedar-hollow", "north-fork"])
def test_people_board_a_bus_of_a_shipped_plan_leave_with_it_and_come_back(name: str) -> None:
    plan = session.load_plan(str(shipped("floorplans") / f"{name}.yaml"))
    tree = {
        "roles": {"secretary": {"in": "@office"}}, "hazard": "evacuation", "horizon": "40:00",
        "injects": [{"id": "GO", "at": "10:00", "effect": [{"depart": "bus_7"}]}],
    }  # fmt: skip
    bundle = bundle_of(plan, [{"id": "riders", "kind": "pupils", "in": "@parking", "count": 20}], **tree)
    says = (
        decided(10, "secretary", "move", who="riders", to="@bus_7"),
        decided(900, "secretary", "recall", vehicle="bus_7"),
        decided(1500, "secretary", "unload", vehicle="bus_7", to="@parking"),
    )
    played = run(Bundle(bundle.tree, bundle.scenario, bundle.plan, (), {}, None), 1, says)
    assert [row[3:] for row in rows(played, "departed")] == [("bus_7", 20)]
    assert not rows(played, "refused")
    assert {where for who, where in played.places.items() if who.startswith("riders")} == {"PARK"}
    away = run(Bundle(bundle.tree, bundle.scenario, bundle.plan, (), {}, None), 1, says[:1])
    assert {where for who, where in away.places.items() if who.startswith("riders")} == {"BUS7"}


def test_the_scenario_model_takes_the_common_names_of_zones_units_and_cameras() -> None:
    tree = {"pa": {"@gym": {"works": False}}, "cameras": {"@front_camera": {"watched": True}}}
    scenario = Scenario.model_validate(
        {"format": "hotwash.scenario/1", "title": "T", "hazard": "evacuation", "plan": "p.yaml",
         "occupancy": {"fill": 1}, "comms": tree}
    )  # fmt: skip
    assert list(scenario.comms.pa.zones) == ["@gym"]
