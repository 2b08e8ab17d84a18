"""API keys.

The routes that make and revoke keys open their transactions themselves: the other services learn of it
when it is committed.
"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response

from atende_contracts.permissions import Permission
from atende_platform.http.access import TenantSession, requires
from atende_platform.http.idempotency import Repeatable
from atende_platform.http.pagination import Cursor, Limit, Page, decode_cursor, next_cursor
from atende_platform.identity.api_keys import Directory
from atende_platform.identity.context import TenantContext
from auth import deps
from auth.deps import AuthRuntime, AuthTools, RequestDevice
from auth.schemas.api_keys import ApiKeyCreate, ApiKeyCreated, ApiKeyRead
from auth.service import api_keys

router = APIRouter(prefix="/api-keys")


@router.post("", operation_id="apiKeys.create", status_code=201, response_model=ApiKeyCreated)
async def create_api_key(
    body: ApiKeyCreate,
    actor: Annotated[TenantContext, requires(Permission.APIKEYS_WRITE)],
    runtime: AuthRuntime,
    tools: AuthTools,
    device: RequestDevice,
    repeatable: Repeatable,
) -> ApiKeyCreated | Response:
    """Make an API key. ``key`` is shown this once; it is sent as an access token is."""
    async with runtime.database.tenant(actor.company_id) as session:
        if (again := await repeatable.answered(session, actor)) is not None:
            return again
        created, entry = await api_keys.create(session, actor, body, device, settings=runtime.settings)
        await repeatable.keep(session, actor, None)  # The answer holds the key.
    await Directory(runtime.redis, tools.access.keys).put([entry])
    return created


@router.get("", operation_id="apiKeys.list")
async def list_api_keys(
    actor: Annotated[TenantContext, requires(Permission.APIKEYS_READ)],
    session: TenantSession,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[ApiKeyRead]:
    """Your company's API keys, also those revoked or expired within the last weeks, newest first."""
    found = await api_keys.list_keys(session, actor, decode_cursor(cursor), limit + 1)
    return Page(
        items=[ApiKeyRead.model_validate(key) for key in found[:limit]],
        next_cursor=next_cursor(found, limit, lambda key: (key.created_at, key.id)),
    )


@router.get("/{key_id}", operation_id="apiKeys.get")
async def get_api_key(
    key_id: UUID, actor: Annotated[TenantContext, requires(Permission.APIKEYS_READ)], session: TenantSession
) -> ApiKeyRead:
    """One API key of your company."""
    return ApiKeyRead.model_validate(await api_keys.get(session, actor, key_id))


@router.delete("/{key_id}", operation_id="apiKeys.revoke", status_code=204)
async def revoke_api_key(
    key_id: UUID,
    actor: Annotated[TenantContext, requires(Permission.APIKEYS_WRITE)],
    runtime: AuthRuntime,
    tools: AuthTools,
    device: RequestDevice,
) -> None:
    """Revoke an API key: within seconds no service takes it any more, and its sockets are closed."""
    async with runtime.database.tenant(actor.company_id) as session:
        await api_keys.revoke(session, actor, key_id, device)
    await deps.announce_revoked(runtime, tools, [key_id])
