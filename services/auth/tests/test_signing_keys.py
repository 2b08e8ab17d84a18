"""The keys that tokens are signed with, as others fetch them, and their rotation."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import httpx
import jwt
from auth_people import another_process, bearer

from atende_platform.testing.plugin import Eventually, Installation, public_jwks
from auth import tokens


async def test_the_key_set_is_public_and_cacheable(client: httpx.AsyncClient) -> None:
    response = await client.get("/api/v1/auth/jwks.json")

    assert response.status_code == 200
    assert response.headers["cache-control"] == "public, max-age=60"
    assert response.json() == public_jwks()


async def test_a_running_api_follows_a_rotation(
    installation: Installation,
    register: Callable[..., Any],
    password: str,
    eventually: Eventually,
    tmp_path: Any,
) -> None:
    await register("ana@padaria.example")
    path = tmp_path / "keys.json"
    tokens.init_keys(path)
    body = {"email": "ana@padaria.example", "password": password}
    async with another_process(installation, jwt_keys_file=path, jwt_keys_check_seconds=0.05) as http:
        before = (await http.post("/api/v1/auth/login", json=body)).json()
        new_signer = tokens.rotate_keys(path, retired_for=900)

        async def signs_with_the_new_key() -> dict[str, Any]:
            answer: dict[str, Any] = (await http.post("/api/v1/auth/login", json=body)).json()
            assert jwt.get_unverified_header(answer["accessToken"])["kid"] == new_signer
            return answer

        after = await eventually(signs_with_the_new_key)
        for answer in (before, after):
            assert (await http.get("/api/v1/auth/me", headers=bearer(answer))).status_code == 200
        published_ids = {key["kid"] for key in (await http.get("/api/v1/auth/jwks.json")).json()["keys"]}
        assert len(published_ids) == 3
        assert UUID(after["user"]["id"])
