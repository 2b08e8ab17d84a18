"""Reports of channels, delivery errors and opt-outs."""

from fastapi import APIRouter

from atende_platform.data.db import now
from atende_platform.http.access import TenantSession
from reporting.api.parameters import MessageQuestion, Reader
from reporting.schemas.messages import ChannelsReport, DeliveryErrorsReport, OptOutsReport
from reporting.service import messages

router = APIRouter()


@router.get("/channels", operation_id="reports.getChannels")
async def get_channels(actor: Reader, session: TenantSession, asked: MessageQuestion) -> ChannelsReport:
    """What happened on each channel in a period: messages, errors, how busy it was, how it is rated."""
    return await messages.report_channels(session, actor, asked, now())


@router.get("/delivery-errors", operation_id="reports.getDeliveryErrors")
async def get_errors(actor: Reader, session: TenantSession, asked: MessageQuestion) -> DeliveryErrorsReport:
    """Why messages failed in a period, by channel and reason."""
    return await messages.report_errors(session, actor, asked, now())


@router.get("/opt-outs", operation_id="reports.getOptOuts")
async def get_opt_outs(actor: Reader, session: TenantSession, asked: MessageQuestion) -> OptOutsReport:
    """How customers left broadcasts in a period, by channel and source."""
    return await messages.report_opt_outs(session, actor, asked, now())
