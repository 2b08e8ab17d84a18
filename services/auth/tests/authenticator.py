"""An authenticator app, and signing in with it."""

import time
from typing import Any

import httpx
import pyotp
from auth_people import Member

TOTP = "/api/v1/auth/totp"

LOGIN = "/api/v1/auth/login"


class App:
    """A user's authenticator app, and the clock that auth goes by."""

    def __init__(self) -> None:
        self.now = float(int(time.time()) // 30 * 30)
        self.secret = ""

    def code(self, steps: int = 0) -> str:
        return pyotp.TOTP(self.secret).at(self.now + 30 * steps)

    def wrong(self) -> str:
        near = {self.code(steps) for steps in (-1, 0, 1)}
        return next(code for code in ("000000", "111111", "222222", "333333") if code not in near)


async def enable(member: Member, app: App, password: str) -> list[str]:
    """Enrol and confirm; the current step is used up by it, the next is free."""
    response = await member.http.post(TOTP, json={"currentPassword": password})
    assert response.status_code == 201, response.text
    app.secret = response.json()["secret"]
    response = await member.http.post(f"{TOTP}/confirm", json={"code": app.code()})
    assert response.status_code == 200, response.text
    app.now += 60
    codes: list[str] = response.json()["recoveryCodes"]
    return codes


async def login(client: httpx.AsyncClient, password: str, **factor: Any) -> tuple[int, str | None]:
    body = {"email": "ana@padaria.example", "password": password, **factor}
    response = await client.post(LOGIN, json=body)
    return response.status_code, response.json().get("code")
