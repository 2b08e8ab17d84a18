"""Every operation of every API document, tried with defective tokens, every role, API keys and foreign ids.

`ROUTES` is what the API is meant to allow. An operation that is missing from it fails, and so does
a row without an operation: anyone who adds a route says here who may call it, and in `audited.py` what
the audit log keeps of it.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import uuid4

import httpx
import pytest
import pytest_asyncio
from forged_tokens import DEFECTS, KEY_DEFECTS, Mint
from route import (
    API_KEYS,
    AUTOMATIONS,
    CAMPAIGNS,
    EXPORTS,
    MACROS,
    QUICK_REPLIES,
    SATISFACTION,
    SCHEDULES,
    SLA_POLICIES,
    TEMPLATES,
    WEB,
    WRONG_STATE,
    Ids,
    Route,
    new_email,
    report_schedule,
    scheduled,
)
from routes import GUARDED, ONE_OF_EACH_SERVICE, PUBLIC, ROUTES, TRIED_EVERYWHERE, WITH_IDS
from system import PASSWORD, Company, System, eventually

from atende_contracts.ids import uuid7
from atende_contracts.permissions import KEY_SCOPES, Role
from atende_contracts.permissions import Permission as P
from atende_sandbox.services import SERVICES


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
        self._schedule: str | None = None

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
            written = await api.all(f"/api/v1/tickets/{tickets[0]['id']}/messages")
            self.lasting = {
                "ticket_id": tickets[0]["id"],
                "contact_id": contacts[0]["id"],
                "message_id": next(one["id"] for one in written if one["direction"] == "in"),
            }

        await eventually(known)
        self.lasting["owner_id"] = self.users[Role.OWNER]

        async def known_as_recipient() -> None:
            await api.post(SCHEDULES, report_schedule(self.lasting))

        await eventually(known_as_recipient)

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
        revoked = await _new_key(self.company, KEY_SCOPES)
        soon = (datetime.now(UTC) + timedelta(seconds=4)).isoformat()  # Later than the request arrives.
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
        if route.path.startswith("/api/v1/contacts/{contact_id}") and route.method != "GET":
            ids["contact_id"] = await self._new_contact()
        if "template_id" in route.parameters:
            ids |= await self._new_template()
        if "merge_id" in route.parameters:
            ids |= await self._new_merge()
        if "source_id" in route.parameters:
            ids |= await self._new_audience_file()
        if "delivery_id" in route.parameters:
            ids |= await self._new_delivery()
        for name in route.parameters:
            if name == "campaign_id" and "/reports/" in route.path:
                ids[name] = self.reported_campaign
            elif name == "channel_id" and "/policies/" in route.path:
                ids[name] = self.company.channel_id
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
        if path.startswith(WEB):
            headers["Origin"] = str(self.system.http.base_url).rstrip("/")
        sent: dict[str, Any] = {"json": body}
        if isinstance(body, bytes) and path.endswith(("/import", "/imports", "/targets/preview")):
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
        body = {"name": "Bia", "email": new_email(), "password": PASSWORD, "role": str(role)}
        return str((await self.company.api.post("/api/v1/users", body))["id"])

    async def _new_session(self) -> str:
        own = {"Authorization": f"Bearer {(await self.log_in())['accessToken']}"}
        return str((await self.system.http.get("/api/v1/auth/me", headers=own)).json()["sessionId"])

    async def _new_invitation(self) -> str:
        body = {"email": new_email(), "role": "agent"}
        return str((await self.company.api.post("/api/v1/users/invitations", body))["id"])

    async def _new_tag(self) -> str:
        return str((await self.company.api.post("/api/v1/tags", {"name": uuid4().hex}))["id"])

    async def _new_schedule(self) -> str:
        """Make a report by e-mail in place of the last one: a company has so many at most."""
        if self._schedule is not None:
            headers = self.company.headers
            await self.system.http.delete(f"{SCHEDULES}/{self._schedule}", headers=headers)
        self._schedule = str((await self.company.api.post(SCHEDULES, report_schedule(self.lasting)))["id"])
        return self._schedule

    async def _new_export(self) -> str:
        """Make an export, and wait for its file."""
        export = await self.company.api.post(EXPORTS, {"report": "daily"})

        async def finished() -> None:
            assert (await self.company.api.get(f"{EXPORTS}/{export['id']}"))["status"] == "finished"

        await eventually(finished)
        return str(export["id"])

    async def _new_scheduled(self) -> str:
        path = f"/api/v1/tickets/{self.lasting['ticket_id']}/scheduled-messages"
        return str((await self.company.api.post(path, scheduled()))["id"])

    async def _new_satisfaction_policy(self) -> str:
        body = {"queueId": await self._new_queue(), "question": "Como foi?"}
        return str((await self.company.api.post(SATISFACTION, body))["id"])

    async def _new_sla_policy(self) -> str:
        body = {"queueId": await self._new_queue(), "firstReplyMinutes": 15}
        return str((await self.company.api.post(SLA_POLICIES, body))["id"])

    async def _new_note(self) -> str:
        """Make a note of the company's owner, in a ticket that stays."""
        path = f"/api/v1/tickets/{self.lasting['ticket_id']}/notes"
        body = {"text": "Quer a fatura.", "clientMessageId": uuid4().hex}
        return str((await self.company.api.post(path, body))["id"])

    async def _new_view(self) -> str:
        body = {"name": uuid4().hex, "shared": True}
        return str((await self.company.api.post("/api/v1/views", body))["id"])

    async def _new_automation(self) -> str:
        actions = [{"type": "set_priority", "priority": "high"}]
        body = {"name": uuid4().hex, "event": "ticket.closed", "active": False, "actions": actions}
        return str((await self.company.api.post(AUTOMATIONS, body))["id"])

    async def _new_macro(self) -> str:
        body = {"name": uuid4().hex, "actions": [{"type": "set_priority", "priority": "high"}]}
        return str((await self.company.api.post(MACROS, body))["id"])

    async def _new_quick_reply(self) -> str:
        body = {"shortcut": f"/{uuid4().hex[:20]}", "title": "Oi", "text": "Oi!", "shared": True}
        return str((await self.company.api.post(QUICK_REPLIES, body))["id"])

    async def _new_queue(self) -> str:
        return str((await self.company.api.post("/api/v1/queues", {"name": uuid4().hex}))["id"])

    async def _agent(self) -> str:
        return self.users[Role.AGENT]

    async def _new_contact(self) -> str:
        body = {"name": "Caio", "phone": self.system.new_phone()}
        return str((await self.company.api.post("/api/v1/contacts", body))["id"])

    async def _new_merge(self) -> Ids:
        """Merge two contacts; a merge belongs to the one that stays."""
        contact_id, other = await self._new_contact(), await self._new_contact()
        merges = f"/api/v1/contacts/{contact_id}/merges"
        merge = await self.company.api.post(merges, {"contactId": other})
        return {"contact_id": contact_id, "merge_id": merge["id"]}

    async def _new_erasure(self) -> str:
        contact_id = await self._new_contact()
        headers = self.company.headers
        answer = await self.system.http.delete(f"/api/v1/contacts/{contact_id}", headers=headers)
        return str(answer.json()["id"])

    async def _new_person_export(self) -> str:
        """Ask for the data of a contact; return the export once it can be downloaded."""
        contact_id = await self._new_contact()
        asked = await self.company.api.post(f"/api/v1/contacts/{contact_id}/exports")

        async def ready() -> None:
            export = await self.company.api.get(f"/api/v1/contacts/exports/{asked['id']}")
            assert export["status"] == "ready"

        await eventually(ready)
        return str(asked["id"])

    async def _new_contact_tag(self) -> str:
        body = {"name": uuid4().hex}
        return str((await self.company.api.post("/api/v1/contacts/tags", body))["id"])

    async def _new_field(self) -> str:
        body = {"name": uuid4().hex[:20], "kind": "text"}
        return str((await self.company.api.post("/api/v1/contact-fields", body))["id"])

    async def _new_webhook(self) -> str:
        made = await self.company.api.post("/api/v1/webhooks", {"url": "https://127.0.0.1:1/"})
        return str(made["webhook"]["id"])

    async def _new_delivery(self) -> Ids:
        webhook_id = await self._new_webhook()
        delivery = await self.company.api.post(f"/api/v1/webhooks/{webhook_id}/test")
        return {"webhook_id": webhook_id, "delivery_id": delivery["id"]}

    async def _new_campaign(self) -> str:
        body = {"name": "Maio", "message": "oi", "channelId": self.company.channel_id}
        return str((await self.company.api.post(CAMPAIGNS, body))["id"])

    async def _new_audience_file(self) -> Ids:
        campaign_id = await self._new_campaign()
        path = f"{CAMPAIGNS}/{campaign_id}/targets/import"
        source = await self.company.api.upload(path, "c.csv", b"phone\n")
        return {"campaign_id": campaign_id, "source_id": source["id"]}

    async def _new_import(self) -> str:
        answer = await self.company.api.upload("/api/v1/contacts/imports", "c.csv", b"name,phone\n")
        return str(answer["id"])

    async def _new_bulk(self) -> str:
        body = {"action": "block", "ids": [str(uuid7())]}
        return str((await self.company.api.post("/api/v1/bulk/contacts", body))["id"])

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
        "bulk_id": _new_bulk,
        "file_id": _new_opt_out_file,
        "opt_out_id": _new_opt_out,
        "segment_id": _new_segment,
        "channel_id": _new_channel,
        "media_id": _new_media,
        "tag_id": _new_tag,
        "scheduled_id": _new_scheduled,
        "schedule_id": _new_schedule,
        "export_id": _new_export,
        "satisfaction_policy_id": _new_satisfaction_policy,
        "sla_policy_id": _new_sla_policy,
        "automation_id": _new_automation,
        "macro_id": _new_macro,
        "note_id": _new_note,
        "view_id": _new_view,
        "quick_reply_id": _new_quick_reply,
        "queue_id": _new_queue,
        "member_id": _agent,
        "field_id": _new_field,
        "contact_tag_id": _new_contact_tag,
        "webhook_id": _new_webhook,
        "erasure_id": _new_erasure,
        "person_export_id": _new_person_export,
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
        holder = await people.key(frozenset({route.permission, *route.also}))
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
    scopes = frozenset({route.permission, *route.also})
    stranger = f"Bearer {await people.key(scopes, people.stranger)}"
    foreign = await people.send(route, ids, stranger)
    assert foreign.status_code == 404, foreign.text
    unknown = await people.send(route, {}, stranger)
    assert _without_request_id(foreign) == _without_request_id(unknown)
    own = await people.send(route, ids, f"Bearer {await people.key(scopes)}")
    # The owner has taken the ticket, and closed it.
    # A note is its author's, also within the company.
    assert own.status_code in (route.ends, WRONG_STATE) or own.json()["code"] == "not-your-note", own.text


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
