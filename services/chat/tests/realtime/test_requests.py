"""What clients ask for over their sockets: a new token for an old connection, and nothing too often."""

from datetime import UTC, datetime, timedelta
from time import time
from typing import Any
from uuid import UUID

import pytest

from atende_contracts.ids import uuid7
from atende_platform.identity.revocation import announce
from atende_platform.testing.plugin import Handle, Installation, token_for
from chat.realtime import sockets
from chat.realtime.domain import Allowances, Rate

from ..factories import Inbound
from .consoles import Connect, Console, closes


@pytest.fixture
def user_id() -> UUID:
    return uuid7()


async def renew(console: Console, token: object) -> dict[str, Any]:
    return await console.ask("renew", {"token": token})


async def test_a_console_stays_connected_for_days_under_new_tokens(
    connect: Connect,
    installation: Installation,
    company_id: UUID,
    user_id: UUID,
    handle: Handle,
    inbound: Inbound,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    console = await connect(user_id=user_id)
    old = await connect()
    await console.until("ready")
    longer = token_for(
        installation.settings, company_id=company_id, user_id=user_id, role="agent", expires_in=7200
    )

    answer = await renew(console, longer)

    assert answer["ok"] is True
    assert answer["expiresAt"] > "2026"
    monkeypatch.setattr(sockets, "time", lambda: time() + 3600)
    await closes(old)
    await handle([inbound()])
    await console.until("message.created")


async def test_one_renewal_counts_for_all_namespaces_of_a_connection(
    connect: Connect,
    installation: Installation,
    company_id: UUID,
    user_id: UUID,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    both = await connect(user_id=user_id, namespace="/chat", others=["/campaigns"])
    await both.until("ready")
    longer = token_for(
        installation.settings, company_id=company_id, user_id=user_id, role="agent", expires_in=7200
    )
    assert (await renew(both, longer))["ok"]
    other = await connect()
    monkeypatch.setattr(sockets, "time", lambda: time() + 3600)
    await closes(other)
    assert set(both.client.namespaces) == {"/chat", "/campaigns"}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"user_id": UUID(int=7)}, "forbidden"),
        ({"company_id": UUID(int=7)}, "forbidden"),
        ({"expires_in": -100}, "token-expired"),
        ({"headers": {"kid": "unknown"}}, "invalid-token"),
    ],
)
async def test_a_connection_goes_on_under_its_own_token_when_another_is_refused(
    connect: Connect,
    installation: Installation,
    company_id: UUID,
    user_id: UUID,
    handle: Handle,
    inbound: Inbound,
    changes: dict[str, Any],
    code: str,
) -> None:
    console = await connect(user_id=user_id)
    await console.until("ready")
    token = token_for(
        installation.settings, **{"company_id": company_id, "user_id": user_id, "expires_in": 7200, **changes}
    )
    answer = await renew(console, token)
    assert (answer["ok"], answer["code"]) == (False, code)
    await handle([inbound()])
    await console.until("message.created")


@pytest.mark.parametrize(
    "given", [None, {}, {"token": 1}, {"token": "x" * 5000}, {"token": "x", "more": 1}, []]
)
async def test_what_is_no_request_is_refused_without_its_token(connect: Connect, given: Any) -> None:
    console = await connect()
    await console.until("ready")
    answer = await console.ask("renew", given)
    assert (answer["ok"], answer["code"]) == (False, "invalid-input")
    assert "xxxx" not in answer["detail"]
    assert (await console.ask("no-such-request", {}))["code"] == "not-found"


async def test_requests_are_limited_and_who_floods_is_dropped(connect: Connect) -> None:
    console, colleague = await connect(), await connect()
    for each in (console, colleague):
        await each.until("ready")
    answers = [await renew(console, "x") for _ in range(8)]
    assert [answer["code"] for answer in answers] == ["invalid-token"] * 5 + ["too-many-requests"] * 3
    for _ in range(300):
        await console.client.emit("anything", {}, namespace="/chat")
    await closes(console)
    assert colleague.client.connected


async def test_a_changed_role_ends_the_socket_also_after_a_renewal(
    connect: Connect, installation: Installation, company_id: UUID, user_id: UUID
) -> None:
    generations = uuid7(), uuid7()
    console = await connect(user_id=user_id, gen=str(generations[0]))
    await console.until("ready")
    renewed = token_for(
        installation.settings, company_id=company_id, user_id=user_id, role="agent", gen=str(generations[1])
    )
    assert (await renew(console, renewed))["ok"]
    ends = datetime.now(UTC) + timedelta(minutes=15)
    await announce(installation.runtime.redis, {generations[0]: ends})
    await (other := await connect()).until("ready")
    assert console.client.connected
    await announce(installation.runtime.redis, {generations[1]: ends})
    await closes(console)
    assert other.client.connected


def test_an_allowance_comes_back_with_time_and_never_beyond_its_burst() -> None:
    allowances, rate = Allowances(), Rate(per_second=2, burst=3)
    assert [allowances.take("x", rate, 0) for _ in range(4)] == [True] * 3 + [False]
    assert allowances.take("y", rate, 0), "by what is asked for"
    assert [allowances.take("x", rate, 1) for _ in range(3)] == [True, True, False]
    assert [allowances.take("x", rate, 1000) for _ in range(4)] == [True] * 3 + [False]
