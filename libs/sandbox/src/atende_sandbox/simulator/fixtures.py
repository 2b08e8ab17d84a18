"""Pytest fixtures: the simulator on a real port, with one number whose webhooks a real receiver takes.

Use them in a test module with `pytest_plugins = ("atende_sandbox.simulator.fixtures",)`.
"""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web

from atende_sandbox.simulator.app import create_app
from atende_sandbox.simulator.testing import FAST, Receiver, Simulated, clients, register, serving


@pytest.fixture
async def webhook_receiver() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    app = web.Application()
    app.router.add_get("/webhooks/whatsapp", receiver.challenge)
    app.router.add_post("/webhooks/whatsapp", receiver.receive)
    async with serving(app) as base:
        receiver.url = base + "/webhooks/whatsapp"
        yield receiver


@pytest.fixture
async def simulated(tmp_path: Path, webhook_receiver: Receiver) -> AsyncIterator[Simulated]:
    async with (
        serving(create_app(tmp_path / "data", seed=7)) as base,
        clients(base, webhook_receiver) as made,
    ):
        await register(made.sim, webhook_receiver)
        await made.sim.knobs(**FAST, enforce_window=False)  # Tests of the window switch it on.
        yield made
