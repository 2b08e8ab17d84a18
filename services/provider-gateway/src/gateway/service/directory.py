"""Who a channel is, by its id or by its number at the provider, kept in memory for a few seconds.

Webhooks and sends ask for it all the time. While the database is away an entry stays in use past its
time, so that customers' messages go on being taken.
"""

import asyncio
import time
from collections.abc import Sequence
from typing import Final, Generic, TypeVar
from uuid import UUID

import structlog

from atende_platform.data.db import Database
from atende_platform.transient import is_transient
from gateway.domain.channels import PENDING, UNUSABLE, WHATSAPP_WEB, ChannelAccess
from gateway.repository.channels import (
    ACCESS_TOKEN,
    APP_SECRET,
    PREVIOUS_APP_SECRET,
    StoredAccess,
    find_access,
)
from gateway.sealing import SealBroken, Sealer

log = structlog.get_logger(__name__)

K = TypeVar("K")

_MAX_ENTRIES: Final = 20_000
_STALE_SECONDS: Final = 600.0


class _Cache(Generic[K]):
    """Entries with the time of their loading; also that there is none. The oldest go first."""

    def __init__(self) -> None:
        self._entries: dict[K, tuple[float, ChannelAccess | None]] = {}

    def get(self, key: K, *, max_age: float) -> tuple[bool, ChannelAccess | None]:
        """Return whether there is an entry of that age at most, and the entry."""
        loaded_at, access = self._entries.get(key, (float("-inf"), None))
        return time.monotonic() - loaded_at <= max_age, access

    def fresh(self, key: K, max_age: float) -> ChannelAccess | None:
        """Return the entry if it is of that age at most."""
        is_fresh, access = self.get(key, max_age=max_age)
        return access if is_fresh else None

    def remove(self, key: K) -> None:
        self._entries.pop(key, None)

    def put(self, key: K, access: ChannelAccess | None) -> None:
        self._entries.pop(key, None)
        while len(self._entries) >= _MAX_ENTRIES:
            del self._entries[next(iter(self._entries))]
        self._entries[key] = (time.monotonic(), access)


class ChannelDirectory:
    """Finds channels of all companies. Deleted ones are not found."""

    def __init__(self, database: Database, sealer: Sealer, *, max_age: float) -> None:
        self._database = database
        self._sealer = sealer
        self._max_age = max_age
        self._by_id: _Cache[UUID] = _Cache()
        self._by_number: _Cache[str] = _Cache()
        self._loading = asyncio.Lock()

    async def by_id(self, channel_id: UUID) -> ChannelAccess | None:
        """Return a channel, or None."""
        found = await self._lookup(self._by_id, [channel_id])
        return found.get(channel_id)

    async def by_numbers(self, phone_number_ids: Sequence[str]) -> dict[str, ChannelAccess]:
        """Return the channels that have proved the provider's numbers."""
        return await self._lookup(self._by_number, phone_number_ids)

    async def by_accounts(self, account_ids: Sequence[str]) -> dict[str, list[ChannelAccess]]:
        """Return the channels of the provider's accounts, which is asked for seldom and not kept.

        Only those that have proved them: several companies may have numbers of one account.
        """
        async with self._database.worker() as session:
            rows = await find_access(session, account_ids=account_ids)
        found: dict[str, list[ChannelAccess]] = {}
        for row in rows:
            found.setdefault(row.waba_id or "", []).append(open_access(row, self._sealer))
        return found

    def known_by_id(self, channel_id: UUID) -> ChannelAccess | None:
        """Return a channel that is in memory and not to be asked for again; None: ask `by_id`."""
        return self._by_id.fresh(channel_id, self._max_age)

    def known_by_number(self, phone_number_id: str) -> ChannelAccess | None:
        """Return a channel in the same way; None: ask `by_numbers`."""
        return self._by_number.fresh(phone_number_id, self._max_age)

    def invalidate(self, channel: ChannelAccess) -> None:
        """Load the channel again the next time: it has changed."""
        self._by_id.remove(channel.channel_id)
        self._by_number.remove(channel.phone_number_id)

    async def _lookup(self, cache: _Cache[K], keys: Sequence[K]) -> dict[K, ChannelAccess]:
        if self._missing(cache, keys):
            async with self._loading:  # Of many that find the same entry old, one asks.
                missing = self._missing(cache, keys)
                if missing:
                    await self._load(cache, missing)
        found = {key: cache.get(key, max_age=_STALE_SECONDS)[1] for key in keys}
        return {key: access for key, access in found.items() if access is not None}

    def _missing(self, cache: _Cache[K], keys: Sequence[K]) -> list[K]:
        return [key for key in keys if not cache.get(key, max_age=self._max_age)[0]]

    async def _load(self, cache: _Cache[K], keys: Sequence[K]) -> None:
        try:
            async with self._database.worker() as session:
                rows = await find_access(
                    session,
                    channel_ids=[key for key in keys if isinstance(key, UUID)],
                    phone_number_ids=[key for key in keys if isinstance(key, str)],
                )
        except Exception as error:
            known = all(cache.get(key, max_age=_STALE_SECONDS)[0] for key in keys)
            if not (known and is_transient(error)):
                raise
            log.warning("channels.from_memory", error=repr(error))
            return
        for key in keys:
            cache.put(key, None)
        for row in rows:
            access = open_access(row, self._sealer)
            self._by_id.put(row.channel_id, access)
            if row.status != PENDING:
                self._by_number.put(row.phone_number_id, access)


def open_access(row: StoredAccess, sealer: Sealer) -> ChannelAccess:
    """Return a channel with its secrets; without them, and unusable, when they cannot be opened."""

    def secret(kind: str) -> str:
        return sealer.open(row.sealed[kind], company_id=row.company_id, channel_id=row.channel_id, kind=kind)

    status, secrets = row.status, ("", "", "")
    try:
        previous = secret(PREVIOUS_APP_SECRET) if PREVIOUS_APP_SECRET in row.sealed else ""
        if row.provider != WHATSAPP_WEB:  # What opens such a channel belongs to its session.
            secrets = secret(ACCESS_TOKEN), secret(APP_SECRET), previous
    except (SealBroken, KeyError) as error:
        # One channel with a broken seal must not take the others with it.
        log.error("channel.unusable", channel=str(row.channel_id), error=repr(error))
        status = UNUSABLE
    return ChannelAccess(
        company_id=row.company_id,
        channel_id=row.channel_id,
        provider=row.provider,
        phone_number_id=row.phone_number_id,
        status=status,
        messages_per_second=row.messages_per_second,
        verify_token=row.verify_token,
        access_token=secrets[0],
        app_secret=secrets[1],
        previous_app_secret=secrets[2],
        waba_id=row.waba_id,
        revision=row.revision,
        messaging_limit=row.messaging_limit,
    )
