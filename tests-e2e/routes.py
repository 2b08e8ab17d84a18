"""Every route, what it takes to call it, and a body that it takes."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Final
from uuid import uuid4

from system import PASSWORD

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


def _body(body: Any, _: object) -> Any:
    return body


def _automation(_: object) -> dict[str, Any]:
    actions = [{"type": "set_priority", "priority": "high"}]
    return {"name": uuid4().hex, "event": "ticket.closed", "active": False, "actions": actions}


def _macro(_: object) -> dict[str, Any]:
    return {"name": uuid4().hex, "actions": [{"type": "set_priority", "priority": "high"}]}


def _quick_reply(_: object) -> dict[str, str]:
    return {"shortcut": f"/{uuid4().hex[:20]}", "title": "Bom dia", "text": "Bom dia, {{contact.name}}!"}


def _email(_: object = None) -> str:
    return f"pessoa-{uuid4().hex[:12]}@empresa.test"


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


def _wrong_proof(_: object) -> dict[str, str]:
    return {"password": "not the password", "code": "123456"}


MANAGERS: Final = frozenset({Role.OWNER, Role.ADMIN})

SATISFACTION: Final = "/api/v1/satisfaction/policies"

SLA_POLICIES: Final = "/api/v1/sla/policies"

AUTOMATIONS: Final = "/api/v1/automations"

MACROS: Final = "/api/v1/macros"

QUICK_REPLIES: Final = "/api/v1/quick-replies"


def _other_contact(_: object) -> dict[str, str]:
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

_ALL_EVENTS: Final = frozenset({P.TICKETS_READ, P.CAMPAIGNS_READ, P.CHANNELS_READ})
"""What it takes to get events of each kind, as webhooks do unless they say which."""

OWNER: Final = frozenset({Role.OWNER})

WRONG_STATE: Final = 409
"""The thing is there, but in a state that does not admit the action."""

ROUTES: Final = (
    # --- auth
    Route(
        "POST",
        "/api/v1/auth/register",
        None,
        lambda _: {"companyName": "Nova", "name": "Ana", "email": _email(), "password": PASSWORD},
        ends=201,
    ),
    Route(
        "POST",
        "/api/v1/auth/invitations/accept",
        None,
        lambda _: {"token": uuid4().hex, "name": "Ana", "password": PASSWORD},
        ends=404,  # No such invitation: the test gets no mail.
    ),
    Route(
        "POST", "/api/v1/auth/password/reset", None, lambda _: {"email": "nobody@nowhere.example"}, ends=202
    ),
    Route(
        "POST",
        "/api/v1/auth/password/reset/confirm",
        None,
        lambda _: {"token": uuid4().hex, "newPassword": PASSWORD},
        ends=WRONG_STATE,  # No such link: the test gets no mail.
    ),
    Route("POST", "/api/v1/auth/login", None, lambda ids: {"email": ids["email"], "password": PASSWORD}),
    Route(
        "POST",
        "/api/v1/auth/login/company",
        None,
        lambda _: {"choiceToken": uuid4().hex, "companyId": str(uuid7())},
        ends=401,  # No such choice: nobody here belongs to several companies.
    ),
    Route(
        "POST",
        f"{TOTP}/reset/confirm",
        None,
        lambda _: {"token": uuid4().hex, "password": PASSWORD},
        ends=WRONG_STATE,  # No such link: the test gets no mail.
    ),
    Route("GET", "/api/v1/auth/companies", P.SELF),
    # A session that has ended (the tokens here are of none) creates no company.
    Route("POST", "/api/v1/auth/companies", P.SELF, lambda _: {"name": "Filial"}, ends=409),
    Route(
        "POST",
        "/api/v1/auth/register/confirm",
        None,
        lambda _: {"token": uuid4().hex, "password": PASSWORD},
        ends=WRONG_STATE,  # No such registration: the test gets no mail.
    ),
    Route(
        "POST",
        "/api/v1/auth/email",
        P.SELF,
        lambda _: {"email": _email(), "password": "not the password"},
        ends=422,
    ),
    Route(
        "POST",
        "/api/v1/auth/email/confirm",
        None,
        lambda _: {"token": uuid4().hex, "password": PASSWORD},
        ends=WRONG_STATE,
    ),
    Route("POST", "/api/v1/auth/invitations/inspect", None, lambda _: {"token": uuid4().hex}, ends=404),
    Route(
        "POST",
        "/api/v1/auth/password/reset/revoke",
        None,
        lambda _: {"reviewToken": uuid4().hex, "companyId": str(uuid7())},
        ends=WRONG_STATE,
    ),
    Route("POST", "/api/v1/auth/sessions/switch", P.SELF, lambda _: {"companyId": str(uuid7())}, ends=404),
    Route("POST", "/api/v1/auth/refresh", None, lambda ids: {"refreshToken": ids["refresh_token"]}),
    # --- auth: from a browser
    Route("POST", f"{WEB}/login", None, lambda ids: {"email": ids["email"], "password": PASSWORD}),
    Route(
        "POST",
        f"{WEB}/login/company",
        None,
        lambda _: {"choiceToken": uuid4().hex, "companyId": str(uuid7())},
        ends=401,  # No such choice.
    ),
    Route("POST", f"{WEB}/refresh", None, lambda _: {}, ends=204),  # Without a cookie.
    Route("POST", f"{WEB}/logout", None, lambda _: {}, ends=204),
    Route("POST", f"{WEB}/switch", P.SELF, lambda _: {"companyId": str(uuid7())}, ends=404),
    Route("POST", f"{WEB}/companies", P.SELF, lambda _: {"name": "Filial"}, ends=409),
    Route(
        "POST",
        f"{WEB}/register",
        None,
        lambda _: {"companyName": "Nova", "name": "Ana", "email": _email(), "password": PASSWORD},
        ends=201,
    ),
    Route(
        "POST",
        f"{WEB}/register/confirm",
        None,
        lambda _: {"token": uuid4().hex, "password": PASSWORD},
        ends=WRONG_STATE,  # No such registration: the test gets no mail.
    ),
    Route(
        "POST",
        f"{WEB}/invitations/accept",
        None,
        lambda _: {"token": uuid4().hex, "name": "Ana", "password": PASSWORD},
        ends=404,
    ),
    Route("GET", "/api/v1/auth/me/preferences", P.SELF),
    Route("PATCH", "/api/v1/auth/me/preferences", P.SELF, lambda _: {"theme": "dark"}),
    Route("GET", "/api/v1/auth/jwks.json", None),
    Route("POST", "/api/v1/auth/logout", P.SELF),
    Route("GET", "/api/v1/auth/sessions", P.SELF),
    Route("DELETE", "/api/v1/auth/sessions", P.SELF),
    Route("DELETE", "/api/v1/auth/sessions/{session_id}", P.SELF, ends=204),
    Route("GET", "/api/v1/auth/me", P.SELF),
    Route("PATCH", "/api/v1/auth/me", P.SELF, lambda _: {"name": "Maria"}),
    Route(
        "POST",
        "/api/v1/auth/password",
        P.SELF,
        lambda _: {"currentPassword": "not the password", "newPassword": PASSWORD + "!"},
    ),
    # Their passwords are wrong: with the right one the test would need an app for every later sign-in.
    Route("POST", TOTP, P.SELF, lambda _: {"currentPassword": "not the password"}, ends=422),
    Route("POST", f"{TOTP}/confirm", P.SELF, lambda _: {"code": "123456"}, ends=WRONG_STATE),
    Route("POST", f"{TOTP}/recovery-codes", P.SELF, _wrong_proof, ends=422),
    Route("DELETE", TOTP, P.SELF, _wrong_proof, ends=422),
    # No role of a company may what installation administrators do.
    *(
        Route(method, f"/api/v1/installation{path}", P.SELF, partial(_body, body), only=frozenset())
        for method, path, body in (
            ("GET", "/audit", None),
            ("GET", "/companies", None),
            ("GET", "/companies/{company_id}", None),
            ("POST", "/companies/{company_id}/suspend", {"reason": "test"}),
            ("POST", "/companies/{company_id}/resume", None),
            ("PUT", "/companies/{company_id}/limits", {"limits": {"sockets": 1}}),
        )
    ),
    Route("GET", "/api/v1/companies/current", P.COMPANY_READ),
    Route("PATCH", "/api/v1/companies/current", P.COMPANY_WRITE, lambda _: {"reopenHours": 24}),
    Route("GET", "/api/v1/companies/current/limits", P.COMPANY_READ),
    Route("PUT", "/api/v1/companies/current/limits", P.COMPANY_WRITE, lambda _: {}),
    Route(
        "POST",
        "/api/v1/companies/current/owner",
        P.USERS_WRITE,
        lambda ids: {"userId": ids.get("user_id", str(uuid7()))},
        only=OWNER,
    ),
    Route("GET", "/api/v1/users", P.USERS_READ),
    Route(
        "POST",
        "/api/v1/users",
        P.USERS_WRITE,
        lambda _: {"name": "Bia", "email": _email(), "password": PASSWORD, "role": "agent"},
    ),
    Route("GET", "/api/v1/users/invitations", P.USERS_WRITE),
    Route("POST", "/api/v1/users/invitations", P.USERS_WRITE, lambda _: {"email": _email(), "role": "agent"}),
    Route("DELETE", "/api/v1/users/invitations/{invitation_id}", P.USERS_WRITE, ends=204),
    Route("GET", "/api/v1/users/{user_id}", P.USERS_READ),
    Route("PATCH", "/api/v1/users/{user_id}", P.USERS_WRITE, lambda _: {"name": "Beatriz"}),
    Route("GET", "/api/v1/users/{user_id}/leftovers", P.USERS_WRITE),
    Route("POST", "/api/v1/users/{user_id}/leave", P.USERS_WRITE),
    Route("DELETE", "/api/v1/users/{user_id}/totp", P.USERS_WRITE, ends=202),
    Route("GET", "/api/v1/audit", P.AUDIT_READ),
    Route("GET", API_KEYS, P.APIKEYS_READ),
    Route("POST", API_KEYS, P.APIKEYS_WRITE, lambda _: {"name": "Loja", "scopes": ["contacts:read"]}),
    Route("GET", f"{API_KEYS}/{{key_id}}", P.APIKEYS_READ),
    Route("DELETE", f"{API_KEYS}/{{key_id}}", P.APIKEYS_WRITE, ends=204),
    # --- chat
    Route("GET", "/api/v1/contacts", P.CONTACTS_READ),
    Route(
        "POST",
        "/api/v1/contacts",
        P.CONTACTS_WRITE,
        lambda ids: {"name": "Caio", "phone": f"+55119{uuid4().int % 10**8:08d}"},
    ),
    Route("POST", "/api/v1/contacts/import", P.CONTACTS_IMPORT, lambda _: b"name,phone\n"),
    Route("POST", "/api/v1/contacts/imports", P.CONTACTS_IMPORT, lambda _: b"name,phone\n", ends=201),
    Route("POST", "/api/v1/contacts/imports/{import_id}/preview", P.CONTACTS_IMPORT, lambda _: {}),
    Route("POST", "/api/v1/contacts/imports/{import_id}/start", P.CONTACTS_IMPORT, lambda _: {}, ends=202),
    Route(
        "POST",
        "/api/v1/bulk/contacts",
        P.CONTACTS_WRITE,
        lambda _: {"action": "block", "ids": [str(uuid7())]},
        ends=202,
    ),
    Route(
        "POST",
        "/api/v1/bulk/tickets",
        P.TICKETS_WRITE,
        lambda _: {"action": {"type": "mark_read"}, "ids": [str(uuid7())]},
        ends=202,
    ),
    Route("GET", "/api/v1/bulk", P.CONTACTS_READ),
    Route("GET", "/api/v1/bulk/{bulk_id}", P.CONTACTS_READ),
    # The one of the test exports.
    Route("POST", "/api/v1/bulk/{bulk_id}/cancel", P.CONTACTS_WRITE, also=frozenset({P.CONTACTS_IMPORT})),
    Route("GET", "/api/v1/bulk/{bulk_id}/file", P.CONTACTS_IMPORT, ends=404),
    Route("POST", "/api/v1/bulk/{bulk_id}/file", P.CONTACTS_IMPORT, ends=404),
    Route("GET", "/api/v1/contacts/imports", P.CONTACTS_IMPORT),
    Route("POST", "/api/v1/contacts/imports/{import_id}/cancel", P.CONTACTS_IMPORT),
    Route("GET", "/api/v1/contacts/imports/{import_id}", P.CONTACTS_IMPORT),
    Route("GET", "/api/v1/contacts/imports/{import_id}/rejected", P.CONTACTS_IMPORT),
    Route("POST", "/api/v1/contacts/imports/{import_id}/rejected", P.CONTACTS_IMPORT),
    Route("GET", "/api/v1/contacts/export", P.CONTACTS_IMPORT),
    Route("POST", "/api/v1/contacts/export", P.CONTACTS_IMPORT),
    Route("GET", "/api/v1/contacts/{contact_id}", P.CONTACTS_READ),
    Route("GET", "/api/v1/contacts/{contact_id}/messages", P.TICKETS_READ),
    Route("GET", "/api/v1/contacts/{contact_id}/attachments", P.TICKETS_READ),
    Route("PATCH", "/api/v1/contacts/{contact_id}", P.CONTACTS_WRITE, lambda _: {"name": "Caio Silva"}),
    Route("POST", "/api/v1/contacts/{contact_id}/block", P.CONTACTS_WRITE),
    Route("DELETE", "/api/v1/contacts/{contact_id}/block", P.CONTACTS_WRITE),
    Route("GET", "/api/v1/contacts/erasures", P.CONTACTS_MANAGE),
    Route("GET", "/api/v1/contacts/erasures/{erasure_id}", P.CONTACTS_MANAGE),
    Route("DELETE", "/api/v1/contacts/{contact_id}", P.CONTACTS_MANAGE, ends=202),
    Route("GET", f"{CONTACT}/aliases", P.CONTACTS_READ),
    Route("GET", f"{CONTACT}/merges", P.CONTACTS_MANAGE),
    Route("POST", f"{CONTACT}/merges", P.CONTACTS_MANAGE, _other_contact, ends=404),
    Route("POST", f"{CONTACT}/merges/preview", P.CONTACTS_MANAGE, _other_contact, ends=404),
    Route("POST", f"{CONTACT}/merges/{{merge_id}}/undo", P.CONTACTS_MANAGE),
    Route("GET", "/api/v1/contacts/tags", P.CONTACTS_READ),
    Route("POST", "/api/v1/contacts/tags", P.CONTACTS_WRITE, lambda _: {"name": uuid4().hex}, ends=201),
    Route(
        "PATCH", "/api/v1/contacts/tags/{contact_tag_id}", P.CONTACTS_MANAGE, lambda _: {"color": "#0a7d4f"}
    ),
    Route(
        "POST",
        "/api/v1/contacts/tags/{contact_tag_id}/merge",
        P.CONTACTS_MANAGE,
        lambda _: {"into": str(uuid7())},
        ends=404,
    ),
    Route("DELETE", "/api/v1/contacts/tags/{contact_tag_id}", P.CONTACTS_MANAGE, ends=204),
    Route("GET", "/api/v1/contact-fields", P.CONTACTS_READ),
    Route(
        "POST",
        "/api/v1/contact-fields",
        P.CONTACTS_MANAGE,
        lambda _: {"name": uuid4().hex[:20], "kind": "text"},
        ends=201,
    ),
    Route("PATCH", "/api/v1/contact-fields/{field_id}", P.CONTACTS_MANAGE, lambda _: {"label": "Plano"}),
    Route("DELETE", "/api/v1/contact-fields/{field_id}", P.CONTACTS_MANAGE, ends=204),
    Route("GET", "/api/v1/tickets", P.TICKETS_READ),
    Route("GET", TICKET, P.TICKETS_READ),
    Route("GET", f"{TICKET}/messages", P.TICKETS_READ),
    Route("GET", f"{TICKET}/templates", P.TICKETS_READ),
    Route("GET", f"{TICKET}/attachments", P.TICKETS_READ),
    Route(
        "POST",
        "/api/v1/tickets",
        P.TICKETS_WRITE,
        lambda ids: {
            "contactId": ids.get("contact_id", str(uuid7())),
            "channelId": ids.get("channel_id", str(uuid7())),
            "message": {"text": "Bom dia", "clientMessageId": uuid4().hex},
        },
        ends=WRONG_STATE,
    ),
    Route("GET", "/api/v1/tickets/counts", P.TICKETS_READ),
    Route(
        "POST",
        f"{TICKET}/notes",
        P.TICKETS_WRITE,
        lambda _: {"text": "Quer a fatura.", "clientMessageId": uuid4().hex},
        ends=201,
    ),
    Route("PATCH", "/api/v1/notes/{note_id}", P.TICKETS_WRITE, lambda _: {"text": "Quer a fatura."}),
    Route("DELETE", "/api/v1/notes/{note_id}", P.TICKETS_WRITE, ends=204),
    Route("GET", "/api/v1/mentions", P.TICKETS_READ),
    Route("GET", "/api/v1/views", P.TICKETS_WRITE),
    Route("POST", "/api/v1/views", P.TICKETS_WRITE, lambda _: {"name": uuid4().hex}, ends=201),
    Route(
        "PATCH",
        "/api/v1/views/{view_id}",
        P.TICKETS_WRITE,
        lambda _: {"name": uuid4().hex},
        also=frozenset({P.TICKETS_MANAGE}),
    ),
    Route(
        "DELETE",
        "/api/v1/views/{view_id}",
        P.TICKETS_WRITE,
        ends=204,
        also=frozenset({P.TICKETS_MANAGE}),
    ),
    Route("GET", "/api/v1/mentions/counts", P.TICKETS_READ),
    Route("POST", "/api/v1/mentions/read", P.TICKETS_READ, ends=204),
    Route("PATCH", TICKET, P.TICKETS_WRITE, lambda _: {"priority": "high"}),
    Route("GET", f"{TICKET}/scheduled-messages", P.TICKETS_READ),
    Route(
        "POST",
        f"{TICKET}/scheduled-messages",
        P.TICKETS_WRITE,
        scheduled,
        ends=201,
    ),
    Route("GET", "/api/v1/scheduled-messages", P.TICKETS_READ),
    Route("GET", "/api/v1/scheduled-messages/{scheduled_id}", P.TICKETS_READ),
    Route(
        "PATCH",
        "/api/v1/scheduled-messages/{scheduled_id}",
        P.TICKETS_WRITE,
        lambda _: {"text": "Boa tarde"},
    ),
    Route("DELETE", "/api/v1/scheduled-messages/{scheduled_id}", P.TICKETS_WRITE, ends=204),
    Route("POST", f"{TICKET}/accept", P.TICKETS_WRITE),
    Route("POST", f"{TICKET}/take-over", P.TICKETS_MANAGE),
    Route("POST", f"{TICKET}/assign", P.TICKETS_WRITE, lambda _: {"assigneeId": None}),
    Route(
        "POST", f"{TICKET}/transfer", P.TICKETS_WRITE, lambda _: {"queueId": None, "note": "Quer a fatura."}
    ),
    Route("POST", f"{TICKET}/snooze", P.TICKETS_WRITE, lambda _: {}),
    Route("POST", f"{TICKET}/reopen", P.TICKETS_WRITE),
    Route("POST", f"{TICKET}/unread", P.TICKETS_WRITE),
    Route("PUT", f"{TICKET}/participants/{{user_id}}", P.TICKETS_WRITE),
    Route("DELETE", f"{TICKET}/participants/{{user_id}}", P.TICKETS_WRITE),
    Route(
        "POST",
        f"{TICKET}/messages",
        P.TICKETS_WRITE,
        lambda _: {"text": "Bom dia", "clientMessageId": uuid4().hex},
        ends=201,
    ),
    Route(
        "POST",
        "/api/v1/messages/{message_id}/resend",
        P.TICKETS_WRITE,
        lambda _: {"clientMessageId": uuid4().hex},
        ends=WRONG_STATE,  # It came in.
    ),
    Route(
        "POST",
        "/api/v1/messages/{message_id}/forward",
        P.TICKETS_WRITE,
        lambda ids: {"ticketId": ids.get("ticket_id", str(uuid7())), "clientMessageId": uuid4().hex},
        ends=201,
    ),
    Route("POST", f"{TICKET}/read", P.TICKETS_WRITE),
    Route("POST", f"{TICKET}/typing", P.TICKETS_WRITE, ends=204),
    Route("POST", f"{TICKET}/close", P.TICKETS_WRITE),
    Route("POST", f"{TICKET}/hold", P.TICKETS_WRITE, lambda _: {}, ends=WRONG_STATE),
    Route("POST", f"{TICKET}/hand-over", P.TICKETS_WRITE, lambda _: {}, ends=WRONG_STATE),
    Route("PUT", f"{TICKET}/tags/{{tag_id}}", P.TICKETS_WRITE),
    Route("DELETE", f"{TICKET}/tags/{{tag_id}}", P.TICKETS_WRITE),
    Route("GET", "/api/v1/policies", P.TICKETS_READ),
    Route("PATCH", "/api/v1/policies", P.TICKETS_MANAGE, lambda _: {"visibility": "queues"}),
    Route("GET", "/api/v1/policies/channels", P.TICKETS_READ),
    Route("GET", CHANNEL_POLICIES, P.TICKETS_READ),
    Route("PATCH", CHANNEL_POLICIES, P.TICKETS_MANAGE, lambda _: {"greeting": "Oi!"}),
    Route("DELETE", CHANNEL_POLICIES, P.TICKETS_MANAGE, ends=204),
    Route("GET", "/api/v1/queues", P.TICKETS_READ),
    Route("POST", "/api/v1/queues", P.TICKETS_MANAGE, lambda _: {"name": uuid4().hex}, ends=201),
    Route("GET", QUEUE, P.TICKETS_READ),
    Route("PATCH", QUEUE, P.TICKETS_MANAGE, lambda _: {"name": uuid4().hex}),
    Route("DELETE", QUEUE, P.TICKETS_MANAGE, ends=204),
    Route("GET", f"{QUEUE}/opening", P.TICKETS_READ),
    Route("GET", f"{QUEUE}/members", P.TICKETS_READ),
    Route("PUT", f"{QUEUE}/members/{{member_id}}", P.TICKETS_MANAGE),
    Route("DELETE", f"{QUEUE}/members/{{member_id}}", P.TICKETS_MANAGE),
    Route("GET", "/api/v1/search/messages", P.TICKETS_READ),
    Route("GET", "/api/v1/tags", P.TICKETS_READ),
    Route("POST", "/api/v1/tags", P.TICKETS_WRITE, lambda _: {"name": uuid4().hex}, ends=201),
    Route("PATCH", "/api/v1/tags/{tag_id}", P.TICKETS_WRITE, lambda _: {"name": uuid4().hex}),
    Route("DELETE", "/api/v1/tags/{tag_id}", P.TICKETS_WRITE, ends=204),
    Route("GET", "/api/v1/satisfaction", P.TICKETS_READ),
    Route("GET", SATISFACTION, P.TICKETS_READ),
    Route(
        "POST",
        SATISFACTION,
        P.TICKETS_MANAGE,
        lambda _: {"question": "Como foi?", "active": False},
        ends=201,
    ),
    Route(
        "PATCH",
        f"{SATISFACTION}/{{satisfaction_policy_id}}",
        P.TICKETS_MANAGE,
        lambda _: {"question": uuid4().hex},
    ),
    Route("DELETE", f"{SATISFACTION}/{{satisfaction_policy_id}}", P.TICKETS_MANAGE, ends=204),
    # Its customer was not asked.
    Route("GET", f"{TICKET}/satisfaction", P.TICKETS_READ, ends=404),
    Route("GET", SLA_POLICIES, P.TICKETS_READ),
    Route("POST", SLA_POLICIES, P.TICKETS_MANAGE, lambda _: {"firstReplyMinutes": 15}, ends=201),
    Route(
        "PATCH",
        f"{SLA_POLICIES}/{{sla_policy_id}}",
        P.TICKETS_MANAGE,
        lambda _: {"firstReplyMinutes": 1 + uuid4().int % 1000},
    ),
    Route("DELETE", f"{SLA_POLICIES}/{{sla_policy_id}}", P.TICKETS_MANAGE, ends=204),
    Route("GET", f"{TICKET}/sla", P.TICKETS_READ),
    Route("GET", AUTOMATIONS, P.TICKETS_MANAGE),
    Route("POST", AUTOMATIONS, P.TICKETS_MANAGE, _automation, ends=201),
    Route("PUT", f"{AUTOMATIONS}/order", P.TICKETS_MANAGE, lambda _: {"ids": [str(uuid4())]}, ends=422),
    Route("GET", f"{AUTOMATIONS}/{{automation_id}}", P.TICKETS_MANAGE),
    Route("PATCH", f"{AUTOMATIONS}/{{automation_id}}", P.TICKETS_MANAGE, lambda _: {"active": False}),
    Route("DELETE", f"{AUTOMATIONS}/{{automation_id}}", P.TICKETS_MANAGE, ends=204),
    Route("GET", f"{AUTOMATIONS}/{{automation_id}}/runs", P.TICKETS_MANAGE),
    Route(
        "POST",
        f"{AUTOMATIONS}/{{automation_id}}/test",
        P.TICKETS_MANAGE,
        lambda ids: {"ticketId": ids.get("ticket_id", str(uuid4()))},
    ),
    Route("GET", MACROS, P.TICKETS_READ),
    Route("POST", MACROS, P.TICKETS_MANAGE, _macro, ends=201),
    Route("GET", f"{MACROS}/{{macro_id}}", P.TICKETS_READ),
    Route("PATCH", f"{MACROS}/{{macro_id}}", P.TICKETS_MANAGE, lambda _: {"name": uuid4().hex}),
    Route("DELETE", f"{MACROS}/{{macro_id}}", P.TICKETS_MANAGE, ends=204),
    Route("POST", f"{TICKET}/macros/{{macro_id}}", P.TICKETS_WRITE),
    Route("GET", QUICK_REPLIES, P.TICKETS_READ),
    Route("POST", QUICK_REPLIES, P.TICKETS_WRITE, _quick_reply, ends=201),
    Route("GET", f"{QUICK_REPLIES}/{{quick_reply_id}}", P.TICKETS_READ),
    Route(
        "POST",
        f"{QUICK_REPLIES}/{{quick_reply_id}}/render",
        P.TICKETS_WRITE,
        lambda ids: {"ticketId": ids.get("ticket_id", str(uuid4()))},
    ),
    # Those that the test makes are shared.
    Route(
        "PATCH",
        f"{QUICK_REPLIES}/{{quick_reply_id}}",
        P.TICKETS_WRITE,
        lambda _: {"title": "Oi"},
        only=MANAGERS,
        also=frozenset({P.TICKETS_MANAGE}),
    ),
    Route(
        "DELETE",
        f"{QUICK_REPLIES}/{{quick_reply_id}}",
        P.TICKETS_WRITE,
        only=MANAGERS,
        also=frozenset({P.TICKETS_MANAGE}),
        ends=204,
    ),
    Route("GET", "/api/v1/drafts", P.TICKETS_WRITE),
    Route("GET", DRAFT, P.TICKETS_WRITE, ends=404),  # Written by nobody who asks for it here.
    Route("PUT", DRAFT, P.TICKETS_WRITE, lambda _: {"text": "Bom dia!"}),
    Route("DELETE", DRAFT, P.TICKETS_WRITE, ends=204),
    Route("GET", "/api/v1/presence", P.TICKETS_READ),
    Route("GET", "/api/v1/live", P.REPORTS_READ),
    Route("PUT", "/api/v1/presence", P.SELF, lambda _: {"status": "busy"}),
    Route("GET", "/api/v1/events", P.TICKETS_READ),
    Route("GET", WEBHOOKS, P.WEBHOOKS_READ),
    Route(
        "POST",
        WEBHOOKS,
        P.WEBHOOKS_WRITE,
        lambda _: {"url": "https://127.0.0.1:1/"},
        also=_ALL_EVENTS,
        ends=201,
    ),
    Route("GET", WEBHOOK, P.WEBHOOKS_READ),
    Route("PATCH", WEBHOOK, P.WEBHOOKS_WRITE, lambda _: {"description": "ERP"}, also=_ALL_EVENTS),
    Route("DELETE", WEBHOOK, P.WEBHOOKS_WRITE, ends=204),
    Route("POST", f"{WEBHOOK}/rotate-secret", P.WEBHOOKS_WRITE, lambda _: {}, also=_ALL_EVENTS),
    Route("POST", f"{WEBHOOK}/test", P.WEBHOOKS_WRITE),
    Route("GET", f"{WEBHOOK}/deliveries", P.WEBHOOKS_READ),
    Route("GET", f"{WEBHOOK}/deliveries/{{delivery_id}}", P.WEBHOOKS_READ),
    Route("POST", f"{WEBHOOK}/deliveries/{{delivery_id}}/redeliver", P.WEBHOOKS_WRITE, ends=202),
    # --- campaign
    Route("GET", CAMPAIGNS, P.CAMPAIGNS_READ),
    Route(
        "POST",
        CAMPAIGNS,
        P.CAMPAIGNS_WRITE,
        lambda ids: {"name": "Junho", "message": "oi", "channelId": ids.get("channel_id", str(uuid7()))},
    ),
    Route("GET", CAMPAIGN, P.CAMPAIGNS_READ),
    Route("PATCH", CAMPAIGN, P.CAMPAIGNS_WRITE, lambda _: {"name": "Julho"}),
    Route(
        "POST",
        f"{CAMPAIGN}/targets",
        P.CAMPAIGNS_WRITE,
        lambda ids: {"contactIds": [ids.get("contact_id", str(uuid7()))]},
    ),
    Route("GET", f"{CAMPAIGN}/targets", P.CAMPAIGNS_READ),
    Route("POST", f"{CAMPAIGN}/targets/preview", P.CAMPAIGNS_WRITE, lambda _: b"phone\n"),
    Route("POST", f"{CAMPAIGN}/targets/import", P.CAMPAIGNS_WRITE, lambda _: b"phone\n", ends=202),
    Route(
        "POST",
        f"{CAMPAIGNS}/preview",
        P.CAMPAIGNS_READ,
        lambda _: {"message": "Oi", "segment": {"tag": "vip"}},
    ),
    Route("GET", f"{CAMPAIGN}/targets/{{source_id}}/problems", P.CAMPAIGNS_READ),
    Route("GET", f"{CAMPAIGN}/targets/{{source_id}}/problems/export", P.CAMPAIGNS_READ),
    Route("POST", f"{CAMPAIGN}/targets/{{source_id}}/problems/export", P.CAMPAIGNS_READ),
    Route("DELETE", f"{CAMPAIGN}/targets/{{source_id}}", P.CAMPAIGNS_WRITE, ends=204),
    Route("GET", f"{CAMPAIGN}/recipients", P.CAMPAIGNS_READ),
    Route("GET", f"{CAMPAIGN}/recipients/export", P.CAMPAIGNS_READ),
    Route("POST", f"{CAMPAIGN}/recipients/export", P.CAMPAIGNS_READ),
    Route("GET", f"{CAMPAIGN}/progress", P.CAMPAIGNS_READ),
    Route("GET", f"{CAMPAIGN}/estimate", P.CAMPAIGNS_READ),
    Route("GET", f"{CAMPAIGN}/variants", P.CAMPAIGNS_READ),
    Route(
        "POST",
        f"{CAMPAIGN}/preview",
        P.CAMPAIGNS_READ,
        lambda ids: {"contactId": ids.get("contact_id", str(uuid7()))},
    ),
    Route("POST", f"{CAMPAIGN}/test-send", P.CAMPAIGNS_RUN, lambda _: {"phone": "+5511987650000"}, ends=202),
    Route("GET", f"{CAMPAIGN}/test-sends", P.CAMPAIGNS_READ),
    Route("GET", f"{CAMPAIGN}/history", P.CAMPAIGNS_READ),
    Route("POST", f"{CAMPAIGN}/duplicate", P.CAMPAIGNS_WRITE, ends=201),
    Route("POST", f"{CAMPAIGN}/archive", P.CAMPAIGNS_WRITE),
    Route("POST", f"{CAMPAIGN}/unarchive", P.CAMPAIGNS_WRITE),
    Route("POST", f"{CAMPAIGN}/start", P.CAMPAIGNS_RUN, ends=WRONG_STATE),
    Route("POST", f"{CAMPAIGN}/pause", P.CAMPAIGNS_RUN, ends=WRONG_STATE),
    Route("POST", f"{CAMPAIGN}/resume", P.CAMPAIGNS_RUN, ends=WRONG_STATE),
    Route("POST", f"{CAMPAIGN}/finish", P.CAMPAIGNS_RUN, ends=WRONG_STATE),
    Route("POST", f"{CAMPAIGN}/cancel", P.CAMPAIGNS_RUN, ends=WRONG_STATE),
    Route("DELETE", CAMPAIGN, P.CAMPAIGNS_WRITE, ends=204),
    Route("GET", "/api/v1/segments", P.CAMPAIGNS_READ),
    Route(
        "POST",
        "/api/v1/segments",
        P.CAMPAIGNS_WRITE,
        lambda _: {"name": uuid4().hex, "filter": {"tag": "vip"}},
    ),
    Route("GET", "/api/v1/segments/{segment_id}", P.CAMPAIGNS_READ),
    Route("PATCH", "/api/v1/segments/{segment_id}", P.CAMPAIGNS_WRITE, lambda _: {"name": uuid4().hex}),
    Route("GET", "/api/v1/segments/{segment_id}/contacts", P.CAMPAIGNS_READ),
    Route("GET", "/api/v1/segments/{segment_id}/estimate", P.CAMPAIGNS_READ),
    Route("DELETE", "/api/v1/segments/{segment_id}", P.CAMPAIGNS_WRITE, ends=204),
    Route("GET", "/api/v1/opt-outs", P.OPTOUTS_READ),
    Route("POST", "/api/v1/opt-outs", P.OPTOUTS_WRITE, lambda _: {"phone": "+5511987650000"}),
    Route("POST", "/api/v1/opt-outs/import", P.OPTOUTS_WRITE, lambda _: b"phone\n"),
    Route("GET", "/api/v1/opt-outs/export", P.OPTOUTS_READ),
    Route("POST", "/api/v1/opt-outs/export", P.OPTOUTS_READ),
    Route("GET", "/api/v1/opt-outs/imports/{file_id}/rejected", P.OPTOUTS_WRITE),
    Route("POST", "/api/v1/opt-outs/imports/{file_id}/rejected", P.OPTOUTS_WRITE),
    Route("GET", "/api/v1/opt-outs/settings", P.OPTOUTS_READ),
    Route("PUT", "/api/v1/opt-outs/settings", P.COMPANY_WRITE, lambda _: {"leave": ["parar"], "return": []}),
    Route("GET", "/api/v1/opt-outs/{opt_out_id}/history", P.OPTOUTS_READ),
    Route("DELETE", "/api/v1/opt-outs/{opt_out_id}", P.OPTOUTS_WRITE, ends=204),
    # --- provider-gateway
    Route("GET", "/api/v1/channels", P.CHANNELS_READ),
    Route(
        "POST",
        "/api/v1/channels",
        P.CHANNELS_WRITE,
        lambda _: {
            "name": "Segundo",
            "provider": "whatsapp_cloud",
            "phoneNumberId": str(400000000000000 + uuid4().int % 10**12),
            "accessToken": "EAAG" + uuid4().hex,
            "appSecret": uuid4().hex,
        },
    ),
    Route("GET", "/api/v1/channels/{channel_id}", P.CHANNELS_READ),
    Route("GET", "/api/v1/channels/{channel_id}/events", P.CHANNELS_READ),
    Route("POST", "/api/v1/channels/{channel_id}/test", P.CHANNELS_WRITE),
    Route("GET", "/api/v1/channels/{channel_id}/health", P.CHANNELS_READ),
    Route("GET", TEMPLATES, P.CHANNELS_READ),
    # The channels of the matrix name no account, which templates belong to.
    Route(
        "POST",
        TEMPLATES,
        P.CHANNELS_WRITE,
        lambda _: {
            "name": "boas_vindas",
            "language": "pt_BR",
            "category": "UTILITY",
            "components": [{"type": "BODY", "text": "Oi."}],
        },
        ends=WRONG_STATE,
    ),
    Route("POST", f"{TEMPLATES}/sync", P.CHANNELS_WRITE, ends=WRONG_STATE),
    Route("GET", f"{TEMPLATES}/{{template_id}}", P.CHANNELS_READ),
    Route(
        "PATCH",
        f"{TEMPLATES}/{{template_id}}",
        P.CHANNELS_WRITE,
        lambda _: {"components": [{"type": "BODY", "text": "Olá."}]},
    ),
    Route("DELETE", f"{TEMPLATES}/{{template_id}}", P.CHANNELS_WRITE, ends=204),
    # The channels of the matrix are no linked devices.
    Route("POST", f"{CHANNEL}/pairing", P.CHANNELS_WRITE, lambda _: {"method": "qr"}, ends=WRONG_STATE),
    Route("GET", f"{CHANNEL}/pairing", P.CHANNELS_WRITE, ends=WRONG_STATE),
    Route("POST", f"{CHANNEL}/reconnect", P.CHANNELS_WRITE, ends=WRONG_STATE),
    Route("POST", f"{CHANNEL}/logout", P.CHANNELS_WRITE, ends=WRONG_STATE),
    Route("PATCH", "/api/v1/channels/{channel_id}", P.CHANNELS_WRITE, lambda _: {"name": "Primeiro"}),
    Route("DELETE", "/api/v1/channels/{channel_id}", P.CHANNELS_WRITE, ends=204),
    Route("POST", "/api/v1/media", P.TICKETS_WRITE, lambda _: b"%PDF-1.4\n", ends=201),
    Route("GET", "/api/v1/media/{media_id}", P.TICKETS_READ),
    Route("POST", "/api/v1/media/links", P.TICKETS_READ, lambda _: {"ids": [str(uuid7())]}),
    # By its signature, which the matrix does not have.
    Route("GET", "/api/v1/media/{media_id}/file", None, ends=404),
    Route("GET", "/api/v1/media/{media_id}/thumbnail", None, ends=404),
    # --- reporting
    Route("GET", "/api/v1/reports/campaigns", P.REPORTS_READ),
    Route("GET", "/api/v1/reports/campaigns/export", P.REPORTS_READ),
    Route("POST", "/api/v1/reports/campaigns/export", P.REPORTS_READ),
    Route("GET", "/api/v1/reports/campaigns/{campaign_id}", P.REPORTS_READ),
    Route("GET", "/api/v1/reports/campaigns/{campaign_id}/variants/export", P.REPORTS_READ),
    Route("POST", "/api/v1/reports/campaigns/{campaign_id}/variants/export", P.REPORTS_READ),
    Route("GET", "/api/v1/reports/campaigns/{campaign_id}/export.csv", P.REPORTS_READ),
    Route("POST", "/api/v1/reports/campaigns/{campaign_id}/export.csv", P.REPORTS_READ),
    Route("GET", "/api/v1/reports/campaigns/{campaign_id}/curve", P.REPORTS_READ),
    Route("GET", "/api/v1/reports/campaigns/{campaign_id}/export.xlsx", P.REPORTS_READ),
    Route("POST", "/api/v1/reports/campaigns/{campaign_id}/export.xlsx", P.REPORTS_READ),
    Route("GET", "/api/v1/reports/agents", P.REPORTS_READ),
    Route("GET", "/api/v1/reports/channels", P.REPORTS_READ),
    Route("GET", "/api/v1/reports/delivery-errors", P.REPORTS_READ),
    Route("GET", "/api/v1/reports/opt-outs", P.REPORTS_READ),
    *(
        Route(method, f"/api/v1/reports/{name}/export", P.REPORTS_READ)
        for name in (
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
        for method in ("GET", "POST")
    ),
    Route("GET", "/api/v1/reports/daily", P.REPORTS_READ),
    Route("GET", "/api/v1/reports/hourly", P.REPORTS_READ),
    Route("GET", "/api/v1/reports/queues", P.REPORTS_READ),
    Route("GET", "/api/v1/reports/summary", P.REPORTS_READ),
    Route("GET", "/api/v1/reports/tags", P.REPORTS_READ),
    Route("GET", "/api/v1/reports/templates", P.REPORTS_READ),
    Route("GET", SCHEDULES, P.REPORTS_READ),
    Route("POST", SCHEDULES, P.REPORTS_MANAGE, report_schedule, ends=201),
    Route("GET", f"{SCHEDULES}/{{schedule_id}}", P.REPORTS_READ),
    Route("PATCH", f"{SCHEDULES}/{{schedule_id}}", P.REPORTS_MANAGE, lambda _: {"hour": 9}),
    Route("DELETE", f"{SCHEDULES}/{{schedule_id}}", P.REPORTS_MANAGE, ends=204),
    Route("POST", f"{SCHEDULES}/{{schedule_id}}/send", P.REPORTS_MANAGE, ends=202),
    Route("GET", f"{SCHEDULES}/{{schedule_id}}/runs", P.REPORTS_READ),
    # A key is no recipient.
    Route("DELETE", f"{SCHEDULES}/{{schedule_id}}/recipients/me", P.REPORTS_READ, ends=204),
    Route("GET", EXPORTS, P.REPORTS_READ),
    Route("POST", EXPORTS, P.REPORTS_READ, lambda _: {"report": "daily"}, ends=202),
    # Others' exports are for who manages reports.
    Route("GET", f"{EXPORTS}/{{export_id}}", P.REPORTS_READ, also=frozenset({P.REPORTS_MANAGE})),
    Route("DELETE", f"{EXPORTS}/{{export_id}}", P.REPORTS_READ, also=frozenset({P.REPORTS_MANAGE}), ends=204),
    *(
        Route(method, f"{EXPORTS}/{{export_id}}/file", P.REPORTS_READ, also=frozenset({P.REPORTS_MANAGE}))
        for method in ("GET", "POST")
    ),
)

PUBLIC: Final = [route for route in ROUTES if route.permission is None]

GUARDED: Final = [route for route in ROUTES if route.permission is not None]

ONE_OF_EACH_SERVICE: Final = {
    f"GET {path}"
    for path in ("/api/v1/auth/me", "/api/v1/tickets", CAMPAIGNS, "/api/v1/channels", "/api/v1/reports/daily")
}

TRIED_EVERYWHERE: Final = (
    "garbage",
    "alg none",
    "HS256 with the public key, raw",
    "unknown kid",
    "expired",
    "wrong audience",
    "wrong issuer",
    "missing typ",
)
"""The rest of `DEFECTS` is tried on `ONE_OF_EACH_SERVICE`: one verifier serves all routes of a service."""

WITH_IDS: Final = [route for route in ROUTES if route.parameters and route.only]
