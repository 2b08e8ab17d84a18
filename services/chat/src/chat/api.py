"""The REST API: the routes of all subjects."""

from fastapi import APIRouter

from chat.automations import api as automations
from chat.bulk import api as bulk
from chat.contacts import api as contacts
from chat.drafts import api as drafts
from chat.erasure import api as erasure
from chat.exports import api as exports
from chat.imports import api as imports
from chat.live import api as live
from chat.macros import api as macros
from chat.merges import api as merges
from chat.notes import api as notes
from chat.personal_data import api as personal_data
from chat.policies import api as policies
from chat.presence import api as presence
from chat.queues import api as queues
from chat.quick_replies import api as quick_replies
from chat.realtime import api as realtime
from chat.satisfaction import api as satisfaction
from chat.scheduled import api as scheduled
from chat.search import api as search
from chat.sla import api as sla
from chat.tags import api as tags
from chat.tickets import api as tickets
from chat.tickets import api_of_lists as lists_of_tickets
from chat.tickets import api_of_messages
from chat.views import api as views
from chat.webhooks import api as webhooks

router = APIRouter(prefix="/api/v1")
# Of two routes that fit a path the first counts.
_CONTACTS = (
    # Before /contacts/{contact_id}: /contacts/export, /contacts/imports, /contacts/erasures,
    # /contacts/exports, /contacts/tags.
    imports.router,
    exports.router,
    erasure.router,
    personal_data.router,
    contacts.of_tags,
    contacts.router,
    contacts.of_fields,
    merges.router,
    api_of_messages.of_contacts,
)
_TICKETS = (
    # Before /tickets/{ticket_id}: /tickets/counts.
    lists_of_tickets.router,
    tickets.router,
    api_of_messages.of_tickets,
    api_of_messages.router,
    tags.router,
    notes.of_tickets,
    notes.router,
    notes.of_mentions,
    views.router,
)
_RULES = (
    quick_replies.router,
    macros.router,
    automations.router,
    macros.of_tickets,
    satisfaction.router,
    satisfaction.of_tickets,
    sla.router,
    sla.of_tickets,
    queues.router,
    policies.router,
)
_OTHERS = (
    presence.router,
    live.router,
    search.router,
    bulk.router,
    drafts.router,
    webhooks.router,
    scheduled.of_tickets,
    scheduled.router,
    realtime.router,
)
for routes in (*_CONTACTS, *_TICKETS, *_RULES, *_OTHERS):
    router.include_router(routes)
