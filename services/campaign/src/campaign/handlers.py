"""Events in: which use case takes what. Each may see any event again, and many companies' at once."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from functools import partial
from typing import Any

from atende_contracts import topics
from atende_contracts.channels import ChannelChangedV1, CompanyChangedV1, TemplateChangedV1
from atende_contracts.contacts import (
    ContactChangedV1,
    ContactErasureRequestedV1,
    ContactPreferenceReportedV1,
    ContactTagChangedV1,
)
from atende_contracts.messages import DeliveryStatusChangedV1, MediaStoredV1, MessageReceivedV1
from atende_contracts.privacy import CompanyErasureRequestedV1, ContactExportRequestedV1
from atende_platform.data.db import Database, now
from atende_platform.messaging import company_erasures
from atende_platform.messaging.handlers import Handlers, on, one_by_one
from campaign.domain.delivery import is_opt_out
from campaign.service import directory, erasures, inbound, opt_outs, outcomes, personal_data, retagging
from campaign.settings import Settings


def handlers(settings: Settings) -> Handlers:
    """Return which use cases take the events of each topic; `DeliveryStatuses` takes those of deliveries."""
    replies_within = timedelta(days=settings.campaign_reply_days)
    return {
        topics.CONTACT_CHANGED: (on(ContactChangedV1, do=directory.apply_contacts),),
        topics.CONTACT_TAGS: (on(ContactTagChangedV1, do=retagging.apply, portions=one_by_one),),
        topics.CONTACT_ERASURE: (on(ContactErasureRequestedV1, do_now=erasures.request),),
        topics.CONTACT_EXPORT: (on(ContactExportRequestedV1, do=personal_data.answer, portions=one_by_one),),
        topics.COMPANY_ERASURE: (on(CompanyErasureRequestedV1, do_now=company_erasures.request),),
        topics.CHANNEL_CHANGED: (on(ChannelChangedV1, do_now=directory.apply_channels),),
        topics.TEMPLATE_CHANGED: (on(TemplateChangedV1, do=directory.apply_templates),),
        topics.MEDIA_STORED: (on(MediaStoredV1, do=directory.apply_files),),
        topics.COMPANY_CHANGED: (on(CompanyChangedV1, do_now=directory.apply_companies),),
        topics.MESSAGE_INBOUND: (
            on(MessageReceivedV1, do=opt_outs.link_senders, portions=_with_former_names),
            on(
                MessageReceivedV1,
                ContactPreferenceReportedV1,
                do_now=partial(inbound.apply, replies_within=replies_within),
            ),
        ),
    }


def _with_former_names(messages: Sequence[MessageReceivedV1]) -> Iterable[Sequence[Any]]:
    renamed = [message for message in messages if message.former is not None]
    return [renamed] if renamed else []


class DeliveryStatuses:
    """The consumer of delivery statuses, the busiest one.

    It is no row of `handlers`: which campaigns one transaction pauses is what the one before it counted, and
    to read that again would cost each batch a statement.
    """

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database = database
        self._settings = settings
        self._within = timedelta(days=settings.campaign_reply_days)

    async def handle(self, events: Sequence[Any]) -> None:
        """Move recipients, and what was sent to try a campaign, forward; statuses of replies are not ours.

        A person who stopped a company's marketing at WhatsApp has left the broadcasts of that number.
        """
        statuses = [event for event in events if isinstance(event, DeliveryStatusChangedV1)]
        ours = [event for event in statuses if event.campaign_id is not None]
        if named := [event for event in statuses if event.reported_as is not None]:
            async with self._database.worker() as session:
                await opt_outs.link_reported(session, named)
        # Before its recipients are given back, or the dispatcher would ask for them again at once.
        if refused := outcomes.refusals(ours):
            async with self._database.worker() as session:
                await outcomes.pause_refused(session, refused, now())
        if ours:
            async with self._database.worker() as session:
                failing = await outcomes.apply(session, ours, self._settings)
            # Not in the transaction that counted, which has locked recipients: campaigns are locked before
            # those. Should it not come to this, the next outcome of the campaign does it.
            if failing:
                async with self._database.worker() as session:
                    await outcomes.pause_failing(session, failing, now())
        if tests := [event for event in ours if event.campaign_id == event.send_id]:
            async with self._database.worker() as session:
                await outcomes.apply_to_tests(session, tests)
        # Not in the transaction that moved recipients: opt-outs are locked before those.
        if stopped := [event for event in ours if is_opt_out(event)]:
            async with self._database.worker() as session:
                await outcomes.opt_out_at_provider(session, stopped, within=self._within)
