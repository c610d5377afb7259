"""Two facilitators, and requests that come twice."""

from __future__ import annotations

from tests.live.room import Room


def test_the_second_is_told_what_the_first_did_and_when() -> None:
    room = Room()
    room.next(2)
    other, _ = room.sit("facilitator")
    basis = room.ex.core().seq
    room.done("release", other, inject="I2")
    room.wait(1_000)
    answer = room.act("release", basis=basis, inject="I2")
    assert answer.refused == "The other facilitator released message 2 two seconds ago."
    assert answer.entry is not None and answer.entry.kind == "refused"
    assert answer.entry.payload["wanted"] == {"act": "release", "inject": "I2"}
    assert len(room.state().records) == 1


def test_what_the_other_did_to_something_else_is_no_conflict() -> None:
    room = Room()
    room.next(2)
    other, _ = room.sit("facilitator")
    basis = room.ex.core().seq
    room.done("skip", other, inject="I6")
    assert room.act("release", basis=basis, inject="I2").refused is None


def test_what_one_did_oneself_is_no_conflict() -> None:
    room = Room()
    room.next(2)
    basis = room.ex.core().seq
    room.done("keep_back", inject="I6")
    assert room.act("release", basis=basis, inject="I6").refused is None


def test_two_cannot_move_the_clock_at_once() -> None:
    room = Room()
    room.next()
    other, _ = room.sit("facilitator")
    basis, step = room.ex.core().seq, room.done("preview", act="next").data
    room.done("next", other, confirm_t_ms=step["t_ms"])
    answer = room.act("next", basis=basis, confirm_t_ms=step["t_ms"])
    assert answer.refused == "The other facilitator moved the clock to 10:42:45 a second ago."
    assert room.now == 45_000


def test_whoever_holds_is_never_refused() -> None:
    room = Room()
    room.next()
    other, _ = room.sit("facilitator")
    basis = room.ex.core().seq
    room.done("run_on", other)
    assert room.act("hold", basis=basis).refused is None and room.clock == "held"


def test_two_corrections_of_one_entry() -> None:
    room = Room()
    room.next()
    entry = room.lockdown().entry
    assert entry is not None
    other, _ = room.sit("facilitator")
    basis = room.ex.core().seq
    room.done("withdraw", other, seq=entry.seq)
    assert room.act("date", basis=basis, seq=entry.seq, at_ms=0).refused == (
        "The other facilitator took this back a second ago."
    )


def test_a_key_that_is_sent_twice_counts_once() -> None:
    room = Room()
    room.next()
    token, _ = room.sit("participant", "principal")
    args = {"action": "record", "fields": {"says": "I listen."}}
    first = room.ex.act(token, "decide", args, "again", None, room.wall_ms)
    second = room.ex.act(token, "decide", args, "again", None, room.wall_ms + 5_000)
    assert first.entry == second.entry and len(room.state().records) == 1
    assert room.ex.act(room.desk, "note", {"text": "x"}, "again", None, room.wall_ms).refused is not None


def test_an_act_that_is_sent_twice_gets_its_old_answer() -> None:
    room = Room()
    room.next()
    entry = room.lockdown().entry
    assert entry is not None
    for name in ("withdraw", "next"):
        args = {"seq": entry.seq, "confirm_t_ms": room.done("preview", act="next").data["t_ms"]}
        first = room.ex.act(room.desk, name, args, name, None, room.wall_ms)
        second = room.ex.act(room.desk, name, args, name, None, room.wall_ms + 700)
        assert first.refused is None and second.refused is None and first.entry == second.entry


def test_a_refusal_that_is_sent_twice_is_the_same_refusal() -> None:
    room = Room()
    room.next(2)
    other, _ = room.sit("facilitator")
    basis = room.ex.core().seq
    room.done("skip", other, inject="I2")
    first = room.ex.act(room.desk, "release", {"inject": "I2"}, "again", basis, room.wall_ms)
    second = room.ex.act(room.desk, "release", {"inject": "I2"}, "again", basis, room.wall_ms + 60_000)
    assert first.refused == second.refused is not None and first.entry == second.entry


def test_page_down_twice_goes_one_step() -> None:
    room = Room()
    room.next()
    step = room.done("preview", act="next").data
    room.done("next", confirm_t_ms=step["t_ms"])
    assert room.act("next", confirm_t_ms=step["t_ms"]).refused is not None
    assert room.now == step["t_ms"]


def test_odd_requests_get_a_sentence() -> None:
    room = Room()
    room.next()
    for key in ("", "x" * 181, "a#1", "a\nb", None, 7):
        answer = room.ex.act(room.desk, "note", {"text": "x"}, key, None, room.wall_ms)  # type: ignore[arg-type]
        assert answer.refused == "A request needs a key of its own."
    deep: dict[str, object] = {}
    for _ in range(20):
        deep = {"x": deep}
    for name, args in (
        ("nothing", {}), ("note", {}), ("note", {"text": 7}), ("note", {"text": "x" * 5_000}), ("note", {"text": deep}),
        ("note", []), ("shift", {"by_s": "NaN"}), ("shift", {"by_s": float("nan")}), ("shift", {"by_s": 0}),
        ("jump", {"to_ms": "x"}), ("show", {"what": "exposure"}), ("decide", {"role": ["x"], "action": {"y": 1}}),
        ("decide", {"role": "principal", "action": "lock", "fields": [1]}), ("rule", {"sets": 3, "says": "x"}),
        ("withdraw", {"seq": "x"}), ("add_message", {"text": "x", "to": ["nobody"]}), ("preview", {"act": "stop"}),
        ("edit", {"inject": "I7", "set": {"at": "soon"}}), ("hand_over", {"role": "principal", "to": "moon"}),
    ):  # fmt: skip
        answer = room.ex.act(room.desk, name, args, f"odd-{name}-{args!r:.60}".replace("\n", ""), None, room.wall_ms)  # type: ignore[arg-type]
        assert answer.refused is not None and answer.refused.endswith("."), (name, args)
        assert answer.entry is None
