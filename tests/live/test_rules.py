"""The rules of the live exercise (DESIGN, *Live exercise*), one by one."""

from __future__ import annotations

from simulator.engine.run import run
from simulator.live.log import records_of, shown_of
from tests.live.room import Room, scenario, small

# ---- 1: it opens held, and talk costs nothing -----------------------------------------------------------------------


def test_a_tabletop_opens_held_before_the_beginning() -> None:
    room = Room()
    assert (room.clock, room.state().standing.started) == ("held", False)
    assert room.state().rows == ()


def test_talk_costs_no_scenario_time() -> None:
    room = Room()
    room.next(2)
    before = room.now
    room.wait(40 * 60_000)
    room.done("note", text="a long discussion")
    room.done("park", text="keys")
    assert (room.now, room.clock) == (before, "held")


def test_only_the_facilitator_moves_scenario_time() -> None:
    room = Room()
    room.next()
    for kind, role in (("participant", "principal"), ("evaluator", None), ("observer", None), ("projector", None)):
        token, _ = room.sit(kind, role)
        for name, args in (
            ("next", {"confirm_t_ms": 45_000}),
            ("run_on", {}),
            ("jump", {"to_ms": 60_000}),
            ("hold", {}),
        ):
            assert room.act(name, token, **args).refused == "This seat cannot do that."
    assert room.now == 0


# ---- 2: next ---------------------------------------------------------------------------------------------------------


def test_next_goes_to_the_earliest_of_what_comes_and_holds() -> None:
    room = Room()
    seen = []
    while (step := room.act("preview", act="next")).refused is None:
        room.done("next", confirm_t_ms=step.data["t_ms"])
        assert (room.now, room.clock) == (step.data["t_ms"], "held")
        seen.append((step.data["t_ms"], step.data["kind"]))
    played = run(small(), 2, room.ex.played.before, seats=room.ex.played.seats)
    wanted = {(t, "message" if kind == "inject_released" else "deadline") for t, kind, *_ in played.rows
              if kind in ("inject_released", "expect_missed") and t} | {(180_000, "mark"), (0, "start")}  # fmt: skip
    assert seen == sorted(wanted | {(600_000, "end")})
    assert step.refused == "The scenario is over; end play when the room is ready."


def test_next_does_only_what_was_shown() -> None:
    room = Room()
    room.next()
    shown = room.done("preview", act="next").data
    room.done("shift", by_s=30)
    answer = room.act("next", confirm_t_ms=shown["t_ms"])
    assert answer.refused is not None and answer.refused.startswith("The next step is another one now")
    assert answer.data["t_ms"] == shown["t_ms"] + 30_000
    assert room.now < shown["t_ms"]
    assert room.act("next").refused is not None
    room.done("next", confirm_t_ms=answer.data["t_ms"])


def test_a_message_at_the_deadline_is_offered_in_words() -> None:
    room = Room()
    room.next()
    step = room.done("preview", act="next").data
    assert (step["said"], step["in"], step["kind"]) == ("10:42:45", "45 s on", "deadline")
    assert step["to"] == "the deadline “Secretary announces lockdown”"
    assert [line["sort"] for line in step["lines"]] == ["hold", "offer", "hold"]
    assert step["offers"][0]["inject"] == "I2"
    assert "message 2 (Nothing has been said) is offered to you: ask, release or skip." in step["offers"][0]["words"]


def test_what_comes_a_moment_apart_is_one_step() -> None:
    room = Room()
    room.next()
    for name in ("I4", "I7"):
        room.done("edit", inject=name, set={"at": 20 if name == "I4" else 20.1})
    step = room.next()
    assert (step["t_ms"], [one["sort"] for one in step["lines"]]) == (20_100, ["message", "message", "hold"])
    assert room.done("preview", act="next").data["t_ms"] > 20_100 + 250


# ---- 3: let it run ---------------------------------------------------------------------------------------------------


def test_letting_it_run_takes_as_long_as_on_the_wall_and_holds_at_the_step() -> None:
    room = Room()
    room.next()
    room.done("run_on")
    room.wait(20_000)
    assert (room.now, room.clock) == (20_000, "moving")
    room.wait(60_000)
    assert (room.now, room.clock) == (45_000, "held")


def test_letting_it_run_ends_after_two_minutes() -> None:
    room = Room()
    room.next()
    for name in ("I5", "I6", "I7"):
        room.done("keep_back", inject=name)
    for name in ("I5", "I6", "I7", "I2"):
        room.done("skip", inject=name)
    room.lockdown()
    room.decide("secretary", "call_911", says=["what", "where", "door"])
    while room.done("preview", act="next").data["t_ms"] < room.now + 120_001:
        room.next()
    start = room.now
    room.done("run_on")
    room.wait(500_000)
    assert room.now == start + 120_000


def test_other_speeds_are_for_drills() -> None:
    room, drill = Room(), Room(mode="drill")
    for one in (room, drill):
        one.next()
    assert room.act("run_on", rate=4).refused is not None
    drill.done("run_on", rate=4)
    drill.wait(5_000)
    assert drill.now == 20_000


def test_hold_only_holds() -> None:
    room = Room()
    room.next()
    assert room.done("hold").entry is None and room.clock == "held"
    room.done("run_on")
    room.wait(9_000)
    room.done("hold")
    assert (room.now, room.clock) == (10_000, "held")
    room.wait(90_000)
    assert room.now == 10_000


def test_what_is_decided_while_it_runs_can_make_it_hold_earlier() -> None:
    room = Room()
    room.next()
    room.done("run_on")
    room.wait(1_000)
    room.done("shift", by_s=-10)
    assert room.state().standing.to_ms == 40_000  # message 5; a deadline comes no nearer than its message gave it
    room.done("add_message", text="Somebody is at the door.", to=["secretary"])
    room.done("edit", inject="I6", set={"at": 12})
    assert room.state().standing.to_ms == 12_000
    room.wait(60_000)
    assert (room.now, room.clock, room.messages()["I6"]) == (12_000, "held", "released")


# ---- 4: decisions take effect now, plus the doing --------------------------------------------------------------------


def test_a_decision_takes_effect_now_and_lasts_its_doing() -> None:
    room = Room()
    room.next()
    set_by_hand = room.done("decide", role="secretary", action="lock", fields={"what": ["@main_entrance"]}, takes_s=20)
    assert set_by_hand.entry is not None and set_by_hand.entry.t_ms == 1
    assert set_by_hand.data["done_ms"] == 20_001
    assert "Takes effect at 10:42:20." in set_by_hand.say
    at_once = room.decide("principal", "unlock", what=["@main_entrance"])
    assert at_once.data["done_ms"] == 2


def test_the_plan_does_nothing_for_a_seat_that_is_taken() -> None:
    room = Room()
    room.next(4)
    assert not [row for row in room.rows("done") if row[6] == "plan" and row[3] in ("principal", "secretary")]


def test_the_facilitator_is_told_where_a_backup_is_played() -> None:
    room = Room(scenario("maple-ridge-intruder"), seed=38, seats={"principal": "by_plan"})
    _, seat = room.sit("participant", "secretary")
    while room.now < 133_555:
        assert room.state().told == ()
        room.next()
    words = "the principal has not done it, and the backup, the secretary, is played by a person"
    assert room.state().told == ((133_555, words),)
    assert room.state(seat).told == () and room.state().refused == {}


# ---- 5: while held nothing fires -------------------------------------------------------------------------------------


def test_a_message_only_if_needed_waits_for_the_facilitator() -> None:
    room = Room()
    room.next(2)
    assert room.messages()["I2"] == "due" and not [r for r in room.rows("inject_released") if r[3] == "I2"]
    room.next(3)
    assert room.messages()["I2"] == "due"
    room.done("release", inject="I2")
    assert room.messages()["I2"] == "released"


def test_one_that_is_not_needed_is_not_offered() -> None:
    room = Room()
    room.next()
    room.decide("secretary", "announce", what="lockdown", via=["pa"], zones="all")
    while room.now < 100_000:
        step = room.next()
        assert step["offers"] == []
    assert room.messages()["I2"] == "not_needed"


def test_in_a_drill_it_goes_out_by_itself() -> None:
    room = Room(mode="drill")
    room.next(2)
    assert (room.now, room.messages()["I2"]) == (45_000, "released")


def test_a_message_that_was_kept_back_by_hand_makes_no_stop_and_no_offer() -> None:
    room = Room()
    room.next()
    room.done("keep_back", inject="I6")
    assert room.messages()["I6"] == "kept_back"
    while room.now < 80_000:
        step = room.next()
        assert "I6" not in [one["inject"] for one in step["offers"]]
    assert room.messages()["I6"] == "kept_back"
    assert room.done("release", inject="I6") and room.messages()["I6"] == "released"


def test_after_the_end_of_play_nothing_is_due() -> None:
    room = Room()
    room.next(2)
    assert room.messages()["I2"] == "due"
    room.done("end")
    assert room.messages()["I2"] == "not_reached"


def test_a_call_without_anything_said_is_told_before_it_is_recorded() -> None:
    room = Room()
    room.next()
    call = {"act": "decide", "role": "secretary", "action": "call_911"}
    bare = room.done("preview", **call, fields={})
    assert "without saying what, where or by which door" in bare.say
    full = room.done("preview", **call, fields={"says": ["what", "where", "door"]})
    assert "without saying" not in full.say


def test_many_decisions_while_held_bring_nothing_on() -> None:
    room = Room()
    room.next(2)
    token, _ = room.sit("participant", "principal")
    for _ in range(100):
        room.done("decide", token, action="record", fields={"says": "words"})
    assert room.now == 45_100
    assert room.done("preview", act="next").data["t_ms"] == 50_000


# ---- 7: shared screens -----------------------------------------------------------------------------------------------


def test_shared_screens_change_only_when_something_is_shown() -> None:
    room = Room()
    room.next()
    room.done("show", what="question", question="Who tells the gym?")
    shown = shown_of(room.ex.core().entries)
    room.next(2)
    room.done("release", inject="I2")
    room.done("note", text="x")
    assert shown_of(room.ex.core().entries) == shown == {"what": "question", "question": "Who tells the gym?"}
    room.done("blank")
    assert shown_of(room.ex.core().entries) == {"what": "blank"}
    room.done("blank")
    assert shown_of(room.ex.core().entries) == shown
    assert room.act("show", what="facts", facts=["a", "b", "c", "d"]).refused == "Show one to 3 facts."
    assert room.act("show", what="message", inject="I7").refused == "That message has not gone out yet."


# ---- 8: corrections and what-ifs -------------------------------------------------------------------------------------


def test_a_correction_alters_what_followed_and_says_so_before() -> None:
    room = Room()
    room.next()
    entry = room.lockdown().entry
    assert entry is not None
    room.next(2)
    before = room.state()
    assert room.rows("announced")
    shown = room.done("preview", act="withdraw", seq=entry.seq).data["lines"]
    assert any("No longer" in line and "lockdown" in line for line in shown)
    assert room.ex.core().seq == before.seq  # nothing was written
    room.done("withdraw", seq=entry.seq, why="The secretary said that she would, not that she did.")
    assert not room.rows("announced") and room.now == before.now_ms
    record = records_of(room.ex.core().entries)[0]
    assert (record.state, record.why[:13]) == ("withdrawn", "The secretary")
    assert room.act("withdraw", seq=entry.seq).refused == "That is taken back already."
    room.done("replace", seq=entry.seq, decision={"action": "announce", "fields": {"what": "hold", "via": ["pa"]}})
    assert [row[3] for row in room.rows("announced")] == ["hold"]


def test_as_shown_is_kept_beside_as_corrected() -> None:
    room = Room()
    room.next()
    entry = room.lockdown().entry
    assert entry is not None
    room.next(2)
    shown = room.state()
    room.done("date", seq=entry.seq, at_ms=0)
    as_shown = room.ex.state(room.desk, shown.wall_ms, shown.seq)
    assert as_shown.run.digest == shown.run.digest != room.state().run.digest
    assert records_of(room.ex.core().entries)[0].at_ms == 0


def test_a_decision_is_dated_no_later_than_now() -> None:
    room = Room()
    room.next()
    entry = room.lockdown().entry
    assert entry is not None
    assert room.act("date", seq=entry.seq, at_ms=room.now + 1).refused is not None
    assert room.act("withdraw", seq=1).refused is not None


def test_a_what_if_writes_nothing_and_says_what_it_is() -> None:
    room = Room()
    room.next()
    entry = room.lockdown().entry
    assert entry is not None
    seq, digest = room.ex.core().seq, room.state().run.digest
    told = room.done("what_if", change="withdraw", seq=entry.seq)
    assert told.say.startswith("NOT THE EXERCISE\n") and "The time until the order" in told.say
    later = room.done("what_if", change="date", seq=entry.seq, at_ms=120_000)
    assert "The time until the order: 2 minutes later." in later.data["lines"]
    added = {"role": "principal", "action": "announce", "fields": {"what": "lockdown", "via": ["pa"]}}
    room.done("what_if", change="add", at_ms=0, decision=added)
    assert (room.ex.core().seq, room.state().run.digest) == (seq, digest)


# ---- 9: any sentence, and refusals -----------------------------------------------------------------------------------


def test_any_sentence_can_be_recorded() -> None:
    room = Room()
    room.next()
    token, _ = room.sit("participant", "principal")
    answer = room.done("decide", token, action="record", fields={"says": "I look where the noise <b>is</b>"})
    assert answer.say == "Recorded; the facilitator decides what follows."
    assert room.rows("done")[-1][5] == {"says": ["I look where the noise <b>is</b>"]}


def test_what_cannot_be_done_is_recorded_and_only_the_facilitator_hears_why() -> None:
    room = Room()
    room.next()
    token, _ = room.sit("participant", "principal")
    mine = room.done("decide", token, action="reset_alarm", fields={})
    assert mine.say == "Recorded." and mine.data == {}
    answer = room.done("decide", role="secretary", action="reset_alarm", fields={})
    assert answer.say == "Recorded, and shown as not carried out: no alarm is sounding."
    assert set(room.state().refused.values()) == {"no alarm is sounding"}
    assert len(room.state().records) == 2


def test_what_names_nothing_is_refused_in_words() -> None:
    room = Room()
    room.next()
    for fields, words in (
        ({"action": "lock", "fields": {"what": ["NOPE"]}}, "no opening NOPE"),
        ({"action": "lock", "fields": {}}, "Say what as well."),
        ({"action": "lock", "fields": {"channel": "x"}}, "has no field channel"),
        ({"action": "release_inject", "fields": {"inject": "I1"}}, "Choose what is done"),
        ({"action": "nothing", "fields": {}}, "Choose what is done"),
        ({"action": "record", "fields": {"says": " "}}, "Write a few words"),
        ({"action": "lock", "fields": {"what": ["@main_entrance"]}, "takes_s": -1}, "from 0 to"),
    ):
        answer = room.act("decide", role="principal", **fields)
        assert answer.refused is not None and words in answer.refused, answer.refused
    assert room.act("decide", role="nobody", action="record", fields={"says": "x"}).refused is not None
    assert room.state().records == ()


def test_before_the_beginning_nothing_is_decided() -> None:
    assert Room().act("decide", role="principal", action="record", fields={"says": "x"}).refused is not None


def test_the_facilitator_is_told_why() -> None:
    room = Room()
    assert room.act("why", party="@library").refused is not None
    room.next(2)
    room.lockdown()
    room.next(3)
    before = room.state().run.digest
    told = room.done("why", party="secretary").say
    assert "lockdown" in told, told
    assert room.act("why", party="nobody at all").refused is not None
    assert room.state().run.digest == before


# ---- 10: rulings -----------------------------------------------------------------------------------------------------


def test_a_ruling_is_set_by_the_room() -> None:
    room = Room()
    room.next()
    answer = room.done(
        "rule", sets={"opening": {"@gym_door": "locked"}}, who="the fire captain", says="That door is chained."
    )
    assert answer.say == "Set by the room."
    assert room.rows("locked")[-1][3] == small().plan.resolve("@gym_door")
    record = room.state().records[-1]
    assert (record.by, record.decision["who"], record.decision["says"]) == (
        "set_by_room", "the fire captain", "That door is chained.",
    )  # fmt: skip
    room.done("rule", sets={"outcome": "The pupil walks out with her class."}, says="We agree.")
    assert room.act("rule", sets={"arrival": {"tank-1": "now"}}, says="x").refused is not None


# ---- 11: a real emergency --------------------------------------------------------------------------------------------


def test_stop_freezes_everything_until_it_is_confirmed() -> None:
    room = Room()
    room.next()
    token, _ = room.sit("participant", "principal")
    room.done("run_on")
    room.wait(9_000)
    assert room.act("stop", token).refused == "This seat cannot do that."
    room.wall_ms -= 1_000
    room.done("stop")
    room.wait(600_000)
    assert (room.now, room.clock) == (10_000, "stopped")
    for name in ("next", "run_on", "hold", "decide", "release", "show", "blank", "jump"):
        assert room.act(name).refused == "The exercise is stopped: a real emergency."
    room.done("note", token, text="who is where")
    assert room.act("go_on").refused is not None and room.act("go_on", confirm="yes").refused is not None
    assert room.act("go_on", token, confirm=True).refused == "This seat cannot do that."
    room.done("go_on", confirm=True)
    assert (room.now, room.clock) == (10_000, "held")


def test_after_the_end_only_what_is_said_about_it() -> None:
    room = Room()
    room.next(2)
    evaluator, _ = room.sit("evaluator")
    assert room.act("rate", evaluator, objective="O1", rating="P").refused == "Objectives are rated after play."
    room.done("end")
    assert room.clock == "ended"
    for name in ("next", "run_on", "decide", "release", "rule", "withdraw", "end"):
        assert room.act(name).refused == "Play has ended."
    room.done("rate", evaluator, objective="O1", rating="P")
    room.done("hot_wash", discipline="school", sort="strength", text="The order was clear.")
    room.done("feedback", answers={"useful": "yes"})
    room.done("what_if", change="add", at_ms=0, decision={"role": "principal", "action": "record", "says": "x"})


def test_the_end_freezes_what_it_came_to() -> None:
    room = Room()
    room.next(3)
    state = room.state()
    room.done("end")
    ended = room.ex.core().ended
    assert ended is not None
    assert (ended.payload["digest"], ended.payload["engine"]) == (state.run.digest, state.run.engine)
    assert ended.payload["measures"]["expected_total"] == 1
