"""The After-Action Report and Improvement Plan as a Word document that needs little editing."""

from simulator.exports.aar.content import Asked, Content, Edition, Picture
from simulator.exports.aar.document import document, of_exercise
from simulator.exports.aar.plan_files import as_xlsx, read_back
from simulator.exports.aar.plan_table import Change, taken_over

__all__ = [
    "Asked", "Change", "Content", "Edition", "Picture", "as_xlsx", "document", "of_exercise", "read_back", "taken_over",
]  # fmt: skip
