"""What operators do for companies and people by ``atende``, of whichever company they are."""

import json
from pathlib import Path

import httpx
import pytest
from auth_people import Enter, Rows
from authenticator import App, enable, login

from atende_contracts.audit import AuditRecordedV1
from atende_ops.testing import Atende
from atende_platform.testing.plugin import Installation, Published
from auth.tokens import init_keys, read_keys

WHY = ("--yes", "--reason", "they called")


@pytest.fixture
def app(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> App:
    app = App()
    monkeypatch.setattr(installation.app.state.tools.totp, "_clock", lambda: app.now)
    return app


async def test_companies_and_users_are_listed(installed_atende: Atende, enter: Enter) -> None:
    owner = await enter()
    agent = await enter("bia@padaria.example", "agent", adds=owner)
    companies = await installed_atende("companies", "list", "--json")
    (company,) = companies.items
    assert company["id"] == owner.answer["company"]["id"]
    assert company["users"] == 2
    assert (await installed_atende("companies", "list", "--suspended", "--json")).items == []

    users = await installed_atende("users", "list", "--company", company["id"], "--json")
    assert {each["email"] for each in users.items} == {owner.email, agent.email}
    (found,) = (await installed_atende("users", "list", "--email", agent.email.upper(), "--json")).items
    assert (found["role"], found["state"], found["totp"], found["sessions"]) == ("agent", "active", False, 1)


async def test_limits_are_granted_and_taken_back(installed_atende: Atende, enter: Enter, rows: Rows) -> None:
    company_id = (await enter()).answer["company"]["id"]
    limits = ("companies", "limits", company_id)
    assert (await installed_atende(*limits, "--json")).items == []
    dry = await installed_atende(*limits, "channels=7", "users=20", "--json")
    assert dry.json["dryRun"] is True
    assert (await installed_atende(*limits, "--json")).items == []
    assert (await installed_atende(*limits, "channels=7", "--yes")).status == 2
    assert (await installed_atende(*limits, "rockets=7")).status == 2
    assert (await installed_atende(*limits, "channels=many")).status == 2
    assert (await installed_atende(*limits, "channels=7", "users=20", *WHY)).status == 0
    assert (await installed_atende(*limits, "users=", *WHY)).status == 0
    assert (await installed_atende(*limits, "--json")).items == [
        {"limit": "channels", "granted": 7.0, "wanted": 7.0}
    ]
    found = await rows("SELECT details FROM audit_log WHERE action = 'company.limits-granted' ORDER BY id")
    assert [each.details["reason"] for each in found] == ["they called"] * 4
    assert ["by" in each.details for each in found].count(True) == 2


async def test_sessions_end_and_a_lost_app_is_removed(
    installed_atende: Atende,
    client: httpx.AsyncClient,
    enter: Enter,
    app: App,
    rows: Rows,
    password: str,
) -> None:
    owner = await enter()
    none = await installed_atende("users", "reset-totp", owner.email, *WHY)
    assert none.status == 1
    await enable(owner, app, password)
    assert await login(client, password) == (401, "totp-required")

    assert (await installed_atende("users", "reset-totp", owner.email)).status == 0
    assert await login(client, password) == (401, "totp-required"), "a dry run"
    assert (await installed_atende("users", "reset-totp", owner.email, "--yes")).status == 2
    done = await installed_atende("users", "reset-totp", owner.email, *WHY, "--json")
    assert done.status == 0, done.err
    assert done.items[0]["companyId"] == owner.answer["company"]["id"]
    assert await login(client, password) == (200, None)
    notices = await rows("SELECT kind FROM notices")
    assert "totp.reset" in {each.kind for each in notices}

    ended = await installed_atende("users", "end-sessions", owner.email, *WHY)
    assert "1 sessions ended" in ended.out
    (found,) = (await installed_atende("users", "list", "--json")).items
    assert found["sessions"] == 0
    entries = await rows(
        "SELECT action, company_id, actor_kind FROM audit_log WHERE actor_kind = 'installation'"
        " AND action LIKE 'user.%'"
    )
    assert sorted(each.action for each in entries) == sorted(["user.totp-reset", "user.sessions-ended"] * 2)
    assert (await installed_atende("users", "end-sessions", "nobody@nowhere.example", *WHY)).status == 1


async def test_signing_keys_are_rotated_in_place_or_to_a_secret(
    installed_atende: Atende, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, published: Published
) -> None:
    file = tmp_path / "keys.json"
    init_keys(file)
    before = read_keys(file)
    monkeypatch.setenv("AUTH_JWT_KEYS_FILE", str(file))
    assert (await installed_atende("keys", "rotate")).status == 0
    assert read_keys(file) == before, "a dry run"

    secret = await installed_atende("keys", "rotate", "--stdout", *WHY)
    assert secret.status == 0, secret.err
    keys = json.loads(secret.out)["keys"]
    assert keys[0]["kid"] == before[1]["kid"]
    assert read_keys(file) == before, "it went to the standard output only"

    assert (await installed_atende("keys", "rotate", *WHY)).status == 0
    assert read_keys(file)[0]["kid"] == before[1]["kid"]
    assert [each.action for each in await published(AuditRecordedV1)] == ["signing-key.rotated"] * 2
    file.unlink()
    missing = await installed_atende("keys", "rotate")
    assert missing.status == 1
    assert "keys init" in missing.err
