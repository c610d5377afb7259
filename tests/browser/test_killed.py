"""`kill -9` while forty participants decide: nothing that was acknowledged is lost, nothing is there twice.

Each participant is what live.js is: an event stream that is opened again a second after it was lost, and acts that are
repeated with one key until they are answered. The server is the real one, as a process, on SQLite and on PostgreSQL.
Three kills each in CI; `pytest -m full tests/browser/test_killed.py -s` does twenty and prints the figures.
"""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from dashboard.web.core import Core
from dashboard.web.house import House
from simulator.store import Store
from tests.dashboard.fake_server import free_port
from tests.dashboard.test_real import Served
from tests.store.conftest import database_url, server  # noqa: F401  (fixtures)

SEATS = 40
RETRY_S, ANSWER_S = 1.0, 4.0  # as in live.js
THINKS_S = (1.0, 6.0)
LIVES_S = (0.5, 4.0)
"""How long the server is left alive before it is killed."""
SEATS_BACK_S = 30.0
"""Longer, and a seat did not come back. How quickly they come is printed: 5 s are asked for, on a quiet machine."""
STARTS_S = 60.0


@dataclass
class Participant:
    """One phone: what it has said, and since when it has a view again."""

    number: int
    ticket: str
    sent: list[str] = field(default_factory=list)
    acknowledged: dict[str, int] = field(default_factory=dict)
    repeated: int = 0
    viewed_s: float = 0.0
    answered_s: float = 0.0
    waits_since_s: float | None = None

    async def listens(self, client: httpx.AsyncClient) -> None:
        """The event stream, opened again whenever it ends."""
        while True:
            try:
                async with client.stream("GET", f"/live/events?seat={self.ticket}", timeout=13) as stream:
                    assert stream.status_code == 200
                    async for line in stream.aiter_lines():
                        if line.startswith('data: {"kind"'):
                            self.viewed_s = time.monotonic()
            except httpx.HTTPError:
                pass
            await asyncio.sleep(RETRY_S)

    async def decides(self, client: httpx.AsyncClient, chance: random.Random, stop: asyncio.Event) -> None:
        """One sentence after the other, each until it is answered."""
        while not stop.is_set():
            words = f"phone {self.number}, sentence {len(self.sent) + 1}"
            self.sent.append(words)
            self.waits_since_s = time.monotonic()
            answer = await self._answer(client, words)
            self.answered_s, self.waits_since_s = time.monotonic(), None
            assert answer["ok"], answer
            self.acknowledged[words] = answer["seq"]
            await asyncio.sleep(chance.uniform(*THINKS_S))

    async def _answer(self, client: httpx.AsyncClient, words: str) -> Any:
        body = {"seat": self.ticket, "key": f"key of {words}", "act": "decide",
                "args": {"action": "record", "says": words}, "basis_seq": None}  # fmt: skip
        while True:
            try:
                answer = await client.post("/live/act", json=body, timeout=ANSWER_S)
                if answer.status_code == 200:
                    return answer.json()
            except httpx.HTTPError:
                pass
            self.repeated += 1
            await asyncio.sleep(RETRY_S)


@dataclass
class Kills:
    """What was measured: seconds until the last phone had a view, and an answer where it waited for one."""

    view_s: list[float] = field(default_factory=list)
    answer_s: list[float] = field(default_factory=list)
    start_s: list[float] = field(default_factory=list)
    said: int = 0
    repeated: int = 0


def begun(data: str) -> tuple[str, list[str]]:
    """An exercise that has begun, with forty participants: its stream and their tickets."""
    store = Store.open(data)
    house = House(Core(store))
    exercise = house.create("cedar-hollow-storm", {"minutes": 45, "seed": 7})
    roles = [one["role"] for one in house.live.roles(exercise)]
    code = house.live.codes(exercise.stream)["participant"]
    tickets = [house.join(code, roles[n % len(roles)], None, "127.0.0.1").ticket for n in range(SEATS)]
    desk = house.placed(house.facilitate(exercise.stream))
    assert desk is not None
    for number in range(2):
        view = exercise.view(desk.seat, house.now_ms())
        args = {"confirm_t_ms": view["next"]["t_ms"]}
        assert exercise.act(desk.seat, "next", args, f"begin-{number}", None, house.now_ms()).refused is None
    store.close()
    return exercise.stream, tickets


async def killing(data: str, folder: Path, tickets: list[str], times: int) -> tuple[list[Participant], Kills]:
    """Kill the server so many times at random moments, and wait each time until everybody goes on."""
    port, chance, stop, kills = free_port(), random.Random(5), asyncio.Event(), Kills()
    phones = [Participant(number, ticket) for number, ticket in enumerate(tickets)]
    served = [_start(data, folder, port)]
    limits = httpx.Limits(max_connections=None)
    try:
        await _listening(served[-1])
        async with httpx.AsyncClient(base_url=served[-1].base, limits=limits) as client, asyncio.TaskGroup() as tasks:
            streams = [tasks.create_task(one.listens(client)) for one in phones]
            deciding = [tasks.create_task(one.decides(client, chance, stop)) for one in phones]
            for _ in range(times):
                await asyncio.sleep(chance.uniform(*LIVES_S))
                await asyncio.to_thread(served[-1].end)
                began_s = time.monotonic()
                served.append(_start(data, folder, port))
                kills.start_s.append(await _listening(served[-1]) - began_s)
                await _all_back(phones, kills)
            stop.set()
            await asyncio.gather(*deciding)
            for one in streams:
                one.cancel()
    finally:
        if served[-1].process.poll() is None:
            served[-1].end()
    kills.said, kills.repeated = sum(len(one.sent) for one in phones), sum(one.repeated for one in phones)
    return phones, kills


def _start(data: str, folder: Path, port: int) -> Served:
    """`Served` keeps its working folder by the data's; a PostgreSQL address has none."""
    made = Served(folder / "e.db", port) if "://" not in data else Served(folder / "none", port, "--data", data)
    return made


async def _listening(served: Served) -> float:
    """When the server took its first connection (monotonic seconds)."""
    host, port = "127.0.0.1", int(served.base.rpartition(":")[2])
    ends = time.monotonic() + STARTS_S
    while time.monotonic() < ends:
        assert served.process.poll() is None, served.process.communicate()
        try:
            _, writer = await asyncio.open_connection(host, port)
        except OSError:
            await asyncio.sleep(0.02)
            continue
        writer.close()
        return time.monotonic()
    raise AssertionError("the server did not start")


async def _all_back(phones: list[Participant], kills: Kills) -> None:
    """Until every phone has a view of the new server, and an answer where it waited for one."""
    since_s = time.monotonic()
    waiting = {one.number: one.waits_since_s for one in phones if one.waits_since_s is not None}
    while time.monotonic() < since_s + SEATS_BACK_S:
        unseen = [one for one in phones if one.viewed_s < since_s]
        unanswered = [one for one in phones if one.number in waiting and one.answered_s < since_s]
        if not unseen and not unanswered:
            break
        await asyncio.sleep(0.02)
    kills.view_s.append(max(one.viewed_s for one in phones) - since_s if not unseen else SEATS_BACK_S)
    answers = [one.answered_s - since_s for one in phones if one.number in waiting]
    kills.answer_s.append(max(answers, default=0.0) if not unanswered else SEATS_BACK_S)


def first_views(kills: Kills) -> str:
    """The figures in a line."""
    return (
        f"{len(kills.view_s)} kills, {kills.said} decisions, {kills.repeated} repeated: every seat had a view again "
        f"after at most {max(kills.view_s):.2f} s, whoever waited an answer after at most {max(kills.answer_s):.2f} s; "
        f"the server listened {max(kills.start_s):.1f} s after its start at the latest"
    )


def check(data: str, folder: Path, times: int) -> None:
    """The whole test on one database."""
    stream, tickets = begun(data)
    with ThreadPoolExecutor(1) as aside:  # a browser of another test may have a loop running here
        phones, kills = aside.submit(asyncio.run, killing(data, folder, tickets, times)).result()
    print(f"\n{data.partition(':')[0] if '://' in data else 'sqlite'}: {first_views(kills)}")
    store = Store.open(data)
    entries = store.entries(stream)
    store.close()
    decisions = [(one.payload["decision"]["says"], one.seq) for one in entries if one.kind == "decision"]
    logged, often = dict(decisions), Counter(words for words, _ in decisions)
    seqs = [one.seq for one in entries]
    acknowledged = {words: seq for one in phones for words, seq in one.acknowledged.items()}
    assert acknowledged == logged, "what was acknowledged is what is in the log, with the same numbers"
    assert sorted(logged) == sorted(words for one in phones for words in one.sent)
    assert set(often.values()) == {1}
    assert seqs == list(range(seqs[0], seqs[0] + len(seqs)))
    assert max(kills.view_s) < SEATS_BACK_S and max(kills.answer_s) < SEATS_BACK_S, json.dumps(kills.__dict__)


@pytest.mark.browser
def test_three_kills_on_sqlite(tmp_path: Path) -> None:
    check(str(tmp_path / "e.db"), tmp_path, 3)


@pytest.mark.postgres
def test_three_kills_on_postgres(tmp_path: Path, database_url: str) -> None:  # noqa: F811
    check(database_url, tmp_path, 3)


@pytest.mark.full
def test_twenty_kills_on_sqlite(tmp_path: Path) -> None:
    check(str(tmp_path / "e.db"), tmp_path, 20)


@pytest.mark.full
def test_twenty_kills_on_postgres(tmp_path: Path, database_url: str) -> None:  # noqa: F811
    check(database_url, tmp_path, 20)
