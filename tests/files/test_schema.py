"""JSON Schemas for editors: they are as wide as what is typed, and know the keys."""

from __future__ import annotations

import json
from typing import get_args

import pytest

from simulator.files.schema import json_schema
from simulator.files.vocabulary import Kind


@pytest.mark.parametrize("kind", get_args(Kind))
def test_a_schema_names_its_format_and_forbids_other_keys(kind: Kind) -> None:
    schema = json_schema(kind)
    json.dumps(schema)
    assert schema["properties"]["format"]["const"] == f"hotwash.{kind}/1"
    assert schema["additionalProperties"] is False


def test_files_names_are_used_and_times_may_be_clocks() -> None:
    inject = json_schema("scenario")["$defs"]["Inject"]["properties"]
    assert {"at", "at_clock", "from", "effect"} <= set(inject)
    assert {"type": "string"} in inject["at"]["anyOf"][0]["anyOf"] or "string" in json.dumps(inject["at"])


def test_yes_and_a_variable_are_allowed_where_the_reader_allows_them() -> None:
    played = json_schema("scenario")["$defs"]["Role"]["properties"]["played"]["anyOf"]
    assert {"enum": ["yes", "no"]} in played
    assert any("pick" in option.get("required", ()) for option in played)
    egress = json_schema("plan")["$defs"]["Opening"]["properties"]["egress"]["anyOf"]
    assert not any("pick" in option.get("required", ()) for option in egress)


def test_actions_have_their_fields_in_every_kind_of_file() -> None:
    for kind, noun in (("decisions", "Decision"), ("scenario", "Expectation"), ("response", "Step")):
        fields = json_schema(kind)["$defs"][noun]["properties"]
        assert {"action", "from", "with", "what", "inject"} <= set(fields)
        assert "from_" not in fields
    says = json_schema("decisions")["$defs"]["Decision"]["properties"]["says"]
    assert '"type": "array"' in json.dumps(says)
    assert '"type": "string"' in json.dumps(says)
