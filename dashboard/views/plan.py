"""*Make mine*: an exercise for one's own school, in six steps that are kept as they are typed."""

from dashboard.components.making_page import show_plan
from dashboard.components.visitor import only_facilitators, strip

if only_facilitators():
    show_plan()
else:
    strip("Make mine")
