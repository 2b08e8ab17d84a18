"""What each role may do: the one table. Routes name a permission, never a role."""

from enum import StrEnum
from typing import Final


class Role(StrEnum):
    OWNER = "owner"
    ADMIN = "admin"
    AGENT = "agent"
    VIEWER = "viewer"


class Permission(StrEnum):
    """A thing that can be done. ``x:read`` never changes anything."""

    COMPANY_READ = "company:read"
    COMPANY_WRITE = "company:write"
    USERS_READ = "users:read"
    USERS_WRITE = "users:write"
    SELF = "self"  # what anyone signed in may do to their own account
    CONTACTS_READ = "contacts:read"
    CONTACTS_WRITE = "contacts:write"
    CONTACTS_IMPORT = "contacts:import"
    TICKETS_READ = "tickets:read"
    TICKETS_WRITE = "tickets:write"
    CAMPAIGNS_READ = "campaigns:read"
    CAMPAIGNS_WRITE = "campaigns:write"
    CAMPAIGNS_RUN = "campaigns:run"
    OPTOUTS_READ = "optouts:read"
    OPTOUTS_WRITE = "optouts:write"
    CHANNELS_READ = "channels:read"
    CHANNELS_WRITE = "channels:write"
    REPORTS_READ = "reports:read"


_P = Permission
_VIEWER: Final = frozenset(
    {
        _P.SELF,
        _P.COMPANY_READ,
        _P.USERS_READ,
        _P.CONTACTS_READ,
        _P.TICKETS_READ,
        _P.CAMPAIGNS_READ,
        _P.OPTOUTS_READ,
        _P.CHANNELS_READ,
        _P.REPORTS_READ,
    }
)
_AGENT: Final = _VIEWER | {_P.CONTACTS_WRITE, _P.TICKETS_WRITE, _P.OPTOUTS_WRITE}
_ADMIN: Final = _AGENT | {
    _P.COMPANY_WRITE,
    _P.USERS_WRITE,
    _P.CONTACTS_IMPORT,
    _P.CAMPAIGNS_WRITE,
    _P.CAMPAIGNS_RUN,
    _P.CHANNELS_WRITE,
}
_OWNER: Final = frozenset(Permission)

ROLE_PERMISSIONS: Final[dict[Role, frozenset[Permission]]] = {
    Role.OWNER: _OWNER,
    Role.ADMIN: _ADMIN,
    Role.AGENT: _AGENT,
    Role.VIEWER: _VIEWER,
}


def permissions_of(role: Role) -> frozenset[Permission]:
    """Return what a role may do."""
    return ROLE_PERMISSIONS[role]
