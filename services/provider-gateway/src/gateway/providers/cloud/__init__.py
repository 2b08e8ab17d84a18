"""The WhatsApp Cloud API: all that we know of Meta's Graph API, its error codes and its webhooks.

sending, content          messages, and what came of them by `errors`
webhook, records, messages    what Meta's webhooks say, as events
reports                   what they say of channels and templates
account, templates, media what can be asked and changed, over `graph`
ratings                   Meta's words for a number's quality and limit, in ours
"""

from atende_contracts.window import WINDOW
from gateway.providers.cloud.account import CloudAccount
from gateway.providers.cloud.graph import Graph
from gateway.providers.cloud.media import CloudMedia
from gateway.providers.cloud.sending import CloudSending
from gateway.providers.cloud.templates import CloudTemplates
from gateway.providers.cloud.webhook import CloudWebhooks
from gateway.providers.port import Provider
from gateway.providers.transport import Transport
from gateway.settings import Settings


def from_settings(settings: Settings) -> Provider:
    """Return the Cloud API with a transport of its own. It serves all channels."""
    transport = Transport(
        connect_seconds=settings.send_connect_seconds, total_seconds=settings.send_total_seconds
    )
    return make(
        transport,
        graph_url=settings.whatsapp_graph_url,
        version=settings.graph_version,
        media_hosts=settings.media_host_set,
    )


def make(
    transport: Transport, *, graph_url: str, version: str, media_hosts: frozenset[str] = frozenset()
) -> Provider:
    """Return the Cloud API over a transport, which is closed with it."""
    base = f"{graph_url.rstrip('/')}/{version}"
    graph = Graph(transport, base=base)
    sending, webhooks = CloudSending(transport, base=base), CloudWebhooks()
    media = CloudMedia(transport, base=base, hosts=media_hosts)
    return Provider(
        sending=sending,
        inbound=webhooks,
        close=transport.close,
        account=CloudAccount(graph),
        media=media,
        read_receipts=sending,
        service_window=WINDOW,
        templates=CloudTemplates(graph),
        uploading=media,
        webhooks=webhooks,
    )
