"""Documents before and during an exercise: the players' manual, the facilitator's paper, cards, slips and forms."""
