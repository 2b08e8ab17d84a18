"""Secrets among the settings: never shown, and never one that others know.

`SecretUrl` is a URL whose password no ``repr`` shows. `weak_secrets` finds what nobody may use outside
a sandbox: placeholders of ``.env.example``, keys of zeros or of text, passwords that can be guessed.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Annotated, Final
from urllib.parse import unquote, urlsplit, urlunsplit

from pydantic import AfterValidator, SecretStr

from atende_platform.sealing import KEY_BYTES, keys_of

SANDBOXES: Final = frozenset({"development", "test"})
"""Values of ``ENVIRONMENT`` where weak secrets are taken: nothing there is worth stealing."""

_SHORTEST: Final = 16
_FEWEST_CHARACTERS: Final = 6
_FEWEST_BYTES: Final = 16
"""Of the 32 bytes of a random key about 30 differ; fewer than 16 do once in 10^20 keys."""
_PLACEHOLDER: Final = re.compile(
    r"change.?me|change.?this|replace.?(me|this)|placeholder|example|your.?(password|secret|token|key)",
    re.IGNORECASE,
)
_OTHERS_CHOOSE: Final = frozenset({"smtp", "smtps"})
"""Schemes of servers whose passwords are given to us: only placeholders are refused."""
_PASSWORD_IN_URL: Final = re.compile(r"(://[^/\s:@]*):[^/\s@]+@")


class _SecretUrl(str):
    """A URL that shows no password unless it is used as text."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"SecretUrl({without_password(str(self))!r})"


SecretUrl = Annotated[str, AfterValidator(_SecretUrl)]
"""The type of a setting that is a URL and may carry a password."""


def secret_url(url: str) -> str:
    """Return a URL as a setting of type `SecretUrl` has it; for defaults, which are not validated."""
    return _SecretUrl(url)


def without_password(text: str) -> str:
    """Return a text with the passwords of all URLs in it hidden."""
    return _PASSWORD_IN_URL.sub(r"\1:***@", text) if "://" in text else text


def password_of(url: str) -> str:
    """Return the password in a URL, or nothing."""
    return unquote(urlsplit(url).password or "")


def user_of(url: str) -> str:
    """Return the user in a URL, or nothing."""
    return unquote(urlsplit(url).username or "")


def with_credentials(url: str, user: str, password: str) -> str:
    """Return a URL with another user and password, which must need no escaping."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=f"{user}:{password}@{parts.netloc.rpartition('@')[2]}"))


def weak_secrets(settings: Mapping[str, object]) -> list[str]:
    """Return what is wrong with each weak secret among settings by name, as ``NAME reason``.

    Secrets are values of the types `SecretUrl` and `SecretStr`; of the latter those whose name ends with
    ``_key`` are keys. Keys that only open what was sealed before may be weak, or nobody could leave them.
    """
    problems = []
    passwords: dict[str, str] = {}
    for name, value in settings.items():
        for secret, reason in _judged(name, value):
            if reason is None and secret in passwords:
                reason = f"is the same as that of {passwords[secret]}"
            passwords.setdefault(secret, name.upper())
            if reason:
                problems.append(f"{name.upper()} {reason}")
    return problems


def _judged(name: str, value: object) -> Iterator[tuple[str, str | None]]:
    """Yield each secret of a setting, and what is wrong with it."""
    if isinstance(value, _SecretUrl) and (password := password_of(value)):
        yield password, password_weakness(password, ours=urlsplit(value).scheme not in _OTHERS_CHOOSE)
    elif isinstance(value, SecretStr) and (secret := value.get_secret_value()):
        if name.endswith("_previous_keys"):
            return
        yield secret, key_weakness(secret) if name.endswith("_key") else password_weakness(secret)


def password_weakness(password: str, *, ours: bool = True) -> str | None:
    """Return why a password or token must not be used, or None. ``ours``: we may choose it."""
    if _PLACEHOLDER.search(password):
        return "is a placeholder"
    if ours and len(password) < _SHORTEST:
        return f"is too short: a secret has at least {_SHORTEST} random characters"
    if ours and len(set(password)) < _FEWEST_CHARACTERS:
        return "repeats a few characters"
    return None


def key_weakness(text: str) -> str | None:
    """Return why a key in base64 must not be used, or None."""
    if _PLACEHOLDER.search(text):
        return "is a placeholder"
    try:
        (key,) = keys_of("the key", text, "")
    except ValueError:
        return f"is not {KEY_BYTES} bytes in base64"
    return key_bytes_weakness(key)


def key_bytes_weakness(key: bytes) -> str | None:
    """Return why 32 bytes must not be used as a key, or None: they are zeros, a pattern, or text."""
    if not any(key):
        return "is all zeros"
    if all(32 <= byte < 127 for byte in key):
        return "is text, not random bytes"
    steps = {(after - before) % 256 for before, after in pairwise(key)}
    if len(set(key)) < _FEWEST_BYTES or len(steps) == 1:
        return "is a pattern, not random"
    return None
