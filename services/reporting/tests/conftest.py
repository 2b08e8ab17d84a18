"""The service under test, and events as the other services would send them."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

import pytest

from atende_contracts.campaigns import CampaignFinishedV1, CampaignProgressV1
from atende_contracts.channels import CompanyChangedV1
from atende_contracts.contacts import ContactOptOutChangedV1, TicketChangedV1
from atende_contracts.event import Event, Party, ProviderError
from atende_contracts.ids import uuid7
from atende_contracts.messages import DeliveryState, DeliveryStatusChangedV1, MessageReceivedV1
from atende_contracts.queues import QueueChangedV1, TagChangedV1
from atende_contracts.users import UserChangedV1
from atende_platform.data.db import Database
from atende_platform.service.definition import Service
from atende_platform.testing.plugin import handling
from reporting.handlers import HANDLERS
from reporting.main import SERVICE

NOON = datetime(2026, 11, 27, 15, 0, tzinfo=UTC)
"""Noon in São Paulo."""


@pytest.fixture
def service() -> Service[Any]:
    return SERVICE


@pytest.fixture(scope="session")
def mail_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the e-mails of the tests' installation are."""
    return tmp_path_factory.mktemp("mail")


@pytest.fixture
def service_settings(mail_dir: Path) -> dict[str, Any]:
    return {"mail_dir": str(mail_dir), "console_url": "https://console.example/"}


class Tell(Protocol):
    """Hands events of one topic to its handler, as one batch."""

    async def __call__(self, *events: Event) -> None: ...


@pytest.fixture
def tell(database: Database) -> Tell:
    async def run(*events: Event) -> None:
        await handling(database, HANDLERS)(events)

    return run


class Company:
    """Makes the events of one company with one channel and one campaign, all at noon unless told."""

    noon = NOON

    def __init__(self, company_id: UUID) -> None:
        self.id = company_id
        self.channel_id = uuid7()
        self.campaign_id = uuid7()

    def status(
        self,
        send_id: UUID,
        state: DeliveryState,
        seconds: float = 0,
        *,
        reply: bool = False,
        error: ProviderError | None = None,
        **other: Any,
    ) -> DeliveryStatusChangedV1:
        return DeliveryStatusChangedV1(
            **{
                "company_id": self.id,
                "send_id": send_id,
                "channel_id": self.channel_id,
                "campaign_id": None if reply else self.campaign_id,
                "message_id": uuid7() if reply else None,
                "state": state,
                "error": error,
                "at": NOON + timedelta(seconds=seconds),
                **other,
            }
        )

    def progress(self, counts: dict[str, int], **other: Any) -> CampaignProgressV1:
        return CampaignProgressV1(
            **{
                "company_id": self.id,
                "campaign_id": self.campaign_id,
                "channel_id": self.channel_id,
                "name": "Promoção Black Friday",
                "state": "running",
                "total": sum(counts.values()),
                "counts": counts,
                "started_at": NOON,
                "revision": 1,
                **other,
            }
        )

    def finished(self, counts: dict[str, int], **other: Any) -> CampaignFinishedV1:
        return CampaignFinishedV1(
            **{
                "company_id": self.id,
                "campaign_id": self.campaign_id,
                "channel_id": self.channel_id,
                "name": "Promoção Black Friday",
                "state": "finished",
                "total": sum(counts.values()),
                "counts": counts,
                "started_at": NOON,
                "finished_at": NOON + timedelta(seconds=20),
                "revision": 2,
                **other,
            }
        )

    def inbound(self, at: datetime = NOON, **other: Any) -> MessageReceivedV1:
        return MessageReceivedV1(
            **{
                "company_id": self.id,
                "channel_id": self.channel_id,
                "provider_message_id": f"wamid.{uuid7()}",
                "sender": Party(wa_id="551187654321"),
                "kind": "text",
                "text": "Oi",
                "sent_at": at,
                **other,
            }
        )

    def ticket(self, ticket_id: UUID, status: str = "open", **other: Any) -> TicketChangedV1:
        return TicketChangedV1(
            **{
                "company_id": self.id,
                "ticket_id": ticket_id,
                "contact_id": uuid7(),
                "channel_id": self.channel_id,
                "status": status,
                "opened_at": NOON,
                "revision": 1,
                **other,
            }
        )

    def opt_out(self, at: datetime = NOON, **other: Any) -> ContactOptOutChangedV1:
        return ContactOptOutChangedV1(
            **{
                "company_id": self.id,
                "identity": "wa_id:551187654321",
                "channel_id": self.channel_id,
                "opted_out": True,
                "source": "keyword",
                "at": at,
                **other,
            }
        )

    def user(self, user_id: UUID, name: str, revision: int = 1, **other: Any) -> UserChangedV1:
        fields = {"role": "agent", "state": "active", **other}
        return UserChangedV1(company_id=self.id, user_id=user_id, name=name, revision=revision, **fields)

    def queue(
        self, queue_id: UUID, name: str, members: Sequence[UUID] = (), revision: int = 1, **other: Any
    ) -> QueueChangedV1:
        return QueueChangedV1(
            company_id=self.id,
            queue_id=queue_id,
            name=name,
            member_ids=list(members),
            revision=revision,
            **other,
        )

    def tag(self, tag_id: UUID, name: str, revision: int = 1, **other: Any) -> TagChangedV1:
        return TagChangedV1(company_id=self.id, tag_id=tag_id, name=name, revision=revision, **other)

    def settings(self, time_zone: str, revision: int = 1) -> CompanyChangedV1:
        return CompanyChangedV1(
            company_id=self.id, name="Padaria São Jorge", time_zone=time_zone, revision=revision
        )


@pytest.fixture
def company(company_id: UUID) -> Company:
    return Company(company_id)


@pytest.fixture
def another(company_id: UUID) -> Callable[..., Company]:
    """Makes the events of the same company's other channel and campaign, or of another company."""
    return lambda other_id=company_id: Company(other_id)
