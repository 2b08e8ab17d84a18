"""Every bulk action, by its subject and name. A further one is an entry here, and a body in `schemas`."""

from collections.abc import Mapping
from typing import Final

from chat.bulk import contact_actions, ticket_actions
from chat.bulk.action import BulkAction
from chat.bulk.domain import Subject

ACTIONS: Final[Mapping[Subject, Mapping[str, BulkAction]]] = {
    "contacts": {
        "tag": contact_actions.TAG,
        "untag": contact_actions.UNTAG,
        "block": contact_actions.BLOCK,
        "unblock": contact_actions.UNBLOCK,
        "delete": contact_actions.DELETE,
        "export": contact_actions.EXPORT,
    },
    "tickets": dict.fromkeys(ticket_actions.TYPES, ticket_actions.ON_TICKETS),
}
