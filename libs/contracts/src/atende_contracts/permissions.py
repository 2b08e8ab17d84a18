"""What each role may do: the one table. Routes name a permission, never a role.

``python -m atende_contracts.permissions FILE`` writes it as a page for people; ``--check FILE`` fails
when that page is out of date.
"""

import sys
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Final

from atende_contracts import page


class Role(StrEnum):
    OWNER = "owner"
    ADMIN = "admin"
    AGENT = "agent"
    VIEWER = "viewer"


class Permission(StrEnum):
    """A thing that can be done; `MEANINGS` says it in words. ``x:read`` never changes anything."""

    COMPANY_READ = "company:read"
    COMPANY_WRITE = "company:write"
    USERS_READ = "users:read"
    USERS_WRITE = "users:write"
    SELF = "self"
    CONTACTS_READ = "contacts:read"
    CONTACTS_WRITE = "contacts:write"
    CONTACTS_IMPORT = "contacts:import"
    CONTACTS_MANAGE = "contacts:manage"
    TICKETS_READ = "tickets:read"
    TICKETS_WRITE = "tickets:write"
    TICKETS_MANAGE = "tickets:manage"
    CAMPAIGNS_READ = "campaigns:read"
    CAMPAIGNS_WRITE = "campaigns:write"
    CAMPAIGNS_RUN = "campaigns:run"
    OPTOUTS_READ = "optouts:read"
    OPTOUTS_WRITE = "optouts:write"
    CHANNELS_READ = "channels:read"
    CHANNELS_WRITE = "channels:write"
    REPORTS_READ = "reports:read"
    REPORTS_MANAGE = "reports:manage"
    AUDIT_READ = "audit:read"
    APIKEYS_READ = "apikeys:read"
    APIKEYS_WRITE = "apikeys:write"
    WEBHOOKS_READ = "webhooks:read"
    WEBHOOKS_WRITE = "webhooks:write"


_P = Permission

MEANINGS: Final[dict[Permission, str]] = {
    _P.COMPANY_READ: "See the company's settings",
    _P.COMPANY_WRITE: "Change the company's settings",
    _P.USERS_READ: "See who works in the company",
    _P.USERS_WRITE: "Add users, change their roles, disable them",
    _P.SELF: "Manage the own account: name, password, sessions",
    _P.CONTACTS_READ: "See and search contacts",
    _P.CONTACTS_WRITE: "Add and change single contacts",
    _P.CONTACTS_IMPORT: "Import contacts from a file, and export them",
    _P.CONTACTS_MANAGE: "Delete and merge contacts, define their custom fields, rename and merge their tags",
    _P.TICKETS_READ: "Read tickets and their messages, follow them live",
    _P.TICKETS_WRITE: "Take, answer, transfer, close and reopen tickets",
    _P.TICKETS_MANAGE: "See all queues, take over tickets, set up queues, rules and shared replies",
    _P.CAMPAIGNS_READ: "See campaigns, their recipients and progress",
    _P.CAMPAIGNS_WRITE: "Write, change and delete campaigns, choose their recipients",
    _P.CAMPAIGNS_RUN: "Start, pause, resume and cancel campaigns",
    _P.OPTOUTS_READ: "See who asked not to be written to",
    _P.OPTOUTS_WRITE: "Record and withdraw opt-outs",
    _P.CHANNELS_READ: "See the company's WhatsApp numbers and their state",
    _P.CHANNELS_WRITE: "Connect, change and remove WhatsApp numbers",
    _P.REPORTS_READ: "See and export reports",
    _P.REPORTS_MANAGE: "Have reports sent by e-mail regularly, see and delete everybody's exports",
    _P.AUDIT_READ: "See who changed what: the audit log",
    _P.APIKEYS_READ: "See the company's API keys",
    _P.APIKEYS_WRITE: "Make and revoke API keys",
    _P.WEBHOOKS_READ: "See the company's outgoing webhooks and what was delivered",
    _P.WEBHOOKS_WRITE: "Add, change, test and delete outgoing webhooks, of events that one may read",
}

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
    _P.AUDIT_READ,
    _P.APIKEYS_READ,
    _P.APIKEYS_WRITE,
    _P.WEBHOOKS_READ,
    _P.WEBHOOKS_WRITE,
    _P.CONTACTS_IMPORT,
    _P.CONTACTS_MANAGE,
    _P.TICKETS_MANAGE,
    _P.CAMPAIGNS_WRITE,
    _P.CAMPAIGNS_RUN,
    _P.CHANNELS_WRITE,
    _P.REPORTS_MANAGE,
}
_OWNER: Final = frozenset(Permission)

ROLE_PERMISSIONS: Final[dict[Role, frozenset[Permission]]] = {
    Role.OWNER: _OWNER,
    Role.ADMIN: _ADMIN,
    Role.AGENT: _AGENT,
    Role.VIEWER: _VIEWER,
}

KEY_SCOPES: Final = frozenset(Permission) - {_P.SELF, _P.USERS_WRITE, _P.APIKEYS_READ, _P.APIKEYS_WRITE}
"""What an API key may be given. Not what would let it make itself, or somebody, more than it is."""


def permissions_of(role: Role) -> frozenset[Permission]:
    """Return what a role may do."""
    return ROLE_PERMISSIONS[role]


def render() -> str:
    """Return the table as a page of Markdown."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# Roles"
    yield ""
    yield "What each role may do. Written by `make docs` from the table in `libs/contracts` that all services"
    yield "ask (`atende_contracts/permissions.py`); do not edit it by hand."
    yield ""
    yield f"| | permission | {' | '.join(Role)} | API key |"
    yield f"|---|---|{':-:|' * (len(Role) + 1)}"
    for permission in Permission:
        marks = ["✓" if permission in permissions_of(role) else "" for role in Role]
        marks.append("○" if permission in KEY_SCOPES else "")
        yield f"| {MEANINGS[permission]} | `{permission}` | {' | '.join(marks)} |"
    yield ""
    yield "A user has one role in one company. All of it holds within that company only: what belongs to"
    yield "another answers as if it did not exist (404). Without the permission the answer is 403, code"
    yield "`forbidden`. Only an owner can make somebody an owner or change one, and a company always keeps"
    yield "one. Who grants something, or takes it away, is looked up in the database, not in the token. A"
    yield "new role ends the user's access tokens everywhere within seconds (401, `token-expired`): clients"
    yield "refresh them and get the new role; sockets are closed and come back."
    yield ""
    yield "An API key has no role: it may do what it was given when it was made (○: can be given), and no"
    yield "more than its maker could. When its maker gets a lesser role, keys that could do more than"
    yield "the maker now may are revoked; when the maker is disabled, all of theirs. So are pending"
    yield "invitations to a role that their sender may no longer grant."


def main(arguments: Sequence[str]) -> int:
    """Write or check the page; return the exit status."""
    return page.write_or_check(arguments, render, "atende_contracts.permissions")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
