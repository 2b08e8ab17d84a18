"""Sends: how far each message came, and when."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final, NamedTuple
from uuid import UUID

from atende_contracts.bounds import MAX_TEMPLATE_NAME
from atende_contracts.delivery import RANK
from atende_contracts.event import TemplateContent
from atende_contracts.messages import DeliveryState, DeliveryStatusChangedV1
from reporting.domain.counters import slot_of
from reporting.domain.facts import Key
from reporting.domain.spans import Span, start_of

STEPS: Final = ("sent", "delivered", "read", "failed")
"""How far a message came; see `Send.reached`."""


class Failure(NamedTuple):
    """Messages that failed in a quarter of an hour: by what they are counted."""

    company_id: UUID
    slot: datetime
    channel_id: UUID
    kind: str
    """``campaign`` or ``replies``."""
    reason: str
    """A code of `atende_contracts.reasons`; empty where there is none."""
    error_code: int
    """The provider's, where there is no reason; or 0."""


class Minute(NamedTuple):
    """A minute of a campaign, and how far a message came in it."""

    company_id: UUID
    campaign_id: UUID
    minute: datetime
    step: str


class TemplateSends(NamedTuple):
    """Messages made of a template on a channel, of which the first step was in a time: what is counted."""

    company_id: UUID
    span: int
    """A `reporting.domain.spans.Span`."""
    start: datetime
    channel_id: UUID
    name: str
    language: str


OF_TEMPLATES: Final = ("messages", *STEPS)
"""What is counted of them: all that were sent or failed, and how far they came."""


@dataclass(frozen=True, slots=True)
class Send:
    """All that is known about one send: its furthest state, and when each step was first reached."""

    company_id: UUID
    send_id: UUID
    channel_id: UUID
    campaign_id: UUID | None
    message_id: UUID | None
    state: DeliveryState
    accepted_at: datetime | None = None
    sent_at: datetime | None = None
    delivered_at: datetime | None = None
    read_at: datetime | None = None
    failed_at: datetime | None = None
    error_code: int | None = None
    error_title: str | None = None
    reason: str | None = None
    """Why it failed: a code of `atende_contracts.reasons`; absent where an older gateway gave none."""
    template_name: str | None = None
    """The template that it is made of; absent of one that an older gateway sent for an agent."""
    template_language: str | None = None

    @property
    def key(self) -> Key:
        return self.company_id, self.send_id

    def steps(self) -> Iterator[tuple[str, datetime]]:
        """Yield the counters to which this adds one, and when.

        What was read was delivered, and what was delivered was sent, whether or not it was reported.
        What was sent and failed later counts as both.
        """
        for step, at in self.reached():
            yield f"{self.kind}_{step}", at

    @property
    def kind(self) -> str:
        return "replies" if self.campaign_id is None else "campaign"

    def reached(self) -> Iterator[tuple[str, datetime]]:
        """Yield which of `STEPS` it reached, and when."""
        delivered_at = _earliest(self.delivered_at, self.read_at)
        sent_at = _earliest(self.sent_at, delivered_at)
        failed_at = self.failed_at if self.state == "failed" else None
        for step, at in zip(STEPS, (sent_at, delivered_at, self.read_at, failed_at), strict=True):
            if at is not None:
                yield step, at

    def failures(self) -> Iterator[Failure]:
        """Yield what this adds one to, if it failed."""
        if self.state == "failed" and self.failed_at is not None:
            reason = self.reason or ""
            code = 0 if reason else self.error_code or 0
            yield Failure(self.company_id, slot_of(self.failed_at), self.channel_id, self.kind, reason, code)

    def minutes(self) -> Iterator[Minute]:
        """Yield the minutes of its campaign's curve to which this adds one."""
        if self.campaign_id is not None:
            for step, at in self.reached():
                minute = at.astimezone(UTC).replace(second=0, microsecond=0)
                yield Minute(self.company_id, self.campaign_id, minute, step)

    def of_template(self) -> Iterator[tuple[TemplateSends, str]]:
        """Yield the counts of its template to which this adds one; all at the time of the first step.

        So figures of templates are parts of the same messages, whenever these were read.
        """
        reached = [*self.reached()]
        if self.template_name is None or not reached:
            return
        at = min(at for _, at in reached)
        for span in Span:
            of = TemplateSends(
                self.company_id,
                span.value,
                start_of(span, at),
                self.channel_id,
                self.template_name,
                self.template_language or "",
            )
            for step in ("messages", *(step for step, _ in reached)):
                yield of, step


_TITLE_CHARS: Final = 200

_REASON_CHARS: Final = 50

_LANGUAGE_CHARS: Final = 50
"""A language and a name stand in one index; WhatsApp's have six characters at most."""


def send_of(event: DeliveryStatusChangedV1) -> Send:
    """Return what one event reports about a send."""

    def at(*states: DeliveryState) -> datetime | None:
        return event.at if event.state in states else None

    error = event.error if event.state == "failed" else None
    template = event.content if isinstance(event.content, TemplateContent) else event.template
    return Send(
        company_id=event.company_id,
        send_id=event.send_id,
        channel_id=event.channel_id,
        campaign_id=event.campaign_id,
        message_id=event.message_id,
        state=event.state,
        accepted_at=at("accepted"),
        sent_at=at("sent"),
        delivered_at=at("delivered"),
        read_at=at("read", "played"),
        failed_at=at("failed"),
        error_code=error.code if error else None,
        error_title=error.title[:_TITLE_CHARS] if error else None,
        reason=error.reason[:_REASON_CHARS] if error and error.reason else None,
        template_name=template.name[:MAX_TEMPLATE_NAME] if template else None,
        template_language=template.language[:_LANGUAGE_CHARS] if template else None,
    )


def merge(one: Send, other: Send) -> Send:
    """Return both reports of the same send as one."""
    failure = min(one, other, key=_failure_order)
    made = min(one, other, key=_template_order)
    return replace(
        max(one, other, key=lambda send: RANK[send.state]),
        campaign_id=one.campaign_id or other.campaign_id,
        message_id=one.message_id or other.message_id,
        accepted_at=_earliest(one.accepted_at, other.accepted_at),
        sent_at=_earliest(one.sent_at, other.sent_at),
        delivered_at=_earliest(one.delivered_at, other.delivered_at),
        read_at=_earliest(one.read_at, other.read_at),
        failed_at=_earliest(one.failed_at, other.failed_at),
        error_code=failure.error_code,
        error_title=failure.error_title,
        reason=failure.reason,
        template_name=made.template_name,
        template_language=made.template_language,
    )


def _earliest(*times: datetime | None) -> datetime | None:
    return min((at for at in times if at is not None), default=None)


def _failure_order(send: Send) -> tuple[bool, datetime, bool, str, bool, int, str]:
    """Order failures: the first one explains the send; at the same time, the one that says why."""
    return (
        send.failed_at is None,
        send.failed_at or datetime.max.replace(tzinfo=UTC),
        send.reason is None,
        send.reason or "",
        send.error_code is None,
        send.error_code or 0,
        send.error_title or "",
    )


def _template_order(send: Send) -> tuple[bool, str, str]:
    return send.template_name is None, send.template_name or "", send.template_language or ""
