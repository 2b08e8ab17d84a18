"""When a campaign runs, as it was asked for: its fields, and what follows from them for now."""

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.errors import Conflict, InvalidFields, InvalidInput
from campaign.domain.states import CampaignStatus
from campaign.domain.timing import (
    DEFAULT_ZONE,
    CronRefused,
    instant,
    is_zone,
    next_run,
    problem_of,
    require_cron,
)
from campaign.domain.windows import is_open, left_today, next_day, next_open
from campaign.repository import copies
from campaign.repository.campaigns import CampaignRow
from campaign.schemas.timing import Timing

FIELDS: Final = (
    "time_zone", "scheduled_at", "cron", "ends_at", "max_runs", "windows", "window_zone", "max_per_day",
)  # fmt: skip
"""What `Timing` says, as a campaign keeps it."""


async def set_timing(
    session: AsyncSession, campaign: CampaignRow, body: Timing, at: datetime, *, new: bool = False
) -> None:
    """Change what a body names of a draft's timing. Raises `InvalidInput` by the field that does not fit."""
    given = body.changes()
    if "time_zone" in given or new:
        campaign.time_zone = body.time_zone or await _zone_of_company(session, campaign.company_id)
    for name in ("scheduled_at", "ends_at"):
        if name in given:
            time: datetime | None = given[name]
            setattr(campaign, name, time and instant(time, campaign.time_zone))
    for name in ("cron", "max_runs", "max_per_day"):
        if name in given:
            setattr(campaign, name, given[name])
    if "windows" in given:
        campaign.windows = [window.model_dump() for window in body.windows or []]
    if "window_zone" in given:
        campaign.window_zone = body.window_zone or "campaign"
    _require_consistent(campaign, at)


def _require_consistent(campaign: CampaignRow, at: datetime) -> None:
    problem = problem_of(
        campaign.type, campaign.scheduled_at, campaign.cron, campaign.ends_at, campaign.max_runs
    )
    if problem is not None:
        field, reason = problem
        raise InvalidInput(reason, field=field, name=field)
    if campaign.cron is not None:
        try:
            require_cron(campaign.cron, campaign.time_zone, at)
        except CronRefused as error:
            raise InvalidFields([error.at("cron")]) from error


async def _zone_of_company(session: AsyncSession, company_id: UUID) -> str:
    zone = await copies.find_time_zone(session, company_id)
    return zone if zone is not None and is_zone(zone) else DEFAULT_ZONE


def waits(campaign: CampaignRow, at: datetime) -> bool:
    """Tell whether a campaign that is started or resumed now has to wait for its time."""
    if campaign.type == "recurring":
        return True
    return (
        campaign.started_at is None
        and campaign.type == "scheduled"
        and campaign.scheduled_at is not None
        and campaign.scheduled_at > at
    )


def run_after(campaign: CampaignRow, at: datetime) -> datetime | None:
    """Return the next run of a recurring campaign; None when it has had its last."""
    if campaign.cron is None or (campaign.max_runs is not None and campaign.runs >= campaign.max_runs):
        return None
    due = next_run(campaign.cron, campaign.time_zone, at)
    return None if due is None or (campaign.ends_at is not None and due > campaign.ends_at) else due


def due_at(campaign: CampaignRow, at: datetime) -> datetime | None:
    """Return when a campaign is due next; of a recurring draft when it would be if it were started now."""
    if campaign.type == "recurring" and campaign.state == CampaignStatus.DRAFT:
        return run_after(campaign, at)
    return campaign.scheduled_at


def require_time(campaign: CampaignRow, at: datetime) -> None:
    """Set when a campaign that is started or resumed is due next. Raises `Conflict` for no time left."""
    if campaign.type == "recurring":
        campaign.scheduled_at = run_after(campaign, at)
        if campaign.scheduled_at is None:
            raise Conflict("no-runs-left")
    elif campaign.type == "scheduled" and campaign.state == CampaignStatus.DRAFT and not waits(campaign, at):
        raise Conflict("due-time-passed")


def next_window_at(campaign: CampaignRow, at: datetime) -> datetime | None:
    """Return when a campaign under way may send again; None if it may now, or is not under way."""
    if campaign.state not in (CampaignStatus.EXPANDING, CampaignStatus.RUNNING):
        return None
    left = left_today(campaign.max_per_day, campaign.sent_on, campaign.sent_that_day, campaign.time_zone, at)
    since = next_day(campaign.time_zone, at) if left == 0 else at
    zones = campaign.zones if campaign.window_zone == "recipient" else []
    zones = zones or [campaign.time_zone]
    if left != 0 and any(is_open(campaign.windows, zone, at) for zone in zones):
        return None
    opens = (next_open(campaign.windows, zone, since) for zone in zones)
    return min((each for each in opens if each is not None), default=None)
