"""What holds for queues. Pure."""

from typing import Final

from atende_platform.errors import Conflict

MAX_QUEUES: Final = 100
"""Of a company, archived ones aside."""
MAX_MEMBERS: Final = 200
"""Of one queue."""
MAX_NAME: Final = 60
MAX_DESCRIPTION: Final = 500
MAX_MESSAGE: Final = 1_000
"""Characters of a greeting or an away message."""


class QueueExists(Conflict):
    """The company has another queue of this name."""

    own_reason = "queue-exists"


class TooManyQueues(Conflict):
    own_reason = "too-many-queues"


class TooManyMembers(Conflict):
    own_reason = "too-many-queue-members"


class UserDisabled(Conflict):
    """Users who may no longer work get no tickets, and join no queue."""

    own_reason = "user-disabled"
