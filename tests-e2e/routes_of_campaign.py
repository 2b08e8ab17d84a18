"""Every route of campaign."""

from typing import Final
from uuid import uuid4

from route import CAMPAIGN, CAMPAIGNS, WRONG_STATE, Route

from atende_contracts.ids import uuid7
from atende_contracts.permissions import Permission as P

ROUTES: Final = (
    Route("GET", CAMPAIGNS, P.CAMPAIGNS_READ),
    Route(
        "POST",
        CAMPAIGNS,
        P.CAMPAIGNS_WRITE,
        lambda ids: {"name": "Junho", "message": "oi", "channelId": ids.get("channel_id", str(uuid7()))},
    ),
    Route("GET", CAMPAIGN, P.CAMPAIGNS_READ),
    Route("PATCH", CAMPAIGN, P.CAMPAIGNS_WRITE, lambda _: {"name": "Julho"}),
    Route(
        "POST",
        f"{CAMPAIGN}/targets",
        P.CAMPAIGNS_WRITE,
        lambda ids: {"contactIds": [ids.get("contact_id", str(uuid7()))]},
    ),
    Route("GET", f"{CAMPAIGN}/targets", P.CAMPAIGNS_READ),
    Route("POST", f"{CAMPAIGN}/targets/preview", P.CAMPAIGNS_WRITE, lambda _: b"phone\n"),
    Route("POST", f"{CAMPAIGN}/targets/import", P.CAMPAIGNS_WRITE, lambda _: b"phone\n", ends=202),
    Route(
        "POST",
        f"{CAMPAIGNS}/preview",
        P.CAMPAIGNS_READ,
        lambda _: {"message": "Oi", "segment": {"tag": "vip"}},
    ),
    Route("GET", f"{CAMPAIGN}/targets/{{source_id}}/problems", P.CAMPAIGNS_READ),
    Route("GET", f"{CAMPAIGN}/targets/{{source_id}}/problems/export", P.CAMPAIGNS_READ),
    Route("POST", f"{CAMPAIGN}/targets/{{source_id}}/problems/export", P.CAMPAIGNS_READ),
    Route("DELETE", f"{CAMPAIGN}/targets/{{source_id}}", P.CAMPAIGNS_WRITE, ends=204),
    Route("GET", f"{CAMPAIGN}/recipients", P.CAMPAIGNS_READ),
    Route("GET", f"{CAMPAIGN}/recipients/export", P.CAMPAIGNS_READ),
    Route("POST", f"{CAMPAIGN}/recipients/export", P.CAMPAIGNS_READ),
    Route("GET", f"{CAMPAIGN}/progress", P.CAMPAIGNS_READ),
    Route("GET", f"{CAMPAIGN}/estimate", P.CAMPAIGNS_READ),
    Route("GET", f"{CAMPAIGN}/variants", P.CAMPAIGNS_READ),
    Route(
        "POST",
        f"{CAMPAIGN}/preview",
        P.CAMPAIGNS_READ,
        lambda ids: {"contactId": ids.get("contact_id", str(uuid7()))},
    ),
    Route("POST", f"{CAMPAIGN}/test-send", P.CAMPAIGNS_RUN, lambda _: {"phone": "+5511987650000"}, ends=202),
    Route("GET", f"{CAMPAIGN}/test-sends", P.CAMPAIGNS_READ),
    Route("GET", f"{CAMPAIGN}/history", P.CAMPAIGNS_READ),
    Route("POST", f"{CAMPAIGN}/duplicate", P.CAMPAIGNS_WRITE, ends=201),
    Route("POST", f"{CAMPAIGN}/archive", P.CAMPAIGNS_WRITE),
    Route("POST", f"{CAMPAIGN}/unarchive", P.CAMPAIGNS_WRITE),
    Route("POST", f"{CAMPAIGN}/start", P.CAMPAIGNS_RUN, ends=WRONG_STATE),
    Route("POST", f"{CAMPAIGN}/pause", P.CAMPAIGNS_RUN, ends=WRONG_STATE),
    Route("POST", f"{CAMPAIGN}/resume", P.CAMPAIGNS_RUN, ends=WRONG_STATE),
    Route("POST", f"{CAMPAIGN}/finish", P.CAMPAIGNS_RUN, ends=WRONG_STATE),
    Route("POST", f"{CAMPAIGN}/cancel", P.CAMPAIGNS_RUN, ends=WRONG_STATE),
    Route("DELETE", CAMPAIGN, P.CAMPAIGNS_WRITE, ends=204),
    Route("GET", "/api/v1/segments", P.CAMPAIGNS_READ),
    Route(
        "POST",
        "/api/v1/segments",
        P.CAMPAIGNS_WRITE,
        lambda _: {"name": uuid4().hex, "filter": {"tag": "vip"}},
    ),
    Route("GET", "/api/v1/segments/{segment_id}", P.CAMPAIGNS_READ),
    Route("PATCH", "/api/v1/segments/{segment_id}", P.CAMPAIGNS_WRITE, lambda _: {"name": uuid4().hex}),
    Route("GET", "/api/v1/segments/{segment_id}/contacts", P.CAMPAIGNS_READ),
    Route("GET", "/api/v1/segments/{segment_id}/estimate", P.CAMPAIGNS_READ),
    Route("DELETE", "/api/v1/segments/{segment_id}", P.CAMPAIGNS_WRITE, ends=204),
    Route("GET", "/api/v1/opt-outs", P.OPTOUTS_READ),
    Route("POST", "/api/v1/opt-outs", P.OPTOUTS_WRITE, lambda _: {"phone": "+5511987650000"}),
    Route("POST", "/api/v1/opt-outs/import", P.OPTOUTS_WRITE, lambda _: b"phone\n"),
    Route("GET", "/api/v1/opt-outs/export", P.OPTOUTS_READ),
    Route("POST", "/api/v1/opt-outs/export", P.OPTOUTS_READ),
    Route("GET", "/api/v1/opt-outs/imports/{file_id}/rejected", P.OPTOUTS_WRITE),
    Route("POST", "/api/v1/opt-outs/imports/{file_id}/rejected", P.OPTOUTS_WRITE),
    Route("GET", "/api/v1/opt-outs/settings", P.OPTOUTS_READ),
    Route("PUT", "/api/v1/opt-outs/settings", P.COMPANY_WRITE, lambda _: {"leave": ["parar"], "return": []}),
    Route("GET", "/api/v1/opt-outs/{opt_out_id}/history", P.OPTOUTS_READ),
    Route("DELETE", "/api/v1/opt-outs/{opt_out_id}", P.OPTOUTS_WRITE, ends=204),
)
