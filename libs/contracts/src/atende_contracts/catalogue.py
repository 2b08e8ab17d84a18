"""Writes the event catalogue, a page for people, from the registry of topics and events.

``python -m atende_contracts.catalogue FILE`` writes it; ``… --check FILE`` fails when it is out of date.
"""

import inspect
import json
import sys
from collections.abc import Iterator
from typing import Any

from atende_contracts import page
from atende_contracts.event import Event
from atende_contracts.registry import EVENTS
from atende_contracts.schemas import Schema, schema_of
from atende_contracts.topics import TOMBSTONE_DAYS, TOPICS, Topic

_INTRODUCTION = """\
# Events

What the services say to each other over Kafka. Written by `make contracts` from
`libs/contracts`; do not edit it by hand.

A record's value is the event as JSON. Its headers are `type` (the event's type with its version),
`id` (the event's id) and, where there is one, the W3C `traceparent`. Order is kept among records
with the same key. Delivery is at least once, so a consumer recognises what it has seen: by the
natural key, by the `revision`, or by the event's `id`.

Within a version fields are only added, and only optional ones; a breaking change is a new type.
Readers ignore fields and types they do not know. The JSON Schemas are in `libs/contracts/schemas`,
one example of each event in `libs/contracts/samples`.

A record that a consumer cannot handle goes to `<service>.<topic>.dlq`, kept for 30 days, with
headers that say why (`dlq-reason`, `dlq-error`, `dlq-topic`, `dlq-partition`, `dlq-offset`).
"""


def render() -> str:
    """Return the catalogue as Markdown."""
    return "\n".join([_INTRODUCTION, *_topics(), "", *_events(), *_values()]).rstrip() + "\n"


def _topics() -> Iterator[str]:
    yield "## Topics"
    yield ""
    yield "| topic | key | producers | consumers | kept | partitions | events |"
    yield "|---|---|---|---|---|---|---|"
    for topic in TOPICS:
        events = ", ".join(_link(name) for name in _types_of(topic))
        producers, consumers = ", ".join(topic.producers), ", ".join(topic.consumers)
        yield (
            f"| `{topic.name}` | {topic.key} | {producers} | {consumers} | {_kept(topic)}"
            f" | {topic.partitions} | {events} |"
        )


def _types_of(topic: Topic) -> list[str]:
    return [name for name, event in EVENTS.items() if event.topic == topic.name]


def _kept(topic: Topic) -> str:
    if topic.compacted:
        return f"the last per key (compacted), tombstones {TOMBSTONE_DAYS} days"
    return f"{topic.retention_days} days"


def _link(name: str) -> str:
    # GitHub's anchor of a heading in code style: its letters, digits and underscores.
    return f"[`{name}`](#{name.replace('.', '').lower()})"


def _events() -> Iterator[str]:
    yield "## Events"
    yield ""
    yield "Every event has `type`, `id` (UUIDv7), `company_id` and `occurred_at` besides the fields below."
    for topic in TOPICS:
        for name in _types_of(topic):
            schema = schema_of(name)
            yield ""
            yield f"### `{name}`"
            yield ""
            yield _prose(inspect.getdoc(EVENTS[name]))
            yield ""
            yield f"Topic `{topic.name}`, keyed by {topic.key}."
            yield ""
            yield from _fields(schema, leave_out=set(Event.model_fields))
    yield ""


def _values() -> Iterator[str]:
    definitions: dict[str, Schema] = {}
    for name in EVENTS:
        definitions.update(schema_of(name).get("$defs", {}))
    yield "## Values"
    for name, definition in sorted(definitions.items()):
        yield ""
        yield f"### `{name}`"
        yield ""
        if "description" in definition:
            yield _prose(definition["description"])
            yield ""
        yield from _fields(definition, leave_out=set())


def _fields(schema: Schema, leave_out: set[str]) -> Iterator[str]:
    yield "| field | type | default | meaning |"
    yield "|---|---|---|---|"
    required = set(schema.get("required", []))
    for name, field in schema.get("properties", {}).items():
        if name in leave_out:
            continue
        default = "required" if name in required else f"`{_default(field)}`"
        yield f"| `{name}` | {_type(field)} | {default} | {_prose(field.get('description'))} |"


def _default(field: Schema) -> str:
    empty: Any = [] if field.get("type") == "array" else {}
    return json.dumps(field.get("default", empty))


def _type(field: Schema) -> str:
    """Return a field's type in words."""
    if "$ref" in field:
        return _link(field["$ref"].rpartition("/")[2])
    for union in ("anyOf", "oneOf"):
        if union in field:
            return " or ".join(_type(member) for member in field[union])
    if "const" in field:
        return f"`{field['const']}`"
    if "enum" in field:
        return ", ".join(f"`{value}`" for value in field["enum"])
    if field.get("type") == "array":
        return f"list of {_type(field['items'])}"
    if field.get("type") == "object":
        values = field.get("additionalProperties")
        return f"map of {_type(values)}" if isinstance(values, dict) else "object"
    return str(field.get("format") or field.get("type") or "anything")


def _prose(text: str | None) -> str:
    """Return a docstring as one line of Markdown."""
    return " ".join((text or "").replace("``", "`").split())


def main(arguments: list[str]) -> int:
    """Run the command line described in the module's docstring; return the exit status."""
    return page.write_or_check(arguments, render, "atende_contracts.catalogue", target="contracts")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
