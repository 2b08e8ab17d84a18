"""What an import does with contacts that are there, its states, and how many a company may have under way."""

from typing import Final, Literal

from atende_platform.errors import Conflict

OnExisting = Literal["skip", "update", "fillEmpty"]
JobStatus = Literal["draft", "queued", "running", "finished", "failed", "cancelled"]
DRAFT_HOURS: Final = 24
"""So long is a file kept whose import is not started."""
MAX_DRAFTS: Final = 5
"""Of a company: a further one takes the place of the oldest."""
OPEN: Final = ("draft", "queued", "running")
"""Imports that have not ended."""


class TooManyImports(Conflict):
    own_reason = "too-many-imports"


class ImportStarted(Conflict):
    """The import is no draft any more: it was started, cancelled, or came without a preview."""

    own_reason = "import-started"


class ImportEnded(Conflict):
    """The import has finished or failed, so that nothing can be cancelled any more."""

    own_reason = "import-ended"
