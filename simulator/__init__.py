"""Hotwash: an exercise is a scenario, a seed and an append-only log of decisions; the rest is simulated anew."""

__version__ = "0.1.0"
