"""Secrets of one sandbox: made at first use, kept in one file only its owner can read."""

import base64
import fcntl
import json
import os
import secrets
from pathlib import Path


def secret(directory: Path, name: str) -> str:
    """Return the secret of that name, making it at first use. Safe with several processes at once."""
    directory.mkdir(parents=True, exist_ok=True)
    directory.chmod(0o700)
    descriptor = os.open(directory / "secrets.json", os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "r+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        known: dict[str, str] = json.loads(file.read() or "{}")
        if name not in known:
            # 32 bytes of base64: what an AES-256 key needs, and URL-safe for use as a password.
            known[name] = base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()
            file.seek(0)
            file.truncate()
            json.dump(known, file, indent=1)
    return known[name]
