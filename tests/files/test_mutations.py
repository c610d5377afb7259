"""1,000 random mutations of the shipped files and 200 files of random bytes: sentences, never a traceback."""

from __future__ import annotations

import functools
import os
import random
import re
import shutil
from pathlib import Path
from typing import get_args

import pytest

from simulator.files import check, load, skeleton, source_of
from simulator.files.vocabulary import Kind

ROOT = Path(__file__).parents[2]
DATA = Path(__file__).parent / "data"
TOKEN = re.compile(rb"\w+|\s+|.", re.DOTALL)
PIECES = [bytes([one]) for one in b":{}[],\"'#|>%@`\t\n -\\\x00\xff\r~"] + [
    b"&a ", b"*a", b"!", b"!!str ", b"? ", b"<<: ", b"---\n", b"...\n", b"${x}", b"null", b"nan", b"1e999", b"9" * 50,
    b"\xe2\x80\xa8", b"\xc2\x85", b"pick: ", b"{pick: [a]}", b"%YAML 1.1\n---\n", b"&b [*b]", b'"\\uD800"',
    b"\xef\xbb\xbf",
]  # fmt: skip


def mutated(data: bytes, rng: random.Random) -> bytes:
    """The bytes after one to five deletions, doublings, swaps and foreign pieces of tokens, lines or bytes."""
    for _ in range(rng.choice((1, 1, 1, 2, 5))):
        how = rng.randrange(5)
        if how == 4:
            at = rng.randrange(len(data))
            data = data[:at] + bytes([rng.randrange(256)]) + data[at + 1 :]
            continue
        parts = data.splitlines(keepends=True) if rng.random() < 0.2 else TOKEN.findall(data)
        one, other = rng.randrange(len(parts)), rng.randrange(len(parts))
        match how:
            case 0:
                del parts[one]
            case 1:
                parts.insert(one, parts[other])
            case 2:
                parts[one], parts[other] = parts[other], parts[one]
            case 3:
                parts[one] = rng.choice(PIECES)
        data = b"".join(parts) or b"a"
    return data


def sentences(name: str) -> int:
    """How many errors `check` finds; each names file, line and path, on one line that can be printed."""
    found = check(name)
    for problem in (*found.errors, *found.warnings):
        assert problem.file and problem.line >= 1 and problem.column >= 1 and problem.path and problem.message
        assert re.match(r"[^:]+:\d+:\d+: .+: .+", str(problem)), str(problem)
        assert "\n" not in str(problem)
        str(problem).encode()
    return len(found.errors)


def shipped(folder: Path) -> list[Path]:
    """Copies of the shipped files, the tests' own and the skeletons, at the same places under another folder."""
    for part in ("floorplans", "scenarios"):
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, folder / part)
    shutil.copytree(DATA, folder / "data")
    (folder / "new").mkdir()
    for kind in get_args(Kind):
        (folder / "new" / f"{kind}.yaml").write_text(skeleton(kind), "utf-8")
    return sorted(folder.rglob("*.yaml"))


def test_a_thousand_mutations_end_in_sentences(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = shipped(tmp_path)
    monkeypatch.chdir(tmp_path)
    whole = functools.cache(load.read_source)  # a plan that is not mutated need not be parsed a thousand times
    monkeypatch.setattr(
        load, "read_source", lambda path: source_of(path.read_bytes(), str(path)) if path == target else whole(path)
    )
    rng = random.Random(20261006)
    weights = [1 / (200 + file.stat().st_size) for file in files]
    broken = 0
    for file in rng.choices(files, weights, k=1000):
        target = file.with_name("mutated.yaml")
        target.write_bytes(mutated(file.read_bytes(), rng))
        broken += sentences(target) > 0  # type: ignore[arg-type]
    assert broken > 500


def test_random_bytes_end_in_sentences(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    rng = random.Random(7)
    for number in range(200):
        size = rng.randrange(400)
        noise = rng.randbytes(size) if number % 2 else bytes(rng.choices(b":{}[],\"'#&*!|>%@\n \t-?ab1$", k=size))
        Path("noise.yaml").write_bytes(noise)
        assert sentences("noise.yaml") > 0
    assert os.listdir() == ["noise.yaml"]
