"""What a filter leaves of the measures, as a condition in SQL."""

from typing import Any, Final

from reporting.domain.filters import Filter
from reporting.domain.measures import NOBODY

NARROWED: Final = """(CAST(:channel_id AS uuid) IS NULL OR m.channel_id = :channel_id)
  AND (CAST(:queue_id AS uuid) IS NULL OR m.queue_id = :queue_id)
  AND (CAST(:agent_id AS uuid) IS NULL OR m.agent_id = :agent_id)
  AND (CAST(:seen_by AS uuid) IS NULL OR m.agent_id = :seen_by
       OR m.queue_id = ANY(CAST(:seen_queues AS uuid[])))"""
"""Of rows ``m``; their tag, by which they are looked up, is left to the statement. See `parameters`."""


def parameters(only: Filter) -> dict[str, Any]:
    """Return the parameters of `NARROWED`, and ``tag_id``."""
    return {
        "channel_id": only.channel_id,
        "queue_id": only.queue_id,
        "agent_id": only.agent_id,
        "tag_id": only.tag_id or NOBODY,
        "seen_by": only.share.agent_id if only.share else None,
        "seen_queues": [*only.share.queue_ids] if only.share else [],
    }
