"""A route of the API as the matrices try it, and what several of them have in common."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import uuid4

from atende_contracts.ids import uuid7
from atende_contracts.permissions import Permission as P
from atende_contracts.permissions import Role, permissions_of

Ids = dict[str, str]
"""By the names of path parameters; what is absent is an id that nobody has."""


@dataclass(frozen=True)
class Route:
    """An operation: who may call it (None: everybody), and a body that passes its validation."""

    method: str
    path: str
    permission: P | None
    body: Callable[[Ids], Any] | None = None
    only: frozenset[Role] = frozenset(Role)
    """Roles that may, where not all that hold the permission do."""
    also: frozenset[P] = frozenset()
    """What else an API key needs for the thing that the test makes."""
    ends: int = 200
    """What who may is answered: with ids of its own things, and an empty campaign."""

    @property
    def parameters(self) -> list[str]:
        return re.findall(r"{(\w+)}", self.path)

    def roles(self) -> set[Role]:
        return {role for role in self.only if self.permission in permissions_of(role)}

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def body_of(body: Any, _: object) -> Any:
    return body


def automation(_: object) -> dict[str, Any]:
    actions = [{"type": "set_priority", "priority": "high"}]
    return {"name": uuid4().hex, "event": "ticket.closed", "active": False, "actions": actions}


def macro(_: object) -> dict[str, Any]:
    return {"name": uuid4().hex, "actions": [{"type": "set_priority", "priority": "high"}]}


def quick_reply(_: object) -> dict[str, str]:
    return {"shortcut": f"/{uuid4().hex[:20]}", "title": "Bom dia", "text": "Bom dia, {{contact.name}}!"}


def new_email(_: object = None) -> str:
    return f"pessoa-{uuid4().hex[:12]}@empresa.test"


REPORTS: Final = (
    "agents",
    "channels",
    "daily",
    "delivery-errors",
    "hourly",
    "opt-outs",
    "queues",
    "summary",
    "tags",
    "templates",
)
"""Each is a page and a file."""

SCHEDULES: Final = "/api/v1/reports/schedules"
EXPORTS: Final = "/api/v1/reports/exports"


def report_schedule(ids: Ids) -> dict[str, Any]:
    """Return the body of a report by e-mail to the owner, which is paused."""
    recipient = ids.get("owner_id", str(uuid7()))
    body = {"name": uuid4().hex, "report": "summary", "every": "daily", "hour": 8}
    return {**body, "recipientIds": [recipient], "enabled": False}


def scheduled(_: object = None) -> dict[str, str]:
    """A message for tomorrow."""
    at = datetime.now(UTC) + timedelta(days=1)
    return {"text": "Bom dia", "sendAt": at.isoformat(), "clientMessageId": uuid4().hex}


def wrong_proof(_: object) -> dict[str, str]:
    return {"password": "not the password", "code": "123456"}


MANAGERS: Final = frozenset({Role.OWNER, Role.ADMIN})

SATISFACTION: Final = "/api/v1/satisfaction/policies"

SLA_POLICIES: Final = "/api/v1/sla/policies"

AUTOMATIONS: Final = "/api/v1/automations"

MACROS: Final = "/api/v1/macros"

QUICK_REPLIES: Final = "/api/v1/quick-replies"


def other_contact(_: object) -> dict[str, str]:
    return {"contactId": str(uuid7())}


API_KEYS: Final = "/api/v1/api-keys"

TOTP: Final = "/api/v1/auth/totp"

WEB: Final = "/api/v1/auth/web"
"""These routes take what pages of the same site send."""

CAMPAIGNS: Final = "/api/v1/campaigns"

CAMPAIGN: Final = f"{CAMPAIGNS}/{{campaign_id}}"

CHANNEL: Final = "/api/v1/channels/{channel_id}"

TEMPLATES: Final = f"{CHANNEL}/templates"

CHANNEL_POLICIES: Final = "/api/v1/policies/channels/{channel_id}"

QUEUE: Final = "/api/v1/queues/{queue_id}"

CONTACT: Final = "/api/v1/contacts/{contact_id}"

TICKET: Final = "/api/v1/tickets/{ticket_id}"

DRAFT: Final = "/api/v1/drafts/{ticket_id}"
WEBHOOKS: Final = "/api/v1/webhooks"

WEBHOOK: Final = f"{WEBHOOKS}/{{webhook_id}}"

ALL_EVENTS: Final = frozenset({P.TICKETS_READ, P.CAMPAIGNS_READ, P.CHANNELS_READ})
"""What it takes to get events of each kind, as webhooks do unless they say which."""

OWNER: Final = frozenset({Role.OWNER})

WRONG_STATE: Final = 409
"""The thing is there, but in a state that does not admit the action."""
