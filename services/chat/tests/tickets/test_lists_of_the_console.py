"""The console moves rows between lists by itself; one sample holds its rules and the server's answers."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from atende_platform.data.db import Database, execute
from atende_platform.testing.plugin import AsUser

_CONSOLE = Path(__file__).parents[3] / "console"
SAMPLE: dict[str, list[dict[str, Any]]] = json.loads(
    (_CONSOLE / "src" / "features" / "inbox" / "lists.sample.json").read_text()
)
_PRIORITIES = ("low", "normal", "high", "urgent")
_CONTACT = """
INSERT INTO contacts (company_id, id, name, phone, wa_id, revision, created_at, updated_at)
VALUES (:company_id, :id, :name, :phone, :wa_id, 1, now(), now())
"""
_TICKET = """
INSERT INTO tickets (company_id, id, contact_id, channel_id, number, status, assignee_id, queue_id, priority,
    opened_at, closed_at, last_message_at, waiting_since, unread, tag_ids, participant_ids, revision)
VALUES (:company_id, :id, :contact_id, :channel_id, :number, :status, :assignee_id, :queue_id, :priority,
    :at, :closed_at, :at, :waiting_since, :unread, :tag_ids, :participant_ids, 1)
"""


def _row(ticket: dict[str, Any]) -> dict[str, Any]:
    at = datetime.fromisoformat(ticket["lastMessageAt"])
    waiting_since = ticket["waitingSince"]
    return {
        **{name: ticket[name] for name in ("number", "status", "unread")},
        **{
            column: ticket[name] and UUID(ticket[name])
            for column, name in (
                ("id", "id"),
                ("contact_id", "contactId"),
                ("channel_id", "channelId"),
                ("assignee_id", "assigneeId"),
                ("queue_id", "queueId"),
            )
        },
        "priority": _PRIORITIES.index(ticket["priority"]),
        "at": at,
        "closed_at": at if ticket["status"] == "closed" else None,
        "waiting_since": waiting_since and datetime.fromisoformat(waiting_since),
        "tag_ids": [UUID(tag) for tag in ticket["tagIds"]],
        "participant_ids": [UUID(user) for user in ticket["participantIds"]],
    }


async def test_the_server_lists_what_the_console_expects(
    as_user: AsUser, database: Database, company_id: UUID
) -> None:
    async with database.worker() as session:
        for ticket in SAMPLE["tickets"]:
            number = ticket["number"]
            await execute(
                session,
                _CONTACT,
                company_id=company_id,
                id=UUID(ticket["contactId"]),
                name=f"Cliente {number}",
                phone=f"+55119999{number:05}",
                wa_id=f"55119999{number:05}",
            )
            await execute(session, _TICKET, company_id=company_id, **_row(ticket))
    admin = as_user("admin")
    for asked in SAMPLE["lists"]:
        response = await admin.get(
            "/api/v1/tickets", params={**asked["filter"], "sort": asked["sort"], "limit": 100}
        )
        assert response.status_code == 200, response.text
        assert [item["number"] for item in response.json()["items"]] == asked["numbers"], asked
