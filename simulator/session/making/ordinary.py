"""How ordinary a version is, worked out in the background: a page asks, and is told later.

A process of its own plays the runs, at low priority, one at a time: an exercise that is being played does not notice.
Run as a module, this reads texts and version from its input and prints what it found.
"""

from __future__ import annotations

import atexit
import hashlib
import json
import os
import subprocess
import sys
from collections import OrderedDict
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import asdict, dataclass
from threading import Lock, Thread

from simulator.errors import SimulatorError
from simulator.model.bundle import Bundle

RUNS = 3
"""Paired runs of each card: a rough guide."""
KEPT = 32
LONGEST_S = 300


@dataclass(frozen=True, slots=True)
class Ordinariness:
    """In short for a line (`harder than 6 of 10`), and in a sentence what was compared; `is_known` once it is."""

    short: str
    how: str
    is_known: bool


WORKING = Ordinariness("being worked out", "This version is being played beside others, in the background.", False)
NOTHING = Ordinariness("cannot tell", "Nothing in this scenario could make one version harder than another.", True)
LOST = Ordinariness("cannot tell", "It took too long to work out, or was ended.", True)
_FOUND: OrderedDict[str, Future[Ordinariness]] = OrderedDict()
_DOOR, _TURN = Lock(), Lock()
_RUNNING: set[subprocess.Popen[str]] = set()


def how_ordinary(bundle: Bundle, version: int) -> Ordinariness:
    """What is known by now; the first to ask sets the work going."""
    asked = json.dumps({"texts": dict(bundle.texts), "version": version}, sort_keys=True)
    key = hashlib.sha256(asked.encode()).hexdigest()
    with _DOOR:
        if key not in _FOUND:
            _leave_what_has_not_begun()
            _FOUND[key] = Future()
            Thread(target=_work, args=(asked, _FOUND[key]), name="ordinary", daemon=True).start()
            while len(_FOUND) > KEPT:
                _FOUND.popitem(last=False)
        found = _FOUND[key]
    return found.result() if found.done() else WORKING


def _leave_what_has_not_begun() -> None:
    """Of versions that somebody is only leafing through, nothing is worked out."""
    for name in [name for name, one in _FOUND.items() if one.cancel()]:
        del _FOUND[name]


def _work(asked: str, answer: Future[Ordinariness]) -> None:
    with _TURN:
        if answer.set_running_or_notify_cancel():
            answer.set_result(_asked_of_another(asked))


def _asked_of_another(asked: str) -> Ordinariness:
    """The answer of a process of its own."""
    low = getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0)
    command = [sys.executable, "-m", "simulator.session.making.ordinary"]
    try:
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            encoding="utf-8", creationflags=low, start_new_session=os.name != "nt",
        )  # fmt: skip
    except OSError:
        return LOST
    _RUNNING.add(process)
    try:
        said, _ = process.communicate(asked, timeout=LONGEST_S)
        return Ordinariness(**json.loads(said))
    except (subprocess.TimeoutExpired, OSError, ValueError, TypeError):
        process.kill()
        return LOST
    finally:
        _RUNNING.discard(process)


@atexit.register
def _end() -> None:
    """Nothing goes on when the server has ended."""
    for process in list(_RUNNING):
        process.kill()


def compared(bundle: Bundle, version: int) -> Ordinariness:
    """This version's own draw as one drill card, beside those that cover the scenario.

    Variables that reach a threat, a visitor or a disturbance are drawn anew for all alike (promise 5).
    """
    from simulator import drills
    from simulator.drills.factors import Level, factors_of
    from simulator.engine.draw import resolved
    from simulator.session.drilling import OTHERS

    try:
        factors = factors_of(bundle)
        if not factors:
            return NOTHING
        _, draw = resolved(bundle, version, {})
        card = drills.Card(1, version, tuple((one.name, Level(draw[one.name])) for one in factors))
        others = drills.deal(bundle).cards[:OTHERS]
        found: Mapping[int, drills.Ordinary] = drills.compare(bundle, [card], others, RUNS, jobs=1)
    except SimulatorError as error:
        return Ordinariness("cannot tell", str(error), True)
    return in_words(found[1]) if found else NOTHING


def in_words(one: object) -> Ordinariness:
    """`harder than 6 of 10`, and what was compared."""
    from simulator.drills import Ordinary

    assert isinstance(one, Ordinary)
    harder = round(10 * (one.longer - one.alike / 2) / one.compared)
    alike = round(10 * one.alike / one.compared)
    if harder == 0 and alike:
        short = "as hard as most" if alike >= 5 else f"as hard as {alike} of 10"
    else:
        short = f"harder than {harder} of 10" if harder else "easier than the others"
    how = one.words.replace("other cards of this scenario", "other versions of this scenario")
    return Ordinariness(short, f"{how.replace('of each card', 'of each')}.", True)


def main() -> None:
    """Read what is asked from the input, and print the answer."""
    from simulator import files

    if hasattr(os, "nice"):
        os.nice(10)
    asked = json.load(sys.stdin)
    print(json.dumps(asdict(compared(files.bundle_of(asked["texts"]), int(asked["version"])))))


if __name__ == "__main__":
    main()
