"""A deck of drill cards from one scenario: each card a version and the values that are set, so that it can be replayed.

`hotwash run SCENARIO --seed VERSION --set NAME=VALUE ...` plays exactly the card.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from simulator.drills.covering import Part, Row, cover, held_by, unlike
from simulator.drills.factors import Factor, Level, factors_of
from simulator.errors import Refused
from simulator.files import tainted
from simulator.files.paths import one_line
from simulator.model.bundle import Bundle
from simulator.sweeps.spelling import named, plain

Combination = Mapping[str, str]
"""Variables with values as a person types them; a card is never dealt that has all of them."""
MOST_CARDS = 200
STRENGTHS = {2: "pairs", 3: "triples"}


@dataclass(frozen=True, slots=True)
class Card:
    """One drill: its number in the deck, the exercise version, and the level of each variable that is set."""

    number: int
    version: int
    levels: tuple[tuple[str, Level], ...]

    @property
    def settings(self) -> dict[str, str]:
        """The values as `--set` takes them."""
        return {name: level.text for name, level in self.levels}


@dataclass(frozen=True, slots=True)
class Deck:
    """Cards, the variables that they vary, those that only the version draws, and what of all combinations they cover.

    Of `total` combinations of `strength` values each, `covered` are on a card, `drilled` were drilled before, and
    `cannot` are on no card that is allowed.
    """

    cards: tuple[Card, ...]
    factors: tuple[Factor, ...]
    drawn: tuple[str, ...]
    strength: int
    total: int
    covered: int
    drilled: int
    cannot: tuple[str, ...]
    surprise: bool = False


def deal(
    bundle: Bundle,
    *,
    strength: int = 2,
    cards: int | None = None,
    never: Iterable[Combination] = (),
    drilled: Sequence[Combination] = (),
    version: int = 1,
    surprise: bool = False,
) -> Deck:
    """A deck over a scenario's variables.

    As many cards as it takes to have all pairs (`strength` 3: triples), or the given number: fewer leave combinations
    open, more are as unlike the others as can be. No card has a combination of `never` or `drilled`; what was drilled
    counts as covered; a line with less than two values says of no combination that it was drilled. `surprise` deals one
    card (or `cards`), each unlike the last. Versions count up from `version`.
    Raises Refused in words where the scenario has nothing to vary, or no card is left.
    """
    factors = factors_of(bundle)
    if not factors:
        raise Refused("this scenario has no variable that a deck could vary; hotwash check names those only drawn")
    sizes = [len(factor.levels) for factor in factors]
    barred = [part for one in never if (part := part_of(factors, one))]
    before = [part for one in drilled if len(part := part_of(factors, one)) >= min(2, len(factors))]
    try:
        found = cover(sizes, strength, barred, before, version)
    except ValueError as error:
        raise Refused(f"{error}; ask for pairs, or take variables out of the scenario") from None
    if surprise:
        rows = _unlike(sizes, [], barred, before, version, cards or 1)
    else:
        wanted = len(found.rows) if cards is None else cards
        rows = list(found.rows[:wanted])
        rows += _unlike(sizes, rows, barred, before, version, wanted - len(rows))
    if not rows:
        raise Refused(_nothing_left(sizes, strength, barred, before, version))
    return Deck(
        cards=tuple(_card(factors, row, number, version) for number, row in enumerate(rows, 1)),
        factors=factors, drawn=tainted(bundle.tree, bundle.slots), strength=strength, total=found.total,
        covered=_covered(sizes, rows, strength, before), drilled=found.drilled,
        cannot=tuple(spoken(factors, part) for part in found.cannot), surprise=surprise,
    )  # fmt: skip


def _nothing_left(sizes: list[int], strength: int, barred: list[Part], before: list[Part], version: int) -> str:
    """Why there is no card: all that a deck covers was drilled, though other cards can be; or there is none at all."""
    if unlike(sizes, [], barred, before, version) is None:
        return "no card is left: every card that can be was drilled before or is kept out"
    kind = STRENGTHS[strength] if len(sizes) > 1 else "values"
    words = f"every one of the {kind} was drilled before, though not on every card that can be"
    more = ", or --triples" if strength == 2 and len(sizes) > 2 else ""
    return f"{words}; ask for --surprise, for a number of --cards{more}"


def _card(factors: tuple[Factor, ...], row: Row, number: int, version: int) -> Card:
    levels = tuple((factor.name, factor.levels[value]) for factor, value in zip(factors, row, strict=True))
    return Card(number, version + number - 1, levels)


def _unlike(
    sizes: list[int], rows: list[Row], barred: list[Part], before: list[Part], version: int, more: int
) -> list[Row]:
    """More cards, each as unlike those before it as can be; fewer where all others are kept out."""
    last = [*(tuple(value for _, value in part) for part in before if len(part) == len(sizes)), *rows]
    added: list[Row] = []
    for number in range(min(more, MOST_CARDS)):
        known = [tuple(enumerate(row)) for row in (*rows, *added)]
        row = unlike(sizes, [*last, *added], [*barred, *known], before, version + len(rows) + number)
        if row is None:
            break
        added.append(row)
    return added


def _covered(sizes: list[int], rows: list[Row], strength: int, before: list[Part]) -> int:
    """How many combinations the cards have that were not drilled before."""
    on_cards = held_by([tuple(enumerate(row)) for row in rows], sizes, strength)
    return len(on_cards - held_by(before, sizes, strength))


def part_of(factors: tuple[Factor, ...], combination: Combination) -> Part:
    """A typed combination as indices; what it says of variables that no card varies is left out.

    A value that no card can have makes the whole combination harmless: the result is empty.
    """
    part: list[tuple[int, int]] = []
    for index, factor in enumerate(factors):
        typed = next((value for name, value in combination.items() if plain(name) == plain(factor.name)), None)
        if typed is None:
            continue
        value = factor.level_of(typed)
        if value is None:
            return ()
        part.append((index, value))
    return tuple(part)


def odd_value(bundle: Bundle) -> Callable[[str, str], str | None]:
    """What is wrong with a value of a variable, in words; None where a card can have it, or no card varies it."""
    factors = {factor.name: factor for factor in factors_of(bundle)}

    def told(name: str, value: str) -> str | None:
        return _never(factors[name], value) if name in factors else None

    return told


def _never(factor: Factor, value: str) -> str | None:
    if factor.level_of(value) is not None:
        return None
    return f"can be {', '.join(level.spoken for level in factor.levels)}; not {one_line(value)}"


def combination_from(bundle: Bundle, text: str) -> dict[str, str]:
    """The combination that `--without officer=away,pa_upper=no` names. Raises Refused in words."""
    factors = {factor.name: factor for factor in factors_of(bundle)}
    found: dict[str, str] = {}
    for one in text.split(","):
        typed, equals, value = (part.strip() for part in one.partition("="))
        if not equals:
            raise Refused(f"expected NAME=VALUE,NAME=VALUE to be kept out, found {text!r}")
        name = named(bundle, typed)
        refuse_unknown(bundle, factors, name, value)
        found[name] = value
    return found


def refuse_unknown(bundle: Bundle, factors: Mapping[str, Factor], name: str, value: str) -> None:
    """Raises Refused for a variable that no card varies, and for a value that it cannot have."""
    if name in tainted(bundle.tree, bundle.slots):
        raise Refused(f"{name} reaches what the threat, visitor or disturbance does: only the version draws it")
    if name not in factors:
        raise Refused(f"no card varies {name}; cards vary {', '.join(factors)}")
    if (wrong := _never(factors[name], value)) is not None:
        raise Refused(f"{name} {wrong}")


def spoken(factors: tuple[Factor, ...], part: Part) -> str:
    """A combination in words: `Officer: away, PA upper: no`."""
    return ", ".join(f"{factors[one].title}: {factors[one].levels[value].spoken}" for one, value in part)


def coverage_in_words(deck: Deck) -> str:
    """What of all combinations the deck has, in a sentence or two."""
    what = STRENGTHS[deck.strength]
    several = len(deck.factors) > 1
    values = f"{what} of values" if several else "values"
    open_ = deck.total - deck.covered - deck.drilled - len(deck.cannot)
    cards = "1 card has" if len(deck.cards) == 1 else f"{len(deck.cards)} cards have"
    words = f"{cards} {deck.covered} of {deck.total} {values} of the variables at least once"
    words += f"; {deck.drilled} were drilled before" if deck.drilled else ""
    words += f"; {len(deck.cannot)} cannot be, for what is kept out or was drilled" if deck.cannot else ""
    return words + (f"; {open_} wait for another deck." if open_ else ".")
