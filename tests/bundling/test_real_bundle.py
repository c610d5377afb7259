"""Real bundles: one is installed without an index and serves, one resolves for Windows. Both need pip's index."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from simulator.bundling import make_bundle, target_of

pytestmark = pytest.mark.full
LONGEST_S = 300.0


def quiet(text: str) -> None:
    pass


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def healthy(port: int, process: subprocess.Popen[bytes]) -> bool:
    """Whether the server answers before it ends or the time is over."""
    until = time.monotonic() + LONGEST_S
    while process.poll() is None and time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/live/health", timeout=5) as answer:
                return bool(json.load(answer)["ok"])
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    return False


@pytest.mark.skipif(os.name == "nt", reason="runs start.sh")
def test_a_bundle_installs_without_an_index_in_an_empty_folder_and_serves(tmp_path: Path) -> None:
    make_bundle(tmp_path / "made", target_of(None, None), quiet, quiet)
    folder = tmp_path / "carried elsewhere"
    shutil.move(tmp_path / "made", folder)
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "python3").symlink_to(Path(sys.base_prefix, "bin", f"python{sys.version_info[0]}"))
    environ = {"PATH": f"{programs}:/usr/bin:/bin", "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data")}
    port = free_port()
    said = tmp_path / "said"
    with said.open("wb") as log, subprocess.Popen(
        ["sh", str(folder / "start.sh"), "--port", str(port)], cwd=tmp_path, env=environ, stdout=log, stderr=log
    ) as process:  # fmt: skip
        try:
            assert healthy(port, process), said.read_text()
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(30)
    assert (folder / ".venv/ready").is_file()


def test_every_wheel_resolves_for_windows(tmp_path: Path) -> None:
    made = make_bundle(tmp_path / "made", target_of("windows", None), quiet, quiet)
    wheels = [path.name for path in (made.folder / "wheels").glob("*.whl")]
    assert len(wheels) == made.wheels > 50
    assert all(name.endswith(("-any.whl", "-win_amd64.whl")) for name in wheels)
    assert any(name.startswith("colorama-") for name in wheels), "click asks for it on Windows alone"
