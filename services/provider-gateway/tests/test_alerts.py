"""Alert rules about messages and WhatsApp Web sessions speak of metrics that the gateway serves."""

import httpx

from atende_platform.testing.alerts import require_served


async def test_every_metric_of_the_rules_is_served(client: httpx.AsyncClient) -> None:
    page = (await client.get("/metrics")).text
    require_served("sessions", page)
    require_served("gateway", page)
