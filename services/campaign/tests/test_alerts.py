"""Alert rules about campaigns speak of metrics that the campaign service serves."""

import httpx

import campaign.service.upkeep  # noqa: F401 (serves what they are about)
from atende_platform.testing.alerts import require_served


async def test_every_metric_of_the_rules_is_served(client: httpx.AsyncClient) -> None:
    require_served("campaigns", (await client.get("/metrics")).text)
