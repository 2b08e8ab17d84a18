"""What a webhook's body says, for which companies, and how much of it there may be."""

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

import structlog
from prometheus_client import Counter

from atende_contracts.channels import ProviderUpdateReportedV1
from atende_contracts.contacts import ContactsReportedV1
from atende_contracts.event import Event
from atende_contracts.messages import HistoryRecordedV1, ProviderStatusReportedV1
from atende_platform.errors import AppError, NotFound
from gateway.domain.channels import ChannelAccess
from gateway.domain.quotas import Load
from gateway.providers import Normalised, Provider, Update
from gateway.webhooks.throttle import refused

log = structlog.get_logger(__name__)

Subject = tuple[str | None, str | None]
"""What an update is about: a number, or a whole account of numbers."""

MAX_UPDATES: Final = 2000
"""Of one POST: twice what Meta puts into one."""
MAX_JOURNALLED: Final = 100
"""Parts of one POST that go into the journal of a channel; those behind them are counted only."""

updates_total = Counter("gateway_webhook_updates_total", "Parts of webhooks by outcome", ["outcome"])


class BadWebhook(AppError):
    own_reason = "not-a-webhook"


def limit_journal(events: Sequence[Event]) -> list[Event]:
    """Return the events without those that a journal gets beyond `MAX_JOURNALLED`: they say nothing new."""
    kept: list[Event] = []
    journalled: dict[UUID, int] = {}
    for event in events:
        if isinstance(event, ProviderUpdateReportedV1):
            journalled[event.channel_id] = journalled.get(event.channel_id, 0) + 1
            if journalled[event.channel_id] > MAX_JOURNALLED:
                updates_total.labels("unreadable, not kept").inc()
                continue
        kept.append(event)
    return kept


def parse(provider: Provider, body: bytes) -> list[Update]:
    """Split a body into updates. Raises `BadWebhook` when it is none."""
    if provider.webhooks is None:
        raise NotFound("webhook-not-found")
    try:
        return provider.webhooks.parse(body)
    except ValueError:
        refused.labels("not a webhook").inc()
        raise BadWebhook("not-a-webhook") from None


def read(
    provider: Provider,
    updates: Sequence[Update],
    verified: Mapping[Subject, Sequence[ChannelAccess]],
) -> dict[UUID, Normalised]:
    """Return the updates as events, by company. Raises `BadWebhook` if there are more than `MAX_UPDATES`."""
    by_company: dict[UUID, Normalised] = {}
    unmatched: list[Update] = []
    count = 0
    for update in updates:
        channels = verified.get(subject_of(update), ())
        if not channels:
            unmatched.append(update)
        for channel in channels:
            normalised = provider.inbound.normalise(update, channel.company_id, channel.channel_id)
            of_company = by_company.setdefault(channel.company_id, Normalised([], []))
            of_company.events.extend(normalised.events)
            of_company.files.extend(normalised.files)
            count += len(normalised.events)
        if count > MAX_UPDATES:
            raise BadWebhook("webhook-brings-too-much", most=MAX_UPDATES)
    if unmatched:
        updates_total.labels("not ours").inc(len(unmatched))
        first = unmatched[0]
        log.warning(
            "webhook.unmatched",
            updates=len(unmatched),
            subject=subject_of(first),
            field=first.field[:100],
        )
    return by_company


def load_of(events: Sequence[Event], size: float) -> Load:
    """Return how much events, of a body of ``size`` bytes, count against a company's quota."""
    updates = statuses = records = 0
    for event in events:
        match event:
            case ProviderStatusReportedV1():
                statuses += 1
            case HistoryRecordedV1():
                records += len(event.messages)
            case ContactsReportedV1():
                records += len(event.people)
            case _:
                updates += 1
    return Load(size, updates, statuses, records)


def subject_of(update: Update) -> Subject:
    """Return what an update is about."""
    if update.phone_number_id is not None:
        return update.phone_number_id, None
    return None, update.account_id
