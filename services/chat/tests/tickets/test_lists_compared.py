"""Whatever is asked for, a list finds what a plain look at every ticket finds, whichever indexes it reads."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

import pytest

from atende_contracts.ids import uuid7
from atende_platform.data.db import Database, execute
from atende_platform.testing.plugin import AsUser
from chat.tickets.repository import lists

from ..factories import create_contact, create_queue, create_tag

PATH = "/api/v1/tickets"
_FILL = """
INSERT INTO tickets (company_id, id, contact_id, channel_id, number, status, assignee_id, queue_id, priority,
    opened_at, closed_at, last_message_at, waiting_since, unread, tag_ids, participant_ids, revision)
VALUES (:company_id, :id, :contact_id, :channel_id, :number, :status, :assignee_id, :queue_id, :priority,
    :at, :closed_at, :at, :waiting_since, :unread, :tag_ids, :participant_ids, 1)
"""
_STATUSES = ("pending", "open", "snoozed", "closed", "closed", "closed")
_PRIORITIES = ("low", "normal", "high", "urgent")
_COUNT = 80
Check = Callable[[dict[str, Any]], bool]


class World:
    """Tickets by chance, and what may be asked of them."""

    def __init__(self, chance: Random, queues: list[UUID], tags: list[UUID], contacts: list[UUID]) -> None:
        self.chance = chance
        self.users = [uuid7() for _ in range(3)]
        self.channels = [uuid7() for _ in range(2)]
        self.queues, self.tags, self.contacts = queues, tags, contacts
        self.tickets = [self._ticket(number) for number in range(_COUNT)]

    def _ticket(self, number: int) -> dict[str, Any]:
        chance = self.chance
        status = chance.choice(_STATUSES)
        # Several were written to at one time.
        at = datetime.now(UTC) - timedelta(hours=chance.randrange(_COUNT // 2))
        is_active = status != "closed"
        return {
            "id": uuid7(),
            # At most one is active for a contact on a channel.
            "contact_id": self.contacts[number % len(self.contacts)],
            "channel_id": uuid7()
            if is_active and number >= len(self.contacts)
            else chance.choice(self.channels),
            "number": number + 1,
            "status": status,
            "assignee_id": chance.choice([None, *self.users]),
            "queue_id": chance.choice([None, *self.queues]),
            "priority": chance.randrange(4),
            "at": at,
            "closed_at": None if is_active else at,
            "waiting_since": chance.choice([None, at - timedelta(hours=1)]) if is_active else None,
            "unread": chance.randrange(3),
            "tag_ids": chance.sample(self.tags, chance.randrange(3)),
            "participant_ids": chance.sample(self.users, chance.choice([0, 0, 1])),
        }

    def question(self) -> tuple[dict[str, Any], Check]:
        """Return the query of a list by chance, and what holds for each ticket in it."""
        chance = self.chance
        asked: list[tuple[str, Any, Check]] = []
        statuses = chance.sample(["pending", "open", "snoozed", "closed"], chance.randrange(1, 4))
        tag, user, queue = chance.choice(self.tags), chance.choice(self.users), chance.choice(self.queues)
        channel, contact, rank = (
            chance.choice(self.channels),
            chance.choice(self.contacts),
            chance.randrange(4),
        )
        since = datetime.now(UTC) - timedelta(hours=20)
        known: list[tuple[str, Any, Check]] = [
            ("status", statuses, lambda t: t["status"] in statuses),
            ("assigneeId", user, lambda t: t["assignee_id"] == user),
            ("unassigned", True, lambda t: t["assignee_id"] is None),
            ("queueId", queue, lambda t: t["queue_id"] == queue),
            ("noQueue", True, lambda t: t["queue_id"] is None),
            ("channelId", channel, lambda t: t["channel_id"] == channel),
            ("contactId", contact, lambda t: t["contact_id"] == contact),
            ("tagId", tag, lambda t: tag in t["tag_ids"]),
            ("participantId", user, lambda t: user in t["participant_ids"]),
            ("priority", _PRIORITIES[rank], lambda t: t["priority"] == rank),
            ("waiting", True, lambda t: t["waiting_since"] is not None),
            ("unread", True, lambda t: t["unread"] > 0),
            ("since", since.isoformat(), lambda t: t["at"] >= since),
        ]
        asked = chance.sample(known, chance.randrange(3))
        return {name: value for name, value, _ in asked}, lambda t: all(check(t) for _, _, check in asked)


@pytest.mark.parametrize("seed", range(3))
async def test_lists_are_what_a_look_at_every_ticket_finds(
    as_user: AsUser, database: Database, company_id: UUID, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    admin, chance = as_user("admin"), Random(seed)
    queues = [UUID((await create_queue(admin, name=f"Fila {n}"))["id"]) for n in range(3)]
    tags = [UUID((await create_tag(admin, name=f"Etiqueta {n}"))["id"]) for n in range(3)]
    contacts = [UUID((await create_contact(admin, phone=f"+551199000000{n}"))["id"]) for n in range(9)]
    world = World(chance, queues, tags, contacts)
    async with database.worker() as session:
        for ticket in world.tickets:
            await execute(session, _FILL, company_id=company_id, **ticket)
        me = world.users[0]
        await execute(
            session,
            "INSERT INTO queue_members (company_id, queue_id, user_id, created_at)"
            " VALUES (:company, :queue, :user, now())",
            {"company": company_id, "queue": queues[0], "user": me},
        )
    readers = {"admin": admin, "agent": as_user("agent", user_id=me)}
    for _ in range(40):
        query, holds = world.question()
        role, sort = chance.choice([*readers]), chance.choice(["recent", "recent", "waiting", "priority"])
        monkeypatch.setattr(lists, "MOST_TAGGED", chance.choice([2, 2000]))
        wanted = [
            t
            for t in world.tickets
            if holds(t)
            and (role == "admin" or _sees(t, me, queues[0]))
            and (sort == "recent" or t["status"] != "closed")
            and (sort != "waiting" or t["waiting_since"] is not None)
        ]
        found: list[str] = []
        cursor: dict[str, str] = {}
        while True:
            response = await readers[role].get(PATH, params={**query, "sort": sort, "limit": 7, **cursor})
            assert response.status_code == 200, response.text
            found += [item["id"] for item in response.json()["items"]]
            if response.json()["nextCursor"] is None:
                break
            cursor = {"cursor": response.json()["nextCursor"]}
        assert found == [str(t["id"]) for t in _sorted(wanted, sort)], (query, role, sort)


def _sees(ticket: dict[str, Any], user: UUID, queue: UUID) -> bool:
    return (
        ticket["queue_id"] in (None, queue)
        or ticket["assignee_id"] == user
        or user in ticket["participant_ids"]
    )


def _sorted(tickets: list[dict[str, Any]], sort: str) -> list[dict[str, Any]]:
    if sort == "waiting":
        return sorted(tickets, key=lambda t: (t["waiting_since"], t["id"]))
    keys: dict[str, Callable[[dict[str, Any]], Any]] = {
        "recent": lambda t: (t["at"], t["id"]),
        "priority": lambda t: (t["priority"], t["at"], t["id"]),
    }
    return sorted(tickets, key=keys[sort], reverse=True)
