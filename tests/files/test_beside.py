"""A file that is not there: the one of the folder that was meant comes first."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator import session
from simulator.errors import NotFound


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("scenario.yml", "scenario.yaml"), ("scenaro.yaml", "scenario.yaml"), ("scenario", "scenario.yaml")],
)
def test_a_file_of_the_same_folder_is_suggested_first(folder: Path, typed: str, meant: str) -> None:
    with pytest.raises(NotFound) as raised:
        session.load_scenario(typed)
    assert str(raised.value).startswith(
        f"there is no file {typed}; did you mean {meant}? Shipped with Hotwash are: cedar-hollow-"
    )


def test_a_decisions_file_is_suggested_too(folder: Path) -> None:
    with pytest.raises(NotFound) as raised:
        session.load_decisions("decisions.yml", session.load_scenario("scenario.yaml"))
    assert str(raised.value) == "there is no file decisions.yml; did you mean decisions.yaml?"


def test_where_nothing_is_near_only_the_shipped_ones_are_named(folder: Path) -> None:
    with pytest.raises(NotFound, match="there is no file elsewhere/a; shipped with Hotwash are: "):
        session.load_scenario("elsewhere/a")
