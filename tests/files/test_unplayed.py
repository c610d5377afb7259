"""What a response plan says and this version does not play is told; so is a change of a step that is not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.errors import InvalidFile
from simulator.files.load import check, load_scenario
from simulator.shipped import shipped

HERE = shipped("scenarios")


STEPS = """
      - {id: S1, on: {event: alarm}, role: each_staff, action: search, spaces: [own_room], meant: 9, actual: {fixed: 9}}
      - {id: S2, on: {event: alarm}, role: each_staff, action: search, spaces: ["@gym"], meant: 9, actual: {fixed: 9}}
      - {id: S3, on: {event: alarm}, role: dean, action: lock, what: exterior, meant: 9, actual: {fixed: 9}}
      - {id: S4, on: {event: alarm}, role: dean, action: shut_air, meant: 9, actual: {fixed: 9}}
"""


def test_check_names_the_steps_that_are_not_played_yet(tmp_path: Path) -> None:
    head = "format: hotwash.response/1\ntitle: Test\nroles: {dean: {title: Dean}}\nhazards:\n  fire:\n    steps:"
    (tmp_path / "plan.yaml").write_text(head + STEPS, encoding="utf-8")
    told = [problem.message for problem in check(tmp_path / "plan.yaml").warnings]
    assert [message.split(" ", 1)[0] for message in told] == ["S2", "S3"]
    assert told[0].startswith("S2 is not played yet: this version has no search by each_staff as it is here")


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
