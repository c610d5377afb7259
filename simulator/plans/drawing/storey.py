"""What the parts of one storey's drawing share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import shapely
from shapely.geometry import Polygon, box

from simulator.model.building import Plan, Space
from simulator.plans.drawing.doors import DoorState
from simulator.plans.drawing.geometry import Bounds
from simulator.plans.drawing.ground import Ground
from simulator.plans.drawing.pen import Sheet


@dataclass(frozen=True, slots=True)
class Storey:
    """One level being drawn. `taken` grows as marks find their places; everything else stays."""

    plan: Plan
    level_id: str
    sheet: Sheet
    ground: Ground
    view: Bounds
    shapes: Mapping[str, Polygon]
    walls: shapely.Geometry
    heat: Mapping[str, float] | None = None
    top: float = 1.0
    people: Mapping[str, int] = field(default_factory=dict)
    doors: Mapping[str, DoorState] = field(default_factory=dict)
    taken: list[Bounds] = field(default_factory=list)

    @property
    def spaces(self) -> dict[str, Space]:
        """The level's spaces by id."""
        return self.plan.levels[self.level_id].spaces

    @property
    def type_px(self) -> float:
        """The size of a room's label at this scale."""
        return min(14.5, max(8.4, 1.6 * self.sheet.px_per_unit))

    def visible(self, name: str) -> shapely.Geometry:
        """The part of a space that lies inside the picture."""
        return shapely.intersection(self.shapes[name], box(*self.view))
