"""What holds for outgoing webhooks: addresses, signatures, when something is tried again. Pure."""

import base64
import hashlib
import hmac
import ipaddress
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final, Literal
from urllib.parse import urlsplit
from uuid import UUID, uuid5

from atende_platform.addresses import Network, may_be_called
from atende_platform.errors import Conflict, InvalidInput, NotFound, Unavailable

MAX_WEBHOOKS: Final = 100
"""Of a company."""
MAX_URL: Final = 2000
MAX_DESCRIPTION: Final = 200
MAX_EXCERPT: Final = 500
"""Characters of an answer that are kept."""
SECRET_BYTES: Final = 32
SECRET_PREFIX: Final = "whsec_"  # noqa: S105 (no secret)
MAX_OVERLAP_HOURS: Final = 168
KIND: Final = "webhooks"
"""What the worker is woken for when webhooks are changed."""
TEST_TYPE: Final = "webhook.test"
WINDOW: Final = 500
"""Deliveries of an endpoint that wait as rows of their own; what is behind them waits in the event log."""

_RETRY_SECONDS: Final = (5, 30, 120, 600, 1800, 3600, 10_800, 28_800, 86_400)
MAX_ATTEMPTS: Final = len(_RETRY_SECONDS) + 1
_JITTER: Final = 0.2
_PAUSES_AFTER: Final = 3
"""Failures in a row, after which an endpoint is left alone for a while."""
_LONGEST_PAUSE_SECONDS: Final = 600.0
_LONGEST_RETRY_AFTER_SECONDS: Final = 3600.0
_FEWEST_FAILURES: Final = 10
"""In a row, before an endpoint is switched off."""

DeliveryStatus = Literal["waiting", "delivered", "failed", "dropped"]
DisabledReason = Literal["user", "gone", "failing", "secret_unreadable"]


class WebhookNotFound(NotFound):
    own_reason = "webhook-not-found"


class DeliveryNotFound(NotFound):
    own_reason = "delivery-not-found"


class TooManyWebhooks(Conflict):
    own_reason = "too-many-webhooks"


class WebhookDisabled(Conflict):
    own_reason = "webhook-disabled"


class EventExpired(Conflict):
    own_reason = "webhook-event-expired"


class WebhooksUnavailable(Unavailable):
    own_reason = "webhooks-unavailable"


# --- addresses --------------------------------------------------------------------------------


def checked_url(url: str, allowed: Sequence[Network] = ()) -> str:
    """Return a URL that may be posted to, its host in ASCII. Raises `InvalidInput`.

    Where a name leads is only known when it is looked up, with each connection; here what is plain to see is
    refused at once. Without ``allowed`` networks https is the only scheme.
    """
    schemes = {"https", "http"} if allowed else {"https"}
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").rstrip(".")
        host = host if ":" in host else host.encode("idna").decode()
        port = parts.port
    except ValueError:  # UnicodeError is one.
        raise InvalidInput("not_a_webhook_url", field="url") from None
    if parts.scheme not in schemes or not host or "@" in parts.netloc or parts.fragment or port == 0:
        raise InvalidInput("not_a_webhook_url", field="url")
    if _is_private(host, allowed):
        raise InvalidInput("address_not_public", field="url")
    netloc = f"[{host}]" if ":" in host else host
    checked = parts._replace(netloc=netloc if port is None else f"{netloc}:{port}").geturl()
    if not checked.isascii() or any(character <= " " or character == "\x7f" for character in checked):
        raise InvalidInput("not_a_webhook_url", field="url")
    return checked


def _is_private(host: str, allowed: Sequence[Network]) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return not may_be_called("127.0.0.1", allowed)
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return not may_be_called(host, allowed)


def host_of(url: str) -> str:
    """Return the host of a checked URL: what lists and the audit log may show of it."""
    return urlsplit(url).hostname or ""


# --- what is sent -----------------------------------------------------------------------------


def new_secret(random: bytes) -> str:
    """Return a secret as it is shown, made of random bytes."""
    return SECRET_PREFIX + base64.b64encode(random).decode()


def event_id(company_id: UUID, seq: int) -> UUID:
    """Return the id of an event of a company's log: the same for every endpoint and every attempt."""
    return uuid5(company_id, str(seq))


def body_of(
    id_: UUID, type_: str, company_id: UUID, seq: int | None, created_at: datetime, data: Mapping[str, Any]
) -> bytes:
    """Return the body of a delivery."""
    body = {
        "id": str(id_),
        "type": type_,
        "companyId": str(company_id),
        "sequence": seq,
        "createdAt": created_at.isoformat().replace("+00:00", "Z"),
        "data": data,
    }
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def headers_of(secrets: Sequence[str], id_: UUID, at: datetime, body: bytes) -> dict[str, str]:
    """Return the headers of a delivery, by Standard Webhooks: a signature for each secret that counts."""
    timestamp = str(int(at.timestamp()))
    return {
        "Content-Type": "application/json",
        "User-Agent": "atendechat-webhooks/1",
        "Accept-Encoding": "identity",
        "webhook-id": str(id_),
        "webhook-timestamp": timestamp,
        "webhook-signature": " ".join(signature(secret, str(id_), timestamp, body) for secret in secrets),
    }


def signature(secret: str, id_: str, timestamp: str, body: bytes) -> str:
    """Return the signature of a delivery with one secret: HMAC-SHA256 of ``id.timestamp.body``."""
    key = base64.b64decode(secret.removeprefix(SECRET_PREFIX))
    signed = b".".join((id_.encode(), timestamp.encode(), body))
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


# --- what comes of it -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one attempt came to."""

    code: int | None
    """The answer's status."""
    error: str | None
    """Why there was no answer."""
    duration_ms: int
    excerpt: str | None
    retry_after: float | None = None

    @property
    def is_delivered(self) -> bool:
        return self.code is not None and 200 <= self.code < 300

    @property
    def is_gone(self) -> bool:
        """Tell whether the receiver says that it wants nothing more, ever (410)."""
        return self.code == 410


@dataclass(frozen=True, slots=True)
class Health:
    """How an endpoint answers."""

    failures: int = 0
    """In a row."""
    failing_since: datetime | None = None
    paused_until: datetime | None = None
    last_success_at: datetime | None = None
    disabled: DisabledReason | None = None


def after(health: Health, outcome: Outcome, now: datetime, *, disable_hours: float, chance: float) -> Health:
    """Return how an endpoint is after an attempt; ``chance`` is a random number from 0 to 1."""
    if outcome.is_delivered:
        return Health(last_success_at=now)
    failures, since = health.failures + 1, health.failing_since or now
    pause = 0.0
    if failures >= _PAUSES_AFTER:
        doubled = _RETRY_SECONDS[0] * 2.0 ** min(failures - _PAUSES_AFTER, 20)
        pause = _jittered(min(doubled, _LONGEST_PAUSE_SECONDS), chance)
    if outcome.retry_after is not None:
        pause = max(pause, min(outcome.retry_after, _LONGEST_RETRY_AFTER_SECONDS))
    failed = replace(
        health,
        failures=failures,
        failing_since=since,
        paused_until=now + timedelta(seconds=pause) if pause else None,
    )
    if outcome.is_gone:
        return replace(failed, disabled="gone")
    if failures >= _FEWEST_FAILURES and now - since >= timedelta(hours=disable_hours):
        return replace(failed, disabled="failing")
    return failed


def next_attempt(attempts: int, now: datetime, chance: float) -> datetime | None:
    """Return when a delivery is tried again that has failed so often; None: it is given up."""
    if attempts >= MAX_ATTEMPTS:
        return None
    return now + timedelta(seconds=_jittered(_RETRY_SECONDS[attempts - 1], chance))


def _jittered(seconds: float, chance: float) -> float:
    return seconds * (1 + _JITTER * (2 * chance - 1))


def excerpt_of(body: bytes) -> str:
    """Return the beginning of an answer as text that can be stored and shown."""
    text = body.decode("utf-8", "replace")[:MAX_EXCERPT]
    return "".join(each if each.isprintable() or each in "\n\t" else "�" for each in text)
