"""Sessions of WhatsApp Web channels over REST: linking a phone, connecting again, logging out."""

from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Header, Response

from atende_contracts.permissions import Permission
from atende_platform.data.db import now
from atende_platform.http.access import TenantSession, requires
from atende_platform.http.openapi import problem_response
from atende_platform.identity.context import TenantContext
from gateway.deps import PairingsDep
from gateway.domain.pictures import JSON, PICTURES, preferred
from gateway.schemas import PairingCreate, PairingRead, SessionRead

router = APIRouter(prefix="/channels/{channel_id}")

Writer = Annotated[TenantContext, requires(Permission.CHANNELS_WRITE)]
_AS_PICTURES: Final[dict[int | str, dict[str, Any]]] = {
    409: problem_response("The channel is no linked device"),
    200: {"content": {kind: {"schema": {"type": "string", "format": "binary"}} for kind in PICTURES}},
}


@router.post("/pairing", operation_id="channels.startPairing", status_code=202)
async def start_pairing(
    actor: Writer, session: TenantSession, channel_id: UUID, body: PairingCreate, pairings: PairingsDep
) -> PairingRead:
    """Begin to link a phone to a WhatsApp Web channel, from the beginning.

    The code follows within seconds: as `pairing` on the sockets' `/channels`, and here by `GET`. A QR code is
    replaced about every 20 seconds, for some minutes; then it is to be begun again.
    """
    return await pairings.start(session, actor, channel_id, body, now())


@router.get(
    "/pairing", operation_id="channels.getPairing", response_model=PairingRead, responses=_AS_PICTURES
)
async def get_pairing(
    actor: Writer,
    session: TenantSession,
    channel_id: UUID,
    pairings: PairingsDep,
    response: Response,
    accept: Annotated[
        str, Header(max_length=1000, description="`image/svg+xml` or `image/png`: the QR code as a picture")
    ] = JSON,
) -> PairingRead | Response:
    """Return how far linking a phone is, and the code in force, if there is one.

    As a picture there is the QR code only; 404 (`pairing-not-found`) without one. The code opens the account:
    show it, and keep it nowhere.
    """
    kind = preferred(accept)
    if kind == JSON:
        response.headers["Vary"] = "Accept"
        return await pairings.current(session, actor.company_id, channel_id)
    picture = await pairings.picture(session, actor.company_id, channel_id, PICTURES[kind])
    return Response(picture, media_type=kind, headers={"Vary": "Accept"})


@router.post("/reconnect", operation_id="channels.reconnect", status_code=202)
async def reconnect_channel(
    actor: Writer, session: TenantSession, channel_id: UUID, pairings: PairingsDep
) -> SessionRead:
    """Connect a WhatsApp Web channel now, whatever it waits for, with the keys that it has.

    So a person brings one back that was opened somewhere else (`replaced`), or that WhatsApp refused.
    """
    return await pairings.reconnect(session, actor, channel_id, now())


@router.post("/logout", operation_id="channels.logout", status_code=202)
async def log_out_channel(
    actor: Writer, session: TenantSession, channel_id: UUID, pairings: PairingsDep
) -> SessionRead:
    """Unlink a WhatsApp Web channel from its phone: the device disappears there, and all keys are deleted.

    Conversations stay. To go on, a phone is linked anew.
    """
    return await pairings.log_out(session, actor, channel_id, now())
