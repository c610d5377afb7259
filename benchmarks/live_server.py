"""The server of the load generator: a process of its own, what it uses, and the exercise that it serves."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx

from dashboard.web.core import Core
from dashboard.web.house import House
from simulator.store import Store


class Served:
    """`hotwash serve --lan` as a process of its own."""

    def __init__(self, data: str) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self.base = f"http://127.0.0.1:{port}"
        command = [sys.executable, "-m", "simulator.cli", "serve", "--lan", "--port", str(port), "--data", data]
        self.process = subprocess.Popen(
            command, env={**os.environ, "HOTWASH_PASSCODE": "only for measuring"}, stdout=subprocess.DEVNULL
        )

    def wait(self) -> None:
        """Until it answers."""
        for _ in range(600):
            assert self.process.poll() is None, "the server has ended"
            try:
                httpx.get(self.base + "/live/health", timeout=1)
                return
            except httpx.HTTPError:
                time.sleep(0.1)
        raise AssertionError("the server does not answer")

    def cpu_s(self) -> tuple[float, float]:
        """Processor time by now, all threads: the server's own, and of the processes that it has started."""
        own, ended = _cpu_s(self.process.pid)
        return own, ended + sum(sum(_cpu_s(pid)) for pid in self._children())

    def _children(self) -> list[int]:
        tasks = Path(f"/proc/{self.process.pid}/task").glob("*/children")
        return [int(pid) for task in tasks for pid in task.read_text().split()]

    def memory_mb(self) -> tuple[float, float]:
        """Memory held now, the processes that it has started among it, and at most by the server itself."""
        held = [_memory_mb(pid) for pid in (self.process.pid, *self._children())]
        return sum(now for now, _ in held), held[0][1]

    def end(self) -> None:
        """Ctrl+C."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait(20)


def _cpu_s(pid: int) -> tuple[float, float]:
    """Processor time of a process, and of those of its children that have ended."""
    fields = [int(one) for one in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:15]]
    ticks = os.sysconf("SC_CLK_TCK")
    return (fields[0] + fields[1]) / ticks, (fields[2] + fields[3]) / ticks


def _memory_mb(pid: int) -> tuple[float, float]:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    held = {name: value.split()[0] for name, _, value in (line.partition(":") for line in lines) if value.strip()}
    return int(held["VmRSS"]) / 1024, int(held["VmHWM"]) / 1024


def made(data: str, scenario: str) -> tuple[str, str, dict[str, str]]:
    """A new exercise in a database: its stream, the desk's ticket and the codes."""
    store = Store.open(data)
    house = House(Core(store))
    stream = house.create(scenario, {"minutes": 90, "seed": 7}).stream
    desk, codes = house.facilitate(stream), dict(house.live.codes(stream))
    store.close()
    return stream, desk, codes
