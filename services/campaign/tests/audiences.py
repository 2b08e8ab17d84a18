"""What tests of audiences do to a campaign."""

from typing import Any
from uuid import UUID

import httpx
from conftest import World

from campaign.imports import Importer

FILE = "phone,name,city\n+5511988880001,Ana,Recife\n(11) 98888-0002,Bia,Natal\n"


async def add(world: World, campaign_id: UUID, **body: Any) -> httpx.Response:
    return await world.http.post(f"/api/v1/campaigns/{campaign_id}/targets", json=body)


async def upload(world: World, campaign_id: UUID, data: bytes | str) -> httpx.Response:
    content = data.encode() if isinstance(data, str) else data
    return await world.http.post(
        f"/api/v1/campaigns/{campaign_id}/targets/import", files={"file": ("lista.csv", content, "text/csv")}
    )


async def imported(world: World, campaign_id: UUID, data: bytes | str, **settings: Any) -> dict[str, Any]:
    """Import a file; return what the API says of it at the end."""
    accepted = await upload(world, campaign_id, data)
    assert accepted.status_code == 202, accepted.text
    await Importer(world.database, world.settings.model_copy(update=settings)).run_due()
    targets = (await world.http.get(f"/api/v1/campaigns/{campaign_id}/targets")).json()
    source: dict[str, Any] = next(each for each in targets["sources"] if each["id"] == accepted.json()["id"])
    return source


async def problems(world: World, campaign_id: UUID, source: dict[str, Any], **query: Any) -> Any:
    path = f"/api/v1/campaigns/{campaign_id}/targets/{source['id']}/problems"
    response = await world.http.get(path, params=query)
    assert response.status_code == 200, response.text
    return response.json()


async def expand(world: World, campaign_id: UUID, **settings: Any) -> list[dict[str, Any]]:
    await world.act(campaign_id, "start")
    await world.planner(**settings).run()
    return await world.recipients(campaign_id, limit=100)
