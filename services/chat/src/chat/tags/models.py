"""The table of tags."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Index
from sqlalchemy import text as sql
from sqlmodel import Field

from atende_contracts.ids import uuid7
from chat.models import Base, created_field, moment_field, text_field


class Tag(Base, table=True):
    """A label. One that is archived stays on its tickets, and can be put on no further ones."""

    __tablename__ = "tags"
    __table_args__ = (
        Index(
            "uq_tags_name",
            "company_id",
            sql("lower(name)"),
            unique=True,
            postgresql_where=sql("archived_at IS NULL"),
        ),
    )

    company_id: UUID = Field(primary_key=True)
    id: UUID = Field(default_factory=uuid7, primary_key=True)
    name: str = text_field()
    color: str = text_field()
    created_at: datetime = created_field()
    archived_at: datetime | None = moment_field(nullable=True)
    revision: int = Field(default=1, sa_type=BigInteger)
