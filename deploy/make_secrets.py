#!/usr/bin/env python3
"""Makes .env of .env.example: ``python3 deploy/make_secrets.py [.env]``, with nothing but Python.

Every ``change-me`` becomes 32 random bytes in base64. What an .env has already stays; secrets and settings
that it lacks, as after an upgrade, are added. Only its owner can read the file.
"""

import base64
import os
import re
import secrets
import sys
from pathlib import Path

PLACEHOLDER = "change-me"
EXAMPLE = Path(__file__).resolve().parent.parent / ".env.example"
_LINE = re.compile(r"^([A-Z][A-Z0-9_]*)=(.*)$")


def new_secret(name: str) -> str:
    """Return a random value: for keys in plain base64, for passwords in letters that a URL can hold."""
    value = secrets.token_bytes(32)
    if name.endswith("_KEY"):
        return base64.b64encode(value).decode()
    return base64.urlsafe_b64encode(value).decode().rstrip("=")


def complete(example: str, existing: str) -> tuple[str, list[str]]:
    """Return the text of an .env and the names of the secrets that were made.

    Raises ValueError if the existing text has placeholders: what they protect is in use already.
    """
    known = {match[1]: match[2] for line in existing.splitlines() if (match := _LINE.match(line))}
    used = {match[1] for line in example.splitlines() if (match := _LINE.match(line))}
    if weak := sorted(name for name in known.keys() & used if PLACEHOLDER in known[name]):
        raise ValueError(f"still placeholders: {', '.join(weak)}. See docs/secrets.md for how to change each")
    made, lines = [], []
    for line in example.splitlines():
        match = _LINE.match(line)
        if existing and (match is None or match[1] in known):
            continue
        if match and match[2] == PLACEHOLDER:
            made.append(match[1])
            line = f"{match[1]}={new_secret(match[1])}"
        lines.append(line)
    text = "".join(f"{line}\n" for line in lines)
    return (existing.rstrip("\n") + "\n" + text if existing else text), made


def replace(path: Path, text: str) -> None:
    """Replace a file that only its owner reads, all at once: what is in an .env is nowhere else."""
    if path.exists() and path.read_text() == text:
        return
    scratch = path.with_name(f"{path.name}.new")
    scratch.unlink(missing_ok=True)
    with os.fdopen(os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    scratch.replace(path)


def main(arguments: list[str]) -> int:
    """Write the file; return the exit status."""
    path = Path(arguments[0] if arguments else EXAMPLE.parent / ".env")
    try:
        text, made = complete(EXAMPLE.read_text(), path.read_text() if path.exists() else "")
    except ValueError as error:
        sys.stderr.write(f"{path}: {error}\n")
        return 1
    replace(path, text)
    sys.stdout.write(f"{path}: {len(made)} secrets made{': ' if made else ''}{', '.join(made)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
