"""How much the webhooks of a company may bring, in this process."""

import time
from uuid import UUID

import structlog

from atende_platform.errors import TooManyRequests
from atende_platform.identity.company_limits import CompanyLimits
from gateway.domain.quotas import RECORDS_PER_UPDATE, STATUSES_PER_MESSAGE, Load, WebhookQuota
from gateway.webhooks.throttle import refused
from gateway.webhooks.updates import updates_total

log = structlog.get_logger(__name__)


class TooManyUpdates(TooManyRequests):
    """A company's webhooks bring more than they may. The provider tries again for days."""

    own_reason = "too-many-updates"

    @classmethod
    def after(cls, seconds: float) -> "TooManyUpdates":
        """Return the refusal of what may come again in so many seconds."""
        refused.labels("too many updates").inc()
        return cls(retry_after=seconds)


class Admission:
    """Counts what companies' webhooks bring against what they may, as auth published it."""

    def __init__(self, limits: CompanyLimits) -> None:
        self._limits = limits
        self._quota = WebhookQuota()

    def pause(self, company_id: UUID) -> float:
        """Return for how many seconds nothing of a company is to be read; 0: it may be."""
        return self._quota.pause(company_id, time.monotonic())

    def admit(self, company_id: UUID, load: Load, events: int) -> float:
        """Count a webhook of so many events and return 0; or return in how many seconds it may come again."""
        limits = self._limits.of(company_id)
        if limits is None:
            return 0.0
        most = Load(
            bytes=limits.webhook_bytes_per_second,
            updates=limits.webhook_updates_per_second,
            statuses=STATUSES_PER_MESSAGE * limits.messages_per_second,
            records=RECORDS_PER_UPDATE * limits.webhook_updates_per_second,
        )
        wait = self._quota.admit(company_id, load, most, time.monotonic())
        if wait > 0:
            updates_total.labels("too many").inc(events)
            log.warning("webhook.rate_limited", company_id=str(company_id), wait=round(wait, 1))
        return wait
