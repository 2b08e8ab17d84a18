"""What the API takes and gives of drafts."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from atende_contracts.bounds import MAX_PROVIDER_ID
from atende_platform.http.fields import STORABLE
from atende_platform.http.models import ApiModel, example
from chat.drafts.domain import KEPT_DAYS, MAX_ATTACHMENTS, MAX_TEXT

if TYPE_CHECKING:
    from chat.drafts.models import Draft


class DraftWrite(ApiModel):
    model_config = example({"text": "Bom dia! Seu pedido", "replyTo": None, "attachmentIds": []})

    text: Annotated[str, StringConstraints(max_length=MAX_TEXT), STORABLE] = ""
    reply_to: Annotated[str, StringConstraints(min_length=1, max_length=MAX_PROVIDER_ID), STORABLE] | None = (
        None
    )
    """The `providerMessageId` of the message that it answers."""
    attachment_ids: Annotated[list[UUID], Field(default_factory=list, max_length=MAX_ATTACHMENTS)]
    """Files that were uploaded (`POST /media`). They are looked at when the message is sent."""


class DraftRead(ApiModel):
    ticket_id: UUID
    text: str
    reply_to: str | None
    attachment_ids: list[UUID]
    revision: int
    updated_at: datetime
    expires_at: datetime
    """When it goes, unless it is changed again."""

    @classmethod
    def of(cls, draft: "Draft") -> "DraftRead":
        expires_at = draft.updated_at + timedelta(days=KEPT_DAYS)
        shown = {name: getattr(draft, name) for name in cls.model_fields if name != "expires_at"}
        return cls(**shown, expires_at=expires_at)
