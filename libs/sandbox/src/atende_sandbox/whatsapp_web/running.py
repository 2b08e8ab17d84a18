"""Runs the stub for tests: one process, which ends with the one that started it."""

import json
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from atende_sandbox.bridge import stub_settings
from atende_sandbox.errors import SandboxError
from atende_sandbox.whatsapp_web.installation import PROGRAM, TRUST, ensure_installed


@dataclass(frozen=True)
class Stub:
    """Where a running stub is, and what clients of it need."""

    url: str
    """Its API and its page."""
    folder: Path
    """What has to be trusted: `root`, the key in hex, and `media.pem`, the media host's certificate."""
    media_host: str

    @property
    def web_socket_url(self) -> str:
        """Return what Baileys takes for WhatsApp's own address."""
        return web_socket_url(self.url)

    @property
    def bridge_environment(self) -> dict[str, str]:
        """Return what a Node program with Baileys is started with, so that it trusts the stub."""
        return bridge_environment(self.folder)

    @property
    def gateway_settings(self) -> dict[str, str]:
        """Return what the gateway is started with, so that its bridges connect to the stub and trust it."""
        return gateway_settings(self.url, self.folder)

    @property
    def media_certificate(self) -> Path:
        return self.folder / "media.pem"


def bridge_environment(folder: Path) -> dict[str, str]:
    """Return the environment of a program whose Baileys is to trust the stub with this folder."""
    return {
        "NODE_OPTIONS": f"--import={TRUST.as_uri()}",
        "WHATSAPP_WEB_STUB_ROOT": str(folder / "root"),
        "NODE_EXTRA_CA_CERTS": str(folder / "media.pem"),
    }


def gateway_settings(url: str, folder: Path) -> dict[str, str]:
    """Return the environment of a gateway whose bridges are to take the stub at this address for WhatsApp."""
    return {**stub_settings(web_socket_url(url), folder), "WHATSAPP_WEB_MEDIA_URL": url}


def web_socket_url(url: str) -> str:
    """Return where clients connect to, of the address of the stub's API."""
    return f"{url.replace('http', 'ws', 1)}/ws/chat"


@contextmanager
def running_stub(folder: Path, environment: Mapping[str, str] | None = None) -> Iterator[Stub]:
    """Start a stub on free ports, keep it while it is used, and end it."""
    node = ensure_installed()
    command = [str(node.program), str(PROGRAM), "--folder", str(folder)]
    with subprocess.Popen(
        command,
        env={**node.environment, **(environment or {})},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            line = process.stdout.readline() if process.stdout else ""
            if not line:
                raise SandboxError(f"The WhatsApp Web stub did not start: {' '.join(command)}")
            ready = json.loads(line)
            yield Stub(f"http://127.0.0.1:{ready['port']}", folder, ready["mediaHost"])
        finally:
            process.terminate()
            process.wait(10)
