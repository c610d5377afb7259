"""Comparisons in plain words: what differs, how sure that is, and what it is not."""

from __future__ import annotations

from collections.abc import Iterable

from simulator.analysis.words import EXERCISE, SENSITIVITY, counted, lasting, listed, one_line, sentence, typed
from simulator.sweeps.levers import Effect, Levers
from simulator.sweeps.paired import FEW, Difference, Interval
from simulator.sweeps.whatif import MOST_REFUSED, WhatIf

COURSE = "Each run is one possible course, simulated under stated assumptions; none is a prediction."
SPOKEN: dict[str, str] = {
    "exposure_s": "exposure (how long people were where it was not safe, added up)",
    "exposed": "people who were exposed",
    "secured": "people behind a door that holds",
    "evacuated": "people outside at the end",
    "time_to_secured_50_s": "the time until half were behind doors that hold",
    "time_to_secured_90_s": "the time until nine in ten were behind doors that hold",
    "time_to_secured_100_s": "the time until all were behind doors that hold",
    "first_officer_on_site_s": "the time until the first officer was on site",
    "police_entry_s": "the time until police went in",
    "threat_ended_s": "the time until the threat was over",
    "unified_command_s": "the time until there was one command",
    "rtf_ready_s": "the time until a rescue task force was ready",
    "first_patient_contact_s": "the time until somebody was with the first patient",
    "ccp_s": "the time until a casualty collection point was open",
    "building_cleared_s": "the time until the building was cleared",
    "expected_total": "actions that were expected",
    "completion_s": "the time until the protocol was complete",
    "clear_time_s": "the time until the building was empty",
    "time_to_order_s": "the time until the order",
    "time_to_911_s": "the time until 911 knew",
    "time_to_recognition_s": "the time until somebody understood",
    "accountability_s": "the time until everybody was counted",
    "reunification_s": "the time until the last family was through",
    "messages_lost": "messages that did not arrive",
    "messages_sent": "messages that were sent",
    "expected_met": "expected actions that were done",
}
TOP = 3


def measure(name: str) -> str:
    """What a measure is called in a sentence."""
    plain = name.removesuffix("_s").removeprefix("time_to_").replace("_", " ")
    return SPOKEN.get(name, f"the time until {plain}" if name.endswith("_s") else plain)


def what_if_in_words(found: WhatIf) -> str:
    """A comparison in Markdown: the changes, each measure that can be told apart, and what cannot."""
    told = [one for one in found.metrics.values() if one.verdict in ("less", "more")]
    open_ = [one for one in found.metrics.values() if one.verdict == "cannot tell apart" and _moved(one)]
    same = [one for one in found.metrics.values() if one.verdict == "cannot tell apart" and not _moved(one)]
    parts = _head(found.title, found.sensitivity)
    parts += [f"What if {typed(listed(found.changes))}? Compared over {counted(found.runs, 'exercise version')}, each "
              f"played both ways with the same luck. {COURSE}"]  # fmt: skip
    parts += _unreliable(found)
    parts += ["\n".join(f"- {difference_in_words(one)}" for one in told) or "No measure can be told apart."]
    if open_:
        parts += ["Cannot tell apart:", "\n".join(f"- {difference_in_words(one)}" for one in open_)]
    shares = [words for one in found.metrics.values() if (words := _shares(one, found.runs)) is not None]
    if shares:
        parts += ["Not in every version:", "\n".join(f"- {words}" for words in shares)]
    if same:
        parts += [f"The same in every version: {listed(measure(one.metric) for one in same)}."]
    return "\n\n".join((*parts, f"**{EXERCISE}**")) + "\n"


def _head(title: str, sensitivity: str) -> list[str]:
    return [f"**{EXERCISE}**", f"# {typed(title)}", f"Floor plan: {SENSITIVITY[sensitivity]}."]


def _moved(one: Difference) -> bool:
    return one.difference is not None and one.difference.sd > 0


def difference_in_words(one: Difference) -> str:
    """One measure in a sentence or two."""
    found = one.difference
    if found is None:
        return f"{sentence(measure(one.metric))}: too few versions have it in both arms to compare."
    size = f"{sized(one.metric, abs(found.mean))} {'less' if found.mean < 0 else 'more'} on average"
    between = f"95 % interval from {_signed(one.metric, found.low)} to {_signed(one.metric, found.high)}"
    words = f"{sentence(measure(one.metric))}: {size} ({between}); {_versions(one)}."
    if one.verdict != "cannot tell apart":
        few = f" Only {counted(one.differ, 'version')} differ: a rough figure." if one.differ < FEW else ""
        return words + few
    return words + (f" About {one.runs_needed:,} versions would be needed." if one.runs_needed else "")


def _versions(one: Difference) -> str:
    """In how many of the versions a measure went which way."""
    if one.share_better is not None and one.share_worse is not None:
        return f"better in {_of_100(one.share_better)} of 100 versions, worse in {_of_100(one.share_worse)}"
    return f"less in {_of_100(one.share_lower)} of 100 versions, more in {_of_100(one.share_higher)}"


def _of_100(share: float) -> str:
    return f"{share * 100:.0f}" if share in (0, 1) or 0.005 <= share <= 0.995 else ("<1" if share < 0.5 else ">99")


def sized(metric: str, value: float) -> str:
    """A size as it is said: person-seconds, a duration, or a number."""
    if metric == "exposure_s":
        return f"{value:,.0f} person-second{'' if round(value) == 1 else 's'}"
    if metric.endswith("_s"):
        return lasting(round(value * 1000)) if value >= 10 else f"{value:.1f} seconds"
    return f"{value:,.1f}".removesuffix(".0")


def _signed(metric: str, value: float) -> str:
    return f"{sized(metric, abs(value))} {'less' if value < 0 else 'more'}"


def _shares(one: Difference, runs: int) -> str | None:
    """Of a measure that is null in some versions: in how many it came about in each arm, and whether these differ."""
    if one.happened is None or (one.missing_base == runs and one.missing_changed == runs):
        return None
    base, other = runs - one.missing_base, runs - one.missing_changed
    words = f"{measure(one.metric)} came about in {base} of {runs} versions as it is, in {other} with the change"
    if base == other and one.happened.sd == 0:
        return sentence(words) + "."
    return sentence(f"{words} ({_told_apart(one.happened)}); compared are the {one.pairs} with both.")


def _told_apart(found: Interval) -> str:
    return "cannot tell apart" if found.low <= 0 <= found.high else "more often" if found.mean > 0 else "less often"


def _unreliable(found: WhatIf) -> list[str]:
    """What is to be said of refused decisions."""
    arms = (("as it is", found.base_refusals), ("with the change", found.changed_refusals))
    told = [
        f"{one.refused:,} of {one.decisions:,} decisions could not be carried out {words}"
        for words, one in arms
        if one.refused
    ]
    if not told:
        return []
    if found.reliable:
        return [f"{sentence(listed(told))}."]
    return [
        f"**Unreliable:** {listed(told)}. Above {MOST_REFUSED:.0%} the comparison says more about that than about "
        "the change."
    ]


# ---- levers ---------------------------------------------------------------------------------------------------------


def levers_in_words(found: Levers) -> str:
    """The three levers that matter most in sentences, then all of them as a table. Markdown."""
    parts = _head(found.title, found.sensitivity)
    parts += [f"Which lever matters most for {measure(found.metric)}? Each at two settings, over "
              f"{counted(found.runs, 'exercise version')} with the same luck; what an armed person, a visitor or a "
              f"disturbance does is drawn anew each time and ranked nowhere. {COURSE}"]  # fmt: skip
    parts += [
        "\n".join(f"{place}. {lever_in_words(one, found.metric)}" for place, one in enumerate(found.effects[:TOP], 1))
    ]
    rows = [_lever_row(one, found.metric) for one in found.effects]
    parts += [
        "\n".join(
            (
                "| lever | setting | compared with | difference | 95 % interval |",
                "| --- | --- | --- | --- | --- |",
                *rows,
            )
        )
    ]
    return "\n\n".join((*parts, f"**{EXERCISE}**")) + "\n"


def lever_in_words(one: Effect, metric: str) -> str:
    """One lever in a sentence."""
    lever, found = one.lever, one.metrics[metric]
    settings = f"{sentence(lever.title)}, {lever.better} rather than {lever.worse}"
    if found.verdict in ("cannot tell apart", "nothing to compare") or found.difference is None:
        return f"{one_line(settings)}: {found.verdict}."
    mean = found.difference
    return (
        f"{one_line(settings)}: {_signed(metric, mean.mean)} on average (95 % interval from "
        f"{_signed(metric, mean.low)} to {_signed(metric, mean.high)})."
    )


def _lever_row(one: Effect, metric: str) -> str:
    found = one.metrics[metric].difference
    cells: Iterable[str] = (one.lever.title, one.lever.better, one.lever.worse)
    if found is None:
        return f"| {' | '.join(map(typed, cells))} | nothing to compare | |"
    apart = " (cannot tell apart)" if one.metrics[metric].verdict == "cannot tell apart" else ""
    between = f"{_signed(metric, found.low)} to {_signed(metric, found.high)}"
    return f"| {' | '.join(map(typed, cells))} | {_signed(metric, found.mean)}{apart} | {between} |"
