"""What is wrong where a file is not YAML, in words; the parser's own are for programmers."""

from __future__ import annotations

from ruamel.yaml.error import MarkedYAMLError

from simulator.files.paths import Mark
from simulator.files.quotes import never_closed

_SENTENCES = (
    ("mapping values are not allowed here", "a second colon on this line; quote text that holds a colon"),
    ("found unexpected end of stream", "a quotation mark that was opened is not closed"),
    ("found unexpected document separator", "a quotation mark that was opened is not closed"),
    ("could not find expected ':'", 'expected "name: value"; is a colon missing, or a quotation mark?'),
    ("expected <block end>", "this line does not fit in here; is its indentation that of its neighbours?"),
    ("block sequence entries are not allowed here", "a list cannot begin here; put it on a line of its own"),
    ("expected ',' or ']'", "expected , or ]; is a comma or bracket missing, or text with : { or } not quoted?"),
    ("expected ',' or '}'", "expected , or }; is a comma or bracket missing, or text with : [ or ] not quoted?"),
    ("found unknown escape character", "a backslash in double quotes; write it twice, or use single quotes"),
    ("expected escape sequence", "a backslash in double quotes; write it twice, or use single quotes"),
    ("did not find expected <document start>", "text stands outside the file's `name: value` lines"),
    ("expected '<document start>'", "text stands outside the file's `name: value` lines"),
    ("expected the node content", "a value was expected here"),
    ("expected alphabetic or numeric character", "a word that begins with & or * must be quoted"),
    ("found duplicate anchor", "the same &name stands twice"),
)
CURLY = frozenset("“”„‘’‚")
CURLY_QUOTE = "begins with a curly quote, as a word processor types it; use the straight one"
_QUOTE = "a word cannot begin with {0}; put it in double quotes"


def sentence(error: MarkedYAMLError, text: str) -> tuple[Mark, str]:
    """Where a syntax error is, and what to do about it."""
    mark, opened = error.problem_mark or error.context_mark, error.context_mark
    if mark is None:
        return (1, 1), "cannot be read as YAML"
    message = _message(str(error.problem or ""), text, mark.index)
    if not message.startswith("a quotation mark") and (start := never_closed(text, mark.index)) is not None:
        line, column = text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)
        return (line, column), f"a quote that opens on line {line} does not close"
    if opened is not None and opened.line != mark.line:
        if message.startswith("a quotation mark"):
            mark = opened
        elif message.startswith("expected"):
            message += f" (what is open here began on line {opened.line + 1})"
    return (mark.line + 1, mark.column + 1), message


def _message(problem: str, text: str, index: int) -> str:
    before = text[max(0, index - 2) : index + 2]
    if "${" in before:
        return 'a variable must be quoted: "${name}"'
    if "cannot start any token" in problem:
        character = text[index : index + 1]
        if character == "\t":
            return "a tab where spaces are expected; indent with spaces"
        return _QUOTE.format(character)
    if "\t" in text[text.rfind("\n", 0, index) + 1 : index + 1] and "<block end>" in problem:
        return "a tab where spaces are expected; indent with spaces"
    for known, words in _SENTENCES:
        if known in problem:
            return words
    return "cannot be read as YAML from here on"
