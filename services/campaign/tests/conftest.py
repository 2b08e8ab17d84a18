"""A company with a channel and contacts, and the engine's steps, to be taken one by one."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID

import httpx
import pytest

from atende_contracts import topics
from atende_contracts.channels import ChannelChangedV1
from atende_contracts.contacts import ContactChangedV1
from atende_contracts.event import Event, Party, ProviderError
from atende_contracts.ids import uuid7
from atende_contracts.messages import (
    CampaignSendRequestedV1,
    DeliveryState,
    DeliveryStatusChangedV1,
    MessageReceivedV1,
)
from atende_platform.data.db import Database, execute
from atende_platform.service.definition import Service
from atende_platform.testing.plugin import AsUser, Installation, Published, handling
from campaign.dispatcher import Dispatcher
from campaign.handlers import DeliveryStatuses, handlers
from campaign.main import SERVICE
from campaign.planner import Planner
from campaign.service.progress import report_next
from campaign.settings import Settings


@pytest.fixture
def service() -> Service[Any]:
    return SERVICE


@pytest.fixture
def service_settings() -> dict[str, Any]:
    # No machine is so slow that a contact comes later; a test of the grace gives one of its own.
    return {"campaign_contact_grace_seconds": 600.0}


@dataclass
class World:
    """One company, driven step by step without Kafka."""

    company_id: UUID
    channel_id: UUID
    http: httpx.AsyncClient
    database: Database
    settings: Settings
    published: Published
    noon: ClassVar[datetime] = datetime(2026, 11, 20, 12, tzinfo=UTC)

    async def handle(self, events: Sequence[Event]) -> None:
        """Do what the worker does with events of one topic."""
        if events and events[0].topic == topics.DELIVERY_STATUS.name:
            await DeliveryStatuses(self.database, self.settings).handle(events)
        else:
            await handling(self.database, handlers(self.settings))(events)

    def planner(self, **settings: Any) -> Planner:
        return Planner(self.database, self.settings.model_copy(update=settings))

    def dispatcher(self, **settings: Any) -> Dispatcher:
        return Dispatcher(self.database, self.settings.model_copy(update=settings))

    async def channel(
        self,
        *,
        rate: float = 80.0,
        status: Any = "active",
        revision: int = 1,
        channel_id: UUID | None = None,
        account_id: str | None = None,
        display_phone: str | None = None,
        service_window: bool = True,
        campaigns: bool = True,
    ) -> UUID:
        event = ChannelChangedV1(
            company_id=self.company_id,
            channel_id=channel_id or self.channel_id,
            name="Vendas",
            provider="cloud",
            status=status,
            messages_per_second=rate,
            revision=revision,
            account_id=account_id,
            display_phone=display_phone,
            service_window=service_window,
            campaigns=campaigns,
        )
        await self.handle([event])
        return event.channel_id

    def contact(self, party: Party, **fields: Any) -> ContactChangedV1:
        fields = {"contact_id": uuid7(), "revision": 1, **fields}
        return ContactChangedV1(company_id=self.company_id, party=party, **fields)

    async def contacts(self, count: int) -> list[UUID]:
        events = [
            self.contact(Party(phone=f"+55119{number:08}", name=f"Cliente {number}"))
            for number in range(10_000_000, 10_000_000 + count)
        ]
        await self.handle(events)
        return [event.contact_id for event in events]

    async def draft(self, targets: Sequence[UUID] = (), **body: Any) -> UUID:
        body = {"name": "Black Friday", "message": "Ofertas!", "channelId": str(self.channel_id), **body}
        response = await self.http.post("/api/v1/campaigns", json=body)
        assert response.status_code == 201, response.text
        campaign_id = UUID(response.json()["id"])
        if targets:
            added = await self.http.post(
                f"/api/v1/campaigns/{campaign_id}/targets", json={"contactIds": [str(id_) for id_ in targets]}
            )
            assert added.status_code == 200, added.text
        return campaign_id

    async def act(self, campaign_id: UUID, action: str, *, in_window: bool = False) -> dict[str, Any]:
        """Do something to a campaign. Nobody has written before a start, unless they are ``in_window``."""
        body = {"confirmOutOfWindow": True} if action == "start" and not in_window else None
        response = await self.http.post(f"/api/v1/campaigns/{campaign_id}/{action}", json=body)
        assert response.status_code == 200, response.text
        body: dict[str, Any] = response.json()
        return body

    async def running(self, targets: Sequence[UUID], **body: Any) -> UUID:
        campaign_id = await self.draft(targets, **body)
        await self.act(campaign_id, "start")
        await self.planner().run()
        return campaign_id

    async def report(self) -> None:
        while True:
            async with self.database.worker() as session:
                if not await report_next(session, interval_seconds=0, sweep_chunk=7):
                    return

    async def progress(self, campaign_id: UUID) -> dict[str, Any]:
        response = await self.http.get(f"/api/v1/campaigns/{campaign_id}/progress")
        assert response.status_code == 200, response.text
        body: dict[str, Any] = response.json()
        assert body["total"] == sum(body["counts"].values())
        return body

    async def counts(self, campaign_id: UUID) -> dict[str, int]:
        counts: dict[str, int] = (await self.progress(campaign_id))["counts"]
        return counts

    async def state(self, campaign_id: UUID) -> str:
        state: str = (await self.progress(campaign_id))["state"]
        return state

    async def recipients(self, campaign_id: UUID, **query: Any) -> list[dict[str, Any]]:
        response = await self.http.get(f"/api/v1/campaigns/{campaign_id}/recipients", params=query)
        assert response.status_code == 200, response.text
        items: list[dict[str, Any]] = response.json()["items"]
        return items

    async def requests(self) -> list[CampaignSendRequestedV1]:
        return await self.published(CampaignSendRequestedV1)

    async def requests_per_send(self) -> Counter[UUID]:
        return Counter(request.send_id for request in await self.requests())

    def status(
        self,
        request: CampaignSendRequestedV1,
        state: DeliveryState,
        *,
        seconds: float = 0,
        code: int = 131026,
        reason: str | None = None,
    ) -> DeliveryStatusChangedV1:
        return DeliveryStatusChangedV1(
            company_id=request.company_id,
            send_id=request.send_id,
            channel_id=request.channel_id,
            campaign_id=request.campaign_id,
            state=state,
            error=ProviderError(code=code, title="Undeliverable", reason=reason)
            if state == "failed"
            else None,
            at=self.noon + timedelta(seconds=seconds),
        )

    async def tell(self, requests: Sequence[CampaignSendRequestedV1], state: DeliveryState) -> None:
        await self.handle([self.status(request, state) for request in requests])

    def message(
        self, sender: Party, text: str, *, seconds: float = 0, channel_id: UUID | None = None
    ) -> MessageReceivedV1:
        return MessageReceivedV1(
            company_id=self.company_id,
            channel_id=channel_id or self.channel_id,
            provider_message_id=f"wamid.{uuid7()}",
            sender=sender,
            kind="text",
            text=text,
            sent_at=self.noon + timedelta(seconds=seconds),
        )

    async def sql(self, statement: str, **named: Any) -> list[Any]:
        async with self.database.worker() as session:
            result = await execute(session, statement, **named)
            return list(result.all()) if result.returns_rows else []

    async def waits_for_a_lock(self) -> None:
        """Check that a statement waits for what another transaction has locked, whatever role runs it."""
        assert await self.sql(
            "SELECT 1 FROM pg_locks JOIN pg_stat_activity USING (pid)"
            " WHERE NOT granted AND datname = current_database()"
        )


@pytest.fixture
async def world(
    installation: Installation, database: Database, as_user: AsUser, company_id: UUID, published: Published
) -> World:
    world = World(company_id, uuid7(), as_user("owner"), database, installation.settings, published)  # type: ignore[arg-type]
    await world.channel()
    return world
