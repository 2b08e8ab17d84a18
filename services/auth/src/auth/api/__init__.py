"""The REST API: parse, authorise, call the service, return."""

from typing import Final

from fastapi import APIRouter

from auth.api import audit, companies, sessions, users

router = APIRouter(prefix="/api/v1")
for _part in (sessions, users, companies, audit):
    router.include_router(_part.router)

JWKS_PATH: Final = sessions.JWKS_PATH
