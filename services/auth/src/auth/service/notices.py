"""Notices by e-mail of what happened to an account, so that its person learns of it if it was another.

They are stored in the transaction of what they report, and sent by the worker: a mail server that is away
neither fails nor delays anything, and nothing is lost unless it stays away for a day.
"""

from collections.abc import Collection
from typing import Final
from uuid import UUID

import structlog
from prometheus_client import Counter
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.http.fields import as_one_line
from auth import domain
from auth.domain import Account, Device, Notice, NoticeKind
from auth.repository import notices as stored_notices
from auth.repository.companies import Companies
from auth.repository.logins import Logins
from auth.repository.notices import KnownDevices, Notices

log = structlog.get_logger(__name__)

MOST_PER_HOUR: Final = 5
"""Notices on one subject to one user: what an attacker does often hides neither mails nor other subjects."""
KNOWN_DAYS: Final = 90
"""How long a device is known after its last sign-in."""
KEPT_HOURS: Final = 24
"""How long a notice is tried to be sent, and kept."""
_MOST_DEVICES: Final = 50
_MOST_OWNERS: Final = 50
_LINE_CHARS: Final = 200
_EXPIRY_BATCH: Final = 1000

_notices: Final = Counter("auth_notices_total", "Notices about accounts", ["outcome"])


async def of_sign_in(session: AsyncSession, account: Account, company_name: str, device: Device) -> None:
    """Tell the person of a locked login of a sign-in, unless it is the first or from a device they use."""
    if account.login_id is None:
        return
    devices = KnownDevices(session, account.login_id)
    if await devices.note(domain.device_key(device), days=KNOWN_DAYS, most=_MOST_DEVICES):
        await to_login(session, account.login_id, NoticeKind.NEW_DEVICE, device, company=company_name)


async def to_login(
    session: AsyncSession, login_id: UUID, kind: NoticeKind, device: Device, *, company: str = ""
) -> None:
    """Tell the person of a locked login what happened, once for all their companies."""
    active = [one for one in await Logins(session).companies(login_id) if one.active]
    if active:
        # All under one company, so that those of a login are counted together.
        await _add(session, active[0].company_id, [active[0].user_id], kind, device, company=company)


async def to_owners(
    session: AsyncSession,
    company_id: UUID,
    kind: NoticeKind,
    device: Device,
    *,
    name: str,
    also: Collection[UUID] = (),
    but: UUID | None = None,
) -> None:
    """Tell the owners of a company of a key or an owner called ``name``."""
    owners = await Notices(session, company_id).owners(_MOST_OWNERS)
    company = await Companies(session, company_id).get()
    user_ids = {*owners, *also} - {but}
    if user_ids:
        await _add(session, company_id, user_ids, kind, device, company=company.name, name=name)


async def of_owner(session: AsyncSession, owner: Account, device: Device) -> None:
    """Tell the other owners of a company who became one."""
    await to_owners(session, owner.company_id, NoticeKind.OWNER_ADDED, device, name=owner.name, but=owner.id)


async def _add(
    session: AsyncSession,
    company_id: UUID,
    user_ids: Collection[UUID],
    kind: NoticeKind,
    device: Device,
    **names: str,
) -> None:
    given = {**names, "address": device.address, "userAgent": device.user_agent}
    data = {key: as_one_line(value)[:_LINE_CHARS] for key, value in given.items()}
    added = await Notices(session, company_id).add(user_ids, kind, data, most=MOST_PER_HOUR)
    if left_out := len(user_ids) - added:
        _notices.labels("left out").inc(left_out)
        log.warning("notices.limited", company_id=str(company_id), kind=kind, count=left_out)


# --- over all companies ----------------------------------------------------------------------


async def claim(session: AsyncSession) -> Notice | None:
    """Return a notice to be sent now; unless it is noted as sent it comes again later."""
    return await stored_notices.claim(session)


async def note_sent(session: AsyncSession, notice: Notice) -> None:
    """Note that a notice was sent."""
    await stored_notices.note_sent(session, notice)
    _notices.labels("sent").inc()


def note_failure(notice: Notice, error: Exception) -> None:
    """Count a notice that could not be sent, and is tried again."""
    _notices.labels("failed").inc()
    log.warning("notice.not_sent", notice_id=str(notice.id), kind=notice.kind, error=type(error).__name__)


async def purge(session: AsyncSession) -> bool:
    """Delete a batch of old notices, sent or not; return whether there may be more."""
    deleted = await stored_notices.purge(session, hours=KEPT_HOURS, limit=_EXPIRY_BATCH)
    if given_up := deleted.count(False):
        _notices.labels("given up").inc(given_up)
        log.error("notices.given_up", count=given_up)
    return len(deleted) >= _EXPIRY_BATCH
