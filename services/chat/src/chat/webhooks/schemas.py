"""What the API takes and gives of webhooks and their deliveries."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Final
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints

from atende_contracts.field_errors import invalid
from atende_platform.http.fields import ONE_LINE, one_of
from atende_platform.http.models import ApiModel, example
from chat.realtime.schemas import UPDATES
from chat.updates.schemas import WebhookUpdated
from chat.webhooks.domain import (
    MAX_DESCRIPTION,
    MAX_OVERLAP_HOURS,
    MAX_URL,
    TEST_TYPE,
    DeliveryStatus,
    DisabledReason,
    event_id,
)

if TYPE_CHECKING:
    from chat.webhooks.models import Webhook, WebhookDelivery

NAMESPACE_OF: Final = {
    update.TYPE: update.NAMESPACE for update in UPDATES if update.TYPE != WebhookUpdated.TYPE
}
"""The part of the event log that each type of event belongs to."""


def _known(event_type: str) -> str:
    if event_type not in NAMESPACE_OF:
        raise invalid("event_type_unknown", known=", ".join(sorted(NAMESPACE_OF)))
    return event_type


EventType = Annotated[str, StringConstraints(max_length=100), AfterValidator(_known), one_of(NAMESPACE_OF)]
EventTypes = Annotated[list[EventType], Field(max_length=100)]
Url = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_URL), ONE_LINE]
Description = Annotated[str, StringConstraints(strip_whitespace=True, max_length=MAX_DESCRIPTION), ONE_LINE]
Parallel = Annotated[int, Field(ge=1, le=10)]


class WebhookCreate(ApiModel):
    model_config = example(
        {
            "url": "https://erp.example.com/atendechat",
            "eventTypes": ["message.created", "ticket.updated"],
            "description": "ERP",
        }
    )

    url: Url
    event_types: EventTypes = Field(default_factory=list)
    """Empty: all types, also those that come."""
    description: Description = ""
    active: bool = True
    parallel: Parallel = 1
    """Requests at a time. With more than one events may overtake each other."""


class WebhookUpdate(ApiModel):
    """What is absent stays as it is."""

    model_config = example({"eventTypes": ["message.created"], "active": True})

    url: Url = ""
    event_types: EventTypes = Field(default_factory=list)
    description: Description = ""
    active: bool = True
    parallel: Parallel = 1


class WebhookRotate(ApiModel):
    model_config = example({"overlapHours": 24})

    overlap_hours: Annotated[int, Field(ge=0, le=MAX_OVERLAP_HOURS)] = 24
    """How long deliveries are signed with the old secret, too."""


class WebhookRead(ApiModel):
    id: UUID
    url: str
    description: str
    event_types: list[Annotated[str, one_of(NAMESPACE_OF)]]
    parallel: int
    active: bool
    disabled_reason: DisabledReason | None
    """Why it is off: by a user, because it answered 410, because nothing succeeded for long, or because its
    secret can no longer be read and has to be rotated."""
    disabled_at: datetime | None
    previous_secret_until: datetime | None
    """Until when deliveries are signed with the secret of before, too."""
    backlog: int
    """Events that wait for it, at most: behind the next 500 types that it does not get count, too."""
    dropped: int
    """Events that it never got, because they waited for too long or were too many; all since it was added."""
    dropped_at: datetime | None
    failures: int
    """Failed attempts in a row."""
    failing_since: datetime | None
    paused_until: datetime | None
    """After failures in a row it is left alone until then."""
    last_success_at: datetime | None
    created_at: datetime
    revision: int

    @classmethod
    def of(cls, webhook: "Webhook", last_seq: int) -> "WebhookRead":
        """Return a webhook as it is shown; ``last_seq`` is the number of its company's newest event."""
        row = {name: value for name, value in vars(webhook).items() if name in cls.model_fields}
        backlog = webhook.waiting + max(0, last_seq - webhook.position)
        return cls(**row, backlog=backlog)


class WebhookWithSecret(ApiModel):
    webhook: WebhookRead
    secret: str
    """Shown now and never again: ``whsec_`` and the key in base64. Only the installation keeps it, sealed."""


class WebhookList(ApiModel):
    items: list[WebhookRead]
    next_cursor: str | None = None
    """Always null: there is one page."""


class DeliveryRead(ApiModel):
    id: UUID
    event_id: UUID
    """`id` of the body and header `webhook-id`: the same for every attempt."""
    type: Annotated[str, one_of([*NAMESPACE_OF, TEST_TYPE])]
    sequence: int | None
    """The event's number in the company's log; null: a test."""
    status: DeliveryStatus
    """``waiting``: for the first attempt, or the next; ``failed``: given up; ``dropped``: too old."""
    attempts: int
    next_attempt_at: datetime | None
    """Not before; null when it is over."""
    code: int | None
    """Status of the last answer."""
    error: (
        Annotated[
            str,
            one_of(["dns", "address_refused", "connect", "tls", "timeout", "broken_off", "event_expired"]),
        ]
        | None
    )
    """Why there was no answer the last time."""
    duration_ms: int | None
    """Of the last attempt."""
    excerpt: str | None
    """The first characters of the last answer."""
    attempted_at: datetime | None
    created_at: datetime

    @classmethod
    def of(cls, delivery: "WebhookDelivery") -> "DeliveryRead":
        row = vars(delivery)
        return cls(
            event_id=delivery.id
            if delivery.seq is None
            else event_id(UUID(str(delivery.company_id)), delivery.seq),
            sequence=delivery.seq,
            next_attempt_at=delivery.next_at if delivery.status == "waiting" else None,
            **{name: row[name] for name in cls.model_fields if name in row},
        )
