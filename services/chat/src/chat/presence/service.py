"""Which agents are here: chosen by hand, and by their sockets."""

from collections.abc import Collection
from uuid import UUID

from redis.asyncio import Redis
from redis.exceptions import RedisError

from atende_platform.errors import Unavailable
from atende_platform.identity.context import TenantContext
from chat.directory.domain import User
from chat.presence.domain import Status, status_of
from chat.presence.repository import Presence
from chat.presence.schemas import PresenceRead, PresenceUpdate

__all__ = ["Presence", "available", "choose", "list_present", "statuses"]


async def choose(redis: Redis, actor: TenantContext, body: PresenceUpdate) -> PresenceRead:
    """Store what the actor chose to be while they are connected. Raises `Unavailable`."""
    try:
        is_here = await Presence(redis).choose(User(actor.company_id, actor.user_id), body.status)
    except (RedisError, OSError):
        raise Unavailable("unavailable", retry_after=2) from None
    return PresenceRead(user_id=actor.user_id, status=status_of(body.status, is_here=is_here))


async def list_present(redis: Redis, company_id: UUID) -> list[PresenceRead]:
    """Return everybody of a company who is not offline. Raises `Unavailable`."""
    presence = Presence(redis)
    try:
        now, _ = await presence.versions([company_id])
        _, known = await presence.read(company_id)
    except (RedisError, OSError):
        raise Unavailable("unavailable", retry_after=2) from None
    found = known.statuses(now)
    return [PresenceRead(user_id=user, status=status) for user, status in sorted(found.items())]


async def statuses(redis: Redis, users: Collection[User]) -> dict[User, Status]:
    """Return the status of each of these users: one round trip. Raises `RedisError` and `OSError`."""
    by_company: dict[UUID, list[UUID]] = {}
    for user in dict.fromkeys(users):
        by_company.setdefault(user.company_id, []).append(user.id)
    found = await Presence(redis).find(by_company)
    return {user: status_of(chosen, is_here=is_here) for user, (chosen, is_here) in found.items()}


async def available(redis: Redis, users: Collection[User]) -> set[User]:
    """Return those of the users who are connected and free for tickets, of any companies.

    One round trip. Whether a user may still work is not known here (`directory.service.is_disabled`). Raises
    `RedisError` and `OSError` while it is not known who is here.
    """
    return {user for user, status in (await statuses(redis, users)).items() if status is Status.ONLINE}
