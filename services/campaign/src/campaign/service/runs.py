"""What happens when a campaign is due."""

from datetime import datetime, timedelta
from typing import Final

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.notices import words_for
from atende_contracts.words import Reason
from atende_platform.http.reasons import as_stored
from campaign.domain.states import CampaignStatus
from campaign.domain.timing import last_run
from campaign.repository.campaigns import CampaignRow, Campaigns, add_move
from campaign.service.campaigns import move, touch
from campaign.service.timing import run_after

_LATE_ENOUGH_TO_TELL: Final = timedelta(minutes=1)
_OF_A_RUN: Final = (
    "channel_id", "content", "messages_per_second", "time_zone", "windows", "window_zone", "max_per_day",
    "pause_error_rate", "created_by", "target_count",
)  # fmt: skip
"""What a run takes over from its recurring campaign."""


async def come_due(
    session: AsyncSession, campaign: CampaignRow, at: datetime, *, late_limit: timedelta
) -> None:
    """Start a locked campaign whose time has come, or a run of it.

    One that is later than the limit is not sent to people who no longer expect it: it is paused,
    and its users decide. Of the runs that were missed, the last within the limit is made.
    """
    if campaign.type == "recurring":
        await _run(session, campaign, at, late_limit)
        return
    due = campaign.scheduled_at or at
    if at - due > late_limit:
        failure = Reason("too_late_to_start", {"due": due.isoformat(timespec="minutes")})
        await move(session, campaign, CampaignStatus.PAUSED, at, failure=failure)
        return
    await _begin(session, campaign, at)


async def _begin(session: AsyncSession, campaign: CampaignRow, at: datetime) -> None:
    campaign.started_at = at
    late = at - (campaign.scheduled_at or at)
    if late >= _LATE_ENOUGH_TO_TELL:
        _tell(campaign, Reason("started_late", {"minutes": int(late.total_seconds() // 60)}))
    await move(session, campaign, CampaignStatus.EXPANDING, at)


def _tell(campaign: CampaignRow, notice: Reason) -> None:
    campaign.notice, campaign.notice_reason = words_for(notice).en, as_stored(notice)


async def _run(session: AsyncSession, parent: CampaignRow, at: datetime, late_limit: timedelta) -> None:
    """Make the run that is due, and say when the next one is.

    The parent is locked, and a due time is passed over that had its run already (clocks may have been
    put back): so each has one run.
    """
    missed = parent.scheduled_at or at
    since = max(missed, at - late_limit)
    until = at if parent.ends_at is None else min(at, parent.ends_at)
    due = last_run(parent.cron or "", parent.time_zone, since, until)
    if due is not None and not await Campaigns(session, parent.company_id).has_run(parent.id, due):
        await _add_run(session, parent, due, at)
    if due != missed:
        _tell(parent, Reason("runs_skipped", {"since": missed.isoformat(timespec="minutes")}))
    parent.scheduled_at = run_after(parent, at)
    if parent.scheduled_at is None:
        await move(session, parent, CampaignStatus.FINISHED, at)
    else:
        touch(parent, at)


async def _add_run(session: AsyncSession, parent: CampaignRow, due: datetime, at: datetime) -> None:
    campaigns = Campaigns(session, parent.company_id)
    parent.runs += 1
    fields = {name: getattr(parent, name) for name in _OF_A_RUN}
    run = await campaigns.add(
        name=f"{parent.name} ({parent.runs})",
        parent_id=parent.id,
        run_number=parent.runs,
        scheduled_at=due,
        counts={},
        **fields,
    )
    await campaigns.copy_targets(parent.id, run.id)
    add_move(session, run, at, by=None)
    await _begin(session, run, at)
