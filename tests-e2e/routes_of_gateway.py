"""Every route of the gateway."""

from typing import Final
from uuid import uuid4

from route import CHANNEL, TEMPLATES, WRONG_STATE, Route

from atende_contracts.ids import uuid7
from atende_contracts.permissions import Permission as P

ROUTES: Final = (
    Route("GET", "/api/v1/channels", P.CHANNELS_READ),
    Route(
        "POST",
        "/api/v1/channels",
        P.CHANNELS_WRITE,
        lambda _: {
            "name": "Segundo",
            "provider": "whatsapp_cloud",
            "phoneNumberId": str(400000000000000 + uuid4().int % 10**12),
            "accessToken": "EAAG" + uuid4().hex,
            "appSecret": uuid4().hex,
        },
    ),
    Route("GET", "/api/v1/channels/{channel_id}", P.CHANNELS_READ),
    Route("GET", "/api/v1/channels/{channel_id}/events", P.CHANNELS_READ),
    Route("POST", "/api/v1/channels/{channel_id}/test", P.CHANNELS_WRITE),
    Route("GET", "/api/v1/channels/{channel_id}/health", P.CHANNELS_READ),
    Route("GET", TEMPLATES, P.CHANNELS_READ),
    # The channels of the matrix name no account, which templates belong to.
    Route(
        "POST",
        TEMPLATES,
        P.CHANNELS_WRITE,
        lambda _: {
            "name": "boas_vindas",
            "language": "pt_BR",
            "category": "UTILITY",
            "components": [{"type": "BODY", "text": "Oi."}],
        },
        ends=WRONG_STATE,
    ),
    Route("POST", f"{TEMPLATES}/sync", P.CHANNELS_WRITE, ends=WRONG_STATE),
    Route("GET", f"{TEMPLATES}/{{template_id}}", P.CHANNELS_READ),
    Route(
        "PATCH",
        f"{TEMPLATES}/{{template_id}}",
        P.CHANNELS_WRITE,
        lambda _: {"components": [{"type": "BODY", "text": "Olá."}]},
    ),
    Route("DELETE", f"{TEMPLATES}/{{template_id}}", P.CHANNELS_WRITE, ends=204),
    # The channels of the matrix are no linked devices.
    Route("POST", f"{CHANNEL}/pairing", P.CHANNELS_WRITE, lambda _: {"method": "qr"}, ends=WRONG_STATE),
    Route("GET", f"{CHANNEL}/pairing", P.CHANNELS_WRITE, ends=WRONG_STATE),
    Route("POST", f"{CHANNEL}/reconnect", P.CHANNELS_WRITE, ends=WRONG_STATE),
    Route("POST", f"{CHANNEL}/logout", P.CHANNELS_WRITE, ends=WRONG_STATE),
    Route("PATCH", "/api/v1/channels/{channel_id}", P.CHANNELS_WRITE, lambda _: {"name": "Primeiro"}),
    Route("DELETE", "/api/v1/channels/{channel_id}", P.CHANNELS_WRITE, ends=204),
    Route("POST", "/api/v1/media", P.TICKETS_WRITE, lambda _: b"%PDF-1.4\n", ends=201),
    Route("GET", "/api/v1/media/{media_id}", P.TICKETS_READ),
    Route("POST", "/api/v1/media/links", P.TICKETS_READ, lambda _: {"ids": [str(uuid7())]}),
    # By its signature, which the matrix does not have.
    Route("GET", "/api/v1/media/{media_id}/file", None, ends=404),
    Route("GET", "/api/v1/media/{media_id}/thumbnail", None, ends=404),
)
