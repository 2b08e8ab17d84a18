"""The providers behind one port."""

from gateway.providers.cloud_api import CloudApi
from gateway.providers.port import MessagingProvider, Update
from gateway.providers.transport import Transport
from gateway.settings import Settings

__all__ = [
    "CloudApi",
    "MessagingProvider",
    "Transport",
    "Update",
    "make_cloud_api",
]


def make_cloud_api(settings: Settings) -> CloudApi:
    """Return the WhatsApp Cloud API as the settings say. It opens connections when first used."""
    transport = Transport(
        connect_seconds=settings.send_connect_seconds, total_seconds=settings.send_total_seconds
    )
    return CloudApi(transport, graph_url=settings.whatsapp_graph_url, version=settings.graph_version)
