"""Companies choose by which words people leave and come back, and what they are answered: once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from atende_contracts.audit import AuditRecordedV1
from atende_contracts.channels import CompanyChangedV1
from atende_contracts.event import Party
from atende_contracts.ids import uuid7
from atende_contracts.messages import MessageReceivedV1, NoticeSendRequestedV1, Reply
from atende_contracts.permissions import Role
from atende_platform.data.db import now
from atende_platform.testing.plugin import AsUser

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
    assert {"parar", "stop", "sair"} <= set(before["leave"])
    assert (before["confirmLeave"], before["confirmReturn"]) == (None, None)
    shown = await choose(world, leave=["CHÉGA  já!", "chega ja"])
    assert shown["leave"] == ["chega ja"]
    assert (await as_user(Role.OWNER, company_id=uuid7()).get(PATH)).json() == before

    await world.handle([world.message(ANA, "Sair")])
    assert await out(world) == 0
    await world.handle([world.message(ANA, "chega, já")])
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
        await world.handle(batch)

    told = await world.published(NoticeSendRequestedV1)
    assert [event.content.body for event in told if event.content.kind == "text"] == [
        shown["confirmLeave"]["text"],
        "Bem-vinda!",
    ]
    assert {(event.channel_id, event.recipient) for event in told} == {(world.channel_id, ANA)}


@pytest.mark.parametrize(
    ("locale", "leave", "left", "back", "returned"),
    [
        (
            "pt-BR",
            "Sair",
            "receberá mais nossas campanhas. Para voltar, responda ",
            "VOLTAR A RECEBER",
            "SAIR.",
        ),
        ("en-US", "UNSUBSCRIBE", "no more campaigns from us. To come back, reply ", "START", "STOP."),
        ("es-MX", "Baja", "recibirá nuestras campañas. Para volver, responda ", "VOLVER A RECIBIR", "BAJA."),
    ],
)
async def test_three_languages_are_understood_and_the_answers_tell_the_way_back(
    world: World, locale: str, leave: str, left: str, back: str, returned: str
) -> None:
    company = CompanyChangedV1(company_id=world.company_id, name="Loja", locale=locale, revision=1)
    await world.handle([company])
    defaults = (await world.http.get(PATH)).json()
    await choose(world, **{**defaults, "confirmLeave": {}, "confirmReturn": {}})
    seconds = (now() - world.noon).total_seconds() - 60
    for word, is_out in ((leave, 1), (back, 0)):
        seconds += 1
        await world.handle([world.message(ANA, word, seconds=seconds)])
        assert await out(world) == is_out
    told = [event.content for event in await world.published(NoticeSendRequestedV1)]
    goodbye, welcome = (text.body for text in told if text.kind == "text")
    assert goodbye.endswith(f"{left}{back}.")
    assert welcome.endswith(returned)


async def test_an_answer_of_the_companys_own_gets_the_way_back_that_it_lacks(world: World) -> None:
    own = await choose(world, confirmLeave={"text": "Até mais!"}, confirmReturn={"text": "Oi! Cansou? PARAR"})
    assert own["confirmLeave"]["text"] == "Até mais! Para voltar, responda VOLTAR."
    assert own["confirmReturn"]["text"] == "Oi! Cansou? PARAR"
    nowhere = await choose(world, **{"return": [], "confirmLeave": {}})
    assert nowhere["confirmLeave"]["text"].endswith("Para voltar, peça à nossa equipe.")
    long = await world.http.put(
        PATH, json={"leave": ["parar"], "return": ["voltar"], "confirmLeave": {"text": "x" * 990}}
    )
    assert long.status_code == 422
    assert long.json()["errors"][0]["field"] == "confirmLeave.text"


# --- who speaks for themselves ---------------------------------------------------------------


def said(world: World, kind: str, text: str | None, sender: Party = ANA, **fields: Any) -> MessageReceivedV1:
    return world.message(sender, "", seconds=1).model_copy(update={"kind": kind, "text": text, **fields})


def quick_reply(
    world: World, text: str, payload: str | None = None, sender: Party = ANA
) -> MessageReceivedV1:
    return said(world, "button", text, sender, reply=Reply(title=text, payload=payload or text))


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("interactive", {"reply": Reply(id="sair", title="Sair")}),  # A button or a row of a list.
        ("interactive", {"content": {"interactive": {"type": "nfm_reply"}}}),
        ("order", {}),
        ("system", {}),
        ("location", {}),
        ("reaction", {"target": "wamid.1"}),
        ("unsupported", {}),
        ("text", {"group_id": "120363"}),
    ],
)
async def test_what_people_do_not_say_to_the_company_themselves_moves_nobody(
    world: World, kind: str, fields: dict[str, Any]
) -> None:
    await choose(world, leave=["sair"], **{"return": ["voltar"]})
    await world.handle([said(world, kind, "Sair", **fields)])
    assert await out(world) == 0
    await world.handle([world.message(ANA, "sair", seconds=2)])
    back = said(world, kind, "Voltar", sent_at=now(), **fields)
    await world.handle([back])
    assert await out(world) == 1


@pytest.mark.parametrize("kind", ["text", "image", "video", "document", "edit"])
async def test_a_message_and_a_caption_are_the_persons_own_words(world: World, kind: str) -> None:
    await world.handle([said(world, kind, "SAIR")])
    assert await out(world) == 1


async def test_a_reminders_buttons_are_no_wish_unless_the_company_says_so(world: World) -> None:
    for text, payload in (
        ("Cancelar", "cancelar"),
        ("Voltar", "voltar"),
        ("Remover", "R1"),
        ("Confirmar", "OK"),
    ):
        await world.handle([quick_reply(world, text, payload)])
    assert await out(world) == 0
    await choose(world, leave=["cancelar", "opt_out_42"])
    await world.handle([quick_reply(world, "Cancelar", "R1")])
    await world.handle([quick_reply(world, "Chega", "OPT_OUT_42", Party(wa_id="5511987650000"))])
    assert await out(world) == 2


@pytest.mark.parametrize(
    "label", ["Stop promotions", "Parar promoções", "Interromper promoções", "Detener promociones"]
)
async def test_metas_own_button_counts_whatever_the_company_chose(world: World, label: str) -> None:
    await choose(world, leave=["chega"])
    await world.handle([quick_reply(world, label)])
    assert await out(world) == 1


async def test_spanish_words_count_where_spanish_is_spoken(world: World) -> None:
    brazilian, mexican, hidden = (
        Party(wa_id="5511987650001"),
        Party(wa_id="5215512345678"),
        Party(bsuid="AR.1"),
    )
    assert "baja" not in (await world.http.get(PATH)).json()["leave"]
    everybody = [world.message(person, "Baja") for person in (brazilian, mexican, hidden)]
    await world.handle(everybody)
    shown = (await world.http.get("/api/v1/opt-outs")).json()["items"]
    assert sorted(item["phone"] or "" for item in shown) == ["", "+525512345678"]

    spanish_number = await world.channel(channel_id=uuid7(), display_phone="+54 9 11 2345-6789")
    await world.handle([world.message(brazilian, "baja", channel_id=spanish_number)])
    assert await out(world) == 3
    await world.handle([world.message(Party(wa_id="5511987650002"), "baja")])
    assert await out(world) == 3
    company = CompanyChangedV1(company_id=world.company_id, name="Tienda", locale="es-CO", revision=1)
    await world.handle([company])
    assert "baja" in (await world.http.get(PATH)).json()["leave"]
    await world.handle([world.message(Party(wa_id="5511987650002"), "baja")])
    assert await out(world) == 4


async def test_nobody_is_answered_late_or_who_was_not_out(world: World) -> None:
    await choose(world, confirmLeave={}, confirmReturn={})
    await world.handle([world.message(ANA, "parar")])  # Days ago.
    recent = (now() - world.noon).total_seconds()
    await world.handle([world.message(Party(wa_id="5511987650000"), "voltar", seconds=recent)])
    assert await out(world) == 1
    assert await world.published(NoticeSendRequestedV1) == []
