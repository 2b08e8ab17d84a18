"""Conversations: the messages of their tickets, and what stands in them without a ticket."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data.batch import fetch
from atende_platform.data.db import execute
from chat.contacts.domain import Identity, stand_in
from chat.messages.domain import FileKind
from chat.messages.models import Message
from chat.tickets.models import Ticket
from chat.tickets.repository.visibility import VISIBLE

Position = tuple[datetime, UUID]
# Each part is read from its own index up to the limit, whatever else the conversation holds.
_OWN: Final = """
SELECT own.* FROM (SELECT * FROM messages
WHERE company_id = :company_id AND ticket_id = :ticket_id AND target IS NULL {part}
ORDER BY sent_at {order}, id {order} LIMIT :limit) AS own
"""
_OF_TICKETS: Final = f"""
SELECT own.* FROM tickets t CROSS JOIN LATERAL (SELECT * FROM messages m
WHERE m.company_id = t.company_id AND m.ticket_id = t.id AND m.target IS NULL {{part}}
ORDER BY m.sent_at {{order}}, m.id {{order}} LIMIT :limit) AS own
WHERE t.company_id = :company_id AND t.contact_id = :contact_id AND t.group_id IS NULL AND {VISIBLE}
"""  # noqa: S608 (our own constant)
_WITHOUT_TICKET: Final = """
SELECT entry.* FROM unnest(CAST(:names AS uuid[])) AS name CROSS JOIN LATERAL (SELECT * FROM messages
WHERE company_id = :company_id AND contact_id = name AND ticket_id IS NULL AND group_id IS NULL
AND target IS NULL {where} {part}
ORDER BY sent_at {order}, id {order} LIMIT :limit) AS entry
"""
_OF_GROUP: Final = """
SELECT entry.* FROM (SELECT * FROM messages
WHERE company_id = :company_id AND group_id = :group_id AND ticket_id IS NULL AND target IS NULL
{where} {part}
ORDER BY sent_at {order}, id {order} LIMIT :limit) AS entry
"""
_IN_ORDER: Final = "{} UNION ALL {} ORDER BY sent_at {{order}}, id {{order}} LIMIT :limit"
_BEHIND: Final = "AND (sent_at, id) < (:at, :after)"
_SINCE: Final = "AND (sent_at, id) <= (:at, :after)"
_BEFORE: Final = "AND (sent_at, id) > (:at, :after)"
# The condition is the index's own (`ix_messages_files`).
_WITH_FILE: Final = (
    "AND kind IN ('image', 'audio', 'video', 'document', 'sticker')"
    " AND kind = coalesce(CAST(:kind AS text), kind)"
)
_OF_THE_TICKET: Final = (
    "AND channel_id = :channel_id AND sent_at <= coalesce(CAST(:closed_at AS timestamptz), 'infinity')"
)


_NAMES_OF: Final = """
SELECT kind, value FROM contact_identities
WHERE company_id = :company_id AND contact_id = :contact_id
"""


@dataclass(frozen=True, slots=True)
class Place:
    """From where on a conversation is read, in which direction, and what of it."""

    position: Position | None = None
    condition: str = ""
    order: str = "DESC"
    kind: FileKind | None = None
    only_files: bool = False

    def behind(self, position: Position | None) -> "Place":
        """What is older, the newest first; all without a position."""
        return replace(self, position=position, condition=_BEHIND if position else "")

    def since(self, position: Position) -> "Place":
        """What is at that position and older, the newest first."""
        return replace(self, position=position, condition=_SINCE)

    def before(self, position: Position | None) -> "Place":
        """What is newer, the oldest first."""
        return replace(self, position=position, condition=_BEFORE if position else "", order="ASC")

    def of_kind(self, kind: FileKind | None) -> "Place":
        """Messages with a file only, of one kind if any is named."""
        return replace(self, kind=kind, only_files=True)

    @property
    def part(self) -> str:
        """The conditions in SQL."""
        return f"{self.condition} {_WITH_FILE}" if self.only_files else self.condition


START: Final = Place()
"""All of a conversation, newest first."""


class Conversations:
    """One company's conversations. Reactions are no messages of a list: they stand under theirs."""

    def __init__(self, session: AsyncSession, company_id: UUID, viewer: UUID | None = None) -> None:
        """``viewer`` is who reads them; None: somebody who sees all tickets."""
        self._session = session
        self._company_id = company_id
        self._viewer = viewer

    async def names_of(self, contact_id: UUID) -> list[UUID]:
        """Return all ids under which messages with a contact may stand."""
        result = await execute(self._session, _NAMES_OF, company_id=self._company_id, contact_id=contact_id)
        return [contact_id, *(stand_in(self._company_id, Identity(row.kind, row.value)) for row in result)]

    async def of_ticket(self, ticket: Ticket, place: Place, limit: int) -> Sequence[Message]:
        """Return up to ``limit`` messages as a ticket shows them, from ``place`` on.

        They are its own and those without a ticket from before it was closed.
        """
        if ticket.group_id is not None:
            return await self._read(
                _IN_ORDER.format(_OWN, _OF_GROUP.replace("{where}", _OF_THE_TICKET)),
                place,
                limit,
                ticket_id=ticket.id,
                group_id=ticket.group_id,
                channel_id=ticket.channel_id,
                closed_at=ticket.closed_at,
            )
        return await self._read(
            _IN_ORDER.format(_OWN, _WITHOUT_TICKET.replace("{where}", _OF_THE_TICKET)),
            place,
            limit,
            ticket_id=ticket.id,
            names=await self.names_of(ticket.contact_id),
            channel_id=ticket.channel_id,
            closed_at=ticket.closed_at,
        )

    async def of_contact(self, contact_id: UUID, place: Place, limit: int) -> Sequence[Message]:
        """Return up to ``limit`` messages with a contact on all channels, as `of_ticket`."""
        return await self._read(
            _IN_ORDER.format(_OF_TICKETS, _WITHOUT_TICKET.replace("{where}", "")),
            place,
            limit,
            contact_id=contact_id,
            viewer=self._viewer,
            names=await self.names_of(contact_id),
        )

    async def _read(self, statement: str, place: Place, limit: int, **parameters: Any) -> Sequence[Message]:
        if place.position:
            parameters |= {"at": place.position[0], "after": place.position[1]}
        if place.only_files:
            parameters |= {"kind": place.kind}
        statement = statement.replace("{part}", place.part).replace("{order}", place.order)
        return await fetch(
            self._session, Message, statement, company_id=self._company_id, limit=limit, **parameters
        )
