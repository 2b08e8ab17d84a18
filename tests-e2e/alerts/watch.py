"""What Prometheus evaluates and Alertmanager has: rules with shorter waits, and when alerts begin and end."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import httpx
import yaml

from atende_sandbox.observability import ALERTMANAGER_CONFIG, RULES, Observability

SCALE: Final = 30
"""So much shorter is each wait (``for``) and each look back (``[15m]``) than in the rules of deployments."""
_UNITS: Final = {"s": 1, "m": 60, "h": 3600}
_DURATION: Final = re.compile(r"(?<=\[)(\d+)([smh])(?=\])|(?<=offset )(\d+)([smh])")
_LEAST_SECONDS: Final = 6
"""Of a look back: a rate needs two scrapes."""


def shortened(duration: str) -> str:
    """Return a duration divided by `SCALE`."""
    seconds = int(duration[:-1]) * _UNITS[duration[-1]] / SCALE
    return f"{max(1, round(seconds))}s"


def shorten_rule(rule: Mapping[str, Any]) -> dict[str, Any]:
    """Return a rule that differs in its waits only: not in what is measured, and not in its thresholds."""

    def shorter(found: re.Match[str]) -> str:
        number, unit = found[1] or found[3], found[2] or found[4]
        return f"{max(_LEAST_SECONDS, round(int(number) * _UNITS[unit] / SCALE))}s"

    waits = {"for": shortened(rule["for"])} if "for" in rule else {}
    return {**rule, "expr": _DURATION.sub(shorter, rule["expr"]), **waits}


def without_durations(expression: str) -> str:
    """Return an expression without its looks back."""
    return _DURATION.sub("", expression)


def write_rules(folder: Path) -> list[str]:
    """Write the shorter rules into a folder; return the names of all alerts."""
    folder.mkdir(parents=True, exist_ok=True)
    names: list[str] = []
    for path in sorted(RULES.glob("*.yaml")):
        content = yaml.safe_load(path.read_text())
        for group in content["groups"]:
            group["rules"] = [shorten_rule(rule) for rule in group["rules"]]
            names += [rule["alert"] for rule in group["rules"]]
        (folder / path.name).write_text(yaml.safe_dump(content))
    return names


def write_alertmanager(folder: Path) -> Path:
    """Write Alertmanager's configuration as it is deployed, but that it waits for no further alerts."""
    text = ALERTMANAGER_CONFIG.read_text()
    path = folder / "alertmanager.yaml"
    for wait in ("group_wait: 30s", "group_interval: 5m"):
        assert wait in text
        text = text.replace(wait, f"{wait.partition(':')[0]}: 1s")
    path.write_text(text)
    return path


class Watch:
    """What fires, as the two programs see it."""

    def __init__(self, observability: Observability) -> None:
        self._prometheus = observability.url("prometheus")
        self._alertmanager = observability.url("alertmanager")
        self._http = httpx.AsyncClient(timeout=60)

    async def firing(self) -> set[str]:
        """Return the alerts that fire in Prometheus."""
        answer = (await self._http.get(f"{self._prometheus}/api/v1/alerts")).json()
        return {
            alert["labels"]["alertname"] for alert in answer["data"]["alerts"] if alert["state"] == "firing"
        }

    async def received(self) -> set[str]:
        """Return the alerts that Alertmanager has and that go on."""
        alerts = (await self._http.get(f"{self._alertmanager}/api/v2/alerts")).json()
        return {alert["labels"]["alertname"] for alert in alerts}

    async def close(self) -> None:
        await self._http.aclose()
