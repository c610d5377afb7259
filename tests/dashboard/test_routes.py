"""The routes: who gets in, what an act answers, and what each seat's stream carries."""

from __future__ import annotations

import threading
import time

import pytest

from dashboard.web.house import House
from tests.dashboard.fake import STREAM, FakeExercise, FakeLive
from tests.dashboard.served import Running, running


@pytest.fixture
def exercise() -> FakeExercise:
    return FakeExercise()


@pytest.fixture
def server(exercise):
    with running(House(FakeLive({STREAM: exercise}))) as made:
        yield made


def test_a_seat_gets_its_view_at_once_and_again_after_each_entry(server: Running) -> None:
    desk = server.house.facilitate(STREAM)
    reader = server.read(desk)
    first = reader.next()
    assert (first["kind"], first["clock"]["state"]) == ("desk", "held")
    answer = server.act(desk, "note", "k1", text="said")
    assert answer == {"ok": True, "seq": first["seq"] + 1, "say": "Recorded."}
    assert reader.until(lambda view: view["seq"] == answer["seq"])["entries"][-1]["text"] == "said"


def test_the_same_key_twice_is_one_entry_and_one_answer(server: Running, exercise: FakeExercise) -> None:
    desk = server.house.facilitate(STREAM)
    first, second = server.act(desk, "note", "k1", text="a"), server.act(desk, "note", "k1", text="a")
    assert first == second
    assert sum(one.kind == "note" for one in exercise.entries) == 1


def test_an_unknown_seat_gets_nothing(server: Running) -> None:
    for seat in ("", "fake.nonsense", "other.nonsense", "fake." + "x" * 500, "../x.y"):
        assert server.get("/live/events", params={"seat": seat}).status_code == 403
        assert server.get("/live/seat", params={"seat": seat}).status_code == 403
        assert server.get("/live/plan.json", params={"seat": seat}).status_code == 403
    assert server.post("/live/act", {"seat": "fake.x", "key": "k", "act": "note"}).status_code == 403


def test_a_code_opens_its_own_kind_of_seat_only(server: Running) -> None:
    kinds = {"PPPPPP": "participant", "EEEEEE": "evaluator", "BBBBBB": "observer", "JJJJJJ": "projector"}
    for code, kind in kinds.items():
        answer = server.post("/live/join", {"code": code.lower(), "role": "principal", "kind": "facilitator"}).json()
        assert answer["kind"] == kind
        assert answer["url"].endswith("?seat=" + answer["seat"])


def test_a_participants_code_alone_is_answered_by_the_roles(server: Running) -> None:
    answer = server.post("/live/join", {"code": "pp-pp pp"}).json()
    assert [one["role"] for one in answer["roles"]] == ["principal", "dispatcher"]
    refused = server.post("/live/join", {"code": "PPPPPP", "role": "facilitator"})
    assert (refused.status_code, refused.json()["refused"]) == (403, "This role is not played in this exercise.")


def test_each_seat_may_do_only_its_own(server: Running, exercise: FakeExercise) -> None:
    before = len(exercise.entries)
    for code in ("PPPPPP", "EEEEEE", "BBBBBB", "JJJJJJ"):
        answer = server.act(server.seat(code, "principal"), "next", f"key-{code}")
        assert answer["ok"] is False
    assert [one.kind for one in exercise.entries[before:]] == ["join"] * 4


def test_wrong_codes_are_slowed_down(server: Running) -> None:
    for _ in range(5):
        assert server.post("/live/join", {"code": "ZZZZZZ"}).status_code == 403
    answer = server.post("/live/join", {"code": "EEEEEE"})
    assert answer.status_code == 403
    assert "Wait" in answer.json()["refused"]


def test_a_page_of_another_site_can_do_nothing(server: Running, exercise: FakeExercise) -> None:
    desk = server.house.facilitate(STREAM)
    before = len(exercise.entries)
    body = {"seat": desk, "key": "k", "act": "stop", "args": {}}
    for headers in ({"Origin": "http://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"},
                    {"Host": "evil.example", "Origin": "http://evil.example"}):  # fmt: skip
        assert server.client.post(f"{server.base}/live/act", json=body, headers=headers).status_code == 403
    assert server.get("/live/health", headers={"Host": "rebound.example"}).status_code == 403
    assert len(exercise.entries) == before


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"{", "application/json"),
        (b"[]", "application/json"),
        (b'{"seat": 1}', "application/json"),
        (b'{"seat": "a.b", "key": "k", "act": "note", "args": [1]}', "application/json"),
        (b'{"seat": "a.b", "key": "k", "act": "note", "args": {}, "basis_seq": true}', "application/json"),
        (b'{"seat": "a.b", "key": "k", "act": "note", "args": {"x": NaN}}', "application/json"),
        (b"[" * 60_000, "application/json"),
        (b"{}" + b" " * 70_000, "application/json"),
        (b"\xff\xfe", "application/json"),
        (b'{"seat": "a.b"}', "text/plain"),
    ],
)
def test_what_no_page_of_ours_sends_is_refused_in_words(server: Running, content: bytes, kind: str) -> None:
    answer = server.client.post(f"{server.base}/live/act", content=content, headers={"Content-Type": kind})
    assert answer.status_code == 400
    assert answer.json()["refused"]


def test_typed_text_stays_text(server: Running) -> None:
    seat = server.seat("PPPPPP", "principal")
    reader = server.read(seat)
    typed = "<script>alert(1)</script>\n\ndata: x\nevent: view\n\u2028 'quoted' \"too\""
    answer = server.act(seat, "note", "k1", text=typed)
    assert reader.until(lambda view: view["seq"] == answer["seq"])["own"][-1]["text"] == typed


def test_seats_of_one_role_share_a_view_and_others_do_not(server: Running, exercise: FakeExercise) -> None:
    readers = [server.read(server.seat("PPPPPP", role)) for role in ("principal",) * 5 + ("dispatcher",)]
    desk = server.house.facilitate(STREAM)
    seq = exercise.entries[-1].seq
    for reader in readers:
        reader.until(lambda view: view["seq"] == seq)
    before = exercise.looks
    answer = server.act(desk, "note", "k")
    for reader in readers:
        reader.until(lambda view: view["seq"] == answer["seq"])
    assert exercise.looks - before == 2
    assert exercise.most_at_once == 1


def test_a_view_that_changes_by_itself_is_sent_at_its_time(server: Running, exercise: FakeExercise) -> None:
    reader = server.read(server.house.facilitate(STREAM))
    reader.next()
    exercise.change_ms = server.house.now_ms() + 300
    server.broadcaster.woken(STREAM)
    server.act(server.house.facilitate(STREAM), "note", "k")
    ends = time.monotonic() + 5
    latest = reader.next()
    while latest["clock"]["wall_ms"] < exercise.change_ms and time.monotonic() < ends:
        latest = reader.next()
    assert 0 <= latest["clock"]["wall_ms"] - exercise.change_ms < 1000


def test_a_seat_that_was_left_is_told_so(server: Running, exercise: FakeExercise) -> None:
    seat = server.seat("PPPPPP", "principal")
    reader = server.read(seat)
    reader.next()
    exercise.append("leave", {"token": seat.split(".", 1)[1]}, "left")
    assert reader.ended.wait(5)
    assert reader.events[-1] == "gone"


def test_a_view_that_cannot_be_made_is_tried_again(server: Running, exercise: FakeExercise) -> None:
    exercise.breaks = True
    reader = server.read(server.house.facilitate(STREAM))
    time.sleep(0.2)
    exercise.breaks = False
    assert reader.next()["kind"] == "desk"


def test_forty_seats_decide_at_once(server: Running, exercise: FakeExercise) -> None:
    seats = [server.seat("PPPPPP", "principal") for _ in range(40)]
    readers = [server.read(seat) for seat in seats]
    answers: dict[str, int] = {}

    def decide(number: int) -> None:
        answers[f"k{number}"] = server.act(seats[number], "decide", f"k{number}", text=str(number))["seq"]

    threads = [threading.Thread(target=decide, args=(number,)) for number in range(40)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(10)
    decided = {one.key: one.seq for one in exercise.entries if one.kind == "decide"}
    assert decided == answers
    last = len(exercise.entries)
    for reader in readers:
        assert reader.until(lambda view: view["seq"] == last)


def test_headers_keep_every_request_on_this_server(server: Running) -> None:
    for path in ("/projector", "/observer", "/stopped", "/live/health", "/live/static/live.js"):
        answer = server.get(path)
        assert answer.status_code == 200
        policy = answer.headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert "http" not in policy
    assert server.get("/live/static/../app.py").status_code == 404
    assert server.get("/live/static/%2e%2e/app.py").status_code == 404


def test_own_pages_carry_the_stamp(server: Running) -> None:
    for name in ("projector", "observer"):
        assert "THIS IS AN EXERCISE" in server.get(f"/{name}").text
