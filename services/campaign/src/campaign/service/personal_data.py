"""Everything that campaigns know of a person, told to chat, which makes a file of it."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

import orjson
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.privacy import ContactExportedV1, ContactExportRequestedV1
from atende_platform.messaging import outbox
from campaign.repository import personal_data

_ROWS_AT_ONCE: Final = 50
"""Of what a campaign sent, each may be some kilobytes."""
_BYTES_AT_ONCE: Final = 500_000
"""Half of what an event may be."""
_SHORTENED: Final = 2_000
"""Characters that are kept of each value, of a row that is larger than that."""
_MARK: Final = "… (shortened)"


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
        part: list[dict[str, Any]] = []
        size = 0
        for row in map(_bounded, rows):
            more = len(orjson.dumps(row))
            if part and (len(part) == _ROWS_AT_ONCE or size + more > _BYTES_AT_ONCE):
                yield kind, part
                part, size = [], 0
            part.append(row)
            size += more
        if part:
            yield kind, part
    yield "", []


def _bounded(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row that fits into a part: one that is too large has the beginning of each value, marked."""
    if len(orjson.dumps(row)) <= _BYTES_AT_ONCE:
        return row
    return {name: _shortened(value) for name, value in row.items()}


def _shortened(value: Any) -> Any:
    text = value if isinstance(value, str) else orjson.dumps(value).decode()
    return value if len(text) <= _SHORTENED else text[:_SHORTENED] + _MARK
