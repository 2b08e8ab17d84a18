"""Starts what is due: scheduled campaigns, and the runs of recurring ones.

Several schedulers may run: a campaign is locked for the transaction that starts it and says when it
is due next, so a crash before its end leaves it due, and after it started, once.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import structlog

from atende_contracts.words import Reason
from atende_platform.data.db import Database, now
from atende_platform.transient import is_transient
from campaign.domain.states import OPEN, CampaignStatus
from campaign.repository.campaigns import NOBODY, Campaigns, claim_due
from campaign.service.campaigns import move
from campaign.service.runs import come_due
from campaign.settings import Settings

log = structlog.get_logger(__name__)


class Scheduler:
    """One worker's share of the scheduling."""

    def __init__(self, database: Database, settings: Settings, clock: Callable[[], datetime] = now) -> None:
        self._database = database
        self._late_limit = timedelta(hours=settings.campaign_late_start_hours)
        self._clock = clock
        self._last = NOBODY
        """The company that had the last turn."""

    async def run(self) -> None:
        """Start everything that is due."""
        while await self.step():
            pass

    async def step(self) -> bool:
        """Start one campaign that is due; return whether there was one.

        One that cannot be started for a reason that will not pass becomes ``failed``: it must not
        keep those of other companies waiting.
        """
        key: tuple[UUID, UUID] | None = None
        at = self._clock()
        try:
            async with self._database.worker() as session:
                campaign = await claim_due(session, at, self._last)
                if campaign is None:
                    return False
                key = campaign.company_id, campaign.id
                self._last = campaign.company_id
                await come_due(session, campaign, at, late_limit=self._late_limit)
        except Exception as error:
            if key is None or is_transient(error):
                raise
            log.error("campaign.not_started", campaign_id=str(key[1]), exc_info=error)
            await self._fail(*key)
        return True

    async def _fail(self, company_id: UUID, campaign_id: UUID) -> None:
        async with self._database.worker() as session:
            campaign = await Campaigns(session, company_id).find(campaign_id, lock=True)
            if campaign is not None and campaign.state in OPEN:
                failure = Reason("not_startable")
                await move(session, campaign, CampaignStatus.FAILED, self._clock(), failure=failure)
