"""Files of ours at the provider: which are there, and which are to be brought there."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data.db import execute
from atende_platform.data.wakeups import wake
from gateway.domain.media import FaultCode, Upload
from gateway.repository.due import next_due

KEPT_DAYS: Final = 29
"""How long an upload is used. The provider keeps it for 30 days."""


@dataclass(frozen=True, slots=True)
class UploadStatus:
    """What is known of a file, and of its upload for a channel, if there ever was one."""

    is_stored: bool
    mime_type: str | None
    filename: str | None
    size: int | None
    state: str | None
    """``pending``, ``done`` or ``failed``; of an upload that is used no more, None."""
    provider_media_id: str | None
    ended_seconds_ago: float


_FIND: Final = """
SELECT m.state = 'stored' AS is_stored, m.mime_type, m.filename, m.size, u.state, u.provider_media_id,
       coalesce(CAST(extract(epoch FROM now() - u.ended_at) AS float8), 0) AS ended_seconds_ago
FROM media m
LEFT JOIN media_uploads u ON u.company_id = m.company_id AND u.media_id = m.id AND u.channel_id = :channel_id
    AND (u.state <> 'done' OR u.ended_at > now() - make_interval(days => :days))
WHERE m.company_id = :company_id AND m.id = :media_id
"""


async def find(session: AsyncSession, key: tuple[UUID, UUID, UUID]) -> UploadStatus | None:
    """Return what is known of a file (company, file, channel); None when the company has no such file."""
    result = await execute(session, _FIND, **_named(key), days=KEPT_DAYS)
    row = result.mappings().one_or_none()
    return None if row is None else UploadStatus(**row)


UPLOADS: Final = "uploads"
"""What the workers are woken for when a file is to be uploaded."""
_REQUEST: Final = """
INSERT INTO media_uploads AS u (company_id, media_id, channel_id, state, attempts, next_attempt_at)
VALUES (:company_id, :media_id, :channel_id, 'pending', 0, now())
ON CONFLICT (company_id, media_id, channel_id) DO UPDATE SET state = 'pending', error = NULL,
    next_attempt_at = now(), asked_at = now(), ended_at = NULL
WHERE u.state <> 'pending'
"""


async def request(session: AsyncSession, key: tuple[UUID, UUID, UUID]) -> None:
    """Request the upload of a file for a channel, anew if it ended; one that waits stays as it is."""
    if (await execute(session, _REQUEST, **_named(key))).rowcount:
        await wake(session, UPLOADS)


_CLAIM: Final = f"""{next_due("media_uploads", "company_id, media_id, channel_id")}
UPDATE media_uploads u SET attempts = u.attempts + 1,
    next_attempt_at = now() + make_interval(secs => :lease)
FROM due JOIN media m ON m.company_id = due.company_id AND m.id = due.media_id
WHERE u.company_id = due.company_id AND u.media_id = due.media_id AND u.channel_id = due.channel_id
RETURNING u.company_id, u.media_id, u.channel_id, u.attempts, m.mime_type,
    CAST(extract(epoch FROM now() - u.asked_at) AS float8) AS age_seconds
"""  # noqa: S608 (made of constants)


async def claim(
    session: AsyncSession, *, lease: float, after: UUID, but_not_of: Collection[UUID]
) -> Upload | None:
    """Claim an upload that is due, for ``lease`` seconds; None when there is none.

    It is the one that waits longest of the next company behind ``after`` that has any.
    """
    result = await execute(session, _CLAIM, lease=lease, after=after, but_not_of=list(but_not_of))
    row = result.mappings().one_or_none()
    return None if row is None else Upload(**row)


_POSTPONE: Final = """
UPDATE media_uploads SET next_attempt_at = now() + make_interval(secs => :seconds), error = :error
WHERE company_id = :company_id AND media_id = :media_id AND channel_id = :channel_id
  AND state = 'pending' AND attempts = :attempts
"""


async def postpone(session: AsyncSession, upload: Upload, error: FaultCode, *, seconds: float) -> None:
    """Let an upload be tried again later, unless another process has claimed it meanwhile."""
    await execute(
        session,
        _POSTPONE,
        **_named((upload.company_id, upload.media_id, upload.channel_id)),
        attempts=upload.attempts,
        error=error,
        seconds=seconds,
    )


_FINISH: Final = """
UPDATE media_uploads SET state = :state, provider_media_id = :provider_media_id, error = :error,
    next_attempt_at = NULL, ended_at = now()
WHERE company_id = :company_id AND media_id = :media_id AND channel_id = :channel_id
  AND state = 'pending' AND attempts = :attempts
"""


async def finish(session: AsyncSession, upload: Upload, provider_media_id: str) -> None:
    """Record the provider's id of an uploaded file."""
    await _end(session, upload, "done", provider_media_id=provider_media_id)


async def fail(session: AsyncSession, upload: Upload, error: FaultCode) -> None:
    """Record why a file was not uploaded."""
    await _end(session, upload, "failed", error=error)


async def _end(
    session: AsyncSession,
    upload: Upload,
    state: str,
    *,
    provider_media_id: str | None = None,
    error: FaultCode | None = None,
) -> None:
    await execute(
        session,
        _FINISH,
        **_named((upload.company_id, upload.media_id, upload.channel_id)),
        attempts=upload.attempts,
        state=state,
        provider_media_id=provider_media_id,
        error=error,
    )


def _named(key: tuple[UUID, UUID, UUID]) -> dict[str, UUID]:
    return dict(zip(("company_id", "media_id", "channel_id"), key, strict=True))
