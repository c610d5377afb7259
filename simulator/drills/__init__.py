"""Drill decks, the checks before one is printed, and learning from drills that were held."""

from simulator.drills.announcing import Said
from simulator.drills.cards import Card, Deck, combination_from, coverage_in_words, deal, odd_value
from simulator.drills.controlling import Deed, Message
from simulator.drills.gate import HEADS, Finding, Verdict, finding_in_words, gate, in_words
from simulator.drills.learned import applied, fragment, simulated
from simulator.drills.learned import in_words as learned_in_words
from simulator.drills.learning import Change, Learned, learn
from simulator.drills.ordinary import Ordinary, compare
from simulator.drills.scenario_file import scenario_text
from simulator.drills.sheet import Sheet, sheet_of

__all__ = [
    "HEADS", "Card", "Change", "Deck", "Deed", "Finding", "Learned", "Message", "Ordinary", "Said", "Sheet", "Verdict",
    "applied", "combination_from",
    "compare", "coverage_in_words", "deal", "finding_in_words", "fragment", "gate", "in_words", "learn",
    "learned_in_words", "odd_value", "scenario_text", "sheet_of", "simulated",
]  # fmt: skip
