"""People are found by their names in the index by name, whatever the planner thinks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from atende_contracts.ids import uuid7
from atende_platform.data.db import execute
from campaign.repository.lookups import OPTED_OUT, RECIPIENT_OF, search_by_name

if TYPE_CHECKING:
    from conftest import World

_NAMES = "CAST(ARRAY['phone:5511988880001', 'wa_id:551188880001'] AS text[])"
_OF_CAMPAIGN = RECIPIENT_OF.format(company_id=":company_id", campaign_id=":campaign_id", name="n.name")


@pytest.mark.parametrize(
    ("query", "index"),
    [
        (f"SELECT {OPTED_OUT.format(names=_NAMES)}", "uq_opt_outs_company_id_identity_channel_id"),
        (
            f"SELECT found.send_id FROM unnest({_NAMES}) n (name), LATERAL ({_OF_CAMPAIGN}) found",  # noqa: S608
            "uq_recipients_company_id_campaign_id_identity",
        ),
    ],
)
async def test_each_name_is_one_search(world: World, query: str, index: str) -> None:
    """For a campaign that no statistics know, the index by state seemed as good, and was read as a whole."""
    await world.running(await world.contacts(3))
    named = {"company_id": uuid7(), "channel_id": world.channel_id, "campaign_id": uuid7()}
    asked = {name: value for name, value in named.items() if f":{name}" in query}
    async with world.database.worker() as session:
        await search_by_name(session)
        plan = "\n".join((await execute(session, f"EXPLAIN {query}", **asked)).scalars())
    assert index in plan
    assert "ix_" not in plan
    assert "Seq Scan" not in plan
