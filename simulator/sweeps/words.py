"""Comparisons in plain words: what differs, how sure that is, and what it is not."""

from __future__ import annotations

from typing import Literal

from simulator.analysis.words import EXERCISE, SENSITIVITY, counted, lasting, listed, one_line, sentence, typed
from simulator.sweeps.levers import Effect, Levers
from simulator.sweeps.paired import FEW, Difference, Interval
from simulator.sweeps.whatif import MOST_REFUSED, WhatIf

COURSE = "Each run is one possible course, simulated under stated assumptions."
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
    "hold_complete_s": "the time until the halls were clear",
    "secure_complete_s": "the time until everybody was in and the outside doors held",
    "shelter_complete_s": "the time until everybody was in a shelter",
    "search_complete_s": "the time until the search was done",
    "air_shut_s": "the time until the air was shut off",
    "people": "people in the exercise",
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
    asked, versions = typed(listed(found.changes), MOST_SAID), counted(found.runs, "exercise version")
    parts += [f"What if {asked}? Compared over {versions}, each played both ways with the same luck. {COURSE}"]
    parts += _unreliable(found)
    if found.runs < FEW:
        parts += [f"Only {counted(found.runs, 'version')}: rough figures."]
    near = found.precision
    lines = [f"- {difference_in_words(one, near)}" for one in told]
    parts += ["\n".join(lines) or "No measure can be told apart."]
    if open_:
        parts += ["Cannot tell apart:", "\n".join(f"- {difference_in_words(one, near)}" for one in open_)]
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


MOST_SAID = 2_000
"""How long a question may be: longer than any that a person types, so that it is never cut off in the middle."""


def difference_in_words(one: Difference, precision: float | None = None) -> str:
    """One measure in a few sentences: both levels, the difference, in how many versions, and how sure that is."""
    found = one.difference
    if found is None or one.base is None or one.changed is None:
        return f"{sentence(measure(one.metric))}: too few versions have it in both arms to compare."
    levels = f"{sized(one.metric, one.base)} as it is, {sized(one.metric, one.changed)} with the change"
    size = f"{sized(one.metric, abs(found.mean))} {'less' if found.mean < 0 else 'more'} on average"
    between = f"95 % interval from {_signed(one.metric, found.low)} to {_signed(one.metric, found.high)}"
    words = f"{sentence(measure(one.metric))}: {levels}; {size} ({between}); {_versions(one)}."
    if one.verdict != "cannot tell apart" and one.differ < FEW:
        words += f" Only {counted(one.differ, 'version')} differ: a rough figure."
    return words + _needed(one, precision)


def _needed(one: Difference, precision: float | None) -> str:
    """How many versions the precision that was asked for takes; without one, how many would tell the arms apart."""
    if not one.runs_needed:
        return ""
    if precision is not None:
        near = sized(one.metric, precision)
        return f" To within {near} either way it takes about {counted(one.runs_needed, 'version')}."
    if one.verdict != "cannot tell apart":
        return ""
    return f" About {one.runs_needed:,} versions would be needed."


def _versions(one: Difference) -> str:
    """In how many of the versions that have a measure in both arms it went which way: counts, not shares."""
    both = f"the {counted(one.pairs, 'version')} that have it both ways"
    of = both if one.missing_base or one.missing_changed else counted(one.pairs, "version")
    good, bad, first, second = one.share_better, one.share_worse, "better", "worse"
    if good is None or bad is None:
        good, bad, first, second = one.share_lower, one.share_higher, "less", "more"
    return f"{first} in {round(good * one.pairs)} of {of}, {second} in {round(bad * one.pairs)}"


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
    if found.instead_of is not None:
        parts += [f"In most versions {measure(found.instead_of)} never came about, so it cannot rank the levers; "
                  f"--metric NAME takes another."]  # fmt: skip
    apart = [one for one in found.effects if _verdict(one, found) == "apart"][:TOP]
    ranked = [f"{place}. {lever_in_words(one, found.metric)}" for place, one in enumerate(apart, 1)]
    parts += ["\n".join(ranked) or f"No lever can be told apart over {counted(found.runs, 'version')}."]
    parts += [words for kind in LEFT if (words := _left(found, kind)) is not None]
    rows = [_lever_row(one, found) for one in found.effects]
    head = "| lever | setting | compared with | difference | 95 % interval | versions |"
    parts += ["\n".join((head, "| --- | --- | --- | --- | --- | --- |", *rows))]
    return "\n\n".join((*parts, f"**{EXERCISE}**")) + "\n"


Place = Literal["apart", "open", "same", "never"]
LEFT: dict[Place, str] = {
    "open": "Cannot tell apart", "same": "Makes no difference here", "never": "Never came about both ways",
}  # fmt: skip
"""What levers are that are given no number, in the order in which they are told."""


def _verdict(one: Effect, found: Levers) -> Place:
    """Whether a lever can be told apart, or why it cannot."""
    told = one.metrics[found.metric]
    if told.difference is None:
        return "never"
    if told.difference.sd == 0 and told.difference.mean == 0:
        return "same"
    return "open" if told.verdict == "cannot tell apart" else "apart"


def _left(found: Levers, kind: Place) -> str | None:
    names = [one.lever.title for one in found.effects if _verdict(one, found) == kind]
    if not names:
        return None
    why = f": {measure(found.metric)}" if kind == "never" else ""
    return f"{LEFT[kind]}{why}: {one_line(listed(names), MOST_SAID)}."


def lever_in_words(one: Effect, metric: str) -> str:
    """One lever in a sentence."""
    lever, found = one.lever, one.metrics[metric]
    settings = f"{sentence(lever.title)}, {lever.better} rather than {lever.worse}"
    if found.verdict in ("cannot tell apart", "nothing to compare") or found.difference is None:
        return f"{one_line(settings)}: {found.verdict}."
    mean = found.difference
    rough = " A rough figure: few versions differ." if found.differ < FEW else ""
    return (
        f"{one_line(settings)}: {_signed(metric, mean.mean)} on average (95 % interval from "
        f"{_signed(metric, mean.low)} to {_signed(metric, mean.high)}; {_versions(found)}).{rough}"
    )


def _lever_row(one: Effect, found: Levers) -> str:
    told, kind = one.metrics[found.metric], _verdict(one, found)
    cells = " | ".join(map(typed, (one.lever.title, one.lever.better, one.lever.worse)))
    counts = f"{told.pairs} of {found.runs}"
    if told.difference is None or kind == "never":
        return f"| {cells} | never came about both ways | | {counts} |"
    if kind == "same":
        return f"| {cells} | makes no difference here | | {counts} |"
    low, high = (_signed(found.metric, end) for end in (told.difference.low, told.difference.high))
    apart = " (cannot tell apart)" if kind == "open" else ""
    return f"| {cells} | {_signed(found.metric, told.difference.mean)}{apart} | {low} to {high} | {counts} |"
