"""The table of what users, queues and tags are called."""

from typing import ClassVar
from uuid import UUID

from sqlalchemy import BigInteger, Text, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field

from reporting.models.base import Base


class DirectoryEntry(Base, table=True):
    """A user, a queue or a tag, as the newest report describes it. What is gone keeps its name."""

    __tablename__: ClassVar[str] = "directory"

    company_id: UUID = Field(primary_key=True)
    kind: str = Field(sa_type=Text, primary_key=True)
    """A `reporting.domain.directory.Kind`."""
    id: UUID = Field(primary_key=True)
    name: str = Field(sa_type=Text)
    member_ids: list[UUID] = Field(
        default_factory=list, sa_type=ARRAY(Uuid), sa_column_kwargs={"server_default": text("'{}'")}
    )
    """Of a queue: the users who belong to it."""
    revision: int = Field(sa_type=BigInteger)
