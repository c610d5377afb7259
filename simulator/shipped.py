"""Where the floor plans, scenarios and jurisdictions that come with the program are."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

Kind = Literal["floorplans", "scenarios", "jurisdictions"]


def shipped(kind: Kind) -> Path:
    """The folder of shipped files of one kind.

    A wheel holds them under `simulator/_shipped`; a checkout, installed as editable or not at all, holds them
    beside the package. Both keep the folders side by side, so that `../floorplans/x.yaml` in a scenario is found.
    """
    package = Path(__file__).resolve().parent
    in_wheel = package / "_shipped"
    return (in_wheel if in_wheel.is_dir() else package.parent) / kind
