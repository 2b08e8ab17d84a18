"""What an import does with contacts that are there, its states, and how many a company may have under way."""

from typing import Final, Literal

from atende_platform.errors import Conflict

OnExisting = Literal["skip", "update", "fillEmpty"]
JobStatus = Literal["draft", "queued", "running", "finished", "failed", "cancelled"]
OPEN: Final = ("draft", "queued", "running")
"""Imports that have not ended."""


class TooManyImports(Conflict):
    own_reason = "too-many-imports"


class ImportEnded(Conflict):
    """The import has finished or failed, so that nothing can be cancelled any more."""

    own_reason = "import-ended"
