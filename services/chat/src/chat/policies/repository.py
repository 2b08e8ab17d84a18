"""All SQL of companies' rules for their inboxes."""

from collections.abc import Collection, Sequence
from typing import Any, Final, Generic, NamedTuple, TypeVar
from uuid import UUID

from sqlmodel import col, delete, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data.db import execute
from chat.models import QueuePolicy
from chat.policies.domain import Channel, reopen_hours
from chat.policies.models import ChannelPolicies, Policies


class CompanyPolicies:
    """One company's rules."""

    def __init__(self, session: AsyncSession, company_id: UUID) -> None:
        self._session = session
        self._company_id = company_id

    async def find(self) -> Policies | None:
        """Return what the company decided."""
        query = select(Policies).where(Policies.company_id == self._company_id)
        return (await self._session.exec(query)).first()

    async def find_channel(self, channel_id: UUID) -> ChannelPolicies | None:
        """Return what was decided for a channel."""
        query = select(ChannelPolicies).where(
            ChannelPolicies.company_id == self._company_id, ChannelPolicies.channel_id == channel_id
        )
        return (await self._session.exec(query)).first()

    async def channels(self, limit: int) -> Sequence[ChannelPolicies]:
        """Return the channels for which something was decided."""
        query = select(ChannelPolicies).where(ChannelPolicies.company_id == self._company_id)
        return (await self._session.exec(query.order_by(col(ChannelPolicies.channel_id)).limit(limit))).all()

    async def count_channels(self) -> int:
        """Return for how many channels something was decided."""
        query = select(func.count()).where(col(ChannelPolicies.company_id) == self._company_id)
        return (await self._session.exec(query)).one()

    async def store(self, rules: Policies | ChannelPolicies) -> None:
        """Write rules that are new or were changed."""
        self._session.add(rules)
        await self._session.flush()

    async def remove_channel(self, channel_id: UUID) -> bool:
        """Let the company's rules hold on a channel; tell whether it had its own."""
        statement = delete(ChannelPolicies).where(
            col(ChannelPolicies.company_id) == self._company_id, col(ChannelPolicies.channel_id) == channel_id
        )
        return bool((await execute(self._session, statement)).rowcount)


def new(company_id: UUID) -> Policies:
    """Return a company's rules before it decided anything; not stored yet."""
    return Policies(company_id=company_id, revision=0)


def new_of_channel(company_id: UUID, channel_id: UUID) -> ChannelPolicies:
    """Return a channel's rules before anything was decided; not stored yet."""
    return ChannelPolicies(company_id=company_id, channel_id=channel_id, revision=0)


# A channel's rule brings its own hours along; the company's, and then its settings', are for lack of them.
_REOPEN_RULES: Final = """
SELECT k.company_id, k.channel_id, coalesce(ch.reopen_rule, co.reopen_rule) AS rule,
    coalesce(ch.reopen_hours, co.reopen_hours, s.reopen_hours) AS hours
FROM unnest(CAST(:companies AS uuid[]), CAST(:channels AS uuid[])) AS k (company_id, channel_id)
LEFT JOIN channel_policies ch ON ch.company_id = k.company_id AND ch.channel_id = k.channel_id
LEFT JOIN policies co ON co.company_id = k.company_id
LEFT JOIN company_settings s ON s.company_id = k.company_id
"""


async def reopen_rules(session: AsyncSession, channels: Collection[Channel]) -> dict[Channel, float]:
    """Return for how many hours after closing customers of a channel go on in the same ticket."""
    if not channels:
        return {}
    result = await execute(
        session,
        _REOPEN_RULES,
        companies=[company_id for company_id, _ in channels],
        channels=[channel_id for _, channel_id in channels],
    )
    return {(row.company_id, row.channel_id): reopen_hours(row.rule, row.hours) for row in result}


_FOLLOW_QUEUES: Final = """
UPDATE channel_policies p SET default_queue_id = q.archived_into, revision = p.revision + 1
FROM queues q
WHERE q.company_id = ANY(CAST(:companies AS uuid[])) AND q.archived_at IS NOT NULL
  AND p.company_id = q.company_id AND p.default_queue_id = q.id
RETURNING p.company_id, p.channel_id
"""


async def follow_queues(session: AsyncSession, company_ids: Collection[UUID]) -> list[Channel]:
    """Give channels whose default queue was archived the queue that it was archived into."""
    result = await execute(session, _FOLLOW_QUEUES, companies=list(company_ids))
    return [(row.company_id, row.channel_id) for row in result]


_SCOPE: Final = """
SELECT EXISTS (SELECT FROM policies WHERE company_id = :company_id AND visibility = 'all') AS everything,
    ARRAY(SELECT queue_id FROM queue_members WHERE company_id = :company_id AND user_id = :user_id) AS queues
"""


async def scope_of(session: AsyncSession, company_id: UUID, user_id: UUID) -> Any:
    """Return whether all users of a company see everything, and the queues that one belongs to."""
    return (await execute(session, _SCOPE, company_id=company_id, user_id=user_id)).one()


_ANSWERS: Final = """
SELECT k.company_id, k.channel_id, ch.menu, coalesce(ch.greeting, co.greeting) AS greeting,
    coalesce(ch.greeting_enabled, co.greeting_enabled, true) AS greeting_enabled
FROM unnest(CAST(:companies AS uuid[]), CAST(:channels AS uuid[])) AS k (company_id, channel_id)
LEFT JOIN channel_policies ch ON ch.company_id = k.company_id AND ch.channel_id = k.channel_id
LEFT JOIN policies co ON co.company_id = k.company_id
"""


class ChannelAnswers(NamedTuple):
    """What customers of a channel are answered by themselves."""

    company_id: UUID
    channel_id: UUID
    menu: dict[str, Any] | None
    greeting: str | None
    greeting_enabled: bool


async def answers_of(session: AsyncSession, channels: Collection[Channel]) -> dict[Channel, ChannelAnswers]:
    """Return what customers of channels are answered by themselves, of each channel."""
    result = await execute(
        session,
        _ANSWERS,
        companies=[company_id for company_id, _ in channels],
        channels=[channel_id for _, channel_id in channels],
    )
    found = [
        ChannelAnswers(row.company_id, row.channel_id, row.menu, row.greeting, row.greeting_enabled)
        for row in result
    ]
    return {(one.company_id, one.channel_id): one for one in found}


M = TypeVar("M", bound=QueuePolicy)


class QueuePolicies(Generic[M]):
    """One company's policies of a kind."""

    def __init__(self, session: AsyncSession, company_id: UUID, model: type[M]) -> None:
        self._session = session
        self._company_id = company_id
        self._model = model

    async def all(self) -> Sequence[M]:
        """Return all policies: that of no queue first, the others by their age."""
        query = select(self._model).where(col(self._model.company_id) == self._company_id)
        order = (col(self._model.queue_id).is_not(None), col(self._model.id))
        return (await self._session.exec(query.order_by(*order))).all()

    async def lock(self, policy_id: UUID) -> M | None:
        """Return a policy, which is ours until the transaction ends."""
        query = select(self._model).where(
            col(self._model.company_id) == self._company_id, col(self._model.id) == policy_id
        )
        return (await self._session.exec(query.with_for_update())).first()

    def new(self, **columns: Any) -> M:
        """Return a policy that is not stored yet."""
        return self._model(company_id=self._company_id, **columns)

    async def store(self, policy: M) -> None:
        """Write a policy that is new or was changed."""
        self._session.add(policy)
        await self._session.flush()

    async def delete(self, policy: M) -> None:
        await self._session.delete(policy)
        await self._session.flush()
