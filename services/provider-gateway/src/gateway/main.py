"""The gateway as a service: its roles, what each adds to a process, and its commands."""

import asyncio
from collections.abc import Sequence

from atende_contracts.limits import MEDIA
from atende_platform.http.application import App
from atende_platform.process.tasks import Task
from atende_platform.runtime import Runtime
from atende_platform.service.definition import Service
from gateway import api, webhooks
from gateway.commands import reseal_command
from gateway.providers import make_providers
from gateway.renditions.making import Renditions
from gateway.sealing import Sealer
from gateway.service.accounts import Accounts
from gateway.service.claims import Claims
from gateway.service.directory import ChannelDirectory
from gateway.service.pairings import Pairings
from gateway.sessions.role import sessions
from gateway.settings import Settings
from gateway.storage import MediaStorage
from gateway.worker import worker


def api_role(app: App, runtime: Runtime[Settings]) -> Sequence[Task]:
    """Add the REST API and the providers' webhooks."""
    settings = runtime.settings
    app.state.sealer = Sealer(settings.credential_keys)
    app.state.storage = MediaStorage(settings.media_url)
    app.state.renditions = Renditions(settings.media_renditions)
    app.include_router(api.router)
    providers = make_providers(settings)
    app.state.accounts = Accounts(runtime.database, providers, app.state.sealer)
    app.state.claims = Claims(app.state.accounts, settings, runtime.redis)
    app.state.pairings = Pairings(runtime.redis, settings.whatsapp_web_pairings_per_minute)
    directory = ChannelDirectory(runtime.database, app.state.sealer, max_age=settings.channel_cache_seconds)

    async def close_in_the_end() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await providers.close()

    return [
        webhooks.install(app, runtime, providers, directory, app.state.storage, app.state.claims),
        Task("provider connections", close_in_the_end),
    ]


SERVICE = Service(
    name="gateway",
    title="Atendechat provider gateway",
    settings=Settings,
    package="gateway",
    roles={"api": api_role, "worker": worker, "sessions": sessions},
    tags={
        "channels": "Phone numbers at a provider: credentials, state, rate and health",
        "templates": "Message templates of a channel's account, which the provider reviews",
        "media": "Files of messages",
    },
    body_limits={"/api/v1/media": MEDIA["document"].size},
    streamed_paths=("/api/v1/media",),
    commands={"reseal": reseal_command},
)
