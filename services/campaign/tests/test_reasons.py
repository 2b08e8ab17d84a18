"""What users read is a code with parameters: the same one in both languages, with the words of each."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from atende_contracts.channels import CompanyChangedV1

if TYPE_CHECKING:
    from conftest import World

PT = {"Accept-Language": "pt-BR"}
EN = {"Accept-Language": "en"}


@pytest.mark.parametrize(
    ("path", "body", "code", "params", "words"),
    [
        (
            "/api/v1/campaigns/{campaign}/pause",
            {},
            "illegal-action",
            {"state": "draft", "action": "pause", "allowed": ["start"]},
            ("Uma campanha no estado draft", "A campaign that is draft"),
        ),
        ("/api/v1/campaigns/{campaign}/start", {}, "no-targets", {}, ("Acrescente", "Add targets")),
    ],
)
async def test_a_refusal_has_one_code_and_the_words_of_the_reader(
    world: World, path: str, body: Any, code: str, params: dict[str, Any], words: tuple[str, str]
) -> None:
    url = path.format(campaign=await world.draft([]))
    for headers, beginning in zip((PT, EN), words, strict=True):
        response = await world.http.post(url, json=body, headers=headers)
        problem = response.json()
        assert (response.status_code, problem["code"], problem["params"]) == (409, code, params)
        assert problem["detail"].startswith(beginning)
        assert response.headers["content-language"] == headers["Accept-Language"][:2]


@pytest.mark.parametrize(
    ("change", "field", "code", "words"),
    [
        ({"timeZone": "Sao_Paulo"}, "timeZone", "not_a_time_zone", ("deve ser um fuso", "must be an IANA")),
        (
            {"message": "x", "media": None, "template": None, "name": ""},
            "name",
            "string_too_short",
            ("Deve ter", "String"),
        ),
        (
            {"type": "monthly"},
            "type",
            "literal_error",
            ("Deve ser um destes: 'broadcast'", "Input should be"),
        ),
        (
            {"cron": "* * * * *", "type": "recurring"},
            "cron",
            "cron_too_often",
            ("A expressão cron", "The cron"),
        ),
        ({"cron": "@daily", "type": "recurring"}, "cron", "cron_fields", ("A expressão cron", "The cron")),
        (
            {"type": "scheduled"},
            "scheduledAt",
            "scheduled_needs_time",
            ("scheduledAt: uma", "scheduledAt: a"),
        ),
        (
            {"channelId": "x"},
            "channelId",
            "uuid_parsing",
            ("Deve ser um UUID", "Input should be a valid UUID"),
        ),
    ],
)
async def test_what_is_wrong_with_a_campaign_is_a_code_too(
    world: World, change: dict[str, Any], field: str, code: str, words: tuple[str, str]
) -> None:
    body = {"name": "x", "type": "broadcast", "message": "Oi", "channelId": str(world.channel_id)} | change
    params = []
    for headers, beginning in zip((PT, EN), words, strict=True):
        response = await world.http.post("/api/v1/campaigns", json=body, headers=headers)
        [error] = response.json()["errors"]
        assert (response.status_code, error["field"], error["code"]) == (422, field, code)
        assert error["message"].startswith(beginning)
        params.append(error["params"])
    assert params[0] == params[1]


async def test_why_a_campaign_moved_is_a_code_with_the_words_of_both_languages(world: World) -> None:
    campaign_id = await world.running(await world.contacts(1))
    suspended = CompanyChangedV1(company_id=world.company_id, name="Acme", suspended=True, revision=5)
    await world.handle([suspended])
    reason = {
        "code": "company_suspended",
        "params": {},
        "pt": "A empresa está suspensa.",
        "en": "The company is suspended.",
    }
    shown = (await world.http.get(f"/api/v1/campaigns/{campaign_id}")).json()
    assert (shown["failure"], shown["failureReason"]) == (reason["en"], reason)
    history = (await world.http.get(f"/api/v1/campaigns/{campaign_id}/history")).json()["items"]
    assert [(move["reason"], move["reasonWords"]) for move in history[-2:]] == [
        (None, None),
        (reason["en"], reason),
    ]
    resumed = await world.act(campaign_id, "resume")
    assert (resumed["failure"], resumed["failureReason"]) == (None, None)


@pytest.mark.parametrize(
    ("sentence", "code", "params", "pt"),
    [
        (
            "31% of the last 52 messages failed.",
            "messages_failed",
            {"percent": 31, "count": 52},
            "31% das últimas 52 mensagens falharam.",
        ),
        (
            "132015: WhatsApp has paused the template for low quality.",
            "template_paused",
            {"errorCode": 132015},
            "O WhatsApp pausou o modelo por baixa qualidade.",
        ),
        ("It rains {percent}.", "other", {"text": "It rains {percent}."}, "It rains {percent}."),
    ],
)
async def test_a_sentence_that_the_version_before_stored_is_known_again(
    world: World, sentence: str, code: str, params: dict[str, Any], pt: str
) -> None:
    """While both run, that one writes the sentence alone, beside what this one wrote earlier."""
    campaign_id = await world.draft([])
    for stale in (
        None,
        {"code": "company_suspended", "params": {}},
        {"code": "of_tomorrow", "params": {"x": 1}},
    ):
        await world.sql(
            "UPDATE campaigns SET failure = :sentence, failure_reason = CAST(:stale AS jsonb)",
            sentence=sentence,
            stale=stale and json.dumps(stale),
        )
        shown = (await world.http.get(f"/api/v1/campaigns/{campaign_id}")).json()["failureReason"]
        assert (shown["code"], shown["params"], shown["pt"]) == (code, params, pt)
    await world.sql("UPDATE campaigns SET failure = NULL")
    assert (await world.http.get(f"/api/v1/campaigns/{campaign_id}")).json()["failureReason"] is None
