"""A service as small as can be, the probe: it keeps notes, and shows what the platform promises."""

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

import pytest
from fastapi import APIRouter, FastAPI, Request
from pydantic import AwareDatetime, Field

from atende_contracts.channels import CompanyChangedV1
from atende_contracts.ids import uuid7
from atende_contracts.permissions import Permission
from atende_platform.data.db import execute
from atende_platform.errors import InvalidInput, NotFound
from atende_platform.http.access import PUBLIC, TenantSession, WorkerSession, requires
from atende_platform.http.models import ApiModel
from atende_platform.http.openapi import problem_response
from atende_platform.http.pagination import Cursor, Limit, Page, decode_cursor, next_cursor
from atende_platform.identity.context import TenantContext
from atende_platform.messaging import outbox
from atende_platform.process.settings import ServiceSettings
from atende_platform.process.tasks import Task
from atende_platform.runtime import Runtime
from atende_platform.service.definition import Service

router = APIRouter(prefix="/api/v1")


class NoteCreate(ApiModel):
    text: str = Field(min_length=1, max_length=50)
    seen_by: list[int] = Field(default_factory=list)


class NoteRead(ApiModel):
    id: UUID
    text: str
    created_at: AwareDatetime


@router.post("/notes", status_code=201)
async def create_note(
    body: NoteCreate,
    actor: Annotated[TenantContext, requires(Permission.CONTACTS_WRITE)],
    session: TenantSession,
) -> NoteRead:
    if body.text == "forbidden":
        raise InvalidInput("not_storable", field="text")
    rows = await execute(
        session,
        "INSERT INTO notes (company_id, id, text) VALUES (:company_id, :id, :text)"
        " RETURNING id, text, created_at",
        company_id=actor.company_id,
        id=uuid7(),
        text=body.text,
    )
    await outbox.add(session, [CompanyChangedV1(company_id=actor.company_id, name=body.text)])
    return NoteRead.model_validate(rows.one())


@router.get("/notes")
async def list_notes(
    actor: Annotated[TenantContext, requires(Permission.CONTACTS_READ)],  # noqa: ARG001
    session: TenantSession,
    limit: Limit = 10,
    cursor: Cursor = None,
) -> Page[NoteRead]:
    position = decode_cursor(cursor)
    rows = await execute(
        session,
        "SELECT id, text, created_at FROM notes"
        " WHERE CAST(:at AS timestamptz) IS NULL OR (created_at, id) > (:at, CAST(:id AS uuid))"
        " ORDER BY created_at, id LIMIT :limit",
        at=position[0] if position else None,
        id=position[1] if position else None,
        limit=limit + 1,
    )
    notes = [NoteRead.model_validate(row) for row in rows]
    return Page(
        items=notes[:limit], next_cursor=next_cursor(notes, limit, lambda note: (note.created_at, note.id))
    )


@router.get("/notes/{note_id}")
async def get_note(
    note_id: UUID,
    actor: Annotated[TenantContext, requires(Permission.CONTACTS_READ)],  # noqa: ARG001
    session: TenantSession,
) -> NoteRead:
    rows = await execute(session, "SELECT id, text, created_at FROM notes WHERE id = :id", id=note_id)
    row = rows.one_or_none()
    if row is None:
        raise NotFound("file-not-found")
    return NoteRead.model_validate(row)


@router.delete("/notes", dependencies=[PUBLIC], responses={500: problem_response("Always")})
async def count_and_fail(session: WorkerSession) -> None:
    await execute(session, "SELECT 1")
    raise RuntimeError("secret detail")


@router.post("/upload", dependencies=[PUBLIC])
async def upload(request: Request) -> dict[str, int]:
    return {"bytes": sum([len(chunk) async for chunk in request.stream()])}


@router.post("/small", dependencies=[PUBLIC])
async def small(body: NoteCreate) -> int:
    return len(body.text)


def api(app: FastAPI, _: Runtime[ServiceSettings]) -> Sequence[Task]:
    app.include_router(router)
    return []


PROBE: Service[ServiceSettings] = Service(
    name="probe",  # type: ignore[arg-type]
    title="Probe",
    settings=ServiceSettings,
    package=__name__,
    roles={"api": api},
    body_limits={"/api/v1/small": 200, "/api/v1/upload": 2000, "/api/v1/notes/*/file": 100},
    commands={"count": lambda _, arguments: len(arguments)},
)


@pytest.fixture
def service() -> Service[Any]:
    return PROBE


@pytest.fixture
def nowhere() -> ServiceSettings:
    """Settings of an installation whose servers are all away."""
    return ServiceSettings(
        environment="test",
        database_url="postgresql://probe_app:test@127.0.0.1:9/nothing",
        database_worker_url="postgresql://probe_worker:test@127.0.0.1:9/nothing",
        redis_url="redis://127.0.0.1:9/0",
        kafka_bootstrap="127.0.0.1:9",
        jwks_url="http://127.0.0.1:9/jwks.json",
    )
