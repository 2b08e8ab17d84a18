"""API keys: for programs that act for a company, see docs/adr/0010."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.audit_actions import Action
from atende_contracts.ids import uuid7
from atende_contracts.permissions import KEY_SCOPES, Permission
from atende_platform.data.db import now
from atende_platform.errors import InvalidInput, NotFound
from atende_platform.identity import api_keys as keys
from atende_platform.identity.api_keys import Entry, Told, Use
from atende_platform.identity.context import TenantContext
from atende_platform.identity.revocation import MOST_KNOWN
from atende_platform.limits import quotas
from auth.domain import ApiKey, Device, NoticeKind
from auth.repository import api_keys as stored_keys
from auth.repository.api_keys import ApiKeys
from auth.repository.audit import AuditLog
from auth.repository.companies import Companies
from auth.schemas.api_keys import ApiKeyCreate, ApiKeyCreated
from auth.service import authority, companies, notices
from auth.settings import Settings

REVOKED_TOLD: Final = timedelta(days=1)
"""How long a revoked key's sockets are looked for; everything else of it ends at once."""
_LONGEST_LIFE: Final = timedelta(days=2 * 365)
_EXPIRY_BATCH: Final = 1000


@dataclass(frozen=True, slots=True)
class Differences:
    """What must be written to Redis so that it holds what the database holds."""

    missing: Sequence[Entry]
    gone: Collection[UUID]
    live: int
    """How many keys there are."""
    revoked: dict[UUID, datetime]


async def create(
    session: AsyncSession, actor: TenantContext, wanted: ApiKeyCreate, device: Device, *, settings: Settings
) -> tuple[ApiKeyCreated, Entry]:
    """Make a key; its text is known to nobody but the caller.

    Raises `InvalidInput` for scopes that no key or not this actor may give, and for a bad expiry;
    `Forbidden` if the actor may no longer make keys; `Conflict` when the company has too many.
    """
    company = await Companies(session, actor.company_id).get(lock=True)
    await _require_may_give(session, actor, wanted.scopes)
    if wanted.expires_at is not None and not now() < wanted.expires_at <= now() + _LONGEST_LIFE:
        raise InvalidInput("expiry_out_of_range", field="expiresAt")
    stored = ApiKeys(session, actor.company_id)
    limits = companies.limits_of(company, settings.company_limits)
    quotas.require_room("api_keys", await stored.count_live(), limits.api_keys)
    key_id = uuid7()
    text = keys.new_key(key_id)
    key = await stored.add(
        key_id,
        name=wanted.name,
        key_hash=keys.hash_key(text),
        scopes=set(wanted.scopes),
        created_by=actor.user_id,
        expires_at=wanted.expires_at,
    )
    AuditLog(session, actor.company_id).add(
        Action.API_KEY_CREATED,
        actor_id=actor.user_id,
        object_id=key.id,
        address=device.address,
        details={"name": key.name, "scopes": " ".join(key.scopes)},
    )
    await notices.to_owners(
        session,
        actor.company_id,
        NoticeKind.API_KEY_CREATED,
        device,
        name=key.name,
        also=[actor.user_id],
    )
    (entry,) = await stored_keys.entries(session, [key.id])
    return ApiKeyCreated(**asdict(key), key=text), entry


async def _require_may_give(
    session: AsyncSession, actor: TenantContext, scopes: Collection[Permission]
) -> None:
    held = (await authority.require(session, actor, Permission.APIKEYS_WRITE)).permissions
    if never := sorted(set(scopes) - KEY_SCOPES):
        raise InvalidInput("scopes_never_allowed", field="scopes", scopes=never)
    if more := sorted(set(scopes) - held):
        raise InvalidInput("scopes_not_yours", field="scopes", scopes=more)


async def list_keys(
    session: AsyncSession, actor: TenantContext, before: tuple[datetime, UUID] | None, limit: int
) -> Sequence[ApiKey]:
    """Return up to ``limit`` keys of the company, also revoked ones, behind a position, newest first."""
    return await ApiKeys(session, actor.company_id).page(before, limit)


async def get(session: AsyncSession, actor: TenantContext, key_id: UUID) -> ApiKey:
    """Return a key of the actor's company. Raises `NotFound`."""
    key = await ApiKeys(session, actor.company_id).find(key_id)
    if key is None:
        raise NotFound("api-key-not-found")
    return key


async def revoke(session: AsyncSession, actor: TenantContext, key_id: UUID, device: Device) -> None:
    """Make a key worth nothing. Raises `NotFound`; revoking again changes nothing."""
    await authority.require(session, actor, Permission.APIKEYS_WRITE)
    key = await get(session, actor, key_id)
    if await ApiKeys(session, actor.company_id).revoke(key_id):
        AuditLog(session, actor.company_id).add(
            Action.API_KEY_REVOKED,
            actor_id=actor.user_id,
            object_id=key_id,
            address=device.address,
            details={"name": key.name},
        )


# --- over all companies ----------------------------------------------------------------------


async def differences(session: AsyncSession, told: Told) -> Differences:
    """Return in what the keys differ from those in Redis."""
    live = await stored_keys.live_ids(session)
    missing = live - told.fresh
    return Differences(
        missing=await stored_keys.entries(session, missing) if missing else (),
        gone=told.ids - live,
        live=len(live),
        revoked=await stored_keys.find_revoked(
            session, seconds=REVOKED_TOLD.total_seconds(), limit=MOST_KNOWN
        ),
    )


async def note_uses(session: AsyncSession, uses: Sequence[Use]) -> None:
    """Store when keys were used."""
    await stored_keys.note_uses(session, uses)


async def purge(session: AsyncSession, settings: Settings) -> bool:
    """Delete a batch of what can no longer be used; return whether there may be more."""
    kept = max(settings.session_kept_seconds, REVOKED_TOLD.total_seconds())
    deleted = await stored_keys.purge_keys(session, over_for_seconds=kept, limit=_EXPIRY_BATCH)
    return deleted >= _EXPIRY_BATCH
