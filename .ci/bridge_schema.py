"""Writes the bridge's protocol for the bridge: as JSON Schema, by which it checks its lines, or as types.

``python .ci/bridge_schema.py FILE`` writes the schema, or the types when the file is one of TypeScript;
``--check FILE`` fails when it is out of date.
"""

import json
import sys
from typing import Any

from atende_contracts import page
from gateway.bridge import protocol

_NUMBERS = (
    "VERSION",
    "MAX_LINE",
    "MAX_VALUE",
    "MAX_KEYS_READ",
    "MAX_KEYS_WRITTEN",
    "MAX_MESSAGES",
    "MAX_CONTACTS",
    "MAX_STATUSES",
    "MAX_PAIRS",
    "MAX_NAME",
)
_WORDS = ("FENCED", "TOO_LONG", "LOST")


def schema() -> str:
    """Return the schema as it is committed: stable order, one final line feed."""
    return json.dumps(protocol.schema(), indent=2, sort_keys=True) + "\n"


def types() -> str:
    """Return the lines as TypeScript sees them, with the bounds that it has to know."""
    lines = [
        "// What the gateway and the bridge say to each other: gateway/bridge/protocol.py has the words.",
        "// Written by `make contracts`; do not edit it by hand.",
        "",
        "export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };",
        "",
    ]
    lines += [f"export const {name} = {getattr(protocol, name)};" for name in _NUMBERS]
    lines += [f'export const {name} = "{getattr(protocol, name)}";' for name in _WORDS]
    for name, definition in sorted(protocol.schema()["$defs"].items()):
        lines += ["", f"export type {name} = {_type(definition)};"]
    return "\n".join(lines) + "\n"


def _type(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    for several in ("oneOf", "anyOf"):
        if several in schema:
            return " | ".join(_type(one) for one in schema[several])
    for constant in schema.get("enum", [schema["const"]] if "const" in schema else []):
        values = schema.get("enum", [constant])
        return " | ".join(json.dumps(value) for value in values)
    match schema.get("type"):
        case "object" if "properties" in schema:
            required = {*schema.get("required", []), "op", "kind"}
            fields = [
                f"  {name}{'' if name in required else '?'}: {_type(field)};"
                for name, field in schema["properties"].items()
            ]
            return "\n".join(["{", *fields, "}"])
        case "object":
            return "{ [name: string]: Json }"
        case "array":
            item = _type(schema["items"])
            return f"({item})[]" if "|" in item else f"{item}[]"
        case "integer" | "number":
            return "number"
        case None:
            return "Json"
        case simple:
            return str(simple)


if __name__ == "__main__":
    is_types = sys.argv[-1].endswith(".ts")
    sys.exit(
        page.write_or_check(
            sys.argv[1:], types if is_types else schema, ".ci/bridge_schema.py", target="contracts"
        )
    )
