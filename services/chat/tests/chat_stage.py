"""What tests of chat see as an agent does."""

from typing import Any

from atende_platform.testing.plugin import AsUser


async def conversation(as_user: AsUser, path: str = "") -> list[dict[str, Any]]:
    """Return the messages of the only ticket (or of ``path``), oldest first, but nothing of its timeline."""
    agent = as_user("agent")
    if not path:
        [ticket] = (await agent.get("/api/v1/tickets")).json()["items"]
        path = f"/api/v1/tickets/{ticket['id']}/messages"
    response = await agent.get(path)
    assert response.status_code == 200, response.text
    items: list[dict[str, Any]] = response.json()["items"]
    return [item for item in items[::-1] if item["kind"] != "timeline"]
