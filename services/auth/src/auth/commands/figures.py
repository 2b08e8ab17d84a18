"""How auth is doing, for ``atende status`` and ``atende doctor``."""

from collections.abc import Sequence
from typing import Final

from atende_ops.databases import database_with
from atende_ops.hooks import Figure, Figures
from auth.repository import operators
from auth.settings import Settings


async def _figures(settings: Settings) -> Sequence[Figure]:
    async with database_with(settings) as database, database.worker() as session:
        companies, suspended, users = await operators.counts(session)
    return [
        Figure("companies", companies),
        Figure("companies suspended", suspended),
        Figure("users", users),
    ]


FIGURES: Final = Figures(service="auth", settings=Settings, run=_figures)
