"""How much a company may keep: what goes beyond its limit is refused, and counted by kind.

The limits are those of `atende_platform.company_limits`; what a company holds, its service counts.
"""

from typing import Final
from uuid import UUID

from prometheus_client import Counter
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.db import execute
from atende_platform.errors import Conflict

_refused = Counter("company_quota_refusals_total", "Refusals because a company holds all it may", ["quota"])

_LOCK: Final = "SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))"


def require_room(kind: str, held: float, most: float, advice: str, *, more: float = 1) -> None:
    """Raise `Conflict` if a company holds so much of a kind that ``more`` would exceed the ``most`` it may.

    ``kind`` is a name of `Limits`, ``advice`` what the user can do, such as "Delete one".
    """
    if held + more > most:
        raise exceeded(kind, most, advice)


def exceeded(kind: str, most: float, advice: str) -> Conflict:
    """Return the refusal of what goes beyond a quota; it is counted."""
    _refused.labels(kind).inc()
    name = kind.replace("_", "-")
    return Conflict(
        f"Your company may have {most:.0f} {kind.replace('_', ' ')}. {advice},"
        " or ask this installation's administrator for a higher limit.",
        code=f"too-many-{name}",
        limit=most,
    )


async def take_turns(session: AsyncSession, company_id: UUID, kind: str) -> None:
    """Wait until no other transaction of the company counts and adds: two could exceed a quota together."""
    await execute(session, _LOCK, key=f"quota:{kind}:{company_id}")
