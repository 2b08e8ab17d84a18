"""Segments follow a tag of contacts to its new name."""

from typing import Any

from conftest import World
from hypothesis import given
from hypothesis import strategies as st

from atende_contracts.contacts import ContactTagChangedV1
from atende_contracts.event import Party
from atende_contracts.ids import uuid7
from campaign.domain.retagging import retagged

_LEAVES = st.sampled_from(["a", "b", "c"]).map(lambda tag: {"tag": tag}) | st.just(
    {"field": "a", "equals": "a"}
)
_FILTERS: Any = st.recursive(
    _LEAVES,
    lambda inner: (
        st.fixed_dictionaries({"not": inner})
        | st.lists(inner, min_size=1, max_size=3).map(lambda all_: {"and": all_})
        | st.lists(inner, min_size=1, max_size=3).map(lambda any_: {"or": any_})
    ),
    max_leaves=8,
)


def _fits(wanted: Any, tags: set[str]) -> bool:
    match wanted:
        case {"tag": tag}:
            return tag in tags
        case {"not": inner}:
            return not _fits(inner, tags)
        case {"and": parts}:
            return all(_fits(part, tags) for part in parts)
        case {"or": parts}:
            return any(_fits(part, tags) for part in parts)
        case _:
            return False


@given(_FILTERS, st.sets(st.sampled_from(["a", "b", "c"])))
def test_the_same_people_are_found_before_and_after(wanted: Any, tags: set[str]) -> None:
    """As long as the new name was nobody's before."""
    renamed = {"x" if tag == "a" else tag for tag in tags}
    begun = retagged(wanted, "a", "x", done=False)
    assert retagged(begun, "a", "x", done=False) == begun, "safe to repeat"
    assert _fits(begun, tags) == _fits(begun, renamed) == _fits(wanted, tags)
    done = retagged(begun, "a", "x", done=True)
    assert _fits(done, renamed) == _fits(wanted, tags)
    assert '"a"' not in str(done).replace("'", '"').replace('"field": "a"', "").replace('"equals": "a"', "")


async def test_saved_segments_and_audiences_follow(world: World) -> None:
    person = world.contact(Party(phone="+5511988880001"), tags=["vip"])
    await world.handle([person])
    body = {"name": "VIPs", "filter": {"and": [{"tag": "vip"}, {"not": {"tag": "novo"}}]}}
    segment = (await world.http.post("/api/v1/segments", json=body)).json()
    path = f"/api/v1/segments/{segment['id']}"
    begun = ContactTagChangedV1(company_id=world.company_id, old="vip", new="ouro")
    foreign = begun.model_copy(update={"id": uuid7(), "company_id": uuid7(), "new": "x"})

    async def found() -> int:
        return int((await world.http.get(f"{path}/estimate")).json()["contacts"])

    await world.handle([foreign, begun])
    assert await found() == 1
    moved = person.model_copy(update={"id": uuid7(), "revision": 2, "tags": ["ouro"]})
    await world.handle([moved])
    assert await found() == 1
    await world.handle([begun.model_copy(update={"id": uuid7(), "done": True})])
    assert await found() == 1
    assert (await world.http.get(path)).json()["filter"] == {
        "and": [{"tag": "ouro"}, {"not": {"tag": "novo"}}]
    }
