"""What happens to tickets without anybody asking."""

from typing import Final

from atende_platform.data.db import Database, now
from chat.directory import service as directory
from chat.directory.domain import FIRST_USER
from chat.tickets.assignment import TICKETS, free, wake

_USERS: Final = 500
"""Disabled users looked at in a round."""


class Release:
    """Makes open tickets of disabled users pending, also those that became theirs afterwards.

    It goes round and round through the disabled users of all companies, a few tickets of each at a time, so
    that one with many tickets does not keep those of others waiting.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._after = FIRST_USER
        self._has_freed = False
        """In the present turn through all users."""

    async def step(self) -> bool:
        """Free some tickets; tell whether there may be more."""
        async with self._database.worker() as session:
            disabled = await directory.disabled_after(session, self._after, _USERS)
            freed = await free(session, disabled, now()) if disabled else []
        self._has_freed |= bool(freed)
        if len(freed) == TICKETS:
            self._after = freed[-1]
            return True
        if len(disabled) == _USERS:
            self._after = disabled[-1]
            return True
        again, self._has_freed, self._after = self._has_freed, False, FIRST_USER
        return again


async def wake_sleepers(database: Database) -> bool:
    """Let some snoozed tickets go on whose time has come; tell whether there may be more."""
    async with database.worker() as session:
        return await wake(session, now())
