"""Signing up, in and out, and the sessions that come of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.audit_actions import Action
from atende_platform.errors import Conflict, Forbidden, NotFound, Unauthenticated
from atende_platform.identity.context import TenantContext
from atende_platform.identity.refusals import Refusal
from atende_platform.identity.revocation import MOST_KNOWN
from auth import domain, tokens
from auth.domain import Account, Device, LinkKind, Login, MyCompany, Reuse
from auth.passwords import Passwords
from auth.repository import invitations as stored_invitations
from auth.repository import links as stored_links
from auth.repository import registrations as stored_registrations
from auth.repository import sessions as stored_sessions
from auth.repository.audit import AuditLog
from auth.repository.companies import Companies
from auth.repository.links import Links
from auth.repository.logins import Logins
from auth.repository.sessions import OpenSession, Sessions, StoredToken
from auth.repository.users import Users
from auth.service import companies, logins, notices, users
from auth.service import totp as second_factors
from auth.service.logins import FoundLogin
from auth.service.totp import Verdict
from auth.settings import Settings
from auth.tokens import AccessTokens
from auth.totp import Given, Totp

if TYPE_CHECKING:
    from auth.models import Company

log = structlog.get_logger(__name__)

_EXPIRY_BATCH: Final = 1000
_CHOICE_SECONDS: Final = 5 * 60.0
_SUCCESSOR_MARGIN_SECONDS: Final = 60.0
_LONGEST_CHAIN: Final = 20
"""Refreshes of one session within the grace that a token from before them may skip."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """A session that was opened or goes on: its tokens, and whose they are."""

    company: "Company"
    user: Account
    session_id: UUID
    access_token: str
    refresh_token: str
    expires_in: int


@dataclass(frozen=True, slots=True)
class CompanyChoice:
    """The person of a login that opens several companies signed in, and named none."""

    companies: Sequence[MyCompany]
    token: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A refresh token that buys nothing, and the session that was ended because of it."""

    ended: Sequence[UUID] = ()


# --- signing in and out ----------------------------------------------------------------------


async def check_password(passwords: Passwords, found: FoundLogin | None, password: str) -> Login:
    """Return the login if the password is its own and it opens any company.

    Raises `Unauthenticated`, the same after the same time, whether the login is unknown or disabled
    or the password wrong.
    """
    fits = await passwords.verify(found.login.password_hash if found else None, password)
    if found is None or not fits or not found.may_enter:
        reason = "unknown" if found is None else "disabled" if fits else "wrong password"
        log.warning("sign_in.refused", reason=reason, login_id=str(found.login.id) if found else None)
        raise _invalid_credentials()
    return found.login


def refusals_of(found: FoundLogin, device: Device) -> list[Refusal]:
    """Return what the audit logs of its companies are to say of a failure to sign in with a login."""
    return [
        Refusal(
            one.company_id,
            Action.USER_SIGN_IN_REFUSED,
            object_id=one.user_id,
            address=device.address,
            details=(("reason", "wrong password" if one.active else "disabled"),),
        )
        for one in found.companies
    ]


async def sign_in(
    session: AsyncSession,
    checked: Login,
    device: Device,
    *,
    company_id: UUID | None,
    given: Given,
    totp: Totp,
    new_hash: str | None,
    access: AccessTokens,
    settings: Settings,
) -> SignIn | CompanyChoice | Verdict:
    """Open a session for a login whose password was just checked, unless its second factor lacks.

    That is returned as a value, because a wrong code is noted. Without ``company_id``, and with several to
    choose from, the choice is returned. ``new_hash`` replaces a hash of outdated strength. Raises
    `Unauthenticated` if the login was disabled or its password changed since the check, and `NotFound` if
    it does not open the company.
    """
    stored = Logins(session)
    login = await stored.find(checked.id, lock=True)
    mine = [one for one in await stored.companies(checked.id) if one.active]
    if login is None or not mine or login.password_changed_at != checked.password_changed_at:
        raise _invalid_credentials()
    verdict = await second_factors.verify(
        session, login, given, device, totp=totp, refused=Action.USER_SIGN_IN_REFUSED
    )
    if verdict not in second_factors.ADMITTED:
        return verdict
    require_verified(login, settings)
    if new_hash is not None:
        await stored.replace_password_hash(login.id, old=checked.password_hash, new=new_hash)
    if company_id is None and len(mine) > 1:
        return await _offer(session, login, mine)
    return await _enter(
        session, login, company_id or mine[0].company_id, device, access=access, settings=settings
    )


async def _offer(session: AsyncSession, login: Login, mine: Sequence[MyCompany]) -> CompanyChoice:
    token = tokens.new_link_token()
    await Links(session, LinkKind.COMPANY_CHOICE).put(
        login.id, token_hash=tokens.hash_link_token(token), seconds=_CHOICE_SECONDS
    )
    return CompanyChoice(mine, token)


async def choose(
    session: AsyncSession,
    token: str,
    company_id: UUID,
    device: Device,
    *,
    access: AccessTokens,
    settings: Settings,
) -> SignIn:
    """Open the session in one of the companies that were offered.

    Raises `Unauthenticated` if the choice is over, and `NotFound` for a company that the login does not open.
    """
    links, token_hash = Links(session, LinkKind.COMPANY_CHOICE), tokens.hash_link_token(token)
    link = await links.find(token_hash)
    login = await Logins(session).find(link.login_id, lock=True) if link else None
    if login is None or await links.use(token_hash) is None:
        raise Unauthenticated("choice-over")
    return await _enter(session, login, company_id, device, access=access, settings=settings)


async def switch(
    session: AsyncSession,
    actor: TenantContext,
    company_id: UUID,
    device: Device,
    *,
    access: AccessTokens,
    settings: Settings,
) -> SignIn:
    """Open a session in another company of the actor's login; the one that asks goes on.

    Raises `NotFound` for a company that the login does not open, and `Conflict` if that session has ended.
    """
    login = await logins.of_actor(session, actor, lock=True)
    if await Users(session, company_id).find_of_login(login.id) is None:
        raise _no_such_company()
    await require_open_session(session, actor)
    return await _enter(session, login, company_id, device, access=access, settings=settings)


async def require_open_session(session: AsyncSession, actor: TenantContext) -> None:
    """Raise `Conflict` if the actor's session has just ended, of which the token may not show anything yet.

    To be asked behind a lock of the login: of a password change at the same time either is the first.
    """
    if not await Sessions(session, actor.company_id).is_open(actor.session_id):
        raise Conflict("session-ended")


def require_verified(login: Login, settings: Settings) -> None:
    """Raise `Forbidden` for a login whose address nobody has shown to read, where that is required."""
    if settings.email_verification == "required" and login.email_verified_at is None:
        raise Forbidden("email-not-verified")


async def _enter(
    session: AsyncSession,
    login: Login,
    company_id: UUID,
    device: Device,
    *,
    access: AccessTokens,
    settings: Settings,
) -> SignIn:
    """Open a session in a company for the person of a locked login, who has proven who they are."""
    require_verified(login, settings)
    account = await Users(session, company_id).find_of_login(login.id, lock=True)
    if account is None:
        raise _no_such_company()
    company = await Companies(session, company_id).get()
    return await open_session(session, company, account, device, access=access, settings=settings)


async def refresh(
    session: AsyncSession,
    company_id: UUID,
    presented: str,
    device: Device,
    *,
    access: AccessTokens,
    settings: Settings,
    grace_seconds: float,
) -> SignIn | Refused:
    """Exchange a refresh token, or tell that it buys nothing.

    One that comes again within the grace gets what it got before. A value rather than an error, because the
    transaction must be committed also then: it may have ended a session whose token was stolen.
    """
    sessions = Sessions(session, company_id)
    successor = tokens.new_refresh_token()
    presented_hash = tokens.hash_refresh_token(presented)
    used = await sessions.use_token(presented_hash, successor_enc=tokens.seal_successor(successor, presented))
    if used is None:
        verdict = await _judge_reuse(session, company_id, presented, device, grace_seconds)
        if isinstance(verdict, Refused):
            return verdict
        session_id, successor = verdict
    else:
        token_id, session_id = used
        await sessions.add_token(
            session_id,
            token_hash=tokens.hash_refresh_token(successor),
            seconds=settings.refresh_token_seconds,
            parent_id=token_id,
        )
    user_id = await sessions.touch(session_id)
    account = await Users(session, company_id).find_active(user_id) if user_id else None
    if account is None:
        return Refused()
    company = await Companies(session, company_id).get()
    companies.require_not_suspended(company)
    token = _access_token(access, account, session_id)
    return SignIn(company, account, session_id, token, successor, access.seconds)


async def _judge_reuse(
    session: AsyncSession, company_id: UUID, presented: str, device: Device, grace_seconds: float
) -> tuple[UUID, str] | Refused:
    """Return the session of a token that was used just before, and the newest of its successors.

    The newest, because a successor may have been exchanged as well since: to be given that one again would
    be to hold a token whose use ends the session.
    """
    sessions = Sessions(session, company_id)
    token = await sessions.find_token(tokens.hash_refresh_token(presented))
    if token is None:
        return Refused()
    verdict = domain.judge_reuse(
        used_at=token.used_at,
        expires_at=token.expires_at,
        now=token.now,
        grace=timedelta(seconds=grace_seconds),
        has_successor=token.successor_enc is not None,
    )
    if verdict is Reuse.REPEAT:
        newest = await _newest_successor(sessions, token, presented)
        return Refused() if newest is None else (token.session_id, newest)
    if verdict is Reuse.REVOKE:
        user_id = await sessions.revoke(token.session_id)
        if user_id is not None:
            log.warning("refresh_token.reused", session_id=str(token.session_id), user_id=str(user_id))
            AuditLog(session, company_id).add(
                Action.SESSION_REVOKED,
                actor_id=None,
                object_id=token.session_id,
                address=device.address,
                details={"reason": "refresh-token-reused", "userId": str(user_id)},
            )
            return Refused(ended=[token.session_id])
    return Refused()


async def _newest_successor(sessions: Sessions, token: StoredToken, presented: str) -> str | None:
    """Return the end of the chain that a used token begins, if it is near and still kept."""
    for _ in range(_LONGEST_CHAIN):
        if token.successor_enc is None:
            return None
        presented = tokens.open_successor(token.successor_enc, presented)
        following = await sessions.find_token(tokens.hash_refresh_token(presented))
        if following is None or following.used_at is None:
            return presented
        token = following
    return None


async def sign_out(session: AsyncSession, actor: TenantContext, device: Device) -> Sequence[UUID]:
    """End the session that the access token belongs to; return it, unless it had ended before."""
    return await _end(session, actor.company_id, actor.user_id, actor.session_id, device)


async def who_am_i(session: AsyncSession, actor: TenantContext) -> "tuple[Account, Company]":
    """Return the user and the company of a token. Raises `Unauthenticated` if the user is gone."""
    return await users.get_self(session, actor), await companies.get_company(session, actor)


# --- the own sessions, in all companies --------------------------------------------------------


async def list_own(
    session: AsyncSession, actor: TenantContext, before: tuple[datetime, UUID] | None, limit: int
) -> Sequence[OpenSession]:
    """Return up to ``limit`` open sessions of the actor's login behind a position, newest first."""
    login = await logins.of_actor(session, actor)
    return await stored_sessions.page_of_login(session, login.id, before, limit)


async def end_own(
    session: AsyncSession, actor: TenantContext, session_id: UUID, device: Device
) -> Sequence[UUID]:
    """End one of the actor's sessions; return it, unless it had ended before. Raises `NotFound`."""
    login = await logins.of_actor(session, actor)
    owner = await stored_sessions.find_session_of_login(session, login.id, session_id)
    if owner is None:
        raise NotFound("session-not-found")
    company_id, user_id = owner
    return await _end(session, company_id, user_id, session_id, device)


async def end_presented(session: AsyncSession, presented: str, device: Device) -> Sequence[UUID]:
    """End the session of a refresh token, used or not; return it, unless it had ended before."""
    found = await stored_sessions.find_session_of_token(session, tokens.hash_refresh_token(presented))
    if found is None:
        return ()
    company_id, user_id, session_id = found
    return await _end(session, company_id, user_id, session_id, device)


async def _end(
    session: AsyncSession, company_id: UUID, user_id: UUID, session_id: UUID, device: Device
) -> Sequence[UUID]:
    if await Sessions(session, company_id).revoke(session_id) is None:
        return ()
    _note_end(session, company_id, user_id, session_id, device)
    return (session_id,)


async def end_others(session: AsyncSession, actor: TenantContext, device: Device) -> Sequence[UUID]:
    """End all sessions of the actor's login but the one of the access token; return those."""
    login = await logins.of_actor(session, actor, lock=True)
    ended = await Logins(session).revoke_sessions(login.id, but=actor.session_id)
    for one in ended:
        _note_end(session, one.company_id, one.user_id, one.id, device)
    return [one.id for one in ended]


def _note_end(
    session: AsyncSession, company_id: UUID, user_id: UUID, session_id: UUID, device: Device
) -> None:
    AuditLog(session, company_id).add(
        Action.SESSION_ENDED, actor_id=user_id, object_id=session_id, address=device.address
    )


async def open_session(
    session: AsyncSession,
    company: "Company",
    account: Account,
    device: Device,
    *,
    access: AccessTokens,
    settings: Settings,
) -> SignIn:
    """Sign in an account that has just proven who it is. Raises `Forbidden` for a suspended company."""
    companies.require_not_suspended(company)
    await Users(session, account.company_id).note_entry(account.id)
    sessions = Sessions(session, account.company_id)
    session_id = await sessions.open(
        user_id=account.id,
        seconds=settings.session_seconds,
        user_agent=device.user_agent,
        address=device.address,
    )
    refresh_token = tokens.new_refresh_token()
    await sessions.add_token(
        session_id,
        token_hash=tokens.hash_refresh_token(refresh_token),
        seconds=settings.refresh_token_seconds,
    )
    AuditLog(session, account.company_id).add(
        Action.SESSION_STARTED, actor_id=account.id, object_id=session_id, address=device.address
    )
    await notices.of_sign_in(session, account, company.name, device)
    token = _access_token(access, account, session_id)
    return SignIn(company, account, session_id, token, refresh_token, access.seconds)


def _access_token(access: AccessTokens, account: Account, session_id: UUID) -> str:
    return access.issue(
        company_id=account.company_id,
        user_id=account.id,
        session_id=session_id,
        role=account.role,
        generation=account.generation,
    )


def _no_such_company() -> NotFound:
    return NotFound("not-a-member")


def _invalid_credentials() -> Unauthenticated:
    return Unauthenticated("invalid-credentials")


# --- over all companies ----------------------------------------------------------------------


async def find_company_of_token(session: AsyncSession, presented: str, settings: Settings) -> UUID | None:
    """Return the company that a refresh token belongs to, if its login may be used."""
    return await stored_sessions.find_company_of_token(
        session,
        tokens.hash_refresh_token(presented),
        verified=settings.email_verification == "required",
    )


async def recently_ended(session: AsyncSession, settings: Settings) -> dict[UUID, datetime]:
    """Return what was ended although access tokens of it may still be valid, and how long.

    That are sessions, and generations of rights.
    """
    seconds = settings.access_token_seconds
    return {
        **await stored_sessions.find_revoked(session, token_seconds=seconds, limit=MOST_KNOWN),
        **await stored_sessions.find_retired_generations(session, token_seconds=seconds, limit=MOST_KNOWN),
    }


async def purge(session: AsyncSession, settings: Settings) -> bool:
    """Delete a batch of what has expired; return whether there may be more."""
    done = (
        await stored_sessions.delete_ended_sessions(
            session,
            # At least until no service needs to know any more that it has ended.
            ended_before_seconds=max(settings.session_kept_seconds, settings.access_token_seconds),
            limit=_EXPIRY_BATCH,
        ),
        await stored_sessions.delete_expired_tokens(session, limit=_EXPIRY_BATCH),
        await stored_sessions.purge_successors(
            session,
            # A margin, so that a request that is under way at the end of the grace still finds it.
            used_before_seconds=settings.longest_grace_seconds + _SUCCESSOR_MARGIN_SECONDS,
            limit=_EXPIRY_BATCH,
        ),
        await stored_sessions.delete_retired_generations(
            session, retired_before_seconds=settings.access_token_seconds, limit=_EXPIRY_BATCH
        ),
        await stored_links.delete_expired_links(session, limit=_EXPIRY_BATCH),
        await stored_registrations.delete_expired_registrations(session, limit=_EXPIRY_BATCH),
        await stored_invitations.purge_invitations(
            session, over_for_seconds=settings.session_kept_seconds, limit=_EXPIRY_BATCH
        ),
    )
    return max(done) >= _EXPIRY_BATCH
