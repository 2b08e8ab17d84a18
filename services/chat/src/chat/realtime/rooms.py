"""The rooms of sockets: who gets what."""

from uuid import UUID


def of_company(company_id: UUID) -> str:
    """All sockets of a company."""
    return str(company_id)


def of_user(company_id: UUID, user_id: UUID) -> str:
    """Those of one user."""
    return f"{company_id} user {user_id}"


def at_ticket(company_id: UUID, ticket_id: UUID) -> str:
    """Those that show a ticket."""
    return f"{company_id} at {ticket_id}"
