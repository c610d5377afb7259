"""The fake core behind a real server in a process of its own, to be killed.

`python -m tests.dashboard.fake_server PORT FILE` starts one.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx

DESK = "fake.desk"
"""The ticket of the facilitator's seat, which is always there."""
ROOT = Path(__file__).resolve().parents[2]


def main(port: int, path: Path) -> None:
    from dashboard.serve import bind, serve
    from dashboard.web.house import House
    from tests.dashboard.fake import STREAM, FakeExercise, FakeLive

    exercise = FakeExercise(path)
    exercise.append("join", {"token": "desk", "kind": "facilitator", "role": None}, "desk")
    serve(House(FakeLive({STREAM: exercise}), address=f"http://localhost:{port}"), bind("127.0.0.1", port))


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


class Process:
    """A server process; `kill` ends it as a power cut would."""

    def __init__(self, port: int, path: Path) -> None:
        self.base = f"http://127.0.0.1:{port}"
        self._command = [sys.executable, "-m", "tests.dashboard.fake_server", str(port), str(path)]
        self.start()

    def start(self) -> None:
        environ = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}
        self._process = subprocess.Popen(self._command, cwd=ROOT, env=environ, start_new_session=True)
        ends = time.monotonic() + 30
        while time.monotonic() < ends:
            try:
                httpx.get(self.base + "/live/health", timeout=1)
                return
            except httpx.HTTPError:
                time.sleep(0.1)
        raise AssertionError("the server did not start")

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()

    def interrupt(self) -> int:
        """Ctrl+C; the exit code."""
        self._process.send_signal(signal.SIGINT)
        return self._process.wait(10)


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
