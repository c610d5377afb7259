"""`hotwash serve` as a process of its own, over the real core: killed, started again, and listened to."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from dashboard.web.core import Core
from dashboard.web.house import House
from simulator.store import Store
from tests.dashboard.fake_server import ROOT, free_port
from tests.dashboard.served import Running, running

SCENARIO = "cedar-hollow-storm"
CODED = ("participant", "evaluator", "observer", "projector")


class Clock:
    """Room time by hand."""

    def __init__(self) -> None:
        self.ms = 1_800_000_000_000

    def __call__(self) -> int:
        return self.ms


@pytest.fixture(scope="module")
def real(tmp_path_factory):
    """The server over the real core, on a clock by hand, with one exercise of the sample."""
    clock = Clock()
    store = Store.open(tmp_path_factory.mktemp("real") / "e.db", clock=clock)
    house = House(Core(store), now_ms=clock)
    house.create(SCENARIO, {"minutes": 45, "seed": 7})
    with running(house) as made:
        yield made, clock
    store.close()


def stream_of(server: Running) -> str:
    return server.house.live.listed()[0].stream


def codes_of(server: Running) -> dict[str, str]:
    return dict(server.house.live.codes(stream_of(server)))


def step(server: Running, desk: str, clock: Clock, number: int) -> None:
    """Next, as it was shown, and then what it shows comes to pass."""
    view = server.house.placed(desk).exercise.view(server.house.placed(desk).seat, clock())
    answer = server.act(desk, "next", f"step-{number}", confirm_t_ms=view["next"]["t_ms"])
    assert answer["ok"], answer
    clock.ms += 60_000


def test_each_kind_of_seat_gets_its_page(real) -> None:
    server, _ = real
    desk = server.house.facilitate(stream_of(server))
    assert server.read(desk).next()["kind"] == "desk"
    for kind in CODED:
        seat = server.seat(codes_of(server)[kind], "principal" if kind == "participant" else None)
        page = "phone" if kind == "participant" else kind
        assert server.read(seat).next()["kind"] == page


def test_nothing_of_the_future_goes_to_anybody_but_the_desk(real) -> None:
    """Every text of a message that was not released yet is a canary."""
    server, clock = real
    stream = stream_of(server)
    exercise = server.house.exercise(stream)
    desk = server.house.facilitate(stream)
    readers = [server.read(server.seat(codes_of(server)[kind], "principal" if kind == "participant" else None))
               for kind in CODED]  # fmt: skip
    for number in range(4):
        step(server, desk, clock, number)
        seq = server.act(desk, "note", f"note-{number}", text="a private note of the facilitator, canary-note")["seq"]
        for reader in readers:
            reader.until(lambda view, seq=seq: view["seq"] >= seq)
    view = server.read(desk).next()
    ahead = [one["text"] for one in view["messages"] if one["state"] in ("waiting", "due", "kept_back", "not_reached")]
    wire = "\n".join("\n".join(reader.raw) for reader in readers)
    assert ahead
    assert len(wire) > 1000
    for text in filter(None, ahead):
        assert json.dumps(text)[1:-1] not in wire
        assert text not in wire
    assert "canary-note" not in wire
    assert exercise.stream == stream


def test_no_seat_of_another_kind_does_what_is_the_facilitators(real) -> None:
    server, _ = real
    before = len(server.house.exercise(stream_of(server)).core().entries)
    for kind in CODED:
        seat = server.seat(codes_of(server)[kind], "principal" if kind == "participant" else None)
        for name in ("next", "release", "end", "go_on", "withdraw", "show", "jump", "rule", "what_if"):
            assert server.act(seat, name, f"{kind}-{name}")["ok"] is False
    after = server.house.exercise(stream_of(server)).core().entries[before:]
    assert {entry.kind for entry in after} == {"seat"}


def test_a_participant_gets_no_plan_and_only_its_own_actions(real) -> None:
    server, _ = real
    seat = server.seat(codes_of(server)["participant"], "principal")
    found = server.get("/live/plan.json", params={"seat": seat}).json()
    assert "plan" not in found
    assert found["actions"]
    desk = server.get("/live/plan.json", params={"seat": server.house.facilitate(stream_of(server))}).json()
    assert desk["plan"]["levels"]
    assert desk["what"]["principal"]


class Served:
    """`hotwash serve` in a process of its own."""

    def __init__(self, data: Path, port: int, *more: str, passcode: str | None = None) -> None:
        self.base = f"http://127.0.0.1:{port}"
        command = [sys.executable, "-m", "simulator.cli", "serve", "--data", str(data), "--port", str(port), *more]
        environ = {**os.environ, "PYTHONPATH": str(ROOT)} | ({"HOTWASH_PASSCODE": passcode} if passcode else {})
        self.process = subprocess.Popen(
            command, cwd=data.parent, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            stdin=subprocess.DEVNULL,
        )  # fmt: skip

    def wait(self) -> float:
        """Seconds until it answered."""
        began = time.monotonic()
        while time.monotonic() - began < 60:
            assert self.process.poll() is None, self.process.communicate()
            try:
                httpx.get(self.base + "/live/health", timeout=1)
                return time.monotonic() - began
            except httpx.HTTPError:
                time.sleep(0.05)
        raise AssertionError("it did not start")

    def end(self, by: int = signal.SIGKILL) -> tuple[int, str, str]:
        self.process.send_signal(by)
        said, complained = self.process.communicate(timeout=15)
        return self.process.returncode, said, complained


@pytest.fixture
def serving(tmp_path):
    """Starts servers, and leaves none behind."""
    made: list[Served] = []

    def start(port: int, *more: str, passcode: str | None = None) -> Served:
        made.append(Served(tmp_path / "e.db", port, *more, passcode=passcode))
        return made[-1]

    yield start
    for one in made:
        if one.process.poll() is None:
            one.end()


def test_a_killed_server_comes_back_with_the_same_seat_and_every_acknowledged_entry(serving, tmp_path) -> None:
    data, port = tmp_path / "e.db", free_port()
    store = Store.open(data)
    house = House(Core(store))
    stream = house.create(SCENARIO, {"minutes": 45}).stream
    desk = house.facilitate(stream)
    store.close()
    server = serving(port)
    server.wait()
    body = {"seat": desk, "key": "k1", "act": "note", "args": {"text": "said before the power cut"}, "basis_seq": 0}
    first = httpx.post(server.base + "/live/act", json=body, timeout=30).json()
    assert first["ok"], first
    server.end()
    server = serving(port)
    server.wait()
    again = httpx.post(server.base + "/live/act", json=body, timeout=30).json()
    assert (again["ok"], again["seq"]) == (True, first["seq"])
    with httpx.stream("GET", f"{server.base}/live/events?seat={desk}", timeout=30) as stream_of_views:
        line = next(line for line in stream_of_views.iter_lines() if line.startswith('data: {"kind"'))
    assert json.loads(line.removeprefix("data: "))["seq"] == first["seq"]
    code, said, complained = server.end(signal.SIGINT)
    assert code == 0, complained
    assert "Traceback" not in complained
    assert f"http://localhost:{port}" in said
    assert "THIS IS AN EXERCISE" in said
    notes = [one for one in Store.open(data).entries(stream) if one.kind == "note"]
    assert len(notes) == 1


def test_a_taken_port_is_a_sentence(serving) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        server = serving(port)
        _, complained = server.process.communicate(timeout=60)
    assert server.process.returncode == 1
    assert f"Port {port} is taken" in complained
    assert "Traceback" not in complained


def test_lan_needs_a_passcode_and_then_shows_address_and_picture(serving, tmp_path) -> None:
    refused = serving(free_port(), "--lan")
    _, complained = refused.process.communicate(timeout=60)
    assert refused.process.returncode == 2
    assert "HOTWASH_PASSCODE" in complained
    short = serving(free_port(), "--lan", passcode="1234567")
    assert "at least 8" in short.process.communicate(timeout=60)[1]
    server = serving(free_port(), "--lan", passcode="quiet otter 9")
    server.wait()
    code, said, complained = server.end(signal.SIGTERM)
    assert re.search(r"http://\d+\.\d+\.\d+\.\d+:\d+", said), (said, complained)
    assert "█" in said or "▀" in said
    assert "quiet otter" not in said + complained
    assert b"quiet otter" not in (tmp_path / "e.db").read_bytes()
    assert code in (0, -signal.SIGTERM, 143)
