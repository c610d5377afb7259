"""Which way a party takes: known answers for each training, then what no choice may do."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.model.run import Way, WayKind
from simulator.rules import behaviour
from simulator.rules.behaviour import STAY, Trained, choose, is_ahead, weighed

S = 1000


def run_to(to: str = "X1", own: int = 20, margin: int | None = 5, **more: Any) -> Way:
    return way("run", to, own, margin, **more)


def hide(to: str = "101", own: int = 17, margin: int | None = 20, **more: Any) -> Way:
    return way("hide", to, own, margin, **more)


def way(kind: WayKind, to: str, own: int, margin: int | None, **more: Any) -> Way:
    """A way by seconds."""
    threat_ms = None if margin is None else max(0, (own + margin) * S)
    return Way(kind, to, own * S, threat_ms, None if margin is None else margin * S, **more)


HERE = {"here": True}
DEFEND = way("defend", "101", 0, -3, here=True)
BESIDE = Way("hide", "101", 17 * S, 0, -17 * S, here=True, met=True)
"""Hiding in a room that the armed person is in already."""


def chosen(
    ways: list[Way],
    trained: Trained = "none",
    order: str | None = None,
    eyes: bool = False,
    contact: bool = False,
    **more: Any,
) -> tuple[str, str | None, str]:
    found = choose([*ways, STAY], trained, order, eyes, contact, **({"comfortable_ms": 10 * S} | more))
    return found.kind, found.to, found.why


# ---- options -----------------------------------------------------------------------------------------------------


def test_whoever_compares_runs_where_the_margin_is_comfortable() -> None:
    assert chosen([run_to(margin=10), hide(margin=60, **HERE)], "options") == ("run", "X1", behaviour.COMFORTABLE)


def test_whoever_compares_takes_the_best_margin_where_running_is_not_comfortable() -> None:
    assert chosen([run_to(margin=9), hide(margin=30, **HERE)], "options") == ("hide", "101", behaviour.BEST)
    assert chosen([run_to(margin=9), hide(margin=4, **HERE)], "options") == ("run", "X1", behaviour.BEST)


def test_of_comfortable_exits_the_soonest_is_taken_and_of_others_the_one_with_most_margin() -> None:
    assert chosen([run_to("X1", 40, 90), run_to("X2", 30, 15)], "options")[1] == "X2"
    assert chosen([run_to("X1", 40, 8), run_to("X2", 30, 5)], "options")[1] == "X1"


def test_whoever_compares_defends_only_when_every_margin_is_gone_and_the_person_is_at_hand() -> None:
    late = [run_to(margin=-1), hide(margin=-9, **HERE), DEFEND]
    assert chosen(late, "options", contact=True) == ("defend", "101", behaviour.LAST_RESORT)
    assert chosen(late, "options") == ("run", "X1", behaviour.BEST)
    assert chosen([run_to(margin=0), *late[1:]], "options", contact=True)[0] == "run"
    assert chosen(late[:2], "options", contact=True)[0] == "run", "in a hall there is no door to defend"


def test_whoever_compares_hides_while_nobody_knows_where_the_person_is() -> None:
    nowhere = [run_to(margin=None), hide(margin=None, **HERE)]
    assert chosen(nowhere, "options", where_known=False)[0] == "hide"
    assert chosen(nowhere, "options")[0] == "run"


# ---- lockdown training -------------------------------------------------------------------------------------------


def test_lockdown_training_hides_though_the_way_out_is_clear() -> None:
    assert chosen([run_to(margin=60), hide(margin=-5, **HERE)], "lockdown") == ("hide", "101", behaviour.AS_TRAINED)


def test_lockdown_training_runs_from_a_room_that_cannot_be_secured_or_that_the_person_is_in() -> None:
    assert chosen([run_to(margin=-2)], "lockdown") == ("run", "X1", behaviour.NO_ROOM)
    assert chosen([run_to(margin=-2), BESIDE], "lockdown") == ("run", "X1", behaviour.NO_ROOM)
    assert chosen([BESIDE], "lockdown")[0] == "hide"
    far = hide("102", margin=-20)
    assert chosen([run_to(margin=-2), BESIDE, far], "lockdown")[0] == "run"
    assert chosen([run_to(margin=60), hide("102", margin=0)], "lockdown") == ("hide", "102", behaviour.AS_TRAINED)
    assert chosen([run_to(margin=-30), far], "lockdown") == ("hide", "102", behaviour.BEST)
    assert chosen([], "lockdown") == ("stay", None, behaviour.NOTHING)


# ---- no training -------------------------------------------------------------------------------------------------


def test_without_training_people_hide_where_they_are_or_leave_as_they_came() -> None:
    usual, other = run_to("X1", 50, 3, usual=True), run_to("X2", 10, 60)
    assert chosen([usual, other, hide(margin=-5, **HERE)]) == ("hide", "101", behaviour.WHERE_THEY_ARE)
    assert chosen([usual, other, hide("102", margin=60)]) == ("run", "X1", behaviour.AS_THEY_CAME)
    assert chosen([run_to("X1", 50, -3, usual=True), hide("102", margin=60)]) == ("hide", "102", behaviour.BEST)
    assert chosen([usual, BESIDE])[:2] == ("run", "X1")


def test_without_training_people_do_as_those_beside_them() -> None:
    ways = [run_to(margin=3), hide(margin=60, **HERE)]
    assert chosen(ways, others="run") == ("run", "X1", behaviour.AS_OTHERS)
    assert chosen(ways, "lockdown", others="run")[0] == "hide"


# ---- orders ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("trained", get_args(Trained))
@pytest.mark.parametrize(("order", "kind"), [("lockdown", "hide"), ("evacuate", "run"), ("hold", "stay")])
def test_an_order_is_followed_whatever_the_margin(trained: Trained, order: str, kind: str) -> None:
    ways = [run_to(margin=-5), hide(margin=-5, **HERE)]
    assert chosen(ways, trained, order)[::2] == (kind, behaviour.AS_ORDERED)


def test_own_eyes_outweigh_an_order() -> None:
    late, clear = hide(margin=-5, **HERE), run_to(margin=30)
    assert chosen([late, clear], "options", "lockdown", eyes=True)[0] == "run"
    assert chosen([hide(margin=1, **HERE), clear], "options", "lockdown", eyes=True)[0] == "hide"
    assert chosen([hide(margin=20, **HERE), run_to(margin=-5)], "options", "evacuate", eyes=True)[0] == "hide"
    assert chosen([hide(**HERE)], "lockdown", "hold", eyes=True)[0] == "hide", "the wrong word"
    assert chosen([hide(**HERE)], "lockdown", "hold")[0] == "stay"


def test_an_order_that_cannot_be_followed_leaves_the_training() -> None:
    assert chosen([run_to(margin=3)], "options", "lockdown")[0] == "run"


# ---- whatever is weighed ------------------------------------------------------------------------------------------

MARGINS = st.none() | st.integers(-100, 100)
WAYS = st.lists(
    st.builds(
        way, st.sampled_from(get_args(WayKind)), st.sampled_from(["X1", "X2", "101"]), st.integers(0, 60), MARGINS,
        here=st.booleans(), usual=st.booleans(),
    ),
    max_size=6, unique_by=lambda one: (one.kind, one.to if one.kind in ("run", "hide") else None),
)  # fmt: skip


@given(
    WAYS, st.sampled_from(get_args(Trained)), st.sampled_from([None, "lockdown", "evacuate", "hold"]),
    st.booleans(), st.booleans(), st.sampled_from([None, "run", "hide"]),
)  # fmt: skip
def test_nobody_takes_a_way_that_they_do_not_know(
    ways: list[Way], trained: Trained, order: str | None, eyes: bool, contact: bool, others: WayKind | None
) -> None:
    found = choose(ways, trained, order, eyes, contact, comfortable_ms=10 * S, others=others)
    assert found.why
    assert (found.kind, found.to) in {(one.kind, one.to) for one in [*ways, STAY]}
    again = choose(ways[::-1], trained, order, eyes, contact, comfortable_ms=10 * S, others=others)
    if trained != "none" and sum(one.here for one in ways if one.kind == "hide") < 2:
        assert (found.kind, found.margin_ms) == (again.kind, again.margin_ms)
    assert found.kind != "defend" or (contact and not any(is_ahead(one) for one in ways if one.kind in ("run", "hide")))


@given(WAYS)
def test_the_best_of_each_kind_is_given_once(ways: list[Way]) -> None:
    found = weighed(ways, 10 * S)
    assert [one.kind for one in found] == sorted(
        {one.kind for one in ways}, key=["run", "hide", "defend", "stay"].index
    )
