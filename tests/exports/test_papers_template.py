"""A district's own template: every placeholder filled as text, and a sentence for whatever is wrong with it."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

import docx
import pytest

from simulator.errors import NotFound, Refused
from simulator.exports.papers.manual import FIELDS, manual
from simulator.exports.papers.template import filled, starter
from simulator.exports.papers.wish import Wish
from tests.exports.papers_room import MARKUP, heads, marked, words

DOCS = Path(__file__).resolve().parents[2] / "docs/documents.md"


def template(folder: Path, *lines: str, head: str = "", first: bool = False) -> Path:
    made = docx.Document()
    for line in lines:
        made.add_paragraph(line)
    made.sections[0].header.paragraphs[0].text = head
    made.sections[0].different_first_page_header_footer = first
    path = folder / "district.docx"
    made.save(str(path))
    return path


def fill(path: Path) -> bytes:
    return filled(path, manual(marked(), Wish()), "SitMan")


def test_what_is_documented_is_what_is_offered_and_each_has_a_value() -> None:
    values = manual(marked(), Wish())
    assert [one.name for one in FIELDS] == list(values)
    for one in FIELDS:
        assert isinstance(values[one.name], list) == bool(one.each)
        assert all(set(row) == {name for name, _ in one.each} for row in (values[one.name] if one.each else ()))
    table = re.findall(r"^\| `(\w+)(?:\.(\w+))?` \|", DOCS.read_text(encoding="utf-8"), re.MULTILINE)
    assert table == [(one.name, part) for one in FIELDS for part in ("", *(name for name, _ in one.each))]


def test_every_placeholder_is_filled_and_what_people_typed_stays_text(tmp_path: Path) -> None:
    lines = [f"{one.name}=[{{{{ {one.name} }}}}]" for one in FIELDS if not one.each]
    questions = "{% for q in m.questions %}<{{ q.text }}>{% endfor %}"
    loop = "{% for m in modules %}{{ m.number }} {{ m.title }}: " + questions + "{% endfor %}"
    text = words(fill(template(tmp_path, *lines, loop)))
    assert "title=[An armed person and a reunification: Maple Ridge" in text and "version=[7]" in text
    assert f"Q {MARKUP}" not in text and "1 The first minutes: <Who has to know" in text
    own = replace(marked(), title=f"Own {' '.join(MARKUP.split())}")
    titled = words(filled(template(tmp_path, "[{{ title }}]"), manual(own, Wish()), "SitMan"))
    assert f"[Own {' '.join(MARKUP.split())}]" in titled
    assert "{{ version }}" not in text


def test_the_template_to_begin_with_is_filled_whole(tmp_path: Path) -> None:
    path = tmp_path / "starter.docx"
    path.write_bytes(starter())
    names = {one.name for one in FIELDS}
    written = words(path.read_bytes())
    assert {name for name in names if re.search(rf"\b{name}\b", written)} == names
    text = words(fill(path))
    assert not [one for one in ("{{ school", "{{ version", "{{ one.", "{%tr", "{%p") if one in text]
    for said in ("Hot wash", "Police and EMS share one command", "Who has to know", "3. Families", "You see a person"):
        assert said in text


def test_each_page_is_stamped_even_where_the_template_says_nothing(tmp_path: Path) -> None:
    for data in (fill(template(tmp_path, "Nothing")), fill(template(tmp_path, "Nothing", head="Our district"))):
        assert all("THIS IS AN EXERCISE" in one and "restricted" in one and "version 7" in one for one in heads(data))
    own = fill(template(tmp_path, "x", head="{{ stamp }} {{ label }} version {{ version }}"))
    assert heads(own)[0].count("THIS IS AN EXERCISE") == 1
    first = docx.Document(io.BytesIO(fill(template(tmp_path, "x", first=True)))).sections[0]
    assert "THIS IS AN EXERCISE" in first.first_page_header.paragraphs[0].text


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("{{ titel }}", "{{ titel }}, did you mean title?"),
        ("{{ expected }}", "{{ expected }}; a template may use"),
        ("{{ title", "a placeholder is not closed: {{ title;"),
        (
            "{{ title and {{ superintendent }}",
            "a placeholder is not closed: {{ title and; it asks for {{ superintendent }}",
        ),
        ("{% endfor %}", "a {% endfor %} has no {% for %}"),
        (
            "{{ players }}",
            "{{ players }} is a list and cannot be printed as it is; repeat over it: {% for one in players %}",
        ),
        ("{{ players | join(', ') }}", "{{ players }} is a list"),
        ("{% for m in modules %}{{ m }}{% endfor %}", "prints a list or an entry of one as it is"),
        ("{% for m in modules %}", "a {% for %} has no {% endfor %}"),
        ("{% for m in modules %}{{ m.secret }}{% endfor %}", "asks for something that is not there"),
        ("{{ title.__class__.__mro__ }}", "what a template may not do"),
        ("{{ version / 0 }}", "cannot be worked out"),
        ("{{ range(10) }}", "{{ range }}"),
        ("{{ title * 9 }}", "what a template may not do"),
        ("{{ title.ljust(9) }}", "what a template may not do"),
        ("{{ title | safe }}", "a placeholder is broken"),
        ("{{ minutes + title }}", "cannot be worked out"),
    ],
)
def test_what_is_wrong_with_a_template_is_a_sentence(tmp_path: Path, line: str, sentence: str) -> None:
    with pytest.raises(Refused, match=re.escape(sentence)) as refused:
        fill(template(tmp_path, "Fine {{ title }}", line))
    assert str(refused.value).startswith(str(tmp_path / "district.docx"))


def test_a_file_that_is_no_template_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="there is no template"):
        fill(tmp_path / "none.docx")
    other = tmp_path / "other.docx"
    other.write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(Refused, match="a Word file"):
        fill(other)
