"""What other services tell us."""

from typing import Any
from uuid import UUID

from atende_contracts.channels import ChannelChangedV1, CompanyChangedV1
from atende_contracts.ids import uuid7
from atende_contracts.users import UserChangedV1
from atende_platform.testing.plugin import AsUser, Handle

from ..factories import Rows, create_user


async def test_projections_go_by_revision(
    handle: Handle, company_id: UUID, channel_id: UUID, rows: Rows, logged: Any
) -> None:
    def company(revision: int) -> CompanyChangedV1:
        return CompanyChangedV1(
            company_id=company_id, name="X", reopen_hours=float(revision), revision=revision
        )

    await handle([company(0)])
    await handle([company(3), company(2)])
    await handle([company(1)])
    assert await rows("SELECT reopen_hours, revision FROM company_settings") == [(3.0, 3)]

    def channel(revision: int, status: str) -> ChannelChangedV1:
        return ChannelChangedV1(
            company_id=company_id,
            channel_id=channel_id,
            name="Suporte",
            provider="meta_cloud",
            status=status,  # type: ignore[arg-type]
            messages_per_second=80,
            revision=revision,
        )

    await handle([channel(1, "active")])
    await handle([channel(1, "active"), channel(3, "error"), channel(2, "active")])
    await handle([channel(2, "active")])
    assert await rows("SELECT status, revision FROM channel_copy") == [("error", 3)]
    assert await logged() == ["channel.changed", "channel.changed"]


async def test_clients_learn_who_has_changed_and_load_them(
    handle: Handle, company_id: UUID, as_user: AsUser
) -> None:
    user_id = await create_user(handle, company_id, name="Bia")
    again = {"user_id": user_id, "name": "Bia Souza", "role": "agent", "state": "active", "revision": 2}
    changed = UserChangedV1.model_validate({"company_id": company_id, **again})
    await handle([changed])
    await handle([changed])
    told = (await as_user("viewer").get("/api/v1/events", params={"namespace": "chat"})).json()["items"]
    assert [(each["type"], each["payload"]) for each in told] == [
        ("user.changed", {"userId": str(user_id), "revision": revision}) for revision in (1, 2)
    ]
    assert (await as_user("owner", company_id=uuid7()).get("/api/v1/events")).json()["items"] == []
