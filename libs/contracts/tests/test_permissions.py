"""The table of roles. It is written out here a second time, so that a change is made on purpose."""

from pathlib import Path

import pytest

from atende_contracts.permissions import MEANINGS, Permission, Role, main, permissions_of

READS = {permission for permission in Permission if permission.value.endswith(":read")}
P = Permission
EVERYONES = READS - {P.AUDIT_READ, P.APIKEYS_READ, P.WEBHOOKS_READ}

EXPECTED = {
    Role.VIEWER: EVERYONES | {P.SELF},
    Role.AGENT: EVERYONES | {P.SELF, P.CONTACTS_WRITE, P.TICKETS_WRITE, P.OPTOUTS_WRITE},
    Role.ADMIN: set(Permission),
    Role.OWNER: set(Permission),
}


@pytest.mark.parametrize("role", Role)
def test_what_a_role_may_do(role: Role) -> None:
    assert permissions_of(role) == EXPECTED[role]


def test_each_role_may_what_the_one_below_may() -> None:
    assert (
        permissions_of(Role.VIEWER)
        < permissions_of(Role.AGENT)
        < permissions_of(Role.ADMIN)
        <= permissions_of(Role.OWNER)
    )


def test_the_page_of_roles_says_everything_and_is_checked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "roles.md"
    assert main(["--check", str(page)]) == 1
    assert main([str(page)]) == 0
    assert main(["--check", str(page)]) == 0
    assert set(MEANINGS) == set(Permission)
    text = page.read_text()
    assert "| Start, pause, resume and cancel campaigns | `campaigns:run` | ✓ | ✓ |  |  | ○ |" in text
    page.write_text(text.replace("✓", "x", 1))
    assert main(["--check", str(page)]) == 1
    assert "run `make docs`" in capsys.readouterr().err
    assert main(["--unknown"]) == main([]) == 2
