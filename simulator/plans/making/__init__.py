"""The parts of the plan generator: sizes, the draft, wings, the front, the grounds, fittings."""
