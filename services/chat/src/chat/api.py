"""The REST API: the routes of all subjects."""

from fastapi import APIRouter

from chat.automations import api as automations
from chat.bulk import api as bulk
from chat.contacts import api as contacts
from chat.drafts import api as drafts
from chat.erasure import api as erasure
from chat.exports import api as exports
from chat.imports import api as imports
from chat.macros import api as macros
from chat.merges import api as merges
from chat.notes import api as notes
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
# Of two routes that fit a path the first counts: /contacts/export before /contacts/{contact_id}.
router.include_router(imports.router)
router.include_router(exports.router)
router.include_router(erasure.router)
router.include_router(contacts.of_tags)
router.include_router(contacts.router)
router.include_router(contacts.of_fields)
router.include_router(merges.router)
router.include_router(api_of_messages.of_contacts)
# Before /tickets/{ticket_id}.
router.include_router(lists_of_tickets.router)
router.include_router(tickets.router)
router.include_router(api_of_messages.of_tickets)
router.include_router(api_of_messages.router)
router.include_router(tags.router)
router.include_router(notes.of_tickets)
router.include_router(notes.router)
router.include_router(notes.of_mentions)
router.include_router(views.router)
router.include_router(quick_replies.router)
router.include_router(macros.router)
router.include_router(automations.router)
router.include_router(macros.of_tickets)
router.include_router(satisfaction.router)
router.include_router(satisfaction.of_tickets)
router.include_router(sla.router)
router.include_router(sla.of_tickets)
router.include_router(queues.router)
router.include_router(policies.router)
router.include_router(presence.router)
router.include_router(search.router)
router.include_router(bulk.router)
router.include_router(drafts.router)
router.include_router(webhooks.router)
router.include_router(scheduled.of_tickets)
router.include_router(scheduled.router)
router.include_router(realtime.router)
