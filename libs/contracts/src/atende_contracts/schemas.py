"""Writes one JSON Schema per event type, and tells whether a change would break a reader.

``python -m atende_contracts.schemas DIR`` writes them, and refuses to put a breaking change over a
committed schema; ``… --check DIR`` fails when they are out of date. Producers and consumers are
deployed in any order, so the rule is full compatibility: within a version a field may be added
(optional) and nothing else may change. A new value of an enum counts as a change, because a reader
of the day before refuses it. One thing more is allowed: a text that had no bound gets one, which is
there so that what no service can keep is refused where it is read; afterwards it stays as it is.
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
    return {"x-topic": event.topic, **event.model_json_schema(by_alias=False)}


def render(schema: Schema) -> str:
    """Return the schema as it is committed: stable order, one final newline."""
    return json.dumps(schema, indent=2, sort_keys=True) + "\n"


def breaking_changes(old: Schema, new: Schema) -> list[str]:
    """List what in ``new`` would break a reader or a writer of ``old``; empty when compatible."""
    problems: list[str] = []
    if old.get("x-topic") != new.get("x-topic"):
        problems.append(f"topic changed from {old.get('x-topic')} to {new.get('x-topic')}")
    problems += _compare("", old, new)
    old_definitions, new_definitions = old.get("$defs", {}), new.get("$defs", {})
    for name, definition in old_definitions.items():
        if name in new_definitions:
            problems += _compare(f"{name}.", definition, new_definitions[name])
        else:
            problems.append(f"{name}: definition removed")
    return problems


def _compare(prefix: str, old: Schema, new: Schema) -> list[str]:
    """List the breaking differences of two objects, or of two definitions of any other kind."""
    problems: list[str] = []
    old_fields, new_fields = old.get("properties", {}), new.get("properties", {})
    old_required, new_required = set(old.get("required", [])), set(new.get("required", []))
    for name, field in old_fields.items():
        if name not in new_fields:
            problems.append(f"{prefix}{name}: removed")
        elif difference := _difference(_shape(field), _shape(new_fields[name])):
            problems.append(f"{prefix}{name}: {difference}")
    problems += [f"{prefix}{name}: now required" for name in sorted(new_required - old_required)]
    problems += [f"{prefix}{name}: no longer required" for name in sorted(old_required - new_required)]
    # What is left says what the definition itself is: an enum's values, whether more fields may come.
    if difference := _difference(_shape(_without_fields(old)), _shape(_without_fields(new))):
        problems.append(f"{prefix.rstrip('.') or 'event'}: {difference}")
    return problems


def _without_fields(schema: Schema) -> Schema:
    return {k: v for k, v in schema.items() if k not in {"properties", "required", "$defs", "x-topic"}}


def _difference(old: Any, new: Any) -> str | None:
    """Name the difference of two shapes, or return None when there is none."""
    new = _without_first_bounds(old, new)
    if old == new:
        return None
    if isinstance(old, dict) and isinstance(new, dict):
        if {**old, "default": None} == {**new, "default": None}:
            return f"default changed from {old.get('default')!r} to {new.get('default')!r}"
        if "enum" in old and "enum" in new:
            removed = [value for value in old["enum"] if value not in new["enum"]]
            added = [value for value in new["enum"] if value not in old["enum"]]
            if removed or added:
                return f"values changed (removed {removed}, added {added})"
        if _nullable(old) != _nullable(new):
            return "now nullable" if _nullable(new) else "no longer nullable"
    return "retyped"


def _without_first_bounds(old: Any, new: Any) -> Any:
    """Return a shape without those bounds of texts that had none."""
    if isinstance(old, dict) and isinstance(new, dict):
        unbounded = new.get("type") == "string" and "maxLength" not in old
        return {
            name: _without_first_bounds(old.get(name), part)
            for name, part in new.items()
            if not (name == "maxLength" and unbounded)
        }
    if isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        return [_without_first_bounds(*pair) for pair in zip(old, new, strict=True)]
    return new


def _nullable(shape: Schema) -> bool:
    return {"type": "null"} in shape.get("anyOf", [])


def _shape(field: Any) -> Any:
    """Return a field's schema without its prose, which may change freely."""
    if isinstance(field, dict):
        return {k: _shape(v) for k, v in field.items() if k not in {"description", "title", "examples"}}
    if isinstance(field, list):
        return [_shape(item) for item in field]
    return field


def write(directory: Path) -> list[str]:
    """Write every schema; return what was refused instead, because it would break a reader.

    A refused schema keeps the form that is committed, so a breaking change cannot be laundered by
    writing it over the evidence. An event type that is gone keeps its file, too: anyone who knows
    that nobody holds such events any more deletes the file by hand.
    """
    directory.mkdir(parents=True, exist_ok=True)
    refused = [f"{name}: the event is gone, its schema is not" for name in _orphans(directory)]
    for name in EVENTS:
        path, new = directory / f"{name}.json", schema_of(name)
        problems = breaking_changes(json.loads(path.read_text()), new) if path.exists() else []
        if problems:
            refused += [f"{name}: BREAKING: {problem}" for problem in problems]
        else:
            path.write_text(render(new))
    return refused


def _orphans(directory: Path) -> list[str]:
    return sorted(path.stem for path in directory.glob("*.json") if path.stem not in EVENTS)


def check(directory: Path) -> list[str]:
    """List how the committed schemas differ from the code; breaking differences say so."""
    problems = [f"{name}: committed, but the event is gone" for name in _orphans(directory)]
    for name in EVENTS:
        path = directory / f"{name}.json"
        if not path.exists():
            problems.append(f"{name}: no schema committed; run `make contracts`")
            continue
        old, new = json.loads(path.read_text()), schema_of(name)
        problems += [f"{name}: BREAKING: {problem}" for problem in breaking_changes(old, new)]
        if path.read_text() != render(new):
            problems.append(f"{name}: schema out of date; run `make contracts`")
    return problems


def main(arguments: list[str]) -> int:
    """Run the command line described in the module's docstring; return the exit status."""
    checking = arguments[:1] == ["--check"]
    directories = arguments[1:] if checking else arguments
    if len(directories) != 1 or directories[0].startswith("-"):
        sys.stderr.write("usage: python -m atende_contracts.schemas [--check] DIR\n")
        return 2
    problems = check(Path(directories[0])) if checking else write(Path(directories[0]))
    sys.stderr.writelines(f"{problem}\n" for problem in problems)
    if any("BREAKING" in problem for problem in problems):
        sys.stderr.write(
            "A breaking change is a new version of the event (a class with a new `type`). Only if no"
            " such event was ever published: delete its schema file and run `make contracts`.\n"
        )
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
