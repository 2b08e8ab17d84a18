"""What customers' messages mean for campaigns, all of it in one transaction."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.contacts import ContactPreferenceReportedV1
from atende_contracts.messages import MessageReceivedV1
from campaign.service import directory, keywords, outcomes


async def apply(
    session: AsyncSession,
    events: Sequence[MessageReceivedV1 | ContactPreferenceReportedV1],
    at: datetime,
    *,
    replies_within: timedelta,
) -> None:
    """Apply what customers say of broadcasts, remember when they wrote, and count what answers a campaign."""
    # First: opt-outs are locked before recipients.
    await keywords.apply_messages(session, events, at, within=replies_within)
    messages = [event for event in events if isinstance(event, MessageReceivedV1)]
    await directory.apply_last_seen(session, messages)
    await outcomes.apply_answers(session, messages, within=replies_within)
