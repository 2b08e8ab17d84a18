"""Writes one JSON Schema per event type, and tells whether a change would break a reader.

``python -m atende_contracts.schemas DIR`` writes them; ``… --check DIR`` fails when they are out
of date. Producers and consumers are deployed in any order, so the rule is full compatibility:
within a version a field may be added (optional) and nothing else may change.
"""

import json
import sys
from pathlib import Path
from typing import Any

from atende_contracts.registry import EVENTS

Schema = dict[str, Any]


def schema_of(type_: str) -> Schema:
    """Return the JSON Schema of one event type, as it stands in the code."""
    event = EVENTS[type_]
    return {"x-topic": event.topic, **event.model_json_schema()}


def render(schema: Schema) -> str:
    """Return the schema as it is committed: stable order, one final newline."""
    return json.dumps(schema, indent=2, sort_keys=True) + "\n"


def breaking_changes(old: Schema, new: Schema) -> list[str]:
    """List what in ``new`` would break a reader or a writer of ``old``; empty when compatible."""
    problems: list[str] = []
    if old.get("x-topic") != new.get("x-topic"):
        problems.append(f"topic changed from {old.get('x-topic')} to {new.get('x-topic')}")
    problems += _compare("", old, new)
    old_defs, new_defs = old.get("$defs", {}), new.get("$defs", {})
    for name, definition in old_defs.items():
        if name in new_defs:
            problems += _compare(f"{name}.", definition, new_defs[name])
        else:
            problems.append(f"{name}: definition removed")
    return problems


def _compare(prefix: str, old: Schema, new: Schema) -> list[str]:
    problems: list[str] = []
    old_fields, new_fields = old.get("properties", {}), new.get("properties", {})
    old_required, new_required = set(old.get("required", [])), set(new.get("required", []))
    for name, field in old_fields.items():
        if name not in new_fields:
            problems.append(f"{prefix}{name}: removed")
        elif _shape(field) != _shape(new_fields[name]):
            problems.append(f"{prefix}{name}: retyped")
    problems += [f"{prefix}{name}: now required" for name in sorted(new_required - old_required)]
    problems += [f"{prefix}{name}: no longer required" for name in sorted(old_required - new_required)]
    return problems


def _shape(field: Any) -> Any:
    """Return a field's schema without its prose, which may change freely."""
    if isinstance(field, dict):
        return {k: _shape(v) for k, v in field.items() if k not in {"description", "title", "examples"}}
    if isinstance(field, list):
        return [_shape(item) for item in field]
    return field


def write(directory: Path) -> None:
    """Write every schema, and remove files of types that no longer exist."""
    directory.mkdir(parents=True, exist_ok=True)
    wanted = {f"{name}.json": render(schema_of(name)) for name in EVENTS}
    for path in directory.glob("*.json"):
        if path.name not in wanted:
            path.unlink()
    for name, text in wanted.items():
        (directory / name).write_text(text)


def check(directory: Path) -> list[str]:
    """List how the committed schemas differ from the code; breaking differences say so."""
    problems: list[str] = []
    committed = {path.stem: path for path in directory.glob("*.json")}
    for name in EVENTS:
        path = committed.pop(name, None)
        if path is None:
            problems.append(f"{name}: no schema committed; run `make contracts`")
            continue
        old, new = json.loads(path.read_text()), schema_of(name)
        problems += [f"{name}: BREAKING: {problem}" for problem in breaking_changes(old, new)]
        if path.read_text() != render(new):
            problems.append(f"{name}: schema out of date; run `make contracts`")
    problems += [f"{name}: committed, but the event is gone" for name in committed]
    return problems


def main(arguments: list[str]) -> int:
    """Run the command line described in the module's docstring; return the exit status."""
    checking = arguments[:1] == ["--check"]
    directory = Path(arguments[-1])
    if not checking:
        write(directory)
        return 0
    problems = check(directory)
    sys.stderr.writelines(f"{problem}\n" for problem in problems)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
