"""A district's own Word template, filled in: unknown placeholders and broken templates get a sentence each.

A template is code that somebody else wrote: it runs in a sandbox, reads only the values that it is given, and what
people typed goes in as text. Whatever it looks like, each page is stamped and labelled.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError
from jinja2.sandbox import SandboxedEnvironment
from lxml.etree import XMLSyntaxError
from markupsafe import escape

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
    clean = _clean(values)
    env = _Sandbox(undefined=StrictUndefined, autoescape=True, finalize=partial(_shown, clean))
    env.globals.clear()
    env.filters = {name: one for name, one in env.filters.items() if name in FILTERS}
    env.filters["join"] = partial(_joined, clean)
    try:
        unknown = sorted(template.get_undeclared_template_variables(env) - set(NAMES))
        if unknown:
            raise Refused(f"{path}: {_unknown(unknown)}; {KNOWN}")
        template.render(clean, env)
        out = io.BytesIO()
        template.save(out)
        return _stamped(out.getvalue(), values, what)
    except TemplateSyntaxError as error:
        faults = [*faults_of(_paragraphs(path))] or [f"a placeholder is broken: {error.message}{_near(error)}"]
        raise Refused(f"{path}: {'; '.join(faults)}; {KNOWN}") from None
    except _Whole as error:
        raise Refused(f"{path}: {error}") from None
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


class _Whole(TemplateError):
    """A list or a map that a template prints as it is."""


def _shown(values: dict[str, Any], value: Any) -> Any:
    """What is printed, where it is text or a number. Raises _Whole in words for what has parts."""
    if not isinstance(value, list | dict):
        return value
    name = next((name for name, one in values.items() if one is value), None)
    each = next((one.each for one in FIELDS if one.name == name), ())
    if name is None or not each:
        raise _Whole("a placeholder prints a list or an entry of one as it is; name the part of it that is meant")
    raise _Whole(
        f"{{{{ {name} }}}} is a list and cannot be printed as it is; repeat over it: "
        f"{{% for one in {name} %}}{{{{ one.{each[0][0]} }}}}{{% endfor %}}"
    )


def _joined(values: dict[str, Any], value: Any, between: str = "") -> Any:
    """Texts put together; entries with parts are none."""
    if isinstance(value, list) and any(isinstance(one, list | dict) for one in value):
        _shown(values, value)
    return escape(between).join(value) if not isinstance(value, str) else value


# ---- what is wrong ---------------------------------------------------------------------------------------------------


def faults_of(paragraphs: list[str]) -> Iterator[str]:
    """What a person would say is wrong with placeholders that cannot be read, a sentence each."""
    text = "\n".join(paragraphs)
    for opened, closed in (("{{", "}}"), ("{%", "%}")):
        for one in paragraphs:
            for part in one.split(opened)[1:]:
                if closed not in part:
                    yield f"a placeholder is not closed: {opened}{part.partition('{')[0].rstrip()[:60]}"
    for word in ("for", "if"):
        begun = len(re.findall(rf"{{%[a-z]*-?\s*{word}\b", text))
        ended = len(re.findall(rf"{{%[a-z]*-?\s*end{word}\b", text))
        if begun > ended:
            yield f"a {{% {word} %}} has no {{% end{word} %}}"
        elif ended > begun:
            yield f"a {{% end{word} %}} has no {{% {word} %}}"
    own = set(re.findall(r"{%[a-z]*-?\s*for\s+(\w+)", text)) | {"loop"}
    asked = dict.fromkeys(re.findall(r"{{[a-z]*-?\s*([A-Za-z_]\w*)", text))
    unknown = [one for one in asked if one not in own and one not in NAMES]
    if unknown:
        yield _unknown(unknown)


def _unknown(names: list[str]) -> str:
    near = did_you_mean(names[0], NAMES, 0.6).removeprefix("; ")
    return f"it asks for {_listed(names)}{f', {near}' if near else ''}"


def _paragraphs(path: Path) -> list[str]:
    """The text of every paragraph, also of those in tables, heads and feet."""
    document = Document(str(path))
    roots = [document.element.body, *(one._element for section in document.sections
                                      for one in (section.header, section.footer))]  # fmt: skip
    return ["".join(part.text or "" for part in one.iter(qn("w:t"))) for root in roots for one in root.iter(qn("w:p"))]


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
