"""What is wrong where a file is not YAML, in words; the parser's own are for programmers."""

from __future__ import annotations

from yaml import MarkedYAMLError

from simulator.files.paths import Mark
from simulator.files.quotes import never_closed

_NOT_HERE = "this line does not fit in here; is its indentation that of its neighbours?"
_NO_VALUE = "a value was expected here"
_TAB = "a tab where spaces are expected; indent with spaces"
_SENTENCES = (
    ("mapping values are not allowed", "a second colon on this line; quote text that holds a colon"),
    ("found unexpected end of stream", "a quotation mark that was opened is not closed"),
    ("found unexpected document indicator", "a quotation mark that was opened is not closed"),
    ("could not find expected ':'", 'expected "name: value"; is a colon missing, or a quotation mark?'),
    ("expected key", _NOT_HERE),
    ("expected '-' indicator", _NOT_HERE),
    ("found a tab character", _TAB),
    ("block sequence entries are not allowed", "a list cannot begin here; put it on a line of its own"),
    ("expected ',' or ']'", "expected , or ]; is a comma or bracket missing, or text with : { or } not quoted?"),
    ("expected ',' or '}'", "expected , or }; is a comma or bracket missing, or text with : [ or ] not quoted?"),
    ("found unknown escape character", "a backslash in double quotes; write it twice, or use single quotes"),
    ("expected hexdecimal number", "a backslash in double quotes; write it twice, or use single quotes"),
    ("invalid Unicode character escape", "a backslash in double quotes; write it twice, or use single quotes"),
    ("found unexpected ':'", "a colon cannot stand here without a space after it; quote text that holds a colon"),
    ("expected <document start>", "text stands outside the file's `name: value` lines"),
    ("expected node content", _NO_VALUE),
    ("expected alphabetic or numeric character", "a word that begins with & or * must be quoted"),
    ("incompatible YAML document", "this asks for another YAML than 1.2; take the line out"),
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
            return _TAB
        return _QUOTE.format(character)
    words = next((words for known, words in _SENTENCES if known in problem), "cannot be read as YAML from here on")
    if words in (_NOT_HERE, _NO_VALUE) and text[index : index + 1] == ":":
        return "a name is missing before this colon"
    if words == _NOT_HERE and "\t" in text[text.rfind("\n", 0, index) + 1 : index + 1]:
        return _TAB
    return words
