"""One exercise: open it, act on it, look at it. Everything that is asked of it goes through here.

An act looks at the log, decides what to append, and appends it under the exercise's lock; nothing else changes
anything. A view follows from the entries up to a position and the clock alone. Whole runs stay in here.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import replace
from threading import RLock
from typing import Any, Protocol
from weakref import ref

from simulator.errors import Refused
from simulator.live.acts import acting
from simulator.live.background import Background
from simulator.live.changes import next_shown_ms
from simulator.live.clock import BEFORE_MS, Standing
from simulator.live.codes import Guesses, as_kind, hash_of, kind_for, new_token, seat_with
from simulator.live.conflicts import conflict
from simulator.live.courses import Courses
from simulator.live.discussing import is_discussion
from simulator.live.moving import sooner
from simulator.live.outcome import Changed, Outcome
from simulator.live.played import Played, played_of
from simulator.live.previews import followed
from simulator.live.seats import Seat, SeatKind
from simulator.live.sitting import joining
from simulator.live.situation import Args, Desk, asked
from simulator.live.state import Answer, Core, State
from simulator.live.words import sentence_of
from simulator.model.bundle import Bundle
from simulator.model.exercise import Draft, Entry, Header

TRIES = 3
"""How often something is worked out again because the log has grown meanwhile."""
CORES = 8
"""How many positions of the log are kept worked out."""
DESK_SEAT = Seat("facilitator-0", "facilitator")
"""The facilitator at the server's own keyboard."""


class _Stale(Exception):
    """The log has grown since an act looked at it."""


class Log(Protocol):
    """What an exercise needs of a store."""

    def create(self, header: Header) -> None: ...
    def header(self, stream: str) -> Header: ...
    def entries(self, stream: str, after_seq: int = 0) -> tuple[Entry, ...]: ...
    def append(
        self, stream: str, key: str, write: Callable[[tuple[Entry, ...]], Draft], wall_ms: int | None = None
    ) -> Entry: ...
    def on_commit(self, call: Callable[[str], None]) -> None: ...


class Exercise:
    """An exercise that is open. Safe to use from several threads: acts and the publishing of views take one lock.

    Nothing is simulated under it where that can be helped: what a view or a facilitator's act needs is worked out
    before, and only if the log has grown meanwhile, again. What a participant records is acknowledged at once.
    """

    def __init__(self, store: Log, header: Header, bundle: Bundle, played: Played | None = None):
        self.store, self.header, self.bundle = store, header, bundle
        self.played = played or played_of(header.settings, bundle)
        self.guesses = Guesses()
        self.background: Background | None = None
        self._lock = RLock()
        self._entries: tuple[Entry, ...] = ()
        self._keys: dict[str, Entry] = {}
        self._cores: OrderedDict[int, Core] = OrderedDict()
        self._shown_ms = BEFORE_MS
        self._settled = 0
        self._stale = True
        store.on_commit(_hearing(self))

    @property
    def stream(self) -> str:
        """The name of its log."""
        return self.header.stream

    # ---- the log -----------------------------------------------------------------------------------------------------

    def core(self, seq: int | None = None) -> Core:
        """What follows from the entries up to a position; by default, from all."""
        with self._lock:
            if self._stale:
                self._stale = False
                news = self.store.entries(self.stream, self._entries[-1].seq if self._entries else 0)
                self._entries = (*self._entries, *news)
                self._keys |= {entry.key: entry for entry in news}
            upto = len(self._entries) if seq is None else bisect_right(self._entries, seq, key=lambda one: one.seq)
            if upto not in self._cores:
                self._cores[upto] = Core(self.header, self.bundle, self.played, self._entries[:upto])
                while len(self._cores) > CORES:
                    self._cores.popitem(last=False)
            self._cores.move_to_end(upto)
            return self._cores[upto]

    def entry_of(self, key: str) -> Entry | None:
        """The entry that a key has made already."""
        with self._lock:
            self.core()
            return self._keys.get(key)

    def committed(self, stream: str) -> None:
        """The store has committed something: of this exercise, it is read before the log is used again."""
        if stream == self.stream:
            self._stale = True

    # ---- seats -------------------------------------------------------------------------------------------------------

    def seat(self, token_or_seat: str | Seat) -> Seat:
        """The seat of a token. Raises Refused where nobody sits there."""
        if isinstance(token_or_seat, Seat):
            return token_or_seat
        found = seat_with(self.core().seats, token_or_seat)
        if found is None:
            raise Refused("nobody sits here any more; join again with the code")
        return found

    def kind_of_code(self, code: str, address: str, wall_ms: int) -> SeatKind:
        """The kind of seat that a code opens. Raises Refused in words; who guesses has to wait."""
        wait_ms = self.guesses.wait_ms(address, wall_ms)
        if wait_ms:
            raise Refused(f"that were several wrong codes; try again in {-(-wait_ms // 1000)} s")
        kind = kind_for(self.header.settings, code)
        if kind is None:
            self.guesses.wrong(address, wall_ms)
            raise Refused("this code opens no seat; look at it again")
        self.guesses.right(address)
        return kind

    def join(
        self, code: str, key: str, wall_ms: int, *, role: str | None = None, name: str | None = None, address: str = ""
    ) -> tuple[str, Seat]:
        """Take a seat with a code (or the facilitator's passcode): its token, which is kept nowhere, and the seat."""
        return self.sit(self.kind_of_code(code, address, wall_ms), key, wall_ms, role=role, name=name)

    def sit(
        self, kind: SeatKind, key: str, wall_ms: int, *, role: str | None = None, name: str | None = None
    ) -> tuple[str, Seat]:
        """Take a seat without a code: for whoever the server trusts already, at its own keyboard."""
        with self._lock:
            token = new_token()
            desk = self._desk(DESK_SEAT, wall_ms, None)
            outcome = joining(desk, as_kind(kind), role, name, hash_of(token))
            if self.entry_of(key) is not None:
                raise Refused("this request has been answered already; join once more")
            self._append(key, outcome.drafts[0], wall_ms)
            return token, self.seat(token)

    # ---- acts --------------------------------------------------------------------------------------------------------

    def act(
        self, token_or_seat: str | Seat, name: str, args: Args, key: str, basis_seq: int | None, wall_ms: int
    ) -> Answer:
        """Do something, once for each key: the same key gets the old answer. Refusals are answers, in words.

        `basis_seq` is the last entry that the sender had seen: what another facilitator did since to the same thing
        refuses the act, and the log says so.
        """
        try:
            seat = self.seat(token_or_seat)
            return self._act(seat, name, asked(key, args), key, basis_seq, wall_ms)
        except Changed as changed:
            return Answer(None, sentence_of(str(changed)), sentence_of(str(changed)), changed.data)
        except Refused as refused:
            return Answer(None, sentence_of(str(refused)), sentence_of(str(refused)))

    def _act(self, seat: Seat, name: str, args: Args, key: str, basis_seq: int | None, wall_ms: int) -> Answer:
        act = acting(self._desk(seat, wall_ms, basis_seq), name)
        if act.ahead and self.entry_of(key) is None:
            _ = self.core().run  # before the lock is taken
        if not act.writes:
            outcome = act.does(self._desk(seat, wall_ms, basis_seq), args)
            return Answer(None, None, outcome.say, outcome.data)
        for _ in range(TRIES):
            try:
                with self._lock:
                    entry, outcome = self._written(seat, name, args, key, basis_seq, wall_ms)
                return self._answer(seat, entry, outcome, wall_ms)
            except _Stale:
                self._stale = True
        raise Refused("others were quicker; try once more")

    def _written(
        self, seat: Seat, name: str, args: Args, key: str, basis_seq: int | None, wall_ms: int
    ) -> tuple[Entry | None, Outcome]:
        """Under the lock: what the act comes to now, appended."""
        if (old := self.entry_of(key)) is not None:
            return old, Outcome((), "Recorded." if old.kind == "decision" else "Done.")
        desk = self._desk(seat, wall_ms, basis_seq)
        act = acting(desk, name)
        if (reason := conflict(desk, name, args)) is not None:
            draft = desk.draft("refused", {"wanted": {"act": name, **args}, "reason": reason})
            return self._append(key, draft, wall_ms), Outcome((), reason)
        outcome = act.does(desk, args)
        if not outcome.drafts:
            return None, outcome
        *first, last = outcome.drafts
        seqs = [self._append(f"{key}#{n}", draft, wall_ms).seq for n, draft in enumerate(first)]
        if seqs:  # they count once the last names them
            last = replace(last, payload={**last.payload, "assumed": seqs})
        return self._append(key, last, wall_ms), outcome

    def _answer(self, seat: Seat, entry: Entry | None, outcome: Outcome, wall_ms: int) -> Answer:
        """What came of an act, with what the engine says of a facilitator's decision."""
        if entry is None:
            return Answer(None, None, outcome.say, outcome.data)
        if entry.seat != seat.id:
            raise Refused("a request needs a key of its own")
        if entry.kind == "refused":
            return Answer(entry, entry.payload["reason"], entry.payload["reason"])
        if seat.kind != "facilitator" or entry.kind not in ("decision", "correction"):
            return Answer(entry, None, outcome.say, outcome.data)
        self._settle(wall_ms)
        say, data = self._told(entry, outcome.say)
        return Answer(entry, None, say, {**outcome.data, **data})

    def _told(self, entry: Entry, say: str) -> tuple[str, Mapping[str, Any]]:
        """What the run says of a decision: when it is done, or why it could not be carried out."""
        if entry.kind != "decision":
            return say, {}
        desk = self._desk(DESK_SEAT, entry.wall_ms, None)
        lines, data = followed(desk.run, entry.payload["decision"]["id"], entry.t_ms, desk)
        if "refused" in data:
            return f"Recorded, and shown as not carried out: {data['refused']}.", data
        return " ".join((say, *lines)), data

    def _settle(self, wall_ms: int) -> None:
        """A clock that moves holds earlier where something that was recorded has brought an earlier step."""
        core = self.core()
        if core.seq == self._settled or core.clock.at(wall_ms).state != "moving" or core.entries[-1].kind == "clock":
            return
        _ = core.run  # before the lock is taken
        with self._lock:
            desk = self._desk(DESK_SEAT, wall_ms, None)
            if desk.core is not core:
                return
            self._settled = core.seq
            earlier = sooner(desk)
            if earlier is not None:
                self._append(f"hold#{core.seq}", earlier, wall_ms)

    def _append(self, key: str, draft: Draft, wall_ms: int) -> Entry:
        known = self.core().seq

        def write(entries: tuple[Entry, ...]) -> Draft:
            if entries and entries[-1].seq != known:
                raise _Stale
            return draft

        return self.store.append(self.stream, key, write, wall_ms)

    def _desk(self, seat: Seat, wall_ms: int, basis_seq: int | None) -> Desk:
        core = self.core()
        basis = basis_seq if isinstance(basis_seq, int) else None
        return Desk(core, seat, wall_ms, core.clock.at(wall_ms), self._shown_ms, basis)

    # ---- views -------------------------------------------------------------------------------------------------------

    def standing(self, wall_ms: int) -> Standing:
        """The clock at an instant of room time."""
        return self.core().clock.at(wall_ms)

    def state(self, seat: Seat, wall_ms: int, seq: int | None = None) -> State:
        """What a seat may know at an instant, with the log up to a position (by default all of it)."""
        if seq is not None:
            core = self.core(seq)
            return State(core, seat, wall_ms, core.clock.at(wall_ms))
        for _ in range(TRIES):
            self._settle(wall_ms)
            core = self.core()
            _ = core.run  # before the lock is taken
            if (state := self._published(core, seat, wall_ms)) is not None:
                return state
        with self._lock:  # the log grows faster than runs are worked out: nobody appends until this one is
            core = self.core()
            _ = core.run
            return self._published(core, seat, wall_ms) or State(core, seat, wall_ms, core.clock.at(wall_ms))

    def _published(self, core: Core, seat: Seat, wall_ms: int) -> State | None:
        """The state that is shown now; None where the log has grown: what it shows would have another past."""
        with self._lock:
            if self.core() is not core:
                return None
            standing = core.clock.at(wall_ms)
            self._shown_ms = max(self._shown_ms, standing.t_ms)
        courses = self._courses(core, standing) if seat.kind == "facilitator" else None
        return State(core, seat, wall_ms, standing, courses)

    def _courses(self, core: Core, standing: Standing) -> Courses | None:
        """Other courses with the same decisions, where somebody works them out and they are there."""
        if self.background is None or core.stopped or core.ended is not None or is_discussion(self.header.settings):
            return None
        return self.background.of(core.decisions, moving=standing.state == "moving")

    def compare(self, ready: Callable[[], None]) -> None:
        """Work out other courses in the background from now on, for the desk; `ready` is told when some are there."""
        self.background = self.background or Background(self.played)
        self.background.ready.append(ready)

    def view(self, seat: Seat, wall_ms: int, seq: int | None = None) -> dict[str, Any]:
        """The seat's page as plain data; it follows from the entries up to `seq` and the wall's time alone."""
        from simulator.live.views import VIEWS  # read when the first is asked for

        return VIEWS[seat.view](self.state(seat, wall_ms, seq))

    def warm(self, ready: Callable[[], None] | None = None) -> None:
        """Simulate today's decisions in the background."""
        self.played.warm(self.core().decisions, ready)

    def next_change_wall_ms(self, wall_ms: int) -> int | None:
        """When the views next change by themselves (Unix ms); None while the clock stands."""
        core = self.core()
        standing = core.clock.at(wall_ms)
        if standing.state != "moving" or standing.to_ms is None:
            return None
        ahead = next_shown_ms(core.run, standing.t_ms)
        t_ms = standing.to_ms if ahead is None else min(standing.to_ms, ahead)
        return core.clock.wall_at(t_ms)


def _hearing(exercise: Exercise) -> Callable[[str], None]:
    """Tells an exercise of commits, as long as somebody uses it."""
    known = ref(exercise)

    def committed(stream: str) -> None:
        if (one := known()) is not None:
            one.committed(stream)

    return committed
