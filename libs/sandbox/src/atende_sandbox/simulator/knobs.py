"""Owns how the simulator misbehaves: validated knobs, global or per number, kept on disk.

A number's knobs are the defaults, overlaid by the global overrides, overlaid by the number's own. Setting a
knob merges: fields that are not named keep their value, and null removes the override. All chances are
drawn from one seeded generator, so a run can be repeated.
"""

import os
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Literal

import orjson
from pydantic import Field, model_validator

from atende_sandbox.simulator.schema import Schema


class Latency(Schema):
    """Time the send call takes before it answers; uniform in mean ± jitter."""

    mean: float = Field(default=0, ge=0, le=120_000)
    jitter: float = Field(default=0, ge=0, le=120_000)


class StatusDelay(Schema):
    """Milliseconds from the previous step (the first one from acceptance)."""

    sent: float = Field(default=50, ge=0)
    delivered: float = Field(default=150, ge=0)
    read: float = Field(default=600, ge=0)


class PairLimit(Schema):
    """Messages to one customer: `burst` at once, then one per `everySeconds` (Meta: 45 and 6)."""

    burst: int = Field(default=45, ge=1)
    every_seconds: float = Field(default=6, gt=0)


class InjectedError(Schema):
    """An error to answer with. `rate`, `count` and `forRecipients` narrow it down together.

    `via` "response" answers the call with the error; "status" accepts the message and reports the error in
    a `failed` webhook. With `afterAcceptance` the message is accepted and logged although an error is
    answered; with `bare` the answer has no Graph error body. Both make the outcome unknown to the caller.
    """

    code: int
    rate: float | None = Field(default=None, ge=0, le=1)
    count: int | None = Field(default=None, ge=0)
    for_recipients: list[str] | None = None
    via: Literal["response", "status"] = "response"
    http_status: int | None = Field(default=None, ge=400, le=599)
    bare: bool = False
    after_acceptance: bool = False
    details: str | None = None

    @model_validator(mode="after")
    def _is_narrowed(self) -> "InjectedError":
        if self.rate is None and self.count is None and self.for_recipients is None:
            raise ValueError("give at least one of rate, count, forRecipients (rate: 1 means always)")
        if self.for_recipients is not None:
            self.for_recipients = [recipient.lstrip("+") for recipient in self.for_recipients]
        return self

    def concerns(self, recipient: str) -> bool:
        """Whether the recipient is named, word for word or by a pattern such as `5511*0`."""
        if self.for_recipients is None or recipient in self.for_recipients:
            return True
        return any("*" in named and fnmatchcase(recipient, named) for named in self.for_recipients)


class Knobs(Schema):
    """What the simulator does to one number. The defaults are a healthy, fast and unlimited Meta.

    The 24-hour window is one of Meta's rules and no limit: it holds unless it is switched off.
    """

    # The send call.
    latency_ms: Latency = Latency()
    request_loss_rate: float = Field(default=0, ge=0, le=1)
    response_loss_rate: float = Field(default=0, ge=0, le=1)
    errors: list[InjectedError] = Field(default_factory=list)
    throughput_per_second: int | None = Field(default=None, ge=1, le=100_000)
    pair_limit: PairLimit | None = None
    daily_unique_users: int | None = Field(default=None, ge=1)
    brazilian_wa_id: Literal["as_given", "old_accounts"] = "as_given"
    held_for_quality: bool = False
    held_outcome: Literal["release", "drop"] = "release"
    enforce_window: bool = True
    # What becomes of an accepted message.
    status_delay_ms: StatusDelay = StatusDelay()
    delivered_rate: float = Field(default=1, ge=0, le=1)
    read_rate: float = Field(default=1, ge=0, le=1)
    played_rate: float = Field(default=1, ge=0, le=1)
    fail_rate: float = Field(default=0, ge=0, le=1)
    fail_code: int = 131026
    never_status_rate: float = Field(default=0, ge=0, le=1)
    # How webhooks travel.
    webhooks_paused: bool = False
    webhook_delay_ms: float = Field(default=0, ge=0)
    webhook_batch_size: int = Field(default=1, ge=1, le=1000)
    webhook_duplicate_rate: float = Field(default=0, ge=0, le=10)
    webhook_reorder: int = Field(default=0, ge=0, le=10_000)
    webhook_concurrency: int = Field(default=32, ge=1, le=256)
    webhook_timeout_ms: float = Field(default=10_000, gt=0)
    webhook_retry_base_ms: float = Field(default=500, gt=0)
    webhook_retry_max_ms: float = Field(default=15_000, gt=0)
    webhook_max_attempts: int = Field(default=200, ge=1)
    webhook_retry_for_seconds: float = Field(default=7 * 24 * 3600, gt=0)
    webhook_ack_loss_rate: float = Field(default=0, ge=0, le=1)
    webhook_sign_with: Literal["current", "previous", "either", "wrong", "nothing"] = "current"
    # Templates.
    template_review_ms: float = Field(default=1000, ge=0)
    template_review_outcome: Literal["APPROVED", "REJECTED", "never"] = "APPROVED"
    # Media.
    media_ttl_days: float = Field(default=30, ge=0)
    media_url_ttl_seconds: float = Field(default=300, ge=0)
    media_fail_rate: float = Field(default=0, ge=0, le=1)


# Sets of knobs by name. "meta" is what a new number meets in production: Meta's first tier, 250 users a day.
PRESETS: dict[str, dict[str, Any]] = {
    "meta": {
        "throughputPerSecond": 80,
        "pairLimit": {"burst": 45, "everySeconds": 6},
        "dailyUniqueUsers": 250,
        "latencyMs": {"mean": 180, "jitter": 120},
        "statusDelayMs": {"sent": 400, "delivered": 900, "read": 4000},
        "readRate": 0.7,
        "webhookDuplicateRate": 0.01,
    },
    "bad day": {
        "latencyMs": {"mean": 800, "jitter": 700},
        "requestLossRate": 0.02,
        "responseLossRate": 0.02,
        "errors": [{"code": 131000, "rate": 0.03}, {"code": 130429, "rate": 0.03}],
        "failRate": 0.05,
        "webhookDuplicateRate": 0.3,
        "webhookReorder": 50,
        "webhookAckLossRate": 0.05,
        "webhookDelayMs": 1500,
    },
    "silence": {"neverStatusRate": 1},
    "no window": {"enforceWindow": False},
}


class KnobStore:
    """Resolves the knobs of a number and remembers them across restarts."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._global: dict[str, Any] = {}
        self._numbers: dict[str, dict[str, Any]] = {}
        self._resolved: dict[str, Knobs] = {}
        if path.exists():
            stored = orjson.loads(path.read_bytes())
            self._global = stored["global"]
            self._numbers = stored["numbers"]

    def of(self, phone_number_id: str) -> Knobs:
        """The knobs in force. The object stays the same until they change: hot paths may hold it.

        Numbers without overrides share one object, and so one `count` of a globally injected error.
        """
        key = phone_number_id if phone_number_id in self._numbers else ""
        knobs = self._resolved.get(key)
        if knobs is None:
            knobs = self._resolved[key] = Knobs.model_validate(self._global | self._numbers.get(key, {}))
        return knobs

    def update(self, changes: dict[str, Any], phone_number_id: str | None) -> Knobs:
        """Merge `changes` (camelCase), or raise pydantic.ValidationError and change nothing."""
        current = self._global if phone_number_id is None else self._numbers.get(phone_number_id, {})
        merged = {name: value for name, value in (current | changes).items() if value is not None}
        Knobs.model_validate(merged)
        if phone_number_id is None:
            self._global = merged
        else:
            self._numbers[phone_number_id] = merged
        self._changed(phone_number_id)
        return self.of(phone_number_id or "")

    def replace(self, knobs: dict[str, Any], phone_number_id: str | None) -> None:
        """Forget what was set and set these instead."""
        if phone_number_id is None:
            self._global = {}
        else:
            self._numbers.pop(phone_number_id, None)
        self.update(knobs, phone_number_id)

    def clear(self, phone_number_id: str | None = None) -> None:
        """Drop one number's overrides, or all of them and the global ones."""
        if phone_number_id is None:
            self._global = {}
            self._numbers = {}
        else:
            self._numbers.pop(phone_number_id, None)
        self._changed(phone_number_id)

    def describe(self) -> dict[str, Any]:
        return {"global": self._global, "numbers": self._numbers}

    def _changed(self, phone_number_id: str | None) -> None:
        # `count` of an injected error is spent on the resolved object: a change of knobs arms it again.
        if phone_number_id is None:
            self._resolved.clear()
        else:
            self._resolved.pop(phone_number_id, None)
        write_atomically(self._path, orjson.dumps(self.describe()))


def write_atomically(path: Path, content: bytes) -> None:
    temporary = path.with_suffix(".tmp")
    temporary.write_bytes(content)
    os.replace(temporary, path)
