"""Write the guide's tables of parameters anew from the model: `python docs/parameters.py`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from simulator.model.scenario import Scenario

GUIDE = Path(__file__).with_name("scenario-guide.md")
HEAD = "| key | default | unit | is | source |\n|---|---|---|---|---|\n"


def parameter_nouns() -> list[type[BaseModel]]:
    """The keys of a scenario whose fields are parameters, each with unit and source."""
    kinds = [field.annotation for field in Scenario.model_fields.values()]
    nouns = [kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel)]
    return [noun for noun in nouns if all(field.json_schema_extra for field in noun.model_fields.values())]


def spelled(value: Any) -> str:
    """A default as a file would spell it."""
    if isinstance(value, BaseModel):
        return f"`{_flow(value.model_dump(exclude_none=True))}`"
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def _flow(value: Any) -> str:
    match value:
        case dict():
            return f"{{{', '.join(f'{name}: {_flow(one)}' for name, one in value.items())}}}"
        case tuple():
            return f"[{', '.join(map(_flow, value))}]"
        case _:
            return f"{value:g}"


def rows(noun: type[BaseModel]) -> list[str]:
    """The rows of the table of a noun's parameters."""
    found = []
    for name, field in noun.model_fields.items():
        extra: Any = field.json_schema_extra
        source = f"*{extra['source']}*" if extra["assumption"] else extra["source"]
        found.append(f"| `{name}` | {spelled(field.default)} | {extra['unit']} | {field.description} | {source} |")
    return found


def with_tables(guide: str) -> str:
    """The guide with each table of parameters as the model has them; a table is known by its first parameter."""
    for noun in parameter_nouns():
        first = next(iter(noun.model_fields))
        table = re.compile(re.escape(HEAD) + rf"(?=\| `{first}` )(?:\|.*\n)+")
        guide = table.sub(lambda _, noun=noun: HEAD + "\n".join(rows(noun)) + "\n", guide, count=1)
    return guide


if __name__ == "__main__":
    GUIDE.write_text(with_tables(GUIDE.read_text(encoding="utf-8")), encoding="utf-8")
