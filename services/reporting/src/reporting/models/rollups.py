"""The tables of counters."""

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Identity,
    Index,
    Integer,
    Numeric,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    func,
    text,
)

from reporting.domain.campaigns import TALLIED
from reporting.domain.counters import COUNTERS
from reporting.domain.sends import OF_TEMPLATES, STEPS
from reporting.domain.sums import LANES, SUMMED
from reporting.models.base import Base

# How much happened in one quarter of an hour on one channel; see `reporting.domain.counters.slot_of`.
rollups = Table(
    "rollups",
    Base.metadata,
    Column("company_id", Uuid, primary_key=True),
    Column("slot", DateTime(timezone=True), primary_key=True),
    Column("channel_id", Uuid, primary_key=True),
    *(Column(name, Integer, nullable=False, server_default=text("0")) for name in COUNTERS),
    # Serves the metrics of the whole installation.
    Index("ix_rollups_slot", "slot"),
)


# What is to be added to rollups and their days. Workers only append to it, as to `measure_log`.
rollup_log = Table(
    "rollup_log",
    Base.metadata,
    Column("company_id", Uuid, primary_key=True),
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("slot", DateTime(timezone=True), nullable=False),
    Column("channel_id", Uuid, nullable=False),
    *(Column(name, Integer, nullable=False) for name in COUNTERS),
    Column("added_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
)

# Rollups by days of a zone, with the most that was sent in a quarter of an hour, and in lanes in which hours
# of the week they were counted; see `reporting.domain.sums`.
rollup_days = Table(
    "rollup_days",
    Base.metadata,
    Column("company_id", Uuid, primary_key=True),
    Column("start", DateTime(timezone=True), primary_key=True),
    Column("channel_id", Uuid, primary_key=True),
    *(Column(name, Integer, nullable=False) for name in COUNTERS),
    Column("busiest", Integer, nullable=False, server_default=text("0")),
    *(Column(f"{name}_hours", Numeric, nullable=False) for name in COUNTERS),
)

# The outcomes of a campaign's sends, by state and reason; see `Outcome` and `Tally` of
# `reporting.domain.campaigns`.
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

# Measures as the version before counts them, beside which this one may run; the next version drops the table.
measures = Table(
    "measures",
    Base.metadata,
    Column("company_id", Uuid, primary_key=True),
    Column("metric", Text, primary_key=True),
    Column("span", SmallInteger, primary_key=True, autoincrement=False),
    Column("tag_id", Uuid, primary_key=True),
    Column("start", DateTime(timezone=True), primary_key=True),
    Column("channel_id", Uuid, primary_key=True),
    Column("queue_id", Uuid, primary_key=True),
    Column("agent_id", Uuid, primary_key=True),
    Column("bucket", Integer, primary_key=True, autoincrement=False),
    Column("count", Integer, nullable=False),
    Column("total", BigInteger, nullable=False),
)

# What is to be added to the sums of measures; see `reporting.domain.measures`. Workers only append to it, so
# that none waits for another; `reporting.service.summing` takes it away.
measure_log = Table(
    "measure_log",
    Base.metadata,
    Column("company_id", Uuid, primary_key=True),
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("metric", Text, nullable=False),
    Column("tag_id", Uuid, nullable=False),
    Column("start", DateTime(timezone=True), nullable=False),
    Column("channel_id", Uuid, nullable=False),
    Column("queue_id", Uuid, nullable=False),
    Column("agent_id", Uuid, nullable=False),
    Column("bucket", Integer, nullable=False),
    Column("count", Integer, nullable=False),
    Column("total", BigInteger, nullable=False),
    Column("added_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
)

# Measures by days and months of a zone; see `reporting.domain.sums`. What there is none of is null: most rows
# have few numbers.
measure_sums = Table(
    "measure_sums",
    Base.metadata,
    Column("company_id", Uuid, primary_key=True),
    Column("view", SmallInteger, primary_key=True, autoincrement=False),
    Column("tag_id", Uuid, primary_key=True),
    Column("level", SmallInteger, primary_key=True, autoincrement=False),
    Column("start", DateTime(timezone=True), primary_key=True),
    Column("channel_id", Uuid, primary_key=True),
    Column("queue_id", Uuid, primary_key=True),
    Column("agent_id", Uuid, primary_key=True),
    *(Column(name, BigInteger) for name in SUMMED),
    *(Column(name, Numeric) for name in LANES),
)

# By the days of which zone a company is summed up.
sum_zones = Table(
    "sum_zones",
    Base.metadata,
    Column("company_id", Uuid, primary_key=True),
    Column("time_zone", Text, nullable=False),
)

# Messages that failed in a quarter of an hour, by reason; see `reporting.domain.sends.Failure`.
failures = Table(
    "failures",
    Base.metadata,
    Column("company_id", Uuid, primary_key=True),
    Column("slot", DateTime(timezone=True), primary_key=True),
    Column("channel_id", Uuid, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("reason", Text, primary_key=True),
    Column("error_code", Integer, primary_key=True, autoincrement=False),
    Column("count", Integer, nullable=False),
)

# How far a campaign's messages came in each minute.
campaign_curve = Table(
    "campaign_curve",
    Base.metadata,
    Column("company_id", Uuid, primary_key=True),
    Column("campaign_id", Uuid, primary_key=True),
    Column("minute", DateTime(timezone=True), primary_key=True),
    *(Column(name, Integer, nullable=False, server_default=text("0")) for name in STEPS),
)

# How far the messages of each template came; see `reporting.domain.sends.TemplateSends`.
template_sends = Table(
    "template_sends",
    Base.metadata,
    Column("company_id", Uuid, primary_key=True),
    Column("span", SmallInteger, primary_key=True, autoincrement=False),
    Column("start", DateTime(timezone=True), primary_key=True),
    Column("channel_id", Uuid, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("language", Text, primary_key=True),
    *(Column(name, Integer, nullable=False, server_default=text("0")) for name in OF_TEMPLATES),
)

# Who left broadcasts in a quarter of an hour, by how.
opt_out_sources = Table(
    "opt_out_sources",
    Base.metadata,
    Column("company_id", Uuid, primary_key=True),
    Column("slot", DateTime(timezone=True), primary_key=True),
    Column("channel_id", Uuid, primary_key=True),
    Column("source", Text, primary_key=True),
    Column("count", Integer, nullable=False),
)
