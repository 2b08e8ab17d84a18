"""Saved segments, and those that audiences have, follow a tag of contacts to its new name."""

from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.contacts import ContactTagChangedV1
from campaign.domain.retagging import retagged
from campaign.repository import retagging


async def apply(session: AsyncSession, events: Sequence[ContactTagChangedV1]) -> None:
    """Change the filters in which a tag is. One of a tag that is gone stays, and finds nobody."""
    for event in events:
        if event.new is None:
            continue
        for found in await retagging.filters_with(session, event.company_id, event.old):
            changed = retagged(found.filter, event.old, event.new, done=event.done)
            if changed != found.filter:
                await retagging.store(session, event.company_id, found, changed)
