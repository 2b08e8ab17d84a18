"""This machine's part: certificates that end, disks that fill up."""

import asyncio
import shutil
import ssl
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from cryptography import x509

from atende_contracts.topics import ServiceName
from atende_ops.access import environment_of
from atende_ops.checks.finding import Finding, State

_DAYS: Final = 14
_FREE: Final = 0.1
_SECONDS: Final = 5.0
_PORT: Final = 443
_SITES: Final = ("PUBLIC_URL", "CONSOLE_URL")
_FILES: Final = ("KAFKA_CERTIFICATE_FILE", "KAFKA_CA_FILE", "REDIS_CA_FILE")
_FOLDERS: Final = ("MAIL_DIR",)


async def machine(services: Sequence[ServiceName]) -> list[Finding]:
    """Look at certificates and disks that the settings of services name."""
    environments = [environment_of(each) for each in services]
    sites = {each[name] for each in environments for name in _SITES if each.get(name)}
    files = {each[name] for each in environments for name in _FILES if each.get(name)}
    findings = [await _site(site) for site in sorted(sites) if site.startswith("https://")]
    findings += [_file(Path(each)) for each in sorted(files)]
    folders = {Path("/tmp"), *(folder for each in environments for folder in _folders(each))}  # noqa: S108
    return findings + [_disk(each) for each in sorted(folders) if each.exists()]


async def _site(url: str) -> Finding:
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or _PORT
    try:
        async with asyncio.timeout(_SECONDS):
            _, writer = await asyncio.open_connection(host, port, ssl=ssl.create_default_context())
    except ssl.SSLCertVerificationError as error:
        remedy = "Renew it, or have the edge send the whole chain: browsers and Meta refuse it."
        return Finding("certificates", "wrong", f"{host}: {error.verify_message}", remedy)
    except (OSError, TimeoutError) as error:
        said = f"{host} cannot be reached from here: {str(error) or type(error).__name__}"
        return Finding("certificates", "warning", said, "It may be reachable from outside only.")
    try:
        der = writer.get_extra_info("ssl_object").getpeercert(binary_form=True)
    finally:
        writer.close()
    return _ends(host, x509.load_der_x509_certificate(der))


def _file(path: Path) -> Finding:
    try:
        certificates = x509.load_pem_x509_certificates(path.read_bytes())
    except (OSError, ValueError) as error:
        return Finding("certificates", "wrong", f"{path}: {error}", "Mount the file, in PEM.")
    return _ends(str(path), min(certificates, key=lambda each: each.not_valid_after_utc))


def _ends(name: str, certificate: x509.Certificate) -> Finding:
    end = certificate.not_valid_after_utc
    days = (end - datetime.now(UTC)).days
    state: State = "wrong" if days < 0 else "warning" if days < _DAYS else "fine"
    remedy = "" if state == "fine" else "Renew it: docs/alerts.md, CertificateExpiry."
    return Finding("certificates", state, f"{name}: ends {end:%Y-%m-%d}, in {days} days", remedy)


def _folders(environment: dict[str, str]) -> Iterator[Path]:
    for name in _FOLDERS:
        if environment.get(name):
            yield Path(environment[name])
    media = urlsplit(environment.get("MEDIA_URL", ""))
    if media.scheme == "file":
        yield Path(media.path)


def _disk(folder: Path) -> Finding:
    usage = shutil.disk_usage(folder)
    free = usage.free / usage.total
    said = f"{folder}: {usage.free / 1e9:.1f} GB of {usage.total / 1e9:.1f} GB are free"
    if free >= _FREE:
        return Finding("disk", "fine", said)
    state: State = "wrong" if free < _FREE / 2 else "warning"
    return Finding("disk", state, said, "Make room, or a larger disk: docs/alerts.md, DiskFull.")
