"""Files of ours in messages: uploaded once for each channel, whatever many messages send them."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import httpx
import pytest
import pytest_asyncio
from aiohttp import web

from atende_contracts.content import Header, InteractiveContent, ReplyButton, ReplyButtons
from atende_contracts.event import Media, MediaContent, TemplateContent
from atende_contracts.ids import uuid7
from atende_contracts.messages import DeliveryStatusChangedV1
from atende_platform.data.db import Database
from atende_platform.testing.plugin import AsUser, Eventually, Installation, Published
from gateway.domain.sends import Order
from gateway.media import MediaUploader
from gateway.providers import make_providers
from gateway.sealing import Sealer
from gateway.sender import Sender
from gateway.service.directory import ChannelDirectory
from gateway.storage import MediaStorage

from .gateway_stage import Connect, Connected, Ledger, Meta, Sql, order
from .media_files import PICTURE


@pytest_asyncio.fixture(loop_scope="session")
async def uploader(installation: Installation, database: Database) -> AsyncIterator[MediaUploader]:
    settings = installation.settings
    providers = make_providers(settings)
    directory = ChannelDirectory(database, Sealer(settings.credential_keys), max_age=0.0)
    yield MediaUploader(installation.runtime, providers, directory, MediaStorage(settings.media_url))
    await providers.close()


async def file_of(as_user: AsUser, company_id: UUID, mime_type: str = "image/png") -> UUID:
    api: httpx.AsyncClient = as_user(company_id=company_id)
    response = await api.post(
        "/api/v1/media", content=PICTURE, params={"filename": "nota.png"}, headers={"Content-Type": mime_type}
    )
    assert response.status_code == 201, response.text
    return UUID(response.json()["id"])


def picture(channel: Connected, file: UUID, **fields: Any) -> Order:
    content = MediaContent(media_type="image", media=Media(id=file), caption="Veja")
    return order(channel, **{"content": content, **fields})


class Due:
    """Makes what is put off due, and tries it, until a check passes."""

    def __init__(self, sender: Sender, uploader: MediaUploader, sql: Sql, eventually: Eventually) -> None:
        self._sender, self._uploader, self._sql, self._eventually = sender, uploader, sql, eventually

    async def until(self, check: Any) -> None:
        async def tried() -> None:
            await self._sql("UPDATE media_uploads SET next_attempt_at = now() WHERE state = 'pending'")
            await self._uploader.transfer_due()
            await self._sql("UPDATE sends SET next_attempt_at = now() WHERE state = 'retryable'")
            await self._sender.send_due()
            await check()

        await self._eventually(tried)


@pytest.fixture
def due(sender: Sender, uploader: MediaUploader, sql: Sql, eventually: Eventually) -> Due:
    return Due(sender, uploader, sql, eventually)


async def test_a_campaign_uploads_its_file_once(
    channel: Connected, as_user: AsUser, sender: Sender, meta: Meta, due: Due
) -> None:
    file = await file_of(as_user, channel.company_id)
    orders = [picture(channel, file) for _ in range(40)]

    await sender.send("campaign", orders)
    assert meta.accepted == []

    async def all_left() -> None:
        assert len(meta.accepted) == len(orders)

    await due.until(all_left)

    assert sorted(meta.accepted_ids()) == sorted(str(one.send_id) for one in orders)
    [uploaded] = meta.files.uploads
    assert (uploaded["file"], uploaded["file_type"]) == (PICTURE, "image/png")
    assert (uploaded["messaging_product"], uploaded["type"]) == ("whatsapp", "image/png")
    provider_media_id = next(reversed(meta.files.content))
    assert all(one["image"] == {"id": provider_media_id, "caption": "Veja"} for one in meta.accepted)

    await sender.send("reply", [picture(channel, file, origin="reply")])  # At once, from here on.
    assert len(meta.accepted) == len(orders) + 1
    assert len(meta.files.uploads) == 1


async def test_each_channel_has_its_own_upload(
    channel: Connected, connect: Connect, as_user: AsUser, sender: Sender, meta: Meta, due: Due
) -> None:
    file = await file_of(as_user, channel.company_id)
    second = await connect()
    await sender.send("campaign", [picture(channel, file), picture(second, file)])

    async def both_left() -> None:
        assert len(meta.accepted) == 2

    await due.until(both_left)
    assert len({one["image"]["id"] for one in meta.accepted}) == 2


async def test_the_file_above_buttons(
    channel: Connected, as_user: AsUser, sender: Sender, meta: Meta, due: Due
) -> None:
    file = await file_of(as_user, channel.company_id)
    content = InteractiveContent(
        body="Escolha",
        header=Header(type="image", media=Media(id=file)),
        action=ReplyButtons(buttons=[ReplyButton(id="1", title="Sim")]),
    )
    await sender.send("reply", [order(channel, origin="reply", content=content)])

    async def left() -> None:
        assert len(meta.accepted) == 1

    await due.until(left)
    assert meta.accepted[0]["interactive"]["header"]["image"] == {"id": next(reversed(meta.files.content))}


async def test_the_file_above_a_template(
    channel: Connected, as_user: AsUser, sender: Sender, meta: Meta, due: Due
) -> None:
    file = await file_of(as_user, channel.company_id)
    header = {"type": "header", "parameters": [{"type": "image", "image": {"media_id": str(file)}}]}
    body = {"type": "body", "parameters": [{"type": "text", "text": "Ana"}]}
    content = TemplateContent(name="foto", language="pt_BR", components=[header, body])
    orders = [order(channel, content=content) for _ in range(3)]
    await sender.send("campaign", orders)
    assert meta.accepted == []

    async def left() -> None:
        assert len(meta.accepted) == len(orders)

    await due.until(left)
    known = {"type": "image", "image": {"id": next(reversed(meta.files.content))}}
    assert all(
        one["template"]["components"] == [{**header, "parameters": [known]}, body] for one in meta.accepted
    )
    assert len(meta.files.uploads) == 1


@pytest.mark.parametrize("file", ["nothing", 5, None])
async def test_a_template_with_what_is_no_file(
    channel: Connected, sender: Sender, ledger: Ledger, published: Published, file: Any
) -> None:
    header = {"type": "header", "parameters": [{"type": "image", "image": {"media_id": file}}, 5]}
    odd = {"type": "body", "parameters": None}
    one = order(channel, content=TemplateContent(name="foto", language="pt_BR", components=[odd, header]))
    await sender.send("campaign", [one])
    await fails_as_unusable(one, ledger, published)


async def fails_as_unusable(one: Order, ledger: Ledger, published: Published) -> None:
    row = await ledger(one)
    assert row is not None
    assert row.state == "failed"
    told = [each for each in await published(DeliveryStatusChangedV1) if each.send_id == one.send_id]
    assert [(each.state, each.error and each.error.reason) for each in told] == [("failed", "media_unusable")]


async def test_a_file_that_the_company_does_not_have(
    channel: Connected, as_user: AsUser, sender: Sender, meta: Meta, ledger: Ledger, published: Published
) -> None:
    foreign = await file_of(as_user, uuid7())
    orders = [picture(channel, foreign), picture(channel, uuid7())]

    await sender.send("campaign", orders)

    for one in orders:
        await fails_as_unusable(one, ledger, published)
    assert meta.requests == []


async def test_a_file_that_the_provider_does_not_take(
    channel: Connected,
    as_user: AsUser,
    sender: Sender,
    meta: Meta,
    due: Due,
    ledger: Ledger,
    published: Published,
    sql: Sql,
) -> None:
    meta.files.refuse_upload = lambda: meta.refuse(131053)
    file = await file_of(as_user, channel.company_id)
    first = picture(channel, file)
    await sender.send("campaign", [first])

    async def failed() -> None:
        await fails_as_unusable(first, ledger, published)

    await due.until(failed)
    assert len(meta.files.uploads) == 1

    second = picture(channel, file)
    await sender.send("campaign", [second])  # Nothing is asked anew for a while.
    await fails_as_unusable(second, ledger, published)
    meta.files.refuse_upload = None
    await sql("UPDATE media_uploads SET ended_at = now() - interval '2 minutes'")
    await sender.send("campaign", [picture(channel, file)])

    async def left() -> None:
        assert len(meta.accepted) == 1

    await due.until(left)


@pytest.mark.parametrize("fault", ["busy", "no id", "throttled"])
async def test_an_upload_that_does_not_go_through_is_tried_again(
    channel: Connected, as_user: AsUser, sender: Sender, meta: Meta, due: Due, fault: str
) -> None:
    faults = {
        "busy": lambda: web.Response(status=503),
        "no id": lambda: web.json_response({"id": "../1"}),
        "throttled": lambda: meta.refuse(130429),
    }
    answers = iter([faults[fault]()])
    meta.files.refuse_upload = lambda: next(answers, None)
    file = await file_of(as_user, channel.company_id)
    await sender.send("campaign", [picture(channel, file)])

    async def left() -> None:
        assert len(meta.accepted) == 1

    await due.until(left)
    assert len(meta.files.uploads) == 2


async def test_an_upload_that_has_aged_is_renewed(
    channel: Connected,
    as_user: AsUser,
    installation: Installation,
    database: Database,
    sender: Sender,
    meta: Meta,
    due: Due,
    sql: Sql,
) -> None:
    file = await file_of(as_user, channel.company_id)
    await sender.send("campaign", [picture(channel, file)])

    async def left() -> None:
        assert len(meta.accepted) == 1

    await due.until(left)
    await sql("UPDATE media_uploads SET ended_at = now() - interval '29 days 1 minute'")
    providers = make_providers(installation.settings)
    directory = ChannelDirectory(database, Sealer(installation.settings.credential_keys), max_age=0.0)
    another = Sender(installation.runtime, providers, directory)
    await another.send("campaign", [picture(channel, file)])
    await providers.close()

    async def both_left() -> None:
        assert len(meta.accepted) == 2

    await due.until(both_left)
    assert len(meta.files.uploads) == 2


@pytest.mark.parametrize("age", ["2 hours", "1 minute"])
async def test_an_id_that_the_provider_does_not_know_any_more(
    channel: Connected,
    as_user: AsUser,
    sender: Sender,
    meta: Meta,
    due: Due,
    ledger: Ledger,
    sql: Sql,
    age: str,
) -> None:
    """It is uploaded anew; unless it just was, and so it is not the upload that is wrong."""
    file = await file_of(as_user, channel.company_id)
    await sender.send("campaign", [picture(channel, file)])

    async def left() -> None:
        assert len(meta.accepted) == 1

    await due.until(left)
    lost = meta.accepted[0]["image"]["id"]
    await sql("UPDATE media_uploads SET ended_at = now() - CAST(CAST(:age AS text) AS interval)", age=age)

    async def does_not_know(_: web.Request, body: dict[str, Any]) -> web.Response:
        return meta.refuse(131009) if body["image"]["id"] == lost else meta.accept(body)

    meta.respond = does_not_know
    one = picture(channel, file)
    await sender.send("campaign", [one])

    async def settled() -> None:
        row = await ledger(one)
        assert row is not None
        assert row.state == ("accepted" if age == "2 hours" else "failed")

    await due.until(settled)
    assert len(meta.files.uploads) == (2 if age == "2 hours" else 1)


async def test_several_workers_upload_a_file_once(
    channel: Connected, as_user: AsUser, sender: Sender, uploader: MediaUploader, meta: Meta
) -> None:
    file = await file_of(as_user, channel.company_id)
    await sender.send("campaign", [picture(channel, file)])

    counts = await asyncio.gather(*(uploader.transfer_due() for _ in range(4)))

    assert sum(counts) == 1
    assert len(meta.files.uploads) == 1
