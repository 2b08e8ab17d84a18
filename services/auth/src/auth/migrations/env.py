"""How Alembic reaches the database of auth."""

from atende_platform.data.migrations import run_environment
from auth.models import Base

run_environment(Base.metadata)
