"""Message templates, of one account at a provider for one company; and those that the worker keeps up."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import func, tuple_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data import batch
from atende_platform.data.db import execute
from atende_platform.errors import NotFound
from gateway.domain.templates import DELETED, Template, TemplateReport
from gateway.models import MessageTemplate

_TEMPLATES: Final = batch.Recordset(
    MessageTemplate,
    "provider_template_id, name, language, category, status, quality, rejected_reason, parameter_format,"
    " components",
)
_STORE: Final = f"""
INSERT INTO templates AS t (company_id, id, waba_id, revision, text_told, {", ".join(_TEMPLATES.names)})
SELECT :company_id, uuidv7(), :waba_id, 1, true, given.*
FROM {_TEMPLATES} AS given
ORDER BY given.provider_template_id
ON CONFLICT (company_id, waba_id, provider_template_id) DO UPDATE
SET name = excluded.name, language = excluded.language, category = excluded.category,
    status = excluded.status, quality = excluded.quality, rejected_reason = excluded.rejected_reason,
    parameter_format = excluded.parameter_format, components = excluded.components, updated_at = now(),
    revision = t.revision + 1, text_told = true
WHERE t.updated_at <= :read_at
  AND (t.revision = 0 OR NOT t.text_told
       OR (t.name, t.language, t.category, t.status, t.quality, t.rejected_reason, t.parameter_format,
           t.components)
      IS DISTINCT FROM (excluded.name, excluded.language, excluded.category, excluded.status,
                        excluded.quality, excluded.rejected_reason, excluded.parameter_format,
                        excluded.components))
RETURNING t.*
"""  # noqa: S608 (made of constants)
_DELETE_UNLISTED: Final = """
UPDATE templates t SET status = :deleted, updated_at = now(), revision = revision + 1
WHERE company_id = :company_id AND waba_id = :waba_id AND status <> :deleted
  AND updated_at <= :read_at AND NOT provider_template_id = ANY(CAST(:listed AS text[]))
RETURNING t.*
"""
_DELETE: Final = """
UPDATE templates t SET status = :deleted, updated_at = now(), revision = revision + 1
WHERE company_id = :company_id AND waba_id = :waba_id AND id = :id
RETURNING t.*
"""
_BEGIN_SYNC: Final = """
WITH clock AS MATERIALIZED (SELECT clock_timestamp() AS at),
claimed AS (
    UPDATE channels SET templates_due_at = clock.at + make_interval(secs => :lease)
    FROM clock WHERE company_id = :company_id AND waba_id = :waba_id
      AND (NOT :only_due OR templates_due_at <= clock.at)
    RETURNING 1
)
SELECT at FROM clock WHERE EXISTS (SELECT FROM claimed)
"""
_END_SYNC: Final = """
UPDATE channels SET templates_due_at = CAST(:begun_at AS timestamptz) + make_interval(secs => :again)
WHERE company_id = :company_id AND waba_id = :waba_id
  AND templates_due_at = CAST(:begun_at AS timestamptz) + make_interval(secs => :lease)
"""


class StoredTemplate(NamedTuple):
    """A template as it was just written."""

    company_id: UUID
    id: UUID
    waba_id: str
    name: str
    language: str
    category: str
    status: str
    parameter_format: str
    components: list[dict[str, Any]]
    revision: int


def _stored(rows: Iterable[Any]) -> list[StoredTemplate]:
    return [StoredTemplate(*(getattr(row, name) for name in StoredTemplate._fields)) for row in rows]


class Templates:
    """The templates that one company has in one account."""

    def __init__(self, session: AsyncSession, company_id: UUID, waba_id: str) -> None:
        self._session = session
        self._company_id = company_id
        self._waba_id = waba_id

    async def page(
        self,
        *,
        limit: int,
        after: tuple[datetime, UUID] | None,
        status: str | None = None,
        language: str | None = None,
        name: str | None = None,
    ) -> Sequence[MessageTemplate]:
        """Return up to ``limit`` templates, the longest known first; deleted ones when they are asked for."""
        position = tuple_(col(MessageTemplate.created_at), col(MessageTemplate.id))
        wanted = col(MessageTemplate.status)
        statement = (
            select(MessageTemplate)
            .where(
                MessageTemplate.company_id == self._company_id,
                MessageTemplate.waba_id == self._waba_id,
                wanted == status if status is not None else wanted != DELETED,
            )
            .order_by(position)
            .limit(limit)
        )
        if language is not None:
            statement = statement.where(MessageTemplate.language == language)
        if name is not None:
            statement = statement.where(func.strpos(MessageTemplate.name, name) > 0)
        if after is not None:
            statement = statement.where(position > after)
        return (await self._session.exec(statement)).all()

    async def get(self, template_id: UUID) -> MessageTemplate:
        """Return a template, also a deleted one. Raises `NotFound`."""
        statement = select(MessageTemplate).where(
            MessageTemplate.company_id == self._company_id,
            MessageTemplate.waba_id == self._waba_id,
            MessageTemplate.id == template_id,
        )
        template = (await self._session.exec(statement)).one_or_none()
        if template is None:
            raise NotFound("template-not-found")
        return template

    async def find(self, provider_template_id: str) -> MessageTemplate:
        """Return a template by the provider's id, which it has for sure."""
        return (
            await self._session.exec(
                select(MessageTemplate).where(
                    MessageTemplate.company_id == self._company_id,
                    MessageTemplate.waba_id == self._waba_id,
                    MessageTemplate.provider_template_id == provider_template_id,
                )
            )
        ).one()

    async def store(self, templates: Collection[Template], *, read_at: datetime) -> list[StoredTemplate]:
        """Write what the provider said at a time, and return what is new by it.

        What was known about a template after that stays.
        """
        parameters = {"company_id": self._company_id, "waba_id": self._waba_id, "read_at": read_at}
        result = await execute(self._session, _STORE, {**_TEMPLATES.arrays([*templates]), **parameters})
        return _stored(result)

    async def mark_unlisted_deleted(
        self, listed: Collection[Template], *, read_at: datetime
    ) -> list[StoredTemplate]:
        """Mark as deleted, and return, what the provider did not list at a time."""
        result = await execute(
            self._session,
            _DELETE_UNLISTED,
            company_id=self._company_id,
            waba_id=self._waba_id,
            deleted=DELETED,
            read_at=read_at,
            listed=[one.provider_template_id for one in listed],
        )
        return _stored(result)

    async def mark_deleted(self, template_id: UUID) -> list[StoredTemplate]:
        """Mark a template as deleted, and return it."""
        result = await execute(
            self._session,
            _DELETE,
            deleted=DELETED,
            company_id=self._company_id,
            waba_id=self._waba_id,
            id=template_id,
        )
        return _stored(result)

    async def begin_sync(self, *, lease: float, only_due: bool) -> datetime | None:
        """Claim the reading of the account and return its time; None if it is not due (any more)."""
        result = await execute(
            self._session,
            _BEGIN_SYNC,
            lease=lease,
            only_due=only_due,
            company_id=self._company_id,
            waba_id=self._waba_id,
        )
        return result.scalar_one_or_none()

    async def end_sync(self, begun_at: datetime, *, lease: float, again_seconds: float) -> None:
        """Say when the account is to be read again: sooner, if that was asked for meanwhile."""
        await execute(
            self._session,
            _END_SYNC,
            begun_at=begun_at,
            lease=lease,
            again=again_seconds,
            company_id=self._company_id,
            waba_id=self._waba_id,
        )


_CHANNELS_DUE: Final = """
SELECT DISTINCT ON (company_id, waba_id) company_id, id FROM channels
WHERE status = 'active' AND waba_id IS NOT NULL AND templates_due_at <= now()
ORDER BY company_id, waba_id, created_at LIMIT :limit
"""


async def channels_due(session: AsyncSession, *, limit: int) -> list[tuple[UUID, UUID]]:
    """Return an active channel of each account whose templates are to be read, and its company."""
    result = await execute(session, _CHANNELS_DUE, limit=limit)
    return [(row.company_id, row.id) for row in result]


_APPLY: Final = """
UPDATE templates t SET status = coalesce(given.status, t.status),
    quality = coalesce(given.quality, t.quality), category = coalesce(given.category, t.category),
    rejected_reason = CASE WHEN given.status IS NULL THEN t.rejected_reason
                           ELSE nullif(given.rejected_reason, 'NONE') END,
    updated_at = clock_timestamp(), revision = t.revision + 1
FROM unnest(CAST(:company_ids AS uuid[]), CAST(:channel_ids AS uuid[]), CAST(:ids AS text[]),
            CAST(:statuses AS text[]), CAST(:qualities AS text[]), CAST(:categories AS text[]),
            CAST(:reasons AS text[]))
    AS given (company_id, channel_id, id, status, quality, category, rejected_reason)
JOIN channels c ON c.company_id = given.company_id AND c.id = given.channel_id
WHERE t.company_id = given.company_id AND t.waba_id = c.waba_id AND t.provider_template_id = given.id
RETURNING t.*
"""


async def apply(
    session: AsyncSession, reports: Sequence[tuple[UUID, UUID, TemplateReport]]
) -> list[StoredTemplate]:
    """Change templates by what companies' channels reported of them, of each once, and return them."""
    result = await execute(
        session,
        _APPLY,
        company_ids=[company_id for company_id, _, _ in reports],
        channel_ids=[channel_id for _, channel_id, _ in reports],
        ids=[one.provider_template_id for _, _, one in reports],
        statuses=[one.status for _, _, one in reports],
        qualities=[one.quality for _, _, one in reports],
        categories=[one.category for _, _, one in reports],
        reasons=[one.rejected_reason for _, _, one in reports],
    )
    return _stored(result)


Wanted = tuple[UUID, UUID, str, str]
"""A template as messages name it: company, channel, name, language."""


# Of a template that was deleted and created again, the new one comes last.
_COMPONENTS_OF: Final = """
SELECT w.company_id, w.channel_id, t.name, t.language, t.components
FROM unnest(CAST(:company_ids AS uuid[]), CAST(:channel_ids AS uuid[]), CAST(:names AS text[]),
            CAST(:languages AS text[])) AS w (company_id, channel_id, name, language)
JOIN channels c ON c.company_id = w.company_id AND c.id = w.channel_id
JOIN templates t ON t.company_id = w.company_id AND t.waba_id = c.waba_id AND t.name = w.name
    AND t.language = w.language
ORDER BY t.status <> :deleted, t.id
"""


async def components_of(session: AsyncSession, wanted: Collection[Wanted]) -> dict[Wanted, list[Any]]:
    """Return the components of the templates that there are."""
    result = await execute(
        session,
        _COMPONENTS_OF,
        company_ids=[company_id for company_id, _, _, _ in wanted],
        channel_ids=[channel_id for _, channel_id, _, _ in wanted],
        names=[name for _, _, name, _ in wanted],
        languages=[language for _, _, _, language in wanted],
        deleted=DELETED,
    )
    return {(row.company_id, row.channel_id, row.name, row.language): row.components for row in result}


_READ_SOON: Final = """
UPDATE channels c
SET templates_due_at = least(c.templates_due_at, now() + make_interval(secs => :seconds))
FROM unnest(CAST(:company_ids AS uuid[]), CAST(:ids AS uuid[])) AS given (company_id, id)
WHERE c.company_id = given.company_id AND c.id = given.id
"""


async def read_soon(
    session: AsyncSession, channels: Collection[tuple[UUID, UUID]], *, seconds: float
) -> None:
    """Have the templates of these companies' channels read within some seconds."""
    await execute(
        session,
        _READ_SOON,
        seconds=seconds,
        company_ids=[company_id for company_id, _ in channels],
        ids=[channel_id for _, channel_id in channels],
    )


_READ_LATER: Final = """
UPDATE channels
SET templates_due_at = greatest(templates_due_at, now() + make_interval(secs => :seconds))
WHERE company_id = :company_id AND id = :id
"""


async def read_later(session: AsyncSession, company_id: UUID, channel_id: UUID, *, seconds: float) -> None:
    """Let some time pass before the templates of a channel's account are read."""
    await execute(session, _READ_LATER, seconds=seconds, company_id=company_id, id=channel_id)
