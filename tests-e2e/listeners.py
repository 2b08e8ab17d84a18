"""A client of the sockets that notes all that it gets."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, Final

import socketio
from system import System, eventually

NAMESPACES: Final = ["/chat", "/campaigns", "/channels"]

OWN_WORDS: Final = ("ready", "resync", "presence.updated", "counts.changed")
"""What a client gets when nothing happens: also that it is there itself, and how many tickets it has."""

ROOM_REQUESTS: Final = ("join", "subscribe", "enter_room", "room", "connect", "listen")


class Listener:
    """A connection to all three namespaces that writes down everything it hears."""

    def __init__(self) -> None:
        self.client = socketio.AsyncClient(reconnection=False)
        self.heard: list[tuple[str, str, Any]] = []
        for namespace in NAMESPACES:
            self.client.on("*", self._note(namespace), namespace=namespace)

    def _note(self, namespace: str) -> Callable[..., None]:
        return lambda event, *data: self.heard.append((namespace, event, data))

    @property
    def text(self) -> str:
        return json.dumps(self.heard)

    @property
    def namespaces(self) -> set[str]:
        """Where something was heard but the server's own words."""
        return {namespace for namespace, event, _ in self.heard if event not in OWN_WORDS}

    async def is_ready(self) -> None:
        assert {namespace for namespace, event, _ in self.heard if event == "ready"} == set(NAMESPACES)


@asynccontextmanager
async def listening(system: System, query: str = "", **auth: Any) -> AsyncIterator[Listener]:
    listener = Listener()
    try:
        await listener.client.connect(
            f"{system.url}/{query}",
            auth=auth,
            namespaces=NAMESPACES,
            transports=["websocket"],
            wait_timeout=20,
        )
        await eventually(listener.is_ready)
        yield listener
    finally:
        await listener.client.shutdown()
