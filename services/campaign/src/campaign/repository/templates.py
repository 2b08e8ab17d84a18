"""The copy of message templates, each by revision."""

from collections.abc import Collection, Sequence
from typing import Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.channels import TemplateChangedV1, TemplateNeeds
from atende_contracts.limits.known_templates import Known
from atende_platform.data import batch
from atende_platform.data.db import execute
from campaign.models import TemplateCopy

TemplateName = tuple[str, str]
"""A template's name and language."""

_STORE: Final = batch.upsert(TemplateCopy, newer="revision")


async def apply_templates(session: AsyncSession, events: Sequence[TemplateChangedV1]) -> None:
    """Store templates as they now are. An older revision than the stored one changes nothing."""
    rows = [
        TemplateCopy(
            company_id=event.company_id,
            template_id=event.template_id,
            account_id=event.account_id,
            name=event.name,
            language=event.language,
            category=event.category,
            status=event.status,
            parameter_format=event.parameter_format,
            needs=event.needs.model_dump(mode="json"),
            revision=event.revision,
        )
        for event in events
    ]
    await _STORE.run(session, rows)


_FIND_TEMPLATES: Final = """
SELECT DISTINCT ON (k.name, k.language) k.name, k.language, k.category, k.status, k.parameter_format,
    k.needs
FROM unnest(CAST(:names AS text[]), CAST(:languages AS text[])) AS w (name, language)
JOIN template_copy k ON k.company_id = :company_id AND k.account_id = :account_id
    AND k.name = w.name AND k.language = w.language
ORDER BY k.name, k.language, k.status = 'DELETED', k.template_id DESC
"""


async def find_templates(
    session: AsyncSession, company_id: UUID, account_id: str, wanted: Collection[TemplateName]
) -> dict[TemplateName, Known]:
    """Return what is known of an account's templates, by name and language.

    One that was deleted and made again is what it is now.
    """
    result = await execute(
        session,
        _FIND_TEMPLATES,
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
