"""The routes of reporting."""

from fastapi import APIRouter

from reporting.api import (
    activity,
    campaigns,
    export_jobs,
    exports,
    messages,
    schedules,
    system,
    templates,
    tickets,
)

router = APIRouter(prefix="/api/v1/reports")
for _part in (campaigns, activity, tickets, messages, templates, exports, schedules, export_jobs):
    router.include_router(_part.router)
system_router = system.router
