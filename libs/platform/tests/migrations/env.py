"""The probe service's tables, as its models would declare them."""

from sqlalchemy import Column, DateTime, Table, Text, Uuid, func

from atende_platform.data.db import new_metadata
from atende_platform.data.migrations import run_environment
from atende_platform.messaging.inbox import inbox_table
from atende_platform.messaging.outbox import outbox_table

metadata = new_metadata()
notes = Table(
    "notes",
    metadata,
    Column("company_id", Uuid, primary_key=True),
    Column("id", Uuid, primary_key=True),
    Column("text", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
)
outbox_table(metadata)
inbox_table(metadata)

run_environment(metadata)
