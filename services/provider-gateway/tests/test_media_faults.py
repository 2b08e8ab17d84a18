"""Files that cannot be fetched, now or ever, and the hosts that they may come from."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import web

from atende_contracts.ids import uuid7
from atende_contracts.messages import MessageMediaChangedV1, MessageReceivedV1
from atende_platform.testing.plugin import Handle, Published
from gateway.media import MediaFetcher
from gateway.storage import FileMissing, MediaStorage

from .gateway_stage import Connect, Connected, Sql
from .media_files import PICTURE, Files, playing_files
from .media_stage import MakeFetcher, ReadRow, content_of, due_now, received

# --- what goes wrong, and is tried again -----------------------------------------------------


async def test_an_address_that_has_expired_is_asked_for_anew(
    channel: Connected,
    handle: Handle,
    fetcher: MediaFetcher,
    files: Files,
    storage: MediaStorage,
    row_of: ReadRow,
    sql: Sql,
) -> None:
    async def expired(_: web.Request) -> web.StreamResponse:
        return web.Response(status=404)

    files.download = expired
    message = received(channel, files.add())
    await handle([message])

    await fetcher.transfer_one()
    row = await row_of(message)
    assert (row.state, row.error, row.waits) == ("pending", "unavailable", True)
    assert not await fetcher.transfer_one()
    files.download = None
    await due_now(sql)
    await fetcher.transfer_one()

    assert len(files.described) == 2
    assert await content_of(storage, message) == PICTURE
    row = await row_of(message)
    assert (row.state, row.error, row.attempts) == ("stored", None, 2)


async def half(request: web.Request) -> web.StreamResponse:
    answer = web.StreamResponse(headers={"Content-Length": "1000000"})
    await answer.prepare(request)
    await answer.write(PICTURE)
    assert request.transport is not None
    request.transport.close()
    return answer


async def other_bytes(_: web.Request) -> web.StreamResponse:
    return web.Response(body=PICTURE + b"!")


async def forbidden(_: web.Request) -> web.StreamResponse:
    return web.Response(status=401)


async def silent(_: web.Request) -> web.StreamResponse:
    await asyncio.Event().wait()  # Until the client gives up.
    return web.Response()


@pytest.mark.parametrize(
    ("download", "error"),
    [(half, "unavailable"), (other_bytes, "damaged"), (forbidden, "refused"), (silent, "unavailable")],
)
async def test_what_may_pass_is_tried_again_for_a_day(
    channel: Connected,
    handle: Handle,
    make_fetcher: MakeFetcher,
    files: Files,
    storage: MediaStorage,
    row_of: ReadRow,
    sql: Sql,
    published: Published,
    download: Any,
    error: str,
) -> None:
    files.download = download
    fetcher = make_fetcher(media_fetch_seconds=0.5 if download is silent else 30.0)
    message = received(channel, files.add())
    await handle([message])

    await fetcher.transfer_one()
    row = await row_of(message)
    assert (row.state, row.error) == ("pending", error)
    assert await published(MessageMediaChangedV1) == []
    await sql("UPDATE media SET created_at = now() - interval '24 hours', next_attempt_at = now()")
    await fetcher.transfer_one()

    row = await row_of(message)
    assert (row.state, row.error) == ("failed", error)
    [event] = await published(MessageMediaChangedV1)
    assert (event.media.state, event.media.error) == ("failed", error)
    with pytest.raises(FileMissing):
        await content_of(storage, message)


async def test_a_message_that_tells_another_checksum_is_not_believed_the_file(
    channel: Connected, handle: Handle, fetcher: MediaFetcher, files: Files, row_of: ReadRow
) -> None:
    message = received(channel, files.add(), sha256=hashlib.sha256(b"other").hexdigest())
    await handle([message])

    await fetcher.transfer_one()

    assert (await row_of(message)).error == "damaged"


async def test_a_storage_that_does_not_work_costs_no_file(
    channel: Connected,
    handle: Handle,
    make_fetcher: MakeFetcher,
    files: Files,
    row_of: ReadRow,
    tmp_path: Path,
) -> None:
    (tmp_path / "no-folder").write_text("")
    fetcher = make_fetcher(storage=MediaStorage((tmp_path / "no-folder" / "media").as_uri()))
    message = received(channel, files.add())
    await handle([message])

    await fetcher.transfer_one()

    row = await row_of(message)
    assert (row.state, row.error) == ("pending", "unavailable")


# --- what is final ---------------------------------------------------------------------------


async def fails_with(
    error: str, message: MessageReceivedV1, fetcher: MediaFetcher, row_of: ReadRow, published: Published
) -> None:
    await fetcher.transfer_one()
    row = await row_of(message)
    assert (row.state, row.error) == ("failed", error)
    [event] = await published(MessageMediaChangedV1)
    assert (event.media.id, event.media.state, event.media.error) == (row.id, "failed", error)


@pytest.mark.parametrize("told", [True, False])
async def test_a_file_that_is_too_large(
    channel: Connected,
    handle: Handle,
    make_fetcher: MakeFetcher,
    files: Files,
    storage: MediaStorage,
    row_of: ReadRow,
    published: Published,
    told: bool,
) -> None:
    def describe(_: str, description: dict[str, Any]) -> None:
        if not told:
            del description["file_size"]

    files.describe = describe
    message = received(channel, files.add())
    await handle([message])

    fetcher = make_fetcher(media_max_bytes=len(PICTURE) - 1)
    await fails_with("too_large", message, fetcher, row_of, published)

    assert len(files.downloaded) == (0 if told else 1)
    with pytest.raises(FileMissing):
        await content_of(storage, message)


@pytest.mark.parametrize("provider_media_id", ["404", "../1", "..", "1/messages", "1?fields=x"])
async def test_a_file_that_the_provider_does_not_have(
    channel: Connected,
    handle: Handle,
    fetcher: MediaFetcher,
    files: Files,
    row_of: ReadRow,
    published: Published,
    provider_media_id: str,
) -> None:
    message = received(channel, provider_media_id)
    await handle([message])

    await fails_with("gone", message, fetcher, row_of, published)

    assert files.described == [one for one in ["404"] if one == provider_media_id]


@pytest.mark.parametrize(
    ("code", "status", "error", "state"),
    [
        (10, 403, "refused", "failed"),
        (190, 401, "refused", "pending"),
        (131052, 400, "unavailable", "pending"),
        (4, 400, "unavailable", "pending"),
        (None, 404, "gone", "failed"),
        (None, 500, "unavailable", "pending"),
    ],
)
async def test_refusals_of_the_provider(
    channel: Connected,
    handle: Handle,
    fetcher: MediaFetcher,
    files: Files,
    row_of: ReadRow,
    code: int | None,
    status: int,
    error: str,
    state: str,
) -> None:
    body = {"error": {"code": code}} if code is not None else ["not", "an", "error"]
    files.describe = lambda *_: web.json_response(body, status=status)
    message = received(channel, files.add())
    await handle([message])

    await fetcher.transfer_one()

    row = await row_of(message)
    assert (row.state, row.error) == (state, error)


async def test_a_channel_that_was_removed(
    channel: Connected,
    handle: Handle,
    fetcher: MediaFetcher,
    files: Files,
    row_of: ReadRow,
    published: Published,
    sql: Sql,
) -> None:
    message = received(channel, files.add())
    await handle([message])
    await sql("UPDATE channels SET status = 'deleted'")

    await fails_with("no_channel", message, fetcher, row_of, published)


async def test_another_companys_channel_lends_no_token(
    channel: Connected,
    connect: Connect,
    handle: Handle,
    fetcher: MediaFetcher,
    files: Files,
    row_of: ReadRow,
    published: Published,
) -> None:
    other = await connect(company_id=uuid7())
    message = received(channel, files.add()).model_copy(update={"channel_id": other.id})
    await handle([message])

    await fails_with("no_channel", message, fetcher, row_of, published)

    assert files.described == []


# --- where files may come from ---------------------------------------------------------------


@pytest_asyncio.fixture(loop_scope="session")
async def elsewhere() -> AsyncIterator[Files]:
    async with playing_files() as playing:
        yield playing


@pytest.mark.parametrize(
    "address",
    [
        "{elsewhere}/files/1",
        "http://169.254.169.254/latest/meta-data/",
        "http://lookaside.fbsbx.com/file",
        "https://lookaside.fbsbx.com:8443/file",
        "https://lookaside.fbsbx.com.evil.test/file",
        "https://lookaside.fbsbx.com@127.0.0.1/file",
        "{files_as_user}/files/1",
        "{elsewhere}\\@{files}/files/1",
        "{files}/files/1\r\nX-Other: 1",
        "file:///etc/passwd",
        "//lookaside.fbsbx.com/file",
        "/files/1",
        "https://",
        "",
    ],
)
async def test_the_token_goes_to_no_other_host(
    channel: Connected,
    handle: Handle,
    make_fetcher: MakeFetcher,
    files: Files,
    elsewhere: Files,
    row_of: ReadRow,
    address: str,
) -> None:
    named = address.format(
        elsewhere=elsewhere.url, files=files.url, files_as_user=files.url.replace("://", "://user@")
    )

    def describe(_: str, description: dict[str, Any]) -> None:
        description["url"] = named

    files.describe = describe
    message = received(channel, files.add())
    await handle([message])

    await make_fetcher(hosts=frozenset({"lookaside.fbsbx.com"})).transfer_one()

    assert (await row_of(message)).error == "untrusted_host"
    assert files.downloaded == []
    assert elsewhere.tokens == set()


async def test_a_redirect_is_not_followed(
    channel: Connected,
    handle: Handle,
    fetcher: MediaFetcher,
    files: Files,
    elsewhere: Files,
    row_of: ReadRow,
) -> None:
    async def redirect(_: web.Request) -> web.StreamResponse:
        return web.Response(status=302, headers={"Location": f"{elsewhere.url}/files/1"})

    files.download = redirect
    message = received(channel, files.add())
    await handle([message])

    await fetcher.transfer_one()

    assert (await row_of(message)).error == "untrusted_host"
    assert elsewhere.tokens == set()
