"""Families, stations and pupils: hand-worked queues, one beside theory, and what must hold for every run."""

from __future__ import annotations

from collections import Counter
from math import factorial
from statistics import fmean
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.analysis.reunion import reunion_metrics
from simulator.model.run import Run
from simulator.verification.conservation import agrees
from tests.engine.arriving import decided, play, pupils, staff
from tests.engine.buildings import rows

AT_ONCE = {"open_s": {"fixed": 0}, "hand_over_s": {"fixed": 30}, "custody_s": {"fixed": 60}, "refuse_s": {"fixed": 10}}


def reunion(**more: Any) -> dict[str, Any]:
    """A greeter, a checker and a reunifier with fixed times, and five families a minute apart from 05:00."""
    return {
        "site": "RALLY", "stations": {"greeters": 1, "checkers": 1, "reunifiers": 1},
        "greeter": {"fixed": 10}, "checker": {"fixed": 60}, "reunifier": {"fixed": 100},
        "families": {"count": 5, "first": 300, "then": {"fixed": 0}},
    } | more  # fmt: skip


def opened(at: float = 60, **more: Any) -> Any:
    return decided(at, "open_reunification", **more)


def handed_s(played: Run) -> list[float]:
    return [row[0] / 1000 for row in rows(played, "handed_over")]


def waits_s(played: Run, station: str) -> list[float]:
    return [row[5] for row in rows(played, "served") if row[4] == station]


def test_one_line_is_served_at_the_pace_of_its_slowest_station() -> None:
    played = play([pupils("a", "RALLY", 10)], opened(), reunification=reunion(), arrivals=AT_ONCE)
    # the first is through the greeter at 310, the checker at 370, the reunifier at 470; then one every 100 s
    assert handed_s(played) == [470, 570, 670, 770, 870]
    assert waits_s(played, "greeter") == [0, 10, 20, 30, 40]
    assert waits_s(played, "checker") == [0, 50, 100, 150, 200]
    assert waits_s(played, "reunifier") == [0, 40, 80, 120, 160]
    assert reunion_metrics(played)["reunification_s"] == 870


def test_two_reunifiers_halve_the_last_line() -> None:
    played = play([pupils("a", "RALLY", 10)], opened(reunifiers=2), reunification=reunion(), arrivals=AT_ONCE)
    assert handed_s(played) == [470, 530, 590, 650, 710]  # now the checker sets the pace


def test_families_who_come_before_it_is_open_wait() -> None:
    played = play([pupils("a", "RALLY", 10)], opened(900), reunification=reunion(), arrivals=AT_ONCE)
    assert {row[4] for row in rows(played, "family_arrived")} == {"front door"}
    assert handed_s(played)[0] == 900 + 170
    assert waits_s(played, "greeter")[0] == 600
    assert reunion_metrics(played)["families_before_open"] == 5


def test_nobody_is_handed_over_where_nobody_opens_the_site() -> None:
    played = play([pupils("a", "RALLY", 10)], reunification=reunion())
    assert not rows(played, "served", "handed_over")
    assert reunion_metrics(played)["reunification_s"] is None


def test_more_people_may_be_put_at_the_stations_later() -> None:
    played = play(
        [pupils("a", "RALLY", 10)], opened(), opened(400, checkers=5, reunifiers=5),
        reunification=reunion(), arrivals=AT_ONCE,
    )  # fmt: skip
    # the second family stood at the only checker until 430; three more are free from 400 on
    assert handed_s(played) == [470, 530, 560, 560, 560]
    again = play([pupils("a", "RALLY", 10)], opened(), opened(400), reunification=reunion(), arrivals=AT_ONCE)
    assert "is open already" in rows(again, "refused")[0][4]


def test_a_station_without_people_serves_nobody() -> None:
    played = play([pupils("a", "RALLY", 10)], opened(checkers=0), reunification=reunion(), arrivals=AT_ONCE)
    assert len(waits_s(played, "greeter")) == 5
    assert not waits_s(played, "checker")


def test_a_disputed_pupil_stays_until_somebody_decides() -> None:
    groups = [pupils("a", "RALLY", 5)]
    terms = reunion(families={"count": 1, "first": 300, "disputes": 1})
    played = play(groups, opened(), reunification=terms, arrivals=AT_ONCE)
    who, family = rows(played, "hand_over_refused")[0][3:5]
    assert not rows(played, "handed_over")
    decisions = (opened(), decided(400, "check_custody", visitor=family), decided(500, "hand_over", who=who, to=family))
    played = play(groups, *decisions, reunification=terms, arrivals=AT_ONCE)
    assert ("secretary", f"custody/{family}", "disputed") in [row[3:6] for row in rows(played, "learned")]
    assert [(row[0], row[3], row[4]) for row in rows(played, "handed_over")] == [(530_000, who, family)]


def test_the_card_of_another_pupil_is_noticed() -> None:
    first = play([pupils("a", "RALLY", 10)], reunification=reunion())
    family = rows(first, "family_arrived")[0][3]
    other = next(f"a/{number}" for number in range(1, 11) if family != f"family-a-{number}")
    played = play(
        [pupils("a", "RALLY", 10)], decided(400, "hand_over", who=other, to=family),
        reunification=reunion(), arrivals=AT_ONCE,
    )  # fmt: skip
    assert rows(played, "hand_over_refused")[0][3:] == (other, family, "the card is for another pupil")
    assert not rows(played, "handed_over")


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"who": "a/1", "to": "family-a-99"}, None),
        ({"who": "a/77", "to": "grandmother"}, "no pupil called a/77"),
        ({"who": "a", "to": "grandmother"}, "more than one pupil"),
        ({"who": "clerk", "to": "grandmother"}, "no pupil called clerk"),
        ({"to": "grandmother"}, "which pupil"),
        ({"who": "a/1"}, "to whom"),
    ],
)
def test_a_hand_over_names_one_pupil_and_one_family(fields: dict[str, Any], why: str | None) -> None:
    played = play([pupils("a", "RALLY", 10), staff("clerk", "H")], decided(400, "hand_over", **fields))
    if why is None:
        assert rows(played, "handed_over")[0][3] == "a/1"
    else:
        assert why in rows(played, "refused")[0][4]


def test_a_pupil_is_handed_over_once() -> None:
    groups = [pupils("a", "RALLY", 1)]
    terms = reunion(families={"count": 1, "first": 600})
    early = decided(300, "hand_over", who="a", to="grandmother")
    played = play(
        groups, opened(), early, decided(400, "hand_over", who="a", to="uncle"), reunification=terms, arrivals=AT_ONCE
    )
    assert [row[4] for row in rows(played, "handed_over")] == ["grandmother"]
    assert "has been handed over already, to grandmother" in rows(played, "refused")[0][4]
    assert rows(played, "hand_over_refused")[0][5] == "the pupil has gone with grandmother"


def test_of_two_who_are_promised_one_pupil_the_second_is_told_no() -> None:
    acts = [decided(at, "hand_over", who="a/1", to=to) for at, to in ((300, "grandmother"), (301, "uncle"))]
    played = play([pupils("a", "RALLY", 2)], *acts, arrivals=AT_ONCE)
    assert [row[4] for row in rows(played, "handed_over")] == ["grandmother"]
    assert rows(played, "hand_over_refused")[0][3:] == ("a/1", "uncle", "the pupil has gone with grandmother")


def test_a_family_waits_for_a_pupil_who_has_not_been_counted() -> None:
    groups = [pupils("a", "A", 4), staff("t", "A")]
    at_once = {"count": 2, "first": 100, "then": {"fixed": 0}}
    terms = reunion(families=at_once, reunifier={"fixed": 0}, checker={"fixed": 0})
    shut_in = {"hazard": "armed_assailant", "conduct": {"announce_s": {"fixed": 0}}}
    lockdown = decided(10, "announce", what="lockdown")
    locked = play(groups, opened(), lockdown, reunification=terms, arrivals=AT_ONCE, **shut_in)
    assert [row[4] for row in rows(locked, "queued")][-1] == "pupil"
    assert not rows(locked, "handed_over")
    out = play(
        groups, opened(), lockdown, decided(600, "announce", what="evacuate"),
        reunification=terms, arrivals=AT_ONCE, **shut_in,
    )  # fmt: skip
    counted_ms = max(row[0] for row in rows(out, "accounted") if row[3] == "a")
    assert [row[0] for row in rows(out, "handed_over")] == [counted_ms, counted_ms]


def test_families_without_a_pupil_on_the_list_are_told_so() -> None:
    terms = reunion(families={"count": 3, "first": 100, "then": {"fixed": 0}})
    played = play([pupils("a", "RALLY", 1)], opened(), reunification=terms, arrivals=AT_ONCE)
    assert len(rows(played, "handed_over")) == 1
    assert {row[5] for row in rows(played, "hand_over_refused")} == {"the list has no pupil for them"}


def test_nobody_comes_for_a_teacher() -> None:
    terms = reunion(families={"count": 60, "first": 100, "then": {"fixed": 0}}, checker={"fixed": 0})
    played = play(None, opened(), reunification=terms, arrivals=AT_ONCE, occupancy={"fill": 1.0})
    pupils_of = {row[3] for row in rows(played, "family_arrived") if "class" in row[3]}
    assert len(pupils_of) == 38  # two classes of twenty, a teacher in each
    assert not {"family-class-A-1", "family-class-B-1"} & pupils_of


def test_one_pupil_more_leaves_the_other_families_alone() -> None:
    terms = reunion(families={"count": 4, "first": 100, "then": {"uniform": [0, 900]}})
    few, more = (play([pupils("a", "RALLY", n), staff("t", "H")], reunification=terms) for n in (10, 11))
    came = [{row[3]: row[0] for row in rows(one, "family_arrived")} for one in (few, more)]
    common = came[0].keys() & came[1].keys()
    assert len(common) >= 3
    first = [min(one, key=one.__getitem__) for one in came]
    assert all(came[0][name] == came[1][name] for name in common - set(first))


def _erlang_c(servers: int, load: float) -> float:
    """The chance to wait in M/M/c with an offered load (Erlang 1917)."""
    full = load**servers / factorial(servers) * servers / (servers - load)
    return full / (sum(load**k / factorial(k) for k in range(servers)) + full)


def test_waiting_at_the_checkers_is_as_in_theory() -> None:
    """2,000 families at random over 100,000 s are a Poisson stream; two checkers of 70 s each: a load of 1.4."""
    spread = {"count": 2000, "first": 0, "then": {"uniform": [0, 86_000]}}
    terms = reunion(
        stations={"greeters": 100, "checkers": 2, "reunifiers": 100}, greeter={"fixed": 0},
        checker={"exponential": {"mean": 60}}, reunifier={"fixed": 0}, families=spread,
    )  # fmt: skip
    load = 60 * 2000 / 86_000
    expected_s = _erlang_c(2, load) * 60 / (2 - load)
    found = []
    for seed in (1, 2, 3):
        played = play(
            [pupils("a", "RALLY", 1)], opened(0), reunification=terms, arrivals=AT_ONCE, horizon="24:00:00", seed=seed
        )
        found += waits_s(played, "checker")
    assert len(found) == 6000
    assert fmean(found) == pytest.approx(expected_s, rel=0.12)


@settings(max_examples=25, deadline=None)
@given(
    count=st.integers(0, 30), checkers=st.integers(0, 4), disputes=st.sampled_from([0.0, 0.4]),
    open_s=st.integers(0, 1500), seed=st.integers(0, 10_000), until=st.integers(1, 3600),
)  # fmt: skip
def test_each_family_is_served_once_and_nobody_vanishes(
    count: int, checkers: int, disputes: float, open_s: int, seed: int, until: int
) -> None:
    families = {"count": count, "first": 200, "then": {"uniform": [0, 900]}, "disputes": disputes}
    terms = {"site": "RALLY", "stations": {"checkers": checkers}, "families": families}
    told = [decided(5, "announce", what="evacuate"), opened(open_s + 6)]
    groups = [pupils("a", "A", 12), staff("t", "A"), pupils("b", "B", 8, each_alone=True)]
    played = play(groups, *told, reunification=terms, seed=seed)
    served = Counter((row[3], row[4]) for row in rows(played, "served"))
    assert all(times == 1 for times in served.values())
    through = Counter(row[4] for row in rows(played, "handed_over", "hand_over_refused"))
    assert all(times == 1 for times in through.values())
    pupils_gone = Counter(row[3] for row in rows(played, "handed_over"))
    assert all(times == 1 for times in pupils_gone.values())
    assert pupils_gone.keys() <= {*(f"a/{n}" for n in range(1, 13)), *(f"b/{n}/1" for n in range(1, 9))}
    assert agrees(played)
    early = play(groups, *told, reunification=terms, seed=seed, until=until)
    assert early.rows == tuple(row for row in played.rows if row[0] < until * 1000)
    assert agrees(early)
