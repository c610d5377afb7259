"""Work that takes its time: done in a thread of its own, told of while it goes on, and found again after a reload."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from simulator.errors import SimulatorError

KEPT = 24
"""How many finished ones are remembered."""
Tells = Callable[[str], None]


class Job:
    """One piece of work: `said` is how far it is; once `done`, there is a `result`, or `refused` says why not."""

    def __init__(self, work: Callable[[Tells], Any]):
        self.said = ""
        self.result: Any = None
        self.refused: str | None = None
        self._done = threading.Event()
        self._work = work
        threading.Thread(target=self._run, name="hotwash-job", daemon=True).start()

    def _run(self) -> None:
        try:
            self.result = self._work(self._tell)
        except SimulatorError as error:
            self.refused = str(error)
        except Exception:
            self.refused = "This could not be worked out; the program has a mistake in it. The rest of the page works."
            raise
        finally:
            self._done.set()

    def _tell(self, words: str) -> None:
        self.said = words

    @property
    def done(self) -> bool:
        """Whether it has ended, either way."""
        return self._done.is_set()

    def wait(self, seconds: float) -> bool:
        """Wait a while for its end."""
        return self._done.wait(seconds)


class Jobs:
    """Jobs by what they were asked for: the same question is worked out once."""

    def __init__(self) -> None:
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._door = threading.Lock()

    def start(self, key: str, work: Callable[[Tells], Any]) -> Job:
        """The job of a key, begun when it is asked for first."""
        with self._door:
            if key not in self._jobs:
                self._jobs[key] = Job(work)
            self._jobs.move_to_end(key)
            for old in [name for name, one in self._jobs.items() if one.done][:-KEPT]:
                del self._jobs[old]
            return self._jobs[key]

    def get(self, key: str) -> Job | None:
        """The job of a key, if there is one."""
        with self._door:
            return self._jobs.get(key)


JOBS = Jobs()
"""Those of this process: a key names everything that the result follows from."""
