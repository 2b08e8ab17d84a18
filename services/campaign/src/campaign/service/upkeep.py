"""What runs without a request: stuck campaigns go on, and what is no longer needed is deleted.

The engine moves campaigns by itself, so each kind of being stuck has a cause outside of it:

expanding
    No step for long: planners are down, or a transaction that hangs has the campaign locked and all pass it
    over. Nothing here can end it; operators can.
waiting
    It may send, its channel is active, and nothing was dispatched or heard of: dispatchers are down, a
    transaction that hangs has the channel locked, or the gateway answers nothing, so that what is under way
    fills the channel's window.
unreported
    It changed, and the report that would publish, end or close it does not come: reporters are down, or this
    campaign's report fails each time. Or none was asked for: what the engine changes leaves a mark, what is
    changed by hand does not. It is marked.
unanswered
    Only sends are left of which nothing is heard, though they are asked for again all the time: the gateway
    is down, or its request ended among the dead letters. After ``campaign_unconfirmed_hours`` they are
    unconfirmed, and the campaign closes.
left_behind
    It closed while a recipient was pending or dispatched. A report closes a campaign, locked, for which it
    counted neither; so only rows changed by hand come to this. They get their last state.

A status that comes later than all this still moves its recipient on.
"""

from collections import Counter
from datetime import datetime, timedelta
from typing import Final, get_args
from uuid import UUID

import structlog
from prometheus_client import Gauge
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.errors import NotFound
from campaign.domain.windows import is_open
from campaign.repository import dispatch, upkeep
from campaign.repository.campaigns import CampaignRow, mark_changed
from campaign.repository.upkeep import Stuck, StuckKind
from campaign.service.timing import next_window_at
from campaign.settings import Settings

log = structlog.get_logger(__name__)

CHUNK: Final = 5000
"""Recipients whose messages are forgotten in one transaction."""

_stuck = Gauge("campaign_stuck", "Campaigns that ought to move and do not, at the last look", ["kind"])

Cursor = tuple[object, str]
"""A campaign's id, and how far its messages are forgotten."""


async def find_stuck(session: AsyncSession, settings: Settings, at: datetime) -> list[Stuck]:
    """Return the campaigns that are stuck."""
    quiet_for = timedelta(seconds=settings.campaign_stuck_seconds)
    grace = timedelta(seconds=settings.campaign_contact_grace_seconds)
    found = await upkeep.find_stuck(session, at, quiet_for=quiet_for, grace=grace)
    waiting = [each for each in found if each.kind == "waiting"]
    free = {
        row.id
        for row in await upkeep.rows_of(session, waiting)
        if await _is_free(session, row, at, quiet_for)
    }
    return [each for each in found if each.kind != "waiting" or each.campaign_id in free]


async def repair_stuck(session: AsyncSession, settings: Settings, at: datetime) -> list[Stuck]:
    """Count and log the campaigns that are stuck, repair what can be; return them."""
    stuck = await find_stuck(session, settings, at)
    counts = Counter(each.kind for each in stuck)
    for kind in get_args(StuckKind):
        _stuck.labels(kind).set(counts[kind])
    for each in stuck:
        log.warning(
            "campaign.stuck",
            kind=each.kind,
            company_id=str(each.company_id),
            campaign_id=str(each.campaign_id),
            since=each.since.isoformat(),
        )
    await mark_changed(
        session, [(each.company_id, each.campaign_id) for each in stuck if each.kind == "unreported"]
    )
    long_ago = at - timedelta(hours=settings.campaign_unconfirmed_hours)
    over = [
        each
        for each in stuck
        if each.kind == "left_behind" or (each.kind == "unanswered" and each.since < long_ago)
    ]
    if over and (settled := await upkeep.settle(session, over, limit=settings.campaign_sweep_chunk)):
        log.warning("recipients.settled", recipients=settled)
    return stuck


async def nudge(session: AsyncSession, company_id: UUID, campaign_id: UUID) -> None:
    """Have a campaign looked at by every part of the engine, as if it had just changed."""
    await mark_changed(session, [(company_id, campaign_id)])


async def give_up(session: AsyncSession, settings: Settings, stuck: Stuck) -> int:
    """Make recipients of whom nothing is heard unconfirmed, so that it ends; return how many."""
    return await upkeep.settle(session, [stuck], limit=settings.campaign_sweep_chunk)


async def count_running(session: AsyncSession) -> int:
    """Return how many campaigns are under way."""
    return await upkeep.count_running(session)


async def find_campaign(session: AsyncSession, campaign_id: UUID) -> CampaignRow:
    """Return a campaign of whichever company. Raises `NotFound`."""
    found = await upkeep.find_campaign(session, campaign_id)
    if found is None:
        raise NotFound("campaign-not-found")
    return found


async def _is_free(session: AsyncSession, campaign: CampaignRow, at: datetime, quiet_for: timedelta) -> bool:
    """Tell whether a campaign might have sent all the time, by its windows, its daily cap and its rate."""
    moments = (at - quiet_for, at)
    if any(next_window_at(campaign, moment) for moment in moments) or (campaign.paced_until or at) > at:
        return False
    if not campaign.windows or campaign.window_zone != "recipient":
        return True
    groups = [
        (campaign.id, zone)
        for zone in campaign.zones
        if all(is_open(campaign.windows, zone, moment) for moment in moments)
    ]
    ready = await dispatch.ready(session, campaign.company_id, groups, at_most=1)
    return any(ready.values())


async def purge_messages(
    session: AsyncSession, settings: Settings, at: datetime, cursor: Cursor | None
) -> Cursor | None:
    """Forget the next messages that were made for recipients of campaigns over for long.

    Return where to go on, None when there are no more. Begun anew, it finds nothing in those it had done.
    """
    campaign = await upkeep.claim_expired(session, at - timedelta(days=settings.campaign_content_kept_days))
    if campaign is None:
        return None
    after = cursor[1] if cursor is not None and cursor[0] == campaign.id else ""
    last = await upkeep.purge_contents(session, campaign, after=after, limit=CHUNK)
    if last is None:
        campaign.content_cleared_at = at
    return campaign.id, last or ""
