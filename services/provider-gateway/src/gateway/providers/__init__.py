"""The providers behind one port, by name.

A further provider is a file here with a class that keeps `port.MessagingProvider`, its line in
`REGISTRY`, and what stands for its other side in ``tests/test_conformance.py``, which it has to pass.
"""

from collections.abc import Callable, Mapping
from typing import Final

from gateway.providers.cloud_api import CloudApi
from gateway.providers.port import KeptFile, MessagingProvider, Reading, Update
from gateway.providers.transport import Transport
from gateway.settings import Settings

__all__ = [
    "REGISTRY",
    "SHARED_WEBHOOK",
    "CloudApi",
    "KeptFile",
    "MessagingProvider",
    "Providers",
    "Reading",
    "Transport",
    "Update",
    "make_providers",
]

REGISTRY: Final[dict[str, Callable[[Settings], MessagingProvider]]] = {
    "whatsapp_cloud": CloudApi.from_settings,
}
"""How each provider is made, by the name that channels call it by."""

SHARED_WEBHOOK: Final = "whatsapp_cloud"
"""Whose webhooks the URL is for that no channel is named in."""


class Providers:
    """The providers of a process. They open connections when first used."""

    def __init__(self, by_name: Mapping[str, MessagingProvider]) -> None:
        self._by_name = dict(by_name)

    def __getitem__(self, name: str) -> MessagingProvider:
        """Return the provider that channels call so."""
        return self._by_name[name]

    async def close(self) -> None:
        """Release the connections of all."""
        for provider in self._by_name.values():
            await provider.close()


def make_providers(settings: Settings) -> Providers:
    """Return every provider, as the settings say."""
    return Providers({name: make(settings) for name, make in REGISTRY.items()})
