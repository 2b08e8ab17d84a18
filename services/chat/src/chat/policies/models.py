"""The tables of what companies decide about their inbox, and about single channels of it."""

from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKeyConstraint, Index
from sqlalchemy import text as sql
from sqlmodel import Field

from chat.models import Base, json_field, text_field

_RULES = "('hours', 'always', 'never')"


class Policies(Base, table=True):
    """A company's rules; one without a row has the defaults."""

    __tablename__ = "policies"
    __table_args__ = (
        CheckConstraint("visibility IN ('queues', 'all')", name="visibility"),
        CheckConstraint("assignment IN ('manual', 'round_robin', 'least_busy')", name="assignment"),
        CheckConstraint(f"reopen_rule IN {_RULES}", name="reopen_rule"),
        Index("ix_policies_assigning", "company_id", postgresql_where=sql("assignment <> 'manual'")),
        Index(
            "ix_policies_releasing",
            "company_id",
            postgresql_where=sql("release_offline_minutes IS NOT NULL"),
        ),
        Index("ix_policies_closing", "company_id", postgresql_where=sql("close_after_hours IS NOT NULL")),
    )

    company_id: UUID = Field(primary_key=True)
    visibility: str = text_field(default="queues")
    reopen_rule: str | None = text_field(nullable=True)
    """None: as the company's settings say, by hours."""
    reopen_hours: float | None = None
    assignment: str = text_field(default="manual")
    agent_capacity: int | None = None
    """Open tickets up to which an agent is given further ones; None: without end."""
    release_offline_minutes: int | None = None
    """How long an agent is away before their open tickets wait for others; None: they stay theirs."""
    close_after_hours: int | None = None
    """How long nothing is written in a ticket before it is closed; None: it stays as it is."""
    close_message: str | None = text_field(nullable=True)
    greeting_enabled: bool = Field(default=True)
    greeting: str | None = text_field(nullable=True)
    """For tickets whose queue has none of its own."""
    revision: int = Field(default=1, sa_type=BigInteger)


class ChannelPolicies(Base, table=True):
    """What holds on one channel in place of the company's rules; what is None is the company's."""

    __tablename__ = "channel_policies"
    __table_args__ = (
        ForeignKeyConstraint(["company_id", "default_queue_id"], ["queues.company_id", "queues.id"]),
        CheckConstraint(f"reopen_rule IN {_RULES}", name="reopen_rule"),
        Index(
            "ix_channel_policies_closing", "company_id", postgresql_where=sql("close_after_hours IS NOT NULL")
        ),
        Index(
            "ix_channel_policies_of_queue",
            "company_id",
            "default_queue_id",
            postgresql_where=sql("default_queue_id IS NOT NULL"),
        ),
    )

    company_id: UUID = Field(primary_key=True)
    channel_id: UUID = Field(primary_key=True)
    default_queue_id: UUID | None = None
    """The queue of new tickets; None: they are in none."""
    reopen_rule: str | None = text_field(nullable=True)
    reopen_hours: float | None = None
    close_after_hours: int | None = None
    close_message: str | None = text_field(nullable=True)
    greeting_enabled: bool | None = None
    greeting: str | None = text_field(nullable=True)
    menu: dict[str, Any] | None = json_field(nullable=True)
    """As `chat.policies.schemas.QueueMenu` has it; None: customers are not asked for a queue."""
    revision: int = Field(default=1, sa_type=BigInteger)
