"""The report at the end of the demo, as the terminal shows it."""

import io
from typing import Any

import pytest
from rich.console import Console

from atende_sandbox.demo.figures import Figures, duration, heat_map, show_figures

NO_TIME = {"count": 0, "medianSeconds": None, "p90Seconds": None, "averageSeconds": None}
EMPTY_FUNNEL = {"sent": 0, "delivered": 0, "read": 0, "failed": 0}
TICKETS: dict[str, Any] = {
    "opened": 4,
    "closed": 1,
    "firstReply": {"calendar": {**NO_TIME, "count": 3, "medianSeconds": 95.0}},
    "nextReply": {"calendar": NO_TIME},
    "resolution": {"calendar": NO_TIME},
    "satisfaction": {"average": None},
}


def hour(weekday: int, clock: int, inbound: int) -> dict[str, Any]:
    empty = {"replies": EMPTY_FUNNEL, "campaigns": EMPTY_FUNNEL}
    return {"weekday": weekday, "hour": clock, "inbound": inbound, **empty}


def test_a_heat_map_has_a_row_for_each_weekday_and_a_sign_for_each_hour() -> None:
    head, *rows, legend = heat_map([hour(1, 0, 1), hour(1, 9, 8), hour(7, 23, 4)])
    assert [row.split()[0] for row in rows] == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    assert {len(row) for row in rows} == {len(rows[0])}
    monday, sunday = rows[0].split()[1], rows[6].split()[1]
    assert (monday[0], monday[9], sunday[23]) == ("░", "█", "▒")
    assert monday.count("·") == 22
    assert (rows[0].split()[2], rows[1].split()[2]) == ("9", "0")
    assert head.index("18") == rows[0].index(monday) + 18
    assert legend.endswith("of 8")


def test_a_week_without_messages_is_a_map_of_nothing() -> None:
    rows = heat_map(hour(weekday, clock, 0) for weekday in range(1, 8) for clock in range(24))[1:-1]
    assert all(row.split()[1] == "·" * 24 for row in rows)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (None, "–"),
        (0, "0 s"),
        (48.4, "48 s"),
        (60, "1 min"),
        (200, "3 min 20 s"),
        (3_600, "1 h"),
        (7_505, "2 h 5 min"),
        (3_605, "1 h"),
        (356_400, "4 d 3 h"),
    ],
)
def test_durations_as_people_say_them(seconds: float | None, said: str) -> None:
    assert duration(seconds) == said


def test_a_new_company_has_a_report_too() -> None:
    """With nothing to divide by, a failure without a reason, and an agent who left."""
    summary = {
        "firstDay": "2026-11-01",
        "lastDay": "2026-11-30",
        "timeZone": "America/Sao_Paulo",
        "totals": {"inbound": 0, "replies": EMPTY_FUNNEL, "campaigns": EMPTY_FUNNEL, "optOuts": 0},
        "successRate": None,
        "tickets": TICKETS,
    }
    campaign = {
        "total": 0,
        "delivery": EMPTY_FUNNEL,
        "replied": 0,
        "failures": [{"reason": None, "count": 2}],
    }
    agents = [{"agentId": None, **TICKETS}, {"agentId": "gone", **TICKETS}]
    written = io.StringIO()
    show_figures(
        Console(file=written, width=120),
        Figures(summary, campaign, agents, [], {}),
        "http://127.0.0.1:8080/reports",
    )
    shown = written.getvalue()
    for line in ("http://127.0.0.1:8080/reports", "1 min 35 s", "The provider gave no reason.", "nobody"):
        assert line in shown
