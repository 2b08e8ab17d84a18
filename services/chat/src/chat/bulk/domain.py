"""Bulk actions: what they select, their states, and how many a company may have."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal
from uuid import UUID

from atende_contracts.field_errors import FieldError
from atende_platform.errors import Conflict

Subject = Literal["contacts", "tickets"]
JobStatus = Literal["queued", "running", "finished", "failed", "cancelled"]
Outcome = Literal["changed", "unchanged"] | FieldError
"""What an action did with one thing; an error for one that it could not do."""

MAX_IDS: Final = 10_000
"""Of one request."""
MAX_WAITING: Final = 20
"""Jobs of one company that may be under way: one is done at a time."""
MAX_ERRORS: Final = 100
"""Kept of one job."""
SHOWN_ONE_BY_ONE: Final = 200
"""Up to so many changed things are published one by one to sockets, beside the job itself."""


class TooManyBulkJobs(Conflict):
    own_reason = "too-many-bulk-jobs"


class BulkKeyReused(Conflict):
    """The client key was used for another request; ``bulkId`` says which."""

    own_reason = "client-key-reused"


@dataclass(frozen=True, slots=True)
class Portion:
    """Some of the things that a job is about, and where the next ones begin."""

    ids: Sequence[UUID]
    position: str | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """The results of a portion. Things without an outcome are no longer there."""

    outcomes: Mapping[UUID, Outcome] = field(default_factory=dict)

    def count(self, outcome: str) -> int:
        return sum(each == outcome for each in self.outcomes.values())

    def errors(self) -> list[tuple[UUID, FieldError]]:
        return [(id_, each) for id_, each in self.outcomes.items() if isinstance(each, FieldError)]


Parameters = dict[str, Any]
"""Of an action, as they are stored: JSON."""
