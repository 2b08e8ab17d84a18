"""The copy of message templates, each by revision."""

import json
from collections.abc import Collection, Sequence
from typing import Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.channels import TemplateChangedV1, TemplateNeeds
from atende_platform.db import execute
from campaign.domain.templates import Known
from campaign.repository.rows import plain

TemplateName = tuple[str, str]
"""A template's name and language."""

_TAKE: Final = """
INSERT INTO template_copy AS k
    (company_id, template_id, account_id, name, language, category, status, parameter_format, needs, revision)
SELECT t.company_id, t.template_id, t.account_id, t.name, t.language, t.category, t.status,
    t.parameter_format, t.needs, t.revision
FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS t (
    company_id uuid, template_id uuid, account_id text, name text, language text, category text, status text,
    parameter_format text, needs jsonb, revision bigint
)
ON CONFLICT (company_id, template_id) DO UPDATE SET
    account_id = excluded.account_id, name = excluded.name, language = excluded.language,
    category = excluded.category, status = excluded.status, parameter_format = excluded.parameter_format,
    needs = excluded.needs, revision = excluded.revision
WHERE excluded.revision > k.revision
"""


async def take_templates(session: AsyncSession, events: Sequence[TemplateChangedV1]) -> None:
    """Store templates as they now are. An older revision than the stored one changes nothing."""
    newest: dict[tuple[UUID, UUID], TemplateChangedV1] = {}
    for event in sorted(events, key=lambda each: each.revision):
        newest[event.company_id, event.template_id] = event
    rows = [event.model_dump(exclude={"type", "id", "occurred_at"}) for _, event in sorted(newest.items())]
    await execute(session, _TAKE, rows=json.dumps(rows, default=plain))


async def find_templates(
    session: AsyncSession, company_id: UUID, account_id: str, wanted: Collection[TemplateName]
) -> dict[TemplateName, Known]:
    """Return what is known of an account's templates, by name and language.

    One that was deleted and made again is what it is now.
    """
    result = await execute(
        session,
        """
        SELECT DISTINCT ON (k.name, k.language) k.name, k.language, k.category, k.status, k.parameter_format,
            k.needs
        FROM unnest(CAST(:names AS text[]), CAST(:languages AS text[])) AS w (name, language)
        JOIN template_copy k ON k.company_id = :company_id AND k.account_id = :account_id
            AND k.name = w.name AND k.language = w.language
        ORDER BY k.name, k.language, k.status = 'DELETED', k.template_id DESC
        """,
        company_id=company_id,
        account_id=account_id,
        names=[name for name, _ in wanted],
        languages=[language for _, language in wanted],
    )
    return {
        (row.name, row.language): Known(
            row.category, row.status, row.parameter_format == "NAMED", TemplateNeeds.model_validate(row.needs)
        )
        for row in result
    }
