"""What the chat service reads from its environment."""

from collections.abc import Mapping
from functools import cached_property
from typing import ClassVar, Self

from pydantic import Field, SecretStr, model_validator

from atende_platform.addresses import Network, networks_of
from atende_platform.process.settings import ServiceSettings
from atende_platform.sealing import keys_of


class Settings(ServiceSettings):
    """The shared settings, and those of imports, sockets and webhooks."""

    # Rows are found by key, and plans are made once: docs/adr/0034-a-message-in-five-statements.md.
    worker_planning: ClassVar[Mapping[str, str]] = {
        "plan_cache_mode": "force_generic_plan",
        "enable_seqscan": "off",
        "enable_hashjoin": "off",
        "enable_mergejoin": "off",
        "jit": "off",
    }

    import_max_rows: int = Field(default=200_000, ge=1)
    import_chunk_rows: int = Field(default=1000, ge=1, le=5000)
    """Rows per transaction of an import: what is done again, at most, after a crash."""

    socket_replay_limit: int = Field(default=1000, ge=1, le=10_000)
    """A socket that missed more events than this must load afresh (``resync``)."""
    realtime_poll_seconds: float = Field(default=1.0, gt=0)
    """How late an event can be when its notification was lost."""

    event_retention_days: float = Field(default=7.0, gt=0)

    webhooks_key: SecretStr = SecretStr("")
    """32 bytes in base64: seals the secrets of outgoing webhooks. Empty: nobody can add one."""
    webhooks_previous_keys: SecretStr = SecretStr("")
    """Comma-separated keys that older secrets may still be sealed with."""
    webhook_networks: str = ""
    """Comma-separated private networks that webhooks may reach all the same, also by http, such as
    ``10.1.0.0/16``: where receivers run beside the installation. Every company can then reach them."""
    webhook_connect_seconds: float = Field(default=5.0, gt=0, le=30)
    webhook_total_seconds: float = Field(default=15.0, gt=0, le=30)
    """How long a receiver may take to answer."""
    webhook_endpoints_at_a_time: int = Field(default=64, ge=1, le=500)
    """Endpoints that a worker delivers to at a time."""
    webhook_endpoints_of_a_company: int = Field(default=8, ge=1)
    """Of these, those of one company, over all workers."""
    webhook_backlog_hours: float = Field(default=72.0, gt=0)
    """How old an event may get before it is dropped. Not longer than EVENT_RETENTION_DAYS."""
    webhook_backlog_events: int = Field(default=100_000, ge=1)
    """How many of a company's newest events an endpoint may be behind; older ones are dropped."""
    webhook_disable_hours: float = Field(default=72.0, gt=0)
    """How long nothing may succeed at an endpoint before it is switched off."""
    webhook_kept_days: float = Field(default=7.0, gt=0)
    """How long the log of deliveries is kept."""

    @model_validator(mode="after")
    def _check_webhooks(self) -> Self:
        try:
            _ = self.webhook_network_list
        except ValueError as error:
            raise ValueError(f"webhook_networks {error}") from None
        if not self.webhook_keys and self.webhooks_previous_keys.get_secret_value():
            raise ValueError("webhooks_previous_keys needs a webhooks_key")
        return self

    @cached_property
    def webhook_keys(self) -> tuple[bytes, ...]:
        """The keys in bytes, the current one first; none when there is no current one."""
        current = self.webhooks_key.get_secret_value()
        previous = self.webhooks_previous_keys.get_secret_value()
        return keys_of("webhooks_key", current, previous) if current else ()

    @cached_property
    def webhook_network_list(self) -> tuple[Network, ...]:
        """`webhook_networks` one by one."""
        return networks_of(self.webhook_networks)
