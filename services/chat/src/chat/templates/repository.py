"""The copy of message templates, each by revision."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.channels import TemplateChangedV1, TemplateNeeds
from atende_contracts.limits.known_templates import Known
from atende_platform.data import batch
from chat.templates.domain import APPROVED, KnownTemplate
from chat.templates.models import TemplateCopy

_STORE: Final = batch.upsert(TemplateCopy, newer="revision")


async def store_templates(session: AsyncSession, events: Sequence[TemplateChangedV1]) -> list[TemplateCopy]:
    """Store templates as they now are; return those that this changed, none by an older revision."""
    return await _STORE.fetch(
        session,
        [
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
                components=event.components,
                revision=event.revision,
            )
            for event in events
        ],
    )


class Templates:
    """One company's templates of one account at the provider."""

    def __init__(self, session: AsyncSession, company_id: UUID, account_id: str) -> None:
        self._session = session
        self._company_id = company_id
        self._account_id = account_id

    async def find(self, name: str, language: str) -> KnownTemplate | None:
        """Return a template by its name and language; one that was deleted and made again as it is now."""
        query = (
            select(TemplateCopy)
            .where(
                TemplateCopy.company_id == self._company_id,
                TemplateCopy.account_id == self._account_id,
                TemplateCopy.name == name,
                TemplateCopy.language == language,
            )
            .order_by(col(TemplateCopy.status) == "DELETED", col(TemplateCopy.template_id).desc())
            .limit(1)
        )
        row = (await self._session.exec(query)).first()
        if row is None:
            return None
        rules = Known(
            row.category, row.status, row.parameter_format == "NAMED", TemplateNeeds.model_validate(row.needs)
        )
        return KnownTemplate(rules, row.components)

    async def approved(
        self, name: str | None, language: str | None, skip: int, limit: int
    ) -> Sequence[TemplateCopy]:
        """Return up to ``limit`` templates that can be sent, by name and language, after the first ``skip``.

        ``name`` is a part of the name.
        """
        query = select(TemplateCopy).where(
            TemplateCopy.company_id == self._company_id,
            TemplateCopy.account_id == self._account_id,
            TemplateCopy.status == APPROVED,
        )
        if name is not None:
            query = query.where(func.strpos(TemplateCopy.name, name) > 0)
        if language is not None:
            query = query.where(TemplateCopy.language == language)
        query = query.order_by(
            col(TemplateCopy.name), col(TemplateCopy.language), col(TemplateCopy.template_id)
        )
        return (await self._session.exec(query.offset(skip).limit(limit))).all()
