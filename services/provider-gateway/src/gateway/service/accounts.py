"""Asking a provider about a company's channel, without holding a transaction meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from atende_platform.data.db import Database
from atende_platform.errors import AppError, Conflict, NotFound, TooManyRequests, Unavailable
from gateway.domain.channels import PENDING, UNUSABLE, Capability, ChannelAccess
from gateway.domain.errors import ProviderAway, ProviderRefusal, Treatment
from gateway.providers import Provider, Providers
from gateway.repository.channels import find_access
from gateway.sealing import Sealer
from gateway.service.directory import open_access

T = TypeVar("T")


class ProviderRefused(AppError):
    own_reason = "provider-refused"


@dataclass(frozen=True, slots=True)
class Accounts:
    """What it takes to ask: each use is a transaction of its own, before or after the provider's answer."""

    database: Database
    providers: Providers
    sealer: Sealer

    async def access(
        self, company_id: UUID, channel_id: UUID, *, also_pending: bool = False
    ) -> ChannelAccess:
        """Return a channel as it is now.

        Raises `NotFound`, and `Conflict` if its secrets do not open or its number is not proved.
        """
        async with self.database.tenant(company_id) as session:
            rows = await find_access(session, channel_ids=[channel_id])
        if not rows:
            raise NotFound("channel-not-found")
        access = open_access(rows[0], self.sealer)
        if access.status == UNUSABLE:
            raise Conflict("channel-unusable")
        if access.status == PENDING and not also_pending:
            raise Conflict("channel-pending")
        return access

    def provider_of(self, access: ChannelAccess) -> Provider:
        """Return the channel's provider."""
        return self.providers[access.provider]


def required(part: T | None, capability: Capability) -> T:
    """Return the part of a provider that a request needs. Raises `Conflict` when it has none."""
    if part is None:
        raise Conflict("not-supported-by-provider", capability=capability, extra={"capability": capability})
    return part


@contextmanager
def raising_app_errors() -> Iterator[None]:
    """Raise an `AppError` for what the provider refuses, or does not answer."""
    try:
        yield
    except ProviderAway:
        raise Unavailable("provider-silent", retry_after=10) from None
    except ProviderRefusal as refusal:
        error = refusal.error
        words = f"{error.title}: {error.details}" if error.details else error.title
        match refusal.treatment:
            case Treatment.CHANNEL_STOPPED:
                raise Conflict("channel-refused", answer=words) from None
            case Treatment.THROTTLED:
                raise TooManyRequests("provider-throttled", answer=words, retry_after=60) from None
            case Treatment.RETRY:
                raise Unavailable("provider-unavailable", answer=words, retry_after=10) from None
        raise ProviderRefused(answer=words, provider_code=error.code) from None
