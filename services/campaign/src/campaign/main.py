"""The campaign service as a process."""

from collections.abc import Sequence
from typing import Final

from fastapi import FastAPI

from atende_platform.process.tasks import Task
from atende_platform.runtime import Runtime
from atende_platform.service.definition import Service
from campaign.api import router
from campaign.commands import recount_command
from campaign.imports import MAX_FILE_BYTES
from campaign.settings import Settings
from campaign.worker import worker

_MULTIPART_OVERHEAD: Final = 64 * 1024


def api(app: FastAPI, _: Runtime[Settings]) -> Sequence[Task]:
    """Serve the REST API."""
    app.include_router(router)
    return []


SERVICE = Service(
    name="campaign",
    title="Atendechat campaign: campaigns, recipients, opt-outs",
    settings=Settings,
    package="campaign",
    roles={"api": api, "worker": worker},
    commands={"recount": recount_command},
    tags={
        "campaigns": "Broadcast campaigns: their audience, content, schedule, progress and recipients",
        "segments": "Contacts by tags and fields, as an audience of campaigns",
        "optOuts": "Who gets no more campaigns, and the keywords that say so",
    },
    body_limits={
        f"/api/v1/campaigns/*/targets/{what}": MAX_FILE_BYTES + _MULTIPART_OVERHEAD
        for what in ("import", "preview")
    },
)
