"""Passwords: which are acceptable, and Argon2id in threads of its own.

Hashing costs tens of milliseconds and 19 MiB on purpose. It runs in a pool no larger than the
machine has cores, behind a queue of bounded length, so that a wave of sign-ins is answered "come
back later" instead of taking the event loop, the memory and every other request with it. Its threads
give way to everything else on the machine: people at work matter more than people arriving.
"""

import asyncio
import os
import secrets
import sys
import threading
import unicodedata
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from importlib.resources import files
from typing import Final, TypeVar

from argon2 import PasswordHasher, Type
from argon2.exceptions import VerifyMismatchError

from atende_platform.errors import InvalidInput, Unavailable

T = TypeVar("T")

MIN_CHARS: Final = 8
MAX_CHARS: Final = 128

_NICENESS: Final = 10
"""A tenth of the processor's time that a thread of ordinary priority gets beside it."""

# OWASP's Password Storage Cheat Sheet: m = 19 MiB, t = 2, p = 1.
_ARGON2: Final = PasswordHasher(
    time_cost=2, memory_cost=19 * 1024, parallelism=1, hash_len=32, salt_len=16, type=Type.ID
)


def normalise(password: str) -> str:
    """Return the password in the one form (NFKC) that all keyboards' ways of typing it lead to."""
    return unicodedata.normalize("NFKC", password)


@cache
def _common() -> frozenset[str]:
    lines = files("auth").joinpath("common_passwords.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def require_acceptable(password: str, *, email: str, field: str = "password") -> None:
    """Refuse passwords that are tried first by anyone who guesses. Raises `InvalidInput`.

    There are no composition rules: they make passwords alike (NIST SP 800-63B §3.1.1.2).
    Length is checked where the body is parsed.
    """
    folded = normalise(password).casefold()
    if folded in _common() or len(set(folded)) <= 2:
        raise InvalidInput("password-too-common", field=field)
    if folded in {email.casefold(), email.partition("@")[0].casefold()}:
        raise InvalidInput("password-is-email", field=field)


class Passwords:
    """Hashes and verifies passwords off the event loop.

    Every method raises `Unavailable` at once when ``threads + queue`` calls are already under way.
    """

    def __init__(self, *, threads: int = 0, queue: int = 64) -> None:
        self.threads = threads or os.cpu_count() or 1
        self._pool = ThreadPoolExecutor(self.threads, thread_name_prefix="argon2", initializer=_give_way)
        self.most = self.threads + queue
        """Calls that can be under way at a time."""
        self._places = threading.BoundedSemaphore(self.most)
        # An unknown login is checked against this, so that the answer takes as long.
        self._nobody = _ARGON2.hash(secrets.token_urlsafe())

    async def hash(self, password: str) -> str:
        """Return the hash to store."""
        return await self._run(lambda: _ARGON2.hash(normalise(password)))

    async def verify(self, password_hash: str | None, password: str) -> bool:
        """Tell whether the password fits. None as hash costs the same time and never fits."""
        fits = await self._run(lambda: _verify(password_hash or self._nobody, normalise(password)))
        return fits and password_hash is not None

    def is_outdated(self, password_hash: str) -> bool:
        """Tell whether a hash was made with other parameters than today's."""
        return _ARGON2.check_needs_rehash(password_hash)

    async def _run(self, work: Callable[[], T]) -> T:
        if not self._places.acquire(blocking=False):
            raise Unavailable("busy-signing-in", retry_after=2)
        future = self._pool.submit(work)
        # The place is free when the thread is, also if the caller has left before.
        future.add_done_callback(self._leave)
        return await asyncio.wrap_future(future)

    def _leave(self, _: Future[T]) -> None:
        self._places.release()


def _give_way() -> None:
    if sys.platform == "linux":  # Elsewhere it would hold for the whole process.
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)


def _verify(password_hash: str, password: str) -> bool:
    try:
        return _ARGON2.verify(password_hash, password)
    except VerifyMismatchError:
        return False
