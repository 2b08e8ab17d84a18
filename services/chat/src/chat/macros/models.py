"""The table of macros."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Index, Uuid
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field

from atende_contracts.ids import uuid7
from chat.models import Base, created_field, text_field


class Macro(Base, table=True):
    """Several actions under one name."""

    __tablename__ = "macros"
    __table_args__ = (Index("uq_macros_name", "company_id", sql("lower(name)"), unique=True),)

    company_id: UUID = Field(primary_key=True)
    id: UUID = Field(default_factory=uuid7, primary_key=True)
    name: str = text_field()
    queue_ids: list[UUID] = Field(
        default_factory=list, sa_type=ARRAY(Uuid), sa_column_kwargs={"server_default": sql("'{}'")}
    )
    """The queues that it is offered in; none: all."""
    actions: list[dict[str, Any]] = Field(sa_type=JSONB)
    """As `chat.actions.schemas.stored` writes them."""
    created_at: datetime = created_field()
    updated_at: datetime = created_field()
    revision: int = Field(default=1, sa_type=BigInteger)
