"""Who sees, hears and recognises a threat in a small school whose sight lines and distances are plain."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.analysis.exposure import exposures
from simulator.analysis.state import passings
from simulator.engine import door_acts
from simulator.engine.compiled import compiled
from simulator.engine.evacuation import Evacuation
from simulator.engine.knowledge import Knowledge
from simulator.engine.noticing import DOORS, MOVES, WHERE, Noticing, Scene, sounds_in
from simulator.engine.occupants import roster
from simulator.engine.run import run
from simulator.engine.threat import Threat
from simulator.engine.traits import traits_of
from simulator.engine.world import OPENINGS, World
from simulator.model.building import Plan
from simulator.model.hazard import Threat as Script
from simulator.model.perception import Perception
from tests.engine.buildings import bundle_of
from tests.engine.random_plans import plans
from tests.rules.test_itinerary import school

WHAT = "armed_assailant"
QUIET = {"sign_level_db": 0, "recognise_s": {"fixed": 10}, "misread": 0}
"""Nothing is heard, and recognising takes ten seconds."""


class Scenes:
    """A school with people who do nothing about what they notice."""

    def __init__(self, groups: list[Any], plan: Plan | None = None, what: str = WHAT, **settings: Any):
        script = {"enters": "X1", "pattern": "stationary", "lasts": {"fixed": 300}} | settings.pop("threat", {})
        scenario = bundle_of(plan or school(), groups).scenario
        self.world = World(compiled(plan or school(), scenario.movement), scenario.movement, 1)
        parties = roster(self.world.compiled, scenario, 1)
        self.people = Evacuation(self.world, scenario, parties, traits_of(parties, scenario.movement, 1))
        self.knowledge = Knowledge(self.world)
        self.threat = Threat(
            Scene(self.world), self.world.compiled, self.world.doors, Script.model_validate(script),
            what=what, seed=1, tries_ms=10_000,
        )  # fmt: skip
        perception = Perception.model_validate(QUIET | settings)
        self.noticing = Noticing(self.world, self.threat, self.knowledge, perception)
        self.threat.begin()

    def at(self, t_ms: int, act: Any, door: str) -> None:
        number = self.world.compiled.passage_names.index(door)
        self.world.at(t_ms, OPENINGS, partial(act, self.world, self.people, number, None, None))

    def rows(self, *kinds: str, until_ms: int = 400_000) -> list[Any]:
        """(time, who, further fields) of some kinds."""
        self.world.env.play(until_ms)
        return [(row[0], *row[3:]) for row in self.world.log if row[1] in kinds]


def waits(name: str, space: str, count: int = 1, **more: Any) -> dict[str, Any]:
    return {"id": name, "kind": "visitors", "in": space, "count": count, **more}


# ---- seeing ----------------------------------------------------------------------------------------------------------


def test_whoever_is_in_the_same_place_sees_it_come_in() -> None:
    scenes = Scenes([waits("a", "L"), waits("b", "C")])
    assert scenes.rows("seen") == [(0, "a", WHAT, "L")]
    known = scenes.knowledge.of("a", WHERE)
    assert known is not None and (known.value, known.via, known.source) == ("L", "seen", None)
    assert scenes.knowledge.of("b", WHERE) is None


def test_a_closed_door_hides_and_an_open_one_does_not() -> None:
    scenes = Scenes([waits("a", "A")], threat={"pattern": ["H/1"]})
    scenes.at(100_000, door_acts.prop, "DA")
    (seen,) = scenes.rows("seen")
    assert seen == (100_000, "a", WHAT, "H/1")


def test_glass_is_as_good_as_open() -> None:
    scenes = Scenes([waits("a", "A")], plan=school(glass="full"), threat={"pattern": ["H/1"]})
    assert "H/1" in [row[3] for row in scenes.rows("seen")]


def test_along_a_hall_it_is_seen_from_strip_to_strip_and_told_once_in_each() -> None:
    scenes = Scenes([waits("a", "H", at=[1, 9.5])], threat={"pattern": ["H/1"]})
    entered = {row[1]: row[0] for row in scenes.rows("threat_moved")}
    assert scenes.rows("seen") == [(entered[strip], "a", WHAT, strip) for strip in ("H/3", "H/2", "H/1")]


def test_whoever_walks_into_sight_of_it_sees_it_then() -> None:
    scenes = Scenes([waits("a", "A", delay={"fixed": 60})], threat={"pattern": ["H/3"]})
    entered = [row[0] for row in scenes.rows("entered") if row[1] == "a" and row[2] == "H/1"]
    assert scenes.rows("seen")[0] == (entered[0], "a", WHAT, "H/3")


def test_columns_know_what_their_class_has_seen() -> None:
    scenes = Scenes([waits("a", "L", 12, delay={"fixed": 30})])
    scenes.world.env.play(30_000)
    assert len(scenes.rows("party_split")) == 1
    assert [row[1] for row in scenes.rows("seen")] == ["a"]
    assert all(scenes.noticing.knows(mover) for mover in scenes.world.movers)


def test_listeners_are_there_only_while_it_is_in() -> None:
    scenes = Scenes([waits("a", "L")], threat={"at": "01:00", "lasts": {"fixed": 60}})

    def heard() -> int:
        return sum(len(scenes.world.listeners.get(kind, [])) for kind in (*MOVES, *DOORS))

    counts = []
    for t_ms in (59_000, 60_000, 119_000, 120_000):
        scenes.world.env.play(t_ms)
        counts.append(heard())
    assert counts == [0, len(MOVES) + len(DOORS), len(MOVES) + len(DOORS), 0]


# ---- hearing ---------------------------------------------------------------------------------------------------------

LOUD = {"sign_level_db": 100, "ambient_db": 60, "over_ambient_db": 15}
"""Heard where no more than 25 dB are lost."""


def test_it_is_heard_where_the_budget_reaches_and_a_closed_door_takes_its_part() -> None:
    groups = [waits("a", "A"), waits("b", "B"), waits("h", "H", at=[15, 9.5])]
    closed = Scenes(groups, **LOUD).rows("heard")
    assert [row[1] for row in closed] == []  # a closed door alone takes the 25 dB
    louder = Scenes(groups, **LOUD | {"sign_level_db": 125}).rows("heard", until_ms=1_000)
    losses = {one.to: one for one in sounds_in(compiled(school(), bundle_of(school()).scenario.movement), 3).of(3, 50)}
    names = building_names()
    expected = [
        who for who, segment in (("a", "A"), ("b", "B"), ("h", "H/3"))
        if names.index(segment) in losses
        and losses[names.index(segment)].loss_db + 25 * len(losses[names.index(segment)].doors) <= 50
    ]  # fmt: skip
    assert names[3] == "L" and [row[1] for row in louder] == expected == ["h"]
    opened = Scenes(groups, **LOUD)
    opened.at(10_000, door_acts.prop, "DH")
    assert ("h", WHAT, "L") in [row[1:] for row in opened.rows("heard", "seen")]


def building_names() -> list[str]:
    return compiled(school(), bundle_of(school()).scenario.movement).names


def test_the_same_sound_is_news_again_only_after_a_while() -> None:
    heard = Scenes([waits("h", "H", at=[15, 9.5])], **LOUD | {"sign_level_db": 125}, sign_every_s=30, hear_again_s=60)
    assert [row[0] for row in heard.rows("heard")] == [0, 60_000, 120_000, 180_000, 240_000]


def test_an_unarmed_intruder_is_not_heard() -> None:
    silent = Scenes([waits("h", "H", at=[15, 9.5])], what="intruder", **LOUD | {"sign_level_db": 125})
    assert silent.rows("heard") == []


# ---- recognising -----------------------------------------------------------------------------------------------------


def test_own_eyes_in_the_same_place_take_half_the_time() -> None:
    scenes = Scenes([waits("a", "L"), waits("h", "H", at=[15, 9.5])], threat={"pattern": "stationary"})
    scenes.at(20_000, door_acts.prop, "DH")
    assert scenes.rows("recognised") == [(5_000, "a", WHAT, "L"), (30_000, "h", WHAT, "H/3")]
    assert scenes.rows("misread") == []


def test_a_sound_may_first_be_taken_for_something_harmless() -> None:
    heard = LOUD | {"sign_level_db": 125, "misread": 1}
    scenes = Scenes([waits("h", "H", at=[15, 9.5])], **heard)
    assert scenes.rows("misread") == [(10_000, "h", "something harmless", "H/3")]
    assert scenes.rows("recognised") == [(20_000, "h", WHAT, "H/3")]
    plain = Scenes([waits("h", "H", at=[15, 9.5])], **heard | {"misread": 0})
    assert plain.rows("recognised") == [(10_000, "h", WHAT, "H/3")] and plain.rows("misread") == []


def test_a_plainer_sign_brings_it_forward_and_is_not_misread() -> None:
    misheard = LOUD | {"sign_level_db": 125, "misread": 1}
    scenes = Scenes([waits("h", "H", at=[15, 9.5])], **misheard)
    scenes.at(4_000, door_acts.prop, "DH")
    assert scenes.rows("recognised") == [(14_000, "h", WHAT, "H/3")]
    assert scenes.rows("misread") == []
    scenes = Scenes([waits("h", "H", at=[15, 9.5])], threat={"pattern": ["H/3"]}, **misheard)
    assert scenes.rows("recognised")[0][0] == scenes.rows("threat_moved")[0][0] + 5_000


def test_whoever_has_recognised_it_is_told_to_the_decisions_once() -> None:
    scenes = Scenes([waits("a", "L", 12, delay={"fixed": 2})])
    told: list[tuple[int, str]] = []
    scenes.noticing.noticed.append(lambda mover: told.append((scenes.world.now, mover.name)))
    scenes.rows("seen")
    assert told == [(5_000, "a.1"), (5_000, "a.2"), (5_000, "a.3")]


# ---- exposure in the log ---------------------------------------------------------------------------------------------


def test_exposure_begins_and_ends_with_sight() -> None:
    scenes = Scenes([waits("h", "H", at=[15, 9.5])], threat={"lasts": {"fixed": 90}})
    scenes.at(20_000, door_acts.prop, "DH")
    scenes.at(50_000, door_acts.close, "DH")
    scenes.at(80_000, door_acts.prop, "DH")
    assert scenes.rows("exposed") == [(20_000, "h", "H/3", 0.0), (80_000, "h", "H/3", 0.0)]
    assert scenes.rows("exposure_ended") == [(50_000, "h", "H/3", 30.0), (90_000, "h", "H/3", 10.0)]


def test_a_secured_room_is_out_of_sight() -> None:
    scenes = Scenes([waits("a", "A")], threat={"pattern": ["H/1"], "lasts": {"fixed": 90}}, plan=school(glass="full"))
    scenes.world.at(60_000, OPENINGS, partial(scenes.world.emit, "secured", None, "A", None, "locked"))
    assert [row[0] for row in scenes.rows("exposure_ended")] == [60_000]


@pytest.mark.parametrize("pattern", ["roam", "corridor"])
@given(st.data())
@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
def test_the_log_and_the_fold_tell_the_same_exposure(pattern: str, data: st.DataObject) -> None:
    """People who walk alone: for a column the log goes by its head, the fold by each member."""
    plan = data.draw(plans())
    rooms = [name for name, space in plan.spaces().items() if not space.open_air]
    groups = [
        waits(f"g{number}", data.draw(st.sampled_from(rooms)), data.draw(st.integers(1, 6)), each_alone=True)
        | data.draw(st.sampled_from([{}, {"delay": {"uniform": [0, 90]}}]))
        for number in range(3)
    ]
    threat = {"enters": "X1", "pattern": pattern, "lasts": {"fixed": 180}}
    bundle = bundle_of(plan, groups, hazard=WHAT, threat=threat, horizon="04:00")
    played = run(bundle, data.draw(st.integers(0, 10**6)))
    found = exposures(played, [step for step in passings(played.rows) if step.t_ms < played.until_ms])
    told = sum(round(row[5] * 1000) for row in played.rows if row[1] == "exposure_ended")
    assert told == found.person_ms
    begun = [row[3] for row in played.rows if row[1] == "exposed"]
    assert len(begun) == sum(row[1] == "exposure_ended" for row in played.rows)
    assert {person.rpartition("/")[0] for person in found.by_person} <= set(begun)


def test_a_run_without_a_threat_tells_of_none() -> None:
    played = run(bundle_of(school(), [waits("a", "L")], hazard="armed_assailant"), 1)
    assert not {"seen", "heard", "exposed", "threat_entered"} & {row[1] for row in played.rows}
