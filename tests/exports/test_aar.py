"""The report in Word: what is in it and in which order, real styles, fields, captions, alt text; and both editions."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn

from simulator.exports.aar import figures
from simulator.exports.aar.content import Content
from simulator.exports.aar.document import document
from simulator.exports.aar.figures import lanes, lost_time
from simulator.exports.aar.plan_table import HEAD
from simulator.exports.aar.public import WITHHELD, is_sensitive, public
from simulator.live.written import Finding
from tests.exports.debriefed import content, debrief, item, link, written

HEADINGS = [
    "Exercise overview", "Executive summary", "Analysis by objective", "Where time went", "What these times are worth",
    "Strengths", "Areas to improve", "Discussion", "Hot wash by discipline", "Participant feedback",
    "Set by the room, recorded only, and parked", "Improvement plan", "Appendix A: timeline",
    "Appendix B: plan and play", "Appendix C: who took part", "Appendix D: agency comments",
]  # fmt: skip


def opened(made: Content) -> docx.document.Document:
    return docx.Document(BytesIO(document(made)))


def with_pictures(made: Content) -> Content:
    return replace(made, pictures=tuple(one for one in (lost_time(made), lanes(made)) if one is not None))


@pytest.fixture(scope="module")
def report() -> docx.document.Document:
    return opened(with_pictures(content(made=dt.datetime(2026, 11, 24))))


def words_of(document: docx.document.Document) -> str:
    """Every word of a document, its tables, heads and feet."""
    parts = [document.element.body]
    parts += [part._element for one in document.sections for part in (one.header, one.footer)]
    texts = [node.text or "" for part in parts for node in part.iter(qn("w:t"))]
    alts = [node.get("descr") or "" for node in document.element.body.iter(qn("wp:docPr"))]
    return "\n".join([*texts, *alts, document.core_properties.title, document.core_properties.comments])


def table(document: docx.document.Document, first: str) -> list[tuple[str, ...]]:
    """The table whose heading begins with a word."""
    found = next(one for one in document.tables if one.rows[0].cells[0].text == first)
    return [tuple(cell.text for cell in row.cells) for row in found.rows]


def test_the_parts_stand_in_their_order(report) -> None:
    assert [one.text for one in report.paragraphs if one.style.name == "Heading 1"] == HEADINGS
    assert [one.text for one in report.paragraphs if one.style.name == "Title"] == [
        "After-Action Report and Improvement Plan"
    ]


def test_every_page_says_that_it_is_an_exercise_with_label_version_and_number(report) -> None:
    for section in report.sections:
        head = section.header.paragraphs[0].text
        assert head.startswith("THIS IS AN EXERCISE") and "restricted" in head and "exercise version 7" in head
        codes = [node.text.strip() for node in section.footer._element.iter(qn("w:instrText"))]
        assert codes == ["PAGE", "NUMPAGES"] and "page 1 of 1" in section.footer.paragraphs[0].text
    assert report.core_properties.subject.startswith("THIS IS AN EXERCISE")


def test_the_improvement_plan_lies_on_wide_pages_of_its_own(report) -> None:
    assert [one.page_width > one.page_height for one in report.sections] == [False, True, False]
    rows = next(one for one in report.tables if len(one.columns) == len(HEAD)).rows
    assert [cell.text for cell in rows[1].cells] == [
        "F3", "Operational Communications", "F2  The upper floor did not hear the order.",
        "Mend the upper speakers and test them monthly.", "Equipment", "Maple Ridge Elementary", "Facilities lead",
        "2026-12-01", "2027-02-01", "H", "2027-03-15",
    ]  # fmt: skip
    assert "On the school's programme: F3 open." in words_of(report)


def test_tables_have_a_heading_that_repeats_and_rows_that_stay_whole(report) -> None:
    assert all(one.style.name == "Table Grid" for one in report.tables)
    headed = [one for one in report.tables if one.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None]
    assert len(headed) >= 9
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for one in report.tables for row in one.rows)


def test_figures_have_numbered_captions_alt_text_and_the_version(report) -> None:
    captions = [one for one in report.paragraphs if one.style.name == "Caption"]
    figures = [one.text for one in captions if one.text.startswith("Figure")]
    assert [one[:9] for one in figures] == ["Figure 1.", "Figure 2."]
    assert all("xercise version 7" in one for one in figures)
    codes = [node.text.strip() for one in captions for node in one._p.iter(qn("w:instrText"))]
    assert codes.count("SEQ Figure \\* ARABIC") == 2 and codes.count("SEQ Table \\* ARABIC") == len(captions) - 2
    alts = [node.get("descr") for node in report.element.body.iter(qn("wp:docPr"))]
    assert len(alts) == 2 and all(one.startswith("THIS IS AN EXERCISE. ") for one in alts)
    assert "Order given: 10:42:50, the plan has it at 10:42:30" in alts[0]


def test_ratings_are_those_of_people_and_else_not_yet_there(report) -> None:
    rows = {row[0]: row[3] for row in table(report, "No.")}
    assert rows["O1"] == "S: performed with some challenges" and rows["O2"] == "not yet rated"
    words = words_of(report)
    assert "not yet rated; the evaluators gave S, M" in words and "Rooms were quick once the order was heard." in words


def test_each_time_says_where_it_is_from(report) -> None:
    rows = table(report, "Time")
    assert rows == [("Time", "Evidence", "From"), ("10:42:50", "Announced over the PA.", "stated")]
    line = next(one for one in report.tables if one.rows[0].cells[1].text == "Time")
    froms = [row.cells[5].text for row in line.rows[1:]]
    assert froms == ["simulated", "stated", "simulated", "simulated", "simulated", "simulated", "set by the room"]


def test_the_moments_are_a_draft_until_a_person_writes(report) -> None:
    assert "Draft from the log" in words_of(report) and "The upper hall did not hear:" in words_of(report)
    edited = words_of(opened(content(written=written(sections={"summary": "In two lines.\nThe second."}))))
    assert "Draft from the log" not in edited and "In two lines." in edited and "The upper hall" not in edited


def test_what_nobody_discussed_is_said(report) -> None:
    rows = table(report, "About")[1:]
    assert [row[2] for row in rows] == ["Put to the room; nothing was written down.", "Not discussed"]
    texts = [one.text for one in report.paragraphs]
    assert texts[texts.index("Families and media") + 1] == "Not discussed."
    said = opened(content(written=written(sections={"question:M1.2": "The district's office."})))
    assert table(said, "About")[2][2] == "The district's office."


def test_an_empty_exercise_prints_too() -> None:
    empty = debrief(
        moments=[], lanes=[], lost=[], objectives=[], hot_wash=[], feedback=[], rulings=[], free=[], parked=[],
        attendance=[], plan_play=[], played=None,
    )  # fmt: skip
    blank = written(judgements={}, ratings={}, findings=(), comments=(), phases=(), numbered=0)
    made = opened(with_pictures(content(data=empty, written=blank, questions=())))
    assert "Not played by people" in words_of(made) and "No corrective action is written down yet." in words_of(made)


def test_what_was_typed_is_text_and_nothing_else() -> None:
    nasty = '<w:p/> & "quoted" {{ 7*7 }} \x0b\x00 =1+1 ✓'
    made = opened(content(written=written(findings=(Finding("F1", "strength", nasty),))))
    assert '<w:p/> & "quoted" {{ 7*7 }}  =1+1 ✓' in words_of(made)


# ---- public edition --------------------------------------------------------------------------------------------------

CANARIES = (
    "Jordan Canary", "Facilities lead", "D12", "LOB", "312.5", "key to the roof", "science room", "Canary Wing",
    "CameraCanary", "key box",
)  # fmt: skip


def with_canaries() -> Content:
    findings = (
        Finding("F1", "strength", "Jordan Canary spoke in plain words. The hall was calm.", objective="O1"),
        Finding("F2", "improve", "The camera CameraCanary saw nothing.", contact="Facilities lead"),
        Finding("F3", "action", "Put a map into the key box.", issue="F2", contact="Facilities lead", owner="District"),
    )
    data = debrief()
    data["lanes"][0]["items"].append(item(99_000, "10:43:39", "decision", "Canary Wing is told by Jordan Canary."))
    return content(data=data, written=written(findings=findings, sections={"summary": "Jordan Canary led. All well."}))


def test_the_public_edition_has_no_canary_and_the_confidential_one_has_all_of_its_own() -> None:
    made = with_canaries()
    inside = words_of(opened(made))
    assert all(one in inside for one in ("Facilities lead", "D12", "key to the roof", "Canary Wing", "key box"))
    shown = public(made, ["Jordan Canary"], ["Canary Wing", "gym"], "restricted")
    outside = words_of(opened(with_pictures(shown)))
    assert [one for one in CANARIES if one in outside] == []
    assert "a participant led. All well." in outside and "The hall was calm." in outside
    assert WITHHELD in outside and "public edition, made from a restricted exercise" in outside
    assert "2 rows that concern locks or places of the plan are not in this edition." in outside


def test_the_public_edition_has_no_map() -> None:
    made = public(with_pictures(content()), [], [], "restricted")
    assert made.pictures == ()


@pytest.mark.parametrize("words", ["The lock of D4.", "Doors were propped.", "See camera 3.", "Exit 5 was shut."])
def test_sentences_about_locks_doors_and_cameras_are_sensitive(words: str) -> None:
    assert is_sensitive(words)


@pytest.mark.parametrize("words", ["The lockdown was announced.", "Keyed up but calm.", "The door was shut."])
def test_other_sentences_are_not(words: str) -> None:
    assert not is_sensitive(words)


def test_words_beside_a_mark_end_inside_the_figure(monkeypatch) -> None:
    drawn = []
    monkeypatch.setattr(figures, "_png", lambda figure: drawn.append(figure) or b"")
    links = [link("arrival", "First officer on site", 7_000_000, 200_000), link("order", "Order given", 5_000, None)]
    figures.lost_time(content(data=debrief(lost=links)))
    (axes,) = drawn[0].axes
    assert all(one.get_window_extent().x1 <= drawn[0].bbox.x1 for one in axes.texts)
    assert next(iter(axes.get_xticklabels())).get_text().count(":") == 1


def test_every_time_is_a_time_of_day_and_a_reason_stands_once() -> None:
    made = opened(
        content(data=debrief(rulings=[{"said": "10:48:40", "words": "Set by the room: snow.", "why": "snow"}]))
    )
    assert table(made, "Step of the plan")[1][1:3] == ("10:42:30", "10:42:50")
    assert words_of(made).count("snow") == 1


def test_a_new_page_is_a_property_of_its_heading_so_that_none_is_blank(report) -> None:
    assert not [one for one in report.element.body.iter(qn("w:br")) if one.get(qn("w:type")) == "page"]
    first = next(one for one in report.paragraphs if one.text == "Exercise overview")
    assert first.paragraph_format.page_break_before is True
