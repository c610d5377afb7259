"""For tests of the papers: a subject whose typed words are markers, and the words of a made document by page."""

from __future__ import annotations

import io
from functools import cache

import docx
import pypdfium2

from simulator import session
from simulator.exports.papers.subject import Subject, of_draft
from simulator.files import bundle_of
from simulator.model.bundle import Bundle

MARKUP = "<b>x</b> {{ title }} {% for %} <script>alert(1)</script> & </w:t>"
CANARIES = {
    "There has been no announcement.": "CANARY-CONTINGENCY has been no announcement.",
    "The county center is": "CANARY-SOON is",
    "Several people say": "CANARY-LATER people say",
    "Listen for the exact word": "CANARY-NOTES for the exact word",
}
"""What players must not read before it is handed to them, by the words that it takes the place of."""


@cache
def scenario(name: str) -> Bundle:
    return session.load_scenario(name)


@cache
def marked() -> Subject:
    """The intruder with markers in what nobody may read beforehand, and markup in what people typed."""
    texts = dict(scenario("maple-ridge-intruder").texts)
    for old, new in CANARIES.items():
        assert old in texts["scenario"]
        texts["scenario"] = texts["scenario"].replace(old, new)
    texts["scenario"] = (
        texts["scenario"]
        .replace("title: Armed person past the front office while half the PA is dead", f"title: '{MARKUP}'")
        .replace('"Who may order a lockdown here, and from which places?"', f"'Q {MARKUP}'")
        .replace("title: School officer", f"title: '{MARKUP}'")
        .replace("title: Secretary,", f"title: 'Secretary {MARKUP}',")
        .replace('text: "You see a person with a weapon come in by', f'text: "{MARKUP} You see a person come in by')
    )
    return of_draft(bundle_of(texts), {"seed": 7, "minutes": 90, "sensitivity": "restricted"})


def pages(data: bytes) -> list[str]:
    """The words of each page of a PDF."""
    read = pypdfium2.PdfDocument(data)
    return [" ".join(read[n].get_textpage().get_text_bounded().split()) for n in range(len(read))]


def words(data: bytes) -> str:
    """The words of a Word file's body, tables included, in order."""
    body = docx.Document(io.BytesIO(data)).element.body
    return "\n".join("".join(run.text or "" for run in one.iter(f"{W}t")) for one in body.iter(f"{W}p"))


def heads(data: bytes) -> list[str]:
    """The words of each section's header and footer."""
    read = docx.Document(io.BytesIO(data))
    return [
        " ".join(paragraph.text for part in (one.header, one.footer) for paragraph in part.paragraphs)
        for one in read.sections
    ]


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
