"""The parts of a school day."""

from __future__ import annotations

from typing import Literal

Period = Literal["arrival", "class", "passing", "lunch", "assembly", "dismissal", "after_school"]
"""What the school's day is at."""
