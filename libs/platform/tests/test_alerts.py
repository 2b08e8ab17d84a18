"""Alert rules speak of metrics that there are: each is found in what a process really serves."""

import re
from pathlib import Path
from typing import Any, Final

import httpx
import yaml

RULES: Final = Path(__file__).parents[3] / "deploy" / "observability" / "rules"
_NOT_METRICS: Final = frozenset(
    [
        "max",
        "min",
        "sum",
        "avg",
        "count",
        "by",
        "without",
        "and",
        "or",
        "unless",
        "increase",
        "delta",
        "rate",
        "time",
        "job",
        "instance",
        "task",
        "consumer",
        "group",
    ]
)


def rules() -> list[dict[str, Any]]:
    groups = [
        group for file in sorted(RULES.glob("*.yaml")) for group in yaml.safe_load(file.read_text())["groups"]
    ]
    return [rule for group in groups for rule in group["rules"]]


def metrics_of(expression: str) -> set[str]:
    """Return the names in an expression that are neither functions, keywords nor labels."""
    without_ranges = re.sub(r"\[[^\]]*\]", "", expression)
    return set(re.findall(r"[a-z_]{2,}", without_ranges)) - _NOT_METRICS


async def test_every_metric_of_the_rules_is_served(client: httpx.AsyncClient) -> None:
    page = (await client.get("/metrics")).text
    served = set(re.findall(r"^# TYPE (\S+)", page, flags=re.MULTILINE))
    alerts = rules()
    assert len(alerts) >= 7
    for rule in alerts:
        names = metrics_of(rule["expr"])
        assert names, rule["alert"]
        assert names <= served, (rule["alert"], names - served)


def test_every_alert_is_explained() -> None:
    names = [rule["alert"] for rule in rules()]
    assert len(set(names)) == len(names)
    for rule in rules():
        assert rule["expr"].count("(") == rule["expr"].count(")")
        assert rule["labels"]["severity"] in {"page", "warning"}
        assert rule["annotations"]["summary"]
        for label in re.findall(r"\$labels\.(\w+)", str(rule["annotations"])):
            assert re.search(rf"by \([^)]*\b{label}\b", rule["expr"]), (rule["alert"], label)


async def test_a_task_s_age_and_limit_are_served(client: httpx.AsyncClient) -> None:
    page = (await client.get("/metrics")).text
    assert re.search(r'^task_round_age_seconds\{task="revoked sessions"\} [0-9.e-]+$', page, re.MULTILINE)
    assert 'task_round_limit_seconds{task="revoked sessions"}' in page
