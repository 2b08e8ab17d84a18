"""How Alembic reaches the database of reporting."""

from atende_platform.data.migrations import run_environment
from reporting.models import Base

run_environment(Base.metadata)
