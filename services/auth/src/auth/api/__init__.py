"""The REST API: parse, authorise, call the service, return."""

from typing import Final

from fastapi import APIRouter

from auth.api import (
    api_keys,
    audit,
    companies,
    emails,
    invitations,
    registrations,
    resets,
    sessions,
    totp,
    users,
)

router = APIRouter(prefix="/api/v1")
# Invitations before users: their path must not be taken for a user's.
for _part in (registrations, sessions, emails, resets, totp, invitations, users, companies, api_keys, audit):
    router.include_router(_part.router)

HASHING_PATHS: Final = sessions.HASHING_PATHS
JWKS_PATH: Final = sessions.JWKS_PATH
