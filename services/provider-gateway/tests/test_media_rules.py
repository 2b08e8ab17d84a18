"""The rules of files, and the storage that keeps them."""

import base64
import hashlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atende_contracts.ids import uuid7
from gateway.domain.media import MediaFault, fits_digest, media_id, retry_after
from gateway.storage import FileMissing, MediaStorage, StorageFault


@given(st.uuids(), st.uuids(), st.text(max_size=50), st.datetimes(min_value=datetime(2020, 1, 1)))  # noqa: DTZ001
def test_a_file_has_one_id(company: UUID, channel: UUID, message: str, sent_at: datetime) -> None:
    at = sent_at.replace(tzinfo=UTC)
    one = media_id(company, channel, message, at)

    assert one == media_id(company, channel, message, at)
    assert (one.version, one.variant) == (7, "specified in RFC 4122")
    assert one.int >> 80 == int(at.timestamp() * 1000)
    assert one != media_id(channel, channel, message, at) or company == channel
    assert one != media_id(company, channel, message + "x", at)


@given(st.binary(), st.binary())
def test_a_checksum_is_read_in_hex_and_in_base64(content: bytes, other: bytes) -> None:
    digest, wrong = hashlib.sha256(content).digest(), hashlib.sha256(other).digest()
    for told in (digest.hex(), digest.hex().upper(), base64.b64encode(digest).decode(), None, "", "ab/c="):
        assert fits_digest(told, digest)
    for told in (wrong.hex(), base64.b64encode(wrong).decode()):
        assert fits_digest(told, digest) == (wrong == digest)


def test_tries_become_rare_and_end() -> None:
    fault, final = MediaFault("unavailable"), MediaFault("gone", final=True)
    delays = [retry_after(fault, attempts=n, age_seconds=0, give_up=86400) for n in range(1, 8)]

    assert delays == [15, 60, 240, 960, 3600, 3600, 3600]
    assert retry_after(fault, attempts=9, age_seconds=86000, give_up=86400) is None
    assert retry_after(final, attempts=1, age_seconds=0, give_up=86400) is None


def files_in(folder: Path) -> list[Path]:
    return [path.relative_to(folder) for path in folder.rglob("*") if path.is_file()]


async def test_storage_reads_parts_and_writes_whole_files_only(storage: MediaStorage, tmp_path: Path) -> None:
    company, media = uuid7(), uuid7()

    async def broken() -> AsyncIterator[bytes]:
        for _ in range(3):
            yield bytes(5 * 1024 * 1024)
        raise MediaFault("damaged")

    async def good() -> AsyncIterator[bytes]:
        yield b"0123456789"

    with pytest.raises(MediaFault):
        await storage.put(company, media, broken())
    assert files_in(tmp_path) == []
    await storage.put(company, media, good())

    part = await storage.get(company, media, (2, 5))
    assert (part.size, part.start, part.end) == (10, 2, 5)
    assert b"".join([chunk async for chunk in part.chunks]) == b"234"
    assert files_in(tmp_path) == [Path("media") / str(company) / str(media)]
    with pytest.raises(FileMissing):
        await storage.get(media, company)


async def test_a_bucket_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "AWS_ACCESS_KEY_ID": "key",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_REGION": "sa-east-1",
        "AWS_ENDPOINT_URL": "http://127.0.0.1:1",
        "AWS_ALLOW_HTTP": "true",
    }.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(StorageFault):
        await MediaStorage("s3://bucket/prefix").get(uuid7(), uuid7())
