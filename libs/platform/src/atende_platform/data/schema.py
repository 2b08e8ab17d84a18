"""Whether a process meets the schema that its code was written for."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from alembic.script import ScriptDirectory
from sqlalchemy.exc import ProgrammingError, SQLAlchemyError

from atende_platform.data.db import Database, execute
from atende_platform.transient import is_transient

CHECK_SECONDS: Final = 2.0


class Schema:
    """The migrations of a service, and whether the database has them all."""

    def __init__(self, database: Database, directory: Path) -> None:
        self._database = database
        script = ScriptDirectory(str(directory))
        self._head = script.get_current_head()
        self._older = frozenset(_all(script)) - {self._head}
        self.is_right = False
        """Once it is, it stays: a later version's schema suits this one, too (expand, then contract)."""

    async def check(self) -> None:
        """Look at the database until the schema is right. It may be away."""
        if not self.is_right:
            self.is_right = await self._found()

    async def _found(self) -> bool:
        try:
            async with self._database.worker() as session:
                rows = await execute(session, "SELECT version_num FROM alembic_version")
                revision: str | None = rows.scalar()
        except (SQLAlchemyError, OSError) as error:
            if is_transient(error) or isinstance(error, ProgrammingError):  # No table: nothing is migrated.
                return False
            raise
        return revision is not None and revision not in self._older


def _all(script: ScriptDirectory) -> Iterator[str]:
    for revision in script.walk_revisions():
        yield revision.revision
