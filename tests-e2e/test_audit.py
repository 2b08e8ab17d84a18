"""A change leaves an entry in the audit log, in whichever service. Which one it is says `audited.py`."""

from typing import Any, Final

from audited import (
    BY_ITSELF,
    BY_OPERATORS,
    LEFT_TO_AUTH,
    LEFT_TO_GATEWAY,
    TAKEN_OUT,
    WRITES,
    WRITES_NONE,
)
from route import CAMPAIGN, EXPORTS, SCHEDULES, report_schedule
from system import PASSWORD, System, eventually

from atende_contracts.audit_actions import Action
from atende_contracts.audit_actions import Action as A
from atende_sandbox.services import SERVICES

AUDIT: Final = "/api/v1/audit"


async def test_every_operation_that_changes_something_is_kept_or_says_why_not(system: System) -> None:
    operations = set()
    for unit in SERVICES:
        document = (await system.http.get(f"{system.world.settings.url(unit.name)}/openapi.json")).json()
        operations |= {
            f"{method.upper()} {path}" for path, methods in document["paths"].items() for method in methods
        }
    changing = {operation for operation in operations if not operation.startswith("GET ")}
    taking_out = {f"GET {path}" for path in TAKEN_OUT}
    assert changing | taking_out == WRITES.keys() | WRITES_NONE.keys()
    assert not WRITES.keys() & WRITES_NONE.keys()
    assert set().union(*WRITES.values()) | BY_ITSELF | BY_OPERATORS == set(Action)


async def _schedule_and_export(api: Any, user_id: str) -> Any:
    """Do all that can be done with reports by e-mail, and make two exports; return the one that is kept."""
    body = report_schedule({"owner_id": user_id})
    made: dict[str, Any] = {}

    async def known_as_recipient() -> None:
        made["schedule"] = await api.post(SCHEDULES, body)

    await eventually(known_as_recipient)
    path = f"{SCHEDULES}/{made['schedule']['id']}"
    await api.patch(path, {"hour": 9})
    await api.post(f"{path}/send")
    await api.delete(f"{path}/recipients/me")
    await api.delete(path)
    dropped, kept = [await api.post(EXPORTS, {"report": "daily"}) for _ in range(2)]
    await api.delete(f"{EXPORTS}/{dropped['id']}")

    async def finished() -> None:
        assert (await api.get(f"{EXPORTS}/{kept['id']}"))["status"] == "finished"

    await eventually(finished)
    return kept


async def _work(system: System) -> tuple[Any, dict[str, str]]:
    """Do everything that staff can do; return the owner's client, and ids of what it was done to."""
    company = await system.new_company()
    api = company.api
    me = await api.get("/api/v1/auth/me")
    email = me["user"]["email"]
    await api.patch("/api/v1/auth/me", {"name": "Maria da Silva"})
    await api.patch("/api/v1/companies/current", {"reopenHours": 12})
    bia_email = email.replace("maria", "bia")
    user = {"name": "Bia", "email": bia_email, "password": PASSWORD, "role": "agent"}
    bia = (await api.post("/api/v1/users", user))["id"]
    await api.patch(f"/api/v1/users/{bia}", {"role": "admin"})
    invited = await api.post("/api/v1/users/invitations", {"email": "x" + bia_email, "role": "agent"})
    await api.delete(f"/api/v1/users/invitations/{invited['id']}")
    key = await api.post("/api/v1/api-keys", {"name": "Loja", "scopes": ["channels:write"]})
    wrong = await system.http.post("/api/v1/auth/login", json={"email": bia_email, "password": "not it"})
    assert wrong.status_code == 401
    right = await system.http.post("/api/v1/auth/login", json={"email": bia_email, "password": PASSWORD})
    assert right.status_code == 200
    await api.post("/api/v1/auth/password/reset", {"email": bia_email})

    phones = [system.new_phone() for _ in range(2)]
    await company.import_contacts(phones)
    everybody = {"action": "untag", "tags": ["x"], "filter": {}}
    jobs = [await api.post("/api/v1/bulk/contacts", everybody) for _ in range(5)]  # One is done at a time.
    await api.post(f"/api/v1/bulk/{jobs[-1]['id']}/cancel")
    draft = await api.upload("/api/v1/contacts/imports", "c.csv", b"name,phone\n")
    await api.post(f"/api/v1/contacts/imports/{draft['id']}/cancel")
    opt_out = await api.post("/api/v1/opt-outs", {"phone": system.new_phone()})
    await api.delete(f"/api/v1/opt-outs/{opt_out['id']}")
    chosen = {"leave": ["chega"], "return": []}
    put = await system.http.put("/api/v1/opt-outs/settings", json=chosen, headers=company.headers)
    assert put.status_code == 200, put.text
    await api.upload("/api/v1/opt-outs/import", "out.csv", f"phone\n{system.new_phone()}\n".encode())

    tag = await api.post("/api/v1/tags", {"name": "Entrega"})
    await api.patch(f"/api/v1/tags/{tag['id']}", {"name": "Entregas"})
    await api.delete(f"/api/v1/tags/{tag['id']}")

    asking = await api.post("/api/v1/satisfaction/policies", {"question": "Como foi?"})
    await api.patch(f"/api/v1/satisfaction/policies/{asking['id']}", {"style": "faces"})
    await api.delete(f"/api/v1/satisfaction/policies/{asking['id']}")

    policy = await api.post("/api/v1/sla/policies", {"firstReplyMinutes": 15})
    await api.patch(f"/api/v1/sla/policies/{policy['id']}", {"firstReplyMinutes": 10})
    await api.delete(f"/api/v1/sla/policies/{policy['id']}")

    rules = [
        await api.post(
            "/api/v1/automations",
            {"name": name, "event": "ticket.closed", "active": False, "actions": [{"type": "unassign"}]},
        )
        for name in ("Um", "Dois")
    ]
    order = {"ids": [rule["id"] for rule in reversed(rules)]}
    ordered = await system.http.put("/api/v1/automations/order", json=order, headers=company.headers)
    assert ordered.status_code == 200, ordered.text
    await api.patch(f"/api/v1/automations/{rules[0]['id']}", {"name": "Três"})
    await api.delete(f"/api/v1/automations/{rules[0]['id']}")

    macro = await api.post("/api/v1/macros", {"name": "Fechar", "actions": [{"type": "close"}]})
    await api.patch(f"/api/v1/macros/{macro['id']}", {"name": "Encerrar"})
    await api.delete(f"/api/v1/macros/{macro['id']}")

    quick = await api.post("/api/v1/quick-replies", {"shortcut": "/oi", "title": "Oi", "text": "Oi!"})
    await api.patch(f"/api/v1/quick-replies/{quick['id']}", {"title": "Olá"})
    await api.delete(f"/api/v1/quick-replies/{quick['id']}")
    await api.patch("/api/v1/policies", {"assignment": "round_robin"})
    await api.patch("/api/v1/policies", {"assignment": "manual"})
    of_channel = f"/api/v1/policies/channels/{company.channel_id}"
    await api.patch(of_channel, {"greeting": "Oi!"})
    await api.delete(of_channel)

    queue = await api.post("/api/v1/queues", {"name": "Vendas"})
    path = f"/api/v1/queues/{queue['id']}"
    await api.patch(path, {"name": "Venda"})
    owner = (await api.get("/api/v1/auth/me"))["user"]["id"]

    async def joined() -> None:
        """The owner may be new to chat."""
        answer = await system.http.put(f"{path}/members/{owner}", headers=company.headers)
        assert answer.status_code == 200, answer.text

    await eventually(joined)
    await api.delete(f"{path}/members/{owner}")
    await api.delete(path)
    someone = await api.post("/api/v1/contacts", {"name": "Caio", "phone": system.new_phone()})
    await api.post(f"/api/v1/contacts/{someone['id']}/block")
    await api.delete(f"/api/v1/contacts/{someone['id']}/block")
    twin = await api.post("/api/v1/contacts", {"name": "Caio", "phone": system.new_phone()})
    merges = f"/api/v1/contacts/{someone['id']}/merges"
    merged = await api.post(merges, {"contactId": twin["id"]})
    await api.post(f"{merges}/{merged['id']}/undo")
    await api.post(f"/api/v1/contacts/{someone['id']}/exports")
    await api.delete(f"/api/v1/contacts/{someone['id']}")
    first, second = [await api.post("/api/v1/contacts/tags", {"name": name}) for name in ("um", "dois")]
    await api.patch(f"/api/v1/contacts/tags/{first['id']}", {"color": "#0a7d4f"})
    await api.post(f"/api/v1/contacts/tags/{first['id']}/merge", {"into": second["id"]})
    await api.delete(f"/api/v1/contacts/tags/{second['id']}")
    field = await api.post("/api/v1/contact-fields", {"name": "plano", "kind": "text"})
    await api.patch(f"/api/v1/contact-fields/{field['id']}", {"label": "Plano"})
    await api.delete(f"/api/v1/contact-fields/{field['id']}")
    webhook = (await api.post("/api/v1/webhooks", {"url": "https://127.0.0.1:1/"}))["webhook"]
    await api.patch(f"/api/v1/webhooks/{webhook['id']}", {"description": "ERP"})
    await api.post(f"/api/v1/webhooks/{webhook['id']}/rotate-secret", {})
    await api.delete(f"/api/v1/webhooks/{webhook['id']}")

    segment = await api.post("/api/v1/segments", {"name": "VIP", "filter": {"tag": "vip"}})
    await api.patch(f"/api/v1/segments/{segment['id']}", {"name": "VIPs"})
    await api.delete(f"/api/v1/segments/{segment['id']}")

    finished = await company.run_campaign(phones, "Novidades")
    export_job = await _schedule_and_export(api, me["user"]["id"])
    for export in TAKEN_OUT:
        path = export.format(campaign_id=finished["id"], export_id=export_job["id"])
        exported = await system.http.get(path, headers=company.headers)
        assert exported.status_code == 200, exported.text
    contact_ids = [contact["id"] for contact in await api.all("/api/v1/contacts")]
    ids = {}
    for last in ("finish", "cancel"):
        slow = {"name": "Junho", "message": "oi", "channelId": company.channel_id, "messagesPerSecond": 0.1}
        ids[last] = (await api.post("/api/v1/campaigns", slow))["id"]
        path = CAMPAIGN.format(campaign_id=ids[last])
        await api.patch(path, {"name": "Julho"})
        await api.post(f"{path}/targets", {"contactIds": contact_ids})
        everybody = await api.post(f"{path}/targets", {"all": True})
        await api.delete(f"{path}/targets/{everybody['source']['id']}")
        await api.post(f"{path}/test-send", {"phone": phones[0]})
        await api.post(f"{path}/start", {"confirmOutOfWindow": True})

        async def running(path: str = path) -> None:
            assert (await api.get(path))["status"] == "running"

        await eventually(running)
        for action in ("pause", "resume", last, "archive", "unarchive", "duplicate"):
            await api.post(f"{path}/{action}")

    channel = f"/api/v1/channels/{company.channel_id}"
    await api.patch(channel, {"wabaId": "100000000000001"})  # The simulator's, if none is named.
    templates = f"{channel}/templates"
    body = [{"type": "BODY", "text": "Oi."}]
    name = f"oi_{company.number}"
    template = {"name": name, "language": "pt_BR", "category": "UTILITY", "components": body}
    made = f"{templates}/{(await api.post(templates, template))['id']}"
    await system.simulator.event(company.number, "template_status", "APPROVED", template=name)
    await api.patch(made, {"components": [{"type": "BODY", "text": "Olá."}]})
    await api.delete(made)
    by_key = {"Authorization": f"Bearer {key['key']}"}
    renamed = await system.http.patch(channel, json={"name": "Pela loja"}, headers=by_key)
    assert renamed.status_code == 200, renamed.text
    await api.patch(channel, {"appSecret": "another-secret"})
    linked = {"name": "Balcão", "provider": "whatsapp_web", "acceptRisk": True}
    web = f"/api/v1/channels/{(await api.post('/api/v1/channels', linked))['id']}"
    await api.post(f"{web}/pairing", {"method": "qr"})
    await api.delete(web)
    await api.delete(channel)
    await api.delete(f"/api/v1/api-keys/{key['id']}")
    await api.post("/api/v1/auth/password", {"currentPassword": PASSWORD, "newPassword": PASSWORD + "!"})
    await api.post("/api/v1/companies/current/owner", {"userId": bia})
    await api.login(email, PASSWORD + "!")  # A new role ends the tokens from before it.
    await api.post("/api/v1/auth/logout")
    await api.login(email, PASSWORD + "!")
    ids |= {"me": me["user"]["id"], "bia": bia, "key": key["id"], "channel": company.channel_id}
    return api, ids


async def test_what_staff_did_is_found_by_who_what_to_what_and_when(system: System) -> None:
    api, ids = await _work(system)
    stranger, _ = await system.register()
    expected = set().union(*WRITES.values()) - LEFT_TO_AUTH - LEFT_TO_GATEWAY

    async def all_there() -> list[Any]:
        entries: list[Any] = await api.all(AUDIT)
        assert not expected - {entry["action"] for entry in entries}
        # Of what was done twice, the second may come later: this is the last that the campaign service told.
        copies = [str(entry["details"]) for entry in entries if entry["action"] == A.CAMPAIGN_CREATED]
        assert any(ids["cancel"] in copy for copy in copies)
        return entries

    entries = await eventually(all_there, timeout=30)
    assert {entry["address"] for entry in entries} == {"127.0.0.1"}
    assert len({entry["id"] for entry in entries}) == len(entries)
    assert [(e["at"], e["id"]) for e in entries] == sorted(
        ((e["at"], e["id"]) for e in entries), reverse=True
    )
    assert "another-secret" not in str(entries)
    nobody = {A.USER_SIGN_IN_REFUSED, A.USER_PASSWORD_RESET_REQUESTED}
    assert {entry["action"] for entry in entries if entry["actorId"] is None} == nobody

    async def found(**filters: str) -> list[Any]:
        asked: list[Any] = await api.all(AUDIT, **filters)
        names = {name: value for name, value in filters.items() if name not in ("from", "to")}
        wanted = [
            entry
            for entry in entries
            if all(entry[name] == value for name, value in names.items())
            and filters.get("from", "") <= entry["at"] < filters.get("to", "9")
        ]
        assert asked == wanted
        return asked

    [started] = await found(action="campaign.started", objectId=ids["finish"])
    assert (started["actorId"], started["actorKind"]) == (ids["me"], "user")
    assert started["details"] == {"name": "Julho", "targets": 3}
    [by_key] = await found(actorId=ids["key"])
    assert (by_key["action"], by_key["actorKind"]) == ("channel.changed", "api-key")
    assert by_key["objectId"] == ids["channel"]
    on_bia = await found(objectId=ids["bia"], objectType="user")
    assert {entry["action"] for entry in on_bia} == {*nobody, "user.created", "user.changed"}
    assert await found(**{"from": started["at"]})
    assert await found(to=started["at"], actorId=ids["me"])
    assert await found(objectType="channel")

    theirs = await stranger.all(AUDIT)
    assert not {entry["id"] for entry in entries} & {entry["id"] for entry in theirs}
    for asked in ({"objectId": ids["channel"]}, {"actorId": ids["me"]}):
        assert await stranger.all(AUDIT, **asked) == []
