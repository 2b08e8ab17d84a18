"""Whether WhatsApp takes the files that a campaign names, before it is sent to many."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.field_errors import FieldError
from atende_platform.errors import Conflict
from campaign.domain.files import KnownFile, NamedFile, doubtful, files_of, unsendable
from campaign.repository.campaigns import CampaignRow
from campaign.repository.files import find_files


async def require_sendable(session: AsyncSession, campaign: CampaignRow) -> None:
    """Raise `Conflict`, by the field, for a file that WhatsApp would refuse in every message."""
    named, known = await _files_of(session, campaign)
    found = [problem for file in named for problem in unsendable(file, _known(file, known))]
    if found:
        raise Conflict("file-not-sendable", errors=found)


async def problems_of(session: AsyncSession, campaign: CampaignRow) -> list[FieldError]:
    """Return why a campaign's files could not be sent now, and which of them nothing is known of."""
    named, known = await _files_of(session, campaign)
    return [
        problem
        for file in named
        for problem in (*unsendable(file, _known(file, known)), *doubtful(file, _known(file, known)))
    ]


async def _files_of(
    session: AsyncSession, campaign: CampaignRow
) -> tuple[Sequence[NamedFile], Mapping[UUID, KnownFile]]:
    named = files_of(campaign.content)
    ours = {file.media_id for file in named if file.media_id is not None}
    return named, await find_files(session, campaign.company_id, ours) if ours else {}


def _known(file: NamedFile, known: Mapping[UUID, KnownFile]) -> KnownFile | None:
    return None if file.media_id is None else known.get(file.media_id)
