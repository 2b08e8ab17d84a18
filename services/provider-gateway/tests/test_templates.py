"""Templates: kept as the provider has them, made, changed and deleted through the API."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio

from atende_contracts.audit import AuditRecordedV1
from atende_contracts.channels import ChannelChangedV1, ProviderUpdateReportedV1, TemplateChangedV1
from atende_contracts.ids import uuid7
from atende_contracts.permissions import Role
from atende_platform.data.db import now
from atende_platform.testing.plugin import AsUser, Handle, Installation, Published
from gateway.service import templates
from gateway.service.accounts import Accounts

from .gateway_stage import Connect, Connected, Sql
from .provider_sides import ACCOUNT, NUMBER, SECRET, TOKEN, Simulated, asking, simulated, template


@pytest_asyncio.fixture(loop_scope="session")
async def other(tmp_path: Path) -> AsyncIterator[Simulated]:
    async with simulated(tmp_path) as side:
        yield side


@pytest_asyncio.fixture(loop_scope="session", autouse=True)
async def accounts(installation: Installation, other: Simulated) -> AsyncIterator[Accounts]:
    """The API, asking the simulator."""
    async with asking(installation, other.url) as found:
        yield found


@pytest_asyncio.fixture(loop_scope="session")
async def channel(connect: Connect, other: Simulated) -> Connected:  # noqa: ARG001
    return await connect(phoneNumberId=NUMBER, wabaId=ACCOUNT, accessToken=TOKEN, appSecret=SECRET)


def path(channel: Connected, *more: object) -> str:
    return "/".join(["/api/v1/channels", str(channel.id), "templates", *map(str, more)])


async def listed(http: httpx.AsyncClient, channel: Connected, **query: Any) -> list[dict[str, Any]]:
    response = await http.get(path(channel), params=query)
    assert response.status_code == 200, response.text
    items: list[dict[str, Any]] = response.json()["items"]
    return items


async def synced(http: httpx.AsyncClient, channel: Connected) -> int:
    response = await http.post(path(channel, "sync"))
    assert response.status_code == 200, response.text
    return int(response.json()["count"])


def told(channel: Connected, field: str, **value: Any) -> ProviderUpdateReportedV1:
    return ProviderUpdateReportedV1(
        company_id=channel.company_id, channel_id=channel.id, field=field, value=value, at=now()
    )


# --- reading ---------------------------------------------------------------------------------


async def test_all_pages_are_read_and_shown_in_pages(
    as_user: AsUser, channel: Connected, other: Simulated
) -> None:
    await other.templates(*(template(f"modelo_{n:03}") for n in range(120)))
    owner = as_user()

    assert await synced(owner, channel) == 120
    assert await synced(owner, channel) == 120
    seen: list[str] = []
    cursor: str | None = None
    while True:
        query = {"limit": 50, **({"cursor": cursor} if cursor else {})}
        page = (await owner.get(path(channel), params=query)).json()
        seen += [item["name"] for item in page["items"]]
        cursor = page["nextCursor"]
        if cursor is None:
            break
    assert sorted(seen) == [f"modelo_{n:03}" for n in range(120)]


async def test_a_template_says_what_it_needs(as_user: AsUser, channel: Connected, other: Simulated) -> None:
    buttons = [
        {"type": "QUICK_REPLY", "text": "Parar"},
        {"type": "URL", "text": "Ver", "url": "https://loja.example/{{1}}", "example": ["x"]},
        {"type": "PHONE_NUMBER", "text": "Ligar", "phone_number": "+5511"},
    ]
    await other.templates(
        template(
            "pedido",
            components=[
                {"type": "HEADER", "format": "IMAGE"},
                {"type": "BODY", "text": "Oi {{2}}, seu pedido {{1}} e {{10}}."},
                {"type": "BUTTONS", "buttons": buttons},
            ],
        ),
        template(
            "nomeado",
            parameterFormat="NAMED",
            components=[
                {"type": "HEADER", "format": "TEXT", "text": "Olá {{loja}}"},
                {"type": "BODY", "text": "Oi {{nome}}, {{ pedido }} chegou."},
            ],
        ),
        template("simples", components=[{"type": "BODY", "text": "Oi."}]),
    )
    await synced(as_user(), channel)

    agent = as_user(Role.AGENT)
    needs = {item["name"]: item["parameters"] for item in await listed(agent, channel)}
    assert needs["pedido"] == {
        "header": {"format": "IMAGE", "variables": []},
        "body": ["1", "2", "10"],
        "buttons": [
            {"index": 0, "type": "QUICK_REPLY", "variables": []},
            {"index": 1, "type": "URL", "variables": ["1"]},
        ],
        "limitedTimeOffer": False,
        "cards": [],
    }
    assert needs["nomeado"]["header"] == {"format": "TEXT", "variables": ["loja"]}
    assert needs["nomeado"]["body"] == ["nome", "pedido"]
    assert needs["simples"]["header"] is None
    assert needs["simples"]["body"] == []


async def test_filters(as_user: AsUser, channel: Connected, other: Simulated) -> None:
    await other.templates(
        template("boas_vindas"),
        template("boas_vindas", language="en_US"),
        template("cobranca_100%", status="PAUSED", category="MARKETING"),
    )
    owner = as_user()
    await synced(owner, channel)

    async def names(**query: str) -> list[str]:
        return sorted(f"{one['name']} {one['language']}" for one in await listed(owner, channel, **query))

    assert await names(language="en_US") == ["boas_vindas en_US"]
    assert await names(status="PAUSED") == ["cobranca_100% pt_BR"]
    assert await names(name="vindas", status="APPROVED") == ["boas_vindas en_US", "boas_vindas pt_BR"]
    assert await names(name="%") == ["cobranca_100% pt_BR"]
    assert await names(name="a_b") == []


async def test_what_is_gone_is_marked_and_what_comes_back_is_back(
    as_user: AsUser, channel: Connected, other: Simulated
) -> None:
    owner = as_user()
    await other.templates(template("fica", id="1"), template("vai", id="2"))
    await synced(owner, channel)
    [gone] = await listed(owner, channel, name="vai")

    await other.templates(template("fica", id="1"))
    await synced(owner, channel)
    assert [one["name"] for one in await listed(owner, channel)] == ["fica"]
    [marked] = await listed(owner, channel, status="DELETED")
    assert (marked["id"], marked["status"]) == (gone["id"], "DELETED")
    assert (await owner.get(path(channel, gone["id"]))).json()["status"] == "DELETED"
    for method in ("PATCH", "DELETE"):
        refused = await owner.request(
            method, path(channel, gone["id"]), json={"category": "UTILITY"} if method == "PATCH" else None
        )
        assert (refused.status_code, refused.json()["code"]) == (409, "template-deleted")

    await other.templates(template("fica", id="1"), template("vai", id="2"))
    await synced(owner, channel)
    assert {one["id"] for one in await listed(owner, channel)} >= {gone["id"]}


async def test_channels_of_an_account_share_its_templates_and_companies_do_not(
    as_user: AsUser, channel: Connected, connect: Connect, other: Simulated
) -> None:
    await other.templates(template())
    await synced(as_user(), channel)
    sister = await connect(wabaId=ACCOUNT)
    stranger = uuid7()
    theirs = await connect(company_id=stranger, wabaId=ACCOUNT)
    await other.sim.register_number(
        "4714", display_phone_number="+5511", access_token=TOKEN, app_secret=SECRET, waba_id="4715"
    )
    none = await connect(phoneNumberId="4714", accessToken=TOKEN)

    [shared] = await listed(as_user(), sister)
    assert await listed(as_user(company_id=stranger), theirs) == []
    assert await listed(as_user(), none) == []
    for of in (channel, theirs):
        for method, where in (
            ("GET", path(of)),
            ("POST", path(of)),
            ("POST", path(of, "sync")),
            ("GET", path(of, shared["id"])),
            ("PATCH", path(of, shared["id"])),
            ("DELETE", path(of, shared["id"])),
        ):
            foreign = as_user(company_id=uuid7() if of is theirs else stranger)
            body = template("novo") if method == "POST" and not where.endswith("sync") else None
            body = {"category": "UTILITY"} if method == "PATCH" else body
            response = await foreign.request(method, where, json=body)
            assert response.status_code == 404, (method, where, response.text)
    # A template of the own account that another company's channel names, too.
    theirs_get = await as_user(company_id=stranger).get(path(theirs, shared["id"]))
    assert theirs_get.status_code == 404
    refused = await as_user().post(path(none, "sync"))
    assert (refused.status_code, refused.json()["code"]) == (409, "no-business-account")


async def test_an_account_that_cannot_be_read_loses_nothing(
    as_user: AsUser, channel: Connected, other: Simulated
) -> None:
    owner = as_user()
    await other.templates(template())
    await synced(owner, channel)
    await other.sim.event(NUMBER, "token_expired")

    refused = await owner.post(path(channel, "sync"))
    assert (refused.status_code, refused.json()["code"]) == (409, "channel-refused")
    assert len(await listed(owner, channel)) == 1


# --- by the worker ---------------------------------------------------------------------------


async def test_the_worker_reads_what_is_due_once_for_an_account(
    accounts: Accounts, as_user: AsUser, channel: Connected, connect: Connect, other: Simulated, sql: Sql
) -> None:
    await connect(wabaId=ACCOUNT)
    refused = await connect(wabaId="4711")
    await other.templates(template())
    await templates.sync_due(accounts)
    assert await listed(as_user(), channel) == []  # It is read when the rest is set up.

    await sql("UPDATE channels SET templates_due_at = now()")
    await templates.sync_due(accounts)
    assert [one["name"] for one in await listed(as_user(), channel)] == ["boas_vindas"]

    await other.templates()
    await templates.sync_due(accounts)
    assert len(await listed(as_user(), channel)) == 1
    assert await listed(as_user(), refused) == []


async def test_what_the_provider_tells_holds_at_once_and_the_rest_is_read_soon(
    handle: Handle, accounts: Accounts, as_user: AsUser, channel: Connected, other: Simulated, sql: Sql
) -> None:
    owner = as_user()
    await other.templates(template(id="77", status="PENDING"))
    await synced(owner, channel)
    status = told(
        channel, "message_template_status_update", message_template_id=77, event="REJECTED", reason="SCAM"
    )
    quality = told(
        channel, "message_template_quality_update", message_template_id=77, new_quality_score="RED"
    )
    category = told(channel, "template_category_update", message_template_id=77, new_category="MARKETING")
    unknown = told(
        channel, "message_template_status_update", message_template_id=78, event="APPROVED", reason="NONE"
    )
    odd = told(channel, "message_template_status_update", message_template_id=None, event=5)
    await handle([status, quality, category, unknown, odd, status])

    [item] = await listed(owner, channel)
    assert (item["status"], item["rejectedReason"]) == ("REJECTED", "SCAM")
    assert (item["quality"], item["category"]) == ("RED", "MARKETING")

    again = told(
        channel, "message_template_status_update", message_template_id=77, event="REINSTATED", reason="NONE"
    )
    await handle([again])
    [item] = await listed(owner, channel)
    assert (item["status"], item["rejectedReason"]) == ("APPROVED", None)

    await other.templates(template(id="77"), template("novo", id="78"))
    await templates.sync_due(accounts)
    assert len(await listed(owner, channel)) == 1
    await sql("UPDATE channels SET templates_due_at = templates_due_at - interval '61 seconds'")
    await templates.sync_due(accounts)
    assert len(await listed(owner, channel)) == 2


async def test_a_reading_does_not_undo_what_was_told_meanwhile(
    handle: Handle,
    accounts: Accounts,
    as_user: AsUser,
    channel: Connected,
    other: Simulated,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    owner = as_user()
    await other.templates(template(id="77", status="PENDING"))
    await synced(owner, channel)
    at_provider = accounts.providers["whatsapp_cloud"].templates
    read = at_provider.read_all

    async def slowly(access: Any) -> Any:
        found = await read(access)
        approved = told(
            channel, "message_template_status_update", message_template_id=77, event="APPROVED", reason="NONE"
        )
        await handle([approved])
        return found

    monkeypatch.setattr(at_provider, "read_all", slowly)
    await synced(owner, channel)
    [item] = await listed(owner, channel)
    assert item["status"] == "APPROVED"


async def test_others_are_told_of_each_change_once_and_of_what_they_were_never_told(
    handle: Handle, as_user: AsUser, channel: Connected, other: Simulated, published: Published, sql: Sql
) -> None:
    async def heard() -> list[tuple[str, str, int]]:
        events = await published(TemplateChangedV1)
        return [(event.name, event.status, event.revision) for event in events]

    connected = (await published(ChannelChangedV1))[-1]
    assert connected.account_id == ACCOUNT
    owner = as_user()
    buttons = [{"type": "URL", "text": "Ver", "url": "https://loja.example/{{1}}", "example": ["x"]}]
    parts = [*template()["components"], {"type": "BUTTONS", "buttons": buttons}]
    await other.templates(template(id="77", components=parts), template("sai", id="78"))
    for _ in range(2):
        await synced(owner, channel)
    assert sorted(await heard()) == [("boas_vindas", "APPROVED", 1), ("sai", "APPROVED", 1)]
    [first] = [event for event in await published(TemplateChangedV1) if event.name == "boas_vindas"]
    assert (first.account_id, first.needs.body, first.needs.header) == (ACCOUNT, ["1"], None)
    assert first.components == parts
    assert [(one.index, one.type, one.variables) for one in first.needs.buttons] == [(0, "URL", ["1"])]

    paused = told(channel, "message_template_status_update", message_template_id=77, event="PAUSED")
    await handle([paused])
    await other.templates(template(id="77", status="PAUSED", components=parts))
    await synced(owner, channel)
    assert sorted((await heard())[2:]) == [("boas_vindas", "PAUSED", 2), ("sai", "DELETED", 2)]

    await sql("UPDATE templates SET revision = 0")  # As an older release left them.
    await synced(owner, channel)
    assert (await heard())[4:] == [("boas_vindas", "PAUSED", 1)]

    await sql("UPDATE templates SET text_told = false")
    for _ in range(2):
        await synced(owner, channel)
    assert (await heard())[5:] == [("boas_vindas", "PAUSED", 2)]


# --- writing ---------------------------------------------------------------------------------


async def test_making_changing_and_deleting_a_template(
    as_user: AsUser, channel: Connected, other: Simulated, published: Published
) -> None:
    await other.sim.knobs(template_review_outcome="never")
    admin, key = as_user(Role.ADMIN, user_id=uuid7()), {"Idempotency-Key": "k"}
    response = await admin.post(path(channel), json=template("novo"), headers=key)

    assert response.status_code == 201, response.text
    again = await admin.post(path(channel), json=template("novo"), headers=key)
    assert (again.status_code, again.json()) == (201, response.json())
    made = response.json()
    assert (made["name"], made["status"], made["parameters"]["body"]) == ("novo", "PENDING", ["1"])
    taken = await admin.post(path(channel), json=template("novo"))
    assert (taken.status_code, taken.json()["code"]) == (422, "provider-refused")
    assert "already exists" in taken.json()["detail"]

    pending = await admin.patch(path(channel, made["id"]), json={"category": "MARKETING"})
    assert pending.status_code == 422
    await other.sim.event(NUMBER, "template_status", "APPROVED", template="novo")
    assert await synced(admin, channel) == 1
    assert (await admin.get(path(channel, made["id"]))).json()["status"] == "APPROVED"

    new = [{"type": "BODY", "text": "Olá, {{1}}!", "example": {"body_text": [["Ana"]]}}]
    changed = await admin.patch(path(channel, made["id"]), json={"components": new})
    assert changed.status_code == 200, changed.text
    assert (changed.json()["status"], changed.json()["components"]) == ("PENDING", new)
    same = await admin.patch(path(channel, made["id"]), json={"category": "UTILITY"})
    assert same.status_code == 200

    assert (await admin.delete(path(channel, made["id"]))).status_code == 204
    assert await listed(admin, channel) == []
    assert await synced(admin, channel) == 0
    events = [event for event in await published(AuditRecordedV1) if event.object_type == "template"]
    assert [(event.action, event.object_id) for event in events] == [
        (f"template.{verb}", made["id"]) for verb in ("created", "changed", "deleted")
    ]
    assert events[0].details == {"name": "novo", "language": "pt_BR"}


async def test_what_is_gone_at_the_provider_can_be_deleted_here(
    as_user: AsUser, channel: Connected, other: Simulated
) -> None:
    await other.templates(template())
    await synced(as_user(), channel)
    [item] = await listed(as_user(), channel)
    await other.templates()

    assert (await as_user().delete(path(channel, item["id"]))).status_code == 204
    assert await listed(as_user(), channel) == []


async def test_without_an_answer_it_is_said_that_nothing_is_known(
    as_user: AsUser, channel: Connected, installation: Installation
) -> None:
    async with asking(installation, "http://127.0.0.1:1"):
        for response in (
            await as_user().post(path(channel), json=template()),
            await as_user().post(path(channel, "sync")),
        ):
            assert response.status_code == 503
            assert int(response.headers["retry-after"]) > 0


async def test_agents_choose_templates_and_do_not_write_them(as_user: AsUser, channel: Connected) -> None:
    for role in (Role.AGENT, Role.VIEWER):
        http = as_user(role)
        assert await listed(http, channel) == []
        assert (await http.post(path(channel), json=template())).status_code == 403
        assert (await http.post(path(channel, "sync"))).status_code == 403


BODY = {"type": "BODY", "text": "Oi."}


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": "Com Espaço"}, "name"),
        ({"name": "x" * 513}, "name"),
        ({"language": "português"}, "language"),
        ({"category": "OTP"}, "category"),
        ({"components": []}, "components"),
        ({"components": [BODY] * 11}, "components"),
        ({"components": [{"type": "BODY", "text": "nul \x00"}]}, "components"),
        ({"components": [{"type": "BODY", "text": "x" * 40000}]}, "components"),
        ({"components": [{"type": "FOOTER", "text": "Loja"}]}, "components"),
        ({"components": [BODY, BODY]}, "components.1.type"),
        ({"components": [BODY, {"type": "SONG"}]}, "components.1.type"),
        ({"components": [{"type": "BODY", "text": "x" * 1025}]}, "components.0.text"),
        ({"components": [{"type": "BODY"}]}, "components.0.text"),
        ({"components": [BODY, {"type": "FOOTER", "text": "x" * 61}]}, "components.1.text"),
        ({"components": [BODY, {"type": "FOOTER", "text": "de {{1}}"}]}, "components.1.text"),
        ({"components": [BODY, {"type": "HEADER", "format": "TEXT", "text": "x" * 61}]}, "components.1.text"),
        ({"components": [BODY, {"type": "HEADER", "format": "SOUND"}]}, "components.1.format"),
        ({"components": [BODY, {"type": "HEADER", "format": "IMAGE"}]}, "components.1.example.header_handle"),
        ({"components": [BODY, {"type": "BUTTONS", "buttons": []}]}, "components.1.buttons"),
    ],
)
async def test_a_bad_template_is_refused_by_its_field_before_anything_leaves(
    as_user: AsUser, channel: Connected, fields: dict[str, Any], field: str
) -> None:
    response = await as_user().post(path(channel), json={**template(), **fields})

    assert response.status_code == 422, response.text
    assert response.json()["code"] != "provider-refused"
    assert field in [error["field"] for error in response.json()["errors"]]
