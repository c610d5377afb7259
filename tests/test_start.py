"""`start.py` sets Hotwash up on a bare machine: its pure parts, and what it hands on."""

import ast
import re
import sys
from pathlib import Path

import pytest

import start

SOURCE = Path(start.__file__).read_text(encoding="utf-8")


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "pyproject.toml").write_text("[project]")
    (tmp_path / "requirements.lock").write_text("simpy==4.1.2")
    return tmp_path


def test_an_old_python_can_read_it_far_enough_to_say_so():
    ast.parse(SOURCE, feature_version=(3, 7))
    assert "from __future__" not in SOURCE


def test_it_needs_only_the_standard_library():
    imported = [node for node in ast.walk(ast.parse(SOURCE)) if isinstance(node, ast.Import | ast.ImportFrom)]
    names = {name.name for node in imported if isinstance(node, ast.Import) for name in node.names}
    names |= {node.module for node in imported if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names


def test_it_asks_for_the_python_that_the_package_asks_for():
    requires = re.search(r'requires-python = ">=(\d+)\.(\d+)"', (start.ROOT / "pyproject.toml").read_text())
    assert tuple(map(int, requires.groups())) == start.OLDEST


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 14, 1), (4, 0)])
def test_new_pythons_are_welcome(version):
    assert start.old_python(version) is None


@pytest.mark.parametrize("version", [(3, 10, 13), (3, 6), (2, 7, 18)])
def test_old_pythons_are_told_which_one_is_needed(version):
    sentence = start.old_python(version)
    assert "3.11 or newer" in sentence
    assert f"Python {version[0]}.{version[1]}." in sentence


def test_a_python_without_venv_is_told_how_to_get_it():
    assert start.missing_venv(True) is None
    assert "python3-venv" in start.missing_venv(False)


@pytest.mark.parametrize("sign", start.UNREACHABLE)
def test_no_network_is_called_no_network(sign):
    output = f"WARNING: Retrying after connection broken by '{sign}'\nERROR: No matching distribution found\n"
    assert "could not be reached" in start.failed_install(output)


def test_other_failures_show_the_last_lines():
    sentence = start.failed_install("\n".join(f"line {number}" for number in range(20)))
    assert "line 19" in sentence
    assert "line 3" not in sentence


def test_programs_are_found_on_every_system():
    assert start.in_venv("hotwash", windows=False).parts[-3:] == (".venv", "bin", "hotwash")
    assert start.in_venv("hotwash", windows=True).parts[-3:] == (".venv", "Scripts", "hotwash.exe")


def test_the_fingerprint_follows_requirements_python_and_place(folder, tmp_path_factory):
    first = start.fingerprint(folder, "3.11")
    assert start.fingerprint(folder, "3.11") == first
    assert start.fingerprint(folder, "3.12") != first
    moved = tmp_path_factory.mktemp("moved")
    for name in ("pyproject.toml", "requirements.lock"):
        (moved / name).write_bytes((folder / name).read_bytes())
    assert start.fingerprint(moved, "3.11") != first
    (folder / "requirements.lock").write_text("simpy==4.1.3")
    assert start.fingerprint(folder, "3.11") != first


@pytest.mark.parametrize(
    ("installed", "asked", "enough"),
    [("", "", True), ("test", "", True), ("test", "test", True), ("", "test", False)],
)
def test_what_is_there_is_not_installed_again(tmp_path, installed, asked, enough):
    assert not start.is_set_up(tmp_path, asked, "print")
    start.marker(tmp_path, installed).write_text("print")
    assert start.is_set_up(tmp_path, asked, "print") is enough
    assert not start.is_set_up(tmp_path, asked, "another print")


def test_the_tests_run_in_the_checkout_and_commands_where_they_were_typed(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    command, place = start.program(["test", "-k", "door"])
    assert command[1:3] == ["-m", "pytest"]
    assert command[-2:] == ["-k", "door"]
    assert place == start.ROOT
    command, place = start.program(["demo", "--seed", "7"])
    assert command == [str(start.in_venv("hotwash")), "demo", "--seed", "7"]
    assert place == tmp_path


def test_exit_codes_are_handed_on():
    assert [start.exit_code(code) for code in (0, 3, -9)] == [0, 3, 137]


def test_main_sets_up_what_is_needed_and_returns_the_childs_code(monkeypatch):
    extras = []
    monkeypatch.setattr(start, "set_up", extras.append)
    monkeypatch.setattr(start.subprocess, "call", lambda command, cwd: 3)
    assert start.main(["check", "school.yaml"]) == 3
    assert start.main(["test"]) == 3
    assert extras == ["", "test"]


def test_main_says_why_it_cannot_start(monkeypatch, capsys):
    def refuse(extra):
        raise start.CannotStart("There is no network.")

    monkeypatch.setattr(start, "set_up", refuse)
    assert start.main(["demo"]) == 1
    assert capsys.readouterr().err == "There is no network.\n"


@pytest.mark.parametrize(("arguments", "code"), [([], 2), (["--help"], 0)])
def test_without_a_command_it_says_how_it_is_used(arguments, code, capsys):
    assert start.main(arguments) == code
    assert "python3 start.py demo" in capsys.readouterr().out
