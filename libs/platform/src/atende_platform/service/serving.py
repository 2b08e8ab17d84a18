"""Runs the application of a process until SIGTERM, and then stops it in order.

The steps (docs/graceful.md) take `shutdown_seconds` at most:

1. The process is not ready any more, and answers further requests with ``Connection: close``, so that
   callers who keep connections open go elsewhere before it stops listening.
2. It takes no new connections. Requests under way are finished, sockets are closed with "come back" (1012).
3. Tasks end: consumers finish and commit the batch at hand and leave their groups, sends under way get their
   answers, what is produced is flushed.
4. Connections to servers are closed, and the spans that are left are sent, for a few seconds.

What has not ended by then is named in the log and cut off: killed from outside it would have no name.
"""

import asyncio
import os
import socket
import sys
from time import monotonic
from typing import Any, Final

import structlog
import uvicorn

from atende_platform.http.application import App
from atende_platform.http.server import KEEP_ALIVE_SECONDS, BoundedHttp, StoppableConfig
from atende_platform.http.sockets import BoundedWebSocket
from atende_platform.process import tracing
from atende_platform.process.settings import ServiceSettings
from atende_platform.runtime import Runtime

log = structlog.get_logger(__name__)

DRAIN_SECONDS: Final = 1.0
"""How long a process that others call goes on to listen, while it sends them elsewhere."""
REQUESTS_SECONDS: Final = 20
"""How long requests under way may take to end, of 35 seconds or more for the whole stop."""
_SPANS_SECONDS: Final = 3.0
"""How long a process waits for the collector of its traces, at most."""
NOT_STARTED: Final = 3
"""The exit status where the application could not be started."""
CUT_OFF: Final = 1
"""The exit status where something did not stop in time."""
_CALLED: Final = frozenset({"api", "realtime"})
_MAX_SOCKET_MESSAGE_BYTES: Final = 128 * 1024
"""Twice what chat takes: it refuses by itself what is a little too large, but it is not handed 16 MiB."""


def serve(app: App, runtime: Runtime[Any]) -> int:
    """Serve until a signal ends it; return the exit status."""
    server = StoppableServer(config_of(app, runtime.settings), runtime)
    server.run()
    return 0 if server.started else NOT_STARTED


def config_of(app: App, settings: ServiceSettings) -> StoppableConfig:
    """Return how uvicorn serves an application."""
    return StoppableConfig(
        app,
        host=settings.http_host,
        port=settings.http_port,
        http=BoundedHttp,
        ws=BoundedWebSocket,
        ws_max_size=_MAX_SOCKET_MESSAGE_BYTES,
        log_config=None,
        access_log=False,
        server_header=False,
        forwarded_allow_ips=settings.trusted_proxy_list,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=requests_seconds(settings.shutdown_seconds),
    )


def requests_seconds(limit: float) -> int:
    """Return how long requests may take to end where the whole stop may take ``limit``."""
    return min(REQUESTS_SECONDS, int(limit * 4 / 7))


class StoppableServer(uvicorn.Server):
    """A server that sends its callers elsewhere before it closes, and is done in time."""

    def __init__(self, config: StoppableConfig, runtime: Runtime[Any]) -> None:
        super().__init__(config)
        self._stoppable = config
        self._runtime = runtime

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop in order; end the process if that takes too long."""
        began, limit = monotonic(), self._runtime.settings.shutdown_seconds
        self._runtime.is_running = False
        log.info("process.stopping", roles=sorted(self._runtime.roles), limit=limit)
        cutting_off = asyncio.get_running_loop().call_later(limit, self._cut_off, limit)
        self._stoppable.is_stopping = True
        if self._runtime.roles & _CALLED:
            await asyncio.sleep(min(DRAIN_SECONDS, limit / 4))
        await super().shutdown(sockets)
        cutting_off.cancel()
        left = max(0.0, limit - (monotonic() - began))
        if not await asyncio.to_thread(tracing.end, min(_SPANS_SECONDS, left)):
            log.warning("traces.cut_off")
        log.info("process.stopped", seconds=round(monotonic() - began, 1))

    def _cut_off(self, limit: float) -> None:
        names = (task.get_name() for task in asyncio.all_tasks())
        left = sorted(name for name in names if not name.startswith("Task-"))
        requests = len(self.server_state.tasks)
        log.error("process.cut_off", seconds=limit, tasks=left, requests=requests)
        sys.stdout.flush()
        os._exit(CUT_OFF)
