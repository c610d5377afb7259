"""The debrief of an exercise, of a single run, or of a drill card's run."""

from dashboard.components.debriefing import chooser, look_of_address
from dashboard.components.live import live_page

if key := look_of_address():
    live_page("debrief", key)
else:
    chooser()
