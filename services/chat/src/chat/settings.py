"""What the chat service reads from its environment."""

from collections.abc import Mapping
from typing import ClassVar

from pydantic import Field

from atende_platform.process.settings import ServiceSettings


class Settings(ServiceSettings):
    """The shared settings, and those of imports and sockets."""

    # Rows are found by key, and plans are made once: docs/adr/0034-a-message-in-five-statements.md.
    worker_planning: ClassVar[Mapping[str, str]] = {
        "plan_cache_mode": "force_generic_plan",
        "enable_seqscan": "off",
        "enable_hashjoin": "off",
        "enable_mergejoin": "off",
        "jit": "off",
    }

    import_max_rows: int = Field(default=200_000, ge=1)
    import_chunk_rows: int = Field(default=200, ge=1, le=5000)
    """Rows per transaction of an import: what is done again, at most, after a crash."""

    socket_replay_limit: int = Field(default=1000, ge=1, le=10_000)
    """A socket that missed more events than this must load afresh (``resync``)."""
    realtime_poll_seconds: float = Field(default=1.0, gt=0)
    """How late an event can be when its notification was lost."""

    event_retention_days: float = Field(default=7.0, gt=0)
