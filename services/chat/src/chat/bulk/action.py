"""What a bulk action is to the engine: which things it finds, and what it does with a portion of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.permissions import Permission
from atende_platform.identity.context import TenantContext
from chat.bulk.domain import Done, Parameters, Portion


@dataclass(frozen=True, slots=True)
class Work:
    """A portion of a job, to be done in the transaction of ``session``."""

    session: AsyncSession
    actor: TenantContext
    job_id: UUID
    done_before: int
    """How many things the job has dealt with."""
    is_small: bool
    """The job is about so few things that each is published to sockets."""
    parameters: Parameters
    portion: Portion
    now: datetime

    @property
    def company_id(self) -> UUID:
        return self.actor.company_id


class BulkAction(Protocol):
    """One action. A portion is done in one transaction, in statements whose number does not depend on it."""

    @property
    def needs(self) -> Permission:
        """What one must hold to do it with things that are named."""
        ...

    @property
    def needs_by_filter(self) -> Permission:
        """What one must hold to do it with all that a filter finds."""
        ...

    @property
    def portion(self) -> int:
        """How many things are dealt with in one transaction."""
        ...

    async def prepare(
        self, session: AsyncSession, actor: TenantContext, parameters: Parameters
    ) -> Parameters:
        """Return the parameters as they are stored. Raises when the action cannot be."""
        ...

    async def find(
        self,
        finder: AsyncSession,
        company_id: UUID,
        wanted: dict[str, Any],
        position: str | None,
        at: datetime,
    ) -> Portion:
        """Return the next things that a filter finds behind a position, of those there were ``at`` a time.

        ``finder`` is a session of the worker role, used for nothing else.
        """
        ...

    async def apply(self, work: Work) -> Done:
        """Do it. Things that are not the company's, or no longer there, have no outcome."""
        ...
