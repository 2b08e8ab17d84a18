"""What users do with webhooks, and how their deliveries are settled."""

import os
import random
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.audit_actions import Action
from atende_contracts.ids import uuid7
from atende_platform.addresses import Network
from atende_platform.data.wakeups import wake
from atende_platform.http.access import lacks
from atende_platform.http.pagination import Page, decode_cursor, next_cursor
from atende_platform.http.revisions import Expected
from atende_platform.identity import audit
from atende_platform.identity.context import TenantContext
from atende_platform.limits.quotas import take_turns
from chat.updates import service as updates
from chat.updates.domain import NAMESPACES
from chat.updates.service import EventLog
from chat.webhooks import repository
from chat.webhooks.domain import (
    KIND,
    MAX_WEBHOOKS,
    SECRET_BYTES,
    DeliveryNotFound,
    DeliveryStatus,
    DisabledReason,
    EventExpired,
    Health,
    Outcome,
    TooManyWebhooks,
    WebhookDisabled,
    WebhookNotFound,
    after,
    checked_url,
    host_of,
    new_secret,
    next_attempt,
)
from chat.webhooks.events import webhook_updated
from chat.webhooks.repository import Deliveries, Due, Webhook, WebhookDelivery, Webhooks
from chat.webhooks.schemas import NAMESPACE_OF, DeliveryRead, WebhookCreate, WebhookRead, WebhookUpdate
from chat.webhooks.sending import SealBroken, Secrets

if TYPE_CHECKING:
    from chat.rows import Row

log = structlog.get_logger(__name__)

_BATCH: Final = 200


# --- what users do ----------------------------------------------------------------------------


async def list_webhooks(session: AsyncSession, company_id: UUID) -> list[WebhookRead]:
    last_seq = await EventLog(session, company_id).last_seq()
    return [WebhookRead.of(each, last_seq) for each in await Webhooks(session, company_id).all()]


async def get_webhook(session: AsyncSession, company_id: UUID, webhook_id: UUID) -> WebhookRead:
    """Return a webhook. Raises `WebhookNotFound`."""
    return await shown(session, await existing(session, company_id, webhook_id))


async def shown(session: AsyncSession, webhook: Webhook) -> WebhookRead:
    """Return a webhook as the API shows it."""
    return WebhookRead.of(webhook, await EventLog(session, webhook.company_id).last_seq())


async def create_webhook(
    session: AsyncSession,
    actor: TenantContext,
    body: WebhookCreate,
    secrets: Secrets,
    allowed: Sequence[Network],
    now: datetime,
) -> tuple[Webhook, str]:
    """Add a webhook; return it and its secret. It gets what happens from now on.

    Raises `TooManyWebhooks`, `WebhooksUnavailable`, `InvalidInput` for an address that must not be called,
    and `Forbidden` for events that the actor may not read.
    """
    require_readable(actor, body.event_types)
    url = checked_url(body.url, allowed)
    company_id, webhook_id, secret = actor.company_id, uuid7(), new_secret(os.urandom(SECRET_BYTES))
    sealed = secrets.seal(secret, company_id, webhook_id)
    webhooks = Webhooks(session, company_id)
    await take_turns(session, company_id, "webhooks")
    if await webhooks.count() >= MAX_WEBHOOKS:
        raise TooManyWebhooks(most=MAX_WEBHOOKS)
    webhook = Webhook(
        company_id=company_id,
        id=webhook_id,
        url=url,
        description=body.description,
        event_types=_unique(body.event_types),
        parallel=body.parallel,
        active=body.active,
        disabled_reason=None if body.active else "user",
        disabled_at=None if body.active else now,
        secret=sealed,
        position=await EventLog(session, company_id).last_seq(),
        leased_until=now,
        created_at=now,
        created_by=actor.user_id,
    )
    await webhooks.store(webhook)
    await _tell(session, webhook, actor, Action.WEBHOOK_CREATED, {"host": host_of(url)})
    return webhook, secret


async def update_webhook(
    session: AsyncSession,
    actor: TenantContext,
    webhook_id: UUID,
    body: WebhookUpdate,
    expected: Expected,
    allowed: Sequence[Network],
    now: datetime,
) -> Webhook:
    """Change what the body names. One that is switched on again goes on where it was."""
    webhook = await existing(session, actor.company_id, webhook_id, lock=True)
    expected.require(webhook.revision)
    changes = body.changes()
    if "url" in changes:
        changes["url"] = checked_url(body.url, allowed)
    if "event_types" in changes:
        changes["event_types"] = _unique(body.event_types)
    # Also of one whose events stay: who gives it another address gets them.
    require_readable(actor, changes.get("event_types", webhook.event_types))
    changes = {name: value for name, value in changes.items() if value != getattr(webhook, name)}
    if not changes:
        return webhook
    if changes.get("active") is True:
        changes |= _answering_well(now) | {"disabled_reason": None, "disabled_at": None}
    elif changes.get("active") is False:
        changes |= {"disabled_reason": "user", "disabled_at": now}
    elif "url" in changes:
        changes |= _answering_well(now)
    webhook.sqlmodel_update(changes)
    webhook.revision += 1
    await Webhooks(session, actor.company_id).store(webhook)
    details = {"fields": ", ".join(sorted(body.changes())), "host": host_of(webhook.url)}
    await _tell(session, webhook, actor, Action.WEBHOOK_CHANGED, details)
    return webhook


async def delete_webhook(
    session: AsyncSession, actor: TenantContext, webhook_id: UUID, expected: Expected
) -> None:
    webhook = await existing(session, actor.company_id, webhook_id, lock=True)
    expected.require(webhook.revision)
    webhook.active, webhook.revision = False, webhook.revision + 1
    await _tell(session, webhook, actor, Action.WEBHOOK_DELETED, {"host": host_of(webhook.url)})
    await Webhooks(session, actor.company_id).delete(webhook)


async def rotate_secret(
    session: AsyncSession,
    actor: TenantContext,
    webhook_id: UUID,
    overlap_hours: int,
    secrets: Secrets,
    now: datetime,
) -> tuple[Webhook, str]:
    """Give a webhook another secret; return both. For so long the old one signs, too."""
    webhook = await existing(session, actor.company_id, webhook_id, lock=True)
    require_readable(actor, webhook.event_types)
    secret, until = new_secret(os.urandom(SECRET_BYTES)), now + timedelta(hours=overlap_hours)
    webhook.previous_secret = webhook.secret if overlap_hours and _opens(secrets, webhook) else None
    webhook.previous_secret_until = until if webhook.previous_secret is not None else None
    webhook.secret = secrets.seal(secret, webhook.company_id, webhook.id)
    webhook.revision += 1
    await Webhooks(session, actor.company_id).store(webhook)
    details = {"until": until.isoformat(), "host": host_of(webhook.url)}
    await _tell(session, webhook, actor, Action.WEBHOOK_SECRET_ROTATED, details)
    return webhook, secret


async def list_deliveries(
    session: AsyncSession,
    company_id: UUID,
    webhook_id: UUID,
    status: DeliveryStatus | None,
    cursor: str | None,
    limit: int,
) -> Page[DeliveryRead]:
    """Return a page of what was delivered, newest first. Raises `WebhookNotFound`."""
    await existing(session, company_id, webhook_id)
    position = decode_cursor(cursor)
    before = position[1] if position else None
    found = await Deliveries(session, company_id, webhook_id).page(status, before, limit + 1)
    return Page(
        items=[DeliveryRead.of(delivery) for delivery in found[:limit]],
        next_cursor=next_cursor(found, limit, lambda delivery: (delivery.created_at, delivery.id)),
    )


async def get_delivery(
    session: AsyncSession, company_id: UUID, webhook_id: UUID, delivery_id: UUID
) -> DeliveryRead:
    """Return a delivery. Raises `DeliveryNotFound`."""
    found = await Deliveries(session, company_id, webhook_id).find(delivery_id)
    if found is None:
        raise DeliveryNotFound()
    return DeliveryRead.of(found)


async def redeliver(
    session: AsyncSession, company_id: UUID, webhook_id: UUID, delivery_id: UUID, now: datetime
) -> DeliveryRead:
    """Have a delivery made at once, and tried again as a new one is. Under the same id: safe to repeat.

    Raises `WebhookDisabled`, `DeliveryNotFound`, and `EventExpired` when its event is no longer kept.
    """
    webhook = await existing(session, company_id, webhook_id, lock=True)
    if not webhook.active:
        raise WebhookDisabled()
    deliveries = Deliveries(session, company_id, webhook_id)
    delivery = await deliveries.find(delivery_id, lock=True)
    if delivery is None:
        raise DeliveryNotFound()
    if delivery.seq is not None:
        [*logged] = await EventLog(session, company_id).after(delivery.seq - 1, 1)
        if not logged or logged[0].seq != delivery.seq:
            raise EventExpired()
    if delivery.status != "waiting":
        webhook.waiting += 1
    delivery.sqlmodel_update({"status": "waiting", "attempts": 0, "next_at": now, "waiting_since": now})
    webhook.next_at, webhook.paused_until = now, None
    await deliveries.store(delivery)
    await Webhooks(session, company_id).store(webhook)
    return DeliveryRead.of(delivery)


async def existing(
    session: AsyncSession, company_id: UUID, webhook_id: UUID, *, lock: bool = False
) -> Webhook:
    """Return a webhook. Raises `WebhookNotFound`."""
    webhook = await Webhooks(session, company_id).find(webhook_id, lock=lock)
    if webhook is None:
        raise WebhookNotFound()
    return webhook


def require_readable(actor: TenantContext, event_types: Sequence[str]) -> None:
    """Raise `Forbidden` if one that may set up webhooks would learn by them what it may not read."""
    namespaces = {NAMESPACE_OF[each] for each in event_types if each in NAMESPACE_OF} or set(NAMESPACES)
    for namespace in sorted(namespaces):
        if not actor.may(NAMESPACES[namespace]):
            raise lacks(NAMESPACES[namespace], actor.role if actor.kind == "user" else None)


def _answering_well(now: datetime) -> dict[str, Any]:
    """Return the columns of an endpoint that nothing is known against, and that is looked at again."""
    return {"failures": 0, "failing_since": None, "paused_until": None, "next_at": now}


def _opens(secrets: Secrets, webhook: Webhook) -> bool:
    try:
        secrets.open(webhook.secret, webhook.company_id, webhook.id)
    except SealBroken:
        return False
    return True


def _unique(event_types: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(event_types))


async def _tell(
    session: AsyncSession,
    webhook: Webhook,
    actor: TenantContext,
    action: Action,
    details: Mapping[str, str],
) -> None:
    await audit.record(session, actor, action, webhook.id, details)
    await wake(session, KIND)
    await updates.append(session, [webhook_updated(webhook)])


# --- what comes of deliveries -----------------------------------------------------------------


def health_of(webhook: Webhook) -> Health:
    return Health(webhook.failures, webhook.failing_since, webhook.paused_until, webhook.last_success_at)


def follow(health: Health, outcome: Outcome, now: datetime, disable_hours: float) -> Health:
    """Return how an endpoint is after an attempt."""
    return after(health, outcome, now, disable_hours=disable_hours, chance=random.random())  # noqa: S311


def settled(due: Due, outcome: Outcome, now: datetime) -> "Row":
    """Return the columns of a delivery after an attempt."""
    delivery = due.delivery
    attempts = delivery.attempts + 1
    again = None if outcome.is_delivered else next_attempt(attempts, now, random.random())  # noqa: S311
    status = "delivered" if outcome.is_delivered else "failed" if again is None else "waiting"
    return _as_row(delivery) | {
        "status": status,
        "attempts": attempts,
        "next_at": again or now,
        "code": outcome.code,
        "error": outcome.error,
        "duration_ms": outcome.duration_ms,
        "excerpt": outcome.excerpt,
        "attempted_at": now,
    }


def expired(due: Due) -> "Row":
    """Return the columns of a delivery whose event is no longer kept."""
    return _as_row(due.delivery) | {"status": "dropped", "error": "event_expired"}


def _as_row(delivery: WebhookDelivery) -> "Row":
    return {name: value for name, value in vars(delivery).items() if not name.startswith("_")}


async def record(
    session: AsyncSession,
    claimed: Webhook,
    attempts: Sequence["Row"],
    health: Health,
    now: datetime,
    *,
    release: bool,
) -> bool:
    """Store what came of deliveries and how their endpoint is; tell whether it is to get more.

    An endpoint that a user has changed meanwhile keeps that. With ``release`` others may claim it.
    """
    stored = await repository.lock(session, claimed.company_id, claimed.id)
    if stored is None:
        return False
    over = await repository.record(session, attempts) if attempts else 0
    was_changed = stored.revision != claimed.revision
    disabled = health.disabled if stored.active and not was_changed else None
    if attempts and not was_changed:
        stored.failures, stored.failing_since = health.failures, health.failing_since
        stored.paused_until = health.paused_until
    stored.last_success_at = health.last_success_at or stored.last_success_at
    stored.waiting = max(0, stored.waiting - over)
    if disabled is not None:
        stored.active, stored.disabled_reason, stored.disabled_at = False, disabled, now
        stored.revision += 1
    if attempts or disabled is not None:
        await repository.update(session, stored)
    if release or disabled is not None or was_changed:
        await repository.release(session, _with_lease(stored, claimed), now)
    if disabled is not None:
        await _disable(session, stored, disabled)
    return stored.active and not was_changed


def _with_lease(stored: Webhook, claimed: Webhook) -> Webhook:
    stored.__dict__["lease"] = claimed.lease
    return stored


async def _disable(session: AsyncSession, webhook: Webhook, reason: DisabledReason) -> None:
    details: audit.Details = {
        "reason": reason,
        "host": host_of(webhook.url),
        "failures": webhook.failures,
    }
    await audit.record_by_system(session, webhook.company_id, Action.WEBHOOK_DISABLED, webhook.id, details)
    await updates.append(session, [webhook_updated(webhook)])


async def record_test(
    session: AsyncSession, webhook: Webhook, delivery: WebhookDelivery, outcome: Outcome, now: datetime
) -> DeliveryRead:
    """Store what came of a test. One that succeeded ends the pause of its endpoint."""
    stored = await existing(session, webhook.company_id, webhook.id, lock=True)
    row = settled(Due(delivery, None), outcome, now)
    row["status"] = "delivered" if outcome.is_delivered else "failed"  # It is not tried again.
    kept = WebhookDelivery(**row)
    await Deliveries(session, webhook.company_id, webhook.id).store(kept)
    if outcome.is_delivered and stored.active:
        stored.sqlmodel_update(_answering_well(now) | {"last_success_at": now})
        await Webhooks(session, webhook.company_id).store(stored)
    return DeliveryRead.of(kept)


# --- another key ------------------------------------------------------------------------------


async def reseal(
    session: AsyncSession, secrets: Secrets, after: tuple[UUID, UUID]
) -> tuple[tuple[UUID, UUID] | None, int, int]:
    """Seal a batch of secrets with the current key.

    Returns where to go on (None: that was all), how many webhooks have other seals, and of how many a secret
    cannot be opened with any key; those stay as they are.
    """
    found = await repository.sealed_before(session, secrets.mark, after, _BATCH)
    opened: list[Webhook] = []
    for webhook in found:
        try:
            for column in ("secret", "previous_secret"):
                sealed = getattr(webhook, column)
                if sealed is not None:
                    plain = secrets.open(sealed, webhook.company_id, webhook.id)
                    webhook.__dict__[column] = secrets.seal(plain, webhook.company_id, webhook.id)
            opened.append(webhook)
        except SealBroken as error:
            log.error("webhook.secret_not_opened", webhook=str(webhook.id), error=str(error))
    await repository.reseal(session, opened)
    last = (found[-1].company_id, found[-1].id) if found else None
    return last, len(opened), len(found) - len(opened)
