"""The second factor: time-based codes of an authenticator app (RFC 6238), and recovery codes."""

import hashlib
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import pyotp
import structlog
from pyotp.exceptions import OTPVerificationError

from atende_platform.errors import Unavailable
from atende_platform.sealing import SealBroken, Sealer

log = structlog.get_logger(__name__)

_ISSUER: Final = "Atendechat"
_STEPS_OFF: Final = 1
"""Clocks of telephones are off, and people type slowly: the code before and the one after count, too."""
_RECOVERY_CODES: Final = 10
_RECOVERY_CHARS: Final = 16
_ALPHABET: Final = "abcdefghijkmnpqrstuvwxyz23456789"
"""32 signs that nobody takes for one another."""


@dataclass(frozen=True, slots=True)
class Given:
    """The second factor as a request gave it: one of the two, or neither."""

    code: str | None = None
    recovery_code: str | None = None

    def __bool__(self) -> bool:
        return self.code is not None or self.recovery_code is not None


class Totp:
    """Makes secrets, seals them, and checks codes. ``clock`` returns seconds since the epoch.

    Without keys (``TOTP_KEY``) all of it raises `Unavailable`.
    """

    def __init__(self, keys: tuple[bytes, ...], clock: Callable[[], float] = time.time) -> None:
        self._sealer = Sealer(keys) if keys else None
        self._clock = clock

    def new_secret(self, login_id: UUID) -> tuple[str, bytes, str]:
        """Return a new secret of 160 bits in base32, its sealed form, and the row it is sealed for."""
        secret, row = pyotp.random_base32(), f"login|totp|{login_id}"
        return secret, self._sealing().seal(secret, row=row), row

    def step_of(self, sealed: bytes, sealed_for: str, code: str) -> int | None:
        """Return the time step that the code is of, or None if it is of none that counts now."""
        try:
            secret = self._sealing().open(sealed, row=sealed_for)
        except SealBroken as error:
            log.error("totp.secret_not_opened", row=sealed_for, error=str(error))
            raise _unavailable() from None
        try:
            return pyotp.TOTP(secret).verify_and_get_timecode(
                code, for_time=self._clock(), valid_window=_STEPS_OFF
            )
        except OTPVerificationError:
            return None

    def _sealing(self) -> Sealer:
        if self._sealer is None:
            raise _unavailable()
        return self._sealer


def otpauth_uri(secret: str, email: str) -> str:
    """Return what authenticator apps read from a QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=_ISSUER)


def new_recovery_codes() -> list[str]:
    """Return ten codes of 80 random bits, in groups that can be typed."""
    codes = (
        "".join(secrets.choice(_ALPHABET) for _ in range(_RECOVERY_CHARS)) for _ in range(_RECOVERY_CODES)
    )
    return ["-".join(code[at : at + 4] for at in range(0, _RECOVERY_CHARS, 4)) for code in codes]


def hash_recovery_code(code: str) -> bytes:
    """Return how the code is stored, however it is typed. It is random, so a plain hash is enough."""
    return hashlib.sha256(code.lower().replace("-", "").replace(" ", "").encode()).digest()


def _unavailable() -> Unavailable:
    return Unavailable("totp-unavailable", retry_after=60)
