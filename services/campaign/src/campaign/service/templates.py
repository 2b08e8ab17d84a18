"""Whether what a campaign says fits the templates that it names, before it is said to many."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.field_errors import FieldError
from atende_contracts.limits.known_templates import misfits, placed, unsendable
from atende_platform.errors import Conflict, InvalidFields
from campaign.domain.variants import VARIANTS
from campaign.repository import copies
from campaign.repository.campaigns import CampaignRow
from campaign.repository.templates import find_templates

_FIELDS: Final = {
    "name": "template.name",
    "header": "template.header",
    "body": "template.parameters",
    "buttons": "template.buttons",
    "components": "template.components",
}
"""Where a campaign gives the parts of its template."""


async def require_fitting(session: AsyncSession, campaign: CampaignRow) -> None:
    """Raise `InvalidInput`, by the field, for values that a template does not take.

    A template that is not known here may be new, and one that is in review will be approved.
    """
    if found := await _misfits(session, campaign, to_be_sent=False):
        raise InvalidFields(found)


async def require_sendable(session: AsyncSession, campaign: CampaignRow) -> None:
    """Raise `Conflict`, by the field, for what WhatsApp would refuse of all messages as they are now."""
    if found := await _misfits(session, campaign, to_be_sent=True):
        raise Conflict("template-not-sendable", errors=found)


async def problems_of(session: AsyncSession, campaign: CampaignRow) -> list[FieldError]:
    """Return why a campaign's templates could not be sent now, and which of them are not known here."""
    return await _misfits(session, campaign, to_be_sent=True, to_be_known=True)


async def _misfits(
    session: AsyncSession, campaign: CampaignRow, *, to_be_sent: bool, to_be_known: bool = False
) -> list[FieldError]:
    named = _templates_of(campaign.content)
    account_id = await _account_of(session, campaign.company_id, campaign.channel_id) if named else None
    if account_id is None:
        return []
    names = {(content["name"], content["language"]) for content in named.values()}
    known = await find_templates(session, campaign.company_id, account_id, names)
    found = []
    for place, content in named.items():
        template = known.get((content["name"], content["language"]))
        problems = list(misfits(content, template)) if template else []
        if to_be_sent and (refused := unsendable(template)):
            problems.insert(0, refused)
        if to_be_known and template is None:
            named_so = {"name": content["name"], "language": content["language"]}
            problems.append(FieldError.of("name", "template_unknown", **named_so))
        found += placed(problems, {part: f"{place}{field}" for part, field in _FIELDS.items()})
    return found


def _templates_of(content: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Return the templates that a campaign names, by where in it they are."""
    places = (
        {f"variants.{index}.": each["content"] for index, each in enumerate(content[VARIANTS])}
        if content["kind"] == VARIANTS
        else {"": content}
    )
    return {place: each for place, each in places.items() if each["kind"] == "template"}


async def _account_of(session: AsyncSession, company_id: UUID, channel_id: UUID) -> str | None:
    channel = await copies.find_channel(session, company_id, channel_id)
    return None if channel is None else channel.account_id
