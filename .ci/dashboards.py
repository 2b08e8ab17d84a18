"""Writes the dashboards of deploy/observability/dashboards: ``python .ci/dashboards.py [--check] DIRECTORY``.

A dashboard is a list of rows of panels, and a panel a title with its queries; where they stand and how they
look is the same in all. Grafana 11 or newer reads the files; `docs/monitoring.md` says how.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).parent.parent
_WIDTH: Final = 24
_HEIGHT: Final = 8
_SOURCE: Final = {"type": "prometheus", "uid": "${source}"}


@dataclass(frozen=True)
class Panel:
    """Lines over time. ``queries``: what is drawn, by what each line is called; ``unit`` is Grafana's."""

    title: str
    queries: dict[str, str]
    unit: str = "short"
    about: str = ""
    stacked: bool = False


@dataclass(frozen=True)
class Dashboard:
    """Panels in rows, each row with a heading."""

    uid: str
    title: str
    about: str
    rows: dict[str, Sequence[Panel]]
    by_job: bool = False
    """Whether one chooses the processes that it shows."""


_HTTP: Final = "http_server_request_duration_seconds"
_FIRING: Final = 'ALERTS{alertstate="firing"}'
_BUILD: Final = "atende_build_info"
_LATE: Final = "task_round_age_seconds - task_round_limit_seconds"
_JOB: Final = 'job=~"$job"'
_ERRORS: Final = 'status=~"5.."'
_CHAT: Final = 'job=~"chat.*",route!="none"'
_WEBHOOKS: Final = 'route=~"/webhooks/.+",method="POST"'


def _over(what: str, metric: str, by: str, where: str) -> str:
    grouping = f" by ({by})" if by else ""
    at = f"{{{where}}}" if where else ""
    return f"sum{grouping} ({what}({metric}{at}[$__rate_interval]))"


def _by(how: str, labels: str, expression: str) -> str:
    return f"{how} by ({labels}) ({expression})"


def rate(metric: str, by: str = "", where: str = "") -> str:
    """Return how often it happens per second."""
    return _over("rate", metric, by, where)


def more(metric: str, by: str = "", where: str = "") -> str:
    """Return how often it happened within what one point of the panel stands for."""
    return _over("increase", metric, by, where)


def quantile(share: str, metric: str, by: str = "", where: str = "") -> str:
    """Return below what so much of a histogram's observations are."""
    return f"histogram_quantile({share}, {rate(f'{metric}_bucket', f'le, {by}' if by else 'le', where)})"


_RECORD_AGE: Final = Panel(
    "Oldest record that a group has not handled",
    {"{{group}}: {{topic}}": f"{_by('max', 'group, topic', 'kafka_consumer_group_lag_seconds')} > 0"},
    "s",
)
_OUTBOX_AGE: Final = Panel(
    "Oldest event that is not in Kafka yet",
    {"{{service}}": _by("max", "service", "outbox_oldest_age_seconds")},
    "s",
)
_DEAD_LETTERS: Final = Panel(
    "Dead letters kept", {"{{group}}": f"{_by('max', 'group', 'dead_letters_kept')} > 0"}
)
_LEFT_AGE: Final = Panel(
    "Oldest dead letter, and oldest event that is parked",
    {
        "{{group}}": f"{_by('max', 'group', 'dead_letters_age_seconds')} > 0",
        "{{service}}, parked": f"{_by('max', 'service', 'outbox_parked_age_seconds')} > 0",
    },
    "s",
)
_SOCKETS: Final = Panel(
    "Sockets of browsers and clients", {"{{namespace}}": _by("sum", "namespace", "realtime_sockets")}
)

OVERVIEW: Final = Dashboard(
    "atende-overview",
    "Atendechat: overview",
    "Whether the system does well, and where to look if it does not.",
    {
        "What asks for attention": (
            Panel(
                "Alerts that fire",
                {"{{alertname}} ({{severity}})": _by("sum", "alertname, severity", _FIRING)},
                about="docs/alerts.md says what each means, and what to do.",
            ),
            Panel(
                "Processes that do not answer",
                {"{{job}}": "count by (job) (up == 0) or 0 * count by (job) (up)"},
            ),
            Panel(
                "Versions that run",
                {"{{service}} {{version}} {{revision}}": _by("count", "service, version, revision", _BUILD)},
            ),
        ),
        "Requests": (
            Panel("Per second", {"{{job}}": rate(f"{_HTTP}_count", "job")}, "reqps", stacked=True),
            Panel(
                "Share of errors of our own (5xx)",
                {"{{job}}": f"{rate(f'{_HTTP}_count', 'job', _ERRORS)} / {rate(f'{_HTTP}_count', 'job')}"},
                "percentunit",
            ),
            Panel("Duration, 95th percentile", {"{{job}}": quantile("0.95", _HTTP, "job")}, "s"),
        ),
        "What waits": (_RECORD_AGE, _OUTBOX_AGE, _DEAD_LETTERS),
        "Messages": (
            Panel("Sends per second", {"{{outcome}}": rate("gateway_sends_total", "outcome")}, "ops"),
            Panel("Sends without a known fate", {"unconfirmed": "max(gateway_sends_unconfirmed)"}),
            _SOCKETS,
        ),
        "Processes": (
            Panel("CPU", {"{{job}}": rate("process_cpu_seconds_total", "job")}, "percentunit"),
            Panel("Memory", {"{{job}}": _by("sum", "job", "process_resident_memory_bytes")}, "bytes"),
            Panel(
                "Delay of the event loop, 99th percentile",
                {"{{job}}": quantile("0.99", "event_loop_delay_seconds", "job")},
                "s",
                "How late a process does what is ready. A long delay: its CPU is the limit.",
            ),
        ),
    },
)

SENDING: Final = Dashboard(
    "atende-sending",
    "Atendechat: sending",
    "Campaigns and replies on their way to the provider, and what the provider reports of them.",
    {
        "Sends": (
            Panel(
                "Per second, by outcome",
                {"{{origin}}, {{outcome}}": f"{rate('gateway_sends_total', 'origin, outcome')} > 0"},
                "ops",
                "accepted, delivered, read: reported by the provider. failed: never left. undelivered: failed"
                " after the provider took it. unknown: no answer came. returned, suppressed: held back.",
            ),
            Panel(
                "Share that fails",
                {
                    "{{origin}}": rate("gateway_sends_total", "origin", 'outcome=~"failed|undelivered"')
                    + " / "
                    + rate("gateway_sends_total", "origin", 'outcome=~"accepted|failed|unknown"')
                },
                "percentunit",
            ),
            Panel("Without a known fate now", {"unconfirmed": "max(gateway_sends_unconfirmed)"}),
        ),
        "Provider": (
            Panel(
                "How long it takes for a message",
                {
                    "median, {{reply}}": quantile("0.5", "gateway_provider_post_seconds", "reply"),
                    "95th percentile, {{reply}}": quantile("0.95", "gateway_provider_post_seconds", "reply"),
                },
                "s",
            ),
            Panel(
                "Answers per second",
                {"{{reply}}": rate("gateway_provider_post_seconds_count", "reply")},
                "ops",
            ),
            Panel(
                "Channels that stop or rest",
                {
                    "stopped: {{reason}}": more("gateway_channels_stopped_total", "reason"),
                    "circuit {{to}}": more("gateway_circuit_changes_total", "to"),
                },
                about="stopped: the provider refuses the channel. circuit: it does not answer, and rests.",
            ),
        ),
        "Campaigns": (
            Panel(
                "Recipients handed over per second",
                {"first": rate("campaign_dispatched_total"), "again": rate("campaign_redispatched_total")},
                "ops",
            ),
            Panel("Campaigns that do not move", {"{{kind}}": _by("max", "kind", "campaign_stuck")}),
            Panel("Campaigns by status", {"{{status}}": _by("max", "status", "reporting_campaigns")}),
        ),
        "Statuses and files": (
            Panel("Reports per second", {"{{effect}}": rate("gateway_statuses_total", "effect")}, "ops"),
            Panel(
                "Files per second",
                {
                    "fetched: {{outcome}}": rate("gateway_media_fetches_total", "outcome"),
                    "uploaded: {{outcome}}": rate("gateway_media_uploads_total", "outcome"),
                },
                "ops",
            ),
            Panel(
                "The last day",
                {"sent": "max(reporting_send_success_ratio)", "opted out": "max(reporting_opt_out_ratio)"},
                "percentunit",
            ),
        ),
        "WhatsApp Web": (
            Panel("Sessions held", {"{{state}}": _by("sum", "state", "sessions_held")}, stacked=True),
            Panel(
                "Sessions in trouble",
                {
                    "held by no process": "min(sessions_waiting)",
                    "failing": "sum(sessions_failing)",
                    "version refused": "max(sessions_outdated)",
                },
            ),
            Panel("Sends per second", {"{{outcome}}": rate("gateway_session_sends_total", "outcome")}, "ops"),
        ),
    },
)

INBOX: Final = Dashboard(
    "atende-inbox",
    "Atendechat: inbox",
    "What customers write on its way to agents: webhooks, sockets, search, and webhooks of companies.",
    {
        "Webhooks of providers": (
            Panel(
                "Per second",
                {
                    "{{status}}": rate(f"{_HTTP}_count", "status", _WEBHOOKS),
                    "on the short way": rate("gateway_webhooks_plain_total"),
                },
                "reqps",
            ),
            Panel(
                "Duration",
                {
                    "median": quantile("0.5", _HTTP, where=_WEBHOOKS),
                    "99th percentile": quantile("0.99", _HTTP, where=_WEBHOOKS),
                },
                "s",
            ),
            Panel(
                "Refused per second", {"{{reason}}": rate("gateway_webhooks_refused_total", "reason")}, "ops"
            ),
        ),
        "Sockets of agents": (
            _SOCKETS,
            Panel("Events per second", {"{{namespace}}": rate("realtime_events_total", "namespace")}, "ops"),
            Panel(
                "Ended by us, per second",
                {"{{reason}}": rate("realtime_hung_up_total", "reason")},
                "ops",
                "stranger: no valid token. slow: it does not take its events. deaf: it does not answer.",
            ),
        ),
        "Chat": (
            Panel(
                "Slowest routes, 95th percentile",
                {"{{route}}": f"topk(8, {quantile('0.95', _HTTP, 'route', _CHAT)})"},
                "s",
            ),
            Panel("Search: oldest message without an index", {"lag": "max(search_lag_seconds)"}, "s"),
            Panel(
                "Requests over sockets, per second",
                {"{{type}}: {{outcome}}": rate("realtime_requests_total", "type, outcome")},
                "ops",
            ),
        ),
        "Updates and webhooks": (
            Panel(
                "Updates of providers, per second",
                {"{{outcome}}": rate("gateway_webhook_updates_total", "outcome")},
                "ops",
            ),
            Panel(
                "Webhooks of companies, per second",
                {"{{outcome}}": rate("webhook_deliveries_total", "outcome")},
                "ops",
            ),
            Panel("Endpoints that are delivered to", {"endpoints": "sum(webhook_endpoints_under_way)"}),
        ),
    },
)

CONSUMERS: Final = Dashboard(
    "atende-consumers",
    "Atendechat: consumers",
    "Events between services: what waits, what fails, what stands still.",
    {
        "What waits": (
            Panel(
                "Records not handled yet",
                {"{{group}}: {{topic}}": f"{_by('max', 'group, topic', 'kafka_consumer_group_lag')} > 0"},
            ),
            _RECORD_AGE,
            _OUTBOX_AGE,
        ),
        "What fails": (
            Panel(
                "New dead letters",
                {
                    "{{group}}": f"{more('consumer_dead_letters_total', 'group')} > 0",
                    "untried: {{group}}": f"{more('consumer_diverted_total', 'group')} > 0",
                },
            ),
            _DEAD_LETTERS,
            _LEFT_AGE,
            Panel(
                "Companies passed over in periodic work",
                {"{{task}}": f"{_by('max', 'task', 'company_work_passed_over')} > 0"},
            ),
        ),
        "What stands still": (
            Panel(
                "Nobody's records can be handled",
                {"{{consumer}}": f"{_by('max', 'consumer', 'consumer_stands_still')} > 0"},
            ),
            Panel(
                "Due for longer than it may be",
                {"{{job}}: {{task}}": f"{_by('max', 'job, task', _LATE)} > 0"},
                "s",
            ),
            Panel(
                "Events of an unknown type",
                {"{{group}}": f"{more('consumer_unknown_events_total', 'group')} > 0"},
                about="Of a newer version of another service: they are passed over.",
            ),
        ),
        "What moves": (
            Panel(
                "Events into Kafka per second",
                {"{{topic}}": f"{rate('outbox_published_total', 'topic')} > 0"},
                "ops",
                stacked=True,
            ),
            Panel(
                "Records that wait for consumers of a process",
                {"{{consumer}}": f"{_by('sum', 'consumer', 'consumer_lag_records')} > 0"},
            ),
            Panel(
                "Since the ended sessions were read",
                {"{{job}}": f"time() - {_by('min', 'job', 'revocations_read_timestamp_seconds')}"},
                "s",
            ),
        ),
    },
)

REQUESTS: Final = Dashboard(
    "atende-requests",
    "Atendechat: requests of one service",
    "The routes of the processes that are chosen above, and what their requests wait for.",
    {
        "Routes": (
            Panel(
                "Busiest routes",
                {"{{method}} {{route}}": f"topk(10, {rate(f'{_HTTP}_count', 'method, route', _JOB)})"},
                "reqps",
            ),
            Panel(
                "Slowest routes, 95th percentile",
                {"{{method}} {{route}}": f"topk(10, {quantile('0.95', _HTTP, 'method, route', _JOB)})"},
                "s",
            ),
            Panel(
                "Errors of our own, by route",
                {
                    "{{method}} {{route}} {{status}}": rate(
                        f"{_HTTP}_count", "method, route, status", f"{_JOB},{_ERRORS}"
                    )
                    + " > 0"
                },
                "reqps",
            ),
        ),
        "Refusals": (
            Panel(
                "Answers per second",
                {"{{status}}": rate(f"{_HTTP}_count", "status", _JOB)},
                "reqps",
                stacked=True,
            ),
            Panel(
                "No place in time, per second",
                {"{{of}}: {{reason}}": rate("fair_share_refusals_total", "of, reason", _JOB)},
                "ops",
            ),
            Panel(
                "Refused sign-ins, permissions and quotas, per second",
                {
                    "{{action}}": rate("refusals_total", "action", _JOB),
                    "quota {{quota}}": rate("company_quota_refusals_total", "quota", _JOB),
                },
                "ops",
            ),
        ),
        "What requests wait for": (
            Panel(
                "Wait for a place, 95th percentile",
                {"{{of}}": quantile("0.95", "fair_share_wait_seconds", "of", _JOB)},
                "s",
            ),
            Panel(
                "Database connections",
                {
                    "{{pool}}, {{state}}": _by("sum", "pool, state", f"database_pool_connections{{{_JOB}}}"),
                    "{{pool}}, most": _by("sum", "pool", f"database_pool_size{{{_JOB}}}"),
                },
            ),
            Panel(
                "Delay of the event loop, 99th percentile",
                {"{{job}}": quantile("0.99", "event_loop_delay_seconds", "job", _JOB)},
                "s",
            ),
        ),
    },
    by_job=True,
)

DASHBOARDS: Final = (OVERVIEW, SENDING, INBOX, CONSUMERS, REQUESTS)


def _panel(panel: Panel, number: int, x: int, y: int, width: int) -> dict[str, Any]:
    return {
        "id": number,
        "type": "timeseries",
        "title": panel.title,
        "description": panel.about,
        "datasource": _SOURCE,
        "gridPos": {"x": x, "y": y, "w": width, "h": _HEIGHT},
        "fieldConfig": {
            "defaults": {
                "unit": panel.unit,
                "min": 0,
                "custom": {
                    "drawStyle": "line",
                    "lineWidth": 1,
                    "fillOpacity": 20 if panel.stacked else 0,
                    "showPoints": "auto",
                    "stacking": {"mode": "normal" if panel.stacked else "none"},
                },
            },
            "overrides": [],
        },
        "options": {
            "legend": {"displayMode": "list", "placement": "bottom", "showLegend": True},
            "tooltip": {"mode": "multi", "sort": "desc"},
        },
        "targets": [
            {
                "refId": chr(ord("A") + place),
                "datasource": _SOURCE,
                "expr": expression,
                "legendFormat": legend,
                "range": True,
            }
            for place, (legend, expression) in enumerate(panel.queries.items())
        ],
    }


def _panels(dashboard: Dashboard) -> Iterator[dict[str, Any]]:
    number, y = 1, 0
    for heading, panels in dashboard.rows.items():
        yield {
            "id": number,
            "type": "row",
            "title": heading,
            "collapsed": False,
            "gridPos": {"x": 0, "y": y, "w": _WIDTH, "h": 1},
            "panels": [],
        }
        number, y = number + 1, y + 1
        width = _WIDTH // len(panels)
        for place, panel in enumerate(panels):
            yield _panel(panel, number, place * width, y, width)
            number += 1
        y += _HEIGHT


def document(dashboard: Dashboard) -> dict[str, Any]:
    """Return a dashboard as Grafana has it."""
    variables: list[dict[str, Any]] = [
        {"name": "source", "label": "Prometheus", "type": "datasource", "query": "prometheus", "current": {}}
    ]
    if dashboard.by_job:
        variables.append(
            {
                "name": "job",
                "label": "Process",
                "type": "query",
                "datasource": _SOURCE,
                "query": {"query": "label_values(atende_build_info, job)", "refId": "job"},
                "definition": "label_values(atende_build_info, job)",
                "refresh": 2,
                "includeAll": True,
                "multi": True,
                "sort": 1,
                "current": {"text": ["All"], "value": ["$__all"]},
            }
        )
    return {
        "uid": dashboard.uid,
        "title": dashboard.title,
        "description": dashboard.about,
        "tags": ["atendechat"],
        "schemaVersion": 39,
        "editable": True,
        "graphTooltip": 1,
        "refresh": "30s",
        "time": {"from": "now-3h", "to": "now"},
        "timezone": "browser",
        "links": [
            {
                "title": "Others",
                "type": "dashboards",
                "tags": ["atendechat"],
                "asDropdown": True,
                "keepTime": True,
            }
        ],
        "templating": {"list": variables},
        "annotations": {"list": []},
        "panels": list(_panels(dashboard)),
    }


def main(arguments: list[str]) -> int:
    """Write the files, or with ``--check`` tell whether they are as they would be written."""
    check = arguments[:1] == ["--check"]
    folder = Path(arguments[-1])
    files = {
        folder / f"{each.uid.removeprefix('atende-')}.json": json.dumps(document(each), indent=2) + "\n"
        for each in DASHBOARDS
    }
    if not check:
        folder.mkdir(parents=True, exist_ok=True)
        for path, text in files.items():
            path.write_text(text)
        return 0
    strange = {path for path in folder.glob("*.json") if path not in files}
    differ = {path for path, text in files.items() if not path.exists() or path.read_text() != text}
    for path in sorted(strange | differ):
        sys.stderr.write(f"{path} is not what the code says. Run `make docs`.\n")
    return 1 if strange | differ else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
