"""Values as people spell them, printed and taken back."""

from __future__ import annotations

import pytest

from simulator import session
from simulator.model.draw import spelled
from simulator.sweeps.spelling import all_understood, named, spoken, title, understood


@pytest.mark.parametrize("name", session.shipped_files()["scenarios"])
def test_what_is_printed_is_understood(name: str) -> None:
    bundle = session.load_scenario(name)
    for variable, distribution in bundle.scenario.variables.items():
        assert named(bundle, title(variable)) == variable
        for value in distribution.extremes():
            said = spoken(bundle, variable, value)
            assert understood(bundle, variable, said) in (spelled(value), said.lower())


def test_variables_and_values_as_people_write_them() -> None:
    lockdown, fire = (session.load_scenario(f"maple-ridge-{name}") for name in ("lockdown", "fire-drill"))
    assert all_understood(lockdown, {"Told at": "3:15", "Halls": "4 pupils"}) == {"told_at": "195", "halls": "4"}
    assert all_understood(fire, {"blocked": "Door 9", "found at": "0:20"}) == {
        "blocked": "@side_entrance",
        "found_at": "20",
    }
    assert all_understood(fire, {"blocked": "gym_door", "nothing": "x"}) == {"blocked": "@gym_door", "nothing": "x"}
    assert understood(lockdown, "told_at", "3:15:00") == "195"
    assert title("ems_far") == "EMS far"


def test_the_commands_take_what_cards_print(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.sweeps.test_commands import hotwash

    drill = "maple-ridge-fire-drill"
    for words in (
        ("run", drill, "--set", "Blocked=Door 9", "--set", "found_at=0:20", "--until", "0:01"),
        ("sweep", drill, "--runs", "1", "--vary", "blocked=side_entrance,Door 1"),
        ("what-if", drill, "--runs", "2", "--change", "Blocked=Door 9"),
    ):
        code, _, said = hotwash(capsys, monkeypatch, *words)
        assert code == 0, said
