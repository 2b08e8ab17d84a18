"""The tables of the event log."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Index,
)
from sqlmodel import Field

from atende_platform.data.db import timestamp_field
from chat.models import Base, json_field, moment_field, text_field


class EventCounter(Base, table=True):
    """The last number given in a company's event log. Its row lock makes the order that of commits."""

    __tablename__ = "event_counters"

    company_id: UUID = Field(primary_key=True)
    last_seq: int = Field(sa_type=BigInteger)


class LoggedEvent(Base, table=True):
    """What happened in a company, in order and without gaps: the source of sockets and catch-up."""

    __tablename__ = "event_log"
    __table_args__ = (Index(None, "created_at"),)

    company_id: UUID = Field(primary_key=True)
    seq: int = Field(primary_key=True, sa_type=BigInteger)
    namespace: str = text_field()
    type: str = text_field()
    payload: dict[str, Any] = json_field()
    created_at: datetime = timestamp_field(server_now=True)
    traceparent: str | None = text_field(nullable=True)
    """Where the trace of what happened goes on; only of those that are recorded."""


class LogFollower(Base, table=True):
    """How far one subject has read a company's log. Only companies that use the subject have a row."""

    __tablename__ = "log_followers"
    __table_args__ = (Index("ix_log_followers_served", "kind", "served_at"),)

    company_id: UUID = Field(primary_key=True)
    kind: str = text_field(primary_key=True)
    """Which subject."""
    seq: int = Field(sa_type=BigInteger)
    """The last number that it has read."""
    served_at: datetime = moment_field()
    """When it was the company's turn: the one that waits longest comes next."""
