"""The live exercise: a log that only grows, the clock and the decisions that it says, and what each seat may see."""

from simulator.live.exercise import Exercise
from simulator.live.opening import create
from simulator.live.opening import open_exercise as open
from simulator.live.seats import Seat
from simulator.live.state import Answer, State

__all__ = ["Answer", "Exercise", "Seat", "State", "create", "open"]
