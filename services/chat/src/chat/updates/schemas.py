"""An update as REST shows it."""

from datetime import datetime
from typing import Any

from atende_platform.http import ApiModel


class EventRead(ApiModel):
    """An entry of the event log. ``id`` is the company's sequence number."""

    id: int
    namespace: str
    type: str
    payload: dict[str, Any]
    created_at: datetime
