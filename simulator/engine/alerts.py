"""Text alerts, which reach a share of a list each after its own delay, and cameras that somebody watches or not."""

from __future__ import annotations

from functools import partial
from math import atan2, degrees

import shapely

from simulator.engine.channels import Channels
from simulator.engine.knowledge import Known
from simulator.engine.orders import Belief
from simulator.engine.play import Play
from simulator.engine.streams import key_hashes, quantities, quantity, uniforms
from simulator.engine.world import OPENINGS, SIGHT, Mover
from simulator.errors import Refused
from simulator.model.actions import Act
from simulator.model.building import Point
from simulator.model.comms import Alert, Camera

TEXT, CAMERA, WHERE = "text", "camera", "threat_where"
FAMILIES = "families"
EVERYBODY = frozenset({"everybody", "all", "school"})
KINDS = frozenset({"staff", "pupils", "visitors"})
TOUCHES_M = 0.01
"""A camera on the line between two strips is in both."""


class Alerts:
    """Messages to a list of people's phones."""

    def __init__(self, play: Play, channels: Channels):
        self.play, self.channels, self.world = play, channels, play.world

    def send(self, act: Act, role: str, cause: str) -> int:
        """Write and send a text; returns when it is on its way. Raises Refused where there is no such list."""
        audience = act.audience or ""
        alert = self._list(audience)
        takes = self.play.orders.takes_ms(act, role, self.play.scenario.readiness.write_s, cause)
        sent = self.play.orders.start_ms(role, takes) + takes
        self.world.at(sent, OPENINGS, partial(self._sent, act, alert, role, cause))
        return sent

    def _list(self, audience: str) -> Alert:
        alerts = self.play.scenario.comms.alerts
        if audience in alerts:
            return alerts[audience]
        if not alerts and (audience == FAMILIES or self._movers(audience)):
            return Alert()
        has = f"; there are: {', '.join(alerts)}" if alerts else ""
        raise Refused(f"there is no list called {audience} for text alerts{has}")

    def _movers(self, audience: str) -> list[Mover]:
        """The people in the building who are on a list: a group, a kind of people, staff by whoever leads them."""
        movers = self.world.movers
        if audience in EVERYBODY:
            return list(movers)
        if audience in KINDS:
            return [one for one in movers if one.party.kind == audience or (audience == "staff" and one.party.leaders)]
        return self.play.people.matching(audience, None)

    def _size(self, audience: str) -> int:
        """How many phones a list has that are not in the building: one for each family."""
        if audience != FAMILIES:
            return 0
        scenario = self.play.scenario
        if scenario.reunification is not None:
            return scenario.reunification.families.count
        return sum(mover.n - mover.party.leaders for mover in self.world.movers if mover.party.kind == "pupils")

    def _sent(self, act: Act, alert: Alert, role: str, cause: str) -> None:
        audience, says = act.audience or "", act.says or ()
        movers = [] if audience == FAMILIES else self._movers(audience)
        count = self._size(audience) or len(movers)
        words = "; ".join(says) or "an alert"
        self.world.emit("sent", cause, words, role, audience, TEXT, 0.0, f"to {count}")
        keys = [mover.name for mover in movers] or [str(number) for number in range(count)]
        hashes = key_hashes([f"{cause}/{key}" for key in keys])
        seed = self.world.seed
        delays = quantities(alert.delay, uniforms(seed, "alert delay", hashes)).tolist()
        shares = uniforms(seed, "alert reach", hashes).tolist()
        reached = sorted(
            (round(delay * 1000), number)
            for number, (delay, share) in enumerate(zip(delays, shares, strict=True)) if share < alert.reach
        )  # fmt: skip
        said = self._facts(role, says)
        for late, number in reached if movers else ():
            self.world.at(
                self.world.now + late, OPENINGS, partial(self._has_it, movers[number], role, says, said, cause)
            )
        self._told(audience, words, role, [late for late, _ in reached], count, cause)
        if audience not in KINDS and reached:
            self.world.at(
                self.world.now + reached[0][0], OPENINGS, partial(self._list_has, audience, role, said, cause)
            )

    def _facts(self, role: str, says: tuple[str, ...]) -> dict[str, Known]:
        """What a text tells: facts that the sender knows, and its words as they are."""
        said = self.channels.held(role, says)
        other = [word for word in says if word not in said and word not in self.play.orders.words]
        now = self.world.now
        return said | ({"alert": Known("; ".join(other), now, now, None, TEXT)} if other else {})

    def _told(
        self, audience: str, words: str, role: str, late: list[int], count: int, cause: str
    ) -> None:  # fmt: skip
        """In the log when the first, half and the last of those whom it reaches have it, and how many it never does."""
        marks = {late[0]: 1, late[(len(late) - 1) // 2]: (len(late) + 1) // 2, late[-1]: len(late)} if late else {}
        for after, number in marks.items():
            reason = f"{number} of {count} have it"
            row = partial(self.world.emit, "received", cause, words, role, audience, TEXT, after / 1000, reason)
            self.world.at(self.world.now + after, OPENINGS, row)
        if len(late) < count:
            reason = f"{count - len(late)} of {count} were not reached"
            self.world.emit("lost", cause, words, role, audience, TEXT, 0.0, reason)

    def _list_has(self, audience: str, role: str, said: dict[str, Known], cause: str) -> None:
        self.channels.pass_on(role, audience, said, None, TEXT, cause)

    def _has_it(
        self, mover: Mover, role: str, says: tuple[str, ...], said: dict[str, Known], cause: str
    ) -> None:  # fmt: skip
        self.channels.pass_on(role, mover.name, said, None, TEXT, cause)
        word = next((word for word in says if word in self.play.orders.words), None)
        if word is not None:
            self.play.orders.learn(mover, Belief(word, self.world.now, role, TEXT, cause))


class Cameras:
    """Whoever watches a camera learns where the person of the threat is while that is in its picture."""

    def __init__(self, play: Play):
        self.play, self.world = play, play.world
        points = {point.id: point for point in play.bundle.plan.points if point.kind == "camera"}
        cameras = play.scenario.comms.cameras
        resolve = play.bundle.plan.resolve
        named = {resolve(name): camera for name, camera in cameras.items()}
        self.watched = {
            name: (camera, self._picture(points[name])) for name, camera in named.items()
            if name in points and camera.watched
        }  # fmt: skip
        self._looks: dict[str, int] = {}
        if play.threat is not None and self.watched:
            play.threat.moved.append(self._moved)

    def _picture(self, point: Point) -> frozenset[int]:
        """The segments in a camera's picture: of its own space, those that it faces."""
        compiled = self.world.compiled
        inside = [
            number for number, segment in enumerate(compiled.building.segments)
            if segment.level == point.on and self._holds(point, number)
        ]  # fmt: skip
        space = point.in_ or (compiled.building.segments[inside[0]].space if inside else None)
        own = compiled.building.of_space[space] if space is not None else ()
        return frozenset(number for number in own if number in inside or self._faces(point, number))

    def _holds(self, point: Point, number: int) -> bool:
        shape = self.world.compiled.building.segments[number].shape
        if point.at is None or shape is None:
            return False
        return bool(shapely.dwithin(shape, shapely.Point(point.at), TOUCHES_M))

    def _faces(self, point: Point, number: int) -> bool:
        shape = self.world.compiled.building.segments[number].shape
        if point.at is None or point.facing_deg is None or point.view_deg is None or shape is None:
            return True
        centre = shape.centroid
        bearing = degrees(atan2(centre.x - point.at[0], centre.y - point.at[1]))
        off = abs((bearing - point.facing_deg + 180) % 360 - 180)
        return off <= point.view_deg / 2

    def _moved(self, old: int | None, new: int | None) -> None:
        for name, (camera, picture) in self.watched.items():
            if new in picture and old not in picture:
                k = self._looks[name] = self._looks.get(name, -1) + 1
                takes = quantity(self.play.scenario.readiness.camera_s, self.world.seed, "camera", name, k)
                look = partial(self._look, name, camera, picture)
                self.world.at(self.world.now + round(takes * 1000), SIGHT, look)

    def _look(self, name: str, camera: Camera, picture: frozenset[int]) -> None:
        threat, who = self.play.threat, self._watcher(camera)
        where = threat.where() if threat is not None else None
        if threat is None or where is None or where not in picture or who is None or who in self.play.away:
            return
        place = self.world.compiled.building.segments[where].space
        self.play.knowledge.learn(who, WHERE, place, name, CAMERA, threat.what)
        self.play.knowledge.learn(who, "what", threat.what, name, CAMERA, threat.what)

    def _watcher(self, camera: Camera) -> str | None:
        """Who watches: the role that the scenario names, else the first role in the office."""
        if camera.by is not None:
            return camera.by
        plan, roles = self.play.bundle.plan, self.play.scenario.roles
        office = plan.uses.get("office")
        there = (name for name, role in roles.items() if not role.off_site and plan.resolve(role.in_) == office)
        return next(there, None) if office is not None else None
