"""Papers to cut out: role cards (half a sheet), table tents (folded), and a slip for each message (a quarter)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from simulator.analysis.words import EXERCISE, one_line
from simulator.exports import paper as on
from simulator.exports.paper import Flowable, Part, Story
from simulator.exports.papers.roles import RoleCard
from simulator.exports.papers.subject import Subject
from simulator.exports.papers.telling import Told
from simulator.exports.papers.wish import Wish, label_of, page_of

INSIDE = 12.0
"""Points between a card's edge and what stands on it."""
NARROW = 300.0
RULES = "You know what stands here, and what you are told from now on. Say what you do, and what you say to whom."
NOBODY = "The scenario names no roles; write what somebody knows on a blank card."


def role_cards(subject: Subject, wish: Wish) -> bytes:
    """Two role cards on a page: where you are, what you see, radio, phone, keys."""
    cards = [partial(_role, subject, one) for one in subject.played] or [partial(_blank_role, subject)] * 2
    return _cut(subject, wish, "Role cards", cards, columns=1, rows=2)


def message_slips(subject: Subject, wish: Wish) -> bytes:
    """Four slips on a page, one for each message; those that may not be needed stand on pages of their own, last."""
    sheets: list[tuple[str, Sequence[Told]]] = [
        ("Message slips", subject.coming),
        ("Slips kept until needed", (*subject.only_if, *subject.spare)),
    ]
    parts = [
        part
        for kind, found in sheets
        for part in _pages(subject, wish, kind, [partial(_slip, subject, one) for one in found], 2, 2)
    ]
    if not parts:
        parts = _pages(subject, wish, "Message slips", [partial(_blank_slip, subject)] * 4, 2, 2)
    return on.pdf(
        parts, title=f"{subject.players_title}: message slips", label=label_of(subject, wish), paper=wish.paper
    )


def table_tents(subject: Subject, wish: Wish) -> bytes:
    """A tent for each role on a sheet of its own: fold it in the middle, and both sides can be read."""
    width, height = on.inner_width(wish.paper), on.inner_height(wish.paper)
    parts = [
        Part(page_of(subject, "Table tents", "fold along the line"), partial(_tent, subject, one, width, height))
        for one in subject.played
    ] or [Part(page_of(subject, "Table tents"), lambda: [on.text(NOBODY, 11)])]
    return on.pdf(parts, title=f"{subject.players_title}: table tents", label=label_of(subject, wish), paper=wish.paper)


# ---- sheets to cut ---------------------------------------------------------------------------------------------------

Made = Callable[[float, float], Story]
"""What stands on a card of this width and height."""


def _cut(subject: Subject, wish: Wish, kind: str, cards: Sequence[Made], columns: int, rows: int) -> bytes:
    parts = _pages(subject, wish, kind, cards, columns, rows)
    return on.pdf(
        parts, title=f"{subject.players_title}: {kind.lower()}", label=label_of(subject, wish), paper=wish.paper
    )


def _pages(subject: Subject, wish: Wish, kind: str, cards: Sequence[Made], columns: int, rows: int) -> list[Part]:
    each = columns * rows
    page = page_of(subject, kind, "cut along the dashed lines")
    return [
        Part(page, partial(_sheet, wish, cards[at : at + each], columns, rows)) for at in range(0, len(cards), each)
    ]


def _sheet(wish: Wish, cards: Sequence[Made], columns: int, rows: int) -> Story:
    width = on.inner_width(wish.paper) / columns
    height = (on.inner_height(wish.paper) - 4) / rows
    room = width - 2 * INSIDE, height - 2 * INSIDE
    cells: list[Flowable] = [on.fitted(one(*room), *room) for one in cards]
    cells += [""] * (columns * rows - len(cells))
    lines = [
        ("LEFTPADDING", (0, 0), (-1, -1), INSIDE), ("RIGHTPADDING", (0, 0), (-1, -1), INSIDE),
        ("LINEBELOW", (0, 0), (-1, -1), 0.8, on.LINE, None, (4, 3)),
        ("LINEAFTER", (0, 0), (-2, -1), 0.8, on.LINE, None, (4, 3)),
    ]  # fmt: skip
    found = [cells[at : at + columns] for at in range(0, len(cells), columns)]
    return [on.grid(found, [width] * columns, lines, INSIDE, [height] * rows)]


def _strip(subject: Subject, kind: str, width: float) -> Flowable:
    """The stamp on each card, with version and label: it is cut off from those of the page."""
    lines = [("BOX", (0, 0), (-1, -1), 1.0, on.INK), ("LEFTPADDING", (0, 0), (0, -1), 6)]
    words = on.text(f"{EXERCISE}: {kind.upper()}", 8, font=on.BOLD, after=0)
    small = on.text(f"version {subject.version} · {subject.label}", 7, after=0, grey=True)
    if width < NARROW:
        return on.grid([[[words, small]]], [width], lines, 3)
    return on.grid([[words, small]], [width - 130, 130], lines, 3)


# ---- cards -----------------------------------------------------------------------------------------------------------


def _role(subject: Subject, one: RoleCard, width: float, height: float) -> Story:
    rows = [("Where you are", one.where), *(("What you see", line) for line in one.sees[:1])]
    rows += [("", line) for line in one.sees[1:]]
    rows += [("Radio", one.radio), ("Phone", one.phone), ("Keys", one.keys)]
    return [
        _strip(subject, "role card", width), on.gap(8), on.text(one.title, 20, font=on.BOLD, lead=1.15, after=1),
        on.text(f"{one.shape} {one.discipline}. {subject.school}. {subject.when}.", 9.5, grey=True, after=5),
        _facts(rows, width),
        on.gap(5), on.text(RULES, 9.5, after=2), on.text(one_line(subject.content_note, 400), 8.5, grey=True),
    ]  # fmt: skip


def _facts(rows: Sequence[tuple[str, str]], width: float) -> Flowable:
    cells = [[on.text(name, 9.5, after=0, grey=True), on.text(words, 10.5, after=0)] for name, words in rows]
    lines = [("LINEABOVE", (0, at), (-1, at), 0.5, on.LINE) for at, (name, _) in enumerate(rows) if name]
    return on.grid(cells, [84, width - 84], lines, 2.6)


def _blank_role(subject: Subject, width: float, height: float) -> Story:
    names = ("Role", "Where you are", "What you see", "Radio", "Phone", "Keys")
    return [_strip(subject, "role card", width), on.gap(8), *[on.blank(name, width, 30) for name in names]]


def _slip(subject: Subject, one: Told, width: float, height: float) -> Story:
    via = f", {one.via}" if one.via else ""
    return [
        _strip(subject, f"message {one.n}", width), on.gap(6),
        on.text(f"To {one.to_words}{via}", 11, font=on.BOLD, after=2),
        on.text(f"From: {one.from_}. In the story: {_time(one)}", 9, grey=True, after=6),
        on.text(f"“{one.text}”", 13, font=on.SERIF, lead=1.4), on.gap(8),
        on.text("What I do, and what I say to whom:", 8.5, after=0, grey=True), *[on.blank("", width, 22)] * 3,
    ]  # fmt: skip


def _time(one: Told) -> str:
    """The clock time where the message has one of its own; else a place to write it."""
    return one.clock if one.exact and one.t_ms is not None else "____ : ____ : ____"


def _blank_slip(subject: Subject, width: float, height: float) -> Story:
    return [
        _strip(subject, "message", width), on.gap(6), on.blank("To, how", width, 26),
        on.blank("From, time in the story", width, 26), *[on.blank("", width, 26) for _ in range(5)],
    ]  # fmt: skip


def _tent(subject: Subject, one: RoleCard, width: float, height: float) -> Story:
    half = height / 2 - 6
    face = partial(_face, subject, one, width)
    lines = [("LINEBELOW", (0, 0), (-1, 0), 0.8, on.LINE, None, (4, 3))]
    faces = [[on.turned(face(), width, half - 40)], [on.fitted([face()], width, half - 40)]]
    return [on.grid(faces, [width], lines, 10, [half, half])]


def _face(subject: Subject, one: RoleCard, width: float) -> Flowable:
    size = 54 if len(one.title) <= 14 else 40 if len(one.title) <= 28 else 28
    inside = [
        on.text(EXERCISE, 12, font=on.BOLD, after=22), on.text(one.title, size, font=on.BOLD, lead=1.12, after=14),
        on.text(f"{one.shape} {one.discipline}", 24, after=4), on.text(subject.school, 12, grey=True),
    ]  # fmt: skip
    return on.grid([[inside]], [width], [("LEFTPADDING", (0, 0), (-1, -1), 24)], 22)
