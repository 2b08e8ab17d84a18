"""The table of views."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Index
from sqlmodel import Field

from atende_contracts.ids import uuid7
from chat.models import Base, created_field, json_field, text_field


class View(Base, table=True):
    """A list of tickets under a name: which tickets, in which order."""

    __tablename__ = "views"
    __table_args__ = (Index("ix_views_of_user", "company_id", "user_id"),)

    company_id: UUID = Field(primary_key=True)
    id: UUID = Field(default_factory=uuid7, primary_key=True)
    user_id: UUID | None = None
    """Whose it is; None for one of all agents."""
    name: str = text_field()
    filter: dict[str, Any] = json_field()
    """By the names of the list's parameters."""
    sort: str = text_field(default="recent")
    position: int = 0
    created_at: datetime = created_field()
    revision: int = Field(default=1, sa_type=BigInteger)
