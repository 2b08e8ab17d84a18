"""Signing in from a browser, whose refresh token is in a cookie."""

import asyncio
from collections.abc import Awaitable, Callable
from http.cookies import SimpleCookie
from typing import Any, Final

import httpx
import pytest
from auth_people import Enter, Letters, Rows, another_process, bearer

from atende_platform.testing.plugin import Installation
from auth.api.web import COOKIE, PATH

Register = Callable[..., Awaitable[dict[str, Any]]]
EMAIL: Final = "ana@padaria.example"


class Browser:
    """A browser at the console: it keeps the cookie, and names where its page is from."""

    def __init__(self, http: httpx.AsyncClient, cookie: str | None = None) -> None:
        self._http = http
        self.cookie = cookie
        self.origin = str(http.base_url).rstrip("/")

    async def post(
        self, path: str, body: Any = None, *, origin: str | None = "own", token: str | None = None
    ) -> httpx.Response:
        headers = {"Origin": self.origin if origin == "own" else origin} if origin else {}
        if self.cookie:
            headers["Cookie"] = f"{COOKIE}={self.cookie}"
        if token:
            headers["Authorization"] = f"Bearer {token}"
        answer = await self._http.post(f"{PATH}/{path}", json=body or {}, headers=headers)
        if "set-cookie" in answer.headers:
            self.cookie = _cookie(answer).value or None
        self._http.cookies.clear()
        return answer

    def other_tab(self) -> "Browser":
        return Browser(self._http, self.cookie)

    async def sign_in(self, password: str, email: str = EMAIL, **fields: Any) -> dict[str, Any]:
        answer = await self.post("login", {"email": email, "password": password, **fields})
        assert answer.status_code == 200, answer.text
        session: dict[str, Any] = answer.json()
        return session


def _cookie(answer: httpx.Response) -> Any:
    return SimpleCookie(answer.headers["set-cookie"])[COOKIE]


@pytest.fixture
def browser(client: httpx.AsyncClient) -> Browser:
    return Browser(client)


async def test_a_browser_gets_the_refresh_token_in_a_cookie_and_nowhere_else(
    browser: Browser, client: httpx.AsyncClient, register: Register, password: str
) -> None:
    registered = await register()

    answer = await browser.post("login", {"email": EMAIL, "password": password})

    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    cookie = _cookie(answer)
    assert cookie.value.startswith("art_")
    assert cookie.value not in answer.text
    assert "refreshToken" not in answer.text
    assert (cookie["path"], cookie["samesite"], cookie["max-age"]) == (PATH, "strict", str(14 * 24 * 3600))
    assert cookie["secure"]
    assert cookie["httponly"]
    assert cookie["domain"] == ""
    session = answer.json()
    assert (session["tokenType"], session["expiresIn"], session["totpEnabled"]) == ("Bearer", 900, False)
    assert (session["user"], session["company"]) == (registered["user"], registered["company"])
    assert session["companies"] == [
        {"id": session["company"]["id"], "name": "Padaria", "role": "owner", "current": True}
    ]
    assert session["preferences"]["theme"] == "system"
    me = (await client.get("/api/v1/auth/me", headers=bearer(session))).json()
    assert me == {name: session[name] for name in me}
    listed = (await client.get("/api/v1/auth/sessions", headers=bearer(session))).json()["items"]
    assert [one["current"] for one in listed] == [True, False]


async def test_a_page_that_is_loaded_goes_on_with_the_cookie(
    browser: Browser, client: httpx.AsyncClient, register: Register, password: str
) -> None:
    await register()
    signed_in = await browser.sign_in(password)
    before = browser.cookie

    answer = await browser.post("refresh")

    assert answer.status_code == 200
    assert browser.cookie != before
    session = answer.json()
    same = ("user", "company", "companies", "permissions", "preferences", "sessionId")
    assert [session[name] for name in same] == [signed_in[name] for name in same]
    assert (await client.get("/api/v1/auth/me", headers=bearer(session))).status_code == 200


async def test_without_a_cookie_nobody_is_signed_in(browser: Browser) -> None:
    answer = await browser.post("refresh")
    assert (answer.status_code, answer.content) == (204, b"")
    assert "set-cookie" not in answer.headers
    browser.cookie = "art_made-up"
    refused = await browser.post("refresh")
    assert (refused.status_code, refused.json()["code"]) == (401, "invalid-refresh-token")


async def test_tabs_may_refresh_at_once(
    browser: Browser, register: Register, rows: Rows, password: str
) -> None:
    await register()
    await browser.sign_in(password)
    tabs = [browser.other_tab() for _ in range(8)]

    answers = await asyncio.gather(*(tab.post("refresh") for tab in tabs))

    assert {answer.status_code for answer in answers} == {200}
    assert len({tab.cookie for tab in tabs}) == 1
    assert not await rows("SELECT 1 FROM audit_log WHERE action = 'session.revoked'")


async def test_a_tab_that_comes_late_gets_the_newest_successor(
    browser: Browser, register: Register, rows: Rows, password: str
) -> None:
    """One that was exchanged meanwhile would end the session when it is used."""
    await register()
    await browser.sign_in(password)
    late = browser.other_tab()
    for _ in range(3):
        assert (await browser.post("refresh")).status_code == 200

    assert (await late.post("refresh")).status_code == 200
    assert late.cookie == browser.cookie
    # The minute of those before is over; the newest is good.
    await rows("UPDATE refresh_tokens SET used_at = used_at - interval '2 minutes' WHERE used_at IS NOT NULL")
    assert (await late.post("refresh")).status_code == 200


async def test_a_page_that_was_closed_before_the_answer_has_a_minute(
    browser: Browser, register: Register, rows: Rows, password: str
) -> None:
    await register()
    await browser.sign_in(password)
    closed, stolen = browser.other_tab(), browser.other_tab()
    assert (await closed.post("refresh")).status_code == 200
    await rows(
        "UPDATE refresh_tokens SET used_at = used_at - interval '50 seconds' WHERE used_at IS NOT NULL"
    )
    assert (await browser.post("refresh")).status_code == 200

    await rows("UPDATE refresh_tokens SET used_at = used_at - interval '1 minute' WHERE used_at IS NOT NULL")
    refused = await stolen.post("refresh")
    assert (refused.status_code, refused.json()["code"]) == (401, "invalid-refresh-token")
    assert (await browser.post("refresh")).status_code == 401, "thief and owner look the same"
    assert await rows("SELECT 1 FROM audit_log WHERE action = 'session.revoked'")


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "null",
        "https://evil.example",
        "http://auth.test.evil.example",
        "http://auth.test:81",
        "auth.test",
    ],
)
@pytest.mark.parametrize("path", ["login", "refresh", "logout", "register"])
async def test_pages_of_other_sites_are_refused(
    browser: Browser, register: Register, password: str, origin: str | None, path: str
) -> None:
    await register()
    await browser.sign_in(password)
    cookie = browser.cookie
    bodies = {
        "login": {"email": EMAIL, "password": password},
        "register": {"companyName": "X", "name": "X", "email": "x@x.example", "password": password},
    }

    answer = await browser.post(path, bodies.get(path), origin=origin and origin.format(browser.origin))

    assert (answer.status_code, answer.json()["code"]) == (403, "origin-refused")
    assert browser.cookie == cookie
    assert (await browser.post("refresh")).status_code == 200


async def test_the_console_may_be_at_an_address_of_its_own(
    browser: Browser, register: Register, password: str
) -> None:
    await register()
    body = {"email": EMAIL, "password": password}
    assert (await browser.post("login", body, origin="https://console.example")).status_code == 200
    assert (await browser.post("login", body, origin="http://console.example")).status_code == 403


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", None])
@pytest.mark.parametrize("path", ["refresh", "logout"])
async def test_what_a_form_can_send_is_not_taken(
    browser: Browser,
    client: httpx.AsyncClient,
    register: Register,
    password: str,
    path: str,
    content_type: str | None,
) -> None:
    await register()
    await browser.sign_in(password)
    headers = {"Origin": browser.origin, "Cookie": f"{COOKIE}={browser.cookie}"}
    if content_type:
        headers["Content-Type"] = content_type
    answer = await client.post(f"{PATH}/{path}", content=b"{}", headers=headers)
    assert answer.status_code == 415
    assert "set-cookie" not in answer.headers


async def test_signing_out_ends_the_session_and_the_cookie(
    browser: Browser, register: Register, rows: Rows, password: str
) -> None:
    await register()
    session = await browser.sign_in(password)
    other_tab = browser.other_tab()
    # With a token that was exchanged meanwhile by another tab, too.
    assert (await other_tab.post("refresh")).status_code == 200

    answer = await browser.post("logout")

    assert answer.status_code == 204
    assert browser.cookie is None
    assert _cookie(answer)["path"] == PATH
    assert (await other_tab.post("refresh")).status_code == 401
    [row] = await rows("SELECT object_id FROM audit_log WHERE action = 'session.ended'")
    assert str(row.object_id) == session["sessionId"]
    assert (await browser.post("logout")).status_code == 204, "safe to repeat"


async def test_a_browser_has_one_session(
    browser: Browser, client: httpx.AsyncClient, register: Register, password: str
) -> None:
    await register()
    first = await browser.sign_in(password)
    again = await browser.sign_in(password)
    listed = (await client.get("/api/v1/auth/sessions", headers=bearer(again))).json()["items"]
    ids = {one["id"] for one in listed}
    assert again["sessionId"] in ids
    assert first["sessionId"] not in ids
    assert len(ids) == 2, "that of the registration goes on: it is of no browser"


async def test_choosing_and_switching_companies(
    browser: Browser, client: httpx.AsyncClient, register: Register, password: str
) -> None:
    registered = await register()
    session = await browser.sign_in(password)

    created = await browser.post("companies", {"name": "Filial"}, token=session["accessToken"])

    assert created.status_code == 201, created.text
    branch = created.json()
    assert [(one["name"], one["current"]) for one in branch["companies"]] == [
        ("Filial", True),
        ("Padaria", False),
    ]
    back = await browser.post(
        "switch", {"companyId": registered["company"]["id"]}, token=branch["accessToken"]
    )
    assert back.status_code == 201, back.text
    assert back.json()["company"]["name"] == "Padaria"
    assert (await browser.post("refresh")).json()["company"]["name"] == "Padaria"
    listed = (await client.get("/api/v1/auth/sessions", headers=bearer(back.json()))).json()["items"]
    assert len(listed) == 2, "the browser's own, and the registration's"

    await browser.post("logout")
    asked = await browser.post("login", {"email": EMAIL, "password": password})
    assert (asked.status_code, asked.json()["code"]) == (409, "company-required")
    assert browser.cookie is None
    choice = {"choiceToken": asked.json()["choiceToken"], "companyId": branch["company"]["id"]}
    chosen = await browser.post("login/company", choice)
    assert (chosen.status_code, chosen.json()["company"]["name"]) == (200, "Filial")
    assert browser.cookie


async def test_registering_in_a_browser(browser: Browser, password: str) -> None:
    body = {"companyName": "Padaria", "name": "Ana", "email": EMAIL, "password": password}
    answer = await browser.post("register", body)
    assert (answer.status_code, answer.json()["user"]["role"]) == (201, "owner")
    assert (await browser.post("refresh")).status_code == 200


async def test_a_registration_is_confirmed_in_a_browser(
    installation: Installation,
    client: httpx.AsyncClient,  # noqa: ARG001  (of an empty database)
    letters: Letters,
    password: str,
) -> None:
    async with another_process(installation, email_verification="required") as http:
        browser = Browser(http)
        body = {"companyName": "Padaria", "name": "Ana", "email": EMAIL, "password": password}
        asked = await browser.post("register", body)
        assert asked.status_code == 202
        assert set(asked.json()) == {"detail"}
        assert browser.cookie is None
        token = letters()[0].get_content().partition("token=")[2].split()[0]
        confirmed = await browser.post("register/confirm", {"token": token, "password": password})
        assert (confirmed.status_code, confirmed.json()["user"]["role"]) == (201, "owner")
        assert browser.cookie


async def test_an_invitation_is_accepted_in_a_browser(
    browser: Browser, enter: Enter, letters: Letters, password: str
) -> None:
    owner = await enter()
    body = {"email": "bia@padaria.example", "role": "agent"}
    assert (await owner.http.post("/api/v1/users/invitations", json=body)).status_code == 201
    token = letters()[0].get_content().partition("token=")[2].split()[0]
    answer = await browser.post("invitations/accept", {"token": token, "name": "Bia", "password": password})
    assert (answer.status_code, answer.json()["user"]["role"]) == (201, "agent")
    assert (await browser.post("refresh")).json()["user"]["name"] == "Bia"
