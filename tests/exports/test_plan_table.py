"""The improvement plan comes back from Word and Excel: every difference is named, nothing is half taken over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from io import BytesIO

import docx
import openpyxl
import pytest

from simulator.errors import Refused
from simulator.exports.aar.document import document
from simulator.exports.aar.plan_files import SHEET, as_xlsx, read_back
from simulator.exports.aar.plan_table import HEAD, doubted, taken_over
from simulator.exports.aar.public import public
from simulator.live.written import Finding
from tests.exports.debriefed import content, written

COLUMN = {name: number for number, name in enumerate(HEAD)}


def edited_docx(edit: Callable) -> bytes:
    """The report with its improvement plan edited, as Word would."""
    report = docx.Document(BytesIO(document(content())))
    edit(next(one for one in report.tables if len(one.columns) == len(HEAD)))
    held = BytesIO()
    report.save(held)
    return held.getvalue()


def edited_xlsx(edit: Callable) -> bytes:
    book = openpyxl.load_workbook(BytesIO(as_xlsx(written(), "restricted", "Maple & Ridge")))
    edit(book[SHEET])
    held = BytesIO()
    book.save(held)
    return held.getvalue()


def test_a_plan_that_nobody_edited_has_no_differences() -> None:
    assert read_back("r.docx", edited_docx(lambda _: None), written()) == ()
    assert read_back("p.xlsx", edited_xlsx(lambda _: None), written()) == ()


def test_changes_in_word_are_known_by_the_number_of_their_row() -> None:
    def edit(table) -> None:
        table.rows[1].cells[COLUMN["Point of contact"]].text = "Head of facilities"
        new = table.add_row()
        new.cells[COLUMN["Corrective action"]].text = "Test the radio monthly."
        new.cells[COLUMN["Issue / area for improvement"]].text = "F2 the upper floor"

    found = read_back("r.docx", edited_docx(edit), written())
    assert [one.said for one in found] == [
        "F3, Point of contact: “Head of facilities” instead of “Facilities lead”.",
        "Row 3: a new corrective action, “Test the radio monthly.”.",
    ]
    changed, new = taken_over(found)
    assert changed == {"id": "F3", "contact": "Head of facilities"}
    assert (new["sort"], new["text"], new["issue"]) == ("action", "Test the radio monthly.", "F2") and "id" not in new


def test_changes_in_excel_are_read_with_dates_as_excel_keeps_them() -> None:
    def edit(sheet) -> None:
        sheet.cell(2, 1 + COLUMN["Completion date"]).value = dt.datetime(2027, 4, 1)
        sheet.cell(2, 1 + COLUMN["Priority"]).value = "L"
        sheet.cell(2, 1 + COLUMN["Point of contact"]).value = None

    found = read_back("p.xlsx", edited_xlsx(edit), written())
    assert [(one.id, one.field, one.before, one.after) for one in found] == [
        ("F3", "contact", "Facilities lead", ""), ("F3", "due", "2027-02-01", "2027-04-01"),
        ("F3", "priority", "H", "L"),
    ]  # fmt: skip
    assert taken_over(found) == [{"id": "F3", "contact": "", "due": "2027-04-01", "priority": "L"}]


def test_a_row_that_is_gone_is_said_and_stays() -> None:
    found = read_back("p.xlsx", edited_xlsx(lambda sheet: sheet.delete_rows(2)), written())
    assert [one.said for one in found] == [
        "F3 is not in the table any more; it stays on the report until you take it off."
    ]
    assert taken_over(found) == []
    assert taken_over(found, gone=True) == [{"id": "F3", "out": True}]


def test_every_bad_cell_is_named_and_nothing_is_taken_over() -> None:
    def edit(sheet) -> None:
        for name, value in (("Completion date", "in spring"), ("Priority", "urgent"), ("Capability element", "Money")):
            sheet.cell(2, 1 + COLUMN[name]).value = value
        sheet.cell(3, 1).value = "F9"
        sheet.cell(3, 1 + COLUMN["Corrective action"]).value = "Do more."
        sheet.cell(4, 1 + COLUMN["Primary responsible organization"]).value = "Nobody yet"

    with pytest.raises(Refused) as caught:
        read_back("p.xlsx", edited_xlsx(edit), written())
    assert [one.removeprefix("p.xlsx, sheet Improvement plan, ") for one in str(caught.value).splitlines()] == [
        "row 2, column Capability element: 'Money' is none of Planning, Organization, Equipment, Training, Exercises",
        "row 2, column Priority: 'urgent' is none of H, M, L",
        "row 2, column Completion date: the completion date is written like 2027-03-15 (or 3/15/2027); "
        "'in spring' is no date",
        "row 3, column No.: there is no corrective action 'F9'; leave it empty for a new one",
        "row 4, column Corrective action: a corrective action needs words",
    ]


def test_a_bad_cell_in_word_names_the_table() -> None:
    def edit(table) -> None:
        table.rows[1].cells[COLUMN["Retest date"]].text = "31/12/2027"

    with pytest.raises(Refused, match=r"r\.docx, table \d+, row 2, column Retest date: .*'31/12/2027' is no date"):
        read_back("r.docx", edited_docx(edit), written())


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("r.docx", b"not a zip", "cannot be read as a Word file"), ("p.xlsx", b"PK\x03\x04", "as an Excel file"),
        ("p.csv", b"", r"expected a Word file"), ("p.xlsx", b"", "as an Excel file"),
    ],
)  # fmt: skip
def test_other_files_are_refused_in_words(name: str, data: bytes, words: str) -> None:
    with pytest.raises(Refused, match=words):
        read_back(name, data, written())


def test_the_public_edition_is_not_read_back() -> None:
    made = document(public(content(), [], [], "restricted"))
    with pytest.raises(Refused, match="is the public edition"):
        read_back("r.docx", made, written())


def test_a_document_without_the_table_and_a_changed_heading_are_said() -> None:
    held = BytesIO()
    docx.Document().save(held)
    with pytest.raises(Refused, match="has no improvement plan"):
        read_back("r.docx", held.getvalue(), written())

    def edit(sheet) -> None:
        sheet.cell(1, 1 + COLUMN["Priority"]).value = "Prio"

    with pytest.raises(Refused, match="column 10 is 'Prio' instead of 'Priority'"):
        read_back("p.xlsx", edited_xlsx(edit), written())


def test_the_sheet_is_stamped_and_holds_typed_words_as_text() -> None:
    nasty = Finding("F4", "action", '=HYPERLINK("x")', owner="+1", contact="http://x.invalid")
    book = openpyxl.load_workbook(BytesIO(as_xlsx(written(findings=(nasty,)), "restricted", "Maple & Ridge")))
    sheet = book[SHEET]
    assert "THIS IS AN EXERCISE" in sheet.oddHeader.center.text and "restricted" in sheet.oddHeader.center.text
    assert "Page &P of &N" in sheet.oddFooter.right.text and sheet.freeze_panes == "B2"
    cells = [sheet.cell(2, n + 1) for n in range(len(HEAD))]
    assert [cell.data_type for cell in cells if cell.value is not None] == ["s"] * 4
    assert cells[COLUMN["Point of contact"]].hyperlink is None


def test_formulas_and_errors_are_refused_by_their_cells() -> None:
    def edit(sheet) -> None:
        sheet.cell(2, 1 + COLUMN["Point of contact"]).value = "=A1"
        sheet.cell(2, 1 + COLUMN["Completion date"]).value = "#REF!"

    with pytest.raises(Refused) as caught:
        read_back("p.xlsx", edited_xlsx(edit), written())
    assert str(caught.value).splitlines() == [
        "p.xlsx, sheet Improvement plan, cell G2: it holds a formula; type the words or the date that it stands for",
        "p.xlsx, sheet Improvement plan, cell I2: it holds the error #REF!; type what it should say",
    ]


@pytest.mark.parametrize(
    ("typed", "kept"), [("l", "L"), ("Medium", "M"), ("LOW", "L"), ("m", "M")],
)  # fmt: skip
def test_a_priority_is_read_however_it_is_written(typed: str, kept: str) -> None:
    made = edited_xlsx(lambda sheet: setattr(sheet.cell(2, 1 + COLUMN["Priority"]), "value", typed))
    assert taken_over(read_back("p.xlsx", made, written())) == [{"id": "F3", "priority": kept}]


def test_a_date_with_the_month_first_is_read_and_says_how() -> None:
    def edit(sheet) -> None:
        sheet.cell(2, 1 + COLUMN["Completion date"]).value = "3/4/2027"

    (found,) = read_back("p.xlsx", edited_xlsx(edit), written())
    assert found.said == (
        "F3, Completion date: “2027-03-04” instead of “2027-02-01”. 3/4/2027 is read as 4 March 2027."
    )
    same = edited_xlsx(lambda sheet: setattr(sheet.cell(2, 1 + COLUMN["Completion date"]), "value", "2/1/2027"))
    assert read_back("p.xlsx", same, written()) == ()


def test_dates_that_cannot_be_are_said_before_they_are_taken_over() -> None:
    def edit(sheet) -> None:
        sheet.cell(2, 1 + COLUMN["Completion date"]).value = "2026-11-01"
        sheet.cell(3, 1 + COLUMN["Corrective action"]).value = "A new one."
        sheet.cell(3, 1 + COLUMN["Start date"]).value = "2026-01-01"

    found = read_back("p.xlsx", edited_xlsx(edit), written())
    assert doubted(found, written(), "2026-11-24") == [
        "Row 3: The start date (1 January 2026) is before the exercise (24 November 2026).",
        "F3: The completion date (1 November 2026) is before the exercise (24 November 2026).",
        "F3: The completion date (1 November 2026) is before the start date (1 December 2026).",
    ]
    assert doubted(read_back("p.xlsx", edited_xlsx(lambda _: None), written()), written(), "2026-11-24") == []
