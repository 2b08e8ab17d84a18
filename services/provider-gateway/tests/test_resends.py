"""One further attempt for sends of unknown fate: only if it is wanted, and only on strong evidence."""

from collections.abc import Awaitable, Callable
from typing import Any, Final
from uuid import UUID

import pytest
import pytest_asyncio
from aiohttp import web

from atende_contracts.audit import AuditRecordedV1
from atende_contracts.event import TemplateContent
from atende_contracts.ids import uuid7
from atende_contracts.messages import DeliveryStatusChangedV1
from atende_ops.testing import Atende
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


# --- because an operator asks for it -----------------------------------------------------------

WHY: Final = ("--yes", "--reason", "asked by the company")


async def test_an_unconfirmed_send_is_found_and_sent_once_more(
    installed_atende: Atende,
    sender: Sender,
    meta: Meta,
    ledger: Ledger,
    published: Published,
    lost: Lost,
) -> None:
    assert (await installed_atende("sends", "unconfirmed")).status == 0
    one = await lost()
    listed = await installed_atende("sends", "unconfirmed", "--json")
    assert listed.status == 1
    assert [each["id"] for each in listed.items] == [str(one.send_id)]
    shown = await installed_atende("sends", "show", str(one.send_id), "--json")
    assert shown.status == 1
    assert shown.json["state"] == "unknown"
    assert one.recipient.wa_id is not None
    assert one.recipient.wa_id not in shown.out, "people's numbers are masked"

    # There is no evidence, so that only who insists has it sent again.
    assert (await installed_atende("sends", "resend", *WHY)).status == 0
    assert await sender.resend_unconfirmed() == 0
    assert (await installed_atende("sends", "resend", "--policy", "anyway")).status == 2
    assert (await installed_atende("sends", "resend", "--policy", "often")).status == 2
    insist = ("sends", "resend", str(one.send_id), "--policy", "anyway")
    assert (await installed_atende(*insist)).status == 0
    assert await sender.resend_unconfirmed() == 0, "a dry run"
    assert (await installed_atende(*insist, *WHY)).status == 0
    assert (await installed_atende("sends", "unconfirmed", "--json")).items[0]["resent"] == "asked for"

    assert await sender.resend_unconfirmed() == 1
    assert await sender.resend_unconfirmed() == 0
    assert meta.accepted_ids() == [str(one.send_id)]
    row = await ledger(one)
    assert row is not None
    assert (row.state, row.attempts, row.fence) == ("accepted", 2, 2)
    assert [each.action for each in await published(AuditRecordedV1)].count("send.resent") == 2
    # Once is enough.
    assert (await installed_atende(*insist, *WHY)).status == 1


async def test_evidence_is_enough_where_the_company_has_not_allowed_it(
    installed_atende: Atende,
    sender: Sender,
    meta: Meta,
    sql: Sql,
    lost: Lost,
    later: Later,
) -> None:
    one = await lost()
    await later()
    await sql("UPDATE channels SET resend_unconfirmed = false")
    assert await sender.resend_unconfirmed() == 0
    done = await installed_atende("sends", "resend", *WHY, "--json")
    assert [each["id"] for each in done.items] == [str(one.send_id)]
    assert await sender.resend_unconfirmed() == 1
    assert meta.accepted_ids() == [str(one.send_id)]


@pytest.mark.parametrize("state", ["returned", "suppressed"])
async def test_what_must_not_be_sent_is_not_although_an_operator_insists(
    installed_atende: Atende,
    sender: Sender,
    sql: Sql,
    lost: Lost,
    campaign_id: UUID,
    state: str,
) -> None:
    one = await lost()
    if state == "returned":
        await sql(
            "INSERT INTO campaign_control (company_id, campaign_id, channel_id, state, revision)"
            " VALUES (:company, :campaign, :channel, 'paused', 1)",
            company=one.company_id,
            campaign=campaign_id,
            channel=one.channel_id,
        )
    else:
        await sql(
            "INSERT INTO suppressions (company_id, identity, channel_id, opted_out, changed_at)"
            " VALUES (:company, :identity, :channel, true, now())",
            company=one.company_id,
            identity=one.recipient_keys[0],
            channel=one.channel_id,
        )
    asked = await installed_atende("sends", "resend", str(one.send_id), "--policy", "anyway", *WHY)
    assert asked.status == 0
    assert await sender.resend_unconfirmed() == 0
