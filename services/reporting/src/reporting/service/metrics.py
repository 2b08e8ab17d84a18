"""Metrics for operators: campaigns by status and, of the last day, how sending went."""

from datetime import datetime, timedelta
from typing import Final, get_args

from prometheus_client import Gauge
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.campaigns import CampaignStatus
from reporting.repository import metrics

WINDOW: Final = timedelta(days=1)

_campaigns = Gauge("reporting_campaigns", "Campaigns that have started, by their status now", ["status"])
_success = Gauge(
    "reporting_send_success_ratio", "Messages of the last day that were sent, of those sent or failed"
)
_execution = Gauge(
    "reporting_campaign_execution_seconds_mean", "How long campaigns took that finished in the last day"
)
_opt_outs = Gauge(
    "reporting_opt_out_ratio", "Customers who left broadcasts in the last day, of messages delivered by them"
)


async def measure(session: AsyncSession, at: datetime) -> None:
    """Set the metrics. Where there is nothing to divide by they are not a number."""
    since = at - WINDOW
    counts = await metrics.campaigns(session)
    for status in get_args(CampaignStatus):
        _campaigns.labels(status).set(counts.get(status, 0))
    seconds = await metrics.execution_seconds(session, since)
    _execution.set(float("nan") if seconds is None else seconds)
    sends = await metrics.sends(session, since)
    _success.set(_part(sends.sent, sends.sent + sends.failed))
    _opt_outs.set(_part(sends.opt_outs, sends.broadcasts))


def _part(part: int, whole: int) -> float:
    return part / whole if whole else float("nan")
