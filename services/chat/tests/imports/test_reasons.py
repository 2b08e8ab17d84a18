"""Why rows were refused: a code with parameters, in the words of the reader."""

from collections.abc import Callable
from typing import Any

from atende_platform.testing.plugin import AsUser
from chat.imports.worker import Importer

from .sending import submit

Rows = Callable[..., Any]

FILE = "nome;telefone\nAna;88880001\nBia;11999999999999\n" + "x" * 1001 + ";11988887777\n"
EXPECTED = [
    ("phone", "area_code_missing", {}),
    ("phone", "phone_too_long", {}),
    ("name", "cell_too_long", {"most": 200}),
]


async def _errors(as_user: AsUser, import_id: str, language: str) -> list[dict[str, Any]]:
    response = await as_user("admin").get(
        f"/api/v1/contacts/imports/{import_id}", headers={"Accept-Language": language}
    )
    assert (response.headers["content-language"], response.headers["vary"]) == (
        language[:2],
        "Accept-Language",
    )
    errors: list[dict[str, Any]] = response.json()["errors"]
    return errors


async def test_a_refused_row_has_one_code_and_the_words_of_the_reader(
    as_user: AsUser, importer: Importer
) -> None:
    import_id = await submit(as_user, FILE.encode())
    await importer.run_due()
    portuguese, english = [await _errors(as_user, import_id, each) for each in ("pt-BR", "en")]
    for errors in (portuguese, english):
        assert [(each["field"], each["code"], each["params"]) for each in errors] == EXPECTED
    assert portuguese[2]["message"] == "Isto tem mais de 200 caracteres."
    assert english[2]["message"] == "This has more than 200 characters."


async def test_rows_that_the_version_before_refused_are_known_again(
    as_user: AsUser, importer: Importer, rows: Rows
) -> None:
    import_id = await submit(as_user, FILE.encode())
    await importer.run_due()
    await rows(
        "UPDATE contact_imports SET errors = (SELECT jsonb_agg(e - 'code' - 'params') FROM"
        " jsonb_array_elements(errors) e) || CAST(:other AS jsonb) RETURNING id",
        other='[{"line": 9, "field": "file", "message": "It rains {most}.", "pt": "Chove."}]',
    )
    errors = await _errors(as_user, import_id, "pt")
    assert [(each["field"], each["code"], each["params"]) for each in errors] == [
        *EXPECTED,
        ("file", "other", {"text": "It rains {most}."}),
    ]
    assert [each["message"] for each in errors[2:]] == ["Isto tem mais de 200 caracteres.", "Chove."]
    await rows(
        "UPDATE import_rejects SET reason = CASE line WHEN 2 THEN NULL"
        """ WHEN 3 THEN CAST('{"code": "of_tomorrow", "params": {}}' AS jsonb) ELSE reason END"""
        " RETURNING line"
    )
    file = await as_user("admin").get(
        f"/api/v1/contacts/imports/{import_id}/rejected", headers={"Accept-Language": "pt"}
    )
    first, second, third = file.text.splitlines()[1:]
    assert "Falta o código de área (DDD)" in first
    assert "tem dígitos demais" in second
    assert "Isto tem mais de 200 caracteres." in third
