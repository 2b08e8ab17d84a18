"""The gateway's bridge to WhatsApp Web on this machine: its libraries, and the Node that it runs on."""

from typing import Final

from atende_sandbox.npm import ensure_installed
from atende_sandbox.settings import REPOSITORY

BRIDGE: Final = REPOSITORY / "services" / "provider-gateway" / "bridge"


def bridge_settings() -> dict[str, str]:
    """Install the bridge if need be; return the settings of the gateway that name its Node and its folder."""
    node = ensure_installed(BRIDGE, "the bridge to WhatsApp Web")
    return {"WHATSAPP_WEB_NODE": str(node.program), "WHATSAPP_WEB_BRIDGE": str(BRIDGE)}
