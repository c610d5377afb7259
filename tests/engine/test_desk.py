"""Known answers of the facilitator's decisions: messages, rulings, seats and free text."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.analysis.metrics import metrics
from simulator.analysis.state import fold
from simulator.analysis.summary import summary
from simulator.engine.rulings import rule
from simulator.engine.run import run
from simulator.errors import Refused
from simulator.model.run import Run
from tests.engine.buildings import bundle_of, group, people_out, play, room_between, rows
from tests.engine.test_injects import ASKS, END, UNLESS, acted, closed, decided, messages, released


def refusals(played: Run) -> list[str]:
    return [row[4] for row in rows(played, "refused")]


def test_released_at_once_whatever_it_waits_for() -> None:
    inject = {"id": "A", "at": "30:00", "if": "false", "effect": [{"block": "X1"}]}
    played = messages(inject, decisions=[decided(at=5, action="release_inject", inject="A")])
    assert released(played) == {"A": 5_000}
    assert rows(played, "inject_released")[0][2] == "N1"
    assert rows(played, "blocked")[0][0] == 5_000


def test_kept_back_it_goes_out_only_when_released() -> None:
    kept = decided(at=5, action="hold_inject", inject="A")
    free = decided(id="N2", at=60, action="release_inject", inject="A")
    assert closed(messages({"id": "A", "at": 10}, decisions=[kept])) == {"A": (END, "not_reached")}
    assert released(messages({"id": "A", "at": 10}, decisions=[kept, free])) == {"A": 60_000}


def test_what_is_kept_back_stays_so_when_it_is_not_needed() -> None:
    kept = decided(at=5, action="hold_inject", inject="B")
    free = decided(id="N3", at=60, action="release_inject", inject="B")
    played = messages(ASKS, UNLESS, decisions=[kept, acted(12, role="principal", id="N2"), free])
    assert released(played) == {"A": 10_000, "B": 60_000}


def test_skipped_it_never_goes_out_and_cannot_be_released() -> None:
    skipped = decided(at=5, action="skip_inject", inject="A")
    late = decided(id="N2", at=65, action="release_inject", inject="A")
    played = messages({"id": "A", "at": 10}, decisions=[skipped, late])
    assert closed(played) == {"A": (5_000, "skipped")}
    assert refusals(played) == ["message A was skipped at 00:05"]


def test_moving_takes_times_and_deadlines_that_have_not_passed() -> None:
    injects = [
        {"id": "P", "at": 2}, {"id": "Q", "at": 40}, ASKS, UNLESS, {"id": "Z", "unless": {"action": "close", "by": 50}},
        {"id": "F", "after": {"inject": "A"}, "delay": 30},
    ]  # fmt: skip
    moved = decided(at=20, action="shift_injects", by="01:00")
    played = messages(*injects, decisions=[moved])
    assert released(played) == {"P": 2_000, "A": 10_000, "F": 40_000, "B": 85_000, "Q": 100_000, "Z": 110_000}
    assert rows(played, "expect_missed")[0][5] == 75.0


def test_moved_into_the_past_is_now() -> None:
    moved = decided(at=20, action="shift_injects", by="-01:00")
    assert released(messages({"id": "Q", "at": 40}, decisions=[moved])) == {"Q": 20_000}


def test_moving_back_and_forth_fires_once() -> None:
    moves = [decided(id=f"N{at}", at=at, action="shift_injects", by=by) for at, by in ((1, "30"), (2, "-30"))]
    assert [row[0] for row in rows(messages({"id": "Q", "at": 40}, decisions=moves), "inject_released")] == [40_000]


def test_a_changed_message() -> None:
    changed = decided(at=5, action="edit_inject", inject="A", set={"to": ["principal"], "effect": [{"block": "X1"}]})
    played = messages({"id": "A", "at": 10, "to": ["secretary"]}, decisions=[changed])
    assert rows(played, "inject_released")[0][4] == ("principal",)
    assert rows(played, "blocked")[0][0] == 10_000


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"at": 30}, 30_000), ({"at": 2}, 5_000), ({"after": {"inject": "P"}, "delay": 20}, 22_000),
        ({"at": None, "after": {"inject": "P"}}, 5_000), ({"when": "true"}, 5_000),
        ({"unless": {"action": "close", "by": 12}}, 12_000), ({"text": "Other words"}, 10_000),
    ],
)  # fmt: skip
def test_a_changed_trigger_counts_from_now(fields: dict[str, Any], expected: int) -> None:
    changed = decided(at=5, action="edit_inject", inject="A", set=fields)
    assert released(messages({"id": "A", "at": 10}, {"id": "P", "at": 2}, decisions=[changed]))["A"] == expected


def test_only_the_delay_of_an_after_is_changed() -> None:
    changed = decided(at=5, action="edit_inject", inject="A", set={"delay": 60})
    injects = [{"id": "A", "after": {"inject": "P"}, "delay": 20}, {"id": "P", "at": 2}]
    assert released(messages(*injects, decisions=[changed]))["A"] == 62_000


def test_other_words_leave_a_moved_time_as_it_is() -> None:
    moved = decided(at=5, action="shift_injects", by="30")
    changed = decided(id="N2", at=6, action="edit_inject", inject="A", set={"text": "Other words"})
    assert released(messages({"id": "A", "at": 10}, decisions=[moved, changed])) == {"A": 40_000}


def test_a_message_that_waits_for_what_nobody_will_be_asked_is_not_needed() -> None:
    skipped = decided(at=5, action="skip_inject", inject="A")
    written = decided(id="N2", at=8, action="add_inject", inject=UNLESS)
    assert closed(messages(ASKS, decisions=[skipped, written])) == {"A": (5_000, "skipped"), "B": (8_000, "not_needed")}


def test_a_message_written_during_the_exercise_works_and_expects() -> None:
    new = {
        "id": "AH1", "kind": "ad_hoc", "to": ["principal"], "text": "A parent asks.", "effect": {"block": "X1"},
        "expect": [{"id": "E9", "role": "principal", "action": "record", "within": 15}],
    }  # fmt: skip
    written = decided(at=5, action="add_inject", inject=new)
    played = messages(decisions=[written, acted(9, role="principal", id="N2")])
    assert released(played) == {"AH1": 5_000}
    assert rows(played, "blocked")[0][:3] == (5_000, "blocked", "AH1")
    assert rows(played, "expect_met")[0][3:] == ("E9", "principal", 4.0)
    assert rows(played, "done")[0][5]["inject"]["text"] == "A parent asks."


def test_a_written_message_may_wait_for_something() -> None:
    new = {"id": "AH1", "after": {"inject": "A"}, "delay": 2}
    assert released(messages({"id": "A", "at": 30}, decisions=[decided(at=5, action="add_inject", inject=new)])) == {
        "A": 30_000, "AH1": 32_000,
    }  # fmt: skip


def edits(**fields: Any) -> dict[str, Any]:
    return {"action": "edit_inject", "inject": "A", "set": fields}


def adds(**fields: Any) -> dict[str, Any]:
    return {"action": "add_inject", "inject": fields}


def rules(sets: Any) -> dict[str, Any]:
    return {"action": "rule", "sets": sets, "says": "so"}


NOT_PLAYED = "is not played yet; record it in words, and"
RULED = (
    'opening: {DOOR: blocked}, or place: {GROUP: SPACE}, or arrival: {UNIT: "08:00"}, or message: {I3: released}, '
    "or outcome: a sentence"
)
EMPTY = f"say what is set: {RULED}"
NO_RULING = f"a ruling sets {RULED}"
REFUSED: list[tuple[dict[str, Any], str | None]] = [
    ({"action": "release_inject", "inject": "I9"}, "there is no message called I9"),
    ({"action": "release_inject", "inject": {"id": "A"}}, "say which message"),
    ({"action": "skip_inject", "inject": "P"}, "message P was released at 00:01"),
    ({"action": "shift_injects", "by": "soon"}, 'expected seconds, "MM:SS" or "H:MM:SS", found \'soon\''),
    ({"action": "shift_injects", "by": "inf"}, "messages can be moved by up to 24 hours, not by inf"),
    ({"action": "shift_injects", "by": "nan"}, "messages can be moved by up to 24 hours, not by nan"),
    (edits(id="B"), "a message keeps its name"),
    (edits(at=None), "a message keeps a trigger; skip it, or keep it back"),
    (edits(delay=4), "the message cannot be used: delay: goes with after"),
    (edits(**{"if": "x +"}), None),
    (edits(**{"if": "draw.x"}), None),
    (edits(when='state.space["M"].people > 2'), "there is no place called M"),
    ({"action": "add_inject", "inject": "A"}, "write the message: its id, to, via and text"),
    (adds(id="A"), "there is a message called A already"),
    (adds(id="B", effect={"block": "D9"}), "there is no door called D9"),
    (adds(id="B", effect={"explode": "X1"}), None),
    (adds(id="B", after={"inject": "I9"}), "there is no other message called I9"),
    (adds(id="B", after={"event": "rain"}), "there is no event called rain"),
    (adds(id="B", unless={"expect": "E9"}), "no other message expects something called E9"),
    (adds(), None),
    (rules({"opening": {"X1": "ajar"}}), "X1 can be set open, closed, locked, unlocked, blocked; not ajar"),
    (rules({"opening": {"X1": "locked"}}), "door X1 has no lock"),
    (rules({"place": {"g": "MOON"}}), "there is no place called MOON"),
    (rules({"place": {"h": "EAST"}}), "there is no group called h"),
    (rules({"outcome": {"g": "ok"}}), "write the outcome in a sentence: outcome: The pupil walks out with her class."),
    (rules({"weather": {"g": "ok"}}), NO_RULING),
    (rules({"message": {"A": "gone"}}), "message A can be set released, skipped, kept_back; not gone"),
    (rules({"message": {"P": "skipped"}}), "message P was released at 00:01"),
    (
        rules({"arrival": {"police": "08:00"}}),
        "no unit is on its way here: the scenario has no agencies; record the arrival in words",
    ),
    (rules({}), EMPTY),
    (rules({"opening": "X1"}), NO_RULING),
    ({"action": "press_panic", "role": "principal"}, "the building has no panic button"),
    ({"action": "skip_inject", "inject": "A", "role": "principal"}, "only the facilitator can skip a message"),
    ({"action": "announce", "what": "evacuate", "through": "P"}, "passage P does not lead outdoors"),
]


@pytest.mark.parametrize(("fields", "reason"), REFUSED)
def test_what_the_desk_cannot_do_is_refused_in_words(fields: dict[str, Any], reason: str | None) -> None:
    played = messages({"id": "A", "at": 10}, {"id": "P", "at": 1}, decisions=[decided(**{"at": 5} | fields)])
    assert len(refusals(played)) == 1
    assert reason is None or refusals(played) == [reason]
    assert not rows(played, "done")
    assert released(played) == {"P": 1_000, "A": 10_000}


def ruling(at: float, **sets: dict[str, str]) -> Any:
    return decided(at=at, action="rule", sets=sets, who="principal", says="The experts say so.")


def test_the_room_sets_a_door() -> None:
    played = play(
        room_between(), [group("g", "R", 2, delay={"fixed": 10}, exit="X1")],
        decisions=[ruling(1, opening={"X1": "blocked"})],
    )  # fmt: skip
    assert rows(played, "blocked")[0][:3] == (1_000, "blocked", "N1")
    assert people_out(played) == {"X2": 2}
    assert rows(played, "done")[0][5] == {
        "sets": {"opening": {"X1": "blocked"}}, "who": "principal", "says": ["The experts say so."],
    }  # fmt: skip


def test_a_blocked_door_set_open_is_passed_again() -> None:
    setup = [{"block": ["X1", "X2"]}]
    played = play(room_between(), [group("g", "R", 2)], setup=setup, decisions=[ruling(60, opening={"X1": "open"})])
    assert people_out(played) == {"X1": 2}
    assert min(row[0] for row in rows(played, "out")) >= 60_000


def test_the_room_sets_a_place_for_those_who_stand() -> None:
    played = play(
        room_between(), [group("g", "R", 3, delay={"fixed": 900})], decisions=[ruling(5, place={"g": "EAST"})],
        hazard="intruder", horizon="10:00",
    )  # fmt: skip
    assert rows(played, "entered")[-1] == (5_000, "entered", "N1", "g", "EAST", None, 3, 0)
    assert fold(played.rows, 5_000).counts == {"EAST": 3}
    assert dict(played.counts) == {"EAST": 3}


def test_those_on_their_way_out_leave_from_the_place_that_was_set() -> None:
    crowd = [group("g", "R", 30, exit="X2", at=[9, 4])]
    played = play(room_between(), crowd, decisions=[ruling(12, place={"g": "R"})])
    moved = play(room_between(), crowd, decisions=[ruling(12, place={"g": "WEST"})])
    assert people_out(played) == {"X2": 30}
    assert sum(people_out(moved).values()) < 30
    assert dict(moved.counts) == {"WEST": 30}
    assert dict(fold(moved.rows, moved.until_ms - 1).counts) == {"WEST": 30}


def test_whoever_is_in_a_doorway_when_a_place_is_set_follows() -> None:
    bundle = bundle_of(room_between(), [group("g", "R", 5, exit="X1")], horizon="05:00")
    (out,) = rows(run(bundle, 1), "out")
    through_ms = out[0] + 4 * out[7]
    chosen = [ruling((out[0] + 1) / 1000, place={"g": "WEST"})]
    assert [row[0] for row in rows(run(bundle, 1, chosen), "entered") if row[2] == "N1"] == [through_ms]
    for t_ms in range(out[0], through_ms + 1_000, 211):
        played = run(bundle, 1, chosen, t_ms / 1000)
        assert dict(played.counts) == dict(fold(played.rows, t_ms - 1).counts)


def test_a_class_set_at_the_rally_point_is_counted_there() -> None:
    played = play(room_between(), None, decisions=[ruling(1, place={"class-R": "RALLY"})])
    assert rows(played, "reached")[0][:3] == (1_000, "reached", None)
    assert rows(played, "accounted")[0][3] == "class-R"


def test_seats_and_free_text_stand_in_the_log() -> None:
    decisions = [
        decided(id="N1", at=1, role="principal", action="take_seat"),
        decided(id="N2", at=2, role="principal", action="record", says="I walk to the gym."),
        decided(id="N3", at=3, role="principal", action="leave_seat"),
    ]
    played = messages(decisions=decisions)
    assert [row[3:6] for row in rows(played, "done")] == [
        ("principal", "take_seat", {}), ("principal", "record", {"says": ["I walk to the gym."]}),
        ("principal", "leave_seat", {}),
    ]  # fmt: skip


def test_who_has_left_the_seat_decides_nothing_until_somebody_sits_in_it_again() -> None:
    decisions = [
        decided(id=f"N{at}", at=at, role="principal", **act)
        for at, act in ((1, {"action": "leave_seat"}), (2, NOTED), (3, {"action": "take_seat"}), (4, NOTED))
    ]
    played = messages(decisions=decisions)
    assert [(row[0], row[4]) for row in rows(played, "refused")] == [
        (2_000, "nobody sits in the seat of the principal any more: it acts by the plan")
    ]
    assert [row[2] for row in rows(played, "done")] == ["N1", "N3", "N4"]


NOTED: dict[str, Any] = {"action": "record", "says": "noted"}


# ---- moving deadlines ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moves", "missed_at"),
    [
        ([(20, "-00:10")], 25),  # what the message gave is not taken away
        ([(12, "01:00"), (20, "-00:30")], 55),  # what a move added is
        ([(12, "01:00"), (20, "-02:00")], 25),  # but no more than that
        ([(12, "01:00"), (60, "-02:00")], 85),  # and nobody misses anything by the move alone
        ([(25, "-02:00")], 25),
        ([(12, "01:00")], 85),
    ],
)
def test_a_deadline_moved_to_earlier_leaves_the_time_that_the_message_gave(
    moves: list[tuple[int, str]], missed_at: int
) -> None:
    moved = [decided(id=f"N{at}", at=at, action="shift_injects", by=by) for at, by in moves]
    assert [row[0] for row in rows(messages(ASKS, decisions=moved), "expect_missed")] == [missed_at * 1000]


@given(st.lists(st.tuples(st.integers(1, 200), st.integers(-120, 120)), max_size=6))
@settings(max_examples=40, deadline=None)
def test_no_move_makes_anybody_miss_at_once_or_takes_time_away(moves: list[tuple[int, int]]) -> None:
    moved = [decided(id=f"N{n}", at=at, action="shift_injects", by=f"{by}") for n, (at, by) in enumerate(sorted(moves))]
    played = messages({**ASKS, "at": 0}, decisions=moved)
    (missed,) = rows(played, "expect_missed")
    assert missed[0] >= 15_000
    last = max((at * 1000 for at, _ in moves if at * 1000 < missed[0]), default=0)
    assert missed[0] > last
    assert missed[0] == 15_000 or missed[0] not in {at * 1000 for at, by in moves if by < 0}


# ---- decisions whose time does not come ------------------------------------------------------------------------------


def test_decisions_that_were_never_due_are_told_at_the_end_and_only_there() -> None:
    decisions = [
        decided(id="N1", at="2:00:00", **NOTED), decided(id="N2", after={"inject": "I9"}, **NOTED),
        decided(id="N3", after={"event": "alarm"}, delay=5, **NOTED),
        decided(id="N4", after={"inject": "P"}, delay="1:30:00", **NOTED), decided(id="N5", at=5, **NOTED),
    ]  # fmt: skip
    bundle = bundle_of(room_between(), [group("g", "R", 1, delay={"fixed": 1_700})], injects=[{"id": "P", "at": 1}])
    whole = run(bundle, 1, decisions)
    assert {row[3]: row[4] for row in rows(whole, "refused")} == {
        "N1": "never due: its time came after the end",
        "N2": "never due: message I9 did not go out",
        "N3": "never due: this did not happen: alarm",
        "N4": "never due: the end came before its delay was over",
    }
    assert {row[0] for row in rows(whole, "refused")} == {END}
    assert not rows(run(bundle, 1, decisions, 3_000), "refused")
    words = summary(whole, metrics(whole))
    told = "N1: its time came after the end; N2: message I9 did not go out; N3: this did not happen: alarm; N4:"
    assert f"- These decisions did not come due before the run ended: {told}" in words
    assert "could not be carried out" not in words


# ---- rulings about messages, arrivals and outcomes -------------------------------------------------------------------


def test_the_room_sets_a_message() -> None:
    injects = [{"id": "A", "at": "30:00"}, {"id": "B", "at": 40}, {"id": "C", "at": 40}]
    sets = {"message": {"A": "released", "B": "skipped", "C": "kept_back"}}
    played = messages(*injects, decisions=[ruling(5, **sets)])
    assert released(played) == {"A": 5_000}
    assert closed(played) == {"B": (5_000, "skipped"), "C": (END, "not_reached")}
    assert rows(played, "inject_released")[0][2] == "N1"


def test_an_outcome_changes_nothing_and_is_shown_as_set_by_the_room() -> None:
    said = {"outcome": "The pupil walks out with her class.", "message": {"A": "skipped"}}
    played = messages({"id": "A", "at": 40}, decisions=[decided(at=5, action="rule", sets=said, says="We agreed.")])
    assert [row[1] for row in played.rows if row[2] == "N1"] == ["inject_closed", "done"]
    words = "Set by the room: The pupil walks out with her class and message A skipped (We agreed)."
    assert words in summary(played, metrics(played))


def test_an_arrival_is_handed_to_the_agencies_and_one_that_cannot_be_stops_the_whole_ruling() -> None:
    class Agencies:
        def __init__(self, known: str):
            self.known, self.told = known, list[tuple[str, int, str | None]]()

        def set_arrival(self, unit: str, t_ms: int, cause: str | None) -> None:
            if unit != self.known:
                raise Refused(f"there is no unit called {unit}")
            self.told.append((unit, t_ms, cause))

    done: list[str] = []

    def ruled(agencies: Agencies, **sets: Any) -> list[tuple[str, int, str | None]]:
        world = SimpleNamespace(now=60_000)
        message = SimpleNamespace(
            inject=SimpleNamespace(id="A"), state="waiting", kept_back=False, ended_ms=None,
        )  # fmt: skip
        desk = SimpleNamespace(
            world=world, all={"A": message}, close=lambda *_: done.append("closed"),
            play=SimpleNamespace(agencies=agencies),
        )  # fmt: skip
        rule(desk, ruling(60, **sets))  # type: ignore[arg-type]
        return agencies.told

    assert ruled(Agencies("police"), arrival={"police": "08:00"}) == [("police", 480_000, "N1")]
    assert ruled(Agencies("ems"), arrival={"ems": "now"}) == [("ems", 60_000, "N1")]
    assert ruled(Agencies("ems"), arrival={"ems": "00:30"}) == [("ems", 60_000, "N1")]
    with pytest.raises(Refused, match="no unit called fire"):
        ruled(Agencies("ems"), message={"A": "skipped"}, arrival={"fire": "now"})
    with pytest.raises(Refused, match="can arrive now, or at a time"):
        ruled(Agencies("ems"), arrival={"ems": "soon"})
    assert not done
    ruled(Agencies("ems"), message={"A": "skipped"}, arrival={"ems": "now"})
    assert done == ["closed"]


# ---- already done ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("done_at", "met"), [(9, True), (10, True), (0.001, True), (None, False)],
)  # fmt: skip
def test_what_was_just_done_when_its_message_goes_out_is_met_at_once(done_at: float | None, met: bool) -> None:
    played = messages(ASKS, UNLESS, decisions=[acted(done_at, role="principal")] if done_at is not None else [])
    assert [row[:6] for row in rows(played, "expect_met")] == (
        [(10_000, "expect_met", "N1", "E1", "principal", 0.0)] if met else []
    )
    assert ("B" in released(played)) is not met


def test_what_was_done_too_long_ago_is_asked_for_anew() -> None:
    asks = {**ASKS, "at": 200}
    before = [acted(79, role="principal")]
    assert rows(messages(asks, decisions=before), "expect_missed")
    assert rows(messages(asks, decisions=[acted(80, role="principal")]), "expect_met")
    assert rows(messages(asks, decisions=before, conduct={"done_before_s": 130}), "expect_met")


def test_an_act_that_met_an_expectation_does_not_meet_a_later_message_but_may_meet_two_at_once() -> None:
    def wants(name: str, at: float) -> dict[str, Any]:
        expect = {"role": "principal", "action": "record", "within": 15}
        return {"id": name, "at": at, "expect": [{"id": f"E{name}{n}", **expect} for n in (1, 2)]}

    played = messages(wants("A", 10), wants("B", 20), decisions=[acted(9, role="principal")])
    assert [row[3] for row in rows(played, "expect_met")] == ["EA1", "EA2"]
    assert [row[3] for row in rows(played, "expect_missed")] == ["EB1", "EB2"]
    again = messages(
        wants("A", 10), wants("B", 20), decisions=[acted(9, role="principal"), acted(30, role="principal")]
    )
    assert [(row[3], row[5]) for row in rows(again, "expect_met")][2:] == [("EB1", 10.0), ("EB2", 10.0)]


def test_what_was_done_and_undone_since_does_not_count() -> None:
    asks = {"id": "A", "at": 20, "expect": [{"id": "E1", "action": "lock", "what": "X1", "within": 15}]}
    acts = [decided(id="N1", at=5, action="lock", what="X1"), decided(id="N2", at=12, action="unlock", what=["X1"])]

    def met(decisions: list[Any]) -> bool:
        groups = [group("g", "R", 1, delay={"fixed": 1_700})]
        played = play(room_between(lock="inside"), groups, injects=[asks], decisions=decisions, hazard="intruder")
        return bool(rows(played, "expect_met"))

    assert met(acts[:1])
    assert not met(acts)
