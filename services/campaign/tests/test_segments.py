"""Filters: what SQL finds is what they say, of one's own contacts and nobody else's."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from conftest import World
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from atende_contracts.contacts import ContactChangedV1
from atende_contracts.event import Party
from atende_contracts.ids import uuid7
from campaign.models import AudienceSource
from campaign.repository import copies
from campaign.repository.segments import Conditions
from campaign.repository.sources import next_people
from campaign.schemas.audience import Filter, Segment

FILTER: TypeAdapter[Filter] = TypeAdapter(Segment)
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)

tags = st.sampled_from(["vip", "VIP", "são paulo", "'; DROP TABLE campaigns; --", "{a,b}", ":filter_0"])
fields = st.sampled_from(["city", "plano", "x' OR '1'='1", "%", "0"])
values = st.sampled_from(["", "Recife", "recife", "Ação", "AÇÃO", "50%_off", "'", "\\", '"', ":x", "null"])
times = st.integers(-40, 40).map(lambda hours: NOON + timedelta(hours=hours))
seen = st.fixed_dictionaries(
    {},
    optional={
        "before": times.map(datetime.isoformat),
        "after": times.map(datetime.isoformat),
        "withinDays": st.integers(1, 3),
    },
).filter(bool)
leaves = st.one_of(
    st.fixed_dictionaries({"tag": tags}),
    st.fixed_dictionaries({"field": fields, "equals": values}),
    st.fixed_dictionaries({"field": fields, "contains": values.filter(bool)}),
    st.fixed_dictionaries({"field": fields, "exists": st.booleans()}),
    st.fixed_dictionaries({"lastSeen": seen}),
)
filters = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.fixed_dictionaries({"and": st.lists(inner, min_size=1, max_size=3)}),
        st.fixed_dictionaries({"or": st.lists(inner, min_size=1, max_size=3)}),
        st.fixed_dictionaries({"not": inner}),
    ),
    max_leaves=8,
)
contacts = st.lists(
    st.tuples(
        st.lists(tags, max_size=3, unique=True),
        st.dictionaries(fields, values, max_size=3),
        st.none() | times,
    ),
    max_size=8,
)


def holds(node: dict[str, Any], person: tuple[list[str], dict[str, str], datetime | None]) -> bool:
    """Say of one contact, given as tags, fields and last seen, whether a filter is true."""
    has, custom, at = person
    match node:
        case {"and": inner}:
            return all(holds(each, person) for each in inner)
        case {"or": inner}:
            return any(holds(each, person) for each in inner)
        case {"not": inner}:
            return not holds(inner, person)
        case {"tag": tag}:
            return tag in has
        case {"field": name, "equals": value}:
            return custom.get(name) == value
        case {"field": name, "contains": value}:
            return value.lower() in custom.get(name, "").lower()
        case {"field": name, "exists": wanted}:
            return (name in custom) is wanted
        case {"lastSeen": bounds}:
            if at is None:
                return False
            return (
                ("before" not in bounds or at < datetime.fromisoformat(bounds["before"]))
                and ("after" not in bounds or at >= datetime.fromisoformat(bounds["after"]))
                and ("withinDays" not in bounds or at >= NOON - timedelta(days=bounds["withinDays"]))
            )
    raise AssertionError(node)


def depth(node: dict[str, Any]) -> int:
    inner = [each for name in ("and", "or") for each in node.get(name, [])]
    inner += [node["not"]] if "not" in node else []
    return 1 + max(map(depth, inner), default=0)


async def store(world: World, company_id: UUID, people: list[Any]) -> list[UUID]:
    """Make contacts of a company; every other one is known by two names."""
    events = [
        ContactChangedV1(
            company_id=company_id,
            contact_id=uuid7(),
            party=Party(phone=f"+551198888{number:04}", bsuid=f"BR.{number}" if number % 2 else None),
            tags=has,
            custom_fields=custom,
            revision=1,
        )
        for number, (has, custom, _) in enumerate(people)
    ]
    async with world.database.worker() as session:
        if events:
            await copies.apply_contacts(session, events)
        await copies.apply_last_seen(
            session,
            [
                (
                    company_id,
                    f"bsuid:BR.{number}" if number % 4 == 1 else f"phone:551198888{number:04}",
                    world.channel_id,
                    at,
                )
                for number, (_, _, at) in enumerate(people)
                if at
            ],
        )
    return [event.contact_id for event in events]


async def found(world: World, company_id: UUID, node: dict[str, Any] | None, limit: int = 3) -> list[UUID]:
    """Return whom the expansion finds, chunk by chunk."""
    people: list[UUID] = []
    async with world.database.worker() as session:
        source = AudienceSource(
            company_id=company_id, id=uuid7(), campaign_id=uuid7(), kind="segment", filter=node
        )
        while not source.expanded:
            chunk = await next_people(session, source, at=NOON, limit=limit, custom_fields=True)
            people += [person.contact_id for person in chunk if person.contact_id]
    return people


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(people=contacts, node=filters.filter(lambda node: depth(node) <= 5))
async def test_what_sql_finds_is_what_the_filter_says(
    world: World, people: list[Any], node: dict[str, Any]
) -> None:
    company_id = uuid7()
    ids = await store(world, company_id, people)
    await store(world, uuid7(), people)  # Another company's, alike in everything.

    FILTER.validate_python(node)
    expected = [id_ for id_, person in zip(ids, people, strict=True) if holds(node, person)]
    assert await found(world, company_id, node) == expected
    assert await found(world, company_id, None) == ids


def test_nothing_that_users_wrote_is_in_the_statement() -> None:
    conditions = Conditions(NOON)
    text = conditions.of(
        FILTER.validate_python(
            {
                "or": [
                    {"tag": "TAINT"},
                    {"field": "TAINT", "equals": "TAINT"},
                    {"field": "TAINT", "contains": "TAINT"},
                    {"not": {"field": "TAINT", "exists": True}},
                ]
            }
        )
    )
    assert "TAINT" not in text
    assert list(conditions.parameters.values()) == ["TAINT"] * 6


def nested(levels: int) -> dict[str, Any]:
    return {"tag": "vip"} if levels == 1 else {"not": nested(levels - 1)}


@pytest.mark.parametrize(
    "node",
    [
        nested(6),
        {"or": [{"tag": "vip"}] * 51},
        {"or": [{"or": [{"tag": "vip"}] * 26}] * 2},
        {"and": []},
        {"and": {"tag": "vip"}},
        {"and": [{"tag": "vip"}], "or": [{"tag": "vip"}]},
        {"tag": ""},
        {"tag": "x" * 51},
        {"tag": "a\0b"},
        {"tag": "\ud800"},
        {"tag": 7},
        {"field": "city"},
        {"field": "city", "equals": "a", "exists": True},
        {"field": "x" * 51, "exists": True},
        {"field": "city", "contains": ""},
        {"field": "city", "equals": "x" * 1001},
        {"lastSeen": {}},
        {"lastSeen": {"withinDays": 0}},
        {"lastSeen": {"before": "2026-01-01T00:00:00"}},
        {"SQL": "1=1"},
        {},
        [],
        "vip",
        None,
    ],
)
def test_a_filter_that_is_none_is_refused(node: Any) -> None:
    with pytest.raises(ValidationError):
        FILTER.validate_python(node)


def test_a_filter_may_be_as_large_as_it_is_told() -> None:
    FILTER.validate_python(nested(5))
    FILTER.validate_python({"or": [{"or": [{"tag": "vip"}] * 25}] * 2})
