#!/usr/bin/env python3
"""Makes the .env of a production on one host: ``prepare.py DOMAIN MAIL [.env]``, with nothing but Python.

Secrets are made as `make secrets` makes them; what an .env has already stays, but for what the domain
decides. MAIL gets what the certificates' authority has to say of them. Then
`docker compose up` starts all of it.
"""

import json
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "deploy"))

import make_secrets  # noqa: E402 (it stands one folder above)

TARGETS = ROOT / "deploy/observability/compose/targets/public.json"
OURS = "deploy/production/compose.yaml"
_DOMAIN = re.compile(r"^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$")
_MAIL = re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s]+$")
_BACKUPS = re.compile(r"^BACKUP_DIRECTORY=[\"']?([^\"'\n]+)", re.MULTILINE)


def decided(domain: str, mail: str) -> dict[str, str]:
    """Return the settings that follow from the domain."""
    return {
        "COMPOSE_FILE": f"docker-compose.yml:{OURS}",
        "COMPOSE_PROFILES": "observability",
        "DOMAIN": domain,
        "ACME_EMAIL": mail,
        "PUBLIC_URL": f"https://{domain}",
        "MAIL_FROM": f"Atendechat <no-reply@{domain}>",
    }


def changed(text: str, settings: dict[str, str], *, keep: frozenset[str]) -> str:
    """Return the text of an .env with the settings; it keeps what it has of those in ``keep``."""
    lines = text.splitlines()
    for name, value in settings.items():
        places = [number for number, line in enumerate(lines) if line.startswith(f"{name}=")]
        if places and name not in keep:
            lines[places[0]] = f"{name}={value}"
        elif not places:
            lines.append(f"{name}={value}")
    return "".join(f"{line}\n" for line in lines)


def make_folder(folder: Path) -> None:
    """Make the folder of backups, which only its owner sees; `backup-folder` hands it to the containers."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except PermissionError:
        sys.stderr.write(f"{folder}: this account may not make it; Docker does, readable by anyone\n")


def main(arguments: list[str]) -> int:
    """Write .env and what Prometheus looks at; return the exit status."""
    if len(arguments) not in (2, 3) or not _DOMAIN.match(arguments[0]) or not _MAIL.match(arguments[1]):
        sys.stderr.write("usage: prepare.py DOMAIN MAIL [.env], such as chat.example.com ops@example.com\n")
        return 2
    domain, mail = arguments[:2]
    path = Path(arguments[2]) if len(arguments) == 3 else ROOT / ".env"
    is_new = not path.exists()
    if status := make_secrets.main([str(path)]):
        return status
    keep = frozenset() if is_new else frozenset({"MAIL_FROM", "COMPOSE_PROFILES", "COMPOSE_FILE"})
    make_secrets.replace(path, changed(path.read_text(), decided(domain, mail), keep=keep))
    TARGETS.write_text(json.dumps([{"targets": [f"https://{domain}/about"]}]) + "\n")
    where = _BACKUPS.search(path.read_text())
    make_folder(path.parent / (where[1].strip() if where else "backups"))
    has = "with TLS, backups and monitoring"
    if OURS not in path.read_text():
        has = f"without TLS and backups of ours, since COMPOSE_FILE leaves {OURS} out (docs/production.md)"
    sys.stdout.write(f"{path}: https://{domain}, {has}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
