"""The table of documents, the command that makes them, and the page that tells of them."""

from __future__ import annotations

import json
import re
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest
from typer.testing import CliRunner

from simulator.cli import app
from simulator.errors import Refused, SimulatorError
from simulator.exports.registry import DOCUMENTS, document

DOCS = (Path(__file__).resolve().parents[2] / "docs/documents.md").read_text(encoding="utf-8")
run = CliRunner().invoke


@cache
def help_text() -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", run(app, ["export", "--help"], env={"COLUMNS": "200"}).output)


@pytest.mark.parametrize("name", [one.name for one in DOCUMENTS])
def test_each_document_has_a_maker_an_option_and_a_line_in_the_documents(name: str) -> None:
    module, _, function = document(name).made_by.partition(":")
    assert getattr(import_module(module), function).__doc__
    assert re.search(rf"--{name}\b", help_text())
    one = document(name)
    assert re.search(
        rf"^\| `--{name}` \| {re.escape(one.title)} \| {one.kind} \| {one.for_whom} \|", DOCS, re.MULTILINE
    )


def test_names_are_unique_and_nothing_for_controllers_is_public() -> None:
    assert len({one.name for one in DOCUMENTS}) == len(DOCUMENTS)
    assert not [one for one in DOCUMENTS if "public" in one.editions and one.for_whom not in ("players", "everyone")]


def test_it_lists_what_there_is() -> None:
    listed = json.loads(run(app, ["export", "--json"]).stdout)
    assert [one["name"] for one in listed] == [one.name for one in DOCUMENTS]
    assert "--sitman" in run(app, ["export"]).stdout


def test_it_writes_what_was_asked_for_and_replaces_nothing(tmp_path: Path) -> None:
    form, card = tmp_path / "new/form.pdf", tmp_path / "card.pdf"
    asked = ["export", "lantern-cinema-evacuation", "--feedback", str(form), "--washcard", str(card)]
    done = run(app, [*asked, "--edition", "public", "--paper", "a4"])
    assert done.exit_code == 0 and form.read_bytes().startswith(b"%PDF") and card.exists()
    before = card.read_bytes()
    again = run(app, asked)
    assert isinstance(again.exception, Refused) and "is there already" in str(again.exception)
    assert card.read_bytes() == before


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["lantern-cinema-evacuation"], "say which documents"),
        (["lantern-cinema-evacuation", "--aar", "a.docx"], "needs an exercise that was played"),
        (["lantern-cinema-evacuation", "--slips", "a.docx"], "is a .pdf; name it a.pdf"),
        (["lantern-cinema-evacuation", "--slips", "a.pdf", "--edition", "public"], "has no public edition"),
        (["lantern-cinema-evacuation", "--slips", "a.pdf", "--template", "t.docx"], "--template is for the SitMan"),
        (["lantern-cinema-evacuation", "--events", "a.jsonl"], "--events is for an exercise"),
        (["nowhere", "--slips", "a.pdf"], "exercises that are kept: none yet"),
    ],
)
def test_what_cannot_be_made_is_a_sentence(
    words: list[str], sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run(app, ["export", *words, "--data", str(tmp_path / "kept.db")])
    said = str(done.exception) + done.output if isinstance(done.exception, SimulatorError) else done.output
    assert done.exit_code != 0 and sentence in " ".join(said.split())
    assert not (tmp_path / "a.pdf").exists()
