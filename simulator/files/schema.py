"""JSON Schemas of the file formats, for editors that complete and underline while one types."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from simulator.files.vocabulary import Kind
from simulator.model.building import Plan
from simulator.model.decisions import Decisions
from simulator.model.drill import Drill, Rules
from simulator.model.response import Response
from simulator.model.scenario import Scenario

_MODELS: dict[Kind, type[BaseModel]] = {
    "plan": Plan, "scenario": Scenario, "decisions": Decisions, "response": Response, "drill": Drill, "rules": Rules,
}  # fmt: skip
_NUMBER_OR_CLOCK = {"anyOf": [{"type": "number", "minimum": 0}, {"type": "string"}]}
_SLOT: list[dict[str, Any]] = [{"type": "string", "pattern": r"\$\{"}, {"type": "object", "required": ["pick"]}]


class _AsTyped(GenerateJsonSchema):
    """The schema of what is typed: a time is seconds or a clock, one thing may stand for a list of one."""

    def function_before_schema(self, schema: core_schema.BeforeValidatorFunctionSchema) -> JsonSchemaValue:
        inner = super().function_before_schema(schema)
        match getattr(schema["function"]["function"], "__name__", ""):
            case "_milliseconds" | "_clock_ms" | "seconds_from":
                return dict(_NUMBER_OR_CLOCK)
            case "_as_list" | "_one_or_many" | "_words" if "items" in inner:
                return {"anyOf": [inner["items"], inner]}
            case "_weights" | "_mobility":
                return {"anyOf": [inner, {"type": "array"}, {"type": "string"}]}
            case _:
                return inner


def json_schema(kind: Kind) -> dict[str, Any]:
    """The JSON Schema of a kind of file, by the names that files use.

    It is wider than the check: a scalar may be typed in any form that the reader understands, and in a scenario any
    value may be a variable.
    """
    schema = _MODELS[kind].model_json_schema(by_alias=True, schema_generator=_AsTyped)
    widened: dict[str, Any] = _widened(schema, slots=kind == "scenario")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **widened}


def _widened(node: Any, slots: bool) -> Any:
    if isinstance(node, list):
        return [_widened(one, slots) for one in node]
    if not isinstance(node, dict):
        return node
    if node.get("type") in ("string", "boolean", "integer", "number") or "const" in node or "enum" in node:
        return _scalar(node, slots)
    named = {"properties", "$defs"}
    return {
        key: {name: _widened(one, slots) for name, one in value.items()} if key in named else _widened(value, slots)
        for key, value in node.items()
        if key not in ("default", "discriminator")
    }


def _scalar(node: dict[str, Any], slots: bool) -> dict[str, Any]:
    about: dict[str, Any] = {key: node[key] for key in ("title", "description") if key in node}
    rest = {key: value for key, value in node.items() if key not in (*about, "default")}
    if str(rest.get("const", "")).startswith("hotwash."):
        return {**about, **rest}
    options: list[dict[str, Any]] = [rest]
    if rest.get("type") == "boolean":
        options.append({"enum": ["yes", "no"]})
    if rest.get("type") == "string" and "enum" not in rest and "const" not in rest:
        options.append({"type": "number"})  # an id such as 101
    if slots:
        options += _SLOT
    return {**about, "anyOf": options} if len(options) > 1 else {**about, **rest}
