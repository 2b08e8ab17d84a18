"""Posts a delivery to its endpoint, signed with the endpoint's secrets."""

from datetime import datetime
from time import monotonic
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from atende_platform.http.outgoing import Connections, NotAnswered
from atende_platform.sealing import SealBroken, Sealer
from chat.webhooks.domain import (
    MAX_EXCERPT,
    TEST_TYPE,
    Outcome,
    WebhooksUnavailable,
    body_of,
    event_id,
    excerpt_of,
    headers_of,
)

if TYPE_CHECKING:
    from chat.webhooks.models import Webhook, WebhookDelivery

TEST_DATA: Final = {"message": "This is a test of your webhook."}

__all__ = ["MAX_EXCERPT", "SealBroken", "Secrets", "send"]


class Secrets:
    """Seals webhooks' secrets for the database, and opens them.

    Without keys both raise `WebhooksUnavailable`.
    """

    def __init__(self, keys: tuple[bytes, ...]) -> None:
        self._sealer = Sealer(keys) if keys else None

    @property
    def mark(self) -> bytes:
        """What every secret begins with that was sealed with the first key."""
        return self._sealing.mark

    def seal(self, secret: str, company_id: UUID, webhook_id: UUID) -> bytes:
        """Return the sealed form of a secret."""
        return self._sealing.seal(secret, row=_row(company_id, webhook_id))

    def open(self, sealed: bytes, company_id: UUID, webhook_id: UUID) -> str:
        """Return a secret. Raises `SealBroken`."""
        return self._sealing.open(sealed, row=_row(company_id, webhook_id))

    def of(self, webhook: "Webhook", now: datetime) -> list[str]:
        """Return the secrets that deliveries are signed with now. Raises `SealBroken`."""
        sealed = [webhook.secret]
        until = webhook.previous_secret_until
        if webhook.previous_secret is not None and until is not None and until > now:
            sealed.append(webhook.previous_secret)
        return [self.open(each, webhook.company_id, webhook.id) for each in sealed]

    @property
    def _sealing(self) -> Sealer:
        if self._sealer is None:
            raise WebhooksUnavailable()
        return self._sealer


def _row(company_id: UUID, webhook_id: UUID) -> str:
    return f"{company_id}|webhooks|{webhook_id}"


async def send(
    http: Connections,
    webhook: "Webhook",
    secrets: list[str],
    delivery: "WebhookDelivery",
    payload: dict[str, Any] | None,
    now: datetime,
) -> Outcome:
    """Post a delivery once; return what came of it, whatever that is."""
    company_id = UUID(str(webhook.company_id))
    is_test = delivery.type == TEST_TYPE
    id_ = delivery.id if delivery.seq is None else event_id(company_id, delivery.seq)
    data = TEST_DATA if is_test else payload or {}
    body = body_of(id_, delivery.type, company_id, delivery.seq, delivery.event_at, data)
    began = monotonic()
    try:
        answer = await http.post(webhook.url, body, headers_of(secrets, id_, now, body))
    except NotAnswered as failure:
        return Outcome(None, failure.failure, _since(began), None)
    return Outcome(answer.status, None, _since(began), excerpt_of(answer.body), answer.retry_after)


def _since(began: float) -> int:
    return round((monotonic() - began) * 1000)
