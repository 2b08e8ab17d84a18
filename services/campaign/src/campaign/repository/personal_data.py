"""What is known of a person here, as rows for a file."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

import orjson
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data.db import execute

# As many searches as the company has campaigns, times the person's names, as in `erasures`.
_RECIPIENTS: Final = """
SELECT to_jsonb(r) - 'company_id' || jsonb_build_object('campaign_name', c.name) AS line
FROM campaigns c CROSS JOIN unnest(CAST(:aliases AS text[])) AS n (name)
CROSS JOIN LATERAL (
    SELECT * FROM recipients WHERE company_id = :company AND campaign_id = c.id
      AND identity BETWEEN n.name AND n.name ORDER BY identity LIMIT 1
) AS r
WHERE c.company_id = :company ORDER BY r.created_at
"""
_OPT_OUTS: Final = """
SELECT to_jsonb(o) - 'company_id' AS line FROM opt_outs o
WHERE o.company_id = :company AND o.identity = ANY(CAST(:aliases AS text[])) ORDER BY o.at
"""
_OPT_OUT_HISTORY: Final = """
SELECT to_jsonb(w) - 'company_id' AS line FROM opt_outs o
JOIN opt_out_wishes w ON w.company_id = o.company_id AND w.opt_out_id = o.id
WHERE o.company_id = :company AND o.identity = ANY(CAST(:aliases AS text[])) ORDER BY w.at
"""
_AUDIENCES: Final = """
SELECT jsonb_build_object('campaign_id', s.campaign_id, 'file', s.name, 'line', a.line, 'phone', a.phone,
    'name', a.name, 'variables', a.variables) AS line
FROM audience_sources s JOIN audience_rows a ON a.company_id = s.company_id AND a.source_id = s.id
WHERE s.company_id = :company AND a.identity = ANY(CAST(:aliases AS text[])) ORDER BY s.id, a.line
"""
_TEST_SENDS: Final = """
SELECT to_jsonb(t) - 'company_id' AS line FROM test_sends t
WHERE t.company_id = :company AND 'phone:' || ltrim(t.phone, '+') = ANY(CAST(:aliases AS text[]))
ORDER BY t.created_at
"""
_LAST_INBOUND: Final = """
SELECT to_jsonb(l) - 'company_id' AS line FROM last_inbound l
WHERE l.company_id = :company AND l.identity = ANY(CAST(:aliases AS text[])) ORDER BY l.at
"""
_KINDS: Final[Mapping[str, str]] = {
    "campaign_recipients": _RECIPIENTS,
    "opt_outs": _OPT_OUTS,
    "opt_out_history": _OPT_OUT_HISTORY,
    "campaign_audiences": _AUDIENCES,
    "campaign_tests": _TEST_SENDS,
    "last_messages": _LAST_INBOUND,
}


async def rows_of(
    session: AsyncSession, company_id: UUID, aliases: Sequence[str]
) -> dict[str, list[dict[str, Any]]]:
    """Return what is known of a person, by kind."""
    found: dict[str, list[dict[str, Any]]] = {}
    for kind, statement in _KINDS.items():
        result = await execute(session, statement, company=company_id, aliases=[*aliases])
        found[kind] = [_line(row.line) for row in result]
    return found


def _line(line: Any) -> dict[str, Any]:
    read: dict[str, Any] = orjson.loads(line) if isinstance(line, str | bytes) else line
    return read
