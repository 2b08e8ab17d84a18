"""Policies by queue: one for each queue that has its own, and one for all others.

What kinds there are is up to subjects above, each with its tables: how fast customers are answered, how they
are asked about it. What users do with them is the same.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Generic, TypeVar
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.audit_actions import Action
from atende_platform.errors import Conflict, NotFound
from atende_platform.http.models import ApiModel
from atende_platform.http.revisions import Expected
from atende_platform.identity import audit
from atende_platform.identity.context import TenantContext
from atende_platform.limits.quotas import take_turns
from chat.models import QueuePolicy
from chat.policies.service import QueuePolicies
from chat.queues import service as queues
from chat.updates import service as updates

MAX_POLICIES: Final = 101
"""Of a kind: for each queue, and for all others."""
M = TypeVar("M", bound=QueuePolicy)


@dataclass(frozen=True, slots=True)
class Kind(Generic[M]):
    """One kind of policies: its table, errors and audit entries, and what follows the log for it."""

    turns: str
    """Of the turns that those take who create one."""
    exists: Callable[[], Conflict]
    too_many: Callable[[int], Conflict]
    missing: Callable[[], NotFound]
    follower: str
    of: Callable[[AsyncSession, UUID], QueuePolicies[M]]
    details: Callable[[M], audit.Details]
    created: Action
    changed: Action
    deleted: Action

    async def create(
        self,
        session: AsyncSession,
        actor: TenantContext,
        body: ApiModel,
        queue_id: UUID | None,
        now: datetime,
    ) -> M:
        """Have a policy hold from now on. Raises `Conflict` and `InvalidInput`."""
        policies = self.of(session, actor.company_id)
        await take_turns(session, actor.company_id, self.turns)
        others = await policies.all()
        if any(other.queue_id == queue_id for other in others):
            raise self.exists()
        if len(others) >= MAX_POLICIES:
            raise self.too_many(MAX_POLICIES)
        if queue_id is not None:
            await queues.require_usable(session, actor.company_id, queue_id)
        values = {name: getattr(body, name) for name in type(body).model_fields}
        policy = policies.new(**values, created_at=now, updated_at=now)
        await policies.store(policy)
        await updates.follow(session, actor.company_id, self.follower, now)
        await self._record(session, actor, self.created, policy)
        return policy

    async def update(
        self,
        session: AsyncSession,
        actor: TenantContext,
        policy_id: UUID,
        body: ApiModel,
        now: datetime,
        expected: Expected,
        check: Callable[[dict[str, Any]], None] = lambda _: None,
    ) -> M:
        """Change what is given; ``check`` raises for columns that do not fit together. Raises `NotFound`."""
        policies = self.of(session, actor.company_id)
        policy = await self._existing(policies, policy_id)
        expected.require(policy.revision)
        changes = {name: value for name, value in body.changes().items() if value != getattr(policy, name)}
        check({**policy.model_dump(), **changes})
        if changes:
            policy.sqlmodel_update(changes)
            policy.revision += 1
            policy.updated_at = now
            await policies.store(policy)
            await self._record(session, actor, self.changed, policy)
        return policy

    async def delete(
        self, session: AsyncSession, actor: TenantContext, policy_id: UUID, expected: Expected
    ) -> None:
        """Have a policy hold no more. Raises `NotFound`."""
        policies = self.of(session, actor.company_id)
        policy = await self._existing(policies, policy_id)
        expected.require(policy.revision)
        await policies.delete(policy)
        await self._record(session, actor, self.deleted, policy)

    async def _existing(self, policies: QueuePolicies[M], policy_id: UUID) -> M:
        policy = await policies.lock(policy_id)
        if policy is None:
            raise self.missing()
        return policy

    async def _record(self, session: AsyncSession, actor: TenantContext, action: Action, policy: M) -> None:
        queue_id = str(policy.queue_id) if policy.queue_id else None
        await audit.record(session, actor, action, policy.id, {"queueId": queue_id, **self.details(policy)})
