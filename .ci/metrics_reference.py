"""Writes docs/metrics.md: every metric of the code, and checks that each has a good name and a help text.

``python .ci/metrics_reference.py FILE`` writes it, ``--check FILE`` fails when it is out of date. A metric is
a call of ``Counter``, ``Gauge`` or ``Histogram`` of prometheus_client, whatever it was imported as.
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
KINDS: Final = frozenset({"Counter", "Gauge", "Histogram"})
_NAME: Final = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)+")


@dataclass(frozen=True)
class Metric:
    """One metric, where it is defined."""

    name: str
    kind: str
    help: str
    labels: tuple[str, ...]
    service: str
    place: str


def _text(node: ast.expr) -> str:
    """Return a text; of one that is put together, what is said around its values."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=values):
            return "".join(_text(value) if isinstance(value, ast.Constant) else "…" for value in values)
    return ""


def metrics_of(path: Path) -> Iterator[Metric]:
    """Yield what a file defines."""
    tree = ast.parse(path.read_text())
    kinds = {
        name.asname or name.name: name.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "prometheus_client"
        for name in node.names
        if name.name in KINDS
    }
    relative = path.relative_to(ROOT)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or node.func.id not in kinds:
            continue
        arguments = [*node.args, *(word.value for word in node.keywords if word.arg == "labelnames")]
        labels = next((each for each in arguments[2:] if isinstance(each, ast.List)), ast.List(elts=[]))
        yield Metric(
            _text(arguments[0]),
            kinds[node.func.id].lower(),
            _text(arguments[1]),
            tuple(_text(label) for label in labels.elts),
            relative.parts[1],
            f"{relative.as_posix()}:{node.lineno}",
        )


def metrics() -> list[Metric]:
    """Return the metrics of the services and of the platform, by name."""
    paths = [*ROOT.glob("services/*/src/**/*.py"), *ROOT.glob("libs/platform/src/**/*.py")]
    found = [metric for path in sorted(paths) for metric in metrics_of(path)]
    return sorted(found, key=lambda metric: metric.name)


def violations() -> Iterator[str]:
    """Yield what is wrong with the metrics."""
    for metric in metrics():
        if not _NAME.fullmatch(metric.name):
            yield f"{metric.place}: {metric.name or 'a name that is no text'} is not a metric's name"
        if (metric.kind == "counter") != metric.name.endswith("_total"):
            yield f"{metric.place}: {metric.name}: counters end with _total, and nothing else does"
        if not metric.help:
            yield f"{metric.place}: {metric.name} has no help text"
        if any(label.endswith("_id") or not label for label in metric.labels):
            yield f"{metric.place}: {metric.name}: a label's values are few, and known beforehand"


def render() -> str:
    """Return the whole page."""
    lines = [
        "# Metrics",
        "",
        "What the processes serve at `/metrics`, beside the metrics of Python and of the process. Names and",
        "labels do not change within a major version. Made from the code by `make docs`;",
        "[monitoring.md](monitoring.md) tells which to look at first. A histogram is served as `…_bucket`,",
        "`…_sum` and `…_count`.",
        "",
        "| metric | kind | from | |",
        "|---|---|---|---|",
    ]
    for metric in metrics():
        labels = f"{{{','.join(metric.labels)}}}" if metric.labels else ""
        service = "all" if metric.service == "platform" else metric.service
        lines.append(f"| `{metric.name}{labels}` | {metric.kind} | {service} | {metric.help} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    if found := list(violations()):
        sys.stderr.writelines(f"{line}\n" for line in found)
        sys.exit(1)
    sys.exit(page.write_or_check(sys.argv[1:], render, ".ci/metrics_reference.py"))
