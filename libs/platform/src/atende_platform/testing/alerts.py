"""Alert rules and dashboards, and whether what they ask for is served."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import promql_parser
import yaml
from prometheus_client.parser import text_string_to_metric_families

_OBSERVABILITY: Final = Path(__file__).parents[5] / "deploy" / "observability"
RULES: Final = _OBSERVABILITY / "rules"
TESTS: Final = _OBSERVABILITY / "tests" / "alerts.yaml"
DASHBOARDS: Final = _OBSERVABILITY / "dashboards"

Served = Mapping[str, frozenset[str] | None]
"""The labels of each metric, by its name; None where it has no series yet."""

_OF_TARGETS: Final = frozenset({"job", "instance"})
_PROMETHEUS_OWN: Final[Served] = {
    "up": frozenset(),
    "ALERTS": frozenset({"alertname", "alertstate", "severity"}),
}
_OF_EXPORTERS: Final[Served] = {
    "node_filesystem_avail_bytes": frozenset({"device", "fstype", "mountpoint"}),
    "node_filesystem_size_bytes": frozenset({"device", "fstype", "mountpoint"}),
    "probe_ssl_earliest_cert_expiry": frozenset(),
}
"""What the rules about hosts ask node_exporter and blackbox_exporter for."""


@dataclass(frozen=True, slots=True)
class Query:
    """An expression, and where it stands."""

    place: str
    expression: str


def rules(name: str = "*") -> list[dict[str, Any]]:
    """Return the rules of a file, or of all."""
    groups = [
        group
        for file in sorted(RULES.glob(f"{name}.yaml"))
        for group in yaml.safe_load(file.read_text())["groups"]
    ]
    return [rule for group in groups for rule in group["rules"]]


def queries_of_rules(name: str = "*") -> list[Query]:
    """Return the expressions of a file of rules, or of all."""
    return [Query(rule["alert"], rule["expr"]) for rule in rules(name)]


def queries_of_dashboards() -> list[Query]:
    """Return the expressions of all panels, as Grafana asks them."""
    return [
        Query(f"{file.stem}: {panel['title']}", target["expr"].replace("$__rate_interval", "5m"))
        for file in sorted(DASHBOARDS.glob("*.json"))
        for panel in json.loads(file.read_text())["panels"]
        for target in panel.get("targets", ())
    ]


def served_by(*pages: str) -> Served:
    """Return what pages of ``/metrics`` have, and what Prometheus and exporters add to it."""
    served: dict[str, frozenset[str] | None] = {**_PROMETHEUS_OWN, **_OF_EXPORTERS}
    for family in (one for page in pages for one in text_string_to_metric_families(page)):
        # As they are written: a counter's family has lost its ending.
        endings = {"counter": ("_total",), "histogram": ("_bucket", "_sum", "_count")}.get(family.type, ("",))
        for ending in endings:
            served.setdefault(family.name + ending, None)
        for sample in family.samples:
            served[sample.name] = (served.get(sample.name) or frozenset()) | sample.labels.keys()
    return served


def require_served(name: str, page: str) -> None:
    """Check that each rule of a file speaks of metrics that are on a page of ``/metrics``, and of some."""
    found = queries_of_rules(name)
    assert found, name
    assert [*problems(found, served_by(page))] == []


def problems(queries: list[Query], served: Served) -> Iterator[str]:
    """Yield what is wrong with queries: they do not parse, or metrics or labels are not served."""
    for query in queries:
        try:
            tree = promql_parser.parse(query.expression)
        except ValueError as error:
            yield f"{query.place}: {error}"
            continue
        selectors = [*_all(tree, promql_parser.VectorSelector)]
        if not selectors:
            yield f"{query.place} asks for no metric"
        for selector in selectors:
            if selector.name not in served:
                yield f"{query.place}: nobody serves {selector.name}"
            for label in {matcher.name for matcher in selector.matchers.matchers}:
                if not _has(served, [selector.name], label):
                    yield f"{query.place}: {selector.name} has no label {label}"
        for aggregate in _all(tree, promql_parser.AggregateExpr):
            names = [each.name for each in _all(aggregate.expr, promql_parser.VectorSelector)]
            for label in aggregate.modifier.labels if aggregate.modifier is not None else ():
                if not _has(served, names, label):
                    yield f"{query.place}: {', '.join(names)} have no label {label}"


def _has(served: Served, names: list[str], label: str) -> bool:
    labels = [served.get(name) for name in names]
    return label in _OF_TARGETS or any(known is None or label in known for known in labels)


def _all(tree: Any, kind: type) -> Iterator[Any]:
    found: list[Any] = []

    def visit(node: Any) -> bool:
        if isinstance(node, kind):
            found.append(node)
        return True

    walk: Callable[..., bool] = promql_parser.walk
    walk(tree, visit)
    yield from found
