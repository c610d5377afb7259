"""What a guard's text says before it is evaluated: its words, and the names that it reads.

A guard is a small part of CEL: names of `draw` and `state`, words and numbers, comparisons, `&& || ! in ?:`, arithmetic
and a few functions of text. What loops (`map`, `all`, regular expressions) is left out, so no guard can run for long.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from simulator.rules.near import did_you_mean, listed

Name = tuple[str, ...]
"""What a guard reads: `("draw", "entry")`, `("state", "order")`, `("state", "space", "C1", "people")`."""

MAX_LENGTH = 500
MAX_DEPTH = 12
FUNCTIONS: tuple[str, ...] = ("contains", "endsWith", "size", "startsWith")
FACTS: tuple[str, ...] = ("order", "order_in", "zones_dead", "departed", "space")
OF_A_SPACE: tuple[str, ...] = ("people", "density")

_TOKEN = re.compile(
    r"""\s*(?:(?P<text>"[^"\\\n]*"|'[^'\\\n]*')|(?P<number>\d+(?:\.\d+)?)|(?P<word>[A-Za-z_][A-Za-z_0-9]*)"""
    r"""|(?P<sign>&&|\|\||==|!=|<=|>=|[<>!+\-*/%?:,.()\[\]]))"""
)
_INSTEAD = {
    "and": "write && for and", "or": "write || for or", "not": "write ! for not", "null": "there is no null; "
    'where there is no order, state.order is ""', "is": "write == to compare", "None": 'write "" for none',
    "True": "write true with a small t", "False": "write false with a small f",
}  # fmt: skip


@dataclass(frozen=True)
class Token:
    """One word of a guard: a `name` with what it names, a `text` or `number`, a `word` (true, in) or a `sign`."""

    kind: str
    text: str
    name: Name = ()


def spelled_name(name: Name) -> str:
    """A name as a guard writes it: `state.space["C1"].people`."""
    match name:
        case ("state", "space", space, fact):
            return f'state.space["{space}"].{fact}'
        case ("state", "order_in", zone):
            return f'state.order_in["{zone}"]'
        case _:
            return ".".join(name)


def read(text: str, draws: Collection[str] = ()) -> tuple[tuple[Token, ...], list[str]]:
    """The words of a guard, and a sentence for each that it may not hold; `draws` only help to guess what was meant."""
    if wrong := _unreadable(text):
        return (), [wrong]
    raw = list(_raw(text))
    if isinstance(raw[-1], str):
        return (), [raw[-1]]
    reader = _Reader([one for one in raw if isinstance(one, Token)], draws)
    tokens = tuple(reader.tokens())
    return tokens, list(dict.fromkeys(reader.wrong))


def _unreadable(text: str) -> str | None:
    if not text.strip():
        return "is empty; write a condition such as draw.x == 'A'"
    if len(text) > MAX_LENGTH:
        return f"is longer than {MAX_LENGTH} characters"
    if "${" in text:
        return "a guard names a variable as draw.NAME, without ${ }"
    if "\\" in text:
        return "a backslash has no meaning in a guard; take it out"
    return None


def _raw(text: str) -> Iterator[Token | str]:
    """The words one by one; last a sentence where the text cannot be read on."""
    at, depth = 0, 0
    text = text.rstrip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            yield _odd(text[at:].lstrip())
            return
        kind = str(match.lastgroup)
        word = match[kind]
        if text.startswith("//", match.start(kind)):
            yield "a guard holds no comments; take // out"
            return
        touching = text[match.end() : match.end() + 1]
        if kind in ("word", "number", "text") and re.match(r"[\w\"']", touching):
            yield f"{word}{touching}... cannot be read; is a space or a sign such as == or && missing?"
            return
        depth += (word in "([") - (word in ")]") if kind == "sign" else 0
        if depth > MAX_DEPTH:
            yield f"its brackets are nested more than {MAX_DEPTH} deep"
            return
        yield Token(kind, word[1:-1] if kind == "text" else word)
        at = match.end()


def _odd(rest: str) -> str:
    match rest[0]:
        case "=":
            return "write == to compare"
        case "&" | "|":
            return f"write {rest[0] * 2} for {'and' if rest[0] == '&' else 'or'}"
        case "'" | '"':
            return "a quotation mark that was opened is not closed"
        case "@":
            return 'a common name is written in quotes: state.space["@gym"].people'
        case sign:
            return (
                f"{sign!r} has no meaning here"
                if sign.isprintable()
                else "a character that cannot be shown stands here"
            )


class _Reader:
    """Puts names together from their words, and notes what is no name."""

    def __init__(self, raw: list[Token], draws: Collection[str]) -> None:
        self.raw, self.draws, self.at = raw, draws, 0
        self.wrong: list[str] = []

    def tokens(self) -> Iterator[Token]:
        while self.at < len(self.raw):
            token = self.raw[self.at]
            self.at += 1
            match token:
                case Token("word", "draw" | "state" as root):
                    name = self._draw() if root == "draw" else self._state()
                    yield Token("name", spelled_name(name), name)
                case Token("word", "true" | "false" | "in"):
                    yield token
                case Token("word", word):
                    yield token
                    self._word(word)
                case Token("sign", "."):
                    yield token
                    self._method()
                case _:
                    yield token

    def _next(self, kind: str, text: str | None = None) -> str | None:
        """The next word where it is of this kind, taken."""
        token = self.raw[self.at] if self.at < len(self.raw) else None
        if token is None or token.kind != kind or (text is not None and token.text != text):
            return None
        self.at += 1
        return token.text

    def _member(self) -> str | None:
        """`.name`, unless it is a function of text."""
        start = self.at
        if (
            self._next("sign", ".") is not None
            and (name := self._next("word")) is not None
            and not (name in FUNCTIONS and self._peek() == "(")
        ):
            return name
        self.at = start
        return None

    def _peek(self) -> str:
        return self.raw[self.at].text if self.at < len(self.raw) and self.raw[self.at].kind == "sign" else ""

    def _key(self) -> str | None:
        """`["name"]`."""
        start = self.at
        if self._next("sign", "[") is not None and (key := self._next("text")) is not None and self._next("sign", "]"):
            return key
        self.at = start
        return None

    def _part(self) -> str | None:
        key = self._key()
        return key if key is not None else self._member()

    def _draw(self) -> Name:
        part = self._part()
        if part is None:
            self.wrong.append("write the name of a variable after draw: draw.NAME")
            return ()
        return self._ended(("draw", part))

    def _state(self) -> Name:
        fact = self._part()
        match fact:
            case None:
                self.wrong.append(f"write after state what is asked: {_facts()}")
                return ()
            case "order_in":
                key = self._key()
                return self._ended(("state", "order_in", key)) if key is not None else self._lacks("order_in", "zone-A")
            case "space":
                key = self._key()
                of = self._part() if key is not None else None
                if key is None or of not in OF_A_SPACE:
                    return self._lacks("space", "C1", f".{' or .'.join(OF_A_SPACE)}")
                return self._ended(("state", "space", key, of))
            case _ if fact in FACTS:
                return self._ended(("state", fact))
            case _:
                near = did_you_mean(fact, FACTS) or f"; there are {_facts()}"
                self.wrong.append(f"there is no state.{fact}{near}")
                return ()

    def _lacks(self, fact: str, example: str, after: str = "") -> Name:
        self.wrong.append(f'write state.{fact}["{example}"]{after}, with the name in quotes')
        return ()

    def _ended(self, name: Name) -> Name:
        """Nothing hangs on a whole name but a function of text."""
        if self._peek() == "[":
            self.wrong.append(f"{spelled_name(name)} holds nothing further; take the [ ] away")
        return name

    def _method(self) -> None:
        word = self._next("word") or ""
        if word not in FUNCTIONS or self._peek() != "(":
            near = did_you_mean(word, FUNCTIONS) or f"; what can be asked of text is {listed(FUNCTIONS)}"
            self.wrong.append(f".{word} has no meaning here{near}")

    def _word(self, word: str) -> None:
        if self._peek() == "(":
            if word not in FUNCTIONS:
                near = did_you_mean(word, FUNCTIONS) or f"; there are {listed(FUNCTIONS)}"
                self.wrong.append(f"there is no function {word}{near}")
        elif word in _INSTEAD:
            self.wrong.append(_INSTEAD[word])
        elif word in self.draws:
            self.wrong.append(f"there is no name {word}; did you mean draw.{word}?")
        elif word in FACTS:
            self.wrong.append(f"there is no name {word}; did you mean state.{word}?")
        else:
            near = did_you_mean(word, ("draw", "state", "true", "false"))
            near = near or "; names begin with draw. or state., and words stand in quotes"
            self.wrong.append(f"there is no name {word}{near}")


def _facts() -> str:
    return listed(f"state.{fact}" for fact in FACTS)
