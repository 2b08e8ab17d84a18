"""The service under test, and what its tests share."""

import base64
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio
from argon2 import PasswordHasher
from auth_people import Enter, Letters, Member, Rows
from jwt.algorithms import OKPAlgorithm

from atende_platform.data.db import Database, execute
from atende_platform.service.definition import Service
from atende_platform.testing.plugin import KEY_ID, Installation, signing_key
from auth import passwords
from auth.main import SERVICE

FULL_COST = passwords._ARGON2


@pytest.fixture(scope="session", autouse=True)
def cheap_hashes() -> Iterator[None]:
    """What is not about hashing hashes for next to nothing: the tests sign in some thousand times."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_ARGON2", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield


@pytest.fixture
def full_cost(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash as the product does."""
    monkeypatch.setattr(passwords, "_ARGON2", FULL_COST)


@pytest.fixture(scope="session", autouse=True)
def quick_worker() -> Iterator[None]:
    """The worker tells others of changes at once, instead of every two seconds."""
    with pytest.MonkeyPatch.context() as patch:
        for interval in ("_ANNOUNCE_SECONDS", "_NOTICES_SECONDS", "_SEAL_SECONDS"):
            patch.setattr(f"auth.worker.{interval}", 0.1)
        yield


@pytest.fixture
def service() -> Service[Any]:
    return SERVICE


@pytest.fixture(scope="session")
def keys_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key file whose signer is the test plugin's key, so that `as_user` and a login both work."""
    path = tmp_path_factory.mktemp("keys") / "jwt-keys.json"
    jwk = OKPAlgorithm.to_jwk(signing_key(), as_dict=True)
    path.write_text(json.dumps({"keys": [{**jwk, "kid": KEY_ID, "use": "sig", "alg": "EdDSA"}]}))
    return path


@pytest.fixture(scope="session")
def mail_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the e-mails of the tests' installation are."""
    return tmp_path_factory.mktemp("mail")


@pytest.fixture
def letters(mail_dir: Path) -> Letters:
    before = set(mail_dir.glob("*.eml"))

    def read() -> list[EmailMessage]:
        new = sorted(set(mail_dir.glob("*.eml")) - before)
        return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in new]

    return read


@pytest.fixture
def service_settings(keys_file: Path, mail_dir: Path) -> dict[str, Any]:
    return {
        "registration": "open",
        "email_verification": "off",
        "totp_key": base64.b64encode(bytes(range(32))).decode(),
        "mail_dir": str(mail_dir),
        "console_url": "https://console.example/",
        "invitations_per_company": 1_000_000,
        "password_resets_per_address": 1_000_000,
        "jwt_keys_file": keys_file,
        "login_attempts_per_address": 1_000_000,
        "login_failures_per_address": 1_000_000,
        "login_failures_per_account": 1_000_000,
        "registrations_per_address": 1_000_000,
        "registrations_per_email": 1_000_000,
        "expiry_interval_seconds": 0.1,
    }


@pytest.fixture
def password() -> str:
    return "a quiet river at noon"


@pytest.fixture
def register(client: httpx.AsyncClient, password: str) -> Callable[..., Awaitable[dict[str, Any]]]:
    """Registers a company and returns the answer's body."""

    async def send(email: str = "ana@padaria.example", **fields: Any) -> dict[str, Any]:
        body = {"companyName": "Padaria", "name": "Ana", "email": email, "password": password, **fields}
        response = await client.post("/api/v1/auth/register", json=body)
        assert response.status_code == 201, response.text
        answer: dict[str, Any] = response.json()
        return answer

    return send


@pytest_asyncio.fixture(loop_scope="session")
async def enter(
    installation: Installation,
    client: httpx.AsyncClient,
    register: Callable[..., Awaitable[dict[str, Any]]],
    password: str,
) -> AsyncIterator[Enter]:
    async with AsyncExitStack() as stack:

        async def sign_in(
            email: str = "ana@padaria.example",
            role: str = "owner",
            *,
            adds: Member | None = None,
            again: bool = False,
        ) -> Member:
            if adds is not None:
                body = {"name": role.title(), "email": email, "password": password, "role": role}
                assert (await adds.http.post("/api/v1/users", json=body)).status_code == 201
            if adds is None and not again:
                answer = await register(email)
            else:
                body = {"email": email, "password": password}
                response = await client.post("/api/v1/auth/login", json=body)
                assert response.status_code == 200, response.text
                answer = response.json()
            http = httpx.AsyncClient(
                transport=httpx.ASGITransport(app=installation.app, raise_app_exceptions=False),
                base_url="http://auth.test",
                headers={"Authorization": f"Bearer {answer['accessToken']}"},
            )
            stack.push_async_callback(http.aclose)
            return Member(answer["user"]["id"], email, http, answer)

        yield sign_in


@pytest.fixture
def rows(database: Database) -> Rows:
    async def run(statement: str, **parameters: Any) -> list[Any]:
        async with database.worker() as session:
            result = await execute(session, statement, **parameters)
            return list(result) if result.returns_rows else []

    return run
