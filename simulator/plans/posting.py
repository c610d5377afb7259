"""Posting ways out: which exit the sign in each classroom names."""

from __future__ import annotations

from simulator.model.building import Plan
from simulator.model.movement import Movement
from simulator.rules.posting import posted_exits
from simulator.rules.routes import building_of, exit_steps, held_steps, unwalked_steps

ROOMS = frozenset({"classroom", "portable"})


def post_exits(plan: Plan) -> Plan:
    """The plan with an exit posted in every classroom that people belong to, so that none has much more to do."""
    building = building_of(plan)
    people = {name: space.cap for name, space in plan.spaces().items() if space.kind in ROOMS and space.cap}
    shut = unwalked_steps(building) | held_steps(plan, building)
    posted = posted_exits(building, people, exit_steps(building), shut, Movement())
    names = {space: building.passages[step >> 1].name for space, step in posted.items()}
    levels = {
        level_id: level.model_copy(
            update={
                "spaces": {
                    name: space.model_copy(update={"exit": names[name]}) if name in names else space
                    for name, space in level.spaces.items()
                }
            }
        )
        for level_id, level in plan.levels.items()
    }
    return plan.model_copy(update={"levels": levels})
