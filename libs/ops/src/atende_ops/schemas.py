"""Whether the databases have the schema that the code here was written for."""

import re
from ast import literal_eval
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final, Literal

from sqlalchemy.exc import ProgrammingError

from atende_contracts.topics import ServiceName
from atende_ops.databases import database_of
from atende_platform.data.db import execute
from atende_platform.data.schema import older_revisions

State = Literal["current", "behind", "newer", "empty", "unknown"]

_REVISION: Final = re.compile(r"^revision(?:: [^=]+)? = (.+)$", re.MULTILINE)
_NOT_VALIDATED: Final = """
SELECT count(*) AS number FROM pg_constraint
WHERE contype = 'c' AND NOT convalidated AND connamespace = CAST(current_schema() AS regnamespace)
"""


@dataclass(frozen=True)
class SchemaState:
    """A service's schema: what the database has, what the code here wants.

    ``newer``: a later version migrated it, which suits this one, too. ``unknown``: the service's code is
    not here. ``unvalidated``: constraints that hold for new rows only, because older rows break them.
    """

    service: ServiceName
    database: str | None
    code: str | None
    state: State
    unvalidated: int = 0

    @property
    def is_right(self) -> bool:
        return self.state in ("current", "newer", "unknown")


def migrations_of(service: ServiceName) -> Path | None:
    """Return where a service's migrations are, if its code is here."""
    package = find_spec(service)
    if package is None or package.origin is None:
        return None
    directory = Path(package.origin).parent / "migrations"
    return directory if directory.is_dir() else None


def newest_revision(directory: Path) -> str | None:
    """Return the revision that no other follows."""
    files = (path.read_text() for path in (directory / "versions").glob("*.py"))
    revisions = {literal_eval(found[1]) for text in files if (found := _REVISION.search(text))}
    return max(revisions - older_revisions(directory), default=None)


async def schema_state(service: ServiceName) -> SchemaState:
    """Look at a service's database. Raises what the driver raises when that is away."""
    directory = migrations_of(service)
    code = newest_revision(directory) if directory else None
    async with database_of(service) as database:
        try:
            async with database.worker() as session:
                rows = await execute(session, "SELECT version_num FROM alembic_version")
                revision: str | None = rows.scalar()
        except ProgrammingError:  # No table: nothing is migrated.
            return SchemaState(service, None, code, "empty")
        async with database.worker() as session:
            unvalidated = int((await execute(session, _NOT_VALIDATED)).scalar_one())
    if directory is None:
        return SchemaState(service, revision, None, "unknown", unvalidated)
    state: State = "newer"
    if revision is None:
        state = "empty"
    elif revision == code:
        state = "current"
    elif revision in older_revisions(directory):
        state = "behind"
    return SchemaState(service, revision, code, state, unvalidated)
