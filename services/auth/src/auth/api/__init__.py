"""The REST API: parse, authorise, call the service, return."""

from typing import Final

from fastapi import APIRouter

from auth.api import (
    api_keys,
    audit,
    companies,
    emails,
    installation,
    invitations,
    offboarding,
    preferences,
    registrations,
    resets,
    sessions,
    totp,
    users,
    web,
)

router = APIRouter(prefix="/api/v1")
_PARTS: Final = (
    *(registrations, sessions, web, preferences, emails, resets, totp),
    # Invitations before users: their path must not be taken for a user's.
    *(invitations, users, offboarding, companies, api_keys, audit, installation),
)
for _part in _PARTS:
    router.include_router(_part.router)

HASHING_PATHS: Final = sessions.HASHING_PATHS
JWKS_PATH: Final = sessions.JWKS_PATH
