"""The stub in a sandbox: its process, and the gateway's settings with which its bridges connect to it."""

import os
import sys
from pathlib import Path

from atende_sandbox.node import find_node
from atende_sandbox.probes import http_ok
from atende_sandbox.processes import ProcessSpec
from atende_sandbox.settings import HOST, REPOSITORY, Settings
from atende_sandbox.whatsapp_web.running import gateway_settings

NAME = "whatsapp-web"
_MEDIA = "whatsapp-web-media"


def folder_of(settings: Settings) -> Path:
    """Return where the stub keeps its keys."""
    return settings.data / NAME


def settings_of_gateway(settings: Settings) -> dict[str, str]:
    """Return what the gateway gets: the Node that its bridges run on, and the stub in WhatsApp's place."""
    if not settings.whatsapp_web:
        return {}
    stub = gateway_settings(settings.url(NAME), folder_of(settings))
    return {**stub, "WHATSAPP_WEB_NODE": str(find_node().program)}


def specs(settings: Settings) -> list[ProcessSpec]:
    """Return what runs: a step that installs the stub and the bridge, and the stub."""
    if not settings.whatsapp_web:
        return []
    module = (sys.executable, "-m", "atende_sandbox.whatsapp_web")
    packages = ProcessSpec(
        name="whatsapp-web-packages",
        command=(*module, "install"),
        # As the caller has it: npm has settings of its own, and proxies.
        environment=dict(os.environ),
        directory=REPOSITORY,
        idle_timeout=300.0,  # Waiting for the npm registry looks idle.
    )
    ports = {name: settings.ports[name] for name in (NAME, _MEDIA)}
    stub = ProcessSpec(
        name=NAME,
        command=(*module, "run", str(folder_of(settings)), *map(str, ports.values())),
        environment=dict(os.environ),
        directory=REPOSITORY,
        needs=(packages.name,),
        probe=http_ok(HOST, ports[NAME], "/api"),
        port=ports[NAME],
        further_ports={_MEDIA: ports[_MEDIA]},
        stop_order=2,
    )
    return [packages, stub]
