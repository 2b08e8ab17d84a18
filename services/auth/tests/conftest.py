"""The service under test, and what its tests share."""

import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from jwt.algorithms import OKPAlgorithm

from atende_platform.runtime import Service
from atende_platform.testing import KEY_ID, signing_key
from auth.main import SERVICE


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


@pytest.fixture
def service_settings(keys_file: Path) -> dict[str, Any]:
    return {
        "jwt_keys_file": keys_file,
        "login_attempts_per_address": 1_000_000,
        "login_attempts_per_account": 1_000_000,
        "registrations_per_address": 1_000_000,
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
