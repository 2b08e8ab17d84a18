"""Whether a process meets the schema that its code was written for."""

import re
from ast import literal_eval
from pathlib import Path
from time import monotonic
from typing import Final

import structlog
from sqlalchemy.exc import ProgrammingError, SQLAlchemyError

from atende_platform.data.db import Database, execute
from atende_platform.transient import is_transient

log = structlog.get_logger(__name__)

CHECK_SECONDS: Final = 2.0
_SAID_AGAIN_SECONDS: Final = 30.0
_NAMES: Final = re.compile(r"^(revision|down_revision)(?:: [^=]+)? = (.+)$", re.MULTILINE)


class Schema:
    """The migrations of a service, and whether the database has them all."""

    def __init__(self, database: Database, directory: Path) -> None:
        self._database = database
        self._older = older_revisions(directory)
        self._said_at = -_SAID_AGAIN_SECONDS
        self.is_right = False
        """Once it is, it stays: a later version's schema suits this one, too (expand, then contract)."""

    async def check(self) -> None:
        """Look at the database until the schema is right. It may be away."""
        if not self.is_right:
            self.is_right = await self._found()

    def _say(self, found: str | None) -> None:
        """Say once in a while that it is not what this version needs: nobody else may know."""
        if monotonic() >= self._said_at + _SAID_AGAIN_SECONDS:
            self._said_at = monotonic()
            log.warning("schema.waiting", found=found, reason="this version's migrations are not applied")

    async def _found(self) -> bool:
        try:
            async with self._database.worker() as session:
                rows = await execute(session, "SELECT version_num FROM alembic_version")
                revision: str | None = rows.scalar()
        except (SQLAlchemyError, OSError) as error:
            if isinstance(error, ProgrammingError):  # No table: nothing is migrated.
                self._say(None)
                return False
            if is_transient(error):
                return False
            raise
        if revision is None or revision in self._older:
            self._say(revision)
            return False
        return True


def older_revisions(directory: Path) -> frozenset[str]:
    """Return the revisions of a folder of migrations that another follows.

    Read from their files: Alembic would import each of them, and itself, with every start of a process.
    """
    files = (path.read_text() for path in (directory / "versions").glob("*.py"))
    named = [dict(_NAMES.findall(text)) for text in files]
    return frozenset(
        literal_eval(names["down_revision"]) for names in named if names["down_revision"] != "None"
    )
