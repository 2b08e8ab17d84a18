"""Tests an endpoint while its user waits: one request, outside of any transaction."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from atende_contracts.ids import uuid7
from atende_platform.data.db import Database
from atende_platform.errors import TooManyRequests
from atende_platform.http.outgoing import Outgoing
from atende_platform.identity.context import TenantContext
from atende_platform.limits.ratelimit import RateLimiter
from atende_platform.process.fair_share import FairShare
from chat.webhooks import service
from chat.webhooks.domain import TEST_TYPE, Outcome, WebhooksUnavailable
from chat.webhooks.repository import Webhook, WebhookDelivery
from chat.webhooks.schemas import DeliveryRead
from chat.webhooks.sending import SealBroken, Secrets, send

_PER_MINUTE: Final = 60
_AT_A_TIME: Final = 8
_OF_A_COMPANY: Final = 2
_WAITING: Final = 4


class Trials:
    """Sends test events, few at a time, of each company fewer."""

    def __init__(
        self, database: Database, secrets: Secrets, outgoing: Outgoing, limiter: RateLimiter
    ) -> None:
        self._database = database
        self._secrets = secrets
        self._outgoing = outgoing
        self._limiter = limiter
        self._share = FairShare(
            "webhook tests", _AT_A_TIME, each=_OF_A_COMPANY, waiting=_WAITING, seconds=10.0
        )

    async def send(self, actor: TenantContext, webhook_id: UUID, moment: datetime) -> DeliveryRead:
        """Send a test event; return what came of it, which the log of deliveries keeps, too.

        Raises `WebhookNotFound`, and `TooManyRequests`.
        """
        async with self._database.tenant(actor.company_id) as session:
            webhook = await service.existing(session, actor.company_id, webhook_id)
        grant = await self._limiter.take(
            f"webhook-tests:{actor.company_id}", per_second=_PER_MINUTE / 60, burst=_PER_MINUTE
        )
        if not grant.granted:
            raise TooManyRequests(retry_after=grant.wait)
        delivery = WebhookDelivery(
            company_id=webhook.company_id,
            webhook_id=webhook.id,
            id=uuid7(),
            type=TEST_TYPE,
            next_at=moment,
            event_at=moment,
            waiting_since=moment,
            created_at=moment,
        )
        outcome = await self._outcome(webhook, delivery, moment)
        over = moment + timedelta(milliseconds=outcome.duration_ms)
        async with self._database.tenant(actor.company_id) as session:
            return await service.record_test(session, webhook, delivery, outcome, over)

    async def _outcome(self, webhook: Webhook, delivery: WebhookDelivery, moment: datetime) -> Outcome:
        try:
            secrets = self._secrets.of(webhook, moment)
        except SealBroken:
            raise WebhooksUnavailable() from None
        async with (
            self._share.place(webhook.company_id),
            self._outgoing.connections(webhook.company_id) as http,
        ):
            return await send(http, webhook, secrets, delivery, None, moment)

    async def close(self) -> None:
        await self._outgoing.close()
