"""The messages of a run as they went out: the scenario's, those written during the exercise, and what was changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from simulator.model.inject import TRIGGERS, Inject
from simulator.model.run import Run


def messages(run: Run) -> dict[str, Inject]:
    """Every message by name, in the order of the scenario and then of writing; triggers are not kept up to date."""
    found = {inject.id: inject for inject in run.scenario.injects}
    for row in run.rows:
        if row[1] != "done" or row[4] not in ("add_inject", "edit_inject"):
            continue
        given = row[5]["inject"]
        try:
            if row[4] == "add_inject":
                added = _read(given)
                found[added.id] = added
            elif given in found:
                found[given] = _changed(found[given], row[5]["set"])
        except ValidationError:
            continue  # a log by another engine: what cannot be read is left out, and the rest is told
    return found


def _read(fields: Mapping[str, Any]) -> Inject:
    trigger = {} if any(fields.get(name) is not None for name in TRIGGERS) else {"at": 0}
    return Inject.model_validate({**fields, **trigger})


def _changed(inject: Inject, fields: Mapping[str, Any]) -> Inject:
    given = {name: value for name, value in fields.items() if name not in (*TRIGGERS, "delay")}
    new = _read({**given, "id": inject.id})
    names = {name: field.alias or name for name, field in Inject.model_fields.items()}
    return inject.model_copy(update={name: getattr(new, name) for name, alias in names.items() if alias in given})
