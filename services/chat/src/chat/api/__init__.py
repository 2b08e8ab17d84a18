"""The REST API: parse, authorise, call the service, return."""

from fastapi import APIRouter

from chat.api import contacts, events, tickets

router = APIRouter(prefix="/api/v1")
router.include_router(contacts.router)
router.include_router(tickets.router)
router.include_router(events.router)
