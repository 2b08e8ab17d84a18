"""What delivery statuses and customers' answers mean for recipients and their campaigns."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.messages import DeliveryStatusChangedV1, MessageReceivedV1
from atende_contracts.reasons import PAUSING
from atende_contracts.words import Reason
from campaign.domain.delivery import is_opt_out, outcomes
from campaign.domain.health import Outcomes
from campaign.domain.replies import answers
from campaign.domain.states import CampaignStatus
from campaign.repository import health, recipients, sent_tests
from campaign.repository.campaigns import lock_running
from campaign.repository.health import Key
from campaign.repository.recipients import Tally
from campaign.service.campaigns import move
from campaign.service.opt_outs import OptOutRequest, apply_requests
from campaign.settings import Settings

CLOCK_SKEW: Final = timedelta(seconds=5)
"""By how much the clocks of two services may differ."""


def refusals(statuses: Sequence[DeliveryStatusChangedV1]) -> dict[Key, DeliveryStatusChangedV1]:
    """Return by campaign the last refusal of its content or of the whole number."""
    return {
        (one.company_id, one.campaign_id): one
        for one in statuses
        if one.campaign_id is not None and one.error is not None and one.error.reason in PAUSING
    }


async def pause_refused(
    session: AsyncSession, refused: Mapping[Key, DeliveryStatusChangedV1], at: datetime
) -> None:
    """Pause campaigns of which the provider refuses the content or the whole number."""
    for campaign in await lock_running(session, list(refused)):
        status = refused[campaign.company_id, campaign.id]
        # What was reported before a user resumed it says nothing of now.
        if status.error is None or status.error.reason is None:
            continue
        if campaign.updated_at is not None and status.at < campaign.updated_at - CLOCK_SKEW:
            continue
        await move(session, campaign, CampaignStatus.PAUSED, at, failure=Reason(status.error.reason))


async def apply(
    session: AsyncSession, statuses: Sequence[DeliveryStatusChangedV1], settings: Settings
) -> dict[Key, Outcomes]:
    """Move recipients forward; return the campaigns of which too much fails now."""
    tallies = await recipients.apply_outcomes(session, outcomes(statuses))
    return await _count(session, tallies, settings)


async def _count(session: AsyncSession, tallies: Sequence[Tally], settings: Settings) -> dict[Key, Outcomes]:
    """Add to the last outcomes of campaigns; return those that are too bad to go on."""
    changed = {(each.company_id, each.campaign_id): each for each in tallies if each.reported or each.failed}
    if not changed:
        return {}
    before = await health.lock_outcomes(session, list(changed))
    after = {key: before[key][0].plus(tally.reported, tally.failed) for key, tally in changed.items()}
    await health.store_outcomes(session, after)
    rate, at_least = settings.campaign_pause_error_rate, settings.campaign_pause_outcomes
    return {
        key: each
        for key, each in after.items()
        if each.exceed(rate=before[key][1] or rate, at_least=at_least)
    }


async def pause_failing(session: AsyncSession, failing: Mapping[Key, Outcomes], at: datetime) -> None:
    """Pause campaigns of which too much fails."""
    for campaign in await lock_running(session, list(failing)):
        last = failing[campaign.company_id, campaign.id]
        failure = Reason(
            "messages_failed", {"percent": round(last.rate * 100), "count": round(last.reported)}
        )
        await move(session, campaign, CampaignStatus.PAUSED, at, failure=failure)


async def apply_to_tests(session: AsyncSession, statuses: Sequence[DeliveryStatusChangedV1]) -> None:
    """Move forward what was sent to try campaigns."""
    await sent_tests.apply_outcomes(session, outcomes(statuses))


async def opt_out_at_provider(
    session: AsyncSession, statuses: Sequence[DeliveryStatusChangedV1], *, within: timedelta
) -> None:
    """Record recipients as opted out of a number whose marketing they stopped at WhatsApp.

    It is a result of the campaign before: this one did not reach them.
    """
    stopped = {(event.company_id, event.send_id): event for event in statuses if is_opt_out(event)}
    parties = await recipients.parties_of(session, list(stopped))
    requests = [
        OptOutRequest(event.company_id, parties[key], event.channel_id, True, "provider", event.at)
        for key, event in stopped.items()
        if key in parties
    ]
    if requests:
        await apply_requests(session, requests, within=within)


async def apply_answers(
    session: AsyncSession, messages: Sequence[MessageReceivedV1], *, within: timedelta
) -> None:
    """Count messages that answer campaigns."""
    if answered := answers(messages):
        await recipients.apply_answers(session, answered, within=within)
