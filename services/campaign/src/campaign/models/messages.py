"""Messages that belong to no audience: what was sent to try a campaign."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import Index, Text
from sqlmodel import Field

from atende_platform.data.db import timestamp_field
from campaign.models.base import Base, campaign_key


class TestSend(Base, table=True):
    """A message that was sent to try a campaign; no recipient, and counted nowhere."""

    __tablename__: ClassVar[str] = "test_sends"
    __table_args__ = (campaign_key(), Index("ix_test_sends_campaign", "company_id", "campaign_id", "send_id"))

    company_id: UUID = Field(primary_key=True)
    send_id: UUID = Field(primary_key=True)
    campaign_id: UUID
    phone: str = Field(sa_type=Text)
    variant: str | None = Field(default=None, sa_type=Text)
    by: UUID
    created_at: datetime | None = timestamp_field(server_now=True)
    state: str = Field(default="dispatched", sa_type=Text)
    """``dispatched``, or the outcome of the delivery (`atende_contracts.delivery`)."""
    state_at: datetime | None = timestamp_field()
    reason: str | None = Field(default=None, sa_type=Text)
    error_code: int | None = None
    error_title: str | None = Field(default=None, sa_type=Text)
