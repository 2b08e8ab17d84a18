"""Tickets of users who no longer work in their company: others are to take them."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Final

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.users import UserChangedV1
from atende_platform import outbox
from atende_platform.db import Database
from chat import domain
from chat.domain import latest_by_revision
from chat.repository import contacts, tickets, users
from chat.repository.users import FIRST, User
from chat.service import messages
from chat.service.announcements import ticket_changed, tickets_updated
from chat.service.tickets import state_of

_USERS: Final = 500
"""Disabled users looked at in a round."""
_TICKETS_OF_A_USER: Final = 20
_TICKETS: Final = 200
"""Tickets freed in a round: as long a transaction as others wait for at most."""


async def apply_users(session: AsyncSession, told: Sequence[UserChangedV1]) -> None:
    """Keep whether users may work."""
    latest = latest_by_revision(((event.company_id, event.user_id), event.revision) for event in told)
    rows = [told[position] for position in latest.values()]
    await users.store(
        session,
        [
            {
                "company_id": event.company_id,
                "id": event.user_id,
                "state": event.state,
                "revision": event.revision,
            }
            for event in rows
        ],
    )


class Release:
    """Makes open tickets of disabled users pending, also those that became theirs afterwards.

    It goes round and round through the disabled users of all companies, a few tickets of each at a time, so
    that one with many tickets does not keep those of others waiting.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._after = FIRST
        self._has_freed = False
        """In the present turn through all users."""

    async def step(self) -> bool:
        """Free some tickets; tell whether there may be more."""
        async with self._database.worker() as session:
            disabled = await users.disabled_after(session, self._after, _USERS)
            freed = await free(session, disabled) if disabled else []
        self._has_freed |= bool(freed)
        if len(freed) == _TICKETS:
            self._after = freed[-1]
            return True
        if len(disabled) == _USERS:
            self._after = disabled[-1]
            return True
        again, self._has_freed, self._after = self._has_freed, False, FIRST
        return again


async def free(session: AsyncSession, assignees: Sequence[User]) -> Sequence[User]:
    """Make some open tickets of users pending; return whose each was, in the order of the users.

    Tickets that somebody else holds are left to the next time.
    """
    found = await tickets.lock_open_of(session, assignees, each=_TICKETS_OF_A_USER, limit=_TICKETS)
    if not found:
        return []
    had = sorted(User(one.company_id, one.assignee_id) for one in found if one.assignee_id is not None)
    stored = await tickets.update(
        session, [{**one.model_dump(), **asdict(domain.released(state_of(one)))} for one in found]
    )
    known = await contacts.of(session, {(one.company_id, one.contact_id) for one in stored})
    await outbox.add(session, [ticket_changed(one) for one in stored])
    await messages.tell(session, tickets_updated(stored, {one.id: one for one in known}))
    return had
