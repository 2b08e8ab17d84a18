"""What the caller may do now, by the account or API key in the database.

A token goes on for a moment after its user was disabled or got another role. What grants something, or
takes it away, therefore asks here, in its own transaction: the account is locked against such a change until
the transaction ends, so that of two requests the second sees what the first did. Where the company is
locked, too, it is locked first.
"""

from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.permissions import Permission, Role, permissions_of
from atende_platform.errors import Forbidden, Unauthenticated
from atende_platform.http.access import lacks
from atende_platform.identity.api_keys import invalid_key
from atende_platform.identity.context import TenantContext
from auth import domain
from auth.repository.api_keys import ApiKeys
from auth.repository.users import Users


@dataclass(frozen=True, slots=True)
class Authority:
    """What may be done, and by whom: ``role`` is None for an API key."""

    permissions: frozenset[Permission]
    role: Role | None

    def require_may_grant(self, role: Role) -> None:
        """Raise `Forbidden` unless the role may be given out."""
        if self.role is None or not domain.may_grant(self.role, role):
            raise Forbidden("owner-grants-owner")

    def require_owner(self) -> None:
        """Raise `Forbidden` unless an owner asks."""
        if self.role is not Role.OWNER:
            raise Forbidden("owner-required")


async def require(session: AsyncSession, actor: TenantContext, permission: Permission) -> Authority:
    """Return what the actor may do now, among which is the permission.

    Raises `Unauthenticated` if the account or key can no longer be used, and `Forbidden`.
    """
    if actor.kind == "api-key":
        scopes = await ApiKeys(session, actor.company_id).lock_live(actor.user_id)
        if scopes is None:
            raise invalid_key()
        authority = Authority(scopes, None)
    else:
        account = await Users(session, actor.company_id).find_active(actor.user_id, lock=True)
        if account is None:
            raise Unauthenticated("account-gone")
        authority = Authority(permissions_of(account.role), account.role)
    if permission not in authority.permissions:
        raise lacks(permission, authority.role)
    return authority
