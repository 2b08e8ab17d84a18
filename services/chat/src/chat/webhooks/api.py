"""Outgoing webhooks: addresses that a company's events are posted to, and what came of it."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response

from atende_contracts.permissions import Permission
from atende_platform.data.db import now
from atende_platform.http.access import TenantSession, requires, runtime_of
from atende_platform.http.idempotency import idempotent
from atende_platform.http.pagination import Cursor, Limit, Page
from atende_platform.http.revisions import IfMatch, tag
from atende_platform.identity.context import TenantContext
from chat.settings import Settings
from chat.webhooks import service
from chat.webhooks.domain import DeliveryStatus
from chat.webhooks.schemas import (
    DeliveryRead,
    WebhookCreate,
    WebhookList,
    WebhookRead,
    WebhookRotate,
    WebhookUpdate,
    WebhookWithSecret,
)
from chat.webhooks.sending import Secrets
from chat.webhooks.trials import Trials

router = APIRouter(prefix="/webhooks", tags=["webhooks"])

Reader = Annotated[TenantContext, requires(Permission.WEBHOOKS_READ)]
Writer = Annotated[TenantContext, requires(Permission.WEBHOOKS_WRITE)]
Status = Annotated[DeliveryStatus | None, Query(description="Only those that stand so")]


def _settings(request: Request) -> Settings:
    settings: Settings = runtime_of(request).settings
    return settings


def _secrets(request: Request) -> Secrets:
    return Secrets(_settings(request).webhook_keys)


def _trials(request: Request) -> Trials:
    trials: Trials = request.app.state.webhook_trials
    return trials


ServiceSettings = Annotated[Settings, Depends(_settings)]
WebhookSecrets = Annotated[Secrets, Depends(_secrets)]
WebhookTrials = Annotated[Trials, Depends(_trials)]


@router.get("", operation_id="webhooks.list")
async def list_webhooks(actor: Reader, session: TenantSession) -> WebhookList:
    """The company's webhooks, the oldest first. All of them: there is one page."""
    return WebhookList(items=await service.list_webhooks(session, actor.company_id))


@router.post("", status_code=201, operation_id="webhooks.create")
@idempotent(keep=False)
async def create_webhook(
    actor: Writer,
    session: TenantSession,
    body: WebhookCreate,
    settings: ServiceSettings,
    secrets: WebhookSecrets,
    response: Response,
) -> WebhookWithSecret:
    """Have events posted to an address. The answer has the secret that they are signed with, once.

    Of what an API key or a role may not read, no events can be had (403). An address on a private network is
    refused: here if it shows, else with each delivery.
    """
    webhook, secret = await service.create_webhook(
        session, actor, body, secrets, settings.webhook_network_list, now()
    )
    tag(response, webhook.revision)
    return WebhookWithSecret(webhook=await service.shown(session, webhook), secret=secret)


@router.get("/{webhook_id}", operation_id="webhooks.get")
async def get_webhook(
    actor: Reader, session: TenantSession, webhook_id: UUID, response: Response
) -> WebhookRead:
    """One webhook, with how it answers and how much waits for it."""
    webhook = await service.get_webhook(session, actor.company_id, webhook_id)
    tag(response, webhook.revision)
    return webhook


@router.patch("/{webhook_id}", operation_id="webhooks.update")
async def update_webhook(
    actor: Writer,
    session: TenantSession,
    webhook_id: UUID,
    body: WebhookUpdate,
    settings: ServiceSettings,
    expected: IfMatch,
    response: Response,
) -> WebhookRead:
    """Change what the body names; the rest stays.

    Events of the time that a webhook was off are delivered when it is on again, as far as they still wait.
    """
    webhook = await service.update_webhook(
        session, actor, webhook_id, body, expected, settings.webhook_network_list, now()
    )
    tag(response, webhook.revision)
    return await service.shown(session, webhook)


@router.delete("/{webhook_id}", status_code=204, operation_id="webhooks.delete")
async def delete_webhook(actor: Writer, session: TenantSession, webhook_id: UUID, expected: IfMatch) -> None:
    """Delete a webhook, with what waits for it."""
    await service.delete_webhook(session, actor, webhook_id, expected)


@router.post("/{webhook_id}/rotate-secret", operation_id="webhooks.rotateSecret")
async def rotate_secret(
    actor: Writer,
    session: TenantSession,
    webhook_id: UUID,
    body: WebhookRotate,
    secrets: WebhookSecrets,
    response: Response,
) -> WebhookWithSecret:
    """Make another secret, shown once. For `overlapHours` deliveries are signed with the old one, too."""
    webhook, secret = await service.rotate_secret(
        session, actor, webhook_id, body.overlap_hours, secrets, now()
    )
    tag(response, webhook.revision)
    return WebhookWithSecret(webhook=await service.shown(session, webhook), secret=secret)


@router.post("/{webhook_id}/test", operation_id="webhooks.test")
async def test_webhook(actor: Writer, trials: WebhookTrials, webhook_id: UUID) -> DeliveryRead:
    """Post a test event (`webhook.test`) now, also to one that is off; the answer says what came of it.

    If it succeeds, an endpoint that was left alone after failures gets what waits for it.
    """
    return await trials.send(actor, webhook_id, now())


@router.get("/{webhook_id}/deliveries", operation_id="webhooks.listDeliveries")
async def list_deliveries(
    actor: Reader,
    session: TenantSession,
    webhook_id: UUID,
    status: Status = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[DeliveryRead]:
    """What was delivered in the last days and what waits, newest first."""
    return await service.list_deliveries(session, actor.company_id, webhook_id, status, cursor, limit)


@router.get("/{webhook_id}/deliveries/{delivery_id}", operation_id="webhooks.getDelivery")
async def get_delivery(
    actor: Reader, session: TenantSession, webhook_id: UUID, delivery_id: UUID
) -> DeliveryRead:
    """One delivery, with what the last attempt came to."""
    return await service.get_delivery(session, actor.company_id, webhook_id, delivery_id)


@router.post(
    "/{webhook_id}/deliveries/{delivery_id}/redeliver", operation_id="webhooks.redeliver", status_code=202
)
async def redeliver(
    actor: Writer, session: TenantSession, webhook_id: UUID, delivery_id: UUID
) -> DeliveryRead:
    """Deliver an event again, under the same id, whatever came of it before. Safe to repeat."""
    return await service.redeliver(session, actor.company_id, webhook_id, delivery_id, now())
