"""Names that belong to one person, as WhatsApp reported; the person need not be a contact."""

from collections.abc import Collection, Iterable
from typing import Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data.db import execute

Name = tuple[UUID, str]
"""An alias in a company."""

_MOST_STEPS: Final = 4
"""How many changes of names are followed from one name …"""
_MOST_OTHERS: Final = 10
"""… and how many from each: people have a few names, whatever a company's webhooks say."""

_ADD: Final = """
INSERT INTO alias_links (company_id, alias, other)
SELECT DISTINCT company_id, least(alias, other), greatest(alias, other) FROM unnest(
    CAST(:company_ids AS uuid[]), CAST(:aliases AS text[]), CAST(:others AS text[])
) AS t (company_id, alias, other)
WHERE alias <> other ORDER BY 1, 2, 3
ON CONFLICT DO NOTHING RETURNING company_id, alias
"""

_NAMES: Final = f"""
WITH RECURSIVE names AS (
    SELECT company_id, alias AS start, alias, 0 AS steps
    FROM unnest(CAST(:company_ids AS uuid[]), CAST(:aliases AS text[])) AS t (company_id, alias)
    UNION
    SELECT n.company_id, n.start, further.alias, n.steps + 1
    FROM names n CROSS JOIN LATERAL (
        (SELECT l.other AS alias FROM alias_links l WHERE l.company_id = n.company_id AND l.alias = n.alias
         LIMIT {_MOST_OTHERS})
        UNION ALL
        (SELECT l.alias FROM alias_links l WHERE l.company_id = n.company_id AND l.other = n.alias
         LIMIT {_MOST_OTHERS})
    ) AS further
    WHERE n.steps < {_MOST_STEPS}
)
SELECT DISTINCT company_id, start, alias FROM names WHERE alias <> start
"""  # noqa: S608 (our own constants)


async def add_links(session: AsyncSession, links: Iterable[tuple[UUID, str, str]]) -> list[Name]:
    """Remember pairs of names that are one person's; return a name of each pair that is new."""
    ordered = sorted(set(links))
    result = await execute(
        session,
        _ADD,
        company_ids=[company_id for company_id, _, _ in ordered],
        aliases=[alias for _, alias, _ in ordered],
        others=[other for _, _, other in ordered],
    )
    return [(row.company_id, row.alias) for row in result]


async def names_of(session: AsyncSession, names: Collection[Name]) -> dict[Name, list[str]]:
    """Return the other names of the person of each name that has any."""
    result = await execute(
        session,
        _NAMES,
        company_ids=[company_id for company_id, _ in names],
        aliases=[alias for _, alias in names],
    )
    found: dict[Name, list[str]] = {}
    for row in result:
        found.setdefault((row.company_id, row.start), []).append(row.alias)
    return {name: sorted(others) for name, others in found.items()}
