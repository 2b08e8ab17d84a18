"""Everything that campaigns know of a person, told to chat, which makes a file of it."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.privacy import ContactExportedV1, ContactExportRequestedV1
from atende_platform.messaging import outbox
from campaign.repository import personal_data

_ROWS_AT_ONCE: Final = 50
"""Of what a campaign sent, each may be some kilobytes."""


async def answer(session: AsyncSession, requests: Sequence[ContactExportRequestedV1]) -> None:
    """Answer with everything that is known of the people. Parts are numbered, so that one counts once."""
    for request in requests:
        found = await personal_data.rows_of(session, request.company_id, request.aliases)
        parts = list(_parts(found))
        events = [
            ContactExportedV1(
                company_id=request.company_id,
                export_id=request.export_id,
                service="campaign",
                kind=kind,
                part=number,
                rows=rows,
                last=number == len(parts) - 1,
            )
            for number, (kind, rows) in enumerate(parts)
        ]
        await outbox.add(session, events)


def _parts(found: dict[str, list[dict[str, Any]]]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    for kind, rows in found.items():
        for start in range(0, len(rows), _ROWS_AT_ONCE):
            yield kind, rows[start : start + _ROWS_AT_ONCE]
    yield "", []
