"""What is known here of people whose contact was deleted goes, and chat learns when nothing is left.

The ledger keeps its rows, without the person. Opt-outs stay, by the bare identity: nobody who left broadcasts
is written to because they had themselves deleted.
"""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.contacts import ContactErasedV1, ContactErasureRequestedV1, ContactSendsErasedV1
from atende_contracts.identity import canonical_alias
from atende_platform.data.db import Database
from atende_platform.messaging import outbox, parked_people
from atende_platform.messaging.company_erasures import CompanyEraser, Prepared, Tombstones
from gateway.domain.sessions import asked_to_log_out
from gateway.repository import erasures, session_chats
from gateway.repository.sessions import devices_of
from gateway.service.sessions import asked
from gateway.storage import MediaStorage, StorageFault

log = structlog.get_logger(__name__)

_FIRST: Final = UUID(int=0)
"""Before every company."""
_FILES: Final = 50
"""Deleted one after the other, for one company."""
_LEASE: Final = timedelta(minutes=5)
_CONFIRMED: Final = 100
_MARKED: Final = 1000
LOG_OUT_PATIENCE: Final = timedelta(minutes=2)
"""A device is logged out within half a minute, by a process that runs and reaches WhatsApp."""
_LEAST_CHARS: Final = 8
"""A shorter name may be part of anything."""

TOMBSTONES: Final = {
    "channels": Tombstones("channel.changed", "CAST(gone.id AS text)"),
    "templates": Tombstones("template.changed", "CAST(gone.id AS text)"),
}
"""What compacted topics keep of a company that is erased."""


async def apply(session: AsyncSession, events: Sequence[ContactErasureRequestedV1], at: datetime) -> None:
    """Forget to whom messages went and where people wrote from, and mark their files to be deleted."""
    sends = await erasures.forget_sends(
        session, [(event.company_id, send) for event in events for send in event.sends], at
    )
    await session_chats.forget_people(
        session, [(event.company_id, canonical_alias(one)) for event in events for one in event.aliases]
    )
    files = await erasures.mark_files(session, events, at)
    parts: list[erasures.Part] = []
    for event in events:
        messages = {(one.channel_id, one.provider_message_id) for one in event.messages}
        mine = [
            file
            for file in files
            if file.company_id == event.company_id
            and (file.id in event.files or (file.channel_id, file.provider_message_id) in messages)
        ]
        erased = {
            "sends": sum((event.company_id, send) in sends for send in event.sends),
            "media": len(mine),
            "outbox": await parked_people.erase(session, event.company_id, _named_in_events(event)),
            **(await _forget_addresses(session, event) if event.last or not event.messages else {}),
        }
        parts.append(erasures.Part(event, {table: count for table, count in erased.items() if count}))
    await erasures.store(session, parts, at)


def _names(event: ContactErasureRequestedV1) -> list[str]:
    values = {alias.partition(":")[2].lstrip("+") for alias in event.aliases}
    return sorted(re.escape(value) for value in values if len(value) >= _LEAST_CHARS)


def _named_in_events(event: ContactErasureRequestedV1) -> str:
    """Return a regular expression for events about the person, or about a message of theirs."""
    messages = [re.escape(one.provider_message_id) for one in event.messages]
    return "|".join([str(event.contact_id), *_names(event), *messages, *map(str, event.sends)])


async def _forget_addresses(session: AsyncSession, event: ContactErasureRequestedV1) -> dict[str, int]:
    names = _names(event)
    if not names:
        return {}
    pattern = "|".join(names)
    return {
        "channel_events": await erasures.forget_reports(session, event.company_id, pattern),
        "session_keys": await erasures.forget_keys(session, event.company_id, f"^({pattern})($|[^0-9])"),
    }


async def forget_sends(session: AsyncSession, events: Sequence[ContactSendsErasedV1], at: datetime) -> None:
    """Forget to whom campaigns' messages went. It may come after the confirmation."""
    await erasures.forget_sends(
        session, [(event.company_id, send) for event in events for send in event.sends], at
    )


async def remove_files(session: AsyncSession, company_id: UUID, at: datetime) -> bool:
    """Have the files of a company deleted that is erased; tell whether any is left. `FileEraser` does it."""
    return await erasures.mark_files_of_company(session, company_id, at, _MARKED)


async def log_devices_out(
    session: AsyncSession, company_id: UUID, requested_at: datetime, at: datetime
) -> Prepared:
    """Have WhatsApp remove a company's linked devices, before the credentials go that this takes.

    The processes that hold sessions do it. What cannot be reached in time is left, as the proof says.
    """
    devices = await devices_of(session, company_id)
    linked = [device for device in devices if device.linked]
    if linked and at < requested_at + LOG_OUT_PATIENCE:
        for device in linked:
            if not device.is_asked:
                await asked(session, company_id, device.channel_id, asked_to_log_out, at)
        return Prepared(waits=True, noted={})
    noted = {
        "devices logged out": sum(device.logged_out for device in devices),
        "devices still linked": sum(device.linked or device.given_up for device in devices),
    }
    return Prepared(waits=False, noted={what: count for what, count in noted.items() if count})


async def confirm(session: AsyncSession) -> None:
    """Tell chat of people of whom nothing is left here."""
    done = await erasures.take_done(session, _CONFIRMED)
    confirmed = [
        ContactErasedV1(
            company_id=row.company_id,
            erasure_id=row.erasure_id,
            contact_id=row.contact_id,
            service="gateway",
            erased=row.erased,
        )
        for row in done
    ]
    await outbox.add(session, confirmed)


def company_eraser(database: Database) -> CompanyEraser:
    """Deletes what there is of companies that are to be erased."""
    return CompanyEraser(
        database,
        "gateway",
        TOMBSTONES,
        preparer=log_devices_out,
        remover=remove_files,
        left={"media"},
    )


class FileEraser:
    """Deletes files, and confirms erasures whose files are gone. Companies take turns."""

    def __init__(self, database: Database, storage: MediaStorage) -> None:
        self._database = database
        self._storage = storage
        self._after = _FIRST

    async def step(self, now: datetime) -> bool:
        """Delete some files of a company; tell whether there may be more.

        The storage is asked outside of any transaction. A file that it does not delete now is tried again.
        """
        async with self._database.worker() as session:
            files = await erasures.take_files(session, self._after, now, lease=_LEASE, limit=_FILES)
        gone = [file for file in files if await self._delete(file)]
        async with self._database.worker() as session:
            if gone:
                await erasures.remove_files(session, gone)
            await confirm(session)
        again = bool(files) or self._after != _FIRST
        self._after = files[-1].company_id if files else _FIRST
        return again

    async def _delete(self, file: erasures.ErasingFile) -> bool:
        try:
            await self._storage.delete(file.company_id, file.id)
        except StorageFault as fault:
            log.warning("media.not_deleted", company_id=str(file.company_id), error=str(fault))
            return False
        return True
