"""Decks from scenarios: levels, what is kept out, what only the version draws, and cards that can be replayed."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from simulator import drills, session
from simulator.drills.cards import Card, Deck, combination_from, coverage_in_words, deal
from simulator.drills.factors import factors_of, levels_of
from simulator.drills.ordinary import _against
from simulator.errors import Refused
from simulator.files.dump import flow
from simulator.model.bundle import Bundle
from simulator.model.distributions import Chance, Choice, Integer, Lognormal, LognormalShape, Uniform
from simulator.model.distributions import Deck as DeckOfOptions


@pytest.fixture(scope="module")
def intruder() -> Bundle:
    return session.load_scenario("maple-ridge-intruder")


@pytest.fixture(scope="module")
def fire() -> Bundle:
    return session.load_scenario("maple-ridge-fire-drill")


def test_levels_are_the_options_or_the_thirds_of_a_range() -> None:
    assert [one.text for one in levels_of(Choice(choice={"X1": 2, "X2": 1, "X3": 0}))] == ["X1", "X2"]
    assert [one.text for one in levels_of(DeckOfOptions(deck=("a", "b", "a")))] == ["a", "b"]
    assert [one.text for one in levels_of(Chance(chance=0.3))] == ["true", "false"]
    assert [one.text for one in levels_of(Chance(chance=0))] == ["false"]
    assert [one.text for one in levels_of(Integer(integer=(2, 4)))] == ["2", "3", "4"]
    assert [(one.text, one.name) for one in levels_of(Integer(integer=(0, 8)))] == [
        ("1", "low"), ("4", "mid"), ("7", "high"),
    ]  # fmt: skip
    assert [one.text for one in levels_of(Uniform(uniform=(0, 60)))] == ["10", "30", "50"]
    assert [one.text for one in levels_of(Lognormal(lognormal=LognormalShape(median=180, sigma=0.6)))] == [
        "101", "180", "322",
    ]  # fmt: skip


def test_a_number_drilled_before_counts_for_the_third_it_lies_in(fire: Bundle) -> None:
    (found_at,) = [one for one in factors_of(fire) if one.name == "found_at"]
    assert [found_at.level_of(text) for text in ("0", "13", "14", "27", "28", "40", "high", "x", "")] == [
        0, 0, 1, 1, 2, 2, 2, None, None,
    ]  # fmt: skip


def test_tainted_variables_are_on_no_card(intruder: Bundle) -> None:
    dealt = deal(intruder)
    assert dealt.drawn == ("entry",)
    assert not any("entry" in card.settings for card in dealt.cards)
    with pytest.raises(Refused, match="only the version draws it"):
        combination_from(intruder, "entry=@main_entrance")


def test_what_the_version_draws_differs_between_cards_and_is_the_same_for_one(intruder: Bundle) -> None:
    drawn = [session.run(intruder, card.version, until=0.001, set_values=card.settings).draw["entry"]
             for card in deal(intruder, cards=12).cards]  # fmt: skip
    assert len(set(drawn)) == 2


def test_combinations_kept_out_appear_on_no_card(intruder: Bundle) -> None:
    dealt = deal(intruder, never=[combination_from(intruder, "officer=away, patched=no")], cards=30)
    assert not any(one.settings["officer"] == "away" and one.settings["patched"] == "false" for one in dealt.cards)
    assert dealt.cannot == ("Officer: away, Patched: no",)
    assert len({tuple(one.settings.items()) for one in dealt.cards}) == len(dealt.cards) == 20  # all that are left


def test_fewer_cards_leave_pairs_for_another_deck_which_then_has_them(intruder: Bundle) -> None:
    first = deal(intruder, cards=3)
    second = deal(intruder, drilled=[one.settings for one in first.cards])
    assert coverage_in_words(first).endswith("wait for another deck.")
    assert second.covered + second.drilled == second.total == first.total
    assert not {str(one.settings) for one in first.cards} & {str(one.settings) for one in second.cards}


def test_a_surprise_is_one_card_unlike_the_last(intruder: Bundle) -> None:
    last = {"hall_heard": "yes", "officer": "campus", "patched": "yes", "ems_far": "no"}
    (card,) = deal(intruder, drilled=[last], surprise=True, version=9).cards
    assert card.version == 9
    assert (card.settings["hall_heard"], card.settings["patched"], card.settings["ems_far"]) == (
        "false",
        "false",
        "true",
    )
    assert card.settings["officer"] != "campus"


def test_nothing_left_and_nothing_to_vary_are_said(intruder: Bundle) -> None:
    with pytest.raises(Refused, match="no card is left"):
        deal(intruder, never=[{"patched": "yes"}, {"patched": "no"}])
    with pytest.raises(Refused, match="officer can be campus, lunch, away; not home"):
        combination_from(intruder, "officer=home")
    with pytest.raises(Refused, match="no card varies speed; cards vary hall_heard"):
        combination_from(intruder, "speed=1")


@pytest.mark.parametrize("name", ["maple-ridge-intruder", "cedar-hollow-bomb-threat"])
def test_a_cards_scenario_file_plays_exactly_the_card(name: str, tmp_path: Path) -> None:
    bundle = session.load_scenario(name)
    card = deal(bundle).cards[-1]
    for kind in ("plan", "response"):
        (tmp_path / f"{kind}.yaml").write_text(bundle.texts.get(kind, ""), encoding="utf-8")
    response = "response.yaml" if bundle.response else None
    (tmp_path / "card.yaml").write_text(drills.scenario_text(bundle, card, "plan.yaml", response), encoding="utf-8")
    again = session.load_scenario(str(tmp_path / "card.yaml"))
    played = session.run(bundle, card.version, until=90, set_values=card.settings, seats={})
    assert session.run(again, card.version, until=90, seats={}).digest == played.digest
    other = session.run(again, card.version + 1, until=0.001, seats={}).draw
    assert {one: other[one] for one in card.settings} == {one: played.draw[one] for one in card.settings}


def test_the_deck_is_the_same_every_time(intruder: Bundle) -> None:
    assert deal(intruder) == deal(intruder)


def test_how_ordinary_a_card_is_counts_paired_runs() -> None:
    times = [[10.0, 30.0], [20.0, 20.0], [None, 5.0]]
    first = _against(times, 0, "the time")
    assert (first.longer, first.compared, first.runs) == (2, 4, 2)
    assert _against(times, 2, "the time").longer == 2  # never done took longest; 5 s is shortest twice
    assert first.short == "Harder than about 5 of 10"
    assert first.words.endswith("other cards of this scenario, by the time (2 paired runs of each card: a rough guide)")


def test_cards_are_compared_over_the_same_versions(fire: Bundle) -> None:
    dealt: Deck = deal(fire, cards=3)
    hard = drills.compare(fire, dealt.cards, runs=1)
    assert set(hard) == {1, 2, 3}
    assert sum(one.longer for one in hard.values()) == 3  # each pair of cards shares one point
    twin = Card(7, 99, dealt.cards[0].levels)
    assert drills.compare(fire, [dealt.cards[0], twin], runs=1)[1].longer == 0.5  # a card's version is not compared


def test_text_that_could_be_yaml_stays_text() -> None:
    assert textwrap.dedent(flow("a: b # c")) == '"a: b # c"'


def test_values_are_spelled_alike_and_accepted_back() -> None:
    lockdown, fire = (session.load_scenario(f"maple-ridge-{name}") for name in ("lockdown", "fire-drill"))
    word, halls, told_at = factors_of(lockdown)
    assert (told_at.title, [one.spoken for one in told_at.levels]) == ("Told at", ["2:45", "3:15", "3:45"])
    assert [told_at.level_of(text) for text in ("3:15", "195", "03:15", "3:15:00", "mid", "3:20")] == [1] * 6
    assert [one.spoken for one in halls.levels] == ["3 pupils", "6 pupils", "8 pupils"]
    assert [one.spoken for one in word.levels] == ["lockdown", "secure", "code red"]
    blocked = factors_of(fire)[0]
    assert [blocked.level_of(text) for text in ("Door 9", "door 9", "side_entrance", "@side_entrance")] == [0] * 4
    assert combination_from(lockdown, "Told at=3:15,Word=code red").keys() == {"told_at", "word"}


def test_a_decks_own_table_and_one_with_titles_are_both_read(tmp_path: Path) -> None:
    bundle = session.load_scenario("maple-ridge-lockdown")
    path = tmp_path / "typed.csv"
    path.write_text("Word,Halls,Told at\nLockdown,3 pupils,3:15:00\n", "utf-8")
    dealt = session.deal(bundle, exclude=[str(path)])
    assert dealt.drilled == 3
    assert {"word": "lockdown", "halls": "3", "told_at": "195"} not in [one.settings for one in dealt.cards]


def test_one_value_alone_in_a_line_says_of_no_combination_that_it_was_drilled() -> None:
    bundle = session.load_scenario("maple-ridge-lockdown")
    dealt = deal(bundle, drilled=[{"word": "secure"}])
    assert any(one.settings["word"] == "secure" for one in dealt.cards)
    assert (dealt.drilled, dealt.cannot) == (0, ())


def test_all_pairs_drilled_is_not_all_cards_drilled() -> None:
    bundle = session.load_scenario("maple-ridge-lockdown")
    before = [one.settings for one in deal(bundle).cards]
    with pytest.raises(Refused, match=r"every one of the pairs was drilled before.*--surprise.*--triples"):
        deal(bundle, drilled=before)
    assert len(deal(bundle, drilled=before, surprise=True, cards=5).cards) == 5


def test_cards_that_are_alike_are_said_to_be_alike() -> None:
    assert _against([[None, None], [None, None], [None, None]], 0, "the time").short == "As hard as the"
    some = _against([[None, 9.0], [None, 5.0], [None, 5.0]], 0, "the time")
    assert some.short == "Harder than about 5 of 10 and as hard as about 5 of 10"
    assert _against([[1.0], [2.0], [3.0]], 0, "the time").short == "Easier than the"
    assert _against([[4.0], [2.0], [3.0]], 0, "the time").short == "Harder than the"
