"""A bundle's lists and files, without a network: pip finds tiny wheels in a folder."""

from __future__ import annotations

import importlib.metadata
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from simulator.bundling import make_bundle, own, target_of
from simulator.bundling.fetching import fetch, missing, pinned, read
from simulator.bundling.pip import UNREACHABLE, CannotBundle, sentence
from simulator.bundling.start_files import write_start_files
from simulator.bundling.target import Target
from simulator.errors import Refused

HERE = Target(windows=False, python="3.11")
WINDOWS = Target(windows=True, python="3.11")


def quiet(text: str) -> None:
    pass


def wheel(folder: Path, name: str, version: str, *requires: str, python: str = ">=3.11") -> Path:
    """A wheel with nothing in it but what it asks for."""
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}-{version}-py3-none-any.whl"
    about = f"{name}-{version}.dist-info"
    asked = "".join(f"Requires-Dist: {line}\n" for line in requires)
    metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\nRequires-Python: {python}\n{asked}"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{about}/METADATA", metadata)
        archive.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{about}/RECORD", "")
    return path


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which pip looks, and nowhere else."""
    folder = tmp_path / "index"
    wheel(folder, "hw_lamp", "1.0", "hw-bulb>=2", 'hw-winonly>=1; sys_platform == "win32"')
    wheel(folder, "hw_bulb", "2.5", 'hw-extra; extra == "bright"')
    wheel(folder, "hw_winonly", "1.2")
    wheel(folder, "hw_extra", "3.0")
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


def names(folder: Path) -> set[str]:
    return {path.name.split("-")[0] for path in folder.glob("*.whl")}


def test_conditions_are_weighed_for_the_target_and_not_for_this_machine(index: Path, tmp_path: Path) -> None:
    for target, extra in ((HERE, set()), (WINDOWS, {"hw_winonly"})):
        folder = tmp_path / target.words
        top = wheel(folder, "hw_top", "1", "hw-lamp")
        assert fetch(top, folder, target, quiet, quiet) == 2 + len(extra)
        assert names(folder) == {"hw_top", "hw_lamp", "hw_bulb"} | extra


def test_an_extra_brings_what_it_asks_for_and_the_tests_are_left_out(index: Path, tmp_path: Path) -> None:
    folder = tmp_path / "wheels"
    top = wheel(folder, "hw_top", "1", "hw-bulb[bright]", 'hw-lamp; extra == "test"')
    fetch(top, folder, HERE, quiet, quiet)
    assert names(folder) == {"hw_top", "hw_bulb", "hw_extra"}


def test_what_two_ask_for_is_asked_for_together(tmp_path: Path) -> None:
    here = {"a": read(wheel(tmp_path, "a", "1", "c>=2"))}
    lacking = missing(read(wheel(tmp_path, "top", "1", "a", "c<4")), here, HERE)
    assert {str(part) for part in lacking["c"].specifier} == {">=2", "<4"}


def test_a_version_that_another_cannot_use_is_told(tmp_path: Path) -> None:
    here = {"a": read(wheel(tmp_path, "a", "1"))}
    with pytest.raises(CannotBundle, match="top asks for a>=2, and the version here is 1"):
        missing(read(wheel(tmp_path, "top", "1", "a>=2")), here, HERE)


def test_what_is_installed_here_is_pinned() -> None:
    (needed,) = read_one("numpy>=2.1")
    assert pinned(needed) == f"numpy=={importlib.metadata.version('numpy')}"
    (needed,) = read_one("hw-nowhere>=2")
    assert pinned(needed) == "hw-nowhere>=2"


def read_one(text: str):  # type: ignore[no-untyped-def]
    from packaging.requirements import Requirement

    return (Requirement(text),)


def test_a_package_that_is_nowhere_becomes_a_sentence_and_leaves_nothing(
    index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def own_wheel(folder: Path, step: object) -> Path:
        return wheel(folder, "hw_top", "1", "hw-nowhere")

    monkeypatch.setattr("simulator.bundling.own_wheel", own_wheel)
    empty = tmp_path / "empty"
    empty.mkdir()
    for folder in (empty, tmp_path / "new"):
        with pytest.raises(CannotBundle, match="no ready-made wheel of hw-nowhere"):
            make_bundle(folder, HERE, quiet, quiet)
    assert list(empty.iterdir()) == []
    assert not (tmp_path / "new").exists()


def test_a_whole_folder_is_made(index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulator.bundling.own_wheel", lambda folder, step: wheel(folder, "hw_top", "1", "hw-lamp"))
    said: list[str] = []
    made = make_bundle(tmp_path / "b", WINDOWS, said.append, quiet)
    assert made.wheels == 4
    assert {path.name for path in made.folder.iterdir()} == {"wheels", "start.sh", "start.bat", "READ-ME.txt"}
    assert said[1:] == ["Fetching 1 packages for 64-bit Windows with Python 3.11", "Fetching 2 more that those need"]


def test_a_folder_that_holds_something_is_refused_and_kept(tmp_path: Path) -> None:
    kept = tmp_path / "mine.txt"
    kept.write_text("mine")
    with pytest.raises(Refused, match="not empty"):
        make_bundle(tmp_path, HERE, quiet, quiet)
    with pytest.raises(Refused, match="is a file"):
        make_bundle(kept, HERE, quiet, quiet)
    assert kept.read_text() == "mine"


@pytest.mark.parametrize("sign", UNREACHABLE)
def test_no_network_is_called_no_network(sign: str) -> None:
    assert "could not be reached" in sentence(f"WARNING {sign}\nERROR: No matching distribution found for numpy")


@pytest.mark.parametrize(("python", "words"), [("3.10", "3.11 or newer"), ("3", "written as"), ("new", "written as")])
def test_a_python_that_cannot_be_is_refused(python: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        target_of(None, python)


def test_the_python_is_this_one_unless_told() -> None:
    assert target_of("windows", None) == Target(True, "{}.{}".format(*sys.version_info[:2]))
    assert target_of(None, "3.13") == Target(False, "3.13")


@pytest.mark.parametrize("target", [HERE, WINDOWS], ids=["here", "windows"])
def test_the_start_files_are_filled_and_as_each_system_reads_them(target: Target, tmp_path: Path) -> None:
    write_start_files(tmp_path, target)
    script, batch, page = (tmp_path / name for name in ("start.sh", "start.bat", "READ-ME.txt"))
    assert subprocess.run(["sh", "-n", str(script)], check=False).returncode == 0
    assert script.stat().st_mode & 0o111
    assert b"\r" not in script.read_bytes()
    assert batch.read_bytes().count(b"\r\n") == batch.read_bytes().count(b"\n")
    for path in (script, batch, page):
        text = path.read_text()
        assert "3.11" in text
        assert not any(f"@{word}@" in text for word in ("PYTHON", "FITS", "WORDS", "ASK", "PLACE", "START", "NOTE"))
    assert all("--no-index --find-links" in path.read_text() for path in (script, batch))
    labels = {line[1:] for line in batch.read_text().splitlines() if line.startswith(":")}
    gone_to = {line.rsplit("goto ", 1)[1] for line in batch.read_text().splitlines() if "goto " in line}
    assert gone_to <= labels
    assert ("start.bat --lan" in page.read_text()) == target.windows


def test_an_installed_wheel_is_packed_again(tmp_path: Path) -> None:
    site = tmp_path / "site"
    about = site / "hotwash-9.9.dist-info"
    (site / "simulator/__pycache__").mkdir(parents=True)
    about.mkdir()
    (site / "simulator/a.py").write_text("A = 1\n")
    (site / "simulator/__pycache__/a.pyc").write_text("")
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: hotwash\nVersion: 9.9\nRequires-Dist: simpy\n")
    (about / "INSTALLER").write_text("pip")
    files = ("simulator/a.py", "simulator/__pycache__/a.pyc", "../../bin/hotwash", "METADATA", "INSTALLER", "RECORD")
    rows = [name if "/" in name else f"{about.name}/{name}" for name in files]
    (about / "RECORD").write_text("".join(f"{row},,\n" for row in rows))
    (installed,) = importlib.metadata.distributions(path=[str(site)])
    made = own.packed_again(installed, tmp_path)
    with zipfile.ZipFile(made) as archive:
        kept = ["simulator/a.py", f"{about.name}/METADATA", f"{about.name}/RECORD"]
        assert archive.namelist() == kept
        record = archive.read(f"{about.name}/RECORD").decode().splitlines()
    assert [row.split(",")[0] for row in record] == kept
    assert read(made).version == "9.9"
    (site / "simulator/a.py").unlink()
    with pytest.raises(CannotBundle, match="is missing"):
        own.packed_again(installed, tmp_path)
