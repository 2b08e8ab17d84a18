"""Refusals of tickets and replies: one code, and the words of the reader."""

from typing import Any

import pytest

from atende_contracts.ids import uuid7
from atende_platform.testing.plugin import AsUser

SHORT = {"kind": "text", "body": "x"}
LONG = {"kind": "text", "body": "x" * 4097}


@pytest.mark.parametrize(
    ("body", "status", "code", "words"),
    [
        (
            {"text": "x", "content": SHORT},
            422,
            "text_or_content",
            ("Informe text ou content.", "Give either text"),
        ),
        (
            {"content": LONG},
            422,
            "too_many_characters",
            ("Pode ter no máximo 4096", "Must have 4096 characters"),
        ),
        (
            {"content": {"kind": "poll"}},
            422,
            "union_tag_invalid",
            ("O campo 'kind' deve ser", "Input tag 'poll'"),
        ),
        (
            {"text": "x", "replyTo": str(uuid7())},
            422,
            "message_unknown",
            ("Não existe esta", "There is no such"),
        ),
        ({"text": "\0"}, 422, "not_storable", ("não pode ", "must not contain U+0000")),
    ],
)
async def test_what_is_wrong_with_a_reply_in_both_languages(
    as_user: AsUser, ticket: dict[str, Any], body: Any, status: int, code: str, words: tuple[str, str]
) -> None:
    url = f"/api/v1/tickets/{ticket['id']}/messages"
    params = []
    for language, beginning in zip(("pt", "en"), words, strict=True):
        response = await as_user("agent").post(
            url, json={"clientMessageId": str(uuid7()), **body}, headers={"Accept-Language": language}
        )
        [error] = response.json()["errors"]
        assert (response.status_code, error["code"]) == (status, code), response.text
        assert error["message"].startswith(beginning)
        params.append(error["params"])
    assert params[0] == params[1]


async def test_a_closed_ticket_says_so_in_both_languages(as_user: AsUser, ticket: dict[str, Any]) -> None:
    http = as_user("owner")
    assert (await http.post(f"/api/v1/tickets/{ticket['id']}/close")).status_code == 200
    for language, detail in (("pt", "O ticket está fechado."), ("en", "The ticket is closed.")):
        response = await http.post(
            f"/api/v1/tickets/{ticket['id']}/messages",
            json={"text": "x", "clientMessageId": str(uuid7())},
            headers={"Accept-Language": language},
        )
        problem = response.json()
        assert (response.status_code, problem["code"], problem["detail"]) == (409, "ticket-closed", detail)
