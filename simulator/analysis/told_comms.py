"""Calls, messages on the radio and text alerts in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from simulator.analysis.comms_measures import PUBLIC
from simulator.analysis.knowledge import called, fact_words
from simulator.analysis.timeline import CALLS, Moment
from simulator.analysis.who import some
from simulator.analysis.words import counted, lasting, listed, sentence, typed
from simulator.model.events import Row
from simulator.model.run import Run

RADIO, TEXT, PHONE = "radio.", "text", "phone."
SAID = frozenset({"call_placed", "call_answered", "transferred", "received", "lost", "relayed"})
LONG_WAIT_S = 15.0
"""How long a call waits before that is worth a sentence: NFPA 1225 wants 90 % answered in 10 s."""


def told_comms(run: Run) -> list[Moment]:
    """The moments that calls and messages made, as far as a sentence is worth it.

    Traffic that came through, and calls that were answered soon, fill a log and tell nothing: what was lost does.
    """
    rows = [row for row in run.rows if row[1] in SAID and PUBLIC not in (row[3], row[4])]
    rows = _of_note(run, rows)
    found = list(_crowds(run))
    for (t_ms, kind, _), grouped in groupby(rows, key=lambda row: row[:3]):
        found += [Moment(t_ms, words) for words in _in_words(run, kind, list(grouped))]
    return found


def _of_note(run: Run, rows: list[Row]) -> list[Row]:
    """These rows without what came through on the radio or by phone, and without what another sentence tells."""
    texts = [row for row in rows if row[6:7] == (TEXT,)]
    last_of = {row[3]: row for row in texts if row[1] == "received"}
    not_all = {row[3] for row in texts if row[1] == "lost"}
    told = {row[2] for row in run.rows if row[1] == "done" and row[4] in CALLS}

    def is_of_note(row: Row) -> bool:
        match row[1]:
            case "received" if row[6] == TEXT:
                return row is last_of[row[3]] and row[3] not in not_all
            case "received":
                return not row[6].startswith((RADIO, PHONE))
            case "call_answered":
                return bool(row[7] >= LONG_WAIT_S)
            case "lost":
                return bool(row[4] != PUBLIC)
            case "call_placed":
                return row[2] not in told
            case _:
                return True

    return [row for row in rows if is_of_note(row)]


def _in_words(run: Run, kind: str, rows: list[Row]) -> Iterator[str]:
    match kind:
        case "call_placed":
            yield from (f"The 911 call of {called(run, row[4])} rang at {called(run, row[3])}." for row in rows)
        case "call_answered":
            yield from (_answered(run, row) for row in rows)
        case "transferred":
            yield from (_transferred(run, row) for row in rows)
        case "lost":
            yield from (_lost(run, row) for row in rows)
        case "relayed":
            yield from _relayed(run, rows)
        case _:
            for _, same in groupby(rows, key=lambda row: (row[3], row[4], row[6])):
                yield _received(run, list(same))


def _who(run: Run, name: str | None) -> str:
    return sentence(called(run, name)) if name is not None else "Somebody"


def _answered(run: Run, row: Row) -> str:
    waited = f" after {lasting(round(row[7] * 1000))}" if row[7] else ""
    words = f"{_who(run, row[3])} answered {called(run, row[4])}{waited}"
    return words + (": every call-taker had been busy." if row[7] >= LONG_WAIT_S else ".")


def _transferred(run: Run, row: Row) -> str:
    to = called(run, row[5])
    return f"{_who(run, row[3])} passed the call of {called(run, row[4])} on to {to}."


def _lost(run: Run, row: Row) -> str:
    who, what, where, why = _who(run, row[4]), content(row[3]), _channel(row[6]), typed(row[8] or "", 80)
    if row[6] == TEXT:
        return f"The text “{typed(row[3], 80)}” did not reach everybody: {why}."
    return f"{who} could not pass on {what}{where}: {why}."


def _relayed(run: Run, rows: list[Row]) -> Iterator[str]:
    for (here, there, by), same in groupby(rows, key=lambda row: row[4:7]):
        what = listed(fact_words(row[3]) for row in same)
        yield f"{_who(run, by)} passed {what} on from the radio channel {typed(here, 40)} to {typed(there, 40)}."


def _received(run: Run, rows: list[Row]) -> str:
    row = rows[0]
    if row[6] == TEXT:
        return f"The text “{typed(row[3], 80)}”: {typed(row[8] or '', 60)}."
    waited = f" after {lasting(round(row[7] * 1000))} for a free channel" if row[7] else ""
    to = some(called(run, one[5]) for one in rows)
    if row[6] == "panic_button":
        return f"{_who(run, row[4])} rang at {to}."
    return f"{_who(run, row[4])} had passed on {content(row[3])}{_channel(row[6])}{waited}; it reached {to}."


def _channel(channel: str) -> str:
    if channel.startswith(RADIO):
        return f" on the radio channel {typed(channel.removeprefix(RADIO), 40)}"
    return " by phone" if channel.startswith(PHONE) else ""


def content(message: str) -> str:
    """What a message carries, in words: facts as people call them, anything else as it was typed."""
    return listed(fact_words(one) for one in message.split(", "))


# ---- other people's calls --------------------------------------------------------------------------------------------


def _crowds(run: Run) -> Iterator[Moment]:
    """Calls by the public, those of one cause and centre in one sentence, at the time of the first."""
    placed = sorted((row for row in run.rows if row[1] == "call_placed" and row[4] == PUBLIC), key=_crowd)
    waits = [row for row in run.rows if row[1] == "call_answered" and row[4] == PUBLIC]
    for (centre, cause), grouped in groupby(placed, key=_crowd):
        calls = list(grouped)
        longest = max((row[7] for row in waits if _crowd(row) == (centre, cause)), default=None)
        span = lasting(calls[-1][0] - calls[0][0])
        words = f"{counted(len(calls), 'call')} by the public came to {called(run, centre)} within {span}"
        told = (
            f"; the longest wait was {lasting(round(longest * 1000))}."
            if longest is not None
            else "; none was answered."
        )
        gone = sum(row[1] == "lost" and row[4] == PUBLIC and (row[5], row[2]) == (centre, cause) for row in run.rows)
        hung_up = f" {counted(gone, 'caller')} hung up before anybody answered." if gone else ""
        yield Moment(calls[0][0], sentence(words + told) + hung_up)


def _crowd(row: Row) -> tuple[str, str]:
    return row[3], row[2] or ""
