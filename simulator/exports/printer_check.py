"""One page that tells whether the printer of the room is ready: the strip, words at the packet's sizes, the edges."""

from __future__ import annotations

from simulator.exports import paper as on
from simulator.exports.paper import Page, Paper, Part, Story

WORDS = (
    "If you can read this, the printer of the room is ready.",
    "Look: is the strip on top whole? Are the four edges of this frame there? Can the smallest line be read?",
)
TO_THE_FOOT = 470
"""Points of nothing, so that the frame is as high as the page."""
SMALL = "The smallest words of the packet are this large: who, what, when, and what the plan says."


def printer_page(paper: Paper = "letter") -> bytes:
    """The page as a PDF."""

    def content() -> Story:
        width = on.inner_width(paper)
        inside = [on.text(words, 13) for words in WORDS] + [on.gap(8), on.text(SMALL, 8.5), on.gap(TO_THE_FOOT)]
        return [on.title("Test page"), on.gap(6), on.framed(inside, width - 24)]

    return on.pdf(
        [Part(Page("Room check", "printer"), content)], title="Test page", label="public-example", paper=paper
    )
