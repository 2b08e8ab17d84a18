"""A change leaves an entry in the audit log, in whichever service.

`WRITES` and `WRITES_NONE` name every operation that may change something. One that is in neither
fails: state here, with a new route, what of it is kept, or why nothing is.
"""

from typing import Any, Final

from route import EXPORTS, SCHEDULES, report_schedule
from system import PASSWORD, System, eventually

from atende_contracts.audit_actions import Action
from atende_contracts.audit_actions import Action as A
from atende_sandbox.services import SERVICES

AUDIT: Final = "/api/v1/audit"
CAMPAIGN: Final = "/api/v1/campaigns/{campaign_id}"
TICKET: Final = "/api/v1/tickets/{ticket_id}"
WEB: Final = "/api/v1/auth/web"
WEBHOOK: Final = "/api/v1/webhooks/{webhook_id}"
TEMPLATES: Final = "/api/v1/channels/{channel_id}/templates"
RECIPIENTS_EXPORT: Final = f"{CAMPAIGN}/recipients/export"
OPT_OUTS_EXPORT: Final = "/api/v1/opt-outs/export"
CONTACTS_EXPORT: Final = "/api/v1/contacts/export"
EXPORT: Final = "/api/v1/reports/campaigns/{campaign_id}/export.csv"
WORKBOOK: Final = "/api/v1/reports/campaigns/{campaign_id}/export.xlsx"
EXPORT_FILE: Final = f"{EXPORTS}/{{export_id}}/file"
TAKEN_OUT: Final = (EXPORT, WORKBOOK, RECIPIENTS_EXPORT, OPT_OUTS_EXPORT, CONTACTS_EXPORT, EXPORT_FILE)
"""What is taken out of the system as a file."""
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

WRITES: Final[dict[str, set[Action]]] = {
    # --- auth
    "POST /api/v1/auth/register": {A.COMPANY_REGISTERED, A.SESSION_STARTED},
    "POST /api/v1/auth/login": {A.SESSION_STARTED, A.USER_SIGN_IN_REFUSED, A.USER_RECOVERY_CODE_USED},
    "POST /api/v1/auth/register/confirm": {A.COMPANY_REGISTERED, A.SESSION_STARTED},
    "POST /api/v1/auth/companies": {A.COMPANY_REGISTERED, A.SESSION_STARTED},
    "POST /api/v1/auth/password/reset/revoke": {A.API_KEY_REVOKED, A.USER_CHANGED},
    "POST /api/v1/auth/email": {A.USER_TOTP_REFUSED},
    "POST /api/v1/auth/email/confirm": {A.USER_EMAIL_CHANGED},
    "POST /api/v1/auth/login/company": {A.SESSION_STARTED},
    "POST /api/v1/auth/sessions/switch": {A.SESSION_STARTED},
    "POST /api/v1/auth/totp/reset/confirm": {A.USER_TOTP_DISABLED},
    "POST /api/v1/auth/refresh": {A.SESSION_REVOKED},
    "POST /api/v1/auth/logout": {A.SESSION_ENDED},
    "DELETE /api/v1/auth/sessions": {A.SESSION_ENDED},
    "DELETE /api/v1/auth/sessions/{session_id}": {A.SESSION_ENDED},
    f"POST {WEB}/login": {A.SESSION_STARTED, A.USER_SIGN_IN_REFUSED, A.USER_RECOVERY_CODE_USED},
    f"POST {WEB}/login/company": {A.SESSION_STARTED},
    f"POST {WEB}/refresh": {A.SESSION_REVOKED},
    f"POST {WEB}/logout": {A.SESSION_ENDED},
    f"POST {WEB}/switch": {A.SESSION_STARTED, A.SESSION_ENDED},
    f"POST {WEB}/companies": {A.COMPANY_REGISTERED, A.SESSION_STARTED, A.SESSION_ENDED},
    f"POST {WEB}/register": {A.COMPANY_REGISTERED, A.SESSION_STARTED},
    f"POST {WEB}/register/confirm": {A.COMPANY_REGISTERED, A.SESSION_STARTED},
    f"POST {WEB}/invitations/accept": {A.INVITATION_ACCEPTED, A.SESSION_STARTED},
    "PATCH /api/v1/auth/me": {A.USER_CHANGED},
    "POST /api/v1/auth/password": {A.USER_PASSWORD_CHANGED},
    "POST /api/v1/auth/password/reset": {A.USER_PASSWORD_RESET_REQUESTED},
    "POST /api/v1/auth/password/reset/confirm": {
        A.USER_PASSWORD_RESET,
        A.API_KEY_REVOKED,
        A.INVITATION_REVOKED,
        A.USER_TOTP_REFUSED,
    },
    "POST /api/v1/auth/invitations/accept": {A.INVITATION_ACCEPTED, A.SESSION_STARTED},
    "POST /api/v1/auth/totp/confirm": {A.USER_TOTP_ENABLED, A.USER_TOTP_REFUSED},
    "POST /api/v1/auth/totp/recovery-codes": {A.USER_RECOVERY_CODES_REPLACED, A.USER_TOTP_REFUSED},
    "DELETE /api/v1/auth/totp": {A.USER_TOTP_DISABLED, A.USER_TOTP_REFUSED},
    "DELETE /api/v1/users/{user_id}/totp": {A.USER_TOTP_RESET},
    "POST /api/v1/users": {A.USER_CREATED, A.INVITATION_CREATED},
    "PATCH /api/v1/users/{user_id}": {A.USER_CHANGED},
    "POST /api/v1/users/{user_id}/leave": {A.USER_CHANGED, A.API_KEY_REVOKED, A.INVITATION_REVOKED},
    "POST /api/v1/users/invitations": {A.INVITATION_CREATED},
    "DELETE /api/v1/users/invitations/{invitation_id}": {A.INVITATION_REVOKED},
    "PATCH /api/v1/companies/current": {A.COMPANY_CHANGED},
    "PUT /api/v1/companies/current/limits": {A.COMPANY_CHANGED},
    "POST /api/v1/companies/current/owner": {A.COMPANY_HANDED_OVER},
    "POST /api/v1/api-keys": {A.API_KEY_CREATED},
    "DELETE /api/v1/api-keys/{key_id}": {A.API_KEY_REVOKED},
    "POST /api/v1/installation/companies/{company_id}/suspend": {A.COMPANY_SUSPENDED},
    "POST /api/v1/installation/companies/{company_id}/resume": {A.COMPANY_RESUMED},
    "PUT /api/v1/installation/companies/{company_id}/limits": {A.COMPANY_LIMITS_GRANTED},
    # --- chat
    "POST /api/v1/tags": {A.TAG_CREATED},
    "PATCH /api/v1/tags/{tag_id}": {A.TAG_CHANGED},
    "DELETE /api/v1/tags/{tag_id}": {A.TAG_ARCHIVED},
    "POST /api/v1/satisfaction/policies": {A.SATISFACTION_POLICY_CREATED},
    "PATCH /api/v1/satisfaction/policies/{satisfaction_policy_id}": {A.SATISFACTION_POLICY_CHANGED},
    "DELETE /api/v1/satisfaction/policies/{satisfaction_policy_id}": {A.SATISFACTION_POLICY_DELETED},
    "POST /api/v1/sla/policies": {A.SLA_POLICY_CREATED},
    "PATCH /api/v1/sla/policies/{sla_policy_id}": {A.SLA_POLICY_CHANGED},
    "DELETE /api/v1/sla/policies/{sla_policy_id}": {A.SLA_POLICY_DELETED},
    "POST /api/v1/automations": {A.AUTOMATION_CREATED},
    "PUT /api/v1/automations/order": {A.AUTOMATION_CHANGED},
    "PATCH /api/v1/automations/{automation_id}": {A.AUTOMATION_CHANGED},
    "DELETE /api/v1/automations/{automation_id}": {A.AUTOMATION_DELETED},
    "POST /api/v1/macros": {A.MACRO_CREATED},
    "PATCH /api/v1/macros/{macro_id}": {A.MACRO_CHANGED},
    "DELETE /api/v1/macros/{macro_id}": {A.MACRO_DELETED},
    "POST /api/v1/quick-replies": {A.QUICK_REPLY_CREATED},
    "PATCH /api/v1/quick-replies/{quick_reply_id}": {A.QUICK_REPLY_CHANGED},
    "DELETE /api/v1/quick-replies/{quick_reply_id}": {A.QUICK_REPLY_DELETED},
    "PATCH /api/v1/policies": {A.POLICIES_CHANGED},
    "PATCH /api/v1/policies/channels/{channel_id}": {A.POLICIES_CHANNEL_CHANGED},
    "DELETE /api/v1/policies/channels/{channel_id}": {A.POLICIES_CHANNEL_CHANGED},
    "POST /api/v1/queues": {A.QUEUE_CREATED},
    "PATCH /api/v1/queues/{queue_id}": {A.QUEUE_CHANGED},
    "DELETE /api/v1/queues/{queue_id}": {A.QUEUE_ARCHIVED},
    "PUT /api/v1/queues/{queue_id}/members/{member_id}": {A.QUEUE_MEMBER_ADDED},
    "DELETE /api/v1/queues/{queue_id}/members/{member_id}": {A.QUEUE_MEMBER_REMOVED},
    "POST /api/v1/contacts/{contact_id}/block": {A.CONTACT_BLOCKED},
    "DELETE /api/v1/contacts/{contact_id}/block": {A.CONTACT_UNBLOCKED},
    "DELETE /api/v1/contacts/{contact_id}": {A.CONTACT_DELETED},
    "POST /api/v1/contacts/{contact_id}/exports": {A.CONTACT_EXPORTED},
    "POST /api/v1/contacts/{contact_id}/merges": {A.CONTACTS_MERGED},
    "POST /api/v1/contacts/{contact_id}/merges/{merge_id}/undo": {A.CONTACTS_MERGE_UNDONE},
    "POST /api/v1/contacts/tags": {A.CONTACT_TAG_CREATED},
    "PATCH /api/v1/contacts/tags/{contact_tag_id}": {A.CONTACT_TAG_CHANGED},
    "POST /api/v1/contacts/tags/{contact_tag_id}/merge": {A.CONTACT_TAG_MERGED},
    "DELETE /api/v1/contacts/tags/{contact_tag_id}": {A.CONTACT_TAG_DELETED},
    "POST /api/v1/contact-fields": {A.CONTACT_FIELD_CREATED},
    "PATCH /api/v1/contact-fields/{field_id}": {A.CONTACT_FIELD_CHANGED},
    "DELETE /api/v1/contact-fields/{field_id}": {A.CONTACT_FIELD_DELETED},
    "POST /api/v1/webhooks": {A.WEBHOOK_CREATED},
    f"PATCH {WEBHOOK}": {A.WEBHOOK_CHANGED},
    f"DELETE {WEBHOOK}": {A.WEBHOOK_DELETED},
    f"POST {WEBHOOK}/rotate-secret": {A.WEBHOOK_SECRET_ROTATED},
    "POST /api/v1/contacts/import": {A.CONTACT_IMPORT_STARTED},
    "POST /api/v1/bulk/contacts": {A.BULK_STARTED},
    "POST /api/v1/bulk/tickets": {A.BULK_STARTED},
    "POST /api/v1/bulk/{bulk_id}/cancel": {A.BULK_CANCELLED},
    "POST /api/v1/contacts/imports/{import_id}/start": {A.CONTACT_IMPORT_STARTED},
    "POST /api/v1/contacts/imports/{import_id}/cancel": {A.CONTACT_IMPORT_CANCELLED},
    # --- campaign
    "POST /api/v1/campaigns": {A.CAMPAIGN_CREATED},
    f"PATCH {CAMPAIGN}": {A.CAMPAIGN_CHANGED},
    f"DELETE {CAMPAIGN}": {A.CAMPAIGN_DELETED},
    f"POST {CAMPAIGN}/targets": {A.CAMPAIGN_TARGETS_ADDED},
    f"POST {CAMPAIGN}/targets/import": {A.CAMPAIGN_TARGETS_ADDED},
    f"DELETE {CAMPAIGN}/targets/{{source_id}}": {A.CAMPAIGN_TARGETS_REMOVED},
    f"POST {CAMPAIGN}/test-send": {A.CAMPAIGN_TEST_SENT},
    f"POST {CAMPAIGN}/start": {A.CAMPAIGN_STARTED},
    f"POST {CAMPAIGN}/pause": {A.CAMPAIGN_PAUSED},
    f"POST {CAMPAIGN}/resume": {A.CAMPAIGN_RESUMED},
    f"POST {CAMPAIGN}/finish": {A.CAMPAIGN_FINISHED},
    f"POST {CAMPAIGN}/cancel": {A.CAMPAIGN_CANCELLED},
    f"POST {CAMPAIGN}/duplicate": {A.CAMPAIGN_CREATED},
    f"POST {CAMPAIGN}/archive": {A.CAMPAIGN_ARCHIVED},
    f"POST {CAMPAIGN}/unarchive": {A.CAMPAIGN_UNARCHIVED},
    "POST /api/v1/segments": {A.SEGMENT_CREATED},
    "PATCH /api/v1/segments/{segment_id}": {A.SEGMENT_CHANGED},
    "DELETE /api/v1/segments/{segment_id}": {A.SEGMENT_DELETED},
    "POST /api/v1/opt-outs": {A.OPT_OUT_RECORDED},
    "DELETE /api/v1/opt-outs/{opt_out_id}": {A.OPT_OUT_WITHDRAWN},
    "PUT /api/v1/opt-outs/settings": {A.OPT_OUT_SETTINGS_CHANGED},
    "POST /api/v1/opt-outs/import": {A.OPT_OUTS_IMPORTED},
    # --- provider-gateway
    "POST /api/v1/channels": {A.CHANNEL_CONNECTED},
    "PATCH /api/v1/channels/{channel_id}": {A.CHANNEL_CHANGED, A.CHANNEL_CREDENTIALS_CHANGED},
    "DELETE /api/v1/channels/{channel_id}": {A.CHANNEL_DISCONNECTED},
    "POST /api/v1/channels/{channel_id}/pairing": {A.CHANNEL_PAIRING_STARTED},
    "POST /api/v1/channels/{channel_id}/reconnect": {A.CHANNEL_RECONNECTED},
    "POST /api/v1/channels/{channel_id}/logout": {A.CHANNEL_LOGGED_OUT},
    f"POST {TEMPLATES}": {A.TEMPLATE_CREATED},
    f"PATCH {TEMPLATES}/{{template_id}}": {A.TEMPLATE_CHANGED},
    f"DELETE {TEMPLATES}/{{template_id}}": {A.TEMPLATE_DELETED},
    f"POST {SCHEDULES}": {A.REPORT_SCHEDULE_CREATED},
    f"PATCH {SCHEDULES}/{{schedule_id}}": {A.REPORT_SCHEDULE_CHANGED},
    f"DELETE {SCHEDULES}/{{schedule_id}}": {A.REPORT_SCHEDULE_DELETED},
    f"POST {SCHEDULES}/{{schedule_id}}/send": {A.REPORT_SCHEDULE_SENT},
    f"DELETE {SCHEDULES}/{{schedule_id}}/recipients/me": {A.REPORT_SCHEDULE_LEFT},
    f"POST {EXPORTS}": {A.REPORT_EXPORT_CREATED},
    f"DELETE {EXPORTS}/{{export_id}}": {A.REPORT_EXPORT_DELETED},
    # --- they change nothing, but take what customers are out of the system
    f"GET {RECIPIENTS_EXPORT}": {A.CAMPAIGN_EXPORTED},
    f"GET {OPT_OUTS_EXPORT}": {A.OPT_OUTS_EXPORTED},
    f"GET {CONTACTS_EXPORT}": {A.CONTACTS_EXPORTED},
    f"GET {EXPORT}": {A.CAMPAIGN_REPORT_EXPORTED},
    f"GET {WORKBOOK}": {A.CAMPAIGN_REPORT_EXPORTED},
    f"GET {EXPORT_FILE}": {A.REPORT_EXPORT_DOWNLOADED},
}
ONLY_ASKS: Final = "it asks the provider, and changes nothing there"
LINKS: Final = "a link to a file; what is kept is that the file was taken"
EVERYDAY: Final = "everyday work, which is its own history"
WRITES_NONE: Final = {
    "POST /api/v1/auth/invitations/inspect": "it only shows what the link is for",
    "POST /api/v1/auth/totp": "it counts for nothing until it is confirmed",
    "PATCH /api/v1/auth/me/preferences": "how one's own console looks",
    "PUT /api/v1/drafts/{ticket_id}": "an agent's own notes, which only they see",
    "DELETE /api/v1/drafts/{ticket_id}": "an agent's own notes, which only they see",
    "PUT /api/v1/presence": "what one is at the moment, and nothing that is kept",
    **dict.fromkeys(
        (
            f"POST {RECIPIENTS_EXPORT}",
            f"POST {OPT_OUTS_EXPORT}",
            f"POST {CONTACTS_EXPORT}",
            f"POST {EXPORT}",
            f"POST {WORKBOOK}",
            f"POST {EXPORT_FILE}",
            *(f"POST /api/v1/reports/{name}/export" for name in REPORTS),
            "POST /api/v1/reports/campaigns/export",
            "POST /api/v1/reports/campaigns/{campaign_id}/variants/export",
            f"POST {CAMPAIGN}/targets/{{source_id}}/problems/export",
            "POST /api/v1/opt-outs/imports/{file_id}/rejected",
            "POST /api/v1/contacts/imports/{import_id}/rejected",
            "POST /api/v1/contacts/exports/{person_export_id}/file",
            "POST /api/v1/bulk/{bulk_id}/file",
        ),
        LINKS,
    ),
    "POST /api/v1/contacts": EVERYDAY,
    "POST /api/v1/contacts/imports": "nothing is imported until it is started",
    "POST /api/v1/contacts/{contact_id}/merges/preview": "it only shows what would become one",
    "POST /api/v1/contacts/imports/{import_id}/preview": "it only shows what would be imported",
    "PATCH /api/v1/contacts/{contact_id}": EVERYDAY,
    "POST /api/v1/tickets": EVERYDAY,
    f"PATCH {TICKET}": EVERYDAY,
    f"POST {TICKET}/notes": EVERYDAY,
    "PATCH /api/v1/notes/{note_id}": EVERYDAY,
    "DELETE /api/v1/notes/{note_id}": EVERYDAY,
    "POST /api/v1/mentions/read": EVERYDAY,
    "POST /api/v1/views": EVERYDAY,
    "PATCH /api/v1/views/{view_id}": EVERYDAY,
    "DELETE /api/v1/views/{view_id}": EVERYDAY,
    f"POST {TICKET}/accept": EVERYDAY,
    f"POST {TICKET}/take-over": EVERYDAY,
    f"POST {TICKET}/assign": EVERYDAY,
    f"POST {TICKET}/transfer": EVERYDAY,
    f"POST {TICKET}/snooze": EVERYDAY,
    f"POST {TICKET}/reopen": EVERYDAY,
    f"POST {TICKET}/unread": EVERYDAY,
    f"PUT {TICKET}/participants/{{user_id}}": EVERYDAY,
    f"DELETE {TICKET}/participants/{{user_id}}": EVERYDAY,
    "POST /api/v1/channels/{channel_id}/test": ONLY_ASKS,
    f"POST {TEMPLATES}/sync": ONLY_ASKS,
    f"POST {TICKET}/messages": EVERYDAY,
    "POST /api/v1/messages/{message_id}/resend": EVERYDAY,
    "POST /api/v1/messages/{message_id}/forward": EVERYDAY,
    f"POST {TICKET}/scheduled-messages": EVERYDAY,
    "PATCH /api/v1/scheduled-messages/{scheduled_id}": EVERYDAY,
    "DELETE /api/v1/scheduled-messages/{scheduled_id}": EVERYDAY,
    f"POST {TICKET}/read": EVERYDAY,
    f"POST {TICKET}/typing": EVERYDAY,
    f"POST {TICKET}/close": EVERYDAY,
    f"POST {TICKET}/hold": EVERYDAY,
    f"POST {TICKET}/hand-over": EVERYDAY,
    f"PUT {TICKET}/tags/{{tag_id}}": EVERYDAY,
    f"DELETE {TICKET}/tags/{{tag_id}}": EVERYDAY,
    "POST /api/v1/quick-replies/{quick_reply_id}/render": "it only shows what would be sent",
    f"POST {TICKET}/macros/{{macro_id}}": EVERYDAY,
    "POST /api/v1/automations/{automation_id}/test": "it only shows what would be done",
    "POST /api/v1/media": EVERYDAY,
    f"POST {WEBHOOK}/test": "the log of deliveries keeps it",
    f"POST {WEBHOOK}/deliveries/{{delivery_id}}/redeliver": "the log of deliveries keeps it",
    "POST /api/v1/media/links": "it only makes links",
    "POST /api/v1/campaigns/preview": "it only shows what would be sent",
    f"POST {CAMPAIGN}/targets/preview": "it only shows what would be added",
    f"POST {CAMPAIGN}/preview": "it only shows what would be sent",
}
BY_ITSELF: Final = {
    A.WEBHOOK_DISABLED,
    A.CHANNEL_STOPPED,
    A.CHANNEL_LOST,
    A.CHANNEL_EXPIRED,
    A.CHANNEL_PAIRED,
    A.ACCESS_REFUSED,
    A.INSTALLATION_ADMIN_ADDED,
    A.INSTALLATION_ADMIN_REVOKED,
}
"""What no operation writes, but the system does."""
BY_OPERATORS: Final = {
    A.DEAD_LETTERS_REPLAYED,
    A.DEAD_LETTERS_DISCARDED,
    A.EVENT_PARKED,
    A.EVENT_RETRIED,
    A.EVENT_DISCARDED,
    A.CONSUMER_GROUP_RESET,
    A.SEND_RESENT,
    A.CAMPAIGN_NUDGED,
    A.CHANNEL_SWITCHED,
    A.USER_SESSIONS_ENDED,
    A.SIGNING_KEY_ROTATED,
    A.SECRETS_RESEALED,
    A.PROJECTION_REBUILT,
    A.DATABASE_RESTORED,
    A.COMPANY_EXPORTED,
    A.COMPANY_ERASURE_REQUESTED,
    A.COMPANY_ERASURE_CANCELLED,
    A.COMPANY_ERASED,
    A.COMPANY_AUDIT_ERASED,
}
"""What no operation writes, but `atende` does; the tests of each command hold it to that."""
LEFT_TO_AUTH: Final = {
    A.COMPANY_SUSPENDED,
    A.COMPANY_RESUMED,
    A.COMPANY_LIMITS_GRANTED,
    A.INVITATION_ACCEPTED,
    A.USER_PASSWORD_RESET,
    A.SESSION_REVOKED,
    A.USER_EMAIL_CHANGED,
    A.USER_TOTP_ENABLED,
    A.USER_TOTP_DISABLED,
    A.USER_TOTP_RESET,
    A.USER_TOTP_REFUSED,
    A.USER_RECOVERY_CODE_USED,
    A.USER_RECOVERY_CODES_REPLACED,
}
"""What needs a mail, a code or time: the tests of auth do it."""


LEFT_TO_GATEWAY: Final = {A.CHANNEL_RECONNECTED, A.CHANNEL_LOGGED_OUT}
"""What needs a linked phone: the tests of the gateway do it."""


async def test_every_operation_that_changes_something_is_kept_or_says_why_not(system: System) -> None:
    operations = set()
    for unit in SERVICES:
        document = (await system.http.get(f"{system.world.settings.url(unit.name)}/openapi.json")).json()
        operations |= {
            f"{method.upper()} {path}" for path, methods in document["paths"].items() for method in methods
        }
    changing = {operation for operation in operations if not operation.startswith("GET ")}
    taking_out = {f"GET {path}" for path in TAKEN_OUT}
    assert changing | taking_out == WRITES.keys() | WRITES_NONE.keys()
    assert not WRITES.keys() & WRITES_NONE.keys()
    assert set().union(*WRITES.values()) | BY_ITSELF | BY_OPERATORS == set(Action)


async def _schedule_and_export(api: Any, user_id: str) -> Any:
    """Do all that can be done with reports by e-mail, and make two exports; return the one that is kept."""
    body = report_schedule({"owner_id": user_id})
    made: dict[str, Any] = {}

    async def known_as_recipient() -> None:
        made["schedule"] = await api.post(SCHEDULES, body)

    await eventually(known_as_recipient)
    path = f"{SCHEDULES}/{made['schedule']['id']}"
    await api.patch(path, {"hour": 9})
    await api.post(f"{path}/send")
    await api.delete(f"{path}/recipients/me")
    await api.delete(path)
    dropped, kept = [await api.post(EXPORTS, {"report": "daily"}) for _ in range(2)]
    await api.delete(f"{EXPORTS}/{dropped['id']}")

    async def finished() -> None:
        assert (await api.get(f"{EXPORTS}/{kept['id']}"))["status"] == "finished"

    await eventually(finished)
    return kept


async def _work(system: System) -> tuple[Any, dict[str, str]]:
    """Do everything that staff can do; return the owner's client, and ids of what it was done to."""
    company = await system.new_company()
    api = company.api
    me = await api.get("/api/v1/auth/me")
    email = me["user"]["email"]
    await api.patch("/api/v1/auth/me", {"name": "Maria da Silva"})
    await api.patch("/api/v1/companies/current", {"reopenHours": 12})
    bia_email = email.replace("maria", "bia")
    user = {"name": "Bia", "email": bia_email, "password": PASSWORD, "role": "agent"}
    bia = (await api.post("/api/v1/users", user))["id"]
    await api.patch(f"/api/v1/users/{bia}", {"role": "admin"})
    invited = await api.post("/api/v1/users/invitations", {"email": "x" + bia_email, "role": "agent"})
    await api.delete(f"/api/v1/users/invitations/{invited['id']}")
    key = await api.post("/api/v1/api-keys", {"name": "Loja", "scopes": ["channels:write"]})
    wrong = await system.http.post("/api/v1/auth/login", json={"email": bia_email, "password": "not it"})
    assert wrong.status_code == 401
    right = await system.http.post("/api/v1/auth/login", json={"email": bia_email, "password": PASSWORD})
    assert right.status_code == 200
    await api.post("/api/v1/auth/password/reset", {"email": bia_email})

    phones = [system.new_phone() for _ in range(2)]
    await company.import_contacts(phones)
    everybody = {"action": "untag", "tags": ["x"], "filter": {}}
    jobs = [await api.post("/api/v1/bulk/contacts", everybody) for _ in range(5)]  # One is done at a time.
    await api.post(f"/api/v1/bulk/{jobs[-1]['id']}/cancel")
    draft = await api.upload("/api/v1/contacts/imports", "c.csv", b"name,phone\n")
    await api.post(f"/api/v1/contacts/imports/{draft['id']}/cancel")
    opt_out = await api.post("/api/v1/opt-outs", {"phone": system.new_phone()})
    await api.delete(f"/api/v1/opt-outs/{opt_out['id']}")
    chosen = {"leave": ["chega"], "return": []}
    put = await system.http.put("/api/v1/opt-outs/settings", json=chosen, headers=company.headers)
    assert put.status_code == 200, put.text
    await api.upload("/api/v1/opt-outs/import", "out.csv", f"phone\n{system.new_phone()}\n".encode())

    tag = await api.post("/api/v1/tags", {"name": "Entrega"})
    await api.patch(f"/api/v1/tags/{tag['id']}", {"name": "Entregas"})
    await api.delete(f"/api/v1/tags/{tag['id']}")

    asking = await api.post("/api/v1/satisfaction/policies", {"question": "Como foi?"})
    await api.patch(f"/api/v1/satisfaction/policies/{asking['id']}", {"style": "faces"})
    await api.delete(f"/api/v1/satisfaction/policies/{asking['id']}")

    policy = await api.post("/api/v1/sla/policies", {"firstReplyMinutes": 15})
    await api.patch(f"/api/v1/sla/policies/{policy['id']}", {"firstReplyMinutes": 10})
    await api.delete(f"/api/v1/sla/policies/{policy['id']}")

    rules = [
        await api.post(
            "/api/v1/automations",
            {"name": name, "event": "ticket.closed", "active": False, "actions": [{"type": "unassign"}]},
        )
        for name in ("Um", "Dois")
    ]
    order = {"ids": [rule["id"] for rule in reversed(rules)]}
    ordered = await system.http.put("/api/v1/automations/order", json=order, headers=company.headers)
    assert ordered.status_code == 200, ordered.text
    await api.patch(f"/api/v1/automations/{rules[0]['id']}", {"name": "Três"})
    await api.delete(f"/api/v1/automations/{rules[0]['id']}")

    macro = await api.post("/api/v1/macros", {"name": "Fechar", "actions": [{"type": "close"}]})
    await api.patch(f"/api/v1/macros/{macro['id']}", {"name": "Encerrar"})
    await api.delete(f"/api/v1/macros/{macro['id']}")

    quick = await api.post("/api/v1/quick-replies", {"shortcut": "/oi", "title": "Oi", "text": "Oi!"})
    await api.patch(f"/api/v1/quick-replies/{quick['id']}", {"title": "Olá"})
    await api.delete(f"/api/v1/quick-replies/{quick['id']}")
    await api.patch("/api/v1/policies", {"assignment": "round_robin"})
    await api.patch("/api/v1/policies", {"assignment": "manual"})
    of_channel = f"/api/v1/policies/channels/{company.channel_id}"
    await api.patch(of_channel, {"greeting": "Oi!"})
    await api.delete(of_channel)

    queue = await api.post("/api/v1/queues", {"name": "Vendas"})
    path = f"/api/v1/queues/{queue['id']}"
    await api.patch(path, {"name": "Venda"})
    owner = (await api.get("/api/v1/auth/me"))["user"]["id"]

    async def joined() -> None:
        """The owner may be new to chat."""
        answer = await system.http.put(f"{path}/members/{owner}", headers=company.headers)
        assert answer.status_code == 200, answer.text

    await eventually(joined)
    await api.delete(f"{path}/members/{owner}")
    await api.delete(path)
    someone = await api.post("/api/v1/contacts", {"name": "Caio", "phone": system.new_phone()})
    await api.post(f"/api/v1/contacts/{someone['id']}/block")
    await api.delete(f"/api/v1/contacts/{someone['id']}/block")
    twin = await api.post("/api/v1/contacts", {"name": "Caio", "phone": system.new_phone()})
    merges = f"/api/v1/contacts/{someone['id']}/merges"
    merged = await api.post(merges, {"contactId": twin["id"]})
    await api.post(f"{merges}/{merged['id']}/undo")
    await api.post(f"/api/v1/contacts/{someone['id']}/exports")
    await api.delete(f"/api/v1/contacts/{someone['id']}")
    first, second = [await api.post("/api/v1/contacts/tags", {"name": name}) for name in ("um", "dois")]
    await api.patch(f"/api/v1/contacts/tags/{first['id']}", {"color": "#0a7d4f"})
    await api.post(f"/api/v1/contacts/tags/{first['id']}/merge", {"into": second["id"]})
    await api.delete(f"/api/v1/contacts/tags/{second['id']}")
    field = await api.post("/api/v1/contact-fields", {"name": "plano", "kind": "text"})
    await api.patch(f"/api/v1/contact-fields/{field['id']}", {"label": "Plano"})
    await api.delete(f"/api/v1/contact-fields/{field['id']}")
    webhook = (await api.post("/api/v1/webhooks", {"url": "https://127.0.0.1:1/"}))["webhook"]
    await api.patch(f"/api/v1/webhooks/{webhook['id']}", {"description": "ERP"})
    await api.post(f"/api/v1/webhooks/{webhook['id']}/rotate-secret", {})
    await api.delete(f"/api/v1/webhooks/{webhook['id']}")

    segment = await api.post("/api/v1/segments", {"name": "VIP", "filter": {"tag": "vip"}})
    await api.patch(f"/api/v1/segments/{segment['id']}", {"name": "VIPs"})
    await api.delete(f"/api/v1/segments/{segment['id']}")

    finished = await company.run_campaign(phones, "Novidades")
    export_job = await _schedule_and_export(api, me["user"]["id"])
    for export in TAKEN_OUT:
        path = export.format(campaign_id=finished["id"], export_id=export_job["id"])
        exported = await system.http.get(path, headers=company.headers)
        assert exported.status_code == 200, exported.text
    contact_ids = [contact["id"] for contact in await api.all("/api/v1/contacts")]
    ids = {}
    for last in ("finish", "cancel"):
        slow = {"name": "Junho", "message": "oi", "channelId": company.channel_id, "messagesPerSecond": 0.1}
        ids[last] = (await api.post("/api/v1/campaigns", slow))["id"]
        path = CAMPAIGN.format(campaign_id=ids[last])
        await api.patch(path, {"name": "Julho"})
        await api.post(f"{path}/targets", {"contactIds": contact_ids})
        everybody = await api.post(f"{path}/targets", {"all": True})
        await api.delete(f"{path}/targets/{everybody['source']['id']}")
        await api.post(f"{path}/test-send", {"phone": phones[0]})
        await api.post(f"{path}/start", {"confirmOutOfWindow": True})

        async def running(path: str = path) -> None:
            assert (await api.get(path))["status"] == "running"

        await eventually(running)
        for action in ("pause", "resume", last, "archive", "unarchive", "duplicate"):
            await api.post(f"{path}/{action}")

    channel = f"/api/v1/channels/{company.channel_id}"
    await api.patch(channel, {"wabaId": "100000000000001"})  # The simulator's, if none is named.
    templates = f"{channel}/templates"
    body = [{"type": "BODY", "text": "Oi."}]
    name = f"oi_{company.number}"
    template = {"name": name, "language": "pt_BR", "category": "UTILITY", "components": body}
    made = f"{templates}/{(await api.post(templates, template))['id']}"
    await system.simulator.event(company.number, "template_status", "APPROVED", template=name)
    await api.patch(made, {"components": [{"type": "BODY", "text": "Olá."}]})
    await api.delete(made)
    by_key = {"Authorization": f"Bearer {key['key']}"}
    renamed = await system.http.patch(channel, json={"name": "Pela loja"}, headers=by_key)
    assert renamed.status_code == 200, renamed.text
    await api.patch(channel, {"appSecret": "another-secret"})
    linked = {"name": "Balcão", "provider": "whatsapp_web", "acceptRisk": True}
    web = f"/api/v1/channels/{(await api.post('/api/v1/channels', linked))['id']}"
    await api.post(f"{web}/pairing", {"method": "qr"})
    await api.delete(web)
    await api.delete(channel)
    await api.delete(f"/api/v1/api-keys/{key['id']}")
    await api.post("/api/v1/auth/password", {"currentPassword": PASSWORD, "newPassword": PASSWORD + "!"})
    await api.post("/api/v1/companies/current/owner", {"userId": bia})
    await api.login(email, PASSWORD + "!")  # A new role ends the tokens from before it.
    await api.post("/api/v1/auth/logout")
    await api.login(email, PASSWORD + "!")
    ids |= {"me": me["user"]["id"], "bia": bia, "key": key["id"], "channel": company.channel_id}
    return api, ids


async def test_what_staff_did_is_found_by_who_what_to_what_and_when(system: System) -> None:
    api, ids = await _work(system)
    stranger, _ = await system.register()
    expected = set().union(*WRITES.values()) - LEFT_TO_AUTH - LEFT_TO_GATEWAY

    async def all_there() -> list[Any]:
        entries: list[Any] = await api.all(AUDIT)
        assert not expected - {entry["action"] for entry in entries}
        # Of what was done twice, the second may come later: this is the last that the campaign service told.
        copies = [str(entry["details"]) for entry in entries if entry["action"] == A.CAMPAIGN_CREATED]
        assert any(ids["cancel"] in copy for copy in copies)
        return entries

    entries = await eventually(all_there, timeout=30)
    assert {entry["address"] for entry in entries} == {"127.0.0.1"}
    assert len({entry["id"] for entry in entries}) == len(entries)
    assert [(e["at"], e["id"]) for e in entries] == sorted(
        ((e["at"], e["id"]) for e in entries), reverse=True
    )
    assert "another-secret" not in str(entries)
    nobody = {A.USER_SIGN_IN_REFUSED, A.USER_PASSWORD_RESET_REQUESTED}
    assert {entry["action"] for entry in entries if entry["actorId"] is None} == nobody

    async def found(**filters: str) -> list[Any]:
        asked: list[Any] = await api.all(AUDIT, **filters)
        names = {name: value for name, value in filters.items() if name not in ("from", "to")}
        wanted = [
            entry
            for entry in entries
            if all(entry[name] == value for name, value in names.items())
            and filters.get("from", "") <= entry["at"] < filters.get("to", "9")
        ]
        assert asked == wanted
        return asked

    [started] = await found(action="campaign.started", objectId=ids["finish"])
    assert (started["actorId"], started["actorKind"]) == (ids["me"], "user")
    assert started["details"] == {"name": "Julho", "targets": 3}
    [by_key] = await found(actorId=ids["key"])
    assert (by_key["action"], by_key["actorKind"]) == ("channel.changed", "api-key")
    assert by_key["objectId"] == ids["channel"]
    on_bia = await found(objectId=ids["bia"], objectType="user")
    assert {entry["action"] for entry in on_bia} == {*nobody, "user.created", "user.changed"}
    assert await found(**{"from": started["at"]})
    assert await found(to=started["at"], actorId=ids["me"])
    assert await found(objectType="channel")

    theirs = await stranger.all(AUDIT)
    assert not {entry["id"] for entry in entries} & {entry["id"] for entry in theirs}
    for asked in ({"objectId": ids["channel"]}, {"actorId": ids["me"]}):
        assert await stranger.all(AUDIT, **asked) == []
