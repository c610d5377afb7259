"""How words travel in a scenario: so far the public address system, zone by zone."""

from __future__ import annotations

from pydantic import ConfigDict, Field

from simulator.model.noun import Id, Noun, Reference


class PaZone(Noun):
    """One zone of loudspeakers."""

    works: bool = True


class Pa(Noun):
    """`{from: MIC1, zone-A: {works: yes}}`: the microphone, then every zone by its id; a zone left out works."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[Id, PaZone]

    from_: Reference | None = Field(default=None, alias="from")

    @property
    def zones(self) -> dict[str, PaZone]:
        """The zones that the scenario speaks of."""
        return self.__pydantic_extra__ or {}


class Comms(Noun):
    """The channels of a scenario."""

    pa: Pa = Pa()
