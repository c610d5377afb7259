"""`hotwash deck` and `hotwash learn`: parse, call the session and the exports, print."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from simulator.console import EXERCISE, Json, print_json, say, working
from simulator.errors import Refused

if TYPE_CHECKING:
    from simulator.drills import Deck, Learned, Ordinary, Verdict

Scenario = Annotated[str, typer.Argument(metavar="SCENARIO", help="A scenario file, or the name of a shipped one.")]
Files = list[str] | None


PackFile = Annotated[
    Path | None, typer.Option("--out", "-o", metavar="FILE.pdf", help="The pack to print; without it, cards only.")
]
Cards = Annotated[
    int | None, typer.Option(metavar="NUMBER", min=1, max=200, help="How many cards; else as many as it takes.")
]
Without = Annotated[
    Files, typer.Option(metavar="NAME=VALUE,...", help="A combination that no card has; may be repeated.")
]
Exclude = Annotated[
    Files, typer.Option(metavar="FILE.csv", help="An earlier deck, or what was drilled; may be repeated.")
]
FirstVersion = Annotated[
    int | None, typer.Option("--seed", metavar="NUMBER", min=0, max=2**62, help="The first card's version.")
]
DrillFile = Annotated[
    str | None, typer.Option(metavar="FILE", help="The drill as planned; without it, as the scenario says.")
]
NewDrillFile = Annotated[
    Path | None, typer.Option("--write-drill", metavar="FILE", help="Write a drill file to fill in, and stop.")
]
RuleFiles = Annotated[Files, typer.Option(metavar="FILE", help="Further rows to check against; may be repeated.")]
Signed = Annotated[
    tuple[str, str] | None, typer.Option(metavar="WHO WHY", help="Print a refused drill: by which role, and why.")
]
Compared = Annotated[
    int, typer.Option(metavar="NUMBER", min=0, max=100, help="Runs of each card to say how hard it is; 0: none.")
]


def add_to(app: typer.Typer) -> None:
    """Add the commands about drills."""
    app.command()(deck)
    app.command()(learn)


def deck(
    scenario: Scenario,
    out: PackFile = None,
    cards: Cards = None,
    triples: Annotated[bool, typer.Option("--triples", help="Cover triples of values, not only pairs.")] = False,
    without: Without = None,
    exclude: Exclude = None,
    surprise: Annotated[bool, typer.Option("--surprise", help="One card, as unlike the last ones as can be.")] = False,
    version: FirstVersion = None,
    drill: DrillFile = None,
    write_drill: NewDrillFile = None,
    rules: RuleFiles = None,
    override: Signed = None,
    compare: Compared = 3,
    paper: Annotated[Literal["letter", "a4"], typer.Option(help="Size of the pages.")] = "letter",
    as_json: Json = False,
) -> None:
    """Deal drill cards over a scenario's variables, check the drill, and write the pack to print."""
    from simulator import drills, session

    with working("Reading") as progress:
        bundle = session.load_scenario(scenario)
        if write_drill is not None:
            say(f"{session.write_drill_file(bundle, write_drill)} is written; fill it in, then name it by --drill.")
            return
        if out is not None and out.suffix.lower() != ".pdf":
            raise Refused(f"{out}: a pack is a .pdf; name it {out.with_suffix('.pdf').name}")
        if out is not None and out.exists():
            raise Refused(f"{out} is there already; name another file")
        planned = session.planned_drill(bundle, drill)
        rows = session.drill_rules(rules or ())
        dealt = session.deal(
            bundle, strength=3 if triples else 2, cards=cards, without=without or (), exclude=exclude or (),
            version=version, surprise=surprise,
        )  # fmt: skip
        verdict = drills.gate(planned, rows)
        if override is not None:
            from simulator.exports.deck import Override, refuse_empty

            refuse_empty(Override(*override), planned)
        goes = verdict.answer != "refuse" or override is not None
        ordinary = session.compare_cards(bundle, dealt, compare, progress) if goes else {}
        written: list[Path] = []
        if out is not None and goes:
            from simulator.exports.deck import Override, write_pack

            signed = Override(*override) if override else None
            written = write_pack(out, bundle, session.found(scenario, "scenario"), dealt, planned, rows,
                                 ordinary=ordinary, override=signed, paper=paper, progress=progress)  # fmt: skip
    if as_json:
        print_json(_as_json(dealt, verdict, ordinary, written))
    else:
        _say_deck(dealt, verdict, ordinary, written)
    if verdict.answer == "refuse" and not goes:
        raise Refused('Nothing is written. Plan it otherwise, or say --override "ROLE" "REASON", which is printed.')


def _say_deck(dealt: Deck, verdict: Verdict, ordinary: dict[int, Ordinary], written: list[Path]) -> None:
    from simulator import drills

    say(f"{EXERCISE}\n")
    say(drills.HEADS[verdict.answer])
    for finding in verdict.findings:
        head, *rest = drills.finding_in_words(finding)
        say(f"\n{head}")
        for line in rest:
            say(f"  {line}")
    if verdict.answer == "refuse" and not written:
        return
    say(f"\n{drills.coverage_in_words(dealt)}\n")
    for card in dealt.cards:
        values = ", ".join(f"{factor.title}: {level.spoken}" for factor, (_, level) in zip(dealt.factors, card.levels,
                           strict=True))  # fmt: skip
        harder = f"  ({ordinary[card.number].short.lower()} others)" if card.number in ordinary else ""
        say(f"card {card.number}, version {card.version}: {values}{harder}")
    if ordinary:
        say(f"\nHow hard a card is: {next(iter(ordinary.values())).how}.")
    if dealt.drawn:
        say(f"\nDrawn by the version alone (they reach the threat, visitor or disturbance): {', '.join(dealt.drawn)}.")
    for kept_out in dealt.cannot:
        say(f"On no card, since it is kept out or was drilled: {kept_out}.")
    if written:
        form = " a form for results," if any(one.name.endswith("-results.csv") for one in written) else ""
        kind = "The pack" if form else "The pack of discussion cards"
        say(f"\n{kind} is {written[0]}. Beside it lie the deck,{form} each card's scenario file and its plans.")
        if not form:
            say("It is for a discussion. For a drill: --write-drill FILE, say type: drill in it, then --drill FILE.")


def _as_json(dealt: Deck, verdict: Verdict, ordinary: dict[int, Ordinary], written: list[Path]) -> dict[str, Any]:
    cards = [
        {"card": card.number, "version": card.version, "set": card.settings,
         "harder_than_of_10": ordinary[card.number].of_ten if card.number in ordinary else None}
        for card in dealt.cards
    ]  # fmt: skip
    findings = [
        {"rule": one.rule, "answer": one.answer, "check": one.check, "unsaid": one.unsaid, "why": one.why,
         "source": one.source, "right": one.right, "confidence": one.confidence, "vouched": one.vouched}
        for one in verdict.findings
    ]  # fmt: skip
    coverage = {"of": dealt.strength, "total": dealt.total, "covered": dealt.covered, "drilled_before": dealt.drilled,
                "kept_out": list(dealt.cannot)}  # fmt: skip
    return {
        "exercise": EXERCISE, "verdict": verdict.answer, "findings": findings, "coverage": coverage, "cards": cards,
        "only_drawn": list(dealt.drawn), "written": [str(path) for path in written],
    }  # fmt: skip


def learn(
    scenario: Scenario,
    results: Annotated[str, typer.Option(metavar="FILE.csv", help="Times of real drills, one a line.")],
    runs: Annotated[
        int,
        typer.Option(metavar="NUMBER", min=0, max=100, help="Versions to play where totals were measured; 0: none."),
    ] = 5,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="FILE", help="A file for the lines to paste.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Show what the results of real drills change in a scenario's times; nothing of it is changed."""
    from simulator import drills, session

    with working("Reading"):
        learned = session.learn(session.load_scenario(scenario), results, runs)
        pasted = drills.fragment(learned)
        if out is not None and pasted:
            session.write_new(
                out,
                f"# {EXERCISE}: learned from real drills. Each block takes the place of the "
                f"scenario's own of that name.\n{pasted}",
            )
    if as_json:
        print_json(_learned_json(learned, pasted))
        return
    say(f"{EXERCISE}\n")
    for line in drills.learned_in_words(learned):
        say(line)
    if pasted:
        say(f"\nTo be put into the scenario{f' (it is in {out} too)' if out is not None else ''}:\n\n{pasted}")
        say("Each block takes the place of the scenario's own block of that name, whose other lines it has too.")


def _learned_json(learned: Learned, pasted: str) -> dict[str, Any]:
    changes = [
        {"where": one.where, "name": one.name, "times": one.times, "enough": one.enough, "weight": one.weight,
         "expected_s": one.expected_s, "measured_s": one.measured_s, "factor": one.factor,
         "before": one.before.model_dump(exclude_none=True), "after": one.after.model_dump(exclude_none=True)}
        for one in learned.changes
    ]  # fmt: skip
    return {
        "exercise": EXERCISE, "changes": changes, "totals_s": list(learned.totals_s),
        "set_aside": list(learned.set_aside), "fragment": pasted,
    }  # fmt: skip
