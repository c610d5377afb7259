"""Documents that stand elsewhere, made from the same subject: the report, the evaluation guides, the MSEL, the plan."""

from __future__ import annotations

from dataclasses import replace

from simulator.errors import Refused
from simulator.exports import aar, eeg, msel
from simulator.exports.papers.subject import Subject
from simulator.exports.papers.wish import Wish, label_of
from simulator.live.exercise import Exercise
from simulator.live.written import written_of
from simulator.session.msel import msel_of, msel_of_exercise


def report(subject: Subject, wish: Wish) -> bytes:
    """The After-Action Report and Improvement Plan."""
    return aar.of_exercise(_exercise(subject), wish.edition, made=wish.made)


def improvement_plan(subject: Subject, wish: Wish) -> bytes:
    """The improvement plan as a table to edit and read back."""
    entries = _exercise(subject).core().entries
    return aar.as_xlsx(written_of(entries), label_of(subject, wish), f"{subject.school}: {subject.title}")


def guides(subject: Subject, wish: Wish) -> bytes:
    """Evaluation guides: to be filled in before and during play, filled from the log once it has ended."""
    if subject.ended:
        return eeg.of_exercise(_exercise(subject), wish.edition, made=wish.made)
    return eeg.blank(subject.by_plan, title=subject.title, label=label_of(subject, wish), made=wish.made)


def events_list(subject: Subject, wish: Wish) -> bytes:
    """The MSEL as a workbook; of an exercise, with what was changed and written in play, and what became of each."""
    sheet = msel_of(subject.bundle) if subject.exercise is None else msel_of_exercise(subject.exercise)
    labelled = replace(sheet, label=label_of(subject, wish))
    return msel.msel_bytes(labelled, "legal" if wish.paper == "letter" else "a4")


def _exercise(subject: Subject) -> Exercise:
    if subject.exercise is None:
        raise Refused("this document is made from an exercise that was played")
    return subject.exercise
