"""A deck of drills as a pack to print: the checks, then for each drill a card, what controllers do, the words, an
observer sheet and a return form; for each discussion a card to talk by.

Beside the PDF lie the deck as a CSV (for `--exclude` next time), a form for a drill's results, and for each card a
scenario file that runs, with the floor plan and the response plan that it names. Nothing is written for a
drill that the checks refuse, unless somebody takes that on by role and reason: both are printed on the first page and
on each card.
"""

from __future__ import annotations

import csv
import io
import re
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
from simulator.exports.drill_pages import (
    announcement,
    card_page,
    controller_page,
    lines_of,
    observer_page,
    return_form,
)
from simulator.exports.paper import Flowable, Page, Paper, Part, Story
from simulator.exports.talk_pages import talk_card, talk_sheet
from simulator.model.bundle import Bundle
from simulator.model.drill import Drill, Rule

REFUSED = "The checks refuse this drill as it is planned, so no pack is written."


@dataclass(frozen=True, slots=True)
class Override:
    """Who has a refused drill printed all the same, by role, and why."""

    who: str
    why: str

    @property
    def words(self) -> str:
        """What is printed of it, on the first page and on every card."""
        return f"{HEADS['refuse']} Printed all the same by {self.who.strip()}: {self.why.strip()}"


NO_PUPILS = re.compile(r"\b(staff only|no (pupils|students)|without (pupils|students)|adults only)\b", re.IGNORECASE)


def refuse_empty(override: Override | None, drill: Drill) -> None:
    """Raises Refused for an override without a role or a reason, or with a reason that the drill file contradicts."""
    if override is None:
        return
    missing = [what for what, text in (("role", override.who), ("reason", override.why)) if not text.strip()]
    if missing:
        raise Refused(f"--override names by which ROLE and for which REASON; the {' and the '.join(missing)} is empty")
    if drill.pupils_present and (found := NO_PUPILS.search(override.why)):
        raise Refused(
            f"the reason says “{found[0]}”, the drill is planned with pupils present; change pupils_present in the "
            f"drill file, or the reason"
        )


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
    if out.suffix.lower() != ".pdf":
        raise Refused(f"{out}: a pack is a .pdf; name it {out.with_suffix('.pdf').name}")
    verdict = gate(drill, rows)
    refuse_empty(override, drill)
    if verdict.answer == "refuse" and override is None:
        raise Refused("\n".join([REFUSED, *in_words(verdict)[1:]]))
    files = _beside(out, bundle, scenario_path, deck)
    form = out.with_name(f"{out.stem}-results.csv")
    if taken := next((path for path in (out, *files, form) if path.exists()), None):
        raise Refused(f"{taken} is there already; name another file")
    used = override if verdict.answer == "refuse" else None
    sheets = []
    for card in deck.cards:
        if progress is not None:
            progress(f"Playing card {card.number} of {len(deck.cards)}")
        hard = (ordinary or {}).get(card.number)
        sheets.append(sheet_of(bundle, card, len(deck.cards), drill, deck.drawn, hard, used.words if used else ""))
    pack = Pack(tuple(sheets), deck, verdict, bundle.scenario.title, sheets[0].sensitivity, paper, used)
    if not sheets[0].discussion:
        files[form] = _results_form(sheets)
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
    plan, response = f"{out.stem}-floorplan.yaml", f"{out.stem}-response.yaml"
    named = bundle.tree.get("response")
    cards = {
        out.with_name(f"{out.stem}-card-{card.number:02d}.yaml"): scenario_text(
            bundle, card, plan, response if named is not None else None
        )
        for card in deck.cards
    }
    copies = {out.with_name(plan): _copied(scenario_path.parent / str(bundle.tree["plan"]))}
    if named is not None:
        copies[out.with_name(response)] = _copied(scenario_path.parent / str(named))
    return {out.with_name(f"{out.stem}.csv"): deck_csv(deck), **cards, **copies}


def _copied(file: Path) -> str:
    """A plan as it is: it lies beside the cards that name it, so that the folder can go anywhere."""
    return file.read_text(encoding="utf-8-sig")


def deck_csv(deck: Deck) -> str:
    """The cards as a table: number, version, and each value that is set. What only the version draws is not in it."""
    names = [factor.name for factor in deck.factors]
    return _csv([["card", "version", *names], *(_card_row(card, names) for card in deck.cards)])


def _card_row(card: Card, names: Sequence[str]) -> list[str]:
    levels = dict(card.levels)
    return [str(card.number), str(card.version), *(levels[name].spoken for name in names)]


def _results_form(sheets: Sequence[Sheet]) -> str:
    """A table to type real drills' results into; lines without a time are passed over by `hotwash learn`."""
    rows = [["drill", "date", "what", "where", "time", "note"]]
    for one in sheets:
        rows += [[f"card {one.card.number}", "", line.what, line.where, "", ""] for line in lines_of(one) if line.what]
    return _csv(rows)


def _csv(rows: Sequence[Sequence[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


# ---- the pages -------------------------------------------------------------------------------------------------------


def pdf(pack: Pack) -> bytes:
    """The pack as a PDF: the checks and the list of cards, then the pages of each drill or discussion."""
    first = Part(Page("Drill pack", f"{len(pack.sheets)} card{'s' * (len(pack.sheets) != 1)}"), partial(_cover, pack))
    parts = [first]
    for sheet in pack.sheets:
        about = f"card {sheet.card.number} of {sheet.cards} · version {sheet.card.version}"
        foot = f"Version {sheet.card.version} with these values always draws this situation."
        for kind, content in TALK if sheet.discussion else DRILL:
            parts.append(Part(Page(kind, about, foot), partial(content, sheet, pack.paper), one_page=True))
    return on.pdf(parts, title=pack.title, label=pack.label, paper=pack.paper)


TALK = (("Discussion card", talk_card), ("Discussion sheet", talk_sheet))
DRILL = (
    ("Drill card", card_page), ("For controllers only", controller_page), ("Announcement", announcement),
    ("Observer sheet", observer_page), ("Return form", return_form),
)  # fmt: skip


def _cover(pack: Pack) -> Story:
    width = on.inner_width(pack.paper)
    story: Story = [
        on.title(pack.title),
        on.text(f"{pack.sheets[0].school}. {SENSITIVITY[pack.label].capitalize()}.", 10, grey=True),
        on.heading("What the checks say"),
    ]
    if pack.override is not None:
        story += [on.framed([on.text(pack.override.words, 11, font=on.BOLD, after=0)], width), on.gap(5)]
    story += [on.text(line, 8.5) for line in in_words(pack.verdict)[pack.override is not None :]]
    story += [on.heading("The cards", coverage_in_words(pack.deck)), _list(pack, width)]
    if pack.deck.drawn:
        story.append(on.text(pack.sheets[0].drawn_note or "", 9, before=6, grey=True))
    return story


def _list(pack: Pack, width: float) -> Flowable:
    rows = [
        [
            on.text(words, 9, font=on.BOLD, after=0)
            for words in ("Card", "Version", "What is different (for controllers)", "")
        ]
    ]
    for sheet in pack.sheets:
        values = "; ".join(f"{name}: {value}" for name, value in sheet.choices)
        harder = f"{sheet.ordinary.short} others" if sheet.ordinary else ""
        cells = (str(sheet.card.number), str(sheet.card.version), values, harder)
        rows.append([on.text(words, 9, after=0) for words in cells])
    return on.grid(rows, [34, 50, width - 224, 140], [("LINEBELOW", (0, 0), (-1, -1), 0.5, on.LINE)])
