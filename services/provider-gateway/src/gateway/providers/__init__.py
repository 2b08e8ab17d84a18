"""The providers behind one port, by name.

A further provider is a package here with a function that returns a `Provider` made of what it can do, its
line in `REGISTRY`, and what stands for its other side in ``tests/provider_sides.py``: it has to pass
``tests/test_conformance.py`` as far as its capabilities go. Only its package knows its error codes, its
paths and the names of its fields; everybody else knows reasons (`atende_contracts.reasons`) and the types of
`gateway.domain`.
"""

from collections.abc import Callable
from typing import Final

from gateway.providers import cloud, web
from gateway.providers.port import Normalised, PlainWebhook, Provider, Report, TextFile, Update
from gateway.providers.transport import Transport
from gateway.settings import Settings

__all__ = [
    "REGISTRY",
    "SHARED_WEBHOOK",
    "Normalised",
    "PlainWebhook",
    "Provider",
    "Providers",
    "Report",
    "TextFile",
    "Transport",
    "Update",
    "make_providers",
]

REGISTRY: Final[dict[str, Callable[[Settings], Provider]]] = {
    "whatsapp_cloud": cloud.from_settings,
    "whatsapp_web": web.from_settings,
}
"""How each provider is made, by the name that channels call it by."""

SHARED_WEBHOOK: Final = "whatsapp_cloud"
"""Whose webhooks the URL is for that no channel is named in."""


class Providers(dict[str, Provider]):
    """The providers of a process, by name. They open connections when first used."""

    @property
    def held(self) -> list[str]:
        """The names of those whose channels are each held by one process, which alone sends on them."""
        return sorted(name for name, provider in self.items() if provider.held)

    async def close(self) -> None:
        """Release the connections of all."""
        for provider in self.values():
            await provider.close()


def make_providers(settings: Settings) -> Providers:
    """Return every provider, as the settings say."""
    return Providers({name: make(settings) for name, make in REGISTRY.items()})
