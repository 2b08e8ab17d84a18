"""WhatsApp Web: all that we know of its messages. Its sockets are held by the bridge, for `gateway.sessions`.

inbound                   lines of the bridge as events; `WebInbound.read` is where to begin
keys, jids, account       whose a message is: people by phone and LID, groups, the account itself
writing, contents, stubs, vcards    what it says
records, history, statuses          what is no customer's message: the phone's, what was before, receipts
files, media              where a message's file is, and how it is fetched and decrypted
sending, content, cards   messages of ours, on a session that is held; what came of them by `errors`
receipts                  read receipts and typing, on their way to the holder of a session
ids                       the ids of our own messages
"""

from datetime import timedelta

from redis.asyncio import Redis

from atende_platform.runtime import make_redis
from gateway.providers.port import Provider, Sending
from gateway.providers.transport import Transport
from gateway.providers.web.history import HistoryBounds
from gateway.providers.web.inbound import WebInbound
from gateway.providers.web.media import WebMedia
from gateway.providers.web.receipts import WebReceipts
from gateway.providers.web.sending import NotHeld
from gateway.sealing import Sealer
from gateway.settings import Settings


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
        redis=make_redis(settings),
    )


def make(
    transport: Transport,
    sealer: Sealer,
    *,
    media_url: str,
    bounds: HistoryBounds,
    redis: Redis,
    sending: Sending | None = None,
) -> Provider:
    """Return WhatsApp Web over a transport for files and Redis, which are closed with it.

    ``sending`` is that of a process that holds sessions (`WebSending`); by default nothing leaves.
    """

    async def close() -> None:
        await transport.close()
        await redis.aclose()

    return Provider(
        sending=sending or NotHeld(),
        inbound=WebInbound(sealer, bounds),
        close=close,
        held=True,
        media=WebMedia(transport, sealer, base=media_url),
        read_receipts=WebReceipts(redis),
    )
