"""The debrief's routes: who may look, what is kept behind the warning, what is packed, and refusals in sentences."""

from __future__ import annotations

import gzip
import json
import threading
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware

from dashboard.web.core import Core
from dashboard.web.debrief import DebriefRoutes
from dashboard.web.debrief_looks import Look, Looks
from dashboard.web.debrief_subjects import RunMeant, run_look
from dashboard.web.guard import Guard
from dashboard.web.house import House
from simulator.errors import NotFound, SimulatorError
from simulator.store import Store
from tests.live.room import Room, small

CANARY = "canary-exposure"


class Fake:
    """Answers at once, and counts how often it was asked."""

    stamp: object = 1

    def __init__(self) -> None:
        self.asked: list[Any] = []

    def debrief(self, course: str) -> dict[str, Any]:
        self.asked.append(("debrief", course))
        return {"title": "A storm", "course": course, "heat": {"exposure": {CANARY: 3}}}

    def ranges(self, course: str) -> dict[str, Any]:
        return {"order": [1_000, 2_000]}

    def warned(self, course: str) -> dict[str, Any]:
        return {"heat": {"exposure": {CANARY: 3}}, "person": []}

    def why(self, course: str, party: str, t_ms: int) -> list[str]:
        if party == "nobody":
            raise NotFound("nobody has the name nobody")
        return [f"{party} at {t_ms}"]

    def what_if(self, course: str, seq: int, move_to_ms: int | None) -> dict[str, Any]:
        self.asked.append((course, seq, move_to_ms))
        return {"rows": []}

    def replay(self, course: str) -> bytes:
        return b"HWR1" + bytes(4_000)

    def plan(self) -> dict[str, Any]:
        return {"levels": []}


class Asked:
    """A browser at one address."""

    def __init__(self, house: House, address: str = "127.0.0.1", host: str = "localhost") -> None:
        self.app = Starlette(routes=DebriefRoutes(house).all(), middleware=[Middleware(Guard)])
        self.address, self.host = address, host

    def get(self, path: str, **query: Any) -> httpx.Response:
        return self._sent("GET", path, query)

    def post(self, path: str, body: Any, **query: Any) -> httpx.Response:
        return self._sent("POST", path, query, json=body)

    def _sent(self, method: str, path: str, query: dict[str, Any], **more: Any) -> httpx.Response:
        import asyncio

        async def sent() -> httpx.Response:
            way = httpx.ASGITransport(app=self.app, client=(self.address, 5))
            async with httpx.AsyncClient(transport=way, base_url=f"http://{self.host}") as client:
                return await client.request(method, path, params=query, **more)

        return asyncio.run(sent())


@pytest.fixture
def faked():
    house, fake = House(None), Fake()  # type: ignore[arg-type]
    return Asked(house), house.looks.lay_down("fake", lambda: fake, {"report": "/report?exercise=x"}), fake


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    """An exercise that has ended, in a store, and the house over it."""
    store = Store.open(tmp_path_factory.mktemp("debrief") / "e.db")
    room = Room(small(), store=store)
    room.next()
    room.lockdown()
    room.next()
    tickets = {kind: f"t.{room.sit(kind, role)[0]}" for kind, role in
               (("facilitator", None), ("participant", "principal"), ("evaluator", None))}  # fmt: skip
    room.done("end")
    yield House(Core(store), now_ms=lambda: room.wall_ms), tickets
    store.close()


PATHS = (
    "/live/debrief.json",
    "/live/replay.bin",
    "/live/ranges.json",
    "/live/debrief/warned.json",
    "/live/debrief/plan.json",
)


def test_without_a_key_from_elsewhere_nothing_is_answered(faked, played) -> None:
    house, _ = played
    for path in PATHS:
        assert faked[0].get(path, key="wrong").status_code == 403
        answer = Asked(house, "192.0.2.7").get(path, exercise="t")
        assert (answer.status_code, answer.json()["ok"]) == (403, False)
        assert Asked(house, host="192.0.2.8").get(path, exercise="t").status_code == 403


def test_an_exercise_is_open_to_this_machine_and_to_the_facilitators_seat_alone(played) -> None:
    house, tickets = played
    assert Asked(house).get("/live/debrief.json", exercise="t").json()["finished"] is True
    away = Asked(house, "192.0.2.7")
    found = away.get("/live/debrief.json", exercise="t", seat=tickets["facilitator"])
    assert found.json()["links"]["report"].startswith("/report?exercise=t")
    for kind in ("participant", "evaluator"):
        assert away.get("/live/debrief.json", exercise="t", seat=tickets[kind]).status_code == 403
    assert away.get("/live/debrief.json", exercise="other", seat=tickets["facilitator"]).status_code == 403


def test_heat_and_the_persons_path_come_only_by_their_own_request(faked) -> None:
    browser, key, _ = faked
    assert CANARY not in browser.get("/live/debrief.json", key=key).text
    assert CANARY in browser.get("/live/debrief/warned.json", key=key).text


def test_the_replay_is_packed_where_the_browser_takes_it(faked) -> None:
    browser, key, fake = faked
    found = browser.get("/live/replay.bin", key=key)
    assert found.headers["content-encoding"] == "gzip"
    assert found.content == fake.replay("as_shown")
    assert int(found.headers["content-length"]) == len(gzip.compress(fake.replay("as_shown"), 6, mtime=0))


def test_what_was_worked_out_is_kept_until_the_log_grows(faked) -> None:
    browser, key, fake = faked
    for _ in range(2):
        browser.get("/live/debrief.json", key=key, course="as_corrected")
    assert fake.asked == [("debrief", "as_corrected")]
    fake.stamp = 2
    browser.get("/live/debrief.json", key=key, course="nonsense")
    assert fake.asked[1:] == [("debrief", "as_shown")]


def test_two_kinds_of_answers_do_not_wait_for_each_other() -> None:
    look, began, goes_on = Look(Fake()), threading.Event(), threading.Event()

    def slow() -> int:
        began.set()
        return goes_on.wait(5) or 0

    waiting = threading.Thread(target=look.once, args=("ranges", slow))
    waiting.start()
    began.wait(5)
    assert look.once("replay", lambda: 7) == 7
    goes_on.set()
    waiting.join(5)


def test_why_says_in_a_sentence_that_nobody_is_meant(faked) -> None:
    browser, key, _ = faked
    assert browser.get("/live/debrief/why.json", key=key, party="dean", t_ms=5).json() == {"sentences": ["dean at 5"]}
    unknown = browser.get("/live/debrief/why.json", key=key, party="nobody", t_ms=5)
    assert (unknown.status_code, unknown.json()["refused"]) == (422, "nobody has the name nobody")
    for wrong in (
        {"party": "dean"},
        {"party": "", "t_ms": 5},
        {"party": "dean", "t_ms": "1e9"},
        {"party": "dean", "t_ms": -1},
    ):
        assert browser.get("/live/debrief/why.json", key=key, **wrong).status_code == 400


def test_what_if_moves_or_drops_one_decision(faked) -> None:
    browser, key, fake = faked
    path = "/live/debrief/what_if"
    assert browser.post(path, {"seq": 4, "move_to_ms": 9_000}, key=key).status_code == 200
    assert browser.post(path, {"seq": 4, "drop": True, "course": "as_corrected"}, key=key).status_code == 200
    assert fake.asked == [("as_shown", 4, 9_000), ("as_corrected", 4, None)]
    for wrong in (
        {},
        {"seq": 4},
        {"seq": "x", "drop": True},
        {"seq": 4, "drop": True, "move_to_ms": 5},
        {"seq": True, "drop": True},
        [1],
    ):
        assert browser.post(path, wrong, key=key).status_code == 400


def test_the_oldest_looks_go_first_and_the_same_one_has_one_key() -> None:
    looks = Looks()
    first = looks.lay_down("first", Fake, {})
    assert looks.lay_down("first", Fake, {}) == first
    for number in range(200):
        looks.lay_down(number, Fake, {})
    assert looks.find(first) is None
    assert looks.lay_down("first", Fake, {}) != first


def test_a_single_run_has_everything_the_page_asks_for() -> None:
    house = House(None)  # type: ignore[arg-type]
    key = run_look(house, RunMeant("maple-ridge-lockdown", 3), {"back": "/debrief"})
    browser = Asked(house)
    found = browser.get("/live/debrief.json", key=key).json()
    assert (found["kind"], found["version"], found["links"]) == ("run", 3, {"back": "/debrief"})
    assert browser.get("/live/replay.bin", key=key).content[:4] == b"HWR1"
    assert browser.get("/live/debrief/plan.json", key=key).json()["levels"]
    warned = browser.get("/live/debrief/warned.json", key=key).json()
    assert set(warned) == {"heat", "person"} and set(warned["heat"]) == {"exposure", "waiting", "unheard"}
    assert json.dumps(found).find('"heat"') < 0


def test_a_scenario_that_is_not_there_is_named() -> None:
    with pytest.raises(SimulatorError, match="no-such-scenario"):
        run_look(House(None), RunMeant("no-such-scenario"), {})  # type: ignore[arg-type]
