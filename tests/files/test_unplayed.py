"""What a response plan says and this version does not play is told; so is a change of a step that is not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.errors import InvalidFile
from simulator.files.load import check, load_scenario
from simulator.shipped import shipped

HERE = shipped("scenarios")


def test_check_names_the_steps_that_are_not_played_yet() -> None:
    told = [problem.message for problem in check(HERE / "response" / "standard.yaml").warnings]
    assert any(message.startswith("L2 is not played yet") for message in told)
    assert not any(message.startswith(("L1 ", "L3 ", "L5 ")) for message in told)


def test_a_change_of_a_step_that_the_plan_does_not_have_is_an_error(tmp_path: Path) -> None:
    text = (HERE / "maple-ridge-lockdown.yaml").read_text(encoding="utf-8").replace("{step: L5,", "{step: L55,")
    for folder in ("scenarios", "floorplans"):
        (tmp_path / folder).symlink_to(shipped(folder))
    where = tmp_path / "new" / "changed.yaml"
    where.parent.mkdir()
    text = text.replace("response/standard.yaml", "../scenarios/response/standard.yaml")
    where.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidFile, match="the response plan has no step L55 for armed_assailant; did you mean L5"):
        load_scenario(where)
