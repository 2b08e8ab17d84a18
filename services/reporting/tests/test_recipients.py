"""Addresses of users, as auth tells them: the new one, and beside it for a while the one of before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

from atende_contracts.registry import decode, encode
from atende_contracts.users import UserChangedV1
from atende_platform.data.db import Database
from reporting.repository.recipients import Recipients

from .reports import member

if TYPE_CHECKING:
    from conftest import Company, Tell

ADDRESS = "bia@padaria.example"


def without_address(company_id: UUID, **other: Any) -> UserChangedV1:
    """Return a user as a version of auth tells it that knows nothing of addresses."""
    event = decode("user.changed.v1", encode(member(company_id, email=None, **other)))
    assert isinstance(event, UserChangedV1)
    assert "email" not in event.model_fields_set
    return event


@pytest.mark.parametrize("at_once", [True, False])
async def test_an_address_stays_where_auth_of_the_version_before_tells_of_the_user(
    tell: Tell, company: Company, database: Database, *, at_once: bool
) -> None:
    bia = member(company.id)
    changes = [
        bia,
        without_address(company.id, user_id=bia.user_id, revision=2),
        without_address(company.id, user_id=bia.user_id, revision=3, name="Beatriz", role="viewer"),
    ]
    for batch in [changes] if at_once else [[each] for each in changes]:
        await tell(*batch)
    async with database.worker() as session:
        found = (await Recipients(session, company.id).those([bia.user_id]))[bia.user_id]
    assert (found.name, found.role, found.revision, found.email) == ("Beatriz", "viewer", 3, ADDRESS)


@pytest.mark.parametrize("at_once", [True, False])
async def test_the_address_of_a_disabled_user_is_forgotten(
    tell: Tell, company: Company, database: Database, *, at_once: bool
) -> None:
    bia = member(company.id)
    changes = [
        bia,
        without_address(company.id, user_id=bia.user_id, revision=2, state="disabled"),
        without_address(company.id, user_id=bia.user_id, revision=3),
    ]
    for batch in [changes] if at_once else [[each] for each in changes]:
        await tell(*batch)
    async with database.worker() as session:
        found = (await Recipients(session, company.id).those([bia.user_id]))[bia.user_id]
    assert (found.active, found.revision, found.email) == (True, 3, None)
