"""What sockets that watch get of what stands now."""

from chat.live.schemas import LiveRead
from chat.updates.domain import CHAT
from chat.updates.schemas import Notice


class LiveChanged(LiveRead, Notice):
    """What stands now, to those who asked for it by `live`."""

    TYPE = "live.changed"
    NAMESPACE = CHAT
