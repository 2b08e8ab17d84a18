"""Alert rules speak of metrics that there are: each is found in what a process really serves.

What services count themselves is looked for in their own tests.
"""

import re

import httpx
import yaml

import atende_platform.data.rounds  # noqa: F401 (serves what one of the rules is about)
from atende_platform.testing.alerts import RULES, TESTS, require_served, rules


async def test_every_metric_of_the_rules_is_served(client: httpx.AsyncClient) -> None:
    page = (await client.get("/metrics")).text
    require_served("consumers", page)
    require_served("requests", page)


def test_every_alert_has_a_test_and_a_runbook() -> None:
    names = {rule["alert"] for rule in rules()}
    tests = yaml.safe_load(TESTS.read_text())["tests"]
    assert {test["name"] for test in tests} == names
    runbook = (RULES.parents[2] / "docs" / "alerts.md").read_text()
    assert set(re.findall(r"^### (\w+)$", runbook, flags=re.MULTILINE)) == names


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
