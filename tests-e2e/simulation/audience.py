"""The campaign service's tables, and what its repositories' statements do with them.

Each function stands for the one of its name in `campaign.repository`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, cast
from uuid import UUID

from atende_contracts.campaigns import CampaignControlChangedV1
from atende_contracts.delivery import RANK
from atende_contracts.event import Party, TextContent
from atende_contracts.messages import DeliveryStatusChangedV1
from campaign.domain.delivery import Outcome, outcomes
from campaign.domain.states import UNSETTLED
from campaign.repository.campaigns import DispatchChannel
from campaign.repository.dispatch import Claimed, Group
from simulation.clock import Clock
from simulation.servers import Session


@dataclass(slots=True)
class Recipient:
    """A row of ``recipients``."""

    campaign_id: UUID
    send_id: UUID
    party: Party
    state: str = "pending"
    state_at: datetime | None = None
    dispatched_at: float | None = None
    error: str | None = None


@dataclass
class Campaign:
    """A row of ``campaigns``, with what the dispatcher reads of it."""

    id: UUID
    company_id: UUID
    channel_id: UUID
    content: TextContent
    state: str = "draft"
    revision: int = 0
    windows: Sequence[Mapping[str, Any]] = ()
    window_zone: str = "campaign"
    time_zone: str = "UTC"
    zones: Sequence[str] = ()
    messages_per_second: float | None = None
    paced_until: datetime | None = None
    max_per_day: int | None = None
    sent_on: Any = None
    sent_that_day: int = 0
    recipients: dict[UUID, Recipient] = field(default_factory=dict)


@dataclass
class Tables:
    """The campaign service's schema, as far as the send path goes."""

    clock: Clock
    rates: dict[tuple[UUID, UUID], float] = field(default_factory=dict)
    """Of channels, given as (company, id)."""
    campaigns: dict[UUID, Campaign] = field(default_factory=dict)
    sends: dict[UUID, Recipient] = field(default_factory=dict)

    def is_anybody_waiting(self) -> bool:
        """Tell whether there is something to dispatch, or to ask again for."""
        return any(one.state in UNSETTLED for one in self.sends.values())


def _tables(session: Any) -> Tables:
    return cast("Tables", cast("Session", session).tables)


# --- campaign.repository.campaigns -----------------------------------------------------------


async def channels_with_running(session: Any) -> list[tuple[UUID, UUID]]:
    running = {(c.company_id, c.channel_id) for c in _tables(session).campaigns.values() if _runs(c)}
    return sorted(running)


def _runs(campaign: Campaign) -> bool:
    """Tell whether a campaign runs. One with nothing left to send is over, as the service finds soon."""
    return campaign.state == "running" and any(one.state in UNSETTLED for one in campaign.recipients.values())


async def lock_channel(session: Any, company_id: UUID, channel_id: UUID) -> DispatchChannel | None:
    tables = _tables(session)
    return DispatchChannel(company_id, channel_id, tables.rates[company_id, channel_id], tables.clock.now)


async def claim_running(session: Any, company_id: UUID, channel_id: UUID) -> list[Campaign]:
    found = _tables(session).campaigns.values()
    return sorted((c for c in found if c.channel_id == channel_id and _runs(c)), key=lambda c: c.id)


async def mark_changed(session: Any, campaigns: Iterable[tuple[UUID, UUID]]) -> None:
    return None


# --- campaign.repository.dispatch ------------------------------------------------------------


async def in_flight(session: Any, company_id: UUID, channel_id: UUID) -> dict[UUID, int]:
    return {
        campaign.id: sum(one.state == "dispatched" for one in campaign.recipients.values())
        for campaign in _tables(session).campaigns.values()
        if campaign.channel_id == channel_id and campaign.state != "draft"
    }


async def ready(session: Any, company_id: UUID, groups: Sequence[Group], *, at_most: int) -> dict[Group, int]:
    campaigns = _tables(session).campaigns
    return {
        group: min(at_most, sum(one.state == "pending" for one in campaigns[group[0]].recipients.values()))
        for group in groups
    }


async def claim(
    session: Any, company_id: UUID, channel_id: UUID, quotas: Mapping[Group, int]
) -> list[Claimed]:
    tables, claimed = _tables(session), []
    for (campaign_id, _), quota in quotas.items():
        campaign = tables.campaigns[campaign_id]
        pending = sorted(id_ for id_, one in campaign.recipients.items() if one.state == "pending")
        for send_id in pending[:quota]:
            one = campaign.recipients[send_id]
            one.state, one.dispatched_at = "dispatched", tables.clock.seconds
            claimed.append(_claimed(campaign, one))
    return sorted(claimed, key=lambda each: each.send_id)


def _claimed(campaign: Campaign, one: Recipient) -> Claimed:
    return Claimed(campaign.company_id, campaign.id, campaign.channel_id, one.send_id, None, one.party, None)


async def claim_unanswered(session: Any, *, after_seconds: float, limit: int) -> list[Claimed]:
    tables = _tables(session)
    silent = [
        one
        for _, one in sorted(tables.sends.items())
        if one.state == "dispatched" and (one.dispatched_at or 0.0) < tables.clock.seconds - after_seconds
    ]
    for one in silent[:limit]:
        one.dispatched_at = tables.clock.seconds
    return [_claimed(tables.campaigns[one.campaign_id], one) for one in silent[:limit]]


async def contents_of(session: Any, campaigns: Iterable[tuple[UUID, UUID]]) -> dict[UUID, TextContent]:
    tables = _tables(session)
    return {id_: tables.campaigns[id_].content for _, id_ in campaigns}


# --- what others tell ------------------------------------------------------------------------


async def apply_statuses(session: Any, statuses: Sequence[DeliveryStatusChangedV1]) -> None:
    """Move recipients forward: ``apply_outcomes`` of `campaign.repository.recipients`."""
    tables = _tables(session)
    for outcome in outcomes(statuses):
        one = tables.sends.get(outcome.send_id)
        if one is None:
            continue  # An agent's reply.
        if outcome.state == "returned":
            if one.state == "dispatched":
                is_open = tables.campaigns[one.campaign_id].state in ("running", "paused")
                one.state, one.dispatched_at = "pending" if is_open else "cancelled", None
        elif _is_newer(one, outcome):
            one.state, one.state_at = outcome.state, outcome.state_at
            one.error = outcome.error_title


def _is_newer(one: Recipient, outcome: Outcome) -> bool:
    rank, known = RANK[outcome.state], RANK.get(one.state, -1)  # type: ignore[call-overload]
    return rank > known or (rank == known and one.state_at is not None and outcome.state_at < one.state_at)


async def act(session: Any, campaign: Campaign, state: str) -> None:
    """Pause, resume or cancel a campaign, as its user does; the gateway is to know."""
    campaign.state, campaign.revision = state, campaign.revision + 1
    if state == "cancelled":
        for one in campaign.recipients.values():
            if one.state == "pending":
                one.state = "cancelled"
    session.events.append(
        CampaignControlChangedV1(
            company_id=campaign.company_id,
            campaign_id=campaign.id,
            channel_id=campaign.channel_id,
            state=cast("Any", state),
            revision=campaign.revision,
        )
    )


FUNCTIONS: Final[dict[str, Sequence[Any]]] = {
    "campaigns": (channels_with_running, lock_channel, claim_running, mark_changed),
    "dispatch": (in_flight, ready, claim, claim_unanswered, contents_of),
}
"""What stands for what, by the module of `campaign.repository`."""
