from atende_platform.migrations import run_environment
from chat.models import Base

run_environment(Base.metadata)
