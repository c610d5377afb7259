"""The replay's bytes give back what the run's own folds say, at any instant."""

from __future__ import annotations

import random

import pytest

from simulator import session
from simulator.analysis.debrief.keyframes import keyframes, varint
from simulator.analysis.state import fold
from tests.analysis.debrief.replay_reader import read

PLAYED = ("cedar-hollow-storm", "maple-ridge-intruder", "north-fork-passing-alarm")


@pytest.fixture(scope="module", params=PLAYED)
def played(request):
    run = session.run(session.load_scenario(f"{request.param}.yaml"), 1, seats={})
    return run, read(keyframes(run))


def test_whole_numbers_are_written_in_sevens_of_bits() -> None:
    assert [varint(n) for n in (0, 1, 127, 128, 300, 3_600_000)] == [
        b"\x00", b"\x01", b"\x7f", b"\x80\x01", b"\xac\x02", b"\x80\xdd\xdb\x01",
    ]  # fmt: skip


def test_everybody_is_where_the_run_has_them_at_random_instants(played) -> None:
    run, replay = played
    dice = random.Random(6)
    for t_ms in [0, run.until_ms, *(dice.randrange(run.until_ms) for _ in range(6))]:
        assert replay.counts(t_ms) == fold(run.rows, t_ms).counts


@pytest.mark.parametrize("share", [0.02, 0.5, 1])
def test_doors_rooms_and_orders_are_as_the_log_has_them(played, share: float) -> None:
    run, replay = played
    tables = replay.tables
    t_ms = round(share * run.until_ms)
    rows = [row for row in run.rows if row[0] <= t_ms]
    locked = {tables["openings"][what] for what, state in replay.latest(replay.doors, t_ms).items()
              if tables["states"][state] == "locked"}  # fmt: skip
    last = {row[3]: row[1] for row in rows if row[1] in ("locked", "unlocked", "opened", "closed", "blocked")}
    assert locked == {opening for opening, kind in last.items() if kind == "locked"}
    shut = {tables["spaces"][what] for what, state in replay.latest(replay.secured, t_ms).items() if state}
    held = {row[3]: row[1] for row in rows if row[1] in ("secured", "unsecured")}
    assert shut == {space for space, kind in held.items() if kind == "secured"}
    assert [t for t, _ in replay.orders] == [row[0] for row in run.rows if row[1] == "announced"]


def test_knowledge_is_that_of_the_persons_whom_the_log_names(played) -> None:
    run, replay = played
    first = [row for row in run.rows if row[1] in ("learned", "recognised")]
    own = {member.party for member in run.people}
    named = [row for row in first if row[3] in own]
    assert len(replay.known) >= len(named)
    parties = [name for name, _, _ in replay.tables["parties"]]
    for t, party, at, size, _ in replay.known[:20]:
        assert any(row[0] == t and row[3].startswith(parties[party]) for row in first)
        assert 1 <= at <= at + size - 1 <= replay.tables["parties"][party][2]


def test_the_bytes_follow_from_the_run_alone() -> None:
    bundle = session.load_scenario("cedar-hollow-storm.yaml")
    assert keyframes(session.run(bundle, 7)) == keyframes(session.run(bundle, 7))
    assert keyframes(session.run(bundle, 7)) != keyframes(session.run(bundle, 8))


def test_the_person_in_question_is_not_in_it() -> None:
    """That marker has a route of its own, behind a warning."""
    run = session.run(session.load_scenario("maple-ridge-intruder.yaml"), 7)
    assert any(row[1].startswith("threat_") for row in run.rows)
    assert b"threat" not in keyframes(run)
