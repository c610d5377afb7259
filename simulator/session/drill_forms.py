"""A drill as somebody fills it in on a page: the questions that the checks ask, and the plan that the answers make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from pydantic import ValidationError

from simulator.errors import Refused
from simulator.model.bundle import Bundle
from simulator.model.drill import Drill, DrillType, GradeBand, NoticeSays, Sensory
from simulator.session.drilling import planned_drill

Asks = Literal["choice", "yes_no", "text", "date", "several"]


@dataclass(frozen=True, slots=True)
class DrillQuestion:
    """One question about a planned drill: the field that it fills, in which part of the form, and what it can be."""

    name: str
    label: str
    part: str
    asks: Asks = "yes_no"
    options: tuple[str, ...] = ()


_WHAT, _BEFORE, _SEEN, _CARE = "What it is", "Told beforehand", "Seen, heard or smelled on purpose", "Care"
QUESTIONS: tuple[DrillQuestion, ...] = (
    DrillQuestion("type", "Kind of exercise", _WHAT, "choice", get_args(DrillType)),
    DrillQuestion("pupils_present", "Pupils take part", _WHAT),
    DrillQuestion("jurisdiction", "State, by its two letters", _WHAT, "text"),
    DrillQuestion("date", "Date (2026-10-06)", _WHAT, "date"),
    DrillQuestion("grades", "Grades", _WHAT, "text"),
    DrillQuestion("band", "Youngest grade band", _WHAT, "choice", get_args(GradeBand)),
    DrillQuestion("matched_to_grade", "Somebody has matched words and steps to the youngest", _WHAT),
    DrillQuestion("options_based", "People choose between running, hiding and defending", _WHAT),
    DrillQuestion("announced", "It is announced", _BEFORE),
    DrillQuestion("notice_on", "Families are told on (2026-09-15)", _BEFORE, "date"),
    DrillQuestion("notice_says", "The notice says", _BEFORE, "several", get_args(NoticeSays)),
    DrillQuestion("responders_told", "Police, fire and dispatch know", _BEFORE),
    DrillQuestion("discussed_before", "It was talked through at a table before", _BEFORE),
    DrillQuestion("lockdown_before", "A lockdown drill was held before", _BEFORE),
    DrillQuestion("effects", "Effects", _SEEN, "several", get_args(Sensory)),
    DrillQuestion("effects_told", "Everybody was told of them", _SEEN),
    DrillQuestion("mental_health_contact", "Support person, by role and place", _CARE, "text"),
    DrillQuestion("opt_out", "People may stay out, without a reason", _CARE),
    DrillQuestion("accommodations", "Accommodations are planned", _CARE),
    DrillQuestion("debrief", "Debrief and support follow", _CARE),
    DrillQuestion("feedback_tracked", "Feedback is gathered and tracked", _CARE),
)  # fmt: skip
_BY_NAME: Mapping[str, DrillQuestion] = {one.name: one for one in QUESTIONS}


def drill_of_form(bundle: Bundle, answers: Mapping[str, str]) -> Drill:
    """The planned drill from answers by field; what is not answered has not been said, or is as the scenario says.

    Raises Refused, naming the question.
    """
    own = planned_drill(bundle, None)
    given: dict[str, Any] = own.model_dump(by_alias=True, exclude_unset=True)
    for name, answer in answers.items():
        question = _BY_NAME.get(name)
        if question is not None and answer.strip():
            given[name] = _value(question, answer.strip())
    try:
        return Drill.model_validate(given)
    except ValidationError as error:
        first = error.errors()[0]
        asked = _BY_NAME.get(str(first["loc"][0])) if first["loc"] else None
        words = str(first["msg"]).removeprefix("Value error, ")
        raise Refused(f"{asked.label}: {words}" if asked is not None else words) from None


def _value(question: DrillQuestion, answer: str) -> Any:
    match question.asks:
        case "yes_no":
            return answer == "yes"
        case "several":
            return tuple(one for one in answer.split(",") if one)
        case _:
            return answer
