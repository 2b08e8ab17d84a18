"""Linking phones to WhatsApp Web channels: what a person asks for, and the code that is in force.

The code stands in Redis alone, where the holder of the session puts it; nothing here writes or logs it.
"""

import io
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Final, Literal
from uuid import UUID

import segno
import structlog
from pydantic import ValidationError
from redis.asyncio import Redis
from redis.exceptions import RedisError
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.audit_actions import Action
from atende_contracts.pairing import Pairing, key_of
from atende_platform.errors import (
    Conflict,
    InvalidFields,
    InvalidInput,
    NotFound,
    TooManyRequests,
    Unavailable,
)
from atende_platform.identity import audit
from atende_platform.identity.context import TenantContext
from atende_platform.limits.ratelimit import RateLimiter
from atende_platform.phones import PhoneInvalid, normalise_phone
from gateway.domain import sessions as domain
from gateway.repository import session_keys
from gateway.repository.channels import Channels
from gateway.repository.sessions import Sessions, life_of
from gateway.schemas import PairingCreate, PairingRead, SessionRead
from gateway.service.sessions import asked
from gateway.service.web_channels import shown

if TYPE_CHECKING:
    from gateway.models import WebSession

log = structlog.get_logger(__name__)

Picture = Literal["svg", "png"]
_BORDER: Final = 4
"""Modules of white around a QR code, without which phones do not find it."""
_PNG_SCALE: Final = 8
_SVG_SCALE: Final = 4


@dataclass(frozen=True, slots=True)
class Pairings:
    """The pairings of this installation's channels. Redis is asked while no row is locked."""

    redis: Redis
    per_minute: int
    """How often a company may begin one, or reconnect a channel."""

    # --- what people ask for --------------------------------------------------------------------

    async def start(
        self,
        session: AsyncSession,
        actor: TenantContext,
        channel_id: UUID,
        body: PairingCreate,
        now: datetime,
    ) -> PairingRead:
        """Begin to link a phone. A code follows within seconds, over the sockets and by `current`.

        Raises `NotFound`, `InvalidInput` for the phone, `Conflict` for a channel that is connected, or
        connects by itself, or is being logged out, or switched off, or is no linked device, and
        `TooManyRequests`.
        """
        phone = _phone_of(body)
        await _require_found(session, actor.company_id, channel_id)
        await self._allow(actor.company_id)
        await self.forget(channel_id)  # It belonged to another attempt.
        row = await locked(session, actor.company_id, channel_id)
        _require_not_logging_out(row)
        if row.state in ("open", "paired"):
            raise Conflict("session-open")
        if domain.connects_by_itself(life_of(row)) and await _is_linked(session, row):
            raise Conflict("session-connecting")  # To link anew would delete keys that work.
        change = partial(domain.asked_to_pair, now=now, method=body.method, phone=phone)
        row = await asked(session, actor.company_id, channel_id, change, now)
        details = {"method": body.method}
        await audit.record(session, actor, Action.CHANNEL_PAIRING_STARTED, channel_id, details)
        return _read(row, None)

    async def reconnect(
        self, session: AsyncSession, actor: TenantContext, channel_id: UUID, now: datetime
    ) -> SessionRead:
        """Open a session now, with the keys that it has. One that is open stays so.

        Raises `NotFound`, `Conflict` for a channel that was never linked, or is no more, or is being logged
        out, `TooManyRequests`.
        """
        await _require_found(session, actor.company_id, channel_id)
        await self._allow(actor.company_id)
        row = await locked(session, actor.company_id, channel_id)
        _require_not_logging_out(row)
        if not await _is_linked(session, row):
            raise Conflict("session-not-paired")
        row = await asked(session, actor.company_id, channel_id, partial(domain.asked_to_open, now=now), now)
        await audit.record(session, actor, Action.CHANNEL_RECONNECTED, channel_id, {})
        return shown(row, now, linked=True)

    async def log_out(
        self, session: AsyncSession, actor: TenantContext, channel_id: UUID, now: datetime
    ) -> SessionRead:
        """Unlink a channel from its phone: its holder has WhatsApp remove the device and deletes the keys.

        Raises `NotFound`, and `Conflict` for a channel that is linked to no phone.
        """
        await _require_found(session, actor.company_id, channel_id)
        await self.forget(channel_id)
        row = await locked(session, actor.company_id, channel_id, also_disabled=True)
        if row.state == "logged_out" or (row.state == "idle" and row.me_phone is None):
            raise Conflict("session-not-paired")
        row = await asked(session, actor.company_id, channel_id, domain.asked_to_log_out, now)
        await audit.record(session, actor, Action.CHANNEL_LOGGED_OUT, channel_id, {})
        return shown(row, now, linked=await _is_linked(session, row))

    # --- the code that is in force --------------------------------------------------------------

    async def current(self, session: AsyncSession, company_id: UUID, channel_id: UUID) -> PairingRead:
        """Return how far a pairing is, with its code if there is one. Raises `NotFound` and `Conflict`."""
        row = await found(session, company_id, channel_id)
        is_shown = row.state in ("qr", "pair_code")
        return _read(row, await self._code(channel_id) if is_shown else None)

    async def picture(
        self, session: AsyncSession, company_id: UUID, channel_id: UUID, kind: Picture
    ) -> bytes:
        """Return the QR code that is in force as a picture. Raises like `current`; `NotFound` without one."""
        pairing = await self.current(session, company_id, channel_id)
        if pairing.code is None or pairing.kind != "qr":
            raise NotFound("pairing-not-found")
        drawn = io.BytesIO()
        code = segno.make(pairing.code, micro=False, error="l", boost_error=False)
        if kind == "svg":
            code.save(drawn, kind="svg", scale=_SVG_SCALE, border=_BORDER, light="#fff", xmldecl=False)
        else:
            code.save(drawn, kind="png", scale=_PNG_SCALE, border=_BORDER)
        return drawn.getvalue()

    async def _code(self, channel_id: UUID) -> Pairing | None:
        try:
            said = await self.redis.get(key_of(channel_id))
        except (RedisError, OSError) as error:
            log.warning("pairing.not_read", error=type(error).__name__)
            raise Unavailable("pairing-unavailable", retry_after=2) from None
        try:
            return Pairing.model_validate_json(said) if said else None
        except ValidationError as error:
            log.warning("pairing.unreadable", problems=error.error_count())  # Never what it says.
            return None

    async def forget(self, channel_id: UUID) -> None:
        """Delete the code that is in force."""
        try:
            await self.redis.delete(key_of(channel_id))
        except (RedisError, OSError) as error:  # It is gone within the minute by itself.
            log.warning("pairing.not_deleted", error=type(error).__name__)

    async def _allow(self, company_id: UUID) -> None:
        """Raise `TooManyRequests` when a company links or reconnects too often. Not while Redis is away."""
        try:
            grant = await RateLimiter(self.redis, "gateway").take(
                f"pairings:{company_id}", per_second=self.per_minute / 60, burst=self.per_minute
            )
        except (RedisError, OSError) as error:
            log.warning("pairings.not_limited", error=type(error).__name__)
            return
        if not grant.granted:
            raise TooManyRequests("too-many-pairings", per_minute=self.per_minute, retry_after=grant.wait)


async def found(session: AsyncSession, company_id: UUID, channel_id: UUID) -> "WebSession":
    """Return a channel's session. Raises `NotFound`, and `Conflict` for a channel that has none."""
    await Channels(session, company_id).get(channel_id)
    return _required(await Sessions(session, company_id).find(channel_id))


async def locked(
    session: AsyncSession, company_id: UUID, channel_id: UUID, *, also_disabled: bool = False
) -> "WebSession":
    """Return a channel's session, locked behind its channel, as `gateway.service.sessions.changed` does.

    Raises `NotFound`, and `Conflict` for a channel that has none, or is switched off.
    """
    channel = await Channels(session, company_id).get(channel_id, lock=True)
    row = _required(await Sessions(session, company_id).find(channel_id))
    if channel.status == "disabled" and not also_disabled:
        raise Conflict("channel-disabled")
    return row


def _required(row: "WebSession | None") -> "WebSession":
    if row is None:
        lacks = "session"
        raise Conflict("not-supported-by-provider", capability=lacks, extra={"capability": lacks})
    return row


async def _require_found(session: AsyncSession, company_id: UUID, channel_id: UUID) -> None:
    """Raise like `found`. What was read is forgotten: behind the lock it may be otherwise."""
    await found(session, company_id, channel_id)
    session.expire_all()


async def _is_linked(session: AsyncSession, row: "WebSession") -> bool:
    """Tell whether a session has credentials."""
    return bool(await session_keys.linked(session, row.company_id, [row.channel_id]))


def _require_not_logging_out(row: "WebSession") -> None:
    """Raise `Conflict` while a session is being logged out: nothing takes that back."""
    if row.desired == "logged_out":
        raise Conflict("session-logging-out")


def _phone_of(body: PairingCreate) -> str | None:
    """Return the digits that a code is asked for."""
    if body.method == "qr":
        if body.phone is not None:
            raise InvalidInput("pairing_phone_needless", field="phone")
        return None
    if body.phone is None:
        raise InvalidInput("pairing_phone_missing", field="phone")
    try:
        return normalise_phone(body.phone).lstrip("+")
    except PhoneInvalid as error:
        raise InvalidFields([error.at("phone")]) from None


def _read(row: "WebSession", pairing: Pairing | None) -> PairingRead:
    life = life_of(row)
    return PairingRead(
        status=life.state,
        method=life.pairing,
        kind=pairing.kind if pairing else None,
        code=pairing.code if pairing else None,
        expires_at=pairing.expires_at if pairing else None,
    )
