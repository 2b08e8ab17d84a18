"""Everything that goes over sockets: what clients are sent, and what they may ask for.

One class for each type of update, and the union of all; one for each request, and what it is answered with.
"""

from collections.abc import Collection
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Annotated, Any, ClassVar, Final, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field, StringConstraints, create_model

from atende_platform.http.models import ApiModel
from chat.automations.events import AutomationChanged
from chat.bulk.events import BulkUpdated
from chat.contacts.events import (
    ContactDeleted,
    ContactFieldDeleted,
    ContactFieldUpdated,
    ContactMerged,
    ContactTagDeleted,
    ContactTagUpdated,
    ContactUpdated,
)
from chat.directory.events import ChannelChanged, PairingChanged, UserChanged
from chat.drafts.events import DraftChanged
from chat.imports.events import ImportUpdated
from chat.live.events import LiveChanged
from chat.macros.events import MacroChanged
from chat.messages.events import MessageCreated, MessageUpdated
from chat.notes.events import MentionCreated
from chat.policies.events import PoliciesUpdated
from chat.presence.events import PresenceUpdated, TicketAttended
from chat.queues.events import QueueUpdated
from chat.quick_replies.events import QuickReplyChanged
from chat.realtime.domain import Rate
from chat.satisfaction.events import TicketRated
from chat.scheduled.events import ScheduledMessageUpdated
from chat.sla.events import SlaBreach, SlaWarning
from chat.tags.events import TagUpdated
from chat.templates.events import TemplateChanged
from chat.tickets.events import CountsChanged, TicketRemoved, TicketUpdated
from chat.updates.domain import CHAT, NAMESPACES
from chat.updates.schemas import CampaignFinished, CampaignProgress, Notice, Update, WebhookUpdated

UPDATES: Final[tuple[type[Update], ...]] = (
    ContactUpdated,
    ContactMerged,
    ContactDeleted,
    ContactFieldUpdated,
    ContactFieldDeleted,
    ContactTagUpdated,
    ContactTagDeleted,
    TicketUpdated,
    TicketRemoved,
    TagUpdated,
    QuickReplyChanged,
    MacroChanged,
    AutomationChanged,
    TicketRated,
    SlaWarning,
    SlaBreach,
    QueueUpdated,
    PoliciesUpdated,
    MessageCreated,
    MessageUpdated,
    MentionCreated,
    ScheduledMessageUpdated,
    ImportUpdated,
    BulkUpdated,
    CampaignProgress,
    CampaignFinished,
    ChannelChanged,
    TemplateChanged,
    UserChanged,
    WebhookUpdated,
)


NOTICES: Final[tuple[type[Notice], ...]] = (
    PresenceUpdated,
    TicketAttended,
    CountsChanged,
    LiveChanged,
    DraftChanged,
    PairingChanged,
)
NOTICES_BY_TYPE: Final = {notice.TYPE: notice for notice in NOTICES}


class Ready(ApiModel):
    """The client has got everything up to this number, and gets what happens from now on."""

    TYPE: ClassVar[str] = "ready"

    last_event_id: int


class Resync(ApiModel):
    """The client missed more than is sent again: load the current state."""

    TYPE: ClassVar[str] = "resync"

    last_event_id: int


class Answer(ApiModel):
    """What a request is answered with when all went well."""

    ok: Literal[True] = True


class Refusal(ApiModel):
    """A request was refused, and changed nothing."""

    ok: Literal[False] = False
    code: str
    """For programs: one of `docs/errors.md`."""
    detail: str
    """What is wrong, in English."""


class Request(ApiModel):
    """What a client asks for over its socket: an event with one object, and an acknowledgement."""

    TYPE: ClassVar[str]
    NAMESPACES: ClassVar[Collection[str]]
    RATE: ClassVar[Rate]
    """How often one socket may ask."""
    ANSWER: ClassVar[type[Answer]] = Answer


class Renewed(Answer):
    """The connection goes on under the new token."""

    expires_at: AwareDatetime | None
    """Until when, unless it is renewed again; null for an API key that does not expire."""


class Renew(Request):
    """Go on under a new token of the same user, in all namespaces of the connection."""

    TYPE = "renew"
    NAMESPACES = tuple(NAMESPACES)
    RATE = Rate(per_second=0.2, burst=5)
    ANSWER = Renewed

    token: Annotated[str, StringConstraints(min_length=1, max_length=4096)]


class View(Request):
    """Show this ticket, instead of the one before, and get who else does (`ticket.attended`); null: none."""

    TYPE = "view"
    NAMESPACES = (CHAT,)
    RATE = Rate(per_second=5, burst=20)

    ticket_id: UUID | None


class Typing(Request):
    """Show who looks at the same ticket that one types in it, for 8 seconds; repeat it meanwhile."""

    TYPE = "typing"
    NAMESPACES = (CHAT,)
    RATE = Rate(per_second=2, burst=10)

    ticket_id: UUID
    """What the socket shows by `view`."""
    is_typing: bool = True


class Watch(Request):
    """Get what stands now (`live.changed`), and again when it changes; in place of what was asked before."""

    TYPE = "live"
    NAMESPACES = (CHAT,)
    RATE = Rate(per_second=1, burst=5)

    channel_id: UUID | None = None
    """Only what is on this channel."""
    queue_id: UUID | None = None
    """Of tickets: only those of this queue."""


class Unwatch(Request):
    """Get it no longer."""

    TYPE = "unlive"
    NAMESPACES = (CHAT,)
    RATE = Rate(per_second=1, burst=5)


REQUESTS: Final[tuple[type[Request], ...]] = (Renew, View, Typing, Watch, Unwatch)


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
