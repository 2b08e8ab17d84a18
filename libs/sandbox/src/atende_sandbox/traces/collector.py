"""A collector of traces, as small as a laptop needs: it takes OTLP over HTTP and keeps the newest.

``POST /v1/traces`` is what exporters call; ``GET /traces`` names what is there, the newest last, and
``GET /traces/{id}`` returns the spans of one. As a process it also passes everything on to Zipkin.
"""

import argparse
import asyncio
import sys
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict
from typing import Any, Final

import aiohttp
from aiohttp import web

from atende_sandbox.settings import HOST
from atende_sandbox.traces.spans import Span, as_zipkin, read

MOST_TRACES: Final = 2000
MOST_SPANS: Final = 5000
"""Of one trace."""
_MOST_BYTES: Final = 16 * 1024 * 1024
_WAITING: Final = 100
_ZIPKIN_SECONDS: Final = 10.0


class Collector:
    """The newest traces, in memory."""

    def __init__(self, on_spans: Callable[[Sequence[Span]], None] = lambda _: None) -> None:
        self._traces: OrderedDict[str, list[Span]] = OrderedDict()
        self._on_spans = on_spans

    def add(self, spans: Sequence[Span]) -> None:
        """Keep spans; the traces that were heard of longest ago make room."""
        for span in spans:
            of_trace = self._traces.setdefault(span.trace_id, [])
            self._traces.move_to_end(span.trace_id)
            if len(of_trace) < MOST_SPANS:
                of_trace.append(span)
        while len(self._traces) > MOST_TRACES:
            self._traces.popitem(last=False)
        self._on_spans(spans)

    def trace(self, trace_id: str) -> list[Span]:
        """Return the spans of a trace, by when they began."""
        return sorted(self._traces.get(trace_id, ()), key=lambda span: span.start)

    def application(self) -> web.Application:
        """Return what exporters and lookers-on call."""
        app = web.Application(client_max_size=_MOST_BYTES)
        app.router.add_post("/v1/traces", self._take)
        app.router.add_get("/traces", self._list)
        app.router.add_get("/traces/{trace_id}", self._show)
        app.router.add_get("/health", self._health)
        return app

    async def _take(self, request: web.Request) -> web.Response:
        try:
            self.add(read(await request.read()))
        except ValueError as error:
            return web.Response(status=400, text=str(error))
        return web.Response(content_type="application/x-protobuf")

    async def _list(self, _: web.Request) -> web.Response:
        return web.json_response(
            {
                "traces": [
                    {"traceId": trace_id, "names": [span.name for span in spans[:50]]}
                    for trace_id, spans in self._traces.items()
                ]
            }
        )

    async def _show(self, request: web.Request) -> web.Response:
        spans = self.trace(request.match_info["trace_id"])
        return web.json_response({"spans": [asdict(span) for span in spans]}, status=200 if spans else 404)

    async def _health(self, _: web.Request) -> web.Response:
        return web.json_response({"traces": len(self._traces)})


@asynccontextmanager
async def serving(collector: Collector, port: int = 0) -> AsyncIterator[str]:
    """Serve a collector on this machine; yields its address."""
    runner = web.AppRunner(collector.application(), access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, HOST, port).start()
        yield f"http://{HOST}:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


class Zipkin:
    """Passes spans on. What it cannot, because Zipkin is away or slow, it drops: the collector has it."""

    def __init__(self, url: str) -> None:
        self._url = f"{url}/api/v2/spans"
        self._waiting: asyncio.Queue[list[dict[str, Any]]] = asyncio.Queue(_WAITING)

    def pass_on(self, spans: Sequence[Span]) -> None:
        """Put spans behind those that wait."""
        if spans and not self._waiting.full():
            self._waiting.put_nowait(as_zipkin(spans))

    async def run(self) -> None:
        """Pass on what waits, until cancelled."""
        timeout = aiohttp.ClientTimeout(total=_ZIPKIN_SECONDS)
        async with aiohttp.ClientSession(timeout=timeout) as http:
            while True:
                spans = await self._waiting.get()
                try:
                    async with http.post(self._url, json=spans) as answer:
                        if answer.status >= 400:
                            print(f"Zipkin refused {len(spans)} spans: {answer.status}", flush=True)
                except (aiohttp.ClientError, OSError) as error:
                    print(f"Zipkin did not take {len(spans)} spans: {error!r}", flush=True)


async def _run(port: int, zipkin_url: str) -> None:
    zipkin = Zipkin(zipkin_url)
    async with serving(Collector(zipkin.pass_on), port):
        await zipkin.run()


def main(arguments: Sequence[str] | None = None) -> int:
    """Collect until the process is stopped."""
    parser = argparse.ArgumentParser(description="Collects traces, and passes them on to Zipkin.")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--zipkin", required=True, help="Zipkin's address.")
    asked = parser.parse_args(arguments)
    asyncio.run(_run(asked.port, asked.zipkin))
    return 0


if __name__ == "__main__":
    sys.exit(main())
