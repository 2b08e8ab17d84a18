"""How a person wants the console."""

from typing import Any, Final

import pytest
from auth_people import Enter

PATH: Final = "/api/v1/auth/me/preferences"
DEFAULTS: Final = {
    "language": None,
    "theme": "system",
    "density": "comfortable",
    "enterSends": True,
    "singleKeys": True,
    "afterClosing": "next",
    "sound": "mine",
    "volume": 60,
    "notifications": "off",
}


async def test_preferences_are_kept_and_what_is_absent_stays(enter: Enter) -> None:
    owner = await enter()
    assert (await owner.http.get(PATH)).json() == DEFAULTS
    first = {"theme": "dark", "language": "en", "volume": 0}
    assert (await owner.http.patch(PATH, json=first)).json() == DEFAULTS | first
    second = {"language": None, "enterSends": False}
    changed = await owner.http.patch(PATH, json=second)
    assert changed.status_code == 200
    assert changed.json() == DEFAULTS | first | second
    assert (await owner.http.get(PATH)).json() == changed.json()


async def test_preferences_belong_to_the_person_and_to_nobody_else(enter: Enter) -> None:
    owner = await enter()
    agent = await enter("bia@padaria.example", "agent", adds=owner)
    await owner.http.patch(PATH, json={"theme": "dark"})
    branch = (await owner.http.post("/api/v1/auth/companies", json={"name": "Filial"})).json()
    there = await owner.http.get(PATH, headers={"Authorization": f"Bearer {branch['accessToken']}"})
    assert there.json()["theme"] == "dark"
    assert (await agent.http.get(PATH)).json() == DEFAULTS


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("language", "fr"),
        ("theme", "pink"),
        ("theme", None),
        ("volume", 101),
        ("volume", -1),
        ("enterSends", None),
        ("sound", "everybody"),
        ("fontSize", 12),
    ],
)
async def test_what_is_no_preference_is_refused(enter: Enter, field: str, value: Any) -> None:
    owner = await enter()
    answer = await owner.http.patch(PATH, json={field: value})
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert (await owner.http.get(PATH)).json() == DEFAULTS
