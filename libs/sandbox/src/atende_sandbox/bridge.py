"""The gateway's bridge to WhatsApp Web on this machine: its libraries, its Node, and the stub for tests."""

from pathlib import Path
from typing import Final

from atende_sandbox.npm import ensure_installed
from atende_sandbox.settings import REPOSITORY
from atende_sandbox.whatsapp_web.installation import TRUST

BRIDGE: Final = REPOSITORY / "services" / "provider-gateway" / "bridge"


def bridge_settings() -> dict[str, str]:
    """Install the bridge if need be; return the settings of the gateway that name its Node and its folder."""
    node = ensure_installed(BRIDGE, "the bridge to WhatsApp Web")
    return {"WHATSAPP_WEB_NODE": str(node.program), "WHATSAPP_WEB_BRIDGE": str(BRIDGE)}


def stub_settings(web_socket_url: str, folder: Path) -> dict[str, str]:
    """Return the environment of a gateway whose bridges take the stub with this folder for WhatsApp."""
    return {
        "WHATSAPP_WEB_URL": web_socket_url,
        "WHATSAPP_WEB_PRELOAD": str(TRUST),
        "WHATSAPP_WEB_STUB_ROOT": str(folder / "root"),
        "NODE_EXTRA_CA_CERTS": str(folder / "media.pem"),
    }
