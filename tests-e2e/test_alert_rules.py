"""`make alerts-fire` causes every alert, by rules of which only the waits are shorter."""

import promql_parser
from alerts import fire, watch

from atende_platform.testing.alerts import rules


def test_every_alert_has_a_cause() -> None:
    cases = [*(case for lane in fire.SIDE_BY_SIDE for case in lane), *fire.ALONE]
    caused = [alert for case in cases for alert in case.alerts]
    assert sorted(caused) == sorted(rule["alert"] for rule in rules())
    assert all(case.cause for case in cases)


def test_waits_are_shorter_and_nothing_else_differs() -> None:
    for rule in rules():
        shorter = watch.shorten_rule(rule)
        promql_parser.parse(shorter["expr"])
        assert {**shorter, "expr": "", "for": ""} == {**rule, "expr": "", "for": ""}
        assert watch.without_durations(shorter["expr"]) == watch.without_durations(rule["expr"])
    rule = watch.shorten_rule({"expr": "increase(x[15m]) > 60 unless x offset 1h", "for": "10m"})
    assert rule == {"expr": "increase(x[30s]) > 60 unless x offset 120s", "for": "20s"}
