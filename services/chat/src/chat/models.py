"""The base of this service's tables, and how their columns are written. The tables are their subjects'."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, Text
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

from atende_contracts.ids import uuid7
from atende_platform.data.db import new_metadata, now
from atende_platform.data.idempotency import idempotency_table
from atende_platform.messaging.company_erasures import company_erasures_table
from atende_platform.messaging.inbox import inbox_table
from atende_platform.messaging.outbox import outbox_table


class Base(SQLModel, registry=registry(metadata=new_metadata())):
    """The base of this service's tables, in a metadata of its own."""


def moment_field(*, nullable: bool = False) -> Any:
    return Field(default=None if nullable else ..., sa_type=DateTime(timezone=True), nullable=nullable)


def created_field() -> Any:
    return Field(default_factory=now, sa_type=DateTime(timezone=True), nullable=False)


def text_field(*, nullable: bool = False, **options: Any) -> Any:
    if nullable:
        options.setdefault("default", None)
    return Field(sa_type=Text, nullable=nullable, **options)


def json_field(*, nullable: bool = False) -> Any:
    if nullable:
        return Field(default=None, sa_type=JSONB(none_as_null=True), nullable=True)
    return Field(default_factory=dict, sa_type=JSONB, sa_column_kwargs={"server_default": sql("'{}'")})


class QueuePolicy(Base):
    """What the tables of policies by queue have in common: a row for a queue each, and one for all others."""

    company_id: UUID = Field(primary_key=True)
    id: UUID = Field(default_factory=uuid7, primary_key=True)
    queue_id: UUID | None = None
    """None: tickets of no queue, and of queues without a policy."""
    created_at: datetime = created_field()
    updated_at: datetime = created_field()
    revision: int = Field(default=1, sa_type=BigInteger)


outbox_table(Base.metadata)
company_erasures_table(Base.metadata)
inbox_table(Base.metadata)
idempotency_table(Base.metadata)
