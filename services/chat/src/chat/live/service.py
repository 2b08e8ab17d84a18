"""What stands now: counted at most once a second in a company, however many ask."""

import asyncio
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.channels import CompanyChangedV1
from atende_contracts.permissions import Role
from atende_platform.identity.context import TenantContext
from atende_platform.process.tasks import within
from chat.directory import service as directory
from chat.live.domain import Traffic, midnight
from chat.live.figures import Figures, View
from chat.live.repository import Now
from chat.live.schemas import LiveRead
from chat.policies.scope import EVERYTHING, Scope, scope_of
from chat.presence.domain import Status

__all__ = ["COUNT_SECONDS", "Figures", "Live", "View", "is_limited", "view_of"]

COUNT_SECONDS: Final = 5.0
"""How long a count may take."""
_FRESH: Final = timedelta(seconds=1)
"""How long a count is shown to all who ask."""
_DEFAULT_ZONE: Final = CompanyChangedV1.model_fields["time_zone"].default
"""Of a company that auth has not reported."""
_MOST: Final = 500
"""Companies whose messages of today are remembered; of others they are counted anew."""


def is_limited(actor: TenantContext) -> bool:
    """Tell whether the actor is shown only the tickets that they may see, and of agents only themselves."""
    return actor.kind == "user" and actor.role is Role.AGENT


def view_of(
    actor: TenantContext, scope: Scope, *, channel_id: UUID | None = None, queue_id: UUID | None = None
) -> View:
    """Return what the actor is shown; ``scope``: which tickets they may see, if they are limited."""
    if is_limited(actor):
        return View(scope, actor.user_id, channel_id, queue_id)
    return View(channel_id=channel_id, queue_id=queue_id)


@dataclass(slots=True)
class _Company:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    traffic: Traffic | None = None
    figures: Figures | None = None
    counted_at: datetime | None = None


class Live:
    """What stands now in those companies that somebody asked for, in this process."""

    def __init__(self) -> None:
        self._companies: OrderedDict[UUID, _Company] = OrderedDict()

    async def read(
        self,
        session: AsyncSession,
        actor: TenantContext,
        statuses: Mapping[UUID, Status],
        at: datetime,
        *,
        channel_id: UUID | None = None,
        queue_id: UUID | None = None,
    ) -> LiveRead:
        """Return what the actor is shown of their company. Raises ``TimeoutError``."""
        scope = await scope_of(session, actor) if is_limited(actor) else EVERYTHING
        figures = await self.figures(session, actor.company_id, at)
        return figures.of(view_of(actor, scope, channel_id=channel_id, queue_id=queue_id), statuses)

    async def figures(self, session: AsyncSession, company_id: UUID, at: datetime) -> Figures:
        """Return what stands in a company, at most a second old. Raises ``TimeoutError``."""
        company = self._companies.setdefault(company_id, _Company())
        self._companies.move_to_end(company_id)
        while len(self._companies) > _MOST:
            self._companies.popitem(last=False)
        async with within(COUNT_SECONDS, "live figures"), company.lock:
            if (
                company.figures is None
                or company.counted_at is None
                or not company.counted_at <= at < company.counted_at + _FRESH
            ):
                company.figures = await _count(session, company_id, company, at)
                company.counted_at = at
            return company.figures


async def _count(session: AsyncSession, company_id: UUID, company: _Company, at: datetime) -> Figures:
    """Count what stands in a company: two statements on indexes, and what was written since the last time."""
    settings = await directory.find_company(session, company_id)
    day = midnight(at, settings.time_zone if settings else _DEFAULT_ZONE)
    now = Now(session, company_id)
    traffic = company.traffic
    # Tomorrow's are counted from the beginning, which is when there are few.
    if traffic is None or traffic.day != day or not await now.follow(traffic):
        traffic = company.traffic = await now.traffic(day, at)
    return Figures(at, await now.tickets(day), await now.queues(), traffic.volumes(at))
