"""Links under which a browser saves files: each for who asked for it, at one address, once, for a minute."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import httpx
import pytest

from atende_contracts.audit import AuditRecordedV1
from atende_contracts.ids import uuid7
from atende_platform.identity.revocation import announce
from atende_platform.testing.plugin import AsUser, Installation, Published

from ..factories import create_contact

PATH = "/api/v1/contacts/export"
GONE = "download-link-expired"


async def link(http: httpx.AsyncClient, path: str = PATH, **query: str) -> str:
    """Return a link to a file."""
    answer = await http.post(path, params=query)
    assert answer.status_code == 200, answer.text
    url: str = answer.json()["url"]
    return url


async def test_a_browser_saves_a_file_by_its_link_once(
    as_user: AsUser, client: httpx.AsyncClient, company_id: UUID, published: Published
) -> None:
    admin_id = uuid7()
    admin = as_user("admin", user_id=admin_id)
    await create_contact(admin, name="Maria", phone="+5511999990001", tags=["vip"])
    await create_contact(admin, name="João", phone="+5511999990002")
    made = (await admin.post(PATH, params={"tag": "vip", "separator": "comma"})).json()
    left = datetime.fromisoformat(made["expiresAt"]) - datetime.now(UTC)
    assert timedelta(seconds=50) < left <= timedelta(seconds=60)
    assert made["url"].startswith(f"{PATH}?tag=vip&separator=comma&download=")
    saved = await client.get(made["url"])
    assert saved.status_code == 200
    assert "Maria" in saved.text
    assert "João" not in saved.text
    assert saved.headers["Content-Disposition"] == 'attachment; filename="contacts.csv"'
    assert saved.headers["Cache-Control"] == "no-store"
    [audited] = [each for each in await published(AuditRecordedV1) if each.action == "contacts.exported"]
    assert (audited.company_id, audited.actor_id) == (company_id, admin_id)
    again = await client.get(made["url"])
    assert (again.status_code, again.json()["code"]) == (401, GONE)


async def test_a_link_is_for_its_company_alone(as_user: AsUser, client: httpx.AsyncClient) -> None:
    other = as_user("admin", company_id=uuid7())
    await create_contact(other, name="Alheia", phone="+5511999990009")
    await create_contact(as_user("admin"), name="Maria", phone="+5511999990001")
    saved = await client.get(await link(as_user("admin")))
    assert "Maria" in saved.text
    assert "Alheia" not in saved.text


@pytest.mark.parametrize(
    "changed",
    [
        lambda url: url.replace("tag=vip", "tag=novo"),
        lambda url: url.replace("tag=vip&", ""),
        lambda url: url.replace("/contacts/export", "/contacts"),
        lambda url: url.replace(PATH, f"/api/v1/contacts/imports/{uuid7()}/rejected"),
        lambda url: url.replace("?", "?format=xlsx&"),
        lambda url: f"{url}&q=x",
        lambda url: f"{url}x",
        lambda url: f"{url.partition('download=')[0]}download=",
        lambda url: f"{url.partition('download=')[0]}download={'x' * 5000}",
    ],
)
async def test_a_link_is_good_for_nothing_else(
    as_user: AsUser, client: httpx.AsyncClient, changed: Any
) -> None:
    refused = await client.get(changed(await link(as_user("admin"), tag="vip")))
    assert refused.status_code == 401
    assert refused.json()["code"] in {GONE, "unauthenticated"}


async def test_a_link_reads_and_does_nothing_else(as_user: AsUser, client: httpx.AsyncClient) -> None:
    url = await link(as_user("admin"))
    assert (await client.post(url)).json()["code"] == "unauthenticated", "it makes no further links"
    code = urlsplit(url).query
    created = await client.post(f"/api/v1/contacts?{code}", json={"phone": "+5511999990001"})
    assert created.status_code == 401
    assert (await client.get(url)).status_code == 200, "none of that has used it"


async def test_a_token_goes_before_a_link(as_user: AsUser) -> None:
    url = await link(as_user("admin"))
    viewer = await as_user("viewer").get(url)
    assert viewer.status_code in {403, 422}
    assert (await as_user("admin").get(url)).json()["code"] == "invalid-input", "an unknown parameter"


async def test_a_link_ends_with_its_time_and_with_the_session(
    as_user: AsUser, client: httpx.AsyncClient, installation: Installation
) -> None:
    others = {key async for key in installation.runtime.redis.scan_iter("chat:download:*")}
    late = await link(as_user("admin"))
    kept = {key async for key in installation.runtime.redis.scan_iter("chat:download:*")}
    [key] = kept - others
    assert urlsplit(late).query.removeprefix("download=").encode() not in key, "it is kept as a digest"
    assert 0 < await installation.runtime.redis.ttl(key) <= 60
    await installation.runtime.redis.expire(key, 0)
    assert (await client.get(late)).json()["code"] == GONE
    session_id = uuid7()
    ended = await link(as_user("admin", session_id=session_id))
    await announce(installation.runtime.redis, {session_id: datetime.now(UTC) + timedelta(minutes=5)})
    await installation.runtime.revocations.refresh()
    assert (await client.get(ended)).json()["code"] == "session-revoked"


async def test_who_may_not_get_a_file_gets_no_link(as_user: AsUser, client: httpx.AsyncClient) -> None:
    for role in ("agent", "viewer"):
        assert (await as_user(role).post(PATH)).status_code == 403
    assert (await client.post(PATH)).status_code == 401
    assert (await as_user("admin").post(PATH, params={"format": "pdf"})).json()["code"] == "invalid-input"
    assert (await as_user("admin").post(PATH, params={"download": "x"})).json()["code"] == "invalid-input"


async def test_a_file_that_is_not_there_has_no_link(as_user: AsUser) -> None:
    admin = as_user("admin")
    for path in (f"/api/v1/contacts/imports/{uuid7()}/rejected", f"/api/v1/bulk/{uuid7()}/file"):
        assert (await admin.post(path)).status_code == 404
