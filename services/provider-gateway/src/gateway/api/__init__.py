"""The gateway over REST."""

from fastapi import APIRouter

from gateway.api import channels

router = APIRouter(prefix="/api/v1")
router.include_router(channels.router)
