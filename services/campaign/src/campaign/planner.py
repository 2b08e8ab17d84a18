"""Expands the audience of started campaigns into recipients, one chunk per transaction.

The cursor is stored with the chunk's recipients, so a crash resumes behind the last chunk that
counts. Several planners may run: a campaign is locked for the time of a chunk.
"""

import asyncio
from collections.abc import Sequence
from functools import partial
from typing import Final
from uuid import UUID

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.words import Reason
from atende_platform.data.db import Database, now
from atende_platform.transient import is_transient
from campaign.domain.audience import Planned, SourceKind, plan
from campaign.domain.states import OPEN, CampaignStatus
from campaign.domain.variants import Messages
from campaign.domain.zones import zone_of
from campaign.repository import audience, sources
from campaign.repository.audience import Target
from campaign.repository.campaigns import CampaignRow, Campaigns, claim_expanding, mark_changed
from campaign.repository.sources import SourceRow
from campaign.service.campaigns import move
from campaign.settings import Settings

log = structlog.get_logger(__name__)

PART: Final = 1000
"""Recipients of one statement. A chunk is several, so that the next can be made meanwhile."""


class Planner:
    """One worker's share of the expanding."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database = database
        self._settings = settings

    async def run(self) -> None:
        """Expand until nothing can be expanded right now."""
        while await self.step():
            pass

    async def step(self) -> bool:
        """Expand one chunk of one campaign; return whether to call again at once.

        A campaign whose expansion fails for a reason that will not pass becomes ``failed``: it must
        not keep the campaigns of other companies waiting.
        """
        company_id, campaign_id = None, None
        try:
            async with self._database.worker() as session:
                campaign = await claim_expanding(
                    session, grace_seconds=self._settings.campaign_contact_grace_seconds
                )
                if campaign is None:
                    return False
                company_id, campaign_id = campaign.company_id, campaign.id
                return await self._expand(session, campaign)
        except Exception as error:
            if company_id is None or campaign_id is None or is_transient(error):
                raise
            log.error("campaign.not_expanded", campaign_id=str(campaign_id), exc_info=error)
            await self._fail(company_id, campaign_id)
            return True

    async def _expand(self, session: AsyncSession, campaign: CampaignRow) -> bool:
        messages = Messages(campaign.id, campaign.content)
        targets = await audience.next_targets(
            session,
            campaign.company_id,
            campaign.id,
            after=campaign.expansion_cursor,
            limit=self._settings.campaign_expansion_chunk,
            custom_fields=messages.needs_custom_fields,
        )
        if targets:
            await self._store(session, campaign, messages, targets, grace_over=False)
            campaign.expansion_cursor = targets[-1][0]
            return True
        source = await sources.next_source(session, campaign.company_id, campaign.id)
        if source is not None:
            await self._expand_source(session, campaign, messages, source)
            return True
        return await self._expand_missing(session, campaign, messages)

    async def _expand_source(
        self, session: AsyncSession, campaign: CampaignRow, messages: Messages, source: SourceRow
    ) -> None:
        """Expand the next chunk of everybody, of a segment or of a file.

        Who is asked for is who they are now, but days are counted back from the start, in every chunk.
        """
        people = await sources.next_people(
            session,
            source,
            at=campaign.started_at or now(),
            limit=self._settings.campaign_expansion_chunk,
            custom_fields=messages.needs_custom_fields,
        )
        targets = [(person.contact_id or source.id, person) for person in people]
        await self._store(session, campaign, messages, targets, grace_over=False)
        if source.kind != SourceKind.FILE:
            source.found += len(people)
            campaign.target_count += len(people)

    async def _expand_missing(self, session: AsyncSession, campaign: CampaignRow, messages: Messages) -> bool:
        """Go over the targets that were not known at first. Who is known need not wait for them."""
        waited = now() - (campaign.started_at or now())
        grace_over = waited.total_seconds() >= self._settings.campaign_contact_grace_seconds
        targets = await audience.missing_targets(
            session,
            campaign.company_id,
            campaign.id,
            also_unknown=grace_over,
            limit=self._settings.campaign_expansion_chunk,
            custom_fields=messages.needs_custom_fields,
        )
        resolved = await self._store(session, campaign, messages, targets, grace_over=grace_over)
        await audience.set_missing(session, campaign.company_id, campaign.id, resolved, missing=False)
        if resolved:
            return True
        waits = await audience.has_missing_targets(session, campaign.company_id, campaign.id)
        if not waits:
            campaign.expanded_at = now()
        if campaign.state == CampaignStatus.EXPANDING:
            await move(session, campaign, CampaignStatus.RUNNING, now())
        elif not waits:
            await mark_changed(session, [(campaign.company_id, campaign.id)])
        return not waits

    async def _store(
        self,
        session: AsyncSession,
        campaign: CampaignRow,
        messages: Messages,
        targets: Sequence[Target],
        *,
        grace_over: bool,
    ) -> list[UUID]:
        """Store the recipients of targets; return the targets that are dealt with."""
        zoned = bool(campaign.windows) and campaign.window_zone == "recipient"
        make = partial(
            _plan, messages=messages, grace_over=grace_over, zone=campaign.time_zone if zoned else None
        )
        parts = [targets[start : start + PART] for start in range(0, len(targets), PART)]
        all_planned: list[Planned] = []
        part: list[Planned] = []
        missing: list[UUID] = []
        # While PostgreSQL stores one part, the next is made beside the event loop, which serves others.
        for next_targets in (*parts, ()):
            planning = asyncio.get_running_loop().run_in_executor(None, make, next_targets)
            await audience.add_planned(session, campaign.company_id, campaign.id, campaign.channel_id, part)
            part, unknown = await planning
            all_planned += part
            missing += unknown
        await audience.set_missing(session, campaign.company_id, campaign.id, missing, missing=True)
        if all_planned:
            await mark_changed(session, [(campaign.company_id, campaign.id)])
        if zoned:
            zones = {recipient.zone for recipient in all_planned if recipient.zone is not None}
            campaign.zones = sorted(zones.union(campaign.zones))
        campaign.updated_at = now()  # The one that waited longest comes next.
        unresolved = set(missing)
        return [target_id for target_id, _ in targets if target_id not in unresolved]

    async def _fail(self, company_id: UUID, campaign_id: UUID) -> None:
        async with self._database.worker() as session:
            campaign = await Campaigns(session, company_id).find(campaign_id, lock=True)
            if campaign is not None and campaign.state in OPEN:
                failure = Reason("audience_not_expanded")
                await move(session, campaign, CampaignStatus.FAILED, now(), failure=failure)


def _plan(
    targets: Sequence[Target], messages: Messages, *, grace_over: bool, zone: str | None
) -> tuple[list[Planned], list[UUID]]:
    """Return the recipients of targets, and the targets that have none yet.

    ``zone`` is by whose clocks the windows are meant where a recipient's number does not say.
    """
    planned: list[Planned] = []
    missing: list[UUID] = []
    for target_id, contact in targets:
        recipient = plan(target_id, contact, messages, grace_over=grace_over)
        if recipient is None:
            missing.append(target_id)
            continue
        if zone is not None and contact is not None:
            recipient = recipient._replace(zone=zone_of(contact.phone) or zone)
        planned.append(recipient)
    return planned, missing
