"""Files of messages: what is to be fetched, and what was."""

from collections.abc import Collection, Sequence
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.event import Media, Party
from atende_contracts.messages import MessageReceivedV1
from atende_platform.data import batch
from atende_platform.data.db import execute
from atende_platform.data.wakeups import wake
from atende_platform.errors import NotFound
from gateway.domain.media import CustomerFile, FaultCode, media_id
from gateway.models import MediaFile
from gateway.repository.due import next_due

FILES: Final = "files"
"""What the workers are woken for when customers sent files."""
_LONGEST: Final = 255
"""Of what the provider reports about a file, in characters; only what is shown is cut."""


_ADD: Final = batch.insert(
    MediaFile,
    dict,
    order_by="company_id, channel_id, provider_message_id",
    or_nothing=True,
    next_attempt_at="now()",
)


async def add(session: AsyncSession, files: Sequence[tuple[MessageReceivedV1, Media]]) -> None:
    """Write down messages' files, due now; one whose message is known already changes nothing."""
    rows = [
        {
            "company_id": event.company_id,
            "id": media_id(event.company_id, event.channel_id, event.provider_message_id, event.sent_at),
            "channel_id": event.channel_id,
            "provider_message_id": event.provider_message_id,
            "sender": event.sender.model_dump(mode="json", exclude_none=True),
            "state": "pending",
            "provider_media_id": media.provider_media_id,
            "place": event.media_place,
            "mime_type": (media.mime_type or "")[:_LONGEST] or None,
            "sha256": (media.sha256 or "")[:_LONGEST] or None,
            "filename": (media.filename or "")[:_LONGEST] or None,
            "voice": media.voice,
        }
        for event, media in files
    ]
    if await _ADD.run(session, rows):
        await wake(session, FILES)


_ADD_STORED: Final = batch.insert(MediaFile, dict, or_nothing=True)


async def add_stored(session: AsyncSession, files: Sequence[tuple[MessageReceivedV1, Media]]) -> None:
    """Write down files that are in the storage already, with the whole of what messages say."""
    rows = [
        {
            "company_id": event.company_id,
            "id": media.id,
            "state": "stored",
            "mime_type": media.mime_type,
            "sha256": media.sha256,
            "filename": media.filename,
            "size": media.size,
        }
        for event, media in files
        if media.id is not None
    ]
    await _ADD_STORED.run(session, rows)


# One that is being fetched goes when the lease has passed: its bytes may still arrive.
_TAKE_BACK: Final = """
WITH mine AS MATERIALIZED (
    SELECT m.company_id, m.id
    FROM unnest(
        CAST(:companies AS uuid[]), CAST(:channels AS uuid[]), CAST(:messages AS text[]),
        CAST(:wa_ids AS text[]), CAST(:lids AS text[])
    ) AS g (company_id, channel_id, message, wa_id, lid)
    JOIN media m ON m.company_id = g.company_id AND m.channel_id = g.channel_id
        AND m.provider_message_id = g.message
    WHERE coalesce(g.wa_id, g.lid) IS NULL OR m.sender ->> 'wa_id' = g.wa_id OR m.sender ->> 'lid' = g.lid
    ORDER BY m.company_id, m.id FOR UPDATE OF m
)
UPDATE media m SET state = 'erasing', updated_at = now(),
    next_attempt_at = CASE WHEN m.state = 'pending' THEN greatest(m.next_attempt_at, now()) ELSE now() END
FROM mine WHERE m.company_id = mine.company_id AND m.id = mine.id AND m.state <> 'erasing'
"""


class TakenBack(NamedTuple):
    """Whose file goes: that of a message, if it is by a person of these names; None: by anybody."""

    company_id: UUID
    channel_id: UUID
    provider_message_id: str
    wa_id: str | None = None
    lid: str | None = None


async def take_back(session: AsyncSession, messages: Sequence[TakenBack]) -> None:
    """Have the files of messages deleted."""
    await execute(
        session,
        _TAKE_BACK,
        companies=[one.company_id for one in messages],
        channels=[one.channel_id for one in messages],
        messages=[one.provider_message_id for one in messages],
        wa_ids=[one.wa_id for one in messages],
        lids=[one.lid for one in messages],
    )


_CLAIM: Final = f"""{next_due("media", "company_id, id")}
UPDATE media m SET attempts = m.attempts + 1, updated_at = now(),
    next_attempt_at = now() + make_interval(secs => :lease)
FROM due WHERE m.company_id = due.company_id AND m.id = due.id
RETURNING m.company_id, m.id AS media_id, m.channel_id, m.provider_message_id, m.sender, m.provider_media_id,
    m.place, m.mime_type, m.sha256, m.filename, m.voice, m.attempts,
    CAST(extract(epoch FROM now() - m.created_at) AS float8) AS age_seconds
"""  # noqa: S608 (made of constants)


async def claim(
    session: AsyncSession, *, lease: float, after: UUID, but_not_of: Collection[UUID]
) -> CustomerFile | None:
    """Claim a file that is due, for ``lease`` seconds; None when there is none.

    It is the one that waits longest of the next company behind ``after`` that has any.
    """
    result = await execute(session, _CLAIM, lease=lease, after=after, but_not_of=list(but_not_of))
    row = result.mappings().one_or_none()
    if row is None:
        return None
    return CustomerFile(**{**row, "sender": Party.model_validate(row["sender"])})


_POSTPONE: Final = """
UPDATE media SET next_attempt_at = now() + make_interval(secs => :seconds), error = :error, updated_at = now()
WHERE company_id = :company_id AND id = :id AND state = 'pending' AND attempts = :attempts
"""


async def postpone(session: AsyncSession, file: CustomerFile, error: FaultCode, *, seconds: float) -> None:
    """Let a file be tried again later, unless another process has claimed it meanwhile."""
    await execute(
        session,
        _POSTPONE,
        company_id=file.company_id,
        id=file.media_id,
        attempts=file.attempts,
        error=error,
        seconds=seconds,
    )


_FINISH: Final = """
UPDATE media SET state = :state, error = :error, sha256 = :sha256, size = :size, width = :width,
    height = :height, duration_ms = :duration_ms, thumbnail = :thumbnail,
    place = CASE WHEN :state = 'stored' THEN NULL ELSE place END, next_attempt_at = NULL, updated_at = now()
WHERE company_id = :company_id AND id = :id AND state = 'pending' AND attempts = :attempts
"""


async def finish(session: AsyncSession, file: CustomerFile, media: Media) -> bool:
    """Write the outcome of a file; return False if the caller's lease was over and another has it."""
    result = await execute(
        session,
        _FINISH,
        company_id=file.company_id,
        id=file.media_id,
        attempts=file.attempts,
        state=media.state,
        error=media.error,
        sha256=media.sha256,
        size=media.size,
        width=media.width,
        height=media.height,
        duration_ms=media.duration_ms,
        thumbnail=media.thumbnail,
    )
    return result.rowcount == 1


class MediaFiles:
    """The files of one company."""

    def __init__(self, session: AsyncSession, company_id: UUID) -> None:
        self._session = session
        self._company_id = company_id

    async def add(self, **values: Any) -> MediaFile:
        """Insert a file that is in the storage already."""
        file = MediaFile(company_id=self._company_id, state="stored", **values)
        self._session.add(file)
        await self._session.flush()
        await self._session.refresh(file)
        return file

    async def stored(self, ids: Collection[UUID]) -> Sequence[MediaFile]:
        """Return those of some files that are there."""
        statement = select(MediaFile).where(
            MediaFile.company_id == self._company_id,
            col(MediaFile.id).in_(ids),
            MediaFile.state == "stored",
        )
        return (await self._session.exec(statement)).all()

    async def stored_bytes(self) -> int:
        """Return how much all files that are stored have."""
        statement = select(func.sum(MediaFile.size)).where(
            MediaFile.company_id == self._company_id, MediaFile.state == "stored"
        )
        return int((await self._session.exec(statement)).one() or 0)

    async def get(self, media_id: UUID) -> MediaFile:
        """Return a file's row. Raises `NotFound`, also for one that is being deleted."""
        statement = select(MediaFile).where(
            MediaFile.company_id == self._company_id,
            MediaFile.id == media_id,
            MediaFile.state != "erasing",
        )
        file = (await self._session.exec(statement)).one_or_none()
        if file is None:
            raise NotFound("file-not-found")
        return file


_STORED: Final = """
SELECT mime_type, filename, size, width, height, duration_ms, thumbnail FROM media
WHERE company_id = :company_id AND id = :media_id AND state = 'stored'
"""


async def stored(session: AsyncSession, company_id: UUID, media_id: UUID) -> dict[str, Any] | None:
    """Return what is known of a file that is stored; None: there is no such file."""
    result = await execute(session, _STORED, company_id=company_id, media_id=media_id)
    row = result.mappings().one_or_none()
    return None if row is None else dict(row)
