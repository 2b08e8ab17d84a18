"""Links in e-mails lead to pages that exist, work on a phone, and run nothing but their own script."""

import re
from email import message_from_bytes, policy
from html.parser import HTMLParser
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from system import PASSWORD, Company, System, eventually

PAGES: Final = ("registration", "invitation", "password-reset", "email-change", "totp-reset")
REQUESTED: Final = "password-reset-request"
"""The form of the page for a new password when nobody has a link yet."""


class Page(HTMLParser):
    """What of a page matters: its forms with their inputs, what it loads, and what would run inline."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.inline: list[str] = []
        self.loaded: list[str] = []
        self.forms: dict[str, set[str]] = {}
        self.languages: set[str] = set()
        self.labelled: set[str] = set()
        self.inputs: set[str] = set()
        self.viewport = ""
        self._form = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.inline += [name for name in given if name.startswith("on") or name == "style"]
        self.languages.add(given.get("lang", ""))
        match tag:
            case "script":
                self.loaded.append(given.get("src", ""))
            case "style":
                self.inline.append(tag)
            case "link":
                self.loaded.append(given["href"])
            case "meta" if given.get("name") == "viewport":
                self.viewport = given["content"]
            case "form":
                self._form = given.get("data-page", "")
                self.forms[self._form] = set()
            case "input":
                self.forms[self._form].add(given["name"])
                if "hidden" not in given:
                    self.inputs.add(given["id"])
            case "label":
                self.labelled.add(given["for"])


@pytest.mark.parametrize("name", PAGES)
async def test_a_page_runs_and_loads_nothing_but_its_own(system: System, name: str) -> None:
    answer = await system.http.get(f"/{name}")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self';")
    assert "unsafe" not in policy
    page = Page(answer.text)
    assert page.inline == []
    assert page.viewport == "width=device-width, initial-scale=1"
    assert {"pt-BR", "en"} <= page.languages
    assert page.inputs == page.labelled
    assert "/account/account.js" in page.loaded
    for path in page.loaded:
        assert path.startswith("/")
        assert (await system.http.get(path)).status_code == 200


async def test_the_forms_send_what_the_api_takes(system: System) -> None:
    script = (await system.http.get("/account/account.js")).text
    page = Page((await system.http.get("/invitation")).text)
    document = (await system.http.get("/api/docs/auth.json")).json()
    routes = dict(re.findall(r'^  "?([a-z-]+)"?: "(/[a-z/]+)",$', script, re.M))
    assert set(routes) == {*PAGES, REQUESTED} == page.forms.keys() - {""}
    for name, route in routes.items():
        fields = _fields(document, f"/api/v1/auth{route}")
        # A code is sent as that of an app or as a recovery code; the address of an invitation is not sent.
        sent = page.forms[name] - {"code"} - ({"email"} if name == "invitation" else set())
        assert sent <= fields.keys(), name
        assert ("token" in fields) is (name != REQUESTED)
        if "code" in page.forms[name]:
            assert {"totpCode", "recoveryCode"} <= fields.keys()


def _fields(document: dict[str, Any], path: str) -> dict[str, Any]:
    schema = document["paths"][path]["post"]["requestBody"]["content"]["application/json"]["schema"]
    fields: dict[str, Any] = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]][
        "properties"
    ]
    return fields


async def test_the_links_of_e_mails_lead_to_them(system: System, company: Company) -> None:
    invited, changed = (f"{name}-{uuid4().hex}@empresa.test" for name in ("convite", "troca"))
    me = (await company.api.get("/api/v1/auth/me"))["user"]["email"]
    await company.api.post("/api/v1/users/invitations", {"email": invited, "role": "agent"})
    await company.api.post("/api/v1/auth/email", {"email": changed, "password": PASSWORD})
    await company.api.post("/api/v1/auth/password/reset", {"email": me})

    async def links() -> dict[str, str]:
        found: dict[str, str] = {}
        for file in (system.world.settings.directory / "mail").glob("*.eml"):
            mail = message_from_bytes(file.read_bytes(), policy=policy.default)
            if mail["To"] in {invited, changed, me}:
                body = mail.get_body()
                assert body
                found |= {urlsplit(link).path: link for link in re.findall(r"http\S+", body.get_content())}
        assert found.keys() >= {"/invitation", "/email-change", "/password-reset"}
        return found

    for path, link in (await eventually(links)).items():
        assert link.startswith(f"{system.url}/"), link
        assert (await system.http.get(path)).status_code == 200
