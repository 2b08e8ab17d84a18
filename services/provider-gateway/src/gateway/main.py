"""The gateway as a service: its roles and what each adds to a process."""

from collections.abc import Sequence

from atende_platform.http import App
from atende_platform.runtime import Runtime, Service, Task
from gateway import api, webhooks
from gateway.providers import make_providers
from gateway.sealing import Sealer
from gateway.service.directory import ChannelDirectory
from gateway.settings import Settings
from gateway.worker import worker


def api_role(app: App, runtime: Runtime[Settings]) -> Sequence[Task]:
    """Add the REST API and the providers' webhooks."""
    settings = runtime.settings
    app.state.sealer = Sealer(settings.credential_keys)
    app.include_router(api.router)
    directory = ChannelDirectory(runtime.database, app.state.sealer, max_age=settings.channel_cache_seconds)
    return [webhooks.install(app, runtime, make_providers(settings), directory)]


SERVICE = Service(
    name="gateway",
    title="Atendechat provider gateway",
    settings=Settings,
    package="gateway",
    roles={"api": api_role, "worker": worker},
)
