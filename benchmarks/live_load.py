"""A live exercise with 40 participants on a real server: how long from a click until every screen has painted it.

`python -m benchmarks.live_load` starts `hotwash serve --lan` on loopback with an hour for 1,500 people, seats 40
participants (each with a Streamlit websocket and an event stream; five of them are Chromium with both of its own), the
facilitator, an evaluator and the projector, plays, has decisions recorded at random, and prints a table and a line of
JSON. `--seconds`, `--rate` (decisions per second of the whole room), `--scenario`, `--data` (a PostgreSQL address).
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from playwright.async_api import async_playwright

from benchmarks.live_browser import CHROMIUM, FLAGS, Screen, open_screen, says
from benchmarks.live_seats import Seat, Stream, Visit, acts, decision, sits
from benchmarks.live_server import Served, made
from simulator.store import Store

SCENARIO = Path(__file__).parent / "scenarios" / "live-hour.yaml"
PARTICIPANTS = 40
IN_CHROMIUM = 5
FROM_CHROMIUM = 0.4
"""The share of decisions that are clicked in a browser."""
SHARES = (0.5, 0.95, 1.0)
SETTLE_S = 3.0
BEAT_S = 12.0
"""How often the facilitator moves the clock."""
PHONE, DESK, WALL = (390, 844), (1366, 768), (1920, 1080)


@dataclass
class Said:
    """One decision: its mark, when it was clicked or sent, when it was acknowledged, and its entry."""

    mark: str
    by: str
    at_s: float | None = None
    acknowledged_s: float | None = None
    seq: int | None = None


@dataclass
class Room:
    """Everything that is open while the load runs."""

    base: str
    desk: Seat
    client: httpx.AsyncClient
    seats: list[Seat] = field(default_factory=list)
    streams: list[Stream] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    screens: list[Screen] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    refused: int = 0
    keys: int = 0

    def key(self) -> str:
        self.keys += 1
        return f"load-key-{self.keys}"


async def seat_everybody(room: Room, codes: dict[str, str], tasks: asyncio.TaskGroup) -> list[asyncio.Task[None]]:
    """Forty participants over the played roles, and the other seats; those that Chromium opens are only joined."""
    answer = (await room.client.post("/live/join", json={"code": codes["participant"]})).json()
    roles = [one["role"] for one in answer["roles"]]
    for number in range(PARTICIPANTS):
        seat = await sits(room.client, codes["participant"], roles[number % len(roles)], f"Seat {number + 1}")
        seat.actions = (await room.client.get("/live/plan.json", params={"seat": seat.ticket})).json()["actions"]
        room.seats.append(seat)
    others = [await sits(room.client, codes[kind], None, kind) for kind in ("evaluator", "projector")]
    running = []
    for seat in [*room.seats[IN_CHROMIUM:], room.desk, *others]:
        room.streams.append(Stream(room.base, seat.ticket))
        running.append(tasks.create_task(room.streams[-1].stay()))
        if not seat.url.startswith("/projector"):
            room.visits.append(Visit(room.base, seat.url))
            running.append(tasks.create_task(room.visits[-1].stay()))
    room.seats.extend(others)
    await asyncio.gather(*(asyncio.wait_for(visit.finished.wait(), 60) for visit in room.visits))
    return running


async def open_screens(room: Room, browser: Any) -> None:
    """Five phones, and the two screens that everybody looks at."""
    for number, seat in enumerate(room.seats[:IN_CHROMIUM]):
        ready = "button:has-text('Say what you do')"
        room.screens.append(await open_screen(browser, f"phone {number + 1}", room.base + seat.url, PHONE, ready))
    room.screens.append(await open_screen(browser, "desk", room.base + room.desk.url, DESK, ".desk .next"))
    wall = room.seats[-1]
    room.screens.append(await open_screen(browser, "projector", room.base + wall.url, WALL, ".screen .clock"))


async def facilitates(room: Room, name: str, **args: Any) -> dict[str, Any]:
    """The facilitator does something."""
    return await acts(room.client, room.desk, name, args, room.key())


def view_of(room: Room) -> dict[str, Any]:
    """The desk's latest view."""
    return room.streams[PARTICIPANTS - IN_CHROMIUM].view()


async def begin(room: Room) -> None:
    """The first message is out, the order is given and the call is placed: the whole incident takes its course."""
    for _ in range(2):
        await asyncio.sleep(1)
        await facilitates(room, "next", confirm_t_ms=view_of(room)["next"]["t_ms"])
    for role, action, fields in (
        ("dean", "announce", {"what": "lockdown"}), ("secretary", "call_911", {"says": ["what", "where", "door"]}),
    ):  # fmt: skip
        await facilitates(room, "decide", role=role, action=action, fields=fields)
    await asyncio.sleep(2)


async def moves(room: Room, chance: random.Random) -> None:
    """The facilitator goes on, lets it run, and holds, for ever."""
    while True:
        await asyncio.sleep(BEAT_S)
        view = view_of(room)
        if view["clock"]["state"] == "moving":
            await facilitates(room, "hold")
        elif view["next"] is not None and chance.random() < 0.5:
            await facilitates(room, "next", confirm_t_ms=view["next"]["t_ms"])
        else:
            await facilitates(room, "run_on")


async def decides(room: Room, number: int, chance: random.Random) -> None:
    """One decision, by a click in a browser or by the request that one sends."""
    free = [screen for screen in room.screens if screen.name.startswith("phone") and not screen.busy]
    mark = f"load-{number}"
    if free and chance.random() < FROM_CHROMIUM:
        screen = chance.choice(free)
        screen.busy = True
        room.said.append(Said(mark, screen.name))
        await says(screen, mark)
        screen.busy = False
        return
    seat = chance.choice(room.seats[IN_CHROMIUM:PARTICIPANTS])
    one = Said(mark, "request", time.time())
    answer = await acts(room.client, seat, "decide", decision(seat, mark, chance), room.key())
    if answer["ok"]:
        one.acknowledged_s, one.seq = time.time(), answer["seq"]
        room.said.append(one)
    else:
        room.refused += 1


async def load(room: Room, seconds: float, rate: float, chance: random.Random) -> None:
    """Decisions at random instants, on average `rate` in a second, whatever became of the ones before."""
    ends, number, pending = time.monotonic() + seconds, 0, set[asyncio.Task[None]]()
    while time.monotonic() < ends:
        await asyncio.sleep(chance.expovariate(rate))
        number += 1
        pending.add(asyncio.create_task(decides(room, number, chance)))
        done = {task for task in pending if task.done()}
        for task in done:
            task.result()
        pending -= done
    await asyncio.gather(*pending)
    await asyncio.sleep(SETTLE_S)


async def measured(base: str, desk: str, codes: dict[str, str], served: Served, asked: argparse.Namespace) -> Any:
    """Everything, from the first seat to the last figure but the entries of clicked decisions."""
    chance = random.Random(asked.seed)
    limits = httpx.Limits(max_connections=80)
    async with httpx.AsyncClient(base_url=base, headers={"Origin": base}, limits=limits, timeout=30) as client:
        room = Room(base, Seat(desk, f"/run?seat={desk}"), client)
        async with async_playwright() as playwright, asyncio.TaskGroup() as tasks:
            running = await seat_everybody(room, codes, tasks)
            browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            await open_screens(room, browser)
            await begin(room)
            running.append(tasks.create_task(moves(room, chance)))
            before, began = served.cpu_s(), time.monotonic()
            await load(room, asked.seconds, asked.rate, chance)
            took_s, after = time.monotonic() - began, served.cpu_s()
            cpu = [(now - then) / took_s for now, then in zip(after, before, strict=True)]
            memory = served.memory_mb()
            for screen in room.screens:
                await screen.collect()
            for task in running:
                task.cancel()
            await browser.close()
        return room, cpu, memory


def entries_of(room: Room, data: str, stream: str) -> None:
    """The entries of what was clicked, from the log, and the instants of the clicks, from the pages."""
    store = Store.open(data)
    texts = [(entry.seq, json.dumps(entry.payload)) for entry in store.entries(stream) if entry.kind == "decision"]
    store.close()
    clicks = {mark: at for screen in room.screens for mark, at in screen.marks["clicks"].items()}
    for one in room.said:
        found = [seq for seq, text in texts if f"{one.mark} " in text or f'{one.mark}"' in text]
        assert len(found) == 1, f"{one.mark} is {len(found)} times in the log"
        one.seq = found[0]
        one.at_s = clicks.get(one.mark, one.at_s)


def spans(room: Room) -> dict[str, list[float]]:
    """The spans in seconds, by what was waited for; a screen that never showed something counts as an hour."""
    clicked = [one for one in room.said if one.by != "request"]
    screens = {screen.name: screen for screen in room.screens}

    def since(one: Said, at: float | None) -> float:
        assert one.at_s is not None
        return 3600.0 if not at else at - one.at_s

    return {
        "sent -> acknowledged": [since(one, one.acknowledged_s) for one in room.said if one.by == "request"],
        "sent -> event arrived, other seats": [
            since(one, stream.came(one.seq or 0)) for one in room.said for stream in room.streams
        ],
        "click -> words painted on the own phone": [
            since(one, screens[one.by].marks["words"].get(one.mark)) for one in clicked
        ],
        "click -> words painted on the desk": [
            since(one, screens["desk"].marks["words"].get(one.mark)) for one in room.said
        ],
        "click -> view painted, all screens": [
            since(one, screen.painted(one.seq or 0)) for one in room.said for screen in room.screens
        ],
        "click -> view painted, the last screen": [
            max(since(one, screen.painted(one.seq or 0)) for screen in room.screens) for one in room.said
        ],
    }  # fmt: skip


def at_share(values: Sequence[float], share: float) -> float:
    """The value below which a share of all lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")


def table(found: dict[str, list[float]]) -> Iterable[str]:
    """A line for each span."""
    yield f"{'':42}{'n':>7}{'p50 ms':>9}{'p95 ms':>9}{'max ms':>9}"
    for name, values in found.items():
        figures = "".join(f"{at_share(values, share) * 1000:9.0f}" for share in SHARES)
        yield f"{name:42}{len(values):7}{figures}"


def main() -> None:
    """Measure once, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--rate", type=float, default=0.5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--scenario", default=str(SCENARIO))
    parser.add_argument("--data")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data = asked.data or str(Path(folder) / "e.db")
        stream, desk, codes = made(data, asked.scenario)
        served = Served(data)
        try:
            served.wait()
            room, (own, others), (held, most) = asyncio.run(measured(served.base, desk, codes, served, asked))
        finally:
            served.end()
        entries_of(room, data, stream)
    report(asked, room, (own, others), (held, most))


def report(asked: argparse.Namespace, room: Room, cores: tuple[float, float], memory_mb: tuple[float, float]) -> None:
    """The table, and the same as a line of JSON."""
    found, load = spans(room), os.getloadavg()[0]
    print(f"{len(room.said)} decisions ({room.refused} more refused) in {asked.seconds:.0f} s; {len(room.visits)} "
          f"websockets, {len(room.streams)} event streams; {len(room.screens)} pages in Chromium")  # fmt: skip
    print("\n".join(table(found)))
    print(
        f"server: {cores[0]:.2f} of a core, its worker of the lowest priority {cores[1]:.2f}; load average {load:.1f}"
    )
    print(f"memory: {memory_mb[0]:.0f} MB held by both, {memory_mb[1]:.0f} MB at most by the server")
    figures: dict[str, Any] = {"seconds": asked.seconds, "rate": asked.rate, "decisions": len(room.said)}
    figures["spans_s"] = {
        name: [round(at_share(all_, one), 3) for one in SHARES] for name, all_ in found.items() if all_
    }
    figures |= {
        "server_cores": round(cores[0], 3),
        "worker_cores": round(cores[1], 3),
        "server_mb": round(memory_mb[1]),
    }
    print(json.dumps({**figures, "load_average": load}))


if __name__ == "__main__":
    main()
