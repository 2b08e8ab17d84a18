"""The routes of reporting."""

from fastapi import APIRouter

from reporting.api import activity, campaigns, exports, messages, system, templates, tickets

router = APIRouter(prefix="/api/v1/reports")
for _part in (campaigns, activity, tickets, messages, templates, exports):
    router.include_router(_part.router)
system_router = system.router
