"""Choosing a new password by a link that is sent by e-mail, and what else may be ended after it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.audit_actions import Action
from atende_contracts.ids import uuid7
from atende_contracts.permissions import Permission, permissions_of
from atende_platform.errors import Conflict, Forbidden, NotFound
from atende_platform.http.access import lacks
from atende_platform.identity.context import TenantContext
from auth import tokens
from auth.domain import Account, ApiKey, Device, LinkKind, Login, MyCompany, NoticeKind, UserStatus
from auth.repository.api_keys import ApiKeys
from auth.repository.audit import AuditLog
from auth.repository.invitations import Invitations
from auth.repository.links import Links, drop_links
from auth.repository.logins import EndedSession, Logins
from auth.repository.totp import Totps
from auth.repository.users import Users
from auth.schemas.users import UserUpdate
from auth.service import api_keys, logins, notices, roles
from auth.service import totp as second_factors
from auth.service.logins import FoundLogin
from auth.service.offboarding import Ended
from auth.service.totp import Verdict
from auth.settings import Settings
from auth.totp import Given, Totp

_REVIEW_SECONDS: Final = 15 * 60.0
_MOST_SHOWN: Final = 100


@dataclass(frozen=True, slots=True)
class CompanyAccess:
    """Who and what else acts for a company of the login, as far as its role there may end it."""

    company: MyCompany
    ended_sessions: int
    api_keys: Sequence[ApiKey]
    administrators: Sequence[Account]


@dataclass(frozen=True, slots=True)
class Reset:
    """A password that was set, what ended with it, and what may be ended, too."""

    login: Login
    locale: str
    ended: Ended
    companies: Sequence[CompanyAccess]
    review_token: str | None


async def request(session: AsyncSession, found: FoundLogin, device: Device, *, settings: Settings) -> str:
    """Return the token of a new link; an older link is worth nothing from now on."""
    token = tokens.new_link_token()
    await Links(session, LinkKind.PASSWORD_RESET).put(
        found.login.id, token_hash=tokens.hash_link_token(token), seconds=settings.password_reset_seconds
    )
    await logins.note(session, found.login.id, Action.USER_PASSWORD_RESET_REQUESTED, device, by_person=False)
    return token


async def find(session: AsyncSession, token: str, *, lock: bool = False) -> FoundLogin:
    """Return whose link it is. Raises `Conflict` unless it can be used, and they may enter a company."""
    link = await Links(session, LinkKind.PASSWORD_RESET).find(tokens.hash_link_token(token))
    login = await Logins(session).find(link.login_id, lock=lock) if link else None
    if login is None:
        raise _over()
    found = FoundLogin(login, await Logins(session).companies(login.id))
    if not found.may_enter:
        raise _over()
    return found


async def confirm(
    session: AsyncSession, token: str, new_hash: str, given: Given, device: Device, *, totp: Totp
) -> Reset | Verdict:
    """Use the link up, set the password, and end all sessions; or return that the second factor is wrong.

    Who made the login without showing that they read the mailbox may have been another person: what they
    made is ended. What else acts for the companies is shown only with the second factor, if there is one.
    Raises `Conflict` if the link was used meanwhile.
    """
    found = await find(session, token, lock=True)
    login, stored = found.login, Logins(session)
    also_ended = Ended()
    if login.email_verified_at is None:
        also_ended = await _end_what_was_made(session, found, device)
    verdict = await second_factors.verify(
        session, login, given, device, totp=totp, refused=Action.USER_TOTP_REFUSED
    )
    if verdict is Verdict.WRONG:
        return verdict
    if await Links(session, LinkKind.PASSWORD_RESET).use(tokens.hash_link_token(token)) is None:
        raise _over()
    await stored.set_password(login.id, new_hash, unless_changed_since=login.password_changed_at)
    await stored.note_verified(login.id)
    await logins.note(session, login.id, Action.USER_PASSWORD_RESET, device)
    await drop_links(session, login.id)
    ended = await stored.revoke_sessions(login.id)
    shown: Sequence[CompanyAccess] = ()
    review_token = None
    if verdict in second_factors.ADMITTED:
        shown = [await _access(session, one, ended) for one in found.may_enter]
        review_token = await _offer_review(session, login)
    return Reset(
        login,
        found.may_enter[0].locale,
        also_ended + Ended(sessions=[one.id for one in ended]),
        shown,
        review_token,
    )


async def _end_what_was_made(session: AsyncSession, found: FoundLogin, device: Device) -> Ended:
    """Take away the second factor, the API keys and the invitations of a login."""
    if await Totps(session).drop(found.login.id):
        await notices.to_login(session, found.login.id, NoticeKind.TOTP_RESET, device)
    ended: list[UUID] = []
    for one in found.companies:
        keys = [
            key_id for key_id, _ in await ApiKeys(session, one.company_id).revoke_exceeding(one.user_id, ())
        ]
        invited = await Invitations(session, one.company_id).revoke_others(one.user_id, ())
        log = AuditLog(session, one.company_id)
        for action, ids in ((Action.API_KEY_REVOKED, keys), (Action.INVITATION_REVOKED, invited)):
            for object_id in ids:
                log.add(action, actor_id=one.user_id, object_id=object_id, address=device.address)
        ended += keys
    return Ended(api_keys=ended)


async def _access(session: AsyncSession, company: MyCompany, ended: Sequence[EndedSession]) -> CompanyAccess:
    held = permissions_of(company.role)
    shown_keys: Sequence[ApiKey] = ()
    administrators: Sequence[Account] = ()
    if Permission.APIKEYS_WRITE in held:
        shown_keys = await ApiKeys(session, company.company_id).live(_MOST_SHOWN)
    if Permission.USERS_WRITE in held:
        found = await Users(session, company.company_id).administrators(_MOST_SHOWN)
        administrators = [account for account in found if account.id != company.user_id]
    count = sum(one.company_id == company.company_id for one in ended)
    return CompanyAccess(company, count, shown_keys, administrators)


async def _offer_review(session: AsyncSession, login: Login) -> str:
    token = tokens.new_link_token()
    await Links(session, LinkKind.RESET_REVIEW).put(
        login.id, token_hash=tokens.hash_link_token(token), seconds=_REVIEW_SECONDS
    )
    return token


async def revoke(
    session: AsyncSession,
    token: str,
    company_id: UUID,
    key_ids: Collection[UUID],
    user_ids: Collection[UUID],
    device: Device,
) -> Ended:
    """Revoke API keys and disable users of a company, for who has just reset their password.

    Raises `Conflict` if the review is over, `NotFound`, and `Forbidden` for what the role may not do.
    """
    link = await Links(session, LinkKind.RESET_REVIEW).find(tokens.hash_link_token(token))
    mine = await Logins(session).companies(link.login_id) if link else ()
    company = next((one for one in mine if one.company_id == company_id and one.active), None)
    if link is None:
        raise _over()
    if company is None:
        raise NotFound("not-a-member")
    actor = TenantContext(company_id, company.user_id, company.role, session_id=uuid7())
    _require(actor, Permission.APIKEYS_WRITE, key_ids)
    _require(actor, Permission.USERS_WRITE, user_ids)
    for key_id in key_ids:
        await api_keys.revoke(session, actor, key_id, device)
    ended = Ended(api_keys=list(key_ids))
    for user_id in user_ids:
        if user_id == actor.user_id:
            raise Forbidden("own-account")
        changed = await roles.change_user(
            session, actor, user_id, UserUpdate(status=UserStatus.DISABLED), device
        )
        ended += changed.ended
    return ended


def _require(actor: TenantContext, permission: Permission, ids: Collection[UUID]) -> None:
    if ids and not actor.may(permission):
        raise lacks(permission, actor.role if actor.kind == "user" else None)


def _over() -> Conflict:
    return Conflict("reset-over")
