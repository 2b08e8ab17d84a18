"""The tables of counters."""

from sqlalchemy import (
    Column,
    DateTime,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)

from reporting.domain.campaigns import TALLIED
from reporting.domain.counters import COUNTERS
from reporting.models.base import Base

# How much happened in one quarter of an hour on one channel; see `reporting.counters.slot_of`.
rollups = Table(
    "rollups",
    Base.metadata,
    Column("company_id", Uuid, primary_key=True),
    Column("slot", DateTime(timezone=True), primary_key=True),
    Column("channel_id", Uuid, primary_key=True),
    *(Column(name, Integer, nullable=False, server_default=text("0")) for name in COUNTERS),
)


# The outcomes of a campaign's sends, by state and reason; see `reporting.campaigns.Outcome` and `Tally`.
campaign_sends = Table(
    "campaign_sends",
    Base.metadata,
    Column("company_id", Uuid, nullable=False),
    Column("campaign_id", Uuid, nullable=False),
    Column("state", Text, nullable=False),
    Column("error_code", Integer),
    Column("error_title", Text),
    Column("reason", Text),
    *(Column(name, Integer, nullable=False, server_default=text("0")) for name in TALLIED),
    Column("first_at", DateTime(timezone=True)),
    Column("last_at", DateTime(timezone=True)),
    UniqueConstraint(
        "company_id",
        "campaign_id",
        "state",
        "error_code",
        "error_title",
        name="uq_campaign_sends_standing",
        postgresql_nulls_not_distinct=True,
    ),
)
