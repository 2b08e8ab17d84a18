"""Whether a process meets the schema that its code was written for."""

import re
from ast import literal_eval
from pathlib import Path
from typing import Final

from sqlalchemy.exc import ProgrammingError, SQLAlchemyError

from atende_platform.data.db import Database, execute
from atende_platform.transient import is_transient

CHECK_SECONDS: Final = 2.0
_NAMES: Final = re.compile(r"^(revision|down_revision)(?:: [^=]+)? = (.+)$", re.MULTILINE)


class Schema:
    """The migrations of a service, and whether the database has them all."""

    def __init__(self, database: Database, directory: Path) -> None:
        self._database = database
        self._older = older_revisions(directory)
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


def older_revisions(directory: Path) -> frozenset[str]:
    """Return the revisions of a folder of migrations that another follows.

    Read from their files: Alembic would import each of them, and itself, with every start of a process.
    """
    files = (path.read_text() for path in (directory / "versions").glob("*.py"))
    named = [dict(_NAMES.findall(text)) for text in files]
    return frozenset(
        literal_eval(names["down_revision"]) for names in named if names["down_revision"] != "None"
    )
