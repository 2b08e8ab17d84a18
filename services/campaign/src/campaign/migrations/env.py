"""Alembic's environment; everything is in the platform."""

from atende_platform.data.migrations import run_environment
from campaign.models import Base

run_environment(Base.metadata)
