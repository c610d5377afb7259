"""A MSEL that somebody edited in a spreadsheet, read back: text cells, each with its place."""

from simulator.importers.msel.reading import read_msel

__all__ = ["read_msel"]
