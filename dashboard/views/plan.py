"""Make an exercise one's own: who is coming, how long, which version."""

from dashboard.components.making import start_from_a_scenario
from dashboard.components.visitor import only_facilitators

if only_facilitators():
    start_from_a_scenario()
