"""The campaign service's own settings, beside those that every service has."""

from pydantic import Field

from atende_platform.process.settings import ServiceSettings


class Settings(ServiceSettings):
    """How large the engine's steps are and how often it takes them."""

    campaign_window_seconds: float = Field(default=2.0, gt=0, le=60)
    """How many seconds of a channel's rate may be dispatched and not yet accepted by the provider.

    Pause, cancel and opt-outs act within this time; too small a window starves the gateway.
    """
    campaign_contact_grace_seconds: float = Field(default=30.0, ge=0)
    """How long after the start a target is waited for whose contact is not known here yet.

    The campaign runs with the others meanwhile; it does not finish before.
    """
    campaign_expansion_chunk: int = Field(default=5000, ge=1, le=10_000)
    campaign_import_max_rows: int = Field(default=200_000, ge=1)
    """Largest file of phones of one upload."""
    campaign_import_chunk_rows: int = Field(default=500, ge=1, le=5000)
    """Rows per transaction of an import: what is done again, at most, after a crash."""
    campaign_test_sends_per_hour: int = Field(default=10, ge=1, le=1000)
    """How many messages a company may send to itself to try its campaigns."""
    campaign_claim_limit: int = Field(default=1000, ge=1, le=10_000)
    """Most recipients claimed in one transaction, however high a channel's rate is."""
    campaign_sweep_chunk: int = Field(default=20_000, ge=1)
    """Most recipients cancelled in one transaction after their campaign was ended."""
    campaign_redispatch_seconds: float = Field(default=600.0, gt=0)
    """After how long without any status a dispatched recipient is asked for again."""

    campaign_stuck_seconds: float = Field(default=900.0, gt=0)
    """After how long without a step a campaign that ought to move counts as stuck (`campaign_stuck`)."""
    campaign_unconfirmed_hours: float = Field(default=24.0, gt=0)
    """After how long of silence the last recipients of a campaign become `unconfirmed`, so that it ends.

    They are asked for again all the time before; what is heard later still counts.
    """
    campaign_content_kept_days: float = Field(default=90.0, gt=0)
    """For how long after a campaign is over the messages made for its recipients are kept."""

    campaign_late_start_hours: float = Field(default=6.0, ge=0, le=168)
    """How late a scheduled campaign or a run may still start by itself, after the service was down.

    A campaign that is later is paused and says so; a run is skipped.
    """
    campaign_schedule_interval: float = Field(default=1.0, gt=0)
    campaign_plan_interval: float = Field(default=0.5, gt=0)
    campaign_dispatch_interval: float = Field(default=0.2, gt=0)
    campaign_progress_interval: float = Field(default=1.0, gt=0)
    """Seconds between two progress events of one campaign; large campaigns take longer pauses."""

    campaign_reply_days: float = Field(default=3.0, gt=0, le=30)
    """For how long after a campaign's message what its recipient writes to the channel counts as a reply.

    Who leaves broadcasts in that time counts as an opt-out of the campaign.
    """

    campaign_pause_error_rate: float = Field(default=0.3, gt=0, le=1)
    """From which share of failures among its last 100 messages a campaign pauses by itself.

    Failures that are the recipient's, such as a number that is not on WhatsApp, do not count.
    """
    campaign_pause_outcomes: int = Field(default=50, ge=1, le=100)
    """How many messages must have an outcome before that."""
