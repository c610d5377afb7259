"""Where everybody is, by hand-made rows with known answers, then by random ones."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.analysis.state import fold, occupancy, owner, passings, queues, queues_by_place, roster, stays
from simulator.model.events import Row
from simulator.model.run import Run
from tests.analysis.factory import a_drill, a_run, entered, out, waiting


def test_members_pass_one_by_one_and_leave_the_segment_behind_at_the_same_instant() -> None:
    run = a_run([entered(10_000, "class-101", "C1/1", "D101", 5, 1_000)], {"class-101": ("101", 5)})
    assert fold(run.rows, 9_999).counts == {"101": 5}
    assert fold(run.rows, 10_000).counts == {"101": 4, "C1/1": 1}
    assert fold(run.rows, 12_500).counts == {"101": 2, "C1/1": 3}
    assert fold(run.rows, 14_000).counts == {"C1/1": 5}


def test_a_split_keeps_each_member_in_its_column() -> None:
    run = a_drill()
    places = fold(run.rows, 36_500).places
    assert [places[f"class-101/{i}"] for i in range(1, 9)] == ["C1/1"] * 7 + ["101"]
    assert fold(run.rows, 52_000).places["class-101/2"] == "OUT"
    assert fold(run.rows, 52_000).places["class-101/6"] == "C1/1"


def test_a_column_may_split_again() -> None:
    rows = [
        (1_000, "party_split", None, "class-101", (("a", 1, 2), ("b", 3, 4))),
        (2_000, "party_split", None, "b", (("c", 1, 1), ("d", 2, 3))),
        entered(3_000, "d", "C1/1", "D101", 3),
    ]
    places = fold(a_run(rows, {"class-101": ("101", 6)}).rows, 3_000).places
    assert [number for number in range(1, 7) if places[f"class-101/{number}"] == "C1/1"] == [4, 5, 6]


def test_the_later_row_wins_where_the_tail_is_overtaken() -> None:
    rows = [entered(10_000, "p", "C1/1", "D101", 3, 4_000), entered(12_000, "p", "C1/2", "C1/1-2", 3, 0)]
    run = a_run(rows, {"p": ("101", 3)})
    assert fold(run.rows, 12_000).counts == {"C1/2": 3}
    assert fold(run.rows, 60_000).counts == {"C1/2": 3}
    assert [step.came_from for step in passings(run.rows) if step.to == "C1/2"] == ["C1/1", "101", "101"]


def test_inside_and_outside_are_step_functions() -> None:
    rows = [out(10_000, "p", 3, 2_000), entered(20_000, "p", "RALLY", "P1", 3)]
    curve = occupancy(a_run(rows, {"p": ("C1/1", 3), "q": ("OUT", 2)}, until_ms=60_000))
    assert curve.t_ms == (0, 10_000, 12_000, 14_000, 20_000, 60_000)
    assert curve.inside == (3, 2, 1, 0, 0, 0)
    assert curve.outside == (2, 3, 4, 5, 5, 5)


def test_what_happens_at_the_run_s_end_is_not_in_it() -> None:
    curve = occupancy(a_run([out(10_000, "p", 1)], {"p": ("C1/1", 1)}, until_ms=10_000))
    assert curve.inside[-1] == 1


def test_a_queue_lasts_until_the_party_moves_turns_or_the_run_ends() -> None:
    rows = [
        waiting(10_000, "p", "101", "D101"),
        waiting(11_000, "q", "102", "D102"),
        entered(14_000, "p", "C1/1", "D101", 4),
        waiting(15_000, "p", "C1/1", "X1"),
        (18_000, "rerouted", None, "p", "C1/1", "found X1 shut", "X2"),
        waiting(19_000, "p", "C1/1", None, "no way out"),
    ]
    found = queues(a_run(rows, {"p": ("101", 4), "q": ("102", 2)}, until_ms=30_000))
    assert found[0].waits_ms == (4_000,) * 4
    assert [(one.party, one.at, one.person_ms) for one in found] == [
        ("p", "D101", 16_000),
        ("q", "D102", 38_000),
        ("p", "X1", 12_000),
    ]


def test_each_member_waits_until_its_own_passing() -> None:
    rows = [
        entered(5_000, "p", "C1/1", "D101", 3, 1_000),
        waiting(10_000, "p", "C1/1", "X1"),
        out(20_000, "p", 3, 4_000),
    ]
    (queue,) = queues(a_run(rows, {"p": ("101", 3)}))
    assert queue.waits_ms == (10_000, 13_000, 16_000)  # they come at 10, 11, 12 s and pass at 20, 24, 28 s
    (cut,) = queues(a_run(rows, {"p": ("101", 3)}, until_ms=25_000))
    assert cut.waits_ms == (10_000, 13_000, 13_000)


def test_a_wait_shorter_than_the_shortest_shown_is_no_queue() -> None:
    rows = [waiting(10_000, "p", "C1/1", "X1"), (11_000, "rerouted", None, "p", "C1/1", "found X1 shut", "X2")]
    assert queues(a_run(rows, {"p": ("C1/1", 5)})) == []


def test_who_is_called_to_help_leaves_the_queue() -> None:
    rows = [waiting(10_000, "p", "C1/1", "X1"), (14_000, "started", None, "p", "C1/1", "goes to help q")]
    assert [queue.waits_ms for queue in queues(a_run(rows, {"p": ("C1/1", 1), "q": ("101", 1)}))] == [(4_000,)]


def test_queues_at_the_strips_of_a_hall_belong_to_the_hall() -> None:
    rows = [
        waiting(0, "p", "C1/1", "C1/1-2"),
        waiting(0, "q", "C1/2", "C1/2-3"),
        waiting(0, "r", "101", "D101"),
    ]
    run = a_run(rows, {"p": ("C1/1", 1), "q": ("C1/2", 1), "r": ("101", 1)}, until_ms=5_000)
    assert [(at, len(found)) for at, found in queues_by_place(run)] == [("C1", 2), ("D101", 1)]
    assert owner(run.plan, "D101") == "D101"


# ---- random rows ----------------------------------------------------------------------------------------------------

SEGMENTS = ("101", "102", "C1/1", "C1/2", "GYM", "OUT", "RALLY")


@st.composite
def walks(draw: st.DrawFn) -> Run:
    """Parties that split and wander anywhere, each column in its own time."""
    sizes = draw(st.lists(st.integers(1, 13), min_size=1, max_size=4))
    parties = {f"class-{number}": (draw(st.sampled_from(SEGMENTS)), size) for number, size in enumerate(sizes)}
    rows: list[Row] = []
    for name, (_, size) in parties.items():
        columns = [(name, size)]
        if size > 5:
            cuts = [(f"{name}.{i}", first + 1, min(5, size - first)) for i, first in enumerate(range(0, size, 5), 1)]
            rows.append((draw(st.integers(0, 5_000)), "party_split", None, name, tuple(cuts)))
            columns = [(column, n) for column, _, n in cuts]
        for column, n in columns:
            for t_ms in sorted(draw(st.lists(st.integers(5_001, 90_000), max_size=5))):
                space, every_ms = draw(st.sampled_from(SEGMENTS)), draw(st.integers(0, 3_000))
                clear = draw(st.booleans()) and space == "OUT"
                rows.append(out(t_ms, column, n, every_ms) if clear else entered(t_ms, column, space, "D", n, every_ms))
    return a_run(sorted(rows, key=lambda row: row[0]), parties, until_ms=100_000)


@settings(max_examples=60, deadline=None)
@given(run=walks(), t_ms=st.integers(0, 120_000))
def test_every_person_is_in_exactly_one_place(run: Run, t_ms: int) -> None:
    state = fold(run.rows, t_ms)
    assert sorted(state.places) == sorted(roster(run.people))
    assert Counter(state.places.values()) == state.counts
    assert sum(state.counts.values()) == sum(member.count for member in run.people)


@settings(max_examples=40, deadline=None)
@given(run=walks())
def test_curves_and_stays_account_for_everybody_at_every_instant(run: Run) -> None:
    number = sum(member.count for member in run.people)
    curve = occupancy(run)
    assert all(inside + outside == number for inside, outside in zip(curve.inside, curve.outside, strict=True))
    assert list(curve.t_ms) == sorted(set(curve.t_ms))
    steps = [step for step in passings(run.rows) if step.t_ms < run.until_ms]
    whole = sum(stay.until_ms - stay.from_ms for stay in stays(steps, run.until_ms))
    assert whole == number * run.until_ms
