"""How the gateway is doing, for ``atende status`` and ``atende doctor``."""

from collections.abc import Sequence
from typing import Final

from atende_ops.databases import database_with
from atende_ops.hooks import Figure, Figures
from gateway.repository import operations
from gateway.settings import Settings


async def _figures(settings: Settings) -> Sequence[Figure]:
    async with database_with(settings) as database, database.worker() as session:
        active, error, unconfirmed = await operations.counts(session)
    return [
        Figure("channels active", active),
        Figure("channels in error", error, "`atende channels list --status error`" if error else ""),
        Figure("sends unconfirmed", unconfirmed, "`atende sends unconfirmed`" if unconfirmed else ""),
    ]


FIGURES: Final = Figures(service="gateway", settings=Settings, run=_figures)
