"""A district's own Word template, filled in: unknown placeholders and broken templates get a sentence each.

A template is code that somebody else wrote: it runs in a sandbox, reads only the values that it is given, and what
people typed goes in as text. Whatever it looks like, each page is stamped and labelled.
"""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError
from jinja2.sandbox import SandboxedEnvironment
from lxml.etree import XMLSyntaxError

from simulator.errors import NotFound, Refused
from simulator.exports.papers.manual import FIELDS
from simulator.exports.word import Stamps, Word, printable
from simulator.rules.near import did_you_mean

LARGEST_BYTES = 20_000_000
FILTERS = frozenset({"upper", "lower", "title", "capitalize", "length", "join", "first", "last", "default", "trim"})
ALONE = ("stamp", "title")
"""What a template to begin with has in lines of its own."""
NAMES = tuple(one.name for one in FIELDS)
KNOWN = f"a template may use: {', '.join(NAMES)} (docs/documents.md says what each is)"


def filled(path: Path, values: dict[str, Any], what: str) -> bytes:
    """The template at `path` with its placeholders filled, stamped on each page.

    Raises NotFound where there is no file, Refused where it is no Word file, has unknown placeholders or is broken.
    """
    template = _opened(path)
    env = _Sandbox(undefined=StrictUndefined, autoescape=True)
    env.globals.clear()
    env.filters = {name: one for name, one in env.filters.items() if name in FILTERS}
    try:
        unknown = sorted(template.get_undeclared_template_variables(env) - set(NAMES))
        if unknown:
            near = did_you_mean(unknown[0], NAMES, 0.6).removeprefix("; ")
            raise Refused(f"{path}: it asks for {_listed(unknown)}{f', {near}' if near else ''}; {KNOWN}")
        template.render(_clean(values), env)
        out = io.BytesIO()
        template.save(out)
        return _stamped(out.getvalue(), values, what)
    except TemplateSyntaxError as error:
        raise Refused(f"{path}: a placeholder is broken: {error.message}{_near(error)}; {KNOWN}") from None
    except UndefinedError as error:
        raise Refused(f"{path}: it asks for something that is not there: {error.message}; {KNOWN}") from None
    except (SecurityError, TemplateError) as error:
        raise Refused(f"{path}: a placeholder does what a template may not do: {error}; {KNOWN}") from None
    except XMLSyntaxError:
        raise Refused(
            f"{path}: a placeholder stands across parts of a table or a list; put the whole of it into one place, "
            f"and rows that repeat between {{%tr for ... %}} and {{%tr endfor %}}"
        ) from None
    except (TypeError, ValueError, ArithmeticError, AttributeError, LookupError) as error:
        raise Refused(f"{path}: a placeholder cannot be worked out: {error}; {KNOWN}") from None


def starter() -> bytes:
    """A template to begin with: every placeholder in its place, in our layout."""
    word = Word("{{ title }}", Stamps("{{ label }}", "{{ school }}", "version {{ version }}", "Situation manual"))
    word.text("{{ stamp }}", bold=True)
    word.title("{{ title }}")
    word.pairs((_spoken(one.name), f"{{{{ {one.name} }}}}") for one in FIELDS if not one.each and one.name not in ALONE)
    for one in FIELDS:
        if one.name == "modules":
            _modules(word)
        elif one.each:
            word.heading(_spoken(one.name))
            cells = [f"{{{{ one.{name} }}}}" for name, _ in one.each]
            rows = [[f"{{%tr for one in {one.name} %}}", *[""] * (len(cells) - 1)], cells]
            word.table(
                [_spoken(name) for name, _ in one.each], [*rows, ["{%tr endfor %}", *rows[0][1:]]], [1] * len(cells)
            )
    return word.as_bytes()


def _spoken(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _modules(word: Word) -> None:
    word.text("{%p for one in modules %}")
    word.heading("{{ one.number }}. {{ one.title }}")
    word.text("{{ one.clock }}")
    word.text("{{ one.text }}")
    word.text("{%p for question in one.questions %}")
    word.bullets(["{{ question.text }} ({{ question.group }})"])
    word.text("{%p endfor %}")
    word.text("{%p endfor %}")


class _Sandbox(SandboxedEnvironment):
    """Values are shown, compared and repeated over; nothing is called, and nothing grows without end."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def is_safe_callable(self, obj: Any) -> bool:
        """Whether something may be called: nothing may."""
        return False

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """What makes long things of short ones is refused."""
        raise SecurityError(f"{operator} is not for templates")


def _opened(path: Path) -> DocxTemplate:
    if not path.is_file():
        raise NotFound(f"there is no template {path}")
    if path.stat().st_size > LARGEST_BYTES:
        raise Refused(f"{path}: a template is a Word file of at most {LARGEST_BYTES // 1_000_000} MB")
    try:
        Document(str(path))
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError, XMLSyntaxError):
        raise Refused(f"{path}: a template is a Word file (.docx), and this is none") from None
    return DocxTemplate(str(path))


def _listed(names: list[str]) -> str:
    return ", ".join(f"{{{{ {name} }}}}" for name in names)


def _near(error: TemplateSyntaxError) -> str:
    lines = [line.strip() for line in getattr(error, "docx_context", ()) if line.strip()]
    found = next((line for line in lines if re.search(r"\{[{%]", line)), "")
    return f", near “{found[:80]}”" if found else ""


def _clean(value: Any) -> Any:
    """Every text as an XML file can hold it."""
    match value:
        case str():
            return printable(value)
        case dict():
            return {name: _clean(one) for name, one in value.items()}
        case list():
            return [_clean(one) for one in value]
        case _:
            return value


def _stamped(data: bytes, values: dict[str, Any], what: str) -> bytes:
    """The stamp, label and version on each page, where the template's own head does not have them."""
    document = Document(io.BytesIO(data))
    line = f"{values['stamp']}   ·   {values['label']}   ·   version {values['version']}"
    for section in document.sections:
        heads = [section.header]
        if section.different_first_page_header_footer:
            heads.append(section.first_page_header)
        if document.settings.odd_and_even_pages_header_footer:
            heads.append(section.even_page_header)
        for head in heads:  # one that is linked to the section before is that section's own
            _stamp(head, values, line)
    document.core_properties.subject = f"{values['stamp']}. {what}"[:255]
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _stamp(head: Any, values: dict[str, Any], line: str) -> None:
    said = " ".join(paragraph.text for paragraph in head.paragraphs)
    if all(part in said for part in (values["stamp"], str(values["label"]), f"version {values['version']}")):
        return
    first = head.paragraphs[0]
    made = first.insert_paragraph_before(printable(line)) if first.text.strip() else first
    if made is first:
        made.add_run(printable(line))
    made.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for run in made.runs:
        run.bold = True
