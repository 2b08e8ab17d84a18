"""Alert rules, and the metrics that they speak of."""

import re
from pathlib import Path
from typing import Any, Final

import yaml

_OBSERVABILITY: Final = Path(__file__).parents[5] / "deploy" / "observability"
RULES: Final = _OBSERVABILITY / "rules"
TESTS: Final = _OBSERVABILITY / "tests" / "alerts.yaml"
_WORDS: Final = "max min sum avg count by without and or unless offset increase delta rate time"
_LABELS: Final = "job instance task consumer group op reason origin kind mountpoint le"
_NOT_METRICS: Final = frozenset({*_WORDS.split(), *_LABELS.split(), "histogram_quantile"})


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
    bare = re.sub(r"\[[^\]]*\]|\{[^}]*\}", "", expression)
    return set(re.findall(r"[a-z_]{2,}", bare)) - _NOT_METRICS


def require_served(name: str, page: str) -> None:
    """Check that each rule of a file speaks of metrics that are on a page of ``/metrics``, and of some."""
    # `up` is Prometheus' own. A histogram is served as its buckets, their sum and their count.
    served = {"up", *re.findall(r"^# TYPE (\S+)", page, flags=re.MULTILINE)}
    served |= {f"{name}_{part}" for name in served for part in ("bucket", "count")}
    found = rules(name)
    assert found, name
    for rule in found:
        names = metrics_of(rule["expr"])
        assert names, rule["alert"]
        assert names <= served, (rule["alert"], names - served)
