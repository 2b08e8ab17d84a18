"""What the API takes and gives of agents' presence; sockets get the same shape."""

from typing import Literal
from uuid import UUID

from atende_platform.http.models import ApiModel, example
from chat.presence.domain import Status


class PresenceUpdate(ApiModel):
    model_config = example({"status": "busy"})

    status: Literal["online", "busy", "away"]
    """What counts while one is connected."""


class PresenceRead(ApiModel):
    user_id: UUID
    status: Status
