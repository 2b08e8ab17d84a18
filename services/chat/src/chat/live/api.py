"""What stands now, over REST: the same as sockets get that watch."""

from typing import Annotated

from fastapi import APIRouter, Request

from atende_contracts.permissions import Permission
from atende_platform.data.db import now
from atende_platform.http.access import TenantSession, requires, runtime_of
from atende_platform.identity.context import TenantContext
from chat.live.schemas import ChannelId, LiveRead, QueueId
from chat.live.service import Live
from chat.presence import service as presence

router = APIRouter(prefix="/live")


@router.get("", operation_id="live.get")
async def get_live(
    actor: Annotated[TenantContext, requires(Permission.REPORTS_READ)],
    session: TenantSession,
    request: Request,
    channel_id: ChannelId = None,
    queue_id: QueueId = None,
) -> LiveRead:
    """What stands now: tickets that are not closed, who waits longest, who is here, how much is written.

    Agents get what concerns the tickets that they may see, and of agents only themselves. It is counted
    once a second at most; sockets get every change by `live` (docs/realtime.md).
    """
    live: Live = request.app.state.live
    present = await presence.list_present(runtime_of(request).redis, actor.company_id)
    statuses = {each.user_id: each.status for each in present}
    return await live.read(session, actor, statuses, now(), channel_id=channel_id, queue_id=queue_id)
