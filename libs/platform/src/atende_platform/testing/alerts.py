"""Alert rules, and the metrics that they speak of."""

import re
from pathlib import Path
from typing import Any, Final

import yaml

RULES: Final = Path(__file__).parents[5] / "deploy" / "observability" / "rules"
_WORDS: Final = "max min sum avg count by without and or unless increase delta rate time"
_LABELS: Final = "job instance task consumer group op"
_NOT_METRICS: Final = frozenset(f"{_WORDS} {_LABELS}".split())


def rules(name: str = "*") -> list[dict[str, Any]]:
    """Return the rules of a file, or of all."""
    groups = [
        group
        for file in sorted(RULES.glob(f"{name}.yaml"))
        for group in yaml.safe_load(file.read_text())["groups"]
    ]
    return [rule for group in groups for rule in group["rules"]]


def metrics_of(expression: str) -> set[str]:
    """Return the names in an expression that are neither functions, keywords nor labels."""
    without_ranges = re.sub(r"\[[^\]]*\]", "", expression)
    return set(re.findall(r"[a-z_]{2,}", without_ranges)) - _NOT_METRICS


def require_served(name: str, page: str) -> None:
    """Check that each rule of a file speaks of metrics that are on a page of ``/metrics``, and of some."""
    served = set(re.findall(r"^# TYPE (\S+)", page, flags=re.MULTILINE))
    found = rules(name)
    assert found, name
    for rule in found:
        names = metrics_of(rule["expr"])
        assert names, rule["alert"]
        assert names <= served, (rule["alert"], names - served)
