"""What segments ask about: the tags of contacts, and when customers last wrote."""

from datetime import UTC, datetime, timedelta

from conftest import World

from atende_contracts.event import Party
from atende_contracts.ids import uuid7


async def test_tags_are_kept_and_the_same_revision_fills_in_what_an_older_release_did_not_keep(
    world: World,
) -> None:
    contact = world.contact(Party(phone="+5511988887777"), tags=["vip", "recife"], revision=3)
    await world.handle([contact])
    await world.sql("UPDATE contact_copy SET tags = '{}'")

    await world.handle([contact])
    await world.handle([contact.model_copy(update={"tags": ["old"], "revision": 2})])

    [row] = await world.sql("SELECT tags FROM contact_copy WHERE company_id = :id", id=world.company_id)
    assert row.tags == ["vip", "recife"]


async def seen(world: World) -> dict[str, datetime]:
    rows = await world.sql(
        "SELECT identity, at FROM last_inbound WHERE company_id = :id", id=world.company_id
    )
    return {row.identity: row.at for row in rows}


async def test_when_a_customer_last_wrote_is_known_by_every_name_and_only_moves_forward(
    world: World,
) -> None:
    person = Party(wa_id="551188887777", bsuid="BR.1")
    await world.handle([world.message(person, "oi"), world.message(person, "oi", seconds=-900)])
    await world.handle([world.message(person, "oi", seconds=-3600)])
    assert await seen(world) == {"phone:5511988887777": world.noon, "bsuid:BR.1": world.noon}

    await world.handle([world.message(person, "tudo bem?", seconds=60)])
    assert set((await seen(world)).values()) == {world.noon}, "not each message writes"

    await world.handle([world.message(person, "e aí?", seconds=600)])
    assert set((await seen(world)).values()) == {world.noon + timedelta(minutes=10)}


async def test_nobody_was_seen_in_the_future(world: World) -> None:
    century = 100 * 365 * 86_400
    await world.handle([world.message(Party(phone="+5511988887777"), "oi", seconds=century)])
    [at] = (await seen(world)).values()
    assert at <= datetime.now(UTC) + timedelta(minutes=1)


async def test_a_deleted_contact_leaves_nothing_and_a_merged_one_what_its_other_half_needs(
    world: World,
) -> None:
    deleted, merged = Party(phone="+5511988887777"), Party(phone="+5511988886666")
    gone, half = world.contact(deleted), world.contact(merged)
    await world.handle([world.message(person, "oi") for person in (deleted, merged)])
    await world.handle([gone, half])

    ended = {"deleted": True, "revision": 2}
    await world.handle(
        [
            gone.model_copy(update=ended),
            half.model_copy(update={**ended, "merged_into": uuid7()}),
        ]
    )

    assert set(await seen(world)) == {"phone:5511988886666"}
