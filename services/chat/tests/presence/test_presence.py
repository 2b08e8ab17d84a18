"""Who is online, busy, away: by what they chose, and by their sockets."""

from collections.abc import AsyncIterator
from time import time
from typing import Any
from uuid import UUID

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from redis.asyncio import Redis

from atende_contracts.ids import uuid7
from atende_platform.testing.plugin import AsUser, Installation
from chat.directory.domain import User
from chat.presence.domain import PACKED_BYTES, Known, Mark, Status, pack, unpack
from chat.presence.repository import Presence
from chat.presence.service import available, statuses


@pytest.fixture
async def redis(installation: Installation) -> AsyncIterator[Redis]:
    redis = Redis.from_url(installation.settings.redis_url)
    yield redis
    await redis.aclose()


async def _connect(redis: Redis, company_id: UUID, *users: UUID, seconds: float = 30) -> None:
    await Presence(redis).report(company_id, "a replica", users, [], until=time() + seconds, is_news=False)


async def test_a_choice_counts_while_its_user_is_connected(
    as_user: AsUser, redis: Redis, company_id: UUID
) -> None:
    user = uuid7()
    http = as_user("agent", user_id=user)
    chosen = (await http.put("/api/v1/presence", json={"status": "busy"})).json()
    assert chosen == {"userId": str(user), "status": "offline"}
    assert (await http.get("/api/v1/presence")).json()["items"] == []

    await _connect(redis, company_id, user)

    assert (await http.get("/api/v1/presence")).json()["items"] == [{"userId": str(user), "status": "busy"}]
    assert (await http.put("/api/v1/presence", json={"status": "online"})).json()["status"] == "online"
    viewer = as_user("viewer")
    assert (await viewer.get("/api/v1/presence")).json()["items"] == [
        {"userId": str(user), "status": "online"}
    ]


@pytest.mark.parametrize("body", [{"status": "offline"}, {"status": "here"}, {}, {"status": "busy", "x": 1}])
async def test_what_nobody_can_choose_is_refused(as_user: AsUser, body: dict[str, Any]) -> None:
    assert (await as_user("agent").put("/api/v1/presence", json=body)).status_code == 422


async def test_who_is_free_for_tickets_is_asked_for_many_companies_at_once(redis: Redis) -> None:
    first, second = uuid7(), uuid7()
    free, busy, gone, away, stranger = (uuid7() for _ in range(5))
    await _connect(redis, first, free, busy)
    await _connect(redis, first, gone, seconds=-1)
    await _connect(redis, second, away)
    await Presence(redis).choose(User(first, busy), "busy")
    await Presence(redis).choose(User(second, away), "away")
    users = [User(first, each) for each in (free, busy, gone, stranger, away)]
    users += [User(second, each) for each in (away, free)]

    assert await available(redis, users) == {User(first, free)}
    assert await statuses(redis, users) == {
        User(first, free): Status.ONLINE,
        User(first, busy): Status.BUSY,
        User(first, gone): Status.OFFLINE,
        User(first, stranger): Status.OFFLINE,
        User(first, away): Status.OFFLINE,
        User(second, away): Status.AWAY,
        User(second, free): Status.OFFLINE,
    }
    assert await available(redis, []) == set()


async def test_another_company_sees_nobody(as_user: AsUser, redis: Redis, company_id: UUID) -> None:
    await _connect(redis, company_id, uuid7())
    other = as_user("agent", company_id=uuid7())
    assert (await other.get("/api/v1/presence")).json()["items"] == []


_IDS = st.uuids()
_MARKS = st.builds(Mark, _IDS, _IDS, st.booleans(), st.integers(0, 2**40).map(lambda ms: ms / 1000))


@given(st.lists(_MARKS, max_size=5))
@example([Mark(UUID(int=1), UUID(int=2), False, 33624477.363)])  # Its milliseconds are no whole float.
def test_marks_are_stored_as_they_are(marks: list[Mark]) -> None:
    packed = pack(marks)
    assert list(unpack(packed)) == marks
    assert len(packed) == PACKED_BYTES * len(marks)
    assert list(unpack(packed + b"half a mark")) == marks


@given(st.lists(_MARKS, max_size=20), st.dictionaries(_IDS, st.floats(0, 2e9), max_size=9), st.floats(0, 2e9))
def test_what_is_known_changes_only_when_something_ends(
    marks: list[Mark], here: dict[UUID, float], now: float
) -> None:
    known = Known(here=here, marks=tuple(marks))
    ends = known.ends_at(now)
    assert ends > now
    if ends != float("inf"):
        just_before = (now + ends) / 2
        if now < just_before < ends:
            assert known.statuses(just_before) == known.statuses(now)
            assert known.attendances(just_before) == known.attendances(now)
        assert (known.statuses(ends), known.attendances(ends)) != (
            known.statuses(now),
            known.attendances(now),
        ) or marks
