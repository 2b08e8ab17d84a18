"""Choosing a new password by a link that is sent by e-mail."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.audit import Action
from atende_platform.errors import Conflict
from auth import tokens
from auth.domain import Account, Device
from auth.repository import resets as stored_resets
from auth.repository.audit import AuditLog
from auth.repository.companies import Companies
from auth.repository.resets import PasswordResets
from auth.repository.sessions import Sessions
from auth.repository.users import Users
from auth.settings import Settings

if TYPE_CHECKING:
    from auth.models import Company


@dataclass(frozen=True, slots=True)
class Reset:
    """A password that was set, and the sessions that ended with it."""

    account: Account
    company: "Company"
    ended: Sequence[UUID]


async def request(
    session: AsyncSession, found: Account, device: Device, *, settings: Settings
) -> "tuple[Company, str] | None":
    """Return the token of a new link, and whose company it is; an older link is worth nothing from now on.

    None if the user has been disabled.
    """
    account = await Users(session, found.company_id).find_active(found.id, lock=True)
    if account is None:
        return None
    token = tokens.new_link_token()
    await PasswordResets(session, account.company_id).put(
        account.id, token_hash=tokens.hash_link_token(token), seconds=settings.password_reset_seconds
    )
    AuditLog(session, account.company_id).add(
        Action.USER_PASSWORD_RESET_REQUESTED, actor_id=None, object_id=account.id, address=device.address
    )
    return await Companies(session, account.company_id).get(), token


async def find(session: AsyncSession, token: str) -> Account:
    """Return whose link it is, of whichever company. Raises `Conflict` unless it can be used."""
    found = await stored_resets.find_reset(session, tokens.hash_link_token(token))
    account = await Users(session, found[0]).find_active(found[1]) if found else None
    if account is None:
        raise _over()
    return account


async def confirm(session: AsyncSession, found: Account, token: str, new_hash: str, device: Device) -> Reset:
    """Use the link up, set the password, and end all sessions. Raises `Conflict` if it was used meanwhile."""
    users = Users(session, found.company_id)
    account = await users.find_active(found.id, lock=True)
    used = await PasswordResets(session, found.company_id).use(found.id, tokens.hash_link_token(token))
    if account is None or not used:
        raise _over()
    await users.set_password(account.id, new_hash, unless_changed_since=account.password_changed_at)
    ended = await Sessions(session, account.company_id).revoke_all(account.id)
    AuditLog(session, account.company_id).add(
        Action.USER_PASSWORD_RESET, actor_id=account.id, object_id=account.id, address=device.address
    )
    return Reset(account, await Companies(session, account.company_id).get(), ended)


def _over() -> Conflict:
    return Conflict("The link is not valid, or no longer. Ask for another.", code="reset-over")
