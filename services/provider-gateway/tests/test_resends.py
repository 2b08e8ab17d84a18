"""One further attempt for sends of unknown fate: only if it is wanted, and only on strong evidence."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio
from aiohttp import web

from atende_contracts.event import TemplateContent
from atende_contracts.ids import uuid7
from atende_contracts.messages import DeliveryStatusChangedV1
from atende_platform.data.db import Database
from atende_platform.testing.plugin import AsUser, Published
from gateway.domain.sends import Order
from gateway.repository.resends import EVIDENCE
from gateway.sender import Sender
from gateway.service import delivery

from .gateway_stage import Connect, Connected, Ledger, Meta, Sql, order
from .sender_stage import states, status_of

Lost = Callable[..., Awaitable[Order]]
Later = Callable[..., Awaitable[list[Order]]]


@pytest_asyncio.fixture(loop_scope="session")
async def channel(connect: Connect) -> Connected:
    return await connect(resendUnconfirmed=True)


@pytest.fixture
def campaign_id() -> UUID:
    return uuid7()


@pytest.fixture
def lost(sender: Sender, channel: Connected, meta: Meta, sql: Sql, campaign_id: UUID) -> Lost:
    """Sends something of which no answer came, so many minutes ago."""

    async def send(*, minutes: float = 11, **fields: Any) -> Order:
        async def hang_up(request: web.Request, _: dict[str, Any]) -> web.Response:
            assert request.transport is not None
            request.transport.abort()
            return web.Response()

        one = order(fields.pop("channel", channel), **{"campaign_id": campaign_id, **fields})
        meta.respond = hang_up
        await sender.send(one.origin, [one])
        meta.reset()
        await sql(
            "UPDATE sends SET created_at = now() - make_interval(mins => :minutes) - interval '1 s',"
            " updated_at = now() - make_interval(mins => :minutes) WHERE send_id = :send_id",
            minutes=minutes,
            send_id=one.send_id,
        )
        return one

    return send


@pytest.fixture
def later(
    sender: Sender, channel: Connected, meta: Meta, sql: Sql, database: Database, campaign_id: UUID
) -> Later:
    """Sends more of the campaign after that, and reports all of it but the last ``silent``."""

    async def send(count: int = EVIDENCE, *, silent: int = 0, **fields: Any) -> list[Order]:
        orders = [order(channel, **{"campaign_id": campaign_id, **fields}) for _ in range(count)]
        await sender.send("campaign", orders)
        ids = {message["biz_opaque_callback_data"]: message["id"] for message in meta.accepted}
        await sql("UPDATE sends SET updated_at = now() - interval '3 minutes' WHERE state = 'accepted'")
        reported = orders[: count - silent]
        async with database.worker() as session:
            await delivery.apply_statuses(
                session, [status_of(one, "sent", ids[str(one.send_id)]) for one in reported]
            )
        meta.reset()
        return orders

    return send


async def test_what_everything_speaks_for_is_sent_once_more(
    sender: Sender, meta: Meta, ledger: Ledger, lost: Lost, later: Later, published: Published
) -> None:
    one = await lost()
    await later()

    assert await sender.resend_unconfirmed() == 1
    assert await sender.resend_unconfirmed() == 0

    assert meta.accepted_ids() == [str(one.send_id)]
    row = await ledger(one)
    assert row is not None
    assert (row.state, row.attempts, row.fence) == ("accepted", 2, 2)
    assert (await states(published))[str(one.send_id)] == ["unconfirmed", "accepted"]


@pytest.mark.parametrize("count", [0, EVIDENCE - 1])
async def test_too_little_evidence_is_none(sender: Sender, lost: Lost, later: Later, count: int) -> None:
    await lost()
    await later(count)
    assert await sender.resend_unconfirmed() == 0


async def test_what_left_before_says_nothing(sender: Sender, lost: Lost, later: Later) -> None:
    await later()
    await lost(minutes=0)
    assert await sender.resend_unconfirmed() == 0


async def test_other_campaigns_say_nothing(sender: Sender, lost: Lost, later: Later) -> None:
    await lost()
    await later(campaign_id=uuid7())
    assert await sender.resend_unconfirmed() == 0


async def test_one_message_without_a_report_is_enough_to_wait(
    sender: Sender, lost: Lost, later: Later
) -> None:
    await lost()
    await later(EVIDENCE + 1, silent=1)
    assert await sender.resend_unconfirmed() == 0


async def test_it_waits_out_the_quarantine(sender: Sender, lost: Lost, later: Later) -> None:
    await lost(minutes=9)
    await later()
    assert await sender.resend_unconfirmed() == 0


async def test_nobody_guesses_unless_the_channel_allows_it(
    sender: Sender, as_user: AsUser, channel: Connected, lost: Lost, later: Later
) -> None:
    await lost()
    await later()
    answer = await as_user().patch(f"/api/v1/channels/{channel.id}", json={"resendUnconfirmed": False})
    assert answer.json()["resendUnconfirmed"] is False
    assert await sender.resend_unconfirmed() == 0


@pytest.mark.parametrize(("category", "resent"), [("MARKETING", 1), ("UTILITY", 0), ("AUTHENTICATION", 0)])
async def test_codes_and_reminders_are_never_sent_twice(
    sender: Sender,
    channel: Connected,
    sql: Sql,
    lost: Lost,
    later: Later,
    category: str,
    resent: int,
) -> None:
    await sql(
        "INSERT INTO templates (company_id, id, waba_id, provider_template_id, name, language, category,"
        " status, components, parameter_format)"
        " VALUES (:company_id, :id, 'w', '1', 'oferta', 'pt_BR', :category, 'APPROVED', '[]', 'POSITIONAL')",
        company_id=channel.company_id,
        id=uuid7(),
        category=category,
    )
    await lost(content=TemplateContent(name="oferta", language="pt_BR"))
    await later()
    assert await sender.resend_unconfirmed() == resent


async def test_agents_replies_are_never_sent_twice(sender: Sender, lost: Lost, later: Later) -> None:
    await lost(origin="reply", campaign_id=None, message_id=uuid7())
    await later()
    assert await sender.resend_unconfirmed() == 0


async def test_a_paused_campaign_resends_nothing(
    sender: Sender, channel: Connected, sql: Sql, lost: Lost, later: Later, campaign_id: UUID
) -> None:
    await lost()
    await later()
    await sql(
        "INSERT INTO campaign_control (company_id, campaign_id, channel_id, state, revision)"
        " VALUES (:company_id, :campaign_id, :channel_id, 'paused', 9)",
        company_id=channel.company_id,
        campaign_id=campaign_id,
        channel_id=channel.id,
    )
    assert await sender.resend_unconfirmed() == 0


async def test_a_second_attempt_that_is_refused_leaves_it_unknown_and_is_the_last(
    sender: Sender, meta: Meta, ledger: Ledger, lost: Lost, later: Later, published: Published
) -> None:
    one = await lost()
    await later()

    async def refuse(_: web.Request, __: dict[str, Any]) -> web.Response:
        return meta.refuse(131026)

    meta.respond = refuse
    await sender.resend_unconfirmed()
    assert await sender.resend_unconfirmed() == 0

    row = await ledger(one)
    assert row is not None
    assert (row.state, row.attempts) == ("unknown", 2)
    told = [event for event in await published(DeliveryStatusChangedV1) if event.send_id == one.send_id]
    assert [event.state for event in told] == ["unconfirmed", "unconfirmed"]


async def test_a_late_report_of_the_first_attempt_ends_it(
    sender: Sender, database: Database, ledger: Ledger, lost: Lost, later: Later
) -> None:
    one = await lost()
    await later()
    async with database.worker() as session:
        await delivery.apply_statuses(
            session,
            [
                status_of(
                    one,
                    "delivered",
                    "wamid.first",
                )
            ],
        )

    assert await sender.resend_unconfirmed() == 0
    row = await ledger(one)
    assert row is not None
    assert row.state == "delivered"
