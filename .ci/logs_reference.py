"""Writes docs/logs.md: every log event of the code, and checks that each has a stable key.

``python .ci/logs_reference.py FILE`` writes it, ``--check FILE`` fails when it is out of date.
Alerts and searches of operators name these keys, so a key is ``subject.what_happened`` and no sentence.
"""

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from atende_contracts import page

ROOT: Final = Path(__file__).parent.parent
LEVELS: Final = frozenset({"debug", "info", "warning", "error", "exception", "critical"})
_KEY: Final = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)+")
_NOT_FIELDS: Final = frozenset({"exc_info"})


@dataclass(frozen=True)
class LogEvent:
    """One call that logs. ``key`` is None where it is a constant that stands elsewhere."""

    key: str | None
    level: str
    service: str
    place: str
    fields: tuple[str, ...]


def events_of(path: Path) -> Iterator[LogEvent]:
    """Yield what a file logs."""
    relative = path.relative_to(ROOT)
    service = relative.parts[1]
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or not node.args:
            continue
        is_log = isinstance(node.func.value, ast.Name) and node.func.value.id == "log"
        if not is_log or node.func.attr not in LEVELS:
            continue
        fields = tuple(sorted({word.arg for word in node.keywords if word.arg} - _NOT_FIELDS))
        level = "error" if node.func.attr == "exception" else node.func.attr
        place = f"{relative.as_posix()}:{node.lineno}"
        constants = [
            each.value
            for each in ast.walk(node.args[0])
            if isinstance(each, ast.Constant) and isinstance(each.value, str)
        ]
        keys: list[str | None] = [*constants] or [None]
        for key in keys:
            yield LogEvent(key, level, service, place, fields)


def events() -> list[LogEvent]:
    """Return what the services and the platform log."""
    paths = [*ROOT.glob("services/*/src/**/*.py"), *ROOT.glob("libs/platform/src/**/*.py")]
    return [event for path in sorted(paths) for event in events_of(path)]


def violations() -> Iterator[str]:
    """Yield the events whose key is none."""
    for event in events():
        if event.key is not None and not _KEY.fullmatch(event.key):
            yield f'{event.place}: log.{event.level}("{event.key}"): a log key is subject.what_happened'


def render() -> str:
    """Return the whole page."""
    lines = [
        "# Log events",
        "",
        "Every process writes JSON lines to its output; `event` is one of these keys, which do not",
        "change within a major version. Made from the code by `make docs`.",
        "",
        "| event | level | from | fields |",
        "|---|---|---|---|",
    ]
    merged: dict[tuple[str, str], tuple[set[str], set[str]]] = {}
    for event in events():
        if event.key is not None:
            services, fields = merged.setdefault((event.key, event.level), (set(), set()))
            services.add("all" if event.service == "platform" else event.service)
            fields.update(event.fields)
    for (key, level), (services, fields) in sorted(merged.items()):
        named = ", ".join(f"`{field}`" for field in sorted(fields))
        lines.append(f"| `{key}` | {level} | {', '.join(sorted(services))} | {named} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    if found := list(violations()):
        sys.stderr.writelines(f"{line}\n" for line in found)
        sys.exit(1)
    sys.exit(page.write_or_check(sys.argv[1:], render, ".ci/logs_reference.py"))
