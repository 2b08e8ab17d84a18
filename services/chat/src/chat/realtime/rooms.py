"""The rooms of sockets: who gets what.

A socket is in its company's room and its user's. In the room of those who see everything, or else in those of
the queues whose tickets its user sees: what happens in a ticket goes to the rooms that its audience names.
"""

from collections.abc import Iterable
from uuid import UUID

from chat.policies.scope import Scope
from chat.tickets.audience import Audience


def of_company(company_id: UUID) -> str:
    """All sockets of a company."""
    return str(company_id)


def of_user(company_id: UUID, user_id: UUID) -> str:
    """Those of one user."""
    return f"{company_id} user {user_id}"


def at_ticket(company_id: UUID, ticket_id: UUID) -> str:
    """Those that show a ticket."""
    return f"{company_id} at {ticket_id}"


def of_all_tickets(company_id: UUID) -> str:
    """Those that see everything."""
    return f"{company_id} everything"


def of_queue(company_id: UUID, queue_id: UUID) -> str:
    """Those that see a queue's tickets, as far as they do not see everything."""
    return f"{company_id} queue {queue_id}"


def of_scope(company_id: UUID, scope: Scope) -> set[str]:
    """Return the rooms of a socket that sees so much."""
    if scope.everything:
        return {of_all_tickets(company_id)}
    return {of_queue(company_id, queue_id) for queue_id in scope.queue_ids}


def of_audience(company_id: UUID, audience: Audience) -> list[str]:
    """Return the rooms of those who see a ticket."""
    if audience.queue_id is None:
        return [of_company(company_id)]
    users: Iterable[UUID | None] = {audience.assignee_id, *audience.participant_ids}
    return [
        of_all_tickets(company_id),
        of_queue(company_id, audience.queue_id),
        *(of_user(company_id, user) for user in users if user is not None),
    ]
