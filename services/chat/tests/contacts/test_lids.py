"""People who are known by a phone, by a LID, or by both: WhatsApp Web tells which LID is whose phone."""

from typing import Any
from uuid import UUID

import pytest

from atende_contracts.contacts import ContactChangedV1, ContactNamesReportedV1
from atende_contracts.event import Party
from atende_platform.testing.plugin import AsUser, Handle, Published

from ..factories import Inbound

PHONE = "5511999990001"
BY_PHONE = Party(wa_id=PHONE, phone=f"+{PHONE}", name="Ana")
BY_LID = Party(lid="184623870134293", name="Ana S.")
BOTH = Party(phone=f"+{PHONE}", lid="184623870134293")


@pytest.fixture
def told(company_id: UUID, channel_id: UUID) -> Any:
    def make(*people: Party) -> ContactNamesReportedV1:
        return ContactNamesReportedV1(company_id=company_id, channel_id=channel_id, people=list(people))

    return make


async def _contacts(as_user: AsUser) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await as_user("owner").get("/api/v1/contacts")).json()["items"]
    return found


async def _texts(as_user: AsUser, contact_id: str) -> list[str]:
    found = (await as_user("agent").get(f"/api/v1/contacts/{contact_id}/messages")).json()["items"]
    return [message["text"] for message in found if message["text"]]


async def test_who_wrote_under_both_names_is_one_person_and_can_be_two_again(
    handle: Handle, inbound: Inbound, as_user: AsUser, told: Any, published: Published
) -> None:
    await handle([inbound("pelo número", sender=BY_PHONE)])
    await handle([inbound("pelo LID", sender=BY_LID)])
    assert len(await _contacts(as_user)) == 2
    await handle([told(BOTH)])
    [one] = await _contacts(as_user)
    assert (one["phone"], one["waId"], one["lid"]) == (f"+{PHONE}", PHONE, BY_LID.lid)
    assert await _texts(as_user, one["id"]) == ["pelo LID", "pelo número"]
    tickets = (await as_user("agent").get("/api/v1/tickets")).json()["items"]
    assert sorted(ticket["status"] for ticket in tickets) == ["closed", "pending"]
    merged = [event for event in await published(ContactChangedV1) if event.merged_into is not None]
    assert [str(event.merged_into) for event in merged] == [one["id"]]

    path = f"/api/v1/contacts/{one['id']}/merges"
    [merge] = (await as_user("owner").get(path)).json()["items"]
    assert merge["mergedBy"] is None
    assert (await as_user("owner").post(f"{path}/{merge['id']}/undo")).status_code == 200
    assert len(await _contacts(as_user)) == 2
    await handle([told(BOTH)])
    assert len(await _contacts(as_user)) == 2, "they were made two by a person, and stay so"


async def test_a_name_is_learnt_of_whom_is_known_and_nobody_becomes_a_contact(
    handle: Handle, inbound: Inbound, as_user: AsUser, told: Any
) -> None:
    stranger = Party(phone="+5511999990002", lid="99")
    await handle([told(BOTH, stranger, Party())])
    assert await _contacts(as_user) == []
    await handle([inbound("pelo LID", sender=BY_LID)])
    await handle([told(stranger, BOTH)])
    await handle([told(stranger, BOTH)])
    [one] = await _contacts(as_user)
    assert (one["phone"], one["lid"], one["name"]) == (f"+{PHONE}", BY_LID.lid, "Ana S.")
    await handle([inbound("pelo número", sender=BY_PHONE)])
    assert await _texts(as_user, one["id"]) == ["pelo número", "pelo LID"]


async def test_two_people_of_whom_each_has_a_lid_stay_two(
    handle: Handle, inbound: Inbound, as_user: AsUser, told: Any
) -> None:
    """A number that has passed to another person: what its former owner wrote is not shown to the new one."""
    await handle([inbound("antes", sender=Party(phone=f"+{PHONE}", lid="1", name="Ana"))])
    await handle([inbound("agora", sender=Party(lid="2", name="Bia"))])
    await handle([told(Party(phone=f"+{PHONE}", lid="2"))])
    assert sorted([one["lid"] for one in await _contacts(as_user)]) == ["1", "2"]
