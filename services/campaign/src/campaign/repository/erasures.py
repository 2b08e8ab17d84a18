"""People whose contact was deleted: what is left of them here, and who waits for it to go."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

import orjson
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.contacts import ContactErasureRequestedV1
from atende_platform.data import batch
from atende_platform.data.batch import fetch
from atende_platform.data.db import execute
from atende_platform.messaging import parked_people
from campaign.models import Erasure

ErasureRow = Erasure
"""An erasure as the layers above hold it."""

_ROWS: Final = batch.Recordset(Erasure)
_STORE: Final = f"""
INSERT INTO erasures AS stored (company_id, erasure_id, contact_id, aliases, complete, due_at)
SELECT company_id, erasure_id, contact_id, aliases, complete, due_at FROM {_ROWS} AS given
ORDER BY company_id, erasure_id
ON CONFLICT (company_id, erasure_id) DO UPDATE
SET complete = stored.complete OR excluded.complete, due_at = least(stored.due_at, excluded.due_at)
"""  # noqa: S608 (made of the model)


async def store(session: AsyncSession, events: Sequence[ContactErasureRequestedV1], now: datetime) -> None:
    """Write down who is to be erased, due now."""
    rows: dict[tuple[UUID, UUID], Erasure] = {}
    for event in events:
        key = (event.company_id, event.erasure_id)
        known = rows.setdefault(
            key,
            Erasure(
                company_id=event.company_id,
                erasure_id=event.erasure_id,
                contact_id=event.contact_id,
                aliases=event.aliases,
                due_at=now,
            ),
        )
        known.complete = known.complete or event.last
    await execute(session, _STORE, _ROWS.arrays(list(rows.values())))


_TAKE: Final = """
SELECT e.* FROM erasures e WHERE e.due_at <= :now AND e.company_id > :after
ORDER BY e.company_id, e.due_at LIMIT 1 FOR UPDATE SKIP LOCKED
"""


async def take(session: AsyncSession, after: UUID, now: datetime) -> Erasure | None:
    """Return an erasure that is due, of the next company that has one, locked until the transaction ends."""
    found = await fetch(session, Erasure, _TAKE, after=after, now=now)
    return found[0] if found else None


# As many searches as the company has campaigns, times the person's names: none reads a campaign.
_FORGET_RECIPIENTS: Final = """
WITH mine AS MATERIALIZED (
    SELECT found.send_id FROM campaigns c CROSS JOIN unnest(CAST(:aliases AS text[])) AS n (name)
    CROSS JOIN LATERAL (
        SELECT r.send_id FROM recipients r
        WHERE r.company_id = :company AND r.campaign_id = c.id AND r.identity BETWEEN n.name AND n.name
        ORDER BY r.identity LIMIT 1
    ) AS found
    WHERE c.company_id = :company
), locked AS MATERIALIZED (
    SELECT r.send_id, r.campaign_id, r.state FROM recipients r JOIN mine ON mine.send_id = r.send_id
    WHERE r.company_id = :company ORDER BY r.send_id FOR UPDATE OF r
), forgotten AS (
    UPDATE recipients r SET
        identity = 'erased:' || r.send_id, aliases = '{}', party = '{}', content = NULL, error_title = NULL,
        state = CASE WHEN r.state = 'pending' THEN 'skipped' ELSE r.state END,
        reason = CASE WHEN r.state = 'pending' THEN 'contact_not_found' ELSE r.reason END,
        updated_at = now()
    FROM locked WHERE r.company_id = :company AND r.send_id = locked.send_id AND locked.state <> 'dispatched'
    RETURNING r.campaign_id, r.send_id
), marked AS (
    INSERT INTO progress_marks (company_id, campaign_id)
    SELECT DISTINCT CAST(:company AS uuid), campaign_id FROM forgotten
)
SELECT (SELECT count(*) FROM locked WHERE state = 'dispatched') AS under_way,
       (SELECT coalesce(array_agg(send_id), '{}') FROM forgotten) AS sends
"""
_FORGET_ROWS: Final = """
DELETE FROM audience_rows a USING audience_sources s
WHERE s.company_id = :company AND a.company_id = s.company_id AND a.source_id = s.id
  AND a.identity = ANY(CAST(:aliases AS text[]))
"""
_FORGET_TESTS: Final = """
DELETE FROM test_sends
WHERE company_id = :company AND 'phone:' || ltrim(phone, '+') = ANY(CAST(:aliases AS text[]))
"""
_FORGET_LAST_INBOUND: Final = """
DELETE FROM last_inbound WHERE company_id = :company AND identity = ANY(CAST(:aliases AS text[]))
"""
# Of who has left broadcasts the names stay linked: the opt-out under one holds under the other.
_FORGET_LINKS: Final = """
DELETE FROM alias_links
WHERE company_id = :company
  AND (alias = ANY(CAST(:aliases AS text[])) OR other = ANY(CAST(:aliases AS text[])))
  AND NOT EXISTS (SELECT FROM opt_outs o WHERE o.company_id = :company AND o.active
                  AND o.identity = ANY(CAST(:aliases AS text[])))
"""


# The files of audiences and of opt-outs, cell by cell: what people call themselves is found by their number.
_FORGET_REJECTS: Final = """
DELETE FROM opt_out_rejects WHERE company_id = :company
  AND regexp_replace(array_to_string(cells, ' '), '[^0-9 ]', '', 'g') ~ CAST(:numbers AS text)
"""
_FORGET_ANSWERS: Final = """
DELETE FROM idempotency_keys WHERE company_id = :company AND body ~ CAST(:numbers AS text)
"""
_COUNTRY_DIGITS: Final = 2
_LEAST_DIGITS: Final = 8


class Forgotten(NamedTuple):
    """What was deleted of a person: rows of each table, and the sends to them."""

    erased: dict[str, int]
    sends: list[UUID]
    under_way: int
    """Sends whose rows stay until their outcome is known."""


async def forget(session: AsyncSession, erasure: Erasure) -> Forgotten:
    """Delete what is known of a person, whatever of it is not needed any more.

    Rows of recipients stay, without the person: campaigns keep their totals.
    """
    named = {"company": erasure.company_id, "aliases": erasure.aliases}
    recipients = (await execute(session, _FORGET_RECIPIENTS, named)).one()
    erased = {"recipients": len(recipients.sends)}
    for table, statement in (
        ("audience_rows", _FORGET_ROWS),
        ("test_sends", _FORGET_TESTS),
        ("last_inbound", _FORGET_LAST_INBOUND),
        ("alias_links", _FORGET_LINKS),
    ):
        erased[table] = (await execute(session, statement, named)).rowcount
    numbers = _numbers(erasure.aliases)
    named_in_events = "|".join(filter(None, (str(erasure.contact_id), numbers)))
    erased["outbox"] = await parked_people.erase(session, erasure.company_id, named_in_events)
    if numbers:
        of_numbers = {"company": erasure.company_id, "numbers": numbers}
        erased["opt_out_rejects"] = (await execute(session, _FORGET_REJECTS, of_numbers)).rowcount
        erased["idempotency_keys"] = (await execute(session, _FORGET_ANSWERS, of_numbers)).rowcount
    counted = dict(erasure.erased)
    for table, count in erased.items():
        if count:
            counted[table] = counted.get(table, 0) + count
    return Forgotten(counted, list(recipients.sends), int(recipients.under_way))


def _numbers(aliases: Sequence[str]) -> str:
    values = {alias.partition(":")[2].lstrip("+") for alias in aliases}
    numbers = {value[_COUNTRY_DIGITS:] for value in values if value.isdigit()}
    return "|".join(sorted(one for one in numbers if len(one) >= _LEAST_DIGITS))


_WAIT: Final = """
UPDATE erasures SET due_at = :due_at, erased = CAST(:erased AS jsonb)
WHERE company_id = :company AND erasure_id = :id
"""
_REMOVE: Final = "DELETE FROM erasures WHERE company_id = :company AND erasure_id = :id"


async def wait(session: AsyncSession, erasure: Erasure, erased: Mapping[str, int], until: datetime) -> None:
    """Look again later, with what was deleted so far."""
    await execute(
        session,
        _WAIT,
        company=erasure.company_id,
        id=erasure.erasure_id,
        erased=orjson.dumps(erased).decode(),
        due_at=until,
    )


async def remove(session: AsyncSession, erasure: Erasure) -> None:
    """Forget the erasure itself, with the person's names."""
    await execute(session, _REMOVE, company=erasure.company_id, id=erasure.erasure_id)
