"""A deck of drills as a pack to print: the checks, then for each drill a card, words, observer sheet and return form.

Beside the PDF lie the deck as a CSV (for `--exclude` next time), a form for the results, and for each card a scenario
file that runs. Nothing is written for a drill that the checks refuse, unless somebody takes that on by role and reason:
both are printed on the first page.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from simulator.analysis.words import SENSITIVITY
from simulator.drills import (
    HEADS,
    Card,
    Deck,
    Ordinary,
    Sheet,
    Verdict,
    coverage_in_words,
    gate,
    in_words,
    scenario_text,
    sheet_of,
)
from simulator.errors import Refused
from simulator.exports import paper as on
from simulator.exports.paper import Flowable, Page, Paper, Part, Story
from simulator.model.bundle import Bundle
from simulator.model.drill import Drill, Rule

WITH = {"shelter": "with the hazard and what to do", "evacuate": "with the place, where it is not the usual one"}
"""What is said with an order's words, since it differs from time to time."""
REFUSED = "The checks refuse this drill as it is planned, so no pack is written."


@dataclass(frozen=True, slots=True)
class Override:
    """Who has a refused drill printed all the same, by role, and why."""

    who: str
    why: str


@dataclass(frozen=True, slots=True)
class Pack:
    """Everything that goes on paper."""

    sheets: tuple[Sheet, ...]
    deck: Deck
    verdict: Verdict
    title: str
    label: str
    paper: Paper
    override: Override | None


def write_pack(
    out: Path, bundle: Bundle, scenario_path: Path, deck: Deck, drill: Drill, rows: Sequence[Rule], *,
    override: Override | None = None, ordinary: dict[int, Ordinary] | None = None, paper: Paper = "letter",
    progress: Callable[[str], None] | None = None,
) -> list[Path]:  # fmt: skip
    """Check the drill, then write the pack and the files beside it; the files that were written, the PDF first.

    Raises Refused where the checks refuse and nobody overrides, and where a file would be replaced.
    """
    verdict = gate(drill, rows)
    if verdict.answer == "refuse" and not (override and override.who.strip() and override.why.strip()):
        raise Refused("\n".join([REFUSED, *in_words(verdict)[1:]]))
    files = _beside(out, bundle, scenario_path, deck)
    if taken := next((path for path in (out, *files) if path.exists()), None):
        raise Refused(f"{taken} is there already; name another file")
    sheets = []
    for card in deck.cards:
        if progress is not None:
            progress(f"Playing card {card.number} of {len(deck.cards)}")
        hard = (ordinary or {}).get(card.number)
        sheets.append(sheet_of(bundle, card, len(deck.cards), drill, deck.drawn, hard))
    used = override if verdict.answer == "refuse" else None
    pack = Pack(tuple(sheets), deck, verdict, bundle.scenario.title, sheets[0].sensitivity, paper, used)
    files[out.with_name(f"{out.stem}-results.csv")] = _results_form(sheets)
    _write(out, pdf(pack), files)
    return [out, *files]


def _write(out: Path, data: bytes, files: dict[Path, str]) -> None:
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_bytes(data)
        for path, words in files.items():
            path.write_text(words, encoding="utf-8", newline="\n")
    except OSError as error:
        raise Refused(f"{error.filename or out} cannot be written: {error.strerror or error}") from None


def _beside(out: Path, bundle: Bundle, scenario_path: Path, deck: Deck) -> dict[Path, str]:
    """The files beside the pack and what they hold, the form for results excepted."""
    folder = scenario_path.parent
    plan = _from(out.parent, folder / str(bundle.tree["plan"]))
    named = bundle.tree.get("response")
    response = _from(out.parent, folder / str(named)) if named is not None else None
    cards = {
        out.with_name(f"{out.stem}-card-{card.number:02d}.yaml"): scenario_text(bundle, card, plan, response)
        for card in deck.cards
    }
    return {out.with_name(f"{out.stem}.csv"): deck_csv(deck), **cards}


def _from(folder: Path, file: Path) -> str:
    """The way to a file from a folder, as a scenario writes it."""
    try:
        return os.path.relpath(file.resolve(), folder.resolve()).replace(os.sep, "/")
    except ValueError:
        raise Refused(f"write the pack to the drive on which {file.name} lies: its scenario files name it") from None


def deck_csv(deck: Deck) -> str:
    """The cards as a table: number, version, and each value that is set. What only the version draws is not in it."""
    names = [factor.name for factor in deck.factors]
    return _csv([["card", "version", *names], *(_card_row(card, names) for card in deck.cards)])


def _card_row(card: Card, names: Sequence[str]) -> list[str]:
    levels = dict(card.levels)
    return [str(card.number), str(card.version), *(levels[name].in_table for name in names)]


def _results_form(sheets: Sequence[Sheet]) -> str:
    """A table to type real drills' results into; lines without a time are passed over by `hotwash learn`."""
    rows = [["drill", "date", "what", "where", "time", "note"]]
    for one in sheets:
        name = f"card {one.card.number}"
        what = {"lockdown": "lock", "evacuate": "leave"}.get(one.order or "")
        rows += [[name, "", "total", "", "", ""], [name, "", "order", "", "", ""]]
        rows += [[name, "", what, spot.id, "", ""] for spot in one.spots if what]
    return _csv(rows)


def _csv(rows: Sequence[Sequence[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


# ---- the pages -------------------------------------------------------------------------------------------------------


def pdf(pack: Pack) -> bytes:
    """The pack as a PDF: the checks and the list of cards, then four kinds of page for each drill."""
    first = Part(Page("Drill pack", f"{len(pack.sheets)} cards"), partial(_cover, pack))
    parts = [first]
    for sheet in pack.sheets:
        about = f"card {sheet.card.number} of {sheet.cards} · version {sheet.card.version}"
        foot = f"Version {sheet.card.version} with these values always draws this situation."
        for kind, content in (
            ("Drill card", _card), ("Announcement", _announcement), ("Observer sheet", _observer),
            ("Return form", _form),
        ):  # fmt: skip
            parts.append(Part(Page(kind, about, foot), partial(content, sheet, pack.paper), one_page=True))
    return on.pdf(parts, title=pack.title, label=pack.label, paper=pack.paper)


def _cover(pack: Pack) -> Story:
    width = on.inner_width(pack.paper)
    story: Story = [
        on.title(pack.title),
        on.text(f"{pack.sheets[0].school}. {SENSITIVITY[pack.label].capitalize()}.", 10, grey=True),
        on.heading("What the checks say"),
    ]
    if pack.override is not None:
        words = f"{HEADS['refuse']} Printed all the same by {pack.override.who}: {pack.override.why}"
        story += [on.framed([on.text(words, 11, font=on.BOLD, after=0)], width), on.gap(5)]
    story += [on.text(line, 8.5) for line in in_words(pack.verdict)[pack.override is not None :]]
    story += [on.heading("The cards", coverage_in_words(pack.deck)), _list(pack, width)]
    if pack.deck.drawn:
        story.append(on.text(pack.sheets[0].drawn_note or "", 9, before=6, grey=True))
    return story


def _list(pack: Pack, width: float) -> Flowable:
    rows = [[on.text(words, 9, font=on.BOLD, after=0) for words in ("Card", "Version", "What is different", "")]]
    for sheet in pack.sheets:
        values = "; ".join(f"{name}: {value}" for name, value in sheet.choices)
        harder = sheet.ordinary.short if sheet.ordinary else ""
        cells = (str(sheet.card.number), str(sheet.card.version), values, harder)
        rows.append([on.text(words, 9, after=0) for words in cells])
    return on.grid(rows, [34, 50, width - 224, 140], [("LINEBELOW", (0, 0), (-1, -1), 0.5, on.LINE)])


def _card(sheet: Sheet, paper: Paper) -> Story:
    width = on.inner_width(paper)
    half = (width - 18) / 2
    story: Story = [on.title(sheet.title), on.text(f"{sheet.subtitle}. {sheet.when}.", 10.5, grey=True), on.gap(4)]
    story.append(_choices(sheet, width))
    story.append(on.heading("Read aloud to the staff team", "before the drill, not to pupils"))
    story += [on.text(f"“{words}”", 13, font=on.SERIF, lead_in=f"{to}:", after=5) for to, words in sheet.situation]
    if not sheet.situation:
        story.append(on.text("The scenario has no message to begin with: say what happens in your own words.", 10))
    if sheet.announce is not None:
        story.append(on.heading("Announce, exactly, twice", WITH.get(sheet.order or "", "")))
        story.append(on.framed([on.text(f"“{sheet.announce}”", 14, font=on.SERIF_BOLD, after=0)], width))
    left = [on.heading("Time these", "minutes : seconds"), on.timed(sheet.times, half)]
    if sheet.spots:
        left += [on.text(f"{sheet.spots[0].what.capitalize()}:", 9.5, before=6, after=1)]
        left += [on.timed([spot.name for spot in sheet.spots], half)]
    right = [on.heading("Look for"), on.boxes(sheet.look_for, half)]
    story += [on.gap(7), on.grid([[left, right]], [half + 18, half], (), 0)]
    story += [on.heading("Care"), on.text(" ".join(sheet.care), 9.5)]
    if sheet.open_points:
        story += [on.text("Not said yet; settle before the day:", 9.5, font=on.BOLD, before=3)]
        story.append(on.boxes(sheet.open_points, width, 9, columns=2))
    if sheet.ordinary:
        story.append(on.text(f"{sheet.ordinary.words}.", 8.5, before=3, grey=True))
    return story


def _choices(sheet: Sheet, width: float) -> Flowable:
    """What is different this time, four in a line."""
    cells = [[on.text(name, 8.5, after=1, grey=True), on.text(value, 10.5, font=on.BOLD, after=0)]
             for name, value in sheet.choices]  # fmt: skip
    columns = min(4, len(cells))
    cells += [[]] * (-len(cells) % columns)
    rows = [cells[at : at + columns] for at in range(0, len(cells), columns)]
    lines = [("LINEABOVE", (0, 0), (-1, 0), 1.6, on.INK), ("LINEBELOW", (0, 0), (-1, -1), 0.8, on.INK),
             ("LINEBEFORE", (1, 0), (-1, -1), 0.5, on.LINE), ("LEFTPADDING", (1, 0), (-1, -1), 7)]  # fmt: skip
    return on.grid(rows, [width / columns] * columns, lines, 5)


def _announcement(sheet: Sheet, paper: Paper) -> Story:
    width = on.inner_width(paper)
    story: Story = [
        on.title("For whoever speaks to everybody"),
        on.text(sheet.subtitle + ".", 10.5, grey=True),
        on.gap(10),
    ]
    with_ = f", {WITH[sheet.order]}" if sheet.order in WITH else ""
    if sheet.announce is not None:
        story += [on.text(f"Say exactly this, twice, slowly{with_}:", 12, after=8)]
        story.append(on.framed([on.text(f"“{sheet.announce}”", 27, font=on.SERIF_BOLD, lead=1.4, after=4)], width))
    else:
        story += [on.text("The response plan has no words for this. Write down beforehand what will be said:", 12)]
        story += [on.blank("", width, 34) for _ in range(4)]
    story += [on.heading("When it is over", "in person or by the way that your plan says")]
    over = "This was a drill. The drill is over. That was practice; you did what we asked."
    story += [on.framed([on.text(f"“{over}”", 17, font=on.SERIF, after=2)], width)]
    story += [
        on.heading("If something real happens"),
        on.text("Say “Stop. This is real.” and what to do. The drill is over.", 12),
    ]
    return story


def _observer(sheet: Sheet, paper: Paper) -> Story:
    width = on.inner_width(paper)
    story: Story = [on.title("What an observer saw"), on.text(f"{sheet.title}. {sheet.when}.", 10.5, grey=True)]
    story += [on.gap(4), _fields(("Where I stood", "Date, hour", "Observer (role)"), width)]
    story += [on.heading("Expected", "tick what was seen; write the time beside it")]
    story.append(on.boxes([*sheet.expected, *sheet.look_for], width, 10))
    story += [
        on.heading(
            "Five sampled doors" if len(sheet.spots) == 5 else "Sampled doors",
            "minutes : seconds from the order or alarm",
        )
    ]
    story.append(on.timed([f"{spot.name} ({spot.id}): {spot.what}" for spot in sheet.spots], width))
    story += [on.heading("Three notes", "conditions, not faults; roles, not names")]
    for number in (1, 2, 3):
        story += [on.blank(f"{number}", width, 25), on.blank("", width, 22)]
    return story


def _form(sheet: Sheet, paper: Paper) -> Story:
    width = on.inner_width(paper)
    story: Story = [
        on.title("Return to the office today"),
        on.text("Roles, not names. Conditions, not faults.", 10.5, grey=True),
    ]
    story += [on.gap(8), _fields(("Date, hour", "Filled in by (role)", "People who took part"), width)]
    story += [on.heading("Times", "what, as the results file calls it, then minutes : seconds")]
    what = {"lockdown": "lock", "evacuate": "leave"}.get(sheet.order or "", "note")
    names = ["total: from the start until all was done", "order: from recognising to the first word"]
    story.append(on.timed([*names, *(f"{what}, {spot.id}: {spot.name}, {spot.what}" for spot in sheet.spots)], width))
    for label in ("What worked", "What got in the way", "What people said afterwards, and who needs support"):
        story += [on.heading(label), on.blank("", width, 22), on.blank("", width, 24)]
    story += [on.heading("Next"), _fields(("What will be changed", "Who (role)", "By when"), width)]
    story += [
        on.text("Type the times into the results file of this pack; hotwash learn reads it.", 9, before=10, grey=True)
    ]
    return story


def _fields(labels: Sequence[str], width: float) -> Flowable:
    each = width / len(labels)
    return on.grid([[on.blank(one, each - 12, 26) for one in labels]], [each] * len(labels), (), 0)
