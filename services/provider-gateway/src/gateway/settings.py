"""What the gateway's processes read from their environment."""

import hmac
from collections.abc import Mapping
from functools import cached_property
from typing import ClassVar, Final, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, model_validator

from atende_platform.process.settings import SHORTEST_SHUTDOWN_SECONDS, ServiceSettings
from atende_platform.sealing import keys_of

LEASE_MARGIN_SECONDS: Final = 2.0
"""No POST begins that could still be open so long before its lease ends."""


class Settings(ServiceSettings):
    # The ledger is only ever searched by key: docs/adr/0030-the-ledger-is-searched-by-key.md.
    worker_planning: ClassVar[Mapping[str, str]] = {
        "enable_seqscan": "off",
        "enable_hashjoin": "off",
        "enable_mergejoin": "off",
        "jit": "off",
    }

    public_url: str = "http://127.0.0.1:8080"
    """Where the world reaches us; webhook URLs are built from it."""

    credentials_key: SecretStr
    """32 bytes in base64: seals the providers' tokens at rest."""
    credentials_previous_keys: SecretStr = SecretStr("")
    """Comma-separated keys that older credentials may still be sealed with."""

    whatsapp_graph_url: str = "https://graph.facebook.com"
    graph_version: str = Field(default="v23.0", pattern=r"^v\d+\.\d+$")
    webhook_refusals_per_minute: int = Field(default=60, ge=1)
    """Wrong signatures and verify tokens from an address, per process, before it must wait."""
    webhook_verify_token: SecretStr = SecretStr("")
    """For the webhook URL that all channels of one Meta app share; empty: that URL cannot be verified."""

    send_connect_seconds: float = Field(default=3.0, gt=0)
    shutdown_seconds: float = Field(default=55.0, ge=SHORTEST_SHUTDOWN_SECONDS, le=600)
    """As of every process; longer here, because sends under way are finished with their batch: those that are
    cut off are unconfirmed."""
    send_total_seconds: float = Field(default=15.0, gt=0)
    send_lease_seconds: float = Field(default=30.0, gt=0)
    """How long a send may stay without an outcome. Must exceed the longest POST by a margin."""
    sends_in_flight: int = Field(default=400, ge=1, le=2000)
    """Open POSTs per process, for replies and for campaigns each."""
    campaign_batches: int = Field(default=3, ge=1, le=12)
    """Batches of campaigns' messages that a process sends at a time: a slow channel holds up only those that
    share its partition of the topic."""
    rate_wait_seconds: float = Field(default=20.0, ge=0, le=120)
    """How long a batch waits for the channel's rate before the rest is left to the retry schedule."""
    record_seconds: float = Field(default=60.0, gt=0)
    """How long outcomes are held in memory while the database is away."""

    media_url: str = Field(default="file:///var/lib/atende/media", pattern=r"^(file:///|s3://[^/])")
    """Where messages' files are kept: a folder, ``file:///…``, that all processes of this service share, or
    ``s3://bucket/prefix`` with the credentials in ``AWS_ACCESS_KEY_ID`` and its like."""
    media_hosts: str = "lookaside.fbsbx.com"
    """Comma-separated hosts that the provider's files may come from, over https; its API's own is one."""
    media_max_bytes: int = Field(default=100 * 1024 * 1024, ge=1)
    """Files of customers that are larger are not fetched; WhatsApp itself takes up to 100 MB."""
    media_fetches: int = Field(default=4, ge=1, le=64)
    """Files that a process fetches, and that it uploads, at a time."""
    media_fetch_seconds: float = Field(default=120.0, gt=0)
    """How long one try may take."""
    media_give_up_seconds: float = Field(default=24 * 3600.0, gt=0, le=7 * 24 * 3600.0)
    """How long a file is tried for. The provider keeps what customers send for a week."""
    whatsapp_web_media_url: str = "https://mmg.whatsapp.net"
    """Where the files of WhatsApp Web's messages are fetched from, encrypted, and from nowhere else."""
    whatsapp_web_history_days: int = Field(default=90, ge=0, le=3650)
    """Of what was said before an account was linked, this much is taken over."""
    whatsapp_web_history_messages: int = Field(default=10_000, ge=0, le=1_000_000)
    """At most so many messages of it, for each pairing."""
    whatsapp_web_history_file_days: int = Field(default=7, ge=0, le=60)
    """Files of older messages stay on the phone; WhatsApp keeps them for some weeks."""

    whatsapp_web_pause_seconds: float = Field(default=1.0, ge=0, le=60)
    """The shortest pause between two messages of a number on WhatsApp Web; the longest is three times it."""
    whatsapp_web_messages_per_minute: int = Field(default=20, ge=1, le=1000)
    """More than a person would write is what WhatsApp restricts numbers for."""
    whatsapp_web_cold_pause_seconds: float = Field(default=30.0, ge=0, le=3600)
    """The shortest pause between two messages to people who never wrote to the number; the longest is twice
    that."""
    whatsapp_web_cold_per_day: int = Field(default=20, ge=0, le=10_000)
    """People who never wrote to a number to whom it may write in 24 hours."""

    media_renditions: int = Field(default=2, ge=0, le=32)
    """Files that a process has looked at at a time, for their size, length and small picture, and recordings
    that it has made into voice notes. 0: files are not looked at; voice notes are made one at a time."""
    media_poll_seconds: float = Field(default=1.0, gt=0)

    whatsapp_web_node: str = "node"
    """The Node that the bridge to WhatsApp Web runs on, 22.18 or newer: a path, or a name on the PATH. Only
    the role ``sessions`` needs it."""
    whatsapp_web_bridge: str = ""
    """The folder of the bridge's program, with its libraries; empty: beside this service's source."""
    whatsapp_web_url: str = Field(
        default="wss://web.whatsapp.com/ws/chat", pattern=r"^wss?://[^/\s]+(/\S*)?$"
    )
    """Where sessions connect to."""
    whatsapp_web_version: str = Field(default="", pattern=r"^(\d+\.\d+\.\d+)?$")
    """The version of WhatsApp Web that sessions say they are, such as ``2.3000.1043857760``; empty: the one
    that the bridge's library names. For the day on which WhatsApp refuses that and no release is out."""
    whatsapp_web_preload: str = ""
    """A module that the bridge loads first, by its path: for tests against a stub, which has other keys than
    WhatsApp. Refused unless `whatsapp_web_url` is an address of this machine."""
    whatsapp_web_sessions_per_bridge: int = Field(default=50, ge=1, le=200)
    """Sessions of one bridge, which is a process of about 100 MB and 3 MB for each."""
    whatsapp_web_bridges: int = Field(default=1, ge=1, le=20)
    """Bridges that a process has at most; each holds `whatsapp_web_sessions_per_bridge`."""
    whatsapp_web_files: str = ""
    """The folder for attachments that are being sent, on a disk rather than in memory; empty: among the
    system's temporary files. Nothing stays there; what a killed process left is removed at the next start."""
    whatsapp_web_file_bytes: int = Field(default=256 * 1024 * 1024, ge=1024 * 1024)
    """What attachments may take there at a time, each of them twice; further ones wait. Of each company one
    is sent at a time."""
    whatsapp_web_lease_seconds: float = Field(default=30.0, ge=15, le=600)
    """How long a session stays with a process that says nothing more, before another opens it."""
    whatsapp_web_opens_per_second: float = Field(default=1.0, gt=0, le=1000)
    """Sessions that a process opens; those that a phone is being linked to do not wait."""
    sessions_poll_seconds: float = Field(default=1.0, gt=0)
    """How often it is looked for sessions to hold, while there are any."""

    sends_kept_days: int = Field(default=90, ge=15)
    """How long sends that are over stay in the ledger. Longer than any order may come again out of Kafka."""

    pending_channels: int = Field(default=20, ge=1)
    """Channels that a company may have whose number it has not proved yet to be its own."""
    channel_claim_hours: float = Field(default=72.0, gt=0, le=24 * 365)
    """How long a channel may stay so before it is deleted."""
    channel_asks_per_minute: int = Field(default=30, ge=1)
    """How often a company may have the provider asked about its channels, over all replicas."""
    whatsapp_web_pairings_per_minute: int = Field(default=10, ge=1)
    """How often a company may link phones to WhatsApp Web channels, or reconnect those, over all replicas."""
    claim_poll_seconds: float = Field(default=1.0, gt=0)
    """How often it is looked which pending channels the provider is to be asked about."""

    channel_cache_seconds: float = Field(default=5.0, ge=0)
    retry_poll_seconds: float = Field(default=0.5, gt=0)
    sweep_seconds: float = Field(default=5.0, gt=0)
    parked_poll_seconds: float = Field(default=5.0, gt=0)
    account_poll_seconds: float = Field(default=5.0, gt=0)
    """How often it is looked which channels are to be checked and whose templates are to be read."""

    @model_validator(mode="after")
    def _check_key(self) -> Self:
        if not (self.credential_keys and self.credentials_key.get_secret_value()):
            raise ValueError("credentials_key must not be empty")
        return self

    @model_validator(mode="after")
    def _check_lease(self) -> Self:
        if self.send_lease_seconds < self.send_total_seconds + LEASE_MARGIN_SECONDS + 1:
            raise ValueError("send_lease_seconds must exceed send_total_seconds by 3 at least")
        return self

    @model_validator(mode="after")
    def _check_preload(self) -> Self:
        if self.whatsapp_web_preload and urlsplit(self.whatsapp_web_url).hostname not in {
            "127.0.0.1",
            "localhost",
        }:
            raise ValueError("whatsapp_web_preload is for tests: whatsapp_web_url must be of this machine")
        return self

    @cached_property
    def link_keys(self) -> tuple[bytes, ...]:
        """What links to files are signed with, the current one first: made of the keys for credentials."""
        return tuple(hmac.new(key, b"links to files", "sha256").digest() for key in self.credential_keys)

    @cached_property
    def media_host_set(self) -> frozenset[str]:
        """`media_hosts` one by one."""
        return frozenset(part.strip().lower() for part in self.media_hosts.split(",") if part.strip())

    @cached_property
    def credential_keys(self) -> tuple[bytes, ...]:
        """The keys in bytes, the current one first."""
        current, previous = self.credentials_key, self.credentials_previous_keys
        return keys_of("credentials_key", current.get_secret_value(), previous.get_secret_value())
