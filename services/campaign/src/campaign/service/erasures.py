"""What is known of people whose contact was deleted goes, and chat learns when nothing is left."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.contacts import ContactErasedV1, ContactErasureRequestedV1, ContactSendsErasedV1
from atende_platform.messaging import outbox
from atende_platform.messaging.company_erasures import Tombstones
from campaign.repository import erasures

PAUSE: Final = timedelta(seconds=60)
"""Until an erasure is looked at again that cannot end yet."""
_SENDS_AT_ONCE: Final = 500

TOMBSTONES: Final = {
    "campaigns": Tombstones("campaign.control", "CAST(gone.id AS text)"),
    "opt_outs": Tombstones(
        "contact.optout",
        "gone.company_id || ':' || unnest(array_append(gone.spellings, gone.identity)) || ':'"
        " || coalesce(CAST(gone.channel_id AS text), '*')",
    ),
}
"""What compacted topics keep of a company that is erased."""


async def request(session: AsyncSession, events: Sequence[ContactErasureRequestedV1], now: datetime) -> None:
    """Write down who is to be erased; `step` does it."""
    await erasures.store(session, events, now)


async def step(session: AsyncSession, after: UUID, now: datetime) -> UUID | None:
    """Erase a person of the next company behind ``after``; return the company, None when there is none.

    Confirmed when chat has nothing of them any more, which could ask us for more, and no send to them is
    under way, whose outcome would be written to their row.
    """
    erasure = await erasures.take(session, after, now)
    if erasure is None:
        return None
    erased, sends, under_way = await erasures.forget(session, erasure)
    # The ledger of sends has no index by person: the gateway finds its rows by these.
    await outbox.add(
        session,
        [
            ContactSendsErasedV1(
                company_id=erasure.company_id,
                erasure_id=erasure.erasure_id,
                sends=sends[start : start + _SENDS_AT_ONCE],
            )
            for start in range(0, len(sends), _SENDS_AT_ONCE)
        ],
    )
    if under_way or not erasure.complete:
        await erasures.wait(session, erasure, erased, now + PAUSE)
        return erasure.company_id
    confirmed = ContactErasedV1(
        company_id=erasure.company_id,
        erasure_id=erasure.erasure_id,
        contact_id=erasure.contact_id,
        service="campaign",
        erased=erased,
    )
    await outbox.add(session, [confirmed])
    await erasures.remove(session, erasure)
    return erasure.company_id
