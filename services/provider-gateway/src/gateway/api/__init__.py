"""The gateway over REST."""

from fastapi import APIRouter

from gateway.api import channels, media, sessions, templates

router = APIRouter(prefix="/api/v1")
router.include_router(channels.router)
router.include_router(sessions.router)
router.include_router(media.router)
router.include_router(templates.router)
