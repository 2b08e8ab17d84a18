"""WhatsApp Web: all that we know of its messages. Its sockets are held by the bridge, for `gateway.sessions`.

inbound                   lines of the bridge as events; `WebInbound.read` is where to begin
keys, jids, account       whose a message is: people by phone and LID, groups, the account itself
writing, contents, stubs, vcards    what it says
records, history, statuses          what is no customer's message: the phone's, what was before, receipts
files, media              where a message's file is, and how it is fetched and decrypted
ids                       the ids of our own messages
"""

from datetime import timedelta

from atende_contracts.event import ProviderError
from gateway.domain.channels import ChannelAccess
from gateway.domain.errors import OWN_ERROR, Treatment
from gateway.domain.sends import Order, Outcome, Refused
from gateway.providers.port import Provider
from gateway.providers.transport import Transport
from gateway.providers.web.history import HistoryBounds
from gateway.providers.web.inbound import WebInbound
from gateway.providers.web.media import WebMedia
from gateway.sealing import Sealer
from gateway.settings import Settings


class NotHeld:
    """Sends nothing: only the process that holds a channel's session does."""

    async def send(self, channel: ChannelAccess, order: Order) -> Outcome:
        """Return that nothing has left."""
        error = ProviderError(
            code=OWN_ERROR, title="The session is not held by this process", reason="session_away"
        )
        return Refused(error, Treatment.UNREACHABLE)


def from_settings(settings: Settings) -> Provider:
    """Return WhatsApp Web for all channels, without their sessions."""
    transport = Transport(
        connect_seconds=settings.send_connect_seconds, total_seconds=settings.send_total_seconds
    )
    bounds = HistoryBounds(
        age=timedelta(days=settings.whatsapp_web_history_days),
        files=timedelta(days=settings.whatsapp_web_history_file_days),
    )
    return make(
        transport,
        Sealer(settings.credential_keys),
        media_url=settings.whatsapp_web_media_url,
        bounds=bounds,
    )


def make(transport: Transport, sealer: Sealer, *, media_url: str, bounds: HistoryBounds) -> Provider:
    """Return WhatsApp Web over a transport for files, which is closed with it."""
    return Provider(
        sending=NotHeld(),
        inbound=WebInbound(sealer, bounds),
        close=transport.close,
        held=True,
        media=WebMedia(transport, sealer, base=media_url),
    )
