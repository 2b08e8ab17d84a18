"""Alert rules speak of metrics that there are: each is found in what a process really serves.

What services count themselves is looked for in their own tests.
"""

import re

import httpx
import yaml

import atende_platform.data.fence
import atende_platform.data.rounds  # noqa: F401 (serves what one of the rules is about)
from atende_platform.testing.alerts import RULES, TESTS, Query, problems, require_served, rules, served_by


async def test_every_metric_of_the_rules_is_served(client: httpx.AsyncClient) -> None:
    page = (await client.get("/metrics")).text
    require_served("consumers", page)
    require_served("requests", page)


def test_every_alert_has_a_test_and_a_runbook() -> None:
    names = {rule["alert"] for rule in rules()}
    tests = yaml.safe_load(TESTS.read_text())["tests"]
    assert {test["name"] for test in tests} == names
    for page in ("alerts.md", "alerts.pt-BR.md"):
        runbook = (RULES.parents[2] / "docs" / page).read_text()
        assert set(re.findall(r"^### (\w+)$", runbook, flags=re.MULTILINE)) == names, page


def test_every_alert_is_explained() -> None:
    names = [rule["alert"] for rule in rules()]
    assert len(set(names)) == len(names)
    for rule in rules():
        assert rule["labels"]["severity"] in {"page", "warning"}
        assert rule["annotations"]["summary"]
        for label in re.findall(r"\$labels\.(\w+)", str(rule["annotations"])):
            assert re.search(rf"by \([^)]*\b{label}\b", rule["expr"]), (rule["alert"], label)


async def test_a_task_s_age_and_limit_are_served(client: httpx.AsyncClient) -> None:
    page = (await client.get("/metrics")).text
    assert re.search(r'^task_round_age_seconds\{task="revoked sessions"\} [0-9.e-]+$', page, re.MULTILINE)
    assert 'task_round_limit_seconds{task="revoked sessions"}' in page


def test_queries_that_ask_for_what_is_not_served_are_found() -> None:
    page = """
# TYPE sends_total counter
sends_total{origin="reply"} 1
# TYPE seconds histogram
seconds_bucket{le="+Inf",route="/a"} 1
seconds_count{route="/a"} 1
seconds_sum{route="/a"} 1
# TYPE silent_total counter
"""
    asked = {
        'sum by (job, origin) (rate(sends_total{origin="reply",job="x"}[5m]))': "",
        "histogram_quantile(0.9, sum by (le, route) (rate(seconds_bucket[5m])))": "",
        "sum by (why) (silent_total) and up == 0": "",
        "sum by (outcome) (sends_total)": "x: sends_total have no label outcome",
        'sends_total{outcome="failed"}': "x: sends_total has no label outcome",
        "sends > 1": "x: nobody serves sends",
        "1 + 1": "x asks for no metric",
    }
    for expression, problem in asked.items():
        found = [*problems([Query("x", expression)], served_by(page))]
        assert found == ([problem] if problem else []), expression
    assert [*problems([Query("x", "sum(")], served_by(page))]
