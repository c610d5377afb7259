"""Those who come and go, in sentences: what a facilitator would read out."""

from __future__ import annotations

from simulator.analysis.arrival_numbers import OF_ACTS, arrival_numbers
from simulator.analysis.reunion import reunion_metrics
from simulator.analysis.told_arrivals import reunion_summary, told_arrivals
from simulator.model.arrivals import Arrivals
from simulator.model.run import Run
from tests.engine.arriving import decided, play, pupils, school, staff

NUMBERS = {
    "walks_in": 1, "let_in_by_others": 0, "asks_visitor": 1, "asks_visitor_s": {"fixed": 5}, "open_s": {"fixed": 0},
    "visitor_speed_m_s": {"fixed": 1}, "rumour_s": {"fixed": 30}, "bell_s": {"fixed": 10},
}  # fmt: skip


def told(played: Run) -> list[tuple[int, str]]:
    return [(moment.t_ms // 1000, moment.words) for moment in told_arrivals(played)]


def test_a_visitor_in_sentences() -> None:
    script = {"enters": "X", "at": 10, "to": "A", "wants": "to see a teacher.", "lasts": {"fixed": 300}}
    played = play([staff("t", "A")], plan=school(state="propped"), visitor=script, arrivals=NUMBERS)
    assert told(played) == [
        (10, "A visitor walked in through exit X, which was open or unlocked."),
        (15, "The secretary asked the visitor who they were."),
        (310, "The visitor was shown out by the secretary."),
    ]
    assert reunion_summary(played) == ["The visitor was asked 5 seconds after coming."]
    alone = play([staff("t", "B")], plan=school(state="locked"), visitor=script, arrivals=NUMBERS)
    assert told(alone) == [
        (10, "A visitor came to exit X and asked to see a teacher."),
        (310, "The visitor left: nobody had let them in."),
    ]
    assert reunion_summary(alone) == ["The visitor came and nobody asked who they were."]


def test_a_disturbance_in_sentences() -> None:
    played = play(None, disturbance={"in": "A", "at": 60, "lasts": {"fixed": 60}, "moves": ["H"]})
    assert told(played) == [
        (60, "The disturbance began in room A."), (90, "The disturbance moved to H."),
        (120, "The disturbance was over."),
    ]  # fmt: skip


def test_families_in_sentences() -> None:
    terms = {
        "site": "RALLY", "stations": {"greeters": 1, "checkers": 1, "reunifiers": 1}, "greeter": {"fixed": 10},
        "checker": {"fixed": 60}, "reunifier": {"fixed": 100},
        "families": {"count": 3, "first": 300, "then": {"fixed": 60}},
    }  # fmt: skip
    played = play([pupils("a", "RALLY", 2)], decided(330, "open_reunification"), reunification=terms, arrivals=NUMBERS)
    assert told(played) == [
        (300, "The first family came."),
        (330, "Reunification opened at RALLY; 1 family was there already."),
        (500, "The first pupil was handed over."),
        (500, "Half of the 2 pupils who were fetched had been handed over."),
        (520, "A family was told no: the list has no pupil for them."),
        (600, "The last family was through."),
    ]
    assert reunion_summary(played) == [
        "3 families came; 2 pupils were handed over.", "1 family left without one.",
        "The longest wait at one station was 1 minute 20.",
    ]  # fmt: skip
    figures = reunion_metrics(played)
    assert (figures["families_came"], figures["families_served"], figures["families_turned_away"]) == (3, 2, 1)
    assert (figures["reunification_s"], figures["families_before_open"]) == (600, 1)


def test_vehicles_bells_rumours_roles_and_media_in_sentences() -> None:
    effects = [
        {"depart": "bus-7"}, {"period": "passing"}, {"rumour": "CAFE", "spread": 1, "place": "A"},
        {"set_role": "secretary", "in": "off_site"}, {"arrive": "tv_crew", "place": "OUT"},
    ]  # fmt: skip
    groups = [pupils("a", "A", 3), pupils("b", "B", 3), pupils("r", "BUS", 7)]
    played = play(groups, injects=[{"id": "I1", "at": 60, "text": "So.", "effect": effects}], arrivals=NUMBERS)
    assert sorted(told(played)) == [
        (60, "Bus-7 left with 7 people."), (60, "The secretary was off the site."), (60, "Tv crew came to OUT."),
        (70, "The bell had rung: the first class set off."),
        (90, "A rumour went round: “CAFE”. By the end 1 party had heard it."),
    ]  # fmt: skip


def test_the_numbers_that_mattered_are_those_of_the_model() -> None:
    script = {"enters": "X", "at": 10, "to": "A"}
    played = play(None, decided(60, "badge"), plan=school(state="locked"), visitor=script)
    used = set(arrival_numbers(played))
    assert {"walks_in", "badge_s"} <= used
    assert used <= set(Arrivals.model_fields)
    assert set(OF_ACTS.values()) <= set(Arrivals.model_fields)
    assert not list(arrival_numbers(play(None)))
