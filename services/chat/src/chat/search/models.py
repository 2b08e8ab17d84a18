"""The tables of the index of messages."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, Identity, Index, Text
from sqlalchemy import text as sql
from sqlmodel import Field

from chat.models import Base, moment_field, text_field


class SearchProgress(Base, table=True):
    """How far a company's messages are in the index. Its row lock makes one worker at a time write it."""

    __tablename__ = "search_progress"

    company_id: UUID = Field(primary_key=True)
    head: UUID
    """The last message that was looked at. Ids are made before their transactions commit, so that one of
    before may still appear."""
    settled: UUID
    """No message up to this one can appear any more."""
    settled_at: datetime = moment_field()
    """When was last looked for messages that appeared behind ``head``."""
    seen_seq: int = Field(sa_type=BigInteger)
    """The number in the event log up to which there was nothing more to do."""


class SearchSegment(Base, table=True):
    """A stretch of a company's messages (`chat.search.domain`)."""

    __tablename__ = "search_segments"

    company_id: UUID = Field(primary_key=True)
    id: int = Field(
        default=None, primary_key=True, sa_type=BigInteger, sa_column_args=[Identity(always=True)]
    )
    late: bool
    """Of messages that were stored long after they were sent, such as a history's."""
    closed: bool
    documents: int
    """How many messages were put into it."""
    first_at: datetime = moment_field()
    last_at: datetime = moment_field()


class SearchDocument(Base, table=True):
    """The words that a message is found by, each with its segment's number before it."""

    __tablename__ = "search_documents"
    __table_args__ = (
        Index(
            "ix_search_documents_words",
            sql("array_to_tsvector(words)"),
            postgresql_using="gin",
            # Few kB: each search reads what is not sorted in yet.
            postgresql_with={"fastupdate": "on", "gin_pending_list_limit": "256"},
        ),
    )

    company_id: UUID = Field(primary_key=True)
    message_id: UUID = Field(primary_key=True)
    segment_id: int = Field(sa_type=BigInteger)
    sent_at: datetime = moment_field()
    words: list[str] = Field(sa_type=ARRAY(Text))


class SearchChange(Base, table=True):
    """A message whose text changed after it was written. Triggers of the database write these."""

    __tablename__ = "search_changes"

    company_id: UUID = Field(primary_key=True)
    id: int = Field(
        default=None, primary_key=True, sa_type=BigInteger, sa_column_args=[Identity(always=True)]
    )
    message_id: UUID | None = None
    channel_id: UUID | None = None
    target: str | None = text_field(nullable=True)
    """The provider's id of the message, where its own is not known."""
