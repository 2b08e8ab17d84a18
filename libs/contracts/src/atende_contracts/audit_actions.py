"""What is kept of who did what: the one table of actions.

``python -m atende_contracts.audit_actions FILE`` writes it as a page for people; ``--check FILE`` fails when
that page is out of date.
"""

import sys
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Final

from atende_contracts import page


class Action(StrEnum):
    """Something that is kept, as ``object.verb`` in the past; `MEANINGS` says it in words."""

    ACCESS_REFUSED = "access.refused"
    INSTALLATION_ADMIN_ADDED = "installation-admin.added"
    INSTALLATION_ADMIN_REVOKED = "installation-admin.revoked"
    DEAD_LETTERS_REPLAYED = "dead-letter.replayed"
    DEAD_LETTERS_DISCARDED = "dead-letter.discarded"
    EVENT_PARKED = "outbox-event.parked"
    EVENT_RETRIED = "outbox-event.retried"
    EVENT_DISCARDED = "outbox-event.discarded"
    CONSUMER_GROUP_RESET = "consumer-group.reset"
    SEND_RESENT = "send.resent"
    CAMPAIGN_NUDGED = "campaign.nudged"
    CHANNEL_SWITCHED = "channel.switched"
    USER_SESSIONS_ENDED = "user.sessions-ended"
    SIGNING_KEY_ROTATED = "signing-key.rotated"
    SECRETS_RESEALED = "secret.resealed"
    PROJECTION_REBUILT = "projection.rebuilt"
    DATABASE_RESTORED = "database.restored"
    COMPANY_SUSPENDED = "company.suspended"
    COMPANY_RESUMED = "company.resumed"
    COMPANY_LIMITS_GRANTED = "company.limits-granted"
    COMPANY_ERASURE_REQUESTED = "company.erasure-requested"
    COMPANY_ERASURE_CANCELLED = "company.erasure-cancelled"
    COMPANY_ERASED = "company.erased"
    COMPANY_AUDIT_ERASED = "company.audit-erased"
    COMPANY_EXPORTED = "company.exported"
    COMPANY_REGISTERED = "company.registered"
    COMPANY_CHANGED = "company.changed"
    COMPANY_HANDED_OVER = "company.handed-over"
    USER_CREATED = "user.created"
    USER_CHANGED = "user.changed"
    USER_EMAIL_CHANGED = "user.email-changed"
    USER_PASSWORD_CHANGED = "user.password-changed"  # noqa: S105 (no password)
    USER_PASSWORD_RESET_REQUESTED = "user.password-reset-requested"  # noqa: S105
    USER_PASSWORD_RESET = "user.password-reset"  # noqa: S105
    USER_TOTP_ENABLED = "user.totp-enabled"
    USER_TOTP_DISABLED = "user.totp-disabled"
    USER_TOTP_RESET = "user.totp-reset"
    USER_TOTP_REFUSED = "user.totp-refused"
    USER_RECOVERY_CODE_USED = "user.recovery-code-used"
    USER_RECOVERY_CODES_REPLACED = "user.recovery-codes-replaced"
    USER_SIGN_IN_REFUSED = "user.sign-in-refused"
    SESSION_STARTED = "session.started"
    SESSION_ENDED = "session.ended"
    SESSION_REVOKED = "session.revoked"
    INVITATION_CREATED = "invitation.created"
    INVITATION_REVOKED = "invitation.revoked"
    INVITATION_ACCEPTED = "invitation.accepted"
    API_KEY_CREATED = "api-key.created"
    API_KEY_REVOKED = "api-key.revoked"
    TAG_CREATED = "tag.created"
    TAG_CHANGED = "tag.changed"
    TAG_ARCHIVED = "tag.archived"
    SATISFACTION_POLICY_CREATED = "satisfaction-policy.created"
    SATISFACTION_POLICY_CHANGED = "satisfaction-policy.changed"
    SATISFACTION_POLICY_DELETED = "satisfaction-policy.deleted"
    AUTOMATION_CREATED = "automation.created"
    AUTOMATION_CHANGED = "automation.changed"
    AUTOMATION_DELETED = "automation.deleted"
    MACRO_CREATED = "macro.created"
    MACRO_CHANGED = "macro.changed"
    MACRO_DELETED = "macro.deleted"
    SLA_POLICY_CREATED = "sla-policy.created"
    SLA_POLICY_CHANGED = "sla-policy.changed"
    SLA_POLICY_DELETED = "sla-policy.deleted"
    QUICK_REPLY_CREATED = "quick-reply.created"
    QUICK_REPLY_CHANGED = "quick-reply.changed"
    QUICK_REPLY_DELETED = "quick-reply.deleted"
    POLICIES_CHANGED = "policies.changed"
    POLICIES_CHANNEL_CHANGED = "policies.channel-changed"
    QUEUE_CREATED = "queue.created"
    QUEUE_CHANGED = "queue.changed"
    QUEUE_ARCHIVED = "queue.archived"
    QUEUE_MEMBER_ADDED = "queue.member-added"
    QUEUE_MEMBER_REMOVED = "queue.member-removed"
    CONTACT_BLOCKED = "contact.blocked"
    CONTACT_UNBLOCKED = "contact.unblocked"
    CONTACT_DELETED = "contact.deleted"
    CONTACT_EXPORTED = "contact.exported"
    CONTACTS_MERGED = "contact.merged"
    CONTACTS_MERGE_UNDONE = "contact.merge-undone"
    CONTACT_TAG_CREATED = "contact-tag.created"
    CONTACT_TAG_CHANGED = "contact-tag.changed"
    CONTACT_TAG_MERGED = "contact-tag.merged"
    CONTACT_TAG_DELETED = "contact-tag.deleted"
    CONTACT_FIELD_CREATED = "contact-field.created"
    CONTACT_FIELD_CHANGED = "contact-field.changed"
    CONTACT_FIELD_DELETED = "contact-field.deleted"
    WEBHOOK_CREATED = "webhook.created"
    WEBHOOK_CHANGED = "webhook.changed"
    WEBHOOK_SECRET_ROTATED = "webhook.secret-rotated"  # noqa: S105 (no secret)
    WEBHOOK_DISABLED = "webhook.disabled"
    WEBHOOK_DELETED = "webhook.deleted"
    CONTACT_IMPORT_STARTED = "contact-import.started"
    CONTACT_IMPORT_CANCELLED = "contact-import.cancelled"
    BULK_STARTED = "bulk.started"
    BULK_CANCELLED = "bulk.cancelled"
    CONTACTS_EXPORTED = "contacts.exported"
    CAMPAIGN_CREATED = "campaign.created"
    CAMPAIGN_CHANGED = "campaign.changed"
    CAMPAIGN_TARGETS_ADDED = "campaign.targets-added"
    CAMPAIGN_TARGETS_REMOVED = "campaign.targets-removed"
    CAMPAIGN_DELETED = "campaign.deleted"
    CAMPAIGN_TEST_SENT = "campaign.test-sent"
    CAMPAIGN_STARTED = "campaign.started"
    CAMPAIGN_PAUSED = "campaign.paused"
    CAMPAIGN_RESUMED = "campaign.resumed"
    CAMPAIGN_FINISHED = "campaign.finished"
    CAMPAIGN_CANCELLED = "campaign.cancelled"
    CAMPAIGN_ARCHIVED = "campaign.archived"
    CAMPAIGN_UNARCHIVED = "campaign.unarchived"
    SEGMENT_CREATED = "segment.created"
    SEGMENT_CHANGED = "segment.changed"
    SEGMENT_DELETED = "segment.deleted"
    OPT_OUT_RECORDED = "opt-out.recorded"
    OPT_OUT_WITHDRAWN = "opt-out.withdrawn"
    OPT_OUT_SETTINGS_CHANGED = "opt-out-settings.changed"
    OPT_OUTS_IMPORTED = "opt-outs.imported"
    OPT_OUTS_EXPORTED = "opt-outs.exported"
    CHANNEL_CONNECTED = "channel.connected"
    CHANNEL_CHANGED = "channel.changed"
    CHANNEL_CREDENTIALS_CHANGED = "channel.credentials-changed"
    CHANNEL_STOPPED = "channel.stopped"
    CHANNEL_LOST = "channel.lost"
    CHANNEL_EXPIRED = "channel.expired"
    CHANNEL_DISCONNECTED = "channel.disconnected"
    CHANNEL_PAIRING_STARTED = "channel.pairing-started"
    CHANNEL_PAIRED = "channel.paired"
    CHANNEL_RECONNECTED = "channel.reconnected"
    CHANNEL_LOGGED_OUT = "channel.logged-out"
    TEMPLATE_CREATED = "template.created"
    TEMPLATE_CHANGED = "template.changed"
    TEMPLATE_DELETED = "template.deleted"
    CAMPAIGN_EXPORTED = "campaign.exported"
    CAMPAIGN_REPORT_EXPORTED = "campaign-report.exported"
    REPORT_SCHEDULE_CREATED = "report-schedule.created"
    REPORT_SCHEDULE_CHANGED = "report-schedule.changed"
    REPORT_SCHEDULE_DELETED = "report-schedule.deleted"
    REPORT_SCHEDULE_SENT = "report-schedule.sent"
    REPORT_SCHEDULE_LEFT = "report-schedule.left"
    REPORT_EXPORT_CREATED = "report-export.created"
    REPORT_EXPORT_DOWNLOADED = "report-export.downloaded"
    REPORT_EXPORT_DELETED = "report-export.deleted"


_A = Action

MEANINGS: Final[dict[Action, str]] = {
    _A.ACCESS_REFUSED: "A request was refused (403); details: its code, the permission it lacked, how often",
    _A.INSTALLATION_ADMIN_ADDED: "An installation administrator was added; in the installation's log",
    _A.INSTALLATION_ADMIN_REVOKED: "An installation administrator was revoked; in the installation's log",
    _A.DEAD_LETTERS_REPLAYED: "An operator had records handled again that had failed; details: why, how many",
    _A.DEAD_LETTERS_DISCARDED: "An operator discarded records that had failed; details: why, how many",
    _A.EVENT_PARKED: "An operator kept an event from being published; details: why",
    _A.EVENT_RETRIED: "An operator let a parked event be published; details: why",
    _A.EVENT_DISCARDED: "An operator deleted a parked event, which nobody will hear of; details: why",
    _A.CONSUMER_GROUP_RESET: "An operator moved where a consumer reads a topic; details: why, to where",
    _A.SEND_RESENT: "An operator had a message sent again whose outcome is not known; details: why",
    _A.CAMPAIGN_NUDGED: "An operator had a stuck campaign looked at again; details: why",
    _A.CHANNEL_SWITCHED: "An operator switched a channel off or on; details: why, its status",
    _A.USER_SESSIONS_ENDED: "An operator ended all sessions of a user; details: why",
    _A.SIGNING_KEY_ROTATED: "An operator made a new key that signs access tokens; details: why",
    _A.SECRETS_RESEALED: "An operator had stored secrets sealed with the current key; details: why, how many",
    _A.PROJECTION_REBUILT: "An operator had figures counted anew; details: why",
    _A.DATABASE_RESTORED: "An operator let workers into a restored database; details: why, its backup's time",
    _A.COMPANY_SUSPENDED: "The installation suspended the company; details: why",
    _A.COMPANY_RESUMED: "The installation let the company go on",
    _A.COMPANY_LIMITS_GRANTED: "The installation granted the company limits; details: which",
    _A.COMPANY_ERASURE_REQUESTED: (
        "The installation is to erase the company; details: why, and from when it cannot be taken back"
    ),
    _A.COMPANY_ERASURE_CANCELLED: "The company is not to be erased after all; details: why",
    _A.COMPANY_ERASED: "Everything of a company was erased; in the installation's log",
    _A.COMPANY_AUDIT_ERASED: (
        "The audit log of a company that was erased was deleted; in the installation's log; details: why"
    ),
    _A.COMPANY_EXPORTED: "All data of the company was exported on the server; details: why",
    _A.COMPANY_REGISTERED: "Somebody signed up: a company and its owner were created",
    _A.COMPANY_CHANGED: "The company's settings were changed; details: the new ones",
    _A.COMPANY_HANDED_OVER: "Ownership was handed over; details: from whom, to whom",
    _A.USER_CREATED: "A user was added; details: the role",
    _A.USER_CHANGED: "A user was renamed, given another role, disabled or enabled; details: what is new",
    _A.USER_EMAIL_CHANGED: "A user changed their e-mail address, which ended all their sessions",
    _A.USER_PASSWORD_CHANGED: "A user changed their password, which ended their other sessions",
    _A.USER_PASSWORD_RESET_REQUESTED: "A link for a new password was asked for. There is no actor",
    _A.USER_PASSWORD_RESET: "A user chose a new password by such a link, which ended all their sessions",
    _A.USER_TOTP_ENABLED: "A user began to sign in with codes of an authenticator app",
    _A.USER_TOTP_DISABLED: "A user signs in without codes of an app again",
    _A.USER_TOTP_RESET: "An administrator let a user remove the authenticator app that they lost",
    _A.USER_TOTP_REFUSED: "A signed-in user's app was to be changed with a wrong code; details: why",
    _A.USER_RECOVERY_CODE_USED: "A user gave a recovery code in the place of a code of the app",
    _A.USER_RECOVERY_CODES_REPLACED: "A user got new recovery codes",
    _A.USER_SIGN_IN_REFUSED: "Signing in as this user failed; details: why, how often. There is no actor",
    _A.SESSION_STARTED: "A user signed in",
    _A.SESSION_ENDED: "A user signed out, here or on another device",
    _A.SESSION_REVOKED: "A refresh token came a second time, perhaps stolen: its session was ended",
    _A.INVITATION_CREATED: "Somebody was invited; details: the address and the role",
    _A.INVITATION_REVOKED: "An invitation was taken back",
    _A.INVITATION_ACCEPTED: "An invitation was accepted: its actor is the new user",
    _A.API_KEY_CREATED: "An API key was made; details: its name and what it may do",
    _A.API_KEY_REVOKED: "An API key was revoked",
    _A.TAG_CREATED: "A tag was added; details: its name",
    _A.TAG_CHANGED: "A tag was renamed or got another colour; details: its name",
    _A.TAG_ARCHIVED: "A tag was archived; details: its name",
    _A.SATISFACTION_POLICY_CREATED: "Customers are asked how it was; details: the queue, the style",
    _A.SATISFACTION_POLICY_CHANGED: "How customers are asked was changed; details: the same",
    _A.SATISFACTION_POLICY_DELETED: "Customers are asked no more; details: the same",
    _A.AUTOMATION_CREATED: "An automation was added; details: its name, and whether it is on",
    _A.AUTOMATION_CHANGED: "An automation was changed; details: its name, and whether it is on",
    _A.AUTOMATION_DELETED: "An automation was deleted; details: its name",
    _A.MACRO_CREATED: "A macro was added; details: its name",
    _A.MACRO_CHANGED: "A macro was changed; details: its name",
    _A.MACRO_DELETED: "A macro was deleted; details: its name",
    _A.SLA_POLICY_CREATED: "Something was promised to customers; details: the queue and the minutes",
    _A.SLA_POLICY_CHANGED: "A promise to customers was changed; details: the queue and the minutes",
    _A.SLA_POLICY_DELETED: "A promise to customers was taken back; details: the queue and the minutes",
    _A.QUICK_REPLY_CREATED: "A quick reply was added; details: its shortcut, and whether it is shared",
    _A.QUICK_REPLY_CHANGED: "A quick reply was changed; details: its shortcut, and whether it is shared",
    _A.QUICK_REPLY_DELETED: "A quick reply was deleted; details: its shortcut, and whether it is shared",
    _A.POLICIES_CHANGED: "The rules of the inbox were changed; details: the new ones",
    _A.POLICIES_CHANNEL_CHANGED: "A channel's rules of the inbox were changed; details: which of them",
    _A.QUEUE_CREATED: "A queue was added; details: its name",
    _A.QUEUE_CHANGED: "A queue's name, hours or messages were changed; details: its name",
    _A.QUEUE_ARCHIVED: "A queue was archived; details: its name",
    _A.QUEUE_MEMBER_ADDED: "A user was added to a queue; details: its name, the user",
    _A.QUEUE_MEMBER_REMOVED: "A user was removed from a queue; details: its name, the user",
    _A.CONTACT_BLOCKED: "A contact was blocked: nothing is sent to them any more",
    _A.CONTACT_UNBLOCKED: "A contact who was blocked can be written to again",
    _A.CONTACT_DELETED: "A contact was deleted, with everything of the person",
    _A.CONTACT_EXPORTED: "All data of one person was asked for, as a file",
    _A.CONTACTS_MERGED: "A contact became a part of another; details: gone, the one that went",
    _A.CONTACTS_MERGE_UNDONE: "Two contacts were made of one again; details: back, the one that came back",
    _A.CONTACT_TAG_CREATED: "A tag of contacts was added; details: its name",
    _A.CONTACT_TAG_CHANGED: "A tag of contacts was renamed or got another colour; details: its name",
    _A.CONTACT_TAG_MERGED: "A tag of contacts became a part of another; details: name, into",
    _A.CONTACT_TAG_DELETED: "A tag of contacts was taken from all; details: its name",
    _A.CONTACT_FIELD_CREATED: "A custom field of contacts was defined; details: its name",
    _A.CONTACT_FIELD_CHANGED: "A custom field of contacts was changed; details: its name",
    _A.CONTACT_FIELD_DELETED: "The definition of a custom field of contacts was deleted; details: its name",
    _A.WEBHOOK_CREATED: "An outgoing webhook was added; details: the host that it goes to",
    _A.WEBHOOK_CHANGED: "An outgoing webhook was changed, or switched off or on; details: which fields",
    _A.WEBHOOK_SECRET_ROTATED: "An outgoing webhook got another secret; details: how long the old one counts",
    _A.WEBHOOK_DISABLED: "An outgoing webhook was switched off by the system; details: why",
    _A.WEBHOOK_DELETED: "An outgoing webhook was deleted; details: the host that it went to",
    _A.CONTACT_IMPORT_STARTED: "A file of contacts was handed in",
    _A.CONTACT_IMPORT_CANCELLED: "An import of contacts was ended; details: rows, how many were dealt with",
    _A.BULK_STARTED: "An action on many contacts or tickets was started; details: subject, action,"
    " ids: how many were named, 0 for all that a filter found",
    _A.BULK_CANCELLED: "A bulk action was ended; details: done, how many things were dealt with",
    _A.CONTACTS_EXPORTED: "The contacts were downloaded",
    _A.CAMPAIGN_CREATED: "A campaign was drafted; details: which one it copies, if any",
    _A.CAMPAIGN_CHANGED: "A draft was changed; details: which fields",
    _A.CAMPAIGN_TARGETS_ADDED: "A draft's audience has grown; details: how many contacts, or what else",
    _A.CAMPAIGN_TARGETS_REMOVED: "A segment or file was taken out of a draft's audience; details: which kind",
    _A.CAMPAIGN_DELETED: "A draft was deleted",
    _A.CAMPAIGN_TEST_SENT: "A campaign's message was sent to one phone to try it; details: which send",
    _A.CAMPAIGN_STARTED: "A campaign was started; details: to how many",
    _A.CAMPAIGN_PAUSED: "A campaign was paused",
    _A.CAMPAIGN_RESUMED: "A campaign was resumed",
    _A.CAMPAIGN_FINISHED: "Somebody ended a campaign as a success, before all had got it",
    _A.CAMPAIGN_CANCELLED: "A campaign was called off",
    _A.CAMPAIGN_ARCHIVED: "A campaign was taken out of the default list",
    _A.CAMPAIGN_UNARCHIVED: "A campaign was put back into the default list",
    _A.SEGMENT_CREATED: "A filter of contacts was kept under a name",
    _A.SEGMENT_CHANGED: "A kept filter of contacts was changed; details: which fields",
    _A.SEGMENT_DELETED: "A kept filter of contacts was deleted",
    _A.OPT_OUT_RECORDED: "Staff took a person out of broadcasts",
    _A.OPT_OUT_WITHDRAWN: "Staff let a person have broadcasts again",
    _A.OPT_OUT_SETTINGS_CHANGED: "Keywords of opt-outs or their answers were changed; details: which fields",
    _A.OPT_OUTS_IMPORTED: "A file's people were taken out of broadcasts; details: recorded, already, invalid",
    _A.OPT_OUTS_EXPORTED: "The list of who gets no broadcasts was downloaded",
    _A.CHANNEL_CONNECTED: "A WhatsApp number was connected",
    _A.CHANNEL_CHANGED: "A channel was changed, switched off or on; details: what is new",
    _A.CHANNEL_CREDENTIALS_CHANGED: "A channel was given other secrets; details: which, never their values",
    _A.CHANNEL_STOPPED: "The provider refused a channel, which sends no more; by the system itself",
    _A.CHANNEL_LOST: "Another company proved the number, whose token is refused here; by the system",
    _A.CHANNEL_EXPIRED: "A pending channel was deleted, its number never proved; by the system itself",
    _A.CHANNEL_DISCONNECTED: "A channel and its credentials were deleted",
    _A.CHANNEL_PAIRING_STARTED: "Linking a phone to a channel was begun; details: how, never the code",
    _A.CHANNEL_PAIRED: "A phone was linked to a channel; details: its number; by the system itself",
    _A.CHANNEL_RECONNECTED: "A channel's session was opened again, its keys kept",
    _A.CHANNEL_LOGGED_OUT: "A channel was unlinked from its phone, and its keys were deleted",
    _A.TEMPLATE_CREATED: "A message template was handed in for review; details: name and language",
    _A.TEMPLATE_CHANGED: "A template was changed, to be reviewed again; details: also which fields",
    _A.TEMPLATE_DELETED: "A template was deleted at the provider, in one language",
    _A.CAMPAIGN_EXPORTED: "The recipients of a campaign were downloaded; details: name, format",
    _A.CAMPAIGN_REPORT_EXPORTED: "The messages of a campaign were downloaded",
    _A.REPORT_SCHEDULE_CREATED: "A report was scheduled by e-mail; details: name, report, recipients",
    _A.REPORT_SCHEDULE_CHANGED: "A scheduled report was changed; details: name, which fields, recipients",
    _A.REPORT_SCHEDULE_DELETED: "A scheduled report was deleted; details: name",
    _A.REPORT_SCHEDULE_SENT: "A scheduled report was sent at once; details: name",
    _A.REPORT_SCHEDULE_LEFT: "A recipient of a scheduled report left it; details: name",
    _A.REPORT_EXPORT_CREATED: "An export of a report was started; details: report, format",
    _A.REPORT_EXPORT_DOWNLOADED: "An export of a report was downloaded; details: report, format",
    _A.REPORT_EXPORT_DELETED: "An export of a report was cancelled or deleted; details: report",
}


def object_type(action: Action) -> str:
    """Return what kind of thing the action was done to."""
    return action.partition(".")[0]


_CHAIN: Final = """\
## Verifying

Who administers the database could still remove or change entries. That it was not done can be verified:

```bash
python -m auth audit verify                            # with the settings of auth's worker
python -m auth audit verify --checkpoints worker.log   # also with what was logged before
python -m auth audit checkpoint >> /mnt/elsewhere/audit-checkpoints.jsonl
```

It names each entry that was removed, changed or added past the services, and exits with 1 if there is one.

The entries of a company are a chain, in the order in which auth's worker sealed them (within seconds;
entries of the last seconds wait in `audit_unsealed`). `audit_links` holds the position and the hash of each:
SHA-256 over the hash of the position before (32 zero bytes before the first) and the entry as JSON in UTF-8,
`[company, position, id, [at, actorId, actorKind, action, objectType, objectId, address, details]]`, keys
sorted, no spaces, `at` in UTC with microseconds and `+00:00`. `audit_heads` holds the last position and hash,
so that a chain whose end was cut off shows.

Who rewrites all three tables leaves a chain that fits itself. Against this the worker logs the head of each
chain that has grown (`audit.checkpoint`; `AUDIT_CHECKPOINT_SECONDS`, every hour). Keep its log, or the output
of `audit checkpoint`, where the database's administrators cannot change it, and give it to `--checkpoints`.

## Actions"""


def render() -> str:
    """Return the table as a page of Markdown."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# Audit log"
    yield ""
    yield "What is kept of who did what. Written by `make docs` from the table in `libs/contracts`"
    yield "(`atende_contracts/audit_actions.py`); do not edit it by hand."
    yield ""
    yield "`GET /api/v1/audit` shows it to owners and admins (`audit:read`), newest first. Filters: `action`,"
    yield "`actorId`, `objectType`, `objectId`, and a time `from` (inclusive) `to` (exclusive). An entry says"
    yield "when (`at`), who (`actorId`, `actorKind`; absent: the system, or nobody who proved who they are),"
    yield "what (`action`), to what (`objectType`, `objectId`), from where (`address`), and `details`, in"
    yield "which there are neither secrets nor texts of messages. What other services record appears within"
    yield "seconds."
    yield "Nobody can change or delete an entry, not even the services: their database roles may only add."
    yield ""
    yield from _CHAIN.splitlines()
    yield ""
    yield "Refused sign-ins and requests (`user.sign-in-refused`, `access.refused`) of one kind are counted"
    yield "together: `details` then say how many there were (`count`) and when the last was (`until`). Of"
    yield "one company a process writes 20 such entries at once and one a minute after that; what exceeds it"
    yield "comes later, in larger numbers."
    yield ""
    yield "What changes nothing (pausing a paused campaign) leaves no entry. Nor does everyday work: messages"
    yield "and tickets have a history of their own."
    yield ""
    yield "| action | meaning |"
    yield "|---|---|"
    for action in Action:
        yield f"| `{action}` | {MEANINGS[action]} |"


def main(arguments: Sequence[str]) -> int:
    """Write or check the page; return the exit status."""
    return page.write_or_check(arguments, render, "atende_contracts.audit_actions")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
