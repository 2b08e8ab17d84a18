"""Whether channels work: their providers are asked every 15 minutes, and when a user asks."""

import asyncio
from datetime import datetime
from typing import Final

import structlog

from atende_platform.errors import NotFound
from gateway.domain.channels import NO_ANSWER, UNUSABLE, ChannelAccess, Health
from gateway.domain.errors import ProviderAway
from gateway.repository import channels as channels_repository
from gateway.service import channels
from gateway.service.accounts import Accounts, required
from gateway.service.directory import open_access

log = structlog.get_logger(__name__)

EVERY_SECONDS: Final = 15 * 60.0
AT_A_TIME: Final = 20


async def check(accounts: Accounts, access: ChannelAccess, now: datetime) -> None:
    """Ask a channel's provider about it, and write down what it says."""
    account = required(accounts.provider_of(access).account, "account")
    found: Health | None
    try:
        found = await account.health(access)
    except ProviderAway as error:
        log.warning("channel.not_checked", channel=str(access.channel_id), error=str(error)[:200])
        found = None
    async with accounts.database.tenant(access.company_id) as session:
        if found is None:
            await channels.record_problem(session, access, NO_ANSWER, now)
        else:
            await channels.apply_health(session, access, found, now)


async def check_due(accounts: Accounts, now: datetime) -> None:
    """Check the channels whose time has come, several at a time."""
    async with accounts.database.worker() as session:
        due = await channels_repository.claim_checks(session, limit=AT_A_TIME, again_seconds=EVERY_SECONDS)
        rows = await channels_repository.find_access(session, channel_ids=[id_ for _, id_ in due])
    accesses = [open_access(row, accounts.sealer) for row in rows]
    usable = [
        access
        for access in accesses
        if access.status != UNUSABLE and accounts.provider_of(access).account is not None
    ]
    results = await asyncio.gather(*(check(accounts, one, now) for one in usable), return_exceptions=True)
    for result in results:
        if isinstance(result, BaseException) and not isinstance(result, NotFound):  # Deleted meanwhile.
            raise result
