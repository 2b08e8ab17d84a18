"""Who gets which of the tickets that wait in queues: in turn, or the least busy first. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, NamedTuple
from uuid import UUID

from chat.policies.domain import Assignment

_NEVER: Final = datetime.min.replace(tzinfo=UTC)


class Waiting(NamedTuple):
    """A ticket in a queue that nobody has."""

    ticket_id: UUID
    queue_id: UUID


@dataclass(frozen=True, slots=True)
class Member:
    """An agent of a queue."""

    queue_id: UUID
    user_id: UUID
    last_assigned_at: datetime | None = None
    """When they last got a ticket of the queue by themselves."""


class Share(NamedTuple):
    ticket_id: UUID
    queue_id: UUID
    user_id: UUID


def share_out(
    waiting: Iterable[Waiting],
    members: Sequence[Member],
    loads: Mapping[UUID, int],
    here: Collection[UUID],
    mode: Assignment,
    capacity: int | None,
) -> list[Share]:
    """Give tickets, in their order, to agents who are here and have fewer open ones than ``capacity``.

    ``loads`` are the open tickets of agents. In turn it is the one who has waited longest for a ticket of
    the queue; of those who are equally busy, too.
    """
    if mode is Assignment.MANUAL:
        return []
    busy = {member.user_id: loads.get(member.user_id, 0) for member in members}
    of_queue: dict[UUID, list[Member]] = {}
    for member in members:
        if member.user_id in here:
            of_queue.setdefault(member.queue_id, []).append(member)
    turns = {(one.queue_id, one.user_id): (one.last_assigned_at or _NEVER, 0) for one in members}
    shares: list[Share] = []
    for number, ticket in enumerate(waiting, 1):
        free = [
            member.user_id
            for member in of_queue.get(ticket.queue_id, ())
            if capacity is None or busy[member.user_id] < capacity
        ]
        if not free:
            continue
        chosen = min(
            free,
            key=lambda user: (
                busy[user] if mode is Assignment.LEAST_BUSY else 0,
                turns[ticket.queue_id, user],
                user,
            ),
        )
        busy[chosen] += 1
        turns[ticket.queue_id, chosen] = (datetime.max.replace(tzinfo=UTC), number)
        shares.append(Share(ticket.ticket_id, ticket.queue_id, chosen))
    return shares
