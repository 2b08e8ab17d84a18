"""Bodies of requests and responses about API keys."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from atende_contracts.permissions import Permission
from atende_platform.http.fields import Instant
from atende_platform.http.models import ApiModel, example
from auth.schemas.fields import Name

Scopes = Annotated[list[Permission], Field(min_length=1, max_length=len(Permission))]


class ApiKeyCreate(ApiModel):
    model_config = example(
        {
            "name": "Loja virtual",
            "scopes": ["contacts:write", "campaigns:read"],
            "expiresAt": "2027-12-31T23:59:59-03:00",
        }
    )

    name: Name
    scopes: Scopes
    """The permissions of the key: see the page of roles. At most those that you have."""
    expires_at: Instant | None = None
    """At most two years ahead; absent: the key is good until it is revoked."""


class ApiKeyRead(ApiModel):
    id: UUID
    name: str
    scopes: list[Permission]
    created_by: UUID
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    """To the minute, about."""
    revoked_at: datetime | None


class ApiKeyCreated(ApiKeyRead):
    key: str
    """The key itself. It is not kept: nobody can show it again."""
