"""What users, queues and tags are called, in answers and in files."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    from conftest import Company, Tell

from atende_contracts.ids import uuid7
from atende_contracts.permissions import Role
from atende_platform.testing.plugin import AsUser

from .reports import REPORTS, get

DAY = {"from": "2026-11-27", "to": "2026-11-27"}


async def names(as_user: AsUser, path: str, id_: str, **query: Any) -> dict[str | None, str | None]:
    items = (await get(as_user(Role.VIEWER, **query), path, **DAY))["items"]
    return {item[id_]: item["name"] for item in items}


async def test_agents_and_queues_have_the_newest_name_however_it_was_heard(
    as_user: AsUser, tell: Tell, company: Company
) -> None:
    agent, unknown, queue = uuid7(), uuid7(), uuid7()
    await tell(
        company.ticket(uuid7(), assignee_id=agent, queue_id=queue),
        company.ticket(uuid7(), assignee_id=unknown),
        company.ticket(uuid7()),
    )
    assert await names(as_user, "/agents", "agentId") == {str(agent): None, str(unknown): None, None: None}
    await tell(
        company.user(agent, "Bia Souza", revision=3, state="disabled"), company.user(agent, "Bia", revision=2)
    )
    await tell(company.user(agent, "B", revision=1))
    await tell(company.queue(queue, "Vendas"))
    await tell(company.queue(queue, "Comercial", revision=2, deleted=True))
    assert await names(as_user, "/agents", "agentId") == {
        str(agent): "Bia Souza",
        str(unknown): None,
        None: None,
    }
    assert await names(as_user, "/queues", "queueId") == {str(queue): "Comercial", None: None}


async def test_another_companys_names_do_not_meet(
    as_user: AsUser, tell: Tell, company: Company, another: Callable[..., Company]
) -> None:
    """Ids are unique by agreement only."""
    twin, agent = another(uuid7()), uuid7()
    await tell(company.user(agent, "Bia"), twin.user(agent, "Theirs"))
    for each in (company, twin):
        await tell(each.ticket(uuid7(), assignee_id=agent))
    assert await names(as_user, "/agents", "agentId") == {str(agent): "Bia"}
    assert await names(as_user, "/agents", "agentId", company_id=twin.id) == {str(agent): "Theirs"}


async def test_files_begin_with_whose_figures_they_are_and_run_no_formula(
    as_user: AsUser, tell: Tell, company: Company
) -> None:
    agent, queue, tag = uuid7(), uuid7(), uuid7()
    await tell(company.user(agent, "=1+1" + "a" * 2000))
    await tell(company.tag(tag, "Entrega"))
    await tell(company.queue(queue, "Ven\x00das"))
    await tell(company.ticket(uuid7(), assignee_id=agent, queue_id=queue, tag_ids=[tag]))
    for path, id_, value in (
        ("agents", "agentId", agent),
        ("queues", "queueId", queue),
        ("tags", "tagId", tag),
    ):
        answer = await as_user().get(f"{REPORTS}/{path}/export", params=DAY)
        assert answer.status_code == 200, answer.text
        table = csv.DictReader(io.StringIO(answer.text))
        assert table.fieldnames is not None
        assert table.fieldnames[:3] == [id_, "name", "opened"]
        [row] = table
        assert UUID(row[id_]) == value
        assert row["name"] in {"'=1+1" + "a" * 996, "Ven\ufffddas", "Entrega"}
    days = await as_user().get(f"{REPORTS}/daily/export", params=DAY)
    assert days.text.startswith("day,inbound,")
