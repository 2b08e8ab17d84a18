"""A file that WhatsApp does not take is named before the campaign starts, and not by its failures."""

from typing import Any
from uuid import UUID

import pytest
from conftest import World

from atende_contracts.event import Media
from atende_contracts.ids import uuid7
from atende_contracts.messages import MediaStoredV1

MB = 1024 * 1024


async def uploaded(world: World, mime_type: str, size: int = 1000) -> str:
    event = stored(world.company_id, mime_type, size)
    await world.handle([event, event])
    return str(event.media.id)


def stored(company_id: UUID, mime_type: str, size: int) -> MediaStoredV1:
    media = Media(id=uuid7(), state="stored", mime_type=mime_type, size=size)
    return MediaStoredV1(company_id=company_id, media=media)


def media(kind: str, **file: Any) -> dict[str, Any]:
    return {"message": None, "media": {"type": kind, **file}}


def header(kind: str, **file: Any) -> dict[str, Any]:
    template = {"name": "oferta", "language": "pt_BR", "header": {"type": kind, **file}}
    return {"message": None, "template": template}


def both(kind: str, **file: Any) -> dict[str, Any]:
    variants = [
        {"name": "a", "weight": 1, "message": "Oi"},
        {"name": "b", "weight": 1, "media": {"type": kind, **file}},
    ]
    return {"message": None, "variants": variants}


async def problems(world: World, campaign_id: UUID) -> list[tuple[str, str]]:
    estimate = (await world.http.get(f"/api/v1/campaigns/{campaign_id}/estimate")).json()
    return [(one["field"], one["message"]) for one in estimate["problems"]]


@pytest.mark.parametrize(
    ("make", "kind", "mime_type", "size", "field"),
    [
        (media, "document", "application/xml", 1000, "media.id"),
        (media, "image", "application/pdf", 1000, "media.id"),
        (media, "video", "video/mp4", 17 * MB, "media.id"),
        (header, "image", "video/mp4", 1000, "template.header.id"),
        (both, "document", "text/csv", 1000, "variants.1.media.id"),
        (media, "document", "image/png", 1000, None),
        (header, "video", "video/mp4", 1000, None),
    ],
)
async def test_the_estimate_and_the_start_name_a_file_that_cannot_be_sent(
    world: World, make: Any, kind: str, mime_type: str, size: int, field: str | None
) -> None:
    content = make(kind, id=await uploaded(world, mime_type, size))
    campaign_id = await world.draft(await world.contacts(1), **content)

    found = await problems(world, campaign_id)
    started = await world.http.post(
        f"/api/v1/campaigns/{campaign_id}/start", json={"confirmOutOfWindow": True}
    )

    assert [place for place, _ in found] == ([field] if field else [])
    if field is None:
        assert started.status_code == 200
    else:
        assert mime_type in found[0][1]
        assert (started.status_code, started.json()["code"]) == (409, "file-not-sendable")
        assert started.json()["errors"][0]["field"] == field


@pytest.mark.parametrize(
    ("content", "field"),
    [
        (media("document", id=str(uuid7())), "media.id"),
        (media("document", url="https://loja.test/nota.xml"), "media.url"),
        (media("image", url="https://loja.test/foto.heic?v=1"), "media.url"),
        (header("video", url="https://loja.test/a.mov"), "template.header.url"),
        (media("document", url="https://loja.test/nota.pdf"), None),
        (media("document", url="https://loja.test/notas/7"), None),
        (media("document", url="https://loja.test/{{pedido}}.xml"), None),
    ],
)
async def test_what_is_only_doubtful_is_said_and_may_be_sent(
    world: World, content: dict[str, Any], field: str | None
) -> None:
    campaign_id = await world.draft(await world.contacts(1), **content)

    assert [place for place, _ in await problems(world, campaign_id)] == ([field] if field else [])
    await world.act(campaign_id, "start")


async def test_files_of_another_company_are_not_known(world: World) -> None:
    event = stored(uuid7(), "image/png", 1)
    await world.handle([event])
    campaign_id = await world.draft(**media("image", id=str(event.media.id)))

    [(field, message)] = await problems(world, campaign_id)
    assert (field, "known" in message) == ("media.id", True)
