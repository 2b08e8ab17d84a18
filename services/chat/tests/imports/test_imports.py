"""Imports: what becomes of each row of a file, and what a crash leaves behind."""

import asyncio
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from atende_contracts.audit import AuditRecordedV1
from atende_contracts.contacts import ContactChangedV1, ContactOptOutChangedV1
from atende_contracts.ids import uuid7
from atende_platform.data.db import Database
from atende_platform.identity.company_limits import Limits
from atende_platform.process import turns
from atende_platform.testing.plugin import AsUser, Eventually, Handle, Installation, Published
from chat.imports import people, repository
from chat.imports.files import MAX_FILE_BYTES
from chat.imports.worker import Importer, ImportJob

from ..factories import Rows, Workers
from .sending import contacts_of, counts_of, report_of, submit

SEED = "name,phone\nJoão Silva,+5511999999999\nMaria Santos,+5511888888888\n"


async def test_an_import_is_recorded(as_user: AsUser, published: Published, company_id: UUID) -> None:
    import_id = await submit(as_user, SEED.encode())
    [recorded] = await published(AuditRecordedV1)
    assert (recorded.company_id, recorded.object_id) == (company_id, import_id)
    assert (recorded.action, recorded.address) == ("contact-import.started", "127.0.0.1")
    assert recorded.details == {"bytes": len(SEED.encode())}


async def test_an_import_creates_updates_and_reports(
    as_user: AsUser, importer: Importer, published: Published, rows: Rows, logged: Any
) -> None:
    http = as_user("agent")
    for name, phone in (("Velho", "+5511999990001"), ("Igual", "+5511999990002")):
        await http.post("/api/v1/contacts", json={"name": name, "phone": phone})
    data = "name,phone\nNovo,+5511999990001\nIgual,11999990002\nAna,+5511999990003\nAna,+551199990003\n?,x\n"
    import_id = await submit(as_user, data.encode())
    await importer.run_due()
    report = await report_of(as_user, import_id)
    assert report["status"] == "finished"
    assert counts_of(report) == (5, 1, 1, 2, 1)
    assert report["errors"] == [
        {
            "line": 6,
            "field": "phone",
            "message": "This is not a phone number.",
            "code": "phone_invalid",
            "params": {},
        }
    ]
    assert report["finishedAt"] is not None
    assert sorted(await rows("SELECT name FROM contacts")) == [("Ana",), ("Igual",), ("Novo",)]
    assert [event.party.name for event in await published(ContactChangedV1)][2:] == ["Ana", "Novo"]
    assert (await logged())[-2:] == ["import.updated", "import.updated"]
    assert await rows("SELECT count(*) FROM import_files") == [(0,)]


async def test_an_import_goes_on_where_a_crash_left_it(
    as_user: AsUser,
    importer: Importer,
    workers: Workers,
    rows: Rows,
    published: Published,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    people = [f"P{number},+55119{90000000 + number}" for number in range(130)]
    data = "\n".join(["name,phone", *people, *people[:3], "bad,1"]).encode()
    import_id = await submit(as_user, data)

    advance, calls = repository.advance, 0

    async def dies_in_the_second_chunk(*args: Any, **kwargs: Any) -> Any:
        nonlocal calls
        calls += 1
        result = await advance(*args, **kwargs)
        if calls == 2:
            raise ConnectionError("the worker was killed before its commit")
        return result

    with monkeypatch.context() as patch:
        patch.setattr(repository, "advance", dies_in_the_second_chunk)
        with pytest.raises(ConnectionError):
            await importer.run_due()
    report = await report_of(as_user, import_id)
    assert (report["status"], counts_of(report)) == ("running", (50, 50, 0, 0, 0))

    await importer.run_due()  # Still leased to the one that died.
    assert (await report_of(as_user, import_id))["total"] == 50
    await rows(
        "WITH over AS (UPDATE contact_imports SET leased_until = now() RETURNING 1) SELECT 1 FROM over"
    )
    await asyncio.gather(*(worker.run_due() for worker in workers(3)))
    report = await report_of(as_user, import_id)
    assert (report["status"], counts_of(report)) == ("finished", (134, 130, 0, 3, 1))
    assert await rows("SELECT count(*) FROM contacts") == [(130,)]
    assert len(await published(ContactChangedV1)) == 130


async def test_a_worker_that_lost_its_lease_stops(
    as_user: AsUser, importer: Importer, database: Database, rows: Rows
) -> None:
    people = [f"P{number},+55119{90000000 + number}" for number in range(60)]
    data = "\n".join(["name,phone", *people]).encode()
    import_id = await submit(as_user, data)
    async with database.worker() as session:
        slow = await repository.LEASES.claim(session)
    assert slow is not None
    await rows(
        "WITH over AS (UPDATE contact_imports SET leased_until = now() RETURNING 1) SELECT 1 FROM over"
    )
    await importer.run_due()
    late = ImportJob(database, importer._quotas, slow, data, 50)
    assert not await late.step()
    assert counts_of(await report_of(as_user, import_id)) == (60, 60, 0, 0, 0)


async def test_an_import_that_keeps_failing_is_given_up(
    as_user: AsUser, importer: Importer, rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_id = await submit(as_user, SEED.encode())
    await rows("WITH tried AS (UPDATE contact_imports SET attempts = 5 RETURNING 1) SELECT 1 FROM tried")
    await importer.run_due()
    assert (await report_of(as_user, import_id))["status"] == "failed"

    async def broken(*_: Any) -> None:
        raise ZeroDivisionError

    import_id = await submit(as_user, SEED.encode())
    monkeypatch.setattr("chat.imports.worker.import_people", broken)
    await importer.run_due()
    assert (await report_of(as_user, import_id))["status"] == "failed"


async def test_uploads_have_bounds(as_user: AsUser) -> None:
    http = as_user("admin")

    async def status(data: bytes) -> tuple[int, Any]:
        response = await http.post("/api/v1/contacts/import", files={"file": ("c.csv", data)})
        return response.status_code, response.json().get("errors", [{}])[0].get("field")

    assert await status(b"") == (422, "file")
    assert await status(b"a,b\n") == (422, "file")
    assert await status(b"name,phone\n" + b"A,1\n" * 5031) == (422, "file")
    assert (await status(b"name,phone\n" + b"x" * MAX_FILE_BYTES))[0] == 413
    assert (await status(b"name,phone\n" + b"x" * (MAX_FILE_BYTES + 100_000)))[0] == 413
    assert (await http.post("/api/v1/contacts/import", data={"file": "text"})).status_code == 422


async def test_the_worker_imports_by_itself(
    worker: object,  # noqa: ARG001 (runs the importer)
    as_user: AsUser,
    eventually: Eventually,
    company_id: UUID,  # noqa: ARG001
) -> None:
    import_id = await submit(as_user, SEED.encode())

    async def finished() -> None:
        assert (await report_of(as_user, import_id))["status"] == "finished"

    await eventually(finished)
    names = [item["name"] for item in (await as_user("viewer").get("/api/v1/contacts")).json()["items"]]
    assert sorted(names) == ["João Silva", "Maria Santos"]


async def test_a_company_s_imports_wait_in_bounded_number(as_user: AsUser, importer: Importer) -> None:
    for _ in range(9):
        await submit(as_user, SEED.encode())
    files, http = {"file": ("c.csv", SEED.encode())}, as_user("admin")
    answers = await asyncio.gather(*(http.post("/api/v1/contacts/import", files=files) for _ in range(5)))
    assert sorted(answer.status_code for answer in answers) == [202, *[409] * 4]
    assert {answer.json().get("code") for answer in answers} == {None, "too-many-imports"}
    await importer.run_due()
    await submit(as_user, SEED.encode())


PATH = "/api/v1/contacts"
EXISTING = (
    "nome;telefone;cidade;tags\n"
    "Ana Nova;11988880001;Natal;vip\n"  # has a name, a city and a tag
    "Bia Nova;1188880002;Natal;vip\n"  # has neither, and is spelt without the ninth digit
    "Caio;11988880003;Natal;vip\n"  # is new
)


@pytest.mark.parametrize(
    ("on_existing", "counts", "ana", "bia"),
    [
        ("skip", (3, 1, 0, 2, 0), ("Ana", {"cidade": "Recife"}, ["novo"]), ("Bia", {"cidade": ""}, [])),
        (
            "update",
            (3, 1, 2, 0, 0),
            ("Ana Nova", {"cidade": "Natal"}, ["novo", "vip"]),
            ("Bia Nova", {"cidade": "Natal"}, ["vip"]),
        ),
        (
            "fillEmpty",
            (3, 1, 1, 1, 0),
            ("Ana", {"cidade": "Recife"}, ["novo"]),
            ("Bia", {"cidade": "Natal"}, ["vip"]),
        ),
    ],
)
async def test_the_caller_chooses_what_happens_to_contacts_that_are_there(
    as_user: AsUser,
    importer: Importer,
    on_existing: str,
    counts: tuple[int, ...],
    ana: tuple[Any, ...],
    bia: tuple[Any, ...],
) -> None:
    http = as_user("agent")
    known = {"name": "Ana", "phone": "11988880001", "customFields": {"cidade": "Recife"}, "tags": ["novo"]}
    for body in (known, {"name": "Bia", "phone": "11988880002", "customFields": {"cidade": ""}}):
        assert (await http.post(PATH, json=body)).status_code == 201
    import_id = await submit(as_user, EXISTING.encode(), onExisting=on_existing)
    await importer.run_due()
    report = await report_of(as_user, import_id)
    assert (report["status"], report["onExisting"], counts_of(report)) == ("finished", on_existing, counts)
    assert await contacts_of(as_user) == {
        "+5511988880001": ana,
        "+5511988880002": bia,
        "+5511988880003": ("Caio", {"cidade": "Natal"}, ["vip"]),
    }


async def test_what_happens_to_contacts_is_one_of_three(as_user: AsUser) -> None:
    files = {"file": ("c.csv", SEED.encode())}
    refused = await as_user("admin").post(f"{PATH}/import", files=files, params={"onExisting": "merge"})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "onExisting")


def _people(count: int) -> bytes:
    return "\n".join(["name,phone", *(f"P{n},+55119{90000000 + n}" for n in range(count))]).encode()


async def test_a_small_import_does_not_wait_for_another_company_s_large_ones(
    as_user: AsUser, workers: Workers, rows: Rows
) -> None:
    other = uuid7()
    for _ in range(3):
        await submit(as_user, _people(500))
    small = as_user("admin", company_id=other)
    answer = await small.post("/api/v1/contacts/import", files={"file": ("c.csv", SEED.encode())})
    assert answer.status_code == 202

    await asyncio.gather(*(worker.run_due() for worker in workers(2)))

    ended = await rows("SELECT company_id, status FROM contact_imports ORDER BY finished_at")
    assert [status for _, status in ended] == ["finished"] * 4
    assert ended[0][0] == other, "it was done before the first of the large ones"


async def test_an_import_in_the_place_of_others_gives_way(
    as_user: AsUser, importer: Importer, rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "AT_A_TIME", 1)
    monkeypatch.setattr(turns, "STEPS", 2)
    other = uuid7()
    first = await submit(as_user, _people(500))
    small = as_user("admin", company_id=other)
    await small.post("/api/v1/contacts/import", files={"file": ("c.csv", SEED.encode())})

    await importer.run_due()

    ended = await rows("SELECT company_id, total FROM contact_imports ORDER BY finished_at")
    assert [(company == other, total) for company, total in ended] == [(True, 2), (False, 500)]
    assert counts_of(await report_of(as_user, first)) == (500, 500, 0, 0, 0)


async def test_a_company_has_so_many_contacts(
    as_user: AsUser,
    importer: Importer,
    installation: Installation,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    limits = Limits(contacts=60)
    monkeypatch.setattr(installation.runtime.company_limits, "of", lambda _: limits)
    http = as_user("admin")
    assert (
        await http.post("/api/v1/contacts", json={"name": "A", "phone": "11999990001"})
    ).status_code == 201
    import_id = await submit(as_user, _people(300))
    await importer.run_due()

    report = await report_of(as_user, import_id)
    # Looked at before each chunk of 50; what has no room is refused, row by row.
    assert (report["status"], counts_of(report)) == ("finished", (300, 100, 0, 0, 200))
    assert report["errors"][0]["line"] == 102
    assert "may have 60 contacts" in report["errors"][0]["message"]
    for refused in (
        await http.post("/api/v1/contacts", json={"name": "B", "phone": "11999990002"}),
        await http.post("/api/v1/contacts/import", files={"file": ("c.csv", SEED.encode())}),
    ):
        assert (refused.status_code, refused.json()["code"]) == (409, "too-many-contacts")
    other = as_user("admin", company_id=uuid7())
    assert (
        await other.post("/api/v1/contacts", json={"name": "B", "phone": "11999990002"})
    ).status_code == 201


async def test_a_company_imports_so_many_files_an_hour(
    as_user: AsUser, importer: Importer, installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits = Limits(imports_per_hour=3)
    monkeypatch.setattr(installation.runtime.company_limits, "of", lambda _: limits)
    for _ in range(2):
        await submit(as_user, SEED.encode())
    await importer.run_due()
    # One that cannot be read has been read all the same.
    files = {"file": ("c.xlsx", b"PK\x03\x04 no workbook")}
    assert (await as_user("admin").post("/api/v1/contacts/import", files=files)).status_code == 422
    files = {"file": ("c.csv", SEED.encode())}
    refused = await as_user("admin").post("/api/v1/contacts/import", files=files)
    assert (refused.status_code, refused.json()["code"]) == (429, "too-many-imports")
    assert int(refused.headers["retry-after"]) > 60


# --- listed and cancelled


async def test_imports_are_listed_in_pages_newest_first(as_user: AsUser, importer: Importer) -> None:
    admin = as_user("admin")
    for name in ("a.csv", "Relação.csv", "c.csv"):
        sent = await admin.post(f"{PATH}/import", files={"file": (name, SEED.encode())})
        assert sent.status_code == 202
    await importer.run_due()
    first = (await admin.get(f"{PATH}/imports", params={"limit": 2})).json()
    rest = (await admin.get(f"{PATH}/imports", params={"limit": 2, "cursor": first["nextCursor"]})).json()
    items = [*first["items"], *rest["items"]]
    assert [item["fileName"] for item in items] == ["c.csv", "Relação.csv", "a.csv"]
    assert {(item["status"], item["fileBytes"]) for item in items} == {("finished", len(SEED.encode()))}
    assert rest["nextCursor"] is None
    stranger = as_user("owner", company_id=uuid7())
    assert (await stranger.get(f"{PATH}/imports")).json() == {"items": [], "nextCursor": None}
    assert (await as_user("agent").get(f"{PATH}/imports")).status_code == 403


async def test_a_cancelled_import_stops_where_it_is(
    as_user: AsUser, importer: Importer, rows: Rows, published: Published, logged: Any
) -> None:
    people = [f"P{number},+55119{90000000 + number}" for number in range(130)]
    import_id = await submit(as_user, "\n".join(["name,phone", *people]).encode())
    assert await importer.step()
    cancel = f"{PATH}/imports/{import_id}/cancel"
    assert (await as_user("agent").post(cancel)).status_code == 403
    stranger = as_user("owner", company_id=uuid7())
    assert (await stranger.post(cancel)).status_code == 404
    cancelled = await as_user("admin").post(cancel)
    assert cancelled.status_code == 200, cancelled.text
    assert (cancelled.json()["status"], counts_of(cancelled.json())) == ("cancelled", (50, 50, 0, 0, 0))
    await importer.run_due()
    assert (await as_user("admin").post(cancel)).json() == cancelled.json(), "safe to repeat"
    assert await report_of(as_user, import_id) == cancelled.json()
    assert await rows("SELECT count(*) FROM contacts") == [(50,)]
    assert await rows("SELECT count(*) FROM import_files") == [(0,)]
    assert (await logged()) == ["import.updated", "import.updated"]
    recorded = [event for event in await published(AuditRecordedV1) if event.action.endswith("cancelled")]
    assert [event.details for event in recorded] == [{"rows": 50}]


async def test_an_import_that_waits_or_has_ended_can_or_cannot_be_cancelled(
    as_user: AsUser, importer: Importer, rows: Rows
) -> None:
    admin = as_user("admin")
    waiting, done = await submit(as_user, SEED.encode()), ""
    assert (await admin.post(f"{PATH}/imports/{waiting}/cancel")).json()["status"] == "cancelled"
    await importer.run_due()
    assert await rows("SELECT count(*) FROM contacts") == [(0,)]
    done = await submit(as_user, SEED.encode())
    await importer.run_due()
    refused = await admin.post(f"{PATH}/imports/{done}/cancel")
    assert (refused.status_code, refused.json()["code"]) == (409, "import-ended")
    assert (await report_of(as_user, done))["status"] == "finished"


async def test_people_who_become_contacts_at_the_same_moment_are_one(
    as_user: AsUser, importer: Importer, rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    await as_user("agent").post(PATH, json={"name": "Ana", "phone": "+5511988880001"})
    owners, calls = people.contacts.owners, 0

    async def not_yet(*args: Any) -> Any:
        nonlocal calls
        calls += 1
        return {} if calls == 1 else await owners(*args)

    monkeypatch.setattr(people.contacts, "owners", not_yet)
    import_id = await submit(as_user, b"name,phone,city\nAna B,11988880001,Natal\nBia,11988880002,Natal\n")
    await importer.run_due()
    assert counts_of(await report_of(as_user, import_id)) == (2, 1, 1, 0, 0)
    assert await rows("SELECT name, custom_fields FROM contacts ORDER BY name") == [
        ("Ana B", {"city": "Natal"}),
        ("Bia", {"city": "Natal"}),
    ]
    assert await rows("SELECT count(*) FROM contact_identities") == [(2,)]


async def test_who_left_broadcasts_before_has_left_them(
    as_user: AsUser, importer: Importer, handle: Handle, company_id: UUID
) -> None:
    at = datetime.now(UTC)
    left = ContactOptOutChangedV1(
        company_id=company_id, identity="phone:+5511988880001", opted_out=True, source="api", at=at
    )
    await handle([left])
    await submit(as_user, b"name,phone\nAna,11988880001\nBia,11988880002\n")
    await importer.run_due()
    items = (await as_user("viewer").get(PATH)).json()["items"]
    assert {item["name"]: item["optedOut"] for item in items} == {"Ana": True, "Bia": False}


async def test_fields_of_rows_are_as_the_company_defined_them(as_user: AsUser, importer: Importer) -> None:
    for name, kind in (("idade", "number"), ("desde", "date")):
        made = await as_user("admin").post("/api/v1/contact-fields", json={"name": name, "kind": kind})
        assert made.status_code == 201, made.text
    data = "celular;idade;desde\n11988880001;41;24/12/2020\n11988880002;velho;\n11988880003;;\n"
    import_id = await submit(as_user, data.encode())
    await importer.run_due()
    report = await report_of(as_user, import_id)
    assert counts_of(report) == (3, 2, 0, 0, 1)
    assert [(error["line"], error["field"]) for error in report["errors"]] == [(3, "customFields.idade")]
    contacts = await contacts_of(as_user)
    assert contacts["+5511988880001"][1]["idade"] == "41"
