"""`python -m atende_sandbox.simulator --host 127.0.0.1 --port 8090 --data DIR`."""

import argparse
import asyncio
import contextlib
import signal
from pathlib import Path

import uvloop
from aiohttp import web

from atende_sandbox.simulator.app import create_app


async def serve(host: str, port: int, data: Path, seed: int) -> None:
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for signum in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(signum, stopping.set)
    # No access log: a line per send would cost more than the send.
    runner = web.AppRunner(create_app(data, seed=seed), access_log=None, shutdown_timeout=3)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port, backlog=4096)
        await site.start()
        bound = runner.addresses[0][1]
        print(f"WhatsApp simulator on http://{host}:{bound} with data in {data}", flush=True)
        await stopping.wait()
    finally:
        await runner.cleanup()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m atende_sandbox.simulator", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8090, help="0 takes a free one and prints it")
    parser.add_argument("--data", type=Path, required=True, help="folder for logs, media and configuration")
    parser.add_argument("--seed", type=int, default=0, help="seed of every chance drawn by the knobs")
    arguments = parser.parse_args()
    with contextlib.suppress(KeyboardInterrupt):
        uvloop.run(serve(arguments.host, arguments.port, arguments.data, arguments.seed))


if __name__ == "__main__":
    main()
