"""Events in. A handler takes a batch of several companies; the same batch again changes nothing."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.channels import ChannelChangedV1, CompanyChangedV1, TemplateChangedV1
from atende_contracts.contacts import ContactChangedV1, ContactPreferenceReportedV1
from atende_contracts.event import Event
from atende_contracts.identity import aliases
from atende_contracts.messages import DeliveryStatusChangedV1, MediaStoredV1, MessageReceivedV1
from atende_contracts.reasons import PAUSING
from atende_contracts.words import Reason
from atende_platform.db import Database
from campaign.domain.delivery import is_opt_out, outcomes
from campaign.domain.health import Outcomes, quality_fell
from campaign.domain.replies import answers
from campaign.domain.states import CampaignState
from campaign.repository import copies, health, recipients, sent_tests
from campaign.repository.campaigns import lock_open_of, lock_open_on, lock_running
from campaign.repository.files import apply_files
from campaign.repository.health import Key
from campaign.repository.recipients import Tally
from campaign.repository.templates import apply_templates
from campaign.service.campaigns import move
from campaign.service.keywords import requests_of
from campaign.service.opt_outs import OptOutRequest, apply_requests, link_names
from campaign.settings import Settings

MARKETING: Final = "marketing_messages"
"""What a customer stops at WhatsApp when they want no more broadcasts."""

CLOCK_SKEW: Final = timedelta(seconds=5)
"""By how much the clocks of two services may differ."""


class Handlers:
    """What the service does with what others tell."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database = database
        self._settings = settings

    async def on_delivery_statuses(self, events: Sequence[Event]) -> None:
        """Move recipients, and what was sent to try a campaign, forward; statuses of replies are not ours.

        Who told WhatsApp to stop a company's marketing has left the broadcasts of that number.
        """
        await self._link(
            [
                (event.company_id, aliases(event.reported_as))
                for event in events
                if isinstance(event, DeliveryStatusChangedV1) and event.reported_as is not None
            ]
        )
        ours = [
            event
            for event in events
            if isinstance(event, DeliveryStatusChangedV1) and event.campaign_id is not None
        ]
        if not ours:
            return
        # Before its recipients are given back, or the dispatcher would ask for them again at once.
        await self._pause_refused(ours)
        async with self._database.worker() as session:
            tallies = await recipients.apply_outcomes(session, outcomes(ours))
            bad = await self._count(session, tallies)
        await self._pause_failing(bad)
        if tests := outcomes(event for event in ours if event.campaign_id == event.send_id):
            async with self._database.worker() as session:
                await sent_tests.apply_outcomes(session, tests)
        stopped = {(event.company_id, event.send_id): event for event in ours if is_opt_out(event)}
        if not stopped:
            return
        # Not in the same transaction, which has locked recipients: opt-outs are locked before those.
        async with self._database.worker() as session:
            parties = await recipients.parties_of(session, list(stopped))
            requests = [
                OptOutRequest(event.company_id, parties[key], event.channel_id, True, "provider", event.at)
                for key, event in stopped.items()
                if key in parties
            ]
            if requests:
                await apply_requests(session, requests)

    async def _link(self, people: Sequence[tuple[UUID, Sequence[str]]]) -> None:
        """Remember names that are one person's."""
        if people:
            async with self._database.worker() as session:
                await link_names(session, people)

    async def _pause_refused(self, statuses: Sequence[DeliveryStatusChangedV1]) -> None:
        """Pause campaigns of which the provider refuses the content or the whole number."""
        refused = {
            (one.company_id, one.campaign_id): one
            for one in statuses
            if one.campaign_id is not None and one.error is not None and one.error.reason in PAUSING
        }
        if not refused:
            return
        async with self._database.worker() as session:
            for campaign in await lock_running(session, list(refused)):
                status = refused[campaign.company_id, campaign.id]
                # What was reported before a user resumed it says nothing of now.
                if status.error is None or status.error.reason is None:
                    continue
                if campaign.updated_at is not None and status.at < campaign.updated_at - CLOCK_SKEW:
                    continue
                await move(session, campaign, CampaignState.PAUSED, failure=Reason(status.error.reason))

    async def _count(self, session: AsyncSession, tallies: Sequence[Tally]) -> dict[Key, Outcomes]:
        """Add to the last outcomes of campaigns; return those that are too bad to go on."""
        told = {
            (tally.company_id, tally.campaign_id): tally for tally in tallies if tally.heard or tally.failed
        }
        if not told:
            return {}
        before = await health.lock_outcomes(session, list(told))
        after = {key: before[key][0].plus(tally.heard, tally.failed) for key, tally in told.items()}
        await health.store_outcomes(session, after)
        rate, at_least = self._settings.campaign_pause_error_rate, self._settings.campaign_pause_outcomes
        return {
            key: each
            for key, each in after.items()
            if each.are_too_bad(rate=before[key][1] or rate, at_least=at_least)
        }

    async def _pause_failing(self, bad: Mapping[Key, Outcomes]) -> None:
        """Pause campaigns of which too much fails.

        Not in the transaction that counted, which has locked recipients: campaigns are locked before those.
        Should it not come to this, the next outcome of the campaign does it.
        """
        if not bad:
            return
        async with self._database.worker() as session:
            for campaign in await lock_running(session, list(bad)):
                last = bad[campaign.company_id, campaign.id]
                failure = Reason(
                    "messages_failed", {"percent": round(last.rate * 100), "count": round(last.heard)}
                )
                await move(session, campaign, CampaignState.PAUSED, failure=failure)

    async def on_contacts(self, events: Sequence[Event]) -> None:
        """Keep the copy of contacts."""
        contacts = [event for event in events if isinstance(event, ContactChangedV1)]
        if not contacts:
            return
        async with self._database.worker() as session:
            await copies.apply_contacts(session, contacts)

    async def on_channels(self, events: Sequence[Event]) -> None:
        """Keep the copy of channels.

        Campaigns of a deleted one can send nothing more and fail; those of a number whose quality falls are
        paused before WhatsApp restricts it.
        """
        channels = [event for event in events if isinstance(event, ChannelChangedV1)]
        if not channels:
            return
        deleted = [(event.company_id, event.channel_id) for event in channels if event.status == "deleted"]
        async with self._database.worker() as session:
            stored = await copies.apply_channels(session, channels)
            poor = {(company_id, id_): now for company_id, id_, was, now in stored if quality_fell(was, now)}
            for campaign in await lock_open_on(session, poor):
                if campaign.state in (CampaignState.RUNNING, CampaignState.EXPANDING):
                    quality = poor[campaign.company_id, campaign.channel_id]
                    failure = Reason("quality_poor", {"quality": str(quality)})
                    await move(session, campaign, CampaignState.PAUSED, failure=failure)
            for campaign in await lock_open_on(session, deleted):
                await move(session, campaign, CampaignState.FAILED, failure=Reason("channel_deleted"))

    async def on_templates(self, events: Sequence[Event]) -> None:
        """Keep the copy of templates."""
        templates = [event for event in events if isinstance(event, TemplateChangedV1)]
        if not templates:
            return
        async with self._database.worker() as session:
            await apply_templates(session, templates)

    async def on_files(self, events: Sequence[Event]) -> None:
        """Keep the copy of files that were uploaded to be sent."""
        files = [event for event in events if isinstance(event, MediaStoredV1)]
        if not files:
            return
        async with self._database.worker() as session:
            await apply_files(session, files)

    async def on_companies(self, events: Sequence[Event]) -> None:
        """Remember where companies dial, and pause the campaigns of those that are suspended."""
        companies = [event for event in events if isinstance(event, CompanyChangedV1)]
        if not companies:
            return
        async with self._database.worker() as session:
            news = await copies.apply_companies(session, companies)
            suspended = {event.company_id for event in news if event.suspended}
            for campaign in await lock_open_of(session, suspended):
                if campaign.state in (CampaignState.RUNNING, CampaignState.EXPANDING):
                    await move(session, campaign, CampaignState.PAUSED, failure=Reason("company_suspended"))

    async def on_messages(self, events: Sequence[Event]) -> None:
        """Remember when customers wrote and who answered a campaign; listen for who wants no more broadcasts.

        They may tell us, or WhatsApp; what they told WhatsApp is about this number only.
        """
        messages = [event for event in events if isinstance(event, MessageReceivedV1)]
        await self._link(
            [
                (event.company_id, [*aliases(event.sender), *aliases(event.former)])
                for event in messages
                if event.former is not None
            ]
        )
        if messages:
            async with self._database.worker() as session:
                await copies.apply_last_seen(
                    session,
                    [
                        (event.company_id, alias, event.channel_id, event.sent_at)
                        for event in messages
                        if event.opens_window
                        for alias in aliases(event.sender)
                    ],
                )
        if answered := answers(messages):
            async with self._database.worker() as session:
                within = timedelta(days=self._settings.campaign_reply_days)
                await recipients.apply_answers(session, answered, within=within)
        requests: list[OptOutRequest] = []
        for event in events:
            if isinstance(event, ContactPreferenceReportedV1) and event.category == MARKETING:
                stop = event.wish == "stop"
                requests.append(
                    OptOutRequest(event.company_id, event.party, event.channel_id, stop, "provider", event.at)
                )
        if not requests and not messages:
            return
        async with self._database.worker() as session:
            requests += await requests_of(session, messages)
            await apply_requests(session, requests)
