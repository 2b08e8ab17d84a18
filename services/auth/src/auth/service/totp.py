"""The second factor of a login: enrolling, checking, taking it away.

Everything that changes one holds the login's row, so that requests at the same time take turns.
A wrong code is returned rather than raised: that it is noted must be committed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.audit_actions import Action
from atende_contracts.permissions import Permission, Role
from atende_platform.errors import Conflict, Forbidden
from atende_platform.identity.context import TenantContext
from auth import tokens
from auth.domain import Device, LinkKind, Login, NoticeKind
from auth.repository.audit import AuditLog
from auth.repository.companies import Companies
from auth.repository.links import Links
from auth.repository.logins import Logins
from auth.repository.totp import Totps
from auth.service import authority, logins, notices, users
from auth.settings import Settings
from auth.totp import Given, Totp, hash_recovery_code, new_recovery_codes, otpauth_uri

if TYPE_CHECKING:
    from auth.models import Company


class Verdict(StrEnum):
    """What was found about a second factor."""

    NOT_NEEDED = "not needed"
    MISSING = "missing"
    ACCEPTED = "accepted"
    WRONG = "wrong"


ADMITTED: Final = (Verdict.NOT_NEEDED, Verdict.ACCEPTED)


@dataclass(frozen=True, slots=True)
class ResetLetter:
    """A link to take one's second factor away, to be sent; the token is known to nobody else."""

    email: str
    company: "Company"
    token: str


async def is_enabled(session: AsyncSession, actor: TenantContext) -> bool:
    """Tell whether the actor signs in with a second factor."""
    login = await logins.of_actor(session, actor)
    stored = await Totps(session).find(login.id)
    return stored is not None and stored.confirmed


async def verify(
    session: AsyncSession, login: Login, given: Given, device: Device, *, totp: Totp, refused: Action
) -> Verdict:
    """Check what was given against the login, and use it up. Noted as ``refused`` if it is wrong."""
    totps = Totps(session)
    stored = await totps.find(login.id)
    if stored is None or not stored.confirmed:
        return Verdict.NOT_NEEDED
    if not given:
        return Verdict.MISSING
    if given.recovery_code is not None:
        fits = await totps.use_recovery_code(login.id, hash_recovery_code(given.recovery_code))
        if fits:
            await logins.note(session, login.id, Action.USER_RECOVERY_CODE_USED, device)
            await notices.to_login(session, login.id, NoticeKind.RECOVERY_CODE_USED, device)
    else:
        step = totp.step_of(stored.secret_enc, stored.sealed_for, given.code or "")
        fits = step is not None and await totps.use_step(login.id, step)
    if fits:
        return Verdict.ACCEPTED
    reason = "wrong-recovery-code" if given.recovery_code is not None else "wrong-totp-code"
    await logins.note(session, login.id, refused, device, by_person=False, reason=reason)
    return Verdict.WRONG


async def enrol(session: AsyncSession, checked: Login, totp: Totp) -> tuple[str, str]:
    """Return a new secret, pending until it is confirmed, and its URI.

    Raises `Conflict` if a second factor is there, and `Unavailable` if the installation has no key.
    """
    login = await logins.still(session, checked)
    secret, sealed, sealed_for = totp.new_secret(login.id)
    if not await Totps(session).put(login.id, sealed, sealed_for=sealed_for):
        raise Conflict("totp-enabled")
    return secret, otpauth_uri(secret, login.email)


async def confirm(
    session: AsyncSession, actor: TenantContext, code: str, device: Device, *, totp: Totp
) -> tuple[list[str], Sequence[UUID]] | None:
    """Let the pending secret count; return the recovery codes, and the other sessions, which it ended.

    None if the code is wrong. Raises `Conflict` if nothing is pending.
    """
    login = await logins.of_actor(session, actor, lock=True)
    totps = Totps(session)
    stored = await totps.find(login.id)
    if stored is None or stored.confirmed:
        raise Conflict("totp-not-pending")
    step = totp.step_of(stored.secret_enc, stored.sealed_for, code)
    if step is None or not await totps.use_step(login.id, step):
        await logins.note(session, login.id, Action.USER_TOTP_REFUSED, device, reason="wrong-totp-code")
        return None
    await logins.note(session, login.id, Action.USER_TOTP_ENABLED, device)
    await notices.to_login(session, login.id, NoticeKind.TOTP_ENABLED, device)
    codes = await _replace_codes(session, login)
    return codes, await logins.end_sessions(session, login, but=actor.session_id)


async def replace_codes(
    session: AsyncSession, checked: Login, given: Given, device: Device, *, totp: Totp
) -> list[str] | None:
    """Return new recovery codes, the old ones are worth nothing; None if what was given is wrong.

    Raises `Conflict` if there is no second factor.
    """
    login = await logins.still(session, checked)
    if not await _proved(session, login, given, device, totp):
        return None
    await logins.note(session, login.id, Action.USER_RECOVERY_CODES_REPLACED, device)
    await notices.to_login(session, login.id, NoticeKind.RECOVERY_CODES_REPLACED, device)
    return await _replace_codes(session, login)


async def disable(
    session: AsyncSession, actor: TenantContext, checked: Login, given: Given, device: Device, *, totp: Totp
) -> Sequence[UUID] | None:
    """Take the second factor away; return the other sessions, which it ended; None if the code is wrong.

    Raises `Conflict` if there is no second factor.
    """
    login = await logins.still(session, checked)
    if not await _proved(session, login, given, device, totp):
        return None
    return await _take_away(session, login, device, NoticeKind.TOTP_DISABLED, but=actor.session_id)


# --- the app is lost -------------------------------------------------------------------------


async def allow_reset(
    session: AsyncSession, actor: TenantContext, user_id: UUID, device: Device, *, settings: Settings
) -> ResetLetter | None:
    """Let a user of the company, who lost their app, take it away by a link; None if they have none.

    With the link alone, or the administrator alone, nothing is taken away: it needs the person's password.
    And because an administrator may run the mailbox, too, it needs the leave of every company that the login
    opens: none gets into another by itself. Raises `NotFound`, and `Forbidden` for oneself, and
    for an owner unless the actor is one.
    """
    acting = await authority.require(session, actor, Permission.USERS_WRITE)
    account = await users.get_user(session, actor, user_id)
    if user_id == actor.user_id:
        raise Forbidden("own-authenticator")
    if account.role is Role.OWNER:
        acting.require_owner()
    login = await Logins(session).find_of_user(actor.company_id, user_id, lock=True)
    stored = await Totps(session).find(login.id) if login else None
    if login is None or stored is None or not stored.confirmed:
        return None
    links = Links(session, LinkKind.TOTP_RESET)
    before = await links.find_of(login.id)
    allowed_by = {*(before.data["allowedBy"] if before else ()), str(actor.company_id)}
    token = tokens.new_link_token()
    await links.put(
        login.id,
        token_hash=tokens.hash_link_token(token),
        seconds=settings.totp_reset_seconds,
        data={"allowedBy": sorted(allowed_by)},
    )
    AuditLog(session, actor.company_id).add(
        Action.USER_TOTP_RESET, actor_id=actor.user_id, object_id=user_id, address=device.address
    )
    return ResetLetter(login.email, await Companies(session, actor.company_id).get(), token)


async def find_reset(session: AsyncSession, token: str) -> Login:
    """Return whose link it is. Raises `Conflict` unless it can be used."""
    link = await Links(session, LinkKind.TOTP_RESET).find(tokens.hash_link_token(token))
    login = await Logins(session).find(link.login_id) if link else None
    if login is None:
        raise _over()
    return login


async def confirm_reset(session: AsyncSession, checked: Login, token: str, device: Device) -> Sequence[UUID]:
    """Take the second factor away from a login whose password was just checked; return its sessions, ended.

    Raises `Conflict` if the link was used meanwhile, or while a company that the login opens has not
    allowed it.
    """
    login = await logins.still(session, checked)
    link = await Links(session, LinkKind.TOTP_RESET).use(tokens.hash_link_token(token))
    if link is None:
        raise _over()
    missing = [
        one.name
        for one in await Logins(session).companies(login.id)
        if one.active and str(one.company_id) not in link.data["allowedBy"]
    ]
    if missing:
        raise Conflict("totp-reset-incomplete", companies=missing)
    return await _take_away(session, login, device, NoticeKind.TOTP_RESET)


async def remove_lost(session: AsyncSession, login: Login, device: Device) -> Sequence[UUID]:
    """Take the second factor away because an operator says so; return the login's sessions, ended."""
    return await _take_away(session, login, device, NoticeKind.TOTP_RESET, by_person=False)


async def _take_away(
    session: AsyncSession,
    login: Login,
    device: Device,
    notice: NoticeKind,
    *,
    but: UUID | None = None,
    by_person: bool = True,
) -> Sequence[UUID]:
    await Totps(session).drop(login.id)
    await logins.note(session, login.id, Action.USER_TOTP_DISABLED, device, by_person=by_person)
    await notices.to_login(session, login.id, notice, device)
    return await logins.end_sessions(session, login, but=but)


async def _proved(session: AsyncSession, login: Login, given: Given, device: Device, totp: Totp) -> bool:
    verdict = await verify(session, login, given, device, totp=totp, refused=Action.USER_TOTP_REFUSED)
    if verdict is Verdict.NOT_NEEDED:
        raise Conflict("totp-not-enabled")
    return verdict is Verdict.ACCEPTED


async def _replace_codes(session: AsyncSession, login: Login) -> list[str]:
    codes = new_recovery_codes()
    await Totps(session).confirm(login.id, [hash_recovery_code(code) for code in codes])
    return codes


def _over() -> Conflict:
    return Conflict("totp-reset-over")
