"""Companies choose by which words people leave and come back, and what they are answered: once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from atende_contracts.audit import AuditRecordedV1
from atende_contracts.channels import CompanyChangedV1
from atende_contracts.event import Party
from atende_contracts.ids import uuid7
from atende_contracts.messages import NoticeSendRequestedV1
from atende_platform.db import now
from atende_platform.permissions import Role
from atende_platform.testing import AsUser

if TYPE_CHECKING:
    from conftest import World

PATH = "/api/v1/opt-outs/settings"
ANA = Party(wa_id="5511987654321")


async def choose(world: World, **body: Any) -> dict[str, Any]:
    response = await world.http.put(PATH, json={"leave": ["parar"], "return": ["voltar"], **body})
    assert response.status_code == 200, response.text
    shown: dict[str, Any] = response.json()
    return shown


async def out(world: World) -> int:
    return len((await world.http.get("/api/v1/opt-outs")).json()["items"])


async def test_chosen_keywords_replace_the_defaults_of_one_company(world: World, as_user: AsUser) -> None:
    before = (await world.http.get(PATH)).json()
    assert {"parar", "stop", "baja"} <= set(before["leave"])
    assert (before["confirmLeave"], before["confirmReturn"]) == (None, None)
    shown = await choose(world, leave=["CHÉGA  já!", "chega ja"])
    assert shown["leave"] == ["chega ja"]
    assert (await as_user(Role.OWNER, company_id=uuid7()).get(PATH)).json() == before

    await world.handlers.on_messages([world.message(ANA, "Sair")])
    assert await out(world) == 0
    await world.handlers.on_messages([world.message(ANA, "chega, já")])
    assert await out(world) == 1
    await choose(world, leave=["chega ja"])
    told = [event for event in await world.published(AuditRecordedV1) if event.object_type != "opt-out"]
    assert [(event.action, event.details) for event in told] == [
        ("opt-out-settings.changed", {"fields": "leave, back"})
    ]
    assert (await as_user(Role.AGENT).put(PATH, json=shown)).status_code == 403


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"leave": []}, "leave"),
        ({"leave": ["!!!"]}, "leave"),
        ({"leave": ["x" * 41]}, "leave.0"),
        ({"return": [str(number) for number in range(51)]}, "return"),
        ({"return": ["Parár"]}, "body"),
        ({"confirmLeave": {"text": "x" * 1001}}, "confirmLeave.text"),
    ],
)
async def test_what_is_wrong_with_keywords_is_named(world: World, body: dict[str, Any], field: str) -> None:
    response = await world.http.put(PATH, json={"leave": ["parar"], "return": [], **body})
    assert response.status_code == 422
    assert response.json()["errors"][0]["field"] == field


async def test_who_is_moved_by_a_keyword_is_answered_once(world: World) -> None:
    shown = await choose(world, confirmLeave={}, confirmReturn={"text": "Bem-vinda!"})
    assert shown["confirmLeave"]["text"].endswith("responda VOLTAR.")
    seconds = (now() - world.noon).total_seconds() - 60
    leaving, again = (world.message(ANA, "parar", seconds=seconds + late) for late in (0, 1))
    back = world.message(ANA, "voltar", seconds=seconds + 2)
    for batch in ([leaving], [leaving], [again], [back], [back, leaving, again]):
        await world.handlers.on_messages(batch)

    told = await world.published(NoticeSendRequestedV1)
    assert [event.content.body for event in told if event.content.kind == "text"] == [
        shown["confirmLeave"]["text"],
        "Bem-vinda!",
    ]
    assert {(event.channel_id, event.recipient) for event in told} == {(world.channel_id, ANA)}


@pytest.mark.parametrize(
    ("locale", "leave", "left", "back", "returned"),
    [
        ("pt-BR", "Sair", "Pronto: você não receberá", "voltar", "Pronto: você voltará"),
        ("en-US", "UNSUBSCRIBE", "Done: you will get no more", "start", "Done: you will get our"),
        ("es-MX", "Baja", "Listo: ya no recibirá", "alta", "Listo: volverá"),
    ],
)
async def test_three_languages_are_understood_and_answered_in_the_companys(
    world: World, locale: str, leave: str, left: str, back: str, returned: str
) -> None:
    company = CompanyChangedV1(company_id=world.company_id, name="Loja", locale=locale, revision=1)
    await world.handlers.on_companies([company])
    defaults = (await world.http.get(PATH)).json()
    await choose(world, **{**defaults, "confirmLeave": {}, "confirmReturn": {}})
    seconds = (now() - world.noon).total_seconds() - 60
    for word, is_out in ((leave, 1), (back, 0)):
        seconds += 1
        await world.handlers.on_messages([world.message(ANA, word, seconds=seconds)])
        assert await out(world) == is_out
    told = [event.content for event in await world.published(NoticeSendRequestedV1)]
    assert [text.body.startswith(begin) for text, begin in zip(told, (left, returned), strict=True)] == [
        True,
        True,
    ]


async def test_nobody_is_answered_late_or_who_was_not_out(world: World) -> None:
    await choose(world, confirmLeave={}, confirmReturn={})
    await world.handlers.on_messages([world.message(ANA, "parar")])  # Days ago.
    recent = (now() - world.noon).total_seconds()
    await world.handlers.on_messages([world.message(Party(wa_id="5511987650000"), "voltar", seconds=recent)])
    assert await out(world) == 1
    assert await world.published(NoticeSendRequestedV1) == []
