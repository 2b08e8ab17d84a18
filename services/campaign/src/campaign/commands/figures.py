"""How campaign is doing, for ``atende status`` and ``atende doctor``."""

from collections.abc import Sequence
from typing import Final

from atende_ops.databases import database_with
from atende_ops.hooks import Figure, Figures
from atende_platform.data.db import now
from campaign.service import upkeep
from campaign.settings import Settings


async def _figures(settings: Settings) -> Sequence[Figure]:
    async with database_with(settings) as database, database.worker() as session:
        running = await upkeep.count_running(session)
        stuck = len(await upkeep.find_stuck(session, settings, now()))
    return [
        Figure("campaigns running", running),
        Figure("campaigns stuck", stuck, "`atende campaigns stuck`" if stuck else ""),
    ]


FIGURES: Final = Figures(service="campaign", settings=Settings, run=_figures)
