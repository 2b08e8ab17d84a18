"""The table of quick replies."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Index, Uuid
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field

from atende_contracts.ids import uuid7
from chat.models import Base, created_field, json_field, text_field


class QuickReply(Base, table=True):
    """A text that is sent often: an agent's own, or shared in the company."""

    __tablename__ = "quick_replies"
    __table_args__ = (
        Index(
            "uq_quick_replies_own",
            "company_id",
            "owner_id",
            "key",
            unique=True,
            postgresql_where=sql("owner_id IS NOT NULL"),
        ),
        Index(
            "uq_quick_replies_shared",
            "company_id",
            "key",
            unique=True,
            postgresql_where=sql("owner_id IS NULL"),
        ),
    )

    company_id: UUID = Field(primary_key=True)
    id: UUID = Field(default_factory=uuid7, primary_key=True)
    owner_id: UUID | None = None
    """The agent whose own it is; None: the company's."""
    queue_ids: list[UUID] = Field(
        default_factory=list, sa_type=ARRAY(Uuid), sa_column_kwargs={"server_default": sql("'{}'")}
    )
    """The queues that it is offered in; none: all."""
    shortcut: str = text_field()
    key: str = text_field()
    """The shortcut as it is compared (`chat.quick_replies.domain.key_of`)."""
    title: str = text_field()
    text: str = text_field()
    media: dict[str, Any] | None = json_field(nullable=True)
    form: str = text_field()
    """What searches look into (`chat.quick_replies.domain.form_of`)."""
    created_at: datetime = created_field()
    updated_at: datetime = created_field()
    revision: int = Field(default=1, sa_type=BigInteger)
