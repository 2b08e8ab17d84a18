"""What all tables of the service share."""

from typing import Any

from sqlalchemy import Column, ForeignKeyConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import registry
from sqlmodel import SQLModel

from atende_platform.data.db import new_metadata


class Base(SQLModel, registry=registry(metadata=new_metadata())):
    """What all tables of the service share."""


def campaign_key() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["company_id", "campaign_id"], ["campaigns.company_id", "campaigns.id"], ondelete="CASCADE"
    )


def source_key() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["company_id", "source_id"],
        ["audience_sources.company_id", "audience_sources.id"],
        ondelete="CASCADE",
    )


def reason_column() -> Column[dict[str, Any]]:
    """A `Reason`: its code and parameters."""
    return Column(JSONB(none_as_null=True), nullable=True)
