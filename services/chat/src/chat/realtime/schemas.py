"""Everything that clients are sent over sockets: one class for each type of update, and the union of all."""

from datetime import datetime
from functools import reduce
from operator import or_
from typing import Annotated, Any, ClassVar, Final, Literal

from pydantic import Field, create_model

from atende_platform.http.models import ApiModel
from chat.contacts.events import ContactMerged, ContactUpdated
from chat.directory.events import ChannelChanged
from chat.imports.events import ImportUpdated
from chat.messages.events import MessageCreated, MessageUpdated
from chat.queues.events import QueueUpdated
from chat.quick_replies.events import QuickReplyChanged
from chat.tags.events import TagUpdated
from chat.tickets.events import TicketUpdated
from chat.updates.schemas import CampaignFinished, CampaignProgress, Update

UPDATES: Final[tuple[type[Update], ...]] = (
    ContactUpdated,
    ContactMerged,
    TicketUpdated,
    TagUpdated,
    QuickReplyChanged,
    QueueUpdated,
    MessageCreated,
    MessageUpdated,
    ImportUpdated,
    CampaignProgress,
    CampaignFinished,
    ChannelChanged,
)


class Ready(ApiModel):
    """The client has got everything up to this number, and gets what happens from now on."""

    TYPE: ClassVar[str] = "ready"

    last_event_id: int


class Resync(ApiModel):
    """The client missed more than is sent again: load the current state."""

    TYPE: ClassVar[str] = "resync"

    last_event_id: int


def _logged(update: type[Update]) -> type[ApiModel]:
    """Return what the event log shows of one type of update."""
    fields: dict[str, Any] = {
        "id": (int, Field(description="The company's sequence number")),
        "namespace": (Literal[update.NAMESPACE], ...),
        "type": (Literal[update.TYPE], ...),
        "payload": (update, ...),
        "created_at": (datetime, ...),
    }
    return create_model(f"{update.__name__}Logged", __base__=ApiModel, **fields)


_ANY: Any = reduce(or_, map(_logged, UPDATES))
LoggedUpdate = Annotated[_ANY, Field(discriminator="type")]
"""An entry of the event log, discriminated by ``type``."""


class UpdatesPage(ApiModel):
    """One page. ``nextCursor`` is null on the last one."""

    items: list[LoggedUpdate]
    next_cursor: str | None
