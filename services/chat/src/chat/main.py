"""The chat service and its roles."""

from collections.abc import Sequence

from fastapi import APIRouter, FastAPI

from atende_platform.runtime import Runtime, Service, Task
from chat.contacts import api as contacts
from chat.exports import api as exports
from chat.imports import api as imports
from chat.imports.files import MAX_FILE_BYTES
from chat.realtime.hub import realtime
from chat.settings import Settings
from chat.tickets import api as tickets
from chat.updates import api as updates
from chat.worker import worker

_MULTIPART_OVERHEAD = 64 * 1024


def api(app: FastAPI, runtime: Runtime[Settings]) -> Sequence[Task]:  # noqa: ARG001 (a role's signature)
    """Serve contacts, tickets, messages and the event log over REST."""
    router = APIRouter(prefix="/api/v1")
    # Of two routes that fit a path the first counts: /contacts/export before /contacts/{contact_id}.
    for part in (
        imports.router,
        exports.router,
        contacts.router,
        tickets.of_contacts,
        tickets.router,
        updates.router,
    ):
        router.include_router(part)
    app.include_router(router)
    return ()


SERVICE = Service(
    name="chat",
    title="Atendechat chat: contacts, tickets, messages, events",
    settings=Settings,
    package="chat",
    roles={"api": api, "realtime": realtime, "worker": worker},
    body_limits={"/api/v1/contacts/import": MAX_FILE_BYTES + _MULTIPART_OVERHEAD},
    # All sockets of a replica that ended come back at once; they are limited per company instead.
    unlimited_paths=("/socket.io",),
)
