"""What a role can choose to do, as forms of plain verbs and fields.

The form's values are an action of `hotwash.decisions/1`; whatever else a room says is recorded in its own words.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from simulator.analysis.disciplines import of_role
from simulator.live.views.forms import FORMS, Discipline, Field, Form, form_of
from simulator.model.bundle import Bundle
from simulator.model.scenario import OFF_SITE, Role, Scenario
from simulator.rules.played import OF_THE_DESK


def discipline_of_role(name: str, role: Role | None) -> Discipline:
    """Whose colour and shape a role has: its agency's, else by its name and title, else the school's."""
    found = of_role(name, role)
    return "fire" if found == "fire_ems" else found


def actions_of(bundle: Bundle, name: str) -> list[dict[str, Any]]:
    """The forms of one role; what the response plan asks of it comes first, and is marked as `first`."""
    role = bundle.scenario.roles.get(name)
    forms = [form for form in FORMS[discipline_of_role(name, role)] if form.only is None or form.only(bundle)]
    asked = _asked_of(bundle, name)
    known = {form.action for form in forms}
    forms += [form_of(action) for action in sorted(asked - known) if action not in OF_THE_DESK]
    forms.sort(key=lambda form: form.action not in asked)
    return [{**_form(bundle, form), "first": form.action in asked} for form in forms]


def _asked_of(bundle: Bundle, name: str) -> set[str]:
    """The actions that the plan in force, or a message of the scenario, expects of a role."""
    annexes = bundle.response.hazards if bundle.response is not None else {}
    inforce = (bundle.scenario.hazard, *bundle.scenario.also)
    whose = {name} if bundle.scenario.roles[name].in_ == OFF_SITE else {name, "first_to_know"}
    steps = {step.action for one in inforce if one in annexes for step in annexes[one].steps if step.role in whose}
    return steps | {
        one.action for inject in bundle.scenario.injects for one in inject.expect
        if one.role == name or (one.role is None and name in inject.to)
    }  # fmt: skip


def _form(bundle: Bundle, form: Form) -> dict[str, Any]:
    return {"action": form.action, "label": form.label, "fields": [_field(bundle, form, one) for one in form.fields]}


def _field(bundle: Bundle, form: Form, field: Field) -> dict[str, Any]:
    options = field.options(bundle) if field.options is not None else []
    return {
        "name": field.name,
        "label": field.label,
        "kind": _kind(field),
        "options": options,
        "needed": form.needs(field),
        "many": field.many,
    }


def _kind(field: Field) -> str:
    """How a field is asked for: words, one of a list, or as many of a list as are meant."""
    if field.options is None:
        return "text"
    return "choices" if field.many else "choice"


def verb_of(action: str) -> str:
    """The plain verb of an action: `Announces`."""
    found = (form.label for forms in FORMS.values() for form in forms if form.action == action)
    return next(found, action.replace("_", " ").capitalize())


def played_roles(scenario: Scenario) -> Iterable[str]:
    """The roles that people may play, in the order of the file."""
    return (name for name, role in scenario.roles.items() if role.played)
