"""Every operation of every API document, tried with defective tokens, every role, API keys and foreign ids.

`ROUTES` is what the API is meant to allow. An operation that is missing from it fails, and so does
a row without an operation: anyone who adds a route says here who may call it, and in `test_audit.py` what
the audit log keeps of it.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Final
from uuid import uuid4

import httpx
import pytest
import pytest_asyncio
from forged_tokens import DEFECTS, KEY_DEFECTS, Mint
from system import PASSWORD, Company, System, eventually

from atende_contracts.ids import uuid7
from atende_contracts.permissions import KEY_SCOPES, Role, permissions_of
from atende_contracts.permissions import Permission as P
from atende_sandbox.services import SERVICES

Ids = dict[str, str]
"""By the names of path parameters; what is absent is an id that nobody has."""


@dataclass(frozen=True)
class Route:
    """An operation: who may call it (None: everybody), and a body that passes its validation."""

    method: str
    path: str
    permission: P | None
    body: Callable[[Ids], Any] | None = None
    only: frozenset[Role] = frozenset(Role)
    """Roles that may, where not all that hold the permission do."""
    ends: int = 200
    """What who may is answered: with ids of its own things, and an empty campaign."""

    @property
    def parameters(self) -> list[str]:
        return re.findall(r"{(\w+)}", self.path)

    def roles(self) -> set[Role]:
        return {role for role in self.only if self.permission in permissions_of(role)}

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def _body(body: Any, _: object) -> Any:
    return body


def _email(_: object = None) -> str:
    return f"pessoa-{uuid4().hex[:12]}@empresa.test"


def _wrong_proof(_: object) -> dict[str, str]:
    return {"password": "not the password", "code": "123456"}


API_KEYS: Final = "/api/v1/api-keys"
TOTP: Final = "/api/v1/auth/totp"
CAMPAIGNS: Final = "/api/v1/campaigns"
CAMPAIGN: Final = f"{CAMPAIGNS}/{{campaign_id}}"
TEMPLATES: Final = "/api/v1/channels/{channel_id}/templates"
TICKET: Final = "/api/v1/tickets/{ticket_id}"
OWNER: Final = frozenset({Role.OWNER})
WRONG_STATE: Final = 409
"""The thing is there, but in a state that does not admit the action."""

ROUTES: Final = (
    # --- auth
    Route(
        "POST",
        "/api/v1/auth/register",
        None,
        lambda _: {"companyName": "Nova", "name": "Ana", "email": _email(), "password": PASSWORD},
        ends=201,
    ),
    Route(
        "POST",
        "/api/v1/auth/invitations/accept",
        None,
        lambda _: {"token": uuid4().hex, "name": "Ana", "password": PASSWORD},
        ends=404,  # No such invitation: the test gets no mail.
    ),
    Route(
        "POST", "/api/v1/auth/password/reset", None, lambda _: {"email": "nobody@nowhere.example"}, ends=202
    ),
    Route(
        "POST",
        "/api/v1/auth/password/reset/confirm",
        None,
        lambda _: {"token": uuid4().hex, "newPassword": PASSWORD},
        ends=WRONG_STATE,  # No such link: the test gets no mail.
    ),
    Route("POST", "/api/v1/auth/login", None, lambda ids: {"email": ids["email"], "password": PASSWORD}),
    Route(
        "POST",
        "/api/v1/auth/login/company",
        None,
        lambda _: {"choiceToken": uuid4().hex, "companyId": str(uuid7())},
        ends=401,  # No such choice: nobody here belongs to several companies.
    ),
    Route(
        "POST",
        f"{TOTP}/reset/confirm",
        None,
        lambda _: {"token": uuid4().hex, "password": PASSWORD},
        ends=WRONG_STATE,  # No such link: the test gets no mail.
    ),
    Route("GET", "/api/v1/auth/companies", P.SELF),
    # A session that has ended (the tokens here are of none) creates no company.
    Route("POST", "/api/v1/auth/companies", P.SELF, lambda _: {"name": "Filial"}, ends=409),
    Route(
        "POST",
        "/api/v1/auth/register/confirm",
        None,
        lambda _: {"token": uuid4().hex, "password": PASSWORD},
        ends=WRONG_STATE,  # No such registration: the test gets no mail.
    ),
    Route(
        "POST",
        "/api/v1/auth/email",
        P.SELF,
        lambda _: {"email": _email(), "password": "not the password"},
        ends=422,
    ),
    Route(
        "POST",
        "/api/v1/auth/email/confirm",
        None,
        lambda _: {"token": uuid4().hex, "password": PASSWORD},
        ends=WRONG_STATE,
    ),
    Route("POST", "/api/v1/auth/invitations/inspect", None, lambda _: {"token": uuid4().hex}, ends=404),
    Route(
        "POST",
        "/api/v1/auth/password/reset/revoke",
        None,
        lambda _: {"reviewToken": uuid4().hex, "companyId": str(uuid7())},
        ends=WRONG_STATE,
    ),
    Route("POST", "/api/v1/auth/sessions/switch", P.SELF, lambda _: {"companyId": str(uuid7())}, ends=404),
    Route("POST", "/api/v1/auth/refresh", None, lambda ids: {"refreshToken": ids["refresh_token"]}),
    Route("GET", "/api/v1/auth/jwks.json", None),
    Route("POST", "/api/v1/auth/logout", P.SELF),
    Route("GET", "/api/v1/auth/sessions", P.SELF),
    Route("DELETE", "/api/v1/auth/sessions", P.SELF),
    Route("DELETE", "/api/v1/auth/sessions/{session_id}", P.SELF, ends=204),
    Route("GET", "/api/v1/auth/me", P.SELF),
    Route("PATCH", "/api/v1/auth/me", P.SELF, lambda _: {"name": "Maria"}),
    Route(
        "POST",
        "/api/v1/auth/password",
        P.SELF,
        lambda _: {"currentPassword": "not the password", "newPassword": PASSWORD + "!"},
    ),
    # Their passwords are wrong: with the right one the test would need an app for every later sign-in.
    Route("POST", TOTP, P.SELF, lambda _: {"currentPassword": "not the password"}, ends=422),
    Route("POST", f"{TOTP}/confirm", P.SELF, lambda _: {"code": "123456"}, ends=WRONG_STATE),
    Route("POST", f"{TOTP}/recovery-codes", P.SELF, _wrong_proof, ends=422),
    Route("DELETE", TOTP, P.SELF, _wrong_proof, ends=422),
    # No role of a company may what installation administrators do.
    *(
        Route(method, f"/api/v1/installation{path}", P.SELF, partial(_body, body), only=frozenset())
        for method, path, body in (
            ("GET", "/audit", None),
            ("GET", "/companies", None),
            ("GET", "/companies/{company_id}", None),
            ("POST", "/companies/{company_id}/suspend", {"reason": "test"}),
            ("POST", "/companies/{company_id}/resume", None),
            ("PUT", "/companies/{company_id}/limits", {"limits": {"sockets": 1}}),
        )
    ),
    Route("GET", "/api/v1/companies/current", P.COMPANY_READ),
    Route("PATCH", "/api/v1/companies/current", P.COMPANY_WRITE, lambda _: {"reopenHours": 24}),
    Route("GET", "/api/v1/companies/current/limits", P.COMPANY_READ),
    Route("PUT", "/api/v1/companies/current/limits", P.COMPANY_WRITE, lambda _: {}),
    Route(
        "POST",
        "/api/v1/companies/current/owner",
        P.USERS_WRITE,
        lambda ids: {"userId": ids.get("user_id", str(uuid7()))},
        only=OWNER,
    ),
    Route("GET", "/api/v1/users", P.USERS_READ),
    Route(
        "POST",
        "/api/v1/users",
        P.USERS_WRITE,
        lambda _: {"name": "Bia", "email": _email(), "password": PASSWORD, "role": "agent"},
    ),
    Route("GET", "/api/v1/users/invitations", P.USERS_WRITE),
    Route("POST", "/api/v1/users/invitations", P.USERS_WRITE, lambda _: {"email": _email(), "role": "agent"}),
    Route("DELETE", "/api/v1/users/invitations/{invitation_id}", P.USERS_WRITE, ends=204),
    Route("GET", "/api/v1/users/{user_id}", P.USERS_READ),
    Route("PATCH", "/api/v1/users/{user_id}", P.USERS_WRITE, lambda _: {"name": "Beatriz"}),
    Route("GET", "/api/v1/users/{user_id}/leftovers", P.USERS_WRITE),
    Route("POST", "/api/v1/users/{user_id}/leave", P.USERS_WRITE),
    Route("DELETE", "/api/v1/users/{user_id}/totp", P.USERS_WRITE, ends=202),
    Route("GET", "/api/v1/audit", P.AUDIT_READ),
    Route("GET", API_KEYS, P.APIKEYS_READ),
    Route("POST", API_KEYS, P.APIKEYS_WRITE, lambda _: {"name": "Loja", "scopes": ["contacts:read"]}),
    Route("GET", f"{API_KEYS}/{{key_id}}", P.APIKEYS_READ),
    Route("DELETE", f"{API_KEYS}/{{key_id}}", P.APIKEYS_WRITE, ends=204),
    # --- chat
    Route("GET", "/api/v1/contacts", P.CONTACTS_READ),
    Route(
        "POST",
        "/api/v1/contacts",
        P.CONTACTS_WRITE,
        lambda ids: {"name": "Caio", "phone": f"+55119{uuid4().int % 10**8:08d}"},
    ),
    Route("POST", "/api/v1/contacts/import", P.CONTACTS_IMPORT, lambda _: b"name,phone\n"),
    Route("GET", "/api/v1/contacts/imports/{import_id}", P.CONTACTS_IMPORT),
    Route("GET", "/api/v1/contacts/imports/{import_id}/rejected", P.CONTACTS_IMPORT),
    Route("GET", "/api/v1/contacts/export", P.CONTACTS_IMPORT),
    Route("GET", "/api/v1/contacts/{contact_id}", P.CONTACTS_READ),
    Route("GET", "/api/v1/contacts/{contact_id}/messages", P.TICKETS_READ),
    Route("PATCH", "/api/v1/contacts/{contact_id}", P.CONTACTS_WRITE, lambda _: {"name": "Caio Silva"}),
    Route("GET", "/api/v1/tickets", P.TICKETS_READ),
    Route("GET", TICKET, P.TICKETS_READ),
    Route("GET", f"{TICKET}/messages", P.TICKETS_READ),
    Route("POST", f"{TICKET}/accept", P.TICKETS_WRITE),
    Route(
        "POST",
        f"{TICKET}/messages",
        P.TICKETS_WRITE,
        lambda _: {"text": "Bom dia", "clientMessageId": uuid4().hex},
        ends=201,
    ),
    Route("POST", f"{TICKET}/read", P.TICKETS_WRITE),
    Route("POST", f"{TICKET}/typing", P.TICKETS_WRITE, ends=204),
    Route("POST", f"{TICKET}/close", P.TICKETS_WRITE),
    Route("PUT", f"{TICKET}/tags/{{tag_id}}", P.TICKETS_WRITE),
    Route("DELETE", f"{TICKET}/tags/{{tag_id}}", P.TICKETS_WRITE),
    Route("GET", "/api/v1/tags", P.TICKETS_READ),
    Route("POST", "/api/v1/tags", P.TICKETS_WRITE, lambda _: {"name": uuid4().hex}, ends=201),
    Route("PATCH", "/api/v1/tags/{tag_id}", P.TICKETS_WRITE, lambda _: {"name": uuid4().hex}),
    Route("DELETE", "/api/v1/tags/{tag_id}", P.TICKETS_WRITE, ends=204),
    Route("GET", "/api/v1/events", P.TICKETS_READ),
    # --- campaign
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
    Route("POST", f"{CAMPAIGN}/targets/import", P.CAMPAIGNS_WRITE, lambda _: b"phone\n", ends=202),
    Route("GET", f"{CAMPAIGN}/targets/{{source_id}}/problems", P.CAMPAIGNS_READ),
    Route("GET", f"{CAMPAIGN}/targets/{{source_id}}/problems/export", P.CAMPAIGNS_READ),
    Route("DELETE", f"{CAMPAIGN}/targets/{{source_id}}", P.CAMPAIGNS_WRITE, ends=204),
    Route("GET", f"{CAMPAIGN}/recipients", P.CAMPAIGNS_READ),
    Route("GET", f"{CAMPAIGN}/recipients/export", P.CAMPAIGNS_READ),
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
    Route("GET", "/api/v1/segments/{segment_id}/estimate", P.CAMPAIGNS_READ),
    Route("DELETE", "/api/v1/segments/{segment_id}", P.CAMPAIGNS_WRITE, ends=204),
    Route("GET", "/api/v1/opt-outs", P.OPTOUTS_READ),
    Route("POST", "/api/v1/opt-outs", P.OPTOUTS_WRITE, lambda _: {"phone": "+5511987650000"}),
    Route("POST", "/api/v1/opt-outs/import", P.OPTOUTS_WRITE, lambda _: b"phone\n"),
    Route("GET", "/api/v1/opt-outs/export", P.OPTOUTS_READ),
    Route("GET", "/api/v1/opt-outs/imports/{file_id}/rejected", P.OPTOUTS_WRITE),
    Route("GET", "/api/v1/opt-outs/settings", P.OPTOUTS_READ),
    Route("PUT", "/api/v1/opt-outs/settings", P.COMPANY_WRITE, lambda _: {"leave": ["parar"], "return": []}),
    Route("GET", "/api/v1/opt-outs/{opt_out_id}/history", P.OPTOUTS_READ),
    Route("DELETE", "/api/v1/opt-outs/{opt_out_id}", P.OPTOUTS_WRITE, ends=204),
    # --- provider-gateway
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
    Route("PATCH", "/api/v1/channels/{channel_id}", P.CHANNELS_WRITE, lambda _: {"name": "Primeiro"}),
    Route("DELETE", "/api/v1/channels/{channel_id}", P.CHANNELS_WRITE, ends=204),
    Route("POST", "/api/v1/media", P.TICKETS_WRITE, lambda _: b"%PDF-1.4\n", ends=201),
    Route("GET", "/api/v1/media/{media_id}", P.TICKETS_READ),
    # By its signature, which the matrix does not have.
    Route("GET", "/api/v1/media/{media_id}/file", None, ends=404),
    # --- reporting
    Route("GET", "/api/v1/reports/campaigns", P.REPORTS_READ),
    Route("GET", "/api/v1/reports/campaigns/{campaign_id}", P.REPORTS_READ),
    Route("GET", "/api/v1/reports/campaigns/{campaign_id}/export.csv", P.REPORTS_READ),
    Route("GET", "/api/v1/reports/daily", P.REPORTS_READ),
    Route("GET", "/api/v1/reports/summary", P.REPORTS_READ),
)
PUBLIC: Final = [route for route in ROUTES if route.permission is None]
GUARDED: Final = [route for route in ROUTES if route.permission is not None]
ONE_OF_EACH_SERVICE: Final = {
    f"GET {path}"
    for path in ("/api/v1/auth/me", "/api/v1/tickets", CAMPAIGNS, "/api/v1/channels", "/api/v1/reports/daily")
}
TRIED_EVERYWHERE: Final = (
    "garbage",
    "alg none",
    "HS256 with the public key, raw",
    "unknown kid",
    "expired",
    "wrong audience",
    "wrong issuer",
    "missing typ",
)
"""The rest of `DEFECTS` is tried on `ONE_OF_EACH_SERVICE`: one verifier serves all routes of a service."""
WITH_IDS: Final = [route for route in ROUTES if route.parameters and route.only]


class People:
    """A company with something of everything, and a stranger who owns another company."""

    def __init__(self, system: System, mint: Mint, company: Company, stranger: Company) -> None:
        self.system = system
        self.mint = mint
        self.company = company
        self.stranger = stranger
        self.company_id = ""
        self.email = ""
        self.users: dict[Role, str] = {}
        self.lasting: Ids = {}
        """Things that no route of the matrix ends."""
        self.reported_campaign = ""
        self.refused: dict[str, tuple[str, str]] = {}
        """Tokens and keys that were right once, with the code of their refusal."""
        self._keys: dict[tuple[str, frozenset[P]], str] = {}

    async def set_up(self) -> None:
        """Make what takes long to make."""
        api = self.company.api
        me = await api.get("/api/v1/auth/me")
        self.company_id, self.email = me["company"]["id"], me["user"]["email"]
        self.users[Role.OWNER] = me["user"]["id"]
        # Of no session that a route could end.
        api.token = self.token()
        for role in (Role.ADMIN, Role.AGENT, Role.VIEWER):
            self.users[role] = await self._new_user(role)
        await self.company.customer_writes(self.system.new_phone(), "Bom dia")
        phone = self.system.new_phone()
        await self.company.import_contacts([phone])
        self.reported_campaign = (await self.company.run_campaign([phone], "Novidades"))["id"]
        await self._revoke_and_expire()

        async def known() -> None:
            tickets, contacts = await api.all("/api/v1/tickets"), await api.all("/api/v1/contacts")
            assert tickets
            assert contacts
            await api.get(f"/api/v1/reports/campaigns/{self.reported_campaign}")
            self.lasting = {"ticket_id": tickets[0]["id"], "contact_id": contacts[0]["id"]}

        await eventually(known)

    async def key(self, scopes: frozenset[P], company: Company | None = None) -> str:
        """Return an API key with these scopes, by default of the company; the same again if asked again."""
        company = company or self.company
        if (company.number, scopes) not in self._keys:
            self._keys[company.number, scopes] = (await _new_key(company, scopes))["key"]
        return self._keys[company.number, scopes]

    async def _revoke_and_expire(self) -> None:
        session = (await self.log_in())["accessToken"]
        logged_out = await self.system.http.post(
            "/api/v1/auth/logout", headers={"Authorization": f"Bearer {session}"}
        )
        assert logged_out.status_code == 204
        soon = (datetime.now(UTC) + timedelta(seconds=2)).isoformat()
        revoked = await _new_key(self.company, KEY_SCOPES)
        expired = await _new_key(self.company, KEY_SCOPES, expiresAt=soon)
        await self.company.api.delete(f"{API_KEYS}/{revoked['id']}")
        self.refused = {
            "revoked session": (session, "session-revoked"),
            "revoked key": (revoked["key"], "invalid-api-key"),
            "expired key": (expired["key"], "invalid-api-key"),
        }

        async def known_everywhere() -> None:
            for token, code in self.refused.values():
                for route in GUARDED:
                    if str(route) in ONE_OF_EACH_SERVICE:
                        answer = await self.send(route, {}, f"Bearer {token}")
                        assert answer.json().get("code") == code

        await eventually(known_everywhere)

    async def ids_for(self, route: Route) -> Ids:
        """Return ids of the company's own things, new ones where routes end them."""
        ids = dict(self.lasting)
        if "template_id" in route.parameters:
            ids |= await self._new_template()
        if "source_id" in route.parameters:
            ids |= await self._new_audience_file()
        for name in route.parameters:
            if name == "campaign_id" and "/reports/" in route.path:
                ids[name] = self.reported_campaign
            elif name == "company_id":
                ids[name] = self.company_id
            elif name not in ids:
                ids[name] = await self._MAKERS[name](self)
        return ids

    def token(self, role: Role = Role.OWNER, **claims: Any) -> str:
        """Return a token of a session that no other request has."""
        return self.mint.token(company_id=self.company_id, user_id=self.users[role], role=str(role), **claims)

    async def send(
        self, route: Route, ids: Ids, authorization: str | None, body_ids: Ids | None = None
    ) -> httpx.Response:
        """Send a request; ids that are not given are those of nobody."""
        path = re.sub(r"{(\w+)}", lambda match: ids.get(match[1], str(uuid7())), route.path)
        body = route.body(body_ids or ids) if route.body else None
        headers = {} if authorization is None else {"Authorization": authorization}
        sent: dict[str, Any] = {"json": body}
        if isinstance(body, bytes) and path.endswith("/import"):
            sent = {"files": {"file": ("c.csv", body, "text/csv")}}
        elif isinstance(body, bytes):
            sent, headers["Content-Type"] = {"content": body}, "application/pdf"
        request = self.system.http.build_request(
            route.method, path, headers=headers, **(sent if body is not None else {})
        )
        return await self.system.http.send(request)

    async def log_in(self) -> dict[str, Any]:
        """Open a session of the owner. Rarely: an account has few attempts in a minute."""
        body = {"email": self.email, "password": PASSWORD}
        answer = await self.system.http.post("/api/v1/auth/login", json=body)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def _new_user(self, role: Role = Role.AGENT) -> str:
        body = {"name": "Bia", "email": _email(), "password": PASSWORD, "role": str(role)}
        return str((await self.company.api.post("/api/v1/users", body))["id"])

    async def _new_session(self) -> str:
        own = {"Authorization": f"Bearer {(await self.log_in())['accessToken']}"}
        return str((await self.system.http.get("/api/v1/auth/me", headers=own)).json()["sessionId"])

    async def _new_invitation(self) -> str:
        body = {"email": _email(), "role": "agent"}
        return str((await self.company.api.post("/api/v1/users/invitations", body))["id"])

    async def _new_tag(self) -> str:
        return str((await self.company.api.post("/api/v1/tags", {"name": uuid4().hex}))["id"])

    async def _new_campaign(self) -> str:
        body = {"name": "Maio", "message": "oi", "channelId": self.company.channel_id}
        return str((await self.company.api.post(CAMPAIGNS, body))["id"])

    async def _new_audience_file(self) -> Ids:
        campaign_id = await self._new_campaign()
        path = f"{CAMPAIGNS}/{campaign_id}/targets/import"
        source = await self.company.api.upload(path, "c.csv", b"phone\n")
        return {"campaign_id": campaign_id, "source_id": source["id"]}

    async def _new_import(self) -> str:
        answer = await self.company.api.upload("/api/v1/contacts/import", "c.csv", b"name,phone\n")
        return str(answer["id"])

    async def _new_opt_out_file(self) -> str:
        return str((await self.company.api.upload("/api/v1/opt-outs/import", "c.csv", b"phone\n"))["id"])

    async def _new_opt_out(self) -> str:
        body = {"phone": self.system.new_phone()}
        return str((await self.company.api.post("/api/v1/opt-outs", body))["id"])

    async def _new_segment(self) -> str:
        body = {"name": uuid4().hex, "filter": {"tag": "vip"}}
        return str((await self.company.api.post("/api/v1/segments", body))["id"])

    async def _new_channel(self) -> str:
        body = {
            "name": "Outro",
            "provider": "whatsapp_cloud",
            "phoneNumberId": str(500000000000000 + uuid4().int % 10**12),
            "accessToken": "EAAG" + uuid4().hex,
            "appSecret": uuid4().hex,
        }
        return str((await self.company.api.post("/api/v1/channels", body))["id"])

    async def _new_media(self) -> str:
        headers = {**self.company.headers, "Content-Type": "application/pdf"}
        answer = await self.system.http.post("/api/v1/media", content=b"%PDF-1.4\n", headers=headers)
        return str(answer.json()["id"])

    async def _new_template(self) -> Ids:
        """Make a template at the provider, and a channel of its account."""
        number, token = str(700000000000000 + uuid4().int % 10**12), "EAAG" + uuid4().hex
        await self.system.simulator.register_number(
            number, display_phone_number="+5521", access_token=token, app_secret=token, waba_id=number
        )
        body = {"type": "BODY", "text": "Oi."}
        await self.system.simulator.templates(
            number, [{"name": "boas_vindas", "language": "pt_BR", "components": [body]}]
        )
        channel = await self.company.api.post(
            "/api/v1/channels",
            {
                "name": "Com modelos",
                "provider": "whatsapp_cloud",
                "phoneNumberId": number,
                "wabaId": number,
                "accessToken": token,
                "appSecret": token,
            },
        )
        path = TEMPLATES.format(channel_id=channel["id"])
        await self.company.api.post(f"{path}/sync")
        [template] = await self.company.api.all(path)
        return {"channel_id": channel["id"], "template_id": template["id"]}

    async def _new_api_key(self) -> str:
        return str((await _new_key(self.company, frozenset({P.CONTACTS_READ})))["id"])

    _MAKERS: Final[dict[str, Callable[["People"], Awaitable[str]]]] = {
        "user_id": _new_user,
        "session_id": _new_session,
        "key_id": _new_api_key,
        "invitation_id": _new_invitation,
        "campaign_id": _new_campaign,
        "import_id": _new_import,
        "file_id": _new_opt_out_file,
        "opt_out_id": _new_opt_out,
        "segment_id": _new_segment,
        "channel_id": _new_channel,
        "media_id": _new_media,
        "tag_id": _new_tag,
    }


async def _new_key(company: Company, scopes: frozenset[P], **fields: Any) -> dict[str, Any]:
    body = {"name": "Loja virtual", "scopes": sorted(scopes), **fields}
    return dict(await company.api.post(API_KEYS, body))


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def people(system: System) -> People:
    company, stranger = await asyncio.gather(system.new_company(), system.new_company())
    everyone = People(system, Mint(system.world.settings), company, stranger)
    await everyone.set_up()
    return everyone


def test_the_examples_are_routes() -> None:
    assert not ONE_OF_EACH_SERVICE - {str(route) for route in GUARDED}
    assert len(ONE_OF_EACH_SERVICE) == len(SERVICES)


async def test_the_table_names_every_operation_and_nothing_else(system: System) -> None:
    operations: dict[str, bool] = {}
    for unit in SERVICES:
        document = (await system.http.get(f"{system.world.settings.url(unit.name)}/openapi.json")).json()
        for path, methods in document["paths"].items():
            for method, operation in methods.items():
                operations[f"{method.upper()} {path}"] = bool(operation.get("security"))
    assert operations == {str(route): route.permission is not None for route in ROUTES}


@pytest.mark.parametrize("route", PUBLIC, ids=str)
@pytest.mark.parametrize("authorization", [None, "Bearer garbage"])
async def test_what_is_public_asks_for_no_token(
    people: People, route: Route, authorization: str | None
) -> None:
    ids = {"email": people.email}
    if route.path.endswith("/refresh"):
        ids["refresh_token"] = (await people.log_in())["refreshToken"]
    response = await people.send(route, ids, authorization)
    assert response.status_code == route.ends, response.text


@pytest.mark.parametrize("route", GUARDED, ids=str)
async def test_a_defective_token_is_refused(people: People, route: Route) -> None:
    ids = await people.ids_for(route)
    claims = people.mint.claims(company_id=people.company_id, user_id=people.users[Role.OWNER])
    right = people.mint.sign(claims)
    tried = DEFECTS if str(route) in ONE_OF_EACH_SERVICE else TRIED_EVERYWHERE
    sent = {name: f"Bearer {DEFECTS[name](people.mint, claims)}" for name in tried}
    sent |= {"not a bearer token": f"Basic {right}", "empty": "Bearer", "no scheme": right}
    answers = await asyncio.gather(
        people.send(route, ids, None), *(people.send(route, ids, each) for each in sent.values())
    )
    refused = {"no token": "unauthenticated", "expired": "token-expired"}
    refused |= dict.fromkeys(("not a bearer token", "empty", "no scheme"), "unauthenticated")
    for name, answer in zip(("no token", *sent), answers, strict=True):
        assert answer.status_code == 401, (name, answer.text)
        assert answer.json()["code"] == refused.get(name, "invalid-token"), name
        assert answer.headers["www-authenticate"].startswith("Bearer"), name


@pytest.mark.parametrize("route", GUARDED, ids=str)
async def test_a_role_may_what_its_permissions_say(people: People, route: Route) -> None:
    """Those who may not get 403 for things that exist; those who may are asked about things that do not."""
    ids = await people.ids_for(route)
    allowed = route.roles()
    answers = await asyncio.gather(
        *(people.send(route, {} if role in allowed else ids, f"Bearer {people.token(role)}") for role in Role)
    )
    for role, answer in zip(Role, answers, strict=True):
        if role in allowed:
            assert answer.status_code not in (401, 403), (role, answer.text)
            assert answer.status_code < 500, (role, answer.text)
        else:
            assert answer.status_code == 403, (role, answer.text)


@pytest.mark.parametrize("route", GUARDED, ids=str)
async def test_what_was_right_once_and_wrong_keys_are_refused(people: People, route: Route) -> None:
    ids = await people.ids_for(route)
    key = await people.key(KEY_SCOPES)
    tried = dict(people.refused)
    for name, forge in KEY_DEFECTS.items():
        tried[name] = forge(key), "invalid-api-key"
    answers = await asyncio.gather(*(people.send(route, ids, f"Bearer {each}") for each, _ in tried.values()))
    for (name, (_, code)), answer in zip(tried.items(), answers, strict=True):
        assert (answer.status_code, answer.json()["code"]) == (401, code), (name, answer.text)
        assert answer.headers["www-authenticate"].startswith("Bearer"), name


@pytest.mark.parametrize("route", GUARDED, ids=str)
async def test_an_api_key_may_what_its_scopes_say(people: People, route: Route) -> None:
    ids = await people.ids_for(route)
    assert route.permission
    without = await people.key(KEY_SCOPES - {route.permission})
    refused = await people.send(route, ids, f"Bearer {without}")
    assert (refused.status_code, refused.json()["code"]) == (403, "forbidden"), refused.text
    if route.permission in KEY_SCOPES:
        holder = await people.key(frozenset({route.permission}))
        taken = await people.send(route, {}, f"Bearer {holder}")
        assert taken.status_code not in (401, 403), taken.text
        assert taken.status_code < 500, taken.text


@pytest.mark.parametrize("route", WITH_IDS, ids=str)
async def test_ids_of_another_company_are_ids_of_nobody(people: People, route: Route) -> None:
    ids = await people.ids_for(route)
    stranger = f"Bearer {people.stranger.api.token}"
    foreign = await people.send(route, ids, stranger)
    assert foreign.status_code == 404, foreign.text
    unknown = await people.send(route, {}, stranger)
    assert _without_request_id(foreign) == _without_request_id(unknown)
    # The body was right, and nothing is ended: the owner's own request with the same ids is taken.
    own = await people.send(route, ids, people.company.headers["Authorization"])
    assert own.status_code == route.ends, own.text


@pytest.mark.parametrize("route", [route for route in WITH_IDS if route.permission in KEY_SCOPES], ids=str)
async def test_ids_of_another_company_are_ids_of_nobody_for_a_key(people: People, route: Route) -> None:
    ids = await people.ids_for(route)
    assert route.permission
    scopes = frozenset({route.permission})
    stranger = f"Bearer {await people.key(scopes, people.stranger)}"
    foreign = await people.send(route, ids, stranger)
    assert foreign.status_code == 404, foreign.text
    unknown = await people.send(route, {}, stranger)
    assert _without_request_id(foreign) == _without_request_id(unknown)
    own = await people.send(route, ids, f"Bearer {await people.key(scopes)}")
    # The owner has taken the ticket, and closed it.
    assert own.status_code in (route.ends, WRONG_STATE), own.text


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("POST", CAMPAIGNS, lambda ids: {"name": "x", "message": "oi", "channelId": ids["channel_id"]}, 422),
        ("PATCH", f"{CAMPAIGNS}/{{own}}", lambda ids: {"channelId": ids["channel_id"]}, 422),
        ("POST", f"{CAMPAIGNS}/{{own}}/targets", lambda ids: {"contactIds": [ids["contact_id"]]}, 200),
        ("POST", f"{CAMPAIGNS}/{{own}}/targets", lambda ids: {"segmentId": ids["segment_id"]}, 422),
        ("POST", "/api/v1/opt-outs", lambda ids: {"contactId": ids["contact_id"]}, 422),
        (
            "POST",
            "/api/v1/opt-outs",
            lambda ids: {"phone": "+5511987650001", "channelId": ids["channel_id"]},
            422,
        ),
        ("POST", "/api/v1/companies/current/owner", lambda ids: {"userId": ids["user_id"]}, 404),
    ],
)
async def test_ids_of_another_company_in_a_body_are_ids_of_nobody(
    people: People, method: str, path: str, body: Callable[[Ids], Any], status: int
) -> None:
    segment = await people.company.api.post(
        "/api/v1/segments", {"name": uuid4().hex, "filter": {"tag": "vip"}}
    )
    foreign = {
        **people.lasting,
        "segment_id": segment["id"],
        "channel_id": people.company.channel_id,
        "user_id": people.users[Role.AGENT],
    }
    own = {"name": "Minha", "message": "oi", "channelId": people.stranger.channel_id}
    answers = []
    for ids in (foreign, dict.fromkeys(foreign, str(uuid7()))):
        campaign = (await people.stranger.api.post(CAMPAIGNS, own))["id"]
        answers.append(
            await people.system.http.request(
                method, path.format(own=campaign), json=body(ids), headers=people.stranger.headers
            )
        )
    assert answers[0].status_code == status, answers[0].text
    assert _without_request_id(answers[0]) == _without_request_id(answers[1])


async def test_a_campaign_does_not_reach_contacts_of_another_company(people: People) -> None:
    """Contacts that the service has not heard of yet are taken as targets: it must not find these."""
    stranger = people.stranger
    await stranger.import_contacts([phone := people.system.new_phone()])
    mine = [contact["id"] for contact in await stranger.api.all("/api/v1/contacts")]
    theirs = [contact["id"] for contact in await people.company.api.all("/api/v1/contacts")]
    own = {"name": "Minha", "message": "Alcança?", "channelId": stranger.channel_id}
    campaign = f"{CAMPAIGNS}/{(await stranger.api.post(CAMPAIGNS, own))['id']}"
    await stranger.api.post(f"{campaign}/targets", {"contactIds": [*theirs, *mine]})
    await stranger.api.post(f"{campaign}/start", {"confirmOutOfWindow": True})

    async def sent() -> None:
        log = [each async for each in people.system.simulator.full_log() if each["text"] == "Alcança?"]
        assert [each["to"].lstrip("+") for each in log] == [phone.lstrip("+")]

    await eventually(sent)
    recipients = await stranger.api.all(f"{campaign}/recipients")
    assert [each["phone"] for each in recipients if each["phone"]] == [phone]
    await sent()


async def test_lists_of_another_company_stay_its_own_whatever_is_asked(people: People) -> None:
    """Another's cursor, a company in the query or in a header: the token alone says whose lists these are."""
    asked = [route for route in GUARDED if route.method == "GET" and not route.parameters]
    forged = {
        "X-Company-Id": people.company_id,
        "X-Tenant-Id": people.company_id,
        "X-Forwarded-User": people.users[Role.OWNER],
        "Cookie": f"company_id={people.company_id}",
        **people.stranger.headers,
    }
    query = dict.fromkeys(("company_id", "companyId", "tenant", "company"), people.company_id)
    secrets = [people.company_id, people.email, *people.users.values(), *people.lasting.values()]
    secrets += [people.reported_campaign, people.company.number]
    seen = set()
    for route in asked:
        own = await people.system.http.get(route.path, params={"limit": 1}, headers=people.company.headers)
        seen |= {secret for secret in secrets if secret in own.text}
        is_file = own.headers["content-type"].startswith("text/csv")
        cursor = None if is_file else own.json().get("nextCursor")
        answer = await people.system.http.get(
            route.path, params={"cursor": cursor} if cursor else {}, headers=forged
        )
        assert answer.status_code == (403 if route.only == frozenset() else 200), (route, answer.text)
        in_query = await people.system.http.get(route.path, params=query, headers=forged)
        assert in_query.status_code == (403 if route.only == frozenset() else 422), (route, in_query.text)
        assert not [secret for secret in secrets if secret in answer.text + in_query.text], route
    assert len(seen) > 5


def _without_request_id(response: httpx.Response) -> tuple[int, Any]:
    body = response.json()
    body.pop("requestId", None)
    return response.status_code, body
