"""The list of who gets no broadcasts, as a file."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

import pytest

from atende_contracts.audit import AuditRecordedV1
from atende_contracts.contacts import ContactOptOutChangedV1
from atende_contracts.event import Party
from atende_contracts.ids import uuid7
from atende_platform.testing.plugin import AsUser
from campaign.repository.opt_out_imports import REJECTS
from campaign.service.opt_out_files import MAX_PROBLEMS

if TYPE_CHECKING:
    from conftest import World

PATH = "/api/v1/opt-outs"


async def bring(world: World, content: str | bytes, *, status: int = 200, **query: Any) -> dict[str, Any]:
    response = await world.http.post(
        f"{PATH}/import", params=query, files={"file": ("saidas.csv", content, "text/csv")}
    )
    assert response.status_code == status, response.text
    answer: dict[str, Any] = response.json()
    return answer


async def exported(world: World, **query: Any) -> list[dict[str, str]]:
    response = await world.http.get(f"{PATH}/export", params=query)
    assert response.status_code == 200, response.text
    assert response.headers["content-disposition"] == 'attachment; filename="opt-outs.csv"'
    text = response.text
    assert text.startswith("\ufeff")
    return list(csv.DictReader(text[1:].splitlines(), delimiter=";"))


async def test_everybody_in_a_file_is_out_and_bad_lines_keep_nobody_in(world: World) -> None:
    await world.handle([world.contact(Party(phone="+5511987654321"))])
    await world.http.post(PATH, json={"phone": "+5511911110000"})
    campaign_id = await world.running(await world.contacts(3))

    answer = await bring(
        world,
        "Nome;Telefone\nAna;(11) 98765-4321\nAna;1187654321\nBia;+5511911110000\nCaio;nenhum\n"
        "Duda;+5511910000000\n",
    )

    assert answer["problems"][0].pop("message")
    assert answer.pop("id")
    assert answer == {
        "columns": [{"column": "Nome", "use": "name"}, {"column": "Telefone", "use": "phone"}],
        "rows": 5,
        "created": 2,
        "updated": 0,
        "duplicates": 2,  # Ana's other spelling, and Bia, who had left before.
        "recorded": 2,
        "already": 2,
        "invalid": 1,
        "problems": [{"line": 5, "kind": "invalid", "field": "phone", "code": "phone_invalid", "params": {}}],
    }
    assert await world.counts(campaign_id) == {"pending": 2, "skipped": 1}
    told = await world.published(ContactOptOutChangedV1)
    assert {event.identity for event in told if event.source == "import"} == {
        "phone:5511987654321",  # Ana's number in both its spellings.
        "phone:551187654321",
        "phone:5511910000000",
    }
    entries = [each for each in await world.published(AuditRecordedV1) if each.action == "opt-outs.imported"]
    assert [entry.details for entry in entries] == [{"recorded": 2, "already": 2, "invalid": 1}]


async def test_a_file_brought_again_changes_nothing_and_who_came_back_leaves_again(world: World) -> None:
    file = "phone\n+5511987654321\n+5511987654322\n"
    await bring(world, file)
    [first, _] = (await world.http.get(PATH)).json()["items"]
    assert (await bring(world, file))["already"] == 2
    history = await world.http.get(f"{PATH}/{first['id']}/history")
    assert len(history.json()["items"]) == 1

    await world.http.delete(f"{PATH}/{first['id']}")
    assert (await bring(world, file))["recorded"] == 1
    assert len((await world.http.get(PATH)).json()["items"]) == 2


async def test_a_file_may_be_for_one_channel(world: World) -> None:
    answer = await bring(world, "phone\n+5511987654321\n", channelId=str(world.channel_id))
    assert answer["recorded"] == 1
    [row] = await exported(world, channelId=str(world.channel_id))
    assert (row["phone"], row["channelId"], row["source"]) == (
        "'+5511987654321",
        str(world.channel_id),
        "import",
    )
    other = await bring(world, "phone\n+5511987654321\n", status=422, channelId=str(uuid7()))
    assert other["errors"][0]["field"] == "channelId"


async def test_what_was_taken_away_can_be_brought_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("campaign.service.opt_out_files._BATCH", 100)
    count = 250  # Several pages and batches.
    phones = [f"+55119{number:08}" for number in range(20_000_000, 20_000_000 + count)]
    assert (await bring(world, "phone\n" + "\n".join(phones)))["recorded"] == count

    rows = await exported(world)
    assert sorted(row["phone"].removeprefix("'") for row in rows) == phones
    file = "phone,id\n" + "".join(f"{row['phone']},{row['id']}\n" for row in rows)
    again = await bring(world, file)
    assert _counts(again) == (count, 0, 0, count, 0)
    assert [row["phone"] for row in await exported(world, phone=phones[7])] == [f"'{phones[7]}"]


def _counts(answer: dict[str, Any]) -> tuple[int, ...]:
    names = ("rows", "created", "updated", "duplicates", "invalid")
    assert answer["rows"] == sum(answer[name] for name in names[1:])
    return tuple(answer[name] for name in names)


async def test_a_list_is_brought_back_as_it_was(world: World) -> None:
    """Of one channel or all, also of people without a phone: nothing is lost, no one is out of more."""
    await bring(world, "phone,bsuid\n+5511987654321,\n,BR.1A2B\n+5215512345678,\n")
    await bring(world, "phone,bsuid\n+5511987654322,\n,BR.3C4D\n", channelId=str(world.channel_id))
    before = await exported(world)
    assert len(before) == 5
    file = (await world.http.get(f"{PATH}/export")).content
    for row in (await world.http.get(PATH)).json()["items"]:
        assert (await world.http.delete(f"{PATH}/{row['id']}")).status_code == 204
    assert await exported(world) == []

    assert _counts(await bring(world, file)) == (5, 5, 0, 0, 0)
    same = ("phone", "bsuid", "channelId", "id")
    assert sorted([row[name] for name in same] for row in await exported(world)) == sorted(
        [row[name] for name in same] for row in before
    )
    assert {row["phone"] for row in before} >= {"'+525512345678"}


async def test_refused_rows_of_a_file_can_be_fetched_corrected_and_sent_again(
    world: World, as_user: AsUser
) -> None:
    data = "nome;telefone;canal\nAna;88887777;x\nBia;11988887777;y\n=1+1;1198887777.0;z\n"
    answer = await bring(world, data.encode("utf-16"))
    assert _counts(answer) == (3, 1, 0, 0, 2)
    path = f"{PATH}/imports/{answer['id']}/rejected"
    file = await world.http.get(path, headers={"Accept-Language": "pt-BR"})
    lines = file.text.split("\r\n")
    assert lines[0] == "\ufeff#linha;#campo;#problema;nome;telefone;canal"
    assert "DDD" in lines[1]
    assert lines[2].endswith(";'=1+1;1198887777.0;z")
    assert _counts(await bring(world, file.text.replace(";8888", ";11 98888"))) == (2, 0, 0, 1, 1)
    problem = (await bring(world, "telefone\n1\n"))["problems"][0]
    assert problem["message"] == "The phone number has too few digits."

    stranger = as_user("owner", company_id=uuid7())
    assert (await stranger.get(path)).status_code == 404
    await world.sql("UPDATE opt_out_imports SET created_at = now() - interval '31 days'")
    async with world.database.worker() as session:
        await REJECTS.purge(session, 10, days=30)
    assert (await world.http.get(path)).status_code == 404
    assert await world.sql("SELECT FROM opt_out_rejects WHERE company_id = :id", id=world.company_id) == []


async def test_refused_rows_are_kept_of_the_latest_files_only(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("atende_platform.files.rejects.KEPT", 2)
    made = [(await bring(world, f"phone\n{number}\n"))["id"] for number in range(3)]
    answers = [await world.http.get(f"{PATH}/imports/{each}/rejected") for each in made]
    assert [(each.status_code, len(each.text.splitlines())) for each in answers[1:]] == [(200, 2)] * 2
    assert answers[0].status_code == 404


async def test_a_row_may_name_its_channel_but_only_one_that_there_is(world: World) -> None:
    rows = f"+5511987654321,{world.channel_id}\n+5511987654322,{uuid7()}\n+5511987654323,x\n"
    answer = await bring(world, f"phone,channelId\n{rows}")
    assert _counts(answer) == (3, 1, 0, 0, 2)
    assert {problem["field"] for problem in answer["problems"]} == {"channelId"}
    [row] = await exported(world)
    assert row["channelId"] == str(world.channel_id)


async def test_a_file_without_phones_or_with_too_many_rows_is_refused_whole(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("campaign.service.opt_out_files.MAX_ROWS", 20)
    for content in ("name\nAna\n", b"\x00\x01", ""):
        refused = await bring(world, content, status=422)
        assert refused["errors"][0]["field"] == "file"
    too_many = "phone\n" + "+5511987654321\n" * 21
    refused = await bring(world, too_many, status=422)
    assert refused["errors"][0]["field"] == "file"
    assert (await world.http.get(PATH)).json()["items"] == []
    assert await exported(world) == []


async def test_of_many_bad_lines_the_first_are_told(world: World) -> None:
    answer = await bring(world, "phone\n" + "nobody\n" * (MAX_PROBLEMS + 5))
    assert (answer["invalid"], len(answer["problems"])) == (MAX_PROBLEMS + 5, MAX_PROBLEMS)


async def test_another_companys_list_is_neither_shown_nor_changed(world: World, as_user: AsUser) -> None:
    await bring(world, "phone\n+5511987654321\n")
    stranger = as_user("owner", company_id=uuid7())
    response = await stranger.get(f"{PATH}/export")
    assert len(response.text.splitlines()) == 1
