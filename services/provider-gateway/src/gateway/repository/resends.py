"""Which sends of unknown fate may be sent once more.

A lost answer leaves it open whether a message went out, and by default nobody guesses. A company may
allow one more attempt for a channel's campaigns, and then it is made only on strong evidence that the
first one was not taken: webhooks reach us, and report everything that left after it, but not this.

- The send has been unknown for `QUARANTINE_SECONDS`; its campaign runs, its recipient has not opted out.
- Of the same campaign (the same number, the same template), `EVIDENCE` messages that began later were
  reported as sent or more, and none that began later was accepted and then left without a report: that
  is also how messages that the provider holds back would show.
- A template is of marketing: a reminder or a code that comes twice does harm.

What the second attempt says is final only if it is accepted; otherwise the send stays unknown.

An operator may ask for that attempt, too (``atende sends resend``): on the same evidence where the company
did not allow it, or without any, knowing more than we do. Such a send has a ``next_attempt_at``.
"""

from collections.abc import Collection, Sequence
from typing import Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data.db import execute
from gateway.domain.sends import MAX_AGE_SECONDS, Order
from gateway.repository.ledger import KEYS, STOPPED, SUPPRESSED, claim_again, order_of

QUARANTINE_SECONDS: Final = 600.0
EVIDENCE: Final = 20
REPORT_SECONDS: Final = 120.0
"""How long the report of an accepted message may take."""

_OF_MARKETING: Final = """(s.request -> 'content' ->> 'kind' <> 'template' OR EXISTS (
    SELECT 1 FROM templates t
    WHERE t.company_id = s.company_id AND t.name = s.request -> 'content' ->> 'name'
      AND t.language = s.request -> 'content' ->> 'language' AND t.category = 'MARKETING'))"""

_CANDIDATES: Final = f"""
WITH unknown AS (
    SELECT s.*, extract(epoch FROM now() - s.created_at)::float8 AS age
    FROM sends s
    JOIN channels h ON h.company_id = s.company_id AND h.id = s.channel_id
        AND h.status = 'active' AND (h.resend_unconfirmed OR CAST(:allowed AS boolean))
        AND h.provider <> ALL(CAST(:held AS text[]))
    WHERE s.state = 'unknown' AND s.origin = 'campaign' AND s.resent_at IS NULL
      AND s.request IS NOT NULL AND s.lease_until IS NULL AND s.next_attempt_at IS NULL
      AND s.updated_at < now() - make_interval(secs => :quarantine)
      AND s.created_at > now() - make_interval(secs => :max_age)
      AND NOT {STOPPED} AND NOT {SUPPRESSED} AND {_OF_MARKETING}
),
evidence AS (
    SELECT u.company_id, u.channel_id, u.campaign_id, e.*
    FROM (
        SELECT company_id, channel_id, campaign_id, min(updated_at) AS since
        FROM unknown GROUP BY company_id, channel_id, campaign_id
    ) u
    CROSS JOIN LATERAL (
        SELECT (array_agg(o.created_at ORDER BY o.created_at DESC) FILTER (
                   WHERE o.state IN ('sent', 'delivered', 'read', 'played')
               ))[:evidence] AS enough_at,
               max(o.created_at) FILTER (
                   WHERE o.state = 'accepted' AND o.updated_at < now() - make_interval(secs => :report)
               ) AS silent_at
        FROM sends o
        WHERE o.company_id = u.company_id AND o.channel_id = u.channel_id
          AND o.campaign_id = u.campaign_id AND o.created_at > u.since
    ) e
)
SELECT u.* FROM unknown u
JOIN evidence e USING (company_id, channel_id, campaign_id)
WHERE u.updated_at < e.enough_at AND (e.silent_at IS NULL OR u.updated_at > e.silent_at)
ORDER BY u.updated_at, u.send_id LIMIT :limit
"""  # noqa: S608 (made of constants)


async def candidates(
    session: AsyncSession, *, limit: int, held: Collection[str] = (), allowed: bool = False
) -> list[Order]:
    """Return sends of unknown fate that may be sent once more; nothing is claimed yet.

    Channels of the providers ``held`` are left out: only the process that holds one sends on it. ``allowed``:
    an operator says so for all companies.
    """
    result = await execute(
        session,
        _CANDIDATES,
        quarantine=QUARANTINE_SECONDS,
        max_age=MAX_AGE_SECONDS["campaign"],
        evidence=EVIDENCE,
        report=REPORT_SECONDS,
        limit=limit,
        held=list(held),
        allowed=allowed,
    )
    return [order_of(row) for row in result]


_ASK: Final = f"""
WITH wanted AS (
    SELECT s.company_id, s.send_id FROM sends s JOIN {KEYS} AS given USING (company_id, send_id)
    WHERE s.state = 'unknown' AND s.resent_at IS NULL AND s.request IS NOT NULL AND s.lease_until IS NULL
    ORDER BY s.company_id, s.send_id FOR UPDATE OF s
)
UPDATE sends s SET next_attempt_at = now() FROM wanted w
WHERE s.company_id = w.company_id AND s.send_id = w.send_id
RETURNING s.company_id, s.send_id
"""  # noqa: S608 (made of constants)


async def ask(session: AsyncSession, keys: Sequence[tuple[UUID, UUID]]) -> set[tuple[UUID, UUID]]:
    """Have sends of unknown fate sent once more, by the next worker; return those for which it was asked.

    What was sent again before, or is not kept any more, is left out.
    """
    rows = [{"company_id": company_id, "send_id": send_id} for company_id, send_id in keys]
    result = await execute(session, _ASK, KEYS.arrays(rows))
    return {(row.company_id, row.send_id) for row in result}


_ASKED: Final = f"""
SELECT s.*, extract(epoch FROM now() - s.created_at)::float8 AS age
FROM sends s
JOIN channels h ON h.company_id = s.company_id AND h.id = s.channel_id AND h.status = 'active'
    AND h.provider <> ALL(CAST(:held AS text[]))
WHERE s.next_attempt_at <= now() AND s.state = 'unknown' AND s.resent_at IS NULL AND s.request IS NOT NULL
  AND NOT {STOPPED} AND NOT {SUPPRESSED}
ORDER BY s.next_attempt_at, s.send_id LIMIT :limit
"""  # noqa: S608 (made of constants)


async def asked(session: AsyncSession, *, limit: int, held: Collection[str] = ()) -> list[Order]:
    """Return sends of unknown fate for which an operator asked; nothing is claimed yet."""
    result = await execute(session, _ASKED, limit=limit, held=list(held))
    return [order_of(row) for row in result]


_CLAIM: Final = f"""
WITH taken AS (
    SELECT s.company_id, s.send_id FROM sends s JOIN {KEYS} AS given USING (company_id, send_id)
    WHERE s.state = 'unknown' AND s.resent_at IS NULL AND NOT {STOPPED} AND NOT {SUPPRESSED}
    ORDER BY s.company_id, s.send_id
    FOR UPDATE OF s SKIP LOCKED
)
UPDATE sends s SET state = 'sending', fence = s.fence + 1, attempts = s.attempts + 1,
    lease_until = now() + make_interval(secs => :lease), next_attempt_at = NULL, resent_at = now(),
    updated_at = now()
FROM taken t WHERE s.company_id = t.company_id AND s.send_id = t.send_id
RETURNING s.*, extract(epoch FROM now() - s.created_at)::float8 AS age
"""  # noqa: S608 (made of constants)


async def claim(session: AsyncSession, orders: Sequence[Order], *, lease: float) -> list[Order]:
    """Claim sends for their one further attempt, under a new fence; return those that it got."""
    return await claim_again(session, _CLAIM, orders, lease=lease)
