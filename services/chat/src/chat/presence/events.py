"""What sockets get in passing of agents: who is here, and who attends to a ticket."""

from collections.abc import Mapping
from uuid import UUID

from chat.presence.domain import Attendance, Status
from chat.presence.schemas import PresenceRead
from chat.updates.domain import CHAT
from chat.updates.schemas import Notice


class PresenceUpdated(Notice):
    """The status of some agents; after `ready`, of all who are not offline."""

    TYPE = "presence.updated"
    NAMESPACE = CHAT

    users: list[PresenceRead]


class TicketAttended(Notice):
    """Who looks at a ticket now, and who of them types; those who look at it get this."""

    TYPE = "ticket.attended"
    NAMESPACE = CHAT

    ticket_id: UUID
    viewing: list[UUID]
    """Users, the caller among them."""
    typing: list[UUID]


def presence_updated(statuses: Mapping[UUID, Status]) -> PresenceUpdated:
    users = [PresenceRead(user_id=user, status=status) for user, status in sorted(statuses.items())]
    return PresenceUpdated(users=users)


def ticket_attended(ticket_id: UUID, attendance: Attendance) -> TicketAttended:
    viewing, typing = sorted(attendance.viewing), sorted(attendance.typing)
    return TicketAttended(ticket_id=ticket_id, viewing=viewing, typing=typing)
