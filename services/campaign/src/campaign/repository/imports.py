"""The import of files of phones into audiences. One statement per batch throughout."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, Final

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data import batch
from atende_platform.data.db import execute
from atende_platform.data.leases import LEASE_SECONDS, Leases
from campaign.models import AudienceFile, AudienceRow, AudienceSource


@dataclass(frozen=True, slots=True)
class FileRow:
    """A row of a file: a person and their variables, or what is wrong with it, and where."""

    line: int
    cells: list[str]
    """As they are in the file; long ones cut."""
    phone: str | None = None
    identity: str | None = None
    name: str | None = None
    variables: dict[str, str] | None = None
    field: str | None = None
    problem: str | None = None
    problem_pt: str | None = None
    problem_reason: dict[str, Any] | None = None


LEASES: Final = Leases(AudienceSource, done="rows_done")


async def add_file(session: AsyncSession, source: AudienceSource, data: bytes) -> None:
    """Keep a source's file and have it imported."""
    session.add(AudienceFile(company_id=source.company_id, source_id=source.id, data=data))
    await session.flush()
    await LEASES.release(session, source)


async def file_of(session: AsyncSession, job: AudienceSource) -> bytes:
    """Return the upload of an import."""
    query = select(AudienceFile.data).where(
        AudienceFile.company_id == job.company_id, AudienceFile.source_id == job.id
    )
    return (await session.exec(query)).one()


_LOCK_CAMPAIGN: Final = """
SELECT 1 FROM campaigns WHERE company_id = :company_id AND id = :id FOR NO KEY UPDATE
"""


async def lock(session: AsyncSession, job: AudienceSource) -> bool:
    """Hold an import, and its campaign, until the transaction ends.

    False when another worker has gone on with it, or it is gone. In the order in which users change an
    audience: the campaign first.
    """
    result = await execute(
        session,
        _LOCK_CAMPAIGN,
        company_id=job.company_id,
        id=job.campaign_id,
    )
    return result.first() is not None and await LEASES.lock(session, job)


_ROWS: Final = batch.Recordset(AudienceRow, [each.name for each in fields(FileRow)])
_ADD: Final = f"""
INSERT INTO audience_rows (company_id, source_id, line, phone, identity, name, variables)
SELECT :company_id, :source_id, line, phone, identity, name, variables
FROM {_ROWS} AS g
WHERE problem IS NULL ORDER BY line
ON CONFLICT (company_id, source_id, identity) DO NOTHING
"""  # noqa: S608 (made of the model)
_ADD_PROBLEMS: Final = f"""
INSERT INTO audience_rows
    (company_id, source_id, line, phone, field, problem, problem_pt, problem_reason, cells)
SELECT :company_id, :source_id, g.line, g.phone, g.field,
    COALESCE(g.problem, 'This number is in line ' || r.line || ' already.'),
    COALESCE(g.problem_pt, 'Este número já está na linha ' || r.line || '.'),
    COALESCE(g.problem_reason, jsonb_build_object(
        'code', 'phone_in_earlier_line', 'params', jsonb_build_object('line', r.line)
    )),
    g.cells
FROM {_ROWS} AS g
LEFT JOIN audience_rows r
    ON r.company_id = :company_id AND r.source_id = :source_id AND r.identity = g.identity
WHERE g.problem IS NOT NULL OR r.line <> g.line
"""  # noqa: S608 (made of the model)
_ADVANCE: Final = """
WITH counted AS (
    UPDATE campaigns SET target_count = target_count + :valid
    WHERE company_id = :company_id AND id = :campaign_id
)
UPDATE audience_sources SET
    rows_done = rows_done + :rows, valid = valid + :valid, invalid = invalid + :invalid,
    duplicates = duplicates + :duplicates, attempts = 0,
    leased_until = now() + make_interval(secs => :lease)
WHERE company_id = :company_id AND id = :id
RETURNING *
"""


async def add_rows(session: AsyncSession, job: AudienceSource, rows: Sequence[FileRow]) -> AudienceSource:
    """Store a chunk of a file and renew the lease. `lock` it before.

    Of the rows of one person the first counts, whichever way its number is written.
    """
    named = {"company_id": job.company_id, "source_id": job.id, **_ROWS.arrays(rows)}
    valid = (await execute(session, _ADD, **named)).rowcount
    await execute(session, _ADD_PROBLEMS, **named)
    invalid = sum(row.problem is not None for row in rows)
    [advanced] = await batch.fetch(
        session,
        AudienceSource,
        _ADVANCE,
        company_id=job.company_id,
        id=job.id,
        campaign_id=job.campaign_id,
        rows=len(rows),
        valid=valid,
        invalid=invalid,
        duplicates=len(rows) - valid - invalid,
        lease=LEASE_SECONDS,
    )
    return advanced


_FINISH: Final = """
UPDATE audience_sources SET status = :status, leased_until = NULL
WHERE company_id = :company_id AND id = :id
"""
_DROP_FILE: Final = """
DELETE FROM audience_files WHERE company_id = :company_id AND source_id = :id
"""


async def finish(session: AsyncSession, job: AudienceSource, status: str) -> None:
    """End an import and drop its file. `lock` it before."""
    named = {"company_id": job.company_id, "id": job.id}
    await execute(
        session,
        _FINISH,
        status=status,
        **named,
    )
    await execute(session, _DROP_FILE, **named)
