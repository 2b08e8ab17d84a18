"""A socket hears its own company and nobody else's, whatever it asks for."""

import asyncio

import pytest
import socketio
from forged_tokens import DEFECTS, KEY_DEFECTS, Mint
from listeners import NAMESPACES, ROOM_REQUESTS, listening
from system import Company, System, eventually


async def do_something_of_everything(system: System, company: Company) -> list[str]:
    """Make events for each namespace; return what of them nobody else may hear."""
    phone = system.new_phone()
    await company.customer_writes(phone, "segredo")
    target = system.new_phone()
    await company.import_contacts([target])
    campaign = await company.run_campaign([target], "Novidades")
    await company.api.patch(f"/api/v1/channels/{company.channel_id}", {"name": "Segredo"})
    return [phone, campaign["id"], company.channel_id]


async def test_a_socket_hears_nothing_of_another_company(system: System, company: Company) -> None:
    stranger = await system.new_company()
    company_id = (await company.api.get("/api/v1/auth/me"))["company"]["id"]
    # Once before the stranger connects, to be caught up with; once after, to be heard live.
    before = await do_something_of_everything(system, company)
    forged = dict.fromkeys(("companyId", "company_id", "room", "tenant"), company_id)
    forged_query = "?" + "&".join(f"{name}={value}" for name, value in forged.items())
    mine, theirs = company.api.token, stranger.api.token
    async with (
        listening(system, token=mine, lastEventId=0) as own,
        listening(system, forged_query, token=theirs, lastEventId=0, rooms=[company_id], **forged) as other,
        listening(system, token=theirs, lastEventId=2**40, **forged) as ahead,
    ):
        for request in ROOM_REQUESTS:
            for namespace in NAMESPACES:
                for data in (company_id, {"room": company_id, "token": mine}):
                    await other.client.emit(request, data, namespace=namespace)
        after = await do_something_of_everything(system, company)
        await stranger.customer_writes(their_phone := system.new_phone(), "meu")

        async def heard() -> None:
            assert own.namespaces == set(NAMESPACES)
            assert not [secret for secret in (*before, *after) if secret not in own.text]
            assert their_phone in other.text
            assert their_phone in ahead.text

        await eventually(heard)
        assert other.client.connected
        for listener in (other, ahead):
            for secret in (company_id, *before, *after, "segredo", "Segredo"):
                assert secret not in listener.text
        assert their_phone not in own.text


@pytest.mark.parametrize("role", ["owner", "admin", "agent", "viewer"])
async def test_every_role_may_listen(system: System, role: str) -> None:
    _, registered = await system.register()
    token = Mint(system.world.settings).token(company_id=registered["company"]["id"], role=role)
    async with listening(system, token=token) as listener:
        assert listener.client.connected


async def refused(system: System, namespace: str, token: object) -> bool:
    """Tell whether a handshake is refused."""
    client = socketio.AsyncClient(reconnection=False)
    try:
        await client.connect(
            system.url,
            auth={"token": token},
            namespaces=[namespace],
            transports=["websocket"],
            wait_timeout=20,
        )
    except socketio.exceptions.ConnectionError:
        return True
    finally:
        await client.shutdown()
    return False


@pytest.mark.parametrize("namespace", NAMESPACES)
async def test_a_socket_without_a_right_token_is_refused(system: System, namespace: str) -> None:
    _, registered = await system.register()
    mint = Mint(system.world.settings)
    claims = mint.claims(company_id=registered["company"]["id"])
    tokens: dict[str, object] = {name: forge(mint, claims) for name, forge in DEFECTS.items()}
    tokens |= {"none": None, "a number": 1, "a list": [mint.sign(claims)]}

    outcomes = await asyncio.gather(*(refused(system, namespace, token) for token in tokens.values()))
    assert [name for name, outcome in zip(tokens, outcomes, strict=True) if not outcome] == []


async def test_a_key_hears_what_its_scopes_say(system: System) -> None:
    owner, _ = await system.register()
    reads = {"/chat": "tickets:read", "/campaigns": "campaigns:read", "/channels": "channels:read"}
    assert list(reads) == NAMESPACES

    async def key_with(*scopes: str) -> str:
        made = await owner.post("/api/v1/api-keys", {"name": "Loja", "scopes": scopes})
        return str(made["key"])

    everything = await key_with(*reads.values())
    async with listening(system, token=everything) as listener:
        assert listener.client.connected
    for namespace, scope in reads.items():
        only = await key_with(scope)
        outcomes = {each: await refused(system, each, only) for each in NAMESPACES}
        assert outcomes == {each: each != namespace for each in NAMESPACES}
        for name, forge in KEY_DEFECTS.items():
            assert await refused(system, namespace, forge(everything)), name
