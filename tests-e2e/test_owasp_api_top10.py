"""The OWASP API Security Top 10 (2023), each as an attack on the running system.

Each risk has wider tests of its own (docs/threat-model.md); here it is one attack that a stranger would try.
"""

import asyncio
import json
import secrets
from collections import Counter
from typing import Any
from uuid import uuid4

import pytest
from conftest import UNLIMITED
from forged_tokens import Mint
from system import PASSWORD, Company, System, eventually

CHANNELS = "/api/v1/channels"
PENDING = int(UNLIMITED["PENDING_CHANNELS"])


async def written(system: System, company: Company, text: str = "Oi") -> dict[str, Any]:
    """Let a new customer write; return their ticket."""
    phone = system.new_phone()
    await company.customer_writes(phone, text)

    async def there() -> dict[str, Any]:
        tickets = [t for t in await company.api.all("/api/v1/tickets") if t["contact"]["phone"] == phone]
        assert tickets
        return dict(tickets[0])

    return await eventually(there)


async def webhook(company: Company, *messages: dict[str, Any]) -> int:
    """Post a webhook as the company itself can sign one; return the status."""
    metadata = {"display_phone_number": "552140000000", "phone_number_id": company.number}
    change = {"field": "messages", "value": {"metadata": metadata, "messages": list(messages)}}
    document = {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [change]}]}
    return (await company.webhook(json.dumps(document).encode())).status_code


def message(phone: str, kind: str = "text", **fields: Any) -> dict[str, Any]:
    return {
        "from": phone.lstrip("+"),
        "id": f"wamid.{uuid4().hex}",
        "timestamp": "1790000000",
        "type": kind,
        **fields,
    }


async def test_api1_broken_object_level_authorization(system: System, company: Company) -> None:
    """Another company's ids, also as parts of what is one's own."""
    ticket = await written(system, company)
    stranger = await system.new_company()
    for method, path, body in (
        ("GET", f"/api/v1/tickets/{ticket['id']}/messages", None),
        ("POST", f"/api/v1/tickets/{ticket['id']}/messages", {"text": "oi", "clientMessageId": "0" * 12}),
        ("GET", f"/api/v1/contacts/{ticket['contact']['id']}", None),
        ("PATCH", f"{CHANNELS}/{company.channel_id}", {"name": "Minha"}),
        ("DELETE", f"{CHANNELS}/{company.channel_id}", None),
        ("GET", f"{CHANNELS}/{company.channel_id}/pairing", None),
        ("POST", f"{CHANNELS}/{company.channel_id}/pairing", {"method": "qr"}),
    ):
        answer = await system.http.request(method, path, json=body, headers=stranger.headers)
        assert answer.status_code == 404, (path, answer.text)
    draft = {"name": "x", "type": "broadcast", "message": "x", "channelId": company.channel_id}
    mine = {**draft, "channelId": stranger.channel_id}
    campaign = await stranger.api.post("/api/v1/campaigns", mine)
    answer = await system.http.post("/api/v1/campaigns", json=draft, headers=stranger.headers)
    assert 400 <= answer.status_code < 500, answer.text
    path = f"/api/v1/campaigns/{campaign['id']}"
    await stranger.api.post(f"{path}/targets", {"contactIds": [ticket["contact"]["id"]]})
    await stranger.api.post(f"{path}/start")

    async def finished() -> None:
        assert (await stranger.api.get(path))["status"] == "finished"

    await eventually(finished, timeout=90)
    sent = [record["phoneNumberId"] async for record in system.simulator.full_log()]
    assert stranger.number not in sent  # Contacts of others are nobody.


async def test_api2_broken_authentication(system: System, company: Company) -> None:
    """Tokens that nobody signed, that say more than was signed, or are used again."""
    header, claims, signature = company.api.token.split(".")
    mint, me = Mint(system.world.settings), await company.api.get("/api/v1/auth/me")
    said = mint.claims(company_id=me["company"]["id"], user_id=me["user"]["id"])
    other_claims = mint.sign(said).split(".")[1]
    none = "eyJhbGciOiJub25lIiwidHlwIjoiYXQrand0In0"
    expired = mint.sign({**said, "exp": said["iat"] - 3600})
    for token in (
        f"{none}.{claims}.",
        f"{none}.{claims}.{signature}",
        f"{header}.{other_claims}.{signature}",
        f"{header}.{claims}.{'A' * len(signature)}",
        expired,
        "x",
    ):
        headers = {"Authorization": f"Bearer {token}"}
        for path in (
            "/api/v1/auth/me",
            "/api/v1/tickets",
            CHANNELS,
            "/api/v1/campaigns",
            "/api/v1/reports/daily",
        ):
            assert (await system.http.get(path, headers=headers)).status_code == 401, (path, token[:40])
    wrong = await asyncio.gather(
        *(
            system.http.post("/api/v1/auth/login", json={"email": email, "password": "errada demais"})
            for email in (me["user"]["email"], "ninguem@empresa.test")
        )
    )
    known, unknown = (answer.json() for answer in wrong)
    assert [answer.status_code for answer in wrong] == [401, 401]
    assert {**known, "requestId": ""} == {
        **unknown,
        "requestId": "",
    }  # The answer does not show who has an account.


async def test_api3_broken_object_property_level_authorization(system: System, company: Company) -> None:
    """Fields that are not the caller's to write, and secrets that are nobody's to read."""
    me = await company.api.get("/api/v1/auth/me")
    for method, path, body in (
        ("PATCH", f"{CHANNELS}/{company.channel_id}", {"companyId": str(uuid4())}),
        ("PATCH", f"{CHANNELS}/{company.channel_id}", {"phoneNumberId": "1"}),
        ("PATCH", f"{CHANNELS}/{company.channel_id}", {"verifiedAt": "2026-01-01T00:00:00Z"}),
        ("PATCH", "/api/v1/companies/current", {"id": str(uuid4())}),
        ("PATCH", f"/api/v1/users/{me['user']['id']}", {"companyId": str(uuid4())}),
    ):
        answer = await system.http.request(method, path, json=body, headers=company.headers)
        assert answer.status_code == 422, (path, answer.text)
    token = "EAAG" + secrets.token_hex(16)
    made = await company.api.post(
        CHANNELS,
        {
            "name": "Segredos",
            "provider": "whatsapp_cloud",
            "phoneNumberId": str(uuid4().int % 10**15),
            "accessToken": token,
            "appSecret": token,
        },
    )
    shown = json.dumps(
        [
            made,
            await company.api.get(f"{CHANNELS}/{made['id']}"),
            await company.api.all("/api/v1/users"),
            await company.api.all("/api/v1/audit"),
        ]
    )
    assert token not in shown
    assert "argon2" not in shown


async def test_api4_unrestricted_resource_consumption(system: System, company: Company) -> None:
    """More than anybody needs, of everything."""
    headers = company.headers
    assert (await system.http.get("/api/v1/tickets?limit=100000", headers=headers)).status_code == 422
    for path, body, status in (
        ("/api/v1/contacts", b'{"name": "' + b"x" * (2 * 1024 * 1024) + b'"}', 413),
        ("/api/v1/contacts", b'{"name":' * 50_000, 422),
        ("/api/v1/contacts", b'{"name": 1' + b"0" * 50_000 + b"}", 422),
    ):
        answer = await system.http.post(
            path, content=body, headers={**headers, "Content-Type": "application/json"}
        )
        assert answer.status_code == status, answer.text[:300]
    statuses = Counter[int]()
    # Numbers that are not the company's are neither kept nor asked about without end.
    for _ in range(PENDING + 20):
        claim = {
            "name": "x",
            "provider": "whatsapp_cloud",
            "phoneNumberId": str(uuid4().int % 10**15),
            "accessToken": "EAAG",
            "appSecret": "x",
        }
        statuses[(await system.http.post(CHANNELS, json=claim, headers=headers)).status_code] += 1
    assert statuses[201] <= PENDING
    assert sum(count for status, count in statuses.items() if status in (409, 429)) >= 20


async def test_api5_broken_function_level_authorization(system: System, company: Company) -> None:
    """What is an owner's, tried by a viewer and by nobody."""
    email = f"vera-{uuid4().hex[:10]}@empresa.test"
    await company.api.post(
        "/api/v1/users", {"name": "Vera", "email": email, "password": PASSWORD, "role": "viewer"}
    )
    signed_in = await system.http.post("/api/v1/auth/login", json={"email": email, "password": PASSWORD})
    viewer = {"Authorization": f"Bearer {signed_in.json()['accessToken']}"}
    tries = [
        ("POST", "/api/v1/users", {"name": "x", "email": "x@x.test", "password": PASSWORD, "role": "owner"}),
        ("POST", "/api/v1/api-keys", {"name": "x", "scopes": ["tickets:read"]}),
        ("PATCH", "/api/v1/companies/current", {"name": "x"}),
        ("PATCH", f"{CHANNELS}/{company.channel_id}", {"name": "x"}),
        ("POST", "/api/v1/contacts", {"name": "x", "phone": system.new_phone()}),
        ("GET", "/api/v1/audit", None),
    ]
    callers: list[tuple[dict[str, str], int]] = [({}, 401), (viewer, 403)]
    for headers, status in callers:
        for method, path, body in tries:
            answer = await system.http.request(method, path, json=body, headers=headers)
            assert answer.status_code == status, (method, path, answer.text)


async def test_api6_unrestricted_access_to_sensitive_business_flows(system: System, company: Company) -> None:
    """A campaign that is started, and a reply that is sent, many times at once: nobody gets it twice."""
    phones = [system.new_phone() for _ in range(5)]
    await company.import_contacts(phones)
    text = f"Promoção {uuid4().hex}"
    draft = {"name": "x", "type": "broadcast", "message": text, "channelId": company.channel_id}
    campaign = await company.api.post("/api/v1/campaigns", draft)
    path = f"/api/v1/campaigns/{campaign['id']}"
    ids = [one["id"] for one in await company.api.all("/api/v1/contacts") if one["phone"] in phones]
    await company.api.post(f"{path}/targets", {"contactIds": ids})
    sure = {"confirmOutOfWindow": True}
    starts = (system.http.post(f"{path}/start", json=sure, headers=company.headers) for _ in range(10))
    await asyncio.gather(*starts)
    ticket = await written(system, company)
    reply = {"text": f"Resposta {uuid4().hex}", "clientMessageId": uuid4().hex}
    where = f"/api/v1/tickets/{ticket['id']}/messages"
    await asyncio.gather(*(system.http.post(where, json=reply, headers=company.headers) for _ in range(10)))

    async def sent() -> list[str]:
        assert (await company.api.get(path))["status"] == "finished"
        accepted = [record async for record in system.simulator.full_log()]
        texts = [str(one["text"]) for one in accepted if one["phoneNumberId"] == company.number]
        assert any(reply["text"] in one for one in texts)
        return texts

    texts = await eventually(sent, timeout=90)
    assert sum(text in one for one in texts) == len(phones)
    assert sum(reply["text"] in one for one in texts) == 1


async def test_api7_server_side_request_forgery(system: System, company: Company) -> None:
    """URLs of our own network, where a file is said to be: nobody calls."""
    calls: list[str] = []

    async def serve(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        calls.append("called")
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    url = f"http://127.0.0.1:{port}/latest/meta-data"
    phone = system.new_phone()
    image = {"id": "1234567890", "url": url, "mime_type": "image/jpeg"}
    status = await webhook(company, message(phone, "image", image=image), message(phone, text={"body": url}))
    assert status == 200

    async def arrived() -> dict[str, Any]:
        tickets = [t for t in await company.api.all("/api/v1/tickets") if t["contact"]["phone"] == phone]
        assert tickets
        kinds = {
            one["kind"]: one for one in await company.api.all(f"/api/v1/tickets/{tickets[0]['id']}/messages")
        }
        assert kinds.keys() >= {"image", "text"}
        return dict(tickets[0])

    ticket = await eventually(arrived)
    linked = {"kind": "media", "type": "image", "link": url}
    answer = await system.http.post(
        f"/api/v1/tickets/{ticket['id']}/messages",
        json={"content": linked, "clientMessageId": uuid4().hex},
        headers=company.headers,
    )
    assert answer.status_code < 500
    await written(system, company)  # What came later has been worked on: so had the file its try.
    server.close()
    assert calls == []


async def test_api8_security_misconfiguration(system: System) -> None:
    """What an installation shows of itself."""
    for path in ("/openapi.json", "/.env", "/.git/config", "/api/v1/metrics"):
        assert (await system.http.get(path)).status_code in (401, 404), path
    console = (await system.http.get("/")).text
    for path in ("/metrics", "/docs", "/redoc"):
        assert (await system.http.get(path)).text == console, path
    answer = await system.http.get(
        "/api/v1/tickets", headers={"Origin": "https://evil.test", "Authorization": "Bearer x"}
    )
    assert answer.headers.get("access-control-allow-origin") not in ("*", "https://evil.test")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-frame-options"]
    assert "traceback" not in answer.text.lower()
    for server in (answer.headers.get("server", ""), answer.headers.get("x-powered-by", "")):
        assert not any(character.isdigit() for character in server), server
    assert (await system.http.request("TRACE", "/api/v1/tickets")).status_code in (404, 405)


async def test_api9_improper_inventory_management(system: System) -> None:
    """Nothing undocumented is served, and nothing documented is open by mistake."""
    for path in (
        "/api/v0/tickets",
        "/api/v2/tickets",
        "/api/tickets",
        "/api/v1/debug",
    ):
        assert (await system.http.get(path)).status_code == 404, path
    console = (await system.http.get("/")).text
    for path in ("/internal", "/admin", "/metrics"):  # The console says that there is no such screen.
        assert (await system.http.get(path)).text == console, path
    opened: set[str] = set()
    for service in ("auth", "chat", "campaign", "provider-gateway", "reporting"):
        document = (await system.http.get(f"/api/docs/{service}.json")).json()
        for path, operations in document["paths"].items():
            for method, operation in operations.items():
                url = path
                for parameter in operation.get("parameters", ()):
                    url = url.replace("{" + parameter["name"] + "}", str(uuid4()))
                if not operation.get("security"):
                    opened.add(path)
                    continue
                answer = await system.http.request(method, url)
                assert answer.status_code == 401, (method, path, answer.text)
    signed = ("/file", "/thumbnail")  # Links that carry their own signature.
    assert all(path.startswith("/api/v1/auth/") or path.endswith(signed) for path in opened), opened


@pytest.mark.parametrize("hostile", ["garbage", "poison"])
async def test_api10_unsafe_consumption_of_apis(system: System, company: Company, hostile: str) -> None:
    """A provider that answers garbage, and one that tells things that cannot be."""
    ticket = await written(system, company)
    where = f"/api/v1/tickets/{ticket['id']}/messages"
    if hostile == "garbage":
        await system.simulator.knobs(company.number, errors=[{"code": 131000, "count": 1, "bare": True}])
        await company.api.post(where, {"text": "primeira", "clientMessageId": uuid4().hex})
    else:
        phone = system.new_phone()
        await webhook(
            company,
            message("+" * 150, text={"body": "x"}),
            message("5" * 3000, text={"body": "x"}),
            message(phone, text={"body": "\x00\ud800" * 10}),
            message(phone, "image", image=[]),
            {"from": None, "id": {"a": 1}, "type": ["x"]},
        )
    text = f"depois {uuid4().hex}"
    sent = await company.api.post(where, {"text": text, "clientMessageId": uuid4().hex})

    async def goes_on() -> None:
        messages = {one["id"]: one for one in await company.api.all(where)}
        assert messages[sent["id"]]["status"] in ("accepted", "sent", "delivered", "read")
        assert (await company.api.get(f"{CHANNELS}/{company.channel_id}"))["status"] == "active"

    await eventually(goes_on, timeout=60)
    assert (await system.http.get("/health")).status_code == 200
