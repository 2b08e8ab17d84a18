"""Every route of reporting."""

from typing import Final

from route import EXPORTS, REPORTS, SCHEDULES, Route, report_schedule

from atende_contracts.permissions import Permission as P

ROUTES: Final = (
    Route("GET", "/api/v1/reports/campaigns", P.REPORTS_READ),
    Route("GET", "/api/v1/reports/campaigns/export", P.REPORTS_READ),
    Route("POST", "/api/v1/reports/campaigns/export", P.REPORTS_READ),
    Route("GET", "/api/v1/reports/campaigns/{campaign_id}", P.REPORTS_READ),
    Route("GET", "/api/v1/reports/campaigns/{campaign_id}/variants/export", P.REPORTS_READ),
    Route("POST", "/api/v1/reports/campaigns/{campaign_id}/variants/export", P.REPORTS_READ),
    Route("GET", "/api/v1/reports/campaigns/{campaign_id}/export.csv", P.REPORTS_READ),
    Route("POST", "/api/v1/reports/campaigns/{campaign_id}/export.csv", P.REPORTS_READ),
    Route("GET", "/api/v1/reports/campaigns/{campaign_id}/curve", P.REPORTS_READ),
    Route("GET", "/api/v1/reports/campaigns/{campaign_id}/export.xlsx", P.REPORTS_READ),
    Route("POST", "/api/v1/reports/campaigns/{campaign_id}/export.xlsx", P.REPORTS_READ),
    Route("GET", "/api/v1/reports/agents", P.REPORTS_READ),
    Route("GET", "/api/v1/reports/channels", P.REPORTS_READ),
    Route("GET", "/api/v1/reports/delivery-errors", P.REPORTS_READ),
    Route("GET", "/api/v1/reports/opt-outs", P.REPORTS_READ),
    *(
        Route(method, f"/api/v1/reports/{name}/export", P.REPORTS_READ)
        for name in REPORTS
        for method in ("GET", "POST")
    ),
    Route("GET", "/api/v1/reports/daily", P.REPORTS_READ),
    Route("GET", "/api/v1/reports/hourly", P.REPORTS_READ),
    Route("GET", "/api/v1/reports/queues", P.REPORTS_READ),
    Route("GET", "/api/v1/reports/summary", P.REPORTS_READ),
    Route("GET", "/api/v1/reports/tags", P.REPORTS_READ),
    Route("GET", "/api/v1/reports/templates", P.REPORTS_READ),
    Route("GET", SCHEDULES, P.REPORTS_READ),
    Route("POST", SCHEDULES, P.REPORTS_MANAGE, report_schedule, ends=201),
    Route("GET", f"{SCHEDULES}/{{schedule_id}}", P.REPORTS_READ),
    Route("PATCH", f"{SCHEDULES}/{{schedule_id}}", P.REPORTS_MANAGE, lambda _: {"hour": 9}),
    Route("DELETE", f"{SCHEDULES}/{{schedule_id}}", P.REPORTS_MANAGE, ends=204),
    Route("POST", f"{SCHEDULES}/{{schedule_id}}/send", P.REPORTS_MANAGE, ends=202),
    Route("GET", f"{SCHEDULES}/{{schedule_id}}/runs", P.REPORTS_READ),
    # A key is no recipient.
    Route("DELETE", f"{SCHEDULES}/{{schedule_id}}/recipients/me", P.REPORTS_READ, ends=204),
    Route("GET", EXPORTS, P.REPORTS_READ),
    Route("POST", EXPORTS, P.REPORTS_READ, lambda _: {"report": "daily"}, ends=202),
    # Others' exports are for who manages reports.
    Route("GET", f"{EXPORTS}/{{export_id}}", P.REPORTS_READ, also=frozenset({P.REPORTS_MANAGE})),
    Route("DELETE", f"{EXPORTS}/{{export_id}}", P.REPORTS_READ, also=frozenset({P.REPORTS_MANAGE}), ends=204),
    *(
        Route(method, f"{EXPORTS}/{{export_id}}/file", P.REPORTS_READ, also=frozenset({P.REPORTS_MANAGE}))
        for method in ("GET", "POST")
    ),
)
