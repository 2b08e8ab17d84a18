"""The second factor of an account: enrolling, checking, taking it away.

Everything that changes one holds the user's row, so that requests at the same time take turns.
A wrong code is returned rather than raised: that it is noted must be committed.
"""

from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.audit import Action
from atende_platform.context import TenantContext
from atende_platform.errors import Conflict, Forbidden
from atende_platform.permissions import Role
from auth.domain import Account, Device
from auth.repository.audit import AuditLog
from auth.repository.totp import Totps
from auth.repository.users import Users
from auth.service import users
from auth.totp import Given, Totp, hash_recovery_code, new_recovery_codes, otpauth_uri


class Verdict(StrEnum):
    """What was found about a second factor."""

    NOT_NEEDED = "not needed"
    MISSING = "missing"
    ACCEPTED = "accepted"
    WRONG = "wrong"


ADMITTED: Final = (Verdict.NOT_NEEDED, Verdict.ACCEPTED)


async def is_enabled(session: AsyncSession, actor: TenantContext) -> bool:
    """Tell whether the actor signs in with a second factor."""
    stored = await Totps(session, actor.company_id).find(actor.user_id)
    return stored is not None and stored.confirmed


async def verify(
    session: AsyncSession, account: Account, given: Given, device: Device, *, totp: Totp, refused: Action
) -> Verdict:
    """Check what was given against the account, and use it up. Noted as ``refused`` if it is wrong."""
    totps = Totps(session, account.company_id)
    stored = await totps.find(account.id)
    if stored is None or not stored.confirmed:
        return Verdict.NOT_NEEDED
    if not given:
        return Verdict.MISSING
    log = AuditLog(session, account.company_id)
    if given.recovery_code is not None:
        fits = await totps.use_recovery_code(account.id, hash_recovery_code(given.recovery_code))
        if fits:
            log.add(
                Action.USER_RECOVERY_CODE_USED,
                actor_id=account.id,
                object_id=account.id,
                address=device.address,
            )
    else:
        step = totp.step_of(stored.secret_enc, account.company_id, account.id, given.code or "")
        fits = step is not None and await totps.use_step(account.id, step)
    if fits:
        return Verdict.ACCEPTED
    log.add(
        refused,
        actor_id=None,
        object_id=account.id,
        address=device.address,
        details={"reason": "wrong-recovery-code" if given.recovery_code is not None else "wrong-totp-code"},
    )
    return Verdict.WRONG


async def enrol(session: AsyncSession, checked: Account, totp: Totp) -> tuple[str, str]:
    """Return a new secret, pending until it is confirmed, and its URI.

    Raises `Conflict` if a second factor is there, and `Unavailable` if the installation has no key.
    """
    account = await _still(session, checked)
    secret, sealed = totp.new_secret(account.company_id, account.id)
    if not await Totps(session, account.company_id).put(account.id, sealed):
        raise Conflict("You have an authenticator app already. Remove it first.", code="totp-enabled")
    return secret, otpauth_uri(secret, account.email)


async def confirm(
    session: AsyncSession, actor: TenantContext, code: str, device: Device, *, totp: Totp
) -> list[str] | None:
    """Let the pending secret count; return the recovery codes, or None if the code is wrong.

    Raises `Conflict` if nothing is pending.
    """
    account = await users.get_self(session, actor, lock=True)
    totps = Totps(session, actor.company_id)
    stored = await totps.find(account.id)
    if stored is None or stored.confirmed:
        raise Conflict("No authenticator app waits to be confirmed.", code="totp-not-pending")
    step = totp.step_of(stored.secret_enc, account.company_id, account.id, code)
    if step is None or not await totps.use_step(account.id, step):
        _note(session, account, Action.USER_TOTP_REFUSED, device, reason="wrong-totp-code")
        return None
    _note(session, account, Action.USER_TOTP_ENABLED, device)
    return await _replace_codes(session, account)


async def replace_codes(
    session: AsyncSession, checked: Account, given: Given, device: Device, *, totp: Totp
) -> list[str] | None:
    """Return new recovery codes, the old ones are worth nothing; None if what was given is wrong.

    Raises `Conflict` if there is no second factor.
    """
    account = await _still(session, checked)
    if not await _proved(session, account, given, device, totp):
        return None
    _note(session, account, Action.USER_RECOVERY_CODES_REPLACED, device)
    return await _replace_codes(session, account)


async def disable(
    session: AsyncSession, checked: Account, given: Given, device: Device, *, totp: Totp
) -> bool:
    """Take the second factor away; return False if what was given is wrong.

    Raises `Conflict` if there is no second factor.
    """
    account = await _still(session, checked)
    if not await _proved(session, account, given, device, totp):
        return False
    await Totps(session, account.company_id).drop(account.id)
    _note(session, account, Action.USER_TOTP_DISABLED, device)
    return True


async def reset(session: AsyncSession, actor: TenantContext, user_id: UUID, device: Device) -> None:
    """Take another user's second factor away, who lost it.

    Raises `NotFound`, and `Forbidden` for oneself, and for an owner unless the actor is one.
    """
    account = await users.get_user(session, actor, user_id)
    if user_id == actor.user_id:
        raise Forbidden("Remove your own with your password and a code.", code="own-account")
    if account.role is Role.OWNER:
        await users.require_owner(session, actor)
    if await Totps(session, actor.company_id).drop(user_id):
        AuditLog(session, actor.company_id).add(
            Action.USER_TOTP_RESET, actor_id=actor.user_id, object_id=user_id, address=device.address
        )


async def _still(session: AsyncSession, checked: Account) -> Account:
    account = await Users(session, checked.company_id).find_active(checked.id, lock=True)
    if account is None or account.password_changed_at != checked.password_changed_at:
        raise Conflict("The password was changed meanwhile.", code="password-changed")
    return account


async def _proved(session: AsyncSession, account: Account, given: Given, device: Device, totp: Totp) -> bool:
    verdict = await verify(session, account, given, device, totp=totp, refused=Action.USER_TOTP_REFUSED)
    if verdict is Verdict.NOT_NEEDED:
        raise Conflict("You have no authenticator app.", code="totp-not-enabled")
    return verdict is Verdict.ACCEPTED


async def _replace_codes(session: AsyncSession, account: Account) -> list[str]:
    codes = new_recovery_codes()
    await Totps(session, account.company_id).confirm(account.id, [hash_recovery_code(code) for code in codes])
    return codes


def _note(session: AsyncSession, account: Account, action: Action, device: Device, **details: str) -> None:
    AuditLog(session, account.company_id).add(
        action, actor_id=account.id, object_id=account.id, address=device.address, details=details
    )
