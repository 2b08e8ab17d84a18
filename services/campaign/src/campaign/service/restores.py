"""What campaigns do behind the restore fence: who may have got a message since the backup gets no other.

The dispatcher claims recipients in the order of their send ids, and no faster than a channel sends. So it
is known who may have been sent to in the time that the database does not remember: those that come next,
as many as the channel could send. They are claimed as the dispatcher would have done, and ordered as of
that time; the gateway, whose ledger does not know them, answers that they are unconfirmed. All others are
still sent to.

Where Kafka is still there the gateway reads the orders themselves, and nothing has to be assumed.
"""

from collections.abc import Sequence
from datetime import datetime
from math import ceil
from typing import Final

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.words import Reason
from atende_platform.data.db import Database
from atende_platform.messaging import outbox
from campaign.domain.states import CampaignStatus
from campaign.repository import campaigns, dispatch, restores
from campaign.repository.campaigns import NOBODY, CampaignRow
from campaign.repository.dispatch import Claimed, Group
from campaign.repository.restores import Sending
from campaign.service.campaigns import move
from campaign.service.requests import requests

_LIMIT: Final = 1000
_MARGIN_SECONDS: Final = 12.0
"""For what is under way on a channel and what it may send at once, and since two clocks differ."""
RESTORED: Final = Reason("restored")


async def fence(
    database: Database, *, since: datetime, until: datetime, at: datetime, orders_are_known: bool
) -> dict[str, int]:
    """Order as of the backup whatever may have been sent ``since`` then, ``until`` the old system stopped.

    ``orders_are_known``: Kafka has the orders of that time, and the gateway reads them again. Return what was
    done, in numbers. Each step is a transaction; done again, it may doubt more than it has to.
    """
    async with database.worker() as session:
        paused = await _pause(session, await restores.lock_due(session, until=until), at)
    again = doubted = 0
    while True:
        async with database.worker() as session:
            claimed = await restores.claim_ordered(session, before=at, limit=_LIMIT)
            await _order(session, claimed, since)
        again += len(claimed)
        if not claimed:
            break
    last = (NOBODY, NOBODY)
    while True:
        async with database.worker() as session:
            found = await restores.sending(session, after=last, limit=_LIMIT)
        if not found:
            break
        last = found[-1].company_id, found[-1].campaign_id
        for one in found:
            most = 0 if orders_are_known else most_sent(one.messages_per_second, since, until)
            claimed_of_it, exhausted = await _doubt(database, one, most, since)
            doubted += claimed_of_it
            if not one.is_expanded and (exhausted or orders_are_known):
                async with database.worker() as session:
                    locked = await restores.lock_to_pause(session, [(one.company_id, one.campaign_id)])
                    paused += await _pause(session, locked, at)
    return {
        "recipients ordered again, as of the backup": again,
        "recipients that may have been sent to since": doubted,
        "campaigns paused until somebody has looked": paused,
    }


def most_sent(messages_per_second: float, since: datetime, until: datetime) -> int:
    """Return how many recipients a channel may have been given in that time."""
    return ceil(messages_per_second * (max(0.0, (until - since).total_seconds()) + _MARGIN_SECONDS))


async def _doubt(database: Database, one: Sending, most: int, since: datetime) -> tuple[int, bool]:
    """Claim the next ``most`` of each group; return how many there were, and whether none are left."""
    total, exhausted = 0, True
    for group in one.groups:
        left = most
        while left > 0:
            async with database.worker() as session:
                claimed = await _claim(session, one, group, min(left, _LIMIT))
                await _order(session, claimed, since)
                waiting = await dispatch.ready(session, one.company_id, [group], at_most=1)
            total += len(claimed)
            left -= len(claimed)
            if not waiting[group]:
                break
        exhausted = exhausted and left > 0
    return total, exhausted


async def _claim(session: AsyncSession, one: Sending, group: Group, count: int) -> list[Claimed]:
    claimed = await dispatch.claim(session, one.company_id, one.channel_id, {group: count})
    await campaigns.mark_changed(session, [(one.company_id, one.campaign_id)])
    return claimed


async def _order(session: AsyncSession, claimed: Sequence[Claimed], at: datetime) -> None:
    contents = await dispatch.contents_of(session, {(each.company_id, each.campaign_id) for each in claimed})
    events = requests(claimed, contents)
    await outbox.add(session, [event.model_copy(update={"occurred_at": at}) for event in events])


async def _pause(session: AsyncSession, found: Sequence[CampaignRow], at: datetime) -> int:
    for campaign in found:
        await move(session, campaign, CampaignStatus.PAUSED, at, failure=RESTORED)
    return len(found)
