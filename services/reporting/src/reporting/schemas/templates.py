"""Figures of templates on the wire."""

from uuid import UUID

from pydantic import Field

from atende_platform.http.models import ApiModel
from reporting.schemas.tickets import PeriodRead


class TemplateRates(ApiModel):
    """Parts of one; null where there is nothing to divide by."""

    delivered: float | None = Field(description="Of those sent")
    read: float | None = Field(description="Of those delivered")
    failed: float | None = Field(description="Of all messages")


class TemplateFigures(ApiModel):
    """The messages of a template on a channel that were sent, or failed, in the period, as they stand now."""

    channel_id: UUID
    channel_name: str | None = Field(description="Null: the channel is not known here yet")
    name: str
    language: str
    messages: int = Field(description="That were sent, or failed")
    sent: int
    delivered: int
    read: int
    failed: int
    rates: TemplateRates


class TemplatesReport(PeriodRead):
    """By channel, template and language, the one with most messages first."""

    items: list[TemplateFigures]
    previous: "TemplatesReport | None" = Field(None, description="The period before, if asked for")
