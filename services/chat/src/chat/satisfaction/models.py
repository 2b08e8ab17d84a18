"""The tables of satisfaction."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Uuid
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field

from chat.models import Base, QueuePolicy, moment_field, text_field


class SatisfactionPolicy(QueuePolicy, table=True):
    """How the customers of a queue are asked, or those of all queues without a policy of their own."""

    __tablename__ = "satisfaction_policies"
    __table_args__ = (
        Index(
            "uq_satisfaction_policies_queue",
            "company_id",
            "queue_id",
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
    )

    active: bool
    """One that is not keeps a queue's customers from being asked."""
    style: str = text_field()
    """A `chat.satisfaction.domain.Style`."""
    question: str = text_field()
    comment_question: str | None = text_field(nullable=True)
    thanks: str | None = text_field(nullable=True)
    answer_hours: int


class Rating(Base, table=True):
    """A ticket about which its customer was, or is to be, asked. Once: hence the primary key."""

    __tablename__ = "satisfaction_ratings"
    __table_args__ = (
        CheckConstraint("score BETWEEN 1 AND 5", name="score"),
        Index(
            "ix_satisfaction_ratings_todo",
            "company_id",
            "ticket_id",
            postgresql_where=sql("todo IS NOT NULL"),
        ),
        Index(
            "ix_satisfaction_ratings_recent",
            "company_id",
            sql("rated_at DESC"),
            sql("ticket_id DESC"),
            postgresql_where=sql("rated_at IS NOT NULL"),
        ),
        Index(
            "ix_satisfaction_ratings_by_agent",
            "company_id",
            "agent_id",
            sql("rated_at DESC"),
            sql("ticket_id DESC"),
            postgresql_where=sql("rated_at IS NOT NULL AND agent_id IS NOT NULL"),
        ),
    )

    company_id: UUID = Field(primary_key=True)
    ticket_id: UUID = Field(primary_key=True)
    queue_id: UUID | None = None
    """The ticket's queue, agent, channel and tags when it was closed."""
    agent_id: UUID | None = None
    channel_id: UUID
    tag_ids: list[UUID] = Field(
        default_factory=list, sa_type=ARRAY(Uuid), sa_column_kwargs={"server_default": sql("'{}'")}
    )
    closed_at: datetime = moment_field()
    todo: str | None = text_field(nullable=True)
    """A `chat.satisfaction.domain.Todo`; None: nothing."""
    refusal: str | None = text_field(nullable=True)
    """Why the customer was not asked: a code of `atende_contracts.problems`, or ``too-late``."""
    asked_at: datetime | None = moment_field(nullable=True)
    answer_until: datetime | None = moment_field(nullable=True)
    score: int | None = None
    rated_at: datetime | None = moment_field(nullable=True)
    comment_until: datetime | None = moment_field(nullable=True)
    comment_id: UUID | None = None
    """The message that is the comment: it goes with its contact."""
