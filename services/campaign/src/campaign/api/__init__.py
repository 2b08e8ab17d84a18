"""The REST API: parse, authorise, call the service, return."""

from fastapi import APIRouter

from campaign.api import audience, campaigns, messages, opt_outs, recipients, segments

router = APIRouter(prefix="/api/v1")
for _part in (campaigns, audience, messages, recipients, segments, opt_outs):
    router.include_router(_part.router)
router.include_router(messages.of_contents)
