"""The chat service and its roles."""

import asyncio
from collections.abc import Sequence

from fastapi import FastAPI

from atende_platform.http.bodies import DEFAULT_BODY_LIMIT
from atende_platform.process.tasks import Task
from atende_platform.runtime import Runtime
from atende_platform.service.definition import Service
from chat.api import router
from chat.commands import reseal_command
from chat.imports.files import MAX_FILE_BYTES
from chat.live.service import Live
from chat.realtime.hub import realtime
from chat.settings import Settings
from chat.updates.service import LAST_SEQ
from chat.webhooks.sending import Secrets
from chat.webhooks.trials import Trials
from chat.webhooks.worker import outgoing_of
from chat.worker import worker

_MULTIPART_OVERHEAD = 64 * 1024


def api(app: FastAPI, runtime: Runtime[Settings]) -> Sequence[Task]:
    """Serve contacts, tickets, messages, webhooks and the event log over REST."""
    app.include_router(router)
    settings = runtime.settings
    app.state.live = Live()
    trials = app.state.webhook_trials = Trials(
        runtime.database, Secrets(settings.webhook_keys), outgoing_of(settings), runtime.limiter
    )

    async def close_in_the_end() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await trials.close()

    return (Task("webhook tests", close_in_the_end),)


SERVICE = Service(
    name="chat",
    title="Atendechat chat: contacts, tickets, messages, events",
    settings=Settings,
    package="chat",
    roles={"api": api, "realtime": realtime, "worker": worker},
    position=LAST_SEQ,
    tags={
        "contacts": "The people a company writes with, their imports and exports",
        "tickets": "Conversations: who has them, what is said in them, replies",
        "scheduledMessages": "Messages to be sent at a time",
        "messages": "Single messages: sent again, forwarded",
        "tags": "Labels for tickets",
        "satisfaction": "How customers are asked after closing, and what they answer",
        "notes": "What agents write for each other in a ticket",
        "mentions": "Notes in which one is mentioned",
        "views": "Lists of tickets, saved under a name",
        "sla": "Service levels: what is promised to customers, and where a ticket stands",
        "automations": "What is done to tickets by itself: when something happens and conditions hold",
        "macros": "Several actions under one name, done to a ticket at once",
        "quickReplies": "Texts that agents send often, found by a short name and filled in for a ticket",
        "policies": "Rules of the inbox: who sees and gets which tickets, what opens and closes them",
        "queues": "Teams: who belongs to them, when they work, what customers are answered",
        "presence": "Which agents are online, busy or away",
        "live": "What stands now: who waits, who is here, how much is written",
        "search": "Messages and notes by their words",
        "bulk": "One action on many contacts or tickets, done in the background",
        "drafts": "What an agent has begun to write in a ticket",
        "webhooks": "Addresses that events are posted to, and what was delivered",
        "events": "What happened in the company, in order: what a client missed while it was away",
    },
    commands={"reseal": reseal_command},
    body_limits={
        "/api/v1/contacts/imports/": DEFAULT_BODY_LIMIT,
        "/api/v1/contacts/import": MAX_FILE_BYTES + _MULTIPART_OVERHEAD,
    },
    # All sockets of a replica that ended come back at once; they are limited per company instead.
    unlimited_paths=("/socket.io",),
)
