"""Conversations: the messages of their tickets, and what stands in them without a ticket."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data.batch import fetch
from atende_platform.data.db import execute
from chat.contacts.domain import Identity, stand_in
from chat.messages.models import Message
from chat.tickets.models import Ticket

Position = tuple[datetime, UUID]
# Each part is read from its own index up to the limit, whatever else the conversation holds.
_OWN: Final = """
SELECT own.* FROM (SELECT * FROM messages
WHERE company_id = :company_id AND ticket_id = :ticket_id AND target IS NULL {behind}
ORDER BY sent_at DESC, id DESC LIMIT :limit) AS own
"""
_OF_TICKETS: Final = """
SELECT own.* FROM tickets t CROSS JOIN LATERAL (SELECT * FROM messages m
WHERE m.company_id = t.company_id AND m.ticket_id = t.id AND m.target IS NULL {behind}
ORDER BY m.sent_at DESC, m.id DESC LIMIT :limit) AS own
WHERE t.company_id = :company_id AND t.contact_id = :contact_id AND t.group_id IS NULL
"""
_WITHOUT_TICKET: Final = """
SELECT entry.* FROM unnest(CAST(:names AS uuid[])) AS name CROSS JOIN LATERAL (SELECT * FROM messages
WHERE company_id = :company_id AND contact_id = name AND ticket_id IS NULL AND target IS NULL {where} {behind}
ORDER BY sent_at DESC, id DESC LIMIT :limit) AS entry
"""
_BEHIND: Final = "AND (sent_at, id) < (:at, :after)"
_IN_ORDER: Final = "{} UNION ALL {} ORDER BY sent_at DESC, id DESC LIMIT :limit"
_OF_THE_TICKET: Final = (
    "AND channel_id = :channel_id AND sent_at <= coalesce(CAST(:closed_at AS timestamptz), 'infinity')"
)


_NAMES_OF: Final = """
SELECT kind, value FROM contact_identities
WHERE company_id = :company_id AND contact_id = :contact_id
"""


class Conversations:
    """One company's conversations. Reactions are no messages of a list: they stand under theirs."""

    def __init__(self, session: AsyncSession, company_id: UUID) -> None:
        self._session = session
        self._company_id = company_id

    async def names_of(self, contact_id: UUID) -> list[UUID]:
        """Return all ids under which messages with a contact may stand."""
        result = await execute(self._session, _NAMES_OF, company_id=self._company_id, contact_id=contact_id)
        return [contact_id, *(stand_in(self._company_id, Identity(row.kind, row.value)) for row in result)]

    async def of_ticket(self, ticket: Ticket, position: Position | None, limit: int) -> Sequence[Message]:
        """Return up to ``limit`` messages as a ticket shows them, behind ``position``, newest first.

        They are its own and those without a ticket from before it was closed; of a group its own only.
        """
        if ticket.group_id is not None:
            return await self._read(_OWN, position, limit, ticket_id=ticket.id)
        return await self._read(
            _IN_ORDER.format(_OWN, _WITHOUT_TICKET.replace("{where}", _OF_THE_TICKET)),
            position,
            limit,
            ticket_id=ticket.id,
            names=await self.names_of(ticket.contact_id),
            channel_id=ticket.channel_id,
            closed_at=ticket.closed_at,
        )

    async def of_contact(self, contact_id: UUID, position: Position | None, limit: int) -> Sequence[Message]:
        """Return up to ``limit`` messages on all channels with a contact, newest first, as `of_ticket`."""
        return await self._read(
            _IN_ORDER.format(_OF_TICKETS, _WITHOUT_TICKET.replace("{where}", "")),
            position,
            limit,
            contact_id=contact_id,
            names=await self.names_of(contact_id),
        )

    async def _read(
        self, statement: str, position: Position | None, limit: int, **parameters: Any
    ) -> Sequence[Message]:
        if position:
            parameters |= {"at": position[0], "after": position[1]}
        statement = statement.replace("{behind}", _BEHIND if position else "")
        return await fetch(
            self._session, Message, statement, company_id=self._company_id, limit=limit, **parameters
        )
