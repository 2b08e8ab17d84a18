"""Following what users, queues and tags are called, and who belongs to which queue."""

from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.queues import QueueChangedV1, TagChangedV1
from atende_contracts.users import UserChangedV1
from reporting.domain.directory import entry_of
from reporting.repository.directory import store_entries


async def apply_entries(
    session: AsyncSession, events: Sequence[UserChangedV1 | QueueChangedV1 | TagChangedV1]
) -> None:
    """Keep the newest report of each user, queue and tag."""
    await store_entries(session, map(entry_of, events))
