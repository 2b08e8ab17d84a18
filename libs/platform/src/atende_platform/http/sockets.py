"""WebSockets that keep nobody waiting: how long a client may leave unread what it is sent."""

import asyncio
from typing import Final

from uvicorn.protocols.websockets.wsproto_impl import WSProtocol
from wsproto.events import Request

SOCKET_WRITE_SECONDS: Final = 20.0
"""How long a client may leave what it was sent unread, once buffers are full."""
HANG_UP: Final = "hang_up"
"""In the state of a WebSocket's scope: a function that ends the connection at once, and waits for nobody."""


class BoundedWebSocket(WSProtocol):
    """WebSockets as uvicorn speaks them, to clients that read; who does not is hung up on.

    A transport that is closed waits until all was read, for ever if need be. Here it is aborted then.
    """

    _unread: asyncio.TimerHandle | None = None

    def handle_connect(self, event: Request) -> None:
        super().handle_connect(event)
        self.scope["state"][HANG_UP] = self.transport.abort

    def pause_writing(self) -> None:
        super().pause_writing()
        self._unread = self.loop.call_later(SOCKET_WRITE_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        super().resume_writing()
        self._forget_timer()

    def connection_lost(self, exc: Exception | None) -> None:
        self._forget_timer()
        super().connection_lost(exc)

    async def run_asgi(self) -> None:
        try:
            await super().run_asgi()
        finally:
            self.loop.call_later(SOCKET_WRITE_SECONDS, self.transport.abort)

    def _forget_timer(self) -> None:
        if self._unread is not None:
            self._unread.cancel()
            self._unread = None
